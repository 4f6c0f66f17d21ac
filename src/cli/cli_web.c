/*
 * Web pages: NAME.html or NAME.fragment.html for each document, index.html
 * for each edition whose folder was named, style.css above them; for a site
 * also index.html above all.
 *
 * Pages tell of other stages where one run makes several: then the records of
 * all documents are there at once. Otherwise a page is made while its document
 * is at hand, and a summary of it stays for the index.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/pack.h"
#include "base/source.h"
#include "cli/inside.h"
#include "data/data.h"
#include "form/form.h"
#include "form/web.h"
#include "record/record.h"
#include "web/web.h"

enum { STYLE_LIMIT = 1 << 20 };

static const char index_name[] = "index";

struct web {
    struct session *session;
    struct outfile *out;
    struct web_options options;
    struct web_parts parts;
    struct {
        const struct document **items; /* of each part the first one */
        size_t count;
        size_t capacity;
    } firsts;
};

/* ---- what was written so far --------------------------------------------- */

static int compare_written(const void *a, const void *b)
{
    const struct written *left = a;
    const struct written *right = b;

    return strcmp(left->path, right->path);
}

/* By path, for add_file(). */
static void sort_outputs(struct outputs *outputs)
{
    if (outputs->count)
        qsort(outputs->items, outputs->count, sizeof *outputs->items,
              compare_written);
}

/* What this run makes as FOLDER/NAME, or NULL. */
static const struct written *find_written(struct session *session,
                                          const char *folder, const char *name)
{
    const struct outputs *outputs = &session->outputs;
    struct written want = { .path = arena_printf(session->arena, "%s/%s",
                                                 folder, name) };

    return outputs->count ? bsearch(&want, outputs->items, outputs->count,
                                    sizeof want, compare_written)
                          : NULL;
}

/* Adds FOLDER/NAME to the files of a page, if this run makes it. */
static void add_file(struct session *session, const char *folder,
                     const char *name, const char *kind,
                     struct web_files *files)
{
    const struct written *found = find_written(session, folder, name);

    if (found)
        *LIST_ADD(session->arena, files) = (struct web_file){
            .name = arena_strdup(session->arena, name),
            .kind = kind,
            .size = found->size,
        };
}

static void add_tables(struct session *session, const char *folder,
                       const char *prefix, const struct data_model *model,
                       struct web_files *files)
{
    struct arena *arena = session->arena;

    for (size_t i = 0; model && i < data_table_count(model); i++) {
        const char *id = data_table_id(model, i);

        add_file(session, folder, arena_printf(arena, "%s%s.csv", prefix, id),
                 arena_printf(arena, "CSV %s", id), files);
    }
}

/* Its thumbnail, if this run makes one, goes with the PDF. */
static void add_thumbnail_of(struct session *session, const char *folder,
                             const struct document *document,
                             struct web_files *files)
{
    const char *name =
        arena_printf(session->arena, "%s.small.png", document->stem);
    struct raster_size size;

    if (!files->count || !find_written(session, folder, name))
        return;
    size = thumbnail_size(document);
    files->items[0].image = name;
    files->items[0].width = size.width;
    files->items[0].height = size.height;
}

static struct web_document make_document(struct session *session,
                                         struct document *document)
{
    struct arena *arena = session->arena;
    const char *folder = output_folder(session, document);
    const char *stem = document->stem;
    struct web_document made = { .id = stem,
                                 .outline = document_outline(session, document),
                                 .record = document->record };

    add_file(session, folder, arena_printf(arena, "%s.pdf", stem), "PDF",
             &made.files);
    add_thumbnail_of(session, folder, document, &made.files);
    add_tables(session, folder, arena_printf(arena, "%s.", stem),
               document->model, &made.files);
    add_file(session, folder, arena_printf(arena, "%s.json", stem), "JSON",
             &made.files);
    return made;
}

