/* From files and folders, of the disk or of a revision, to records. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"
#include "cli/inside.h"
#include "cli/side_files.h"
#include "cli/sides.h"
#include "form/form.h"
#include "record/record.h"
#include "yaml/node.h"

static const char suffix[] = ".yaml";

enum {
    DEPTH_LIMIT = 64,
    FILE_LIMIT = 10000, /* of a side */
    DATA_LIMIT = 64 << 20,
};

/* A file of an operand, before it is known to be a source. */
struct file {
    const char *key;  /* what pairs it with the other side's */
    const char *name; /* for messages */
    const char *data;
    size_t len;
    size_t rank;  /* its place in the edition it belongs to */
    bool revised; /* of a revision */
};

struct files {
    struct file *items;
    size_t count;
    size_t capacity;
    size_t bytes; /* of all */
    bool full;    /* there is more than a side may have */
};

/* ---- files of an operand ------------------------------------------------- */

const char *side_join(struct arena *arena, const char *folder, const char *name)
{
    if (!*folder || !*name)
        return *folder ? folder : name;
    return arena_printf(arena, "%s%s%s", folder,
                        folder[strlen(folder) - 1] == '/' ? "" : "/", name);
}

/*
 * What a folder holds is gone through as git has it: links and what is
 * neither a file nor a folder are left out. So no folder is reached twice,
 * and nothing outside.
 */
static bool is_own(const char *path)
{
    struct stat info;

    return !lstat(path, &info) &&
           (S_ISDIR(info.st_mode) || S_ISREG(info.st_mode));
}

static bool is_folder(const char *path)
{
    struct stat info;

    return !stat(path, &info) && S_ISDIR(info.st_mode);
}

void side_report_file(struct reading *reading, const char *path, int error)
{
    diag_add(&reading->session->diags, DIAG_ERROR, "file",
             (struct position){ 0 }, _("%s: cannot be read: %s"), path,
             error == EFBIG ? _("it is too large") : message_errno(error));
}

/* A file more, unless there are too many; that is said once. */
static void add_file(struct reading *reading, const struct file *file,
                     struct files *files)
{
    struct session *session = reading->session;

    files->bytes += file->len;
    files->full |= files->count == FILE_LIMIT || files->bytes > DATA_LIMIT;
    if (!files->full)
        *LIST_ADD(session->arena, files) = *file;
    else
        diag_add(&session->diags, DIAG_ERROR, "compare-size",
                 (struct position){ 0 },
                 _("%s: a comparison reads at most 10,000 files of 64 MB "
                   "together"),
                 file->name)
            ->expected = _("paths of the sources that are to be compared");
}

static void read_disk_file(struct reading *reading, const char *path,
                           const char *key, struct files *files)
{
    struct arena *arena = reading->session->arena;
    struct source *source = source_load(arena, path, NODE_FILE_LIMIT);

    if (!source) {
        side_report_file(reading, path, errno);
        return;
    }
    add_file(reading,
             &(struct file){ .key = key,
                             .name = path,
                             .data = source->data,
                             .len = source->len },
             files);
}

bool side_is_source_name(const char *name)
{
    size_t len = strlen(name);
    size_t end = strlen(suffix);

    return len > end && !strcmp(name + len - end, suffix);
}

static void read_disk_folder(struct reading *reading, const char *path,
                             const char *key, int depth, struct files *files)
{
    struct arena *arena = reading->session->arena;
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, NULL);

    for (int i = 0; i < count && !files->full; i++) {
        const char *name = entries[i]->d_name;
        const char *below = side_join(arena, path, arena_strdup(arena, name));
        const char *own = side_join(arena, key, arena_strdup(arena, name));

        if (name[0] == '.' || !is_own(below))
            continue;
        if (is_folder(below) && depth < DEPTH_LIMIT)
            read_disk_folder(reading, below, own, depth + 1, files);
        else if (side_is_source_name(name))
            read_disk_file(reading, below, own, files);
    }
    for (int i = 0; i < count; i++)
        free(entries[i]);
    if (count >= 0)
        free(entries);
    else
        side_report_file(reading, path, errno);
}

/* Where a file stands at a revision, as git says it. */
static const char *name_at(struct arena *arena, const struct operand *operand,
                           const char *path)
{
    return arena_printf(arena, "%s:%s", operand->revision,
                        side_join(arena, operand->path, path));
}

