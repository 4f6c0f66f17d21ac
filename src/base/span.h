/*
 * span: what a text is, everywhere from the record to the layout.
 *
 * A text is a list of spans; a span is a stretch of UTF-8 with one language,
 * one origin and one place in a source. Concatenating the spans whose
 * origin is SPAN_SOURCE gives exactly the author's words, so that any stage
 * can tell content from what the form or the program added.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"

struct arena;

enum span_origin {
    SPAN_SOURCE,    /* words of the author */
    SPAN_TEMPLATE,  /* words of the form: labels, legend */
    SPAN_GENERATED, /* made by rule: list numbers, page numbers */
};

enum span_change { SPAN_SAME, SPAN_ADDED, SPAN_REMOVED };

struct span {
    const char *utf8;
    size_t len;       /* bytes */
    const char *lang; /* BCP 47; NULL: the document's */
    const char *ruby; /* NULL: none */
    const char *word; /* what a sign means, for those who hear it; NULL */
    bool whole; /* no line ends in it where there is room, nor between it and
                   such a one before it */
    enum span_change change; /* for comparisons */
    enum span_origin origin;
    struct position at; /* of the first character */
};

struct text {
    struct span *items;
    size_t count;
    size_t capacity;
};

/* Adds a span to a text; the bytes are borrowed, not copied. */
void text_add(struct arena *arena, struct text *text, struct span span);

/* Adds all spans of `more`. */
void text_add_all(struct arena *arena, struct text *text,
                  const struct text *more);

/* A text of one span. */
struct text text_from_span(struct arena *arena, struct span span);

/* Length of all spans in bytes. */
size_t text_length(const struct text *text);

/* All spans as one C string in the arena. */
char *text_join(struct arena *arena, const struct text *text);

/*
 * The span that byte `offset` of the whole text lies in, and how far in it
 * that byte is. NULL for a text without spans.
 */
const struct span *text_span_at(const struct text *text, size_t offset,
                                size_t *within);

/* The position of the character at byte `offset` of the whole text. */
struct position text_position(const struct text *text, size_t offset);

#endif
