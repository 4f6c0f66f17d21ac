#include "pdf/pdf.h"

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/layout.h"
#include "pdf/bookmarks.h"
#include "pdf/content.h"
#include "pdf/dest.h"
#include "pdf/fontuse.h"
#include "pdf/labels.h"
#include "pdf/links.h"
#include "pdf/meta.h"
#include "pdf/objstore.h"
#include "pdf/tags.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"

struct pages {
    struct dest_page *items;
    size_t count;
    size_t capacity;
};

/* A stretch of the document whose order is that of writing. */
struct section {
    struct pages pages;
    struct bookmarks bookmarks;
};

struct pdf {
    struct arena *arena;
    struct arena *scratch; /* of one part */
    struct objstore *store;
    struct content content;
    unsigned resources; /* of all pages */
    struct pdf_options options;
    struct diags *diags;
    struct meta meta; /* what the first page's sheet says of itself */
    bool is_book;
    struct section front;
    struct section rest;
};

static struct pdf *begin(const struct pdf_options *options, struct diags *diags,
                         bool parts)
{
    struct arena *arena = arena_new();
    struct pdf *pdf = arena_alloc(arena, sizeof *pdf);

    *pdf = (struct pdf){
        .arena = arena,
        .scratch = arena_new(),
        .store = objstore_new(options->plain),
        .options = *options,
        .diags = diags,
    };
    pdf->content = (struct content){
        .fonts = fontuse_new(pdf->store),
        .plain = options->plain,
    };
    pdf->resources = objstore_reserve(pdf->store);
    if (!options->untagged)
        pdf->content.tags = tags_new(pdf->store, parts);
    return pdf;
}

struct pdf *pdf_begin(const struct pdf_options *options, struct diags *diags)
{
    struct pdf *pdf = begin(options, diags, true);

    fontuse_keep_codes(pdf->content.fonts);
    objstore_hurry(pdf->store);
    return pdf;
}

/* ---- parts ----------------------------------------------------------------
 */

static struct dest_page write_page(struct pdf *pdf,
                                   const struct layout_page *page,
                                   const struct links *links)
{
    struct bytes content = { 0 };
    struct bytes entries = { 0 };
    unsigned id;

    bytes_printf(&entries, "/Resources %u 0 R", pdf->resources);
    if (pdf->content.tags)
        bytes_printf(&entries, "/Tabs/S/StructParents %u",
                     tags_begin_page(pdf->content.tags));
    content_append_page(&pdf->content, page, links->outline, &content);
    links_append(links, page, &entries);
    id = objstore_add_page(pdf->store, page->width, page->height, &entries,
                           &content);
    if (pdf->content.tags)
        tags_end_page(pdf->content.tags, id);
    return (struct dest_page){ id, page->height };
}

static void add_part(struct pdf *pdf, const struct pdf_part *part,
                     struct section *section)
{
    struct tags *tags = pdf->content.tags;
    struct links links = {
        .store = pdf->store,
        .tags = tags,
        .pages = pdf->rest.pages.items,
        .first = part->layout->page_count + 1,
        .count = pdf->rest.pages.count,
    };
    size_t before = section->pages.count;

    arena_clear(pdf->scratch);
    if (tags) {
        links.outline = part->outline ? part->outline
                                      : outline_make(pdf->scratch, part->sheet);
        tags_add_sheet(tags, links.outline, part->prefix);
    }
    for (size_t i = 0; i < part->layout->page_count; i++)
        *LIST_ADD(pdf->arena, &section->pages) =
            write_page(pdf, &part->layout->pages[i], &links);
    if (tags)
        tags_end_sheet(tags, section == &pdf->front);
    if (part->sheet)
        bookmarks_add_part(pdf->arena, &section->bookmarks, part,
                           section->pages.items + before);
}

static const char *keep(struct pdf *pdf, const char *words)
{
    return words ? arena_strdup(pdf->arena, words) : NULL;
}

static void describe(struct pdf *pdf, const struct pdf_part *part)
{
    const struct sheet *sheet = part->sheet;

    pdf->meta.title = keep(pdf, part->layout->title);
    pdf->meta.lang = keep(pdf, part->layout->lang);
    if (!sheet)
        return;
    pdf->meta.author = keep(pdf, sheet->author);
    pdf->meta.subject = keep(pdf, sheet->subject);
    pdf->meta.keywords = keep(pdf, sheet->keywords);
}

