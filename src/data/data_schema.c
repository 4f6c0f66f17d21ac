/*
 * JSON Schema (draft 2020-12) of the objects that data_json.c writes: every
 * member is required, and no other is allowed. Shapes that do not depend on
 * the form are written as they stand here, on one line.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/json.h"
#include "data/inside.h"

#define STRING "{\"type\": \"string\"}"
#define STRING_OR_NULL "{\"type\": [\"string\", \"null\"]}"
#define COUNT "{\"type\": \"integer\", \"minimum\": 1}"
#define COUNT_FROM_ZERO "{\"type\": \"integer\", \"minimum\": 0}"
#define NUMBER_OR_NULL "{\"type\": [\"integer\", \"null\"], \"minimum\": 1}"
#define INTEGER "{\"type\": \"integer\"}"
#define NUMBER "{\"type\": \"number\"}"
#define DATE                                                                   \
    "{\"type\": \"string\", \"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}"
#define DATE_OR_NULL                                                           \
    "{\"type\": [\"string\", \"null\"], "                                      \
    "\"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}"
#define REF(name) "{\"$ref\": \"#/$defs/" name "\"}"
#define REF_OR_NULL(name) "{\"anyOf\": [" REF(name) ", {\"type\": \"null\"}]}"
#define LIST(item) "{\"type\": \"array\", \"items\": " item "}"

struct member {
    const char *name;
    const char *schema; /* JSON */
};

static const struct member year_members[] = { { "text", STRING },
                                              { "year", INTEGER } };
static const struct member date_members[] = { { "text", STRING },
                                              { "date", DATE } };
static const struct member number_members[] = { { "text", STRING },
                                                { "value", NUMBER } };
static const struct member reading_members[] = { { "start", COUNT_FROM_ZERO },
                                                 { "length", COUNT },
                                                 { "reading", STRING_OR_NULL },
                                                 { "lang", STRING_OR_NULL } };
static const struct member ruby_members[] = {
    { "text", STRING }, { "readings", LIST(REF("reading")) }
};
static const struct member entry_members[] = {
    { "level", COUNT_FROM_ZERO },
    { "marker", STRING_OR_NULL },
    { "from", NUMBER_OR_NULL },
    { "to", NUMBER_OR_NULL },
    { "text", STRING },
    { "readings", LIST(REF("reading")) }, /* last: not all entries have it */
};
static const struct member name_members[] = { { "id", STRING },
                                              { "name", STRING } };
static const struct member form_members[] = { { "id", STRING },
                                              { "name", STRING },
                                              { "lang", STRING } };
/* An edition's object is the first and the last, a document's all but the
   last, a part of an edition's the ones in the middle. */
static const struct member file_members[] = {
    { "program", STRING },       { "form", REF("form") },
    { "stage", REF("stage") },   { "year", REF_OR_NULL("year") },
    { "date", DATE_OR_NULL },    { "city", STRING_OR_NULL },
    { "area", STRING_OR_NULL },  { "document", STRING },
    { "source", STRING },        { "title", STRING_OR_NULL },
    { "record", REF("record") }, { "documents", LIST(REF("part")) },
};
enum { HEAD_COUNT = 7, PART_COUNT = 4 };

#define SIZE(array) (sizeof(array) / sizeof *(array))

/* ---- objects of fixed members -------------------------------------------- */

static void open_required(struct json *json)
{
    json_member(json, "type", "object");
    json_key(json, "additionalProperties");
    json_bool(json, false);
    json_key(json, "required");
    json_open(json, '[');
}

static void open_properties(struct json *json)
{
    json_close(json, ']');
    json_key(json, "properties");
    json_open(json, '{');
}

/* An object of `count` members and then, unless NULL, one more. */
static void define(struct json *json, const char *name,
                   const struct member *members, size_t count,
                   const struct member *more)
{
    json_key(json, name);
    json_open(json, '{');
    open_required(json);
    for (size_t i = 0; i < count; i++)
        json_string(json, members[i].name);
    if (more)
        json_string(json, more->name);
    open_properties(json);
    for (size_t i = 0; i < count; i++) {
        json_key(json, members[i].name);
        json_raw(json, members[i].schema);
    }
    if (more) {
        json_key(json, more->name);
        json_raw(json, more->schema);
    }
    json_close(json, '}');
    json_close(json, '}');
}

/* ---- the record ---------------------------------------------------------- */

struct schema {
    const struct data_model *model;
    struct json json;
};

/* The column of the field itself, not one that is made from it. */
static const struct data_column *find_column(const struct data_model *model,
                                             const struct form_field *field)
{
    for (size_t i = 0; i < model->lines.count; i++)
        if (model->lines.items[i].field == field)
            return &model->lines.items[i];
    for (size_t t = 0; t < model->table_count; t++)
        for (size_t i = 0; i < model->tables[t].columns.count; i++) {
            const struct data_column *column =
                &model->tables[t].columns.items[i];

            if (column->field == field && column->fill == DATA_WORDS)
                return column;
        }
    return NULL;
}

static void write_words(struct schema *schema, const struct form_field *field)
{
    const struct data_column *column = find_column(schema->model, field);

    if (column)
        json_member(&schema->json, "title", column->words.column);
    if (column && column->words.about)
        json_member(&schema->json, "description", column->words.about);
}

