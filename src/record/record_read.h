/*
 * record_read: what the files of this folder share while a source is
 * checked. Every function reports its own mistakes and goes on.
 */
#ifndef RECORD_RECORD_READ_H
#define RECORD_RECORD_READ_H

#include "record/record.h"

struct form_markers;
struct node;

enum { RECORD_CIRCLED_LIMIT = 50 };

/* Signs that have look-alikes, in the order they were first met. */
struct record_signs {
    struct record_sign *items;
    size_t count;
    size_t capacity;
};

struct record_reader {
    struct arena *arena;
    struct diags *diags;
    const struct form *form;
    const char *stage; /* NULL: no field's absence is warned about */
    struct record_signs *signs;
    /* The signs lists number their records with, from 1 on. */
    const char *circled[RECORD_CIRCLED_LIMIT];
};

/* ---- record_text.c ---------------------------------------------------- */

/*
 * The characters [start, end) of a scalar's value as spans. A span ends
 * behind an escape of a quoted scalar, so that its position plus code
 * points is exact for each of its characters.
 */
struct text record_make_text(struct record_reader *reader,
                             const struct node *node, size_t start, size_t end);

/*
 * Checks the characters of a scalar from byte `start` on: no spaces that
 * make layout, no characters that nobody can see or everybody sees
 * differently.
 */
void record_check_characters(struct record_reader *reader,
                             const struct node *node, size_t start);

/*
 * Refuses a number typed by hand where the form makes it. `title` marks
 * the text a record's number stands before.
 */
void record_check_generated(struct record_reader *reader,
                            const struct record *record,
                            const struct node *node, bool title);

/* ---- record_signs.c --------------------------------------------------- */

/*
 * Notes the signs of a scalar from byte `start` on that others look like;
 * a dash where a long-vowel mark was meant is reported at once.
 */
void record_note_signs(struct record_reader *reader, const struct node *node,
                       size_t start);

/* Reports signs of which the source has look-alikes: notes. */
void record_report_signs(struct record_reader *reader);

/* ---- record_ruby.c ---------------------------------------------------- */

/*
 * The text of a field with readings: signs taken out, bases as spans that
 * carry their readings. Mistakes go to the reader's diags.
 */
struct text record_split_ruby(struct record_reader *reader, struct text text);

/* ---- record_mend.c ---------------------------------------------------- */

/*
 * The source's line with `text` as the value of this scalar, for `instead`;
 * NULL when the value does not stand alone in one line.
 */
const char *record_mend_line(struct record_reader *reader,
                             const struct node *node, const char *text);

/*
 * The line of a mapping of one key and one text with the two as one text in
 * quotes; NULL when they stand in two lines.
 */
const char *record_mend_pair(struct record_reader *reader,
                             const struct node *node);

/* ---- record_value.c --------------------------------------------------- */

/* Fills `value` from the scalar of a field that holds one value. */
void record_read_scalar(struct record_reader *reader,
                        const struct record *record, const struct node *node,
                        struct value *value);

/* Fills `value` from a list of plain words. */
void record_read_strings(struct record_reader *reader, const struct node *node,
                         struct value *value);

/* ---- record_marker.c -------------------------------------------------- */

struct record_match {
    const struct form_marker *marker; /* NULL: none at this place */
    size_t len;                       /* bytes of the marker */
    int32_t from;
    int32_t to; /* differs from `from` in a range */
    bool range; /* two markers joined */
};

/* The longest marker of the grammar a text begins with. */
struct record_match record_match_marker(const struct form_markers *markers,
                                        const char *text);

/*
 * Bytes of a beginning that opens like one marker of the grammar and
 * closes like another, such as brackets of two widths; 0 when there is
 * none.
 */
size_t record_match_mixture(const struct form_markers *markers,
                            const char *text);

/* ---- record_entries.c ------------------------------------------------- */

/* Fills `value` from a list of lines with markers. */
void record_read_entries(struct record_reader *reader,
                         const struct record *record, const struct node *node,
                         struct value *value);

/* ---- record_example.c ------------------------------------------------- */

/* A few lines of right YAML for a field, for `expected`. */
const char *record_show_example(struct record_reader *reader,
                                const struct form_field *field);

/* Reports a node of the wrong kind. */
void record_report_type(struct record_reader *reader, const struct node *node,
                        const struct form_field *field);

/* The key of a level that an unknown one was meant to be, or NULL. */
const char *record_guess_key(struct record_reader *reader, const char *key,
                             const struct form_fields *fields);

/* Reports a key its level does not have. */
void record_report_key(struct record_reader *reader, const struct node *key,
                       const struct form_fields *fields);

#endif
