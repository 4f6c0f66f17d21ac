/* Values as words, in the way all outputs of this folder write them. */
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "data/inside.h"
#include "unicode/unicode.h"

void data_put_words(const struct text *text, struct bytes *out)
{
    for (size_t i = 0; i < text->count; i++)
        bytes_append(out, text->items[i].utf8, text->items[i].len);
}

/* Bytes of a sign of the notation that `len` bytes begin with, or 0. */
static size_t match_sign(const char *utf8, size_t len)
{
    const char *const signs[] = { unicode_ruby_bar, unicode_ruby_open,
                                  unicode_ruby_close };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i]);

        if (n <= len && !memcmp(utf8, signs[i], n))
            return n;
    }
    return 0;
}

/* Signs that stand for themselves are doubled. */
static void put_doubled(const struct span *span, struct bytes *out)
{
    for (size_t i = 0; i < span->len;) {
        size_t sign = match_sign(span->utf8 + i, span->len - i);

        if (sign)
            bytes_append(out, span->utf8 + i, sign);
        bytes_append(out, span->utf8 + i, sign ? sign : 1);
        i += sign ? sign : 1;
    }
}

void data_put_notation(const struct text *text, struct bytes *out)
{
    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        if (!span->ruby && !span->lang) {
            put_doubled(span, out);
            continue;
        }
        bytes_append_string(out, unicode_ruby_bar);
        bytes_append(out, span->utf8, span->len);
        bytes_append_string(out, unicode_ruby_open);
        bytes_append_string(out, span->ruby ? "" : ":");
        bytes_append_string(out, span->ruby ? span->ruby : span->lang);
        bytes_append_string(out, unicode_ruby_close);
    }
}

void data_put_number(const struct value *value, struct bytes *out)
{
    char digits[32];
    int64_t number = value->number;
    int len = snprintf(digits, sizeof digits, "%0*lld", value->decimals + 1,
                       (long long)(number < 0 ? -number : number));
    size_t whole = (size_t)(len - value->decimals);

    if (number < 0)
        bytes_append_char(out, '-');
    bytes_append(out, digits, whole);
    if (!value->decimals)
        return;
    bytes_append_char(out, '.');
    bytes_append(out, digits + whole, (size_t)value->decimals);
}

void data_put_date(const struct value *value, struct bytes *out)
{
    bytes_printf(out, "%04d-%02d-%02d", value->year, value->month, value->day);
}

const struct value *data_lookup_use(const struct data_model *model,
                                    const struct data_document *document,
                                    const char *use)
{
    const struct value *value = record_lookup_use(document->record, use);

    return value && value->present &&
                   form_concerns(value->field, model->stage->id)
               ? value
               : NULL;
}
