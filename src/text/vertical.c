/*
 * Vertical text.
 *
 * The pen goes down the middle of a column. A cluster stands in one of
 * three ways:
 *
 *   upright   kanji, kana, full-width signs: HarfBuzz shapes top to bottom
 *             and puts the font's vertical alternates in (vert)
 *   sideways  Latin words and signs without such an alternate: turned
 *             clockwise, their em box in the middle of the column
 *   across    up to a few letters or digits side by side, upright, in one
 *             em (JLREQ 3.2.5, tate-chu-yoko)
 *
 * No context is needed for any of them, so clusters are shaped one by one.
 */
#include "text/vertical.h"

#include <hb.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "font/font.h"
#include "text/cover.h"
#include "text/ruby.h"
#include "text/spacing.h"
#include "unicode/unicode.h"

enum { EM = 1000 };

enum stance { UPRIGHT, SIDEWAYS, ACROSS };

/* A cluster [at, end) of the text. */
struct piece {
    size_t at;
    size_t end;
    const struct font_face *face;
    enum stance stance;
};

struct pieces {
    struct piece *items;
    size_t count;
    size_t capacity;
};

struct vertical {
    struct arena *arena;
    const struct text_options *options;
    struct text_shaped *shaped;
    size_t capacity; /* of shaped->glyphs */
    hb_buffer_t *buffer;
    const struct cover *cover;
    struct pieces pieces;
    bool missing; /* a character had no glyph */
};

/* Font units as 1/1000 em, rounded half away from zero. */
static int32_t scale(const struct font_face *face, int64_t units)
{
    int64_t upem = face->upem;

    return (int32_t)((units * EM + (units < 0 ? -upem : upem) / 2) / upem);
}

/* ---- shaping one piece --------------------------------------------------- */

/* Shapes [at, end) into the buffer, with a feature switched on or none. */
static void shape(struct vertical *vertical, const struct piece *piece,
                  hb_tag_t feature)
{
    static const char *const shapers[] = { "ot", NULL };
    const hb_feature_t features[] = {
        { HB_TAG('k', 'e', 'r', 'n'), 0, 0, HB_FEATURE_GLOBAL_END },
        { HB_TAG('v', 'k', 'r', 'n'), 0, 0, HB_FEATURE_GLOBAL_END },
        { HB_TAG('l', 'i', 'g', 'a'), 0, 0, HB_FEATURE_GLOBAL_END },
        { HB_TAG('c', 'l', 'i', 'g'), 0, 0, HB_FEATURE_GLOBAL_END },
        { feature, 1, 0, HB_FEATURE_GLOBAL_END },
    };
    const struct text_shaped *shaped = vertical->shaped;
    const char *lang = vertical->options->lang;
    hb_buffer_t *buffer = vertical->buffer;

    hb_buffer_clear_contents(buffer);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_buffer_set_direction(
        buffer, piece->stance == UPRIGHT ? HB_DIRECTION_TTB : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_HAN); /* as in font/alone.c */
    hb_buffer_set_language(buffer,
                           hb_language_from_string(lang ? lang : "ja", -1));
    hb_buffer_add_utf8(buffer, shaped->utf8, (int)shaped->len,
                       (unsigned)piece->at, (int)(piece->end - piece->at));
    hb_shape_full(piece->face->hb_font, buffer, features, feature ? 5 : 4,
                  shapers);
    if (!hb_buffer_allocation_successful(buffer))
        memory_fail();
}

/* Width of what was shaped last, 1/1000 em. */
static int32_t shaped_width(const struct vertical *vertical,
                            const struct piece *piece)
{
    unsigned count;
    const hb_glyph_position_t *positions =
        hb_buffer_get_glyph_positions(vertical->buffer, &count);
    int64_t width = 0;

    for (unsigned i = 0; i < count; i++)
        width += positions[i].x_advance;
    return scale(piece->face, width);
}

