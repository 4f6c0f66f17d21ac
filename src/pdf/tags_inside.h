/* What tags.c (marking) and tags_write.c (elements) share. */
#ifndef PDF_TAGS_INSIDE_H
#define PDF_TAGS_INSIDE_H

#include "pdf/tags.h"

/* One marked-content sequence of a leaf. */
struct tagged_piece {
    unsigned page; /* index */
    unsigned mcid;
    size_t next; /* of the same leaf: its index plus 1; 0 ends the chain */
};

struct tagged_page {
    unsigned object;
    unsigned *items; /* by MCID: the element's object */
    size_t count;
    size_t capacity;
};

struct tagged_sheet {
    const struct outline *outline;
    const char *prefix;
    /* by node number: */
    unsigned *objects; /* 0 for leaves */
    size_t *first;     /* leaves: their first piece plus 1, or 0 */
    size_t *last;
};

enum tags_state { TAGS_OUTSIDE, TAGS_IN_ELEMENT, TAGS_IN_ARTIFACT };

struct tags {
    struct arena *arena;
    struct objstore *store;
    unsigned root;     /* StructTreeRoot */
    unsigned document; /* the element around the sheets; 0: there is one */
    struct tagged_sheet *sheets;
    size_t sheet_count;
    size_t sheet_capacity;
    struct tagged_page *pages;
    size_t page_count;
    size_t page_capacity;
    struct tagged_piece *pieces;
    size_t piece_count;
    size_t piece_capacity;
    enum tags_state state;
    const struct outline_node *element;
    enum tags_artifact artifact;
};

/* The standard structure type of a node (14.8.4), without its slash. */
const char *tags_type(const struct tags *tags, const struct outline_node *node);

#endif
