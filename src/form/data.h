/*
 * data: what a form's values are called in open data (docs/data.md).
 *
 * A field may say it for itself (`data:` in fields.yaml); what all forms
 * share, the words of the columns that the program adds and of the data
 * dictionary, stands in templates/data.yaml.
 */
#ifndef FORM_DATA_H
#define FORM_DATA_H

#include <stddef.h>

struct arena;
struct diags;

/* A column: any member may be NULL where nobody said it. */
struct form_data {
    const char *column; /* its heading; unique in its table */
    const char *name;   /* the same for scripts: a-z 0-9 _ */
    const char *about;  /* a sentence for those who use the data */
    const char *unit;   /* NUMBER: of the values */
};

struct form_words {
    const char **items;
    size_t count;
    size_t capacity;
};

/* templates/data.yaml. Nothing is NULL but units. */
struct form_data_words {
    const char *lang; /* BCP 47, of the dictionary */

    /* Columns the program knows itself. */
    struct form_data area;
    struct form_data city;
    struct form_data stage;
    struct form_data document;
    struct form_data field;
    struct form_data order;
    struct form_data level;
    struct form_data marker;
    struct form_data text;

    /* Columns made from another one, whose words stand for "{}". */
    struct form_data number; /* of a record in its list */
    struct form_data year;
    struct form_data date;
    struct form_data value;
    struct form_data word;
    struct form_data ruby;

    /* What kinds of values there are. */
    struct {
        const char *text;
        const char *integer;
        const char *number;
        const char *date;
        const char *choice;
    } types;

    /* The data dictionary; "{}" stands for what the member says. */
    struct {
        const char *title; /* form, stage and year */
        const char *form;
        const char *stage;
        const char *year;
        const char *city;
        const char *area;
        const char *date;
        const char *program;
        const char *contents;
        const char *files;
        const char *file;
        const char *holds;
        const char *rows;
        const char *items;
        const char *entries;
        const char *json;
        const char *schema;
        const char *meanings;
        const char *columns; /* file name */
        const char *column;
        const char *name;
        const char *type;
        const char *unit;
        const char *about;
        const char *path;
        const char *fields;
        const char *choices; /* columns */
        const char *choice;
        const char *word;
        const char *documents;
        const char *document;
        const char *department;
        const char *notes;
    } page;
    struct form_words notes; /* the rules of the files, a sentence each */
};

/* Loads data.yaml; every mistake goes to `diags`, and then it is NULL. */
const struct form_data_words *form_load_data_words(struct arena *arena,
                                                   const char *file,
                                                   struct diags *diags);

#endif
