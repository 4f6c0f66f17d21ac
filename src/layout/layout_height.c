/*
 * Heights of rows: as high as the lines of their cells, or what the form
 * says. What does not fit a height is counted in engine->overflows, so that
 * the fit can try a smaller type; only when there is none is it said.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "layout/inside.h"

static int32_t at_least(int32_t value, int32_t least)
{
    return value > least ? value : least;
}

/* Height of a cell's lines; `again`: where a header is repeated. */
static int32_t content_height(const struct row *row, size_t c, bool again)
{
    struct insets insets = row->cells[c].insets;
    const struct lines *lines = &row->lines[c];

    if (again && row->again[c].count)
        lines = &row->again[c];
    return lines->height + insets.top + insets.bottom;
}

static int32_t cell_length(const struct engine *engine, const struct cell *cell,
                           struct form_length length)
{
    return resolve_length(length, style_size(engine, cell->sheet->form->style));
}

/* The same with what the form says about the cell. */
static int32_t cell_height(const struct engine *engine, const struct row *row,
                           size_t c, bool again)
{
    const struct cell *cell = &row->cells[c];
    const struct form_cell *form = cell->sheet->form;

    if (form->height.value)
        return cell_length(engine, cell, form->height);
    return at_least(content_height(row, c, again),
                    cell_length(engine, cell, form->min_height));
}

/* ---- what does not fit --------------------------------------------------- */

static struct diag *say_overflow(struct engine *engine, struct position at,
                                 const char *words)
{
    struct diag *diag =
        diag_add(engine->diags, DIAG_ERROR, "layout-overflow", at, "%s", words);

    engine->failed = true;
    return diag;
}

/* Characters of lines [first, count). */
static size_t count_characters(const struct lines *lines, size_t first)
{
    size_t count = 0;

    for (size_t i = first; i < lines->count; i++) {
        const struct slice *slice = &lines->items[i];
        const struct text_shaped *text = slice->para ? slice->para->text : NULL;
        size_t from;

        if (slice->has_marker)
            count +=
                utf8_count(slice->para->marker->utf8, slice->para->marker->len);
        if (!text || slice->end == slice->first)
            continue;
        from = text_glyph_offset(text, slice->first);
        count += utf8_count(text->utf8 + from,
                            text_glyph_offset(text, slice->end) - from);
    }
    return count;
}

/* Where the words of a line stand in the source. */
static struct position line_position(const struct slice *slice)
{
    const struct para *para = slice->para;

    if (para && para->text && slice->end > slice->first)
        return text_position(para->text->text,
                             text_glyph_offset(para->text, slice->first));
    if (para && para->marker)
        return text_position(para->marker->text, 0);
    return (struct position){ 0 };
}

/*
 * Counts, and says when there is no other way, that a cell is too full, by
 * its own lines or by what stands for it on further pages.
 */
static void check_cell(struct engine *engine, const struct row *row, size_t c,
                       int32_t height)
{
    bool again = row->again[c].height > row->lines[c].height;
    const struct lines *lines = &row->lines[c];
    int32_t room =
        height - row->cells[c].insets.top - row->cells[c].insets.bottom;
    size_t fitting = 0;
    size_t over;

    if (content_height(row, c, again) <= height)
        return;
    engine->overflows++;
    if (!engine->complain)
        return;
    if (again)
        lines = &row->again[c];
    if (!lines->count) {
        say_overflow(engine, row->cells[c].sheet->form->at,
                     arena_printf(engine->arena,
                                  _("%s: the padding and rules leave no room "
                                    "in this cell"),
                                  row->cells[c].sheet->address));
        return;
    }
    while (fitting < lines->count && lines->items[fitting].pitch <= room)
        room -= lines->items[fitting++].pitch;
    fitting -= fitting == lines->count && fitting;
    over = lines->count - fitting;
    say_overflow(
        engine, line_position(&lines->items[fitting]),
        arena_printf(engine->arena,
                     _("%s: %zu lines (about %zu characters) more than the "
                       "height the form gives this cell"),
                     row->cells[c].sheet->address, over,
                     count_characters(lines, fitting)))
        ->expected =
        arena_printf(engine->arena,
                     _("at most %zu lines here, or a greater \"height\" in "
                       "the form"),
                     fitting);
}

