#include "fuzz/repository.h"

#include <ftw.h>
#include <libdeflate.h>
#include <nettle/sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"

enum { OPEN_FOLDERS = 8, OBJECTS = 64, ID = SHA1_DIGEST_SIZE };

/* A repository on its way. */
struct writing {
    struct arena *arena;
    const char *top; /* of the work tree */
    uint8_t ids[OBJECTS][ID];
    size_t count;
};

/* ---- files --------------------------------------------------------------- */

/* Is it a path of plain names? */
static bool stays(const char *path)
{
    if (!*path || *path == '/' || strlen(path) > 120)
        return false;
    for (const char *at = path; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (!*at || *at == '/' || !strcmp(at, ".") || !strncmp(at, "./", 2) ||
            !strcmp(at, "..") || !strncmp(at, "../", 3))
            return false;
    }
    return true;
}

static void make_folders(char *path)
{
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        mkdir(path, 0777);
        *at = '/';
    }
}

/* What cannot be (a folder is called so) is not written. */
static void write_file(const struct writing *writing, const char *folder,
                       const char *name, const void *data, size_t len)
{
    char *path =
        arena_printf(writing->arena, "%s/%s%s", writing->top, folder, name);
    FILE *file;

    if (!stays(name))
        return;
    make_folders(path);
    unlink(path); /* a link would be followed */
    file = fopen(path, "w");
    if (!file)
        return;
    if (len)
        fwrite(data, 1, len, file);
    fclose(file);
}

/* The target may be outside/, but nothing of the system. */
static void write_link(const struct writing *writing, const char *name,
                       const struct fuzz_part *part)
{
    const char *end = memchr(part->data, '\n', part->len);
    char *to = arena_copy(writing->arena, part->data,
                          end ? (size_t)(end - part->data) : part->len);
    char *path = arena_printf(writing->arena, "%s/%s", writing->top, name);
    const char *inner = strncmp(to, "../", 3) ? to : to + 3;

    if (!stays(name) || strchr(name, '/') ||
        (!stays(inner) && strcmp(to, ".") != 0))
        return;
    if (symlink(to, path))
        return;
}

/* ---- objects ------------------------------------------------------------- */

static const uint8_t *find_id(const struct writing *writing, size_t number)
{
    static const uint8_t none[ID] = { 0xab, 0xcd };

    return number < writing->count ? writing->ids[number] : none;
}

static const char *object_path(const struct writing *writing, const uint8_t *id)
{
    struct bytes name = { 0 };
    const char *path;

    for (int i = 0; i < ID; i++)
        bytes_printf(&name, i == 1 ? "/%02x" : "%02x", id[i]);
    path = arena_copy(writing->arena, (const char *)name.data, name.len);
    bytes_free(&name);
    return path;
}

static void write_deflated(const struct writing *writing, const uint8_t *id,
                           const struct bytes *object)
{
    struct libdeflate_compressor *deflate = libdeflate_alloc_compressor(1);
    size_t room = libdeflate_zlib_compress_bound(deflate, object->len);
    char *out = arena_alloc(writing->arena, room + 1);
    size_t len = libdeflate_zlib_compress(
        deflate, object->len ? (const void *)object->data : "", object->len,
        out, room);

    write_file(writing, ".git/objects/", object_path(writing, id), out, len);
    libdeflate_free_compressor(deflate);
}

static void add_object(struct writing *writing, const char *kind,
                       const struct bytes *data)
{
    struct bytes object = { 0 };
    struct sha1_ctx sha1;

    if (writing->count == OBJECTS)
        return;
    bytes_printf(&object, "%s %zu", kind, data->len);
    bytes_append(&object, "", 1);
    if (data->len)
        bytes_append(&object, data->data, data->len);
    sha1_init(&sha1);
    sha1_update(&sha1, object.len, object.data);
    sha1_digest(&sha1, ID, writing->ids[writing->count]);
    write_deflated(writing, writing->ids[writing->count++], &object);
    bytes_free(&object);
}

