/*
 * The marks that may not begin or end a line: JIS X 4051 (4.3, strict), with
 * the half-width forms that old spreadsheets are full of.
 *
 * The tables are in order of code points, because they are searched by
 * halves; tests/unicode checks the order. All marks lie in the first plane.
 */
#include "unicode/kinsoku.h"

#include <stddef.h>
#include <uchar.h>

#include "unicode/unicode.h"

/* Closing brackets, stops, separators, marks behind a number or word. */
static const char16_t closing[] = u"!),.:;?]}"
                                  u"¢°»"
                                  u"‐–’”‰′″›"
                                  u"℃"
                                  u"、。々〉》」』】〕〗〙〛〜〞〟〻"
                                  u"ゝゞ゠・ヽヾ"
                                  u"！％），．：；？］｝～｠｡｣､･￠";

/* Small kana, sound marks, the long-vowel mark. */
static const char16_t strict_only[] = u"ぁぃぅぇぉっゃゅょゎゕゖ゛゜"
                                      u"ァィゥェォッャュョヮヵヶー"
                                      u"ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
                                      u"ｧｨｩｪｫｬｭｮｯｰﾞﾟ";

static const char16_t opening[] = u"([{"
                                  u"«"
                                  u"‘“‹"
                                  u"〈《「『【〔〖〘〚〝"
                                  u"（［｛｟｢";

static const char16_t prefixes[] = u"#$£¥€№＃＄￡￥";

/* Length of a table without its terminator. */
#define TABLE_LENGTH(table) (sizeof(table) / sizeof *(table)-1)

static bool has_mark(const char16_t *table, size_t count, uint32_t c)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (table[middle] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && table[low] == c;
}

/* Most characters are ideographs: they are in no table. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3400 && c < 0xFE00) || c > 0xFFFF;
}

/* Nor are the letters of the kana in the tables of brackets and stops. */
static bool is_letter(uint32_t c)
{
    return is_ideograph(c) || (c >= 0x3041 && c <= 0x309C) ||
           (c >= 0x30A1 && c <= 0x30FA);
}

bool kinsoku_is_closing(uint32_t c)
{
    return !is_letter(c) && has_mark(closing, TABLE_LENGTH(closing), c);
}

bool kinsoku_is_strict_only(uint32_t c)
{
    return c >= strict_only[0] && !is_ideograph(c) &&
           has_mark(strict_only, TABLE_LENGTH(strict_only), c);
}

bool kinsoku_is_prefix(uint32_t c)
{
    return !is_letter(c) && has_mark(prefixes, TABLE_LENGTH(prefixes), c);
}

bool unicode_is_line_start_forbidden(uint32_t c)
{
    return kinsoku_is_closing(c) || kinsoku_is_strict_only(c);
}

bool unicode_is_line_end_forbidden(uint32_t c)
{
    return !is_letter(c) && has_mark(opening, TABLE_LENGTH(opening), c);
}
