#include "raster/glyph.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "base/arena.h"
#include "font/font.h"

enum {
    MEMORY_LIMIT = 8 * 1024 * 1024, /* bytes of masks kept */
    SLOTS = 8192,                   /* of the table, a power of two */
    SUBPIXELS = 64,                 /* FreeType's unit of outlines, 26.6 */
    FIXED = 65536,                  /* and of its matrices, 16.16 */
    OWN_WIDTH = 1000,               /* glyph_key.scale */
};

struct slot {
    struct glyph_key key; /* face NULL: free */
    struct glyph glyph;
};

struct open_face {
    const struct font_face *face;
    FT_Face ft;
    struct open_face *next;
};

struct glyphs {
    FT_Library library;
    struct arena *arena; /* of all but the masks */
    struct arena *masks;
    struct open_face *faces;
    struct slot *slots;
    size_t count; /* of slots in use */
    size_t bytes; /* of masks */
    struct ratio ratio;
    struct glyph_key failure; /* face NULL: none yet */
};

struct glyphs *glyphs_new(void)
{
    struct arena *arena = arena_new();
    struct glyphs *glyphs = arena_alloc(arena, sizeof *glyphs);

    glyphs->arena = arena;
    glyphs->masks = arena_new();
    glyphs->slots = arena_calloc(arena, SLOTS, sizeof *glyphs->slots);
    if (FT_Init_FreeType(&glyphs->library))
        memory_fail();
    return glyphs;
}

void glyphs_free(struct glyphs *glyphs)
{
    if (!glyphs)
        return;
    FT_Done_FreeType(glyphs->library); /* and its faces */
    arena_free(glyphs->masks);
    arena_free(glyphs->arena);
}

static void forget_all(struct glyphs *glyphs)
{
    for (size_t i = 0; i < SLOTS; i++)
        glyphs->slots[i].key.face = NULL;
    glyphs->count = 0;
    glyphs->bytes = 0;
    arena_clear(glyphs->masks);
}

void glyphs_set_ratio(struct glyphs *glyphs, struct ratio ratio)
{
    if (glyphs->ratio.pixels * ratio.length !=
        ratio.pixels * glyphs->ratio.length)
        forget_all(glyphs);
    glyphs->ratio = ratio;
}

/*
 * FreeType's face of a face. font/ has judged the file, so that only memory
 * can be missing.
 */
static FT_Face open_face(struct glyphs *glyphs, const struct font_face *face)
{
    struct open_face *open = glyphs->faces;

    while (open && open->face != face)
        open = open->next;
    if (open)
        return open->ft;
    open = arena_alloc(glyphs->arena, sizeof *open);
    open->face = face;
    if (FT_New_Memory_Face(glyphs->library, face->data, (FT_Long)face->len,
                           (FT_Long)face->index, &open->ft))
        memory_fail();
    open->next = glyphs->faces;
    glyphs->faces = open;
    return open->ft;
}

/* Font units to 1/64 pixels as 16.16, y upwards. */
static FT_Matrix make_matrix(const struct glyphs *glyphs,
                             const struct glyph_key *key)
{
    struct ratio unit = {
        .pixels = glyphs->ratio.pixels,
        .length = glyphs->ratio.length * key->face->upem,
    };
    FT_Fixed em =
        (FT_Fixed)ratio_floor(unit, (int64_t)key->size * SUBPIXELS, FIXED);
    FT_Fixed wide = em * key->scale / OWN_WIDTH;

    if (key->turned)
        return (FT_Matrix){ .xx = 0, .xy = em, .yx = -wide, .yy = 0 };
    return (FT_Matrix){ .xx = wide, .xy = 0, .yx = 0, .yy = em };
}

/*
 * The outline's coverage, in memory that is kept; its box is in 1/64 px.
 * False when FreeType cannot draw it.
 */
static bool draw_outline(struct glyphs *glyphs, FT_Outline *outline,
                         const FT_BBox *box, struct glyph *out)
{
    long left = box->xMin >> 6;
    long bottom = box->yMin >> 6;
    long right = (box->xMax + SUBPIXELS - 1) >> 6;
    long top = (box->yMax + SUBPIXELS - 1) >> 6;
    FT_Bitmap bitmap = {
        .rows = (unsigned)(top - bottom),
        .width = (unsigned)(right - left),
        .pitch = (int)(right - left),
        .num_grays = 256,
        .pixel_mode = FT_PIXEL_MODE_GRAY,
    };
    size_t size = (size_t)bitmap.rows * bitmap.width;

    bitmap.buffer = arena_alloc(glyphs->masks, size);
    glyphs->bytes += size;
    FT_Outline_Translate(outline, -left * SUBPIXELS, -bottom * SUBPIXELS);
    *out = (struct glyph){
        .mask = { bitmap.buffer, (int)bitmap.width, (int)bitmap.rows },
        .left = (int)left,
        .top = (int)-top,
    };
    return !FT_Outline_Get_Bitmap(glyphs->library, outline, &bitmap);
}

