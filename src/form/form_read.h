/*
 * form_read: what the files of this folder share while a template is read.
 *
 * A mapping of the template language is described by a table of its keys;
 * form_read_keys() walks the table, calls each key's reader on the member
 * it fills, and reports keys that are unknown or missing. The order of a
 * table is the order of reading: what later keys rely on stands first.
 * Every reader reports its own mistakes and goes on.
 */
#ifndef FORM_FORM_READ_H
#define FORM_FORM_READ_H

#include "form/form.h"

struct node;
struct form_reader;

struct form_key {
    const char *key;
    /* Fills the member at `out` from the value of the key. */
    void (*read)(struct form_reader *reader, const struct node *node,
                 void *out);
    size_t offset; /* of the member in the struct the mapping fills */
    bool required;
};

struct form_keys {
    const char *what; /* N_() words for messages: "a table" */
    const struct form_key *items;
    size_t count;
};
#define FORM_KEYS(words, table)                                                \
    {                                                                          \
        .what = (words), .items = (table),                                     \
        .count = sizeof(table) / sizeof(table)[0]                              \
    }

/* The records a binding can see: innermost first. */
struct form_scope {
    const struct form_fields *fields; /* NULL: unknown after a mistake */
    const struct form_field *list;    /* NULL: the document */
    const struct form_scope *outer;
};

/* A named list of choices of fields.yaml. */
struct form_choices {
    const char *name;
    struct form_choice *items;
    size_t count;
    size_t capacity;
};

struct form_choice_lists {
    struct form_choices *items;
    size_t count;
    size_t capacity;
};

struct form_reader {
    struct arena *arena;
    struct diags *diags;
    struct form *form;
    struct form_choice_lists choices;
    const struct node *stage_ids;   /* the list of fields.yaml */
    const char *folder;             /* of fields.yaml */
    bool borrowed;                  /* another form's fields.yaml is read */
    const struct form_field *group; /* around the field being read, or NULL */
    bool nested;                    /* inside a list of records */
    struct form_stage *stage;
    struct unicode_kinsoku kinsoku; /* of styles that name none */
    bool hang;                      /* of styles that do not say */
    struct form_changes changes;    /* likewise */
    const struct form_scope *scope;
    bool on_sheet;                  /* inside head, body or foot */
    bool paged;                     /* inside head or foot */
    bool contents;                  /* inside the contents of a book */
    const struct form_table *table; /* the innermost one */
    enum form_row_role row_role;    /* of the row whose cells are read */
};

/* ---- form_lists.c: the named lists of fields.yaml --------------------- */

/* struct form: its markers */
void form_read_markers(struct form_reader *reader, const struct node *node,
                       void *out);
/* reader->choices */
void form_read_choices(struct form_reader *reader, const struct node *node,
                       void *out);

/* ---- form_keys.c: mappings and plain values --------------------------- */

/* Words for people: "a, b, c". */
const char *form_join_words(struct arena *arena, const char *const *words,
                            size_t count);

/* False when the node is no mapping or a required key is missing. */
bool form_read_keys(struct form_reader *reader, const struct node *node,
                    const struct form_keys *keys, void *out);

/* Calls `read` for every item of a list; reports anything else. */
void form_read_list(struct form_reader *reader, const struct node *node,
                    void (*read)(struct form_reader *reader,
                                 const struct node *node, void *out),
                    void *out);

/* A scalar that is not empty; reports anything else. */
bool form_check_scalar(struct form_reader *reader, const struct node *node);

/* Index of a scalar in `words`, or -1 after a report. */
int form_read_word(struct form_reader *reader, const struct node *node,
                   const char *const *words, size_t count);

/* const char *; borrowed from the node */
void form_read_string(struct form_reader *reader, const struct node *node,
                      void *out);
/* struct form_words: a list of them */
void form_read_strings(struct form_reader *reader, const struct node *node,
                       void *out);
/* bool */
void form_read_bool(struct form_reader *reader, const struct node *node,
                    void *out);
/* int, 1 to 999 */
void form_read_count(struct form_reader *reader, const struct node *node,
                     void *out);
/* enum form_align */
void form_read_align(struct form_reader *reader, const struct node *node,
                     void *out);
/* struct unicode_kinsoku */
void form_read_kinsoku(struct form_reader *reader, const struct node *node,
                       void *out);

/* ---- form_length.c ---------------------------------------------------- */

/* int32_t: pt or mm in 1/1000 pt */
void form_read_points(struct form_reader *reader, const struct node *node,
                      void *out);
/* int32_t in 1/1000 em */
void form_read_em(struct form_reader *reader, const struct node *node,
                  void *out);
/* struct form_length: pt mm em */
void form_read_height(struct form_reader *reader, const struct node *node,
                      void *out);
/* the same, and more than 0 */
void form_read_size(struct form_reader *reader, const struct node *node,
                    void *out);
/* struct form_length: also fr, auto */
void form_read_width(struct form_reader *reader, const struct node *node,
                     void *out);
/* int32_t[2], least and most: percentages from 50 to 100 in thousandths */
void form_read_condense(struct form_reader *reader, const struct node *node,
                        void *out);
