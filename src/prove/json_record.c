#include "prove/json.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "form/form.h"
#include "record/record.h"

/* ---- single values ------------------------------------------------------- */

const char *json_at(const struct json_proof *comparing, const char *address,
                    const char *key)
{
    return arena_printf(comparing->arena, "%s%s%s%s", comparing->prefix,
                        address, *address && *key ? "." : "", key);
}

/* A value as words, for messages and for comparing. */
static const char *say(const struct json_proof *comparing, const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_STRING:
        return json_string_value(value);
    case JSON_INTEGER:
        return arena_printf(comparing->arena, "%lld",
                            (long long)json_integer_value(value));
    case JSON_REAL:
        return arena_printf(comparing->arena, "%.17g", json_real_value(value));
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_OBJECT:
        return "{}";
    case JSON_ARRAY:
        return "[]";
    default:
        return value ? "null" : "";
    }
}

void json_expect_string(struct json_proof *comparing, const char *address,
                        const char *want, const json_t *got)
{
    if (want ? json_is_string(got) && !strcmp(want, json_string_value(got))
             : json_is_null(got))
        return;
    proof_differ(comparing->proof, address, want ? want : "null",
                 say(comparing, got));
}

void json_expect_int(struct json_proof *comparing, const char *address,
                     int64_t want, const json_t *got)
{
    if (json_is_integer(got) && json_integer_value(got) == want)
        return;
    proof_differ(comparing->proof, address,
                 arena_printf(comparing->arena, "%lld", (long long)want),
                 say(comparing, got));
}

void json_expect_count(struct json_proof *comparing, const char *address,
                       size_t want, const json_t *got)
{
    size_t count =
        json_is_array(got) ? json_array_size(got) : json_object_size(got);

    if (count != want)
        proof_fault(comparing->proof, _("%s: %zu members, not %zu"), address,
                    count, want);
}

/* ---- words --------------------------------------------------------------- */

/* Code points [0, count) of a string, in bytes. */
static size_t bytes_of(const char *words, size_t count)
{
    size_t len = strlen(words);
    size_t offset = 0;
    size_t n;

    for (size_t i = 0; i < count && offset < len; i++, offset += n)
        utf8_decode(words + offset, len - offset, &n);
    return offset;
}

/* The words with what `readings` says of them, as value_annotated() has it. */
static char *annotate(struct json_proof *comparing, const char *words,
                      const json_t *readings)
{
    struct bytes out = { 0 };
    size_t done = 0;
    size_t i;
    json_t *item;
    char *annotated;

    json_array_foreach(readings, i, item)
    {
        const json_t *reading = json_object_get(item, "reading");
        const json_t *lang = json_object_get(item, "lang");
        json_int_t start = json_integer_value(json_object_get(item, "start"));
        json_int_t len = json_integer_value(json_object_get(item, "length"));
        size_t end = done;

        if (start >= 0 && len > 0 && start < INT32_MAX && len < INT32_MAX)
            end = bytes_of(words, (size_t)start + (size_t)len);
        if (end > done)
            bytes_append(&out, words + done, end - done);
        done = end > done ? end : done;
        bytes_append_char(&out, PROVE_READING);
        if (json_is_string(reading))
            bytes_append_string(&out, json_string_value(reading));
        else if (json_is_string(lang))
            bytes_printf(&out, ":%s", json_string_value(lang));
        bytes_append_char(&out, PROVE_READING);
    }
    bytes_append_string(&out, words + done);
    annotated = arena_copy(comparing->arena, (const char *)out.data, out.len);
    bytes_free(&out);
    return annotated;
}

/* Each reading's members, and where its base begins. */
static void compare_readings(struct json_proof *comparing, const char *address,
                             const struct text *text, const json_t *readings)
{
    size_t start = 0;
    size_t count = 0;

    if (!json_is_array(readings))
        proof_differ(comparing->proof, address, "[]", say(comparing, readings));
    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];
        size_t len = utf8_count(span->utf8, span->len);
        const json_t *got = json_array_get(readings, count);

        if (span->ruby || span->lang) {
            json_expect_int(comparing, address, (int64_t)start,
                            json_object_get(got, "start"));
            json_expect_int(comparing, address, (int64_t)len,
                            json_object_get(got, "length"));
            json_expect_string(comparing, address, span->ruby,
                               json_object_get(got, "reading"));
            json_expect_string(comparing, address, span->lang,
                               json_object_get(got, "lang"));
            json_expect_count(comparing, address, 4, got);
            count++;
        }
        start += len;
    }
    json_expect_count(comparing, address, count, readings);
}

/* Compares words, and keeps what was found for the line. */
static void compare_words(struct json_proof *comparing, const char *address,
                          const struct value *value, size_t order,
                          const struct text *text, const json_t *got,
                          const json_t *readings, bool ruby)
{
    struct prove_line *line = truth_find_line(comparing->truth, value, order);
    const char *words = json_is_string(got) ? json_string_value(got) : "";
    const char *before = line && line->found ? line->found : "";

    json_expect_string(comparing, json_at(comparing, address, ""),
                       value_words(comparing->arena, text), got);
    if (ruby)
        compare_readings(comparing, json_at(comparing, address, ""), text,
                         readings);
    if (!line)
        return;
    words = value_without_languages(comparing->arena,
                                    annotate(comparing, words, readings));
    line->found = arena_printf(comparing->arena, "%s%s", before, words);
}

/* ---- values -------------------------------------------------------------- */

