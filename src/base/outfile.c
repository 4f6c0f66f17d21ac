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
#include "base/bytes.h"
#include "base/disk.h"
#include "base/outtree.h"
#include "base/pack.h"

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
    pid_t owner;   /* whose temporary files they are */
    size_t serial; /* of the next one; those of branches interleave */
    size_t step;
    bool branched;               /* other processes write as well */
    void (*note)(void *context); /* of a branch; NULL: it is none */
    void *context;
    size_t told;   /* of the folders; those before were packed */
    bool together; /* see outfile_flush_together() */
    struct disk_numbers synced;
};

struct outfile *outfile_begin(void)
{
    struct arena *arena = arena_new();
    struct outfile *out = arena_alloc(arena, sizeof *out);

    out->arena = arena;
    out->owner = getpid();
    out->step = 1;
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

/* The one entered last is the likeliest. */
static bool is_entered(const struct outfile *out, const char *folder)
{
    for (size_t i = out->folders.count; i-- > 0;)
        if (!strcmp(out->folders.items[i], folder))
            return true;
    return false;
}

/* Makes a folder ready; the first time in this transaction it is tidied. */
static int enter_folder(struct outfile *out, const char *folder)
{
    int error;

    if (is_entered(out, folder))
        return 0;
    error = disk_make_folder(out->arena, folder, &out->made);
    if (error)
        return error;
    remove_leftovers(folder);
    *LIST_ADD(out->arena, &out->folders) = folder;
    if (out->note)
        out->note(out->context);
    return 0;
}

/* ---- the transaction --------------------------------------------------- */

/* Branches may tell of an inner folder before the one around it. */
static void remove_made(struct outfile *out)
{
    bool any = true;

    while (any) {
        any = false;
        for (size_t i = out->made.count; i-- > 0;)
            any |= !rmdir(out->made.items[i]);
    }
}

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
    if (out->branched) /* what a killed branch did not tell of */
        for (size_t i = 0; i < out->folders.count; i++)
            remove_leftovers(out->folders.items[i]);
    remove_made(out);
    out->count = 0;
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
    size_t serial = out->serial;

    out->serial += out->step;
    return arena_printf(
        out->arena, "%s/.%.*s.chosho-%ld-%zu.tmp", output->folder, NAME_SHOWN,
        name ? name + 1 : output->target, (long)out->owner, serial);
}

/* Where an output goes, and its old file's permissions, 0 when there is
 * none. */
static int place(struct outfile *out, const char *path, struct output *output,
                 mode_t *mode)
{
    struct stat status;
    int error;

    *output = (struct output){ .path = arena_strdup(out->arena, path) };
    *mode = 0;
    output->target = output->path;
    if (!lstat(path, &status) && S_ISLNK(status.st_mode))
        output->target = follow_link(out, output->path);
    output->folder = disk_folder_of(out->arena, output->target);
    error = enter_folder(out, output->folder);
    if (error)
        return error;
    if (!stat(output->target, &status)) {
        if (!S_ISREG(status.st_mode))
            return S_ISDIR(status.st_mode) ? EISDIR : EEXIST;
        *mode = status.st_mode;
    }
    output->temporary = temporary_name(out, output);
    return 0;
}

/*
 * A branch does not tidy its folders of files whose owner is alive. One that
 * has the very name is of an older process of the owner's number.
 */
static int write_temporary(const struct outfile *out,
                           const struct output *output, mode_t mode,
                           const void *data, size_t len)
{
    bool sync = !out->together;
    int error = disk_write(output->temporary, mode, sync, data, len);

    if (error != EEXIST || !out->note)
        return error;
    unlink(output->temporary);
    return disk_write(output->temporary, mode, sync, data, len);
}

int outfile_add(struct outfile *out, const char *path, const void *data,
                size_t len)
{
    struct output output;
    mode_t mode;
    int error;

    if (out->tree)
        return outtree_add(out->tree, path, data, len);
    if (out->error)
        return out->error;
    error = place(out, path, &output, &mode);
    if (error)
        return fail(out, path, error);
    if (!mode || !disk_holds(output.target, data, len)) {
        error = write_temporary(out, &output, mode, data, len);
        if (error)
            return fail(out, path, error);
        output.state = OUTPUT_WRITTEN;
    }
    *LIST_ADD(out->arena, out) = output;
    return 0;
}

/* ---- outputs in pieces -------------------------------------------------- */

