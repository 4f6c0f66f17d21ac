/*
 * Where ink and boxes stand: glyphs in their boxes' contents and off the
 * rules, boxes apart and inside the margins.
 */
#include "base/utf8.h"
#include "font/font.h"
#include "layout/check.h"
#include "layout/layout.h"

static bool overlap(const struct layout_rect *a, const struct layout_rect *b)
{
    return a->y < b->y + b->height && b->y < a->y + a->height &&
           a->x < b->x + b->width && b->x < a->x + a->width;
}

static bool inside(const struct layout_rect *in, const struct layout_rect *out)
{
    return in->x >= out->x && in->y >= out->y &&
           in->x + in->width <= out->x + out->width &&
           in->y + in->height <= out->y + out->height;
}

/* A rectangle turned clockwise about a glyph's origin x, y. */
static struct layout_rect turn(int32_t x, int32_t y,
                               const struct layout_rect *rect)
{
    return (struct layout_rect){ x + (y - rect->y - rect->height),
                                 y + (rect->x - x), rect->height, rect->width };
}

/* Ink of a glyph on the page; false for glyphs without any. */
static bool ink_rect(const struct layout_run *run,
                     const struct layout_glyph *glyph, struct layout_rect *ink)
{
    int32_t x0;
    int32_t x1;
    int32_t y0;
    int32_t y1;
    int64_t size = run->size;
    int64_t em = size * run->scale / 1000;

    if (!font_face_ink(run->face, glyph->gid, &x0, &x1, &y0, &y1))
        return false;
    ink->x = run->x + glyph->x + (int32_t)(x0 * em / 1000);
    ink->width = (int32_t)((x1 - x0) * em / 1000);
    ink->y = run->baseline - glyph->y - (int32_t)(y1 * size / 1000);
    ink->height = (int32_t)((y1 - y0) * size / 1000);
    if (run->turned)
        *ink = turn(run->x + glyph->x, run->baseline - glyph->y, ink);
    return true;
}

/* Widens `all` to hold `rect` as well. */
static void join(struct layout_rect *all, const struct layout_rect *rect)
{
    int32_t right = all->x + all->width;
    int32_t bottom = all->y + all->height;

    if (rect->x + rect->width > right)
        right = rect->x + rect->width;
    if (rect->y + rect->height > bottom)
        bottom = rect->y + rect->height;
    all->x = rect->x < all->x ? rect->x : all->x;
    all->y = rect->y < all->y ? rect->y : all->y;
    all->width = right - all->x;
    all->height = bottom - all->y;
}

static bool touches_rule(const struct layout_page *page,
                         const struct layout_rect *rect)
{
    for (size_t i = 0; i < page->rule_count; i++)
        if (overlap(rect, &page->rules[i].rect))
            return true;
    return false;
}

/* Stands out of its content sideways. */
static bool is_beside(const struct layout_rect *content, int64_t left,
                      int64_t right)
{
    enum { ROUNDING = 2 };

    return left < content->x - ROUNDING ||
           right > content->x + content->width + ROUNDING;
}

/* ---- marks that hang ------------------------------------------------------
 */

/* The one glyph of a line that hangs: the last that shows; NULL for none. */
static const struct layout_glyph *hung_glyph(const struct layout_line *line)
{
    const struct layout_run *run;
    struct layout_rect ink;

    if (!line->hung || !line->count)
        return NULL;
    run = &line->runs[line->count - 1];
    for (size_t i = run->count; i-- > 0;)
        if (ink_rect(run, &run->glyphs[i], &ink))
            return &run->glyphs[i];
    return NULL;
}

/* U+3001, U+3002, U+FF0C and U+FF0E may hang. */
static bool may_hang(const struct layout_run *run,
                     const struct layout_glyph *glyph)
{
    size_t n;
    uint32_t c =
        utf8_decode(run->utf8 + glyph->cluster, run->len - glyph->cluster, &n);

    return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF0E;
}

/* Its ink stays in its cell, or in the nearer half of the page's margin. */
static void check_hung(struct check *check, const struct layout_page *page,
                       const struct layout_box *box,
                       const struct layout_run *run,
                       const struct layout_glyph *glyph)
{
    int32_t right = box->rect.x + box->rect.width;
    struct layout_rect ink;

    if (!box->cell)
        right += (page->width - page->body.x - page->body.width) / 2;
    if (!may_hang(run, glyph))
        check_fault(check, box->address, "what hangs is no stop or comma");
    if (ink_rect(run, glyph, &ink) &&
        (ink.x < box->content.x || ink.x + ink.width > right))
        check_fault(check, box->address, "a mark hangs too far out");
}

