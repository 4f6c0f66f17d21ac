/* Pictures: a PNG file for each page of a sheet. */
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/outfile.h"
#include "cli/inside.h"
#include "layout/layout.h"
#include "raster/raster.h"
#include "record/record.h"

/* OUT/YEAR/STAGE/NAME-1.png for page 0. */
static char *picture_path(struct session *session,
                          const struct document *document, size_t page)
{
    return arena_printf(session->arena, "%s/%s-%zu.png",
                        output_folder(session, document), document->stem,
                        page + 1);
}

/* An error when a page's picture would be too large. */
static bool check_sizes(struct session *session,
                        const struct document *document)
{
    for (size_t i = 0; i < document->layout->page_count; i++) {
        struct raster_size size = raster_measure(&document->layout->pages[i],
                                                 &session->options->picture);

        if (raster_size_fits(size))
            continue;
        diag_add(&session->diags, DIAG_ERROR, "picture-size",
                 (struct position){ .source = document->record->at.source },
                 _("page %zu would be a picture of %lld by %lld pixels; a side "
                   "may have %d"),
                 i + 1, (long long)size.width, (long long)size.height,
                 RASTER_SIDE_LIMIT)
            ->expected = _("a smaller --dpi or --width");
        return false;
    }
    return true;
}

/* A sheet that had more pages leaves no pictures of them. */
static int remove_further(struct session *session, struct outfile *out,
                          const struct document *document)
{
    size_t page = document->layout->page_count;
    int error = 0;

    for (;; page++) {
        const char *path = picture_path(session, document, page);

        if (error || access(path, F_OK))
            return error;
        error = outfile_remove(out, path);
    }
}

int add_pictures(struct session *session, struct outfile *out,
                 const struct document *document)
{
    const struct layout *layout = document->layout;
    int error = 0;

    if (!check_sizes(session, document))
        return 0;
    if (!session->raster)
        session->raster = raster_new();
    for (size_t i = 0; i < layout->page_count && !error; i++) {
        struct bytes png = { 0 };

        if (raster_append_png(session->raster, &layout->pages[i],
                              &session->options->picture, &session->diags,
                              &png))
            error = outfile_add(out, picture_path(session, document, i),
                                png.data, png.len);
        bytes_free(&png);
    }
    return error ? error : remove_further(session, out, document);
}

/* ---- thumbnails ---------------------------------------------------------- */

enum { THUMBNAIL_WIDTH = 320, THUMBNAIL_DENSITY = 2 };

static const struct raster_options thumbnail = { .width = THUMBNAIL_WIDTH };

struct raster_size thumbnail_size(const struct document *document)
{
    struct raster_size size;

    if (!document->layout)
        return document->thumbnail;
    size = raster_measure(&document->layout->pages[0], &thumbnail);
    return (struct raster_size){
        .width = size.width / THUMBNAIL_DENSITY,
        .height = (size.height + THUMBNAIL_DENSITY / 2) / THUMBNAIL_DENSITY,
    };
}

int add_thumbnail(struct session *session, struct outfile *out,
                  const struct document *document)
{
    const struct layout_page *page = &document->layout->pages[0];
    struct bytes png = { 0 };

    if (!document->layout->page_count ||
        !raster_size_fits(raster_measure(page, &thumbnail)))
        return 0;
    if (!session->raster)
        session->raster = raster_new();
    if (!raster_append_png(session->raster, page, &thumbnail, &session->diags,
                           &png)) {
        bytes_free(&png);
        return 0;
    }
    return add_output(session, out, output_folder(session, document),
                      document->stem, "small.png", &png);
}

void report_pictures(struct session *session, const struct document *document)
{
    for (size_t i = 0; i < document->layout->page_count; i++)
        message_print(stderr, "%s\n", picture_path(session, document, i));
}
