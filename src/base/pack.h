/*
 * pack: numbers and strings as one message from a worker process to the one
 * that started it (a copy of itself, so that no byte order matters).
 *
 * A message is read in the order it was packed. Reading past its end, or what
 * is no string, sets `bad` and gives 0 or NULL.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes;

void pack_int(struct bytes *out, uint64_t value);

/* A C string, or NULL. */
void pack_string(struct bytes *out, const char *string);

/* Any bytes. */
void pack_bytes(struct bytes *out, const void *data, size_t len);

struct pack_reader {
    const unsigned char *at;
    const unsigned char *end;
    bool bad;
};

struct pack_reader pack_read(const void *data, size_t len);

uint64_t pack_take_int(struct pack_reader *reader);

/* Points into the message. */
const char *pack_take_string(struct pack_reader *reader);
const void *pack_take_bytes(struct pack_reader *reader, size_t *len);

#endif
