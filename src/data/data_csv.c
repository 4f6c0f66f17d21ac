/*
 * CSV by RFC 4180, in UTF-8 with a byte order mark, without which
 * spreadsheets take Japanese for Shift_JIS.
 *
 * Formulas: a spreadsheet computes a cell that begins with = + - @ (or a
 * tab or carriage return before one of them). Such words get one apostrophe
 * before them; so do words that begin with apostrophes and then such a sign,
 * so that taking away one apostrophe always gives the words back. Numbers
 * that the program wrote itself are left alone.
 */
#include <string.h>

#include "base/bytes.h"
#include "data/inside.h"

struct csv {
    const struct data_model *model;
    const struct data_table *table;
    struct bytes cell; /* scratch */
    struct bytes *out;
};

static bool is_formula(const struct bytes *cell)
{
    size_t i = 0;

    while (i < cell->len && cell->data[i] == '\'')
        i++;
    return i < cell->len && strchr("=+-@\t\r", cell->data[i]) && cell->data[i];
}

static bool has_byte(const struct bytes *cell, char c)
{
    return memchr(cell->data, c, cell->len);
}

static bool needs_quotes(const struct bytes *cell)
{
    return has_byte(cell, ',') || has_byte(cell, '"') || has_byte(cell, '\r') ||
           has_byte(cell, '\n');
}

/* The cell's bytes with each quote doubled. */
static void put_quoted(const struct bytes *cell, struct bytes *out)
{
    const unsigned char *from = cell->data;
    const unsigned char *end = cell->data + cell->len;
    const unsigned char *quote;

    while ((quote = memchr(from, '"', (size_t)(end - from)))) {
        bytes_append(out, from, (size_t)(quote + 1 - from));
        bytes_append_char(out, '"');
        from = quote + 1;
    }
    bytes_append(out, from, (size_t)(end - from));
}

/* Writes the scratch cell and empties it. */
static void end_cell(struct csv *csv, bool number)
{
    struct bytes *cell = &csv->cell;
    bool quotes;

    if (!cell->len)
        return;
    quotes = needs_quotes(cell);
    if (quotes)
        bytes_append_char(csv->out, '"');
    if (!number && is_formula(cell))
        bytes_append_char(csv->out, '\'');
    if (quotes) {
        put_quoted(cell, csv->out);
        bytes_append_char(csv->out, '"');
    } else {
        bytes_append(csv->out, cell->data, cell->len);
    }
    cell->len = 0;
}

static void write_row(void *context, const struct data_row *row)
{
    struct csv *csv = context;
    const struct data_columns *columns = &csv->table->columns;

    for (size_t i = 0; i < columns->count; i++) {
        const struct data_column *column = &columns->items[i];

        if (i)
            bytes_append_char(csv->out, ',');
        data_put_cell(csv->model, row, column, &csv->cell);
        end_cell(csv, column->fill == DATA_VALUE);
    }
    bytes_append_string(csv->out, "\r\n");
}

void data_write_csv_head(const struct data_model *model, size_t table,
                         struct bytes *out)
{
    struct csv csv = { .model = model,
                       .table = &model->tables[table],
                       .out = out };

    bytes_append_string(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < csv.table->columns.count; i++) {
        if (i)
            bytes_append_char(out, ',');
        bytes_append_string(&csv.cell,
                            csv.table->columns.items[i].words.column);
        end_cell(&csv, false);
    }
    bytes_append_string(out, "\r\n");
    bytes_free(&csv.cell);
}

void data_write_csv_rows(const struct data_model *model, size_t table,
                         const struct data_document *document,
                         struct bytes *out)
{
    struct csv csv = { .model = model,
                       .table = &model->tables[table],
                       .out = out };

    data_each_row(model, csv.table, document, write_row, &csv);
    bytes_free(&csv.cell);
}

void data_write_csv(const struct data_model *model, size_t table,
                    const struct data_document *document, struct bytes *out)
{
    data_write_csv_head(model, table, out);
    data_write_csv_rows(model, table, document, out);
}
