#include "pdf/pdf.h"

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/layout.h"
#include "pdf/content.h"
#include "pdf/fontuse.h"
#include "pdf/meta.h"
#include "pdf/objstore.h"
#include "pdf/tags.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"

/* The objects of a document being written. */
struct writing {
    struct arena *arena;
    struct objstore *store;
    struct content content;
    unsigned resources; /* of all pages */
};

static void write_page(struct writing *writing, const struct layout_page *page,
                       const struct outline *outline)
{
    struct bytes content = { 0 };
    struct bytes entries = { 0 };
    unsigned id;

    bytes_printf(&entries, "/Resources %u 0 R", writing->resources);
    if (writing->content.tags)
        bytes_printf(&entries, "/Tabs/S/StructParents %u",
                     tags_begin_page(writing->content.tags));
    content_append_page(&writing->content, page, outline, &content);
    id = objstore_add_page(writing->store, page->width, page->height, &entries,
                           &content);
    if (writing->content.tags)
        tags_end_page(writing->content.tags, id);
}

static void write_part(struct writing *writing, const struct pdf_part *part)
{
    const struct outline *outline = NULL;

    if (writing->content.tags) {
        outline = outline_make(writing->arena, part->sheet);
        tags_add_sheet(writing->content.tags, outline, part->prefix);
    }
    for (size_t i = 0; i < part->layout->page_count; i++)
        write_page(writing, &part->layout->pages[i], outline);
}

static void collect(struct writing *writing, const struct pdf_part *parts,
                    size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t p = 0; p < parts[i].layout->page_count; p++)
            content_collect_page(&writing->content, &parts[i].layout->pages[p]);
}

static void describe(struct meta *meta, const struct sheet *sheet)
{
    meta->author = sheet->author;
    meta->subject = sheet->subject;
    meta->keywords = sheet->keywords;
}

static bool write_objects(const struct pdf_part *parts, size_t count,
                          const struct pdf_options *options,
                          struct objstore *store, struct diags *diags)
{
    struct writing writing = {
        .arena = arena_new(),
        .store = store,
        .content = { .fonts = fontuse_new(store), .plain = options->plain },
        .resources = objstore_reserve(store),
    };
    struct meta meta = {
        .title = options->title ? options->title : parts[0].layout->title,
        .lang = parts[0].layout->lang,
        .date = options->date,
    };
    bool ok;

    if (parts[0].sheet)
        describe(&meta, parts[0].sheet);
    if (!options->untagged)
        writing.content.tags = tags_new(store, options->parts || count > 1);
    collect(&writing, parts, count);
    ok = fontuse_settle(writing.content.fonts, diags);
    for (size_t i = 0; ok && i < count; i++)
        write_part(&writing, &parts[i]);
    if (ok)
        fontuse_write(writing.content.fonts, writing.resources);
    if (ok && writing.content.tags)
        meta.tree = tags_write(writing.content.tags);
    ok = ok && meta_write(&meta, store, diags);
    tags_free(writing.content.tags);
    fontuse_free(writing.content.fonts);
    arena_free(writing.arena);
    return ok;
}

bool pdf_write(const struct pdf_part *parts, size_t count,
               const struct pdf_options *options, struct diags *diags,
               struct bytes *out)
{
    struct objstore *store = objstore_new(options->plain);
    size_t start = out->len;
    unsigned error[2];
    bool ok = write_objects(parts, count, options, store, diags);

    if (ok && !objstore_write(store, out, error)) {
        diag_add(diags, DIAG_ERROR, "pdf-store", (struct position){ 0 },
                 _("the PDF library failed with error %#x (%u)"), error[0],
                 error[1]);
        ok = false;
    }
    if (!ok)
        out->len = start;
    objstore_free(store);
    return ok;
}