/* An outline in units of its face, which is changed. */
static bool place_outline(struct glyphs *glyphs, const struct glyph_key *key,
                          FT_Outline *outline, struct glyph *out)
{
    FT_Matrix matrix = make_matrix(glyphs, key);
    FT_BBox box;

    FT_Outline_Transform(outline, &matrix);
    FT_Outline_Translate(outline, key->step * SUBPIXELS / GLYPH_STEPS, 0);
    FT_Outline_Get_CBox(outline, &box);
    if (box.xMin >= box.xMax || box.yMin >= box.yMax)
        return true;
    return draw_outline(glyphs, outline, &box, out);
}

/* A sign that no font has. */
static bool draw_drawing(struct glyphs *glyphs, const struct glyph_key *key,
                         const struct font_drawing *drawing, struct glyph *out)
{
    FT_Outline outline;
    size_t count = 0;
    bool drawn;

    for (size_t i = 0; i < drawing->count; i++)
        count += drawing->contours[i].count;
    if (FT_Outline_New(glyphs->library, (FT_UInt)count, (FT_Int)drawing->count,
                       &outline))
        memory_fail();
    count = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct font_contour *contour = &drawing->contours[i];

        for (size_t p = 0; p < contour->count; p++) {
            outline.tags[count] = FT_CURVE_TAG_ON;
            outline.points[count++] =
                (FT_Vector){ contour->points[p].x, contour->points[p].y };
        }
        outline.contours[i] = (short)(count - 1);
    }
    drawn = place_outline(glyphs, key, &outline, out);
    FT_Outline_Done(glyphs->library, &outline);
    return drawn;
}

static bool draw_glyph(struct glyphs *glyphs, const struct glyph_key *key,
                       struct glyph *out)
{
    const struct font_drawing *drawing = font_face_drawing(key->face, key->gid);
    FT_Face ft;

    *out = (struct glyph){ 0 };
    if (drawing)
        return draw_drawing(glyphs, key, drawing, out);
    ft = open_face(glyphs, key->face);
    if (FT_Load_Glyph(ft, key->gid, FT_LOAD_NO_SCALE) ||
        ft->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return false;
    return place_outline(glyphs, key, &ft->glyph->outline, out);
}

static bool same_key(const struct glyph_key *a, const struct glyph_key *b)
{
    return a->face == b->face && a->gid == b->gid && a->size == b->size &&
           a->scale == b->scale && a->step == b->step && a->turned == b->turned;
}

/* Where a search starts; only its speed depends on the face's address. */
static size_t hash_key(const struct glyph_key *key)
{
    uint64_t hash = (uintptr_t)key->face / sizeof *key->face;

    hash = hash * 31 + (uint32_t)key->size;
    hash = hash * 31 + (uint32_t)key->scale;
    hash = hash * 65537 + key->gid;
    hash = hash * 8 + key->step * 2U + key->turned;
    return (size_t)(hash * 0x9E3779B97F4A7C15U >> 32) % SLOTS;
}

/* The slot of a key, or the free one it goes to. */
static struct slot *find_slot(struct glyphs *glyphs,
                              const struct glyph_key *key)
{
    size_t at = hash_key(key);

    while (glyphs->slots[at].key.face && !same_key(&glyphs->slots[at].key, key))
        at = (at + 1) % SLOTS;
    return &glyphs->slots[at];
}

const struct glyph *glyphs_draw(struct glyphs *glyphs,
                                const struct glyph_key *key)
{
    struct slot *slot = find_slot(glyphs, key);

    if (slot->key.face)
        return &slot->glyph;
    if (glyphs->bytes > MEMORY_LIMIT || glyphs->count > SLOTS / 2) {
        forget_all(glyphs);
        slot = find_slot(glyphs, key);
    }
    slot->key = *key;
    if (!draw_glyph(glyphs, key, &slot->glyph) && !glyphs->failure.face)
        glyphs->failure = *key;
    glyphs->count++;
    return &slot->glyph;
}

const struct glyph_key *glyphs_failure(const struct glyphs *glyphs)
{
    return glyphs->failure.face ? &glyphs->failure : NULL;
}