void pdf_add(struct pdf *pdf, const struct pdf_part *part)
{
    if (!pdf->rest.pages.count)
        describe(pdf, part);
    add_part(pdf, part, &pdf->rest);
}

void pdf_add_front(struct pdf *pdf, const struct pdf_part *part)
{
    describe(pdf, part);
    pdf->is_book = true;
    if (pdf->rest.pages.count)
        objstore_insert_before(pdf->store, pdf->rest.pages.items[0].object);
    add_part(pdf, part, &pdf->front);
    objstore_insert_before(pdf->store, 0);
}

void pdf_add_numbers(struct pdf *pdf, const struct layout *numbers)
{
    size_t front = pdf->front.pages.count;
    struct content bare = pdf->content;

    bare.tags = NULL; /* all of it is an artifact */
    for (size_t i = 0; i < numbers->page_count; i++) {
        struct bytes content = { 0 };

        bytes_append_string(&content, "/Artifact<</Type/Pagination"
                                      "/Subtype/Footer>>BDC\n");
        content_append_page(&bare, &numbers->pages[i], NULL, &content);
        bytes_append_string(&content, "EMC\n");
        objstore_overlay_page(pdf->store,
                              (i < front ? &pdf->front.pages.items[i]
                                         : &pdf->rest.pages.items[i - front])
                                  ->object,
                              &content);
    }
}

/* ---- the end ---------------------------------------------------------------
 */

static unsigned write_bookmarks(struct pdf *pdf)
{
    struct bookmarks all = pdf->front.bookmarks;

    for (size_t i = 0; i < pdf->rest.bookmarks.count; i++)
        *LIST_ADD(pdf->arena, &all) = pdf->rest.bookmarks.items[i];
    return bookmarks_write(&all, pdf->store);
}

/* The fonts are settled. */
static bool write_objects(struct pdf *pdf)
{
    struct bytes catalog = { 0 };
    struct meta meta = pdf->meta;
    unsigned outline = write_bookmarks(pdf);
    bool ok;

    if (pdf->options.title)
        meta.title = pdf->options.title;
    meta.date = pdf->options.date;
    meta.catalog = &catalog;
    if (outline)
        bytes_printf(&catalog, "/Outlines %u 0 R\n", outline);
    if (outline && pdf->is_book)
        bytes_append_string(&catalog, "/PageMode/UseOutlines\n");
    labels_append(&catalog);
    fontuse_write(pdf->content.fonts, pdf->resources);
    if (pdf->content.tags)
        meta.tree = tags_write(pdf->content.tags);
    ok = meta_write(&meta, pdf->store, pdf->diags);
    bytes_free(&catalog);
    return ok;
}

static bool write_file(struct pdf *pdf, struct bytes *out)
{
    unsigned error[2];

    if (!write_objects(pdf))
        return false;
    if (objstore_write(pdf->store, out, error))
        return true;
    diag_add(pdf->diags, DIAG_ERROR, "pdf-store", (struct position){ 0 },
             _("the PDF library failed with error %#x (%u)"), error[0],
             error[1]);
    return false;
}

static void drop(struct pdf *pdf)
{
    tags_free(pdf->content.tags);
    fontuse_free(pdf->content.fonts);
    objstore_free(pdf->store);
    arena_free(pdf->scratch);
    arena_free(pdf->arena);
}

bool pdf_end(struct pdf *pdf, struct bytes *out)
{
    size_t start = out ? out->len : 0;
    bool ok = out && fontuse_settle(pdf->content.fonts, pdf->diags) &&
              write_file(pdf, out);

    if (!ok && out)
        out->len = start;
    drop(pdf);
    return ok;
}

bool pdf_write(const struct pdf_part *parts, size_t count,
               const struct pdf_options *options, struct diags *diags,
               struct bytes *out)
{
    struct pdf *pdf = begin(options, diags, options->parts || count > 1);
    size_t start = out->len;
    bool ok;

    for (size_t i = 0; i < count; i++)
        for (size_t p = 0; p < parts[i].layout->page_count; p++)
            content_collect_page(&pdf->content, &parts[i].layout->pages[p]);
    ok = fontuse_settle(pdf->content.fonts, diags);
    for (size_t i = 0; ok && i < count; i++)
        pdf_add(pdf, &parts[i]);
    ok = ok && write_file(pdf, out);
    if (!ok)
        out->len = start;
    drop(pdf);
    return ok;
}