int outfile_open(struct outfile *out, const char *path, size_t *number)
{
    struct output output;
    mode_t mode;
    int error;

    if (out->tree)
        return outtree_open(out->tree, path, number);
    if (out->error)
        return out->error;
    error = place(out, path, &output, &mode);
    if (!error)
        error = write_temporary(out, &output, mode, "", 0);
    if (error)
        return fail(out, path, error);
    output.state = OUTPUT_WRITTEN;
    *number = out->count;
    *LIST_ADD(out->arena, out) = output;
    return 0;
}

int outfile_append(struct outfile *out, size_t number, const void *data,
                   size_t len)
{
    int error;

    if (out->tree)
        return outtree_append(out->tree, number, data, len);
    if (out->error)
        return out->error;
    error = disk_append(out->items[number].temporary, data, len);
    return error ? fail(out, out->items[number].path, error) : 0;
}

int outfile_close(struct outfile *out, size_t number)
{
    struct output *output;
    int error = 0;

    if (out->tree)
        return outtree_close(out->tree, number);
    if (out->error)
        return out->error;
    output = &out->items[number];
    if (disk_are_same(output->temporary, output->target)) {
        unlink(output->temporary);
        output->state = OUTPUT_SAME;
    } else if (!out->together) {
        error = disk_sync_file(output->temporary);
    }
    return error ? fail(out, output->path, error) : 0;
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
    for (size_t i = 0; out->together && i < out->folders.count; i++) {
        error = disk_sync_all(out->arena, out->folders.items[i], &out->synced);
        if (error)
            return fail(out, out->folders.items[i], error);
    }
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

void outfile_flush_together(struct outfile *out)
{
    out->together = true;
    if (out->tree)
        outtree_flush_together(out->tree);
}

/* ---- several processes --------------------------------------------------- */

void outfile_share(struct outfile *out)
{
    out->branched = true;
    if (out->tree)
        outtree_share(out->tree);
}

void outfile_branch(struct outfile *out, size_t number, size_t count,
                    void (*note)(void *context), void *context)
{
    out->serial += number + 1;
    out->step = count + 1;
    out->note = note;
    out->context = context;
    out->count = 0;
    out->folders.count = 0;
    out->made.count = 0;
    if (out->tree)
        outtree_branch(out->tree);
}

static void pack_folders(struct disk_folders *folders, size_t from,
                         struct bytes *message)
{
    pack_int(message, folders->count - from);
    for (size_t i = from; i < folders->count; i++)
        pack_string(message, folders->items[i]);
}

void outfile_pack(struct outfile *out, struct bytes *message)
{
    bool branch = out->note;

    if (out->tree) {
        outtree_pack(out->tree, message);
        return;
    }
    pack_int(message, (uint64_t)out->error);
    pack_string(message, out->failed_path);
    pack_folders(&out->folders, branch ? out->told : out->folders.count,
                 message);
    pack_folders(&out->made, branch ? 0 : out->made.count, message);
    pack_int(message, branch ? out->count : 0);
    if (!branch)
        return;
    for (size_t i = 0; i < out->count; i++) {
        const struct output *output = &out->items[i];

        pack_string(message, output->path);
        pack_string(message, output->target);
        pack_string(message, output->temporary);
        pack_string(message, output->folder);
        pack_int(message, output->state);
    }
    out->told = out->folders.count;
    out->count = 0;
    out->made.count = 0;
}

static const char *keep(struct outfile *out, struct pack_reader *reader)
{
    const char *words = pack_take_string(reader);

    return words ? arena_strdup(out->arena, words) : "";
}

static void adopt_folders(struct outfile *out, struct pack_reader *reader)
{
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--) {
        const char *folder = keep(out, reader);

        if (!is_entered(out, folder))
            *LIST_ADD(out->arena, &out->folders) = folder;
    }
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--)
        *LIST_ADD(out->arena, &out->made) = keep(out, reader);
}

int outfile_adopt(struct outfile *out, struct pack_reader *reader)
{
    int error;
    const char *failed;

    if (out->tree)
        return outtree_adopt(out->tree, reader);
    error = (int)pack_take_int(reader);
    failed = pack_take_string(reader);
    adopt_folders(out, reader);
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--) {
        struct output output = { .path = keep(out, reader) };

        output.target = keep(out, reader);
        output.temporary = keep(out, reader);
        output.folder = keep(out, reader);
        output.state = (enum state)pack_take_int(reader);
        *LIST_ADD(out->arena, out) = output;
    }
    if (error && !out->error)
        fail(out, failed ? failed : "", error);
    return out->error;
}

void outfile_end(struct outfile *out)
{
    if (!out)
        return;
    outtree_end(out->tree);
    roll_back(out);
    arena_free(out->arena);
}
