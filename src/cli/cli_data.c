/*
 * Open data: NAME.items.csv, NAME.entries.csv and NAME.json beside a sheet;
 * items.csv, entries.csv, data.json, schema.json and data.html for the
 * departments of an edition.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "cli/inside.h"
#include "data/data.h"
#include "form/form.h"
#include "record/record.h"

static const char page_name[] = "data";
static const char schema_name[] = "schema";

static const struct form_data_words *find_words(struct session *session)
{
    char *file =
        arena_printf(session->arena, "%s/data.yaml", session->places.templates);

    if (!session->words)
        session->words =
            form_load_data_words(session->arena, file, &session->diags);
    return session->words;
}

const struct data_model *find_model(struct session *session,
                                    const struct form *form,
                                    const struct form_stage *stage)
{
    const struct form_data_words *words = find_words(session);
    struct form_model *model;

    for (size_t i = 0; i < session->models.count; i++)
        if (session->models.items[i].form == form &&
            session->models.items[i].stage == stage)
            return session->models.items[i].model;
    if (!words)
        return NULL;
    model = LIST_ADD(session->arena, &session->models);
    *model = (struct form_model){
        .form = form,
        .stage = stage,
        .model = data_model_make(session->arena, form, stage, words,
                                 &session->diags),
    };
    return model->model;
}

void load_model(struct session *session, struct document *document)
{
    if (document->form && document->stage)
        document->model = find_model(session, document->form, document->stage);
}

/* ---- documents ----------------------------------------------------------- */

static struct data_document make_document(const struct document *document)
{
    return (struct data_document){
        .record = document->record,
        .id = document->stem,
        .source = source_name(document),
        .edition = document->edition,
    };
}

static int add_tables(struct session *session, struct outfile *out,
                      const struct data_model *model,
                      struct data_documents documents, const char *folder,
                      const char *prefix)
{
    struct bytes bytes = { 0 };
    int error = 0;

    for (size_t i = 0; i < data_table_count(model) && !error; i++) {
        data_write_csv(model, i, documents, &bytes);
        error = add_output(session, out, folder,
                           arena_printf(session->arena, "%s%s", prefix,
                                        data_table_id(model, i)),
                           "csv", &bytes);
    }
    return error;
}

static int add_document(struct session *session, struct outfile *out,
                        const struct document *document)
{
    struct data_document data = make_document(document);
    const char *folder = output_folder(session, document);
    struct bytes bytes = { 0 };
    int error = 0;

    if (session->options->csv)
        error = add_tables(session, out, document->model,
                           (struct data_documents){ &data, 1 }, folder,
                           arena_printf(session->arena, "%s.", document->stem));
    if (session->options->json && !error) {
        data_write_json(document->model, &data, &bytes);
        error =
            add_output(session, out, folder, document->stem, "json", &bytes);
    }
    return error;
}

/* ---- editions ------------------------------------------------------------ */

/* The documents of an edition that have the form and stage of the first. */
struct part {
    const struct document *first;
    const char *folder; /* of its outputs */
    struct data_document *items;
    size_t count;
    size_t capacity;
};

struct parts {
    struct part *items;
    size_t count;
    size_t capacity;
};

static struct parts collect_parts(struct session *session)
{
    struct parts parts = { 0 };

    for (size_t i = 0; i < session->documents.count; i++) {
        const struct document *document = &session->documents.items[i];
        struct part *part = NULL;

        if (!document->folder)
            continue;
        for (size_t p = 0; p < parts.count && !part; p++)
            if (is_same_part(parts.items[p].first, document))
                part = &parts.items[p];
        if (!part) {
            part = LIST_ADD(session->arena, &parts);
            *part = (struct part){
                .first = document,
                .folder = output_folder(session, document),
            };
        }
        *LIST_ADD(session->arena, part) = make_document(document);
    }
    return parts;
}

/* True for the name of a file that belongs to the edition. */
static bool is_taken(const struct document *document)
{
    return !strcmp(document->stem, page_name) ||
           !strcmp(document->stem, schema_name);
}

/* Two parts, or a part and a source of its name, would overwrite another. */
static bool is_alone(struct session *session, const struct parts *parts,
                     size_t index)
{
    const struct part *part = &parts->items[index];
    size_t errors = session->diags.errors;

    for (size_t i = 0; i < index; i++)
        if (!strcmp(parts->items[i].folder, part->folder))
            report_twice(session, part->first, parts->items[i].first->path);
    for (size_t i = 0; i < session->documents.count; i++) {
        const struct document *document = &session->documents.items[i];

        if (is_taken(document) &&
            !strcmp(output_folder(session, document), part->folder))
            report_twice(session, document, part->first->folder);
    }
    return session->diags.errors == errors;
}

static int add_part(struct session *session, struct outfile *out,
                    const struct part *part)
{
    const struct options *options = session->options;
    const struct data_model *model = part->first->model;
    struct data_documents documents = { part->items, part->count };
    struct bytes bytes = { 0 };
    int error = 0;

    if (options->csv)
        error = add_tables(session, out, model, documents, part->folder, "");
    if (options->json && !error) {
        data_write_json_edition(model, documents, &bytes);
        error =
            add_output(session, out, part->folder, page_name, "json", &bytes);
    }
    if (options->json && !error) {
        data_write_schema(model, &bytes);
        error =
            add_output(session, out, part->folder, schema_name, "json", &bytes);
    }
    if (!error) {
        data_write_page(model, documents, options->csv, options->json, &bytes);
        error =
            add_output(session, out, part->folder, page_name, "html", &bytes);
    }
    return error;
}

int add_data(struct session *session, struct outfile *out)
{
    const struct options *options = session->options;
    struct parts parts;
    int error = 0;

    if (!options->csv && !options->json)
        return 0;
    for (size_t i = 0; i < session->documents.count && !error; i++)
        error = add_document(session, out, &session->documents.items[i]);
    parts = collect_parts(session);
    for (size_t i = 0; i < parts.count && !error; i++)
        if (is_alone(session, &parts, i))
            error = add_part(session, out, &parts.items[i]);
    return error;
}
