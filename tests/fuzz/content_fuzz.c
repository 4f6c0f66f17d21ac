/*
 * What `prove` reads inside of a PDF by itself: content streams and CMaps.
 * An input has the parts "cmap" and "content".
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "fuzz/fuzz.h"
#include "prove/cmap.h"
#include "prove/marked.h"

/* A copy without anything behind its last byte. */
static unsigned char *copy(struct fuzz_part part)
{
    unsigned char *data = memory_alloc(part.len);

    memcpy(data, part.data, part.len);
    return data;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *arena = arena_new();
    struct fuzz_parts parts = fuzz_split(arena, data, len);
    struct fuzz_part cmap = fuzz_lookup(&parts, "cmap");
    struct fuzz_part content = fuzz_lookup(&parts, "content");
    unsigned char *cmap_data = copy(cmap);
    unsigned char *content_data = copy(content);
    struct marked_font fonts[] = {
        { .name = "F1", .cmap = cmap_read(arena, cmap_data, cmap.len) },
        { .name = "F2", .loose = true },
    };
    struct marked_fonts list = { fonts, 2, 2 };
    struct marked_page page;

    fonts[1].cmap = fonts[0].cmap;
    page = marked_read(arena, content_data, content.len, &list);
    for (size_t i = 0; i < page.count; i++)
        if (page.items[i].shown && (page.items[i].start > page.items[i].end ||
                                    page.items[i].end > page.words.len))
            fuzz_fail("content", "a piece is not within the words");
    bytes_free(&page.words);
    free(cmap_data);
    free(content_data);
    arena_free(arena);
    return 0;
}
