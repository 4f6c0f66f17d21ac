/*
 * Inside of the layout stage: what its files share.
 *
 * The stages of a layout, a file each:
 *
 *     layout_shape.c    every text of the sheet, shaped once
 *     layout_clear.c    which rules a text stands beside
 *     layout_columns.c  column widths from min and max contents
 *     layout_lines.c    paragraphs of a cell into lines of a width
 *     layout_height.c   heights of rows
 *     layout_measure.c  sizes of tables and blocks at a size
 *     layout_place.c    blocks onto pages: breaks, keeps, repeats
 *     layout_keep.c     what stays together at a page break
 *     layout_table.c    rows of a table onto pages
 *     layout_cell.c     cells into boxes, whole or in parts
 *     layout_emit.c     lines into boxes and glyph runs
 *     layout_label.c    distributed and vertical lines
 *     layout_stroke.c   lines at changed words
 *     layout_leader.c   the end of a line of contents, and what leads to it
 *     layout_rules.c    collapsed borders
 *     layout_fit.c      which size and which arrangement
 *     layout_number.c   the page numbers of a book
 *
 * Placing runs dry while a fit is searched (place.layout is NULL) and once
 * for real; both use the same code, so they cannot disagree.
 */
#ifndef LAYOUT_INSIDE_H
#define LAYOUT_INSIDE_H

#include "form/form.h"
#include "layout/layout.h"
#include "sheet/sheet.h"

/* Room between a cell's edges and its content, 1/1000 pt. */
struct insets {
    int32_t top;
    int32_t right;
    int32_t bottom;
    int32_t left;
};

/* ---- shaped: the sheet with glyphs, independent of size --------------- */

/* How far ink stands out of an em box, 1/1000 em; 0: not at all. */
struct reach {
    int32_t above;
    int32_t below;
};

struct para {
    const struct sheet_paragraph *sheet;
    struct text_shaped *marker; /* NULL: none */
    struct text_shaped *text;   /* NULL: none */
    struct text_shaped *leader; /* NULL: none */
    struct text_shaped *end;    /* at the right; NULL: none */
    int32_t marker_width;       /* 1/1000 em; 0 without a marker */
    int32_t hang;               /* likewise */
    struct reach reach;         /* of marks on its characters */
    const struct para *under;   /* indented to its hang; NULL: own indent */
};

struct cell {
    const struct sheet_cell *sheet;
    struct para *paras;
    size_t count;
    struct text_shaped *mark; /* NULL: none */
    struct cell *again; /* stands for it on further pages; NULL: nothing */
    enum form_align align;
    struct form_borders meets; /* weights of the rules at its edges */
    int32_t rule_above;        /* of these, what is there wherever pages end */
    int32_t rule_below;
    /* measured at a size: */
    struct insets insets;
    int32_t rise; /* more room for readings above the first line in a flow */
};

struct row {
    const struct sheet_row *sheet;
    struct cell *cells;
    /* measured at a size: */
    int32_t *edges;       /* column edges from the table's left, for rows
                             with columns of their own; NULL: the table's */
    struct lines *lines;  /* one per cell */
    struct lines *again;  /* one per cell: what repeats it; empty: nothing */
    int32_t height;       /* aligned */
    int32_t height_again; /* of a row of headers that is repeated */
};

struct table {
    const struct sheet_table *sheet;
    struct row *rows;
    size_t count;
    size_t heads; /* leading rows that are no body rows */
    /* measured at a size: */
    int32_t *edges; /* columns + 1 */
    int32_t width;
    int32_t *decimal_before; /* per column: widest part before the point */
    int32_t *decimal_after;  /* and from the point on */
};

struct block {
    const struct sheet_block *sheet;
    struct para para;
    struct table *table;
    struct block *slots[3];
    struct blocks *blocks;
    int32_t above; /* weight of a rule that may lie on its upper edge */
    int32_t below;
    const struct block *kept; /* of a page's head or foot: the same with the
                                 widest page numbers, whose widths it keeps */
    /* measured at a size: */
    struct block *giving; /* bar: the slot that gives way; NULL: none */
    bool crowded;         /* bar: that leaves nothing of the slot */
    struct lines *lines;  /* paragraph */
    struct insets insets; /* paragraph: what keeps it off those rules */
    int32_t width;        /* bar slots */
    int32_t height;       /* aligned */
    int32_t height_free;  /* with flowing rows; equal where none flow */
};

struct blocks {
    struct block *items;
    size_t count;
};

/* ---- a layout being made ---------------------------------------------- */

