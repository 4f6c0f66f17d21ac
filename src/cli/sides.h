/* sides: the sources that `chosho diff` compares, from files or from git. */
#ifndef CLI_SIDES_H
#define CLI_SIDES_H

#include <stdbool.h>
#include <stddef.h>

#include "compare/compare.h"
#include "compare/repo.h"

struct session;

struct side {
    const char *name; /* of all of it: a revision, a path */
    const char *kept; /* the same for paper, which outlives "HEAD~1": a
                         revision with its commit and day */
    struct compare_source *items;
    size_t count;
    size_t capacity;
};

struct sides {
    struct side old;
    struct side new;
    struct repo *repo; /* NULL: no revision was named; the caller closes it */
    const char *stem;  /* for outputs: of the sources that were named */
};

/*
 * Finds and reads the sources of both sides. What is the same in both is
 * left out unless `all`. False after errors in the session's diags.
 *
 *     OLD NEW            files, folders, REV:path
 *     PATH               the last commit's against the work tree's
 *     REV1..REV2 [PATH...], REV1...REV2 [PATH...], REV1 REV2 [PATH...]
 *     REV [PATH...]      against the work tree
 */
bool sides_read(struct session *session, bool all, struct sides *sides);

/* ---- cli_repo.c: revisions, and what to say when there is none ----------- */

/* Opens the repository around `path`; false after an error. */
bool repo_open_for(struct session *session, const char *path,
                   struct repo **repo);

/* Says why `what` (a revision, REV:path) cannot be had. */
void repo_report(struct session *session, const struct repo *repo,
                 enum repo_status status, const char *what);

/*
 * Where a path of the file system is in the repository; "" is its root. NULL
 * after an error: it lies outside.
 */
const char *repo_place(struct session *session, const struct repo *repo,
                       const char *path);

/* A path without links and dots, also of what is not there (any more); NULL:
 * not even a folder around it is. */
char *repo_resolve(struct session *session, const char *path);

/* The day a commit was made, where it was made: "2020-10-01"; "" for a time
 * before 1970 or after 9999. */
const char *repo_day(struct arena *arena, const struct repo_commit *commit);

/* A source's text as a checked record; NULL after errors. */
struct record *read_side(struct session *session, const char *name,
                         const char *data, size_t len);

#endif
