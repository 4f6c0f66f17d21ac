#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/disk.h"

enum { CHUNK = 16384 }; /* bytes that are read at a time */

static int read_all(int fd, size_t limit, struct bytes *out)
{
    ssize_t n;

    do {
        bytes_reserve(out, CHUNK);
        n = read(fd, out->data + out->len, CHUNK);
        if (n > 0)
            out->len += (size_t)n;
        if (out->len > limit)
            return EFBIG;
    } while (n > 0 || (n < 0 && errno == EINTR));
    return n < 0 ? errno : 0;
}

struct source *source_load(struct arena *arena, const char *name, size_t limit)
{
    struct bytes bytes = { 0 };
    struct source *source = NULL;
    bool named = strcmp(name, "-") != 0;
    int fd = named ? disk_open(name, O_RDONLY, 0) : STDIN_FILENO;
    int error = fd < 0 ? errno : read_all(fd, limit, &bytes);

    if (named && fd >= 0)
        close(fd);
    if (error && !disk_blames_input(error))
        disk_fail(name, error);
    if (!error)
        source = source_from_string(arena, name, (const char *)bytes.data,
                                    bytes.len);
    bytes_free(&bytes);
    errno = error;
    return source;
}

/* Messages ask for lines in ascending order: each goes on from the last. */
struct source_cursor {
    int line; /* 0: none yet */
    const char *at;
};

struct source *source_from_string(struct arena *arena, const char *name,
                                  const char *data, size_t len)
{
    struct source *source = arena_alloc(arena, sizeof *source);

    source->name = arena_strdup(arena, name);
    source->data = arena_copy(arena, data, len);
    source->len = len;
    source->cursor = arena_alloc(arena, sizeof *source->cursor);
    return source;
}

const char *source_line(const struct source *source, int line, size_t *len)
{
    const char *at = source->data;
    const char *end = at + source->len;
    const char *stop;
    int n = 1;

    /* A byte order mark is no character of the first line. */
    if (source->len >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3))
        at += 3;
    if (source->cursor && source->cursor->line &&
        source->cursor->line <= line) {
        n = source->cursor->line;
        at = source->cursor->at;
    }
    for (; n < line; n++) {
        while (at < end && *at != '\n' && *at != '\r')
            at++;
        if (at == end)
            return NULL;
        at += at[0] == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
    }
    if (source->cursor)
        *source->cursor = (struct source_cursor){ line, at };
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
