/*
 * The value behind a key or a dash: plain texts, and what looks like one
 * and is something else to YAML. Quoted ones are in strict_quote.c.
 */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

static size_t indent_of(const struct strict_line *line)
{
    return strict_skip_spaces(line, 0);
}

/*
 * Behind the last line that goes on with the text of line `index`: lines
 * indented deeper than its key or dash that are no entries themselves.
 */
static size_t end_of_text(const struct strict *strict, size_t index,
                          size_t column)
{
    size_t end = index + 1;

    for (size_t i = strict_next(strict, index); i < strict->count;
         i = strict_next(strict, i)) {
        const struct strict_line *line = &strict->items[i];
        size_t at = indent_of(line);

        if (at <= column || strict_is_entry(line, at))
            break;
        end = i + 1;
    }
    return end;
}

/* The bytes from `at` of line `index` to before line `last`, with '\n'. */
static char *text_of_lines(const struct strict *strict, size_t index, size_t at,
                           size_t last, bool with_comments)
{
    size_t total = 1;
    size_t used = 0;
    char *out;

    for (size_t i = index; i < last; i++)
        total += strict->items[i].len + 1;
    out = arena_alloc(strict->arena, total);
    for (size_t i = index; i < last; i++) {
        const struct strict_line *line = &strict->items[i];
        size_t from = i == index ? at : 0;

        if (i > index)
            out[used++] = '\n';
        if (i > index && strict_is_blank(line) && !with_comments)
            continue;
        memcpy(out + used, line->text + from, line->len - from);
        used += line->len - from;
    }
    return out;
}

/* Several lines as the one text they were meant to be. */
static void patch_lines(struct strict *strict, size_t index, size_t at,
                        struct position position, const char *raw)
{
    struct strict_patch patch = {
        .at = position,
        .style = NODE_PLAIN,
        .raw = raw,
        .raw_len = strlen(raw),
    };

    patch.value = strict_join(strict, raw, patch.raw_len);
    patch.len = strlen(patch.value);
    strict_patch_value(strict, index, at, patch);
}

static void hint_lines(struct strict *strict, struct diag *diag, size_t index,
                       size_t last)
{
    if (last > index + 1)
        diag->expected = arena_printf(
            strict->arena,
            _("one line instead of lines %zu to %zu, or an entry of its own "
              "('- text') for each"),
            index + 1, last);
}

/* A text that goes on below its first line. */
static size_t join_lines(struct strict *strict, size_t index, size_t at,
                         size_t last)
{
    const struct strict_line *line = &strict->items[index];
    const char *raw = text_of_lines(strict, index, at, last, false);
    const char *joined = strict_join(strict, raw, strlen(raw));
    struct diag *diag = strict_report(
        strict, index, at, strict_trimmed(line), "yaml-multiline",
        _("this text goes on in the lines below; a text is one line"));

    hint_lines(strict, diag, index, last);
    diag->instead =
        strict_instead(strict, index, at,
                       strict_plain_or_quote(strict, joined, strlen(joined)));
    patch_lines(strict, index, at, strict_at(strict, index, at), raw);
    strict_drop(strict, index + 1, last);
    return last;
}

/* ---- block scalars ----------------------------------------------------- */

/* `|`, `>-`, `|2+` and nothing behind but a comment. */
static bool is_block_header(const struct strict_line *line, size_t at)
{
    if (line->text[at] != '|' && line->text[at] != '>')
        return false;
    for (at++; at < line->len && strchr("+-123456789", line->text[at]);)
        at++;
    if (at < line->len && line->text[at] != ' ')
        return false;
    at = strict_skip_spaces(line, at);
    return at == line->len || line->text[at] == '#';
}

