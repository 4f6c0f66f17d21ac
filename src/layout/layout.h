/*
 * layout: a sheet with geometry: pages, boxes, lines, glyph runs, rules.
 *
 * Lengths are integers in 1/1000 pt, origin at the top left of the page, y
 * downwards. Every run keeps its glyphs and their UTF-8 text, so that any
 * output can be drawn or proved from it. Written once, then const; no YAML
 * and no style names below this line.
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "text/text.h"

struct arena;
struct bytes;
struct diags;
struct font_face;
struct font_set;
struct form_stage;
struct sheet;
struct sheet_cell;
struct sheet_entry;
struct sheet_headings;
struct sheet_paragraph;

struct layout_rect {
    int32_t x;
    int32_t y;
    int32_t width;
    int32_t height;
};

struct layout_glyph {
    uint32_t gid;
    uint32_t cluster; /* byte offset in the run's utf8 */
    int32_t x;        /* of the origin, from the run's x */
    int32_t y;        /* of the origin, from the baseline, upwards */
    int32_t advance;  /* 1/1000 em, what the font says */
};

/*
 * Glyphs of one face, size and span on one baseline (a cluster whose marks
 * lie in the next span stays whole). Consecutive clusters; utf8[0, len) is
 * exactly the text they show (ends of clusters: the next cluster's offset, or
 * len).
 */
struct layout_run {
    const struct font_face *face;
    int32_t size;
    int32_t scale;    /* of widths, in thousandths: 1000, less if condensed */
    int32_t x;        /* of the first glyph's pen position */
    int32_t baseline; /* y */
    int32_t width;
    struct layout_glyph *glyphs;
    size_t count;
    const char *utf8;
    size_t len;
    const struct span *span; /* origin and position of its first byte */
    size_t within;           /* bytes of that span before the run */
    int32_t from;  /* from x to where its first body begins and its last one */
    int32_t to;    /* that shows ends: without the space inside their marks */
    bool ruby;     /* the reading of `span`, above its base */
    bool leader;   /* decoration between a text and what it leads to: its words
                      are those of `span`, as often as there is room */
    bool vertical; /* x is the middle of a column, `baseline` the first
                      pen's y, width the way down */
    bool turned;   /* vertical: glyphs are turned clockwise by 90 degrees */
};

/*
 * A line that marks changed words of a line of text, a filled rectangle. It
 * begins and ends with the bodies of the words' characters.
 */
struct layout_stroke {
    struct layout_rect rect;
    enum span_change change;
    bool through; /* over the words; else beside them */
};

struct layout_line {
    int32_t x;
    int32_t y; /* top of the line's pitch */
    int32_t width;
    int32_t height; /* the pitch */
    int32_t baseline;
    bool spread;   /* its characters stand apart: distributed */
    bool hung;     /* its last mark stands behind its end: in the padding, or
                      in the page's margin, and not in the width */
    bool vertical; /* a column: x is its middle, baseline where it starts,
                      width the way down */
    enum text_end end;
    const struct sheet_paragraph *paragraph; /* NULL: only a mark stands here */
    struct layout_run *runs;
    size_t count;
    size_t capacity;
    struct layout_stroke *strokes;
    size_t stroke_count;
    size_t stroke_capacity;
};

enum layout_role {
    LAYOUT_PARAGRAPH,
    LAYOUT_TITLE,
    LAYOUT_NOTE,
    LAYOUT_CONTENTS, /* a line of contents */
    LAYOUT_HEADING,  /* cell of a heading row: the title words */
    LAYOUT_LABEL,    /* cell with words of the form */
    LAYOUT_COLUMN_HEADER,
    LAYOUT_ROW_HEADER,
    LAYOUT_DATA,
};

struct layout_box {
    enum layout_role role;
    const char *address;        /* of the cell or paragraph */
    struct layout_rect rect;    /* border box: to the middle of its rules */
    struct layout_rect content; /* where ink may be: inside the padding */
    int part;                   /* 1, 2 ... for a cell that goes on on further
                                   pages; 0 for a whole one */
    bool repeated;              /* shown before on another page: not content */
    const struct sheet_cell *cell;   /* NULL for paragraphs */
    const struct sheet_entry *entry; /* what a line of contents leads to */
    struct layout_line *lines;
    size_t count;
    size_t capacity;
};

/* A filled rectangle; rules are centred on the edges they stand on. */
struct layout_rule {
    struct layout_rect rect;
    bool vertical;
};

struct layout_page {
    int32_t width;
    int32_t height;
    struct layout_rect body;  /* inside the margins */
    struct layout_box *boxes; /* in reading order */
    size_t box_count;
    size_t box_capacity;
    struct layout_rule *rules;
    size_t rule_count;
    size_t rule_capacity;
};

struct layout {
    const char *title; /* of the document */
    const char *lang;
    int32_t size; /* what `fit` picked */
    int32_t pitch;
    int32_t scale; /* of widths, in thousandths: 1000, less if condensed */
    struct layout_page *pages;
    size_t page_count;
    size_t page_capacity;
};

enum { LAYOUT_PAGE_LIMIT = 5000 }; /* pages of a sheet */

/* Says which styles of a stage name a stack that `fonts` has not. */
void layout_report_stacks(const struct form_stage *stage,
                          struct font_set *fonts, struct diags *diags);

/*
 * Lays a sheet out. NULL (and errors in diags, naming cells) when a
 * character has no glyph, a column cannot hold its content or no fit keeps
 * the page budget.
 */
struct layout *layout_make(struct arena *arena, const struct sheet *sheet,
                           struct font_set *fonts, struct diags *diags);

/* Where something stands in a layout. */
struct layout_spot {
    bool found;
    size_t page; /* from 0 */
    struct layout_rect rect;
};

/* Where each heading of the sheet begins: spots[i] is that of heading i. */
void layout_find_headings(const struct layout *layout,
                          const struct sheet_headings *headings,
                          struct layout_spot *spots);

/* A page to be numbered: its paper, its margins and what is used of it. */
struct layout_frame {
    int32_t width;
    int32_t height;
    struct layout_rect body; /* inside the margins */
    int32_t bottom;          /* y below which nothing stands */
};

struct layout_frame layout_frame_page(const struct layout_page *page);

/*
 * The page numbers of a book: for every frame a page with nothing on it but
 * what the book's sheet puts into the bottom margin. NULL, with an error in
 * diags, where that would touch what stands on the page.
 */
struct layout *layout_number_pages(struct arena *arena,
                                   const struct sheet *sheet,
                                   const struct layout_frame *frames,
                                   size_t count, struct font_set *fonts,
                                   struct diags *diags);

/* Writes the tree as text, a line each: the golden files of the tests. */
void layout_dump(const struct layout *layout, struct bytes *out);

/*
 * Checks the invariants of design 1: every source character on exactly one
 * run and in order, glyphs inside their content boxes, boxes apart, pages
 * inside their margins, no .notdef. Returns how many faults it wrote to
 * `out`, a line each.
 */
size_t layout_check(const struct layout *layout, const struct sheet *sheet,
                    struct bytes *out);

#endif
