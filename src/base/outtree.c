#include "base/outtree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/disk.h"
#include "base/pack.h"

enum { FOLDER_MODE = 0777, OPEN_FOLDERS = 16 };

/* The file that says that a tree is ours to exchange. */
static const char marker[] = ".chosho-site";

struct outtree {
    struct arena *arena;
    const char *named; /* as the caller names it, without a last "/" */
    const char *root;  /* behind symbolic links */
    const char *temporary;
    const char *parent;
    struct disk_folders folders; /* made in the temporary tree */
    struct { /* files that come in pieces: paths below the root */
        const char **items;
        size_t count;
        size_t capacity;
    } pieces;
    size_t files;
    size_t written; /* of them; the others are links to old ones */
    bool begun;
    bool together; /* flushed all at once */
    int error;
    const char *failed_path;
};

/* ---- trees --------------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *status, int type,
                        struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    remove(path);
    return 0;
}

static void remove_tree(const char *path)
{
    nftw(path, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

static size_t count_files(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    while (dir && (entry = readdir(dir))) {
        char path[PATH_MAX];
        struct stat status;

        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!lstat(path, &status) && S_ISDIR(status.st_mode))
            count += count_files(path);
        else
            count++;
    }
    if (dir)
        closedir(dir);
    return count;
}

static bool is_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool empty = dir;

    while (dir && empty && (entry = readdir(dir)))
        empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
    if (dir)
        closedir(dir);
    return empty;
}

/* ---- beginning ----------------------------------------------------------- */

static int fail(struct outtree *tree, const char *path, int error)
{
    tree->error = error;
    tree->failed_path = arena_strdup(tree->arena, path);
    return error;
}

struct outtree *outtree_begin(const char *root)
{
    struct arena *arena = arena_new();
    struct outtree *tree = arena_alloc(arena, sizeof *tree);
    size_t len = strlen(root);
    char *real = realpath(root, NULL);

    while (len > 1 && root[len - 1] == '/')
        len--;
    tree->arena = arena;
    tree->named = arena_copy(arena, root, len);
    tree->root = real ? arena_strdup(arena, real) : tree->named;
    free(real);
    tree->parent = disk_folder_of(arena, tree->root);
    return tree;
}

/* Only that of this tree: others may stand beside it. */
static char *temporary_name(struct outtree *tree, const char *name, pid_t owner)
{
    return arena_printf(tree->arena, ".%s.chosho-%ld-0.tmp", name, (long)owner);
}

/* Removes the temporary trees of killed runs. */
static void remove_leftovers(struct outtree *tree, const char *name)
{
    DIR *dir = opendir(tree->parent);
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        pid_t owner = disk_leftover_of(entry->d_name);

        if (owner && !strcmp(entry->d_name, temporary_name(tree, name, owner)))
            remove_tree(arena_printf(tree->arena, "%s/%s", tree->parent,
                                     entry->d_name));
    }
    if (dir)
        closedir(dir);
}

static int begin(struct outtree *tree)
{
    const char *slash = strrchr(tree->root, '/');
    const char *name = slash ? slash + 1 : tree->root;
    struct stat status;
    int error;

    if (!stat(tree->root, &status)) {
        if (!S_ISDIR(status.st_mode))
            return fail(tree, tree->root, ENOTDIR);
        if (access(arena_printf(tree->arena, "%s/%s", tree->root, marker),
                   F_OK) &&
            !is_empty(tree->root))
            return fail(tree, tree->root, ENOTEMPTY);
    }
    error = disk_make_folder(tree->arena, tree->parent, NULL);
    if (error)
        return fail(tree, tree->parent, error);
    remove_leftovers(tree, name);
    tree->temporary = arena_printf(tree->arena, "%s/%s", tree->parent,
                                   temporary_name(tree, name, getpid()));
    if (mkdir(tree->temporary, FOLDER_MODE))
        return fail(tree, tree->temporary, errno);
    tree->begun = true;
    return 0;
}

