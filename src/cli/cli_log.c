/*
 * `chosho log`: for each field of each record of a source, the commit that
 * changed it last.
 *
 * History is walked backwards from the work tree. Every field is a track: as
 * long as a parent says the same in it, wherever its record stands there,
 * the track goes on with that parent; where no parent does, the commit has
 * changed it. A file that is the same in one parent goes on with that parent
 * as a whole, as `git log` simplifies history; merges divide the tracks.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/json.h"
#include "base/message.h"
#include "cli/inside.h"
#include "cli/log.h"
#include "cli/sides.h"
#include "compare/compare_place.h"
#include "form/form.h"
#include "record/record.h"

/* A field on its way back through history. */
struct track {
    struct log_field *field;
    const struct record *record; /* as it is at the place reached */
};

struct tracks {
    struct track *items;
    size_t count;
    size_t capacity;
};

/* Tracks that have reached a commit. */
struct visit {
    struct repo_id commit;
    const char *path; /* of the source there */
    const struct record *record;
    struct tracks tracks;
};

/* A file that was read, by its id: history says most of it twice. */
struct reading {
    struct repo_id file;
    const struct record *record; /* NULL: it could not be read */
};

struct history {
    struct session *session;
    struct repo *repo;
    struct {
        struct visit *items;
        size_t count;
        size_t capacity;
    } visits;
    struct {
        struct reading *items;
        size_t count;
        size_t capacity;
    } readings;
};

/* ---- sources of old ------------------------------------------------------ */

