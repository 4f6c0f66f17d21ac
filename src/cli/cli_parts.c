/*
 * Open data of editions: items.csv, entries.csv, data.json, schema.json and
 * data.html for the departments of an edition that share form and stage.
 *
 * What a department gives to them is packed as it will stand there, so that
 * the files grow with each department and no record has to be kept.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/outfile.h"
#include "base/pack.h"
#include "cli/inside.h"
#include "data/data.h"

static const char page_name[] = "data";
static const char schema_name[] = "schema";

/* A file that grows. */
struct growing {
    const char *path;
    size_t number; /* of outfile_open() */
    size_t size;   /* bytes so far */
};

struct part {
    const struct document *first;
    const char *folder; /* of its outputs */
    const struct data_model *model;
    struct growing *tables; /* as the model has them; NULL: not wanted */
    struct growing json;
    struct data_summaries documents;
};

struct parts {
    struct session *session;
    struct outfile *out;
    struct part **items;
    size_t count;
    size_t capacity;
};

static bool is_wanted(const struct session *session)
{
    return session->options->csv || session->options->json;
}

/* ---- packing ------------------------------------------------------------- */

static void pack_row_counts(struct session *session,
                            const struct document *document,
                            const struct data_document *data,
                            struct bytes *message)
{
    struct data_summary summary =
        data_summarize(session->arena, document->model, data);

    pack_string(message, summary.title);
    for (size_t i = 0; i < data_table_count(document->model); i++)
        pack_int(message, summary.rows[i]);
}

/* Packs the bytes and empties them. */
static void pack_piece(struct bytes *piece, struct bytes *message)
{
    pack_bytes(message, piece->data, piece->len);
    piece->len = 0;
}

void pack_part(struct session *session, const struct document *document,
               struct bytes *message)
{
    struct data_document data = make_data_document(document);
    const struct data_model *model = document->model;
    struct bytes piece = { 0 };

    if (!is_wanted(session) || !document->folder)
        return;
    pack_row_counts(session, document, &data, message);
    for (size_t i = 0; session->options->csv && i < data_table_count(model);
         i++) {
        data_write_csv_rows(model, i, &data, &piece);
        pack_piece(&piece, message);
    }
    if (session->options->json) {
        data_write_json_head(model, &data, &piece);
        pack_piece(&piece, message);
        data_write_json_item(model, &data, &piece);
        pack_piece(&piece, message);
    }
    bytes_free(&piece);
}

/* ---- growing files ------------------------------------------------------- */

struct parts *parts_begin(struct session *session, struct outfile *out)
{
    struct parts *parts;

    if (!is_wanted(session))
        return NULL;
    parts = arena_alloc(session->arena, sizeof *parts);
    *parts = (struct parts){ .session = session, .out = out };
    return parts;
}

static int append(struct parts *parts, struct growing *file, const void *data,
                  size_t len)
{
    file->size += len;
    return outfile_append(parts->out, file->number, data, len);
}

/* Begins a file with the bytes of its head, and frees them. */
static int open_file(struct parts *parts, const struct part *part,
                     const char *name, const char *extension,
                     struct bytes *head, struct growing *file)
{
    int error;

    file->path = arena_printf(parts->session->arena, "%s/%s.%s", part->folder,
                              name, extension);
    error = outfile_open(parts->out, file->path, &file->number);
    if (!error)
        error = append(parts, file, head->data, head->len);
    bytes_free(head);
    return error;
}

static int open_tables(struct parts *parts, struct part *part)
{
    size_t count = data_table_count(part->model);
    int error = 0;

    part->tables =
        arena_calloc(parts->session->arena, count, sizeof *part->tables);
    for (size_t i = 0; i < count && !error; i++) {
        struct bytes head = { 0 };

        data_write_csv_head(part->model, i, &head);
        error = open_file(parts, part, data_table_id(part->model, i), "csv",
                          &head, &part->tables[i]);
    }
    return error;
}

/* The part of a document; a new one where it is the first. */
static struct part *find_part(struct parts *parts,
                              const struct document *document, int *error)
{
    struct session *session = parts->session;
    struct part *part;

    for (size_t i = parts->count; i-- > 0;)
        if (is_same_part(parts->items[i]->first, document))
            return parts->items[i];
    part = arena_alloc(session->arena, sizeof *part);
    *part = (struct part){
        .first = document,
        .folder = document->out_folder,
        .model = find_model(session, document->form, document->stage),
    };
    *LIST_ADD(session->arena, parts) = part;
    if (session->options->csv)
        *error = open_tables(parts, part);
    return part;
}

