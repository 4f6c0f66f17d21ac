/*
 * A font is six objects (PDF 32000 9.7):
 *
 *     Type0 -> CIDFont -> FontDescriptor -> font program
 *       |         +-> CIDToGIDMap (glyf, where codes are no glyphs)
 *       +-> ToUnicode
 */
#include <hb.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "font/font.h"
#include "pdf/fontuse_inside.h"
#include "pdf/objstore.h"
#include "pdf/syntax.h"

enum { DEFAULT_WIDTH = 1000000 }; /* of a CIDFont without /DW, 1/1000000 em */
enum { BLOCK = 100 };             /* most lines of a bfrange block */

/* Flags of a font descriptor (9.8.2). */
enum {
    FLAG_FIXED_PITCH = 1 << 0,
    FLAG_SERIF = 1 << 1,
    FLAG_SYMBOLIC = 1 << 2,
    FLAG_ITALIC = 1 << 6,
};

/* One font on its way into the store. */
struct writing {
    const struct fontuse_font *font;
    const struct fontuse_slot **slots; /* in order of code */
    const char *name;                  /* ABCDEF+PostScriptName */
    struct arena *arena;
    struct objstore *store;
};

static void append_reference(struct bytes *out, const char *key, unsigned id)
{
    bytes_append_string(out, key);
    bytes_append_char(out, ' ');
    bytes_append_int(out, id);
    bytes_append_string(out, " 0 R");
}

static void append_entry(struct bytes *out, const char *key, int value)
{
    bytes_append_string(out, key);
    bytes_append_char(out, ' ');
    bytes_append_int(out, value);
}

/* Codes are small and differ, so each slot is put at its own. */
static void sort_slots(struct writing *writing)
{
    const struct fontuse_font *font = writing->font;
    const struct fontuse_slot **by_code;
    size_t codes = 0;
    size_t count = 0;

    for (size_t i = 0; i < font->count; i++)
        if (font->items[i].code >= codes)
            codes = (size_t)font->items[i].code + 1;
    by_code = arena_calloc(writing->arena, codes, sizeof *by_code);
    for (size_t i = 0; i < font->count; i++)
        by_code[font->items[i].code] = &font->items[i];
    for (size_t code = 0; code < codes; code++)
        if (by_code[code])
            by_code[count++] = by_code[code];
    writing->slots = by_code;
}

/*
 * Six letters that differ for different subsets (9.6.4), from the file's
 * checksum and the glyphs: FNV-1a, so that the same sheet always has the
 * same name.
 */
static const char *subset_name(struct arena *arena,
                               const struct fontuse_font *font)
{
    uint64_t hash = 0xCBF29CE484222325;
    char tag[7] = "";

    hash = (hash ^ font->face->checksum) * 0x100000001B3;
    hash = (hash ^ font->face->index) * 0x100000001B3;
    for (size_t i = 0; i < font->count; i++)
        hash = (hash ^ font->items[i].gid) * 0x100000001B3;
    hash ^= hash >> 32;
    for (int i = 0; i < 6; i++, hash /= 26)
        tag[i] = (char)('A' + hash % 26);
    return arena_printf(arena, "%s+%s", tag, font->face->ps_name);
}

/*
 * /W lists widths that differ from the default, consecutive codes in one
 * array: 7[500 600] (9.7.4.3).
 */
static void append_widths(struct bytes *out, const struct writing *writing)
{
    long previous = -2;
    bool is_open = false;

    bytes_append_string(out, "/W[");
    for (size_t i = 0; i < writing->font->count; i++) {
        const struct fontuse_slot *slot = writing->slots[i];

        if (slot->width == DEFAULT_WIDTH)
            continue;
        if (slot->code != previous + 1) {
            bytes_append_string(out, is_open ? "]" : "");
            bytes_append_int(out, slot->code);
            bytes_append_char(out, '[');
            is_open = true;
        } else {
            bytes_append_char(out, ' ');
        }
        bytes_append_milli(out, slot->width);
        previous = slot->code;
    }
    bytes_append_string(out, is_open ? "]]" : "]");
}

