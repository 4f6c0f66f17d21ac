/*
 * Tables: row templates become rows, spans become grid columns.
 *
 * A repeated row template makes the rows of each record in turn. Its lead
 * cells stand left of the first of them and span all of them; their row
 * span is known only when the record's rows are made, so it is set then.
 */
#include "base/arena.h"
#include "record/record.h"
#include "sheet/bind.h"

/* Lead cells that wait for the next row to be made. */
struct leads {
    struct sheet_cell *items;
    size_t count;
    size_t capacity;
};

struct making {
    struct bind *bind;
    struct sheet_table *table;
    struct leads leads;
    size_t section; /* 1 + the index of the section row above, or 0 */
    size_t *taken;  /* per grid column: rows still covered by a row span */
    int beside;     /* lead cells hang beside the rows being made */
};

static struct sheet_row *add_row(struct making *making,
                                 const struct form_row *form,
                                 const struct record *record)
{
    struct sheet_table *table = making->table;
    struct sheet_row *row = ARRAY_ADD(making->bind->arena, table->rows,
                                      table->row_count, table->row_capacity);

    *row = (struct sheet_row){
        .form = form,
        .address = record_address(making->bind->arena, record),
        .borders = form->borders,
        .whole = !form->split || form->height.value,
        .section = making->section,
    };
    return row;
}

static void place_cells(struct making *making, struct sheet_row *row)
{
    size_t columns = making->table->form->columns.count;
    size_t column = 0;

    for (size_t i = 0; i < row->cell_count; i++) {
        struct sheet_cell *cell = &row->cells[i];

        if (!row->form->columns.count)
            while (column < columns && making->taken[column])
                column++;
        cell->column = column;
        column += cell->columns;
    }
}

/* Row spans reach down: called when the row's cells have their columns. */
static void cover_columns(struct making *making, const struct sheet_row *row)
{
    size_t columns = making->table->form->columns.count;

    for (size_t c = 0; c < columns; c++)
        if (making->taken[c])
            making->taken[c]--;
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct sheet_cell *cell = &row->cells[i];

        for (size_t c = cell->column;
             c < cell->column + cell->columns && c < columns; c++)
            if (making->taken[c] + 1 < cell->rows)
                making->taken[c] = cell->rows - 1;
    }
}

static void make_row(struct making *making, const struct form_row *form,
                     const struct record *record, size_t flow)
{
    struct sheet_row *row = add_row(making, form, record);
    size_t count = making->leads.count + form->cells.count;
    struct sheet_cell *cells =
        arena_calloc(making->bind->arena, count, sizeof *cells);

    for (size_t i = 0; i < making->leads.count; i++)
        cells[i] = making->leads.items[i];
    for (size_t i = 0; i < form->cells.count; i++)
        cells[making->leads.count + i] =
            bind_cell(making->bind, &form->cells.items[i], record);
    row->cells = cells;
    row->cell_count = count;
    row->flow = flow;
    making->leads.count = 0;
    place_cells(making, row);
    if (!form->columns.count)
        cover_columns(making, row);
}

static size_t count_rows(struct bind *bind, const struct form_row *form,
                         const struct record *record);

/* True when some of the rows below choose among records. */
static bool has_where(const struct form_row *form)
{
    for (size_t i = 0; i < form->rows.count; i++)
        if (form->rows.items[i].where.path_len ||
            has_where(&form->rows.items[i]))
            return true;
    return false;
}

/* The records that make rows: a group of which nothing is chosen makes none. */
static struct record_list list_records(struct bind *bind,
                                       const struct form_row *form,
                                       const struct record *record)
{
    struct record_list all =
        bind_list(bind, record, form->each, form->each_len, &form->where);
    struct record_list out = { 0 };

    if (form->cells.count || !has_where(form))
        return all;
    for (size_t i = 0; i < all.count; i++) {
        size_t count = 0;

        for (size_t r = 0; r < form->rows.count; r++)
            count += count_rows(bind, &form->rows.items[r], all.items[i]);
        if (count)
            *LIST_ADD(bind->arena, &out) = all.items[i];
    }
    return out;
}

/* Rows one record makes by a repeated row template. */
static size_t count_record_rows(struct bind *bind, const struct form_row *form,
                                const struct record *record)
{
    size_t count = form->cells.count ? 1 : 0;

    for (size_t i = 0; i < form->rows.count; i++)
        count += count_rows(bind, &form->rows.items[i], record);
    return count ? count : 1;
}

static size_t count_rows(struct bind *bind, const struct form_row *form,
                         const struct record *record)
{
    struct record_list list;
    size_t count = 0;

    if (!form->each)
        return bind_is_wanted(record, form->when, form->when_len);
    list = list_records(bind, form, record);
    for (size_t i = 0; i < list.count; i++)
        count += count_record_rows(bind, form, list.items[i]);
    if (list.count < (size_t)form->fill)
        count += (size_t)form->fill - list.count;
    return count;
}

