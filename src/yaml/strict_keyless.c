/* Lines without key and dash: what was probably meant by them. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

enum { SHORT_NAME = 8 }; /* code points of a word that is probably a key */

/* Signs that look like a dash. */
static bool is_dash_like(uint32_t c)
{
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC ||
           c == 0xFF0D || c == '-';
}

/* Signs that begin an entry: a dash before them needs no space to be one. */
static bool is_marker_like(const char *text, size_t len)
{
    size_t n;
    uint32_t c = len ? utf8_decode(text, len, &n) : 0;

    return c == '(' || c == 0x30FB || c == 0xFF08;
}

static bool is_wide_gap(const char *text, size_t len)
{
    size_t n;

    return len && utf8_decode(text, len, &n) == 0x3000;
}

/*
 * `key:text` or a full-width colon: the byte of the colon and the byte
 * behind it and behind a wide space; false when there is none.
 */
static bool find_tight_colon(const struct strict_line *line, size_t at,
                             size_t *colon, size_t *behind)
{
    size_t n;

    for (size_t i = at; i < line->len; i += n) {
        uint32_t c = utf8_decode(line->text + i, line->len - i, &n);

        if (c != ':' && c != 0xFF1A)
            continue;
        if (!strict_is_name(line->text + at, i - at))
            return false;
        *colon = i;
        *behind = strict_skip_spaces(line, i + n);
        while (is_wide_gap(line->text + *behind, line->len - *behind))
            *behind = strict_skip_spaces(line, *behind + 3);
        return true;
    }
    return false;
}

bool strict_mend_colon(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    bool ascii;
    size_t colon;
    size_t behind;
    struct diag *diag;

    if (!find_tight_colon(line, at, &colon, &behind))
        return false;
    ascii = line->text[colon] == ':';
    diag = strict_report(strict, index, colon, colon + 1, "yaml-key",
                         ascii ? _("a space is missing behind the colon")
                               : _("the colon behind a key must be the "
                                   "half-width one, with a space"));
    diag->instead =
        arena_printf(strict->arena, "%.*s:%s%.*s", (int)colon, line->text,
                     behind < line->len ? " " : "", (int)(line->len - behind),
                     line->text + behind);
    strict_replace_line(
        line, diag->instead, colon + (behind < line->len ? 2 : 1),
        (int)utf8_count(line->text + colon, behind - colon) - 2);
    return true;
}

bool strict_mend_dash(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    size_t n;
    uint32_t c = utf8_decode(line->text + at, line->len - at, &n);
    size_t behind = strict_skip_spaces(line, at + n);
    bool wide = is_wide_gap(line->text + behind, line->len - behind);
    bool among = false;
    struct diag *diag;

    for (size_t i = 0; i < strict->levels.count; i++)
        among = among || (strict->levels.items[i].kind == STRICT_SEQUENCE &&
                          strict->levels.items[i].column == at);
    among = among ||
            (strict_top_level(strict) && strict_top_level(strict)->pending);
    if (!is_dash_like(c) || !among || line->text[at + n] == '-' ||
        (c != '-' && behind == at + n && !wide &&
         !is_marker_like(line->text + behind, line->len - behind)))
        return false;
    while (is_wide_gap(line->text + behind, line->len - behind))
        behind = strict_skip_spaces(line, behind + 3);
    diag = strict_report(strict, index, at, at + n, "yaml-dash",
                         c == '-' ? _("a space is missing behind the dash")
                                  : _("the dash before an entry must be the "
                                      "half-width one, with a space"));
    diag->instead =
        arena_printf(strict->arena, "%.*s- %.*s", (int)at, line->text,
                     (int)(line->len - behind), line->text + behind);
    strict_replace_line(line, diag->instead, at + 2,
                        (int)utf8_count(line->text + at, behind - at) - 2);
    return true;
}

