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
