/*
 * Which rules a text stands beside.
 *
 * Borders collapse, so the rule at a cell's edge may be a neighbour's, and
 * half of a table's outer rule lies in what stands above or below it. The
 * weights found here do not depend on sizes; layout_measure.c keeps ink off
 * them. Where a page may be cut, the heaviest rule that can come to lie
 * there counts: heights must not depend on where pages end.
 */
#include "base/arena.h"
#include "layout/inside.h"

static void raise(int32_t *weight, int32_t other)
{
    if (other > *weight)
        *weight = other;
}

/* ---- tables -------------------------------------------------------------- */

/* The heaviest rule on every line of a table's grid. */
struct grid {
    int32_t *across; /* above row r; rows + 1 */
    int32_t *along;  /* left of column c in row r: [r * stride + c] */
    size_t stride;
};

static size_t end_row(const struct table *table, size_t r,
                      const struct sheet_cell *cell)
{
    size_t end = r + cell->rows;

    return end < table->count ? end : table->count;
}

static void mark_cell(const struct table *table, size_t r, size_t c,
                      struct grid *grid)
{
    const struct row *row = &table->rows[r];
    const struct sheet_cell *cell = row->cells[c].sheet;
    size_t end = end_row(table, r, cell);
    struct form_borders own =
        cell_weights(table, row, &table->rows[end - 1], cell);

    raise(&grid->across[r], own.top);
    raise(&grid->across[end], own.bottom);
    for (size_t i = r; i < end; i++) {
        int32_t *line = grid->along + i * grid->stride + cell->column;

        raise(line, own.left);
        raise(line + cell->columns, own.right);
    }
}

static void read_cell(const struct table *table, size_t r, struct cell *cell,
                      const struct grid *grid)
{
    const struct form_borders *outer = &table->sheet->form->outer;
    size_t end = end_row(table, r, cell->sheet);

    cell->meets = (struct form_borders){ .top = grid->across[r],
                                         .bottom = grid->across[end] };
    raise(&cell->meets.top, outer->top);
    raise(&cell->meets.bottom, outer->bottom);
    cell->rule_above = r ? grid->across[r] : cell->meets.top;
    cell->rule_below =
        end < table->count ? grid->across[end] : cell->meets.bottom;
    if (r >= table->heads)
        raise(&cell->meets.top, grid->across[table->heads]);
    for (size_t i = table->heads; end == table->heads && i < table->count; i++)
        raise(&cell->meets.bottom, grid->across[i]);
    for (size_t i = r; i < end; i++) {
        const int32_t *line =
            grid->along + i * grid->stride + cell->sheet->column;

        raise(&cell->meets.left, line[0]);
        raise(&cell->meets.right, line[cell->sheet->columns]);
    }
}

/* Section rows are repeated above any of the rows that stand under them. */
static void clear_sections(struct table *table, const struct grid *grid)
{
    for (size_t r = 0; r < table->count; r++) {
        size_t section = table->rows[r].sheet->section;
        struct row *above = section ? &table->rows[section - 1] : NULL;

        for (size_t c = 0; section && c < table->rows[r].sheet->cell_count; c++)
            raise(&table->rows[r].cells[c].meets.top, grid->across[section]);
        for (size_t c = 0; section && c < above->sheet->cell_count; c++)
            raise(&above->cells[c].meets.bottom, grid->across[r]);
    }
}

/* Where a row that fills the page has no room, its two rules are one. */
static void clear_fills(const struct table *table, struct grid *grid)
{
    for (size_t r = 0; r < table->count; r++)
        if (table->rows[r].sheet->fill)
            raise(&grid->across[r + 1], grid->across[r]);
    for (size_t r = table->count; r-- > 0;)
        if (table->rows[r].sheet->fill)
            raise(&grid->across[r], grid->across[r + 1]);
}

/* `above` and `below` are rules of the table's neighbours. */
static void clear_table(struct engine *engine, struct table *table,
                        int32_t above, int32_t below)
{
    struct grid grid = { .stride = table->sheet->form->columns.count + 1 };

    for (size_t r = 0; r < table->count; r++) {
        size_t own = table->rows[r].sheet->form->columns.count + 1;

        grid.stride = own > grid.stride ? own : grid.stride;
    }
    grid.across =
        arena_calloc(engine->scratch, table->count + 1, sizeof *grid.across);
    grid.along = arena_calloc(engine->scratch, table->count * grid.stride,
                              sizeof *grid.along);
    for (size_t r = 0; r < table->count; r++)
        for (size_t c = 0; c < table->rows[r].sheet->cell_count; c++)
            mark_cell(table, r, c, &grid);
    raise(&grid.across[0], above);
    raise(&grid.across[table->count], below);
    clear_fills(table, &grid);
    for (size_t r = 0; r < table->count; r++)
        for (size_t c = 0; c < table->rows[r].sheet->cell_count; c++)
            read_cell(table, r, &table->rows[r].cells[c], &grid);
    clear_sections(table, &grid);
}

