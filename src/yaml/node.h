/*
 * node: a YAML file as a tree, with the place of every key and value.
 *
 * The reader is strict on purpose (docs/sources.md): whatever YAML would
 * drop, fold, guess or merge silently is refused with a diagnostic, so that
 * a text that was read is the text that was written. Scalars have no types
 * here; everything is text until a form's field says otherwise.
 */
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"

struct arena;
struct diags;

enum node_kind { NODE_SCALAR, NODE_SEQUENCE, NODE_MAPPING };
enum node_style { NODE_PLAIN, NODE_SINGLE_QUOTED, NODE_DOUBLE_QUOTED };

struct node_pair {
    struct node *key; /* always a scalar */
    struct node *value;
};

struct node {
    enum node_kind kind;
    struct position at; /* where the value starts; for an empty value, the
                           place right behind its key's colon or dash */

    /* NODE_SCALAR */
    enum node_style style;
    const char *value; /* NUL-terminated UTF-8 without NUL inside */
    size_t len;        /* bytes of value */
    const char *raw;   /* the value as written, behind an opening quote */
    size_t raw_len;    /* differs from len only where escapes are used */

    /* NODE_SEQUENCE */
    struct node **items;
    /* NODE_MAPPING, in the order written, keys unique */
    struct node_pair *pairs;
    size_t count; /* of items or of pairs */
    size_t capacity;
};

struct node_options {
    bool allow_flow;     /* {a: b} and [a, b]; templates use them */
    bool allow_comments; /* `#` after a value; templates use them */
};

/* Bounds that keep a hostile file from costing memory or stack. */
enum {
    NODE_FILE_LIMIT = 8 * 1024 * 1024, /* bytes of a source */
    NODE_SCALAR_LIMIT = 16 * 1024,     /* bytes of one scalar */
    NODE_DEPTH_LIMIT = 32,             /* nested collections */
    NODE_COUNT_LIMIT = 200000,         /* nodes in a file */
};

/*
 * Parses a source into a tree in `arena`. Every mistake that can be told
 * apart goes to `diags`; returns NULL when there is no tree to work with
 * (the file is empty, not UTF-8 or not YAML at all). A tree may come back
 * although errors were added: later stages may report more of them.
 */
struct node *node_read(struct arena *arena, const struct source *source,
                       const struct node_options *options, struct diags *diags);

/* The value of `key` in a mapping, borrowed; NULL when absent. */
const struct node *node_lookup(const struct node *mapping, const char *key);

/* The pair of `key`, borrowed; NULL when absent. */
const struct node_pair *node_lookup_pair(const struct node *mapping,
                                         const char *key);

/* True for a scalar without any character (`key:` and nothing behind). */
bool node_is_empty(const struct node *node);

/*
 * Position of the character at byte `offset` of a scalar's value, exact
 * also behind escapes of quoted scalars.
 */
struct position node_position_at(const struct node *scalar, size_t offset);

#endif
