/* The rows of tables, and what stands in their cells. */
#include <string.h>

#include "base/bytes.h"
#include "data/inside.h"

struct visit {
    const struct data_model *model;
    const struct data_document *document;
    void (*row)(void *context, const struct data_row *row);
    void *context;
};

/* The value of a field among a record's, through groups. */
static const struct value *find_value(const struct record *record,
                                      const struct form_field *field)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (value->field == field)
            return value;
        if (value->field->type == FORM_GROUP) {
            value = find_value(value->records.items[0], field);
            if (value)
                return value;
        }
    }
    return NULL;
}

/* The same in this record or one around it, if it is there. */
static const struct value *find_outwards(const struct record *record,
                                         const struct form_field *field)
{
    for (; record; record = record->parent) {
        const struct value *value = find_value(record, field);

        if (value)
            return value->present ? value : NULL;
    }
    return NULL;
}

/* ---- rows ---------------------------------------------------------------- */

/* A record without any in its list stands for itself: nothing is lost. */
static void visit_records(const struct visit *visit,
                          const struct data_lists *lists, size_t depth,
                          const struct record *record)
{
    const struct value *list =
        depth < lists->count ? find_value(record, lists->items[depth]) : NULL;

    if (!list || !list->records.count) {
        struct data_row row = { .document = visit->document, .record = record };

        visit->row(visit->context, &row);
        return;
    }
    for (size_t i = 0; i < list->records.count; i++)
        visit_records(visit, lists, depth + 1, list->records.items[i]);
}

static void visit_lines(const struct visit *visit, const struct record *record,
                        const struct value *value)
{
    struct data_row row = { .document = visit->document,
                            .record = record,
                            .value = value };

    for (size_t i = 0; i < value->entries.count; i++) {
        row.order = i + 1;
        row.entry = &value->entries.items[i];
        row.text = &row.entry->text;
        visit->row(visit->context, &row);
    }
    for (size_t i = 0; i < value->string_count; i++) {
        row.order = i + 1;
        row.text = &value->strings[i];
        visit->row(visit->context, &row);
    }
}

static void visit_entries(const struct visit *visit,
                          const struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (!form_concerns(value->field, visit->model->stage->id))
            continue;
        visit_lines(visit, record, value);
        for (size_t r = 0; r < value->records.count; r++)
            visit_entries(visit, value->records.items[r]);
    }
}

void data_each_row(const struct data_model *model,
                   const struct data_table *table,
                   const struct data_document *document,
                   void (*visit)(void *context, const struct data_row *row),
                   void *context)
{
    struct visit visiting = { model, document, visit, context };

    if (table->entries)
        visit_entries(&visiting, document->record);
    else
        visit_records(&visiting, &table->lists, 0, document->record);
}

/* ---- cells --------------------------------------------------------------- */

static void put_string(const char *string, struct bytes *out)
{
    if (string)
        bytes_append_string(out, string);
}

static void put_record_number(const struct record *record,
                              const struct form_field *list, struct bytes *out)
{
    for (; record; record = record->parent)
        if (record->list == list) {
            bytes_append_int(out, (int64_t)record->number);
            return;
        }
}

static void put_value(const struct data_column *column,
                      const struct value *value, struct bytes *out)
{
    switch (column->fill) {
    case DATA_RUBY:
        data_put_notation(&value->text, out);
        break;
    case DATA_YEAR:
        bytes_append_int(out, value->year);
        break;
    case DATA_DATE:
        data_put_date(value, out);
        break;
    case DATA_VALUE:
        data_put_number(value, out);
        break;
    case DATA_WORD:
        put_string(value->field->choices[value->choice].word, out);
        break;
    default:
        data_put_words(&value->text, out);
        break;
    }
}

static const char *field_name(const struct data_model *model,
                              const struct form_field *field)
{
    for (size_t i = 0; i < model->lines.count; i++)
        if (model->lines.items[i].field == field)
            return model->lines.items[i].words.column;
    return NULL;
}

static void put_entry(const struct data_model *model,
                      const struct data_row *row, enum data_fill fill,
                      struct bytes *out)
{
    switch (fill) {
    case DATA_FIELD:
        put_string(field_name(model, row->value->field), out);
        break;
    case DATA_ORDER:
        bytes_append_int(out, (int64_t)row->order);
        break;
    case DATA_LEVEL:
        bytes_append_int(out, row->entry ? row->entry->level : 0);
        break;
    case DATA_MARKER:
        if (row->entry)
            data_put_words(&row->entry->marker, out);
        break;
    case DATA_TEXT_RUBY:
        if (row->value->field->ruby)
            data_put_notation(row->text, out);
        else
            data_put_words(row->text, out);
        break;
    default:
        data_put_words(row->text, out);
        break;
    }
}

void data_put_cell(const struct data_model *model, const struct data_row *row,
                   const struct data_column *column, struct bytes *out)
{
    const struct data_edition *edition = row->document->edition;
    const struct value *value;

    if (column->fill >= DATA_FIELD) {
        put_entry(model, row, column->fill, out);
        return;
    }
    switch (column->fill) {
    case DATA_AREA:
        put_string(edition ? edition->area : NULL, out);
        break;
    case DATA_CITY:
        put_string(edition ? edition->city : NULL, out);
        break;
    case DATA_STAGE:
        put_string(model->stage->name, out);
        break;
    case DATA_DOCUMENT:
        put_string(row->document->id, out);
        break;
    case DATA_NUMBER:
        put_record_number(row->record, column->field, out);
        break;
    default:
        value = find_outwards(row->record, column->field);
        if (value)
            put_value(column, value, out);
        break;
    }
}
