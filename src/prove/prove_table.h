/*
 * prove_table: what the cells of a CSV table must be, from docs/data.md and
 * the form's fields. Made by walking the fields once for each row: the names
 * of the columns are those of a row without a record.
 */
#ifndef PROVE_TABLE_H
#define PROVE_TABLE_H

#include "prove/inside.h"

struct form_data_words;
struct record;

/* What a cell says of the source. */
enum table_take {
    TABLE_NOTHING,  /* nothing, or what another column says too */
    TABLE_MARKER,   /* the marker of a line */
    TABLE_WORDS,    /* its words */
    TABLE_NOTATION, /* its words and readings, in the notation of sources */
};

struct table_cell {
    const char *name; /* of the column */
    const char *want; /* NOTATION: annotated, see inside.h */
    bool key;         /* with the others that are: which row it is */
    bool number;      /* digits, never masked */
    enum table_take take;
    struct prove_line *line; /* NULL: none */
};

struct table_cells {
    struct table_cell *items;
    size_t count;
    size_t capacity;
};

struct table_lists {
    const struct form_field **items; /* lists of records, outermost first */
    size_t count;
    size_t capacity;
};

struct table {
    const char *id;
    bool entries;
    struct table_lists lists;
};

struct tables {
    struct table *items;
    size_t count;
    size_t capacity;
};

/* The tables of the truth's form and stage. */
struct tables table_list(struct arena *arena, const struct prove_truth *truth);

struct table_row {
    struct prove_truth *truth;
    const struct record *record; /* NULL: the columns */
    const struct value *value;   /* entries: the field, and */
    size_t order;                /* the place in it, from 1 */
};

/* The cells of a row, in the arena. */
struct table_cells table_fill(struct arena *arena, const struct table *table,
                              const struct form_data_words *words,
                              const struct table_row *row);

struct table_rows {
    struct table_row *items;
    size_t count;
    size_t capacity;
};

/* Adds the rows of a document. */
void table_add_rows(struct arena *arena, const struct table *table,
                    struct prove_truth *truth, struct table_rows *rows);

#endif
