/* utf8: decoding and counting. Text inside chosho is valid UTF-8. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD UINT32_MAX

/*
 * The code point at `data`, whose length in bytes goes to `len`. Overlong
 * forms, surrogates and values over U+10FFFF give UTF8_BAD and length 1.
 */
static inline uint32_t utf8_decode(const char *data, size_t avail, size_t *len);
uint32_t utf8_decode_any(const char *data, size_t avail, size_t *len);

/* Three bytes but for lead bytes E0 and ED, nearly all of Japanese, need no
 * call. */
static inline uint32_t utf8_decode(const char *data, size_t avail, size_t *len)
{
    const unsigned char *in = (const unsigned char *)data;

    if (in[0] < 0x80) {
        *len = 1;
        return in[0];
    }
    if (in[0] > 0xE0 && in[0] < 0xF0 && in[0] != 0xED && avail > 2 &&
        (in[1] & 0xC0) == 0x80 && (in[2] & 0xC0) == 0x80) {
        *len = 3;
        return (in[0] & 0xFu) << 12 | (in[1] & 0x3Fu) << 6 | (in[2] & 0x3Fu);
    }
    return utf8_decode_any(data, avail, len);
}

/*
 * True for characters that command a terminal or hide and reorder others:
 * controls, U+2028, U+2029, directions, U+FEFF and noncharacters. Line feed
 * and tab are among them.
 */
bool utf8_is_control(uint32_t c);

/* Writes 1 to 4 bytes to `out` and returns how many. */
size_t utf8_encode(uint32_t c, char out[4]);

/* How many code points `len` bytes hold (bad bytes count one each). */
size_t utf8_count(const char *data, size_t len);

/* Offset of the first byte that is not valid, or `len` when all are. */
size_t utf8_valid(const char *data, size_t len);

#endif
