/*
 * The structure of a source, line by line.
 *
 * A stack of open collections stands for the indentation, as in
 *
 *     items:               mapping at column 0, pending
 *       - name: text       sequence at 2, mapping at 4
 *         notes:           mapping at 4, pending
 *
 * A line belongs to the collection at its column, or opens one below a key
 * or dash that is pending. A line that fits nowhere is taken for a slip of
 * the indentation: it is reported and moved to the nearest collection of
 * its kind, and a level remembers both columns, so that the lines that hang
 * on it need no message of their own.
 */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

enum { SHORT_NAME = 8 }; /* code points of a word that is probably a key */

static size_t gap(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

static struct strict_level *top_level(const struct strict *strict)
{
    return strict->levels.count
               ? &strict->levels.items[strict->levels.count - 1]
               : NULL;
}

static struct strict_level *push_level(struct strict *strict,
                                       enum strict_kind kind, size_t column,
                                       size_t out)
{
    struct strict_level *level = LIST_ADD(strict->arena, &strict->levels);

    *level = (struct strict_level){
        .kind = kind,
        .column = column,
        .out = out,
        .name = "",
    };
    return level;
}

/*
 * Reads a mended line instead. It lost `lost` characters before byte `from`;
 * 0 when it lost them before its first one.
 */
static void replace_line(struct strict_line *line, const char *text,
                         size_t from, int lost)
{
    line->text = text;
    line->len = strlen(text);
    line->copy = line->text;
    line->copy_len = line->len;
    if (from) {
        line->late_from = (int)utf8_count(text, from);
        line->late_shift = lost;
    } else {
        line->shift += lost;
    }
}

/* Moves a line to another indentation in the copy; `at` is its first byte. */
static void move_line(struct strict *strict, size_t index, size_t at,
                      size_t out)
{
    struct strict_line *line = &strict->items[index];
    int moved = (int)at - (int)out;

    if (!moved)
        return;
    replace_line(line,
                 arena_printf(strict->arena, "%*s%.*s", (int)out, "",
                              (int)(line->len - at), line->text + at),
                 0, moved);
    line->moved += moved;
    if (line->late_from)
        line->late_from -= moved;
}

/* A collection that begins behind the dash of its line. */
static struct strict_level *push_nested(struct strict *strict, size_t index,
                                        enum strict_kind kind, size_t at)
{
    top_level(strict)->pending = false;
    return push_level(strict, kind,
                      (size_t)((int)at + strict->items[index].moved), at);
}

/* ---- the place of a line ----------------------------------------------- */

/* The level whose lines stand at `column`: the deepest one not beyond it. */
static size_t find_level(const struct strict *strict, size_t column)
{
    size_t i = strict->levels.count;

    while (i > 0 && strict->levels.items[i - 1].column > column &&
           strict->levels.items[i - 1].out != column)
        i--;
    return i;
}

/*
 * Enters the collection a line of this kind at this column belongs to and
 * drops those it ends. NULL when the column fits none.
 */
static struct strict_level *enter_level(struct strict *strict,
                                        enum strict_kind kind, size_t column)
{
    size_t count = find_level(strict, column);
    struct strict_level *level;

    if (!strict->levels.count)
        return push_level(strict, kind, column, column);
    if (!count)
        return NULL;
    level = &strict->levels.items[count - 1];
    if (level->column < column && level->out != column) {
        if (!level->pending)
            return NULL;
        level->pending = false;
        return push_level(strict, kind, column,
                          level->out + (column - level->column));
    }
    if (level->kind == kind) {
        strict->levels.count = count;
        return level;
    }
    if (kind == STRICT_SEQUENCE && level->pending) {
        strict->levels.count = count;
        level->pending = false;
        return push_level(strict, kind, level->column, level->out);
    }
    if (kind == STRICT_MAPPING && count > 1 &&
        strict->levels.items[count - 2].kind == kind &&
        strict->levels.items[count - 2].column == level->column) {
        strict->levels.count = count - 1;
        return &strict->levels.items[count - 2];
    }
    return NULL;
}

/* The open level of this kind nearest to the column; NULL: there is none. */
static struct strict_level *nearest_level(struct strict *strict,
                                          enum strict_kind kind, size_t column)
{
    struct strict_level *best = NULL;

    for (size_t i = strict->levels.count; i-- > 0;) {
        struct strict_level *level = &strict->levels.items[i];

        if (level->kind == kind &&
            (!best || gap(level->column, column) < gap(best->column, column)))
            best = level;
    }
    return best;
}

static const char *describe_level(const struct strict *strict,
                                  const struct strict_level *level)
{
    if (*level->name)
        return arena_printf(strict->arena, _("\"%s\" (line %zu)"), level->name,
                            level->line + 1);
    return arena_printf(strict->arena, _("the dash of line %zu"),
                        level->line + 1);
}

/* What is wrong with the column of a line, for a message. */
static const char *describe_column(const struct strict *strict, size_t index,
                                   size_t at)
{
    const struct strict_level *top = top_level(strict);
    bool dash = strict_is_dash(&strict->items[index], at);

    if (top->column < at && !top->pending)
        return arena_printf(strict->arena,
                            _("this line is indented as if it were below %s, "
                              "which has its text already"),
                            describe_level(strict, top));
    for (size_t i = 0; i < strict->levels.count; i++)
        if (strict->levels.items[i].column == at)
            return dash ? _("a dash stands in a column of keys")
                        : _("a key stands in a column of dashes");
    return arena_printf(
        strict->arena,
        _("this line begins at column %d, where no line above it does"),
        strict_at(strict, index, at).column);
}

static void report_indent(struct strict *strict, size_t index, size_t at,
                          const struct strict_level *level)
{
    const struct strict_line *line = &strict->items[index];
    struct diag *diag = strict_report(strict, index, at, at + 1, "yaml-indent",
                                      "%s", describe_column(strict, index, at));

    if (!level) {
        diag->expected = strict_is_dash(line, at)
                             ? _("a dash stands below a key without text")
                             : _("a key stands below the keys beside it");
        return;
    }
    diag->expected =
        arena_printf(strict->arena, _("column %zu, below %s"), level->out + 1,
                     describe_level(strict, level));
    diag->instead = arena_printf(strict->arena, "%*s%.*s", (int)level->out, "",
                                 (int)(line->len - at), line->text + at);
}

/*
 * The level of a line, mended if need be; `*at` follows a moved line. NULL
 * when the line had to be dropped.
 */
static struct strict_level *place_line(struct strict *strict, size_t index,
                                       enum strict_kind kind, size_t *at)
{
    struct strict_level *level = enter_level(strict, kind, *at);

    if (!level) {
        level = nearest_level(strict, kind, *at);
        report_indent(strict, index, *at, level);
        if (!level) {
            strict_drop(strict, index, index + 1);
            return NULL;
        }
        strict->levels.count = (size_t)(level - strict->levels.items) + 1;
    }
    move_line(strict, index, *at, level->out);
    *at = level->out;
    return level;
}

/* ---- lines without key and dash ---------------------------------------- */

/* Signs that look like a dash. */
static bool is_dash_like(uint32_t c)
{
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC ||
           c == 0xFF0D || c == '-';
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

/* `key:text`: reported, and true when the mended line can be read on. */
static bool mend_colon(struct strict *strict, size_t index, size_t at)
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
    replace_line(line, diag->instead, colon + (behind < line->len ? 2 : 1),
                 (int)utf8_count(line->text + colon, behind - colon) - 2);
    return true;
}

/* `-text` where dashes stand: reported and mended in the same way. */
static bool mend_dash(struct strict *strict, size_t index, size_t at)
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
    among = among || (top_level(strict) && top_level(strict)->pending);
    if (!is_dash_like(c) || !among || line->text[at + n] == '-' ||
        (c != '-' && behind == at + n && !wide))
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
    replace_line(line, diag->instead, at + 2,
                 (int)utf8_count(line->text + at, behind - at) - 2);
    return true;
}