struct engine {
    struct arena *arena;   /* the layout's: texts, pages, boxes */
    struct arena *scratch; /* of one trial */
    const struct sheet *sheet;
    struct font_set *fonts;
    struct diags *diags;
    struct known_texts *known;  /* shaped before (layout_shape.c) */
    struct line_making *making; /* in scratch: see there */
    struct blocks head;
    struct blocks body;
    struct blocks foot;
    int32_t size; /* what `fit` styles are set in now */
    int32_t pitch;
    int32_t scale;    /* and how wide, in thousandths; 1000: not condensed */
    int32_t body_top; /* page region of the body, at this size */
    int32_t body_bottom;
    struct edged *edged; /* cells of the page whose borders wait */
    size_t edged_count;
    size_t edged_capacity;
    bool edge;        /* what is being placed is the page's head or foot */
    size_t pages;     /* of the finished layout, once a dry run has told */
    size_t overflows; /* heights of the form that are too small at this size */
    bool complain;    /* say so: no other size will do */
    const char *narrow; /* the cell last said to be too narrow */
    bool failed;        /* an error was said; no layout comes out */
};

/* ---- lines ------------------------------------------------------------- */

/* Type as a style sets it now, 1/1000 pt. */
struct type {
    int32_t size;
    int32_t scale; /* of widths, in thousandths */
    int32_t em;    /* as wide as an em is: the size, condensed */
};

/* A line of a paragraph before it has a place. */
struct slice {
    const struct para *para;
    bool has_marker;
    bool has_end; /* the leader and the paragraph's end stand on it */
    size_t first; /* text glyphs [first, visible), spaces to end */
    size_t visible;
    size_t end;
    int32_t marker_x; /* from the content's left edge */
    int32_t x;        /* of the text, likewise */
    int32_t width;    /* of the text */
    int32_t em_width; /* likewise, 1/1000 em */
    int32_t measure;  /* the width it had to keep */
    int32_t pitch;
    struct type type;
    enum text_end reason;
    bool hung; /* see struct text_line */
};

struct lines {
    struct slice *items;
    size_t count;
    size_t capacity;
    int32_t height;     /* of all lines */
    int32_t mark_width; /* room the mark takes on the first line */
};

/*
 * Where lines are made before it is known how many there are. A trial makes
 * thousands of lists, most of one or two lines: each is copied out of here,
 * so that it takes no more memory than it has lines.
 */
struct line_making {
    struct text_lines broken; /* of a paragraph */
    struct lines lines;       /* of a cell */
    struct open_cell *open;   /* of the table that is placed (fragment.h) */
    size_t open_capacity;
    bool placing; /* a table: what begins a new page may have others */
};

/* ---- layout_shape.c ---------------------------------------------------- */

/* Widens `reach` by the ink of a glyph. */
void reach_add(struct reach *reach, const struct text_glyph *glyph);

/* Shapes head, body and foot; errors set engine->failed. */
void shape_sheet(struct engine *engine);

/* Shapes blocks with the words of page `page` of `pages`. */
struct blocks shape_blocks(struct engine *engine,
                           const struct sheet_blocks *sheet, size_t page,
                           size_t pages);

/* ---- layout_clear.c ---------------------------------------------------- */

/* Finds the rules beside every text of head, body and foot. */
void clear_sheet(struct engine *engine);

/* The same for the head or foot of a page. */
void clear_edge(struct engine *engine, struct blocks *blocks, bool head);

/* ---- layout_columns.c -------------------------------------------------- */

struct column {
    struct form_length length;
    int32_t min; /* narrowest its contents can be; for auto columns */
    int32_t max; /* as wide as its contents want */
};

struct column_span {
    size_t first;
    size_t count;
    int32_t min;
    int32_t max;
};

/*
 * Widths of `count` columns in `available` (negative: as narrow as their
 * contents want). `em` is the type size that em lengths refer to. Knows no
 * fonts. The sum exceeds `available` when fixed and min widths do.
 */
void columns_solve(struct column *columns, size_t count,
                   const struct column_span *spans, size_t span_count,
                   int32_t available, int32_t em, int32_t *widths);

/* ---- layout_lines.c ---------------------------------------------------- */

static inline int32_t style_size(const struct engine *engine,
                                 const struct form_style *style)
{
    return style->fit_size ? engine->size : style->size;
}

/* The size of `fit`, else of the style "body", else of the first style. */
int32_t sheet_em(const struct engine *engine);

static inline int32_t style_pitch(const struct engine *engine,
                                  const struct form_style *style)
{
    return style->fit_size ? engine->pitch : style->pitch;
}

/*
 * 1/1000 em at a size, in 1/1000 pt, rounded to nearest. Along a horizontal
 * line the size is struct type's `em`.
 */
static inline int32_t em_length(int32_t em, int32_t size)
{
    int64_t product = (int64_t)em * size;

    return (int32_t)((product + (product < 0 ? -500 : 500)) / 1000);
}

