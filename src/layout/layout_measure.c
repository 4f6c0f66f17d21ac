/* Heights of rows, tables and blocks at the engine's size and pitch. */
#include "base/arena.h"
#include "layout/inside.h"

/* Between the slots of a bar there stays at least this much, 1/1000 pt. */
enum { BAR_GAP = 6000 };

static int32_t at_least(int32_t value, int32_t least)
{
    return value > least ? value : least;
}

const int32_t *row_edges(const struct table *table, const struct row *row)
{
    return row->edges ? row->edges : table->edges;
}

/* ---- columns ------------------------------------------------------------ */

struct contents {
    struct column *columns;
    struct column_span *spans;
    size_t span_count;
};

/* Widths of a cell's contents, also where they are repeated. */
static void content_widths(const struct engine *engine, const struct cell *cell,
                           int32_t *min, int32_t *max)
{
    int32_t least;
    int32_t most;

    cell_widths(engine, cell, min, max);
    if (!cell->again)
        return;
    cell_widths(engine, cell->again, &least, &most);
    *min = at_least(*min, least);
    *max = at_least(*max, most);
}

/* Adds what a row's cells need to the columns they stand in. */
static void add_contents(struct engine *engine, const struct row *row,
                         struct contents *contents)
{
    for (size_t i = 0; i < row->sheet->cell_count; i++) {
        const struct cell *cell = &row->cells[i];
        struct insets insets = cell->insets;
        struct column *column = &contents->columns[cell->sheet->column];
        /* Never narrower than the rules at its sides, though it be empty. */
        int32_t rules = cell->meets.left + cell->meets.right;
        int32_t min;
        int32_t max;

        content_widths(engine, cell, &min, &max);
        min = at_least(min + insets.left + insets.right, rules);
        max = at_least(max + insets.left + insets.right, rules);
        if (cell->sheet->columns > 1) {
            contents->spans[contents->span_count++] =
                (struct column_span){ cell->sheet->column, cell->sheet->columns,
                                      min, max };
            continue;
        }
        column->min = min > column->min ? min : column->min;
        column->max = max > column->max ? max : column->max;
    }
}

/* True when some column asks its contents how wide to be. */
static bool needs_contents(const struct form_columns *form, int32_t width)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->items[i].unit == FORM_AUTO || width < 0)
            return true;
    return false;
}

/* Edges of the columns `form` from the contents of rows [first, last). */
static int32_t *make_edges(struct engine *engine,
                           const struct form_columns *form,
                           const struct row *rows, size_t first, size_t last,
                           int32_t width)
{
    size_t count = form->count;
    struct contents contents = { 0 };
    int32_t *edges = arena_calloc(engine->scratch, count + 1, sizeof *edges);
    size_t cells = 0;

    contents.columns =
        arena_calloc(engine->scratch, count, sizeof *contents.columns);
    for (size_t i = 0; i < count; i++)
        contents.columns[i].length = form->items[i];
    for (size_t r = first; r < last; r++)
        cells += rows[r].sheet->cell_count;
    contents.spans =
        arena_calloc(engine->scratch, cells, sizeof *contents.spans);
    for (size_t r = first; needs_contents(form, width) && r < last; r++) {
        const struct form_columns *own = &rows[r].sheet->form->columns;

        if (own == form || !own->count)
            add_contents(engine, &rows[r], &contents);
    }
    columns_solve(contents.columns, count, contents.spans, contents.span_count,
                  width, sheet_em(engine), edges + 1);
    for (size_t i = 1; i <= count; i++)
        edges[i] += edges[i - 1];
    return edges;
}

/* ---- decimal points ----------------------------------------------------- */

/* Widths before and from the decimal point of a cell's first paragraph. */
static void split_decimal(const struct engine *engine, const struct cell *cell,
                          int32_t *before, int32_t *after)
{
    const struct text_shaped *text = cell->count ? cell->paras[0].text : NULL;
    size_t point = 0;
    int32_t em;

    *before = *after = 0;
    if (!text)
        return;
    em = style_type(engine, cell->paras[0].sheet->style).em;
    while (point < text->count &&
           text->utf8[text_glyph_offset(text, point)] != '.')
        point++;
    *before = em_length(text_width(text, 0, point), em);
    *after = em_length(text_width(text, point, text->count), em);
}

