/* The columns of a table and what stands in the cells of a row. */
#include <string.h>

#include "base/arena.h"
#include "base/pattern.h"
#include "data/data.h"
#include "form/data.h"
#include "form/form.h"
#include "prove/prove_table.h"
#include "record/record.h"
#include "sheet/sheet.h"

struct filling {
    struct arena *arena;
    const struct table *table;
    const struct form_data_words *words;
    const struct table_row *row;
    struct table_cells cells;
    const char *field_name; /* entries: the column the row's field is called */
    bool ruby;              /* entries: some field may have readings */
};

static struct table_cell *add(struct filling *filling, const char *name,
                              const char *want)
{
    struct table_cell *cell = LIST_ADD(filling->arena, &filling->cells);

    *cell = (struct table_cell){ .name = name, .want = want ? want : "" };
    return cell;
}

/* A column made from another one: its name stands for "{}". */
static const char *made(struct filling *filling, const struct form_data *from,
                        const char *name)
{
    return pattern_fill(filling->arena, from->column, name, NULL);
}

static bool is_lines(const struct form_field *field)
{
    return field->type == FORM_ENTRIES || field->type == FORM_STRINGS;
}

static const char *join(struct filling *filling, const char *label,
                        const struct form_field *field)
{
    return arena_printf(filling->arena, "%s%s", label, field->key);
}

static const char *name_of(struct filling *filling, const char *label,
                           const struct form_field *field)
{
    return field->data.column ? field->data.column
                              : join(filling, label, field);
}

static const char *inside(struct filling *filling, const char *label,
                          const struct form_field *field)
{
    return arena_printf(filling->arena, "%s%s_", label, field->key);
}

/* ---- values -------------------------------------------------------------- */

static const struct value *find_in(const struct record *record,
                                   const struct form_field *field)
{
    const struct value *found = NULL;

    for (size_t i = 0; i < record->fields->count && !found; i++) {
        const struct value *value = &record->values[i];

        if (value->field == field)
            found = value;
        else if (value->field->type == FORM_GROUP)
            found = find_in(value->records.items[0], field);
    }
    return found;
}

/* The value of a field in the row's record or one around it. */
static const struct value *find_value(const struct table_row *row,
                                      const struct form_field *field)
{
    const struct value *value = NULL;

    for (const struct record *record = row->record; record && !value;
         record = record->parent)
        value = find_in(record, field);
    return value && value->present ? value : NULL;
}

static void add_number(struct filling *filling, const char *label,
                       const struct form_field *field)
{
    const char *name = field->data.column
                           ? field->data.column
                           : made(filling, &filling->words->number,
                                  join(filling, label, field));
    const struct record *record = filling->row->record;
    const char *want = "";

    while (record && record->list != field)
        record = record->parent;
    if (record)
        want = arena_printf(filling->arena, "%zu", record->number);
    add(filling, name, want)->key = true;
}

static void add_words(struct filling *filling, const struct form_field *field,
                      const char *name, const struct value *value, bool ruby)
{
    struct prove_line *line =
        value ? truth_find_line(filling->row->truth, value, 0) : NULL;
    struct table_cell *cell = add(
        filling, name, value ? value_words(filling->arena, &value->text) : "");

    cell->line = line;
    cell->take = field->ruby ? TABLE_NOTHING : TABLE_WORDS;
    if (!field->ruby || !ruby)
        return;
    cell = add(filling, made(filling, &filling->words->ruby, name),
               value ? value_annotated(filling->arena, &value->text) : "");
    cell->line = line;
    cell->take = TABLE_NOTATION;
}

/* The columns of a field of one value. */
static void add_field(struct filling *filling, const char *label,
                      const struct form_field *field, bool ruby)
{
    const struct form_data_words *words = filling->words;
    const struct value *value = find_value(filling->row, field);
    const char *name = name_of(filling, label, field);
    struct arena *arena = filling->arena;

    add_words(filling, field, name, value, ruby);
    if (field->type == FORM_FISCAL_YEAR)
        add(filling, made(filling, &words->year, name),
            value ? value_year(arena, value) : "");
    if (field->type == FORM_DATE)
        add(filling, made(filling, &words->date, name),
            value ? value_date(arena, value) : "");
    if (field->type == FORM_NUMBER)
        add(filling, made(filling, &words->value, name),
            value ? value_number(arena, value) : "")
            ->number = true;
    if (form_has_meanings(field))
        add(filling, made(filling, &words->word, name),
            value ? value_meaning(value) : "");
}

