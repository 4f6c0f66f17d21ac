#include "pdf/fontuse.h"

#include <assert.h>
#include <hb.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "font/font.h"
#include "pdf/fontuse_inside.h"
#include "pdf/objstore.h"
#include "pdf/subset.h"

enum { MOST_SLOTS = 65535 }; /* code 0 is left to .notdef */

struct fontuse *fontuse_new(struct objstore *store)
{
    struct arena *arena = arena_new();
    struct fontuse *uses = arena_alloc(arena, sizeof *uses);

    uses->arena = arena;
    uses->store = store;
    return uses;
}

void fontuse_free(struct fontuse *uses)
{
    if (!uses)
        return;
    for (size_t i = 0; i < uses->count; i++)
        bytes_free(&uses->items[i].program);
    arena_free(uses->arena);
}

static void load_cids(struct fontuse *uses, struct fontuse_font *font)
{
    hb_blob_t *table = hb_face_reference_table(font->face->hb_face,
                                               HB_TAG('C', 'F', 'F', ' '));
    unsigned len;
    const char *data = hb_blob_get_data(table, &len);

    font->cids = arena_calloc(uses->arena, font->glyphs, sizeof *font->cids);
    font->kind = cff_read_cids((const unsigned char *)data, len, font->glyphs,
                               font->cids);
    hb_blob_destroy(table);
}

static struct fontuse_font *add_font(struct fontuse *uses,
                                     const struct font_face *face)
{
    struct fontuse_font *font = LIST_ADD(uses->arena, uses);

    *font = (struct fontuse_font){
        .face = face,
        .object = objstore_reserve(uses->store),
        .glyphs = hb_face_get_glyph_count(face->hb_face),
    };
    font->first = arena_calloc(uses->arena, font->glyphs, sizeof *font->first);
    if (face->is_cff)
        load_cids(uses, font);
    return font;
}

/* The first bytes as a number: as a rule they are the whole text of a glyph,
 * and most of Japanese has three. */
