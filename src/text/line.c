/* Lines as slices of a shaped text, and widths. */
#include <hb.h>

#include "base/utf8.h"
#include "font/font.h"
#include "text/text.h"
#include "unicode/unicode.h"

size_t text_glyph_offset(const struct text_shaped *shaped, size_t i)
{
    return i < shaped->count ? shaped->glyphs[i].cluster : shaped->len;
}

int32_t text_width(const struct text_shaped *shaped, size_t first, size_t end)
{
    int32_t width = 0;

    for (size_t i = first; i < end; i++)
        width += shaped->glyphs[i].advance;
    return width;
}

/* What may happen between glyphs i - 1 and i. */
static enum unicode_break break_before(const struct text_shaped *shaped,
                                       size_t i)
{
    size_t at;

    if (i == 0)
        return UNICODE_BREAK_NEVER;
    if (i == shaped->count)
        return UNICODE_BREAK_ALLOWED;
    at = shaped->glyphs[i].cluster;
    if (at == shaped->glyphs[i - 1].cluster)
        return UNICODE_BREAK_NEVER;
    return (enum unicode_break)shaped->breaks[at];
}

static bool is_space(const struct text_shaped *shaped, size_t i)
{
    size_t at = shaped->glyphs[i].cluster;
    size_t n;

    return unicode_is_space(
        utf8_decode(shaped->utf8 + at, shaped->len - at, &n));
}

/*
 * Space between Japanese and Latin that was added to the glyph's advance:
 * at the end of a line it falls away. The character's own advance is the
 * font's, because the features that change advances are off.
 */
static int32_t added_space(const struct text_glyph *glyph)
{
    int64_t upem = glyph->face->upem;
    int64_t own = hb_font_get_glyph_h_advance(glyph->face->hb_font, glyph->gid);
    int32_t added = glyph->advance - (int32_t)((own * 1000 + upem / 2) / upem);

    return added > 0 ? added : 0;
}

/* A line while glyphs are added to it. */
struct slice {
    size_t end;
    size_t visible; /* behind the last glyph that is no space */
    int32_t width;  /* of all glyphs so far */
    int32_t full;   /* of those before `visible` */
};

static void add_glyph(struct slice *slice, const struct text_shaped *shaped,
                      size_t i)
{
    slice->end = i + 1;
    slice->width += shaped->glyphs[i].advance;
    if (is_space(shaped, i))
        return;
    slice->visible = i + 1;
    slice->full = slice->width;
}

/* Width of the visible glyphs, were the line to end here. */
static int32_t visible_width(const struct slice *slice,
                             const struct text_shaped *shaped)
{
    if (slice->full == 0)
        return 0;
    return slice->full - added_space(&shaped->glyphs[slice->visible - 1]);
}

/* The font is asked only when it may matter. */
static bool fits(const struct slice *slice, const struct text_shaped *shaped,
                 int32_t measure)
{
    return slice->full <= measure || visible_width(slice, shaped) <= measure;
}

struct text_line text_next_line(const struct text_shaped *shaped, size_t first,
                                int32_t measure)
{
    struct slice best[UNICODE_BREAK_ALLOWED + 1] = { { .end = 0 } };
    struct slice slice = { .end = first, .visible = first };
    enum unicode_break kind = UNICODE_BREAK_ALLOWED;
    enum text_end reason = TEXT_SOFT;

    for (size_t i = first; i < shaped->count; i++) {
        enum unicode_break after;

        add_glyph(&slice, shaped, i);
        after = break_before(shaped, i + 1);
        if (after == UNICODE_BREAK_NEVER)
            continue;
        if (!fits(&slice, shaped, measure))
            break;
        best[after] = slice;
    }
    while (kind > UNICODE_BREAK_NEVER && best[kind].end == 0)
        kind--;
    /* When nothing fits, `slice` is the first cluster. */
    if (kind > UNICODE_BREAK_NEVER)
        slice = best[kind];
    if (slice.end == shaped->count)
        reason = TEXT_END;
    else if (kind < UNICODE_BREAK_ALLOWED)
        reason = TEXT_EMERGENCY;
    return (struct text_line){ .first = first,
                               .end = slice.end,
                               .visible = slice.visible,
                               .width = visible_width(&slice, shaped),
                               .reason = reason };
}

int32_t text_min_width(const struct text_shaped *shaped)
{
    struct slice slice = { .end = 0 };
    int32_t most = 0;

    for (size_t i = 0; i < shaped->count; i++) {
        int32_t width;

        add_glyph(&slice, shaped, i);
        if (break_before(shaped, i + 1) != UNICODE_BREAK_ALLOWED)
            continue;
        width = visible_width(&slice, shaped);
        if (width > most)
            most = width;
        slice = (struct slice){ .end = i + 1, .visible = i + 1 };
    }
    return most;
}
