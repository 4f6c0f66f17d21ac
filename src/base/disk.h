/*
 * disk: files and folders the way outputs need them, for outfile and outtree.
 *
 * Functions that return int give 0 or an errno value.
 */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;

struct disk_folders {
    const char **items;
    size_t count;
    size_t capacity;
};

/*
 * A path that cannot be opened is the input's fault when there is nothing to
 * read: no such file, no permission. Whatever else goes wrong while inputs
 * are read is the system's, and to go on as if nothing were there would make
 * other outputs: disk_fail() says what happened and ends the program with
 * status 3. What an interrupted run leaves is that of a killed one.
 */
_Noreturn void disk_fail(const char *path, int error);

/* True for errors by which the input is at fault. */
bool disk_blames_input(int error);

/* open() that goes on after an interruption. */
int disk_open(const char *path, int flags, mode_t mode);

/* True when there is such a file (or folder) and it may be read. */
bool disk_may_read(const char *path);

/* stat(); false where there is no such file. */
struct stat;
bool disk_stat(const char *path, struct stat *out);

/* A folder's entries, none where it may not be read. The name is good until
 * the next call; NULL at the end, when the folder is closed, too. */
struct disk_listing {
    const char *path;
    void *dir;
};
struct disk_listing disk_list(const char *path);
const char *disk_list_next(struct disk_listing *listing);

/* The folder a path lies in: "." or "/" where there is no other. */
const char *disk_folder_of(struct arena *arena, const char *path);

/* Makes a folder and those around it; new ones are added to `made`, which
 * may be NULL. */
int disk_make_folder(struct arena *arena, const char *folder,
                     struct disk_folders *made);

/* Flushes what a folder says of its files. */
int disk_sync_folder(const char *folder);

/* True when a file has these bytes and no others. */
bool disk_holds(const char *path, const void *data, size_t len);

/* True when two files have the same bytes. */
bool disk_are_same(const char *path, const char *other);

/*
 * Writes a new file; EEXIST when there is one. `mode` 0: as files are made,
 * else these permissions; `sync`: it is flushed. After a failure it is gone.
 */
int disk_write(const char *path, mode_t mode, bool sync, const void *data,
               size_t len);

/* Writes behind the end of a file there is. */
int disk_append(const char *path, const void *data, size_t len);

/* Flushes a file there is. */
int disk_sync_file(const char *path);

/* Flushes all that was written to the disk a folder lies on, one disk once:
 * `synced` has those that were. */
struct disk_numbers {
    dev_t *items;
    size_t count;
    size_t capacity;
};
int disk_sync_all(struct arena *arena, const char *folder,
                  struct disk_numbers *synced);

/*
 * The process a temporary name `.NAME.chosho-PID-N.tmp` belongs to, if that
 * may go: it is this process, or none any more. 0 for any other name.
 */
pid_t disk_leftover_of(const char *name);

#endif
