/*
 * The JSON Schema of a form's sources (draft-07, which editors know).
 *
 * It accepts what record_read() accepts, as far as one value and its place
 * tell: keys, kinds, characters, choices, years, dates, numbers. What only
 * several values together tell (the order of markers, a number typed by hand
 * that happens to be the record's own) is left to `chosho check`.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/json.h"
#include "form/form.h"
#include "form/schema.h"
#include "record/record.h"
#include "unicode/pattern.h"

struct schema {
    struct arena *arena;
    const struct form *form;
    const char *stage;
    const struct form_schema_words *words;
    struct json json;
    bool circled; /* inside a list whose numbers are circled */
    const char *year;
    const char *date;
};

/* ---- descriptions ----------------------------------------------------------
 */

/* `words` with `what` for {}. */
static const char *fill(struct schema *schema, const char *words,
                        const char *what)
{
    const char *gap = strstr(words, "{}");

    return gap ? arena_printf(schema->arena, "%.*s%s%s", (int)(gap - words),
                              words, what, gap + 2)
               : words;
}

static const char *type_words(const struct schema *schema, enum form_type type)
{
    const struct form_schema_words *words = schema->words;
    const char *const by_type[] = {
        [FORM_TEXT] = words->text,
        [FORM_ENTRIES] = words->entries,
        [FORM_CHOICE] = words->choice,
        [FORM_NUMBER] = words->number,
        [FORM_FISCAL_YEAR] = words->fiscal_year,
        [FORM_DATE] = words->date,
        [FORM_RECORDS] = words->records,
        [FORM_GROUP] = words->group,
        [FORM_NAME] = words->form,
        [FORM_STRINGS] = words->strings,
    };

    return by_type[type];
}

static void add_sentence(struct schema *schema, const char **text,
                         const char *more)
{
    if (more)
        *text =
            *text ? arena_printf(schema->arena, "%s\n\n%s", *text, more) : more;
}

static const char *list_markers(struct schema *schema,
                                const struct form_markers *markers)
{
    const char *out = "";

    for (size_t i = 0; i < markers->count; i++)
        out = arena_printf(schema->arena, "%s%s%s", out, i ? " " : "",
                           markers->items[i].pattern);
    return out;
}

static const char *stage_name(const struct schema *schema, const char *id)
{
    const struct form_stage *stage = form_lookup_stage(schema->form, id);

    return stage && stage->name ? stage->name : id;
}

/* The names of the stages that read a field. */
static const char *list_stages(const struct schema *schema,
                               const struct form_field *field)
{
    const char *list = stage_name(schema, field->stages[0]);

    for (size_t i = 1; i < field->stage_count; i++)
        list = arena_printf(schema->arena, "%s / %s", list,
                            stage_name(schema, field->stages[i]));
    return list;
}

static void write_description(struct schema *schema,
                              const struct form_field *field)
{
    const struct form_schema_words *words = schema->words;
    const char *text = NULL;

    add_sentence(schema, &text,
                 field->description ? field->description : field->data.about);
    add_sentence(schema, &text, type_words(schema, field->type));
    if (field->markers)
        add_sentence(
            schema, &text,
            fill(schema, words->markers, list_markers(schema, field->markers)));
    if (field->ruby)
        add_sentence(schema, &text, words->ruby);
    if (field->numbering)
        add_sentence(schema, &text, words->numbered);
    if (field->need)
        add_sentence(schema, &text,
                     field->need == FORM_REQUIRED ? words->required
                                                  : words->expected);
    if (field->stage_count)
        add_sentence(schema, &text,
                     fill(schema, words->stage, list_stages(schema, field)));
    json_member(&schema->json, "title", field->key);
    json_member(&schema->json, "description", text);
    json_member(&schema->json, "markdownDescription", text);
}

/* ---- values
 * ------------------------------------------------------------------ */

/*
 * A scalar by its pattern. YAML may read words without quotes as numbers or
 * truth values; they are texts all the same where `plain`. An optional value
 * may be left out behind its key.
 */
static void write_scalar(struct schema *schema, const struct form_field *field,
                         const char *pattern, bool plain, bool may_be_empty)
{
    struct json *json = &schema->json;
    const char *types = may_be_empty ? "[\"string\", \"null\"]" : "\"string\"";

    if (plain)
        types = may_be_empty ? "[\"string\", \"number\", \"boolean\", \"null\"]"
                             : "[\"string\", \"number\", \"boolean\"]";
    json_key(json, "type");
    json_raw(json, types);
    json_member(json, "pattern",
                may_be_empty ? arena_printf(schema->arena, "^$|%s", pattern)
                             : pattern);
    json_member(json, "patternErrorMessage", type_words(schema, field->type));
}

/* The markers an entry may begin with, as one pattern; NULL for none. */
static const char *marker_pattern(struct schema *schema,
                                  const struct form_markers *markers)
{
    const char *out = NULL;

    for (size_t i = 0; markers && i < markers->count; i++) {
        const char *one = unicode_marker_pattern(
            schema->arena, markers->items[i].pattern, markers->items[i].range);

        out = out ? arena_printf(schema->arena, "%s|%s", out, one) : one;
    }
    return out;
}

static void write_text(struct schema *schema, const struct form_field *field,
                       bool title)
{
    struct unicode_text_kind kind = { .circled = schema->circled || title,
                                      .ruby = field->ruby };

    if (field->type == FORM_STRINGS)
        kind.circled = false;
    if (field->type == FORM_ENTRIES)
        kind.marker = marker_pattern(schema, field->markers);
    write_scalar(schema, field, unicode_text_pattern(schema->arena, &kind),
                 true,
                 field->type == FORM_TEXT && field->need != FORM_REQUIRED);
}

