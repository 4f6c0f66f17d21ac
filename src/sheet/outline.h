/*
 * outline: what a sheet's words are to one who does not see the page.
 *
 * The same tree is read by screen readers in the PDF and on the web page:
 * headings, tables with one row per record, lists, in the order of reading.
 * It is made from the sheet alone, so no arrangement or page break changes
 * it. Leaves are OUTLINE_TEXT nodes, one for each span (and reading) of the
 * sheet that is content; what has no leaf is an artifact: page numbers, rows
 * of blank cells, whatever is shown again.
 *
 * A table's ruled heading row is a heading in front of the table, not a row
 * of it. Column headers are the first rows of the table. In a cell the
 * paragraphs come first, then its mark.
 */
#ifndef SHEET_OUTLINE_H
#define SHEET_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct arena;
struct bytes;
struct form_change;
struct sheet;
struct sheet_cell;
struct sheet_entry;
struct sheet_paragraph;
struct form_columns;
struct sheet_table;
struct span;
struct text;

enum outline_kind {
    OUTLINE_DOCUMENT,
    OUTLINE_SECTION,   /* one repeat of a block that repeats */
    OUTLINE_HEADING,   /* level 1 is the document's title */
    OUTLINE_PARAGRAPH, /* of the sheet, a cell or a list item */
    OUTLINE_TABLE,
    OUTLINE_HEAD_ROWS, /* column headers */
    OUTLINE_BODY_ROWS,
    OUTLINE_ROW,
    OUTLINE_HEADER_CELL,
    OUTLINE_DATA_CELL, /* may be empty */
    OUTLINE_LIST,
    OUTLINE_ITEM,  /* a label, if it has a marker, and a body */
    OUTLINE_LABEL, /* the marker */
    OUTLINE_BODY,
    OUTLINE_CONTENTS,      /* items, of one level */
    OUTLINE_CONTENTS_ITEM, /* a label, if its heading has a number, a
                              reference, and the contents below it */
    OUTLINE_REFERENCE,     /* a link */
    OUTLINE_LINK,          /* a heading's words and its page */
    OUTLINE_SPAN,          /* words with an address, a language, a meaning or
                              a change */
    OUTLINE_RUBY,          /* a base and a reading */
    OUTLINE_RUBY_BASE,
    OUTLINE_RUBY_TEXT,
    OUTLINE_TEXT,
};

enum outline_scope { OUTLINE_OF_COLUMN, OUTLINE_OF_ROW };

struct outline_node {
    enum outline_kind kind;
    size_t number; /* in the order of making, from 0 */
    struct outline_node *parent;
    struct outline_node *first; /* child */
    struct outline_node *last;
    struct outline_node *next; /* sibling */

    const char *address;             /* of a cell, paragraph or section, unique
                                        in the outline; or NULL */
    const struct sheet_cell *cell;   /* of cells; NULL */
    const struct sheet_table *table; /* TABLE, */
    const struct form_columns *widths; /* and its columns */
    const struct sheet_entry *entry;   /* LINK: where it leads */
    int level;                         /* HEADING, CONTENTS_ITEM: from 1 */
    size_t columns;                    /* cells: spans */
    size_t rows;
    size_t column;            /* cells: the first one, from 0 */
    size_t row;               /* cells: the first one of the table, from 0 */
    enum outline_scope scope; /* HEADER_CELL */
    bool numbered;            /* LIST: its markers count */
    const char *lang;         /* SPAN; NULL: the document's */
    const char *meaning;      /* SPAN: what its sign means; or NULL */
    enum span_change change;  /* SPAN: shown as changed, */
    const struct form_change *shown; /* in this way; NULL: not changed */
    const struct span *span;         /* TEXT */
    bool reading;                    /* TEXT: the span's reading */
    bool beside; /* TEXT: of a cell's mark, drawn between its lines */
};

/* Leaves of a text: of its span i at [i], of that one's reading behind. */
struct outline_leaves {
    const struct text *text;
    struct outline_node **items; /* 2 * text->count; NULL where none is */
};

struct outline {
    const struct sheet *sheet;
    struct outline_node *root;
    size_t node_count;
    struct outline_leaves *markers; /* by number of the paragraph */
    struct outline_leaves *texts;
    struct outline_leaves *ends;
    struct outline_leaves *marks; /* by number of the cell */
};

/* The outline lives in `arena` and points into the sheet. */
struct outline *outline_make(struct arena *arena, const struct sheet *sheet);

/*
 * The leaf that shows a span on a page: `span` is the one a layout run
 * names, of `paragraph`, or of the mark of `cell` (either may be NULL).
 * NULL where that is no content.
 */
const struct outline_node *outline_lookup(
    const struct outline *outline, const struct sheet_paragraph *paragraph,
    const struct sheet_cell *cell, const struct span *span, bool reading);

/* True for an address that names no field: it only counts ("KEY[1]#7"). */
bool outline_is_count(const char *address);

/* A line per node, indented: the golden files of the tests. */
void outline_dump(const struct outline *outline, struct bytes *out);

#endif
