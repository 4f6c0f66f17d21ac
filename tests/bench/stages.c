/*
 * stages: the CPU time of shaping and layout alone, and of pictures, without
 * the start of a process, reading and writing. A sheet is bound once;
 * layout_make() then runs in a fresh arena each time. Prints numbers, in
 * microseconds: the median of the warm layouts; the first one, in which faces
 * are opened and tables of HarfBuzz and ICU are read for the first time; the
 * median of a page's picture at 96 dpi and at 150 dpi, by a new rasteriser.
 *
 * usage: stages FORM SOURCE [RUNS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/source.h"
#include "font/font.h"
#include "form/form.h"
#include "layout/layout.h"
#include "raster/raster.h"
#include "record/record.h"
#include "sheet/sheet.h"
#include "yaml/node.h"

enum { RUNS = 20, RUNS_LIMIT = 10000 };

static long read_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
    long left = *(const long *)a;
    long right = *(const long *)b;

    return (left > right) - (left < right);
}

static struct sheet *bind_source(struct arena *arena, const char *folder,
                                 const char *path, struct diags *diags)
{
    static const struct node_options strict = { .allow_flow = false };
    struct source *source = source_load(arena, path, NODE_FILE_LIMIT);
    const struct form *form = form_load(arena, folder, diags);
    const struct form_stage *stage;
    struct record *record;
    struct node *root;

    if (!source || !form)
        return NULL;
    root = node_read(arena, source, &strict, diags);
    stage = form_lookup_stage(form, NULL);
    if (!root || !stage)
        return NULL;
    record = record_read(arena, root, form, stage->id, diags);
    return record && !diags->errors ? sheet_bind(arena, record, stage, diags)
                                    : NULL;
}

/* CPU time of one layout; negative when there is none. */
static long lay_out(const struct sheet *sheet, struct font_set *fonts,
                    struct diags *diags)
{
    struct arena *arena = arena_new();
    long start = read_clock();
    bool done = layout_make(arena, sheet, fonts, diags) != NULL;
    long spent = read_clock() - start;

    arena_free(arena);
    return done ? spent : -1;
}

/* CPU time of all pages' pictures, a page. */
static long draw(const struct layout *layout, int dpi, struct diags *diags)
{
    struct raster_options options = { .dpi = dpi };
    long start = read_clock();
    struct raster *raster = raster_new();

    for (size_t i = 0; i < layout->page_count; i++) {
        struct bytes png = { 0 };

        raster_append_png(raster, &layout->pages[i], &options, diags, &png);
        bytes_free(&png);
    }
    raster_free(raster);
    return (read_clock() - start) / (long)layout->page_count;
}

static long draw_often(const struct layout *layout, int dpi,
                       struct diags *diags, long *spent, int runs)
{
    for (int i = 0; i < runs; i++)
        spent[i] = draw(layout, dpi, diags);
    qsort(spent, (size_t)runs, sizeof *spent, compare);
    return spent[runs / 2];
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    int runs = argc > 3 ? atoi(argv[3]) : RUNS;
    struct font_set *fonts = font_set_load("fonts/fonts.yaml", &diags);
    struct sheet *sheet =
        argc > 2 ? bind_source(arena, argv[1], argv[2], &diags) : NULL;
    const struct layout *layout;
    long *spent;
    long cold;

    if (!fonts || !sheet || runs < 1 || runs > RUNS_LIMIT) {
        fprintf(stderr, "stages: cannot bind the sheet\n");
        return 1;
    }
    spent = arena_calloc(arena, (size_t)runs, sizeof *spent);
    cold = lay_out(sheet, fonts, &diags);
    for (int i = 0; i < runs; i++)
        spent[i] = lay_out(sheet, fonts, &diags);
    qsort(spent, (size_t)runs, sizeof *spent, compare);
    if (cold < 0 || spent[0] < 0) {
        fprintf(stderr, "stages: no layout\n");
        return 1;
    }
    printf("%ld %ld", spent[runs / 2], cold);
    layout = layout_make(arena, sheet, fonts, &diags);
    printf(" %ld", draw_often(layout, 96, &diags, spent, runs));
    printf(" %ld\n", draw_often(layout, 150, &diags, spent, runs));
    font_set_free(fonts);
    arena_free(arena);
    return 0;
}
