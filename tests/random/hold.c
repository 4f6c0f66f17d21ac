/* What must hold for every case, whatever form and source are. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "font/font.h"
#include "form/form.h"
#include "layout/layout.h"
#include "pdf/pdf.h"
#include "random/random.h"
#include "raster/raster.h"
#include "record/record.h"
#include "sheet/sheet.h"
#include "yaml/node.h"

enum {
    SECONDS = 60, /* a case that takes longer hangs */
    FOLDER_SIZE = 64,
};

struct holder {
    struct arena *arena;
    struct font_set *fonts;
    struct diags diags;
    char folder[FOLDER_SIZE];
};

static void name_folder(char folder[FOLDER_SIZE], pid_t process)
{
    snprintf(folder, FOLDER_SIZE, "/tmp/chosho-random-%ld", (long)process);
}

void holder_sweep(pid_t process)
{
    char folder[FOLDER_SIZE];
    char path[2 * FOLDER_SIZE];

    name_folder(folder, process);
    snprintf(path, sizeof path, "%s/fields.yaml", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/hyo.yaml", folder);
    unlink(path);
    rmdir(folder);
}

struct holder *holder_new(void)
{
    struct arena *arena = arena_new();
    struct holder *holder = arena_alloc(arena, sizeof *holder);

    holder->arena = arena;
    holder->diags = diags_make(arena);
    holder->fonts = font_set_load("fonts/fonts.yaml", &holder->diags);
    name_folder(holder->folder, getpid());
    holder_sweep(getpid());
    if (!holder->fonts || mkdir(holder->folder, 0700)) {
        printf("not ok random: no fonts or no folder\n");
        exit(3);
    }
    return holder;
}

void holder_free(struct holder *holder)
{
    holder_sweep(getpid());
    font_set_free(holder->fonts);
    arena_free(holder->arena);
}

static void write_file(const struct holder *holder, const char *name,
                       const struct bytes *bytes)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", holder->folder, name);
    file = fopen(path, "w");
    if (!file || fwrite(bytes->data, 1, bytes->len, file) != bytes->len ||
        fclose(file)) {
        printf("not ok random: cannot write %s\n", path);
        exit(3);
    }
}

/* ---- one run ---------------------------------------------------------------
 */

struct run {
    struct holder *holder;
    struct arena *arena;
    struct diags diags;
    struct form *form;
    const struct form_stage *stage;
    struct record *record;
    struct verdict *verdict;
};

static void judge(struct run *run, enum verdict_kind kind, const char *rule,
                  const char *what)
{
    if (run->verdict->kind == VERDICT_BROKEN)
        return;
    run->verdict->kind = kind;
    snprintf(run->verdict->rule, sizeof run->verdict->rule, "%s", rule);
    snprintf(run->verdict->what, sizeof run->verdict->what, "%s", what);
}

static const struct diag *first_error(const struct diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].severity == DIAG_ERROR)
            return &diags->items[i];
    return NULL;
}

/* True when errors were said: the verdict is then `kind`. */
static bool judge_errors(struct run *run, enum verdict_kind kind)
{
    const struct diag *error = first_error(&run->diags);
    struct bytes out = { 0 };

    if (!error)
        return false;
    diags_print(&run->diags, &out);
    bytes_append(&out, "", 1);
    judge(run, kind, error->rule, (const char *)out.data);
    bytes_free(&out);
    return true;
}

/* What may refuse a sound form and source. */
static bool may_refuse(const char *rule)
{
    static const char *const rules[] = { "layout-overflow", "layout-fit",
                                         "layout-page", "text-missing-glyph",
                                         "sheet-number" };

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!strcmp(rule, rules[i]))
            return true;
    return false;
}

static bool load(struct run *run, const struct random_case *made)
{
    struct node_options strict = { .allow_flow = false };
    struct source *source =
        source_from_string(run->arena, "source.yaml",
                           (const char *)made->source.data, made->source.len);
    struct node *root;

    write_file(run->holder, "fields.yaml", &made->fields);
    write_file(run->holder, "hyo.yaml", &made->stage);
    run->form = form_load(run->arena, run->holder->folder, &run->diags);
    if (judge_errors(run, VERDICT_SKIPPED) || !run->form)
        return false;
    run->stage = &run->form->stages[0];
    root = node_read(run->arena, source, &strict, &run->diags);
    if (judge_errors(run, VERDICT_SKIPPED) || !root)
        return false;
    run->record =
        record_read(run->arena, root, run->form, run->stage->id, &run->diags);
    if (judge_errors(run, VERDICT_SKIPPED) || !run->record)
        return false;
    change_words(run->arena, &made->source, run->form, run->record);
    return true;
}