/* Behind the last line that is deeper than `column`; `first`: there is none. */
static size_t end_of_block(const struct strict *strict, size_t first,
                           size_t column)
{
    size_t end = first;

    for (size_t i = first; i < strict->count; i++) {
        const struct strict_line *line = &strict->items[i];

        if (indent_of(line) == line->len)
            continue;
        if (indent_of(line) <= column)
            break;
        end = i + 1;
    }
    return end;
}

static size_t block_scalar(struct strict *strict, size_t index, size_t at,
                           struct strict_level *level)
{
    const struct strict_line *line = &strict->items[index];
    bool folded = line->text[at] == '>';
    size_t first = index + 1;
    size_t last;
    size_t start;
    size_t end = at;
    const char *raw;
    const char *joined;
    struct diag *diag;

    while (end < line->len && line->text[end] != ' ')
        end++;
    last = end_of_block(strict, first, level->column);
    while (first < last &&
           indent_of(&strict->items[first]) == strict->items[first].len)
        first++;
    start = first < last ? indent_of(&strict->items[first]) : 0;
    raw = first < last ? text_of_lines(strict, first, start, last, true) : "";
    joined = strict_join(strict, raw, strlen(raw));
    diag = strict_report(strict, index, at, end,
                         folded ? "yaml-folded" : "yaml-block-scalar",
                         folded ? _("'>' folds the lines below into one text; "
                                    "a text is one line")
                                : _("'|' makes one text of the lines below; "
                                    "a text is one line"));
    hint_lines(strict, diag, index, last);
    diag->instead =
        strict_instead(strict, index, at,
                       strict_plain_or_quote(strict, joined, strlen(joined)));
    if (first < last)
        patch_lines(strict, index, at, strict_at(strict, first, start), raw);
    else
        strict_patch_value(strict, index, at,
                           strict_plain_patch(strict, index, end, end));
    strict_drop(strict, index + 1, last);
    return last;
}

/* ---- anchors, aliases, tags -------------------------------------------- */

static bool is_word(const struct strict_line *line, size_t at, size_t end)
{
    for (size_t i = at; i < end; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                    "0123456789_-!:/.,<>",
                    line->text[i]))
            return false;
    return end > at;
}

/*
 * `&name`, `*name`, `!tag`: the end of the property when the value begins
 * with one that was meant as YAML, else `at`.
 */
static size_t end_of_property(const struct strict_line *line, size_t at)
{
    size_t end = at + 1;
    char c = line->text[at];

    if (c != '&' && c != '*' && c != '!')
        return at;
    while (end < line->len && line->text[end] != ' ')
        end++;
    if (!is_word(line, at + 1, end) && !(c == '!' && end == at + 1))
        return at;
    if (c == '*' && strict_skip_spaces(line, end) < line->len)
        return at;
    return end;
}

/* Reports an anchor or tag and reads on behind it. */
static size_t skip_property(struct strict *strict, size_t index, size_t at,
                            size_t end, struct strict_level *level)
{
    struct strict_line *line = &strict->items[index];
    bool tag = line->text[at] == '!';
    size_t behind = strict_skip_spaces(line, end);
    char *text = arena_copy(strict->arena, line->text, line->len);
    struct diag *diag =
        strict_report(strict, index, at, end, tag ? "yaml-tag" : "yaml-anchor",
                      tag ? _("sources have no tags ('!')")
                          : _("sources have no anchors ('&')"));

    diag->expected = _("the text alone; in quotes if this sign is part of it");
    diag->instead = strict_instead(
        strict, index, at,
        arena_copy(strict->arena, line->text + behind, line->len - behind));
    memset(text + at, ' ', end - at);
    line->text = text;
    line->copy = text;
    return strict_value(strict, index, behind, level);
}

static size_t report_alias(struct strict *strict, size_t index, size_t at,
                           size_t end)
{
    const struct strict_line *line = &strict->items[index];
    struct diag *diag =
        strict_report(strict, index, at, end, "yaml-alias",
                      _("sources have no aliases ('*'): each text is written "
                        "out"));

    diag->expected = arena_printf(
        strict->arena, _("the text itself; %s if the asterisk is part of it"),
        strict_quote(strict, line->text + at, end - at));
    strict_patch_value(strict, index, at,
                       strict_plain_patch(strict, index, at, end));
    return index + 1;
}

