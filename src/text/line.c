/* Lines as slices of a shaped text, and widths. */
#include "text/line.h"
#include "text/spacing.h"

size_t text_glyph_offset(const struct text_shaped *shaped, size_t i)
{
    return i < shaped->count ? shaped->glyphs[i].cluster : shaped->len;
}

/* Where the body of glyph i ends, were the whole text one line. */
static int32_t body_end(const struct text_shaped *shaped, size_t i)
{
    return shaped->glyphs[i].body + spacing_body(&shaped->glyphs[i]);
}

int32_t text_width(const struct text_shaped *shaped, size_t first, size_t end)
{
    if (first >= end)
        return 0;
    return shaped->glyphs[first].before + body_end(shaped, end - 1) -
           shaped->glyphs[first].body + shaped->glyphs[end - 1].after;
}

int32_t line_set_width(const struct text_shaped *shaped, size_t first,
                       size_t visible)
{
    if (first >= visible)
        return 0;
    return spacing_line_start(shaped, first) + body_end(shaped, visible - 1) -
           shaped->glyphs[first].body;
}

static size_t skip_spaces_back(const struct text_shaped *shaped, size_t first,
                               size_t end)
{
    while (end > first && shaped->glyphs[end - 1].space)
        end--;
    return end;
}

static enum unicode_break break_before(const struct text_shaped *shaped,
                                       size_t i)
{
    return i == shaped->count
               ? UNICODE_BREAK_ALLOWED
               : (enum unicode_break)shaped->glyphs[i].break_before;
}

/* How far glyphs from `first` on fit; spaces behind them take no room. */
static size_t fitting_end(const struct text_shaped *shaped, size_t first,
                          int32_t measure, bool shrink)
{
    int32_t most = measure + shaped->glyphs[first].body -
                   spacing_line_start(shaped, first);
    size_t low = first;
    size_t high = shaped->count;

    if (body_end(shaped, high - 1) <= most) /* the rest, as it is */
        return high;
    while (low < high) {
        size_t middle = (low + high) / 2;

        int32_t given = shrink ? shaped->glyphs[middle].shrink -
                                     shaped->glyphs[first].shrink
                               : 0;

        if (body_end(shaped, middle) - given <= most)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < shaped->count && shaped->glyphs[low].space)
        low++;
    return low;
}

/* The end of the cluster that glyph `first` begins. */
static size_t cluster_end(const struct text_shaped *shaped, size_t first)
{
    size_t end = first + 1;

    while (end < shaped->count &&
           break_before(shaped, end) == UNICODE_BREAK_NEVER)
        end++;
    return end;
}

struct text_line line_make(const struct text_shaped *shaped, size_t first,
                           size_t end, enum text_end reason)
{
    size_t visible = skip_spaces_back(shaped, first, end);

    return (struct text_line){
        .first = first,
        .end = end,
        .visible = visible,
        .width = line_set_width(shaped, first, visible),
        .reason = end == shaped->count ? TEXT_END : reason,
    };
}

size_t line_body_end(const struct text_line *line)
{
    return line->visible - line->hung;
}

/*
 * Lets glyph `mark`, the first that does not fit, hang behind the line, when
 * it may and the line can end there: then its company need not go to the
 * next line with it (CSS hanging-punctuation: allow-end). Only one does.
 */
static bool hang_mark(const struct text_shaped *shaped, size_t first,
                      size_t mark, int32_t room, struct text_line *line)
{
    size_t end = mark + 1;

    if (mark <= first || mark >= shaped->count || !shaped->glyphs[mark].hang ||
        shaped->glyphs[mark].hang > room || shaped->glyphs[mark - 1].space)
        return false;
    while (end < shaped->count && shaped->glyphs[end].space)
        end++;
    if (break_before(shaped, end) != UNICODE_BREAK_ALLOWED)
        return false;
    *line = line_make(shaped, first, end, TEXT_SOFT);
    line->hung = true;
    line->width = line_set_width(shaped, first, mark);
    return true;
}

struct text_line line_next(const struct text_shaped *shaped, size_t first,
                           const struct text_room *room, bool shrink)
{
    enum unicode_break kind = UNICODE_BREAK_NEVER;
    struct text_line line;
    size_t best;
    size_t fits;

    if (first >= shaped->count)
        return (struct text_line){ first, first, first, 0, TEXT_END, false };
    best = cluster_end(shaped, first);
    fits = fitting_end(shaped, first, room->measure, shrink);
    if (hang_mark(shaped, first, fits, room->hang, &line)) {
        if (line.width > room->measure)
            line.width = room->measure;
        return line;
    }
    for (size_t end = fits; end > first && kind < UNICODE_BREAK_ALLOWED;
         end--) {
        enum unicode_break here = break_before(shaped, end);

        if (here <= kind)
            continue;
        kind = here;
        best = end;
    }
    line = line_make(shaped, first, best,
                     kind < UNICODE_BREAK_ALLOWED ? TEXT_EMERGENCY : TEXT_SOFT);
    if (shrink && kind > UNICODE_BREAK_NEVER && line.width > room->measure)
        line.width = room->measure;
    return line;
}

struct text_line text_next_line(const struct text_shaped *shaped, size_t first,
                                int32_t measure)
{
    return line_next(shaped, first, &(struct text_room){ measure, 0 }, false);
}

int32_t text_line_width(const struct text_shaped *shaped)
{
    return line_set_width(shaped, 0,
                          skip_spaces_back(shaped, 0, shaped->count));
}

int32_t text_min_width(const struct text_shaped *shaped)
{
    size_t first = 0;
    int32_t most = 0;

    for (size_t end = 1; end <= shaped->count; end++) {
        int32_t width;

        if (break_before(shaped, end) != UNICODE_BREAK_ALLOWED)
            continue;
        width =
            line_set_width(shaped, first, skip_spaces_back(shaped, first, end));
        if (width > most)
            most = width;
        first = end;
    }
    return most;
}
