/* Where the headings of a sheet stand on its pages. */
#include <stdlib.h>

#include "base/arena.h"
#include "layout/layout.h"
#include "sheet/sheet.h"

/* A heading by what its boxes are known by: its cell, or its address. */
struct sought {
    const void *key;
    size_t heading;
};

static int compare_sought(const void *a, const void *b)
{
    uintptr_t p = (uintptr_t)((const struct sought *)a)->key;
    uintptr_t q = (uintptr_t)((const struct sought *)b)->key;

    return (p > q) - (p < q);
}

static void find_on_page(const struct layout_page *page, size_t number,
                         const struct sought *soughts, size_t count,
                         struct layout_spot *spots)
{
    for (size_t i = 0; i < page->box_count; i++) {
        const struct layout_box *box = &page->boxes[i];
        struct sought want = { .key = box->cell ? (const void *)box->cell
                                                : (const void *)box->address };
        const struct sought *found;

        if (box->repeated)
            continue;
        found = bsearch(&want, soughts, count, sizeof *soughts, compare_sought);
        if (found && !spots[found->heading].found)
            spots[found->heading] =
                (struct layout_spot){ true, number, box->rect };
    }
}

void layout_find_headings(const struct layout *layout,
                          const struct sheet_headings *headings,
                          struct layout_spot *spots)
{
    struct arena *arena = arena_new();
    size_t count = headings->count;
    struct sought *soughts = arena_calloc(arena, count + 1, sizeof *soughts);

    for (size_t i = 0; i < count; i++) {
        const struct sheet_heading *heading = &headings->items[i];

        spots[i] = (struct layout_spot){ 0 };
        soughts[i] = (struct sought){
            heading->cell ? (const void *)heading->cell
                          : (const void *)heading->address,
            i,
        };
    }
    if (count)
        qsort(soughts, count, sizeof *soughts, compare_sought);
    for (size_t p = 0; count && p < layout->page_count; p++)
        find_on_page(&layout->pages[p], p, soughts, count, spots);
    arena_free(arena);
}
