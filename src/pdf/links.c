#include "pdf/links.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "layout/layout.h"
#include "pdf/dest.h"
#include "pdf/objstore.h"
#include "pdf/syntax.h"
#include "pdf/tags.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"

/* The element of a box's words; NULL where none of them is in a link. */
static const struct outline_node *find_link(const struct outline *outline,
                                            const struct layout_box *box)
{
    for (size_t l = 0; l < box->count; l++) {
        const struct layout_line *line = &box->lines[l];

        for (size_t r = 0; r < line->count; r++) {
            const struct outline_node *node =
                outline_lookup(outline, line->paragraph, box->cell,
                               line->runs[r].span, line->runs[r].ruby);

            while (node && node->kind != OUTLINE_LINK)
                node = node->parent;
            if (node)
                return node;
        }
    }
    return NULL;
}

/* ---- where it is ---------------------------------------------------------
 */

static struct layout_rect line_rect(const struct layout_line *line)
{
    return (struct layout_rect){ line->x, line->y, line->width, line->height };
}

static struct layout_rect join_rects(struct layout_rect a, struct layout_rect b)
{
    int32_t left = a.x < b.x ? a.x : b.x;
    int32_t top = a.y < b.y ? a.y : b.y;
    int32_t right =
        a.x + a.width > b.x + b.width ? a.x + a.width : b.x + b.width;
    int32_t bottom =
        a.y + a.height > b.y + b.height ? a.y + a.height : b.y + b.height;

    return (struct layout_rect){ left, top, right - left, bottom - top };
}

static void append_point(struct bytes *out, int32_t x, int32_t y,
                         const char *behind)
{
    bytes_append_milli(out, x);
    bytes_append_char(out, ' ');
    bytes_append_milli(out, y);
    bytes_append_string(out, behind);
}

/* Each line's corners, counterclockwise from the lower left one. */
static void append_quads(struct bytes *out, const struct layout_page *page,
                         const struct layout_box *box)
{
    bytes_append_string(out, "/QuadPoints[");
    for (size_t i = 0; i < box->count; i++) {
        struct layout_rect rect = line_rect(&box->lines[i]);
        int32_t right = rect.x + rect.width;
        int32_t top = page->height - rect.y;
        int32_t bottom = top - rect.height;

        append_point(out, rect.x, bottom, " ");
        append_point(out, right, bottom, " ");
        append_point(out, right, top, " ");
        append_point(out, rect.x, top, i + 1 < box->count ? " " : "]");
    }
}

static void append_place(struct bytes *out, const struct layout_page *page,
                         const struct layout_box *box)
{
    struct layout_rect all = line_rect(&box->lines[0]);
    int32_t top;

    for (size_t i = 1; i < box->count; i++)
        all = join_rects(all, line_rect(&box->lines[i]));
    top = page->height - all.y;
    bytes_append_string(out, "/Rect[");
    append_point(out, all.x, top - all.height, " ");
    append_point(out, all.x + all.width, top, "]");
    if (box->count > 1)
        append_quads(out, page, box);
}

/* ---- where it leads -------------------------------------------------------
 */

static void append_words(struct bytes *out, const struct sheet_entry *entry)
{
    struct arena *arena = arena_new();
    const char *words =
        sheet_name_heading(arena, &entry->number, &entry->title);

    bytes_append_string(out, "/Contents");
    syntax_append_text(out, words, strlen(words));
    arena_free(arena);
}

static struct dest find_dest(const struct links *links,
                             const struct sheet_entry *entry)
{
    size_t i = entry->page - links->first;

    assert(entry->page >= links->first && i < links->count);
    return (struct dest){ links->pages[i].object,
                          links->pages[i].height - entry->y };
}

/* ---- all of it ------------------------------------------------------------
 */

static void write_link(const struct links *links,
                       const struct layout_page *page,
                       const struct layout_box *box,
                       const struct outline_node *node, unsigned id)
{
    struct bytes entries = { 0 };
    struct dest dest = find_dest(links, box->entry);

    /* Printed as it is (PDF/A-2 6.3.2): without a border. */
    bytes_append_string(&entries, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]");
    append_place(&entries, page, box);
    dest_append(&entries, &dest);
    if (links->tags) {
        bytes_append_string(&entries, "/StructParent ");
        bytes_append_int(&entries, tags_add_annotation(links->tags, node, id));
    }
    append_words(&entries, box->entry);
    objstore_set_dict(links->store, id, &entries);
}

void links_append(const struct links *links, const struct layout_page *page,
                  struct bytes *entries)
{
    const char *before = "/Annots[";

    for (size_t i = 0; i < page->box_count; i++) {
        const struct layout_box *box = &page->boxes[i];
        const struct outline_node *node = NULL;
        unsigned id;

        if (box->entry && links->tags)
            node = find_link(links->outline, box);
        if (!box->entry || !box->count || (links->tags && !node))
            continue;
        id = objstore_reserve(links->store);
        write_link(links, page, box, node, id);
        bytes_printf(entries, "%s%u 0 R", before, id);
        before = " ";
    }
    if (*before == ' ')
        bytes_append_char(entries, ']');
}
