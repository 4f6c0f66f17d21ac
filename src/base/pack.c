#include "base/pack.h"

#include <string.h>

#include "base/bytes.h"

/* The length of a string that is NULL. */
static const uint64_t none = UINT64_MAX;

void pack_int(struct bytes *out, uint64_t value)
{
    bytes_append(out, &value, sizeof value);
}

void pack_bytes(struct bytes *out, const void *data, size_t len)
{
    pack_int(out, len);
    bytes_append(out, data, len);
}

void pack_string(struct bytes *out, const char *string)
{
    if (string)
        pack_bytes(out, string, strlen(string) + 1);
    else
        pack_int(out, none);
}

struct pack_reader pack_read(const void *data, size_t len)
{
    const unsigned char *at = data;

    return (struct pack_reader){ .at = at, .end = at + len };
}

/* The next `len` bytes, or NULL. */
static const unsigned char *take(struct pack_reader *reader, uint64_t len)
{
    const unsigned char *at = reader->at;

    if (reader->bad || len > (size_t)(reader->end - at)) {
        reader->bad = true;
        return NULL;
    }
    reader->at += len;
    return at;
}

uint64_t pack_take_int(struct pack_reader *reader)
{
    const unsigned char *at = take(reader, sizeof(uint64_t));
    uint64_t value = 0;

    if (at)
        memcpy(&value, at, sizeof value);
    return value;
}

const void *pack_take_bytes(struct pack_reader *reader, size_t *len)
{
    uint64_t size = pack_take_int(reader);
    const unsigned char *at = take(reader, size);

    *len = at ? (size_t)size : 0;
    return at;
}

const char *pack_take_string(struct pack_reader *reader)
{
    uint64_t size = pack_take_int(reader);
    const unsigned char *at;

    if (size == none)
        return NULL;
    at = take(reader, size);
    if (!at || !size || at[size - 1]) {
        reader->bad = true;
        return NULL;
    }
    return (const char *)at;
}
