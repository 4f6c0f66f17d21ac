/*
 * Documents one by one: what `build` does.
 *
 * A document's arena is emptied for the next one, so that a thousand of them
 * take as much memory as the largest. With several workers (crew.h) each
 * has some of the documents; what a document leaves is packed as one message
 * whether it crosses from a worker or not, so that nothing depends on their
 * number. The outputs themselves are temporary files by then (outfile.h).
 */
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/outfile.h"
#include "base/pack.h"
#include "cli/crew.h"
#include "cli/inside.h"
#include "form/form.h"
#include "layout/layout.h"
#include "record/record.h"

/* From so many documents a worker earns what it costs to start it. */
enum { WORKER_SHARE = 8 };
/*
 * What a document gave back is kept for the next one: asking the system for
 * it anew is a fifth of the time.
 */
enum { MEMORY_KEPT = 64 << 20 };

/* From so many outputs they are flushed together. */
enum { FLUSHED_SINGLY = 8 };

struct batch {
    struct session *session;
    struct outfile *out;          /* NULL: nothing is written */
    struct arena *scratch;        /* of the document at hand */
    const struct crew_line *line; /* of a worker */
    struct parts *parts;
    struct web *web;
    struct progress progress;
    int error; /* of the outputs */
};

/* The share of the documents that was asked for. */
static void take_share(struct session *session)
{
    const struct options *options = session->options;
    struct documents *documents = &session->documents;
    size_t kept = 0;

    for (size_t i = 0; i < documents->count; i++)
        if (i % (size_t)options->shards == (size_t)options->shard - 1)
            documents->items[kept++] = documents->items[i];
    documents->count = kept;
}

static bool is_sound(const struct session *session)
{
    return !session->diags.errors && !session->system_failed;
}

/* ---- a document ---------------------------------------------------------- */

/* The number of a form's stage among all of them. */
static void pack_form(const struct session *session,
                      const struct document *document, struct bytes *message)
{
    size_t form = 0;

    while (session->forms.items[form] != document->form)
        form++;
    pack_int(message, form);
    pack_int(message, (uint64_t)(document->stage - document->form->stages));
}

static void take_form(const struct session *session, struct document *document,
                      struct pack_reader *reader)
{
    size_t form = (size_t)pack_take_int(reader);
    size_t stage = (size_t)pack_take_int(reader);

    document->form = session->forms.items[form];
    document->stage = &document->form->stages[stage];
    document->stage_folder = document->stage->id;
}

static void pack_outputs(const struct outputs *outputs, struct bytes *message)
{
    pack_int(message, outputs->count);
    for (size_t i = 0; i < outputs->count; i++) {
        pack_string(message, outputs->items[i].path);
        pack_int(message, outputs->items[i].size);
    }
}

static void take_outputs(struct session *session, struct pack_reader *reader)
{
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--) {
        const char *path = pack_take_string(reader);
        size_t size = (size_t)pack_take_int(reader);

        if (path)
            *LIST_ADD(session->arena, &session->outputs) =
                (struct written){ arena_strdup(session->arena, path), size };
    }
}

static void pack_thumbnail(const struct session *session,
                           const struct document *document,
                           struct bytes *message)
{
    struct raster_size size = { 0 };

    if (session->options->site && document->layout &&
        document->layout->page_count)
        size = thumbnail_size(document);
    pack_int(message, (uint64_t)size.width);
    pack_int(message, (uint64_t)size.height);
}

/* What stays of a document that is sound. */
static void pack_document(struct session *session, struct document *document,
                          struct bytes *message)
{
    pack_form(session, document, message);
    pack_string(message, output_folder(session, document));
    pack_int(message, (uint64_t)document->record->at.line);
    pack_int(message, (uint64_t)document->record->at.column);
    pack_int(message, document->layout ? document->layout->page_count : 0);
    pack_thumbnail(session, document, message);
    pack_outputs(&session->outputs, message);
    pack_part(session, document, message);
    pack_web(session, document, message);
}

/* Loads and writes a document; false when it is not sound. */
static bool make_document(struct batch *batch, struct document *document)
{
    struct session *session = batch->session;

    load_record(session, document);
    if (session->options->indexes)
        load_sheet(session, document);
    else
        load_layout(session, document);
    load_model(session, document);
    if (!is_sound(session))
        return false;
    if (session->options->indexes)
        find_outputs(session, document);
    else if (batch->out && !add_document(session, batch->out, document))
        add_web_page(session, batch->out, document);
    return is_sound(session);
}

static void pack_stamp(const struct stamp *stamp, struct bytes *message)
{
    pack_bytes(message, stamp, sizeof *stamp);
}

static struct stamp take_stamp(struct pack_reader *reader)
{
    struct stamp stamp = { 0 };
    size_t len;
    const void *data = pack_take_bytes(reader, &len);

    if (len == sizeof stamp)
        memcpy(&stamp, data, len);
    return stamp;
}

/* What a document leaves: files for outfile_adopt(), and the rest of it. */
static void leave(struct batch *batch, struct document *document,
                  struct bytes *message)
{
    struct session *session = batch->session;
    bool sound = make_document(batch, document);

    if (batch->out)
        outfile_pack(batch->out, message);
    pack_int(message, session->system_failed);
    diags_pack(&session->diags, message);
    pack_int(message, sound);
    if (sound)
        pack_document(session, document, message);
}

