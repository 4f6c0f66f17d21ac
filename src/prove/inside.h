/* Inside of the proof: the truth, readings of files, differences. */
#ifndef PROVE_INSIDE_H
#define PROVE_INSIDE_H

#include "base/bytes.h"
#include "prove/prove.h"

struct form_field;
struct form_web_words;
struct outline;
struct proof;
struct span;
struct text;
struct value;

/*
 * Words in the order of reading, and which of them stand in which addressed
 * node: of an outline, of a PDF's structure tree, of a page of HTML. Signs
 * that no text has: a reading stands between two TABs, the meaning of a
 * sign between two VTs.
 */
enum { PROVE_READING = '\t', PROVE_MEANING = '\v', PROVE_BASE = '\v' };

struct prove_cell {
    const char *address;
    size_t start; /* offsets in the words */
    size_t end;
    bool inner; /* no other cell is in it */
};

struct prove_cells {
    struct prove_cell *items; /* outer ones before those in them */
    size_t count;
    size_t capacity;
};

/* A document of a file that holds several. */
struct prove_part {
    size_t start; /* offsets in the words */
    size_t end;
    size_t first; /* its cells: [first, last) */
    size_t last;
};

struct prove_parts {
    struct prove_part *items;
    size_t count;
    size_t capacity;
};

struct prove_reading {
    struct bytes words; /* the caller frees them */
    struct prove_cells cells;
    struct prove_parts parts; /* only of a PDF */
};

/* A value's words, or one line of a list. */
struct prove_line {
    const char *address; /* "KEY[1]/KEY[2]/GROUP.KEY" */
    const struct value *value;
    size_t order;              /* from 1; 0: the value itself */
    const struct text *marker; /* NULL: none */
    const struct text *text;
    const char *words; /* marker and text, with readings */
    char *found;       /* in the file proven last; NULL: not yet */
};

struct prove_lines {
    struct prove_line *items;
    size_t count;
    size_t capacity;
};

/* Where a span of the outline stands in the truth's words. */
struct prove_leaf {
    const char *utf8; /* of the span */
    bool reading;
    size_t start;
    size_t end;
};

struct prove_leaves {
    struct prove_leaf *items; /* by utf8, then reading */
    size_t count;
    size_t capacity;
};

struct prove_truth {
    struct arena *arena;
    struct prove_document document;
    struct prove_reading outline;
    struct prove_cells labels; /* of addresses that only count: files do not
                                  have them */
    struct prove_leaves leaves;
    struct prove_lines lines;
    const struct outline *tree;
};

/* ---- prove_truth.c ------------------------------------------------------- */

/* The id of the stage that the sheet is of. */
const char *truth_stage(const struct prove_truth *truth);

/* What people call that stage, or NULL. */
const char *truth_stage_name(const struct prove_truth *truth);

/* The line of a value; NULL when it has no words. */
struct prove_line *truth_find_line(struct prove_truth *truth,
                                   const struct value *value, size_t order);

/* A text with its readings between TABs, in the truth's arena. */
char *truth_join(struct prove_truth *truth, const struct text *marker,
                 const struct text *text);

/* What pages call the document: its record's title, else its file's name. */
const char *truth_name(const struct prove_truth *truth);

/*
 * The words of the first heading in the section of that address, without
 * labels and marks; NULL when no section has it.
 */
char *truth_title(const struct prove_truth *truth, const char *address);

/* Words as voices are to say them, by the rules of templates/web.yaml. */
void truth_append_spoken(const struct form_web_words *words, const char *utf8,
                         size_t len, struct bytes *out);

/*
 * The same truth as it is heard: marks are their meanings, signs that have a
 * rule their words. Its lines are not to be used.
 */
struct prove_truth truth_aloud(struct prove_truth *truth,
                               const struct form_web_words *words);

/* ---- prove_proof.c ------------------------------------------------------- */

/* One file being compared. */
struct proof {
    struct arena *arena;
    struct diags *diags;
    const struct source *file;
    const char *format; /* for messages: "PDF" */
    const char *prefix; /* before the addresses in messages, or NULL */
    size_t faults;
};

/* Something is wrong with the file: a translated message. */
void proof_fault(struct proof *proof, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* `want` and `got` differ; the message shows where. */
void proof_differ(struct proof *proof, const char *address, const char *want,
                  const char *got);

/* Compares two strings; true when they are the same. */
bool proof_expect(struct proof *proof, const char *address, const char *want,
                  const char *got);

/*
 * Compares cell by cell, then the order of the cells, then all words with
 * those between the cells, and takes the source's words out of them.
 */
void proof_compare(struct proof *proof, struct prove_truth *truth,
                   const struct prove_reading *reading);

/* The same without taking: true when nothing differs. */
bool proof_compare_words(struct proof *proof, const struct prove_truth *truth,
                         const struct prove_reading *reading);

/* Forgets what an earlier file said. */
void proof_begin(struct prove_truth *truth);

/* All lines were found and are the source's. */
void proof_check_lines(struct proof *proof, const struct prove_truth *truth);

/* True when the file is proven; else says how much was not shown. */
bool proof_end(struct proof *proof);

/* ---- prove_value.c ------------------------------------------------------- */

/* Whole text as words, without readings. */
char *value_words(struct arena *arena, const struct text *text);

/* What a value means, as data files write it; "" where there is no value. */
char *value_year(struct arena *arena, const struct value *value);
char *value_date(struct arena *arena, const struct value *value);
char *value_number(struct arena *arena, const struct value *value);

/* The word of a choice, or NULL. */
const char *value_meaning(const struct value *value);

/*
 * A text with what is said of its parts behind them, between TABs: a reading,
 * or a language behind ":". Such a part begins with a VT.
 */
char *value_annotated(struct arena *arena, const struct text *text);

/* The same, read from the notation of sources (docs/sources.md). */
char *value_read_notation(struct arena *arena, const char *notation);

/* The same without the languages: words as the digest has them. */
char *value_without_languages(struct arena *arena, const char *annotated);

#endif
