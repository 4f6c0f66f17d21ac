/*
 * How far apart characters are set: JLREQ 3.1.4 to 3.1.6 and 3.2, JIS X
 * 4051 4.2 and 4.7.
 *
 * A full-width bracket, stop, comma or middle dot is a body of half an em
 * with space built in: in front of an opening bracket, behind a closing one
 * and behind stops and commas, a quarter on both sides of a middle dot. What
 * stands between two bodies is looked up by their classes; at the start of a
 * line a bracket's space is taken away, at the end of a line any mark's.
 *
 * How much of a glyph's advance is space is asked of the font: its feature
 * halt where it has one, else the ink, which must lie in the half where the
 * class says it is. Marks that the font draws in another way, proportional
 * and half-width ones stay whole: then they have no space to take.
 */
#include "text/spacing.h"

#include <hb-ot.h>
#include <hb.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "font/font.h"

enum {
    EM = 1000, /* lengths are in 1/1000 em */
    HALF_EM = EM / 2,
    QUARTER_EM = EM / 4,
    EIGHTH_EM = EM / 8,
};

/* ---- the space inside a glyph ------------------------------------------ */

/* The space that a mark of the class has; none for other characters. */
static void class_space(enum unicode_class class, int16_t *before,
                        int16_t *after)
{
    *before = *after = 0;
    switch (class) {
    case UNICODE_OPENING:
        *before = HALF_EM;
        break;
    case UNICODE_CLOSING:
    case UNICODE_FULL_STOPS:
    case UNICODE_COMMAS:
        *after = HALF_EM;
        break;
    case UNICODE_MIDDLE_DOTS:
        *before = *after = QUARTER_EM;
        break;
    default:
        break;
    }
}

/* The face's own half width of a character; false when it has none. */
static bool ask_halt(const struct font_face *face, uint32_t c, int16_t *before,
                     int16_t *after)
{
    static const hb_feature_t halt = { HB_TAG('h', 'a', 'l', 't'), 1, 0,
                                       HB_FEATURE_GLOBAL_END };
    hb_buffer_t *buffer;
    const hb_glyph_position_t *position;
    unsigned count;
    int64_t removed = 0;
    int64_t shift = 0;
    int64_t upem = face->upem;

    if (!hb_ot_layout_has_positioning(face->hb_face))
        return false;
    buffer = hb_buffer_create();
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
    hb_buffer_set_language(buffer, hb_language_from_string("ja", -1));
    hb_buffer_add_utf32(buffer, &c, 1, 0, 1);
    hb_shape(face->hb_font, buffer, &halt, 1);
    if (!hb_buffer_allocation_successful(buffer))
        memory_fail();
    position = hb_buffer_get_glyph_positions(buffer, &count);
    if (count == 1) {
        removed = upem - position->x_advance;
        shift = -position->x_offset;
    }
    hb_buffer_destroy(buffer);
    if (removed <= 0 || shift < 0 || shift > removed)
        return false;
    *before = (int16_t)(shift * EM / upem);
    *after = (int16_t)((removed - shift) * EM / upem);
    return true;
}

static void measure_space(struct text_glyph *glyph, uint32_t c)
{
    int16_t before;
    int16_t after;
    int32_t x_min;
    int32_t x_max;
    int32_t y_min;
    int32_t y_max;

    class_space((enum unicode_class)glyph->class, &before, &after);
    if ((!before && !after) || glyph->advance != EM || glyph->dx)
        return;
    if (ask_halt(glyph->face, c, &glyph->before, &glyph->after))
        return;
    if (!font_face_ink(glyph->face, glyph->gid, &x_min, &x_max, &y_min,
                       &y_max) ||
        x_min < before || x_max > EM - after)
        return;
    glyph->before = before;
    glyph->after = after;
}

/* The stops and commas that may hang: those of cl-06 and cl-07, full-width. */
static bool is_full_stop_or_comma(uint32_t c)
{
    return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF0E;
}

/* How far ink reaches from where the body starts, for a mark that may hang. */
static int16_t measure_hang(const struct text_glyph *glyph, uint32_t c)
{
    int32_t x_min;
    int32_t x_max;
    int32_t y_min;
    int32_t y_max;

    if (!is_full_stop_or_comma(c) || glyph->advance != EM || glyph->dx ||
        glyph->before ||
        !font_face_ink(glyph->face, glyph->gid, &x_min, &x_max, &y_min,
                       &y_max) ||
        x_max <= 0 || x_max > EM)
        return 0;
    return (int16_t)x_max;
}

/* ---- the space between two --------------------------------------------- */

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static bool is_stop(enum unicode_class class)
{
    return class == UNICODE_FULL_STOPS || class == UNICODE_COMMAS;
}

/*
 * Space between two marks (JLREQ appendix B, table 1). What is not said
 * there is the sum of what the two have built in.
 */
