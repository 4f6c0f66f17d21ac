/* The lines of a source, one after another. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

/* What stands at byte `at` of a line; `first`: nothing stands before it. */
static size_t check_content(struct strict *strict, size_t index, size_t at,
                            bool first);

/* `- ...`; the first on its line is put in its place. */
static size_t check_dash(struct strict *strict, size_t index, size_t at,
                         bool first)
{
    struct strict_line *line = &strict->items[index];
    struct strict_level *level;
    size_t behind;
    size_t key_end;

    if (first)
        level = strict_place_line(strict, index, STRICT_SEQUENCE, &at);
    else
        level = strict_push_nested(strict, index, STRICT_SEQUENCE, at);
    if (!level)
        return index + 1;
    level->pending = true;
    level->line = index;
    behind = strict_skip_spaces(line, at + 1);
    if (behind == line->len || strchr("[{", line->text[behind]) ||
        (strict_is_dash(line, behind) && !strict->options->allow_flow))
        return strict_value(strict, index, behind, level);
    if (strict_is_dash(line, behind) ||
        strict_find_key(line, behind, &key_end) < line->len ||
        strict_mend_item(strict, index, behind))
        return check_content(strict, index, behind, false);
    return strict_value(strict, index, behind, level);
}

/* An entry with `: ` inside that is a sentence, not a key and its text. */
static bool is_sentence(const struct strict *strict, size_t index, size_t at,
                        size_t key_end)
{
    const struct strict_line *line = &strict->items[index];

    return !strict->options->allow_flow &&
           strict_is_single(strict, index, at) && line->text[at] != '"' &&
           line->text[at] != '\'' && line->text[at] != '<' &&
           !strict_is_name(line->text + at, key_end - at);
}

/*
 * `? key`, and its text behind a colon on the next line. Returns the next
 * line's index; `index` when there is nothing of the kind.
 */
static size_t check_complex_key(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    size_t next = strict_next(strict, index);
    size_t key = strict_skip_spaces(line, at + 1);
    const struct strict_line *below;
    struct strict_patch patch;
    size_t colon;
    size_t text;
    struct diag *diag;

    if (line->text[at] != '?' || key == at + 1 || next >= strict->count)
        return index;
    below = &strict->items[next];
    colon = strict_skip_spaces(below, 0);
    if (below->text[colon] != ':')
        return index;
    diag = strict_report(strict, index, at, at + 1, "yaml-complex-key",
                         _("a key is written without a question mark"));
    diag->expected = _("key and text on one line: 'KEY: text'");
    diag->instead =
        arena_printf(strict->arena, "%.*s%.*s%.*s", (int)at, line->text,
                     (int)(strict_trimmed(line) - key), line->text + key,
                     (int)(below->len - colon), below->text + colon);
    text = strict_skip_spaces(below, colon + 1);
    patch = strict_plain_patch(
        strict, next, text < below->len ? text : below->len, below->len);
    strict_replace_line(
        line,
        arena_printf(strict->arena, "%.*s%.*s: ", (int)at, line->text,
                     (int)(strict_trimmed(line) - key), line->text + key),
        at, (int)(key - at));
    if (!strict_place_line(strict, index, STRICT_MAPPING, &at))
        return next + 1;
    strict_top_level(strict)->line = index;
    strict_top_level(strict)->pending = false;
    strict_patch_value(strict, index, line->len, patch);
    strict_drop(strict, next, next + 1);
    return next + 1;
}

/* Puts a key that YAML would take for something else into quotes. */
static void check_key(struct strict *strict, size_t index, size_t at,
                      size_t key_end)
{
    struct strict_line *line = &strict->items[index];
    size_t len = key_end - at;
    struct diag *diag;

    if (len == 2 && !memcmp(line->text + at, "<<", 2)) {
        diag = strict_report(strict, index, at, key_end, "yaml-merge",
                             _("'<<' is a merge key; sources have none"));
        diag->expected = _("the keys themselves, written out here");
    } else if (strchr("*&!", line->text[at]) &&
               memchr(line->text + at, ' ', len)) {
        size_t name = at + (size_t)((char *)memchr(line->text + at, ' ', len) -
                                    (line->text + at));

        diag = strict_report(strict, index, at, name,
                             line->text[at] == '!' ? "yaml-tag" : "yaml-anchor",
                             line->text[at] == '!'
                                 ? _("sources have no tags ('!')")
                                 : _("sources have no anchors ('&')"));
        name = strict_skip_spaces(line, name);
        diag->instead = strict_instead(
            strict, index, at,
            arena_copy(strict->arena, line->text + name, line->len - name));
        strict_patch_key(strict, index, at, key_end,
                         strict_plain_patch(strict, index, name, key_end));
        return;
    } else if (strchr("*&%@[]{},!?|>`", line->text[at])) {
        const char *quoted = strict_quote(strict, line->text + at, len);

        diag = strict_report(strict, index, at, at + 1, "yaml-indicator",
                             _("a text that begins with '%c' needs quotes"),
                             line->text[at]);
        diag->instead = strict_instead(
            strict, index, at,
            arena_printf(strict->arena, "%s%.*s", quoted,
                         (int)(line->len - key_end), line->text + key_end));
    } else {
        return;
    }
    strict_patch_key(strict, index, at, key_end,
                     strict_plain_patch(strict, index, at, key_end));
}

