/*
 * A paragraph into lines, as few as there can be.
 *
 * Lines are filled one after another, which takes the fewest lines that
 * natural widths allow. Two things are then made better, both at the end of
 * a paragraph, where filling line by line cannot see them:
 *
 *   a line too many    lines are narrowed (JLREQ 3.8.3) when, and only as
 *                      late in the paragraph as, that saves a line
 *   a lonely character the line before gives it company (its break moves to
 *                      an earlier opportunity)
 *
 * Rejected: weighing all breaks of a paragraph by how even they are. Cells
 * are set ragged, and in a form a line is worth more than its shape.
 */
#include "base/arena.h"
#include "text/line.h"

struct job {
    struct arena *arena;
    const struct text_shaped *shaped;
    const struct text_room *first;
    const struct text_room *rest;
};

static const struct text_room *room_of(const struct job *job, size_t line)
{
    return line ? job->rest : job->first;
}

/* Fills lines from lines->count on; at most `most` of them in all. */
static bool fill_lines(const struct job *job, struct text_lines *lines,
                       bool shrink, size_t most)
{
    size_t at = lines->count ? lines->items[lines->count - 1].end : 0;

    while (at < job->shaped->count) {
        struct text_line line;

        if (lines->count == most)
            return false;
        line = line_next(job->shaped, at, room_of(job, lines->count), shrink);
        *LIST_ADD(job->arena, lines) = line;
        at = line.end;
    }
    return true;
}

/*
 * Whether `count` lines could hold the text if all gaps gave what they can:
 * a quick no for most texts. At each edge half an em may fall away, and an
 * em may hang.
 */
static bool may_fit(const struct job *job, size_t count)
{
    const struct text_shaped *shaped = job->shaped;
    int64_t rest = (int64_t)count - 1;
    int64_t room = job->first->measure + rest * job->rest->measure +
                   (job->first->hang ? 1000 : 0) +
                   rest * (job->rest->hang ? 1000 : 0);

    return text_line_width(shaped) - shaped->glyphs[shaped->count - 1].shrink <=
           room + 1000 * rest;
}

/* The first `kept` lines as they are, the others narrowed where they can. */
static bool narrow_from(const struct job *job, const struct text_lines *lines,
                        size_t kept, struct text_lines *out)
{
    out->count = 0;
    for (size_t i = 0; i < kept; i++)
        *LIST_ADD(job->arena, out) = lines->items[i];
    return fill_lines(job, out, true, lines->count - 1);
}

/*
 * Narrows lines where that saves one; the first lines stay as they are as
 * long as that still does.
 */
static void save_line(const struct job *job, struct text_lines *lines)
{
    size_t kept = lines->count - 1;
    struct text_lines tried = { 0 };

    if (lines->count < 2 || !may_fit(job, lines->count - 1) ||
        !narrow_from(job, lines, 0, &tried))
        return;
    while (!narrow_from(job, lines, --kept, &tried))
        continue;
    *lines = tried;
}

/* Characters of a line that are no closing marks; counts up to two. */
static size_t count_characters(const struct text_shaped *shaped,
                               const struct text_line *line)
{
    size_t count = 0;

    for (size_t i = line->first; i < line->visible && count < 2; i++) {
        const struct text_glyph *glyph = &shaped->glyphs[i];

        if (i > line->first && glyph->break_before == UNICODE_BREAK_NEVER)
            continue;
        count += glyph->class != UNICODE_CLOSING &&
                 glyph->class != UNICODE_FULL_STOPS &&
                 glyph->class != UNICODE_COMMAS;
    }
    return count;
}

/* Gives a lonely last character company, if the line before can spare it. */
static void mend_last(const struct job *job, struct text_lines *lines)
{
    const struct text_shaped *shaped = job->shaped;
    struct text_line *last = lines->items + lines->count - 1;
    struct text_line *before = last - 1;

    if (lines->count < 2 || before->reason != TEXT_SOFT ||
        count_characters(shaped, last) > 1)
        return;
    for (size_t end = before->end - 1; end > before->first; end--) {
        struct text_line shorter;
        struct text_line longer;

        if (shaped->glyphs[end].break_before != UNICODE_BREAK_ALLOWED)
            continue;
        shorter = line_make(shaped, before->first, end, TEXT_SOFT);
        longer = line_make(shaped, end, last->end, TEXT_END);
        if (longer.width > job->rest->measure ||
            shorter.width < room_of(job, lines->count - 2)->measure / 2)
            return;
        *before = shorter;
        *last = longer;
        return;
    }
}

void text_break_paragraph(struct arena *arena, const struct text_shaped *shaped,
                          const struct text_room *first,
                          const struct text_room *rest, struct text_lines *out)
{
    struct job job = { arena, shaped, first, rest };

    out->count = 0;
    if (!shaped->count)
        return;
    fill_lines(&job, out, false, SIZE_MAX);
    save_line(&job, out);
    mend_last(&job, out);
}
