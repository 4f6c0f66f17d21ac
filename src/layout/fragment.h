/*
 * fragment: what stands of a table on one page while it is being placed.
 * layout_table.c walks rows and pages, layout_cell.c gives cells out.
 */
#ifndef LAYOUT_FRAGMENT_H
#define LAYOUT_FRAGMENT_H

#include "layout/inside.h"

struct open_cell {
    const struct row *row;
    size_t cell;               /* index in the row */
    size_t last_row;           /* index in the table */
    int32_t top;               /* y on this page */
    size_t next;               /* first line not yet given out */
    int part;                  /* parts given out */
    const struct lines *again; /* repeated above its lines here, or NULL */
};

/* Which cell a box is of: its place in reading order. */
struct key {
    const struct row *row; /* in the table */
    size_t copy;           /* of a blank row */
    size_t cell;
};

struct keys {
    struct key *items;
    size_t count;
    size_t capacity;
};

struct fragment {
    struct place *place;
    const struct table *table;
    int32_t x;
    int32_t top;
    bool started; /* a body row or a part of one stands in it */
    struct open_cell *open;
    size_t open_count;
    size_t copy;         /* of the blank row that is placed */
    struct keys keys;    /* of the boxes it has on the page, the last ones */
    struct edged *items; /* cells whose borders are drawn at its end */
    size_t count;
    size_t capacity;
};

/* What shows cell c of a row between two heights. */
struct emission fragment_emission(const struct fragment *fragment,
                                  const struct row *row, size_t c, int32_t top,
                                  int32_t bottom);

/* Puts a box of cell c of a row on the page. */
void fragment_emit(struct fragment *fragment, const struct row *row, size_t c,
                   const struct emission *emission);

/* Keeps a cell's edges for the borders drawn at the fragment's end. */
void fragment_add_edges(struct fragment *fragment, const struct row *row,
                        const struct row *end_row,
                        const struct sheet_cell *sheet,
                        struct layout_rect rect);

/*
 * Boxes are given out when cells close, so a cell that spans rows comes
 * late: puts the fragment's boxes in the order of their cells.
 */
void fragment_order_boxes(struct fragment *fragment);

/* All lines of an open cell. */
const struct lines *open_cell_lines(const struct open_cell *open);

/* Height of an open cell when it ends on this page with line `last`. */
int32_t open_cell_height(const struct open_cell *open, size_t last);

/*
 * Lines of an open cell to stand above `bottom`; `forced`: at least one,
 * and wherever the cut falls, so that the cell gets on.
 */
size_t open_cell_fitting(const struct fragment *fragment,
                         const struct open_cell *open, int32_t bottom,
                         bool forced);

/* True for the cells that row r has to hold: its own, and what ends in it. */
bool open_cell_stands_in(const struct fragment *fragment,
                         const struct open_cell *open, size_t r);

/*
 * What is repeated of a cell that goes on: nothing while its first words are
 * not all out, and nothing that would take more than half of the page.
 */
const struct lines *open_cell_again(const struct fragment *fragment,
                                    const struct open_cell *open, size_t r);

/* How an open cell is given out. */
enum giving {
    GIVE_ALL,   /* it closes */
    GIVE_SOME,  /* what can be cut well; the rest goes over */
    GIVE_FORCED /* at least a line */
};

/* Gives an open cell out down to `bottom`. */
void open_cell_give(struct fragment *fragment, struct open_cell *open,
                    int32_t bottom, enum giving giving);

#endif