/* ---- words
 * ------------------------------------------------------------------- */

static void append_text(struct bytes *out, const struct text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        bytes_append(out, text->items[i].utf8, text->items[i].len);
        if (text->items[i].ruby)
            bytes_append_string(out, text->items[i].ruby);
    }
}

/* The words of a box or cell, in the order they stand in. */
static void append_box(struct bytes *out, const struct layout_box *box)
{
    for (size_t l = 0; l < box->count; l++)
        for (size_t r = 0; r < box->lines[l].count; r++) {
            const struct layout_run *run = &box->lines[l].runs[r];

            if (run->utf8 != run->span->utf8 + run->within ||
                run->span->origin != SPAN_GENERATED)
                bytes_append(out, run->utf8, run->len);
        }
}

static void append_shown(struct bytes *out, const struct layout *layout,
                         const struct sheet_cell *cell)
{
    for (size_t p = 0; p < layout->page_count; p++)
        for (size_t b = 0; b < layout->pages[p].box_count; b++) {
            const struct layout_box *box = &layout->pages[p].boxes[b];

            if (box->cell == cell && !box->repeated)
                append_box(out, box);
        }
}

/* Letters of both, counted by value: a mark stands on the first line. */
static bool same_bytes(const struct bytes *a, const struct bytes *b)
{
    size_t counts[256] = { 0 };

    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        counts[a->data[i]]++;
        counts[b->data[i]]--;
    }
    for (size_t i = 0; i < 256; i++)
        if (counts[i])
            return false;
    return true;
}

static void hold_cell(struct run *run, const struct layout *layout,
                      const struct sheet_cell *cell)
{
    struct bytes wanted = { 0 };
    struct bytes shown = { 0 };
    bool paged = false;

    for (size_t i = 0; i < cell->paragraph_count; i++) {
        append_text(&wanted, &cell->paragraphs[i]->marker);
        append_text(&wanted, &cell->paragraphs[i]->text);
        paged |= sheet_has_page_number(&cell->paragraphs[i]->text);
    }
    append_text(&wanted, &cell->mark);
    append_shown(&shown, layout, cell);
    if (!paged && !same_bytes(&wanted, &shown))
        judge(run, VERDICT_BROKEN, "words", cell->address);
    bytes_free(&wanted);
    bytes_free(&shown);
}

static void hold_blocks(struct run *run, const struct layout *layout,
                        const struct sheet_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct sheet_block *block = &blocks->items[i];
        const struct sheet_table *table = block->table;

        if (block->blocks)
            hold_blocks(run, layout, block->blocks);
        for (size_t r = 0; table && r < table->row_count; r++)
            for (size_t c = 0; c < table->rows[r].cell_count; c++)
                hold_cell(run, layout, &table->rows[r].cells[c]);
    }
}

/* ---- layouts
 * ------------------------------------------------------------------ */

static const struct layout *make_layout(struct run *run,
                                        const struct sheet *sheet)
{
    const struct layout *layout =
        layout_make(run->arena, sheet, run->holder->fonts, &run->diags);
    const struct diag *error = first_error(&run->diags);
    struct bytes faults = { 0 };

    if (error) {
        judge_errors(run, may_refuse(error->rule) ? VERDICT_REFUSED
                                                  : VERDICT_BROKEN);
        return NULL;
    }
    if (!layout) {
        judge(run, VERDICT_BROKEN, "silent", "no layout and no error");
        return NULL;
    }
    if (layout_check(layout, sheet, &faults)) {
        const char *kind;

        bytes_append(&faults, "", 1);
        kind = (const char *)faults.data;
        *strchr(kind, '\n') = '\0';
        /* "page 1: ADDRESS: what": what is the rule. */
        judge(run, VERDICT_BROKEN, strrchr(kind, ':') + 2, kind);
    }
    bytes_free(&faults);
    return layout;
}

static void hold_same_bytes(struct run *run, const struct sheet *sheet,
                            const struct layout *layout)
{
    struct bytes first = { 0 };
    struct bytes second = { 0 };
    const struct layout *again = make_layout(run, sheet);

    layout_dump(layout, &first);
    if (again)
        layout_dump(again, &second);
    if (first.len != second.len ||
        memcmp(first.data, second.data, first.len) != 0)
        judge(run, VERDICT_BROKEN, "twice", "a second layout differs");
    bytes_free(&first);
    bytes_free(&second);
}