/* `key: ...` whose colon is at `colon`. */
static size_t check_pair(struct strict *strict, size_t index, size_t at,
                         bool first, size_t key_end, size_t colon)
{
    struct strict_line *line = &strict->items[index];
    size_t key_len = key_end - at;
    size_t behind = colon - at + 1;
    struct strict_level *level;
    size_t next;

    if (first)
        level = strict_place_line(strict, index, STRICT_MAPPING, &at);
    else
        level = strict_push_nested(strict, index, STRICT_MAPPING, at);
    if (!level)
        return index + 1;
    level->pending = true;
    level->line = index;
    level->name = arena_copy(strict->arena, line->text + at, key_len);
    next = strict_value(strict, index, strict_skip_spaces(line, at + behind),
                        level);
    if (line->copy_len)
        check_key(strict, index, at, at + key_len);
    return next;
}

/* A flow collection below its key, or as the whole file. */
static bool is_flow_below(const struct strict *strict, size_t index, size_t at)
{
    const struct strict_level *top = strict_top_level(strict);
    char c = strict->items[index].text[at];

    if (c != '[' && c != '{')
        return false;
    return !top || (top->pending && top->column < at &&
                    strict_next(strict, top->line) == index);
}

/* A line with neither dash nor key. */
static size_t check_text(struct strict *strict, size_t index, size_t at,
                         bool first)
{
    struct strict_line *line = &strict->items[index];
    struct strict_level *top = strict_top_level(strict);
    bool below = top && top->pending && top->column < at &&
                 strict_next(strict, top->line) == index;
    bool number = strchr("0123456789", line->text[at]);

    if (!line->mended && !strchr("\"'", line->text[at]))
        line->mended =
            strict_mend_missing_dash(strict, index, at) ||
            (!(below && number) && strict_mend_colon(strict, index, at)) ||
            (!below && first && strict_mend_no_colon(strict, index, at));
    else
        line->mended = false;
    if (line->mended)
        return check_content(strict, index, at, first);
    if (below)
        return strict_value_below(strict, index, at, top);
    strict_report_no_key(strict, index, at);
    return index + 1;
}

static size_t check_content(struct strict *strict, size_t index, size_t at,
                            bool first)
{
    struct strict_line *line = &strict->items[index];
    struct strict_level root = { .name = "", .line = index };
    struct strict_level *top = strict_top_level(strict);
    size_t key_end;
    size_t colon;
    size_t next;

    if (strict_is_dash(line, at))
        return check_dash(strict, index, at, first);
    if (is_flow_below(strict, index, at))
        return strict_flow(strict, index, at, top ? top : &root);
    next = check_complex_key(strict, index, at);
    if (next != index)
        return next;
    if (first && !line->mended && strict_mend_dash(strict, index, at)) {
        line->mended = true;
        return check_content(strict, index, at, first);
    }
    colon = strict_find_key(line, at, &key_end);
    if (colon < line->len && key_end > at) {
        if (!first && is_sentence(strict, index, at, key_end))
            return strict_value(strict, index, at, top);
        return check_pair(strict, index, at, first, key_end, colon);
    }
    return check_text(strict, index, at, first);
}

/* ---- document markers -------------------------------------------------- */

static bool is_marker(const struct strict_line *line, const char *marker)
{
    return line->len >= 3 && !memcmp(line->text, marker, 3) &&
           (line->len == 3 || line->text[3] == ' ');
}

/* `---`, `...` and `%YAML`; true when the line is dealt with. */
static bool check_marker(struct strict *strict, size_t index)
{
    struct strict_line *line = &strict->items[index];
    struct diag *diag;

    if (is_marker(line, "---") && !strict->has_content &&
        strict_trimmed(line) == 3) {
        strict_drop(strict, index, index + 1);
        return true;
    }
    if (is_marker(line, "---") || is_marker(line, "...")) {
        diag = strict_report(strict, index, 0, 3, "yaml-document",
                             line->text[0] == '-'
                                 ? _("'---' begins another document; a file "
                                     "holds one")
                                 : _("'...' ends the document; what follows "
                                     "would not be read"));
        diag->expected = _("no such line; another sheet is a file of its own");
        strict->ended = strict->has_content;
        strict->levels.count = 0;
    } else if (line->text[0] == '%' && line->len > 1 && line->text[1] >= 'A' &&
               line->text[1] <= 'Z') {
        diag = strict_report(strict, index, 0, strict_trimmed(line),
                             "yaml-directive",
                             _("sources have no directives ('%%')"));
        diag->expected = _("no such line");
    } else {
        return false;
    }
    strict_drop(strict, index, index + 1);
    return true;
}

void strict_check(struct strict *strict)
{
    for (size_t i = 0; i < strict->count; i++) {
        strict->items[i].copy = strict->items[i].text;
        strict->items[i].copy_len = strict->items[i].len;
    }
    for (size_t i = 0; i < strict->count;) {
        struct strict_line *line = &strict->items[i];
        size_t next = i + 1;

        if (!strict_is_blank(line) && !check_marker(strict, i)) {
            next = check_content(strict, i, strict_skip_spaces(line, 0), true);
            strict->has_content = true;
        }
        if (strict->ended)
            strict_drop(strict, i, next);
        i = next;
    }
}
