/*
 * Objects of ours have their bytes in the store's arena: a tagged book has
 * hundreds of objects a page, and a libharu dictionary takes more than most
 * of them say. That also avoids libharu's own values, which cost 128 bytes a
 * name and format reals through floats. libharu numbers its objects on from
 * `start_offset` of its table; each number of ours moves that on by one, so
 * that libharu leaves it out and knows nothing of the object.
 *
 * Three dictionaries are libharu's (catalogue, information, pages); they
 * keep the elements libharu needs, and a `write_fn` hook adds ours, which
 * `attr` and `free_fn` own. A page uses `attr` itself, so its bytes hang on
 * its content stream.
 *
 * libharu wants every stream's /Length in an object of its own. We write
 * lengths directly; those numbers are the only numbers among the indirect
 * objects and are left out of the file.
 *
 * Not used: HPDF_SaveTo* (classic tables only; loses write errors), the
 * HPDF_Page_* operators, HPDF_PDFA_* (wrong in several ways).
 */
#include "pdf/objstore.h"

#include <assert.h>
#include <hpdf.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "pdf/flate.h"
#include "pdf/serial.h"

enum raw_kind {
    RAW_ADDED, /* entries beside libharu's own */
    RAW_DICT,
    RAW_VALUE, /* entries are all of it */
    RAW_STREAM,
};

/* What hangs on a dictionary of libharu's. */
struct raw {
    enum raw_kind kind;
    struct bytes entries;
    struct bytes data; /* of a stream, as the file has it */
    bool deflated;
    struct bytes page; /* entries of the page whose content this is */
};

/* What has a number: an object of ours, or one of libharu's. */
struct object {
    void *theirs;           /* NULL: it is ours, or not known yet */
    unsigned char *entries; /* in the arena */
    struct bytes *data;     /* of a stream; the store frees it */
    uint32_t len;           /* of `entries` */
    bool ours;
    bool deflated;
    unsigned char kind; /* enum raw_kind */
};

struct objstore {
    HPDF_Doc doc;
    struct arena *arena;
    struct object *objects; /* by number */
    size_t object_count;
    size_t object_capacity;
    HPDF_Page before;    /* NULL: pages go to the end */
    struct flate *flate; /* NULL: plain */
};

static void *HPDF_STDCALL alloc_hook(HPDF_UINT size)
{
    return memory_alloc(size);
}

static void HPDF_STDCALL free_hook(void *data)
{
    free(data);
}

struct objstore *objstore_new(bool plain)
{
    struct objstore *store = memory_alloc(sizeof *store);

    *store = (struct objstore){
        .doc = HPDF_NewEx(NULL, alloc_hook, free_hook, 0, NULL),
        .arena = arena_new(),
        .flate = plain ? NULL : flate_new(),
    };
    return store;
}

void objstore_hurry(struct objstore *store)
{
    flate_hurry(store->flate);
}

void objstore_free(struct objstore *store)
{
    if (!store)
        return;
    if (store->doc)
        HPDF_Free(store->doc);
    for (size_t i = 0; i < store->object_count; i++)
        if (store->objects[i].data)
            bytes_free(store->objects[i].data);
    free(store->objects);
    arena_free(store->arena);
    flate_free(store->flate);
    free(store);
}

static bool is_sound(const struct objstore *store)
{
    return store->doc && HPDF_GetError(store->doc) == HPDF_OK;
}

static HPDF_STATUS write_bytes(HPDF_Stream stream, const struct bytes *bytes)
{
    if (!bytes->len)
        return HPDF_OK;
    return HPDF_Stream_Write(stream, bytes->data, (HPDF_UINT)bytes->len);
}

static HPDF_STATUS write_raw(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct raw *raw = dict->attr;

    return write_bytes(stream, &raw->entries);
}

static HPDF_STATUS write_page(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct _HPDF_PageAttr_Rec *page = dict->attr;
    const struct raw *raw = page->contents->attr;

    return write_bytes(stream, &raw->page);
}

