#include "pdf/syntax.h"

#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"

static const char digits[] = "0123456789ABCDEF";

void syntax_append_hex4(struct bytes *out, unsigned value)
{
    const char hex[4] = { digits[value >> 12 & 15], digits[value >> 8 & 15],
                          digits[value >> 4 & 15], digits[value & 15] };

    bytes_append(out, hex, sizeof hex);
}

void syntax_append_utf16(struct bytes *out, const char *utf8, size_t len)
{
    size_t step;

    for (size_t i = 0; i < len; i += step) {
        uint32_t c = utf8_decode(utf8 + i, len - i, &step);

        if (c == UTF8_BAD) {
            c = 0xFFFD;
            step = 1;
        }
        if (c >= 0x10000) {
            syntax_append_hex4(out, 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        syntax_append_hex4(out, c);
    }
}

void syntax_append_text(struct bytes *out, const char *utf8, size_t len)
{
    bytes_append_string(out, "<FEFF");
    syntax_append_utf16(out, utf8, len);
    bytes_append_char(out, '>');
}

void syntax_append_string(struct bytes *out, const char *string)
{
    bytes_append_char(out, '(');
    while (*string) {
        size_t plain = strcspn(string, "()\\");

        bytes_append(out, string, plain);
        string += plain;
        if (*string) {
            bytes_append_char(out, '\\');
            bytes_append_char(out, *string++);
        }
    }
    bytes_append_char(out, ')');
}

void syntax_append_name(struct bytes *out, const char *name)
{
    bytes_append_char(out, '/');
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;

        if (c > ' ' && c < 0x7F && !strchr("#()<>[]{}/%", c)) {
            bytes_append_char(out, (char)c);
        } else {
            const char hex[3] = { '#', digits[c >> 4], digits[c & 15] };

            bytes_append(out, hex, sizeof hex);
        }
    }
}

void syntax_append_xml(struct bytes *out, const char *utf8)
{
    for (; *utf8; utf8++) {
        if (*utf8 == '&')
            bytes_append_string(out, "&amp;");
        else if (*utf8 == '<')
            bytes_append_string(out, "&lt;");
        else if (*utf8 == '>')
            bytes_append_string(out, "&gt;");
        else
            bytes_append_char(out, *utf8);
    }
}
