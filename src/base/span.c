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

const struct span *text_span_at(const struct text *text, size_t offset,
                                size_t *within)
{
    const struct span *span = NULL;

    for (size_t i = 0; i < text->count; i++) {
        span = &text->items[i];
        if (offset < span->len || i + 1 == text->count)
            break;
        offset -= span->len;
    }
    *within = !span || offset < span->len ? offset : span->len;
    return span;
}

struct position text_position(const struct text *text, size_t offset)
{
    size_t within;
    const struct span *span = text_span_at(text, offset, &within);

    if (!span)
        return (struct position){ 0 };
    return position_right(span->at, (int)utf8_count(span->utf8, within));
}
