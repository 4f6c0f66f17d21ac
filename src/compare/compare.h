/*
 * compare: what two revisions say differently.
 *
 * Records are compared by meaning, not by lines: the records of a list are
 * matched by what they say, so that one that stands elsewhere has moved;
 * the entries of a list are aligned; the words of a text are compared at
 * word boundaries. What comes out is a tree beside the two records: a node
 * for each record of either side, a part for each of its fields, a line
 * for each text. All of it lives in one arena and points into the records.
 */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct arena;
struct bytes;
struct form;
struct form_field;
struct record;
struct record_entry;

/* ---- texts: segments ----------------------------------------------------- */

/*
 * A run of words that both texts share (SPAN_SAME) or one of them has. What
 * replaces something is an ADDED segment right behind a REMOVED one.
 */
struct compare_segment {
    enum span_change change;
    size_t old_at; /* bytes in the old text; old_len 0 when ADDED */
    size_t old_len;
    size_t new_at; /* bytes in the new text; new_len 0 when REMOVED */
    size_t new_len;
    bool width;  /* a replacement of the same letters in other widths */
    bool number; /* a replacement of a number by a number */
};

struct compare_segments {
    struct compare_segment *items;
    size_t count;
    size_t capacity;
};

/*
 * The segments of two texts. All SAME and REMOVED ones are the old text,
 * all SAME and ADDED ones the new; no two neighbours could be one, and what
 * replaces something shares neither its first word with it nor its last. A
 * replacement of another width is a pair of its own.
 */
struct compare_segments compare_texts(struct arena *arena,
                                      const struct text *old_text,
                                      const struct text *new_text);

/* ---- what happened ------------------------------------------------------- */

enum compare_kind {
    COMPARE_SAME,
    COMPARE_ADDED,
    COMPARE_REMOVED,
    COMPARE_MOVED,
    COMPARE_RENAMED, /* the text that a record is called by */
    COMPARE_TEXT,
    COMPARE_NUMBER, /* nothing but numbers */
    COMPARE_WIDTH,  /* nothing but full width for half or the reverse */
    COMPARE_MARK,   /* the value of a choice */
    COMPARE_MARKER, /* nothing but an entry's marker */
    COMPARE_SPLIT,  /* one entry is now several */
    COMPARE_MERGED, /* several entries are now one */
};

/* Its name in JSON: "added", "removed" ... */
const char *compare_kind_name(enum compare_kind kind);

/*
 * An entry of a list, on both sides or on one; or the text of a field (an
 * entry without marker). The segments count the texts of all entries of a
 * side, each behind its marker, one after the other.
 */
struct compare_line {
    enum compare_kind kind; /* of its words; SAME for one that only moved */
    bool moved;             /* stands elsewhere in its list */
    bool gone;              /* at its old place; `olds` alone count */
    const struct record_entry **olds;
    size_t old_count;
    size_t old_index; /* of the first, from 0 */
    const struct record_entry **news;
    size_t new_count;
    size_t new_index;
    struct compare_segments segments;
    const struct compare_line *twin; /* gone: what stands at the new place */
};

/* A field of a record: its lines, or the records of its list. */
struct compare_part {
    const struct form_field *field;
    const char *path;           /* keys through groups, joined by points */
    bool title;                 /* what its record is called by */
    struct compare_line *lines; /* in an order that both sides keep */
    size_t line_count;
    size_t line_capacity;
    struct compare_node **nodes; /* likewise */
    size_t node_count;
    size_t node_capacity;
    size_t changes; /* at it and below */
};

/* A record on both sides or on one. */
struct compare_node {
    const struct record *old; /* NULL: added */
    const struct record *new; /* NULL: removed */
    bool moved;               /* stands elsewhere among its siblings, or in
                                 another record */
    bool gone;                /* at its old place; `twin` is the whole */
    const struct compare_node *twin;
    bool renamed;
    struct compare_part *parts; /* in the form's order; none when gone */
    size_t part_count;
    size_t changes; /* at it and below */
};

/*
 * Compares two records of one form; one of them may be NULL. `stage`: only
 * the fields that stage reads; NULL: all.
 */
struct compare_node *compare_records(struct arena *arena,
                                     const struct record *old_record,
                                     const struct record *new_record,
                                     const char *stage);

/* ---- documents ----------------------------------------------------------- */

/* A source on one side. */
struct compare_source {
    const char *path;            /* what pairs it with its other revision */
    const char *name;            /* as messages name it */
    const struct record *record; /* NULL: not on this side */
};

struct compare_document {
    struct compare_source old;
    struct compare_source new;
    struct compare_node *root;
};

struct comparison {
    const char *old_name; /* of the revision or folder */
    const char *new_name;
    struct compare_document *items; /* documents */
    size_t count;
    size_t capacity;
};

/*
 * Pairs the sources of two sides, by path and then by what they say, and
 * compares them. Documents stand in the order of the new side, with those
 * that are gone where they stood.
 */
struct comparison *compare_sides(struct arena *arena,
                                 const struct compare_source *olds,
                                 size_t old_count,
                                 const struct compare_source *news,
                                 size_t new_count, const char *stage);

/* True when nothing was found to differ. */
bool compare_is_same(const struct comparison *comparison);

/*
 * One change: of a line, or (line NULL) that a record came, went or moved.
 * What an added or removed record says is not listed again.
 */
struct compare_change {
    enum compare_kind kind;
    const struct compare_node *node;
    const struct compare_part *part; /* NULL: the record itself */
    const struct compare_line *line;
};

struct compare_changes {
    struct compare_change *items;
    size_t count;
    size_t capacity;
};

/* All changes at a node and below, in the order of the form. */
struct compare_changes compare_list_changes(struct arena *arena,
                                            const struct compare_node *node);

/* ---- what is made of it -------------------------------------------------- */

/* For people at a terminal; with colour, or with [-...-] and {+...+}. */
void compare_write_term(struct arena *arena,
                        const struct comparison *comparison, bool colour,
                        struct bytes *out);

/* For programs: docs/diff.md describes it. */
void compare_write_json(struct arena *arena,
                        const struct comparison *comparison, struct bytes *out);

/* How a comparison is shown on a sheet: one stage of the form each. */
enum compare_style {
    COMPARE_COLUMNS, /* old beside new */
    COMPARE_MARKED,  /* one text, what is gone and what is new marked in it */
    COMPARE_CLEAN,   /* the new text alone, all of it */
};

struct compare_options {
    enum compare_style style;
    bool all;              /* also what is the same */
    const char *title;     /* of the sheet; NULL: none */
    const char *old_label; /* heads of the columns; NULL: the form's words */
    const char *new_label;
};

/*
 * The record of a comparison form (templates/taisho/fields.yaml): texts are
 * spans of both sides with their change; labels and notes are generated.
 * Columns keep the order of their side: what has moved stands on each at its
 * own place, and a note says where the other one is. NULL when the form
 * lacks a field that the record is made of; its `use` goes to `*missing`.
 */
struct record *compare_make_record(struct arena *arena,
                                   const struct comparison *comparison,
                                   const struct form *form,
                                   const struct compare_options *options,
                                   const char **missing);

/* ---- addresses ------------------------------------------------------------
 */

/* "KEY[2]/KEY[3]/FIELD", as `chosho text` says it; "FIELD[2]" for an entry
 * of a list of entries (index from 0). */
char *compare_address(struct arena *arena, const struct record *record,
                      const struct compare_part *part, size_t index);

#endif
