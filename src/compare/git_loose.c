#include "compare/git_loose.h"

#include <dirent.h>
#include <errno.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/source.h"

enum {
    OBJECT_LIMIT = 64 << 20,
    FIRST_ROOM = 64 << 10,
    ROOM_GROWTH = 32, /* 64 KB, 2 MB, 64 MB */
    FOLDER_LIMIT = 32,
    LIST_LIMIT = 64 << 10, /* of info/alternates */
};

/* ---- folders ------------------------------------------------------------- */

static void add_folder(struct arena *arena, struct git_folders *folders,
                       const char *path, size_t len)
{
    while (len > 1 && path[len - 1] == '/')
        len--;
    if (len && folders->count < FOLDER_LIMIT)
        *LIST_ADD(arena, folders) = arena_copy(arena, path, len);
}

/* A line of info/alternates is a path, from the folder it stands in. */
static void add_alternates(struct arena *arena, struct git_folders *folders,
                           const char *folder)
{
    const struct source *list = source_load(
        arena, arena_printf(arena, "%s/info/alternates", folder), LIST_LIMIT);
    const char *line;
    size_t len;

    for (int i = 1; list && (line = source_line(list, i, &len)); i++) {
        const char *path = arena_copy(arena, line, len);

        if (!len || *path == '#')
            continue;
        if (*path != '/')
            path = arena_printf(arena, "%s/%s", folder, path);
        add_folder(arena, folders, path, strlen(path));
    }
}

struct git_folders git_list_folders(struct arena *arena, const char *objects)
{
    struct git_folders folders = { 0 };

    add_folder(arena, &folders, objects, strlen(objects));
    for (size_t i = 0; i < folders.count; i++)
        add_alternates(arena, &folders, folders.items[i]);
    return folders;
}

/* ---- an object ----------------------------------------------------------- */

/* "KIND SIZE" and a NUL stand before the words, which are of that size. */
static bool fits_header(const char *object, size_t len)
{
    const char *end = memchr(object, '\0', len);
    const char *blank =
        end ? memchr(object, ' ', (size_t)(end - object)) : NULL;
    char *stop;

    return blank && blank[1] >= '0' && blank[1] <= '9' &&
           strtoull(blank + 1, &stop, 10) ==
               (size_t)(object + len - (end + 1)) &&
           stop == end;
}

static enum git_loose judge_in(struct libdeflate_decompressor *inflate,
                               const struct source *file, size_t room)
{
    char *out = memory_alloc(room);
    size_t len = 0;
    enum git_loose found = GIT_LOOSE_TORN;

    switch (libdeflate_zlib_decompress(inflate, file->data, file->len, out,
                                       room, &len)) {
    case LIBDEFLATE_SUCCESS:
        if (fits_header(out, len))
            found = GIT_LOOSE_WHOLE;
        break;
    case LIBDEFLATE_INSUFFICIENT_SPACE:
        found = GIT_LOOSE_LARGE;
        break;
    default:
        break;
    }
    free(out);
    return found;
}

/* Inflates all of it, in as much room as it takes. */
static enum git_loose judge(const struct source *file)
{
    struct libdeflate_decompressor *inflate = libdeflate_alloc_decompressor();
    enum git_loose found = GIT_LOOSE_LARGE;

    for (size_t room = FIRST_ROOM;
         found == GIT_LOOSE_LARGE && room <= OBJECT_LIMIT; room *= ROOM_GROWTH)
        found = judge_in(inflate, file, room);
    libdeflate_free_decompressor(inflate);
    return found;
}

enum git_loose git_judge_loose(const struct git_folders *folders,
                               const char *hex)
{
    enum git_loose found = GIT_LOOSE_NONE;

    for (size_t i = 0; found == GIT_LOOSE_NONE && i < folders->count; i++) {
        struct arena *arena = arena_new();
        const struct source *file = source_load(
            arena,
            arena_printf(arena, "%s/%.2s/%s", folders->items[i], hex, hex + 2),
            OBJECT_LIMIT);

        if (file)
            found = judge(file);
        else if (errno == EFBIG)
            found = GIT_LOOSE_LARGE;
        arena_free(arena);
    }
    return found;
}

/* The worst of the objects whose ids begin like that; `folder` is where their
 * files are. */
static enum git_loose judge_names(const struct git_folders *folders,
                                  const char *folder, const char *hex)
{
    enum { NAME = 38 }; /* of a file: an id without its first two digits */
    enum git_loose worst = GIT_LOOSE_NONE;
    char id[2 + NAME + 1] = { hex[0], hex[1] };
    DIR *open = opendir(folder);
    const struct dirent *entry;

    while (open && (entry = readdir(open)) && worst <= GIT_LOOSE_WHOLE) {
        if (strlen(entry->d_name) != NAME ||
            strncmp(entry->d_name, hex + 2, strlen(hex + 2)) != 0)
            continue;
        memcpy(id + 2, entry->d_name, NAME);
        worst = git_judge_loose(folders, id);
    }
    if (open)
        closedir(open);
    return worst;
}

enum git_loose git_judge_loose_prefix(const struct git_folders *folders,
                                      const char *hex)
{
    enum git_loose worst = GIT_LOOSE_NONE;

    for (size_t i = 0; worst <= GIT_LOOSE_WHOLE && i < folders->count; i++) {
        struct arena *arena = arena_new();
        enum git_loose found = judge_names(
            folders, arena_printf(arena, "%s/%.2s", folders->items[i], hex),
            hex);

        worst = found > worst ? found : worst;
        arena_free(arena);
    }
    return worst;
}