static void write_choices(struct schema *schema, const struct form_field *field)
{
    struct json *json = &schema->json;

    json_key(json, "enum");
    json_open(json, '[');
    for (size_t i = 0; i < field->choice_count; i++)
        json_string(json, field->choices[i].value);
    if (field->need != FORM_REQUIRED) {
        json_string(json, "");
        json_null(json);
    }
    json_close(json, ']');
    json_key(json, "enumDescriptions");
    json_open(json, '[');
    for (size_t i = 0; i < field->choice_count; i++)
        json_string(json, field->choices[i].word ? field->choices[i].word : "");
    if (field->need != FORM_REQUIRED) {
        json_string(json, "");
        json_string(json, "");
    }
    json_close(json, ']');
}

static void write_number(struct schema *schema, const struct form_field *field)
{
    bool optional = field->need != FORM_REQUIRED;
    const char *number = field->decimals ? "number" : "integer";
    struct json *json = &schema->json;
    const char *pattern =
        unicode_number_pattern(schema->arena, field->decimals);

    json_key(json, "type");
    json_raw(json, arena_printf(schema->arena, "[\"string\", \"%s\"%s]", number,
                                optional ? ", \"null\"" : ""));
    json_member(json, "pattern",
                optional ? arena_printf(schema->arena, "^$|%s", pattern)
                         : pattern);
    json_member(json, "patternErrorMessage", type_words(schema, field->type));
}

static void write_fields(struct schema *schema,
                         const struct form_fields *fields,
                         enum form_numbering numbering, bool may_be_empty);

/* Nothing behind a key is nothing, or an empty text, to those who read it. */
static void write_container(struct json *json, const char *type,
                            bool may_be_empty)
{
    if (!may_be_empty) {
        json_member(json, "type", type);
        return;
    }
    json_key(json, "type");
    json_open(json, '[');
    json_string(json, type);
    json_string(json, "null");
    json_string(json, "string");
    json_close(json, ']');
    json_key(json, "maxLength");
    json_int(json, 0);
}

static void write_list(struct schema *schema, const struct form_field *field)
{
    struct json *json = &schema->json;
    bool circled = schema->circled;

    write_container(json, "array", field->need != FORM_REQUIRED);
    if (field->type == FORM_STRINGS) {
        json_key(json, "uniqueItems");
        json_bool(json, true);
    }
    json_key(json, "items");
    json_open(json, '{');
    if (field->type == FORM_RECORDS) {
        schema->circled = circled || field->numbering == FORM_NUMBER_CIRCLED;
        write_fields(schema, field->fields, field->numbering, false);
        schema->circled = circled;
    } else {
        write_text(schema, field, false);
    }
    json_close(json, '}');
}

static void write_field(struct schema *schema, const struct form_field *field,
                        bool title)
{
    struct json *json = &schema->json;
    bool optional = field->need != FORM_REQUIRED;

    json_open(json, '{');
    write_description(schema, field);
    switch (field->type) {
    case FORM_TEXT:
        write_text(schema, field, title);
        break;
    case FORM_ENTRIES:
    case FORM_STRINGS:
    case FORM_RECORDS:
        write_list(schema, field);
        break;
    case FORM_CHOICE:
        write_choices(schema, field);
        break;
    case FORM_NUMBER:
        write_number(schema, field);
        break;
    case FORM_FISCAL_YEAR:
        write_scalar(schema, field, schema->year, false, optional);
        break;
    case FORM_DATE:
        write_scalar(schema, field, schema->date, false, optional);
        break;
    case FORM_GROUP:
        write_fields(schema, field->fields, FORM_NUMBER_NONE, optional);
        break;
    case FORM_NAME:
        json_key(json, "enum");
        json_open(json, '[');
        json_string(json, schema->form->name);
        json_close(json, ']');
        break;
    }
    json_close(json, '}');
}

/* The fields of a level. In a numbered list the first text is its title. */
static void write_fields(struct schema *schema,
                         const struct form_fields *fields,
                         enum form_numbering numbering, bool may_be_empty)
{
    struct json *json = &schema->json;
    bool title = numbering != FORM_NUMBER_NONE;

    write_container(json, "object", may_be_empty);
    json_key(json, "additionalProperties");
    json_bool(json, false);
    json_key(json, "required");
    json_open(json, '[');
    for (size_t i = 0; i < fields->count; i++)
        if (fields->items[i].need == FORM_REQUIRED &&
            form_concerns(&fields->items[i], schema->stage))
            json_string(json, fields->items[i].key);
    json_close(json, ']');
    json_key(json, "properties");
    json_open(json, '{');
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        json_key(json, field->key);
        write_field(schema, field, title && field->type == FORM_TEXT);
        title = title && field->type != FORM_TEXT;
    }
    json_close(json, '}');
}

void record_write_schema(struct arena *arena, const struct form *form,
                         const char *stage,
                         const struct form_schema_words *words,
                         struct bytes *out)
{
    struct schema schema = {
        .arena = arena,
        .form = form,
        .stage = stage,
        .words = words,
        .json = json_begin(out),
        .year = unicode_fiscal_year_pattern(arena),
        .date = unicode_date_pattern(arena),
    };
    struct json *json = &schema.json;

    json_open(json, '{');
    json_member(json, "$schema", "http://json-schema.org/draft-07/schema#");
    json_member(json, "title", fill(&schema, words->title, form->name));
    write_fields(&schema, &form->fields, FORM_NUMBER_NONE, false);
    json_close(json, '}');
}
