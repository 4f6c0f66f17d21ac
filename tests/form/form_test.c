/* The two forms of this tree as structs, and the template language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "form/form.h"

#define JUTEN "templates/juten-mokuhyo"
#define JIGYO "tests/fixtures/forms/jigyo-ichiran"

struct fixture {
    struct arena *arena;
    struct diags diags;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    fixture->arena = arena_new();
    fixture->diags = diags_make(fixture->arena);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static struct form *load(struct fixture *fixture, const char *path)
{
    struct form *form = form_load(fixture->arena, path, &fixture->diags);

    assert_int_equal(fixture->diags.count, 0);
    assert_non_null(form);
    return form;
}

/* A field of several stages, and words that stand in for a value. */
static void test_comparison(void **state)
{
    struct form *form = load(*state, "templates/taisho");
    const struct form_field *field =
        form_lookup_use(&form->fields, "old-label");
    const struct form_stage *stage = form_lookup_stage(form, "shinkyu");
    const struct form_style *body = stage->styles;
    const struct form_table *table;
    const struct form_piece *piece;

    assert_non_null(field);
    assert_true(form_concerns(field, "miekeshi"));
    field = form_lookup_field(&form->fields, "文書");
    field = form_lookup_field(field->fields, "部分");
    field = form_lookup_field(field->fields, "欄");
    field = form_lookup_field(field->fields, "行");
    field = form_lookup_field(field->fields, "改正前");
    assert_true(form_concerns(field, "shinkyu"));
    assert_true(form_concerns(field, "shinkyu-new-first"));
    assert_false(form_concerns(field, "miekeshi"));
    assert_string_equal(body->name, "body");
    assert_int_equal(form_show_change(body, SPAN_ADDED)->line, FORM_LINE_UNDER);
    assert_null(form_show_change(body, SPAN_SAME));
    assert_int_equal(body->changes.rule, 500);
    table = stage->body.items[5].blocks->items[2].table;
    piece = table->rows.items[0].cells.items[1].contents.items[0].text.items;
    assert_int_equal(piece->kind, FORM_PIECE_FIELD);
    assert_string_equal(piece->path[0], "旧見出し");
    assert_memory_equal(piece->text.utf8, "改正前", piece->text.len);
    assert_int_equal(piece->text.len, strlen("改正前"));
}

static void test_fields(void **state)
{
    struct form *form = load(*state, JUTEN);
    const struct form_field *goals =
        form_lookup_field(&form->fields, "重点目標");
    const struct form_field *items;
    const struct form_field *progress;

    assert_string_equal(form->id, "juten-mokuhyo");
    assert_string_equal(form->name, "重点目標一覧表");
    assert_string_equal(form_lookup_use(&form->fields, "title")->key, "部局");
    assert_int_equal(goals->type, FORM_RECORDS);
    assert_int_equal(goals->numbering, FORM_NUMBER_FULLWIDTH);
    items = form_lookup_field(goals->fields, "取組");
    assert_int_equal(items->numbering, FORM_NUMBER_CIRCLED);
    progress = form_lookup_field(items->fields, "中間報告");
    assert_string_equal(progress->stages[0], "chukan");
    progress = form_lookup_field(progress->fields, "進捗状況");
    assert_string_equal(progress->stages[0], "chukan"); /* from its group */
    assert_true(form_concerns(progress, "kimatsu"));
    assert_true(form_begins(progress, "chukan"));
    assert_false(form_begins(progress, "kimatsu"));
    assert_false(form_concerns(progress, "tousho"));
    assert_int_equal(progress->need, FORM_EXPECTED);
    assert_int_equal(progress->markers->count, 3);
    assert_true(progress->markers->items[1].numbered);
    assert_string_equal(progress->markers->items[1].range, "～");
    assert_null(form_lookup_field(goals->fields, "項目"));
}

