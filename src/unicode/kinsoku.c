/*
 * The character classes of JLREQ (Appendix A), and kinsoku by them (JLREQ
 * 3.1.7 and 3.1.8, JIS X 4051 4.3), with the half-width forms that old
 * spreadsheets are full of.
 *
 * Where a mark of ASCII has a full-width twin it is in the twin's class, as
 * far as lines are concerned; its width tells the two apart for spacing.
 * Half-width sound marks are in the class of small kana: neither may begin a
 * line.
 */
#include "unicode/kinsoku.h"

#include <string.h>
#include <uchar.h>

#include "base/utf8.h"

/* The marks of each class; letters and digits are told by range. */
static const struct marks {
    enum unicode_class class;
    const char16_t *marks;
} tables[] = {
    { UNICODE_COMMAS, u"、，､," },
    { UNICODE_FULL_STOPS, u"。．｡." },
    { UNICODE_OPENING, u"（「『【〔［｛〈《〖〘〚〝“‘｟｢«‹([{" },
    { UNICODE_CLOSING, u"）」』】〕］｝〉》〗〙〛〞〟”’｠｣»›)]}" },
    { UNICODE_MIDDLE_DOTS, u"・：；･:;" },
    { UNICODE_DIVIDING, u"！？!?" },
    { UNICODE_LONG_VOWEL, u"ーｰ" },
    { UNICODE_HYPHENS, u"～〜゠‐–" },
    { UNICODE_POSTFIXED, u"％‰℃°′″￠%¢" },
    { UNICODE_PREFIXED, u"￥＄￡＃№¥$£€#" },
    { UNICODE_ITERATION, u"々〻ゝゞヽヾ" },
    { UNICODE_INSEPARABLE, u"―…‥—〳〴〵" },
    { UNICODE_SMALL_KANA, u"゛゜" },
};

/* Ideographs that are no marks, most of what there is. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3400 && c < 0xFF00) || c > 0xFFFF;
}

static enum unicode_class kana_class(uint32_t c)
{
    enum unicode_class full = c < 0x30A0 ? UNICODE_HIRAGANA : UNICODE_KATAKANA;

    switch (c < 0x30A0 ? c + 0x60 : c) {
    case u'ァ':
    case u'ィ':
    case u'ゥ':
    case u'ェ':
    case u'ォ':
    case u'ッ':
    case u'ャ':
    case u'ュ':
    case u'ョ':
    case u'ヮ':
    case u'ヵ':
    case u'ヶ':
        return UNICODE_SMALL_KANA;
    default:
        return full;
    }
}

static bool is_halfwidth_small(uint32_t c)
{
    return (c >= u'ｧ' && c <= u'ｯ') || c == u'ﾞ' || c == u'ﾟ';
}

static enum unicode_class other_class(uint32_t c)
{
    if (c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A))
        return UNICODE_WESTERN_SPACE;
    if (c == 0x3000)
        return UNICODE_IDEOGRAPHIC_SPACE;
    if (c >= 0x31F0 && c <= 0x31FF)
        return UNICODE_SMALL_KANA;
    if (c >= 0x3300 && c <= 0x33FF)
        return UNICODE_UNITS; /* squared units */
    if (c >= 0xFF66 && c <= 0xFF9F)
        return is_halfwidth_small(c) ? UNICODE_SMALL_KANA : UNICODE_KATAKANA;
    if (c < 0x250 || (c >= 0x370 && c < 0x530))
        return c == 0xD7 || c == 0xF7 || c == 0xB1 ? UNICODE_IDEOGRAPHIC
                                                   : UNICODE_WESTERN;
    return UNICODE_IDEOGRAPHIC; /* signs and full-width letters too */
}

enum unicode_class unicode_jlreq_class(uint32_t c)
{
    if (is_ideograph(c))
        return UNICODE_IDEOGRAPHIC;
    if ((c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA))
        return kana_class(c);
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
        return UNICODE_WESTERN;
    if (c == 0)
        return UNICODE_WESTERN;
    if (unicode_digit(c) >= 0) /* full-width ones are signs */
        return c > '9' ? UNICODE_IDEOGRAPHIC : UNICODE_NUMERALS;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const char16_t *mark = tables[i].marks; *mark; mark++)
            if (*mark == c)
                return tables[i].class;
    return other_class(c);
}

bool kinsoku_is_listed(const char *list, uint32_t c)
{
    size_t len = strlen(list);
    size_t n;

    for (size_t at = 0; at < len; at += n)
        if (utf8_decode(list + at, len - at, &n) == c)
            return true;
    return false;
}

bool unicode_is_line_start_forbidden(uint32_t c)
{
    static const struct unicode_kinsoku strict = { .strict = true };

    return kinsoku_forbids_start(&strict, c, unicode_jlreq_class(c));
}

bool unicode_is_line_end_forbidden(uint32_t c)
{
    return unicode_jlreq_class(c) == UNICODE_OPENING;
}
