/*
 * Outputs by rename.
 *
 * An output that replaces a file is exchanged with it (renameat2), so that
 * until the last output has its name every step can be taken back; where
 * the file system cannot exchange, it is a plain rename. The order is that
 * of crash safety: write, fsync the file, rename, fsync the folder.
 */
#include "base/outfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/disk.h"
#include "base/outtree.h"

enum { NAME_SHOWN = 120 }; /* bytes of the target's name in a temporary's */

enum state {
    OUTPUT_SAME,      /* the target holds these bytes already */
    OUTPUT_WRITTEN,   /* the temporary file holds them */
    OUTPUT_MADE,      /* renamed to a name that was free */
    OUTPUT_EXCHANGED, /* renamed; the temporary name holds the old file */
    OUTPUT_REPLACED,  /* renamed over the old file: no way back */
    OUTPUT_DOOMED,    /* the target is to go */
    OUTPUT_ASIDE,     /* it has gone to the temporary name */
};

struct output {
    const char *path;   /* as the caller named it */
    const char *target; /* behind symbolic links */
    const char *temporary;
    const char *folder;
    enum state state;
};

struct outfile {
    struct arena *arena;
    struct output *items;
    size_t count;
    size_t capacity;
    struct disk_folders folders; /* written to */
    struct disk_folders made;    /* by this run */
    struct outtree *tree;        /* takes all outputs; NULL: there is none */
    int error;
    const char *failed_path;
};

struct outfile *outfile_begin(void)
{
    struct arena *arena = arena_new();
    struct outfile *out = arena_alloc(arena, sizeof *out);

    out->arena = arena;
    return out;
}

struct outfile *outfile_begin_tree(const char *root)
{
    struct outfile *out = outfile_begin();

    out->tree = outtree_begin(root);
    return out;
}

const char *outfile_failed_path(const struct outfile *out)
{
    if (out->tree)
        return outtree_failed_path(out->tree);
    return out->failed_path;
}

/* ---- folders ----------------------------------------------------------- */

/* Removes what killed runs left in a folder. */
static void remove_leftovers(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    if (!dir)
        return;
    while ((entry = readdir(dir)))
        if (disk_leftover_of(entry->d_name))
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
}

/* Makes a folder ready; the first time in this transaction it is tidied. */
static int enter_folder(struct outfile *out, const char *folder)
{
    int error;

    for (size_t i = 0; i < out->folders.count; i++)
        if (!strcmp(out->folders.items[i], folder))
            return 0;
    error = disk_make_folder(out->arena, folder, &out->made);
    if (error)
        return error;
    remove_leftovers(folder);
    *LIST_ADD(out->arena, &out->folders) = folder;
    return 0;
}

/* ---- the transaction --------------------------------------------------- */

/* Removes temporaries, puts exchanged files back, forgets the outputs. */
static void roll_back(struct outfile *out)
{
    for (size_t i = out->count; i-- > 0;) {
        const struct output *output = &out->items[i];

        if (output->state == OUTPUT_EXCHANGED || output->state == OUTPUT_ASIDE)
            rename(output->temporary, output->target);
        else if (output->state == OUTPUT_MADE)
            unlink(output->target);
        else if (output->state == OUTPUT_WRITTEN)
            unlink(output->temporary);
    }
    for (size_t i = out->made.count; i-- > 0;)
        rmdir(out->made.items[i]);
    out->count = 0;
    out->made.count = 0;
}

static int fail(struct outfile *out, const char *path, int error)
{
    out->error = error;
    out->failed_path = arena_strdup(out->arena, path);
    roll_back(out);
    return error;
}

/* The file a path means: a symbolic link's own target, where it has one. */
static const char *follow_link(struct outfile *out, const char *path)
{
    char *real = realpath(path, NULL);
    const char *target = real ? arena_strdup(out->arena, real) : path;

    free(real);
    return target;
}