/*
 * Heights are added up to this at most, some thirty times the height of any
 * page: what is so high only has to be known to fit on none.
 */
enum { HEIGHT_MOST = 1 << 29 };

static inline int32_t add_height(int32_t a, int32_t b)
{
    int64_t sum = (int64_t)a + b;

    return sum > HEIGHT_MOST ? HEIGHT_MOST : (int32_t)sum;
}

/* Type of the size, its widths at `scale`. */
static inline struct type type_make(int32_t size, int32_t scale)
{
    return (struct type){ size, scale, em_length(size, scale) };
}

static inline struct type style_type(const struct engine *engine,
                                     const struct form_style *style)
{
    return type_make(style_size(engine, style),
                     style->fit_size ? engine->scale : 1000);
}

/* A length of a template in 1/1000 pt; `size` is what em refers to. */
static inline int32_t resolve_length(struct form_length length, int32_t size)
{
    return length.unit == FORM_EM ? em_length(length.value, size)
                                  : length.value;
}

/*
 * Breaks a cell's paragraphs into lines of at most `width`; behind it is
 * room for `hang` of a mark that hangs.
 */
struct lines make_lines(const struct engine *engine, const struct cell *cell,
                        int32_t width, int32_t hang);
struct lines *make_paragraph_lines(const struct engine *engine,
                                   const struct para *para, int32_t width,
                                   int32_t hang);

/* Narrowest and widest a cell's contents are, without padding. */
void cell_widths(const struct engine *engine, const struct cell *cell,
                 int32_t *min, int32_t *max);
void para_widths(const struct engine *engine, const struct para *para,
                 int32_t *min, int32_t *max);

/* ---- layout_height.c --------------------------------------------------- */

/* Height of a row whose cells have their lines. */
void measure_height(struct engine *engine, struct row *row);

/* Rows below a spanning cell grow where the cell needs more. */
void grow_spans(struct engine *engine, struct table *table);

/* Holds rows that are not to be cut against the page. */
void check_heights(struct engine *engine, const struct blocks *blocks);

/* ---- layout_insets.c --------------------------------------------------- */

/* Insets of all cells of a table, of a paragraph, at the engine's size. */
void measure_insets(const struct engine *engine, struct table *table);
struct insets paragraph_insets(const struct engine *engine,
                               const struct block *block);

/*
 * How far behind its content's right edge a cell has room for the ink of a
 * mark that hangs in its padding: clear of the rule, or of what stands behind
 * the edge. Where characters are spread or numbers aligned, nothing hangs.
 */
int32_t hang_room(const struct cell *cell);

/* ---- layout_measure.c -------------------------------------------------- */

/* The edges that a row's cells stand between. */
const int32_t *row_edges(const struct table *table, const struct row *row);

/* Measures blocks for a width (negative: as narrow as they want). */
void measure_blocks(struct engine *engine, struct blocks *blocks,
                    int32_t width);

/* Sum of the heights of blocks. */
int32_t blocks_height(const struct blocks *blocks, bool flow);

/* Rows [first, last) of the group that flows together with row `first`. */
size_t flow_end(const struct table *table, size_t first);

/* Height of a group of flowing rows: its tallest column. */
int32_t flow_height(const struct table *table, size_t first, size_t last);

/* ---- layout_keep.c ----------------------------------------------------- */

/*
 * Where lines [next, count) are best cut when those up to `last` have room:
 * never behind a marker that stands alone on its line, nor so that fewer
 * lines of a paragraph stay behind or go over than the form says. `next`
 * when there is no such place.
 */
size_t break_lines(const struct engine *engine, const struct lines *lines,
                   size_t next, size_t last);

/* Height of a table's head rows; `again`: where they are repeated. */
int32_t heads_height(const struct table *table, bool again);

/* Height of the section rows that are repeated above row r. */
int32_t sections_height(const struct table *table, size_t r);

/* Room for row r on a page, below what is repeated above it. */
int32_t row_room(const struct engine *engine, const struct table *table,
                 size_t r);

/*
 * The room row r needs to begin on a page: its height or, when it has to be
 * cut anyway, what lets each of its cells be cut well.
 */
int32_t row_need(const struct engine *engine, const struct table *table,
                 size_t r);

/* The room a block needs to begin, so that no heading is left alone. */
int32_t table_need(const struct engine *engine, const struct table *table);
int32_t block_need(const struct engine *engine, const struct blocks *blocks,
                   size_t index);

/* ---- layout_place.c, layout_table.c ------------------------------------ */

