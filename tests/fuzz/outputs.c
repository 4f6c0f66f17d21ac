/* From a record to all outputs, and what must hold of them. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "data/data.h"
#include "font/font.h"
#include "form/data.h"
#include "form/form.h"
#include "form/web.h"
#include "fuzz/fuzz.h"
#include "layout/layout.h"
#include "pdf/pdf.h"
#include "prove/prove.h"
#include "raster/raster.h"
#include "record/record.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"
#include "web/web.h"
#include "yaml/node.h"

/* The words of pages and data, read once. */
static const struct form_web_words *web_words;
static const struct form_data_words *data_words;

static void load_words(void)
{
    static struct diags diags;

    if (web_words)
        return;
    diags = diags_make(arena_new());
    web_words = form_load_web_words(diags.arena, "templates/web.yaml", &diags);
    data_words =
        form_load_data_words(diags.arena, "templates/data.yaml", &diags);
    if (!web_words || !data_words)
        exit(3);
}

/* ---- forms --------------------------------------------------------------- */

static const char *const folders[] = {
    "tests/fixtures/forms/kohyo",  "tests/fixtures/forms/konzai",
    "tests/fixtures/forms/yomi",   "tests/fixtures/forms/burasage",
    "tests/fixtures/forms/chotai", "tests/fixtures/forms/hyodai",
    "templates/juten-mokuhyo",
};
enum { FORMS = sizeof folders / sizeof *folders };

static struct form *forms[FORMS];

static void load_forms(void)
{
    static struct diags diags;

    if (forms[0])
        return;
    diags = diags_make(arena_new());
    for (size_t i = 0; i < FORMS; i++)
        if (!(forms[i] = form_load(diags.arena, folders[i], &diags)))
            exit(3);
}

const struct form *fuzz_find_form(const struct node *root)
{
    load_forms();
    for (size_t i = 0; i < FORMS; i++) {
        const struct node *name = record_form_name(root, forms[i]);

        if (name && name->kind == NODE_SCALAR &&
            !strcmp(name->value, forms[i]->name))
            return forms[i];
    }
    return forms[FORMS - 1];
}

/* ---- outputs ------------------------------------------------------------- */

/* Ends with what the diagnostics say. */
_Noreturn static void fail_with(struct fuzz_run *run, const char *what)
{
    struct bytes out = { 0 };

    diags_print(&run->diags, &out);
    bytes_append(&out, "", 1);
    fuzz_fail(what, (const char *)out.data);
}

struct record *fuzz_read(struct fuzz_run *run, const char *data, size_t len,
                         const struct form *form,
                         const struct form_stage *stage)
{
    struct node_options strict = { .allow_flow = false };
    struct source *source =
        source_from_string(run->arena, "source.yaml", data, len);
    struct node *root = node_read(run->arena, source, &strict, &run->diags);
    struct record *record;

    if (!root)
        return NULL;
    record = record_read(run->arena, root, form, stage->id, &run->diags);
    return run->diags.errors ? NULL : record;
}

static const struct source *as_file(struct fuzz_run *run, struct bytes *bytes)
{
    const struct source *file = source_from_string(
        run->arena, "out", bytes->len ? (const char *)bytes->data : "",
        bytes->len);

    bytes_free(bytes);
    return file;
}

static void hold_web(struct fuzz_run *run, const struct sheet *sheet,
                     struct prove_truth *truth)
{
    struct web_document document = { .id = "id",
                                     .outline = outline_make(run->arena, sheet),
                                     .record = sheet->record };
    struct web_part part = { .folder = "r02",
                             .form = sheet->form,
                             .stage = sheet->stage,
                             .items = &document,
                             .count = 1 };
    struct web_options options = { .words = web_words, .heading = 2 };
    struct bytes page = { 0 };
    struct bytes fragment = { 0 };

    web_write_page(run->arena, &options, &part, 0, &page);
    web_write_fragment(run->arena, &options, &part, 0, &fragment);
    if (!prove_html(truth, web_words, false, as_file(run, &page), &run->diags))
        fail_with(run, "the page is not proven");
    if (!prove_html(truth, web_words, true, as_file(run, &fragment),
                    &run->diags))
        fail_with(run, "the fragment is not proven");
    web_write_index(run->arena, &options, &part, &page);
    bytes_free(&page);
}

static void hold_data(struct fuzz_run *run, const struct sheet *sheet,
                      struct prove_truth *truth)
{
    struct diags diags = diags_make(run->arena);
    const struct data_model *model = data_model_make(
        run->arena, sheet->form, sheet->stage, data_words, &diags);
    struct data_document document = { .record = sheet->record,
                                      .id = "id",
                                      .source = "source.yaml" };
    struct data_summary summary;
    struct data_summaries documents = { &summary, 1, 1 };
    struct prove_truths truths = { &truth, 1, 1 };
    const struct source *files[64];
    struct bytes out = { 0 };
    size_t count;