static char *temporary_name(struct outfile *out, const struct output *output)
{
    const char *name = strrchr(output->target, '/');

    return arena_printf(
        out->arena, "%s/.%.*s.chosho-%ld-%zu.tmp", output->folder, NAME_SHOWN,
        name ? name + 1 : output->target, (long)getpid(), out->count);
}

int outfile_add(struct outfile *out, const char *path, const void *data,
                size_t len)
{
    struct output output = { .path = arena_strdup(out->arena, path) };
    struct stat status;
    mode_t mode = 0;
    int error;

    if (out->tree)
        return outtree_add(out->tree, path, data, len);
    if (out->error)
        return out->error;
    output.target = output.path;
    if (!lstat(path, &status) && S_ISLNK(status.st_mode))
        output.target = follow_link(out, output.path);
    output.folder = disk_folder_of(out->arena, output.target);
    error = enter_folder(out, output.folder);
    if (error)
        return fail(out, path, error);
    if (!stat(output.target, &status)) {
        if (!S_ISREG(status.st_mode))
            return fail(out, path, S_ISDIR(status.st_mode) ? EISDIR : EEXIST);
        mode = status.st_mode;
    }
    output.temporary = temporary_name(out, &output);
    if (!mode || !disk_holds(output.target, data, len)) {
        error = disk_write(output.temporary, mode, data, len);
        if (error)
            return fail(out, path, error);
        output.state = OUTPUT_WRITTEN;
    }
    *LIST_ADD(out->arena, out) = output;
    return 0;
}

int outfile_remove(struct outfile *out, const char *path)
{
    struct output output = { .state = OUTPUT_DOOMED };
    struct stat status;
    int error;

    if (out->tree)
        return 0; /* only what is added is there */
    if (out->error)
        return out->error;
    if (lstat(path, &status) || S_ISDIR(status.st_mode))
        return 0;
    output.path = output.target = arena_strdup(out->arena, path);
    output.folder = disk_folder_of(out->arena, output.target);
    output.temporary = temporary_name(out, &output);
    error = enter_folder(out, output.folder);
    if (error)
        return fail(out, path, error);
    *LIST_ADD(out->arena, out) = output;
    return 0;
}

static int set_aside(struct output *output)
{
    if (rename(output->target, output->temporary))
        return errno == ENOENT ? 0 : errno;
    output->state = OUTPUT_ASIDE;
    return 0;
}

static int take_name(struct output *output)
{
    struct stat status;
    bool exists = !lstat(output->target, &status);

    if (exists && S_ISDIR(status.st_mode))
        return EISDIR;
    if (exists && !renameat2(AT_FDCWD, output->temporary, AT_FDCWD,
                             output->target, RENAME_EXCHANGE)) {
        output->state = OUTPUT_EXCHANGED;
        return 0;
    }
    if (exists && errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return errno;
    if (rename(output->temporary, output->target))
        return errno;
    output->state = exists ? OUTPUT_REPLACED : OUTPUT_MADE;
    return 0;
}

int outfile_commit(struct outfile *out)
{
    int error;

    if (out->tree)
        return outtree_commit(out->tree);
    if (out->error)
        return out->error;
    for (size_t i = 0; i < out->count; i++) {
        struct output *output = &out->items[i];

        error = 0;
        if (output->state == OUTPUT_WRITTEN)
            error = take_name(output);
        else if (output->state == OUTPUT_DOOMED)
            error = set_aside(output);
        if (error)
            return fail(out, output->path, error);
    }
    for (size_t i = 0; i < out->folders.count; i++) {
        error = disk_sync_folder(out->folders.items[i]);
        if (error)
            return fail(out, out->folders.items[i], error);
    }
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].state == OUTPUT_EXCHANGED ||
            out->items[i].state == OUTPUT_ASIDE)
            unlink(out->items[i].temporary);
    out->count = 0;
    out->made.count = 0;
    return 0;
}

void outfile_end(struct outfile *out)
{
    if (!out)
        return;
    outtree_end(out->tree);
    roll_back(out);
    arena_free(out->arena);
}