/* ---- blocks ---------------------------------------------------------------
 */

/* A section with space before it meets nothing above. */
static bool is_apart(const struct block *block)
{
    return block->sheet->kind == FORM_BLOCK_EACH && !block->sheet->first &&
           block->sheet->form->space.value;
}

/* Nothing stands there: a table without rows, for want of records. */
static bool is_empty(const struct block *block)
{
    if (block->table)
        return !block->table->count;
    for (size_t i = 0; block->blocks && i < block->blocks->count; i++)
        if (!is_empty(&block->blocks->items[i]))
            return false;
    return block->blocks;
}

/* The block nearest to `index` before (-1) or behind it (1) that is there. */
static const struct block *neighbour(const struct blocks *blocks, size_t index,
                                     int step)
{
    for (;;) {
        index += (size_t)step; /* wraps below 0 */
        if (index >= blocks->count)
            return NULL;
        if (!is_empty(&blocks->items[index]))
            return &blocks->items[index];
    }
}

/* The rule a block has at its top or bottom edge. */
static int32_t edge_weight(const struct block *block, bool top)
{
    int32_t weight = 0;

    if (block->table)
        weight = top ? block->table->sheet->form->outer.top
                     : block->table->sheet->form->outer.bottom;
    for (int i = 0; i < 3; i++)
        if (block->slots[i])
            raise(&weight, edge_weight(block->slots[i], top));
    if (block->blocks && !is_empty(block) && !(top && is_apart(block)))
        weight = edge_weight(
            top ? neighbour(block->blocks, SIZE_MAX, 1)
                : neighbour(block->blocks, block->blocks->count, -1),
            top);
    return weight;
}

/* The heaviest rule that tables have at their top or bottom edges. */
static int32_t heaviest(const struct blocks *blocks, bool top)
{
    int32_t weight = 0;

    for (size_t i = 0; i < blocks->count; i++) {
        raise(&weight, edge_weight(&blocks->items[i], top));
        if (blocks->items[i].blocks)
            raise(&weight, heaviest(blocks->items[i].blocks, top));
    }
    return weight;
}

/* What lies above and below a list of blocks, and at the edges of a page. */
struct around {
    int32_t above;
    int32_t below;
    int32_t page_above;
    int32_t page_below;
};

static void clear_blocks(struct engine *engine, struct blocks *blocks,
                         struct around around);

static void clear_block(struct engine *engine, struct block *block,
                        struct around around)
{
    block->above = around.above;
    block->below = around.below;
    raise(&block->above, around.page_above);
    raise(&block->below, around.page_below);
    if (block->table)
        clear_table(engine, block->table, block->above, block->below);
    for (int i = 0; i < 3; i++)
        if (block->slots[i])
            clear_block(engine, block->slots[i], around);
    if (!block->blocks)
        return;
    if (is_apart(block))
        around.above = 0;
    clear_blocks(engine, block->blocks, around);
}

static void clear_blocks(struct engine *engine, struct blocks *blocks,
                         struct around around)
{
    for (size_t i = 0; i < blocks->count; i++) {
        struct around own = around;

        const struct block *before = neighbour(blocks, i, -1);
        const struct block *behind = neighbour(blocks, i, 1);

        if (before)
            own.above = edge_weight(before, false);
        if (behind)
            own.below = edge_weight(behind, true);
        clear_block(engine, &blocks->items[i], own);
    }
}

void clear_edge(struct engine *engine, struct blocks *blocks, bool head)
{
    int32_t weight = heaviest(&engine->body, head);

    clear_blocks(engine, blocks,
                 head ? (struct around){ .below = weight }
                      : (struct around){ .above = weight });
}

void clear_sheet(struct engine *engine)
{
    struct around around = { 0 };

    if (engine->head.count)
        around.page_above =
            edge_weight(&engine->head.items[engine->head.count - 1], false);
    if (engine->foot.count)
        around.page_below = edge_weight(&engine->foot.items[0], true);
    clear_blocks(engine, &engine->body, around);
    clear_edge(engine, &engine->head, true);
    clear_edge(engine, &engine->foot, false);
}