/* struct form_borders: one or by side */
void form_read_borders(struct form_reader *reader, const struct node *node,
                       void *out);
/* struct form_padding: one or by side */
void form_read_padding(struct form_reader *reader, const struct node *node,
                       void *out);
/* struct form_page */
void form_read_page(struct form_reader *reader, const struct node *node,
                    void *out);
/* int32_t[2]: one length or a pair */
void form_read_interval(struct form_reader *reader, const struct node *node,
                        void *out);

/* ---- form_load.c ------------------------------------------------------ */

/*
 * The tree of a template file, or NULL after a report at `named`, the
 * place that names the file.
 */
const struct node *form_load_tree(struct form_reader *reader, const char *file,
                                  struct position named);

/*
 * The fields of another form's fields.yaml, `file` below the reader's folder;
 * NULL after a report.
 */
struct form_fields *form_borrow_fields(struct form_reader *reader,
                                       const struct node *file);

/* Reads a file of words, which is one mapping; false after any error. */
bool form_load_words(struct arena *arena, const char *file,
                     const struct form_keys *keys, struct diags *diags,
                     void *words);

/* ---- form_changes.c --------------------------------------------------- */

/* struct form_changes: what is not said stays as it was */
void form_read_changes(struct form_reader *reader, const struct node *node,
                       void *out);

/* ---- form_boxes.c ----------------------------------------------------- */

/* struct form_stage: its check boxes */
void form_read_boxes(struct form_reader *reader, const struct node *node,
                     void *out);

/* How deadlines are read: into a form_deadlines. */
void form_read_deadlines(struct form_reader *reader, const struct node *node,
                         void *out);

/* ---- form_data.c ------------------------------------------------------ */

/* struct form_data: what a field is called in open data */
void form_read_data(struct form_reader *reader, const struct node *node,
                    void *out);

/* ---- form_check.c ----------------------------------------------------- */

/* struct form_check: rules a form switches */
void form_read_check(struct form_reader *reader, const struct node *node,
                     void *out);

/* ---- form_fields.c ---------------------------------------------------- */

/* Reads the tree of a fields.yaml into reader->form. */
void form_read_vocabulary(struct form_reader *reader, const struct node *root);

/* ---- form_path.c: field paths ----------------------------------------- */

/* Splits "a.b" at its dots; returns how many keys. */
size_t form_split_path(struct arena *arena, const char *text, size_t len,
                       const char ***out);

/* Down a path through groups; NULL when these fields do not have it. */
const struct form_field *form_follow_path(const struct form_fields *fields,
                                          const char *const *path, size_t len);

/*
 * The field at a path, seen from the reader's scope outwards; reports and
 * returns NULL when there is none. `at` is where the path is written. The
 * stage notes that it names the field.
 */
const struct form_field *form_find_field(struct form_reader *reader,
                                         const char *const *path, size_t len,
                                         struct position at);

/*
 * Reads an `each` path, which may go through lists, and opens the scope of
 * that list's records, inside of those on the way; the caller puts
 * reader->scope back when the repeated part has been read.
 */
void form_open_each(struct form_reader *reader, const struct node *node,
                    const char ***path, size_t *len);

/* The same as form_find_field(), through lists. */
const struct form_field *form_find_deep_field(struct form_reader *reader,
                                              const char *const *path,
                                              size_t len, struct position at);

/* struct form_where, inside the scope of its list */
void form_read_where(struct form_reader *reader, const struct node *node,
                     void *out);

/* False after a report: the field is no choice of this value. */
bool form_check_choice(struct form_reader *reader,
                       const struct form_field *field, const char *value,
                       struct position at);

/* Reads the path of a field that something depends on. */
void form_read_when(struct form_reader *reader, const struct node *node,
                    const char ***path, size_t *len);

/* ---- form_text.c, form_stage.c, form_block.c, form_table.c, form_cell.c */

/* struct form_text: words and {bindings} */
void form_read_text(struct form_reader *reader, const struct node *node,
                    void *out);
/* the same, with at least one word or binding */
void form_read_words(struct form_reader *reader, const struct node *node,
                     void *out);
/* const struct form_style *: by name */
void form_read_style(struct form_reader *reader, const struct node *node,
                     void *out);
/* struct form_blocks */
void form_read_blocks(struct form_reader *reader, const struct node *node,
                      void *out);
/* struct form_table * */
void form_read_table(struct form_reader *reader, const struct node *node,
                     void *out);
/* appends to a struct form_cells */
void form_read_cell(struct form_reader *reader, const struct node *node,
                    void *out);

/* The style cells and paragraphs have when they name none, or NULL. */
const struct form_style *form_lookup_style(const struct form_stage *stage,
                                           const char *name);

/* What stands on the pages of a book, into the stage. */
void form_read_page_number(struct form_reader *reader, const struct node *node,
                           void *out);

/* Reads the tree of a stage's file into reader->stage. */
void form_read_stage(struct form_reader *reader, const struct node *root);

/* ---- form_grid.c ------------------------------------------------------ */

enum { FORM_COLUMN_LIMIT = 64 };

/* Checks that the cells of every row fill the columns of its table. */
void form_check_grid(struct form_reader *reader,
                     const struct form_table *table);

#endif
