/*
 * A face: the mapped file, FreeType's judgement on it, HarfBuzz's objects.
 *
 * The file is mapped, not read: a sheet touches a few tables and glyphs of
 * it. Only the checksum goes through all of it, and lets go of each piece
 * behind it, so that the pages do not count as the program's memory.
 */
#include "font/face.h"

#include <errno.h>
#include <fcntl.h>
#include <hb-ot.h>
#include <hb.h>
#include <libdeflate.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/disk.h"
#include "base/message.h"
#include "base/utf8.h"

enum { CHECKSUM_PIECE = 256 * 1024 }; /* bytes, a multiple of any page */

int32_t face_scale(const struct font_face *face, int32_t units)
{
    int64_t upem = face->upem;
    int64_t thousand = (int64_t)units * 1000;

    return (int32_t)((thousand + (units < 0 ? -upem : upem) / 2) / upem);
}

/* Maps the file; false and errno when that cannot be done. */
static bool map_file(struct font_face *face)
{
    struct stat status;
    int fd = disk_open(face->file, O_RDONLY, 0);
    void *data = MAP_FAILED;
    int error;

    if (fd < 0 && !disk_blames_input(errno))
        disk_fail(face->file, errno);
    if (fd < 0)
        return false;
    if (fstat(fd, &status) == 0) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
        if (S_ISREG(status.st_mode) && status.st_size > 0)
            data = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE,
                        fd, 0);
    }
    error = errno;
    close(fd);
    errno = error;
    if (data == MAP_FAILED && error != EINVAL && !disk_blames_input(error))
        disk_fail(face->file, error);
    if (data == MAP_FAILED)
        return false;
    face->data = data;
    face->len = (size_t)status.st_size;
    return true;
}

static uint32_t checksum_file(const struct font_face *face)
{
    uint32_t sum = 0;

    for (size_t at = 0; at < face->len; at += CHECKSUM_PIECE) {
        const unsigned char *piece = face->data + at;
        size_t len = face->len - at;

        if (len > CHECKSUM_PIECE)
            len = CHECKSUM_PIECE;
        sum = libdeflate_crc32(sum, piece, len);
        madvise((void *)(uintptr_t)piece, len, MADV_DONTNEED);
    }
    return sum;
}

/* ---- glyphs of characters ---------------------------------------------- */

/*
 * A character's glyph is looked up when its face is picked, and again by
 * HarfBuzz; in a table of 20,000 characters that costs more than all the rest
 * of shaping. So each face remembers the last character of every slot. A
 * sheet has some 700 different ones.
 */
enum { GLYPH_SLOTS = 8192 };

struct known_glyph {
    hb_codepoint_t c;
    hb_codepoint_t gid; /* 0: none */
};

static hb_codepoint_t find_glyph(struct known_glyph *memory, hb_font_t *font,
                                 hb_codepoint_t c)
{
    struct known_glyph *known = &memory[c % GLYPH_SLOTS];

    if (known->c != c) {
        known->c = c;
        known->gid = 0;
        hb_font_get_nominal_glyph(hb_font_get_parent(font), c, &known->gid);
    }
    return known->gid;
}

/* HarfBuzz asks for the glyphs of a whole text, up to the first missing. */
static unsigned find_glyphs(hb_font_t *font, void *memory, unsigned count,
                            const hb_codepoint_t *chars, unsigned char_stride,
                            hb_codepoint_t *gids, unsigned gid_stride,
                            void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < count; i++) {
        *gids = find_glyph(memory, font, *chars);
        if (!*gids)
            return i;
        chars = (const void *)((const char *)chars + char_stride);
        gids = (void *)((char *)gids + gid_stride);
    }
    return count;
}

/* `parent` with a memory for its glyphs; what else is asked goes to it. */
static hb_font_t *remember_glyphs(struct known_glyph *memory, hb_font_t *parent)
{
    hb_font_t *font = hb_font_create_sub_font(parent);
    hb_font_funcs_t *funcs = hb_font_funcs_create();

    hb_font_funcs_set_nominal_glyphs_func(funcs, find_glyphs, NULL, NULL);
    hb_font_set_funcs(font, funcs, memory, NULL);
    hb_font_funcs_destroy(funcs);
    return font;
}

/* ---- ink of glyphs ----------------------------------------------------- */

/*
 * Marks are asked for their ink when they are set, and every glyph is when
 * the finished pages are checked; measuring outlines again each time would
 * be most of that check. So each face remembers ink, too.
 */
enum { INK_SLOTS = 4096 };

