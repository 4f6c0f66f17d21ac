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
#include "unicode/unicode.h"

struct arena;
struct diags;
struct font_face;
struct font_stack;

struct text_glyph {
    const struct font_face *face;
    uint32_t gid;     /* never 0 (.notdef) */
    uint32_t cluster; /* byte offset of its first character in utf8 */
    int32_t advance;  /* 1/1000 em, what the font says */
    int32_t dx;       /* 1/1000 em, from the pen to the glyph's origin */
    int32_t dy;
    bool turned;  /* vertical text: drawn turned clockwise by 90 degrees */
    int16_t hang; /* 1/1000 em: how far behind a line's end its ink reaches
                     when it hangs there; 0: it never does */
    /* its place, were the whole text one line (spacing.h): */
    int32_t body;        /* 1/1000 em: where its body starts */
    int32_t shrink;      /* what the gaps up to it can give to a narrow line */
    int16_t before;      /* of the advance: space in front of the body */
    int16_t after;       /* and behind it */
    unsigned char class; /* enum unicode_class of its cluster's base */
    unsigned char break_before; /* enum unicode_break */
    bool space;                 /* takes no room at the end of a line */
};

/* A reading that stands above glyphs [first, end), its base. */
struct text_ruby {
    const struct span *span; /* of the base; ->ruby are the words */
    size_t first;
    size_t end;
    const struct text_shaped *shaped; /* the reading, set in half the size */
    int32_t width;                    /* of it, 1/1000 em of the base */
    int32_t before; /* how far it stands over what is beside the base */
    int32_t after;
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
    struct text_ruby *rubies;
    size_t ruby_count;
    size_t ruby_capacity;
    bool keep_start;    /* a bracket that begins a line keeps its space */
    bool behind_marker; /* so does one that begins the text */
};

/* How the space inside full-width brackets, stops, commas and dots is set. */
enum text_punctuation {
    TEXT_PUNCTUATION_TRIM,  /* by the table of JLREQ; none at line edges */
    TEXT_PUNCTUATION_START, /* but a bracket at a line's start keeps its */
    TEXT_PUNCTUATION_FULL,  /* all of it, everywhere */
};

struct text_options {
    struct font_stack *stack;
    const char *lang; /* BCP 47, e.g. "ja" */
    struct unicode_kinsoku kinsoku;
    enum text_punctuation punctuation;
    bool behind_marker;  /* the text goes on behind a marker on its line */
    int32_t latin_space; /* 1/1000 em between Japanese and Latin; 0 none */
    bool vertical;       /* advances go down, from the column's middle */
    bool hang;         /* full-width stops and commas may stand behind a line's
                          end; not in vertical text */
    int tate_chu_yoko; /* vertical: so many letters or digits at most stand
                          side by side; 0 none */
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
    int32_t width;  /* 1/1000 em of the visible glyphs; less than they
                       need by themselves in a narrowed line */
    enum text_end reason;
    bool hung; /* its last visible glyph stands behind its end, and is no
                  part of the width */
};

/*
 * The line that starts at glyph `first` and is at most `measure` wide
 * (1/1000 em). At least one cluster is taken even when it is wider. Stays
 * within kinsoku; where nothing allowed fits, inseparable runs are cut
 * (TEXT_EMERGENCY), at places kinsoku allows if there are any.
 */
struct text_line text_next_line(const struct text_shaped *shaped, size_t first,
                                int32_t measure);

struct text_lines {
    struct text_line *items;
    size_t count;
    size_t capacity;
};

/* Room for a line, 1/1000 em. */
struct text_room {
    int32_t measure; /* how wide it may be */
    int32_t hang;    /* how far a hung mark's ink may reach behind that */
};

/*
 * A whole text into lines, the first in the room `first`, the others in
 * `rest`; `out` is emptied first, its items are in the arena. A stop or
 * comma that does not fit hangs, where there is room for it (options->hang).
 * As few lines as there can be: where that saves one, the gaps behind commas
 * and around brackets are narrowed. No last line of one character where the
 * line before can give it another.
 */
void text_break_paragraph(struct arena *arena, const struct text_shaped *shaped,
                          const struct text_room *first,
                          const struct text_room *rest, struct text_lines *out);

/*
 * Width of glyphs [first, end), 1/1000 em, as set inside a line: with the
 * space of the first and the last mark, which a line's edges would take.
 */
int32_t text_width(const struct text_shaped *shaped, size_t first, size_t end);

/* Width of the text as one line, 1/1000 em. */
int32_t text_line_width(const struct text_shaped *shaped);

/* Width of the widest piece without a break opportunity, 1/1000 em. */
int32_t text_min_width(const struct text_shaped *shaped);

/*
 * Where the glyphs of a line stand when an em is `em` wide, 1/1000 pt (the
 * type size, or less: condensed). pens[i] gets the pen of glyph line->first
 * + i (dx and dy not added), 1/1000 pt from the line's start; there are
 * line->end - line->first. A trimmed bracket at the start has a negative pen.
 * With a `measure` (1/1000 pt, else 0) wider than the line, the line is
 * justified to it, by JLREQ's order of stretch; a line that has no place to
 * stretch stays as it is. A hung mark
 * stands right behind the line.
 */
void text_place_line(const struct text_shaped *shaped,
                     const struct text_line *line, int32_t em, int32_t measure,
                     int32_t *pens);

/* Byte offset in utf8 where glyph i's cluster starts; len for i == count. */
size_t text_glyph_offset(const struct text_shaped *shaped, size_t i);

#endif
