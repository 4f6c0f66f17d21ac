/* flate: bytes to /FlateDecode form (zlib) with libdeflate. */
#ifndef PDF_FLATE_H
#define PDF_FLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes;
struct flate;

/* The caller frees it with flate_free(). */
struct flate *flate_new(void);
void flate_free(struct flate *flate);

/*
 * Deflates `data` in place and returns true, unless that would save less
 * than the filter's own entry in the stream dictionary costs. A NULL
 * `flate` never deflates.
 */
bool flate_pack(struct flate *flate, struct bytes *data);

/*
 * The same, as fast as flate_hurry() asked for: for the many streams of a
 * book. Without that call as flate_pack().
 */
bool flate_pack_many(struct flate *flate, struct bytes *data);
void flate_hurry(struct flate *flate);

/* The same for what may be a font: large ones are deflated in less time. */
bool flate_pack_font(struct flate *flate, struct bytes *data);

/* CRC-32. */
uint32_t flate_checksum(const void *data, size_t len);

/* Deflates, whatever it saves; `flate` is not NULL. */
void flate_pack_always(struct flate *flate, struct bytes *data);

#endif