static void test_page_and_styles(void **state)
{
    struct form *form = load(*state, JUTEN);
    const struct form_stage *stage = form_lookup_stage(form, "中間報告");
    const struct form_style *title = &stage->styles[2];

    assert_ptr_equal(stage, form_lookup_stage(form, NULL));
    assert_ptr_equal(stage, form_lookup_stage(form, "chukan"));
    assert_string_equal(form_lookup_stage(form, "kimatsu")->name, "期末報告");
    assert_null(form_lookup_stage(form, "kimatu"));
    assert_int_equal(stage->page.width, 841890);
    assert_int_equal(stage->page.height, 595276);
    assert_int_equal(stage->page.margin_left, 22677);
    assert_int_equal(stage->fit.pages, 2);
    assert_int_equal(stage->fit.pages_most, 8);
    assert_int_equal(stage->fit.size_least, 7000);
    assert_int_equal(stage->fit.size_most, 8400);
    assert_int_equal(stage->fit.pitch_least, 9100);
    assert_int_equal(stage->fit.pitch_most, 10920);
    assert_true(stage->fit.aligned_first && stage->fit.may_flow);
    assert_true(stage->styles[0].fit_size);
    assert_string_equal(title->name, "title");
    assert_false(title->fit_size);
    assert_int_equal(title->pitch, 17000);
    assert_int_equal(title->align, FORM_CENTER);
}

static void test_blocks(void **state)
{
    struct form *form = load(*state, JUTEN);
    const struct form_stage *stage = form_lookup_stage(form, NULL);
    const struct form_block *each = &stage->body.items[0];
    const struct form_table *table = each->blocks->items[0].table;
    const struct form_row *row = &table->rows.items[2];
    const struct form_content *content = row->cells.items[1].contents.items;

    assert_int_equal(stage->head.items[0].kind, FORM_BLOCK_BAR);
    assert_int_equal(stage->head.items[0].slots[2]->kind, FORM_BLOCK_TABLE);
    assert_int_equal(each->kind, FORM_BLOCK_EACH);
    assert_true(each->keep);
    assert_int_equal(each->space.value, 4500);
    assert_int_equal(table->columns.items[0].unit, FORM_FR);
    assert_int_equal(table->columns.items[0].value, 36500);
    assert_int_equal(table->outer.left, 800);
    assert_int_equal(table->rows.items[0].role, FORM_ROW_HEADING);
    assert_int_equal(table->rows.items[0].columns.count, 3);
    assert_int_equal(table->rows.items[0].borders.bottom, 500);
    assert_int_equal(table->rows.items[0].borders.top, -1);
    assert_int_equal(table->rows.items[1].cells.items[0].role,
                     FORM_ROLE_COL_HEADER);
    assert_true(row->flow);
    assert_string_equal(row->each[0], "取組");
    assert_int_equal(row->cells.items[0].role, FORM_ROLE_ROW_HEADER);
    assert_int_equal(row->cells.items[0].padding.left.value, 550);
    assert_int_equal(row->cells.items[0].padding.left.unit, FORM_EM);
    assert_int_equal(table->rule_gap, 1400);
    assert_int_equal(content->kind, FORM_ENTRY_LIST);
    assert_int_equal(content->indent.unit, FORM_EM);
    assert_string_equal(content->run_in[0], "・");
    assert_int_equal(row->cells.items[2].mark.items[0].path_len, 2);
}

static void test_pieces_know_their_places(void **state)
{
    struct form *form = load(*state, JUTEN);
    const struct form_text *title = &form_lookup_stage(form, NULL)->title;

    assert_int_equal(title->count, 4);
    assert_int_equal(title->items[0].kind, FORM_PIECE_TEXT);
    assert_int_equal(title->items[0].at.line, 3);
    assert_int_equal(title->items[0].at.column, 9);
    assert_int_equal(title->items[1].kind, FORM_PIECE_FIELD);
    assert_string_equal(title->items[1].path[0], "年度");
    assert_int_equal(title->items[1].at.column, 9 + 17);
    assert_int_equal(title->items[0].text.origin, SPAN_TEMPLATE);
}

