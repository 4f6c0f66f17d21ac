/* Commands that write: sheets to files, layouts and words to stdout. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/outfile.h"
#include "cli/inside.h"
#include "data/data.h"
#include "form/form.h"
#include "layout/layout.h"
#include "pdf/pdf.h"
#include "record/record.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

char *output_folder(struct session *session, const struct document *document)
{
    struct arena *arena = session->arena;
    const struct value *year;

    if (document->out_folder)
        return arena_strdup(arena, document->out_folder);
    year = record_lookup_use(document->record, "year");
    if (!year || !year->present || !year->year)
        return arena_printf(arena, "%s/%s", session->options->out,
                            document->stage_folder);
    return arena_printf(arena, "%s/%s/%s", session->options->out,
                        unicode_year_folder(arena, year->year),
                        document->stage_folder);
}

char *output_path(struct session *session, const struct document *document,
                  const char *extension)
{
    return arena_printf(session->arena, "%s/%s.%s",
                        output_folder(session, document), document->stem,
                        extension);
}

const char *document_date(struct session *session,
                          const struct document *document)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    time_t seconds;
    struct tm date;

    if (document->date || !epoch || !*epoch)
        return document->date;
    seconds = (time_t)strtoll(epoch, &end, 10);
    if (*end || !gmtime_r(&seconds, &date))
        return NULL;
    return arena_printf(session->arena, "D:%04d%02d%02d%02d%02d%02dZ",
                        date.tm_year + 1900, date.tm_mon + 1, date.tm_mday,
                        date.tm_hour, date.tm_min, date.tm_sec);
}

const struct outline *document_outline(struct session *session,
                                       struct document *document)
{
    struct arena *arena = document->arena ? document->arena : session->arena;

    if (!document->outline)
        document->outline = outline_make(arena, document->sheet);
    return document->outline;
}

const char *source_name(const struct document *document)
{
    const char *slash = strrchr(document->path, '/');

    return slash ? slash + 1 : document->path;
}

bool is_same_part(const struct document *a, const struct document *b)
{
    return a->folder && b->folder && !strcmp(a->folder, b->folder) &&
           a->form == b->form && a->stage == b->stage;
}

void report_twice(struct session *session, const struct document *document,
                  const char *other)
{
    struct position where = document->where;

    if (document->record)
        where = document->record->at;
    else
        where.source =
            source_load(session->arena, document->path, NODE_FILE_LIMIT);
    diag_add(&session->diags, DIAG_ERROR, "output-twice", where,
             _("%s and %s would be written to the same file"), other,
             document->path);
}

/* Where a document's outputs go; among equal ones the first comes first. */
struct place {
    const char *path;
    size_t index;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;
    int order = strcmp(left->path, right->path);

    return order ? order
                 : (left->index > right->index) - (left->index < right->index);
}

bool are_apart(struct session *session)
{
    const struct documents *documents = &session->documents;
    struct place *places =
        arena_calloc(session->arena, documents->count + 1, sizeof *places);
    size_t first = 0;
    bool apart = true;

    for (size_t i = 0; i < documents->count; i++)
        places[i] =
            (struct place){ output_path(session, &documents->items[i], ""), i };
    qsort(places, documents->count, sizeof *places, compare_places);
    for (size_t i = 1; i < documents->count; i++) {
        if (strcmp(places[first].path, places[i].path)) {
            first = i;
            continue;
        }
        report_twice(session, &documents->items[places[i].index],
                     documents->items[places[first].index].path);
        apart = false;
    }
    return apart;
}

int add_output(struct session *session, struct outfile *out, const char *folder,
               const char *name, const char *extension, struct bytes *bytes)
{
    char *path =
        arena_printf(session->arena, "%s/%s.%s", folder, name, extension);
    int error = outfile_add(out, path, bytes->data, bytes->len);

    *LIST_ADD(session->arena, &session->outputs) =
        (struct written){ path, bytes->len };
    bytes_free(bytes);
    return error;
}

static void find_output(struct session *session,
                        const struct document *document, const char *extension)
{
    const char *path = output_path(session, document, extension);
    struct stat status;

    if (!stat(path, &status) && S_ISREG(status.st_mode)) {
        *LIST_ADD(session->arena, &session->outputs) =
            (struct written){ path, (size_t)status.st_size };
        return;
    }
    diag_add(&session->diags, DIAG_ERROR, "index-file", document->record->at,
             _("there is no file %s"), path)
        ->expected = _("the shares with these formats were built before");
}

