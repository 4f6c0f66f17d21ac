/* A record that holds the records of an edition's departments. */
#include "record/record.h"

#include <string.h>

#include "base/arena.h"
#include "form/form.h"

struct summing {
    struct arena *arena;
    const struct record *edition;
    struct record *const *documents;
    size_t count;
    bool held; /* the documents have found their list */
};

static bool has_use(const struct form_field *field, const char *use)
{
    return field->use && !strcmp(field->use, use);
}

/* The documents become elements of the list. */
static void hold_documents(struct summing *summing, const struct record *record,
                           struct value *value)
{
    for (size_t i = 0; i < summing->count; i++) {
        struct record *document = summing->documents[i];

        document->parent = record;
        document->list = value->field;
        document->number = i + 1;
        *LIST_ADD(summing->arena, &value->records) = document;
    }
    value->present = summing->count > 0;
    summing->held = true;
}

static struct record *make_record(struct summing *summing,
                                  const struct form *form,
                                  const struct form_fields *fields,
                                  const struct record *parent)
{
    struct arena *arena = summing->arena;
    struct record *record = arena_alloc(arena, sizeof *record);

    *record = (struct record){ .form = form,
                               .fields = fields,
                               .parent = parent,
                               .at = summing->edition->at };
    record->values =
        arena_calloc(arena, fields->count + 1, sizeof *record->values);
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        struct value *value = &record->values[i];
        const struct value *same =
            field->use ? record_lookup_use(summing->edition, field->use) : NULL;

        if (same && same->field->type == field->type && !field->fields)
            *value = *same;
        value->field = field;
        value->at = same ? same->at : record->at;
        if (field->type == FORM_GROUP)
            *LIST_ADD(arena, &value->records) =
                make_record(summing, form, field->fields, record);
        else if (has_use(field, "documents") && field->type == FORM_RECORDS)
            hold_documents(summing, record, value);
    }
    return record;
}

struct record *record_make_summary(struct arena *arena, const struct form *form,
                                   const struct record *edition,
                                   struct record *const *documents,
                                   size_t count)
{
    struct summing summing = { .arena = arena,
                               .edition = edition,
                               .documents = documents,
                               .count = count };
    struct record *record = make_record(&summing, form, &form->fields, NULL);

    return summing.held ? record : NULL;
}