static struct web_part make_part(struct session *session,
                                 const struct document *document)
{
    const char *folder = output_folder(session, document);
    const struct data_edition *edition = document->edition;
    const struct value *year = record_lookup_use(document->record, "year");
    const char *below = folder + strlen(session->options->out);
    struct web_part part = {
        .folder = below + (*below == '/'),
        .city = edition ? edition->city : NULL,
        .form = document->form,
        .stage = document->stage,
        .indexed = document->folder != NULL,
    };

    if (edition && edition->year) { /* departments may type it otherwise */
        part.year = edition->year;
        part.year_typed = edition->year_typed;
    } else if (year && year->present && year->year) {
        part.year = year->year;
        part.year_typed = text_join(session->arena, &year->text);
    }
    part.dictionary =
        part.indexed && (session->options->csv || session->options->json);
    return part;
}

/* The files of an edition, which are there by now. */
static void add_part_files(struct session *session,
                           const struct document *first, struct web_part *part)
{
    const char *folder = output_folder(session, first);

    if (!part->indexed)
        return;
    add_tables(session, folder, "",
               find_model(session, first->form, first->stage), &part->files);
    add_file(session, folder, "data.json", "JSON", &part->files);
    add_file(session, folder, "schema.json", "JSON Schema", &part->files);
}

/* ---- parts --------------------------------------------------------------- */

/* The part of a document's edition, or NULL; a source named alone has its
 * own. */
static struct web_part *find_part(struct web *web,
                                  const struct document *document)
{
    for (size_t i = web->parts.count; i-- > 0;)
        if (is_same_part(web->firsts.items[i], document))
            return &web->parts.items[i];
    return NULL;
}

static struct web_part *add_part(struct web *web, const struct document *first,
                                 struct web_part part)
{
    *LIST_ADD(web->session->arena, &web->firsts) = first;
    *LIST_ADD(web->session->arena, &web->parts) = part;
    return &web->parts.items[web->parts.count - 1];
}

/* Two indexes of one folder, or a source whose page would be the index. */
static bool is_alone(struct web *web, size_t index)
{
    struct session *session = web->session;
    const struct web_part *part = &web->parts.items[index];
    const struct document *first = web->firsts.items[index];
    size_t errors = session->diags.errors;

    for (size_t i = 0; i < index; i++)
        if (part->indexed && web->parts.items[i].indexed &&
            !strcmp(web->parts.items[i].folder, part->folder))
            report_twice(session, first, web->firsts.items[i]->path);
    for (size_t i = 0; part->indexed && i < part->count; i++)
        if (!strcmp(part->items[i].id, index_name))
            report_twice(session, first, first->folder);
    return session->diags.errors == errors;
}

/* ---- pages --------------------------------------------------------------- */

static int add_page(struct session *session, struct outfile *out,
                    const struct web_options *options,
                    const struct web_part *part, size_t index,
                    const char *folder)
{
    const char *id = part->items[index].id;
    struct bytes bytes = { 0 };
    int error = 0;

    if (session->options->html) {
        web_write_page(session->arena, options, part, index, &bytes);
        error = add_output(session, out, folder, id, "html", &bytes);
    }
    if (session->options->fragment && !error) {
        web_write_fragment(session->arena, options, part, index, &bytes);
        error = add_output(session, out, folder, id, "fragment.html", &bytes);
    }
    return error;
}

static int add_index(struct web *web, const struct web_part *part,
                     const char *folder)
{
    struct session *session = web->session;
    struct bytes bytes = { 0 };

    if (!part->indexed || !session->options->html)
        return 0;
    web_write_index(session->arena, &web->options, part, &bytes);
    return add_output(session, web->out, folder, index_name, "html", &bytes);
}

/* A part's index, and its pages where they were not made before. */
static int add_pages(struct web *web, size_t index)
{
    const struct web_part *part = &web->parts.items[index];
    const char *folder = output_folder(web->session, web->firsts.items[index]);
    int error = 0;

    for (size_t i = 0; i < part->count && !error; i++)
        if (!part->items[i].summary)
            error = add_page(web->session, web->out, &web->options, part, i,
                             folder);
    return error ? error : add_index(web, part, folder);
}

