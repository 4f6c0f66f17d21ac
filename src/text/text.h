/*
 * text: from words to glyphs, and from glyphs to lines.
 *
 * A text is shaped once, whatever its size: all widths here are in 1/1000
 * em, so that every width and size can be tried without shaping again.
 * Lines are slices of the shaped text.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

struct arena;
struct diags;
struct font_face;
struct font_stack;

struct text_glyph {
    const struct font_face *face;
    uint32_t gid;     /* never 0 (.notdef) */
    uint32_t cluster; /* byte offset of its first character in utf8 */
    int32_t advance;  /* 1/1000 em */
    int32_t dx;       /* 1/1000 em, from the pen to the glyph's origin */
    int32_t dy;
};

/*
 * The words of a text with their glyphs in order. Glyphs of one cluster
 * share its offset; clusters ascend. Borrowed spans must live as long.
 */
struct text_shaped {
    const struct text *text;
    const char *utf8; /* all spans joined, NUL-terminated */
    size_t len;
    struct text_glyph *glyphs;
    size_t count;
    unsigned char *breaks; /* len entries: enum unicode_break */
};

struct text_options {
    struct font_stack *stack;
    const char *lang;    /* BCP 47, e.g. "ja" */
    bool strict;         /* strict kinsoku */
    int32_t latin_space; /* 1/1000 em between Japanese and Latin; 0 none */
};

/*
 * Shapes a text. A character no face covers is an error in diags, named
 * with position and code point, and NULL is returned after all of them were
 * named. Which face serves a cluster is
 * told by its glyphs.
 */
struct text_shaped *text_shape(struct arena *arena, const struct text *text,
                               const struct text_options *options,
                               struct diags *diags);

/* Why a line ended where it did. */
enum text_end {
    TEXT_END,       /* the text is over */
    TEXT_SOFT,      /* at an ordinary opportunity */
    TEXT_EMERGENCY, /* an inseparable run wider than the line was cut */
};

struct text_line {
    size_t first; /* glyphs [first, end) */
    size_t end;
    size_t visible; /* glyphs [first, visible) without the spaces that
                       take no room at the end of the line */
    int32_t width;  /* 1/1000 em of the visible glyphs */
    enum text_end reason;
};

/*
 * The line that starts at glyph `first` and is at most `measure` wide
 * (1/1000 em). At least one cluster is taken even when it is wider. Stays
 * within kinsoku; where nothing allowed fits, inseparable runs are cut
 * (TEXT_EMERGENCY), at places kinsoku allows if there are any.
 */
struct text_line text_next_line(const struct text_shaped *shaped, size_t first,
                                int32_t measure);

/* Width of glyphs [first, end), 1/1000 em. */
int32_t text_width(const struct text_shaped *shaped, size_t first, size_t end);

/* Width of the widest piece without a break opportunity, 1/1000 em. */
int32_t text_min_width(const struct text_shaped *shaped);

/* Byte offset in utf8 where glyph i's cluster starts; len for i == count. */
size_t text_glyph_offset(const struct text_shaped *shaped, size_t i);

#endif
