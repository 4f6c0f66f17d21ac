/*
 * Where the glyphs of a line stand, and how a line is stretched.
 *
 * JLREQ 3.8.4: the line grows first at its Western spaces and at the
 * borders of Japanese and Latin (up to half an em), then by the space that
 * was taken from its marks, then evenly between characters, but not inside
 * what holds together, nor at the inner side of a bracket, nor in front of
 * a mark. Nothing grows in front of the first glyph or behind the last one
 * that shows.
 */
#include "text/spacing.h"

enum { STRETCHED_SPACE = 500 }; /* 1/1000 em: widest of the first step */

/* The steps, in order; how much a place may grow in each. */
enum step { STEP_SPACES, STEP_MARKS, STEP_EVEN, STEP_COUNT };

struct growth {
    int32_t most[STEP_COUNT]; /* 1/1000 em; shares for the last step */
};

struct stretch {
    struct growth total;
    int64_t given[STEP_COUNT]; /* 1/1000 pt to spread over a step's places */
};

/* 1/1000 em at a size, in 1/1000 pt, rounded to nearest. */
static int32_t at_size(int64_t em, int32_t size)
{
    int64_t product = em * size;

    return (int32_t)((product + (product < 0 ? -500 : 500)) / 1000);
}

static bool is_latin(const struct text_glyph *glyph)
{
    return glyph->class == UNICODE_WESTERN || glyph->class == UNICODE_NUMERALS;
}

static bool may_part(const struct text_glyph *a, const struct text_glyph *b)
{
    if (b->space || b->break_before == UNICODE_BREAK_EMERGENCY ||
        a->class == UNICODE_OPENING || a->class == UNICODE_MIDDLE_DOTS)
        return false;
    switch (b->class) {
    case UNICODE_CLOSING:
    case UNICODE_DIVIDING:
    case UNICODE_MIDDLE_DOTS:
    case UNICODE_FULL_STOPS:
    case UNICODE_COMMAS:
    case UNICODE_POSTFIXED:
        return false;
    default:
        return true;
    }
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
    if (gap < a->after + b->before)
        growth.most[STEP_MARKS] = a->after + b->before - gap;
    growth.most[STEP_EVEN] = may_part(a, b);
    return growth;
}

/* Shares `slack` out over the steps. */
static struct stretch plan_stretch(const struct text_shaped *shaped,
                                   const struct text_line *line, int32_t size,
                                   int32_t slack)
{
    struct stretch stretch = { .given = { 0 } };
    int64_t left = slack;

    for (size_t i = line->first + 1; i < line->visible; i++) {
        struct growth growth = growth_at(shaped, i);

        for (int step = 0; step < STEP_COUNT; step++)
            stretch.total.most[step] += growth.most[step];
    }
    for (int step = 0; step < STEP_EVEN; step++) {
        int64_t most = at_size(stretch.total.most[step], size);

        stretch.given[step] = left < most ? left : most;
        left -= stretch.given[step];
    }
    if (stretch.total.most[STEP_EVEN])
        stretch.given[STEP_EVEN] = left;
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

void text_place_line(const struct text_shaped *shaped,
                     const struct text_line *line, int32_t size,
                     int32_t measure, int32_t *pens)
{
    int32_t width = at_size(line->width, size);
    int32_t shift = 0;
    struct stretch stretch = { .given = { 0 } };
    struct growth so_far = { { 0 } };
    int32_t origin;

    if (line->first >= line->end)
        return;
    origin = shaped->glyphs[line->first].body -
             spacing_line_start(shaped, line->first);
    if (measure > width)
        stretch = plan_stretch(shaped, line, size, measure - width);
    for (size_t i = line->first; i < line->end; i++) {
        const struct text_glyph *glyph = &shaped->glyphs[i];
        int32_t *pen = &pens[i - line->first];

        if (i >= line->visible) { /* spaces that take no room */
            *pen = width + shift;
            continue;
        }
        if (measure > width && i > line->first) {
            struct growth growth = growth_at(shaped, i);

            for (int step = 0; step < STEP_COUNT; step++)
                so_far.most[step] += growth.most[step];
            shift = grown(&stretch, &so_far);
        }
        *pen = at_size(glyph->body - glyph->before - origin, size) + shift;
    }
}
