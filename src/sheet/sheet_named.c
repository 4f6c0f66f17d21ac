/*
 * Values that a form's stage has no place for. Who wrote the template forgot
 * the field; without a message their words would not be on the sheet.
 */
#include "sheet/bind.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "record/record.h"

/* A group is named by what stands in it. An edition also says what only the
 * program wants to know. */
static bool has_words(const struct form *form, const struct value *value)
{
    const struct form_field *field = value->field;

    return value->present && field->type != FORM_NAME &&
           field->type != FORM_STRINGS && field->type != FORM_GROUP &&
           !(field->use && form_lookup_use(&form->fields, "order"));
}

static void report(struct bind *bind, const struct value *value)
{
    diag_add(bind->diags, DIAG_ERROR, "form-field", value->at,
             _("the form shows \"%s\" nowhere at this stage"),
             value->field->key)
        ->expected =
        arena_printf(bind->arena,
                     _("a place for it in the template's %s.yaml; or, in its "
                       "fields.yaml, a \"stage\" that is another"),
                     bind->sheet->stage->id);
}

/* `told`: fields that were reported, each once. */
static void check_record(struct bind *bind, const struct record *record,
                         struct form_named *told)
{
    const struct form_stage *stage = bind->sheet->stage;

    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct form_field *field = value->field;

        if (!form_concerns(field, stage->id) || form_has_named(told, field))
            continue;
        if (has_words(record->form, value) &&
            !form_has_named(&stage->named, field)) {
            report(bind, value);
            *LIST_ADD(bind->arena, told) = field;
            continue;
        }
        for (size_t r = 0; r < value->records.count; r++)
            check_record(bind, value->records.items[r], told);
    }
}

void bind_check_named(struct bind *bind, const struct record *record)
{
    struct form_named told = { 0 };

    check_record(bind, record, &told);
}
