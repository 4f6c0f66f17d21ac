/*
 * git_loose: is a loose object whole? libgit2 up to 1.9 inflates one that
 * was cut off for ever (its issue 7342), and takes the memory that an object
 * says it needs before it has seen it. A disk that was full leaves the first;
 * so each loose object is looked at before libgit2 is.
 */
#ifndef COMPARE_GIT_LOOSE_H
#define COMPARE_GIT_LOOSE_H

#include <stddef.h>

struct arena;

/* The worst last. */
enum git_loose {
    GIT_LOOSE_NONE, /* there is none: it may be in a pack */
    GIT_LOOSE_WHOLE,
    GIT_LOOSE_TORN,
    GIT_LOOSE_LARGE, /* more than 64 MB, deflated or not */
};

/* Folders of objects: a repository's own, and those it borrows from. */
struct git_folders {
    const char **items; /* each without a slash at its end */
    size_t count;
    size_t capacity;
};

/* `objects`, and the folders named in its info/alternates and in theirs. */
struct git_folders git_list_folders(struct arena *arena, const char *objects);

/* What the object is in the first folder that has it. `hex`: its id. */
enum git_loose git_judge_loose(const struct git_folders *folders,
                               const char *hex);

/* The worst of the objects whose ids begin with `hex`, at least two digits. */
enum git_loose git_judge_loose_prefix(const struct git_folders *folders,
                                      const char *hex);

#endif
