#include "base/utf8.h"

uint32_t utf8_decode(const char *data, size_t avail, size_t *len)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char lead = (unsigned char)data[0];
    size_t need = lead < 0x80             ? 1
                  : (lead & 0xE0) == 0xC0 ? 2
                  : (lead & 0xF0) == 0xE0 ? 3
                  : (lead & 0xF8) == 0xF0 ? 4
                                          : 0;
    uint32_t c;

    *len = 1;
    if (need == 1)
        return lead;
    if (need == 0 || need > avail)
        return UTF8_BAD;
    c = lead & (0xFFu >> (need + 1));
    for (size_t i = 1; i < need; i++) {
        unsigned char next = (unsigned char)data[i];

        if ((next & 0xC0) != 0x80)
            return UTF8_BAD;
        c = c << 6 | (next & 0x3F);
    }
    if (c < least[need] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return UTF8_BAD;
    *len = need;
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