struct known_ink {
    uint32_t gid; /* 0: the slot is empty */
    bool inked;   /* the glyph has ink */
    int32_t x_min;
    int32_t x_max;
    int32_t y_min;
    int32_t y_max;
};

static void open_harfbuzz(struct arena *arena, struct font_face *face)
{
    hb_blob_t *blob =
        hb_blob_create((const char *)face->data, (unsigned)face->len,
                       HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_font_t *font;

    face->hb_face = hb_face_create(blob, face->index);
    hb_blob_destroy(blob);
    hb_face_make_immutable(face->hb_face);
    font = hb_font_create(face->hb_face);
    hb_ot_font_set_funcs(font);
    hb_font_set_scale(font, (int)face->upem, (int)face->upem);
    face_take_font(arena, face, font);
}

void face_take_font(struct arena *arena, struct font_face *face,
                    hb_font_t *font)
{
    hb_font_make_immutable(font);
    face->known = arena_calloc(arena, GLYPH_SLOTS, sizeof *face->known);
    face->inks = arena_calloc(arena, INK_SLOTS, sizeof *face->inks);
    face->alone = face_make_alone(arena, face);
    face->hb_font = remember_glyphs(face->known, font);
    hb_font_destroy(font);
    hb_font_make_immutable(face->hb_font);
}

struct font_face *face_open(struct arena *arena, const struct face_entry *entry,
                            const char **fault, const char **expected)
{
    struct font_face *face = arena_alloc(arena, sizeof *face);
    const char *refusal;

    *fault = NULL;
    *expected = NULL;
    face->name = entry->name;
    face->file = entry->file;
    face->index = entry->index;
    face->characters = entry->characters;
    if (!map_file(face)) {
        *fault = arena_printf(arena, _("cannot open font file %s: %s"),
                              face->file, message_errno(errno));
        *expected = _("install the package that holds the font, or correct "
                      "the file's name");
        return NULL;
    }
    refusal = face_judge(arena, face);
    if (refusal) {
        *fault = arena_printf(arena, _("font file %s cannot be used: %s"),
                              face->file, refusal);
        face_close(face);
        return NULL;
    }
    face->checksum = checksum_file(face);
    open_harfbuzz(arena, face);
    return face;
}

void face_close(struct font_face *face)
{
    if (!face)
        return;
    face_close_alone(face->alone);
    hb_font_destroy(face->hb_font);
    hb_face_destroy(face->hb_face);
    if (face->data)
        munmap((void *)(uintptr_t)face->data, face->len);
}

static bool may_serve(const struct font_face *face, uint32_t c)
{
    size_t n;

    if (!face->characters)
        return true;
    for (const char *at = face->characters; *at; at += n)
        if (utf8_decode(at, strlen(at), &n) == c)
            return true;
    return false;
}

bool font_face_covers(const struct font_face *face, uint32_t c,
                      uint32_t selector)
{
    hb_codepoint_t glyph = 0;

    if (!may_serve(face, c))
        return false;
    if (!selector)
        glyph = find_glyph(face->known, face->hb_font, c);
    else if (!hb_font_get_variation_glyph(face->hb_font, c, selector, &glyph))
        return false;
    return font_face_has(face, glyph);
}

bool font_face_has(const struct font_face *face, uint32_t gid)
{
    return gid && gid < hb_face_get_glyph_count(face->hb_face);
}

static struct known_ink measure_ink(const struct font_face *face, uint32_t gid)
{
    struct known_ink ink = { .gid = gid };
    hb_glyph_extents_t extents;

    if (!hb_font_get_glyph_extents(face->hb_font, gid, &extents) ||
        extents.width == 0 || extents.height == 0)
        return ink;
    ink.inked = true;
    ink.x_min = face_scale(face, extents.x_bearing);
    ink.x_max = face_scale(face, extents.x_bearing + extents.width);
    ink.y_max = face_scale(face, extents.y_bearing); /* height is negative */
    ink.y_min = face_scale(face, extents.y_bearing + extents.height);
    return ink;
}

bool font_face_ink(const struct font_face *face, uint32_t gid, int32_t *x_min,
                   int32_t *x_max, int32_t *y_min, int32_t *y_max)
{
    struct known_ink alone = { 0 }; /* a face made by hand has no memory */
    struct known_ink *ink = face->inks ? &face->inks[gid % INK_SLOTS] : &alone;

    if (ink->gid != gid || !gid)
        *ink = measure_ink(face, gid);
    if (!ink->inked)
        return false;
    *x_min = ink->x_min;
    *x_max = ink->x_max;
    *y_min = ink->y_min;
    *y_max = ink->y_max;
    return true;
}
