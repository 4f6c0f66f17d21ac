/* Values in quotes: closed on their line, with sound escapes. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

/* Hexadecimal digits an escape needs; -1: there is no such escape. */
static int escape_digits(char c)
{
    if (c && strchr("0abtnvfre \"/\\N_LP", c))
        return 0;
    return c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : -1;
}

static bool is_hex(char c)
{
    return c && strchr("0123456789abcdefABCDEF", c);
}

/* Byte of the first unsound escape between two quotes, else `close`. */
static size_t find_bad_escape(const struct strict_line *line, size_t at,
                              size_t close)
{
    for (size_t i = at + 1; i < close; i++) {
        int digits;

        if (line->text[i] != '\\')
            continue;
        digits = escape_digits(line->text[i + 1]);
        if (digits < 0)
            return i;
        for (int d = 0; d < digits; d++)
            if (i + 2 + (size_t)d >= close ||
                !is_hex(line->text[i + 2 + (size_t)d]))
                return i;
        if (digits > 2) {
            char hex[9] = "";
            unsigned long c;

            memcpy(hex, line->text + i + 2, (size_t)digits);
            c = strtoul(hex, NULL, 16);
            if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
                return i;
        }
        i += 1 + (size_t)digits;
    }
    return close;
}

/* The bytes between the quotes with `''` undone; escapes stay as typed. */
static char *inside(const struct strict *strict, const char *text, size_t len,
                    char quote)
{
    char *out = arena_alloc(strict->arena, len + 1);
    size_t used = 0;

    for (size_t i = 0; i < len; i++) {
        out[used++] = text[i];
        if (quote == '\'' && text[i] == '\'' && i + 1 < len &&
            text[i + 1] == '\'')
            i++;
    }
    return out;
}

static size_t bad_escape(struct strict *strict, size_t index, size_t at,
                         size_t close, size_t bad)
{
    const struct strict_line *line = &strict->items[index];
    const char *text = line->text + at + 1;
    size_t len = close - at - 1;
    const char *quoted =
        memchr(text, '\'', len)
            ? strict_quote(strict, text, len)
            : arena_printf(strict->arena, "'%.*s'", (int)len, text);
    struct diag *diag = strict_report(
        strict, index, bad, bad + 2, "yaml-quote",
        _("a backslash means something else inside double quotes"));

    diag->expected = _("single quotes, or two backslashes for one");
    diag->instead = strict_instead(strict, index, at,
                                   arena_printf(strict->arena, "%s%.*s", quoted,
                                                (int)(line->len - close - 1),
                                                line->text + close + 1));
    strict_patch_value(strict, index, at,
                       strict_plain_patch(strict, index, at + 1, close));
    return index + 1;
}

/* `"7" and more`: YAML cannot read what follows the quote. */
static size_t text_behind(struct strict *strict, size_t index, size_t at,
                          size_t behind)
{
    const struct strict_line *line = &strict->items[index];
    size_t end = strict_trimmed(line);
    struct diag *diag =
        strict_report(strict, index, behind, end, "yaml-quote",
                      _("text stands behind the closing quote"));

    diag->expected = _("quotes around the whole text");
    diag->instead = strict_instead(
        strict, index, at, strict_quote(strict, line->text + at, end - at));
    strict_patch_value(strict, index, at,
                       strict_plain_patch(strict, index, at, end));
    return index + 1;
}

static size_t comment_behind(struct strict *strict, size_t index, size_t close,
                             size_t hash)
{
    struct strict_line *line = &strict->items[index];
    size_t end = strict_trimmed(line);
    struct diag *diag = strict_report(
        strict, index, hash, end, "yaml-comment",
        _("YAML would take these words for a comment and drop them: %.*s"),
        (int)(end - hash < 600 ? end - hash : 600), line->text + hash);

    diag->expected =
        _("all of the text inside the quotes; a comment stands on a line of "
          "its own");
    diag->instead = arena_copy(strict->arena, line->text, close + 1);
    return index + 1;
}