/* Rows may have columns of their own, and more of them than the table. */
static size_t most_columns(const struct table *table)
{
    size_t most = table->sheet->form->columns.count;

    for (size_t r = 0; r < table->count; r++)
        if (table->rows[r].sheet->form->columns.count > most)
            most = table->rows[r].sheet->form->columns.count;
    return most;
}

static void measure_decimals(struct engine *engine, struct table *table)
{
    size_t count = most_columns(table);

    table->decimal_before =
        arena_calloc(engine->scratch, count + 1, sizeof(int32_t));
    table->decimal_after =
        arena_calloc(engine->scratch, count + 1, sizeof(int32_t));
    for (size_t r = 0; r < table->count; r++) {
        const struct row *row = &table->rows[r];

        for (size_t c = 0; c < row->sheet->cell_count; c++) {
            size_t column = row->cells[c].sheet->column;
            int32_t before;
            int32_t after;

            if (row->cells[c].align != FORM_DECIMAL)
                continue;
            split_decimal(engine, &row->cells[c], &before, &after);
            if (before > table->decimal_before[column])
                table->decimal_before[column] = before;
            if (after > table->decimal_after[column])
                table->decimal_after[column] = after;
        }
    }
}

/* ---- rows ---------------------------------------------------------------- */

static void measure_row(struct engine *engine, const struct table *table,
                        struct row *row)
{
    const int32_t *edges = row_edges(table, row);
    size_t count = row->sheet->cell_count;

    row->lines = arena_calloc(engine->scratch, count, sizeof *row->lines);
    row->again = arena_calloc(engine->scratch, count, sizeof *row->again);
    for (size_t c = 0; c < count; c++) {
        const struct sheet_cell *sheet = row->cells[c].sheet;
        struct insets insets = row->cells[c].insets;
        int32_t width = edges[sheet->column + sheet->columns] -
                        edges[sheet->column] - insets.left - insets.right;

        int32_t hang = hang_room(&row->cells[c]);

        row->lines[c] = make_lines(engine, &row->cells[c], width, hang);
        if (row->cells[c].again)
            row->again[c] =
                make_lines(engine, row->cells[c].again, width, hang);
    }
    measure_height(engine, row);
}

size_t flow_end(const struct table *table, size_t first)
{
    size_t flow = table->rows[first].sheet->flow;
    size_t last = first + 1;

    while (flow && last < table->count && table->rows[last].sheet->flow == flow)
        last++;
    return last;
}

int32_t flow_height(const struct table *table, size_t first, size_t last)
{
    int32_t height = 0;

    for (size_t c = 0; c < table->rows[first].sheet->cell_count; c++) {
        int32_t column = table->rows[first].cells[c].insets.top +
                         table->rows[last - 1].cells[c].insets.bottom;

        for (size_t r = first; r < last; r++)
            column = add_height(
                column, table->rows[r].lines[c].height +
                            (r > first ? table->rows[r].cells[c].rise : 0));
        height = column > height ? column : height;
    }
    return height;
}

/* A row's own columns end with the table: the last one has what is left. */
static int32_t *make_own_edges(struct engine *engine, const struct table *table,
                               size_t r)
{
    const struct form_columns *own = &table->rows[r].sheet->form->columns;
    int32_t *edges =
        make_edges(engine, own, table->rows, r, r + 1, table->width);

    if (edges[own->count] < table->width)
        edges[own->count] = table->width;
    return edges;
}

static void measure_table(struct engine *engine, struct block *block,
                          int32_t width)
{
    struct table *table = block->table;
    const struct table *kept = block->kept ? block->kept->table : NULL;
    const struct form_columns *columns = &table->sheet->form->columns;

    measure_insets(engine, table);
    table->edges =
        kept ? kept->edges
             : make_edges(engine, columns, table->rows, 0, table->count, width);
    table->width = table->edges[columns->count];
    measure_decimals(engine, table);
    for (size_t r = 0; r < table->count; r++) {
        struct row *row = &table->rows[r];
        const struct form_columns *own = &row->sheet->form->columns;

        row->edges = NULL;
        if (own->count)
            row->edges =
                kept ? kept->rows[r].edges : make_own_edges(engine, table, r);
        measure_row(engine, table, row);
    }
    grow_spans(engine, table);
    block->width = table->width;
    block->height = block->height_free = 0;
    for (size_t r = 0; r < table->count; r++)
        if (!table->rows[r].sheet->fill)
            block->height = add_height(block->height, table->rows[r].height);
    for (size_t r = 0, last; r < table->count; r = last) {
        last = flow_end(table, r);
        if (table->rows[r].sheet->fill)
            continue;
        block->height_free =
            add_height(block->height_free, table->rows[r].sheet->flow
                                               ? flow_height(table, r, last)
                                               : table->rows[r].height);
    }
}

