/*
 * JSON: the tree of a record with the form's keys, and around it what the
 * edition and the program know. Nothing is left out: a value that is missing
 * is null or an empty list. "#" is the number of a record, a sign that no
 * key of a form can hold. data_schema.c describes the same shapes.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/version.h"
#include "data/inside.h"

struct writing {
    const struct data_model *model;
    struct json json;
    struct bytes scratch;
};

/* The scratch bytes as a C string, good until they are used again. */
static const char *take_scratch(struct writing *writing)
{
    bytes_append_char(&writing->scratch, '\0');
    writing->scratch.len = 0;
    return (const char *)writing->scratch.data;
}

static void write_words(struct writing *writing, const char *key,
                        const struct text *text)
{
    data_put_words(text, &writing->scratch);
    json_member(&writing->json, key, take_scratch(writing));
}

/* Which characters (code points) of a text have which reading or language. */
static void write_readings(struct writing *writing, const struct text *text)
{
    struct json *json = &writing->json;
    size_t start = 0;

    json_key(json, "readings");
    json_open(json, '[');
    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];
        size_t length = utf8_count(span->utf8, span->len);

        if (span->ruby || span->lang) {
            json_open(json, '{');
            json_key(json, "start");
            json_int(json, (int64_t)start);
            json_key(json, "length");
            json_int(json, (int64_t)length);
            json_member(json, "reading", span->ruby);
            json_member(json, "lang", span->lang);
            json_close(json, '}');
        }
        start += length;
    }
    json_close(json, ']');
}

/* ---- values -------------------------------------------------------------- */

/* A marker's number, or null. */
static void write_marker_number(struct writing *writing, const char *key,
                                const struct record_entry *entry,
                                int32_t number)
{
    json_key(&writing->json, key);
    if (entry->pattern && entry->pattern->numbered)
        json_int(&writing->json, number);
    else
        json_null(&writing->json);
}

static void write_entry(struct writing *writing, const struct form_field *field,
                        const struct record_entry *entry)
{
    struct json *json = &writing->json;

    json_open(json, '{');
    json_key(json, "level");
    json_int(json, entry->level);
    if (entry->marker.count)
        write_words(writing, "marker", &entry->marker);
    else
        json_member(json, "marker", NULL);
    write_marker_number(writing, "from", entry, entry->number_from);
    write_marker_number(writing, "to", entry, entry->number_to);
    write_words(writing, "text", &entry->text);
    if (field->ruby)
        write_readings(writing, &entry->text);
    json_close(json, '}');
}

static void write_list(struct writing *writing, const struct value *value)
{
    struct json *json = &writing->json;

    json_open(json, '[');
    for (size_t i = 0; i < value->entries.count; i++)
        write_entry(writing, value->field, &value->entries.items[i]);
    for (size_t i = 0; i < value->string_count; i++) {
        data_put_words(&value->strings[i], &writing->scratch);
        json_string(json, take_scratch(writing));
    }
    json_close(json, ']');
}

/* What a value means, beside its words. */
static void write_meaning(struct writing *writing, const struct value *value)
{
    const struct form_field *field = value->field;
    struct json *json = &writing->json;

    switch (field->type) {
    case FORM_CHOICE:
        json_member(json, "word", field->choices[value->choice].word);
        break;
    case FORM_FISCAL_YEAR:
        json_key(json, "year");
        json_int(json, value->year);
        break;
    case FORM_DATE:
        data_put_date(value, &writing->scratch);
        json_member(json, "date", take_scratch(writing));
        break;
    case FORM_NUMBER:
        data_put_number(value, &writing->scratch);
        json_key(json, "value");
        json_raw(json, take_scratch(writing));
        break;
    default:
        write_readings(writing, &value->text);
        break;
    }
}

static void write_scalar(struct writing *writing, const struct value *value)
{
    struct json *json = &writing->json;

    if (!value->present) {
        json_null(json);
    } else if (data_is_plain(value->field)) {
        data_put_words(&value->text, &writing->scratch);
        json_string(json, take_scratch(writing));
    } else {
        json_open(json, '{');
        write_words(writing, "text", &value->text);
        write_meaning(writing, value);
        json_close(json, '}');
    }
}

static void write_record(struct writing *writing, const struct record *record);

static void write_value(struct writing *writing, const struct value *value)
{
    const struct record_list *records = &value->records;

    switch (value->field->type) {
    case FORM_GROUP:
        write_record(writing, records->items[0]);
        break;
    case FORM_RECORDS:
        json_open(&writing->json, '[');
        for (size_t i = 0; i < records->count; i++)
            write_record(writing, records->items[i]);
        json_close(&writing->json, ']');
        break;
    case FORM_ENTRIES:
    case FORM_STRINGS:
        write_list(writing, value);
        break;
    default:
        write_scalar(writing, value);
        break;
    }
}

