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

static size_t gap(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

struct strict_level *strict_top_level(const struct strict *strict)
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

void strict_replace_line(struct strict_line *line, const char *text,
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
    strict_replace_line(line,
                        arena_printf(strict->arena, "%*s%.*s", (int)out, "",
                                     (int)(line->len - at), line->text + at),
                        0, moved);
    line->moved += moved;
    if (line->late_from)
        line->late_from -= moved;
}

struct strict_level *strict_push_nested(struct strict *strict, size_t index,
                                        enum strict_kind kind, size_t at)
{
    strict_top_level(strict)->pending = false;
    return push_level(strict, kind,
                      (size_t)((int)at + strict->items[index].moved), at);
}

/* ---- the place of a line ----------------------------------------------- */

size_t strict_find_level(const struct strict *strict, size_t column)
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
    size_t count = strict_find_level(strict, column);
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

const char *strict_describe_level(const struct strict *strict,
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
    const struct strict_level *top = strict_top_level(strict);
    bool dash = strict_is_dash(&strict->items[index], at);

    if (top->column < at && !top->pending)
        return arena_printf(strict->arena,
                            _("this line is indented as if it were below %s, "
                              "which has its text already"),
                            strict_describe_level(strict, top));
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
                     strict_describe_level(strict, level));
    diag->instead = arena_printf(strict->arena, "%*s%.*s", (int)level->out, "",
                                 (int)(line->len - at), line->text + at);
}

struct strict_level *strict_place_line(struct strict *strict, size_t index,
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
