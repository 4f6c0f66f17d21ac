#include "pdf/serial.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "pdf/flate.h"

enum { MEMBERS = 1000 }; /* most objects of one object stream */

/* Values are those of the type field of a cross-reference stream. */
enum entry_type { ENTRY_FREE, ENTRY_PLAIN, ENTRY_MEMBER };

struct entry {
    enum entry_type type;
    uint32_t place; /* PLAIN: byte offset; MEMBER: id of its stream */
    uint16_t index; /* MEMBER: among the stream's objects */
};

struct serial {
    struct bytes *out;
    size_t start; /* of the file in out */
    struct flate *flate;
    struct entry *entries; /* by object id */
    unsigned count;        /* one more than the greatest id */
    /* The object stream being filled. */
    struct bytes index; /* its pairs of id and offset */
    struct bytes bodies;
    unsigned members[MEMBERS];
    unsigned member_count;
};

struct serial *serial_new(struct bytes *out, unsigned objects,
                          struct flate *flate)
{
    struct serial *serial = memory_alloc(sizeof *serial);
    /* Room for the object streams and the cross-reference stream. */
    size_t room = (size_t)objects + objects / MEMBERS + 3;

    *serial = (struct serial){
        .out = out,
        .start = out->len,
        .flate = flate,
        .entries = memory_alloc(room * sizeof *serial->entries),
        .count = objects + 1,
    };
    memset(serial->entries, 0, room * sizeof *serial->entries);
    bytes_append_string(out, "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
    return serial;
}

void serial_free(struct serial *serial)
{
    if (!serial)
        return;
    bytes_free(&serial->index);
    bytes_free(&serial->bodies);
    free(serial->entries);
    free(serial);
}

static void begin_object(struct serial *serial, unsigned id)
{
    serial->entries[id] = (struct entry){
        .type = ENTRY_PLAIN,
        .place = (uint32_t)(serial->out->len - serial->start),
    };
    bytes_append_int(serial->out, id);
    bytes_append_string(serial->out, " 0 obj\n");
}

void serial_add_stream(struct serial *serial, unsigned id,
                       const struct bytes *entries, const struct bytes *data,
                       bool deflated)
{
    struct bytes *out = serial->out;

    begin_object(serial, id);
    bytes_append_string(out, "<<");
    bytes_append(out, entries->data, entries->len);
    if (deflated)
        bytes_append_string(out, "/Filter/FlateDecode");
    bytes_append_string(out, "/Length ");
    bytes_append_int(out, (int64_t)data->len);
    bytes_append_string(out, ">>\nstream\n");
    bytes_append(out, data->data, data->len);
    bytes_append_string(out, "\nendstream\nendobj\n");
}

/* Writes the object stream being filled; its id follows all others. */
static void flush_members(struct serial *serial)
{
    struct bytes entries = { 0 };
    unsigned id = serial->count;
    size_t first = serial->index.len;
    bool deflated;

    if (!serial->member_count)
        return;
    serial->count++;
    for (unsigned i = 0; i < serial->member_count; i++)
        serial->entries[serial->members[i]] = (struct entry){
            .type = ENTRY_MEMBER,
            .place = id,
            .index = (uint16_t)i,
        };
    bytes_append_string(&entries, "/Type/ObjStm/N ");
    bytes_append_int(&entries, serial->member_count);
    bytes_append_string(&entries, "/First ");
    bytes_append_int(&entries, (int64_t)first);
    bytes_append(&serial->index, serial->bodies.data, serial->bodies.len);
    deflated = flate_pack_many(serial->flate, &serial->index);
    serial_add_stream(serial, id, &entries, &serial->index, deflated);
    serial->index.len = 0;
    serial->bodies.len = 0;
    serial->member_count = 0;
    bytes_free(&entries);
}

void serial_add_object(struct serial *serial, unsigned id,
                       const struct bytes *value)
{
    assert(id > 0 && id < serial->count);
    if (!serial->flate) {
        begin_object(serial, id);
        bytes_append(serial->out, value->data, value->len);
        bytes_append_string(serial->out, "\nendobj\n");
        return;
    }
    bytes_append_int(&serial->index, id);
    bytes_append_char(&serial->index, ' ');
    bytes_append_int(&serial->index, (int64_t)serial->bodies.len);
    bytes_append_char(&serial->index, ' ');
    bytes_append(&serial->bodies, value->data, value->len);
    if (!strchr(">]", value->data[value->len - 1]))
        bytes_append_char(&serial->bodies, ' ');
    serial->members[serial->member_count++] = id;
    if (serial->member_count == MEMBERS)
        flush_members(serial);
}

void serial_end_objects(struct serial *serial)
{
    flush_members(serial);
}

static void append_trailer(struct bytes *out, unsigned size, unsigned root,
                           unsigned info, const unsigned char *digest)
{
    bytes_printf(out, "/Size %u/Root %u 0 R/Info %u 0 R/ID[", size, root, info);
    for (int half = 0; half < 2; half++) {
        bytes_append_char(out, '<');
        for (int i = 0; i < SERIAL_DIGEST; i++)
            bytes_printf(out, "%02X", digest[i]);
        bytes_append_char(out, '>');
    }
    bytes_append_char(out, ']');
}

/* Entries without an object stay free for ever: generation 65535. */
static void append_table(struct serial *serial)
{
    bytes_printf(serial->out, "xref\n0 %u\n", serial->count);
    for (unsigned i = 0; i < serial->count; i++) {
        const struct entry *entry = &serial->entries[i];

        if (entry->type == ENTRY_FREE)
            bytes_append_string(serial->out, "0000000000 65535 f \n");
        else
            bytes_printf(serial->out, "%010u 00000 n \n",
                         (unsigned)entry->place);
    }
}

static void append_field(struct bytes *out, uint32_t value, int size)
{
    while (size--)
        bytes_append_char(out, (char)(value >> 8 * size & 0xFF));
}

/* The filter Up of PNG: rows count on from each other (7.4.4.4). */
enum { ROW = 7, UP = 2 };

static void subtract_row(unsigned char *row, unsigned char *above)
{
    for (int i = 0; i < ROW; i++) {
        unsigned char own = row[i];

        row[i] = (unsigned char)(own - above[i]);
        above[i] = own;
    }
}

static void end_packed(struct serial *serial, unsigned root, unsigned info,
                       const unsigned char *digest)
{
    struct bytes entries = { 0 };
    struct bytes data = { 0 };
    unsigned id = serial->count++;
    unsigned char above[ROW] = { 0 };

    serial->entries[id] = (struct entry){
        .type = ENTRY_PLAIN,
        .place = (uint32_t)(serial->out->len - serial->start),
    };
    for (unsigned i = 0; i < serial->count; i++) {
        const struct entry *entry = &serial->entries[i];
        bool is_free = entry->type == ENTRY_FREE;
        size_t row = data.len + 1;

        bytes_append_char(&data, UP);
        append_field(&data, entry->type, 1);
        append_field(&data, entry->place, 4);
        append_field(&data, is_free ? 65535 : entry->index, 2);
        subtract_row(data.data + row, above);
    }
    bytes_append_string(&entries, "/Type/XRef/W[1 4 2]/DecodeParms<<"
                                  "/Predictor 12/Columns 7>>");
    append_trailer(&entries, serial->count, root, info, digest);
    /* The parameters are those of the filter: it must be there. */
    flate_pack_always(serial->flate, &data);
    serial_add_stream(serial, id, &entries, &data, true);
    bytes_free(&entries);
    bytes_free(&data);
}

void serial_end(struct serial *serial, unsigned root, unsigned info,
                const unsigned char digest[SERIAL_DIGEST])
{
    size_t place = serial->out->len - serial->start;

    if (serial->flate) {
        end_packed(serial, root, info, digest);
    } else {
        append_table(serial);
        bytes_append_string(serial->out, "trailer\n<<");
        append_trailer(serial->out, serial->count, root, info, digest);
        bytes_append_string(serial->out, ">>\n");
    }
    bytes_append_string(serial->out, "startxref\n");
    bytes_append_int(serial->out, (int64_t)place);
    bytes_append_string(serial->out, "\n%%EOF\n");
}
