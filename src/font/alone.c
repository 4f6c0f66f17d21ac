/*
 * What a face makes of characters, and which of them need not be asked twice.
 *
 * HarfBuzz shapes a text glyph by glyph through all lookups of the face; in a
 * Japanese sheet nearly none of them has anything to do. It also tells which
 * glyphs the lookups of a text touch at all. So a face keeps, for the
 * language it was first asked in, what each character becomes by itself:
 *
 *     no lookup touches its glyph       the glyph and its advance
 *     some do                           what HarfBuzz makes of it alone
 *
 * The first stays so among any others. The second stays so beside the first,
 * as long as no lookup looks at its neighbours by classes, whose class 0 is
 * all glyphs that are named nowhere, nor passes over bases (`watchful`).
 * That holds for single code points: with its marks and selectors behind it a
 * character is shaped as ever.
 *
 * This is 6 % of the time of a sheet. Rejected: to keep what words become,
 * as browsers do; Japanese has no spaces that words could be found by.
 */
#include <hb-aat.h>
#include <hb-ot.h>
#include <hb.h>
#include <string.h>

#include "base/arena.h"
#include "font/face.h"

enum { SLOTS = 4096 };

/* What a character was last found to become. */
struct known_alone {
    uint32_t c;
    struct font_alone alone; /* gid 0: it must be shaped where it stands */
};

struct face_alone {
    struct arena *arena;
    const struct font_face *face;
    const char *lang;  /* the language it holds for; NULL: not asked yet */
    hb_set_t *touched; /* glyphs; NULL: all */
    bool watchful;     /* what is touched depends on what is not */
    struct known_alone *slots;
};

/* ---- shaping --------------------------------------------------------------
 */

static const hb_feature_t features[] = {
    { HB_TAG('k', 'e', 'r', 'n'), 0, 0, HB_FEATURE_GLOBAL_END },
    { HB_TAG('p', 'a', 'l', 't'), 0, 0, HB_FEATURE_GLOBAL_END },
    { HB_TAG('h', 'a', 'l', 't'), 0, 0, HB_FEATURE_GLOBAL_END },
    { HB_TAG('l', 'i', 'g', 'a'), 0, 0, HB_FEATURE_GLOBAL_END },
    { HB_TAG('c', 'l', 'i', 'g'), 0, 0, HB_FEATURE_GLOBAL_END },
};
static const char *const shapers[] = { "ot", NULL };

enum { FEATURE_COUNT = sizeof features / sizeof *features };

/*
 * The script is not Jpan: HarfBuzz has no OpenType tag for it and would take
 * the default script, without the language's own shapes.
 */
static hb_segment_properties_t properties_of(const char *lang)
{
    return (hb_segment_properties_t){
        .direction = HB_DIRECTION_LTR,
        .script = HB_SCRIPT_HAN,
        .language = hb_language_from_string(lang, -1),
    };
}

