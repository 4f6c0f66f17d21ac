/*
 * JSON against the record: every member that docs/data.md says, and no other
 * one. Jansson refuses what is no JSON, names that stand twice and NUL.
 */
#include "prove/json.h"

#include "base/arena.h"
#include "base/message.h"
#include "base/source.h"
#include "base/version.h"
#include "data/data.h"
#include "form/form.h"
#include "record/record.h"
#include "sheet/sheet.h"

static void expect_member(struct json_proof *comparing, const json_t *got,
                          const char *key, const char *want)
{
    json_expect_string(comparing, json_at(comparing, "", key), want,
                       json_object_get(got, key));
}

/* An object of named strings below the top. */
static void expect_names(struct json_proof *comparing, const json_t *top,
                         const char *key, const char *const (*names)[2],
                         size_t count)
{
    const json_t *got = json_object_get(top, key);

    for (size_t i = 0; i < count; i++)
        json_expect_string(comparing, json_at(comparing, key, names[i][0]),
                           names[i][1], json_object_get(got, names[i][0]));
    json_expect_count(comparing, json_at(comparing, key, ""), count, got);
}

static void compare_head(struct json_proof *comparing, const json_t *top)
{
    const struct prove_document *document = &comparing->truth->document;
    const struct form *form = document->sheet->form;
    const struct form_stage *stage = document->sheet->stage;
    const struct data_edition *edition = document->edition;
    const char *const names[][2] = { { "id", form->id },
                                     { "name", form->name },
                                     { "lang", form->lang } };
    const char *const stages[][2] = { { "id", stage->id },
                                      { "name", stage->name } };

    expect_member(comparing, top, "program", "chosho " CHOSHO_VERSION);
    expect_names(comparing, top, "form", names, 3);
    expect_names(comparing, top, "stage", stages, 2);
    expect_member(comparing, top, "date", edition ? edition->date : NULL);
    expect_member(comparing, top, "city", edition ? edition->city : NULL);
    expect_member(comparing, top, "area", edition ? edition->area : NULL);
}

/* The value of the document's field with that use, if this stage has one. */
static const struct value *find_use(const struct json_proof *comparing,
                                    const char *use)
{
    const struct value *value =
        record_lookup_use(comparing->truth->document.sheet->record, use);

    return value && value->present &&
                   form_concerns(value->field, truth_stage(comparing->truth))
               ? value
               : NULL;
}

static void compare_year(struct json_proof *comparing, const json_t *top,
                         bool of_edition)
{
    const struct data_edition *edition = comparing->truth->document.edition;
    const struct value *value = find_use(comparing, "year");
    const json_t *got = json_object_get(top, "year");
    const char *typed = NULL;
    int year = 0;

    if (value && value->field->type == FORM_FISCAL_YEAR) {
        typed = value_words(comparing->arena, &value->text);
        year = value->year;
    }
    if (of_edition && edition && edition->year) {
        typed = edition->year_typed;
        year = edition->year;
    }
    if (!typed) {
        json_expect_string(comparing, "year", NULL, got);
        return;
    }
    json_expect_string(comparing, json_at(comparing, "year", "text"), typed,
                       json_object_get(got, "text"));
    json_expect_int(comparing, json_at(comparing, "year", "year"), year,
                    json_object_get(got, "year"));
    json_expect_count(comparing, "year", 2, got);
}

static void compare_document(struct json_proof *comparing, const json_t *got)
{
    const struct prove_document *document = &comparing->truth->document;
    const struct value *title = find_use(comparing, "title");

    expect_member(comparing, got, "document", document->id);
    expect_member(comparing, got, "source", document->source);
    expect_member(comparing, got, "title",
                  title ? value_words(comparing->arena, &title->text) : NULL);
    json_compare_record(comparing, document->sheet->record, "",
                        json_object_get(got, "record"));
}

enum { HEAD = 7, DOCUMENT = 4 }; /* members */

static void compare_file(struct json_proof *comparing,
                         const struct prove_truths *truths, bool edition,
                         const json_t *top)
{
    const json_t *list = json_object_get(top, "documents");

    comparing->truth = truths->items[0];
    compare_head(comparing, top);
    compare_year(comparing, top, edition);
    json_expect_count(comparing, _("the whole"),
                      HEAD + (edition ? 1 : DOCUMENT), top);
    if (!edition) {
        compare_document(comparing, top);
        return;
    }
    for (size_t i = 0; i < truths->count; i++) {
        const json_t *got = json_array_get(list, i);

        comparing->truth = truths->items[i];
        comparing->prefix = arena_printf(comparing->arena, "%s/",
                                         truths->items[i]->document.id);
        compare_document(comparing, got);
        json_expect_count(comparing, json_at(comparing, "", ""), DOCUMENT, got);
    }
    comparing->prefix = "";
    json_expect_count(comparing, "documents", truths->count, list);
}

bool prove_json(const struct prove_truths *truths, bool edition,
                const struct source *file, struct diags *diags)
{
    struct proof proof = {
        .arena = truths->items[0]->arena,
        .diags = diags,
        .file = file,
        .format = "JSON",
    };
    struct json_proof comparing = { .proof = &proof,
                                    .arena = proof.arena,
                                    .prefix = "" };
    json_error_t error;
    json_t *top =
        json_loadb(file->data, file->len, JSON_REJECT_DUPLICATES, &error);

    for (size_t i = 0; i < truths->count; i++)
        proof_begin(truths->items[i]);
    if (top)
        compare_file(&comparing, truths, edition, top);
    else
        proof_fault(&proof, _("cannot be read as JSON: line %d: %s"),
                    error.line, error.text);
    for (size_t i = 0; i < truths->count && !proof.faults; i++)
        proof_check_lines(&proof, truths->items[i]);
    json_decref(top);
    return proof_end(&proof);
}