/* Glyph by code (9.7.4.2); codes between slots are not used. */
static unsigned write_map(const struct writing *writing)
{
    const struct fontuse_font *font = writing->font;
    unsigned id = objstore_reserve(writing->store);
    size_t codes = (size_t)writing->slots[font->count - 1]->code + 1;
    uint32_t *gids = arena_calloc(writing->arena, codes, sizeof *gids);
    struct bytes entries = { 0 };
    struct bytes map = { 0 };

    for (size_t i = 0; i < font->count; i++)
        gids[font->items[i].code] = font->new_gids[i];
    for (size_t i = 0; i < codes; i++) {
        bytes_append_char(&map, (char)(gids[i] >> 8 & 0xFF));
        bytes_append_char(&map, (char)(gids[i] & 0xFF));
    }
    objstore_set_stream(writing->store, id, &entries, &map);
    return id;
}

/* The slot behind a range: consecutive codes with the same first byte. */
static size_t range_end(const struct writing *writing, size_t first)
{
    unsigned code = writing->slots[first]->code;
    size_t end = first + 1;

    while (end < writing->font->count &&
           writing->slots[end]->code == code + (end - first) &&
           writing->slots[end]->code >> 8 == code >> 8)
        end++;
    return end;
}

/* <first><last>[<text>...]: what each code stands for (9.10.3). */
static void append_range(struct bytes *out, const struct writing *writing,
                         size_t first, size_t end)
{
    bytes_append_char(out, '<');
    syntax_append_hex4(out, writing->slots[first]->code);
    bytes_append_string(out, "><");
    syntax_append_hex4(out, writing->slots[end - 1]->code);
    bytes_append_string(out, ">[");
    for (size_t i = first; i < end; i++) {
        const struct fontuse_slot *slot = writing->slots[i];

        bytes_append_char(out, '<');
        syntax_append_utf16(out, slot->utf8, slot->len);
        bytes_append_char(out, '>');
    }
    bytes_append_string(out, "]\n");
}

/* One block of ranges from slot `first` on; the slot behind it. */
static size_t append_ranges(struct bytes *out, const struct writing *writing,
                            size_t first)
{
    size_t count = writing->font->count;
    size_t ranges = 0;

    for (size_t i = first; i < count && ranges < BLOCK; ranges++)
        i = range_end(writing, i);
    bytes_printf(out, "%zu beginbfrange\n", ranges);
    for (; ranges; ranges--) {
        size_t end = range_end(writing, first);

        append_range(out, writing, first, end);
        first = end;
    }
    bytes_append_string(out, "endbfrange\n");
    return first;
}

