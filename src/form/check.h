/*
 * check: what the rules for official writing need to know of a language and
 * of a form (docs/check.md).
 *
 * Lists of characters, counters and slips are data of the language and stand
 * in templates/check.yaml; a form switches rules off, or weighs them
 * otherwise, with `check:` in its fields.yaml.
 */
#ifndef FORM_CHECK_H
#define FORM_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "form/data.h"

struct arena;
struct diags;

/* ---- fields.yaml ------------------------------------------------------- */

enum form_switch_to {
    FORM_SWITCH_OFF,
    FORM_SWITCH_NOTE,
    FORM_SWITCH_WARNING,
    FORM_SWITCH_ERROR,
};

struct form_switch {
    const char *rule;
    enum form_switch_to to;
    struct position at;
};

struct form_check {
    struct form_switches {
        struct form_switch *items;
        size_t count;
        size_t capacity;
    } switches;
    struct form_words deadlines; /* fields whose dates lie in the year */
    struct form_words allow;     /* words in which nothing is found */
};

/* ---- templates/check.yaml ---------------------------------------------- */

/* A word to write otherwise, where it stands as the members say. */
struct form_slip {
    const char *find;
    const char *write;
    bool before_digit;
    bool after_digit;
    struct form_words before; /* one of these follows; empty: any */
    struct form_words unless_before;
    struct form_words after; /* one of these stands before it */
    struct form_words unless_after;
};

struct form_slips {
    struct form_slip *items;
    size_t count;
    size_t capacity;
};

/* Strings of characters are sets. Nothing is NULL. */
struct form_check_words {
    const char *lang;
    const char *counter_signs; /* between a number and what it counts */
    const char *counter_of;
    const char *counter_write; /* what to write instead */
    const char *okurigana;     /* kana that may stand inside a compound */
    const char *amounts;       /* units whose numbers are grouped in threes */
    const char *codes;         /* beside numbers that are not grouped */
    const char *weekdays;      /* Sunday first */
    const char *month;
    const char *day;
    const char *repeat;       /* the sign that repeats a kanji */
    const char *list;         /* before a closing bracket of no pair: a) */
    const char *doubled;      /* marks that do not stand twice */
    const char *comma;        /* the comma and the full stop of */
    const char *stop;         /* running text */
    struct form_words polite; /* ends of polite sentences */
    struct form_slips spelling;
    struct form_slips slips;
};

/* Loads check.yaml; every mistake goes to `diags`, and then it is NULL. */
const struct form_check_words *form_load_check_words(struct arena *arena,
                                                     const char *file,
                                                     struct diags *diags);

#endif