static void free_raw(HPDF_Dict dict)
{
    struct raw *raw = dict->attr;

    bytes_free(&raw->entries);
    bytes_free(&raw->data);
    bytes_free(&raw->page);
    free(raw);
    dict->attr = NULL;
}

/* Moves what `from` holds into `to`. */
static void take(struct bytes *to, struct bytes *from)
{
    bytes_free(to);
    *to = *from;
    *from = (struct bytes){ 0 };
}

/* Hangs an empty raw object on a dictionary whose attr is unused. */
static struct raw *attach_raw(HPDF_Dict dict)
{
    struct raw *raw = memory_alloc(sizeof *raw);

    *raw = (struct raw){ 0 };
    dict->attr = raw;
    dict->write_fn = write_raw;
    dict->free_fn = free_raw;
    return raw;
}

/* The place of a number. */
static struct object *place_object(struct objstore *store, unsigned id)
{
    while (store->object_count <= id) {
        if (store->object_count == store->object_capacity) {
            store->object_capacity =
                store->object_capacity ? 2 * store->object_capacity : 256;
            store->objects =
                memory_realloc(store->objects,
                               store->object_capacity * sizeof *store->objects);
        }
        store->objects[store->object_count++] = (struct object){ 0 };
    }
    return &store->objects[id];
}

/* One more than the greatest number. */
static unsigned count_numbers(const struct objstore *store)
{
    HPDF_Xref xref = store->doc->xref;

    return xref->start_offset + xref->entries->count;
}

unsigned objstore_reserve(struct objstore *store)
{
    unsigned id;

    if (!is_sound(store))
        return 0;
    id = count_numbers(store);
    store->doc->xref->start_offset++;
    *place_object(store, id) =
        (struct object){ .ours = true, .kind = RAW_DICT };
    return id;
}

/* Our object of that number; NULL after an error. */
static struct object *lookup_object(struct objstore *store, unsigned id)
{
    return id && is_sound(store) ? &store->objects[id] : NULL;
}

/* Sets what an object says. */
static struct object *set_object(struct objstore *store, unsigned id,
                                 enum raw_kind kind,
                                 const struct bytes *entries)
{
    struct object *object = lookup_object(store, id);

    if (object) {
        assert(object->ours && entries->len <= UINT32_MAX);
        object->kind = (unsigned char)kind;
        object->len = (uint32_t)entries->len;
        object->entries = (unsigned char *)arena_copy(
            store->arena, entries->len ? (const char *)entries->data : "",
            entries->len);
    }
    return object;
}

void objstore_copy_dict(struct objstore *store, unsigned id,
                        const struct bytes *entries)
{
    set_object(store, id, RAW_DICT, entries);
}

void objstore_set_dict(struct objstore *store, unsigned id,
                       struct bytes *entries)
{
    set_object(store, id, RAW_DICT, entries);
    bytes_free(entries);
}

void objstore_set_value(struct objstore *store, unsigned id,
                        struct bytes *value)
{
    set_object(store, id, RAW_VALUE, value);
    bytes_free(value);
}

void objstore_set_stream(struct objstore *store, unsigned id,
                         struct bytes *entries, struct bytes *data)
{
    bool deflated = flate_pack_font(store->flate, data);
    struct object *object = set_object(store, id, RAW_STREAM, entries);

    if (object) {
        object->deflated = deflated;
        object->data = arena_alloc(store->arena, sizeof *object->data);
        *object->data = *data;
        *data = (struct bytes){ 0 };
    }
    bytes_free(entries);
    bytes_free(data);
}

static unsigned object_id(HPDF_Dict dict)
{
    return dict->header.obj_id & 0x00FFFFFF;
}

static HPDF_Page make_page(struct objstore *store)
{
    if (!is_sound(store))
        return NULL;
    return store->before ? HPDF_InsertPage(store->doc, store->before)
                         : HPDF_AddPage(store->doc);
}

unsigned objstore_add_page(struct objstore *store, int32_t width,
                           int32_t height, struct bytes *entries,
                           struct bytes *content)
{
    HPDF_Page page = make_page(store);
    HPDF_Dict contents;
    struct raw *raw;

