/*
 * What the data of a form looks like: tables and columns, from its fields.
 *
 * Each innermost list of records makes a table. Its columns are the fields
 * of the document, then of each list on the way, in the form's order; a
 * list gives the number of its record. A field whose value has a meaning
 * beside its words (a year, a number, a choice) gives a second column.
 *
 * A column is called what the field's `data` says, else by the keys on the
 * way to it, joined by "_": long, but never twice the same.
 */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/pattern.h"
#include "data/inside.h"

/* Where in the form a field is looked at. */
struct scope {
    const char *label; /* what a column's name begins with */
    const char *path;  /* and a field's address */
};

bool data_is_plain(const struct form_field *field)
{
    return field->type == FORM_NAME ||
           (field->type == FORM_TEXT && !field->ruby);
}

static bool is_lines(const struct form_field *field)
{
    return field->type == FORM_ENTRIES || field->type == FORM_STRINGS;
}

/* `pattern` with `word` in it; NULL where either is missing. */
static const char *fill_in(struct arena *arena, const char *pattern,
                           const char *word)
{
    return pattern && word ? pattern_fill(arena, pattern, word, NULL) : NULL;
}

/* ---- columns ------------------------------------------------------------- */

static struct scope enter(struct data_model *model, struct scope scope,
                          const struct form_field *field)
{
    return (struct scope){
        .label = arena_printf(model->arena, "%s%s_", scope.label, field->key),
        .path = arena_printf(model->arena, "%s%s%s", scope.path, field->key,
                             field->type == FORM_RECORDS ? "[]." : "."),
    };
}

/* What a field is called: its own words, else made from its place. */
static struct data_column name_field(struct data_model *model,
                                     struct scope scope,
                                     const struct form_field *field)
{
    struct data_column column = {
        .fill = DATA_WORDS,
        .field = field,
        .path = arena_printf(model->arena, "%s%s", scope.path, field->key),
        .words = field->data,
    };

    if (!column.words.column)
        column.words.column =
            arena_printf(model->arena, "%s%s", scope.label, field->key);
    return column;
}

static void add_known(struct data_model *model, struct data_columns *columns,
                      enum data_fill fill, enum data_type type,
                      const struct form_data *words)
{
    *LIST_ADD(model->arena, columns) = (struct data_column){
        .fill = fill, .type = type, .path = "", .words = *words
    };
}

/* A column that is made from another one. */
static void add_made(struct data_model *model, struct data_columns *columns,
                     struct data_column from, enum data_fill fill,
                     enum data_type type, const struct form_data *pattern)
{
    struct form_data *words = &from.words;

    from.fill = fill;
    from.type = type;
    words->about = fill_in(model->arena, pattern->about, words->column);
    words->name = fill_in(model->arena, pattern->name, words->name);
    words->column = fill_in(model->arena, pattern->column, words->column);
    *LIST_ADD(model->arena, columns) = from;
}

static void add_number(struct data_model *model, struct data_columns *columns,
                       struct scope scope, const struct form_field *field)
{
    struct data_column column = name_field(model, scope, field);

    if (!field->data.column) {
        add_made(model, columns, column, DATA_NUMBER, DATA_TYPE_INTEGER,
                 &model->words->number);
        return;
    }
    column.fill = DATA_NUMBER;
    column.type = DATA_TYPE_INTEGER;
    *LIST_ADD(model->arena, columns) = column;
}

/* The columns of a field of one value. */
static void add_field(struct data_model *model, struct data_columns *columns,
                      struct scope scope, const struct form_field *field,
                      bool ruby)
{
    const struct form_data_words *words = model->words;
    struct data_column column = name_field(model, scope, field);
    struct data_column typed = column;

    typed.words.unit = NULL;
    if (field->type == FORM_CHOICE)
        typed.type = DATA_TYPE_CHOICE;
    *LIST_ADD(model->arena, columns) = typed;
    if (field->ruby && ruby)
        add_made(model, columns, column, DATA_RUBY, DATA_TYPE_TEXT,
                 &words->ruby);
    if (field->type == FORM_FISCAL_YEAR)
        add_made(model, columns, column, DATA_YEAR, DATA_TYPE_INTEGER,
                 &words->year);
    if (field->type == FORM_DATE)
        add_made(model, columns, column, DATA_DATE, DATA_TYPE_DATE,
                 &words->date);
    if (field->type == FORM_NUMBER)
        add_made(model, columns, column, DATA_VALUE,
                 field->decimals ? DATA_TYPE_NUMBER : DATA_TYPE_INTEGER,
                 &words->value);
    if (form_has_meanings(field))
        add_made(model, columns, column, DATA_WORD, DATA_TYPE_CHOICE,
                 &words->word);
}

