/*
 * Summaries: one sheet of what the departments of an edition say.
 *
 * The form of the sheet stands in the folder "summary" of the departments'
 * form and has its stages. Only records are read; nothing is laid out but the
 * summary, which is a document like any other from there on.
 */
#include "base/arena.h"
#include "base/disk.h"
#include "base/message.h"
#include "cli/inside.h"
#include "form/form.h"
#include "record/record.h"

static const char summary_folder[] = "summary";

/* The departments' records, in the edition's order. */
struct parts {
    struct record **items;
    size_t count;
    size_t capacity;
};

/* One form has one summary. */
static bool is_same_form(struct session *session, const struct document *first,
                         const struct document *part)
{
    if (part->form == first->form)
        return true;
    diag_add(&session->diags, DIAG_ERROR, "summary-form",
             whole_file(session, part->path),
             _("a summary is of sources of one form; this one is of %s, others "
               "are of %s"),
             part->form->name, first->form->name);
    return false;
}

/* False when something was wrong; that is reported. */
static bool read_parts(struct session *session, const struct book *book,
                       struct parts *parts)
{
    size_t errors = session->diags.errors;

    for (size_t i = 0; i < book->count; i++) {
        struct document *first = &session->documents.items[book->first];
        struct document *part = first + i;

        load_record(session, part);
        if (part->record && is_same_form(session, first, part))
            *LIST_ADD(session->arena, parts) = part->record;
    }
    return session->diags.errors == errors && !session->system_failed &&
           parts->count;
}

/* The user's own, else the program's. NULL after a report. */
static const struct form *load_summary_form(struct session *session,
                                            const struct form *of)
{
    struct arena *arena = session->arena;
    const char *roots[] = { session->options->templates,
                            session->places.templates };

    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        const char *folder = roots[i]
                                 ? arena_printf(arena, "%s/%s/%s", roots[i],
                                                of->id, summary_folder)
                                 : NULL;

        if (folder &&
            disk_may_read(arena_printf(arena, "%s/fields.yaml", folder)))
            return form_load(arena, folder, &session->diags);
    }
    diag_add(&session->diags, DIAG_ERROR, "summary-form",
             (struct position){ 0 }, _("the form %s has no summary"), of->name)
        ->expected =
        arena_printf(arena, "%s/%s/fields.yaml", of->id, summary_folder);
    return NULL;
}

static void load_summary(struct session *session, struct book *book,
                         struct document *summary)
{
    const struct document *first = &session->documents.items[book->first];
    struct parts parts = { 0 };

    *summary = book->own;
    summary->record = NULL;
    if (!book->count || !read_parts(session, book, &parts))
        return;
    name_stage(session, &book->own, first->stage);
    summary->form = load_summary_form(session, first->form);
    if (!summary->form)
        return;
    summary->stem = summary_folder;
    summary->stage_folder = first->stage->id;
    summary->stage = form_lookup_stage(summary->form, first->stage->id);
    if (!summary->stage)
        diag_add(&session->diags, DIAG_ERROR, "stage", (struct position){ 0 },
                 _("the form %s has no stage \"%s\""), summary->form->name,
                 first->stage->id);
    summary->record =
        record_make_summary(session->arena, summary->form, book->own.record,
                            parts.items, parts.count);
    if (!summary->record)
        diag_add(&session->diags, DIAG_ERROR, "form-use",
                 (struct position){ 0 },
                 _("the form %s has no field with the use \"%s\""),
                 summary->form->name, "documents");
    load_layout(session, summary);
}

void load_summaries(struct session *session)
{
    struct documents summaries = { 0 };

    for (size_t i = 0; i < session->books.count; i++)
        load_summary(session, &session->books.items[i],
                     LIST_ADD(session->arena, &summaries));
    session->documents = summaries;
}

void build_summaries(struct session *session)
{
    load_summaries(session);
    if (session->diags.errors || session->system_failed || !are_apart(session))
        return;
    session->rebuilt = session->documents.count;
    build_made(session);
}