static void test_other_form(void **state)
{
    struct form *form = load(*state, JIGYO);
    const struct form_stage *stage = form_lookup_stage(form, NULL);
    const struct form_table *table = stage->body.items[0].table;
    const struct form_row *outer = &table->rows.items[2];
    const struct form_row *middle = &outer->rows.items[0];

    assert_int_equal(stage->page.width, 595276);
    assert_int_equal(stage->page.margin_top, 42520);
    assert_int_equal(stage->cjk_latin_space, 125);
    assert_int_equal(table->columns.count, 8);
    assert_int_equal(table->rows.items[0].cells.items[0].rows, 2);
    assert_int_equal(table->rows.items[0].cells.items[3].columns, 4);
    assert_int_equal(outer->leads.count, 1);
    assert_int_equal(middle->leads.count, 2);
    assert_int_equal(middle->rows.items[0].cells.count, 5);
    assert_int_equal(middle->rows.items[0].cells.items[2].style->align,
                     FORM_DECIMAL);
    assert_int_equal(stage->styles[4].pitch, 16900); /* 1.3 x 13 pt */
    assert_int_equal(stage->foot.items[0].text.items[1].kind, FORM_PIECE_PAGE);
}

static void test_edition(void **state)
{
    struct fixture *fixture = *state;
    struct form *form = form_load_fields(
        fixture->arena, "templates/edition/fields.yaml", &fixture->diags);

    assert_non_null(form);
    assert_int_equal(form->stage_count, 1); /* of a book, not read here */
    assert_int_equal(form_lookup_use(&form->fields, "order")->type,
                     FORM_STRINGS);
    assert_null(form_lookup_use(&form->fields, "title"));
}

/* ---- the language ----------------------------------------------------- */

#define FIELDS                                                                 \
    "form: f\nstages: [s]\nfields:\n  - {key: 様式, type: form}\n"           \
    "  - {key: 名, type: text}\n"                                             \
    "  - {key: 表, type: records, number: circled, fields: "                  \
    "[{key: 値, type: number, decimals: 1}]}\n"
#define STAGE                                                                  \
    "name: s\ntitle: t\npage: {size: 100mm 50mm, margin: 0}\n"                 \
    "styles: {body: {size: 10pt}}\n"

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* A form made of the fields above and a stage with this end. */
static struct form *load_text(struct fixture *fixture, const char *end)
{
    char folder[] = "/tmp/chosho-form-XXXXXX";
    char path[256];
    struct form *form;

    assert_non_null(mkdtemp(folder));
    write_file(folder, "fields.yaml", FIELDS);
    snprintf(path, sizeof path, "%s/s.yaml", folder);
    write_file(folder, "s.yaml", arena_printf(fixture->arena, STAGE "%s", end));
    fixture->diags = diags_make(fixture->arena);
    form = form_load(fixture->arena, folder, &fixture->diags);
    unlink(path);
    snprintf(path, sizeof path, "%s/fields.yaml", folder);
    unlink(path);
    rmdir(folder);
    return form;
}

static void assert_refused(struct fixture *fixture, const char *end,
                           const char *rule, int line, int column)
{
    assert_null(load_text(fixture, end));
    assert_int_equal(fixture->diags.errors, 1);
    assert_string_equal(fixture->diags.items[0].rule, rule);
    assert_int_equal(fixture->diags.items[0].at.line, line);
    assert_int_equal(fixture->diags.items[0].at.column, column);
}