/* ---- plain texts ------------------------------------------------------- */

/* The first `: ` of a plain value, or a colon at its end; else `end`. */
static size_t find_colon(const struct strict_line *line, size_t at, size_t end)
{
    for (size_t i = at; i < end; i++)
        if (line->text[i] == ':' && (i + 1 == end || line->text[i + 1] == ' '))
            return i;
    return end;
}

/* The whole value in quotes; of a lone `key: a: b` entry all of it. */
static char *quoted_line(struct strict *strict, size_t index, size_t at)
{
    const struct strict_line *line = &strict->items[index];
    size_t end = strict_trimmed(line);
    size_t start = strict_skip_spaces(line, 0);
    bool dash = strict_is_dash(line, start);
    size_t entry = dash ? strict_skip_spaces(line, start + 1) : start;
    const char *name = line->text + entry;
    size_t key_end;

    if (dash && entry < at && strict_is_single(strict, index, entry) &&
        strict_find_key(line, entry, &key_end) < at && *name != '"' &&
        !strict->options->allow_flow)
        at = entry;
    return strict_instead(strict, index, at,
                          strict_quote(strict, line->text + at, end - at));
}

/* A text that YAML reads otherwise: reported, and taken as meant. */
static size_t quote_value(struct strict *strict, size_t index, size_t at,
                          size_t mark, size_t mark_end, const char *rule,
                          const char *message)
{
    const struct strict_line *line = &strict->items[index];
    struct diag *diag =
        strict_report(strict, index, mark, mark_end, rule, "%s", message);
    size_t end = strict_trimmed(line);

    diag->expected = _("quotes around the text");
    diag->instead = quoted_line(strict, index, at);
    strict_patch_value(strict, index, at,
                       strict_plain_patch(strict, index, at, end));
    return index + 1;
}

/* Do lines below line `index` hang on its key or dash at `column`? */
static bool has_block_below(const struct strict *strict, size_t index,
                            size_t column)
{
    size_t next = strict_next(strict, index);
    const struct strict_line *line = &strict->items[index];
    size_t at;

    if (next >= strict->count)
        return false;
    at = indent_of(&strict->items[next]);
    return at > column || (at == column && !strict_is_dash(line, at) &&
                           strict_is_dash(&strict->items[next], at));
}

/* `text # more`: what YAML would drop; `column` is that of its key or dash. */
static void report_comment(struct strict *strict, size_t index, size_t at,
                           size_t hash, size_t column)
{
    struct strict_line *line = &strict->items[index];
    size_t end = strict_trimmed(line);
    size_t kept = hash;
    struct diag *diag = strict_report(
        strict, index, hash, end, "yaml-comment",
        _("YAML would take these words for a comment and drop them: %.*s"),
        (int)(end - hash < 600 ? end - hash : 600), line->text + hash);

    diag->expected =
        _("quotes, if they are text; a comment stands on a line of its own");
    if (at < hash || !has_block_below(strict, index, column)) {
        diag->instead = strict_instead(
            strict, index, at, strict_quote(strict, line->text + at, end - at));
    } else { /* a key with more below it: surely a comment */
        while (kept > 0 && line->text[kept - 1] == ' ')
            kept--;
        diag->instead = arena_copy(strict->arena, line->text, kept);
    }
}

/* The value in words libyaml cannot mistake, when it begins with a sign. */
static size_t check_sign(struct strict *strict, size_t index, size_t at,
                         struct strict_level *level)
{
    const struct strict_line *line = &strict->items[index];
    char c = line->text[at];
    size_t end = end_of_property(line, at);
    const char *message;

