#include "pdf/pdf.h"

#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/layout.h"
#include "pdf/content.h"
#include "pdf/fontuse.h"
#include "pdf/meta.h"
#include "pdf/objstore.h"

static void write_pages(const struct layout *layout, struct objstore *store,
                        struct fontuse *fonts, unsigned resources)
{
    for (size_t i = 0; i < layout->page_count; i++) {
        const struct layout_page *page = &layout->pages[i];
        struct bytes content = { 0 };

        content_append_page(page, fonts, &content);
        objstore_add_page(store, page->width, page->height, resources,
                          &content);
    }
}

/* Codes are given out while pages are written, so fonts come after them. */
static bool write_objects(const struct layout *layout,
                          const struct pdf_options *options,
                          struct objstore *store, struct diags *diags)
{
    unsigned resources = objstore_reserve(store);
    struct fontuse *fonts = fontuse_new(store);
    struct meta meta = {
        .title = layout->title,
        .lang = layout->lang,
        .date = options->date,
    };
    bool ok;

    write_pages(layout, store, fonts, resources);
    ok = fontuse_write(fonts, resources, diags);
    ok = meta_write(&meta, store, diags) && ok;
    fontuse_free(fonts);
    return ok;
}

bool pdf_write(const struct layout *layout, const struct pdf_options *options,
               struct diags *diags, struct bytes *out)
{
    struct objstore *store = objstore_new(options->plain);
    size_t start = out->len;
    unsigned error[2];
    bool ok = write_objects(layout, options, store, diags);

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