static bool is_same_id(const struct repo_id *a, const struct repo_id *b)
{
    return !memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

/* The record of a file; NULL when it cannot be read today. */
static const struct record *read_file(struct history *history,
                                      const struct repo_id *commit,
                                      const char *path,
                                      const struct repo_id *file)
{
    struct session *session = history->session;
    struct reading reading = { .file = *file };
    const char *name = arena_printf(session->arena, "%.*s:%s", REPO_SHORT_ID,
                                    repo_name(session->arena, commit), path);
    struct diags diags = session->diags;
    const char *data;
    size_t len;

    for (size_t i = 0; i < history->readings.count; i++)
        if (is_same_id(&history->readings.items[i].file, file))
            return history->readings.items[i].record;
    if (!repo_read(history->repo, file, &data, &len))
        reading.record = read_side(session, name, data, len);
    if (!reading.record && session->diags.errors > diags.errors) {
        struct diag first = session->diags.items[diags.count];

        session->diags = diags;
        diag_add(&session->diags, DIAG_WARNING, "repository", first.at,
                 _("today's form does not read this revision, so that "
                   "nothing before it is known: %s"),
                 first.message);
    } else {
        session->diags = diags; /* warnings are not asked for */
    }
    *LIST_ADD(session->arena, &history->readings) = reading;
    return reading.record;
}

/* The id of a path at a commit. */
static enum repo_status find_file(struct history *history,
                                  const struct repo_id *commit,
                                  const char *path, struct repo_id *file)
{
    struct repo_files files = { 0 };
    enum repo_status status =
        repo_list(history->repo, commit, path, ".yaml", &files);

    if (status)
        return status;
    if (!files.is_file)
        return REPO_NO_PATH;
    *file = files.items[0].id;
    return REPO_DONE;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? arena_copy(arena, path, (size_t)(slash - path)) : "";
}

/*
 * The source that a file new in `commit` was called in `parent`: one that is
 * gone from the same folder and says the same. False: there is none.
 */
static bool find_renamed(struct history *history, const struct visit *visit,
                         const struct repo_id *parent, const char **path,
                         const struct record **record)
{
    struct arena *arena = history->session->arena;
    const char *folder = folder_of(arena, visit->path);
    struct repo_files files = { 0 };
    struct compare_source *olds;
    struct compare_source new = { visit->path, visit->path, visit->record };
    struct comparison *comparison;
    size_t count = 0;

    if (repo_list(history->repo, parent, folder, ".yaml", &files) ||
        files.is_file)
        return false;
    olds = arena_calloc(arena, files.count + 1, sizeof *olds);
    for (size_t i = 0; i < files.count; i++) {
        const char *name = arena_printf(
            arena, "%s%s%s", folder, *folder ? "/" : "", files.items[i].path);
        struct repo_id id;

        if (strchr(files.items[i].path, '/') ||
            !find_file(history, &visit->commit, name, &id))
            continue;
        olds[count] = (struct compare_source){
            name, name, read_file(history, parent, name, &files.items[i].id)
        };
        count += olds[count].record != NULL;
    }
    comparison = compare_sides(arena, olds, count, &new, 1, NULL);
    for (size_t i = 0; i < comparison->count; i++)
        if (comparison->items[i].new.record &&
            comparison->items[i].old.record) {
            *path = comparison->items[i].old.path;
            *record = comparison->items[i].old.record;
            return true;
        }
    return false;
}

/* ---- tracks -------------------------------------------------------------- */

static const struct compare_node *find_node(const struct compare_node *node,
                                            const struct record *record)
{
    if (node->gone)
        return NULL;
    if (node->new == record)
        return node;
    for (size_t i = 0; i < node->part_count; i++)
        for (size_t k = 0; k < node->parts[i].node_count; k++) {
            const struct compare_node *found =
                find_node(node->parts[i].nodes[k], record);

            if (found)
                return found;
        }
    return NULL;
}

static bool is_unchanged(const struct compare_node *node, const char *path)
{
    for (size_t i = 0; node->old && i < node->part_count; i++)
        if (!strcmp(node->parts[i].path, path))
            return !node->parts[i].changes;
    return false;
}

/* Takes those tracks out that the older record has the same; they go on. */
static struct tracks split_tracks(struct history *history,
                                  struct tracks *tracks,
                                  const struct record *old,
                                  const struct record *new)
{
    struct arena *arena = history->session->arena;
    const struct compare_node *root = compare_records(arena, old, new, NULL);
    struct tracks same = { 0 };
    size_t kept = 0;

    for (size_t i = 0; i < tracks->count; i++) {
        struct track track = tracks->items[i];
        const struct compare_node *node = find_node(root, track.record);

        if (node && is_unchanged(node, track.field->path))
            *LIST_ADD(arena, &same) = (struct track){ track.field, node->old };
        else
            tracks->items[kept++] = track;
    }
    tracks->count = kept;
    return same;
}

static void settle(const struct tracks *tracks, enum log_fate fate,
                   const struct repo_commit *commit)
{
    for (size_t i = 0; i < tracks->count; i++) {
        tracks->items[i].field->fate = fate;
        if (commit)
            tracks->items[i].field->commit = *commit;
    }
}

static void go_on(struct history *history, const struct repo_id *commit,
                  const char *path, const struct record *record,
                  struct tracks tracks)
{
    if (tracks.count)
        *LIST_ADD(history->session->arena, &history->visits) =
            (struct visit){ *commit, path, record, tracks };
}

/* ---- one commit ---------------------------------------------------------- */

/* A parent that has the file as it is: all tracks go on there. */
static bool follow_same(struct history *history, const struct visit *visit,
                        const struct repo_commit *commit)
{
    struct repo_id own;
    struct repo_id theirs;

    if (find_file(history, &visit->commit, visit->path, &own))
        return false;
    for (size_t i = 0; i < commit->parent_count; i++)
        if (!find_file(history, &commit->parents[i], visit->path, &theirs) &&
            is_same_id(&own, &theirs)) {
            go_on(history, &commit->parents[i], visit->path, visit->record,
                  visit->tracks);
            return true;
        }
    return false;
}

/*
 * The source as a parent has it. REPO_NO_PATH: the parent has none; other
 * failures: nothing is known of it.
 */
static enum repo_status find_older(struct history *history,
                                   const struct visit *visit,
                                   const struct repo_id *parent,
                                   const char **path,
                                   const struct record **record)
{
    struct repo_id file;
    enum repo_status status = find_file(history, parent, visit->path, &file);

    *path = visit->path;
    if (status == REPO_NO_PATH)
        return find_renamed(history, visit, parent, path, record)
                   ? REPO_DONE
                   : REPO_NO_PATH;
    if (status)
        return status;
    *record = read_file(history, parent, visit->path, &file);
    return *record ? REPO_DONE : REPO_FAILED;
}

static void walk(struct history *history, struct visit visit)
{
    struct repo_commit commit;
    bool known = true;

    if (repo_read_commit(history->repo, &visit.commit, &commit)) {
        settle(&visit.tracks, LOG_UNKNOWN, NULL);
        return;
    }
    if (follow_same(history, &visit, &commit))
        return;
    for (size_t i = 0; i < commit.parent_count && visit.tracks.count; i++) {
        const struct repo_id *parent = &commit.parents[i];
        const struct record *older = NULL;
        const char *path;
        enum repo_status status =
            find_older(history, &visit, parent, &path, &older);

        known &= !status || status == REPO_NO_PATH;
        if (!status)
            go_on(history, parent, path, older,
                  split_tracks(history, &visit.tracks, older, visit.record));
    }
    settle(&visit.tracks, known ? LOG_KNOWN : LOG_OR_EARLIER, &commit);
}

/* ---- a source ------------------------------------------------------------ */

/* All fields of all records of lists, with what they are today. */
static void list_fields(struct session *session, struct log_document *document,
                        const struct compare_node *node, struct tracks *tracks)
{
    for (size_t i = 0; i < node->part_count; i++) {
        const struct compare_part *part = &node->parts[i];

        if (part->line_count && node->new->parent) {
            struct log_field *field =
                arena_alloc(session->arena, sizeof *field);

            field->record = node->new;
            field->field = part->field;
            field->path = part->path;
            *LIST_ADD(session->arena, document) = field;
            *LIST_ADD(session->arena, tracks) =
                (struct track){ field, node->new };
        }
        for (size_t k = 0; k < part->node_count; k++)
            list_fields(session, document, part->nodes[k], tracks);
    }
}

/* From the work tree to the last commit. */
static void begin_walk(struct history *history, const struct repo_id *head,
                       const char *place, const struct record *record,
                       struct tracks tracks)
{
    struct repo_id file;
    const struct record *last;

    if (find_file(history, head, place, &file)) {
        settle(&tracks, LOG_UNCOMMITTED, NULL);
        return;
    }
    last = read_file(history, head, place, &file);
    if (last)
        go_on(history, head, place, last,
              split_tracks(history, &tracks, last, record));
    settle(&tracks, last ? LOG_UNCOMMITTED : LOG_UNKNOWN, NULL);
}

static bool is_sheet(const struct document *document)
{
    return document->record && document->form;
}

static void log_document(struct history *history, const struct repo_id *head,
                         const struct document *document,
                         struct log_document *out)
{
    struct session *session = history->session;
    const char *place = repo_place(session, history->repo, document->path);
    struct tracks tracks = { 0 };

    if (!place)
        return;
    out->path = document->path;
    out->record = document->record;
    out->edition = document->edition;
    list_fields(session, out,
                compare_records(session->arena, NULL, document->record, NULL),
                &tracks);
    begin_walk(history, head, place, document->record, tracks);
    while (history->visits.count)
        walk(history, history->visits.items[--history->visits.count]);
}

/* The folder of the first path; of those around it, one that is there. */
static const char *open_at(struct session *session)
{
    const char *path = session->options->paths[0];
    const char *folder = path;

    while (*folder &&
           access(arena_printf(session->arena, "%s/.", folder), F_OK))
        folder = folder_of(session->arena, folder);
    return *folder ? folder : *path == '/' ? "/" : ".";
}

static void log_all(struct session *session, struct repo *repo)
{
    struct history history = { .session = session, .repo = repo };
    struct repo_id head;
    struct log_documents documents = { 0 };
    struct bytes out = { 0 };
    enum repo_status status = repo_find(repo, "HEAD", &head);

    if (status) {
        repo_report(session, repo, status, "HEAD");
        return;
    }
    for (size_t i = 0; i < session->documents.count; i++)
        if (is_sheet(&session->documents.items[i]))
            log_document(&history, &head, &session->documents.items[i],
                         LIST_ADD(session->arena, &documents));
    if (session->diags.errors)
        return;
    if (session->options->json)
        log_write_json(session->arena, &documents, &out);
    else
        log_write_term(session->arena, &documents, &out);
    print_bytes(&out);
}

/* In a bare repository no path is there: that is said, not which is not. */
void command_log(struct session *session)
{
    struct repo *repo = NULL;
    const char *folder = open_at(session);
    enum repo_status status = repo_open(session->arena, folder, &repo);

    if (!status && !repo_root(repo)) {
        diag_add(&session->diags, DIAG_ERROR, "repository",
                 (struct position){ 0 },
                 _("a bare repository has no files to tell of"))
            ->expected =
            _("a clone with a work tree; chosho diff REV1..REV2 works here");
    } else {
        load_sheets(session);
        if (!session->diags.errors && !session->system_failed && status)
            repo_report(session, repo, status, folder);
        else if (!session->diags.errors && !session->system_failed)
            log_all(session, repo);
    }
    repo_close(repo);
}
