/*
 * objstore: the objects of a PDF document.
 *
 * libharu keeps them: it numbers objects, builds the page tree and the
 * catalogue, and objstore.c is the only file that sees its headers. What an
 * object says is handed over as finished PDF syntax, in byte buffers the
 * store takes over (the caller's buffer is empty afterwards). "Entries" are
 * those of a dictionary, without the brackets around them.
 *
 * libharu's errors stay with the document: after one, calls do nothing, ids
 * are 0, and objstore_write() returns false.
 */
#ifndef PDF_OBJSTORE_H
#define PDF_OBJSTORE_H

#include <stdbool.h>
#include <stdint.h>

struct bytes;
struct objstore;

/*
 * A document without pages. `plain` leaves streams as they are and writes
 * a file that people can read. Never NULL; free with objstore_free().
 */
struct objstore *objstore_new(bool plain);
void objstore_free(struct objstore *store);

/*
 * Pages and objects are deflated in less time, for some 8 % more bytes: it is
 * a book. Fonts and the like are as before.
 */
void objstore_hurry(struct objstore *store);

/* The number of a new object, which is to be set later. */
unsigned objstore_reserve(struct objstore *store);

/* What a reserved object is; `copy`: the caller keeps the buffer. */
void objstore_copy_dict(struct objstore *store, unsigned id,
                        const struct bytes *entries);
void objstore_set_dict(struct objstore *store, unsigned id,
                       struct bytes *entries);
void objstore_set_value(struct objstore *store, unsigned id,
                        struct bytes *value);
void objstore_set_stream(struct objstore *store, unsigned id,
                         struct bytes *entries, struct bytes *data);

/*
 * A page at the end of the document: width and height in 1/1000 pt, further
 * entries of its dictionary, its content stream. Returns its number.
 */
unsigned objstore_add_page(struct objstore *store, int32_t width,
                           int32_t height, struct bytes *entries,
                           struct bytes *content);

/* From now on pages are added in front of that page; 0: at the end. */
void objstore_insert_before(struct objstore *store, unsigned page);

/* Content that is drawn over that of a page; once for a page. */
void objstore_overlay_page(struct objstore *store, unsigned page,
                           struct bytes *content);

/* Once each: what stands in the catalogue beside the page tree, and in the
 * document information dictionary. */
void objstore_set_catalog(struct objstore *store, struct bytes *entries);
void objstore_set_info(struct objstore *store, struct bytes *entries);

/*
 * Appends the file to `out`. /ID is a digest of all objects as written.
 * False (nothing of use in `out`) when libharu failed; its error number and
 * detail go to `error`.
 */
bool objstore_write(struct objstore *store, struct bytes *out,
                    unsigned error[2]);

#endif
