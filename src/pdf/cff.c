#include "pdf/cff.h"

#include <stdbool.h>

/* Operators of the Top DICT; two-byte ones as 12 << 8 | second byte. */
enum { OPERATOR_CHARSET = 15, OPERATOR_ROS = 12 << 8 | 30 };

/* Charset offsets up to here are numbers of predefined charsets. */
enum { LAST_PREDEFINED = 2 };

struct reader {
    const unsigned char *data;
    size_t len;
    size_t at;
    bool failed; /* read past the end; reads give 0 from then on */
};

static uint32_t read_number(struct reader *reader, size_t size)
{
    uint32_t value = 0;

    if (reader->at > reader->len || reader->len - reader->at < size)
        reader->failed = true;
    if (reader->failed)
        return 0;
    while (size--)
        value = value << 8 | reader->data[reader->at++];
    return value;
}

/* Steps over an INDEX; `first` and `end` get the place of its first item. */
static void read_index(struct reader *reader, size_t *first, size_t *end)
{
    uint32_t count = read_number(reader, 2);
    uint32_t size;
    size_t base;
    uint32_t from;
    uint32_t to;

    *first = *end = reader->at;
    if (!count)
        return;
    size = read_number(reader, 1);
    base = reader->at + ((size_t)count + 1) * size - 1;
    from = read_number(reader, size);
    to = read_number(reader, size);
    *first = base + from;
    *end = base + to;
    reader->at = base - size + 1;
    reader->at = base + read_number(reader, size);
}

/* Steps over one operand; `value` gets it when it is an integer. */
static void read_operand(struct reader *dict, unsigned byte, uint32_t *value)
{
    if (byte == 28) {
        *value = read_number(dict, 2);
    } else if (byte == 29) {
        *value = read_number(dict, 4);
    } else if (byte == 30) {
        uint32_t nibbles;

        do
            nibbles = read_number(dict, 1);
        while (!dict->failed && (nibbles & 15) != 15);
    } else if (byte >= 247 && byte <= 250) {
        *value = (byte - 247) * 256 + read_number(dict, 1) + 108;
    } else if (byte >= 251 && byte <= 254) {
        read_number(dict, 1);
        *value = 0; /* negative: no offset */
    } else if (byte >= 32 && byte <= 246) {
        *value = byte < 139 ? 0 : byte - 139;
    }
}

static enum cff_kind read_top_dict(struct reader dict, uint32_t *charset)
{
    enum cff_kind kind = CFF_NAMED;
    uint32_t value = 0;

    *charset = 0;
    while (dict.at < dict.len && !dict.failed) {
        unsigned byte = read_number(&dict, 1);

        if (byte > 21) {
            read_operand(&dict, byte, &value);
            continue;
        }
        if (byte == 12)
            byte = 12 << 8 | read_number(&dict, 1);
        if (byte == OPERATOR_ROS)
            kind = CFF_CID;
        else if (byte == OPERATOR_CHARSET)
            *charset = value;
    }
    return dict.failed ? CFF_BROKEN : kind;
}

/* `reader` stands at the charset; glyph 0 is CID 0 and not in it. */
static void read_charset(struct reader *reader, size_t count, uint16_t *cids)
{
    unsigned format = read_number(reader, 1);
    size_t gid = 1;

    if (format > 2)
        reader->failed = true;
    while (gid < count && !reader->failed) {
        uint32_t first = read_number(reader, 2);
        uint32_t left = format ? read_number(reader, format) : 0;

        for (uint32_t i = 0; i <= left && gid < count; i++)
            cids[gid++] = (uint16_t)(first + i);
    }
}

enum cff_kind cff_read_cids(const unsigned char *data, size_t len, size_t count,
                            uint16_t *cids)
{
    struct reader reader = { .data = data, .len = len };
    size_t first;
    size_t end;
    uint32_t charset;
    enum cff_kind kind;

    for (size_t i = 0; i < count; i++)
        cids[i] = (uint16_t)i;
    reader.at = 2;
    reader.at = read_number(&reader, 1);
    read_index(&reader, &first, &end); /* names */
    read_index(&reader, &first, &end); /* top dictionaries */
    if (reader.failed || first > end || end > len)
        return CFF_BROKEN;
    kind = read_top_dict(
        (struct reader){ .data = data, .len = end, .at = first }, &charset);
    if (kind != CFF_CID || charset <= LAST_PREDEFINED)
        return kind;
    reader.at = charset;
    read_charset(&reader, count, cids);
    return reader.failed ? CFF_BROKEN : kind;
}
