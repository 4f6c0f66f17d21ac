/*
 * Web pages: NAME.html or NAME.fragment.html for each document, index.html
 * for each edition whose folder was named, style.css above them; for a site
 * also index.html above all.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/source.h"
#include "cli/inside.h"
#include "data/data.h"
#include "form/form.h"
#include "form/web.h"
#include "record/record.h"
#include "web/web.h"

enum { STYLE_LIMIT = 1 << 20 };

static const char index_name[] = "index";

struct webbing {
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
    bool dated = year && year->present && year->year;
    const char *below = folder + strlen(session->options->out);
    struct web_part part = {
        .folder = below + (*below == '/'),
        .city = edition ? edition->city : NULL,
        .form = document->form,
        .stage = document->stage,
        .indexed = document->folder != NULL,
    };

    if (dated) {
        part.year = year->year;
        part.year_typed = text_join(session->arena, &year->text);
    }
    if (!part.indexed)
        return part;
    add_tables(session, folder, "", document->model, &part.files);
    add_file(session, folder, "data.json", "JSON", &part.files);
    add_file(session, folder, "schema.json", "JSON Schema", &part.files);
    part.dictionary = part.files.count;
    return part;
}

/* ---- parts --------------------------------------------------------------- */

/* The part of a document's edition; a source named alone has its own. */
static struct web_part *find_part(struct webbing *webbing,
                                  const struct document *document)
{
    for (size_t i = 0; i < webbing->parts.count; i++)
        if (is_same_part(webbing->firsts.items[i], document))
            return &webbing->parts.items[i];
    *LIST_ADD(webbing->session->arena, &webbing->firsts) = document;
    *LIST_ADD(webbing->session->arena, &webbing->parts) =
        make_part(webbing->session, document);
    return &webbing->parts.items[webbing->parts.count - 1];
}

/* Two indexes of one folder, or a source whose page would be the index. */
static bool is_alone(struct webbing *webbing, size_t index)
{
    struct session *session = webbing->session;
    const struct web_part *part = &webbing->parts.items[index];
    const struct document *first = webbing->firsts.items[index];
    size_t errors = session->diags.errors;

    for (size_t i = 0; i < index; i++)
        if (part->indexed && webbing->parts.items[i].indexed &&
            !strcmp(webbing->parts.items[i].folder, part->folder))
            report_twice(session, first, webbing->firsts.items[i]->path);
    for (size_t i = 0; part->indexed && i < part->count; i++)
        if (!strcmp(part->items[i].id, index_name))
            report_twice(session, first, first->folder);
    return session->diags.errors == errors;
}

/* ---- pages --------------------------------------------------------------- */

static int add_pages(struct webbing *webbing, const struct web_part *part)
{
    struct session *session = webbing->session;
    struct arena *arena = session->arena;
    const char *folder = arena_printf(arena, "%s%s%s", session->options->out,
                                      *part->folder ? "/" : "", part->folder);
    struct bytes bytes = { 0 };
    int error = 0;

    for (size_t i = 0; i < part->count && !error; i++) {
        const char *id = part->items[i].id;

        if (session->options->html) {
            web_write_page(arena, &webbing->options, part, i, &bytes);
            error =
                add_output(session, webbing->out, folder, id, "html", &bytes);
        }
        if (session->options->fragment && !error) {
            web_write_fragment(arena, &webbing->options, part, i, &bytes);
            error = add_output(session, webbing->out, folder, id,
                               "fragment.html", &bytes);
        }
    }
    if (part->indexed && session->options->html && !error) {
        web_write_index(arena, &webbing->options, part, &bytes);
        error = add_output(session, webbing->out, folder, index_name, "html",
                           &bytes);
    }
    return error;
}

/* The pages above the stages of a year. */
static int add_years(struct webbing *webbing)
{
    struct session *session = webbing->session;
    struct bytes bytes = { 0 };
    int error = 0;

    for (size_t i = 0; i < webbing->parts.count && !error; i++) {
        const char *folder =
            web_year_folder(session->arena, &webbing->parts, i);

        if (!folder)
            continue;
        web_write_year(session->arena, &webbing->options, &webbing->parts, i,
                       &bytes);
        error = add_output(session, webbing->out,
                           arena_printf(session->arena, "%s/%s",
                                        session->options->out, folder),
                           index_name, "html", &bytes);
    }
    return error;
}

static int add_style(struct webbing *webbing)
{
    struct session *session = webbing->session;
    char *path =
        arena_printf(session->arena, "%s/web.css", session->places.templates);
    struct source *style = source_load(session->arena, path, STYLE_LIMIT);
    struct bytes bytes = { 0 };

    if (!style)
        return errno;
    bytes_append(&bytes, style->data, style->len);
    return add_output(session, webbing->out, session->options->out, "style",
                      "css", &bytes);
}

static int add_top(struct webbing *webbing)
{
    struct session *session = webbing->session;
    struct bytes bytes = { 0 };

    web_write_top(session->arena, &webbing->options, &webbing->parts, &bytes);
    return add_output(session, webbing->out, session->options->out, index_name,
                      "html", &bytes);
}

const struct form_web_words *load_web_words(struct session *session)
{
    return form_load_web_words(
        session->arena,
        arena_printf(session->arena, "%s/web.yaml", session->places.templates),
        &session->diags);
}

int add_web(struct session *session, struct outfile *out)
{
    const struct options *options = session->options;
    struct webbing webbing = { .session = session, .out = out };
    int error = 0;

    if (!options->html && !options->fragment)
        return 0;
    webbing.options = (struct web_options){
        .words = load_web_words(session),
        .topped = options->site,
        .ears = options->ears,
        .heading = options->heading,
    };
    if (!webbing.options.words || !session->documents.count)
        return 0;
    sort_outputs(&session->outputs);
    for (size_t i = 0; i < session->documents.count; i++) {
        struct document *document = &session->documents.items[i];
        struct web_part *part = find_part(&webbing, document);

        *LIST_ADD(session->arena, part) = make_document(session, document);
    }
    for (size_t i = 0; i < webbing.parts.count; i++)
        webbing.parts.items[i].all = &webbing.parts;
    for (size_t i = 0; i < webbing.parts.count && !error; i++)
        if (is_alone(&webbing, i))
            error = add_pages(&webbing, &webbing.parts.items[i]);
    if (!error)
        error = add_style(&webbing);
    if (options->site && !error)
        error = add_years(&webbing);
    if (options->site && !error)
        error = add_top(&webbing);
    return error;
}