void find_outputs(struct session *session, const struct document *document)
{
    const struct options *options = session->options;
    const struct data_model *model = document->model;

    if (options->pdf)
        find_output(session, document, "pdf");
    for (size_t i = 0; options->csv && i < data_table_count(model); i++)
        find_output(
            session, document,
            arena_printf(session->arena, "%s.csv", data_table_id(model, i)));
    if (options->json)
        find_output(session, document, "json");
}

int add_document(struct session *session, struct outfile *out,
                 struct document *document)
{
    const struct options *options = session->options;
    const char *folder = output_folder(session, document);
    struct bytes bytes = { 0 };
    struct pdf_options pdf = { .date = document_date(session, document) };
    struct pdf_part part = { .sheet = document->sheet,
                             .layout = document->layout };
    int error = 0;

    if (options->pdf) {
        part.outline = document_outline(session, document);
        if (!pdf_write(&part, 1, &pdf, &session->diags, &bytes))
            session->system_failed = true;
        error = add_output(session, out, folder, document->stem, "pdf", &bytes);
    }
    if (options->text && !error) {
        sheet_write_text(document->sheet, &bytes);
        error = add_output(session, out, folder, document->stem, "txt", &bytes);
    }
    if (options->png && !error)
        error = add_pictures(session, out, document);
    if (options->site && options->pdf && !error)
        error = add_thumbnail(session, out, document);
    return error ? error : add_data(session, out, document);
}

/* Says what was written, to a person at a terminal. */
static void report_outputs(struct session *session)
{
    if (!isatty(STDERR_FILENO) || session->options->watch)
        return;
    for (size_t i = 0; i < session->documents.count; i++) {
        const struct document *document = &session->documents.items[i];
        size_t pages = document->pages;

        if (session->options->pdf)
            message_print(stderr,
                          ngettext("%s: %zu page\n", "%s: %zu pages\n", pages),
                          output_path(session, document, "pdf"), pages);
        if (session->options->text)
            message_print(stderr, "%s\n",
                          output_path(session, document, "txt"));
        if (session->options->png)
            report_pictures(session, document);
    }
}

bool end_outputs(struct session *session, struct outfile *out, int error)
{
    bool done = false;

    if (!error && !session->diags.errors && !session->system_failed) {
        error = outfile_commit(out);
        done = !error;
    }
    if (error) {
        const char *path = outfile_failed_path(out);

        message_print(stderr, _("chosho: cannot write %s: %s\n"),
                      path ? path : session->options->out,
                      message_errno(error));
        session->system_failed = true;
    }
    outfile_end(out);
    return done;
}

void command_build(struct session *session)
{
    const struct options *options = session->options;
    struct outfile *out =
        options->site ? outfile_begin_tree(options->out) : outfile_begin();
    int error = run_batch(session, session->diags.errors ? NULL : out);

    if (end_outputs(session, out, error))
        report_outputs(session);
}

void build_made(struct session *session)
{
    struct outfile *out = outfile_begin();
    struct web *web = web_begin(session, out);
    int error = 0;

    for (size_t i = 0; i < session->documents.count && !error; i++) {
        struct document *document = &session->documents.items[i];

        document->pages = document->layout->page_count;
        error = add_document(session, out, document);
        web_add(web, document);
    }
    if (!error)
        error = web_end(web);
    if (end_outputs(session, out, error))
        report_outputs(session);
}

void print_bytes(struct bytes *bytes)
{
    if (bytes->len)
        fwrite(bytes->data, 1, bytes->len, stdout);
    bytes_free(bytes);
}

void command_dump(struct session *session)
{
    struct bytes bytes = { 0 };

    for (size_t i = 0; i < session->documents.count; i++) {
        struct document *document = &session->documents.items[i];

        if (session->options->outline)
            outline_dump(document_outline(session, document), &bytes);
        else
            layout_dump(document->layout, &bytes);
    }
    print_bytes(&bytes);
}

void command_text(struct session *session)
{
    struct bytes bytes = { 0 };

    for (size_t i = 0; i < session->documents.count; i++)
        sheet_write_text(session->documents.items[i].sheet, &bytes);
    print_bytes(&bytes);
}
