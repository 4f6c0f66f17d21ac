#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"
#include "cli/inside.h"
#include "cli/sides.h"
#include "form/form.h"
#include "record/record.h"
#include "yaml/node.h"

static const char suffix[] = ".yaml";
static const char edition_file[] = "edition.yaml";

enum { DEPTH_LIMIT = 64 };

/* One side of a pair of files or folders. */
struct operand {
    const char *name;      /* as the user named it */
    const char *revision;  /* NULL: the file system */
    struct repo_id commit; /* with a revision */
    const char *path;      /* in the commit, or in the file system */
};

/* A file of an operand, before it is known to be a source. */
struct file {
    const char *key;  /* what pairs it with the other side's */
    const char *name; /* for messages */
    const char *data;
    size_t len;
    size_t rank; /* its place in the edition it belongs to */
};

struct files {
    struct file *items;
    size_t count;
    size_t capacity;
};

struct reading {
    struct session *session;
    struct sides *sides;
    bool all;
    bool from_revision; /* something was read at a revision */
};

/* ---- files of an operand ------------------------------------------------- */

static const char *join(struct arena *arena, const char *folder,
                        const char *name)
{
    if (!*folder || !*name)
        return *folder ? folder : name;
    return arena_printf(arena, "%s%s%s", folder,
                        folder[strlen(folder) - 1] == '/' ? "" : "/", name);
}

static bool is_folder(const char *path)
{
    struct stat info;

    return !stat(path, &info) && S_ISDIR(info.st_mode);
}

static void report_file(struct reading *reading, const char *path, int error)
{
    diag_add(&reading->session->diags, DIAG_ERROR, "file",
             (struct position){ 0 }, _("%s: cannot be read: %s"), path,
             error == EFBIG ? _("it is too large") : message_errno(error));
}

static void read_disk_file(struct reading *reading, const char *path,
                           const char *key, struct files *files)
{
    struct arena *arena = reading->session->arena;
    struct source *source = source_load(arena, path, NODE_FILE_LIMIT);

    if (!source) {
        report_file(reading, path, errno);
        return;
    }
    *LIST_ADD(arena, files) = (struct file){
        .key = key, .name = path, .data = source->data, .len = source->len
    };
}

static bool is_source_name(const char *name)
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

    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *below = join(arena, path, arena_strdup(arena, name));
        const char *own = join(arena, key, arena_strdup(arena, name));

        if (name[0] == '.')
            continue;
        if (is_folder(below) && depth < DEPTH_LIMIT)
            read_disk_folder(reading, below, own, depth + 1, files);
        else if (is_source_name(name))
            read_disk_file(reading, below, own, files);
    }
    for (int i = 0; i < count; i++)
        free(entries[i]);
    if (count >= 0)
        free(entries);
    else
        report_file(reading, path, errno);
}

