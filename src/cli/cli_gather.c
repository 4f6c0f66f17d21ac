/*
 * Summaries: one sheet of what the departments of an edition say.
 *
 * The form of the sheet stands in the folder "summary" of the departments'
 * form and has its stages. Only records are read; nothing is laid out but the
 * summary, which is a document like any other from there on.
 */
#include <string.h>

#include "base/arena.h"
#include "base/disk.h"
#include "base/message.h"
#include "cli/inside.h"
#include "form/form.h"
#include "record/record.h"

static const char summary_folder[] = "summary";

/* The departments' records, in the edition's order. */
struct parts {
    struct document first;
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

/* Reads a document again: its record becomes a part of the summary. */
static struct document read_part(struct session *session,
                                 const struct document *document)
{
    struct document part = *document;

    part.arena = NULL;
    part.record = NULL;
    load_record(session, &part);
    return part;
}

/* False when something was wrong; that is reported. */
static bool read_parts(struct session *session, const struct book *book,
                       struct parts *parts)
{
    size_t errors = session->diags.errors;

    for (size_t i = 0; i < book->count; i++) {
        struct document part =
            read_part(session, &session->documents.items[book->first + i]);

        if (!i)
            parts->first = part;
        if (part.record && is_same_form(session, &parts->first, &part))
            *LIST_ADD(session->arena, parts) = part.record;
    }
    return session->diags.errors == errors && !session->system_failed &&
           parts->count;
}

/* The folder of its summary's form: the user's own, else the program's; NULL
 * when there is none. */
static const char *find_summary_form(struct session *session,
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
            return folder;
    }
    return NULL;
}

/* NULL after a report. */
static const struct form *load_summary_form(struct session *session,
                                            const struct form *of)
{
    const char *folder = find_summary_form(session, of);

    if (folder)
        return form_load(session->arena, folder, &session->diags);
    diag_add(&session->diags, DIAG_ERROR, "summary-form",
             (struct position){ 0 }, _("the form %s has no summary"), of->name)
        ->expected = arena_printf(session->arena, "%s/%s/fields.yaml", of->id,
                                  summary_folder);
    return NULL;
}

/* A document of what the parts say, laid out; NULL members after a report. */
static void make_summary(struct session *session, const struct book *book,
                         const struct parts *parts, struct document *summary)
{
    const struct document *first = &parts->first;

    *summary = book->own;
    summary->record = NULL;
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
                            parts->items, parts->count);
    if (!summary->record)
        diag_add(&session->diags, DIAG_ERROR, "form-use",
                 (struct position){ 0 },
                 _("the form %s has no field with the use \"%s\""),
                 summary->form->name, "documents");
    load_layout(session, summary);
}

/* ---- alone ----------------------------------------------------------------
 */

void load_summaries(struct session *session)
{
    struct documents summaries = { 0 };

    for (size_t i = 0; i < session->books.count; i++) {
        const struct book *book = &session->books.items[i];
        struct document *summary = LIST_ADD(session->arena, &summaries);
        struct parts parts = { 0 };

        *summary = book->own;
        summary->record = NULL;
        if (book->count && read_parts(session, book, &parts))
            make_summary(session, book, &parts, summary);
    }
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

/* ---- in a site ------------------------------------------------------------
 */

/* One form for all, and that has a summary with this stage. */
static bool has_summary(struct session *session, const struct book *book)
{
    const struct document *first = &session->documents.items[book->first];
    const char *folder = find_summary_form(session, first->form);

    for (size_t i = 1; i < book->count; i++)
        if (first[i].form != first->form || !first[i].stage)
            return false;
    return folder && first->stage &&
           disk_may_read(arena_printf(session->arena, "%s/%s.yaml", folder,
                                      first->stage->id));
}

/* Names are the program's own beside those of sources. */
static bool is_named_apart(struct session *session, const struct book *book)
{
    for (size_t i = 0; i < book->count; i++) {
        const struct document *document =
            &session->documents.items[book->first + i];

        if (strcmp(document->stem, summary_folder))
            continue;
        report_twice(session, document, book->own.path);
        return false;
    }
    return true;
}

bool load_site_summary(struct session *session, const struct book *book,
                       struct document *summary)
{
    struct diags diags = session->diags;
    struct parts parts = { 0 };
    bool read;

    if (!book->count || !has_summary(session, book) ||
        !is_named_apart(session, book))
        return false;
    read = read_parts(session, book, &parts);
    session->diags = diags; /* said already */
    if (read)
        make_summary(session, book, &parts, summary);
    return read && summary->layout;
}

void add_site_summaries(struct session *session)
{
    for (size_t i = 0; i < session->books.count; i++) {
        struct document summary;

        if (load_site_summary(session, &session->books.items[i], &summary))
            *LIST_ADD(session->arena, &session->documents) = summary;
    }
}
