/* The proofreader's place in a run, mended sources, schemas for editors. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/disk.h"
#include "base/message.h"
#include "base/outfile.h"
#include "check/check.h"
#include "cli/inside.h"
#include "form/check.h"
#include "form/form.h"
#include "form/schema.h"
#include "record/record.h"

/* A file of words: the user's own, else the program's. */
static const char *find_words(struct session *session, const char *name)
{
    const char *own = session->options->templates;
    char *file = own ? arena_printf(session->arena, "%s/%s", own, name) : NULL;

    return file && disk_may_read(file)
               ? file
               : arena_printf(session->arena, "%s/%s",
                              session->places.templates, name);
}

static const struct form_check_words *load_words(struct session *session)
{
    if (!session->check_words)
        session->check_words = form_load_check_words(
            session->arena, find_words(session, "check.yaml"), &session->diags);
    return session->check_words;
}

void proofread(struct session *session, const struct document *document,
               const struct record *record, size_t from, bool sound)
{
    const struct form_check_words *words = NULL;

    if (record && sound && !strcmp(session->options->command, "check"))
        words = load_words(session);
    if (words)
        check_document(session->arena, record, document->stage_folder, words,
                       &session->diags);
    check_switch(&session->diags, from, document->form, document->source);
}

/* True when the path of a document was named before. */
static bool is_named_before(struct session *session, size_t index)
{
    const struct document *documents = session->documents.items;

    for (size_t i = 0; i < index; i++)
        if (!strcmp(documents[i].path, documents[index].path))
            return true;
    return false;
}

static void report_mended(const char *path, size_t count)
{
    fprintf(
        stderr,
        ngettext("%s: %zu place mended\n", "%s: %zu places mended\n", count),
        path, count);
}

bool mend_sources(struct session *session)
{
    struct outfile *out = outfile_begin();
    size_t *counts = arena_calloc(session->arena, session->documents.count + 1,
                                  sizeof *counts);
    bool any = false;
    int error = 0;

    for (size_t i = 0; i < session->documents.count && !error; i++) {
        const struct document *document = &session->documents.items[i];
        struct bytes bytes = { 0 };

        if (document->source && !is_named_before(session, i))
            counts[i] = check_mend(&session->diags, document->source, &bytes);
        if (counts[i])
            error = outfile_add(out, document->path, bytes.data, bytes.len);
        any = any || counts[i];
        bytes_free(&bytes);
    }
    if (!end_outputs(session, out, error) || !any)
        return false;
    for (size_t i = 0; i < session->documents.count; i++)
        if (counts[i])
            report_mended(session->documents.items[i].path, counts[i]);
    return true;
}

/* ---- schemas ---------------------------------------------------------------
 */

void command_schema(struct session *session)
{
    const struct form *form =
        load_named_form(session, session->options->paths[0]);
    const char *wanted = session->options->stage;
    const struct form_schema_words *words = form_load_schema_words(
        session->arena, find_words(session, "schema.yaml"), &session->diags);
    const struct form_stage *stage =
        form ? form_lookup_stage(form, wanted) : NULL;
    struct bytes out = { 0 };

    if (form && wanted && !stage)
        report_stage(session, (struct position){ 0 }, form, wanted);
    if (form && words && !session->diags.errors)
        record_write_schema(session->arena, form, stage ? stage->id : NULL,
                            words, &out);
    print_bytes(&out);
}