    if (!page) {
        bytes_free(entries);
        bytes_free(content);
        return 0;
    }
    HPDF_Dict_RemoveElement(page, "MediaBox");
    HPDF_Dict_RemoveElement(page, "Resources");
    contents = ((HPDF_PageAttr)page->attr)->contents;
    raw = attach_raw(contents);
    page->write_fn = write_page;
    bytes_append_string(&raw->page, "/MediaBox[0 0 ");
    bytes_append_milli(&raw->page, width);
    bytes_append_char(&raw->page, ' ');
    bytes_append_milli(&raw->page, height);
    bytes_append_char(&raw->page, ']');
    bytes_append(&raw->page, entries->data, entries->len);
    bytes_free(entries);
    raw->kind = RAW_STREAM;
    raw->deflated = flate_pack_many(store->flate, content);
    take(&raw->data, content);
    place_object(store, object_id(page))->theirs = page;
    return object_id(page);
}

/* The page of that number; NULL after an error. */
static HPDF_Page lookup_page(struct objstore *store, unsigned id)
{
    return id && is_sound(store) ? store->objects[id].theirs : NULL;
}

void objstore_insert_before(struct objstore *store, unsigned page)
{
    store->before = lookup_page(store, page);
}

void objstore_overlay_page(struct objstore *store, unsigned page,
                           struct bytes *content)
{
    HPDF_Page dict = lookup_page(store, page);
    unsigned over = objstore_reserve(store);
    struct bytes entries = { 0 };
    HPDF_Dict contents;
    struct raw *raw;

    objstore_set_stream(store, over, &entries, content);
    if (!dict || !over)
        return;
    contents = ((HPDF_PageAttr)dict->attr)->contents;
    raw = contents->attr;
    HPDF_Dict_RemoveElement(dict, "Contents");
    bytes_printf(&raw->page, "/Contents[%u 0 R %u 0 R]\n", object_id(contents),
                 over);
}

void objstore_set_catalog(struct objstore *store, struct bytes *entries)
{
    if (is_sound(store))
        take(&attach_raw(store->doc->catalog)->entries, entries);
    bytes_free(entries);
}

void objstore_set_info(struct objstore *store, struct bytes *entries)
{
    if (is_sound(store)) {
        HPDF_Dict_RemoveElement(store->doc->info, "Producer");
        take(&attach_raw(store->doc->info)->entries, entries);
    }
    bytes_free(entries);
}

static HPDF_STATUS append_hook(HPDF_Stream stream, const HPDF_BYTE *data,
                               HPDF_UINT len)
{
    bytes_append(stream->attr, data, len);
    return HPDF_OK;
}

/* Writes an object of ours; `value` is scratch. */
static void write_object(struct serial *serial, unsigned id,
                         const struct object *object, struct bytes *value)
{
    const struct bytes entries = { .data = object->entries,
                                   .len = object->len };

    switch ((enum raw_kind)object->kind) {
    case RAW_ADDED:
    case RAW_DICT:
        value->len = 0;
        bytes_append_string(value, "<<");
        bytes_append(value, entries.data, entries.len);
        bytes_append_string(value, ">>");
        serial_add_object(serial, id, value);
        break;
    case RAW_VALUE:
        serial_add_object(serial, id, &entries);
        break;
    case RAW_STREAM:
        serial_add_stream(serial, id, &entries, object->data, object->deflated);
        break;
    }
}