    if (end > at && c == '*')
        return report_alias(strict, index, at, end);
    if (end > at)
        return skip_property(strict, index, at, end, level);
    if (is_block_header(line, at))
        return block_scalar(strict, index, at, level);
    if (c == '-')
        message = _("a text that begins with a dash and a space needs quotes");
    else
        message = arena_printf(
            strict->arena, _("a text that begins with '%c' needs quotes"), c);
    return quote_value(strict, index, at, at, at + 1, "yaml-indicator",
                       message);
}

/* A text without quotes, whose first character is an ordinary one. */
static size_t check_plain(struct strict *strict, size_t index, size_t at,
                          struct strict_level *level)
{
    struct strict_line *line = &strict->items[index];
    size_t hash = strict_find_comment(line, at);
    size_t end = strict_trimmed(line);
    size_t last = end_of_text(strict, index, level->column);
    size_t colon;

    if (hash < end) {
        end = hash;
        while (end > at && line->text[end - 1] == ' ')
            end--;
    }
    colon = find_colon(line, at, end);
    if (colon < end) {
        quote_value(strict, index, at, colon, colon + 1, "yaml-colon",
                    colon + 1 == end
                        ? _("a text that ends with a colon needs quotes")
                        : _("a text with a colon and a space in it needs "
                            "quotes"));
        strict_drop(strict, index + 1, last);
        return last;
    }
    if (hash < line->len && !strict->options->allow_comments) {
        report_comment(strict, index, at, hash, level->column);
        strict_patch_value(strict, index, at,
                           strict_plain_patch(strict, index, at, end));
        strict_drop(strict, index + 1, last);
        return last;
    }
    return last > index + 1 ? join_lines(strict, index, at, last) : index + 1;
}

size_t strict_value(struct strict *strict, size_t index, size_t at,
                    struct strict_level *level)
{
    struct strict_line *line = &strict->items[index];

    if (at >= line->len)
        return index + 1;
    if (line->text[at] == '#') {
        if (!strict->options->allow_comments) {
            report_comment(strict, index, at, at, level->column);
            line->copy = arena_copy(strict->arena, line->text, at);
            line->copy_len = at;
        }
        return index + 1;
    }
    level->pending = false;
    if (line->text[at] == '"' || line->text[at] == '\'')
        return strict_quoted(strict, index, at, level);
    if (line->text[at] == '[' || line->text[at] == '{')
        return strict_flow(strict, index, at, level);
    if (strchr("*&%@]},!?|>`", line->text[at]) || strict_is_dash(line, at)) {
        level->pending = strchr("&!", line->text[at]) != NULL;
        return check_sign(strict, index, at, level);
    }
    return check_plain(strict, index, at, level);
}

size_t strict_value_below(struct strict *strict, size_t index, size_t at,
                          struct strict_level *level)
{
    size_t owner = level->line;
    struct strict_line *line = &strict->items[owner];
    size_t end = strict_trimmed(line);
    size_t start = strict_skip_spaces(line, 0);
    size_t last = end_of_text(strict, index, level->column);
    const char *raw = text_of_lines(strict, index, at, last, false);
    const char *joined = strict_join(strict, raw, strlen(raw));
    struct diag *diag;

    while (strict_is_dash(line, start) && start < level->out)
        start = strict_skip_spaces(line, start + 1);
    diag = strict_report(
        strict, owner, start, end, "yaml-multiline",
        _("the text of this line stands below it; it belongs behind it"));
    hint_lines(strict, diag, owner, last);
    diag->instead = strict_instead(
        strict, owner, end,
        arena_printf(strict->arena, " %s",
                     strict_plain_or_quote(strict, joined, strlen(joined))));
    line->text = arena_printf(strict->arena, "%.*s ", (int)end, line->text);
    line->len = end + 1;
    patch_lines(strict, owner, end + 1, strict_at(strict, index, at), raw);
    strict_drop(strict, owner + 1, last);
    level->pending = false;
    return last;
}