/* Text with ids for @N. */
static void append_text(const struct writing *writing, struct bytes *out,
                        const struct fuzz_part *part)
{
    char *data = arena_copy(writing->arena, part->data, part->len);
    const char *at = data;
    const char *end = data + part->len;
    char *next;

    while (at < end) {
        if (*at != '@' || at[1] < '0' || at[1] > '9') {
            bytes_append(out, at++, 1);
            continue;
        }
        for (int i = 0; i < ID; i++)
            bytes_printf(out, "%02x",
                         find_id(writing, strtoul(at + 1, &next, 10))[i]);
        at = next;
    }
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

static void append_name(struct bytes *out, const char *at, const char *end)
{
    for (; at < end; at++) {
        bool coded =
            *at == '%' && end - at > 2 && hex(at[1]) >= 0 && hex(at[2]) >= 0;

        bytes_append_char(out,
                          (char)(coded ? hex(at[1]) << 4 | hex(at[2]) : *at));
        at += coded ? 2 : 0;
    }
}

static void append_tree(const struct writing *writing, struct bytes *out,
                        const struct fuzz_part *part)
{
    char *data = arena_copy(writing->arena, part->data, part->len);
    char *at = data;
    char *end;

    for (; (end = strchr(at, '\n')); at = end + 1) {
        char *space = memchr(at, ' ', (size_t)(end - at));
        char *name;

        if (!space || space[1] != '@')
            continue;
        bytes_append(out, at, (size_t)(space + 1 - at));
        const uint8_t *id = find_id(writing, strtoul(space + 2, &name, 10));
        append_name(out, name + (*name == ' '), end);
        bytes_append(out, "", 1);
        bytes_append(out, id, ID);
    }
}

/* ---- parts --------------------------------------------------------------- */

static bool write_object(struct writing *writing, const struct fuzz_part *part)
{
    static const char *const kinds[] = { "blob", "tree", "commit", "tag" };
    struct bytes data = { 0 };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(part->name, kinds[i]) != 0)
            continue;
        if (!i)
            bytes_append(&data, part->data, part->len);
        else if (i == 1)
            append_tree(writing, &data, part);
        else
            append_text(writing, &data, part);
        add_object(writing, kinds[i], &data);
        bytes_free(&data);
        return true;
    }
    return false;
}

static void write_loose(const struct writing *writing,
                        const struct fuzz_part *part, const uint8_t *id)
{
    struct bytes object = { 0 };

    bytes_append(&object, part->data, part->len);
    for (size_t i = 0; i < object.len; i++)
        if (object.data[i] == '\n') {
            object.data[i] = 0; /* ends the header */
            break;
        }
    write_deflated(writing, id, &object);
    bytes_free(&object);
}

static void write_part(struct writing *writing, const struct fuzz_part *part)
{
    const char *word = strchr(part->name, ' ');
    size_t len = word ? (size_t)(word - part->name) : 0;
    struct bytes data = { 0 };

    if (write_object(writing, part) || !word)
        return;
    word++;
    if (!strncmp(part->name, "git", len)) {
        append_text(writing, &data, part);
        write_file(writing, ".git/", word, data.len ? data.data : NULL,
                   data.len);
    } else if (!strncmp(part->name, "work", len)) {
        write_file(writing, "", word, part->data, part->len);
    } else if (!strncmp(part->name, "link", len)) {
        write_link(writing, word, part);
    } else if (!strncmp(part->name, "loose", len)) {
        write_loose(writing, part, find_id(writing, strtoul(word, NULL, 10)));
    } else if (!strncmp(part->name, "raw", len)) {
        write_file(
            writing, ".git/objects/",
            object_path(writing, find_id(writing, strtoul(word, NULL, 10))),
            part->data, part->len);
    }
    bytes_free(&data);
}

const char *fuzz_write_repository(struct arena *arena,
                                  const struct fuzz_parts *parts)
{
    struct writing writing = { .arena = arena };
    const char *outside = arena_printf(arena, "%s/outside", fuzz_folder());

    writing.top = arena_printf(arena, "%s/repo", fuzz_folder());
    mkdir(writing.top, 0777);
    mkdir(outside, 0777);
    mkdir(arena_printf(arena, "%s/.git", writing.top), 0777);
    mkdir(arena_printf(arena, "%s/.git/objects", writing.top), 0777);
    mkdir(arena_printf(arena, "%s/.git/refs", writing.top), 0777);
    write_file(&writing, "../outside/", "a.yaml", "a: b\n", 5);
    write_file(&writing, ".git/", "HEAD", "ref: refs/heads/main\n", 21);
    for (size_t i = 0; i < parts->count; i++)
        write_part(&writing, &parts->items[i]);
    return writing.top;
}

/* ---- the whole folder ---------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *status, int type,
                        struct FTW *place)
{
    (void)status;
    (void)type;
    return place->level ? remove(path) : 0;
}

void fuzz_remove_repository(void)
{
    nftw(fuzz_folder(), remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

/* nftw() has no argument for its caller. */
static uint64_t sum;
static bool only_outside;

static int sum_entry(const char *path, const struct stat *status, int type,
                     struct FTW *place)
{
    const char *name = path + strlen(fuzz_folder());
    uint64_t hash = 14695981039346656037U;

    if (type == FTW_D || !place->level || !strncmp(name, "/repo/out/", 10) ||
        (only_outside && !strncmp(name, "/repo/", 6)))
        return 0;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 1099511628211U;
    hash ^= (uint64_t)status->st_size * 31 + (uint64_t)status->st_mode;
    hash ^= (uint64_t)status->st_mtim.tv_nsec << 20;
    sum += hash * 1099511628211U;
    return 0;
}

uint64_t fuzz_sum_repository(bool outside)
{
    sum = 0;
    only_outside = outside;
    nftw(fuzz_folder(), sum_entry, OPEN_FOLDERS, FTW_PHYS);
    return sum;
}
