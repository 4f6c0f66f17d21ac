/*
 * markup: words as text of HTML. The four signs that could end a text or
 * an attribute are written as entities, so that nothing in a source can
 * become a tag.
 */
#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

#include <stddef.h>

struct bytes;

/* "&amp;" for "&", likewise for "<", ">" and the double quote; else NULL. */
const char *markup_entity(char c);

/* Words between tags or in an attribute's double quotes. */
void markup_append(struct bytes *out, const char *utf8, size_t len);

#endif