static void write_choices(struct json *json, const struct form_field *field)
{
    json_key(json, "enum");
    json_open(json, '[');
    for (size_t i = 0; i < field->choice_count; i++) {
        json_open(json, '{');
        json_member(json, "text", field->choices[i].value);
        json_member(json, "word", field->choices[i].word);
        json_close(json, '}');
    }
    json_null(json);
    json_close(json, ']');
}

static void write_fields(struct schema *schema,
                         const struct form_fields *fields, bool numbered);

static void write_list(struct schema *schema, const struct form_field *field)
{
    struct json *json = &schema->json;

    json_member(json, "type", "array");
    json_key(json, "items");
    if (field->type == FORM_STRINGS)
        json_raw(json, STRING);
    else if (field->type == FORM_ENTRIES)
        json_raw(json, field->ruby ? REF("entryWithReadings") : REF("entry"));
    else {
        json_open(json, '{');
        write_fields(schema, field->fields, true);
        json_close(json, '}');
    }
}

/* A value of a shape of its own, or null. */
static void write_shape(struct json *json, const char *name)
{
    json_key(json, "anyOf");
    json_open(json, '[');
    json_open(json, '{');
    json_key(json, "$ref");
    json_string(json, name);
    json_close(json, '}');
    json_raw(json, "{\"type\": \"null\"}");
    json_close(json, ']');
}

static void write_field(struct schema *schema, const struct form_field *field)
{
    struct json *json = &schema->json;

    json_open(json, '{');
    write_words(schema, field);
    switch (field->type) {
    case FORM_GROUP:
        write_fields(schema, field->fields, false);
        break;
    case FORM_RECORDS:
    case FORM_ENTRIES:
    case FORM_STRINGS:
        write_list(schema, field);
        break;
    case FORM_CHOICE:
        write_choices(json, field);
        break;
    case FORM_FISCAL_YEAR:
        write_shape(json, "#/$defs/year");
        break;
    case FORM_DATE:
        write_shape(json, "#/$defs/date");
        break;
    case FORM_NUMBER:
        write_shape(json, "#/$defs/number");
        break;
    default:
        if (data_is_plain(field)) {
            json_key(json, "type");
            json_raw(json, "[\"string\", \"null\"]");
        } else {
            write_shape(json, "#/$defs/ruby");
        }
        break;
    }
    json_close(json, '}');
}

static void write_fields(struct schema *schema,
                         const struct form_fields *fields, bool numbered)
{
    struct json *json = &schema->json;

    open_required(json);
    if (numbered)
        json_string(json, "#");
    for (size_t i = 0; i < fields->count; i++)
        if (form_concerns(&fields->items[i], schema->model->stage->id))
            json_string(json, fields->items[i].key);
    open_properties(json);
    if (numbered) {
        json_key(json, "#");
        json_raw(json, COUNT);
    }
    for (size_t i = 0; i < fields->count; i++) {
        if (!form_concerns(&fields->items[i], schema->model->stage->id))
            continue;
        json_key(json, fields->items[i].key);
        write_field(schema, &fields->items[i]);
    }
    json_close(json, '}');
}

/* ---- the whole ----------------------------------------------------------- */

static void write_definitions(struct schema *schema)
{
    struct json *json = &schema->json;
    const struct member *part = file_members + HEAD_COUNT;
    size_t entries = SIZE(entry_members);

    define(json, "form", form_members, SIZE(form_members), NULL);
    define(json, "stage", name_members, SIZE(name_members), NULL);
    define(json, "year", year_members, SIZE(year_members), NULL);
    define(json, "date", date_members, SIZE(date_members), NULL);
    define(json, "number", number_members, SIZE(number_members), NULL);
    define(json, "reading", reading_members, SIZE(reading_members), NULL);
    define(json, "ruby", ruby_members, SIZE(ruby_members), NULL);
    define(json, "entry", entry_members, entries - 1, NULL);
    define(json, "entryWithReadings", entry_members, entries, NULL);
    json_key(json, "record");
    json_open(json, '{');
    write_fields(schema, &schema->model->form->fields, false);
    json_close(json, '}');
    define(json, "document", file_members, HEAD_COUNT + PART_COUNT, NULL);
    define(json, "part", part, PART_COUNT, NULL);
    define(json, "edition", file_members, HEAD_COUNT, part + PART_COUNT);
}

void data_write_schema(const struct data_model *model, struct bytes *out)
{
    struct schema schema = { .model = model, .json = json_begin(out) };
    struct json *json = &schema.json;

    json_open(json, '{');
    json_member(json, "$schema",
                "https://json-schema.org/draft/2020-12/schema");
    json_member(json, "title",
                arena_printf(model->arena, "%s %s", model->form->name,
                             model->stage->name));
    json_key(json, "anyOf");
    json_open(json, '[');
    json_raw(json, REF("document"));
    json_raw(json, REF("edition"));
    json_close(json, ']');
    json_key(json, "$defs");
    json_open(json, '{');
    write_definitions(&schema);
    json_close(json, '}');
    json_close(json, '}');
}
