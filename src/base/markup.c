#include "base/markup.h"

#include "base/bytes.h"

const char *markup_entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

void markup_append(struct bytes *out, const char *utf8, size_t len)
{
    size_t from = 0;

    for (size_t i = 0; i < len; i++) {
        const char *entity = markup_entity(utf8[i]);

        if (!entity)
            continue;
        bytes_append(out, utf8 + from, i - from);
        bytes_append_string(out, entity);
        from = i + 1;
    }
    bytes_append(out, utf8 + from, len - from);
}