/* The content stream of a page, which hangs on libharu's; else NULL. */
static const struct raw *raw_stream(const void *object)
{
    const HPDF_Obj_Header *header = object;
    HPDF_Dict dict = (HPDF_Dict)object;
    const struct raw *raw;

    if ((header->obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_DICT ||
        dict->write_fn != write_raw)
        return NULL;
    raw = dict->attr;
    return raw->kind == RAW_STREAM ? raw : NULL;
}

/* An object of libharu's; `value` is scratch it writes to. */
static HPDF_STATUS write_theirs(struct serial *serial, unsigned id,
                                void *object, HPDF_Stream stream,
                                struct bytes *value)
{
    unsigned class = ((HPDF_Obj_Header *)object)->obj_class;
    const struct raw *raw = raw_stream(object);
    HPDF_STATUS status;

    if ((class & HPDF_OCLASS_ANY) == HPDF_OCLASS_NUMBER)
        return HPDF_OK;
    if (raw) {
        serial_add_stream(serial, id, &raw->entries, &raw->data, raw->deflated);
        return HPDF_OK;
    }
    value->len = 0;
    status = HPDF_Obj_WriteValue(object, stream, NULL);
    if (status == HPDF_OK)
        serial_add_object(serial, id, value);
    return status;
}

/* Puts libharu's objects at their numbers; the first entry is none. */
static void place_theirs(struct objstore *store)
{
    HPDF_Xref xref = store->doc->xref;

    for (HPDF_UINT i = 1; i < xref->entries->count; i++) {
        HPDF_Obj_Header *header = HPDF_Xref_GetEntry(xref, i)->obj;

        place_object(store, header->obj_id & 0x00FFFFFF)->theirs = header;
    }
}

/* All objects in order of number. */
static HPDF_STATUS write_objects(const struct objstore *store,
                                 struct serial *serial, HPDF_Stream stream,
                                 struct bytes *value)
{
    HPDF_STATUS status = HPDF_OK;

    for (unsigned id = 1; id < store->object_count && status == HPDF_OK; id++) {
        const struct object *object = &store->objects[id];

        if (object->ours)
            write_object(serial, id, object, value);
        else if (object->theirs)
            status = write_theirs(serial, id, object->theirs, stream, value);
    }
    return status;
}

/*
 * MD5 of the CRC-32 of each block: an ID is to differ where files differ, and
 * MD5 of all bytes would take a thirtieth of the time a sheet takes.
 */
enum { DIGEST_BLOCK = 256 };

static void make_digest(const unsigned char *data, size_t len,
                        unsigned char digest[SERIAL_DIGEST])
{
    HPDF_MD5_CTX md5;

    HPDF_MD5Init(&md5);
    for (size_t at = 0; at < len; at += DIGEST_BLOCK) {
        size_t block = len - at < DIGEST_BLOCK ? len - at : DIGEST_BLOCK;
        uint32_t sum = flate_checksum(data + at, block);
        unsigned char bytes[4];

        for (int i = 0; i < 4; i++)
            bytes[i] = (unsigned char)(sum >> 8 * i & 0xFF);
        HPDF_MD5Update(&md5, bytes, sizeof bytes);
    }
    HPDF_MD5Final(digest, &md5);
}

static bool write_file(struct objstore *store, struct bytes *out)
{
    HPDF_Doc doc = store->doc;
    size_t start = out->len;
    struct bytes value = { 0 };
    HPDF_Stream stream =
        HPDF_CallbackWriter_New(doc->mmgr, append_hook, &value);
    struct serial *serial =
        serial_new(out, count_numbers(store) - 1, store->flate);
    unsigned char digest[SERIAL_DIGEST];
    HPDF_STATUS status = HPDF_FAILD_TO_ALLOC_MEM;

    place_theirs(store);
    if (stream)
        status = write_objects(store, serial, stream, &value);
    if (status == HPDF_OK) {
        serial_end_objects(serial);
        make_digest(out->data + start, out->len - start, digest);
        serial_end(serial, object_id(doc->catalog), object_id(doc->info),
                   digest);
    }
    serial_free(serial);
    if (stream)
        HPDF_Stream_Free(stream);
    bytes_free(&value);
    return status == HPDF_OK;
}

bool objstore_write(struct objstore *store, struct bytes *out,
                    unsigned error[2])
{
    bool ok = is_sound(store) && write_file(store, out) && is_sound(store);

    error[0] = store->doc ? (unsigned)HPDF_GetError(store->doc) : 0;
    error[1] = store->doc ? (unsigned)HPDF_GetErrorDetail(store->doc) : 0;
    return ok;
}
