/* Fields that are read from sources and that no cell shows. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "form/form.h"

struct search {
    const struct form_stage *stage;
    struct diags *diags;
    bool quiet; /* what has a use is for the program, and need not be shown */
};

bool form_has_named(const struct form_named *named,
                    const struct form_field *field)
{
    for (size_t i = 0; i < named->count; i++)
        if (named->items[i] == field)
            return true;
    return false;
}

static void report(const struct search *search, const struct form_field *field,
                   const char *path)
{
    struct diag *diag =
        diag_add(search->diags, DIAG_WARNING, "form-unshown", field->at,
                 _("the stage %s reads this field, and its sheet does not "
                   "show it"),
                 search->stage->id);

    diag->expected = arena_printf(
        search->diags->arena,
        field->type == FORM_ENTRIES
            ? _("{entries: %s} in a cell, or \"stage:\" with the stages that "
                "show it")
            : _("{%s} in a cell, or \"stage:\" with the stages that show it"),
        path);
}

/* `prefix`: the groups on the way, each with its full stop. */
static void search_fields(const struct search *search,
                          const struct form_fields *fields, const char *prefix)
{
    struct arena *arena = search->diags->arena;

    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        const char *path = arena_printf(arena, "%s%s", prefix, field->key);
        bool group = field->type == FORM_GROUP;

        if (field->type == FORM_NAME || field->type == FORM_STRINGS ||
            (search->quiet && field->use) ||
            !form_concerns(field, search->stage->id))
            continue;
        if (field->fields)
            search_fields(search, field->fields,
                          group ? arena_printf(arena, "%s.", path) : "");
        else if (!form_has_named(&search->stage->named, field))
            report(search, field, path);
    }
}

void form_report_unshown(const struct form *form,
                         const struct form_stage *stage, struct diags *diags)
{
    struct search search = {
        .stage = stage,
        .diags = diags,
        /* Editions, and the sheets of comparisons. */
        .quiet = form_lookup_use(&form->fields, "order") ||
                 form_lookup_use(&form->fields, "documents"),
    };

    search_fields(&search, &form->fields, "");
}
