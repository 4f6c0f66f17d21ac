/*
 * Flow collections, {a: b} and [a, b]: refused in sources; in templates
 * their ends are found here, so that the lines behind them can be read.
 */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

/* Reads over a quoted scalar; false when it does not end on this line. */
static bool skip_quoted(const struct strict_line *line, size_t *at)
{
    size_t close = strict_find_quote(line, *at);

    *at = close < line->len ? close + 1 : close;
    return close < line->len;
}

enum strict_flow_end strict_flow_end(const struct strict *strict, size_t last,
                                     size_t *index, size_t *at)
{
    size_t depth = 0;
    size_t i = *index;
    size_t byte = *at;

    for (; i < last; i++, byte = 0) {
        const struct strict_line *line = &strict->items[i];
        size_t end = strict_find_comment(line, byte);
        bool fresh = true; /* a quote here would open a quoted scalar */

        while (byte < end) {
            char c = line->text[byte];

            if (fresh && (c == '"' || c == '\'')) {
                skip_quoted(line, &byte);
                end = byte < line->len ? strict_find_comment(line, byte) : byte;
                fresh = false;
                continue;
            }
            if (c == '[' || c == '{')
                depth++;
            else if (c == ']' || c == '}')
                depth--;
            byte++;
            if (depth == 0) {
                *index = i;
                *at = byte;
                return STRICT_FLOW_CLOSED;
            }
            if (depth > NODE_DEPTH_LIMIT)
                return STRICT_FLOW_DEEP;
            fresh = strchr("[{,: ", c) && (c != ' ' || fresh);
        }
    }
    return STRICT_FLOW_OPEN;
}

/* Behind the last line that is indented deeper than the owner's column. */
static size_t end_of_block(const struct strict *strict, size_t index,
                           const struct strict_level *level)
{
    size_t end = index + 1;

    for (size_t i = strict_next(strict, index); i < strict->count;
         i = strict_next(strict, i)) {
        const struct strict_line *line = &strict->items[i];
        size_t at = strict_skip_spaces(line, 0);

        if (at <= level->column && !strchr("]}", line->text[at]))
            break;
        end = i + 1;
    }
    return end;
}

/* Brackets that belong to a text, such as a remark: no comma, no colon. */
static bool is_text(const struct strict_line *line, size_t at, size_t end)
{
    size_t inside = strict_skip_spaces(line, at + 1);

    if (end < strict_trimmed(line))
        return true;
    if (inside + 1 >= end)
        return false;
    for (size_t i = inside; i < end; i++)
        if (line->text[i] == ',' ||
            (line->text[i] == ':' && line->text[i + 1] == ' '))
            return false;
    return line->text[at] == '[';
}

static size_t quote_brackets(struct strict *strict, size_t index, size_t at)
{
    const struct strict_line *line = &strict->items[index];
    size_t end = strict_trimmed(line);
    struct diag *diag = strict_report(
        strict, index, at, at + 1, "yaml-indicator",
        _("a text that begins with '%c' needs quotes"), line->text[at]);

    diag->expected = _("quotes around the text");
    diag->instead = strict_instead(
        strict, index, at, strict_quote(strict, line->text + at, end - at));
    strict_patch_value(strict, index, at,
                       strict_plain_patch(strict, index, at, end));
    return index + 1;
}

static size_t refuse_flow(struct strict *strict, size_t index, size_t at,
                          size_t last, size_t end_line, size_t end)
{
    const struct strict_line *line = &strict->items[index];
    bool list = line->text[at] == '[';
    struct diag *diag;

    if (end_line == index && is_text(line, at, end))
        return quote_brackets(strict, index, at);
    diag = strict_report(strict, index, at,
                         end_line == index ? end : strict_trimmed(line),
                         "yaml-flow",
                         list ? _("a source has no lists in brackets")
                              : _("a source has no keys in braces"));
    diag->expected = list ? _("a line for each entry, '- text'; in quotes "
                              "if the brackets are part of a text")
                          : _("a line for each key, 'KEY: text'; in quotes "
                              "if the braces are part of a text");
    for (size_t i = index; i < last; i++) /* libyaml need not say more */
        strict->items[i].reported = true;
    return last;
}

/* Nothing but a comment may follow the closing bracket. */
static void check_behind(struct strict *strict, size_t index, size_t end)
{
    struct strict_line *line = &strict->items[index];
    size_t behind = strict_skip_spaces(line, end);
    struct diag *diag;

    if (behind == line->len || strict_find_comment(line, behind) == behind)
        return;
    diag = strict_report(strict, index, behind, strict_trimmed(line),
                         "yaml-flow", _("text stands behind the closing '%c'"),
                         line->text[end - 1]);
    diag->expected = _("nothing there, or quotes around the whole text");
    line->copy_len = end;
}

size_t strict_flow(struct strict *strict, size_t index, size_t at,
                   struct strict_level *level)
{
    bool allowed = strict->options->allow_flow;
    const struct strict_line *line = &strict->items[index];
    size_t last = end_of_block(strict, index, level);
    size_t end_line = index;
    size_t end = at;
    enum strict_flow_end found = strict_flow_end(strict, last, &end_line, &end);
    struct diag *diag;

    level->pending = false;
    if (found == STRICT_FLOW_CLOSED && allowed) {
        check_behind(strict, end_line, end);
        return end_line + 1;
    }
    if (found == STRICT_FLOW_CLOSED)
        return refuse_flow(strict, index, at, end_line + 1, end_line, end);
    if (found == STRICT_FLOW_DEEP) {
        diag = strict_report(strict, index, at, at + 1, "yaml-depth",
                             _("collections are nested deeper than %d levels"),
                             NODE_DEPTH_LIMIT);
    } else if (!allowed) {
        return quote_brackets(strict, index, at);
    } else {
        diag = strict_report(strict, index, at, at + 1, "yaml-flow",
                             _("this '%c' is never closed"), line->text[at]);
        diag->expected = line->text[at] == '[' ? _("a ']' behind the entries")
                                               : _("a '}' behind the keys");
    }
    strict_patch_value(strict, index, at,
                       strict_plain_patch(strict, index, at, at));
    strict_drop(strict, index + 1, last);
    return last;
}