/* True when the face has a shape of its own for a vertical line. */
static bool has_alternate(struct vertical *vertical, const struct piece *piece,
                          uint32_t c)
{
    hb_codepoint_t usual = 0;
    unsigned count;
    const hb_glyph_info_t *infos;

    shape(vertical, piece, HB_TAG_NONE);
    infos = hb_buffer_get_glyph_infos(vertical->buffer, &count);
    return hb_font_get_nominal_glyph(piece->face->hb_font, c, &usual) &&
           count > 0 && infos[0].codepoint != usual;
}

/* ---- pieces -------------------------------------------------------------- */

static enum stance stance_of(struct vertical *vertical,
                             const struct piece *piece)
{
    const struct text_shaped *shaped = vertical->shaped;
    size_t n;
    uint32_t c =
        utf8_decode(shaped->utf8 + piece->at, piece->end - piece->at, &n);

    switch (unicode_orientation(c)) {
    case UNICODE_SIDEWAYS:
        return SIDEWAYS;
    case UNICODE_TRANSFORMED:
        return has_alternate(vertical, piece, c) ? UPRIGHT : SIDEWAYS;
    case UNICODE_UPRIGHT:
        break;
    }
    return UPRIGHT;
}

static void find_pieces(struct vertical *vertical, struct cover *cover)
{
    const struct text_shaped *shaped = vertical->shaped;
    size_t waiting = 0; /* where clusters that show nothing begin the text */
    size_t end;

    for (size_t at = 0; at < shaped->len; at = end) {
        struct piece piece = { .at = at };
        bool ignorable;

        piece.face = cover_cluster(cover, at, &end, &ignorable);
        piece.end = end;
        if (ignorable)
            continue;
        if (!piece.face) {
            vertical->missing = true;
            continue;
        }
        piece.stance = stance_of(vertical, &piece);
        piece.at = vertical->pieces.count ? at : waiting;
        *LIST_ADD(vertical->arena, &vertical->pieces) = piece;
    }
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

/*
 * The feature that makes a group narrow enough for one em: HB_TAG_NONE when
 * it is so already. False when none does.
 */
static bool fits_across(struct vertical *vertical, const struct piece *group,
                        hb_tag_t *feature)
{
    const hb_tag_t tries[] = { HB_TAG_NONE, HB_TAG('h', 'w', 'i', 'd'),
                               HB_TAG('t', 'w', 'i', 'd') };

    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        shape(vertical, group, tries[i]);
        *feature = tries[i];
        if (shaped_width(vertical, group) <= EM)
            return true;
    }
    return false;
}

/*
 * The group of letters and digits that piece i begins and that stands
 * across: it is all that stands sideways there, and short enough.
 */
static bool find_across(struct vertical *vertical, size_t i, size_t *last,
                        struct piece *group, hb_tag_t *feature)
{
    const struct piece *items = vertical->pieces.items;
    const char *utf8 = vertical->shaped->utf8;
    size_t most = (size_t)vertical->options->tate_chu_yoko;
    size_t end = i;

    *group = items[i];
    group->stance = ACROSS;
    for (; end < vertical->pieces.count; end++) {
        if (items[end].stance != SIDEWAYS || utf8[items[end].at] == ' ')
            break;
        if (end - i == most || !is_alphanumeric(utf8[items[end].at]) ||
            items[end].end != items[end].at + 1 ||
            items[end].face != group->face)
            return false;
    }
    if (end == i || (i > 0 && items[i - 1].stance == SIDEWAYS &&
                     utf8[items[i - 1].at] != ' '))
        return false;
    *last = end;
    group->end = items[end - 1].end;
    return fits_across(vertical, group, feature);
}

/* ---- glyphs -------------------------------------------------------------- */

static struct text_glyph *add_glyph(struct vertical *vertical)
{
    struct text_shaped *shaped = vertical->shaped;

    return ARRAY_ADD(vertical->arena, shaped->glyphs, shaped->count,
                     vertical->capacity);
}

/* How far below the pen a baseline of a horizontal glyph is, 1/1000 em. */
static int32_t drop_of(const struct font_face *face)
{
    return face->ascent + (EM - face->ascent - face->descent) / 2;
}