static unsigned write_to_unicode(const struct writing *writing)
{
    unsigned id = objstore_reserve(writing->store);
    size_t count = writing->font->count;
    struct bytes entries = { 0 };
    struct bytes map = { 0 };

    bytes_append_string(
        &map, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
              "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>"
              "def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
              "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t i = 0; i < count;)
        i = append_ranges(&map, writing, i);
    bytes_append_string(&map, "endcmap\nCMapName currentdict/CMap "
                              "defineresource pop\nend\nend\n");
    objstore_set_stream(writing->store, id, &entries, &map);
    return id;
}

static unsigned write_program(const struct writing *writing,
                              struct bytes *program)
{
    unsigned id = objstore_reserve(writing->store);
    struct bytes entries = { 0 };

    if (writing->font->face->is_cff)
        bytes_append_string(&entries, "/Subtype/CIDFontType0C");
    else
        append_entry(&entries, "/Length1", (int)program->len);
    objstore_set_stream(writing->store, id, &entries, program);
    return id;
}

/*
 * StemV has no source in OpenType; readers want it only to find a
 * substitute. 80 for a regular face and 140 for a bold one is the custom.
 */
static unsigned write_descriptor(const struct writing *writing,
                                 unsigned program)
{
    const struct font_face *face = writing->font->face;
    unsigned id = objstore_reserve(writing->store);
    struct bytes entries = { 0 };
    int flags = FLAG_SYMBOLIC | (face->fixed_pitch ? FLAG_FIXED_PITCH : 0) |
                (face->serif ? FLAG_SERIF : 0) |
                (face->italic_angle ? FLAG_ITALIC : 0);

    bytes_append_string(&entries, "/Type/FontDescriptor/FontName");
    syntax_append_name(&entries, writing->name);
    append_entry(&entries, "/Flags", flags);
    bytes_append_string(&entries, "/FontBBox[");
    for (int i = 0; i < 4; i++) {
        bytes_append_string(&entries, i ? " " : "");
        bytes_append_int(&entries, face->bbox[i]);
    }
    bytes_append_char(&entries, ']');
    append_entry(&entries, "/ItalicAngle", face->italic_angle);
    append_entry(&entries, "/Ascent", face->ascent);
    append_entry(&entries, "/Descent", -face->descent);
    append_entry(&entries, "/CapHeight", face->cap_height);
    append_entry(&entries, "/StemV", face->weight / 5);
    append_reference(&entries, face->is_cff ? "/FontFile3" : "/FontFile2",
                     program);
    objstore_set_dict(writing->store, id, &entries);
    return id;
}

static unsigned write_cid_font(const struct writing *writing,
                               unsigned descriptor)
{
    unsigned id = objstore_reserve(writing->store);
    bool is_cff = writing->font->face->is_cff;
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/Type/Font/Subtype/CIDFontType");
    bytes_append_string(&entries, is_cff ? "0/BaseFont" : "2/BaseFont");
    syntax_append_name(&entries, writing->name);
    bytes_append_string(&entries, "/CIDSystemInfo<</Registry(Adobe)"
                                  "/Ordering(Identity)/Supplement 0>>");
    append_reference(&entries, "/FontDescriptor", descriptor);
    append_widths(&entries, writing);
    if (writing->font->mapped)
        append_reference(&entries, "/CIDToGIDMap", write_map(writing));
    else if (!is_cff)
        bytes_append_string(&entries, "/CIDToGIDMap/Identity");
    objstore_set_dict(writing->store, id, &entries);
    return id;
}

/* A Type0 font with the encoding Identity-H or, `direction` V, -V. */
static void write_type0(const struct writing *writing, unsigned id,
                        char direction, unsigned cid_font, unsigned to_unicode)
{
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/Type/Font/Subtype/Type0/BaseFont");
    syntax_append_name(&entries, writing->name);
    if (writing->font->face->is_cff)
        bytes_printf(&entries, "-Identity-%c", direction);
    bytes_printf(&entries, "/Encoding/Identity-%c/DescendantFonts[", direction);
    bytes_append_int(&entries, cid_font);
    append_reference(&entries, " 0 R]/ToUnicode", to_unicode);
    objstore_set_dict(writing->store, id, &entries);
}

void fontuse_write_font(struct fontuse *uses, struct fontuse_font *font)
{
    struct arena *arena = uses->arena;
    struct writing writing = {
        .font = font,
        .name = subset_name(arena, font),
        .arena = arena,
        .store = uses->store,
    };
    unsigned descriptor;
    unsigned cid_font;
    unsigned to_unicode;

    sort_slots(&writing);
    descriptor =
        write_descriptor(&writing, write_program(&writing, &font->program));
    cid_font = write_cid_font(&writing, descriptor);
    to_unicode = write_to_unicode(&writing);
    write_type0(&writing, font->object, 'H', cid_font, to_unicode);
    if (font->vertical)
        write_type0(&writing, font->vertical, 'V', cid_font, to_unicode);
}