/* What stands before the values of all tables. */
static void add_known_columns(struct data_model *model,
                              struct data_columns *columns)
{
    const struct form_data_words *words = model->words;
    const struct form_fields *fields = &model->form->fields;

    if (!form_lookup_use(fields, "area"))
        add_known(model, columns, DATA_AREA, DATA_TYPE_TEXT, &words->area);
    if (!form_lookup_use(fields, "city"))
        add_known(model, columns, DATA_CITY, DATA_TYPE_TEXT, &words->city);
    add_known(model, columns, DATA_STAGE, DATA_TYPE_TEXT, &words->stage);
    add_known(model, columns, DATA_DOCUMENT, DATA_TYPE_TEXT, &words->document);
}

/* ---- tables of records --------------------------------------------------- */

/* `depth` counts the table's lists that were entered. */
static void add_fields(struct data_model *model, struct data_table *table,
                       const struct form_fields *fields, struct scope scope,
                       size_t depth)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, model->stage->id) || is_lines(field))
            continue;
        if (field->type == FORM_GROUP) {
            add_fields(model, table, field->fields, enter(model, scope, field),
                       depth);
        } else if (field->type != FORM_RECORDS) {
            add_field(model, &table->columns, scope, field, true);
        } else if (depth < table->lists.count &&
                   table->lists.items[depth] == field) {
            add_number(model, &table->columns, scope, field);
            add_fields(model, table, field->fields, enter(model, scope, field),
                       depth + 1);
        }
    }
}

static struct data_table *add_table(struct data_model *model, const char *id)
{
    struct data_table *table = ARRAY_ADD(
        model->arena, model->tables, model->table_count, model->table_capacity);

    *table = (struct data_table){ .id = id };
    add_known_columns(model, &table->columns);
    return table;
}

static void add_record_table(struct data_model *model,
                             const struct data_lists *lists)
{
    const char *id =
        model->table_count
            ? arena_printf(model->arena, "items-%zu", model->table_count + 1)
            : "items";
    struct data_table *table = add_table(model, id);

    for (size_t i = 0; i < lists->count; i++)
        *LIST_ADD(model->arena, &table->lists) = lists->items[i];
    add_fields(model, table, &model->form->fields, (struct scope){ "", "" }, 0);
}

/* A table for each innermost list; false when there is no list here. */
static bool find_tables(struct data_model *model,
                        const struct form_fields *fields,
                        struct data_lists *lists)
{
    bool found = false;

    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, model->stage->id))
            continue;
        if (field->type == FORM_GROUP)
            found |= find_tables(model, field->fields, lists);
        if (field->type != FORM_RECORDS)
            continue;
        found = true;
        *LIST_ADD(model->arena, lists) = field;
        if (!find_tables(model, field->fields, lists))
            add_record_table(model, lists);
        lists->count--;
    }
    return found;
}

/* ---- the table of entries ------------------------------------------------ */

static bool has_lines(const struct data_model *model,
                      const struct form_fields *fields)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (form_concerns(field, model->stage->id) &&
            (is_lines(field) || has_lines(model, field->fields)))
            return true;
    }
    return false;
}

/* Fields the program knows a use for say which document it is. */
static void add_used(struct data_model *model, struct data_columns *columns,
                     const struct form_fields *fields, struct scope scope)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, model->stage->id))
            continue;
        if (field->type == FORM_GROUP)
            add_used(model, columns, field->fields, enter(model, scope, field));
        else if (field->use && !is_lines(field))
            add_field(model, columns, scope, field, false);
    }
}

