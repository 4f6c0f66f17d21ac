#include "pdf/pdf.h"

#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/layout.h"
#include "pdf/bookmarks.h"
#include "pdf/content.h"
#include "pdf/fontuse.h"
#include "pdf/labels.h"
#include "pdf/meta.h"
#include "pdf/objstore.h"

struct pages {
    unsigned *items; /* objects */
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
    struct objstore *store;
    struct fontuse *fonts;
    unsigned resources;
    struct pdf_options options;
    struct diags *diags;
    const char *title;
    const char *lang;
    bool is_book;
    struct section front;
    struct section rest;
};

struct pdf *pdf_begin(const struct pdf_options *options, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct pdf *pdf = arena_alloc(arena, sizeof *pdf);

    *pdf = (struct pdf){
        .arena = arena,
        .store = objstore_new(options->plain),
        .options = *options,
        .diags = diags,
    };
    pdf->resources = objstore_reserve(pdf->store);
    pdf->fonts = fontuse_new(pdf->store);
    return pdf;
}

/* Codes are given out while pages are written, so fonts come after them. */
static void add_pages(struct pdf *pdf, const struct layout *layout,
                      struct pages *pages)
{
    for (size_t i = 0; i < layout->page_count; i++) {
        const struct layout_page *page = &layout->pages[i];
        struct bytes content = { 0 };

        content_append_page(page, pdf->fonts, &content);
        *LIST_ADD(pdf->arena, pages) = objstore_add_page(
            pdf->store, page->width, page->height, pdf->resources, &content);
    }
}

static void add_part(struct pdf *pdf, const struct pdf_part *part,
                     struct section *section)
{
    size_t before = section->pages.count;

    add_pages(pdf, part->layout, &section->pages);
    if (part->sheet)
        bookmarks_add_part(pdf->arena, &section->bookmarks, part,
                           section->pages.items + before);
}

static void set_title(struct pdf *pdf, const struct layout *layout)
{
    pdf->title = layout->title ? arena_strdup(pdf->arena, layout->title) : NULL;
    pdf->lang = layout->lang ? arena_strdup(pdf->arena, layout->lang) : NULL;
}

void pdf_add(struct pdf *pdf, const struct pdf_part *part)
{
    if (!pdf->title)
        set_title(pdf, part->layout);
    add_part(pdf, part, &pdf->rest);
}

void pdf_add_front(struct pdf *pdf, const struct pdf_part *part)
{
    set_title(pdf, part->layout);
    pdf->is_book = true;
    if (pdf->rest.pages.count)
        objstore_insert_before(pdf->store, pdf->rest.pages.items[0]);
    add_part(pdf, part, &pdf->front);
    objstore_insert_before(pdf->store, 0);
}

void pdf_add_numbers(struct pdf *pdf, const struct layout *numbers)
{
    size_t front = pdf->front.pages.count;

    for (size_t i = 0; i < numbers->page_count; i++) {
        struct bytes content = { 0 };

        bytes_append_string(&content, "/Artifact<</Type/Pagination>>BDC\n");
        content_append_page(&numbers->pages[i], pdf->fonts, &content);
        bytes_append_string(&content, "EMC\n");
        objstore_overlay_page(pdf->store,
                              i < front ? pdf->front.pages.items[i]
                                        : pdf->rest.pages.items[i - front],
                              &content);
    }
}

static unsigned write_bookmarks(struct pdf *pdf)
{
    struct bookmarks all = pdf->front.bookmarks;

    for (size_t i = 0; i < pdf->rest.bookmarks.count; i++)
        *LIST_ADD(pdf->arena, &all) = pdf->rest.bookmarks.items[i];
    return bookmarks_write(&all, pdf->store);
}

static bool write_objects(struct pdf *pdf)
{
    struct bytes catalog = { 0 };
    struct meta meta = {
        .title = pdf->title,
        .lang = pdf->lang,
        .date = pdf->options.date,
        .catalog = &catalog,
    };
    unsigned outline = write_bookmarks(pdf);
    bool ok;

    if (outline)
        bytes_printf(&catalog, "/Outlines %u 0 R\n", outline);
    if (outline && pdf->is_book)
        bytes_append_string(&catalog, "/PageMode/UseOutlines\n");
    labels_append(&catalog);
    ok = fontuse_write(pdf->fonts, pdf->resources, pdf->diags);
    ok = meta_write(&meta, pdf->store, pdf->diags) && ok;
    bytes_free(&catalog);
    return ok;
}

bool pdf_end(struct pdf *pdf, struct bytes *out)
{
    size_t start = out ? out->len : 0;
    unsigned error[2];
    bool ok = out && write_objects(pdf);

    if (ok && !objstore_write(pdf->store, out, error)) {
        diag_add(pdf->diags, DIAG_ERROR, "pdf-store", (struct position){ 0 },
                 _("the PDF library failed with error %#x (%u)"), error[0],
                 error[1]);
        ok = false;
    }
    if (!ok && out)
        out->len = start;
    fontuse_free(pdf->fonts);
    objstore_free(pdf->store);
    arena_free(pdf->arena);
    return ok;
}

bool pdf_write(const struct pdf_part *part, const struct pdf_options *options,
               struct diags *diags, struct bytes *out)
{
    struct pdf *pdf = pdf_begin(options, diags);

    pdf_add(pdf, part);
    return pdf_end(pdf, out);
}
