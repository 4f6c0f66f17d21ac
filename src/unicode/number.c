/* Digits and the signs records are numbered with. */
#include "base/arena.h"
#include "base/utf8.h"
#include "unicode/unicode.h"

static char *format_fullwidth(struct arena *arena, size_t number)
{
    char *decimal = arena_printf(arena, "%zu", number);
    char out[3 * 20 + 1]; /* SIZE_MAX has 20 digits, of 3 bytes each */
    size_t len = 0;

    for (const char *at = decimal; *at; at++)
        len += utf8_encode(0xFF10 + (uint32_t)(*at - '0'), out + len);
    return arena_copy(arena, out, len);
}

/* ① to ⑳, ㉑ to ㉟, ㊱ to ㊿: three stretches of the code table. */
static char *format_circled(struct arena *arena, size_t number)
{
    char out[4];
    uint32_t c;

    if (number >= 1 && number <= 20)
        c = 0x2460 + (uint32_t)number - 1;
    else if (number >= 21 && number <= 35)
        c = 0x3251 + (uint32_t)number - 21;
    else if (number >= 36 && number <= 50)
        c = 0x32B1 + (uint32_t)number - 36;
    else
        return NULL;
    return arena_copy(arena, out, utf8_encode(c, out));
}

char *unicode_format_number(struct arena *arena, size_t number,
                            enum unicode_numbering style)
{
    switch (style) {
    case UNICODE_FULLWIDTH:
        return format_fullwidth(arena, number);
    case UNICODE_CIRCLED:
        return format_circled(arena, number);
    case UNICODE_DECIMAL:
        break;
    }
    return arena_printf(arena, "%zu", number);
}

char *unicode_format_amount(struct arena *arena, int64_t number, int decimals)
{
    char digits[64];
    char *end = digits + sizeof digits - 1;
    char *at = end;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;

    *at = '\0';
    for (int i = 0; i < decimals; i++, left /= 10)
        *--at = (char)('0' + left % 10);
    if (decimals)
        *--at = '.';
    for (int i = 0; i == 0 || left; i++, left /= 10) {
        if (i && i % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + left % 10);
    }
    return arena_printf(arena, "%s%s", number < 0 ? "△" : "", at);
}