/* Numbers of the records around entries, and the fields with entries. */
static void add_places(struct data_model *model, struct data_columns *columns,
                       const struct form_fields *fields, struct scope scope)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, model->stage->id))
            continue;
        if (is_lines(field))
            *LIST_ADD(model->arena, &model->lines) =
                name_field(model, scope, field);
        if (!has_lines(model, field->fields))
            continue;
        if (field->type == FORM_RECORDS)
            add_number(model, columns, scope, field);
        add_places(model, columns, field->fields, enter(model, scope, field));
    }
}

static void add_entry_table(struct data_model *model)
{
    const struct form_data_words *words = model->words;
    struct data_table *table = add_table(model, "entries");
    struct data_columns *columns = &table->columns;
    struct scope top = { "", "" };
    struct data_column text = { .path = "", .words = words->text };
    bool ruby = false;

    table->entries = true;
    add_used(model, columns, &model->form->fields, top);
    add_places(model, columns, &model->form->fields, top);
    for (size_t i = 0; i < model->lines.count; i++)
        ruby |= model->lines.items[i].field->ruby;
    add_known(model, columns, DATA_FIELD, DATA_TYPE_CHOICE, &words->field);
    add_known(model, columns, DATA_ORDER, DATA_TYPE_INTEGER, &words->order);
    add_known(model, columns, DATA_LEVEL, DATA_TYPE_INTEGER, &words->level);
    add_known(model, columns, DATA_MARKER, DATA_TYPE_TEXT, &words->marker);
    add_known(model, columns, DATA_TEXT, DATA_TYPE_TEXT, &words->text);
    if (ruby)
        add_made(model, columns, text, DATA_TEXT_RUBY, DATA_TYPE_TEXT,
                 &words->ruby);
}

/* ---- the model ----------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
    return a && b && !strcmp(a, b);
}

/* A field may stand in several tables and stages; once is enough. */
static bool is_reported(const struct diags *diags, struct position at)
{
    for (size_t i = 0; i < diags->count; i++)
        if (!strcmp(diags->items[i].rule, "form-data") &&
            diags->items[i].at.source == at.source &&
            diags->items[i].at.line == at.line &&
            diags->items[i].at.column == at.column)
            return true;
    return false;
}

/* Columns are found by their names: each has its own. */
static void check_columns(const struct data_columns *columns,
                          struct diags *diags)
{
    for (size_t i = 0; i < columns->count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct data_column *one = &columns->items[k];
            const struct data_column *two = &columns->items[i];
            bool label = same(one->words.column, two->words.column);
            const struct form_field *field =
                two->field ? two->field : one->field;

            struct position at = field ? field->at : (struct position){ 0 };

            if ((!label && !same(one->words.name, two->words.name)) ||
                is_reported(diags, at))
                continue;
            diag_add(diags, DIAG_ERROR, "form-data", at,
                     _("two columns of the data are called \"%s\""),
                     label ? two->words.column : two->words.name)
                ->expected = _("\"data: {column: ..., name: ...}\" with words "
                               "of the field's own");
        }
}

const struct data_model *data_model_make(struct arena *arena,
                                         const struct form *form,
                                         const struct form_stage *stage,
                                         const struct form_data_words *words,
                                         struct diags *diags)
{
    struct data_model *model = arena_alloc(arena, sizeof *model);
    struct data_lists lists = { 0 };

    *model = (struct data_model){
        .arena = arena, .form = form, .stage = stage, .words = words
    };
    if (!find_tables(model, &form->fields, &lists))
        add_record_table(model, &lists);
    if (has_lines(model, &form->fields))
        add_entry_table(model);
    for (size_t i = 0; i < model->table_count; i++)
        check_columns(&model->tables[i].columns, diags);
    check_columns(&model->lines, diags);
    return model;
}

size_t data_table_count(const struct data_model *model)
{
    return model->table_count;
}

const char *data_table_id(const struct data_model *model, size_t table)
{
    return model->tables[table].id;
}
