/*
 * source: a file that was read, and positions in it.
 *
 * Positions are what authors see: lines and columns count from 1, a column
 * is one code point. Line 0 means "no position" (text a program made).
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include <stddef.h>

struct arena;

struct source {
    const char *name; /* as the user named it, for messages */
    const char *data; /* NUL behind the last byte */
    size_t len;
    struct source_cursor *cursor; /* NULL, or where a line was found last */
};

struct position {
    const struct source *source; /* NULL where there is none */
    int line;
    int column;
};

/*
 * Reads a whole file ("-" is standard input) into the arena. Returns NULL
 * and sets errno when it cannot be opened (disk_blames_input()); EFBIG when it
 * is larger than `limit` bytes. Does not return when the system fails.
 */
struct source *source_load(struct arena *arena, const char *name, size_t limit);

/* A source over text that is already in memory (copied). */
struct source *source_from_string(struct arena *arena, const char *name,
                                  const char *data, size_t len);

/*
 * The text of one line without its line end; NULL when there is no such
 * line. CRLF, LF and CR end a line.
 */
const char *source_line(const struct source *source, int line, size_t *len);

/* The position `columns` code points to the right. */
struct position position_right(struct position at, int columns);

#endif
