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
#include "base/disk.h"

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
    size_t files;
    size_t written; /* of them; the others are links to old ones */
    bool begun;
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

/* The folder in the temporary tree, made the first time. */
static int enter_folder(struct outtree *tree, const char *folder)
{
    int error;

    for (size_t i = 0; i < tree->folders.count; i++)
        if (!strcmp(tree->folders.items[i], folder))
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
        error = disk_write(path, 0, data, len);
    return error ? fail(tree, old, error) : 0;
}

int outtree_add(struct outtree *tree, const char *path, const void *data,
                size_t len)
{
    size_t named = strlen(tree->named);

    if (!tree->error && !tree->begun)
        begin(tree);
    if (tree->error)
        return tree->error;
    if (strncmp(path, tree->named, named) || path[named] != '/')
        return fail(tree, path, EINVAL);
    return add(tree, path + named + 1, data, len);
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

int outtree_commit(struct outtree *tree)
{
    struct stat status;
    bool replaced;
    int error;

    if (!tree->error && !tree->begun)
        begin(tree);
    if (!tree->error)
        add(tree, marker, "", 0);
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
