/*
 * pen: the text state of a content stream, and glyphs put where the layout
 * has them. A part of content.c.
 */
#ifndef PDF_PEN_H
#define PDF_PEN_H

#include <stdbool.h>
#include <stdint.h>

#include "pdf/fontuse.h"

struct bytes;
struct outline;
struct tags;

enum {
    PEN_MICRO = 1000000, /* 1/1000000 em in an em */
    PEN_STEP = 1000,     /* and in 1/1000 em, the unit of numbers in TJ */
};

/* How glyphs stand and which way the pen goes. */
enum pen_stance {
    ACROSS, /* upright, to the right */
    DOWN,   /* upright, down: the font with Identity-V */
    TURNED, /* turned clockwise, down */
};

/* The text state of the page as its stream has set it. */
struct pen {
    struct bytes *out;
    struct fontuse *fonts;
    struct tags *tags;             /* NULL: nothing is marked */
    const struct outline *outline; /* of the sheet on the page */
    int32_t page_height;
    unsigned font; /* 0: none set */
    int32_t size;  /* 1/1000 pt */
    int32_t scale; /* Tz, in thousandths: of widths, TJ's numbers as well */
    enum pen_stance stance;
    int32_t spacing; /* Tc, 1/1000 pt */
    bool plain;
    bool placed;    /* the text matrix is that of this line */
    bool spelled;   /* what is shown has its /ActualText */
    int64_t x;      /* of the text matrix, 1/1000 pt from the left */
    int64_t y;      /* and from the top */
    int64_t moved;  /* since then by widths and TJ, 1/1000000 em */
    int64_t spaced; /* and by Tc, 1/1000 pt before Tz */
    bool turned; /* the line matrix: TURNED, and where it stands, 1/1000 pt */
    int64_t line_x;
    int64_t line_y; /* from the bottom */
    bool in_array;
    bool in_string;
};

/* Rounded to nearest, away from zero. */
static inline int64_t pen_divide(int64_t value, int64_t by)
{
    return (value < 0 ? value - by / 2 : value + by / 2) / by;
}

/* Two lengths, each with a blank behind it. */
void pen_append_pair(struct bytes *out, int64_t x, int64_t y);

/* A text object; no marked content may begin in it and end outside, or the
 * other way round. */
void pen_begin_text(struct pen *pen);
void pen_end_text(struct pen *pen);

/* Ends the TJ that is open. */
void pen_end_array(struct pen *pen);

void pen_set_font(struct pen *pen, unsigned font, int32_t size, int32_t scale,
                  enum pen_stance stance);

/* What is added behind every glyph, 1/1000 pt before Tz (Tc, 9.3.2). */
void pen_set_spacing(struct pen *pen, int32_t spacing);

/* Shows a glyph with its position (9.7.4.3) at x, y. */
void pen_show_glyph(struct pen *pen, struct fontuse_glyph glyph, int64_t x,
                    int64_t y);

#endif