static void compare_entry(struct json_proof *comparing, const char *address,
                          const struct value *value, size_t index,
                          const json_t *got)
{
    const struct record_entry *entry = &value->entries.items[index];
    const json_t *marker = json_object_get(got, "marker");
    bool numbered = entry->pattern && entry->pattern->numbered;
    bool ruby = value->field->ruby;
    const json_t *from = json_object_get(got, "from");
    const json_t *to = json_object_get(got, "to");

    json_expect_int(comparing, json_at(comparing, address, "level"),
                    entry->level, json_object_get(got, "level"));
    if (entry->marker.count)
        compare_words(comparing, address, value, index + 1, &entry->marker,
                      marker, NULL, false);
    else
        json_expect_string(comparing, json_at(comparing, address, "marker"),
                           NULL, marker);
    if (numbered) {
        json_expect_int(comparing, json_at(comparing, address, "from"),
                        entry->number_from, from);
        json_expect_int(comparing, json_at(comparing, address, "to"),
                        entry->number_to, to);
    } else {
        json_expect_string(comparing, json_at(comparing, address, "from"), NULL,
                           from);
        json_expect_string(comparing, json_at(comparing, address, "to"), NULL,
                           to);
    }
    compare_words(comparing, address, value, index + 1, &entry->text,
                  json_object_get(got, "text"),
                  json_object_get(got, "readings"), ruby);
    json_expect_count(comparing, json_at(comparing, address, ""), ruby ? 6 : 5,
                      got);
}

static void compare_list(struct json_proof *comparing, const char *address,
                         const struct value *value, const json_t *got)
{
    for (size_t i = 0; i < value->entries.count; i++)
        compare_entry(comparing, address, value, i, json_array_get(got, i));
    for (size_t i = 0; i < value->string_count; i++)
        compare_words(comparing, address, value, i + 1, &value->strings[i],
                      json_array_get(got, i), NULL, false);
    if (!json_is_array(got))
        proof_differ(comparing->proof, json_at(comparing, address, ""), "[]",
                     say(comparing, got));
    json_expect_count(comparing, json_at(comparing, address, ""),
                      value->entries.count + value->string_count, got);
}

/* A JSON number: only the digits that count are left of it. */
static void compare_number(struct json_proof *comparing, const char *address,
                           const struct value *value, const json_t *got)
{
    const char *want = value_number(comparing->arena, value);
    const char *said = "";

    if (json_is_integer(got))
        said = say(comparing, got);
    else if (json_is_real(got))
        said = arena_printf(comparing->arena, "%.*f", value->decimals,
                            json_real_value(got));
    if (strcmp(want, said))
        proof_differ(comparing->proof, address, want, say(comparing, got));
}

static void compare_meaning(struct json_proof *comparing, const char *address,
                            const struct value *value, const json_t *got)
{
    struct arena *arena = comparing->arena;

    switch (value->field->type) {
    case FORM_CHOICE:
        json_expect_string(comparing, json_at(comparing, address, "word"),
                           value_meaning(value), json_object_get(got, "word"));
        break;
    case FORM_FISCAL_YEAR:
        json_expect_int(comparing, json_at(comparing, address, "year"),
                        value->year, json_object_get(got, "year"));
        break;
    case FORM_DATE:
        json_expect_string(comparing, json_at(comparing, address, "date"),
                           value_date(arena, value),
                           json_object_get(got, "date"));
        break;
    case FORM_NUMBER:
        compare_number(comparing, json_at(comparing, address, "value"), value,
                       json_object_get(got, "value"));
        break;
    default:
        break;
    }
}

static void compare_scalar(struct json_proof *comparing, const char *address,
                           const struct value *value, const json_t *got)
{
    const struct form_field *field = value->field;
    const json_t *readings = NULL;

    if (!value->present) {
        json_expect_string(comparing, json_at(comparing, address, ""), NULL,
                           got);
        return;
    }
    if (field->type == FORM_NAME ||
        (field->type == FORM_TEXT && !field->ruby)) {
        compare_words(comparing, address, value, 0, &value->text, got, NULL,
                      false);
        return;
    }
    if (field->ruby)
        readings = json_object_get(got, "readings");
    compare_words(comparing, address, value, 0, &value->text,
                  json_object_get(got, "text"), readings, field->ruby);
    compare_meaning(comparing, address, value, got);
    json_expect_count(comparing, json_at(comparing, address, ""), 2, got);
}

static void compare_value(struct json_proof *comparing,
                          const struct value *value, const char *prefix,
                          const json_t *got)
{
    const struct record_list *records = &value->records;
    struct arena *arena = comparing->arena;
    const char *address =
        arena_printf(arena, "%s%s", prefix, value->field->key);

    switch (value->field->type) {
    case FORM_GROUP:
        json_compare_record(comparing, records->items[0],
                            arena_printf(arena, "%s.", address), got);
        break;
    case FORM_RECORDS:
        for (size_t i = 0; i < records->count; i++)
            json_compare_record(comparing, records->items[i],
                                arena_printf(arena, "%s[%zu]/", address, i + 1),
                                json_array_get(got, i));
        json_expect_count(comparing, json_at(comparing, address, ""),
                          records->count, got);
        break;
    case FORM_ENTRIES:
    case FORM_STRINGS:
        compare_list(comparing, address, value, got);
        break;
    default:
        compare_scalar(comparing, address, value, got);
        break;
    }
}

void json_compare_record(struct json_proof *comparing,
                         const struct record *record, const char *prefix,
                         const json_t *got)
{
    size_t members = 0;

    if (record->number) {
        json_expect_int(comparing, json_at(comparing, prefix, "#"),
                        (int64_t)record->number, json_object_get(got, "#"));
        members++;
    }
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (!form_concerns(value->field, truth_stage(comparing->truth)))
            continue;
        members++;
        compare_value(comparing, value, prefix,
                      json_object_get(got, value->field->key));
    }
    json_expect_count(comparing, json_at(comparing, prefix, ""), members, got);
}
