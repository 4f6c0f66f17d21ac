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
    if (uses)
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

static struct fontuse_slot *find_slot(const struct fontuse_font *font,
                                      uint32_t gid, const char *utf8,
                                      size_t len)
{
    for (size_t i = font->first[gid]; i; i = font->items[i - 1].next) {
        struct fontuse_slot *slot = &font->items[i - 1];

        if (slot->len == len && !memcmp(slot->utf8, utf8, len))
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
        .next = font->first[gid],
    };
    font->first[gid] = font->count;
    return slot;
}

struct fontuse_glyph fontuse_encode(struct fontuse *uses,
                                    const struct font_face *face, uint32_t gid,
                                    const char *utf8, size_t len)
{
    struct fontuse_font *last = NULL; /* of this face */
    struct fontuse_font *font = NULL;
    struct fontuse_slot *slot = NULL;

    for (size_t i = 0; i < uses->count && !slot; i++) {
        if (uses->items[i].face != face)
            continue;
        font = last = &uses->items[i];
        assert(gid < font->glyphs);
        slot = find_slot(font, gid, utf8, len);
        if (!slot && face->is_cff && font->first[gid])
            slot = &font->items[font->first[gid] - 1];
    }
    if (!slot) {
        font = last && last->count < MOST_SLOTS ? last : add_font(uses, face);
        assert(gid < font->glyphs);
        slot = add_slot(uses, font, gid, utf8, len);
    }
    return (struct fontuse_glyph){
        .font = (unsigned)(font - uses->items) + 1,
        .code = slot->code,
        .exact = slot->len == len && !memcmp(slot->utf8, utf8, len),
        .width = slot->width,
    };
}

void fontuse_need_vertical(struct fontuse *uses, unsigned font)
{
    struct fontuse_font *item = &uses->items[font - 1];

    if (!item->vertical)
        item->vertical = objstore_reserve(uses->store);
}

bool fontuse_write(struct fontuse *uses, unsigned resources,
                   struct diags *diags)
{
    struct bytes entries = { 0 };
    bool ok = true;

    bytes_append_string(&entries, "/Font<<");
    for (size_t i = 0; i < uses->count; i++) {
        const struct fontuse_font *font = &uses->items[i];

        bytes_printf(&entries, "/F%zu %u 0 R", i + 1, font->object);
        if (font->vertical)
            bytes_printf(&entries, "/V%zu %u 0 R", i + 1, font->vertical);
        if (!fontuse_write_font(uses, font)) {
            diag_add(diags, DIAG_ERROR, "pdf-font", (struct position){ 0 },
                     _("the font %s (%s) cannot be subset"), font->face->name,
                     font->face->file);
            ok = false;
        }
    }
    bytes_append_string(&entries, ">>");
    objstore_set_dict(uses->store, resources, &entries);
    return ok;
}
