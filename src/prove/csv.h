/*
 * csv: reads a file by RFC 4180, strictly: UTF-8 behind a byte order mark,
 * lines that end in CRLF, as many fields in each as in the first.
 */
#ifndef PROVE_CSV_H
#define PROVE_CSV_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct source;

struct csv_line {
    char **items; /* fields, without their quotes */
    size_t count;
    size_t capacity;
};

struct csv {
    struct csv_line *items; /* the first one is the columns */
    size_t count;
    size_t capacity;
    const char *wrong; /* NULL or a message id: the file is no such CSV, */
    size_t line;       /* from this line on */
};

struct csv csv_read(struct arena *arena, const struct source *file);

/*
 * Takes away the apostrophe that keeps a spreadsheet from computing a cell
 * (docs/data.md). False for a cell that is a formula still.
 */
bool csv_unmask(char *cell);

#endif
