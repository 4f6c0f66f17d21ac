/*
 * Random forms and sources, and what must hold for each of them.
 *
 *     make_*.c   a form and a source for it, as YAML text, from a seed
 *     hold.c     runs them through every stage and judges what came out
 *     shrink.c   makes a failing case small enough to read
 *
 * docs/testing.md says how a failing seed becomes a fixture.
 */
#ifndef RANDOM_RANDOM_H
#define RANDOM_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/bytes.h"

/* ---- numbers from a seed (splitmix64) ---------------------------------- */

struct random {
    uint64_t state;
};

uint64_t random_next(struct random *random);
int random_below(struct random *random, int limit);          /* [0, limit) */
int random_from(struct random *random, int least, int most); /* both ends */
bool random_one_in(struct random *random, int count);

/* ---- a case ------------------------------------------------------------ */

/* The three texts of a case; bytes of them are owned. */
struct random_case {
    struct bytes fields; /* fields.yaml */
    struct bytes stage;  /* hyo.yaml */
    struct bytes source; /* source.yaml */
};

void random_case_free(struct random_case *made);

/* ---- make_words.c ------------------------------------------------------ */

/* Lines of the real corpus; words come from it and from a list of traps. */
struct corpus {
    char **lines;
    size_t count;
};

struct corpus corpus_load(const char *path);
void corpus_free(struct corpus *corpus);

/*
 * One text for a source behind a marker (or ""), in YAML: plain or quoted.
 * With `ruby` some words have readings, and its signs are doubled.
 */
void make_entry(struct random *random, const struct corpus *corpus,
                const char *marker, bool ruby, struct bytes *out);

void make_number(struct random *random, int decimals, struct bytes *out);

/* ---- make_form.c ------------------------------------------------------- */

struct random_case make_case(uint64_t seed, const struct corpus *corpus);

/* ---- hold.c ------------------------------------------------------------ */

enum verdict_kind {
    VERDICT_LAID,    /* laid out, and all that must hold held */
    VERDICT_REFUSED, /* the sheet was refused, as it may be */
    VERDICT_SKIPPED, /* form or source were at fault: nothing was tried */
    VERDICT_BROKEN,  /* something that must hold did not */
};

struct verdict {
    enum verdict_kind kind;
    int pages;
    char rule[48];   /* why: a rule of a diagnostic, or the kind of fault */
    char what[1200]; /* and in full */
};

struct holder; /* fonts and a folder for forms */

struct holder *holder_new(void);
void holder_free(struct holder *holder);

/* Removes the folder that a process which crashed has left. */
void holder_sweep(pid_t process);

/* Runs a case; `deep` also writes a PDF and lays out at other widths. */
void hold_case(struct holder *holder, const struct random_case *made, bool deep,
               struct verdict *verdict);

/* The same in a process of its own: a crash or a hang is a verdict, too. */
void hold_apart(const struct random_case *made, bool deep,
                struct verdict *verdict);

/* ---- shrink.c ---------------------------------------------------------- */

/* Takes lines and words away for as long as the same rule is broken. */
void shrink_case(struct random_case *made, const struct verdict *verdict);

/* Adopts `text` as a bytes. */
struct bytes bytes_from(const char *data, size_t len);

/* ---- changed words (change.c) ------------------------------------------- */

struct arena;
struct form;
struct record;

/* In some cases: styles that show changes, and words that have changed. */
void change_words(struct arena *arena, const struct bytes *source,
                  struct form *form, struct record *record);

#endif
