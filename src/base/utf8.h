/* utf8: decoding and counting. Text inside chosho is valid UTF-8. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD UINT32_MAX

/*
 * The code point at `data`, whose length in bytes goes to `len`. Overlong
 * forms, surrogates and values over U+10FFFF give UTF8_BAD and length 1.
 */
uint32_t utf8_decode(const char *data, size_t avail, size_t *len);

/* Writes 1 to 4 bytes to `out` and returns how many. */
size_t utf8_encode(uint32_t c, char out[4]);

/* How many code points `len` bytes hold (bad bytes count one each). */
size_t utf8_count(const char *data, size_t len);

/* Offset of the first byte that is not valid, or `len` when all are. */
size_t utf8_valid(const char *data, size_t len);

#endif
