/*
 * serial: numbered objects written one after the other as a PDF file.
 *
 * Packed, all objects but streams go into object streams and the end of
 * the file is a cross-reference stream (PDF 32000 7.5.7, 7.5.8): on a sheet
 * whose cells are objects this halves the file. Plain, every object stands
 * on its own in front of a classic table.
 */
#ifndef PDF_SERIAL_H
#define PDF_SERIAL_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct flate;
struct serial;

enum { SERIAL_DIGEST = 16 };

/*
 * Starts a file at the end of `out`. Objects have the numbers 1 to
 * `objects`; those never written become free entries. A NULL `flate` means
 * plain. The caller frees it with serial_free().
 */
struct serial *serial_new(struct bytes *out, unsigned objects,
                          struct flate *flate);
void serial_free(struct serial *serial);

/* An object that is not a stream; `value` is all between obj and endobj. */
void serial_add_object(struct serial *serial, unsigned id,
                       const struct bytes *value);

/* `entries`: of the dictionary without brackets, /Length and /Filter. */
void serial_add_stream(struct serial *serial, unsigned id,
                       const struct bytes *entries, const struct bytes *data,
                       bool deflated);

/* Ends the objects; what was written so far is what an ID can be made of. */
void serial_end_objects(struct serial *serial);

/* Cross-reference and trailer. */
void serial_end(struct serial *serial, unsigned root, unsigned info,
                const unsigned char digest[SERIAL_DIGEST]);

#endif