/* Where a file stands at a revision, as git says it. */
static const char *name_at(struct arena *arena, const struct operand *operand,
                           const char *path)
{
    return arena_printf(arena, "%s:%s", operand->revision,
                        join(arena, operand->path, path));
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

    for (size_t i = 0; !status && i < found.count; i++) {
        const struct repo_file *file = &found.items[i];
        struct file *own = LIST_ADD(session->arena, files);

        own->key = join(session->arena, key, file->path);
        own->name = name_at(session->arena, operand, file->path);
        own->rank = 0;
        status = repo_read(repo, &file->id, &own->data, &own->len);
        if (status)
            repo_report(session, repo, status, own->name);
    }
    reading->from_revision = true;
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

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static bool is_edition(const struct file *file)
{
    return !strcmp(file_name(file->name), edition_file);
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
    return (size_t)(file_name(key) - key);
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
    form = !strcmp(file_name(name), edition_file)
               ? load_edition_form(session)
               : find_form(session, root, name);
    if (!form)
        return NULL;
    record = record_read(session->arena, root, form, NULL, &session->diags);
    return session->diags.errors == errors ? record : NULL;
}

static void add_source(struct reading *reading, struct side *side,
                       const struct file *file, const struct record *record)
{
    if (!record)
        record = read_side(reading->session, file->name, file->data, file->len);
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

/*
 * A pair of operands. `may_miss`: one of them may lack the path, which is
 * then new or gone.
 */
static void read_pair(struct reading *reading, const struct operand *old,
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
            report_file(reading, missing->path, ENOENT);
        return;
    }
    if (!session->diags.errors)
        add_sources(reading, &olds, &news, single);
}

/* ---- what the words mean ------------------------------------------------- */

static bool open_repo(struct reading *reading)
{
    return reading->sides->repo ||
           repo_open_for(reading->session, ".", &reading->sides->repo);
}

static bool find_commit(struct reading *reading, const char *revision,
                        struct operand *operand)
{
    enum repo_status status;

    if (!open_repo(reading))
        return false;
    operand->name = revision;
    operand->revision = revision;
    status = repo_find(reading->sides->repo, revision, &operand->commit);
    if (status)
        repo_report(reading->session, reading->sides->repo, status, revision);
    return !status;
}

/* REV:path; from the root of the repository, or with ./ from here. */
static bool find_at(struct reading *reading, const char *word,
                    const char *colon, struct operand *operand)
{
    struct arena *arena = reading->session->arena;
    const char *path = colon + 1;
    size_t len = strlen(path);

    if (colon == word) {
        diag_add(&reading->session->diags, DIAG_ERROR, "repository",
                 (struct position){ 0 }, _("%s: the index is not read"), word)
            ->expected = _("a revision in front of the colon: HEAD:path");
        return false;
    }
    if (!find_commit(reading, arena_copy(arena, word, (size_t)(colon - word)),
                     operand))
        return false;
    operand->name = word;
    if (!strncmp(path, "./", 2) || !strncmp(path, "../", 3))
        path = repo_place(reading->session, reading->sides->repo, path);
    if (!path)
        return false;
    len = strlen(path);
    while (len && path[len - 1] == '/')
        len--;
    operand->path = arena_copy(arena, path, len);
    return true;
}

/* A file, a folder, or REV:path. */
static bool find_operand(struct reading *reading, const char *word,
                         struct operand *operand)
{
    const char *colon = strchr(word, ':');

    *operand = (struct operand){ .name = word, .path = word };
    if (!access(word, F_OK))
        return true;
    if (colon)
        return find_at(reading, word, colon, operand);
    report_file(reading, word, ENOENT);
    return false;
}

static bool names_place(const char *word)
{
    return !access(word, F_OK) || strchr(word, ':');
}

/* The dots of REV1..REV2, which may have one revision only; else NULL. */
static const char *find_dots(const char *word)
{
    const char *dots = strstr(word, "..");

    if (!dots || names_place(word) || word[0] == '/' ||
        (dots == word && (!dots[2] || dots[2] == '/')))
        return NULL;
    return dots;
}

static bool find_range(struct reading *reading, const char *word,
                       const char *dots, struct operand *old,
                       struct operand *new)
{
    struct session *session = reading->session;
    bool base = dots[2] == '.';
    const char *first =
        dots == word ? "HEAD"
                     : arena_copy(session->arena, word, (size_t)(dots - word));
    const char *second = dots + 2 + base;
    enum repo_status status = REPO_DONE;

    if (!find_commit(reading, first, old) ||
        !find_commit(reading, *second ? second : "HEAD", new))
        return false;
    if (base) {
        status = repo_find_base(reading->sides->repo, &old->commit,
                                &new->commit, &old->commit);
        old->revision =
            arena_copy(session->arena, repo_name(session->arena, &old->commit),
                       REPO_SHORT_ID);
        old->name = old->revision;
    }
    if (status)
        repo_report(session, reading->sides->repo, status, word);
    return !status;
}

/* The work tree as one side of a comparison with a commit. */
static bool find_work_tree(struct reading *reading, struct operand *operand)
{
    *operand = (struct operand){ .name = _("work tree") };
    operand->path = repo_root(reading->sides->repo);
    if (operand->path)
        return true;
    diag_add(&reading->session->diags, DIAG_ERROR, "repository",
             (struct position){ 0 },
             _("a bare repository has no files to compare with"))
        ->expected = _("two revisions: REV1..REV2");
    return false;
}

/* Pairs the paths (all of the repository when there is none) of two sides
 * that are revisions, or a revision and the work tree. */
static void read_paths(struct reading *reading, struct operand old,
                       struct operand new, char *const *paths, size_t count)
{
    struct session *session = reading->session;

    reading->sides->old.name = old.name;
    reading->sides->new.name = new.name;
    if (!count) {
        old.path = "";
        new.path = new.revision ? "" : new.path;
        read_pair(reading, &old, &new, "", true);
    }
    for (size_t i = 0; i < count; i++) {
        const char *place = repo_place(session, reading->sides->repo, paths[i]);

        if (!place)
            return;
        old.path = place;
        new.path = new.revision ? place : paths[i];
        read_pair(reading, &old, &new, place, true);
    }
}

static const char *stem_of(struct session *session, const char *name)
{
    const char *colon = strchr(name, ':');
    const char *path = colon ? colon + 1 : name;
    size_t len = strlen(path);
    const char *end;

    while (len && path[len - 1] == '/')
        len--;
    path = arena_copy(session->arena, path, len);
    path = file_name(path);
    end = is_source_name(path) ? path + strlen(path) - strlen(suffix) : NULL;
    if (!*path || *path == '.')
        return "diff";
    return end ? arena_copy(session->arena, path, (size_t)(end - path)) : path;
}

static void read_two(struct reading *reading, const char *first,
                     const char *second)
{
    struct operand old;
    struct operand new;

    if (!find_operand(reading, first, &old) ||
        !find_operand(reading, second, &new))
        return;
    reading->sides->old.name = first;
    reading->sides->new.name = second;
    reading->sides->stem = stem_of(reading->session, second);
    read_pair(reading, &old, &new, "", false);
}

/* One place: the last commit's against the one in the work tree. */
static void read_one(struct reading *reading, char **words)
{
    struct operand old;
    struct operand new = { 0 };

    reading->sides->stem = stem_of(reading->session, words[0]);
    if (access(words[0], F_OK)) { /* REV:path */
        if (!find_operand(reading, words[0], &old) ||
            !find_work_tree(reading, &new))
            return;
        new.path = join(reading->session->arena, new.path, old.path);
        reading->sides->old.name = old.name;
        reading->sides->new.name = new.name;
        read_pair(reading, &old, &new, "", true);
    } else if (find_commit(reading, "HEAD", &old) &&
               find_work_tree(reading, &new)) {
        read_paths(reading, old, new, words, 1);
    }
}

static void read_words(struct reading *reading, char **words, size_t count)
{
    const char *dots = find_dots(words[0]);
    struct operand old;
    struct operand new;

    if (dots) {
        if (find_range(reading, words[0], dots, &old, &new))
            read_paths(reading, old, new, words + 1, count - 1);
    } else if (names_place(words[0])) {
        if (count == 1)
            read_one(reading, words);
        else if (count == 2)
            read_two(reading, words[0], words[1]);
        else
            diag_add(&reading->session->diags, DIAG_ERROR, "repository",
                     (struct position){ 0 },
                     _("%s: two places are compared, not more"), words[2]);
    } else if (find_commit(reading, words[0], &old)) {
        bool both = count > 1 && !names_place(words[1]);

        if (both ? find_commit(reading, words[1], &new)
                 : find_work_tree(reading, &new))
            read_paths(reading, old, new, words + 1 + both, count - 1 - both);
    }
}

/* Comparing is not checking: warnings are not asked for. */
static void drop_warnings(struct diags *diags)
{
    size_t kept = 0;

    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].severity == DIAG_ERROR)
            diags->items[kept++] = diags->items[i];
    diags->count = kept;
    diags->warnings = 0;
}

bool sides_read(struct session *session, bool all, struct sides *sides)
{
    struct reading reading = { .session = session, .sides = sides, .all = all };

    sides->stem = "diff";
    read_words(&reading, session->options->paths, session->options->path_count);
    drop_warnings(&session->diags);
    if (session->diags.errors && reading.from_revision)
        diag_add(&session->diags, DIAG_NOTE, "repository",
                 (struct position){ 0 },
                 _("sources of every revision are read with today's forms"));
    return !session->diags.errors;
}
