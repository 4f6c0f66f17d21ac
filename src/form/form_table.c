/* Tables and their rows. */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "yaml/node.h"

/* A side that inherits: the row's or the table's weight holds. */
enum { INHERIT = -1 };

/* ---- columns ---------------------------------------------------------- */

static void read_column(struct form_reader *reader, const struct node *node,
                        void *out)
{
    struct form_columns *columns = out;
    struct form_length width = { .unit = FORM_FR, .value = 1000 };

    form_read_width(reader, node, &width);
    *LIST_ADD(reader->arena, columns) = width;
}

/* 1/1000 pt in tenths of a millimetre. */
static int32_t to_tenths(int64_t length)
{
    return (int32_t)((length * 254 + 36000) / 72000);
}

/* Columns whose widths are lengths must have room between the margins. */
static void check_widths(struct form_reader *reader, const struct node *node,
                         const struct form_columns *columns)
{
    const struct form_page *page = &reader->stage->page;
    int32_t room = page->width - page->margin_left - page->margin_right;
    int64_t sum = 0;

    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].unit == FORM_PT)
            sum += columns->items[i].value;
    if (room <= 0 || sum <= room)
        return;
    diag_add(reader->diags, DIAG_ERROR, "form-columns", node->at,
             _("these columns are %d.%d mm wide together, but the page has "
               "%d.%d mm between its margins"),
             to_tenths(sum) / 10, to_tenths(sum) % 10, to_tenths(room) / 10,
             to_tenths(room) % 10)
        ->expected = _("narrower columns, or \"fr\" for one that takes what "
                       "is left");
}

static void read_columns(struct form_reader *reader, const struct node *node,
                         void *out)
{
    struct form_columns *columns = out;

    form_read_list(reader, node, read_column, columns);
    if (node->kind == NODE_SEQUENCE && !columns->count)
        diag_add(reader->diags, DIAG_ERROR, "form-columns", node->at,
                 _("a table has at least one column"));
    if (columns->count > FORM_COLUMN_LIMIT)
        diag_add(reader->diags, DIAG_ERROR, "form-columns", node->at,
                 _("a table has at most %d columns"), FORM_COLUMN_LIMIT);
    check_widths(reader, node, columns);
}

/* ---- rows ------------------------------------------------------------- */

static void read_row_role(struct form_reader *reader, const struct node *node,
                          void *out)
{
    static const char *const words[] = { "body", "header", "heading",
                                         "section" };
    int word = form_read_word(reader, node, words, 4);

    if (word < 0)
        return;
    *(enum form_row_role *)out = (enum form_row_role)word;
    reader->row_role = (enum form_row_role)word;
}

static void read_row_each(struct form_reader *reader, const struct node *node,
                          void *out)
{
    struct form_row *row = out;

    form_open_each(reader, node, &row->each, &row->each_len);
}

static void read_row_where(struct form_reader *reader, const struct node *node,
                           void *out)
{
    struct form_row *row = out;

    if (row->each)
        form_read_where(reader, node, &row->where);
}

static void read_row_when(struct form_reader *reader, const struct node *node,
                          void *out)
{
    struct form_row *row = out;

    form_read_when(reader, node, &row->when, &row->when_len);
}

static void read_cells(struct form_reader *reader, const struct node *node,
                       void *out)
{
    form_read_list(reader, node, form_read_cell, out);
}

static void read_row(struct form_reader *reader, const struct node *node,
                     void *out);

static void read_rows(struct form_reader *reader, const struct node *node,
                      void *out)
{
    form_read_list(reader, node, read_row, out);
}

/* A number of records, or "page". */
static void read_fill(struct form_reader *reader, const struct node *node,
                      void *out)
{
    struct form_row *row = out;

    row->fill_page = node->kind == NODE_SCALAR && !strcmp(node->value, "page");
    if (!row->fill_page)
        form_read_count(reader, node, &row->fill);
}

/* The keys about height and page breaks. */
static void weigh_height(struct form_reader *reader, const struct node *node,
                         const struct form_row *row)
{
    const struct node *height = node_lookup(node, "height");
    const struct node *least = node_lookup(node, "min-height");
    const struct node *split = node_lookup(node, "split");
    const struct node *any = height ? height : least;

    if (height && least)
        diag_add(reader->diags, DIAG_ERROR, "form-row", least->at,
                 _("\"height\" is exact, so \"min-height\" says nothing "
                   "beside it"));
    if (any && row->rows.count)
        diag_add(reader->diags, DIAG_ERROR, "form-row", any->at,
                 _("a height stands in the row that has the cells"));
    if (row->flow && (any || split))
        diag_add(reader->diags, DIAG_ERROR, "form-row", (any ? any : split)->at,
                 _("rows that may flow have no height of their own, and are "
                   "never cut while they flow"))
            ->expected = _("either this key or \"flow\"");
}