/* The pages above the stages of a year. */
static int add_years(struct web *web)
{
    struct session *session = web->session;
    struct bytes bytes = { 0 };
    int error = 0;

    for (size_t i = 0; i < web->parts.count && !error; i++) {
        const char *folder = web_year_folder(session->arena, &web->parts, i);

        if (!folder)
            continue;
        web_write_year(session->arena, &web->options, &web->parts, i, &bytes);
        error = add_output(session, web->out,
                           arena_printf(session->arena, "%s/%s",
                                        session->options->out, folder),
                           index_name, "html", &bytes);
    }
    return error;
}

static int add_style(struct web *web)
{
    struct session *session = web->session;
    char *path =
        arena_printf(session->arena, "%s/web.css", session->places.templates);
    struct source *style = source_load(session->arena, path, STYLE_LIMIT);
    struct bytes bytes = { 0 };

    if (!style)
        return errno;
    bytes_append(&bytes, style->data, style->len);
    return add_output(session, web->out, session->options->out, "style", "css",
                      &bytes);
}

static int add_top(struct web *web)
{
    struct session *session = web->session;
    struct bytes bytes = { 0 };

    web_write_top(session->arena, &web->options, &web->parts, &bytes);
    return add_output(session, web->out, session->options->out, index_name,
                      "html", &bytes);
}

const struct form_web_words *load_web_words(struct session *session)
{
    const char *file =
        arena_printf(session->shared, "%s/web.yaml", session->places.templates);

    if (!session->web_words)
        session->web_words =
            form_load_web_words(session->shared, file, &session->diags);
    return session->web_words;
}

static struct web_options make_options(const struct session *session)
{
    return (struct web_options){
        .words = session->web_words,
        .topped = session->options->site,
        .ears = session->options->ears,
        .heading = session->options->heading,
    };
}

/* ---- pages one by one -----------------------------------------------------
 */

static bool is_wanted(const struct options *options)
{
    return options->html || options->fragment;
}

/* True when pages tell of pages of other stages. */
static bool is_joined(const struct options *options)
{
    return options->site || options->all_stages;
}

int add_web_page(struct session *session, struct outfile *out,
                 struct document *document)
{
    const struct web_options options = make_options(session);
    struct web_part part;
    struct web_document made;

    if (!is_wanted(session->options) || is_joined(session->options))
        return 0;
    if (!load_web_words(session))
        return 0;
    sort_outputs(&session->outputs);
    made = make_document(session, document);
    part = make_part(session, document);
    part.items = &made;
    part.count = 1;
    return add_page(session, out, &options, &part, 0,
                    output_folder(session, document));
}

void pack_web(struct session *session, struct document *document,
              struct bytes *message)
{
    const struct web_options options = make_options(session);
    struct web_document made;
    struct web_part part;
    const struct web_summary *summary;

    if (!is_wanted(session->options) || is_joined(session->options) ||
        !session->web_words)
        return;
    sort_outputs(&session->outputs);
    made = make_document(session, document);
    part = make_part(session, document);
    part.items = &made;
    part.count = 1;
    summary = web_summarize(session->arena, &options, &part, 0);
    pack_int(message, (uint64_t)part.year);
    pack_string(message, part.year_typed);
    pack_summary(summary, &made.files, message);
}

struct web *web_begin(struct session *session, struct outfile *out)
{
    struct web *web;

    if (!is_wanted(session->options) || !load_web_words(session))
        return NULL;
    web = arena_alloc(session->arena, sizeof *web);
    *web = (struct web){
        .session = session,
        .out = out,
        .options = make_options(session),
    };
    return web;
}

/* A part by what was packed and what the document still knows. */
static struct web_part restore_part(struct session *session,
                                    const struct document *document,
                                    struct pack_reader *reader)
{
    const struct options *options = session->options;
    const char *below = document->out_folder + strlen(options->out);
    const char *typed;
    struct web_part part = {
        .folder = below + (*below == '/'),
        .city = document->edition ? document->edition->city : NULL,
        .form = document->form,
        .stage = document->stage,
        .indexed = document->folder != NULL,
    };