bool strict_mend_missing_dash(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    size_t count = strict_find_level(strict, at);
    size_t next = strict_next(strict, index);
    struct diag *diag;

    if (!count)
        return false;
    if (strict->levels.items[count - 1].column < at) {
        /* The first entry below a key: the one after it has a dash. */
        if (next >= strict->count ||
            strict_skip_spaces(&strict->items[next], 0) != at ||
            !strict_is_dash(&strict->items[next], at))
            return false;
    } else if (strict->levels.items[count - 1].kind != STRICT_SEQUENCE) {
        return false;
    }
    diag = strict_report(strict, index, at, strict_trimmed(line), "yaml-dash",
                         _("a dash is missing before this entry"));
    diag->instead =
        arena_printf(strict->arena, "%.*s- %.*s", (int)at, line->text,
                     (int)(line->len - at), line->text + at);
    strict_replace_line(line, diag->instead, at + 2, -2);
    return true;
}

bool strict_mend_no_colon(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    size_t end = at;
    size_t behind;
    size_t n;
    struct diag *diag;

    if (strict_find_level(strict, at) == 0)
        return false;
    while (end < line->len && line->text[end] != ' ' &&
           !is_wide_gap(line->text + end, line->len - end)) {
        utf8_decode(line->text + end, line->len - end, &n);
        end += n;
    }
    behind = strict_skip_spaces(line, end);
    while (is_wide_gap(line->text + behind, line->len - behind))
        behind = strict_skip_spaces(line, behind + 3);
    if (behind >= line->len || strchr("\"'[{-?:*&!|>%@`", line->text[at]) ||
        is_marker_like(line->text + at, line->len - at) ||
        !strict_is_name(line->text + at, end - at) ||
        utf8_count(line->text + at, end - at) > SHORT_NAME)
        return false;
    if (strict_skip_spaces(line, 0) < at) {
        diag = strict_report(strict, index, at, end, "yaml-key",
                             _("a colon is missing behind this key"));
    } else {
        diag = strict_report(strict, index, at, end, "yaml-key",
                             _("this line has neither a key nor a dash"));
        diag->expected = _("a colon behind the key; what goes on from the line "
                           "above belongs at the end of that line");
    }
    diag->instead =
        arena_printf(strict->arena, "%.*s: %.*s", (int)end, line->text,
                     (int)(line->len - behind), line->text + behind);
    strict_replace_line(line, diag->instead, end + 2,
                        (int)utf8_count(line->text + end, behind - end) - 2);
    return true;
}

bool strict_mend_item(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    size_t next = strict_next(strict, index);
    size_t column = (size_t)((int)at + line->moved);
    const struct strict_line *below;
    size_t colon;
    size_t end;

    if (line->mended || next >= strict->count || strchr("\"'", line->text[at]))
        return false;
    below = &strict->items[next];
    if (strict_skip_spaces(below, 0) != column ||
        strict_is_dash(below, column) ||
        !((strict_find_key(below, column, &end) < below->len &&
           strict_is_name(below->text + column, end - column)) ||
          (find_tight_colon(below, column, &colon, &end) && end == below->len)))
        return false;
    line->mended = strict_mend_colon(strict, index, at) ||
                   strict_mend_no_colon(strict, index, at);
    return line->mended;
}

void strict_report_no_key(struct strict *strict, size_t index, size_t at)
{
    const struct strict_line *line = &strict->items[index];
    const struct strict_level *top = strict_top_level(strict);
    const char *text = line->text + at;
    struct diag *diag;

    strict_drop(strict, index, index + 1);
    if (strchr("\"'", *text) && strict_find_quote(line, at) == line->len) {
        diag = strict_report(strict, index, at, at + 1, "yaml-quote",
                             _("this quote is not closed on its line"));
        diag->expected = _("a key without quotes, or with both of them");
    } else if (text[0] == ':' && at + 1 < line->len && text[1] == ' ') {
        diag = strict_report(strict, index, at, at + 1, "yaml-key",
                             _("a key is missing before this colon"));
        diag->expected = _("a line such as 'KEY: text'");
    } else if (top || !strict->text_reported) {
        diag =
            strict_report(strict, index, at, strict_trimmed(line), "yaml-key",
                          _("this line has neither a key nor a dash"));
        diag->expected = _("a line such as 'KEY: text' or '- text'");
        if (top && !top->pending)
            diag->expected = arena_printf(
                strict->arena,
                _("'KEY: text' or '- text'; if the text of %s goes on here, "
                  "it belongs on its line"),
                strict_describe_level(strict, top));
        strict->text_reported = strict->text_reported || !top;
    }
}
