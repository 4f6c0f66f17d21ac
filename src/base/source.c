#include "base/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"

static int read_all(FILE *file, size_t limit, struct bytes *out)
{
    char chunk[16384];
    size_t n;

    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) {
        bytes_append(out, chunk, n);
        if (out->len > limit)
            return EFBIG;
    }
    return ferror(file) ? (errno ? errno : EIO) : 0;
}

struct source *source_load(struct arena *arena, const char *name, size_t limit)
{
    struct bytes bytes = { 0 };
    struct source *source = NULL;
    FILE *file = strcmp(name, "-") ? fopen(name, "rb") : stdin;
    int error;

    if (!file)
        return NULL;
    errno = 0;
    error = read_all(file, limit, &bytes);
    if (file != stdin)
        fclose(file);
    if (!error)
        source = source_from_string(arena, name, (const char *)bytes.data,
                                    bytes.len);
    bytes_free(&bytes);
    errno = error;
    return source;
}

struct source *source_from_string(struct arena *arena, const char *name,
                                  const char *data, size_t len)
{
    struct source *source = arena_alloc(arena, sizeof *source);

    source->name = arena_strdup(arena, name);
    source->data = arena_copy(arena, data, len);
    source->len = len;
    return source;
}

const char *source_line(const struct source *source, int line, size_t *len)
{
    const char *at = source->data;
    const char *end = at + source->len;
    const char *stop;

    /* A byte order mark is no character of the first line. */
    if (source->len >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3))
        at += 3;
    for (int n = 1; n < line; n++) {
        while (at < end && *at != '\n' && *at != '\r')
            at++;
        if (at == end)
            return NULL;
        at += at[0] == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
    }
    for (stop = at; stop < end && *stop != '\n' && *stop != '\r';)
        stop++;
    *len = (size_t)(stop - at);
    return at;
}

struct position position_right(struct position at, int columns)
{
    at.column += columns;
    return at;
}