/* What goes together in a row, and what does not. */
static void weigh_row(struct form_reader *reader, const struct node *node,
                      const struct form_row *row)
{
    const struct node *each = node_lookup(node, "each");
    const struct node *rows = node_lookup(node, "rows");
    const struct node *lead = node_lookup(node, "lead");
    const struct node *flow = node_lookup(node, "flow");
    const struct node *fill = node_lookup(node, "fill");
    const struct node *where = node_lookup(node, "where");
    const struct node *when = node_lookup(node, "when");

    weigh_height(reader, node, row);
    if (rows && node_lookup(node, "cells"))
        diag_add(reader->diags, DIAG_ERROR, "form-row", node->at,
                 _("a row has cells or rows, not both"))
            ->expected = _("cells that stand beside all rows under \"lead\"");
    else if (!rows && !node_lookup(node, "cells"))
        diag_add(reader->diags, DIAG_ERROR, "form-row", node->at,
                 _("a row needs the key \"cells\""));
    if (!each && (rows || lead || flow || fill || where))
        diag_add(reader->diags, DIAG_ERROR, "form-row",
                 (rows   ? rows
                  : lead ? lead
                  : flow ? flow
                  : fill ? fill
                         : where)
                     ->at,
                 _("this stands only in a row that repeats"))
            ->expected = _("\"each: list\" in this row");
    if (when && row->role != FORM_ROW_SECTION && row->role != FORM_ROW_HEADING)
        diag_add(reader->diags, DIAG_ERROR, "form-row", when->at,
                 _("only a section or heading row may be left out"));
    for (size_t i = 0; when && i < row->cells.count; i++)
        if (row->cells.items[i].rows > 1)
            diag_add(reader->diags, DIAG_ERROR, "form-row", when->at,
                     _("a row that may be left out has no cell that spans "
                       "rows"));
    if (each && row->role != FORM_ROW_BODY)
        diag_add(reader->diags, DIAG_ERROR, "form-row", each->at,
                 _("a row of headers does not repeat for records"));
}

static void read_row(struct form_reader *reader, const struct node *node,
                     void *out)
{
#define ROW(member) offsetof(struct form_row, member)
    static const struct form_key table[] = {
        { "role", read_row_role, ROW(role), false },
        { "each", read_row_each, 0, false },
        { "where", read_row_where, 0, false },
        { "when", read_row_when, 0, false },
        { "flow", form_read_bool, ROW(flow), false },
        { "fill", read_fill, 0, false },
        { "split", form_read_bool, ROW(split), false },
        { "height", form_read_size, ROW(height), false },
        { "min-height", form_read_size, ROW(min_height), false },
        { "columns", read_columns, ROW(columns), false },
        { "borders", form_read_borders, ROW(borders), false },
        { "lead", read_cells, ROW(leads), false },
        { "cells", read_cells, ROW(cells), false },
        { "rows", read_rows, ROW(rows), false },
    };
#undef ROW
    static const struct form_keys keys = FORM_KEYS(N_("a row"), table);
    struct form_rows *rows = out;
    struct form_row row = {
        .borders = { INHERIT, INHERIT, INHERIT, INHERIT },
        .split = true,
        .at = node->at,
    };
    const struct form_scope *outer = reader->scope;
    enum form_row_role role = reader->row_role;

    reader->row_role = FORM_ROW_BODY;
    if (form_read_keys(reader, node, &keys, &row))
        weigh_row(reader, node, &row);
    reader->row_role = role;
    reader->scope = outer;
    *LIST_ADD(reader->arena, rows) = row;
}

/* ---- the table -------------------------------------------------------- */

static void read_table_rows(struct form_reader *reader, const struct node *node,
                            void *out)
{
    const struct form_rows *rows = out;

    read_rows(reader, node, out);
    if (node->kind == NODE_SEQUENCE && !rows->count)
        diag_add(reader->diags, DIAG_ERROR, "form-row", node->at,
                 _("a table has at least one row"));
}

void form_read_table(struct form_reader *reader, const struct node *node,
                     void *out)
{
#define TABLE(member) offsetof(struct form_table, member)
    static const struct form_key keys_of_table[] = {
        { "columns", read_columns, TABLE(columns), true },
        { "outer", form_read_borders, TABLE(outer), false },
        { "column-rule", form_read_points, TABLE(column_rule), false },
        { "row-rule", form_read_points, TABLE(row_rule), false },
        { "padding", form_read_padding, TABLE(padding), false },
        { "rule-gap", form_read_points, TABLE(rule_gap), false },
        { "rows", read_table_rows, TABLE(rows), true },
    };
#undef TABLE
    static const struct form_keys keys =
        FORM_KEYS(N_("a table"), keys_of_table);
    struct form_table *table = arena_alloc(reader->arena, sizeof *table);
    const struct form_table *outer = reader->table;

    table->at = node->at;
    reader->table = table;
    if (form_read_keys(reader, node, &keys, table))
        form_check_grid(reader, table);
    reader->table = outer;
    *(struct form_table **)out = table;
}
