#include "base/bytes.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

void bytes_reserve(struct bytes *bytes, size_t more)
{
    size_t capacity = bytes->capacity ? bytes->capacity : 256;

    if (more > SIZE_MAX / 2 - bytes->len)
        memory_fail();
    if (bytes->len + more <= bytes->capacity)
        return;
    while (capacity < bytes->len + more)
        capacity *= 2;
    bytes->data = memory_realloc(bytes->data, capacity);
    bytes->capacity = capacity;
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct bytes){ 0 };
}

void bytes_vprintf(struct bytes *bytes, const char *format, va_list args)
{
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len <= 0)
        return;
    bytes_reserve(bytes, (size_t)len + 1);
    vsnprintf((char *)bytes->data + bytes->len, (size_t)len + 1, format, args);
    bytes->len += (size_t)len;
}

void bytes_printf(struct bytes *bytes, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    bytes_vprintf(bytes, format, args);
    va_end(args);
}

void bytes_append_int(struct bytes *bytes, int64_t value)
{
    char digits[24];
    size_t n = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--n] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--n] = '-';
    bytes_append(bytes, digits + n, sizeof digits - n);
}

void bytes_append_milli(struct bytes *bytes, int64_t thousandths)
{
    uint64_t rest =
        thousandths < 0 ? 0 - (uint64_t)thousandths : (uint64_t)thousandths;
    unsigned fraction = (unsigned)(rest % 1000);
    char digits[4] = { '.', (char)('0' + fraction / 100),
                       (char)('0' + fraction / 10 % 10),
                       (char)('0' + fraction % 10) };
    size_t len = 4;

    if (thousandths < 0)
        bytes_append_char(bytes, '-');
    bytes_append_int(bytes, (int64_t)(rest / 1000));
    while (len > 1 && digits[len - 1] == '0')
        len--;
    if (len > 1)
        bytes_append(bytes, digits, len);
}
