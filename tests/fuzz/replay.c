/* Runs a fuzz target on files: replay FILE|FOLDER... */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/source.h"
#include "fuzz/fuzz.h"

enum { FILE_LIMIT = 64 << 20 };

static size_t count;

/* The target gets a piece of its own, so that each byte behind it is one too
 * many. */
static void run_file(const char *path)
{
    struct arena *arena = arena_new();
    struct source *file = source_load(arena, path, FILE_LIMIT);
    uint8_t *data;

    if (!file) {
        perror(path);
        exit(3);
    }
    fprintf(stderr, "%s\n", path); /* the last one named is the one */
    data = memory_alloc(file->len);
    memcpy(data, file->data, file->len);
    LLVMFuzzerTestOneInput(data, file->len);
    free(data);
    arena_free(arena);
    count++;
}

static void run_path(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    struct arena *arena = arena_new();

    if (!dir)
        run_file(path);
    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            run_path(arena_printf(arena, "%s/%s", path, entry->d_name));
    if (dir)
        closedir(dir);
    arena_free(arena);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    printf("%zu inputs\n", count);
    return 0;
}
