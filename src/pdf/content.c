#include "pdf/content.h"

#include <stdbool.h>

#include "base/bytes.h"
#include "layout/layout.h"
#include "pdf/fontuse.h"
#include "pdf/syntax.h"

/*
 * What glyphs after the first of a cluster stand for in ToUnicode, for
 * readers that do not know ActualText: ZERO WIDTH SPACE.
 */
static const char no_text[] = "\xE2\x80\x8B";

enum {
    MICRO = 1000000, /* 1/1000000 em in an em */
    STEP = 1000,     /* and in 1/1000 em, the unit of numbers in TJ */
};

/* The text state of the page as its stream has set it. */
struct pen {
    struct bytes *out;
    struct fontuse *fonts;
    int32_t page_height;
    unsigned font; /* 0: none set */
    int32_t size;  /* 1/1000 pt */
    bool placed;   /* the text matrix is that of this line */
    int64_t x;     /* of the text matrix, 1/1000 pt from the left */
    int64_t y;     /* and from the top */
    int64_t moved; /* since then, 1/1000000 em */
    bool in_array;
    bool in_string;
};

static void append_pair(struct bytes *out, int64_t x, int64_t y)
{
    bytes_append_milli(out, x);
    bytes_append_char(out, ' ');
    bytes_append_milli(out, y);
    bytes_append_char(out, ' ');
}

static void append_rules(const struct layout_page *page, struct bytes *out)
{
    if (!page->rule_count)
        return;
    bytes_append_string(out, "0 g\n");
    for (size_t i = 0; i < page->rule_count; i++) {
        const struct layout_rect *rect = &page->rules[i].rect;

        append_pair(out, rect->x, page->height - rect->y - rect->height);
        append_pair(out, rect->width, rect->height);
        bytes_append_string(out, "re\n");
    }
    bytes_append_string(out, "f\n");
}

static void end_string(struct pen *pen)
{
    if (pen->in_string)
        bytes_append_char(pen->out, '>');
    pen->in_string = false;
}

static void end_array(struct pen *pen)
{
    end_string(pen);
    if (pen->in_array)
        bytes_append_string(pen->out, "]TJ\n");
    pen->in_array = false;
}

static void set_font(struct pen *pen, unsigned font, int32_t size)
{
    if (pen->font == font && pen->size == size)
        return;
    end_array(pen);
    bytes_append_string(pen->out, "/F");
    bytes_append_int(pen->out, font);
    bytes_append_char(pen->out, ' ');
    bytes_append_milli(pen->out, size);
    bytes_append_string(pen->out, " Tf\n");
    pen->font = font;
    pen->size = size;
    pen->placed = false; /* `moved` counts in ems of the size before */
}

static void place(struct pen *pen, int64_t x, int64_t y)
{
    end_array(pen);
    bytes_append_string(pen->out, "1 0 0 1 ");
    append_pair(pen->out, x, pen->page_height - y);
    bytes_append_string(pen->out, "Tm\n");
    pen->x = x;
    pen->y = y;
    pen->moved = 0;
    pen->placed = true;
}

static int64_t divide_rounded(int64_t value, int64_t by)
{
    return (value < 0 ? value - by / 2 : value + by / 2) / by;
}

/* Shows a glyph with its origin at x, y. */
static void show_glyph(struct pen *pen, struct fontuse_glyph glyph,
                       int32_t size, int64_t x, int64_t y)
{
    int64_t steps = 0;

    set_font(pen, glyph.font, size);
    if (!pen->placed || y != pen->y)
        place(pen, x, y);
    else
        steps = divide_rounded(
            divide_rounded((x - pen->x) * MICRO, size) - pen->moved, STEP);
    if (!pen->in_array)
        bytes_append_char(pen->out, '[');
    pen->in_array = true;
    if (steps) {
        end_string(pen);
        bytes_append_int(pen->out, -steps);
        pen->moved += steps * STEP;
    }
    if (!pen->in_string)
        bytes_append_char(pen->out, '<');
    pen->in_string = true;
    syntax_append_hex4(pen->out, glyph.code);
    pen->moved += glyph.width;
}

/* Glyphs [first, end) of a run: one cluster, which shows `len` bytes. */
static void show_cluster(struct pen *pen, const struct layout_run *run,
                         size_t first, size_t end, size_t len)
{
    const char *utf8 = run->utf8 + run->glyphs[first].cluster;
    struct fontuse_glyph code = fontuse_encode(
        pen->fonts, run->face, run->glyphs[first].gid, utf8, len);
    bool needs_text = end - first > 1 || !code.exact;

    if (needs_text) {
        end_array(pen);
        bytes_append_string(pen->out, "/Span<</ActualText");
        syntax_append_text(pen->out, utf8, len);
        bytes_append_string(pen->out, ">>BDC\n");
    }
    for (size_t i = first; i < end; i++) {
        const struct layout_glyph *glyph = &run->glyphs[i];

        if (i > first)
            code = fontuse_encode(pen->fonts, run->face, glyph->gid, no_text,
                                  sizeof no_text - 1);
        show_glyph(pen, code, run->size, (int64_t)run->x + glyph->x,
                   (int64_t)run->baseline - glyph->y);
    }
    if (needs_text) {
        end_array(pen);
        bytes_append_string(pen->out, "EMC\n");
    }
}

static void show_run(struct pen *pen, const struct layout_run *run)
{
    size_t end;

    for (size_t i = 0; i < run->count; i = end) {
        uint32_t cluster = run->glyphs[i].cluster;
        size_t text_end;

        for (end = i + 1; end < run->count; end++)
            if (run->glyphs[end].cluster != cluster)
                break;
        text_end = end < run->count ? run->glyphs[end].cluster : run->len;
        show_cluster(pen, run, i, end, text_end - cluster);
    }
}

static void show_box(struct pen *pen, const struct layout_box *box)
{
    for (size_t i = 0; i < box->count; i++) {
        const struct layout_line *line = &box->lines[i];

        for (size_t j = 0; j < line->count; j++)
            show_run(pen, &line->runs[j]);
        end_array(pen);
        pen->placed = false;
    }
}

void content_append_page(const struct layout_page *page, struct fontuse *fonts,
                         struct bytes *out)
{
    struct pen pen = {
        .out = out,
        .fonts = fonts,
        .page_height = page->height,
    };
    size_t lines = 0;

    append_rules(page, out);
    for (size_t i = 0; i < page->box_count; i++)
        lines += page->boxes[i].count;
    if (!lines)
        return;
    bytes_append_string(out, "BT\n");
    for (size_t i = 0; i < page->box_count; i++)
        show_box(&pen, &page->boxes[i]);
    bytes_append_string(out, "ET\n");
}
