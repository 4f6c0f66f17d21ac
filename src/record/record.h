/*
 * record: a source checked against the fields of its form.
 *
 * Values keep the author's words as spans with positions; what a value
 * means (a number, a year, a choice) is parsed beside them. A record holds
 * neither labels nor geometry.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

struct arena;
struct diags;
struct form;
struct form_field;
struct form_fields;
struct form_marker;
struct form_schema_words;
struct bytes;
struct node;

/*
 * One entry of a list. `level` 0 is the text of the list itself (a first
 * entry without marker), 1 a marked entry, and an entry without marker is
 * one level below the entry it continues (1 under level 0, 2 under 1).
 */
struct record_entry {
    struct text marker; /* count 0: none; else one span, origin source */
    const struct form_marker *pattern; /* NULL: none */
    int32_t number_from;               /* numbered markers */
    int32_t number_to;                 /* differs for a range */
    struct text text;                  /* without marker and one space */
    int level;
    struct position at;
};

struct record_entries {
    struct record_entry *items;
    size_t count;
    size_t capacity;
};

struct record_list {
    struct record **items;
    size_t count;
    size_t capacity;
};

struct value {
    const struct form_field *field;
    bool present;       /* the source has the key and something behind it */
    struct position at; /* of the value, else of the record */
    struct text text;   /* all but entries, records, groups */
    struct record_entries entries; /* FORM_ENTRIES */
    int choice;                    /* FORM_CHOICE: index */
    int64_t number;                /* FORM_NUMBER: times 10^decimals */
    int decimals;                  /* digits typed after the point */
    int year;                      /* FORM_FISCAL_YEAR, FORM_DATE: A.D. */
    int month;                     /* FORM_DATE */
    int day;                       /* FORM_DATE */
    struct record_list records;    /* FORM_RECORDS; FORM_GROUP: one */
    struct text *strings;          /* FORM_STRINGS */
    size_t string_count;
};

struct record {
    const struct form *form;
    const struct form_fields *fields;
    const struct record *parent;   /* NULL: the document */
    size_t number;                 /* 1, 2, 3 within its list; 0: none */
    const struct form_field *list; /* the field it is an element of */
    struct value *values;          /* one per field, in the form's order */
    struct position at;
};

/*
 * The name of the form a source says it is (the value of the key that one
 * of the given forms calls its form-name field), of any kind; or NULL.
 */
const struct node *record_form_name(const struct node *root,
                                    const struct form *form);

/*
 * Checks a tree against `form` and returns the record; every mistake goes
 * to `diags` (unknown, missing, wrong type, markers out of order, ...).
 * Returns NULL only when the root is no mapping. A record with errors must
 * not be printed; the caller looks at diags->errors. `stage` is the id of
 * the stage whose missing fields are warned about, or NULL for none.
 */
struct record *record_read(struct arena *arena, const struct node *root,
                           const struct form *form, const char *stage,
                           struct diags *diags);

/* The value of `key` in this record; NULL when the form has no such key. */
const struct value *record_lookup(const struct record *record, const char *key);

/* The value at a path of keys in this record, through groups, or NULL. */
const struct value *record_follow(const struct record *record,
                                  const char *const *path, size_t len);

/*
 * The value at a path of keys, through groups, searched in this record and
 * then outwards through its parents; NULL when no record has it.
 */
const struct value *record_resolve(const struct record *record,
                                   const char *const *path, size_t len);

struct values {
    const struct value **items;
    size_t count;
    size_t capacity;
};

/*
 * All values at a path that may go through lists, in order, present or not;
 * searched outwards like record_resolve().
 */
struct values record_gather(struct arena *arena, const struct record *record,
                            const char *const *path, size_t len);

/*
 * A record of `form`, which gathers sources of another form: the field with
 * the use "documents" holds them and becomes their list, others have the
 * edition's values of the same `use`. NULL when the form has no such list.
 */
struct record *record_make_summary(struct arena *arena, const struct form *form,
                                   const struct record *edition,
                                   struct record *const *documents,
                                   size_t count);

/* The value of the document's field with that `use`; NULL when none. */
const struct value *record_lookup_use(const struct record *record,
                                      const char *use);

/* The same among the fields of this record itself, and of its groups. */
const struct value *record_find_use(const struct record *record,
                                    const char *use);

/*
 * Writes the JSON Schema (draft-07) of the sources of a form for editors;
 * what is required is that of `stage`. Memory of `arena` is used.
 */
void record_write_schema(struct arena *arena, const struct form *form,
                         const char *stage,
                         const struct form_schema_words *words,
                         struct bytes *out);

/*
 * Where a record stands, for addresses and messages: "KEY[2]/KEY[3]", and
 * "" for the document.
 */
char *record_address(struct arena *arena, const struct record *record);

#endif
