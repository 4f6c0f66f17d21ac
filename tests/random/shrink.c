/*
 * Shrinking: lines of the case are taken away, with all that is indented
 * below them, and texts are halved, for as long as the same rule is broken.
 * What makes the form or the source unsound is not the same failure, so
 * nothing need be known of what the lines mean.
 */
#include <string.h>

#include "base/utf8.h"
#include "random/random.h"

enum { TRIES = 1500 };

struct shrinking {
    struct random_case *made;
    const struct verdict *verdict;
    int tries;
};

static bool still_broken(struct shrinking *shrinking)
{
    struct verdict now;

    if (shrinking->tries++ > TRIES)
        return false;
    hold_apart(shrinking->made, true, &now);
    return now.kind == VERDICT_BROKEN &&
           !strcmp(now.rule, shrinking->verdict->rule);
}

static size_t line_end(const struct bytes *text, size_t at)
{
    while (at < text->len && text->data[at] != '\n')
        at++;
    return at < text->len ? at + 1 : at;
}

static size_t indent_of(const struct bytes *text, size_t at)
{
    size_t indent = 0;

    while (at + indent < text->len && text->data[at + indent] == ' ')
        indent++;
    return indent;
}

/* Behind the line at `at` and all that belongs to it. */
static size_t block_end(const struct bytes *text, size_t at)
{
    size_t indent = indent_of(text, at);
    size_t end = line_end(text, at);

    while (end < text->len && indent_of(text, end) > indent)
        end = line_end(text, end);
    return end;
}

/* Puts `with` in place of [from, to); keeps it when still broken. */
static bool try_replace(struct shrinking *shrinking, struct bytes *text,
                        size_t from, size_t to, const char *with)
{
    struct bytes old = *text;

    *text = bytes_from((const char *)old.data, from);
    bytes_append_string(text, with);
    bytes_append(text, old.data + to, old.len - to);
    if (still_broken(shrinking)) {
        bytes_free(&old);
        return true;
    }
    bytes_free(text);
    *text = old;
    return false;
}

static bool drop_blocks(struct shrinking *shrinking, struct bytes *text)
{
    bool any = false;

    for (size_t at = 0; at < text->len;) {
        size_t end = block_end(text, at);

        if (try_replace(shrinking, text, at, end, ""))
            any = true;
        else
            at = line_end(text, at);
    }
    return any;
}

/* Takes away the second half of what stands behind the last ": " or "- ". */
static bool halve_texts(struct shrinking *shrinking, struct bytes *text)
{
    bool any = false;

    for (size_t at = 0; at < text->len; at = line_end(text, at)) {
        size_t end = line_end(text, at) - 1;
        size_t from = end;
        size_t half;
        bool quoted = end > at && text->data[end - 1] == '"';

        while (from > at && text->data[from - 1] != ' ')
            from--;
        end -= quoted;
        if (end < from + 6)
            continue;
        half = from + (end - from) / 2;
        while (half > from && (text->data[half] & 0xC0) == 0x80)
            half--;
        any |= try_replace(shrinking, text, half, end, "");
    }
    return any;
}

void shrink_case(struct random_case *made, const struct verdict *verdict)
{
    struct shrinking shrinking = { .made = made, .verdict = verdict };
    bool any = true;

    while (any && shrinking.tries < TRIES) {
        any = drop_blocks(&shrinking, &made->source);
        any |= drop_blocks(&shrinking, &made->stage);
        any |= halve_texts(&shrinking, &made->source);
    }
    drop_blocks(&shrinking, &made->fields);
}
