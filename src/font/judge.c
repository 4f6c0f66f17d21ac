/*
 * FreeType's judgement on a font file, when it is opened.
 *
 * FreeType leaves out tables that run past the end of a file without a
 * word; a truncated font would then lose glyphs silently. So the table
 * directory is checked first, byte by byte.
 */
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_TRUETYPE_TABLES_H
#include FT_TRUETYPE_TAGS_H

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "font/face.h"

enum {
    SFNT_HEADER = 12, /* bytes in front of the table records */
    SFNT_RECORD = 16, /* bytes of each */
    DEFAULT_ASCENT = 880,
    DEFAULT_DESCENT = 120,
};

static uint32_t read_u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

/* Where the face's table directory starts; false when past the end. */
static bool find_directory(const struct font_face *face, uint64_t *at)
{
    uint64_t slot;

    *at = 0;
    if (face->len < SFNT_HEADER)
        return false;
    if (read_u32(face->data) == TTAG_ttcf) {
        slot = SFNT_HEADER + 4 * (uint64_t)face->index;
        if (face->index >= read_u32(face->data + 8) || slot + 4 > face->len)
            return false;
        *at = read_u32(face->data + slot);
    } else if (face->index != 0) {
        return false;
    }
    return *at + SFNT_HEADER <= face->len;
}

/* NULL, or what is wrong with the table directory. */
static const char *check_directory(struct arena *arena,
                                   const struct font_face *face)
{
    uint64_t at;
    unsigned count;

    if (!find_directory(face, &at))
        return arena_printf(arena, _("there is no face %u in it"), face->index);
    count = (unsigned)face->data[at + 4] << 8 | face->data[at + 5];
    at += SFNT_HEADER;
    if (at + count * SFNT_RECORD > face->len)
        return _("its table directory is cut off");
    for (unsigned i = 0; i < count; i++, at += SFNT_RECORD) {
        const unsigned char *record = face->data + at;
        uint64_t end = (uint64_t)read_u32(record + 8) + read_u32(record + 12);

        if (end > face->len)
            return arena_printf(arena, _("its table '%.4s' is cut off"),
                                (const char *)record);
    }
    return NULL;
}

static bool has_table(FT_Face ft, FT_ULong tag)
{
    FT_ULong len = 0;

    return FT_Load_Sfnt_Table(ft, tag, 0, NULL, &len) == 0 && len > 0;
}

/*
 * The embedding permissions of OS/2 fsType. Of several of the first three
 * bits the most liberal one holds, so only "restricted" alone restricts.
 */
static const char *check_permission(struct arena *arena, FT_Face ft)
{
    FT_UShort flags = FT_Get_FSType_Flags(ft);
    bool restricted =
        (flags & 0x000E) == FT_FSTYPE_RESTRICTED_LICENSE_EMBEDDING;

    if (restricted ||
        (flags & (FT_FSTYPE_NO_SUBSETTING | FT_FSTYPE_BITMAP_EMBEDDING_ONLY)))
        return arena_printf(
            arena, _("its maker does not permit embedding it (fsType 0x%04X)"),
            (unsigned)flags);
    return NULL;
}

static const char *check_face(struct arena *arena, FT_Face ft)
{
    if (!FT_IS_SFNT(ft) || !FT_IS_SCALABLE(ft) || ft->num_glyphs < 2)
        return _("it has no outlines");
    if (!has_table(ft, TTAG_CFF) &&
        !(has_table(ft, TTAG_glyf) && has_table(ft, TTAG_loca)))
        return _("it has no outlines");
    if (FT_Select_Charmap(ft, FT_ENCODING_UNICODE) != 0)
        return _("it has no Unicode character table");
    if (FT_Load_Glyph(ft, 1, FT_LOAD_NO_SCALE) != 0)
        return _("its outlines cannot be read");
    return check_permission(arena, ft);
}

/* A name PDF can take: printable ASCII without delimiters. */
static const char *postscript_name(struct arena *arena, FT_Face ft)
{
    const char *name = FT_Get_Postscript_Name(ft);
    char *copy = arena_strdup(arena, name ? name : "");
    size_t len = 0;

    for (const char *at = copy; *at; at++)
        if (*at > ' ' && *at < 0x7F && !strchr("()<>[]{}/%#", *at))
            copy[len++] = *at;
    copy[len] = '\0';
    return len ? copy : "Unnamed";
}

/* By the family class of OS/2, else by PANOSE's serif style. */
static bool is_serif(const TT_OS2 *os2)
{
    int family = os2->sFamilyClass >> 8;

    if (family == 8)
        return false;
    if ((family >= 1 && family <= 5) || family == 7)
        return true;
    return os2->panose[0] == 2 && os2->panose[1] >= 2 && os2->panose[1] <= 10;
}

static void read_os2(struct font_face *face, const TT_OS2 *os2)
{
    face->ascent = DEFAULT_ASCENT;
    face->descent = DEFAULT_DESCENT;
    face->weight = 400;
    face->cap_height = face->ascent;
    if (!os2 || os2->version == USHRT_MAX)
        return;
    /* A face for some signs only stands on the line of the others. */
    if (!face->characters && os2->sTypoAscender > 0 &&
        os2->sTypoDescender <= 0) {
        face->ascent = face_scale(face, os2->sTypoAscender);
        face->descent = face_scale(face, -os2->sTypoDescender);
    }
    if (os2->version >= 2 && os2->sCapHeight > 0)
        face->cap_height = face_scale(face, os2->sCapHeight);
    if (os2->usWeightClass >= 1 && os2->usWeightClass <= 1000)
        face->weight = os2->usWeightClass;
    face->serif = is_serif(os2);
}

static void read_metrics(struct arena *arena, struct font_face *face,
                         FT_Face ft)
{
    const TT_Postscript *post = FT_Get_Sfnt_Table(ft, FT_SFNT_POST);

    face->upem = ft->units_per_EM;
    face->is_cff = has_table(ft, TTAG_CFF);
    face->ps_name = postscript_name(arena, ft);
    face->bbox[0] = face_scale(face, (int32_t)ft->bbox.xMin);
    face->bbox[1] = face_scale(face, (int32_t)ft->bbox.yMin);
    face->bbox[2] = face_scale(face, (int32_t)ft->bbox.xMax);
    face->bbox[3] = face_scale(face, (int32_t)ft->bbox.yMax);
    face->italic_angle = post ? (int)(post->italicAngle / 65536) : 0;
    face->fixed_pitch = post && post->isFixedPitch;
    face->underline = post ? face_scale(face, -post->underlinePosition) : 0;
    read_os2(face, FT_Get_Sfnt_Table(ft, FT_SFNT_OS2));
}

const char *face_judge(struct arena *arena, struct font_face *face)
{
    const char *refusal = check_directory(arena, face);
    FT_Library library;
    FT_Face ft;
    FT_Error error;

    if (refusal)
        return refusal;
    if (face->len > UINT_MAX || face->len > LONG_MAX)
        return _("it is too large");
    if (FT_Init_FreeType(&library) != 0)
        memory_fail();
    error = FT_New_Memory_Face(library, face->data, (FT_Long)face->len,
                               (FT_Long)face->index, &ft);
    if (error) {
        refusal = arena_printf(arena, _("it is not sound (FreeType error %d)"),
                               error);
    } else {
        refusal = check_face(arena, ft);
        if (!refusal)
            read_metrics(arena, face, ft);
        FT_Done_Face(ft);
    }
    FT_Done_FreeType(library);
    return refusal;
}
