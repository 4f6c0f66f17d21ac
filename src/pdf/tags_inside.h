/* What tags.c (marking) and tags_write.c (elements) share. */
#ifndef PDF_TAGS_INSIDE_H
#define PDF_TAGS_INSIDE_H

#include "base/bytes.h"
#include "pdf/tags.h"

/* One marked-content sequence of a leaf, or one annotation of a link. */
struct tagged_piece {
    unsigned page; /* index */
    unsigned mcid;
    unsigned annotation; /* its object; 0: it is a sequence */
    size_t next; /* of the same node: its index plus 1; 0 ends the chain */
};

/* What has a key in the parent tree: a page, or an annotation on one. */
struct tagged_page {
    bool is_annotation;
    unsigned object; /* of a page */
    unsigned *items; /* by MCID: the element's object; of an annotation one */
    size_t count;
    size_t capacity;
};

/* The sheet whose pages are being written; its memory ends with it. */
struct tagged_sheet {
    struct arena *arena;
    const struct outline *outline;
    const char *prefix;
    /* by node number: */
    unsigned *objects; /* 0 for leaves */
    size_t *first;     /* leaves and links: their first piece plus 1, or 0 */
    size_t *last;
    struct tagged_piece *pieces;
    size_t piece_count;
    size_t piece_capacity;
};

/* An element with an address: one of the tree of IDs. */
struct tagged_name {
    const char *id;
    unsigned object;
};

enum tags_state { TAGS_OUTSIDE, TAGS_IN_ELEMENT, TAGS_IN_ARTIFACT };

struct tagged_grid;

struct tags {
    struct arena *arena;
    struct objstore *store;
    unsigned root;     /* StructTreeRoot */
    unsigned document; /* the element around the sheets; 0: there is one */
    struct tagged_sheet sheet;
    unsigned *roots; /* of the sheets that have ended, in order */
    size_t root_count;
    size_t root_capacity;
    struct tagged_name *names;
    size_t name_count;
    size_t name_capacity;
    struct tagged_page *pages;
    size_t page_count;
    size_t page_capacity;
    size_t page;              /* the one begun last */
    struct tagged_grid *grid; /* of the table being written, or NULL */
    struct bytes entries;     /* of the element being written */
    enum tags_state state;
    const struct outline_node *element;
    bool beside; /* it shows a cell's mark */
    enum tags_artifact artifact;
};

/*
 * The element that a node belongs to: itself, or the one around words and
 * around spans that say nothing of their own.
 */
const struct outline_node *tags_element(const struct outline_node *node);

/* ---- tags_headers.c ------------------------------------------------------ */

/* A table whose cells must name their headers; NULL: their /Scope says it. */
struct tagged_grid *tags_read_grid(struct arena *arena,
                                   const struct outline_node *table);

/* /Headers of a cell of that table, if it has any. */
void tags_append_headers(const struct tagged_grid *grid, const char *prefix,
                         const struct outline_node *cell, struct bytes *out);

/* ---- tags_write.c -------------------------------------------------------- */

/* The standard structure type of a node (14.8.4), without its slash. */
const char *tags_type(const struct tags *tags, const struct outline_node *node);

#endif
