/*
 * repo.h by libgit2, the one file that knows it.
 *
 * The library is opened by dlopen(), and its functions are called through a
 * table: `chosho build` should not pay for it (libgit2 brings TLS, SSH and
 * HTTP with it, which cost more to load than a sheet to set), and chosho
 * should run where it is not installed. A run of `git` itself was the other
 * way; it would give texts to parse, and a process for each file.
 */
#include "compare/repo.h"

#include <dlfcn.h>
#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <string.h>

#include "base/arena.h"
#include "compare/git_loose.h"

#define LIBRARY "libgit2.so." LIBGIT2_SOVERSION

#define FUNCTIONS(X)                                                           \
    X(git_libgit2_init)                                                        \
    X(git_libgit2_shutdown)                                                    \
    X(git_error_last)                                                          \
    X(git_error_set_str)                                                       \
    X(git_repository_path)                                                     \
    X(git_repository_item_path)                                                \
    X(git_repository_odb)                                                      \
    X(git_odb_add_backend)                                                     \
    X(git_odb_free)                                                            \
    X(git_buf_dispose)                                                         \
    X(git_repository_open_ext)                                                 \
    X(git_repository_free)                                                     \
    X(git_repository_workdir)                                                  \
    X(git_repository_is_shallow)                                               \
    X(git_repository_head_unborn)                                              \
    X(git_revparse_single)                                                     \
    X(git_object_free)                                                         \
    X(git_object_id)                                                           \
    X(git_object_peel)                                                         \
    X(git_merge_base)                                                          \
    X(git_commit_lookup)                                                       \
    X(git_commit_free)                                                         \
    X(git_commit_tree)                                                         \
    X(git_commit_parentcount)                                                  \
    X(git_commit_parent_id)                                                    \
    X(git_commit_author)                                                       \
    X(git_commit_summary)                                                      \
    X(git_tree_lookup)                                                         \
    X(git_tree_free)                                                           \
    X(git_tree_entrycount)                                                     \
    X(git_tree_entry_byindex)                                                  \
    X(git_tree_entry_bypath)                                                   \
    X(git_tree_entry_free)                                                     \
    X(git_tree_entry_id)                                                       \
    X(git_tree_entry_name)                                                     \
    X(git_tree_entry_type)                                                     \
    X(git_tree_entry_filemode)                                                 \
    X(git_blob_lookup)                                                         \
    X(git_blob_free)                                                           \
    X(git_blob_rawcontent)                                                     \
    X(git_blob_rawsize)

struct api {
#define MEMBER(name) __typeof__(&name) name;
    FUNCTIONS(MEMBER)
#undef MEMBER
};

struct repo {
    struct arena *arena;
    void *library;
    struct api git;
    git_repository *repository;
    const char *root;
    size_t entries; /* of folders that were listed */
};

enum {
    DEPTH_LIMIT = 64,      /* nested folders */
    ENTRY_LIMIT = 1000000, /* a folder may hold itself, many times over */
};

/* ---- opening ------------------------------------------------------------- */

static bool load_function(void *library, const char *name, void *function)
{
    void *symbol = dlsym(library, name);

    memcpy(function, &symbol, sizeof symbol);
    return symbol;
}

static bool load_library(struct repo *repo)
{
    bool good = true;

    repo->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!repo->library)
        return false;
#define LOAD(name)                                                             \
    good = good && load_function(repo->library, #name, &repo->git.name);
    FUNCTIONS(LOAD)
#undef LOAD
    if (good)
        repo->git.git_libgit2_init();
    else
        repo->git.git_libgit2_shutdown = NULL;
    return good;
}

/* ---- what libgit2 is not shown ------------------------------------------- */

/* A store of objects that is asked first and has none: it only looks at what
 * the next one would read. */
struct guard {
    git_odb_backend backend; /* the first member: libgit2 knows no other */
    struct repo *repo;
    struct git_folders folders;
};

/* What libgit2 is told of an object. */
static int answer(const struct guard *guard, enum git_loose loose)
{
    const char *what;

    switch (loose) {
    case GIT_LOOSE_TORN:
        what = "an object is damaged; git fsck names it";
        break;
    case GIT_LOOSE_LARGE:
        what = "an object is larger than 64 MB";
        break;
    default:
        return GIT_PASSTHROUGH;
    }
    guard->repo->git.git_error_set_str(GIT_ERROR_ODB, what);
    return GIT_ERROR;
}