static void hold_pdf(struct run *run, const struct sheet *sheet,
                     const struct layout *layout)
{
    struct bytes pdf = { 0 };
    struct pdf_options options = { 0 };
    struct pdf_part part = { .sheet = sheet, .layout = layout };

    if (!pdf_write(&part, 1, &options, &run->diags, &pdf) || pdf.len < 500 ||
        memcmp(pdf.data, "%PDF-", 5) != 0)
        judge(run, VERDICT_BROKEN, "pdf", "no PDF");
    bytes_free(&pdf);
}

/* A small picture of the first page: that there is one, and no crash. */
static void hold_picture(struct run *run, const struct layout *layout)
{
    struct raster_options options = { .width = 300 };
    struct raster *raster;
    struct bytes png = { 0 };

    if (!raster_size_fits(raster_measure(layout->pages, &options)))
        return;
    raster = raster_new();
    if (!raster_append_png(raster, layout->pages, &options, &run->diags,
                           &png) ||
        png.len < 60 || memcmp(png.data, "\x89PNG", 4) != 0)
        judge(run, VERDICT_BROKEN, "picture", "no picture");
    bytes_free(&png);
    raster_free(raster);
}

/* The same sheet on a page of another width: the same words, or refused. */
static void hold_other_width(struct run *run, const struct sheet *sheet,
                             int percent)
{
    struct form_page *page = &run->form->stages[0].page;
    int32_t width = page->width;
    int32_t room = width - page->margin_left - page->margin_right;
    struct verdict before = *run->verdict;
    const struct layout *layout;

    page->width = width - room + room / 100 * percent;
    layout = make_layout(run, sheet);
    if (layout)
        hold_blocks(run, layout, &sheet->body);
    if (run->verdict->kind == VERDICT_REFUSED)
        *run->verdict = before;
    page->width = width;
    run->diags = diags_make(run->arena);
}

void hold_case(struct holder *holder, const struct random_case *made, bool deep,
               struct verdict *verdict)
{
    struct run run = { .holder = holder,
                       .arena = arena_new(),
                       .verdict = verdict };
    const struct layout *layout = NULL;
    struct sheet *sheet;

    *verdict = (struct verdict){ .kind = VERDICT_LAID };
    run.diags = diags_make(run.arena);
    if (load(&run, made)) {
        sheet = sheet_bind(run.arena, run.record, run.stage, &run.diags);
        if (!judge_errors(&run, VERDICT_REFUSED))
            layout = make_layout(&run, sheet);
        if (layout) {
            verdict->pages = (int)layout->page_count;
            hold_blocks(&run, layout, &sheet->body);
            if (deep) {
                hold_same_bytes(&run, sheet, layout);
                hold_pdf(&run, sheet, layout);
                hold_picture(&run, layout);
                hold_other_width(&run, sheet, 60);
                hold_other_width(&run, sheet, 170);
            }
        }
    }
    arena_free(run.arena);
}

/* ---- apart
 * --------------------------------------------------------------------- */

static void judge_status(int status, struct verdict *verdict)
{
    *verdict = (struct verdict){ .kind = VERDICT_BROKEN };
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        strcpy(verdict->rule, "hangs");
    else
        strcpy(verdict->rule, "crash");
    snprintf(verdict->what, sizeof verdict->what, "the process ended with %d",
             status);
}

void hold_apart(const struct random_case *made, bool deep,
                struct verdict *verdict)
{
    int ends[2];
    int status = 0;
    pid_t child;

    fflush(NULL);
    if (pipe(ends) || (child = fork()) < 0) {
        perror("random");
        exit(3);
    }
    if (!child) {
        struct holder *holder = holder_new();

        alarm(SECONDS);
        hold_case(holder, made, deep, verdict);
        holder_free(holder);
        if (write(ends[1], verdict, sizeof *verdict) != sizeof *verdict)
            _exit(3);
        _exit(0);
    }
    close(ends[1]);
    if (read(ends[0], verdict, sizeof *verdict) != sizeof *verdict)
        verdict = verdict; /* told by the status below */
    close(ends[0]);
    waitpid(child, &status, 0);
    if (status) {
        holder_sweep(child);
        judge_status(status, verdict);
    }
}
