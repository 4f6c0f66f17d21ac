/*
 * bytes: a growable byte buffer, and the few ways outputs are written into
 * it. Numbers are written without printf's locale: the same bytes anywhere.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
    unsigned char *data; /* owned; NULL while empty */
    size_t len;
    size_t capacity;
};

/* Gives the memory back; the buffer is empty and usable again. */
void bytes_free(struct bytes *bytes);

/* Room for `more` bytes behind what is there. */
void bytes_reserve(struct bytes *bytes, size_t more);

/*
 * The writers of a file call these thousands of times a page, nearly
 * always with room to spare: that case is in line.
 */
static inline void bytes_append(struct bytes *bytes, const void *data,
                                size_t len)
{
    if (!len)
        return;
    if (bytes->capacity - bytes->len < len)
        bytes_reserve(bytes, len);
    memcpy(bytes->data + bytes->len, data, len);
    bytes->len += len;
}

static inline void bytes_append_string(struct bytes *bytes, const char *string)
{
    bytes_append(bytes, string, strlen(string));
}

static inline void bytes_append_char(struct bytes *bytes, char c)
{
    if (bytes->len == bytes->capacity)
        bytes_reserve(bytes, 1);
    bytes->data[bytes->len++] = (unsigned char)c;
}

void bytes_printf(struct bytes *bytes, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void bytes_vprintf(struct bytes *bytes, const char *format, va_list args);

/* A whole number in decimal. */
void bytes_append_int(struct bytes *bytes, int64_t value);

/*
 * A number given in thousandths, with at most three decimals and no
 * trailing zeros: 841890 gives "841.89", -500 gives "-0.5", 7000 gives "7".
 */
void bytes_append_milli(struct bytes *bytes, int64_t thousandths);

#endif