static int32_t mark_space(const struct text_glyph *a,
                          const struct text_glyph *b)
{
    enum unicode_class left = (enum unicode_class)a->class;
    enum unicode_class right = (enum unicode_class)b->class;
    bool closes = right == UNICODE_CLOSING || is_stop(right);

    if (left == UNICODE_OPENING)
        return right == UNICODE_OPENING ? 0 : b->before;
    if (left == UNICODE_IDEOGRAPHIC_SPACE && right == UNICODE_OPENING)
        return 0;
    if (left == UNICODE_CLOSING && right == UNICODE_MIDDLE_DOTS)
        return b->before;
    if (left == UNICODE_CLOSING || is_stop(left)) {
        if (closes)
            return 0;
        if (right == UNICODE_OPENING)
            return larger(a->after, b->before);
    }
    if (left == UNICODE_MIDDLE_DOTS && right == UNICODE_OPENING)
        return a->after;
    return a->after + b->before;
}

/*
 * What the gap between two can give to a narrowed line (JLREQ 3.8.3, by the
 * table that follows JIS X 4051): word spaces down to a quarter em; all of
 * the space behind commas, around brackets and middle dots; none of that
 * behind a full stop.
 */
static int32_t mark_shrink(const struct text_glyph *a,
                           const struct text_glyph *b, int32_t gap)
{
    if (a->class == UNICODE_WESTERN_SPACE)
        return a->advance > QUARTER_EM ? a->advance - QUARTER_EM : 0;
    if (a->class == UNICODE_FULL_STOPS)
        return 0;
    return a->after || b->before ? gap : 0;
}

static bool is_japanese(uint32_t c)
{
    return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c <= 0x3096) ||
           (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF) ||
           (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* Letters, digits and their signs, of proportional or half width. */
static bool is_latin(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
           (c >= 0x370 && c <= 0x52F) || c == '%' || c == '$' || c == '&' ||
           c == '+' || c == '@' || c == '#';
}

static bool is_border(uint32_t a, uint32_t b)
{
    return (is_japanese(a) && is_latin(b)) || (is_latin(a) && is_japanese(b));
}

/* ---- all glyphs -------------------------------------------------------- */

/* What may happen before glyph i, as a byte of `breaks`. */
static unsigned char break_at(const struct text_shaped *shaped, size_t i)
{
    size_t at = shaped->glyphs[i].cluster;

    if (i == 0 || at == shaped->glyphs[i - 1].cluster)
        return UNICODE_BREAK_NEVER;
    return shaped->breaks[at];
}

/* Marks stand in their base's cluster: glyph i + 1 is none of i's. */
static bool is_alone(const struct text_shaped *shaped, size_t i)
{
    return i + 1 == shaped->count ||
           break_at(shaped, i + 1) != UNICODE_BREAK_NEVER;
}

/* Kana, ideographs and signs: whole bodies with nothing between two of them,
 * and most of a text. */
static bool is_whole(unsigned char class)
{
    return class == UNICODE_HIRAGANA || class == UNICODE_KATAKANA ||
           class == UNICODE_IDEOGRAPHIC;
}

static uint32_t character_at(const struct text_shaped *shaped, size_t offset)
{
    size_t n;

    return utf8_decode(shaped->utf8 + offset, shaped->len - offset, &n);
}

void spacing_set(struct text_shaped *shaped, const struct text_options *options)
{
    bool trims = options->punctuation != TEXT_PUNCTUATION_FULL;
    int32_t at = 0; /* behind the last body */
    int32_t shrink = 0;

    shaped->keep_start = options->punctuation == TEXT_PUNCTUATION_START;
    shaped->behind_marker = options->behind_marker;
    for (size_t i = 0; i < shaped->count; i++) {
        struct text_glyph *glyph = &shaped->glyphs[i];
        struct text_glyph *last = i ? glyph - 1 : NULL;
        size_t offset = glyph->cluster;
        uint32_t c;

        glyph->break_before = break_at(shaped, i);
        if (last && glyph->break_before == UNICODE_BREAK_NEVER) {
            glyph->class = last->class;
            glyph->body = at + last->after;
            glyph->shrink = shrink;
            at = glyph->body + glyph->advance;
            continue;
        }
        glyph->class = shaped->classes[offset];
        if (last && is_whole(glyph->class) && is_whole(last->class)) {
            glyph->shrink = shrink;
            glyph->body = at;
            at += spacing_body(glyph);
            continue;
        }
        c = character_at(shaped, offset);
        glyph->space = unicode_is_space(c);
        if (trims && is_alone(shaped, i))
            measure_space(glyph, c);
        if (options->hang && is_alone(shaped, i))
            glyph->hang = measure_hang(glyph, c);
        if (last) {
            int32_t gap =
                last->after || glyph->before ? mark_space(last, glyph) : 0;

            if (trims)
                shrink += mark_shrink(last, glyph, gap);
            if (options->latin_space > 0 &&
                is_border(character_at(shaped, last->cluster), c)) {
                gap += options->latin_space;
                if (options->latin_space > EIGHTH_EM)
                    shrink += options->latin_space - EIGHTH_EM;
            }
            at += gap;
        }
        glyph->shrink = shrink;
        glyph->body = at;
        at += spacing_body(glyph);
    }
}
