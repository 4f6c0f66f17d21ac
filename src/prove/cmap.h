/*
 * cmap: what the codes of a font stand for: its /ToUnicode (PDF 32000
 * 9.10.3). Codes have one or two bytes, as the code space says.
 */
#ifndef PROVE_CMAP_H
#define PROVE_CMAP_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct bytes;
struct cmap;

/* Reads a CMap; what is wrong in it maps nothing. */
struct cmap *cmap_read(struct arena *arena, const void *data, size_t len);

/*
 * Appends what a shown string stands for, in UTF-8; U+FFFD for a code
 * without meaning. NULL is a font without a CMap.
 */
void cmap_append(const struct cmap *cmap, const char *string, size_t len,
                 struct bytes *out);

/* Appends UTF-16BE as UTF-8; U+FFFD for what is none. */
void cmap_append_utf16(const char *data, size_t len, struct bytes *out);

/* Appends a text string (7.9.2.2) as UTF-8. */
void cmap_append_text(const char *data, size_t len, struct bytes *out);

#endif
