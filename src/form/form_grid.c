/*
 * The grid: every row's cells must fill the columns they have, counting
 * column spans and what hangs down from rows above. Rows that stand
 * together (neighbours of one role, with the table's columns, that do not
 * repeat) form a group; a row span ends inside its group, because what
 * follows a group is not one row but as many as there are records.
 *
 *     width 4        below        (rows a cell still hangs down)
 *     [ A  ][ B(2 columns) ][ C ] A: rows 2   -> 1 0 0 0
 *           [ D ][ E ][ F ]                   -> 0 0 0 0
 */
#include "form/form_read.h"

#include "base/diag.h"
#include "base/message.h"

struct grid {
    int below[FORM_COLUMN_LIMIT];
    const struct form_cell *owner[FORM_COLUMN_LIMIT];
};

/* Ends a group: nothing may hang down further. */
static void finish_group(struct form_reader *reader, struct grid *grid)
{
    const struct form_cell *reported = NULL;

    for (size_t i = 0; i < FORM_COLUMN_LIMIT; i++) {
        const struct form_cell *cell = grid->owner[i];

        if (grid->below[i] && cell != reported) {
            diag_add(reader->diags, DIAG_ERROR, "form-span", cell->at,
                     _("this cell spans %d rows, %d more than follow here"),
                     cell->rows, grid->below[i])
                ->expected = _("rows of the same role below it that do not "
                               "repeat; beside repeated rows, a \"lead\" cell");
            reported = cell;
        }
        grid->below[i] = 0;
    }
}

/* True when `cell` finds its columns free from `column` on. */
static bool fits(const int *covered, size_t column,
                 const struct form_cell *cell, size_t width)
{
    if (column + (size_t)cell->columns > width)
        return false;
    for (size_t i = 0; i < (size_t)cell->columns; i++)
        if (covered[column + i])
            return false;
    return true;
}

static size_t count_columns(const struct form_cells *cells)
{
    size_t columns = 0;

    for (size_t i = 0; i < cells->count; i++)
        columns += (size_t)cells->items[i].columns;
    return columns;
}

static void check_row(struct form_reader *reader, const struct form_row *row,
                      size_t width, struct grid *grid)
{
    int covered[FORM_COLUMN_LIMIT];
    size_t free_columns = width;
    size_t column = 0;
    bool fitting = true;

    for (size_t i = 0; i < width; i++) {
        covered[i] = grid->below[i];
        free_columns -= covered[i] > 0;
        grid->below[i] -= covered[i] > 0;
    }
    for (size_t i = 0; i < row->cells.count && fitting; i++) {
        const struct form_cell *cell = &row->cells.items[i];

        while (column < width && covered[column])
            column++;
        fitting = fits(covered, column, cell, width);
        for (size_t k = 0; k < (size_t)cell->columns && fitting; k++) {
            grid->below[column] = cell->rows - 1;
            grid->owner[column++] = cell;
        }
    }
    if (!fitting || count_columns(&row->cells) != free_columns)
        diag_add(reader->diags, DIAG_ERROR, "form-columns", row->at,
                 _("the cells of this row take %zu columns, but %zu are free"),
                 count_columns(&row->cells), free_columns)
            ->expected = _("cells whose \"columns\" add up to those of the "
                           "table that no cell above covers");
}

static void check_rows(struct form_reader *reader, const struct form_rows *rows,
                       size_t width, bool beside_lead);

/* The rows each record makes; `width` is what lead cells further out left. */
static void check_repeated(struct form_reader *reader,
                           const struct form_row *row, size_t width,
                           bool beside_lead)
{
    size_t leads = count_columns(&row->leads);
    struct grid grid = { 0 };

    for (size_t i = 0; i < row->leads.count; i++)
        if (row->leads.items[i].rows != 1)
            diag_add(reader->diags, DIAG_ERROR, "form-span",
                     row->leads.items[i].at,
                     _("a lead cell spans all rows of its record by itself"));
    if (row->columns.count && leads) {
        diag_add(reader->diags, DIAG_ERROR, "form-columns", row->at,
                 _("a row with lead cells keeps the columns of its table"));
        return;
    }
    if (row->columns.count)
        width = row->columns.count;
    if (leads >= width) {
        diag_add(reader->diags, DIAG_ERROR, "form-columns", row->at,
                 _("the lead cells leave no column for the rows"));
        return;
    }
    if (row->rows.count) {
        check_rows(reader, &row->rows, width - leads, beside_lead || leads);
    } else if (row->cells.count) {
        check_row(reader, row, width - leads, &grid);
        finish_group(reader, &grid);
    }
}

/* True when `row` belongs to the same group as the row before it. */
static bool continues(const struct form_row *before, const struct form_row *row)
{
    return !before->each_len && !row->each_len && !before->columns.count &&
           !row->columns.count && before->role == row->role;
}

static void check_rows(struct form_reader *reader, const struct form_rows *rows,
                       size_t width, bool beside_lead)
{
    struct grid grid = { 0 };

    for (size_t i = 0; i < rows->count; i++) {
        const struct form_row *row = &rows->items[i];

        if (i && !continues(row - 1, row))
            finish_group(reader, &grid);
        if (row->columns.count > FORM_COLUMN_LIMIT)
            continue;
        if (row->columns.count && beside_lead) {
            diag_add(reader->diags, DIAG_ERROR, "form-columns", row->at,
                     _("a row beside lead cells keeps the columns of its "
                       "table"));
            continue;
        }
        if (beside_lead && (row->fill_page || row->role == FORM_ROW_SECTION)) {
            diag_add(reader->diags, DIAG_ERROR, "form-row", row->at,
                     row->fill_page
                         ? _("rows beside lead cells cannot fill the page")
                         : _("a section row cannot stand beside lead cells"));
            continue;
        }
        if (row->each)
            check_repeated(reader, row, width, beside_lead);
        else if (row->cells.count)
            check_row(reader, row,
                      row->columns.count ? row->columns.count : width, &grid);
    }
    finish_group(reader, &grid);
}

void form_check_grid(struct form_reader *reader, const struct form_table *table)
{
    size_t width = table->columns.count;

    if (width && width <= FORM_COLUMN_LIMIT)
        check_rows(reader, &table->rows, width, false);
}
