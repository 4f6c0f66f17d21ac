/* side_files: the sources that two files or folders hold. */
#ifndef CLI_SIDE_FILES_H
#define CLI_SIDE_FILES_H

#include "cli/sides.h"

/* One side of a pair of files or folders. */
struct operand {
    const char *name;      /* as the user named it */
    const char *revision;  /* NULL: the file system */
    struct repo_id commit; /* with a revision */
    const char *path;      /* in the commit, or in the file system */
};

/* Sides while they are read. */
struct reading {
    struct session *session;
    struct sides *sides;
    bool all;
    bool unread; /* a source of a revision could not be read */
};

/*
 * Adds the sources of a pair of operands to the sides; `key` is what their
 * paths are below. `may_miss`: one of the two may lack the path, which is
 * then new or gone.
 */
void side_read_pair(struct reading *reading, const struct operand *old,
                    const struct operand *new, const char *key, bool may_miss);

/* The path of a file below a folder; either may be empty. */
const char *side_join(struct arena *arena, const char *folder,
                      const char *name);

/* A path's last part. */
const char *side_file_name(const char *path);

/* Ends in what sources end in. */
bool side_is_source_name(const char *name);

void side_report_file(struct reading *reading, const char *path, int error);

#endif
