/*
 * outtree: a folder of outputs that is exchanged as a whole.
 *
 * A new tree is made beside the old one. A file whose bytes the old tree
 * holds already is the old file itself, by a hard link, so that its time
 * stays and a copying program has nothing to do. When all files are safely
 * on disk the two trees change names in one step, and the old one goes,
 * with every file that was not made this time. Where the new tree is the
 * old one, nothing is touched. What a killed run left behind
 * (.NAME.chosho-PID-0.tmp) is removed by the next one.
 *
 * A folder that is neither empty nor made by this module is refused
 * (ENOTEMPTY): its own files would be lost.
 */
#ifndef BASE_OUTTREE_H
#define BASE_OUTTREE_H

#include <stddef.h>

struct bytes;
struct outtree;
struct pack_reader;

/*
 * Begins a tree that will be called `root`. Errors come with the first
 * outtree_add(). The caller ends it with outtree_end().
 */
struct outtree *outtree_begin(const char *root);

/*
 * Takes a file: `path` lies below `root` (EINVAL else). A path that was taken
 * before keeps its bytes. Returns 0 or an errno value; after a failure nothing
 * more is taken.
 */
int outtree_add(struct outtree *tree, const char *path, const void *data,
                size_t len);

/* As the functions of base/outfile.h that are called so. */
int outtree_open(struct outtree *tree, const char *path, size_t *number);
int outtree_append(struct outtree *tree, size_t number, const void *data,
                   size_t len);
int outtree_close(struct outtree *tree, size_t number);
void outtree_flush_together(struct outtree *tree);
void outtree_share(struct outtree *tree);
void outtree_branch(struct outtree *tree);
void outtree_pack(struct outtree *tree, struct bytes *message);
int outtree_adopt(struct outtree *tree, struct pack_reader *reader);

/* Gives the new tree its name. Returns 0 or an errno value. */
int outtree_commit(struct outtree *tree);

/* The path that made outtree_add() or outtree_commit() fail, else NULL. */
const char *outtree_failed_path(const struct outtree *tree);

/* Ends it; what was not committed is removed. NULL is fine. */
void outtree_end(struct outtree *tree);

#endif