static uint32_t head_of(const char *utf8, size_t len)
{
    const unsigned char *in = (const unsigned char *)utf8;

    if (len < 3)
        return len ? in[0] : 0;
    return (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
}

static const struct fontuse_slot *find_slot(const struct fontuse_font *font,
                                            uint32_t gid, const char *utf8,
                                            size_t len)
{
    uint32_t head = head_of(utf8, len);

    for (size_t i = font->first[gid]; i; i = font->items[i - 1].next) {
        const struct fontuse_slot *slot = &font->items[i - 1];

        if (slot->len == len && slot->head == head &&
            (len == 3 || !memcmp(slot->utf8, utf8, len)))
            return slot;
    }
    return NULL;
}

/* Advance as /W has it: three decimals of 1/1000 em. */
static int64_t glyph_width(const struct font_face *face, uint32_t gid)
{
    int64_t advance = hb_font_get_glyph_h_advance(face->hb_font, gid);
    int64_t upem = face->upem;

    return (advance * 1000000 + upem / 2) / upem;
}

static struct fontuse_slot *add_slot(struct fontuse *uses,
                                     struct fontuse_font *font, uint32_t gid,
                                     const char *utf8, size_t len)
{
    struct fontuse_slot *slot = LIST_ADD(uses->arena, font);

    *slot = (struct fontuse_slot){
        .gid = gid,
        .code = font->cids ? font->cids[gid] : (uint16_t)font->count,
        .width = glyph_width(font->face, gid),
        .utf8 = arena_copy(uses->arena, utf8, len),
        .len = len,
        .head = head_of(utf8, len),
        .next = font->first[gid],
    };
    font->first[gid] = (uint32_t)font->count;
    return slot;
}

static struct fontuse_glyph say(const struct fontuse *uses,
                                const struct fontuse_font *font,
                                const struct fontuse_slot *slot, bool exact)
{
    return (struct fontuse_glyph){
        .font = (unsigned)(font - uses->items) + 1,
        .code = slot->code,
        .exact = exact,
        .width = slot->width,
    };
}

/* For a pair that is new. A CFF glyph keeps the text it had first. */
static struct fontuse_glyph encode_new(struct fontuse *uses,
                                       const struct font_face *face,
                                       uint32_t gid, const char *utf8,
                                       size_t len)
{
    struct fontuse_font *last = NULL; /* of this face */
    const struct fontuse_slot *slot;

    for (size_t i = 0; i < uses->count; i++) {
        struct fontuse_font *font = &uses->items[i];

        if (font->face != face)
            continue;
        last = font;
        if (face->is_cff && font->first[gid])
            return say(uses, font, &font->items[font->first[gid] - 1], false);
    }
    if (!last || last->count == MOST_SLOTS)
        last = add_font(uses, face);
    assert(gid < last->glyphs);
    slot = add_slot(uses, last, gid, utf8, len);
    return say(uses, last, slot, true);
}

struct fontuse_glyph fontuse_encode(struct fontuse *uses,
                                    const struct font_face *face, uint32_t gid,
                                    const char *utf8, size_t len)
{
    for (size_t i = 0; i < uses->count; i++) {
        const struct fontuse_font *font = &uses->items[i];
        const struct fontuse_slot *slot;

        if (font->face != face)
            continue;
        assert(gid < font->glyphs);
        slot = find_slot(font, gid, utf8, len);
        if (slot)
            return say(uses, font, slot, true);
    }
    return encode_new(uses, face, gid, utf8, len);
}

void fontuse_need_vertical(struct fontuse *uses, unsigned font)
{
    struct fontuse_font *item = &uses->items[font - 1];

    if (!item->vertical)
        item->vertical = objstore_reserve(uses->store);
}

/* ---- settling ------------------------------------------------------------ */

/*
 * The oldest slot of a glyph gets the glyph's index as its code, others get
 * codes behind the last glyph. Where there are too many for two bytes all
 * keep the codes they were first given.
 */
static void settle_codes(struct fontuse_font *font)
{
    uint32_t next = 0;
    size_t further = 0;

    for (size_t i = 0; i < font->count; i++) {
        next = font->new_gids[i] >= next ? font->new_gids[i] + 1 : next;
        further += font->items[i].next != 0;
    }
    font->mapped = further > 0;
    if (next + further > MOST_SLOTS)
        return;
    for (size_t i = 0; i < font->count; i++)
        font->items[i].code =
            (uint16_t)(font->items[i].next ? next++ : font->new_gids[i]);
}

void fontuse_keep_codes(struct fontuse *uses)
{
    uses->keeps_codes = true;
}

static bool settle_font(struct fontuse *uses, struct fontuse_font *font)
{
    uint32_t *gids = arena_calloc(uses->arena, font->count, sizeof *gids);

    if (font->face->is_cff && font->kind == CFF_BROKEN)
        return false;
    font->new_gids =
        arena_calloc(uses->arena, font->count, sizeof *font->new_gids);
    for (size_t i = 0; i < font->count; i++)
        gids[i] = font->items[i].gid;
    if (!subset_make(font->face, gids, font->count, font->kind == CFF_NAMED,
                     font->new_gids, &font->program))
        return false;
    if (!font->cids && uses->keeps_codes)
        font->mapped = true;
    else if (!font->cids)
        settle_codes(font);
    return true;
}

bool fontuse_settle(struct fontuse *uses, struct diags *diags)
{
    bool ok = true;

    for (size_t i = 0; i < uses->count; i++) {
        struct fontuse_font *font = &uses->items[i];

        if (settle_font(uses, font))
            continue;
        diag_add(diags, DIAG_ERROR, "pdf-font", (struct position){ 0 },
                 _("the font %s (%s) cannot be subset"), font->face->name,
                 font->face->file);
        ok = false;
    }
    return ok;
}

void fontuse_write(struct fontuse *uses, unsigned resources)
{
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/Font<<");
    for (size_t i = 0; i < uses->count; i++) {
        struct fontuse_font *font = &uses->items[i];

        bytes_printf(&entries, "/F%zu %u 0 R", i + 1, font->object);
        if (font->vertical)
            bytes_printf(&entries, "/V%zu %u 0 R", i + 1, font->vertical);
        fontuse_write_font(uses, font);
    }
    bytes_append_string(&entries, ">>");
    objstore_set_dict(uses->store, resources, &entries);
}
