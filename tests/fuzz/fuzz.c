#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "font/font.h"

_Noreturn void fuzz_fail(const char *what, const char *detail)
{
    fprintf(stderr, "finding: %s: %s\n", what, detail);
    abort();
}

bool fuzz_chosen(const uint8_t *data, size_t len, unsigned n)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ data[i]) * 16777619U;
    return hash % n == 0;
}

/* ---- inputs of several files --------------------------------------------- */

static const char mark[] = "=== ";

static const char *end_of_line(const char *at, const char *end)
{
    while (at < end && *at != '\n')
        at++;
    return at;
}

struct fuzz_parts fuzz_split(struct arena *arena, const uint8_t *data,
                             size_t len)
{
    const char *at = arena_copy(arena, (const char *)data, len);
    const char *end = at + len;
    struct fuzz_parts parts = { 0 };
    struct fuzz_part part = { .name = arena_strdup(arena, ""), .data = at };

    while (at < end) {
        const char *stop = end_of_line(at, end);
        const char *next = stop < end ? stop + 1 : end;

        if ((size_t)(stop - at) > strlen(mark) &&
            !memcmp(at, mark, strlen(mark))) {
            part.len = (size_t)(at - part.data);
            *LIST_ADD(arena, &parts) = part;
            at += strlen(mark);
            part.name = arena_copy(arena, at, (size_t)(stop - at));
            part.data = next;
        }
        at = next;
    }
    part.len = (size_t)(end - part.data);
    *LIST_ADD(arena, &parts) = part;
    return parts;
}

struct fuzz_part fuzz_lookup(const struct fuzz_parts *parts, const char *name)
{
    for (size_t i = 0; i < parts->count; i++)
        if (!strcmp(parts->items[i].name, name))
            return parts->items[i];
    return (struct fuzz_part){ .name = NULL, .data = "", .len = 0 };
}

/* ---- the folder ---------------------------------------------------------- */

static char folder[64];

void fuzz_sweep(void)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
}

static void remove_folder(void)
{
    fuzz_sweep();
    rmdir(folder);
}

const char *fuzz_folder(void)
{
    if (*folder)
        return folder;
    strcpy(folder, access("/dev/shm", W_OK) ? "/tmp/chosho-fuzz-XXXXXX"
                                            : "/dev/shm/chosho-fuzz-XXXXXX");
    if (!mkdtemp(folder)) {
        perror("fuzz");
        exit(3);
    }
    atexit(remove_folder);
    return folder;
}

bool fuzz_write(const char *name, const void *data, size_t len)
{
    char path[128];
    FILE *file;

    if (!*name || strlen(name) > 40 || strchr(name, '/') || *name == '.')
        return false;
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    file = fopen(path, "w");
    if (!file || fwrite(data, 1, len, file) != len || fclose(file)) {
        perror(path);
        exit(3);
    }
    return true;
}

/* ---- messages ------------------------------------------------------------ */

void fuzz_tell(struct fuzz_run *run)
{
    struct bytes out = { 0 };

    diags_print(&run->diags, &out);
    if (out.len && getenv("FUZZ_SHOW"))
        fwrite(out.data, 1, out.len, stderr);
    bytes_free(&out);
}

/* ---- fonts --------------------------------------------------------------- */

struct font_set *fuzz_fonts(void)
{
    static struct font_set *fonts;
    static struct diags diags;

    if (fonts)
        return fonts;
    diags = diags_make(arena_new()); /* messages point into it for good */
    fonts = font_set_load("fonts/fonts.yaml", &diags);
    if (!fonts) {
        fprintf(stderr, "fuzz: run it from the top of the tree\n");
        exit(3);
    }
    return fonts;
}