/* Where the next thing goes. Dry runs have layout == NULL. */
struct place {
    struct engine *engine;
    struct layout *layout;
    size_t page; /* from 0 */
    int32_t y;
    bool fresh;    /* nothing of the body stands on this page yet */
    bool begun;    /* and the form itself has begun the page here */
    bool repeated; /* what is placed was shown on an earlier page */
    bool unbroken; /* head or foot: no page breaks */
    int32_t below; /* height of what is to stand below on the same page */
};

/* The start of the first page. */
struct place place_start(struct engine *engine, struct layout *layout);

/* Puts one body block; `flow` chooses the free arrangement for a section. */
void place_block(struct place *place, const struct blocks *blocks, size_t index,
                 bool flow);

/* Closes the page (its foot) and goes on to a new one (its head). */
void place_new_page(struct place *place);

/* Closes the last page. */
void place_end(struct place *place);

/* Says that a bar's parts do not fit beside each other. */
void report_bar(struct engine *engine, const struct block *bar);

/* The page being filled; NULL in a dry run. */
struct layout_page *place_page(const struct place *place);

/* A table at x; goes on on further pages where it must. */
void place_table(struct place *place, const struct table *table, int32_t x,
                 bool flow);

/* ---- layout_emit.c ----------------------------------------------------- */

/* What a box is to show. */
struct emission {
    enum layout_role role;
    const char *address;
    const struct sheet_cell *cell;
    const struct sheet_entry *entry;
    struct layout_rect rect;
    struct insets insets;
    enum form_align align;
    enum form_valign valign;
    const struct lines *lines;
    size_t first; /* lines [first, last) */
    size_t last;
    const struct text_shaped *mark; /* on line 0, or NULL */
    int part;
    bool repeated;
    int32_t decimal_before; /* FORM_DECIMAL: of its column */
    int32_t decimal_after;
};

void emit_box(struct engine *engine, struct layout_page *page,
              const struct emission *emission);

/* ---- layout_ruby.c ----------------------------------------------------- */

/*
 * How far readings in a cell's or paragraph's first line reach above its
 * em box, 1/1000 pt; 0 without any.
 */
int32_t ruby_rise(const struct engine *engine, const struct para *paras,
                  size_t count);

/*
 * Adds the reading whose base ends with glyph `end` to a line, behind the
 * base's runs; none ends there as a rule. `pens` are those of the glyphs.
 */
void ruby_fill(struct engine *engine, struct layout_line *line,
               const struct text_shaped *shaped, size_t end,
               const struct type *type, int32_t x, const int32_t *pens,
               const struct form_style *style);

/* ---- layout_leader.c ----------------------------------------------------- */

/*
 * Room at the right of a paragraph's lines that is kept for its end and a
 * first piece of its leader; 0 without an end.
 */
int32_t leader_room(const struct engine *engine, const struct para *para);

/*
 * Adds the leader to a line: from `from`, where the text ends, up to the
 * paragraph's end, which is `width` wide and ends at `right`. Its pieces
 * stand at whole multiples of their width from `right`, so that those of
 * all lines stand below each other.
 */
void leader_fill(struct engine *engine, struct layout_line *line,
                 const struct slice *slice, int32_t from, int32_t right,
                 int32_t width);

/* ---- layout_label.c ---------------------------------------------------- */

/* Spreads the clusters of a line evenly over `room` more than it takes. */
void label_distribute(struct layout_line *line, int32_t room);

/* make_lines() and cell_widths() for a cell whose text is vertical. */
struct lines label_lines(const struct engine *engine, const struct cell *cell,
                         int32_t width);
void label_widths(const struct engine *engine, const struct cell *cell,
                  int32_t *min, int32_t *max);

/* Fills a box with the columns of its vertical text. */
void label_fill(struct engine *engine, const struct emission *emission,
                struct layout_box *box);

/* ---- layout_rules.c ---------------------------------------------------- */

/* The weights a cell asks for inside the table; it ends with `end_row`. */
struct form_borders cell_weights(const struct table *table,
                                 const struct row *row,
                                 const struct row *end_row,
                                 const struct sheet_cell *sheet);

/* A cell's rectangle with the weights of its four edges. */
struct edged {
    struct layout_rect rect;
    struct form_borders weights;
};

/*
 * Keeps the borders of cells until the page is whole: those of neighbouring
 * tables collapse, too.
 */
void keep_edges(struct engine *engine, const struct edged *cells, size_t count);

/* Draws the collapsed borders of all cells kept. */
void draw_rules(struct engine *engine, struct layout_page *page);

/* ---- layout_fit.c ------------------------------------------------------ */

/*
 * Picks size, pitch and arrangement; leaves the engine measured at them.
 * flows[i] says whether body block i is set freely. False (with an error)
 * when nothing keeps the page budget.
 */
bool fit_sheet(struct engine *engine, bool *flows);

/* Measures everything at engine->size and ->pitch. */
void measure_sheet(struct engine *engine);

#endif
