/*
 * stages: the CPU time of each stage of a sheet alone, without the start of
 * a process and without writing the file.
 *
 *     read      form and source into a bound sheet
 *     layout    shaping and layout: all of layout_make(), fit and all
 *     check     layout_check() of the finished pages
 *     pdf       the file in memory
 *     untagged  the same without tags: what they cost is the difference
 *     png-96    the pages as pictures of 96 dpi; png-150 likewise
 *
 * Every stage runs many times, each in a fresh arena. A line for each: its
 * name and three numbers in microseconds, the median of the warm runs, the
 * least of them, and the first run, in which faces are opened and tables of
 * HarfBuzz and ICU are read for the first time.
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
#include "pdf/pdf.h"
#include "raster/raster.h"
#include "record/record.h"
#include "sheet/sheet.h"
#include "yaml/node.h"

enum { RUNS = 20, RUNS_LIMIT = 10000 };

/* What the stages take from each other: the last result of each. */
struct bench {
    const char *form;
    const char *source;
    struct diags diags;
    struct font_set *fonts;
    struct arena *read_arena;
    struct arena *layout_arena;
    const struct sheet *sheet;
    const struct layout *layout;
};

/* A stage runs once; false when it fails. */
struct stage {
    const char *name;
    bool (*run)(struct bench *bench);
};

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

static bool run_read(struct bench *bench)
{
    static const struct node_options strict = { .allow_flow = false };
    struct arena *arena = arena_new();
    struct source *source = source_load(arena, bench->source, NODE_FILE_LIMIT);
    const struct form *form = form_load(arena, bench->form, &bench->diags);
    const struct form_stage *stage;
    struct record *record;
    struct node *root;

    arena_free(bench->read_arena);
    bench->read_arena = arena;
    if (!source || !form)
        return false;
    root = node_read(arena, source, &strict, &bench->diags);
    stage = form_lookup_stage(form, NULL);
    if (!root || !stage)
        return false;
    record = record_read(arena, root, form, stage->id, &bench->diags);
    if (!record || bench->diags.errors)
        return false;
    bench->sheet = sheet_bind(arena, record, stage, &bench->diags);
    return bench->sheet;
}

static bool run_layout(struct bench *bench)
{
    arena_free(bench->layout_arena);
    bench->layout_arena = arena_new();
    bench->layout = layout_make(bench->layout_arena, bench->sheet, bench->fonts,
                                &bench->diags);
    return bench->layout;
}

static bool run_check(struct bench *bench)
{
    struct bytes faults = { 0 };
    size_t count = layout_check(bench->layout, bench->sheet, &faults);

    bytes_free(&faults);
    return !count;
}

static bool write_pdf(struct bench *bench, bool untagged)
{
    struct bytes out = { 0 };
    struct pdf_part part = { .sheet = bench->sheet, .layout = bench->layout };
    bool done =
        pdf_write(&part, 1, &(struct pdf_options){ .untagged = untagged },
                  &bench->diags, &out);

    bytes_free(&out);
    return done;
}

static bool run_pdf(struct bench *bench)
{
    return write_pdf(bench, false);
}

static bool run_untagged(struct bench *bench)
{
    return write_pdf(bench, true);
}

static bool draw_pages(struct bench *bench, int dpi)
{
    struct raster_options options = { .dpi = dpi };
    struct raster *raster = raster_new();
    bool done = true;

    for (size_t i = 0; i < bench->layout->page_count; i++) {
        struct bytes png = { 0 };

        done = raster_append_png(raster, &bench->layout->pages[i], &options,
                                 &bench->diags, &png) &&
               done;
        bytes_free(&png);
    }
    raster_free(raster);
    return done;
}

static bool run_png_96(struct bench *bench)
{
    return draw_pages(bench, 96);
}

static bool run_png_150(struct bench *bench)
{
    return draw_pages(bench, 150);
}

/* Runs a stage once and `runs` times more, and prints its line. */
static bool measure(struct bench *bench, const struct stage *stage, int runs)
{
    long *spent = memory_alloc((size_t)runs * sizeof *spent);
    long first = 0;
    bool done = true;

    for (int i = -1; done && i < runs; i++) {
        long start = read_clock();

        done = stage->run(bench);
        *(i < 0 ? &first : &spent[i]) = read_clock() - start;
    }
    qsort(spent, (size_t)runs, sizeof *spent, compare);
    if (done)
        printf("%s %ld %ld %ld\n", stage->name, spent[runs / 2], spent[0],
               first);
    else
        fprintf(stderr, "stages: %s fails\n", stage->name);
    free(spent);
    return done;
}

int main(int argc, char **argv)
{
    static const struct stage stages[] = {
        { "read", run_read },         { "layout", run_layout },
        { "check", run_check },       { "pdf", run_pdf },
        { "untagged", run_untagged }, { "png-96", run_png_96 },
        { "png-150", run_png_150 },
    };
    struct arena *arena = arena_new();
    struct bench bench = { .diags = diags_make(arena) };
    int runs = argc > 3 ? atoi(argv[3]) : RUNS;
    bool done = argc > 2 && runs > 0 && runs <= RUNS_LIMIT;

    if (!done)
        fprintf(stderr, "usage: stages FORM SOURCE [RUNS]\n");
    bench.form = argv[1];
    bench.source = argc > 1 ? argv[2] : NULL;
    bench.fonts = font_set_load("fonts/fonts.yaml", &bench.diags);
    done = done && bench.fonts;
    for (size_t i = 0; done && i < sizeof stages / sizeof *stages; i++)
        done = measure(&bench, &stages[i], runs);
    font_set_free(bench.fonts);
    arena_free(bench.layout_arena);
    arena_free(bench.read_arena);
    arena_free(arena);
    return !done;
}
