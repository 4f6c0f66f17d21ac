/* Lines as slices of a shaped text, and widths. */
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

/* Width of glyphs [first, visible) as a line of their own. */
static int32_t set_width(const struct text_shaped *shaped, size_t first,
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
                          int32_t measure)
{
    int32_t most = measure + shaped->glyphs[first].body -
                   spacing_line_start(shaped, first);
    size_t low = first;
    size_t high = shaped->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (body_end(shaped, middle) <= most)
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

struct text_line text_next_line(const struct text_shaped *shaped, size_t first,
                                int32_t measure)
{
    enum unicode_break kind = UNICODE_BREAK_NEVER;
    struct text_line line = { .first = first, .reason = TEXT_SOFT };

    if (first >= shaped->count)
        return (struct text_line){ first, first, first, 0, TEXT_END };
    line.end = cluster_end(shaped, first);
    for (size_t end = fitting_end(shaped, first, measure);
         end > first && kind < UNICODE_BREAK_ALLOWED; end--) {
        enum unicode_break here = break_before(shaped, end);

        if (here <= kind)
            continue;
        kind = here;
        line.end = end;
    }
    line.visible = skip_spaces_back(shaped, first, line.end);
    line.width = set_width(shaped, first, line.visible);
    if (line.end == shaped->count)
        line.reason = TEXT_END;
    else if (kind < UNICODE_BREAK_ALLOWED)
        line.reason = TEXT_EMERGENCY;
    return line;
}

int32_t text_line_width(const struct text_shaped *shaped)
{
    return set_width(shaped, 0, skip_spaces_back(shaped, 0, shaped->count));
}

int32_t text_min_width(const struct text_shaped *shaped)
{
    size_t first = 0;
    int32_t most = 0;

    for (size_t end = 1; end <= shaped->count; end++) {
        int32_t width;

        if (break_before(shaped, end) != UNICODE_BREAK_ALLOWED)
            continue;
        width = set_width(shaped, first, skip_spaces_back(shaped, first, end));
        if (width > most)
            most = width;
        first = end;
    }
    return most;
}