/* Adds empty cells to a row that is being made. */
static void add_blanks(struct making *making, const struct form_cells *forms,
                       const struct record *record)
{
    for (size_t i = 0; i < forms->count; i++)
        *LIST_ADD(making->bind->arena, &making->leads) = (struct sheet_cell){
            .number = making->bind->sheet->cell_count++,
            .form = &forms->items[i],
            .address = bind_label_address(making->bind, record),
            .columns = (size_t)forms->items[i].columns,
            .rows = 1,
        };
}

/* The row template with the cells that a record of `form` begins with. */
static const struct form_row *find_shape(struct making *making,
                                         const struct form_row *form,
                                         const struct record *record)
{
    while (!form->cells.count && form->rows.count) {
        const struct form_row *below = &form->rows.items[0];

        for (size_t i = 0; i < form->rows.count; i++)
            if (form->rows.items[i].role != FORM_ROW_SECTION) {
                below = &form->rows.items[i];
                break;
            }
        add_blanks(making, &below->leads, record);
        form = below;
    }
    return form;
}

/* A row of empty cells behind the lead cells that wait. */
static struct sheet_row *make_empty_row(struct making *making,
                                        const struct form_row *form,
                                        const struct record *record)
{
    const struct form_row *shape = find_shape(making, form, record);
    struct sheet_row *row = add_row(making, shape, record);

    add_blanks(making, &shape->cells, record);
    row->cell_count = making->leads.count;
    row->cells = arena_calloc(making->bind->arena, row->cell_count + 1,
                              sizeof *row->cells);
    for (size_t i = 0; i < row->cell_count; i++)
        row->cells[i] = making->leads.items[i];
    making->leads.count = 0;
    place_cells(making, row);
    if (!shape->columns.count)
        cover_columns(making, row);
    return row;
}

/* Blank rows behind `count` records. */
static void fill_rows(struct making *making, const struct form_row *form,
                      const struct record *record, size_t count)
{
    for (; count < (size_t)form->fill || form->fill_page; count++) {
        struct sheet_row *row;

        add_blanks(making, &form->leads, record);
        row = make_empty_row(making, form, record);
        row->address = "";
        row->fill = form->fill_page;
        if (form->fill_page)
            return;
    }
}

static void make_list(struct making *making, const struct form_rows *rows,
                      const struct record *record);

static void heighten(int32_t *weight, int32_t other)
{
    if (other > *weight)
        *weight = other;
}

/* A group's borders stand above and below all rows of a record. */
static void border_group(struct making *making, const struct form_row *form,
                         size_t first)
{
    struct sheet_table *table = making->table;

    if (form->cells.count || table->row_count == first)
        return;
    heighten(&table->rows[first].borders.top, form->borders.top);
    heighten(&table->rows[table->row_count - 1].borders.bottom,
             form->borders.bottom);
}

static void make_record(struct making *making, const struct form_row *form,
                        const struct record *record, size_t flow)
{
    size_t before = making->table->row_count;
    size_t span = count_record_rows(making->bind, form, record);

    for (size_t i = 0; i < form->leads.count; i++) {
        struct sheet_cell lead =
            bind_cell(making->bind, &form->leads.items[i], record);

        lead.rows = span;
        *LIST_ADD(making->bind->arena, &making->leads) = lead;
    }
    if (form->cells.count)
        make_row(making, form, record, flow);
    making->beside += form->leads.count > 0;
    make_list(making, &form->rows, record);
    making->beside -= form->leads.count > 0;
    if (making->table->row_count == before)
        make_empty_row(making, form, record);
    if (!form->split)
        making->table->rows[before].whole = making->table->row_count - before;
    border_group(making, form, before);
}

static void make_rows(struct making *making, const struct form_row *form,
                      const struct record *record)
{
    struct record_list list;
    size_t flow = 0;

    if (!form->each) {
        if (bind_is_wanted(record, form->when, form->when_len))
            make_row(making, form, record, 0);
        return;
    }
    /* A cell that spans rows keeps them aligned. */
    if (form->flow && !making->beside)
        flow = ++making->bind->flow;
    list = list_records(making->bind, form, record);
    for (size_t i = 0; i < list.count; i++)
        make_record(making, form, list.items[i], flow);
    fill_rows(making, form, record, list.count);
}

/* Row templates beside each other; a section row holds up to the next. */
static void make_list(struct making *making, const struct form_rows *rows,
                      const struct record *record)
{
    size_t outer = making->section;

    for (size_t i = 0; i < rows->count; i++) {
        bool section = rows->items[i].role == FORM_ROW_SECTION;
        size_t before = making->table->row_count;

        if (section)
            making->section = outer;
        make_rows(making, &rows->items[i], record);
        if (section && making->table->row_count > before)
            making->section = making->table->row_count;
    }
    making->section = outer;
}

struct sheet_table *bind_table(struct bind *bind, const struct form_table *form,
                               const struct record *record)
{
    struct sheet_table *table = arena_alloc(bind->arena, sizeof *table);
    struct making making = { .bind = bind, .table = table };

    table->form = form;
    making.taken = arena_calloc(bind->arena, form->columns.count + 1,
                                sizeof *making.taken);
    make_list(&making, &form->rows, record);
    return table;
}
