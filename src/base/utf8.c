#include "base/utf8.h"

#include <stdbool.h>

static bool continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* A form of three bytes, which is nearly all of Japanese. */
static uint32_t decode_three(const unsigned char *in, size_t *len)
{
    uint32_t c = (in[0] & 0xFu) << 12 | (in[1] & 0x3Fu) << 6 | (in[2] & 0x3Fu);

    if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))
        return UTF8_BAD;
    *len = 3;
    return c;
}

uint32_t utf8_decode_any(const char *data, size_t avail, size_t *len)
{
    const unsigned char *in = (const unsigned char *)data;
    uint32_t c;

    *len = 1;
    if (in[0] < 0x80)
        return in[0];
    if ((in[0] & 0xE0) == 0xC0 && avail > 1 && continues(in[1])) {
        c = (in[0] & 0x1Fu) << 6 | (in[1] & 0x3Fu);
        *len = c < 0x80 ? 1 : 2;
        return c < 0x80 ? UTF8_BAD : c;
    }
    if (avail < 3 || !continues(in[1]) || !continues(in[2]))
        return UTF8_BAD;
    if ((in[0] & 0xF0) == 0xE0)
        return decode_three(in, len);
    if ((in[0] & 0xF8) != 0xF0 || avail < 4 || !continues(in[3]))
        return UTF8_BAD;
    c = (in[0] & 0x7u) << 18 | (in[1] & 0x3Fu) << 12 | (in[2] & 0x3Fu) << 6 |
        (in[3] & 0x3Fu);
    if (c < 0x10000 || c > 0x10FFFF)
        return UTF8_BAD;
    *len = 4;
    return c;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (len == 1) {
        out[0] = (char)c;
        return 1;
    }
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)((0xF00u >> len & 0xF0) | c);
    return len;
}

size_t utf8_count(const char *data, size_t len)
{
    size_t count = 0;

    for (size_t at = 0, n; at < len; at += n) {
        utf8_decode(data + at, len - at, &n);
        count++;
    }
    return count;
}

size_t utf8_valid(const char *data, size_t len)
{
    size_t at = 0;
    size_t n;

    while (at < len && utf8_decode(data + at, len - at, &n) != UTF8_BAD)
        at += n;
    return at;
}

bool utf8_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}