/* The fullest cell of rows [first, last). */
static const char *fullest_cell(const struct table *table, size_t first,
                                size_t last)
{
    const char *address = "";
    int32_t most = -1;

    for (size_t r = first; r < last; r++)
        for (size_t c = 0; c < table->rows[r].sheet->cell_count; c++) {
            int32_t height = content_height(&table->rows[r], c, false);

            if (height <= most)
                continue;
            most = height;
            address = table->rows[r].cells[c].sheet->address;
        }
    return address;
}

/* Rows that are not to be cut must fit on a page. */
static void check_whole(struct engine *engine, const struct table *table)
{
    for (size_t r = table->heads; r < table->count; r++) {
        size_t last = r + table->rows[r].sheet->whole;
        int32_t over = -row_room(engine, table, r);

        for (size_t i = r; i < last; i++)
            over += table->rows[i].height;
        if (last == r || over <= 0)
            continue;
        engine->overflows++;
        if (!engine->complain)
            continue;
        say_overflow(engine, table->rows[r].sheet->form->at,
                     arena_printf(engine->arena,
                                  _("%s: the row is not to be split, but is "
                                    "higher than a page by %d lines"),
                                  fullest_cell(table, r, last),
                                  (int)((over - 1) / engine->pitch + 1)))
            ->expected =
            _("shorter texts, or a row without \"split: false\" or "
              "\"height\" in the form");
    }
}

void check_heights(struct engine *engine, const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];

        if (block->table)
            check_whole(engine, block->table);
        if (block->blocks)
            check_heights(engine, block->blocks);
    }
}

/* ---- rows ---------------------------------------------------------------- */

void measure_height(struct engine *engine, struct row *row)
{
    const struct form_row *form = row->sheet->form;
    int32_t exact = resolve_length(form->height, sheet_em(engine));

    row->height = row->height_again =
        resolve_length(form->min_height, sheet_em(engine));
    for (size_t c = 0; c < row->sheet->cell_count; c++) {
        const struct cell *cell = &row->cells[c];
        const struct form_cell *own = cell->sheet->form;
        int32_t least = style_pitch(engine, own->style) + cell->insets.top +
                        cell->insets.bottom;
        int32_t height = cell_height(engine, row, c, false);

        if (cell->sheet->rows > 1 && !exact) {
            row->height = at_least(row->height, least);
            row->height_again = at_least(row->height_again, least);
            continue;
        }
        if (own->height.value)
            check_cell(engine, row, c, height);
        if (exact && cell->sheet->rows == 1)
            check_cell(engine, row, c, exact);
        if (!own->height.value)
            height = at_least(height, least);
        row->height = at_least(row->height, height);
        row->height_again =
            at_least(row->height_again,
                     at_least(height, cell_height(engine, row, c, true)));
    }
    if (exact)
        row->height = row->height_again = exact;
}

/* The last of rows [first, last] that may grow; `last` + 1 when none may. */
static size_t growing_row(const struct table *table, size_t first, size_t last)
{
    for (size_t r = last + 1; r-- > first;)
        if (!table->rows[r].sheet->form->height.value)
            return r;
    return last + 1;
}

/* Room for a cell that spans rows [r, last]; the rows grow for it. */
static void grow_span(struct engine *engine, struct table *table, size_t r,
                      size_t c, size_t last)
{
    struct row *row = &table->rows[r];
    size_t grows = growing_row(table, r, last);
    int32_t missing = cell_height(engine, row, c, false);
    int32_t again = cell_height(engine, row, c, true);
    int32_t room = 0;

    for (size_t i = r; i <= last; i++) {
        room = add_height(room, table->rows[i].height);
        missing = at_least(missing - table->rows[i].height, -HEIGHT_MOST);
        again = at_least(again - table->rows[i].height_again, -HEIGHT_MOST);
    }
    if (row->cells[c].sheet->form->height.value)
        room = cell_height(engine, row, c, false);
    if (grows > last || row->cells[c].sheet->form->height.value)
        check_cell(engine, row, c, room);
    if (grows > last)
        return;
    table->rows[grows].height =
        add_height(table->rows[grows].height, at_least(missing, 0));
    table->rows[grows].height_again =
        add_height(table->rows[grows].height_again, at_least(again, 0));
}

void grow_spans(struct engine *engine, struct table *table)
{
    for (size_t r = 0; r < table->count; r++)
        for (size_t c = 0; c < table->rows[r].sheet->cell_count; c++) {
            size_t last = r + table->rows[r].cells[c].sheet->rows - 1;

            if (last > r && last < table->count)
                grow_span(engine, table, r, c, last);
        }
}
