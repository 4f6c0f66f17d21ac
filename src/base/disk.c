#include "base/disk.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"

enum { FILE_MODE = 0666, FOLDER_MODE = 0777, EXIT_SYSTEM = 3 };

/* ---- reading ------------------------------------------------------------- */

_Noreturn void disk_fail(const char *path, int error)
{
    fprintf(stderr, "chosho: %s: %s\n", path, message_errno(error));
    _exit(EXIT_SYSTEM);
}

bool disk_blames_input(int error)
{
    return error == ENOENT || error == EACCES || error == EPERM ||
           error == EISDIR || error == ENOTDIR || error == ELOOP ||
           error == ENAMETOOLONG || error == EFBIG || error == ENXIO;
}

int disk_open(const char *path, int flags, mode_t mode)
{
    int fd;

    do
        fd = open(path, flags | O_CLOEXEC, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

bool disk_may_read(const char *path)
{
    if (!access(path, R_OK))
        return true;
    if (!disk_blames_input(errno))
        disk_fail(path, errno);
    return false;
}

bool disk_stat(const char *path, struct stat *out)
{
    if (!stat(path, out))
        return true;
    if (!disk_blames_input(errno))
        disk_fail(path, errno);
    return false;
}

struct disk_listing disk_list(const char *path)
{
    struct disk_listing listing = { .path = path };

    do
        listing.dir = opendir(path);
    while (!listing.dir && errno == EINTR);
    if (!listing.dir && !disk_blames_input(errno))
        disk_fail(path, errno);
    return listing;
}

const char *disk_list_next(struct disk_listing *listing)
{
    struct dirent *entry;

    if (!listing->dir)
        return NULL;
    errno = 0;
    entry = readdir(listing->dir);
    if (entry)
        return entry->d_name;
    if (errno)
        disk_fail(listing->path, errno);
    closedir(listing->dir);
    listing->dir = NULL;
    return NULL;
}

/* ---- folders ------------------------------------------------------------- */

const char *disk_folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/"
                         : arena_copy(arena, path, (size_t)(slash - path));
}

int disk_make_folder(struct arena *arena, const char *folder,
                     struct disk_folders *made)
{
    struct stat status;
    int error;

    if (!stat(folder, &status))
        return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    if (errno != ENOENT)
        return errno;
    error = disk_make_folder(arena, disk_folder_of(arena, folder), made);
    if (error)
        return error;
    if (mkdir(folder, FOLDER_MODE))
        return errno == EEXIST ? 0 : errno;
    if (made)
        *LIST_ADD(arena, made) = folder;
    return 0;
}

/* fsync() that goes on after an interruption. */
static int sync_all(int fd)
{
    int status;

    do
        status = fsync(fd);
    while (status && errno == EINTR);
    return status;
}

int disk_sync_folder(const char *folder)
{
    int fd = disk_open(folder, O_RDONLY | O_DIRECTORY, 0);
    int error = 0;

    if (fd < 0)
        return errno;
    /* Some file systems know no fsync of a folder: nothing to be done. */
    if (sync_all(fd) && errno != EINVAL && errno != ENOTSUP)
        error = errno;
    close(fd);
    return error;
}

/* ---- files --------------------------------------------------------------- */

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

bool disk_holds(const char *path, const void *data, size_t len)
{
    const unsigned char *bytes = data;
    unsigned char chunk[16384];
    int fd = disk_open(path, O_RDONLY, 0);
    size_t at = 0;
    ssize_t n = -1;

    if (fd < 0)
        return false;
    for (;;) {
        n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || (size_t)n > len - at ||
            memcmp(chunk, bytes + at, (size_t)n))
            break;
        at += (size_t)n;
    }
    close(fd);
    return n == 0 && at == len;
}

bool disk_are_same(const char *path, const char *other)
{
    unsigned char chunk[16384];
    unsigned char beside[sizeof chunk];
    FILE *file = fopen(path, "rbe");
    FILE *second = fopen(other, "rbe");
    bool same = file && second;
    size_t n = sizeof chunk;

    while (same && n == sizeof chunk) {
        n = fread(chunk, 1, sizeof chunk, file);
        same = fread(beside, 1, sizeof beside, second) == n &&
               !memcmp(chunk, beside, n) && !ferror(file) && !ferror(second);
    }
    if (file)
        fclose(file);
    if (second)
        fclose(second);
    return same;
}

/* Flushes and closes; the first error of all. */
static int finish(int fd, bool sync, int error)
{
    if (!error && sync && sync_all(fd) && errno != EINVAL)
        error = errno;
    if (close(fd) && !error && errno != EINTR)
        error = errno;
    return error;
}

int disk_append(const char *path, const void *data, size_t len)
{
    int fd = disk_open(path, O_WRONLY | O_APPEND, 0);

    return fd < 0 ? errno : finish(fd, false, write_all(fd, data, len));
}

int disk_sync_file(const char *path)
{
    int fd = disk_open(path, O_WRONLY, 0);

    return fd < 0 ? errno : finish(fd, true, 0);
}

int disk_sync_all(struct arena *arena, const char *folder,
                  struct disk_numbers *synced)
{
    int fd = disk_open(folder, O_RDONLY | O_DIRECTORY, 0);
    struct stat status;
    int error = 0;

    if (fd < 0)
        return errno;
    if (fstat(fd, &status))
        error = errno;
    for (size_t i = 0; !error && i < synced->count; i++)
        if (synced->items[i] == status.st_dev)
            return finish(fd, false, 0);
    while (!error && syncfs(fd))
        if (errno != EINTR)
            error = errno;
    if (!error)
        *LIST_ADD(arena, synced) = status.st_dev;
    return finish(fd, false, error);
}

int disk_write(const char *path, mode_t mode, bool sync, const void *data,
               size_t len)
{
    int fd = disk_open(path, O_WRONLY | O_CREAT | O_EXCL, FILE_MODE);
    int error;

    if (fd < 0)
        return errno;
    error = write_all(fd, data, len);
    /* The old file's permissions; a foreign owner's cannot all be kept. */
    if (!error && mode && fchmod(fd, mode & 07777) && errno != EPERM)
        error = errno;
    error = finish(fd, sync, error);
    if (error)
        unlink(path);
    return error;
}

/* ---- temporary names ----------------------------------------------------- */

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

pid_t disk_leftover_of(const char *name)
{
    pid_t owner = owner_of(name);

    if (owner <= 0 || owner == getpid() || (kill(owner, 0) && errno == ESRCH))
        return owner;
    return 0;
}