static int take_json(struct parts *parts, struct part *part,
                     struct pack_reader *reader)
{
    struct bytes head = { 0 };
    size_t len;
    const void *data = pack_take_bytes(reader, &len);
    int error = 0;

    if (part->documents.count == 1) {
        bytes_append(&head, data, len);
        error = open_file(parts, part, page_name, "json", &head, &part->json);
    } else {
        error = append(parts, &part->json, DATA_JSON_NEXT,
                       sizeof DATA_JSON_NEXT - 1);
    }
    data = pack_take_bytes(reader, &len);
    return error ? error : append(parts, &part->json, data, len);
}

static void take_row_counts(struct parts *parts, struct part *part,
                            const struct document *document,
                            struct pack_reader *reader)
{
    struct arena *arena = parts->session->arena;
    size_t count = data_table_count(part->model);
    const char *title = pack_take_string(reader);
    size_t *rows = arena_calloc(arena, count, sizeof *rows);

    for (size_t i = 0; i < count; i++)
        rows[i] = (size_t)pack_take_int(reader);
    *LIST_ADD(arena, &part->documents) = (struct data_summary){
        .id = document->stem,
        .source = source_name(document),
        .title = title ? arena_strdup(arena, title) : NULL,
        .rows = rows,
    };
}

int parts_take(struct parts *parts, const struct document *document,
               struct pack_reader *reader)
{
    struct part *part;
    int error = 0;

    if (!parts || !document->folder)
        return 0;
    part = find_part(parts, document, &error);
    take_row_counts(parts, part, document, reader);
    for (size_t i = 0; part->tables && i < data_table_count(part->model); i++) {
        size_t len;
        const void *rows = pack_take_bytes(reader, &len);

        if (!error)
            error = append(parts, &part->tables[i], rows, len);
    }
    if (parts->session->options->json && !error)
        error = take_json(parts, part, reader);
    return error;
}

/* ---- ending -------------------------------------------------------------- */

/* True for the name of a file that belongs to the edition. */
static bool is_taken(const struct document *document)
{
    return !strcmp(document->stem, page_name) ||
           !strcmp(document->stem, schema_name);
}

/* Two parts, or a part and a source of its name, would overwrite another. */
static bool is_alone(struct parts *parts, size_t index)
{
    struct session *session = parts->session;
    const struct part *part = parts->items[index];
    size_t errors = session->diags.errors;

    for (size_t i = 0; i < index; i++)
        if (!strcmp(parts->items[i]->folder, part->folder))
            report_twice(session, part->first, parts->items[i]->first->path);
    for (size_t i = 0; i < session->documents.count; i++) {
        const struct document *document = &session->documents.items[i];

        if (is_taken(document) && !strcmp(document->out_folder, part->folder))
            report_twice(session, document, part->first->folder);
    }
    return session->diags.errors == errors;
}

static int close_file(struct parts *parts, const struct growing *file)
{
    struct session *session = parts->session;

    *LIST_ADD(session->arena, &session->outputs) =
        (struct written){ file->path, file->size };
    return outfile_close(parts->out, file->number);
}

static int close_files(struct parts *parts, struct part *part)
{
    struct bytes tail = { 0 };
    int error = 0;

    for (size_t i = 0;
         part->tables && i < data_table_count(part->model) && !error; i++)
        error = close_file(parts, &part->tables[i]);
    if (!parts->session->options->json || error)
        return error;
    data_write_json_tail(&tail);
    error = append(parts, &part->json, tail.data, tail.len);
    bytes_free(&tail);
    return error ? error : close_file(parts, &part->json);
}

static int end_part(struct parts *parts, struct part *part)
{
    struct session *session = parts->session;
    const struct options *options = session->options;
    struct bytes bytes = { 0 };
    int error = close_files(parts, part);

    if (options->json && !error) {
        data_write_schema(part->model, &bytes);
        error = add_output(session, parts->out, part->folder, schema_name,
                           "json", &bytes);
    }
    if (!error) {
        data_write_page(part->model, part->first->edition, &part->documents,
                        options->csv, options->json, &bytes);
        error = add_output(session, parts->out, part->folder, page_name, "html",
                           &bytes);
    }
    return error;
}

int parts_end(struct parts *parts)
{
    int error = 0;

    for (size_t i = 0; parts && i < parts->count && !error; i++)
        if (is_alone(parts, i))
            error = end_part(parts, parts->items[i]);
    return error;
}
