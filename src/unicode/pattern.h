/*
 * pattern: what a value may be, as regular expressions for others.
 *
 * Editors check sources by JSON Schema while they are typed; these are the
 * patterns it holds (ECMAScript with the u flag). Each accepts exactly what
 * the functions of unicode.h and the reader of records accept, where that can
 * be said of one value alone.
 */
#ifndef UNICODE_PATTERN_H
#define UNICODE_PATTERN_H

#include <stdbool.h>

struct arena;

/* What may be asked of a text beside its characters. */
struct unicode_text_kind {
    const char *marker; /* a pattern that may begin it, or NULL */
    bool circled;       /* may not begin with a circled number */
    bool ruby;          /* readings are written in it */
};

/* A text that is not empty. */
char *unicode_text_pattern(struct arena *arena,
                           const struct unicode_text_kind *kind);

/* The signs of a marker, with N for its number; `range` or NULL. */
char *unicode_marker_pattern(struct arena *arena, const char *marker,
                             const char *range);

char *unicode_fiscal_year_pattern(struct arena *arena);
char *unicode_date_pattern(struct arena *arena);
char *unicode_number_pattern(struct arena *arena, int decimals);

#endif
