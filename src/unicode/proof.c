/* What the rules for official writing ask of characters and words. */
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "unicode/unicode.h"

enum unicode_bracket unicode_bracket(uint32_t c)
{
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_BIDI_PAIRED_BRACKET_TYPE)) {
    case U_BPT_OPEN:
        return UNICODE_BRACKET_OPEN;
    case U_BPT_CLOSE:
        return UNICODE_BRACKET_CLOSE;
    default:
        return UNICODE_BRACKET_NONE;
    }
}

uint32_t unicode_bracket_partner(uint32_t c)
{
    return (uint32_t)u_getBidiPairedBracket((UChar32)c);
}

bool unicode_is_machine_dependent(uint32_t c)
{
    return (c >= 0x2460 && c <= 0x24FF) || /* enclosed alphanumerics */
           (c >= 0x2160 && c <= 0x2188) || /* Roman numerals */
           (c >= 0x2776 && c <= 0x2793) || /* dingbat numbers */
           (c >= 0x3200 && c <= 0x33FF) || /* enclosed and squared CJK */
           (c >= 0x1F100 && c <= 0x1F2FF) || c == 0x2116 || c == 0x2121 ||
           c == 0x301D || c == 0x301E || c == 0x301F;
}

/* UTF-16 for ICU; its length goes to `len`. NULL when it cannot be had. */
static UChar *to_utf16(struct arena *arena, const char *utf8, int32_t *len)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar *out = arena_calloc(arena, (size_t)*len + 1, sizeof *out);

    u_strFromUTF8(out, *len + 1, len, utf8, *len, &error);
    return U_SUCCESS(error) ? out : NULL;
}

char *unicode_normalize(struct arena *arena, const char *utf8, size_t len)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    int32_t count = (int32_t)len;
    UChar *from = to_utf16(arena, utf8, &count);
    int32_t room = count * 18 + 1; /* the most a character can grow */
    UChar *to = arena_calloc(arena, (size_t)room, sizeof *to);
    char *out;
    int32_t bytes = 0;

    if (U_FAILURE(error) || !from)
        return arena_copy(arena, utf8, len);
    count = unorm2_normalize(nfkc, from, count, to, room, &error);
    if (U_FAILURE(error))
        return arena_copy(arena, utf8, len);
    out = arena_alloc(arena, (size_t)count * 3 + 1);
    u_strToUTF8(out, count * 3 + 1, &bytes, to, count, &error);
    return U_SUCCESS(error) ? out : arena_copy(arena, utf8, len);
}

bool unicode_is_inside_word(const char *utf8, size_t len, size_t at)
{
    UErrorCode error = U_ZERO_ERROR;
    struct arena *arena = arena_new();
    int32_t count = (int32_t)len;
    int32_t before = (int32_t)at;
    UChar *text = to_utf16(arena, utf8, &count);
    UBreakIterator *words = NULL;
    bool inside = false;

    if (text && to_utf16(arena, utf8, &before))
        words = ubrk_open(UBRK_WORD, "ja", text, count, &error);
    if (words && U_SUCCESS(error))
        inside = !ubrk_isBoundary(words, before);
    if (words)
        ubrk_close(words);
    arena_free(arena);
    return inside;
}
