/*
 * Tables. Rows of a form may have columns of their own; a table for readers
 * has one grid, so the last cell of a shorter row takes the columns that
 * are missing. Column headers do not head such rows: where they end a table
 * that has headers, they are a table by themselves. Blank rows that only fill
 * a page are no rows.
 */
#include <string.h>

#include "base/arena.h"
#include "sheet/outline_inside.h"

struct tabling {
    struct outlining *outlining;
    struct outline_node *parent;
    const struct sheet_table *table;
    struct outline_node *node;  /* the open table, or NULL */
    struct outline_node *group; /* its open group of rows, or NULL */
    size_t rows;                /* that it has so far */
    size_t columns;             /* of the whole grid */
    const struct form_columns *widths;
    size_t row;   /* of the sheet's table */
    size_t reach; /* first row that no cell so far reaches */
};

static bool has_words(const struct sheet_cell *cell)
{
    for (size_t i = 0; i < cell->paragraph_count; i++)
        if (outline_paragraph_has_words(cell->paragraphs[i]))
            return true;
    return outline_has_words(&cell->mark);
}

static bool row_has_words(const struct sheet_row *row)
{
    for (size_t c = 0; c < row->cell_count; c++)
        if (has_words(&row->cells[c]))
            return true;
    return false;
}

/*
 * True for a row that is a heading between tables: no cell spans into it or
 * out of it. Asked of the rows in their order; `reach` is the first row that
 * no cell above reaches, 0 to begin with.
 */
static bool is_heading(const struct sheet_table *table, size_t r, size_t *reach)
{
    const struct sheet_row *row = &table->rows[r];
    bool spanned = *reach > r;

    for (size_t c = 0; c < row->cell_count; c++) {
        size_t end = r + row->cells[c].rows;

        spanned = spanned || row->cells[c].rows > 1;
        *reach = end > *reach ? end : *reach;
    }
    return row->form->role == FORM_ROW_HEADING && !spanned;
}

bool outline_has_heading(const struct sheet_table *table)
{
    size_t reach = 0;

    for (size_t r = 0; r < table->row_count; r++)
        if (is_heading(table, r, &reach) && row_has_words(&table->rows[r]))
            return true;
    return false;
}

static size_t row_columns(const struct sheet_table *table, size_t r)
{
    size_t own = table->rows[r].form->columns.count;

    return own ? own : table->form->columns.count;
}

static size_t count_columns(const struct sheet_table *table)
{
    size_t most = table->form->columns.count;
    size_t reach = 0;

    for (size_t r = 0; r < table->row_count; r++)
        if (!is_heading(table, r, &reach) && row_columns(table, r) > most)
            most = row_columns(table, r);
    return most;
}

/* ---- headings ------------------------------------------------------------ */

static void add_heading(struct tabling *tabling, const struct sheet_row *row,
                        int level)
{
    struct outlining *outlining = tabling->outlining;
    struct outline_node *heading;

    if (!row_has_words(row))
        return;
    heading = outline_add(outlining, tabling->parent, OUTLINE_HEADING);
    heading->level = level;
    for (size_t c = 0; c < row->cell_count; c++) {
        struct outline_node *span;

        if (!has_words(&row->cells[c]))
            continue;
        span = outline_add(outlining, heading, OUTLINE_SPAN);
        span->address = row->cells[c].address;
        span->cell = &row->cells[c];
        outline_add_cell_words(outlining, span, &row->cells[c]);
    }
}

/* ---- rows ---------------------------------------------------------------- */

/* How many rows of the open table a cell covers. */
static size_t count_rows(const struct tabling *tabling,
                         const struct sheet_cell *cell)
{
    const struct sheet_table *table = tabling->table;
    size_t count = 0;

    for (size_t r = tabling->row;
         r < table->row_count && r < tabling->row + cell->rows; r++)
        count += !table->rows[r].fill;
    return count ? count : 1;
}

static bool is_header(const struct sheet_row *row,
                      const struct sheet_cell *cell)
{
    if (!has_words(cell))
        return false;
    return cell->form->role != FORM_ROLE_DATA ||
           row->form->role == FORM_ROW_HEADER;
}

static enum outline_scope scope_of(const struct sheet_row *row,
                                   const struct sheet_cell *cell)
{
    bool across = row->form->role != FORM_ROW_BODY ||
                  cell->form->role == FORM_ROLE_COL_HEADER;

    return across ? OUTLINE_OF_COLUMN : OUTLINE_OF_ROW;
}

