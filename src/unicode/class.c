/* What kind of character a code point is, from ICU's properties. */
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "unicode/unicode.h"

bool unicode_is_variation_selector(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) ||
           (c >= 0x180B && c <= 0x180F && c != 0x180E);
}

bool unicode_is_ignorable(uint32_t c)
{
    /* Kana, ideographs, full-width forms: most of what is asked about. */
    if (c < 0xAD || (c > 0x3164 && c < 0xFE00) || (c > 0x2FFF && c < 0x3164) ||
        (c > 0xFEFF && c < 0xFFA0))
        return false;
    return u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool unicode_is_control(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return false;
    if (c > 0x10FFFF)
        return true;
    switch (u_charType((UChar32)c)) {
    case U_CONTROL_CHAR:
    case U_UNASSIGNED: /* noncharacters too */
    case U_SURROGATE:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
        return true;
    default:
        return false;
    }
}

bool unicode_is_private_use(uint32_t c)
{
    return c <= 0x10FFFF && u_charType((UChar32)c) == U_PRIVATE_USE_CHAR;
}

bool unicode_is_mark(uint32_t c)
{
    return c >= 0x300 && c <= 0x10FFFF &&
           (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

/*
 * Grapheme clusters, UAX #29 GB3-GB13 with extended clusters. `left` and
 * `right` are Grapheme_Cluster_Break values; `pictograph`: the cluster is
 * an emoji and its extenders so far, so that a ZWJ may join the next one.
 * Regional indicators are dealt with by the caller, who counts them.
 */
static bool stays_together(int left, int right, bool pictograph, uint32_t c)
{
    bool control = left == U_GCB_CONTROL || left == U_GCB_CR ||
                   left == U_GCB_LF || right == U_GCB_CONTROL ||
                   right == U_GCB_CR || right == U_GCB_LF;

    if (control)
        return left == U_GCB_CR && right == U_GCB_LF;
    if (right == U_GCB_EXTEND || right == U_GCB_ZWJ ||
        right == U_GCB_SPACING_MARK || left == U_GCB_PREPEND)
        return true;
    if (left == U_GCB_L)
        return right == U_GCB_L || right == U_GCB_V || right == U_GCB_LV ||
               right == U_GCB_LVT;
    if (left == U_GCB_LV || left == U_GCB_V)
        return right == U_GCB_V || right == U_GCB_T;
    if (left == U_GCB_LVT || left == U_GCB_T)
        return right == U_GCB_T;
    return left == U_GCB_ZWJ && pictograph &&
           u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

static int cluster_class(uint32_t c)
{
    if (c == UTF8_BAD)
        return U_GCB_CONTROL;
    return u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK);
}

size_t unicode_cluster_end(const char *utf8, size_t len, size_t at)
{
    size_t n;
    size_t flags = 0; /* regional indicators so far */
    bool pictograph = false;
    uint32_t c;
    int left;

    if (at >= len)
        return len;
    c = utf8_decode(utf8 + at, len - at, &n);
    if (unicode_is_plain(c)) {
        size_t skip;

        if (at + n == len ||
            unicode_is_plain(utf8_decode(utf8 + at + n, len - at - n, &skip)))
            return at + n;
    }
    left = cluster_class(c);
    for (;;) {
        int right;

        if (left == U_GCB_REGIONAL_INDICATOR)
            flags++;
        if (c != UTF8_BAD && c >= 0xA9 &&
            u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC))
            pictograph = true;
        else if (left != U_GCB_EXTEND && left != U_GCB_ZWJ)
            pictograph = false;
        at += n;
        if (at >= len)
            return len;
        c = utf8_decode(utf8 + at, len - at, &n);
        right = cluster_class(c);
        if (left == U_GCB_REGIONAL_INDICATOR && right == left && flags == 1) {
            left = right;
            continue;
        }
        if (!stays_together(left, right, pictograph, c))
            return at;
        left = right;
    }
}