static void test_braces(void **state)
{
    struct form *form =
        load_text(*state, "body:\n  - {text: \"a{{b}}c{名}\"}\n");
    const struct form_text *text;

    assert_non_null(form);
    text = &form->stages[0].body.items[0].text;
    assert_int_equal(text->count, 4);
    assert_int_equal(text->items[0].text.len, 2); /* a{ */
    assert_memory_equal(text->items[0].text.utf8, "a{", 2);
    assert_memory_equal(text->items[1].text.utf8, "b}", 2);
    assert_memory_equal(text->items[2].text.utf8, "c", 1);
    assert_int_equal(text->items[2].at.column, 12 + 7);
    assert_string_equal(text->items[3].path[0], "名");
}

static void test_lengths(void **state)
{
    struct form *form = load_text(
        *state, "body:\n  - space: 0.5mm\n  - space: 1.25em\n  - table:\n"
                "      columns: [auto, 2fr, 0.001pt]\n"
                "      rows: [{cells: [{}, {}, {}]}]\n");
    const struct form_block *blocks;

    assert_non_null(form);
    blocks = form->stages[0].body.items;
    assert_int_equal(form->stages[0].page.width, 283465);
    assert_int_equal(blocks[0].space.value, 1417);
    assert_int_equal(blocks[1].space.unit, FORM_EM);
    assert_int_equal(blocks[1].space.value, 1250);
    assert_int_equal(blocks[2].table->columns.items[0].unit, FORM_AUTO);
    assert_int_equal(blocks[2].table->columns.items[2].value, 1);
    assert_refused(*state, "body: [{space: 1.2345pt}]\n", "form-length", 5, 16);
    assert_refused(*state, "body: [{space: -1pt}]\n", "form-length", 5, 16);
    assert_refused(*state, "body: [{space: 99999pt}]\n", "form-length", 5, 16);
    assert_refused(*state, "body: [{space: 1fr}]\n", "form-length", 5, 16);
}

static void test_grid(void **state)
{
    assert_non_null(
        load_text(*state, "body:\n  - table:\n      columns: [1fr, 1fr, 1fr]\n"
                          "      rows:\n"
                          "        - cells: [{rows: 3}, {columns: 2}]\n"
                          "        - cells: [{rows: 2}, {}]\n"
                          "        - cells: [{}]\n"
                          "        - {columns: [1fr], cells: [{}]}\n"));
    assert_refused(*state,
                   "body:\n  - table:\n      columns: [1fr, 1fr]\n"
                   "      rows:\n"
                   "        - cells: [{}, {rows: 2}]\n"
                   "        - cells: [{columns: 2}]\n",
                   "form-columns", 10, 11);
    assert_refused(*state,
                   "body:\n  - table:\n      columns: [1fr, 1fr]\n"
                   "      rows:\n"
                   "        - cells: [{}, {rows: 2}]\n"
                   "        - {each: 表, cells: [{}, {}]}\n",
                   "form-span", 9, 23);
}

static void test_scopes(void **state)
{
    assert_non_null(load_text(
        *state, "body:\n  - {each: 表, blocks: [{text: \"{#}{値}{名}\"}]}\n"));
    assert_refused(*state, "body:\n  - {text: \"{値}\"}\n", "form-field", 6,
                   14);
    assert_refused(*state, "body:\n  - {text: \"{page}\"}\n", "form-field", 6,
                   14);
    /* A broken `each` is reported once, not at every binding inside. */
    assert_refused(*state,
                   "body:\n  - {each: 票, blocks: [{text: \"{#}{値}\"}]}\n",
                   "form-field", 6, 12);
}

static void test_no_file(void **state)
{
    struct fixture *fixture = *state;

    assert_null(form_load(fixture->arena, "/nowhere", &fixture->diags));
    assert_int_equal(fixture->diags.errors, 1);
    assert_string_equal(fixture->diags.items[0].rule, "form-file");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_fields),
        TEST(test_comparison),
        TEST(test_page_and_styles),
        TEST(test_blocks),
        TEST(test_pieces_know_their_places),
        TEST(test_other_form),
        TEST(test_edition),
        TEST(test_braces),
        TEST(test_lengths),
        TEST(test_grid),
        TEST(test_scopes),
        TEST(test_no_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