static void work(void *context, size_t task, struct bytes *message)
{
    struct batch *batch = context;
    struct session *session = batch->session;
    struct session kept = *session;
    struct document document = session->documents.items[task];
    struct stamp stamp = { 0 };
    const struct bytes *known = NULL;

    if (session->cache) {
        stamp = stamp_file(document.path);
        known = cache_lookup(session->cache, &document, &stamp);
    }
    pack_int(message, known != NULL);
    if (known) {
        bytes_append(message, known->data, known->len);
        return;
    }
    pack_stamp(&stamp, message);
    arena_clear(batch->scratch);
    document.arena = session->arena = batch->scratch;
    session->diags = diags_make(batch->scratch);
    session->outputs = (struct outputs){ 0 };
    leave(batch, &document, message);
    session->arena = kept.arena;
    session->diags = kept.diags;
    session->outputs = kept.outputs;
    session->system_failed = kept.system_failed;
}

static void take_document(struct batch *batch, struct document *document,
                          struct pack_reader *reader)
{
    struct session *session = batch->session;

    take_form(session, document, reader);
    settle_stage(session, document);
    document->out_folder =
        arena_strdup(session->arena, pack_take_string(reader));
    document->where.source =
        source_from_string(session->arena, document->path, "", 0);
    document->where.line = (int)pack_take_int(reader);
    document->where.column = (int)pack_take_int(reader);
    document->pages = (size_t)pack_take_int(reader);
    document->thumbnail.width = (int64_t)pack_take_int(reader);
    document->thumbnail.height = (int64_t)pack_take_int(reader);
    take_outputs(session, reader);
    if (batch->out && !batch->error)
        batch->error = parts_take(batch->parts, document, reader);
    if (batch->out && !batch->error)
        web_take(batch->web, document, reader);
}

/* Takes what is new of a document, and keeps the rest for later rounds. */
static void take_new(struct batch *batch, const struct document *document,
                     struct pack_reader *reader)
{
    struct cache *cache = batch->session->cache;
    struct stamp stamp = take_stamp(reader);

    if (batch->out)
        batch->error = outfile_adopt(batch->out, reader);
    if (cache)
        cache_keep(cache, document, &stamp, reader->at,
                   (size_t)(reader->end - reader->at));
    batch->session->rebuilt++;
}

static bool take(void *context, size_t task, const void *data, size_t len)
{
    struct batch *batch = context;
    struct session *session = batch->session;
    struct document *document = &session->documents.items[task];
    struct pack_reader reader = pack_read(data, len);
    bool known = pack_take_int(&reader) != 0;
    struct diags said = diags_make(session->arena);

    if (!known)
        take_new(batch, document, &reader);
    session->system_failed |= pack_take_int(&reader) != 0;
    diags_unpack(known ? &said : &session->diags, document->path, &reader);
    if (pack_take_int(&reader) && !batch->error)
        take_document(batch, document, &reader);
    progress_show(&batch->progress, task + 1);
    return !batch->error;
}

/* ---- workers ------------------------------------------------------------- */

static void send_note(void *context)
{
    struct batch *batch = context;
    struct bytes note = { 0 };

    outfile_pack(batch->out, &note);
    crew_send_note(batch->line, &note);
    bytes_free(&note);
}

static void take_note(void *context, const void *data, size_t len)
{
    struct batch *batch = context;
    struct pack_reader reader = pack_read(data, len);

    outfile_adopt(batch->out, &reader);
}

static void begin_worker(void *context, size_t worker, size_t workers,
                         const struct crew_line *line)
{
    struct batch *batch = context;

    batch->line = line;
    batch->scratch = arena_new();
    if (batch->out)
        outfile_branch(batch->out, worker, workers, send_note, batch);
}

static size_t count_workers(const struct session *session)
{
    size_t processors = crew_processors();
    size_t useful = session->documents.count / WORKER_SHARE;

    if (session->options->jobs)
        return (size_t)session->options->jobs;
    return useful < processors ? useful : processors;
}

static void report_end(struct session *session, const struct crew_end *end)
{
    if (!end->failed)
        return;
    session->system_failed = true;
    if (end->error)
        message_print(stderr, _("chosho: cannot start worker processes: %s\n"),
                      message_errno(end->error));
    else if (WIFSIGNALED(end->status))
        message_print(
            stderr, _("chosho: a worker process was ended by signal %d (%s)\n"),
            WTERMSIG(end->status), sigabbrev_np(WTERMSIG(end->status)));
    else
        message_print(stderr,
                      _("chosho: a worker process ended with status %d\n"),
                      WEXITSTATUS(end->status));
}

int run_batch(struct session *session, struct outfile *out)
{
    struct batch batch = { .session = session, .out = out };
    const struct crew crew = { &batch, begin_worker, work, take, take_note };
    struct crew_end end;
    size_t workers;
    size_t count;

    if (session->options->shards)
        take_share(session);
    count = session->documents.count;
    workers = count_workers(session);
    if (!count)
        return 0;
    if (count > 1) {
        mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT);
        mallopt(M_MMAP_THRESHOLD, MEMORY_KEPT / 2);
    }
    find_forms(session);
    load_fonts(session);
    batch.scratch = arena_new();
    if (out && !session->options->shards) {
        batch.parts = parts_begin(session, out);
        batch.web = web_begin(session, out);
    } else if (out && (session->options->html || session->options->fragment))
        load_web_words(session);
    if (out && count > FLUSHED_SINGLY && !session->cache)
        outfile_flush_together(out);
    if (out && workers > 1)
        outfile_share(out);
    batch.progress = progress_begin(count);
    end = crew_run(&crew, count, workers);
    progress_end(&batch.progress);
    report_end(session, &end);
    arena_free(batch.scratch);
    if (out && !batch.error && is_sound(session) && are_apart(session)) {
        batch.error = parts_end(batch.parts);
        if (!batch.error && is_sound(session))
            batch.error = web_end(batch.web);
    }
    return batch.error;
}