static void add_known(struct filling *filling)
{
    const struct form_data_words *words = filling->words;
    const struct prove_document *document = &filling->row->truth->document;
    const struct form_fields *fields = &document->sheet->form->fields;
    const struct data_edition *edition = document->edition;

    if (!form_lookup_use(fields, "area"))
        add(filling, words->area.column, edition ? edition->area : "");
    if (!form_lookup_use(fields, "city"))
        add(filling, words->city.column, edition ? edition->city : "");
    add(filling, words->stage.column, document->sheet->stage->name);
    add(filling, words->document.column, document->id)->key = true;
}

/* ---- a row of records ---------------------------------------------------- */

static void add_fields(struct filling *filling,
                       const struct form_fields *fields, const char *label,
                       size_t depth)
{
    const struct table_lists *lists = &filling->table->lists;

    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, truth_stage(filling->row->truth)) ||
            is_lines(field))
            continue;
        if (field->type == FORM_GROUP) {
            add_fields(filling, field->fields, inside(filling, label, field),
                       depth);
        } else if (field->type != FORM_RECORDS) {
            add_field(filling, label, field, true);
        } else if (depth < lists->count && lists->items[depth] == field) {
            add_number(filling, label, field);
            add_fields(filling, field->fields, inside(filling, label, field),
                       depth + 1);
        }
    }
}

/* ---- a row of entries ---------------------------------------------------- */

/* Fields of the document that the program has a use for. */
static void add_used(struct filling *filling, const struct form_fields *fields,
                     const char *label)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, truth_stage(filling->row->truth)))
            continue;
        if (field->type == FORM_GROUP)
            add_used(filling, field->fields, inside(filling, label, field));
        else if (field->use && !is_lines(field))
            add_field(filling, label, field, false);
    }
}

/* Numbers of the lists around lines; true when there are lines. */
static bool add_places(struct filling *filling,
                       const struct form_fields *fields, const char *label)
{
    bool any = false;

    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        size_t count = filling->cells.count;

        if (!form_concerns(field, truth_stage(filling->row->truth)))
            continue;
        if (is_lines(field)) {
            any = true;
            filling->ruby |= field->ruby;
            if (filling->row->value && filling->row->value->field == field)
                filling->field_name = name_of(filling, label, field);
        }
        if (!field->fields)
            continue;
        if (field->type == FORM_RECORDS)
            add_number(filling, label, field);
        if (add_places(filling, field->fields, inside(filling, label, field)))
            any = true;
        else
            filling->cells.count = count;
    }
    return any;
}

static void add_line(struct filling *filling)
{
    const struct form_data_words *words = filling->words;
    const struct table_row *row = filling->row;
    const struct value *value = row->value;
    const struct record_entry *entry = NULL;
    const struct text *text = NULL;
    struct arena *arena = filling->arena;
    struct prove_line *line =
        value ? truth_find_line(row->truth, value, row->order) : NULL;
    struct table_cell *cell;

    if (value && row->order <= value->entries.count)
        entry = &value->entries.items[row->order - 1];
    if (entry)
        text = &entry->text;
    else if (value)
        text = &value->strings[row->order - value->entries.count - 1];
    add(filling, words->field.column, filling->field_name)->key = true;
    add(filling, words->order.column,
        value ? arena_printf(arena, "%zu", row->order) : "")
        ->key = true;
    add(filling, words->level.column,
        arena_printf(arena, "%d", entry ? entry->level : 0));
    cell = add(filling, words->marker.column,
               value_words(arena, entry ? &entry->marker : NULL));
    cell->take = TABLE_MARKER;
    cell->line = line;
    cell = add(filling, words->text.column, value_words(arena, text));
    cell->take = value && value->field->ruby ? TABLE_NOTHING : TABLE_WORDS;
    cell->line = line;
    if (!filling->ruby)
        return;
    cell = add(filling, made(filling, &words->ruby, words->text.column),
               value_words(arena, text));
    cell->line = line;
    if (!value || !value->field->ruby)
        return;
    cell->want = value_annotated(arena, text);
    cell->take = TABLE_NOTATION;
}

struct table_cells table_fill(struct arena *arena, const struct table *table,
                              const struct form_data_words *words,
                              const struct table_row *row)
{
    const struct form_fields *fields =
        &row->truth->document.sheet->form->fields;
    struct filling filling = {
        .arena = arena, .table = table, .words = words, .row = row
    };

    add_known(&filling);
    if (!table->entries) {
        add_fields(&filling, fields, "", 0);
        return filling.cells;
    }
    add_used(&filling, fields, "");
    add_places(&filling, fields, "");
    add_line(&filling);
    return filling.cells;
}
