/*
 * repo: what a git repository holds at a revision. The only door to libgit2,
 * which is loaded when the first repository is opened and not before: a
 * program that never looks into one never has it in memory.
 */
#ifndef COMPARE_REPO_H
#define COMPARE_REPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct repo;

enum repo_status {
    REPO_DONE,
    REPO_NO_LIBRARY,  /* libgit2 is not installed */
    REPO_NO_REPO,     /* the folder is in no repository */
    REPO_FOREIGN,     /* it belongs to somebody else (safe.directory) */
    REPO_ELSEWHERE,   /* its work tree is another folder (core.worktree) */
    REPO_NO_REVISION, /* nothing is called so */
    REPO_NO_COMMIT,   /* it is called so, but is no commit */
    REPO_AMBIGUOUS,   /* several things are called so */
    REPO_UNBORN,      /* there is no commit yet */
    REPO_SHALLOW,     /* beyond where a shallow clone ends */
    REPO_ABSENT,      /* left out of a partial clone */
    REPO_NO_PATH,     /* the revision has no such path */
    REPO_NO_BASE,     /* two revisions have no commit in common */
    REPO_TOO_MANY,    /* folders of a revision hold too much */
    REPO_FAILED,      /* repo_error() says what libgit2 says */
};

enum { REPO_ID_SIZE = 20, REPO_SHORT_ID = 7 };

struct repo_id {
    unsigned char bytes[REPO_ID_SIZE];
};

/*
 * Opens the repository that the folder `path` is in. The caller closes it,
 * whatever the status: NULL is fine.
 */
enum repo_status repo_open(struct arena *arena, const char *path,
                           struct repo **repo);
void repo_close(struct repo *repo);

/* The work tree, ending in a slash; NULL for a bare repository. */
const char *repo_root(const struct repo *repo);

/* What libgit2 said about the last failure, in English. */
const char *repo_error(const struct repo *repo);

/* The commit that a revision names ("HEAD~2", a branch, a tag, an id). */
enum repo_status repo_find(struct repo *repo, const char *revision,
                           struct repo_id *commit);

/* The best commit that both are descended from. */
enum repo_status repo_find_base(struct repo *repo, const struct repo_id *a,
                                const struct repo_id *b, struct repo_id *base);

/* The hexadecimal id. */
char *repo_name(struct arena *arena, const struct repo_id *id);

/* A file of a commit. */
struct repo_file {
    const char *path; /* below the folder that was listed; "" for itself */
    struct repo_id id;
};

struct repo_files {
    struct repo_file *items;
    size_t count;
    size_t capacity;
    bool is_file; /* what was listed is a file */
};

/*
 * The files below a path of a commit that end in `suffix`, in the order of
 * their paths; the path itself if it is a file, whatever it ends in. "" is
 * the root. Links and submodules are left out.
 */
enum repo_status repo_list(struct repo *repo, const struct repo_id *commit,
                           const char *path, const char *suffix,
                           struct repo_files *files);

/* The bytes of a file, NUL behind them; `*len` may be over any limit. */
enum repo_status repo_read(struct repo *repo, const struct repo_id *file,
                           const char **data, size_t *len);

/* ---- history ------------------------------------------------------------- */

struct repo_commit {
    struct repo_id id;
    struct repo_id *parents;
    size_t parent_count;
    int64_t time; /* seconds since 1970 */
    int offset;   /* minutes east of UTC where it was made */
    const char *author;
    const char *subject;
};

enum repo_status repo_read_commit(struct repo *repo, const struct repo_id *id,
                                  struct repo_commit *commit);

#endif