/* ---- blocks -------------------------------------------------------------- */

static void measure_paragraph(struct engine *engine, struct block *block,
                              int32_t width, int32_t hang);

static void measure_slot(struct engine *engine, struct block *slot,
                         int32_t width)
{
    int32_t min;
    int32_t max;

    if (slot->table) {
        measure_table(engine, slot, width);
        return;
    }
    para_widths(engine, &slot->para, &min, &max);
    if (width >= 0 && max > width)
        max = width;
    measure_paragraph(engine, slot, max, 0);
    slot->width = max;
}

/*
 * Which slot of a bar gives way: the wider of the outer ones. In a page's
 * head or foot, the one that gave way when room was kept for it: with
 * another it could become higher than that room.
 */
static struct block *giving_slot(const struct block *bar)
{
    struct block *const *slots = bar->slots;
    struct block *wide = NULL;

    for (int i = 0; i < 3; i++) {
        if (bar->kept && slots[i] && bar->kept->giving == bar->kept->slots[i])
            return slots[i];
        if (slots[i] && (!wide || slots[i]->width > wide->width))
            wide = i == 1 && wide ? wide : slots[i];
    }
    return wide;
}

/*
 * The slots of a bar are as wide as they want; when that is more than there
 * is, one gives way and is set in more lines. Where nothing is left for it,
 * it gets as high as it can be: with smaller page numbers it may yet fit.
 */
static void measure_bar(struct engine *engine, struct block *bar, int32_t width)
{
    struct block **slots = bar->slots;
    int64_t room = width;

    bar->height = 0;
    for (int i = 0; i < 3; i++) {
        if (!slots[i])
            continue;
        measure_slot(engine, slots[i], -1);
        room -= slots[i]->width + (i ? BAR_GAP : 0);
    }
    bar->giving = room < 0 ? giving_slot(bar) : NULL;
    bar->crowded = bar->giving && bar->giving->width + room <= 0;
    if (bar->giving)
        measure_slot(engine, bar->giving,
                     at_least((int32_t)(bar->giving->width + room), 1));
    for (int i = 0; i < 3; i++)
        if (slots[i] && slots[i]->height > bar->height)
            bar->height = slots[i]->height;
    bar->height_free = bar->height;
    bar->width = width;
}

/*
 * A paragraph is kept off the rules of the tables around it. Behind it is
 * room for `hang` of a mark that hangs.
 */
static void measure_paragraph(struct engine *engine, struct block *block,
                              int32_t width, int32_t hang)
{
    block->insets = paragraph_insets(engine, block);
    block->lines = make_paragraph_lines(engine, &block->para, width, hang);
    block->height = block->height_free =
        block->lines->height + block->insets.top + block->insets.bottom;
    block->width = width;
}

static void measure_block(struct engine *engine, struct block *block,
                          int32_t width)
{
    const struct form_page *page = &engine->sheet->stage->page;

    switch (block->sheet->kind) {
    case FORM_BLOCK_PARAGRAPH:
        measure_paragraph(engine, block, width, page->margin_right / 2);
        break;
    case FORM_BLOCK_SPACE:
        block->height = block->height_free =
            resolve_length(block->sheet->form->space, sheet_em(engine));
        break;
    case FORM_BLOCK_TABLE:
        measure_table(engine, block, width);
        break;
    case FORM_BLOCK_BAR:
        measure_bar(engine, block, width);
        break;
    case FORM_BLOCK_BREAK:
    case FORM_BLOCK_CONTENTS: /* bound as sections */
        break;
    case FORM_BLOCK_EACH:
        measure_blocks(engine, block->blocks, width);
        block->height = blocks_height(block->blocks, false);
        block->height_free = blocks_height(block->blocks, true);
        break;
    }
}

void measure_blocks(struct engine *engine, struct blocks *blocks, int32_t width)
{
    for (size_t i = 0; i < blocks->count; i++)
        measure_block(engine, &blocks->items[i], width);
}

int32_t blocks_height(const struct blocks *blocks, bool flow)
{
    int32_t height = 0;

    for (size_t i = 0; i < blocks->count; i++)
        height = add_height(height, flow ? blocks->items[i].height_free
                                         : blocks->items[i].height);
    return height;
}