static const char *name_of(const struct guard *guard, const git_oid *id)
{
    struct repo_id own;

    memcpy(own.bytes, id->id, sizeof own.bytes);
    return repo_name(guard->repo->arena, &own);
}

static int judge_object(git_odb_backend *backend, const git_oid *id)
{
    const struct guard *guard = (const struct guard *)backend;

    return answer(guard, git_judge_loose(&guard->folders, name_of(guard, id)));
}

static int guard_read(void **data, size_t *len, git_object_t *kind,
                      git_odb_backend *backend, const git_oid *id)
{
    (void)data;
    (void)len;
    (void)kind;
    return judge_object(backend, id);
}

static int guard_read_header(size_t *len, git_object_t *kind,
                             git_odb_backend *backend, const git_oid *id)
{
    (void)len;
    (void)kind;
    return judge_object(backend, id);
}

/* libgit2 holds the lock of its store while it asks: it cannot be asked back
 * which objects there are. */
static int guard_read_prefix(git_oid *found, void **data, size_t *len,
                             git_object_t *kind, git_odb_backend *backend,
                             const git_oid *id, size_t digits)
{
    const struct guard *guard = (const struct guard *)backend;
    const char *hex =
        arena_copy(guard->repo->arena, name_of(guard, id), digits);

    (void)found;
    (void)data;
    (void)len;
    (void)kind;
    return answer(guard, git_judge_loose_prefix(&guard->folders, hex));
}

/* It lives in the arena. */
static void guard_free(git_odb_backend *backend)
{
    (void)backend;
}

static int add_guard(struct repo *repo)
{
    enum { FIRST = 100 }; /* others have 1 and 2 */
    struct guard *guard = arena_calloc(repo->arena, 1, sizeof *guard);
    git_buf objects = { 0 };
    git_odb *odb;
    int error = repo->git.git_repository_item_path(&objects, repo->repository,
                                                   GIT_REPOSITORY_ITEM_OBJECTS);

    if (error)
        return error;
    guard->backend = (git_odb_backend){
        .version = GIT_ODB_BACKEND_VERSION,
        .read = guard_read,
        .read_header = guard_read_header,
        .read_prefix = guard_read_prefix,
        .free = guard_free,
    };
    guard->repo = repo;
    guard->folders = git_list_folders(repo->arena, objects.ptr);
    repo->git.git_buf_dispose(&objects);
    error = repo->git.git_repository_odb(&odb, repo->repository);
    if (error)
        return error;
    error = repo->git.git_odb_add_backend(odb, &guard->backend, FIRST);
    repo->git.git_odb_free(odb);
    return error;
}

/*
 * Is the work tree the one that holds this repository's .git? core.worktree
 * may say anything, also of a repository that came as an archive; submodules
 * and linked work trees have a file .git there that leads here.
 */
static bool owns_root(struct repo *repo)
{
    git_repository *other;
    bool same;

    if (!repo->root)
        return true;
    if (repo->git.git_repository_open_ext(&other, repo->root,
                                          GIT_REPOSITORY_OPEN_NO_SEARCH, NULL))
        return false;
    same = !strcmp(repo->git.git_repository_path(other),
                   repo->git.git_repository_path(repo->repository));
    repo->git.git_repository_free(other);
    return same;
}

enum repo_status repo_open(struct arena *arena, const char *path,
                           struct repo **out)
{
    struct repo *repo = arena_alloc(arena, sizeof *repo);
    int error;

    *out = repo;
    repo->arena = arena;
    if (!load_library(repo))
        return REPO_NO_LIBRARY;
    error = repo->git.git_repository_open_ext(&repo->repository, path, 0, NULL);
    if (error == GIT_EOWNER)
        return REPO_FOREIGN;
    if (error == GIT_ENOTFOUND)
        return REPO_NO_REPO;
    if (error || add_guard(repo))
        return REPO_FAILED;
    repo->root = repo->git.git_repository_workdir(repo->repository);
    return owns_root(repo) ? REPO_DONE : REPO_ELSEWHERE;
}

void repo_close(struct repo *repo)
{
    if (!repo || !repo->library)
        return;
    if (repo->repository)
        repo->git.git_repository_free(repo->repository);
    if (repo->git.git_libgit2_shutdown)
        repo->git.git_libgit2_shutdown();
    dlclose(repo->library);
    repo->library = NULL;
}

const char *repo_root(const struct repo *repo)
{
    return repo->root;
}