/* A text where dashes stand. */
static bool mend_missing_dash(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    size_t count = find_level(strict, at);
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
    replace_line(line, diag->instead, at + 2, -2);
    return true;
}

/*
 * `key text`: a short first word among keys may be a key that lost its
 * colon.
 */
static bool mend_no_colon(struct strict *strict, size_t index, size_t at)
{
    struct strict_line *line = &strict->items[index];
    size_t end = at;
    size_t behind;
    size_t n;
    struct diag *diag;

    if (find_level(strict, at) == 0)
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
        !strict_is_name(line->text + at, end - at) ||
        utf8_count(line->text + at, end - at) > SHORT_NAME)
        return false;
    diag = strict_report(strict, index, at, end, "yaml-key",
                         _("this line has neither a key nor a dash"));
    diag->expected = _("a colon behind the key; what goes on from the line "
                       "above belongs at the end of that line");
    diag->instead =
        arena_printf(strict->arena, "%.*s: %.*s", (int)end, line->text,
                     (int)(line->len - behind), line->text + behind);
    replace_line(line, diag->instead, end + 2,
                 (int)utf8_count(line->text + end, behind - end) - 2);
    return true;
}

static void report_no_key(struct strict *strict, size_t index, size_t at)
{
    const struct strict_line *line = &strict->items[index];
    const struct strict_level *top = top_level(strict);
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
                describe_level(strict, top));
        strict->text_reported = strict->text_reported || !top;
    }
}

