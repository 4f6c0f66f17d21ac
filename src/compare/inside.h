/* Inside of compare: words, segments, and how things are matched. */
#ifndef COMPARE_INSIDE_H
#define COMPARE_INSIDE_H

#include <stdint.h>

#include "compare/compare.h"

struct form_fields;

/* ---- compare_words.c ----------------------------------------------------- */

/*
 * A word. Words with the same id are the same, reading and language
 * included; those with the same fold differ in the width of letters at most.
 */
struct compare_word {
    size_t at; /* byte in the joined text */
    size_t len;
    uint32_t id;
    uint32_t fold;
    uint32_t weight; /* what it says: particles and signs little */
    bool light;      /* a particle, a sign, a space */
    bool whole;      /* never cut: a marker, or a base with its reading */
};

/* Texts behind each other, as words. */
struct compare_words {
    struct compare_word *items;
    size_t count;
    size_t capacity;
    char *utf8; /* what the words are of */
    size_t len;
    size_t room;
};

/* What is shared by all of one comparison. */
struct compare {
    struct arena *arena;
    const char *stage; /* NULL: all fields */
    struct compare_id *ids;
    size_t id_count;
    size_t id_room; /* a power of two */
};

struct compare compare_begin(struct arena *arena, const char *stage);

/* Adds a text's words. `whole`: as a single one (a marker). */
void compare_add_words(struct compare *compare, struct compare_words *words,
                       const struct text *text, bool whole);

/*
 * How often each word stands in some texts, to see how much two of them have
 * in common without looking at the order.
 */
struct compare_bag {
    struct compare_count {
        uint32_t fold;
        uint32_t weight; /* of all of them together */
    } * items;           /* in the order of `fold`, once sorted */
    size_t count;
    size_t capacity;
    uint64_t weight; /* of all */
};

/* Adds words, each `times` as heavy as it is; then bag_sort(). */
void compare_fill_bag(struct compare *compare, struct compare_bag *bag,
                      const struct compare_words *words, uint32_t times);
void compare_sort_bag(struct compare_bag *bag);

/* The weight of what both have. */
uint64_t compare_common(const struct compare_bag *a,
                        const struct compare_bag *b);

/* 0 (nothing in common) to 1000 (the same words). */
int compare_likeness(const struct compare_bag *a, const struct compare_bag *b);

/* ---- compare_segments.c -------------------------------------------------- */

/*
 * The segments of two rows of words. With `markers` the first word of each
 * side is a marker, compared by itself; a side without has `markers` false
 * for it.
 */
struct compare_segments compare_segment(struct compare *compare,
                                        const struct compare_words *olds,
                                        bool old_marker,
                                        const struct compare_words *news,
                                        bool new_marker);

/* ---- compare_lines.c ----------------------------------------------------- */

struct compare_entries {
    const struct record_entry **items;
    size_t count;
    size_t capacity;
};

/* Aligns two lists of entries; the lines go to the part. */
void compare_align(struct compare *compare, struct compare_part *part,
                   const struct compare_entries *olds,
                   const struct compare_entries *news);

/* ---- compare_line.c ------------------------------------------------------ */

/* The same letters, readings and languages. */
bool compare_is_equal(const struct text *a, const struct text *b);
bool compare_is_equal_entry(const struct record_entry *a,
                            const struct record_entry *b);

/* Adds a line whose entries are set; finds its segments and its kind. */
void compare_add_line(struct compare *compare, struct compare_part *part,
                      struct compare_line line);

/* ---- compare_match.c ----------------------------------------------------- */

enum { COMPARE_NONE = -1 };

/* A member of a list that is to be paired. */
struct compare_member {
    struct compare_bag title; /* what it is called; may be empty */
    struct compare_bag all;   /* what it says, title included */
};

/*
 * Pairs two lists by how alike their members are. pairs[i] is the new index
 * of old i; those that are no COMPARE_NONE are taken already. A pair is at
 * least `least` of 1000 alike. The sum of squares is the greatest there is;
 * of equals, places that are near each other are taken.
 */
void compare_assign(struct compare *compare, const struct compare_member *olds,
                    size_t old_count, const struct compare_member *news,
                    size_t new_count, int least, int *pairs);

/*
 * Which pairs keep their order: the longest run of rising places. stays[i]
 * is false for an old one that has moved or has no pair.
 */
void compare_find_stays(struct compare *compare, const int *pairs, size_t count,
                        bool *stays);

/*
 * An order that keeps those of both sides: ones that are gone or have moved
 * away stand where they stood.
 */
struct compare_step {
    int old_at; /* COMPARE_NONE: none */
    int new_at;
};

struct compare_steps {
    struct compare_step *items;
    size_t count;
    size_t capacity;
};

struct compare_steps compare_interleave(struct compare *compare,
                                        const int *pairs, const bool *stays,
                                        size_t old_count, size_t new_count);

/* ---- compare_record.c ---------------------------------------------------- */

/* Adds the words of a record and of all below it to a bag, unsorted. */
void compare_fill_record(struct compare *compare, struct compare_bag *bag,
                         const struct record *record);

/* What its records are told from each other by; NULL when there is none. */
const struct form_field *compare_title(const struct form_fields *fields);

struct compare_node *compare_node(struct compare *compare,
                                  const struct record *old_record,
                                  const struct record *new_record);

/* Counts the changes of a node and of all below it anew. */
void compare_count_changes(struct compare_node *node);

/* ---- compare_far.c ------------------------------------------------------- */

/* Finds records that have moved into another record. */
void compare_find_far(struct compare *compare, struct compare_node *root);

#endif