/* Where a glyph stands: `across` is the pen of a group, 1/1000 em. */
static void put_glyph(const struct piece *piece,
                      const hb_glyph_position_t *position, int32_t across,
                      struct text_glyph *glyph)
{
    const struct font_face *face = piece->face;
    int32_t x = scale(face, position->x_offset);
    int32_t y = scale(face, position->y_offset);

    switch (piece->stance) {
    case UPRIGHT:
        glyph->advance = -scale(face, position->y_advance);
        glyph->dx = x;
        glyph->dy = y;
        break;
    case SIDEWAYS:
        glyph->advance = scale(face, position->x_advance);
        glyph->dx = y - (face->ascent - face->descent) / 2;
        glyph->dy = -x;
        glyph->turned = true;
        break;
    case ACROSS:
        glyph->dx = across + x;
        glyph->dy = y - drop_of(face);
        break;
    }
}

/* Adds what was shaped last; a group's glyphs are one cluster. */
static void keep_glyphs(struct vertical *vertical, const struct piece *piece)
{
    unsigned count;
    const hb_glyph_info_t *infos =
        hb_buffer_get_glyph_infos(vertical->buffer, &count);
    const hb_glyph_position_t *positions =
        hb_buffer_get_glyph_positions(vertical->buffer, NULL);
    int32_t across = -shaped_width(vertical, piece) / 2;

    for (unsigned i = 0; i < count; i++) {
        struct text_glyph *glyph = add_glyph(vertical);

        if (!font_face_has(piece->face, infos[i].codepoint)) {
            cover_report_glyph(vertical->cover, piece->at);
            vertical->missing = true;
        }
        *glyph = (struct text_glyph){
            .face = piece->face,
            .gid = infos[i].codepoint,
            .cluster = (uint32_t)piece->at,
        };
        put_glyph(piece, &positions[i], across, glyph);
        across += scale(piece->face, positions[i].x_advance);
        /* The first moves the pen; those beside it stand a line above. */
        if (piece->stance == ACROSS && i == 0)
            glyph->advance = EM;
        if (piece->stance == ACROSS && i > 0)
            glyph->dy += EM;
    }
}

static void shape_pieces(struct vertical *vertical)
{
    size_t next;

    for (size_t i = 0; i < vertical->pieces.count; i = next) {
        struct piece piece = vertical->pieces.items[i];
        hb_tag_t feature = HB_TAG_NONE;
        struct piece group;

        next = i + 1;
        if (piece.stance == SIDEWAYS &&
            find_across(vertical, i, &next, &group, &feature))
            piece = group;
        shape(vertical, &piece, feature);
        keep_glyphs(vertical, &piece);
    }
}

struct text_shaped *text_shape_vertical(struct arena *arena,
                                        const struct text *text,
                                        const struct text_options *options,
                                        struct diags *diags)
{
    struct text_shaped *shaped = arena_alloc(arena, sizeof *shaped);
    struct vertical vertical = { .arena = arena,
                                 .options = options,
                                 .shaped = shaped };
    /* Every character of a label keeps its em. */
    struct text_options plain = { .stack = options->stack,
                                  .kinsoku = options->kinsoku,
                                  .punctuation = TEXT_PUNCTUATION_FULL };
    struct cover cover = { .text = text, .options = options, .diags = diags };

    vertical.cover = &cover;
    shaped->text = text;
    shaped->len = cover.len = text_length(text);
    shaped->utf8 = cover.utf8 = text_join(arena, text);
    shaped->breaks = arena_alloc(arena, shaped->len + 1);
    shaped->classes = arena_alloc(arena, shaped->len + 1);
    unicode_line_breaks(shaped->utf8, shaped->len, &options->kinsoku,
                        shaped->breaks, shaped->classes);
    vertical.buffer = font_stack_buffer(options->stack);
    find_pieces(&vertical, &cover);
    vertical.missing |= !ruby_set(arena, shaped, options, diags);
    if (!vertical.missing) {
        shape_pieces(&vertical);
        spacing_set(shaped, &plain);
    }
    return vertical.missing ? NULL : shaped;
}