const char *repo_error(const struct repo *repo)
{
    const git_error *error = repo->git.git_error_last();

    return error ? error->message : "";
}

/* ---- revisions ----------------------------------------------------------- */

static git_oid oid_of(const struct repo_id *id)
{
    git_oid oid;

    memcpy(oid.id, id->bytes, sizeof id->bytes);
    return oid;
}

static struct repo_id id_of(const git_oid *oid)
{
    struct repo_id id;

    memcpy(id.bytes, oid->id, sizeof id.bytes);
    return id;
}

/* Why an object is not there. */
static enum repo_status why_missing(const struct repo *repo,
                                    enum repo_status otherwise)
{
    return repo->git.git_repository_is_shallow(repo->repository) ? REPO_SHALLOW
                                                                 : otherwise;
}

enum repo_status repo_find(struct repo *repo, const char *revision,
                           struct repo_id *commit)
{
    git_object *object = NULL;
    git_object *peeled = NULL;
    int error =
        repo->git.git_revparse_single(&object, repo->repository, revision);

    if (!error) {
        error = repo->git.git_object_peel(&peeled, object, GIT_OBJECT_COMMIT);
        repo->git.git_object_free(object);
        if (error)
            return REPO_NO_COMMIT;
        *commit = id_of(repo->git.git_object_id(peeled));
        repo->git.git_object_free(peeled);
        return REPO_DONE;
    }
    if (error == GIT_EAMBIGUOUS)
        return REPO_AMBIGUOUS;
    if (error != GIT_ENOTFOUND && error != GIT_EINVALIDSPEC &&
        error != GIT_EUNBORNBRANCH)
        return REPO_FAILED;
    if (repo->git.git_repository_head_unborn(repo->repository) == 1)
        return REPO_UNBORN;
    /* Only what counts back from somewhere can lie beyond the end. */
    return strpbrk(revision, "~^") ? why_missing(repo, REPO_NO_REVISION)
                                   : REPO_NO_REVISION;
}

enum repo_status repo_find_base(struct repo *repo, const struct repo_id *a,
                                const struct repo_id *b, struct repo_id *base)
{
    git_oid first = oid_of(a);
    git_oid second = oid_of(b);
    git_oid found;
    int error =
        repo->git.git_merge_base(&found, repo->repository, &first, &second);

    if (error == GIT_ENOTFOUND)
        return why_missing(repo, REPO_NO_BASE);
    if (error)
        return REPO_FAILED;
    *base = id_of(&found);
    return REPO_DONE;
}

char *repo_name(struct arena *arena, const struct repo_id *id)
{
    static const char digits[] = "0123456789abcdef";
    char *name = arena_alloc(arena, 2 * REPO_ID_SIZE + 1);

    for (size_t i = 0; i < REPO_ID_SIZE; i++) {
        name[2 * i] = digits[id->bytes[i] >> 4];
        name[2 * i + 1] = digits[id->bytes[i] & 15];
    }
    return name;
}

static enum repo_status find_commit(struct repo *repo, const struct repo_id *id,
                                    git_commit **out)
{
    git_oid oid = oid_of(id);
    int error = repo->git.git_commit_lookup(out, repo->repository, &oid);

    if (error == GIT_ENOTFOUND)
        return why_missing(repo, REPO_ABSENT);
    return error ? REPO_FAILED : REPO_DONE;
}

/* ---- files --------------------------------------------------------------- */

static bool ends_in(const char *name, const char *suffix)
{
    size_t len = strlen(name);
    size_t end = strlen(suffix);

    return len >= end && !strcmp(name + len - end, suffix);
}

static void add_file(struct repo *repo, struct repo_files *files,
                     const char *path, const git_oid *oid)
{
    *LIST_ADD(repo->arena, files) =
        (struct repo_file){ arena_strdup(repo->arena, path), id_of(oid) };
}