static void add_cell(struct tabling *tabling, struct outline_node *parent,
                     const struct sheet_row *row, const struct sheet_cell *cell)
{
    bool header = is_header(row, cell);
    struct outline_node *node =
        outline_add(tabling->outlining, parent,
                    header ? OUTLINE_HEADER_CELL : OUTLINE_DATA_CELL);
    size_t end = cell->column + cell->columns;

    node->address = cell->address;
    node->cell = cell;
    node->column = cell->column;
    node->columns = cell->columns;
    if (end == row_columns(tabling->table, tabling->row))
        node->columns += tabling->columns - end;
    node->row = tabling->rows;
    node->rows = count_rows(tabling, cell);
    node->scope = scope_of(row, cell);
    outline_add_cell_content(tabling->outlining, node, cell);
}

/* The group a row belongs to; a section row begins one. */
static void choose_group(struct tabling *tabling, const struct sheet_row *row)
{
    enum outline_kind kind = OUTLINE_BODY_ROWS;
    bool in_head = !tabling->group || tabling->group->kind == OUTLINE_HEAD_ROWS;

    if (row->form->role == FORM_ROW_HEADER && in_head)
        kind = OUTLINE_HEAD_ROWS;
    if (!tabling->node) {
        tabling->node =
            outline_add(tabling->outlining, tabling->parent, OUTLINE_TABLE);
        tabling->node->table = tabling->table;
        tabling->node->widths = tabling->widths;
    }
    if (!tabling->group || tabling->group->kind != kind ||
        (row->form->role == FORM_ROW_SECTION &&
         tabling->reach <= tabling->row + 1))
        tabling->group = outline_add(tabling->outlining, tabling->node, kind);
}

static void add_row(struct tabling *tabling, const struct sheet_row *row)
{
    struct outline_node *node;

    choose_group(tabling, row);
    node = outline_add(tabling->outlining, tabling->group, OUTLINE_ROW);
    for (size_t c = 0; c < row->cell_count; c++)
        add_cell(tabling, node, row, &row->cells[c]);
    tabling->rows++;
}

/*
 * Ends the open table. Header rows that head nothing, of a list without
 * records, are its body: PDF knows no table of a head alone.
 */
static void close_table(struct tabling *tabling)
{
    if (tabling->group && tabling->group->kind == OUTLINE_HEAD_ROWS)
        tabling->group->kind = OUTLINE_BODY_ROWS;
    tabling->node = NULL;
    tabling->group = NULL;
    tabling->rows = 0;
}

/* True when the open table's column headers head no row from here on. */
static bool is_beyond_heads(const struct tabling *tabling)
{
    const struct sheet_table *table = tabling->table;

    if (!tabling->node || tabling->node->first->kind != OUTLINE_HEAD_ROWS ||
        tabling->group->kind == OUTLINE_HEAD_ROWS)
        return false;
    for (size_t r = tabling->row; r < table->row_count; r++) {
        const struct form_row *form = table->rows[r].form;

        if (form->role == FORM_ROW_HEADING)
            return true;
        if (form->role != FORM_ROW_BODY || !form->columns.count)
            return false;
    }
    return true;
}

/* A table of the rows up to the next heading, which have their own columns. */
static void begin_own_table(struct tabling *tabling)
{
    const struct sheet_table *table = tabling->table;

    close_table(tabling);
    tabling->columns = 0;
    tabling->widths = &table->rows[tabling->row].form->columns;
    for (size_t r = tabling->row;
         r < table->row_count && table->rows[r].form->columns.count &&
         table->rows[r].form->role == FORM_ROW_BODY;
         r++)
        if (row_columns(table, r) > tabling->columns)
            tabling->columns = row_columns(table, r);
}

void outline_add_table(struct outlining *outlining, struct outline_node *parent,
                       const struct sheet_table *table, int level)
{
    size_t columns = count_columns(table);
    struct tabling tabling = {
        .outlining = outlining,
        .parent = parent,
        .table = table,
        .columns = columns,
        .widths = &table->form->columns,
    };

    for (; tabling.row < table->row_count; tabling.row++) {
        const struct sheet_row *row = &table->rows[tabling.row];
        bool spanned = tabling.reach > tabling.row;

        if (row->fill)
            continue;
        if (!is_heading(table, tabling.row, &tabling.reach)) {
            if (!spanned && is_beyond_heads(&tabling))
                begin_own_table(&tabling);
            add_row(&tabling, row);
            continue;
        }
        close_table(&tabling);
        tabling.columns = columns;
        tabling.widths = &table->form->columns;
        add_heading(&tabling, row, level);
    }
    close_table(&tabling);
}