/* ---- files --------------------------------------------------------------- */

/* A link to anything else would be one to what is not ours. */
static bool is_file(const char *path)
{
    struct stat status;

    return !lstat(path, &status) && S_ISREG(status.st_mode);
}

/* The one entered last is the likeliest. */
static bool is_entered(const struct outtree *tree, const char *folder)
{
    for (size_t i = tree->folders.count; i-- > 0;)
        if (!strcmp(tree->folders.items[i], folder))
            return true;
    return false;
}

/* The folder in the temporary tree, made the first time. */
static int enter_folder(struct outtree *tree, const char *folder)
{
    int error;

    if (is_entered(tree, folder))
        return 0;
    error = disk_make_folder(tree->arena, folder, NULL);
    if (!error)
        *LIST_ADD(tree->arena, &tree->folders) = folder;
    return error;
}

static int add(struct outtree *tree, const char *below, const void *data,
               size_t len)
{
    char *old = arena_printf(tree->arena, "%s/%s", tree->root, below);
    char *path = arena_printf(tree->arena, "%s/%s", tree->temporary, below);
    int error = enter_folder(tree, disk_folder_of(tree->arena, path));

    tree->files++;
    if (!error && is_file(old) && disk_holds(old, data, len) &&
        !link(old, path))
        return 0;
    tree->written++;
    if (!error)
        error = disk_write(path, 0, !tree->together, data, len);
    return error && error != EEXIST ? fail(tree, old, error) : 0;
}

/* What of a path lies below the root; NULL after a failure. */
static const char *find_below(struct outtree *tree, const char *path)
{
    size_t named = strlen(tree->named);

    if (!tree->error && !tree->begun)
        begin(tree);
    if (!tree->error &&
        (strncmp(path, tree->named, named) || path[named] != '/'))
        fail(tree, path, EINVAL);
    return tree->error ? NULL : path + named + 1;
}

int outtree_add(struct outtree *tree, const char *path, const void *data,
                size_t len)
{
    const char *below = find_below(tree, path);

    return below ? add(tree, below, data, len) : tree->error;
}

/* ---- files in pieces ----------------------------------------------------- */

static char *new_path(struct outtree *tree, size_t number)
{
    return arena_printf(tree->arena, "%s/%s", tree->temporary,
                        tree->pieces.items[number]);
}

int outtree_open(struct outtree *tree, const char *path, size_t *number)
{
    const char *below = find_below(tree, path);
    const char *made;
    int error;

    if (!below)
        return tree->error;
    *number = tree->pieces.count;
    *LIST_ADD(tree->arena, &tree->pieces) = arena_strdup(tree->arena, below);
    made = new_path(tree, *number);
    error = enter_folder(tree, disk_folder_of(tree->arena, made));
    if (!error)
        error = disk_write(made, 0, false, "", 0);
    tree->files++;
    return error && error != EEXIST ? fail(tree, path, error) : 0;
}

int outtree_append(struct outtree *tree, size_t number, const void *data,
                   size_t len)
{
    const char *path;
    int error;

    if (tree->error)
        return tree->error;
    path = new_path(tree, number);
    error = disk_append(path, data, len);
    return error ? fail(tree, path, error) : 0;
}

/* Where the old file has the same bytes, it is taken instead. */
int outtree_close(struct outtree *tree, size_t number)
{
    char *path;
    char *old;
    char *link_name;
    int error = 0;

    if (tree->error)
        return tree->error;
    path = new_path(tree, number);
    link_name = arena_printf(tree->arena, "%s.tmp", path);
    old = arena_printf(tree->arena, "%s/%s", tree->root,
                       tree->pieces.items[number]);
    if (is_file(old) && disk_are_same(old, path) && !link(old, link_name) &&
        !rename(link_name, path))
        return 0;
    tree->written++;
    if (!tree->together)
        error = disk_sync_file(path);
    return error ? fail(tree, path, error) : 0;
}

/* ---- several processes --------------------------------------------------- */

