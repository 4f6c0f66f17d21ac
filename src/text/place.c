/*
 * Where the glyphs of a line stand, and how a line is narrowed or stretched.
 *
 * A narrowed line (paragraph.c) takes what it lacks evenly from all gaps
 * that can give.
 *
 * JLREQ 3.8.4: the line grows first at its Western spaces and at the
 * borders of Japanese and Latin (up to half an em), then evenly between
 * characters, but not inside what holds together nor beside a mark (table 6
 * has no place there, so space taken from between marks stays away); where
 * there are no such places, also on the outer side of marks. Nothing grows in
 * front of the first glyph or behind the last one that shows.
 */
#include "text/line.h"
#include "text/spacing.h"

enum { STRETCHED_SPACE = 500 }; /* 1/1000 em: widest of the first step */

/* The steps, in order; how much a place may grow in each. */
enum step { STEP_SPACES, STEP_EVEN, STEP_OUTER, STEP_COUNT };

struct growth {
    int32_t most[STEP_COUNT]; /* 1/1000 em; shares from STEP_EVEN on */
};

struct stretch {
    struct growth total;
    int64_t given[STEP_COUNT]; /* 1/1000 pt to spread over a step's places */
};

/* 1/1000 em in 1/1000 pt, rounded to nearest; an em is `unit` wide. */
static int32_t at_size(int64_t em, int32_t unit)
{
    int64_t product = em * unit;

    return (int32_t)((product + (product < 0 ? -500 : 500)) / 1000);
}

static bool is_latin(const struct text_glyph *glyph)
{
    return glyph->class == UNICODE_WESTERN || glyph->class == UNICODE_NUMERALS;
}

/* cl-01 to cl-07: space beside them is their own. */
static bool is_mark(const struct text_glyph *glyph)
{
    return glyph->class <= UNICODE_COMMAS;
}

static bool may_part(const struct text_glyph *a, const struct text_glyph *b)
{
    return !b->space && b->break_before != UNICODE_BREAK_EMERGENCY &&
           a->class != UNICODE_OPENING && a->class != UNICODE_MIDDLE_DOTS &&
           (!is_mark(b) || b->class == UNICODE_OPENING) &&
           b->class != UNICODE_POSTFIXED;
}

/* How the place between glyphs i - 1 and i may grow. */
static struct growth growth_at(const struct text_shaped *shaped, size_t i)
{
    const struct text_glyph *a = &shaped->glyphs[i - 1];
    const struct text_glyph *b = &shaped->glyphs[i];
    int32_t gap = b->body - a->body - spacing_body(a);
    struct growth growth = { { 0 } };

    if (b->break_before == UNICODE_BREAK_NEVER)
        return growth;
    if (a->class == UNICODE_WESTERN_SPACE && a->advance < STRETCHED_SPACE)
        growth.most[STEP_SPACES] = STRETCHED_SPACE - a->advance;
    else if (gap > a->after + b->before && is_latin(a) != is_latin(b) &&
             gap < STRETCHED_SPACE)
        growth.most[STEP_SPACES] = STRETCHED_SPACE - gap;
    growth.most[STEP_OUTER] = may_part(a, b);
    growth.most[STEP_EVEN] = may_part(a, b) && !is_mark(a) && !is_mark(b);
    return growth;
}

/* Shares `slack` out over the steps. */
static struct stretch plan_stretch(const struct text_shaped *shaped,
                                   const struct text_line *line, int32_t em,
                                   int32_t slack)
{
    struct stretch stretch = { .given = { 0 } };
    int64_t left = slack;

    for (size_t i = line->first + 1; i < line_body_end(line); i++) {
        struct growth growth = growth_at(shaped, i);

        for (int step = 0; step < STEP_COUNT; step++)
            stretch.total.most[step] += growth.most[step];
    }
    for (int step = 0; step < STEP_EVEN; step++) {
        int64_t most = at_size(stretch.total.most[step], em);

        stretch.given[step] = left < most ? left : most;
        left -= stretch.given[step];
    }
    if (stretch.total.most[STEP_EVEN])
        stretch.given[STEP_EVEN] = left;
    else if (stretch.total.most[STEP_OUTER])
        stretch.given[STEP_OUTER] = left;
    return stretch;
}

/* What the places up to glyph `i` have grown, 1/1000 pt. */
static int32_t grown(const struct stretch *stretch, const struct growth *so_far)
{
    int64_t sum = 0;

    for (int step = 0; step < STEP_COUNT; step++)
        if (stretch->given[step])
            sum += stretch->given[step] * so_far->most[step] /
                   stretch->total.most[step];
    return (int32_t)sum;
}

/* What the gaps up to glyph i give in a line narrowed by `lack`. */
static int32_t narrowed(const struct text_shaped *shaped,
                        const struct text_line *line, size_t i, int64_t lack)
{
    int32_t from = shaped->glyphs[line->first].shrink;
    int32_t total = shaped->glyphs[line_body_end(line) - 1].shrink - from;

    if (lack <= 0 || total <= 0)
        return 0;
    return (int32_t)(lack * (shaped->glyphs[i].shrink - from) / total);
}

void text_place_line(const struct text_shaped *shaped,
                     const struct text_line *line, int32_t em, int32_t measure,
                     int32_t *pens)
{
    int32_t width = at_size(line->width, em);
    int32_t shift = 0;
    int32_t hung = 0;
    size_t end = line_body_end(line);
    struct stretch stretch = { .given = { 0 } };
    struct growth so_far = { { 0 } };
    int32_t origin;
    int32_t lack;

    if (line->first >= line->end)
        return;
    lack = at_size(line_set_width(shaped, line->first, end), em) - width;
    origin = shaped->glyphs[line->first].body -
             spacing_line_start(shaped, line->first);
    if (measure > width)
        stretch = plan_stretch(shaped, line, em, measure - width);
    for (size_t i = line->first; i < line->end; i++) {
        const struct text_glyph *glyph = &shaped->glyphs[i];
        int32_t *pen = &pens[i - line->first];

        if (i >= end) { /* a hung mark, and spaces that take no room */
            *pen = width + shift + hung;
            hung = i < line->visible ? at_size(spacing_body(glyph), em) : hung;
            continue;
        }
        if (measure > width && i > line->first) {
            struct growth growth = growth_at(shaped, i);

            for (int step = 0; step < STEP_COUNT; step++)
                so_far.most[step] += growth.most[step];
            shift = grown(&stretch, &so_far);
        }
        *pen = at_size(glyph->body - glyph->before - origin, em) + shift -
               narrowed(shaped, line, i, lack);
    }
}
