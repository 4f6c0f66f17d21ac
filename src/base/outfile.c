/*
 * Outputs by rename.
 *
 * An output that replaces a file is exchanged with it (renameat2), so that
 * until the last output has its name every step can be taken back; where
 * the file system cannot exchange, it is a plain rename. The order is that
 * of crash safety: write, fsync the file, rename, fsync the folder.
 */
#include "base/outfile.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/outtree.h"

enum {
    NAME_SHOWN = 120, /* bytes of the target's name in a temporary's name */
    OWNER_WRITES = 0666,
    FOLDER_MODE = 0777,
};

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
    struct {
        const char **items;
        size_t count;
        size_t capacity;
    } folders, made;      /* folders written to; those made by this run */
    struct outtree *tree; /* takes all outputs; NULL: there is none */
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

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/"
                         : arena_copy(arena, path, (size_t)(slash - path));
}

static int make_folder(struct outfile *out, const char *folder)
{
    struct stat status;
    int error;

    if (!stat(folder, &status))
        return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    if (errno != ENOENT)
        return errno;
    error = make_folder(out, folder_of(out->arena, folder));
    if (error)
        return error;
    if (!mkdir(folder, FOLDER_MODE))
        *LIST_ADD(out->arena, &out->made) = folder;
    else if (errno != EEXIST)
        return errno;
    return 0;
}

/* The process id in `.NAME.chosho-PID-N.tmp`; 0 for any other name. */
static pid_t owner_of(const char *name)
{
    static const char mark[] = ".chosho-";
    const char *at = NULL;
    char *end;
    long pid;

    if (name[0] != '.')
        return 0;
    for (const char *next = name; (next = strstr(next, mark)); next++)
        at = next + sizeof mark - 1;
    if (!at || !isdigit((unsigned char)*at))
        return 0;
    pid = strtol(at, &end, 10);
    if (*end != '-' || !isdigit((unsigned char)end[1]) || pid > INT_MAX)
        return 0;
    strtol(end + 1, &end, 10);
    return strcmp(end, ".tmp") ? 0 : (pid_t)pid;
}

/* Removes what killed runs left in a folder. */
static void remove_leftovers(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    if (!dir)
        return;
    while ((entry = readdir(dir))) {
        pid_t owner = owner_of(entry->d_name);

        if (owner > 0 &&
            (owner == getpid() || (kill(owner, 0) && errno == ESRCH)))
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    closedir(dir);
}

/* Makes a folder ready; the first time in this transaction it is tidied. */
static int enter_folder(struct outfile *out, const char *folder)
{
    int error;

    for (size_t i = 0; i < out->folders.count; i++)
        if (!strcmp(out->folders.items[i], folder))
            return 0;
    error = make_folder(out, folder);
    if (error)
        return error;
    remove_leftovers(folder);
    *LIST_ADD(out->arena, &out->folders) = folder;
    return 0;
}

static int sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = 0;

    if (fd < 0)
        return errno;
    /* Some file systems know no fsync of a folder: nothing to be done. */
    if (fsync(fd) && errno != EINVAL && errno != ENOTSUP)
        error = errno;
    close(fd);
    return error;
}

/* ---- one file ---------------------------------------------------------- */

static int write_all(int fd, const unsigned char *data, size_t len)
{
    while (len > 0) {
        ssize_t written = write(fd, data, len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        if (written == 0)
            return EIO;
        data += written;
        len -= (size_t)written;
    }
    return 0;
}

/* Do the next `len` bytes of the file equal `data`, and nothing follow? */
static bool holds_bytes(const char *path, const unsigned char *data, size_t len)
{
    unsigned char chunk[16384];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t at = 0;
    ssize_t n = -1;

    if (fd < 0)
        return false;
    for (;;) {
        n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || (size_t)n > len - at ||
            memcmp(chunk, data + at, (size_t)n))
            break;
        at += (size_t)n;
    }
    close(fd);
    return n == 0 && at == len;
}

static int write_temporary(const char *path, mode_t mode, const void *data,
                           size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_WRITES);
    int error;

    if (fd < 0)
        return errno;
    error = write_all(fd, data, len);
    /* The old file's permissions; a foreign owner's cannot all be kept. */
    if (!error && mode && fchmod(fd, mode & 07777) && errno != EPERM)
        error = errno;
    if (!error && fsync(fd) && errno != EINVAL)
        error = errno;
    if (close(fd) && !error && errno != EINTR)
        error = errno;
    if (error)
        unlink(path);
    return error;
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
    output.folder = folder_of(out->arena, output.target);
    error = enter_folder(out, output.folder);
    if (error)
        return fail(out, path, error);
    if (!stat(output.target, &status)) {
        if (!S_ISREG(status.st_mode))
            return fail(out, path, S_ISDIR(status.st_mode) ? EISDIR : EEXIST);
        mode = status.st_mode;
    }
    output.temporary = temporary_name(out, &output);
    if (!mode || !holds_bytes(output.target, data, len)) {
        error = write_temporary(output.temporary, mode, data, len);
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
    output.folder = folder_of(out->arena, output.target);
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
        error = sync_folder(out->folders.items[i]);
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