void outtree_flush_together(struct outtree *tree)
{
    tree->together = true;
}

void outtree_share(struct outtree *tree)
{
    if (!tree->error && !tree->begun)
        begin(tree);
}

void outtree_branch(struct outtree *tree)
{
    tree->folders.count = 0;
    tree->files = 0;
    tree->written = 0;
}

void outtree_pack(struct outtree *tree, struct bytes *message)
{
    pack_int(message, (uint64_t)tree->error);
    pack_string(message, tree->failed_path);
    pack_int(message, tree->files);
    pack_int(message, tree->written);
    pack_int(message, tree->folders.count);
    for (size_t i = 0; i < tree->folders.count; i++)
        pack_string(message, tree->folders.items[i]);
    tree->files = 0;
    tree->written = 0;
}

int outtree_adopt(struct outtree *tree, struct pack_reader *reader)
{
    int error = (int)pack_take_int(reader);
    const char *failed = pack_take_string(reader);

    tree->files += pack_take_int(reader);
    tree->written += pack_take_int(reader);
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--) {
        const char *folder = pack_take_string(reader);

        if (folder && !is_entered(tree, folder))
            *LIST_ADD(tree->arena, &tree->folders) =
                arena_strdup(tree->arena, folder);
    }
    if (error && !tree->error)
        fail(tree, failed ? failed : "", error);
    return tree->error;
}

/* ---- the exchange -------------------------------------------------------- */

/* Without an exchange there is a moment without a tree. */
static int exchange_slowly(struct outtree *tree)
{
    char *old = arena_printf(tree->arena, "%s.old", tree->temporary);
    int error;

    if (rename(tree->root, old))
        return errno;
    if (rename(tree->temporary, tree->root)) {
        error = errno;
        rename(old, tree->root);
        return error;
    }
    remove_tree(old);
    return 0;
}

static int exchange(struct outtree *tree)
{
    struct stat status;

    if (lstat(tree->root, &status))
        return rename(tree->temporary, tree->root) ? errno : 0;
    if (!renameat2(AT_FDCWD, tree->temporary, AT_FDCWD, tree->root,
                   RENAME_EXCHANGE))
        return 0;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return errno;
    return exchange_slowly(tree);
}

/* Gives the old tree its name again, which the temporary one has now. */
static void take_back(struct outtree *tree, bool replaced)
{
    if (replaced)
        renameat2(AT_FDCWD, tree->temporary, AT_FDCWD, tree->root,
                  RENAME_EXCHANGE);
    else
        rename(tree->root, tree->temporary);
}

static void sync_all(struct outtree *tree)
{
    struct disk_numbers synced = { 0 };
    int error = disk_sync_all(tree->arena, tree->temporary, &synced);

    if (error)
        fail(tree, tree->root, error);
}

int outtree_commit(struct outtree *tree)
{
    struct stat status;
    bool replaced;
    int error;

    if (!tree->error && !tree->begun)
        begin(tree);
    if (!tree->error)
        add(tree, marker, "", 0);
    if (!tree->error && tree->together)
        sync_all(tree);
    if (tree->error)
        return tree->error;
    if (!tree->written && count_files(tree->root) == tree->files)
        return 0;
    for (size_t i = 0; i < tree->folders.count; i++) {
        error = disk_sync_folder(tree->folders.items[i]);
        if (error)
            return fail(tree, tree->folders.items[i], error);
    }
    replaced = !lstat(tree->root, &status);
    error = exchange(tree);
    if (!error) {
        error = disk_sync_folder(tree->parent);
        if (error)
            take_back(tree, replaced);
    }
    return error ? fail(tree, tree->root, error) : 0;
}

const char *outtree_failed_path(const struct outtree *tree)
{
    return tree->failed_path;
}

void outtree_end(struct outtree *tree)
{
    if (!tree)
        return;
    if (tree->begun) /* the new tree that failed, or the old one */
        remove_tree(tree->temporary);
    arena_free(tree->arena);
}
