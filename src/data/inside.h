/* Inside of the data stage: tables, columns, rows, cells. */
#ifndef DATA_INSIDE_H
#define DATA_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/data.h"
#include "form/form.h"
#include "record/record.h"

/* What fills a column. */
enum data_fill {
    DATA_AREA,
    DATA_CITY,
    DATA_STAGE,
    DATA_DOCUMENT,
    DATA_NUMBER, /* of the record in the list `field` */
    DATA_WORDS,  /* of the value of `field`, as typed */
    DATA_RUBY,   /* the same with readings, in the notation of sources */
    DATA_YEAR,
    DATA_DATE,
    DATA_VALUE,
    DATA_WORD,
    DATA_FIELD, /* and the following: of an entry */
    DATA_ORDER,
    DATA_LEVEL,
    DATA_MARKER,
    DATA_TEXT,
    DATA_TEXT_RUBY,
};

enum data_type {
    DATA_TYPE_TEXT,
    DATA_TYPE_INTEGER,
    DATA_TYPE_NUMBER,
    DATA_TYPE_DATE,
    DATA_TYPE_CHOICE,
};

struct data_column {
    enum data_fill fill;
    enum data_type type;
    const struct form_field *field; /* NULL: none */
    const char *path;               /* in the form, "" where there is none */
    struct form_data words;         /* column is never NULL */
};

struct data_columns {
    struct data_column *items;
    size_t count;
    size_t capacity;
};

struct data_lists {
    const struct form_field **items;
    size_t count;
    size_t capacity;
};

struct data_table {
    const char *id;
    bool entries;            /* a row is an entry, else a record */
    struct data_lists lists; /* outermost first; a row is a record of the
                                last one */
    struct data_columns columns;
};

struct data_model {
    struct arena *arena;
    const struct form *form;
    const struct form_stage *stage;
    const struct form_data_words *words;
    struct data_table *tables;
    size_t table_count;
    size_t table_capacity;
    struct data_columns lines; /* the fields of the entries; as columns, for
                                  their names */
};

/* A row; what does not belong to its table is NULL. */
struct data_row {
    const struct data_document *document;
    const struct record *record;
    const struct value *value;
    size_t order; /* of the entry in its value, from 1 */
    const struct record_entry *entry;
    const struct text *text; /* the entry's */
};

/* ---- data_model.c -------------------------------------------------------- */

/* True for fields whose value is its words and nothing else. */
bool data_is_plain(const struct form_field *field);

/* ---- data_rows.c --------------------------------------------------------- */

/* Calls `visit` for each row of the table. */
void data_each_row(const struct data_model *model,
                   const struct data_table *table,
                   const struct data_document *document,
                   void (*visit)(void *context, const struct data_row *row),
                   void *context);

/* The words of a cell; nothing where there is no value. */
void data_put_cell(const struct data_model *model, const struct data_row *row,
                   const struct data_column *column, struct bytes *out);

/* ---- data_value.c -------------------------------------------------------- */

void data_put_words(const struct text *text, struct bytes *out);

/* Words with their readings, as a source writes them. */
void data_put_notation(const struct text *text, struct bytes *out);

/* The digits of a NUMBER, without separators. */
void data_put_number(const struct value *value, struct bytes *out);

/* YYYY-MM-DD of a DATE. */
void data_put_date(const struct value *value, struct bytes *out);

/* The value of the document's field with that use, or NULL. */
const struct value *data_lookup_use(const struct data_model *model,
                                    const struct data_document *document,
                                    const char *use);

#endif
