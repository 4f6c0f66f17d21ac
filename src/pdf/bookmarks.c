#include "pdf/bookmarks.h"

#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "layout/layout.h"
#include "pdf/objstore.h"
#include "pdf/pdf.h"
#include "pdf/syntax.h"
#include "sheet/sheet.h"

void bookmarks_add_part(struct arena *arena, struct bookmarks *bookmarks,
                        const struct pdf_part *part,
                        const struct dest_page *pages)
{
    const struct layout *layout = part->layout;
    struct arena *own = arena_new();
    struct sheet_headings headings = sheet_list_headings(own, part->sheet);
    struct layout_spot *spots =
        arena_calloc(own, headings.count + 1, sizeof *spots);
    bool named = part->name && *part->name && layout->page_count;

    if (named)
        *LIST_ADD(arena, bookmarks) = (struct bookmark){
            .level = 1,
            .title = arena_strdup(arena, part->name),
            .dest = { pages[0].object, pages[0].height },
        };
    layout_find_headings(layout, &headings, spots);
    for (size_t i = 0; i < headings.count; i++) {
        const struct sheet_heading *heading = &headings.items[i];
        const struct dest_page *page = &pages[spots[i].page];

        if (spots[i].found)
            *LIST_ADD(arena, bookmarks) = (struct bookmark){
                .level = heading->level + named,
                .title = sheet_name_heading(arena, &heading->number,
                                            &heading->title),
                .dest = { page->object, page->height - spots[i].rect.y },
            };
    }
    arena_free(own);
}

/* The neighbours of a bookmark in the tree: indices plus 1, or 0. */
struct links {
    size_t parent;
    size_t prev;
    size_t next;
    size_t first;
    size_t last;
    size_t children;
};

/* Index 0 of `links` is the root, i + 1 bookmark i. */
static void link_bookmarks(const struct bookmarks *bookmarks,
                           struct links *links)
{
    for (size_t i = 1; i <= bookmarks->count; i++) {
        const struct bookmark *items = bookmarks->items;
        size_t parent = i - 1;

        while (parent && items[parent - 1].level >= items[i - 1].level)
            parent = links[parent].parent;
        links[i].parent = parent;
        links[i].prev = links[parent].last;
        if (links[i].prev)
            links[links[i].prev].next = i;
        else
            links[parent].first = i;
        links[parent].last = i;
        links[parent].children++;
    }
}

static void append_reference(struct bytes *out, const char *key, unsigned id)
{
    bytes_append_string(out, key);
    bytes_append_int(out, id);
    bytes_append_string(out, " 0 R");
}

static void append_link(struct bytes *out, const char *key, size_t to,
                        const unsigned *objects)
{
    if (to)
        append_reference(out, key, objects[to]);
}

static void write_bookmark(const struct bookmark *bookmark,
                           const struct links *links, const unsigned *objects,
                           unsigned object, struct objstore *store)
{
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/Title");
    syntax_append_text(&entries, bookmark->title, strlen(bookmark->title));
    append_reference(&entries, "/Parent ", objects[links->parent]);
    append_link(&entries, "/Prev ", links->prev, objects);
    append_link(&entries, "/Next ", links->next, objects);
    append_link(&entries, "/First ", links->first, objects);
    append_link(&entries, "/Last ", links->last, objects);
    if (links->children)
        bytes_printf(&entries, "/Count -%zu", links->children);
    dest_append(&entries, &bookmark->dest);
    objstore_set_dict(store, object, &entries);
}

unsigned bookmarks_write(const struct bookmarks *bookmarks,
                         struct objstore *store)
{
    size_t count = bookmarks->count;
    struct arena *arena = arena_new();
    struct links *links = arena_calloc(arena, count + 1, sizeof *links);
    unsigned *objects = arena_calloc(arena, count + 1, sizeof *objects);
    struct bytes entries = { 0 };
    unsigned root;

    link_bookmarks(bookmarks, links);
    for (size_t i = 0; count && i <= count; i++)
        objects[i] = objstore_reserve(store);
    for (size_t i = 1; i <= count; i++)
        write_bookmark(&bookmarks->items[i - 1], &links[i], objects, objects[i],
                       store);
    root = objects[0];
    if (count) {
        bytes_append_string(&entries, "/Type/Outlines");
        append_link(&entries, "/First ", links[0].first, objects);
        append_link(&entries, "/Last ", links[0].last, objects);
        bytes_printf(&entries, "/Count %zu", links[0].children);
        objstore_set_dict(store, root, &entries);
    }
    arena_free(arena);
    return root;
}
