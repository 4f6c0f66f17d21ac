#include "prove/cmap.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/utf8.h"
#include "prove/token.h"

enum {
    CODES = 65536,
    MEANING_LIMIT = 256,   /* bytes of UTF-16 a code may stand for */
    TEXT_LIMIT = 16 << 20, /* bytes all codes together stand for */
    REPLACEMENT = 0xFFFD,
};

struct meaning {
    uint32_t start; /* in the text */
    uint32_t len;   /* 0: none */
};

struct cmap {
    struct arena *arena;
    bool wide; /* codes have two bytes */
    struct meaning *codes;
    struct {
        char *items;
        size_t count;
        size_t capacity;
    } text;
};

/* ---- texts --------------------------------------------------------------- */

static void append_code_point(uint32_t c, struct bytes *out)
{
    char utf8[4];

    /* NUL is no character of a text; here it would end one. */
    bytes_append(out, utf8, utf8_encode(c ? c : (uint32_t)REPLACEMENT, utf8));
}

static uint32_t unit_at(const char *data, size_t at)
{
    return (uint32_t)((unsigned char)data[at] << 8 |
                      (unsigned char)data[at + 1]);
}

void cmap_append_utf16(const char *data, size_t len, struct bytes *out)
{
    for (size_t i = 0; i + 1 < len; i += 2) {
        uint32_t c = unit_at(data, i);

        if (c >= 0xD800 && c < 0xDC00 && i + 3 < len) {
            uint32_t low = unit_at(data, i + 2);

            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        append_code_point(c >= 0xD800 && c < 0xE000 ? REPLACEMENT : c, out);
    }
    if (len % 2)
        append_code_point(REPLACEMENT, out);
}

void cmap_append_text(const char *data, size_t len, struct bytes *out)
{
    if (len >= 2 && !memcmp(data, "\xFE\xFF", 2)) {
        cmap_append_utf16(data + 2, len - 2, out);
        return;
    }
    if (len >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3)) {
        for (size_t i = 3; i < len; i++)
            bytes_append_char(out, data[i] ? data[i] : '?');
        return;
    }
    /* PDFDocEncoding; our writer uses no more of it than ASCII. */
    for (size_t i = 0; i < len; i++)
        append_code_point((unsigned char)data[i] < 0x80 ? (unsigned char)data[i]
                                                        : (uint32_t)REPLACEMENT,
                          out);
}

/* ---- reading ------------------------------------------------------------- */

static uint32_t code_of(const char *string, size_t len)
{
    uint32_t code = 0;

    for (size_t i = 0; i < len && i < 4; i++)
        code = code << 8 | (unsigned char)string[i];
    return code;
}

/* `step`: is added to the last UTF-16 unit, as ranges do. */
static void set_code(struct cmap *cmap, uint32_t code, const char *utf16,
                     size_t len, uint32_t step)
{
    char units[MEANING_LIMIT];
    struct bytes utf8 = { 0 };
    uint32_t last;

    if (code >= CODES || len < 2 || len > sizeof units ||
        cmap->text.count > TEXT_LIMIT)
        return;
    memcpy(units, utf16, len);
    last = unit_at(units, len - 2) + step;
    units[len - 2] = (char)(last >> 8 & 0xFF);
    units[len - 1] = (char)(last & 0xFF);
    cmap_append_utf16(units, len, &utf8);
    cmap->codes[code] =
        (struct meaning){ (uint32_t)cmap->text.count, (uint32_t)utf8.len };
    for (size_t i = 0; i < utf8.len; i++)
        *LIST_ADD(cmap->arena, &cmap->text) = (char)utf8.data[i];
    bytes_free(&utf8);
}

enum section { NOTHING, SPACE, CHARS, RANGES };

struct reading {
    struct cmap *cmap;
    struct tokens tokens;
    enum section section;
    struct token strings[3]; /* seen of an entry */
    size_t count;
};

static void read_array(struct reading *reading)
{
    struct tokens *tokens = &reading->tokens;
    const char *low = token_text(tokens, reading->strings[0]);
    uint32_t code = code_of(low, reading->strings[0].len);
    uint32_t last = code_of(token_text(tokens, reading->strings[1]),
                            reading->strings[1].len);
    struct token token;

    while ((token = tokens_next(tokens)).kind == TOKEN_STRING)
        if (code <= last)
            set_code(reading->cmap, code++, token_text(tokens, token),
                     token.len, 0);
    reading->count = 0;
}

static void end_entry(struct reading *reading)
{
    struct tokens *tokens = &reading->tokens;
    struct token *strings = reading->strings;
    uint32_t code = code_of(token_text(tokens, strings[0]), strings[0].len);
    uint32_t last = code_of(token_text(tokens, strings[1]), strings[1].len);
    struct token value = strings[reading->section == CHARS ? 1 : 2];

    reading->count = 0;
    if (reading->section == SPACE)
        reading->cmap->wide |= strings[0].len > 1;
    if (reading->section == SPACE)
        return;
    if (reading->section == CHARS)
        last = code;
    for (uint32_t i = code; i <= last && i < CODES; i++)
        set_code(reading->cmap, i, token_text(tokens, value), value.len,
                 i - code);
}

static void read_section(struct reading *reading, const char *word)
{
    static const struct {
        const char *word;
        enum section section;
    } words[] = {
        { "begincodespacerange", SPACE },
        { "beginbfchar", CHARS },
        { "beginbfrange", RANGES },
    };

    reading->section = NOTHING;
    reading->count = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].word, word))
            reading->section = words[i].section;
}

struct cmap *cmap_read(struct arena *arena, const void *data, size_t len)
{
    struct cmap *cmap = arena_alloc(arena, sizeof *cmap);
    struct reading reading = { .cmap = cmap,
                               .tokens = tokens_begin(data, len) };
    struct token token;

    cmap->arena = arena;
    cmap->codes = arena_calloc(arena, CODES, sizeof *cmap->codes);
    while ((token = tokens_next(&reading.tokens)).kind != TOKEN_END) {
        size_t wanted = reading.section == RANGES ? 3 : 2;

        if (token.kind == TOKEN_WORD)
            read_section(&reading, token_text(&reading.tokens, token));
        else if (reading.section && token.kind == TOKEN_STRING)
            reading.strings[reading.count++] = token;
        else if (reading.count == 2 && token.kind == TOKEN_ARRAY_OPEN)
            read_array(&reading);
        if (reading.section && reading.count == wanted)
            end_entry(&reading);
        if (!reading.count)
            reading.tokens.text.len = 0;
    }
    tokens_end(&reading.tokens);
    return cmap;
}

void cmap_append(const struct cmap *cmap, const char *string, size_t len,
                 struct bytes *out)
{
    size_t width = cmap && cmap->wide ? 2 : 1;

    for (size_t i = 0; i < len; i += width) {
        size_t n = len - i < width ? len - i : width;
        struct meaning meaning = { 0 };

        if (cmap && n == width)
            meaning = cmap->codes[code_of(string + i, n)];
        if (meaning.len)
            bytes_append(out, cmap->text.items + meaning.start, meaning.len);
        else
            append_code_point(REPLACEMENT, out);
    }
}