void font_face_shape(const struct font_face *face, const char *lang,
                     hb_buffer_t *buffer)
{
    hb_segment_properties_t properties = properties_of(lang);

    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_buffer_set_cluster_level(buffer,
                                HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_set_segment_properties(buffer, &properties);
    hb_shape_full(face->hb_font, buffer, features, FEATURE_COUNT, shapers);
    if (!hb_buffer_allocation_successful(buffer))
        memory_fail();
}

/* ---- lookups (OpenType, common table formats) ---------------------------- */

/* A table of the file; what lies outside of it reads as 0. */
struct table {
    const unsigned char *data;
    unsigned len;
};

static unsigned read_short(const struct table *table, size_t at)
{
    if (at + 2 > table->len)
        return 0;
    return (unsigned)table->data[at] << 8 | table->data[at + 1];
}

/* Type and flags of a lookup; an extension's type is that of what it holds. */
static unsigned lookup_type(const struct table *table, unsigned index,
                            unsigned extension, unsigned *flags)
{
    size_t list = read_short(table, 8);
    size_t lookup = list + read_short(table, list + 2 + 2 * (size_t)index);
    unsigned type = read_short(table, lookup);

    *flags = read_short(table, lookup + 2);
    if (type != extension)
        return type;
    return read_short(table, lookup + read_short(table, lookup + 6) + 2);
}

/*
 * True when a lookup's matches are of named glyphs only. GSUB: single,
 * multiple, alternate and ligature substitution. GPOS: single adjustment,
 * cursive and mark attachment.
 */
static bool names_all(hb_tag_t tag, unsigned type, unsigned flags)
{
    enum { IGNORES_BASES_OR_LIGATURES = 2 | 4 };

    if (flags & IGNORES_BASES_OR_LIGATURES)
        return false;
    if (tag == HB_OT_TAG_GSUB)
        return type >= 1 && type <= 4;
    return type == 1 || (type >= 3 && type <= 6);
}

/* Adds the glyphs of all lookups of the plan in that table. */
static void collect_touched(struct face_alone *alone, hb_face_t *face,
                            hb_shape_plan_t *plan, hb_tag_t tag)
{
    unsigned extension = tag == HB_OT_TAG_GSUB ? 7 : 9;
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    hb_set_t *lookups = hb_set_create();
    hb_codepoint_t index = HB_SET_VALUE_INVALID;
    struct table table;

    table.data = (const unsigned char *)hb_blob_get_data(blob, &table.len);
    hb_ot_shape_plan_collect_lookups(plan, tag, lookups);
    while (hb_set_next(lookups, &index)) {
        unsigned flags;
        unsigned type = lookup_type(&table, index, extension, &flags);

        alone->watchful |= !names_all(tag, type, flags);
        hb_ot_layout_lookup_collect_glyphs(face, tag, index, alone->touched,
                                           alone->touched, alone->touched,
                                           NULL);
    }
    hb_set_destroy(lookups);
    hb_blob_destroy(blob);
}

/* Tables of Apple's that take the place of OpenType's. */
static bool has_aat(hb_face_t *face)
{
    return hb_aat_layout_has_substitution(face) ||
           hb_aat_layout_has_positioning(face) ||
           hb_aat_layout_has_tracking(face);
}

static void open_alone(const struct font_face *face, const char *lang)
{
    struct face_alone *alone = face->alone;
    struct arena *arena = alone->arena;
    hb_segment_properties_t properties = properties_of(lang);
    hb_shape_plan_t *plan;

    alone->lang = arena_strdup(arena, lang);
    alone->slots = arena_calloc(arena, SLOTS, sizeof *alone->slots);
    if (has_aat(face->hb_face))
        return;
    plan = hb_shape_plan_create_cached(face->hb_face, &properties, features,
                                       FEATURE_COUNT, shapers);
    alone->touched = hb_set_create();
    collect_touched(alone, face->hb_face, plan, HB_OT_TAG_GSUB);
    collect_touched(alone, face->hb_face, plan, HB_OT_TAG_GPOS);
    hb_shape_plan_destroy(plan);
    if (!hb_set_allocation_successful(alone->touched))
        memory_fail();
}

struct face_alone *face_make_alone(struct arena *arena,
                                   const struct font_face *face)
{
    struct face_alone *alone = arena_alloc(arena, sizeof *alone);

    alone->arena = arena;
    alone->face = face;
    return alone;
}

void face_close_alone(struct face_alone *alone)
{
    if (alone)
        hb_set_destroy(alone->touched);
}

/* ---- characters -----------------------------------------------------------
 */

/* What HarfBuzz makes of the character with nothing beside it. */
static struct font_alone shape_alone(const struct font_face *face,
                                     const char *lang, uint32_t c)
{
    hb_buffer_t *buffer = hb_buffer_create();
    struct font_alone alone = { .joins = true };
    const hb_glyph_position_t *position;
    unsigned count;

    hb_buffer_add_utf32(buffer, &c, 1, 0, 1);
    font_face_shape(face, lang, buffer);
    position = hb_buffer_get_glyph_positions(buffer, &count);
    if (count == 1) {
        alone.gid = hb_buffer_get_glyph_infos(buffer, NULL)->codepoint;
        alone.advance = face_scale(face, position->x_advance);
        alone.dx = face_scale(face, position->x_offset);
        alone.dy = face_scale(face, position->y_offset);
    }
    hb_buffer_destroy(buffer);
    return alone;
}

/* HarfBuzz takes a mark's advance away: by the face's word, else by Unicode's.
 */
static bool is_mark(const struct font_face *face, uint32_t c, uint32_t gid)
{
    hb_unicode_general_category_t category =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), c);

    return hb_ot_layout_get_glyph_class(face->hb_face, gid) ==
               HB_OT_LAYOUT_GLYPH_CLASS_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

static struct font_alone find_alone(const struct font_face *face, uint32_t c)
{
    const struct face_alone *memory = face->alone;
    struct font_alone alone = { .gid = 0 };
    hb_codepoint_t gid;

    if (!memory->touched ||
        !hb_font_get_nominal_glyph(face->hb_font, c, &gid) ||
        is_mark(face, c, gid))
        return alone;
    if (!hb_set_has(memory->touched, gid)) {
        alone.gid = gid;
        alone.advance =
            face_scale(face, hb_font_get_glyph_h_advance(face->hb_font, gid));
    } else if (!memory->watchful) {
        alone = shape_alone(face, memory->lang, c);
    }
    if (!font_face_has(face, alone.gid))
        alone.gid = 0;
    return alone;
}

struct face_alone *font_face_memory(const struct font_face *face,
                                    const char *lang)
{
    struct face_alone *memory = face->alone;

    if (!memory)
        return NULL;
    if (!memory->lang)
        open_alone(face, lang);
    return strcmp(memory->lang, lang) ? NULL : memory;
}

const struct font_alone *font_memory_find(struct face_alone *memory, uint32_t c)
{
    struct known_alone *known = &memory->slots[c % SLOTS];

    if (known->c != c || !c)
        *known = (struct known_alone){ c, find_alone(memory->face, c) };
    return known->alone.gid ? &known->alone : NULL;
}