static enum repo_status read_commit_files(struct reading *reading,
                                          const struct operand *operand,
                                          const char *key, struct files *files)
{
    struct session *session = reading->session;
    struct repo *repo = reading->sides->repo;
    struct repo_files found = { 0 };
    enum repo_status status =
        repo_list(repo, &operand->commit, operand->path, suffix, &found);

    for (size_t i = 0; !status && !files->full && i < found.count; i++) {
        const struct repo_file *file = &found.items[i];
        struct file own = {
            .key = side_join(session->arena, key, file->path),
            .name = name_at(session->arena, operand, file->path),
            .revised = true,
        };

        status = repo_read(repo, &file->id, &own.data, &own.len);
        if (status)
            repo_report(session, repo, status, own.name);
        else
            add_file(reading, &own, files);
    }
    return status;
}

/* False when there is no such path; other failures are reported. */
static bool read_files(struct reading *reading, const struct operand *operand,
                       const char *key, struct files *files)
{
    enum repo_status status;

    if (!operand->revision) {
        if (access(operand->path, F_OK))
            return false;
        if (is_folder(operand->path))
            read_disk_folder(reading, operand->path, key, 0, files);
        else
            read_disk_file(reading, operand->path, key, files);
        return true;
    }
    status = read_commit_files(reading, operand, key, files);
    if (status && status != REPO_NO_PATH && !reading->session->diags.errors)
        repo_report(reading->session, reading->sides->repo, status,
                    name_at(reading->session->arena, operand, ""));
    return status != REPO_NO_PATH;
}

/* ---- which of them are sources ------------------------------------------- */

const char *side_file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static bool is_edition(const struct file *file)
{
    return !strcmp(side_file_name(file->name), edition_file);
}

/* Has it a line that says of which form it is? Other files are no sources. */
static bool has_form(struct session *session, const struct file *file)
{
    const struct forms *forms = find_forms(session);

    for (size_t i = 0; i < forms->count; i++) {
        const char *key = form_name_key(forms->items[i]);
        size_t len = key ? strlen(key) : 0;
        const char *at = file->data;

        while (key && (at = memmem(at, (size_t)(file->data + file->len - at),
                                   key, len))) {
            if ((at == file->data || at[-1] == '\n' || at[-1] == '\xBF') &&
                at[len] == ':')
                return true;
            at += len;
        }
    }
    return false;
}

static bool is_source(struct session *session, const struct file *file)
{
    return is_edition(file) || has_form(session, file);
}

static const struct file *find_file(const struct files *files, const char *key)
{
    for (size_t i = 0; i < files->count; i++)
        if (!strcmp(files->items[i].key, key))
            return &files->items[i];
    return NULL;
}

static bool is_equal(const struct file *a, const struct file *b)
{
    return a->len == b->len && !memcmp(a->data, b->data, a->len);
}

/* ---- the order of an edition --------------------------------------------- */

static size_t folder_length(const char *key)
{
    return (size_t)(side_file_name(key) - key);
}

/* Gives the files beside an edition the places it names them at. */
static void rank_beside(struct session *session, const struct file *edition,
                        struct files *files)
{
    size_t errors = session->diags.errors;
    struct record *record =
        read_side(session, edition->name, edition->data, edition->len);
    const struct value *order =
        record ? record_lookup_use(record, "order") : NULL;
    size_t len = folder_length(edition->key);

    if (session->diags.errors != errors)
        return;
    for (size_t i = 0; i < files->count; i++) {
        struct file *file = &files->items[i];

        if (folder_length(file->key) != len ||
            memcmp(file->key, edition->key, len) || is_edition(file))
            continue;
        file->rank = 1 + (order ? order->string_count : 0);
        for (size_t k = 0; order && k < order->string_count; k++)
            if (!strcmp(
                    arena_printf(session->arena, "%s%s",
                                 text_join(session->arena, &order->strings[k]),
                                 suffix),
                    file->key + len))
                file->rank = k + 1;
    }
}

static int compare_files(const void *a, const void *b)
{
    const struct file *left = a;
    const struct file *right = b;
    size_t len = folder_length(left->key);
    size_t other = folder_length(right->key);
    int order = strncmp(left->key, right->key, len < other ? len : other);

    if (order || len != other)
        return order ? order : len < other ? -1 : 1;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return strcmp(left->key, right->key);
}

static void sort_files(struct session *session, struct files *files)
{
    for (size_t i = 0; i < files->count; i++)
        if (is_edition(&files->items[i]))
            rank_beside(session, &files->items[i], files);
    if (files->count)
        qsort(files->items, files->count, sizeof *files->items, compare_files);
}

/* ---- records ------------------------------------------------------------- */