static void write_record(struct writing *writing, const struct record *record)
{
    struct json *json = &writing->json;

    json_open(json, '{');
    if (record->number) {
        json_key(json, "#");
        json_int(json, (int64_t)record->number);
    }
    for (size_t i = 0; i < record->fields->count; i++) {
        if (!form_concerns(record->values[i].field, writing->model->stage->id))
            continue;
        json_key(json, record->fields->items[i].key);
        write_value(writing, &record->values[i]);
    }
    json_close(json, '}');
}

/* ---- the whole ----------------------------------------------------------- */

/* What all documents of an edition have in common. */
static void write_head(struct writing *writing,
                       const struct data_document *document)
{
    const struct data_model *model = writing->model;
    const struct data_edition *edition = document->edition;
    struct json *json = &writing->json;

    json_member(json, "program", "chosho " CHOSHO_VERSION);
    json_key(json, "form");
    json_open(json, '{');
    json_member(json, "id", model->form->id);
    json_member(json, "name", model->form->name);
    json_member(json, "lang", model->form->lang);
    json_close(json, '}');
    json_key(json, "stage");
    json_open(json, '{');
    json_member(json, "id", model->stage->id);
    json_member(json, "name", model->stage->name);
    json_close(json, '}');
    json_member(json, "date", edition ? edition->date : NULL);
    json_member(json, "city", edition ? edition->city : NULL);
    json_member(json, "area", edition ? edition->area : NULL);
}

/* A document's own year, which may be typed otherwise than its edition's. */
static void write_own_year(struct writing *writing,
                           const struct data_document *document)
{
    const struct value *year =
        data_lookup_use(writing->model, document, "year");

    json_key(&writing->json, "year");
    if (year && year->field->type == FORM_FISCAL_YEAR)
        write_scalar(writing, year);
    else
        json_null(&writing->json);
}

static void write_edition_year(struct writing *writing,
                               const struct data_document *document)
{
    const struct data_edition *edition = document->edition;
    struct json *json = &writing->json;

    if (!edition || !edition->year) {
        write_own_year(writing, document);
        return;
    }
    json_key(json, "year");
    json_open(json, '{');
    json_member(json, "text", edition->year_typed);
    json_key(json, "year");
    json_int(json, edition->year);
    json_close(json, '}');
}

static void write_document(struct writing *writing,
                           const struct data_document *document)
{
    const struct value *title =
        data_lookup_use(writing->model, document, "title");
    struct json *json = &writing->json;

    json_member(json, "document", document->id);
    json_member(json, "source", document->source);
    if (title)
        write_words(writing, "title", &title->text);
    else
        json_member(json, "title", NULL);
    json_key(json, "record");
    write_record(writing, document->record);
}

void data_write_json(const struct data_model *model,
                     const struct data_document *document, struct bytes *out)
{
    struct writing writing = { .model = model, .json = json_begin(out) };

    json_open(&writing.json, '{');
    write_head(&writing, document);
    write_own_year(&writing, document);
    write_document(&writing, document);
    json_close(&writing.json, '}');
    bytes_free(&writing.scratch);
}

/* ---- an edition ---------------------------------------------------------- */

/* Where its documents stand in it: in an object and in a list. */
enum { ITEM_DEPTH = 2 };

void data_write_json_head(const struct data_model *model,
                          const struct data_document *document,
                          struct bytes *out)
{
    struct writing writing = { .model = model, .json = json_begin(out) };
    struct json *json = &writing.json;

    json_open(json, '{');
    write_head(&writing, document);
    write_edition_year(&writing, document);
    json_key(json, "documents");
    json_open(json, '[');
    bytes_free(&writing.scratch);
}

void data_write_json_item(const struct data_model *model,
                          const struct data_document *document,
                          struct bytes *out)
{
    struct writing writing = { .model = model, .json = json_begin(out) };
    struct json *json = &writing.json;

    json->depth = ITEM_DEPTH;
    json_open(json, '{');
    write_document(&writing, document);
    json_close(json, '}');
    bytes_free(&writing.scratch);
}

void data_write_json_tail(struct bytes *out)
{
    struct json json = json_begin(out);

    json.depth = ITEM_DEPTH;
    json.filled = true;
    json_close(&json, ']');
    json_close(&json, '}');
}
