/*
 * The header cells of a cell (PDF 32000 14.8.5.7, /Headers).
 *
 * A reader finds them by their /Scope: from the cell to the left and up,
 * until a data cell stands behind a header. So a section's heading in the
 * body of a table hides the table's own column headers from all cells that
 * have another section above them:
 *
 *     | unit    | phone |   column headers
 *     | Section A       |
 *     | desk    | 1122  |   finds A and "phone"
 *     | Section B       |
 *     | office  | 2233  |   finds B, then comes 1122
 *
 * The cells of such a table name their headers by /ID.
 */
#include "base/arena.h"
#include "base/bytes.h"
#include "pdf/syntax.h"
#include "pdf/tags_inside.h"
#include "sheet/outline.h"

struct tagged_grid {
    struct arena *arena;
    size_t columns;
    size_t rows;
    size_t head;                       /* how many of them head the table */
    const struct outline_node **cells; /* by row and column */
};

/* The headers found for a cell, each once. */
struct headers {
    struct arena *arena;
    const struct outline_node **items;
    size_t count;
    size_t capacity;
};

static bool heads_columns(const struct outline_node *cell)
{
    return cell && cell->kind == OUTLINE_HEADER_CELL &&
           cell->scope == OUTLINE_OF_COLUMN;
}

/* Calls `visit` for each cell of a table. */
static void each_cell(struct tagged_grid *grid,
                      const struct outline_node *table,
                      void (*visit)(struct tagged_grid *grid,
                                    const struct outline_node *cell))
{
    const struct outline_node *group = table->first;

    for (; group; group = group->next)
        for (const struct outline_node *row = group->first; row;
             row = row->next)
            for (const struct outline_node *cell = row->first; cell;
                 cell = cell->next)
                visit(grid, cell);
}

static void measure(struct tagged_grid *grid, const struct outline_node *cell)
{
    size_t right = cell->column + cell->columns;
    size_t bottom = cell->row + cell->rows;

    grid->columns = right > grid->columns ? right : grid->columns;
    grid->rows = bottom > grid->rows ? bottom : grid->rows;
}

static void place(struct tagged_grid *grid, const struct outline_node *cell)
{
    for (size_t r = cell->row; r < cell->row + cell->rows; r++)
        for (size_t c = cell->column; c < cell->column + cell->columns; c++)
            grid->cells[r * grid->columns + c] = cell;
}

static size_t count_head(const struct outline_node *table)
{
    const struct outline_node *row;
    size_t count = 0;

    if (table->first && table->first->kind == OUTLINE_HEAD_ROWS)
        for (row = table->first->first; row; row = row->next)
            count++;
    return count;
}

/* True when a column header stands below the head. */
static bool has_sections(const struct tagged_grid *grid)
{
    for (size_t i = grid->head * grid->columns; i < grid->rows * grid->columns;
         i++)
        if (heads_columns(grid->cells[i]))
            return true;
    return false;
}

struct tagged_grid *tags_read_grid(struct arena *arena,
                                   const struct outline_node *table)
{
    struct tagged_grid *grid = arena_alloc(arena, sizeof *grid);

    grid->arena = arena;
    grid->head = count_head(table);
    if (!grid->head)
        return NULL;
    each_cell(grid, table, measure);
    grid->cells =
        arena_calloc(arena, grid->rows * grid->columns, sizeof *grid->cells);
    each_cell(grid, table, place);
    return has_sections(grid) ? grid : NULL;
}

/* ---- one cell ------------------------------------------------------------ */

static void add_header(struct headers *headers,
                       const struct outline_node *header)
{
    for (size_t i = 0; i < headers->count; i++)
        if (headers->items[i] == header)
            return;
    if (header->address)
        *LIST_ADD(headers->arena, headers) = header;
}

/* Column headers of the head, then of the sections around the cell. */
static void find_above(const struct tagged_grid *grid, size_t row,
                       size_t column, struct headers *headers)
{
    bool found = false;

    for (size_t r = 0; r < grid->head; r++)
        if (heads_columns(grid->cells[r * grid->columns + column]))
            add_header(headers, grid->cells[r * grid->columns + column]);
    for (size_t r = row; r-- > grid->head;) {
        const struct outline_node *cell =
            grid->cells[r * grid->columns + column];

        if (heads_columns(cell))
            add_header(headers, cell);
        else if (found)
            return;
        found = found || heads_columns(cell);
    }
}

static void find_beside(const struct tagged_grid *grid, size_t row,
                        size_t column, struct headers *headers)
{
    for (size_t c = 0; c < column; c++) {
        const struct outline_node *cell = grid->cells[row * grid->columns + c];

        if (cell && cell->kind == OUTLINE_HEADER_CELL &&
            cell->scope == OUTLINE_OF_ROW)
            add_header(headers, cell);
    }
}

void tags_append_headers(const struct tagged_grid *grid, const char *prefix,
                         const struct outline_node *cell, struct bytes *out)
{
    struct headers headers = { .arena = grid->arena };

    for (size_t c = cell->column; c < cell->column + cell->columns; c++)
        find_above(grid, cell->row, c, &headers);
    for (size_t r = cell->row; r < cell->row + cell->rows; r++)
        find_beside(grid, r, cell->column, &headers);
    if (!headers.count)
        return;
    bytes_append_string(out, "/Headers[");
    for (size_t i = 0; i < headers.count; i++)
        syntax_append_string(out, arena_printf(grid->arena, "%s%s", prefix,
                                               headers.items[i]->address));
    bytes_append_char(out, ']');
}