/* ---- one line ---------------------------------------------------------- */

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
        level = place_line(strict, index, STRICT_SEQUENCE, &at);
    else
        level = push_nested(strict, index, STRICT_SEQUENCE, at);
    if (!level)
        return index + 1;
    level->pending = true;
    level->line = index;
    behind = strict_skip_spaces(line, at + 1);
    if (behind == line->len || strchr("[{", line->text[behind]) ||
        (strict_is_dash(line, behind) && !strict->options->allow_flow))
        return strict_value(strict, index, behind, level);
    if (strict_is_dash(line, behind) ||
        strict_find_key(line, behind, &key_end) < line->len)
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
    replace_line(line,
                 arena_printf(strict->arena, "%.*s%.*s: ", (int)at, line->text,
                              (int)(strict_trimmed(line) - key),
                              line->text + key),
                 at, (int)(key - at));
    if (!place_line(strict, index, STRICT_MAPPING, &at))
        return next + 1;
    top_level(strict)->line = index;
    top_level(strict)->pending = false;
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
        level = place_line(strict, index, STRICT_MAPPING, &at);
    else
        level = push_nested(strict, index, STRICT_MAPPING, at);
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
    const struct strict_level *top = top_level(strict);
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
    struct strict_level *top = top_level(strict);
    bool below = top && top->pending && top->column < at &&
                 strict_next(strict, top->line) == index;
    bool number = strchr("0123456789", line->text[at]);

    if (!line->mended && !strchr("\"'", line->text[at]))
        line->mended = mend_missing_dash(strict, index, at) ||
                       (!(below && number) && mend_colon(strict, index, at)) ||
                       (!below && first && mend_no_colon(strict, index, at));
    else
        line->mended = false;
    if (line->mended)
        return check_content(strict, index, at, first);
    if (below)
        return strict_value_below(strict, index, at, top);
    report_no_key(strict, index, at);
    return index + 1;
}

static size_t check_content(struct strict *strict, size_t index, size_t at,
                            bool first)
{
    struct strict_line *line = &strict->items[index];
    struct strict_level root = { .name = "", .line = index };
    struct strict_level *top = top_level(strict);
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
    if (first && !line->mended && mend_dash(strict, index, at)) {
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
