/*
 * Lines at changed words: exactly at the characters that a comparison has
 * changed and their style shows, inside their box, off the rules, and across
 * no ink of other lines.
 */
#include "font/font.h"
#include "form/form.h"
#include "layout/check.h"
#include "layout/layout.h"
#include "sheet/sheet.h"

enum { ROUNDING = 10 }; /* of both ends, 1/1000 pt */

/* A stretch along a line of text. */
struct stretch {
    int32_t from;
    int32_t to;
};

static struct stretch along(const struct layout_line *line,
                            const struct layout_rect *rect)
{
    return line->vertical ? (struct stretch){ rect->y, rect->y + rect->height }
                          : (struct stretch){ rect->x, rect->x + rect->width };
}

static bool overlap(const struct layout_rect *a, const struct layout_rect *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width &&
           a->y < b->y + b->height && b->y < a->y + a->height;
}

static const struct form_change *wanted(const struct layout_box *box,
                                        const struct layout_line *line,
                                        const struct layout_run *run)
{
    const struct form_style *style =
        line->paragraph ? line->paragraph->style : NULL;

    for (size_t i = 0; box->cell && i < box->cell->mark.count; i++)
        if (&box->cell->mark.items[i] == run->span)
            style = box->cell->form->style;
    if (!style || run->ruby || run->leader)
        return NULL;
    return form_show_change(style, run->span->change);
}

/* Ink of a glyph; false for none. */
static bool ink_of(const struct layout_run *run,
                   const struct layout_glyph *glyph, struct layout_rect *ink)
{
    int32_t x0;
    int32_t x1;
    int32_t y0;
    int32_t y1;
    int64_t size = run->size;
    int64_t em = size * run->scale / 1000;
    int32_t x = run->x + glyph->x;
    int32_t y = run->baseline - glyph->y;

    if (!font_face_ink(run->face, glyph->gid, &x0, &x1, &y0, &y1))
        return false;
    *ink = (struct layout_rect){ x + (int32_t)(x0 * em / 1000),
                                 y - (int32_t)(y1 * size / 1000),
                                 (int32_t)((x1 - x0) * em / 1000),
                                 (int32_t)((y1 - y0) * size / 1000) };
    if (run->turned)
        *ink = (struct layout_rect){ x + (int32_t)(y0 * size / 1000),
                                     y + (int32_t)(x0 * size / 1000),
                                     ink->height, ink->width };
    return true;
}

/*
 * The ink that stands on the glyph's own advance: what reaches over its
 * neighbours is marked with them. False for none.
 */
static bool own_ink(const struct layout_run *run,
                    const struct layout_glyph *glyph, struct layout_rect *ink)
{
    int32_t left = run->x + glyph->x;
    int32_t right = left + (int32_t)((int64_t)glyph->advance * run->size /
                                     1000 * run->scale / 1000);

    if (!ink_of(run, glyph, ink))
        return false;
    if (run->vertical)
        return true;
    left = ink->x > left ? ink->x : left;
    if (ink->x + ink->width < right)
        right = ink->x + ink->width;
    ink->x = left;
    ink->width = right - left;
    return right > left;
}

/* How many lines of that change stand at all of the ink. */
static int count_over(const struct layout_line *line,
                      const struct layout_rect *ink, enum span_change change,
                      bool through)
{
    struct stretch letter = along(line, ink);
    int count = 0;

    for (size_t i = 0; i < line->stroke_count; i++) {
        const struct layout_stroke *stroke = &line->strokes[i];
        struct stretch own = along(line, &stroke->rect);

        count += stroke->change == change && stroke->through == through &&
                 own.from <= letter.from + ROUNDING &&
                 own.to >= letter.to - ROUNDING;
    }
    return count;
}

/* True when a line stands at the middle of the ink. */
static bool is_marked(const struct layout_line *line,
                      const struct layout_rect *ink)
{
    struct stretch letter = along(line, ink);
    int32_t middle = letter.from + (letter.to - letter.from) / 2;

    for (size_t i = 0; i < line->stroke_count; i++) {
        struct stretch own = along(line, &line->strokes[i].rect);

        if (own.from < middle && middle < own.to)
            return true;
    }
    return false;
}

static void check_glyph(struct check *check, const struct layout_box *box,
                        const struct layout_line *line,
                        const struct layout_rect *ink,
                        const struct form_change *change, enum span_change kind)
{
    int lines;

    if (!change) {
        if (is_marked(line, ink))
            check_fault(check, box->address,
                        "a line marks words that have not changed");
        return;
    }
    lines = count_over(line, ink, kind, change->line != FORM_LINE_UNDER);
    if (lines != (change->line == FORM_LINE_DOUBLE ? 2 : 1))
        check_fault(check, box->address, "changed words are not marked");
}

static void check_changes(struct check *check, const struct layout_box *box,
                          const struct layout_line *line)
{
    for (size_t r = 0; r < line->count; r++) {
        const struct layout_run *run = &line->runs[r];
        const struct form_change *change = wanted(box, line, run);
        struct layout_rect ink;

        if (run->ruby || (!change && !line->stroke_count))
            continue;
        for (size_t i = 0; i < run->count; i++)
            if (own_ink(run, &run->glyphs[i], &ink))
                check_glyph(check, box, line, &ink, change, run->span->change);
    }
}

/* Readings stand apart from the words that lines may touch. */
static bool crosses(const struct layout_line *line,
                    const struct layout_rect *rect, bool only_readings)
{
    struct layout_rect ink;

    for (size_t r = 0; r < line->count; r++)
        for (size_t i = 0; i < line->runs[r].count; i++)
            if ((line->runs[r].ruby || !only_readings) &&
                ink_of(&line->runs[r], &line->runs[r].glyphs[i], &ink) &&
                overlap(&ink, rect))
                return true;
    return false;
}

static void check_place(struct check *check, const struct layout_page *page,
                        const struct layout_box *box, size_t l,
                        const struct layout_rect *rect)
{
    for (size_t i = 0; i < page->rule_count; i++)
        if (overlap(rect, &page->rules[i].rect))
            check_fault(check, box->address,
                        "the line at changed words touches a rule");
    for (size_t i = 0; i < box->count; i++)
        if (crosses(&box->lines[i], rect, i == l))
            check_fault(check, box->address,
                        "the line at changed words crosses others");
}

void check_strokes(struct check *check, const struct layout_page *page)
{
    for (size_t b = 0; b < page->box_count; b++) {
        const struct layout_box *box = &page->boxes[b];

        for (size_t l = 0; l < box->count; l++) {
            const struct layout_line *line = &box->lines[l];

            check_changes(check, box, line);
            for (size_t s = 0; s < line->stroke_count; s++)
                check_place(check, page, box, l, &line->strokes[s].rect);
        }
    }
}
