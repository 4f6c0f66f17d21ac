/*
 * Objects of ours are libharu dictionaries without elements, whose
 * `write_fn` hook writes our bytes between << and >> and whose `attr` and
 * `free_fn` own them. That avoids libharu's own values, which cost 128
 * bytes a name and format reals through floats.
 *
 * Three dictionaries are libharu's (catalogue, information, pages); they
 * keep the elements libharu needs and get the same hook for the rest. A
 * page uses `attr` itself, so its bytes hang on its content stream.
 *
 * libharu wants every stream's /Length in an object of its own. We write
 * lengths directly; those numbers are the only numbers among the indirect
 * objects and are left out of the file.
 *
 * Not used: HPDF_SaveTo* (classic tables only; loses write errors), the
 * HPDF_Page_* operators, HPDF_PDFA_* (wrong in several ways).
 */
#include "pdf/objstore.h"

#include <hpdf.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "pdf/flate.h"
#include "pdf/serial.h"

struct raw {
    struct bytes entries;
    struct bytes data; /* of a stream, as the file has it */
    bool is_stream;
    bool deflated;
    struct bytes page; /* entries of the page whose content this is */
};

struct objstore {
    HPDF_Doc doc;
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
        .flate = plain ? NULL : flate_new(),
    };
    return store;
}

void objstore_free(struct objstore *store)
{
    if (!store)
        return;
    if (store->doc)
        HPDF_Free(store->doc);
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

unsigned objstore_reserve(struct objstore *store)
{
    HPDF_Dict dict;

    if (!is_sound(store))
        return 0;
    dict = HPDF_Dict_New(store->doc->mmgr);
    if (!dict || HPDF_Xref_Add(store->doc->xref, dict) != HPDF_OK)
        return 0;
    attach_raw(dict);
    return dict->header.obj_id & 0x00FFFFFF;
}

/* The raw object of that number; NULL after an error. */
static struct raw *lookup_raw(struct objstore *store, unsigned id)
{
    HPDF_XrefEntry entry = NULL;

    if (id && is_sound(store))
        entry = HPDF_Xref_GetEntry(store->doc->xref, id);
    return entry ? ((HPDF_Dict)entry->obj)->attr : NULL;
}

void objstore_set_dict(struct objstore *store, unsigned id,
                       struct bytes *entries)
{
    struct raw *raw = lookup_raw(store, id);

    if (raw)
        take(&raw->entries, entries);
    bytes_free(entries);
}

void objstore_set_raw_stream(struct objstore *store, unsigned id,
                             struct bytes *entries, struct bytes *data)
{
    struct raw *raw = lookup_raw(store, id);

    if (raw) {
        take(&raw->entries, entries);
        take(&raw->data, data);
        raw->is_stream = true;
    }
    bytes_free(entries);
    bytes_free(data);
}

void objstore_set_stream(struct objstore *store, unsigned id,
                         struct bytes *entries, struct bytes *data)
{
    bool deflated = flate_pack(store->flate, data);
    struct raw *raw = lookup_raw(store, id);

    if (raw)
        raw->deflated = deflated;
    objstore_set_raw_stream(store, id, entries, data);
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
                           int32_t height, unsigned resources,
                           struct bytes *content)
{
    HPDF_Page page = make_page(store);
    HPDF_Dict contents;
    struct raw *raw;

    if (!page) {
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
    bytes_append_string(&raw->page, "]/Resources ");
    bytes_append_int(&raw->page, resources);
    bytes_append_string(&raw->page, " 0 R\n");
    raw->is_stream = true;
    raw->deflated = flate_pack(store->flate, content);
    take(&raw->data, content);
    return object_id(page);
}

/* The page of that number; NULL after an error. */
static HPDF_Page lookup_page(struct objstore *store, unsigned id)
{
    HPDF_XrefEntry entry = NULL;

    if (id && is_sound(store))
        entry = HPDF_Xref_GetEntry(store->doc->xref, id);
    return entry ? entry->obj : NULL;
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

/* All objects in order of number; `value` is scratch libharu writes to. */
static HPDF_STATUS write_objects(HPDF_Doc doc, struct serial *serial,
                                 HPDF_Stream stream, struct bytes *value)
{
    HPDF_UINT count = doc->xref->entries->count;

    for (HPDF_UINT id = 1; id < count; id++) {
        void *object = HPDF_Xref_GetEntry(doc->xref, id)->obj;
        unsigned class = ((HPDF_Obj_Header *)object)->obj_class;
        const struct raw *raw = NULL;
        HPDF_STATUS status;

        if ((class & HPDF_OCLASS_ANY) == HPDF_OCLASS_NUMBER)
            continue;
        if ((class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT &&
            ((HPDF_Dict)object)->write_fn == write_raw)
            raw = ((HPDF_Dict)object)->attr;
        if (raw && raw->is_stream) {
            serial_add_stream(serial, id, &raw->entries, &raw->data,
                              raw->deflated);
            continue;
        }
        value->len = 0;
        status = HPDF_Obj_WriteValue(object, stream, NULL);
        if (status != HPDF_OK)
            return status;
        serial_add_object(serial, id, value);
    }
    return HPDF_OK;
}

static bool write_file(struct objstore *store, struct bytes *out)
{
    HPDF_Doc doc = store->doc;
    size_t start = out->len;
    struct bytes value = { 0 };
    HPDF_Stream stream =
        HPDF_CallbackWriter_New(doc->mmgr, append_hook, &value);
    struct serial *serial =
        serial_new(out, doc->xref->entries->count - 1, store->flate);
    unsigned char digest[SERIAL_DIGEST];
    HPDF_MD5_CTX md5;
    HPDF_STATUS status = HPDF_FAILD_TO_ALLOC_MEM;

    if (stream)
        status = write_objects(doc, serial, stream, &value);
    if (status == HPDF_OK) {
        serial_end_objects(serial);
        HPDF_MD5Init(&md5);
        HPDF_MD5Update(&md5, out->data + start,
                       (HPDF_UINT32)(out->len - start));
        HPDF_MD5Final(digest, &md5);
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
