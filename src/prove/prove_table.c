/* Which tables and rows there are. */
#include "prove/prove_table.h"

#include "base/arena.h"
#include "form/form.h"
#include "record/record.h"
#include "sheet/sheet.h"

/* ---- tables -------------------------------------------------------------- */

static bool has_lines(const struct prove_truth *truth,
                      const struct form_fields *fields)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (form_concerns(field, truth_stage(truth)) &&
            (field->type == FORM_ENTRIES || field->type == FORM_STRINGS ||
             has_lines(truth, field->fields)))
            return true;
    }
    return false;
}

static void add_table(struct arena *arena, struct tables *tables,
                      const struct table_lists *lists)
{
    struct table table = { .id = "items" };

    if (tables->count)
        table.id = arena_printf(arena, "items-%zu", tables->count + 1);
    for (size_t i = 0; i < lists->count; i++)
        *LIST_ADD(arena, &table.lists) = lists->items[i];
    *LIST_ADD(arena, tables) = table;
}

/* A table for each list without a list in it; true when there is a list. */
static bool add_tables(struct arena *arena, const struct prove_truth *truth,
                       const struct form_fields *fields,
                       struct table_lists *lists, struct tables *tables)
{
    bool any = false;

    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, truth_stage(truth)))
            continue;
        if (field->type == FORM_GROUP)
            any |= add_tables(arena, truth, field->fields, lists, tables);
        if (field->type != FORM_RECORDS)
            continue;
        any = true;
        *LIST_ADD(arena, lists) = field;
        if (!add_tables(arena, truth, field->fields, lists, tables))
            add_table(arena, tables, lists);
        lists->count--;
    }
    return any;
}

struct tables table_list(struct arena *arena, const struct prove_truth *truth)
{
    const struct form_fields *fields = &truth->document.sheet->form->fields;
    struct table_lists lists = { 0 };
    struct tables tables = { 0 };

    if (!add_tables(arena, truth, fields, &lists, &tables))
        add_table(arena, &tables, &lists);
    if (has_lines(truth, fields))
        *LIST_ADD(arena, &tables) =
            (struct table){ .id = "entries", .entries = true };
    return tables;
}

/* ---- rows ---------------------------------------------------------------- */

struct adding {
    struct arena *arena;
    const struct table *table;
    struct prove_truth *truth;
    struct table_rows *rows;
};

static const struct value *find_list(const struct record *record,
                                     const struct form_field *list)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (value->field == list)
            return value;
        if (value->field->type == FORM_GROUP &&
            find_list(value->records.items[0], list))
            return find_list(value->records.items[0], list);
    }
    return NULL;
}

static void add_row(struct adding *adding, const struct record *record,
                    const struct value *value, size_t order)
{
    *LIST_ADD(adding->arena, adding->rows) =
        (struct table_row){ adding->truth, record, value, order };
}

static void add_records(struct adding *adding, const struct record *record,
                        size_t depth)
{
    const struct table_lists *lists = &adding->table->lists;
    const struct value *list =
        depth < lists->count ? find_list(record, lists->items[depth]) : NULL;

    if (!list || !list->records.count)
        add_row(adding, record, NULL, 0);
    for (size_t i = 0; list && i < list->records.count; i++)
        add_records(adding, list->records.items[i], depth + 1);
}

static void add_entries(struct adding *adding, const struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        size_t lines = value->entries.count + value->string_count;

        if (!form_concerns(value->field, truth_stage(adding->truth)))
            continue;
        for (size_t k = 0; k < lines; k++)
            add_row(adding, record, value, k + 1);
        for (size_t k = 0; k < value->records.count; k++)
            add_entries(adding, value->records.items[k]);
    }
}

void table_add_rows(struct arena *arena, const struct table *table,
                    struct prove_truth *truth, struct table_rows *rows)
{
    struct adding adding = { arena, table, truth, rows };
    const struct record *record = truth->document.sheet->record;

    if (table->entries)
        add_entries(&adding, record);
    else
        add_records(&adding, record, 0);
}
