/*
 * data: records as open data: CSV, JSON, a JSON Schema and a page that
 * explains them. docs/data.md describes the files for those who use them.
 *
 * What the data of a form looks like follows from its fields alone, so that
 * all departments and years of a form have the same columns:
 *
 *     items     a row for each record of the innermost list, with the
 *               values of the records around it; a record without any in
 *               its list makes one row. A form with several innermost
 *               lists has items, items-2, items-3 ...
 *     entries   a row for each line of all fields that are lists of lines;
 *               only where the form has such fields
 *     JSON      the tree of the record
 *
 * Only what the stage reads is in its data, as on the sheet. No function
 * here changes a word; none asks for the time.
 */
#ifndef DATA_DATA_H
#define DATA_DATA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct bytes;
struct data_model;
struct diags;
struct form;
struct form_data_words;
struct form_stage;
struct record;

/* What an edition says about its documents; members may be NULL. */
struct data_edition {
    const char *city;
    const char *area; /* code of the city */
    const char *date; /* ISO 8601 */
    const char *year_typed;
    int year; /* A.D.; 0: none */
    /* The stages that are closed, and on which day. */
    struct data_closing {
        const char *stage; /* id or name */
        const char *date;  /* ISO 8601 */
    } * closings;
    size_t closing_count;
};

struct data_document {
    const struct record *record;        /* without errors */
    const char *id;                     /* unique in its edition */
    const char *source;                 /* name of the file it was read from */
    const struct data_edition *edition; /* NULL: none */
};

/* What the data dictionary says of a document. */
struct data_summary {
    const char *id;
    const char *source;
    const char *title;  /* NULL: none */
    const size_t *rows; /* in each table */
};

struct data_summaries {
    struct data_summary *items;
    size_t count;
    size_t capacity;
};

/*
 * The tables and columns of a form's stage. Columns of the same name are an
 * error with the place of the field. Points into its arguments.
 */
const struct data_model *data_model_make(struct arena *arena,
                                         const struct form *form,
                                         const struct form_stage *stage,
                                         const struct form_data_words *words,
                                         struct diags *diags);

/* The tables: "items" first, "entries" (if there is one) last. */
size_t data_table_count(const struct data_model *model);
const char *data_table_id(const struct data_model *model, size_t table);

/*
 * A table of a document: UTF-8 with BOM, RFC 4180 with CRLF, the first line
 * being the columns. A cell that a spreadsheet would take for a formula gets
 * an apostrophe before it. That of an edition is the head and the rows of all
 * its documents.
 */
void data_write_csv(const struct data_model *model, size_t table,
                    const struct data_document *document, struct bytes *out);
void data_write_csv_head(const struct data_model *model, size_t table,
                         struct bytes *out);
void data_write_csv_rows(const struct data_model *model, size_t table,
                         const struct data_document *document,
                         struct bytes *out);

/* One document as a JSON object. */
void data_write_json(const struct data_model *model,
                     const struct data_document *document, struct bytes *out);

/*
 * All documents of an edition, at least one, as a JSON object: the head by
 * its first document, an item for each, DATA_JSON_NEXT between two of them,
 * the tail.
 */
#define DATA_JSON_NEXT ","
void data_write_json_head(const struct data_model *model,
                          const struct data_document *document,
                          struct bytes *out);
void data_write_json_item(const struct data_model *model,
                          const struct data_document *document,
                          struct bytes *out);
void data_write_json_tail(struct bytes *out);

/* The JSON Schema (2020-12) of both objects. */
void data_write_schema(const struct data_model *model, struct bytes *out);

/* What the dictionary needs of a document, in `arena`. */
struct data_summary data_summarize(struct arena *arena,
                                   const struct data_model *model,
                                   const struct data_document *document);

/*
 * The data dictionary of an edition (NULL: not known): a page of HTML that
 * explains each file and column, the choices and the rules. `csv` and `json`
 * say which files there are.
 */
void data_write_page(const struct data_model *model,
                     const struct data_edition *edition,
                     const struct data_summaries *documents, bool csv,
                     bool json, struct bytes *out);

#endif