static enum repo_status list_tree(struct repo *repo, const git_oid *oid,
                                  const char *path, const char *suffix,
                                  int depth, struct repo_files *files)
{
    struct api *git = &repo->git;
    enum repo_status status = REPO_DONE;
    git_tree *tree;
    int error = git->git_tree_lookup(&tree, repo->repository, oid);

    if (error)
        return error == GIT_ENOTFOUND ? REPO_ABSENT : REPO_FAILED;
    repo->entries += git->git_tree_entrycount(tree);
    if (repo->entries > ENTRY_LIMIT)
        status = REPO_TOO_MANY;
    for (size_t i = 0; !status && i < git->git_tree_entrycount(tree); i++) {
        const git_tree_entry *entry = git->git_tree_entry_byindex(tree, i);
        const char *name =
            arena_printf(repo->arena, "%s%s%s", path, *path ? "/" : "",
                         git->git_tree_entry_name(entry));
        git_filemode_t mode = git->git_tree_entry_filemode(entry);

        if (mode == GIT_FILEMODE_TREE && depth < DEPTH_LIMIT)
            status = list_tree(repo, git->git_tree_entry_id(entry), name,
                               suffix, depth + 1, files);
        else if (git->git_tree_entry_type(entry) == GIT_OBJECT_BLOB &&
                 mode != GIT_FILEMODE_LINK && ends_in(name, suffix))
            add_file(repo, files, name, git->git_tree_entry_id(entry));
    }
    git->git_tree_free(tree);
    return status;
}

static enum repo_status list_path(struct repo *repo, const git_tree *tree,
                                  const char *path, const char *suffix,
                                  struct repo_files *files)
{
    struct api *git = &repo->git;
    enum repo_status status = REPO_DONE;
    git_tree_entry *entry;
    int error = git->git_tree_entry_bypath(&entry, tree, path);

    if (error)
        return error == GIT_ENOTFOUND ? REPO_NO_PATH : REPO_FAILED;
    if (git->git_tree_entry_type(entry) == GIT_OBJECT_TREE) {
        status = list_tree(repo, git->git_tree_entry_id(entry), "", suffix, 0,
                           files);
    } else if (git->git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
        files->is_file = true;
        add_file(repo, files, "", git->git_tree_entry_id(entry));
    } else {
        status = REPO_NO_PATH;
    }
    git->git_tree_entry_free(entry);
    return status;
}

enum repo_status repo_list(struct repo *repo, const struct repo_id *id,
                           const char *path, const char *suffix,
                           struct repo_files *files)
{
    struct api *git = &repo->git;
    git_commit *commit;
    git_tree *tree;
    enum repo_status status = find_commit(repo, id, &commit);
    int error;

    if (status)
        return status;
    error = git->git_commit_tree(&tree, commit);
    if (error) {
        git->git_commit_free(commit);
        return error == GIT_ENOTFOUND ? why_missing(repo, REPO_ABSENT)
                                      : REPO_FAILED;
    }
    repo->entries = 0;
    if (*path)
        status = list_path(repo, tree, path, suffix, files);
    else
        status = list_tree(repo, git->git_object_id((git_object *)tree), "",
                           suffix, 0, files);
    git->git_tree_free(tree);
    git->git_commit_free(commit);
    return status;
}

enum repo_status repo_read(struct repo *repo, const struct repo_id *file,
                           const char **data, size_t *len)
{
    git_oid oid = oid_of(file);
    git_blob *blob;
    int error = repo->git.git_blob_lookup(&blob, repo->repository, &oid);

    if (error)
        return error == GIT_ENOTFOUND ? REPO_ABSENT : REPO_FAILED;
    *len = (size_t)repo->git.git_blob_rawsize(blob);
    *data = arena_copy(repo->arena, repo->git.git_blob_rawcontent(blob), *len);
    repo->git.git_blob_free(blob);
    return REPO_DONE;
}

/* ---- history ------------------------------------------------------------- */

enum repo_status repo_read_commit(struct repo *repo, const struct repo_id *id,
                                  struct repo_commit *out)
{
    struct api *git = &repo->git;
    git_commit *commit;
    enum repo_status status = find_commit(repo, id, &commit);
    const git_signature *author;
    const char *subject;

    if (status)
        return status;
    author = git->git_commit_author(commit);
    subject = git->git_commit_summary(commit);
    *out = (struct repo_commit){
        .id = *id,
        .parent_count = git->git_commit_parentcount(commit),
        .time = author->when.time,
        .offset = author->when.offset,
        .author = arena_strdup(repo->arena, author->name),
        .subject = arena_strdup(repo->arena, subject ? subject : ""),
    };
    out->parents =
        arena_calloc(repo->arena, out->parent_count + 1, sizeof *out->parents);
    for (size_t i = 0; i < out->parent_count; i++)
        out->parents[i] = id_of(git->git_commit_parent_id(commit, (unsigned)i));
    git->git_commit_free(commit);
    return REPO_DONE;
}
