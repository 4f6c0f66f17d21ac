#include "base/span.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

void text_add(struct arena *arena, struct text *text, struct span span)
{
    *LIST_ADD(arena, text) = span;
}

void text_add_all(struct arena *arena, struct text *text,
                  const struct text *more)
{
    for (size_t i = 0; i < more->count; i++)
        text_add(arena, text, more->items[i]);
}

struct text text_from_span(struct arena *arena, struct span span)
{
    struct text text = { 0 };

    text_add(arena, &text, span);
    return text;
}

size_t text_length(const struct text *text)
{
    size_t len = 0;

    for (size_t i = 0; i < text->count; i++)
        len += text->items[i].len;
    return len;
}

char *text_join(struct arena *arena, const struct text *text)
{
    char *out = arena_alloc(arena, text_length(text) + 1);
    size_t at = 0;

    for (size_t i = 0; i < text->count; i++) {
        if (text->items[i].len)
            memcpy(out + at, text->items[i].utf8, text->items[i].len);
        at += text->items[i].len;
    }
    return out;
}

struct position text_position(const struct text *text, size_t offset,
                              const struct span **span)
{
    const struct span *last = NULL;

    for (size_t i = 0; i < text->count; i++) {
        last = &text->items[i];
        if (offset < last->len || i + 1 == text->count)
            break;
        offset -= last->len;
    }
    if (span)
        *span = last;
    if (!last)
        return (struct position){ 0 };
    if (offset > last->len)
        offset = last->len;
    return position_right(last->at, (int)utf8_count(last->utf8, offset));
}