    part.year = (int)pack_take_int(reader);
    typed = pack_take_string(reader);
    part.year_typed = typed ? arena_strdup(session->arena, typed) : NULL;
    part.dictionary = part.indexed && (options->csv || options->json);
    return part;
}

void web_take(struct web *web, const struct document *document,
              struct pack_reader *reader)
{
    struct arena *arena;
    struct web_part *part;
    struct web_part own;
    struct web_document made = { .id = document->stem };

    if (!web || is_joined(web->session->options))
        return;
    arena = web->session->arena;
    own = restore_part(web->session, document, reader);
    part = find_part(web, document);
    if (!part)
        part = add_part(web, document, own);
    made.summary = take_summary(arena, &made.files, reader);
    *LIST_ADD(arena, part) = made;
}

/* ---- the end --------------------------------------------------------------
 */

void web_add(struct web *web, struct document *document)
{
    struct session *session;
    struct web_part *part;

    if (!web)
        return;
    session = web->session;
    sort_outputs(&session->outputs);
    part = find_part(web, document);
    if (!part)
        part = add_part(web, document, make_part(session, document));
    *LIST_ADD(session->arena, part) = make_document(session, document);
}

/* All documents are read again, and all at once. */
static void join_pages(struct web *web)
{
    struct session *session = web->session;
    struct diags diags = session->diags;

    for (size_t i = 0; i < session->documents.count; i++) {
        struct document *document = &session->documents.items[i];

        load_record(session, document);
        load_sheet(session, document);
        load_model(session, document);
        web_add(web, document);
    }
    session->diags = diags; /* said already */
}

/* A page of its own beside those of the part, and its PDF; both are among the
 * part's files. */
static int add_summary(struct web *web, const struct book *book)
{
    struct session *session = web->session;
    struct arena *arena = session->arena;
    struct web_part *part =
        find_part(web, &session->documents.items[book->first]);
    struct document summary;
    struct web_document made;
    struct web_part own;
    const char *folder;
    int error;

    if (!part || !load_site_summary(session, book, &summary))
        return 0;
    folder = output_folder(session, &summary);
    error = add_document(session, web->out, &summary);
    sort_outputs(&session->outputs);
    made = make_document(session, &summary);
    own = *part;
    own.items = &made;
    own.count = 1;
    if (!error)
        error = add_page(session, web->out, &web->options, &own, 0, folder);
    sort_outputs(&session->outputs);
    *LIST_ADD(arena, &part->files) = (struct web_file){
        .name = arena_printf(arena, "%s.html", summary.stem),
        .kind = summary.form->name,
    };
    add_file(session, folder, arena_printf(arena, "%s.pdf", summary.stem),
             arena_printf(arena, "%s PDF", summary.form->name), &part->files);
    return error;
}

/* Those of all editions of a site. */
static int add_summaries(struct web *web)
{
    struct books *books = &web->session->books;
    int error = 0;

    for (size_t i = 0; web->options.topped && i < books->count && !error; i++)
        error = add_summary(web, &books->items[i]);
    return error;
}

int web_end(struct web *web)
{
    int error;

    if (!web || !web->session->documents.count)
        return 0;
    if (is_joined(web->session->options)) {
        if (!web->parts.count) /* documents that were made are there */
            join_pages(web);
        for (size_t i = 0; i < web->parts.count; i++)
            web->parts.items[i].all = &web->parts;
    }
    sort_outputs(&web->session->outputs);
    error = add_summaries(web);
    for (size_t i = 0; i < web->parts.count; i++)
        add_part_files(web->session, web->firsts.items[i],
                       &web->parts.items[i]);
    for (size_t i = 0; i < web->parts.count && !error; i++)
        if (is_alone(web, i))
            error = add_pages(web, i);
    if (!error)
        error = add_style(web);
    if (web->options.topped && !error)
        error = add_years(web);
    if (web->options.topped && !error)
        error = add_top(web);
    return error;
}