struct record *read_side(struct session *session, const char *name,
                         const char *data, size_t len)
{
    struct node_options strict = { .allow_flow = false };
    struct source *source = source_from_string(session->arena, name, data, len);
    size_t errors = session->diags.errors;
    const struct form *form;
    struct record *record;
    struct node *root =
        node_read(session->arena, source, &strict, &session->diags);

    if (!root)
        return NULL;
    form = !strcmp(side_file_name(name), edition_file)
               ? load_edition_form(session)
               : find_form(session, root, name);
    if (!form)
        return NULL;
    record = record_read(session->arena, root, form, NULL, &session->diags);
    return session->diags.errors == errors ? record : NULL;
}

static bool is_before(const struct diag *a, const struct diag *b)
{
    return a->at.line != b->at.line ? a->at.line < b->at.line
                                    : a->at.column < b->at.column;
}

/* What was committed cannot be mended: its first mistake says enough. */
static void keep_first(struct diags *diags, size_t count, size_t errors)
{
    struct diag *first = NULL;

    for (size_t i = count; i < diags->count; i++) {
        struct diag *diag = &diags->items[i];

        if (diag->severity == DIAG_ERROR && (!first || is_before(diag, first)))
            first = diag;
    }
    if (!first)
        return;
    first->expected = first->instead = first->similar = NULL;
    diags->items[count] = *first;
    diags->count = count + 1;
    diags->errors = errors + 1;
}

static void report_binary(struct session *session, const struct file *file)
{
    struct position at = { .source = source_from_string(session->arena,
                                                        file->name, "", 0) };

    diag_add(&session->diags, DIAG_ERROR, "yaml-control", at,
             _("this is no text: it has bytes of value 0"));
}

static void add_source(struct reading *reading, struct side *side,
                       const struct file *file, const struct record *record)
{
    struct session *session = reading->session;
    size_t count = session->diags.count;
    size_t errors = session->diags.errors;

    if (!record && memchr(file->data, 0, file->len))
        report_binary(session, file);
    else if (!record)
        record = read_side(session, file->name, file->data, file->len);
    if (!record && file->revised) {
        keep_first(&session->diags, count, errors);
        reading->unread = true;
    }
    if (record)
        *LIST_ADD(reading->session->arena, side) =
            (struct compare_source){ file->key, file->name, record };
}

static const struct record *find_record(const struct side *side,
                                        const char *key)
{
    for (size_t i = 0; i < side->count; i++)
        if (!strcmp(side->items[i].path, key))
            return side->items[i].record;
    return NULL;
}

/* The sources of both sides; a file that is on both is read once if equal. */
static void add_sources(struct reading *reading, struct files *olds,
                        struct files *news, bool single)
{
    struct session *session = reading->session;
    struct sides *sides = reading->sides;

    sort_files(session, olds);
    sort_files(session, news);
    for (size_t i = 0; i < olds->count; i++) {
        const struct file *old = &olds->items[i];
        const struct file *new = find_file(news, old->key);

        if (new &&is_equal(old, new) && !reading->all)
            continue;
        if (single || is_source(session, old) ||
            (new &&is_source(session, new)))
            add_source(reading, &sides->old, old, NULL);
    }
    for (size_t i = 0; i < news->count; i++) {
        const struct file *new = &news->items[i];
        const struct file *old = find_file(olds, new->key);
        bool equal = old && is_equal(old, new);

        if (equal && !reading->all)
            continue;
        if (single || is_source(session, new) ||
            (old && is_source(session, old)))
            add_source(reading, &sides->new, new,
                       equal ? find_record(&sides->old, new->key) : NULL);
    }
}

void side_read_pair(struct reading *reading, const struct operand *old,
                    const struct operand *new, const char *key, bool may_miss)
{
    struct session *session = reading->session;
    struct files olds = { 0 };
    struct files news = { 0 };
    bool had = read_files(reading, old, key, &olds);
    bool has = read_files(reading, new, key, &news);
    bool single = olds.count <= 1 && news.count <= 1 &&
                  (old->revision || !is_folder(old->path)) &&
                  (new->revision || !is_folder(new->path)) &&
                  !(olds.count && strcmp(olds.items[0].key, key)) &&
                  !(news.count && strcmp(news.items[0].key, key));
    const struct operand *missing = !had ? old : !has ? new : NULL;

    if (missing && (!may_miss || (!had && !has))) {
        if (missing->revision)
            repo_report(session, reading->sides->repo, REPO_NO_PATH,
                        name_at(session->arena, missing, ""));
        else
            side_report_file(reading, missing->path, ENOENT);
        return;
    }
    if (!session->diags.errors)
        add_sources(reading, &olds, &news, single);
}