/* ---- runs -----------------------------------------------------------------
 */

/* `around` is what the run's ink reaches: as a rule it is clear of all. */
static void check_rules_near(struct check *check,
                             const struct layout_page *page,
                             const struct layout_box *box,
                             const struct layout_run *run,
                             const struct layout_rect *around)
{
    struct layout_rect ink;

    if (!touches_rule(page, around))
        return;
    for (size_t i = 0; i < run->count; i++)
        if (ink_rect(run, &run->glyphs[i], &ink) && touches_rule(page, &ink))
            check_fault(check, box->address, "ink touches a rule");
}

/*
 * The em box of the run inside the content, and each glyph: its ink, or its
 * pen and advance (the space inside a mark falls away at a line's edges);
 * glyphs without ink (spaces at a line's end) may hang out.
 */
static void check_run(struct check *check, const struct layout_page *page,
                      const struct layout_box *box,
                      const struct layout_run *run,
                      const struct layout_glyph *hung)
{
    enum { ROUNDING = 2 };
    struct layout_rect room = box->content;
    const struct layout_rect *content = &room;
    struct layout_rect around = { 0 };
    bool inked = false;
    int64_t ascent = (int64_t)run->face->ascent * run->size / 1000;
    int64_t descent = (int64_t)run->face->descent * run->size / 1000;
    int64_t em = (int64_t)run->size * run->scale / 1000;

    /* A reading may stand in the padding; its ink keeps off the rules. */
    if (run->ruby) {
        room.y = box->rect.y;
        room.height = box->rect.height;
    }
    if (run->baseline - ascent < content->y - ROUNDING ||
        run->baseline + descent > content->y + content->height + ROUNDING)
        check_fault(check, box->address, "a line stands out above or below");
    for (size_t i = 0; i < run->count; i++) {
        const struct layout_glyph *glyph = &run->glyphs[i];
        int32_t x = run->x + glyph->x;
        int64_t end = x + glyph->advance * em / 1000;
        struct layout_rect ink;

        if (!glyph->gid)
            check_fault(check, box->address, "a glyph is missing");
        if (!ink_rect(run, glyph, &ink))
            continue;
        if (glyph == hung)
            check_hung(check, page, box, run, glyph);
        else if (is_beside(content, x, end) &&
                 is_beside(content, ink.x, (int64_t)ink.x + ink.width))
            check_fault(check, box->address, "a glyph stands out sideways");
        if (inked)
            join(&around, &ink);
        else
            around = ink;
        inked = true;
    }
    if (inked)
        check_rules_near(check, page, box, run, &around);
}

/* In a column each glyph's ink is inside the content, both ways. */
static void check_column(struct check *check, const struct layout_page *page,
                         const struct layout_box *box,
                         const struct layout_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        struct layout_rect ink;

        if (!run->glyphs[i].gid)
            check_fault(check, box->address, "a glyph is missing");
        if (!ink_rect(run, &run->glyphs[i], &ink))
            continue;
        if (!inside(&ink, &box->content))
            check_fault(check, box->address,
                        "a glyph stands out of its column");
        if (touches_rule(page, &ink))
            check_fault(check, box->address, "ink touches a rule");
    }
}

static void check_line(struct check *check, const struct layout_page *page,
                       const struct layout_box *box,
                       const struct layout_line *line)
{
    const struct layout_glyph *hung = hung_glyph(line);

    if (line->hung && !hung)
        check_fault(check, box->address, "what hangs is no stop or comma");
    for (size_t r = 0; r < line->count; r++) {
        const struct layout_run *run = &line->runs[r];

        if (run->vertical)
            check_column(check, page, box, run);
        else
            check_run(check, page, box, run, hung);
    }
}

void check_boxes(struct check *check, const struct layout_page *page)
{
    for (size_t i = 0; i < page->box_count; i++) {
        const struct layout_box *box = &page->boxes[i];

        if (!inside(&box->rect, &page->body))
            check_fault(check, box->address, "stands outside the margins");
        if (box->content.width < 0 || box->content.height < 0)
            check_fault(check, box->address, "has no room for its padding");
        for (size_t j = 0; j < i; j++)
            if (overlap(&box->rect, &page->boxes[j].rect))
                check_fault(check, box->address, "overlaps another box");
        for (size_t l = 0; l < box->count; l++)
            check_line(check, page, box, &box->lines[l]);
    }
}
