/* `chosho diff`: two sides compared, on the terminal or as a sheet. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/disk.h"
#include "base/message.h"
#include "cli/inside.h"
#include "cli/sides.h"
#include "form/form.h"
#include "record/record.h"

/* ---- on the terminal ----------------------------------------------------- */

/* https://no-color.org: any value but the empty one. */
static bool wants_colour(const struct options *options)
{
    const char *never = getenv("NO_COLOR");

    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(never && *never);
}

static void print_comparison(struct session *session,
                             const struct comparison *comparison)
{
    struct bytes out = { 0 };

    if (session->options->json)
        compare_write_json(session->arena, comparison, &out);
    else
        compare_write_term(session->arena, comparison,
                           wants_colour(session->options), &out);
    print_bytes(&out);
}

/* ---- as a sheet ---------------------------------------------------------- */

/* The form of comparisons: the user's own, else the program's. */
static const struct form *load_form(struct session *session)
{
    const char *own = session->options->templates;
    char *folder =
        own ? arena_printf(session->arena, "%s/%s", own, comparison_form)
            : NULL;

    if (!folder ||
        !disk_may_read(arena_printf(session->arena, "%s/fields.yaml", folder)))
        folder = arena_printf(session->arena, "%s/%s",
                              session->places.templates, comparison_form);
    return form_load(session->arena, folder, &session->diags);
}

static const struct record *either(const struct compare_document *document)
{
    return document->new.record ? document->new.record : document->old.record;
}

/* Editions have no sheet, so that they stand on none. */
static struct comparison keep_sheets(struct session *session,
                                     const struct comparison *comparison)
{
    struct comparison kept = { .old_name = comparison->old_name,
                               .new_name = comparison->new_name };

    for (size_t i = 0; i < comparison->count; i++)
        if (!form_lookup_use(&either(&comparison->items[i])->form->fields,
                             "order"))
            *LIST_ADD(session->arena, &kept) = comparison->items[i];
    return kept;
}

/* What a style of the form shows is told by the fields it reads. */
static enum compare_style style_of(const struct form_fields *fields,
                                   const char *stage)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (field->use && field->type == FORM_ENTRIES &&
            form_concerns(field, stage)) {
            if (!strcmp(field->use, "both-texts"))
                return COMPARE_MARKED;
            if (!strcmp(field->use, "clean-text"))
                return COMPARE_CLEAN;
        }
        if (field->fields) {
            enum compare_style style = style_of(field->fields, stage);

            if (style != COMPARE_COLUMNS)
                return style;
        }
    }
    return COMPARE_COLUMNS;
}

static struct record *make_record(struct session *session,
                                  const struct comparison *comparison,
                                  const struct form *form,
                                  const struct form_stage *stage)
{
    struct comparison kept = keep_sheets(session, comparison);
    struct compare_options options = {
        .style = style_of(&form->fields, stage->id),
        .all = session->options->all,
        .title = kept.count ? either(&kept.items[0])->form->name : NULL,
        .old_label = session->options->old_label,
        .new_label = session->options->new_label,
    };
    const char *missing = NULL;
    struct record *record =
        compare_make_record(session->arena, &kept, form, &options, &missing);

    if (!record)
        diag_add(&session->diags, DIAG_ERROR, "form-use",
                 (struct position){ 0 },
                 _("the form %s has no field with the use \"%s\""), form->name,
                 missing);
    return record;
}

static void build_sheet(struct session *session,
                        const struct comparison *comparison, const char *stem)
{
    const struct form *form = load_form(session);
    const struct form_stage *stage =
        form ? form_lookup_stage(form, session->options->style) : NULL;
    struct document *document;
    struct record *record;

    if (!form)
        return;
    if (!stage) {
        report_stage(session, (struct position){ 0 }, form,
                     session->options->style);
        return;
    }
    record = make_record(session, comparison, form, stage);
    if (!record)
        return;
    document = LIST_ADD(session->arena, &session->documents);
    *document = (struct document){
        .path = stem,
        .stem = stem,
        .form = form,
        .stage = stage,
        .stage_folder = stage->id,
        .record = record,
    };
    load_layout(session, document);
    if (!session->diags.errors && !session->system_failed)
        build_made(session);
}

/* ---- the command --------------------------------------------------------- */

void command_diff(struct session *session)
{
    const struct options *options = session->options;
    struct sides sides = { 0 };

    if (sides_read(session, options->all, &sides)) {
        struct comparison *comparison =
            compare_sides(session->arena, sides.old.items, sides.old.count,
                          sides.new.items, sides.new.count, options->stage);

        comparison->old_name = sides.old.name;
        comparison->new_name = sides.new.name;
        session->differs = !compare_is_same(comparison);
        if (options->term || options->json) {
            print_comparison(session, comparison);
        } else {
            comparison->old_name = sides.old.kept;
            comparison->new_name = sides.new.kept;
            build_sheet(session, comparison, sides.stem);
        }
    }
    repo_close(sides.repo);
}