    if (!model || diags.errors)
        return;
    count = data_table_count(model);
    for (size_t i = 0; i < count && i < 64; i++) {
        data_write_csv(model, i, &document, &out);
        files[i] = as_file(run, &out);
    }
    if (count <= 64 &&
        !prove_csv(&truths, false, data_words, files, &run->diags))
        fail_with(run, "the CSV is not proven");
    data_write_json(model, &document, &out);
    if (!prove_json(&truths, false, as_file(run, &out), &run->diags))
        fail_with(run, "the JSON is not proven");
    data_write_schema(model, &out);
    summary = data_summarize(run->arena, model, &document);
    data_write_page(model, NULL, &documents, true, true, &out);
    bytes_free(&out);
}

static void hold_pdf(struct fuzz_run *run, const struct sheet *sheet,
                     const struct layout *layout, struct prove_truth *truth)
{
    struct pdf_part part = { .sheet = sheet, .layout = layout };
    struct pdf_options options = { .date = NULL };
    struct raster_options small = { .width = 200 };
    struct bytes out = { 0 };

    if (!pdf_write(&part, 1, &options, &run->diags, &out)) {
        if (!run->diags.errors)
            fuzz_fail("no PDF", "and no message");
        bytes_free(&out);
        return;
    }
    if (truth && !prove_pdf(truth, as_file(run, &out), &run->diags))
        fail_with(run, "the PDF is not proven");
    if (raster_size_fits(raster_measure(layout->pages, &small))) {
        struct raster *raster = raster_new();

        raster_append_png(raster, layout->pages, &small, &run->diags, &out);
        raster_free(raster);
    }
    bytes_free(&out);
}

/* Sheet and layout, true to the source; false when either was refused. */
static bool lay_out(struct fuzz_run *run, const struct form_stage *stage,
                    const struct record *record, struct font_set *fonts,
                    struct sheet **sheet, struct layout **layout)
{
    struct bytes out = { 0 };
    bool good;

    *sheet = sheet_bind(run->arena, record, stage, &run->diags);
    if (run->diags.errors)
        return false;
    load_words();
    *layout = layout_make(run->arena, *sheet, fonts, &run->diags);
    if (!*layout) {
        if (!run->diags.errors)
            fuzz_fail("no layout", "and no message");
        return false;
    }
    good = !layout_check(*layout, *sheet, &out);
    bytes_append(&out, "", 1);
    if (!good && fonts == fuzz_fonts())
        fuzz_fail("layout_check", (const char *)out.data);
    bytes_free(&out); /* else a font whose ink lies beyond its em: refused */
    return good;
}

static void write_words(struct fuzz_run *run, const struct sheet *sheet)
{
    struct bytes out = { 0 };

    sheet_write_text(sheet, &out);
    outline_dump(outline_make(run->arena, sheet), &out);
    bytes_free(&out);
}

void fuzz_outputs(struct fuzz_run *run, const struct form_stage *stage,
                  const struct record *record, struct font_set *fonts, bool all)
{
    struct prove_document document = { .id = "id", .source = "source.yaml" };
    struct prove_truth *truth;
    struct layout *layout;
    struct sheet *sheet;

    if (!lay_out(run, stage, record, fonts, &sheet, &layout))
        return;
    write_words(run, sheet);
    document.sheet = sheet;
    truth = prove_truth_make(run->arena, &document);
    hold_web(run, sheet, truth);
    hold_data(run, sheet, truth);
    if (all)
        hold_pdf(run, sheet, layout, truth);
}

void fuzz_marked_outputs(struct fuzz_run *run, const struct form_stage *stage,
                         const struct record *record, bool all,
                         struct bytes *page)
{
    struct web_document document = { .id = "id", .record = record };
    struct layout *layout;
    struct sheet *sheet;

    if (!lay_out(run, stage, record, fuzz_fonts(), &sheet, &layout))
        return;
    write_words(run, sheet);
    document.outline = outline_make(run->arena, sheet);
    web_write_page(run->arena,
                   &(struct web_options){ .words = web_words, .heading = 2 },
                   &(struct web_part){ .folder = "r02",
                                       .form = sheet->form,
                                       .stage = stage,
                                       .items = &document,
                                       .count = 1 },
                   0, page);
    if (all)
        hold_pdf(run, sheet, layout, NULL);
}