/* Does a line close the quote and hold nothing behind it? */
static bool closes(const struct strict_line *line, char quote)
{
    size_t end = strict_trimmed(line);
    size_t at = strict_skip_spaces(line, 0);

    /* strict_find_quote() begins behind an opening quote. */
    for (; at < end; at++) {
        if (quote == '"' && line->text[at] == '\\') {
            at++;
        } else if (line->text[at] == quote) {
            if (quote == '\'' && at + 1 < end && line->text[at + 1] == quote)
                at++;
            else
                return at + 1 == end;
        }
    }
    return false;
}

/* The line behind the one that closes the quote; `index + 1`: none does. */
static size_t end_of_quoted(const struct strict *strict, size_t index,
                            size_t at, const struct strict_level *level)
{
    char quote = strict->items[index].text[at];

    for (size_t i = index + 1; i < strict->count; i++) {
        const struct strict_line *line = &strict->items[i];
        size_t start = strict_skip_spaces(line, 0);

        if (start == line->len)
            continue;
        if (start <= level->column || strict_is_entry(line, start))
            break;
        if (closes(line, quote))
            return i + 1;
    }
    return index + 1;
}

static size_t join_quoted(struct strict *strict, size_t index, size_t at,
                          size_t last)
{
    const struct strict_line *line = &strict->items[index];
    char quote = line->text[at];
    char *raw =
        arena_copy(strict->arena, line->text + at + 1, line->len - at - 1);
    struct strict_patch patch = { .at = strict_at(strict, index, at) };
    struct diag *diag;

    for (size_t i = index + 1; i < last; i++)
        raw = arena_printf(strict->arena, "%s\n%.*s", raw,
                           (int)strict_trimmed(&strict->items[i]),
                           strict->items[i].text);
    raw[strlen(raw) - 1] = '\0'; /* the closing quote */
    patch.raw = raw;
    patch.raw_len = strlen(raw);
    patch.value = strict_join(strict, raw, patch.raw_len);
    diag = strict_report(
        strict, index, at, strict_trimmed(line), "yaml-multiline",
        _("this text goes on in the lines below; a text is one line"));
    diag->expected =
        arena_printf(strict->arena, _("one line instead of lines %zu to %zu"),
                     index + 1, last);
    diag->instead = strict_instead(
        strict, index, at,
        arena_printf(strict->arena, "%c%s%c", quote, patch.value, quote));
    patch.value = inside(strict, patch.value, strlen(patch.value), quote);
    patch.len = strlen(patch.value);
    patch.style = quote == '"' ? NODE_DOUBLE_QUOTED : NODE_SINGLE_QUOTED;
    strict_patch_value(strict, index, at, patch);
    strict_drop(strict, index + 1, last);
    return last;
}

static size_t unfinished(struct strict *strict, size_t index, size_t at)
{
    const struct strict_line *line = &strict->items[index];
    size_t end = strict_trimmed(line);
    struct diag *diag =
        strict_report(strict, index, at, at + 1, "yaml-quote",
                      _("this quote is not closed on its line"));

    diag->expected = _("a closing quote at the end of the text; quotes around "
                       "the whole text if this one is part of it");
    diag->instead =
        strict_instead(strict, index, at,
                       strict_quote(strict, line->text + at + 1, end - at - 1));
    strict_patch_value(strict, index, at,
                       strict_plain_patch(strict, index, at + 1, end));
    return index + 1;
}

size_t strict_quoted(struct strict *strict, size_t index, size_t at,
                     struct strict_level *level)
{
    const struct strict_line *line = &strict->items[index];
    size_t close = strict_find_quote(line, at);
    size_t bad;
    size_t behind;

    if (close == line->len) {
        size_t last = end_of_quoted(strict, index, at, level);

        return last > index + 1 ? join_quoted(strict, index, at, last)
                                : unfinished(strict, index, at);
    }
    bad = line->text[at] == '"' ? find_bad_escape(line, at, close) : close;
    behind = strict_skip_spaces(line, close + 1);
    if (behind < line->len &&
        (line->text[behind] != '#' || behind == close + 1))
        return text_behind(strict, index, at, behind);
    if (bad < close)
        return bad_escape(strict, index, at, close, bad);
    if (behind < line->len && !strict->options->allow_comments)
        return comment_behind(strict, index, close, behind);
    return index + 1;
}
