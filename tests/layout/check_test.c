/*
 * Every check of layout_check() can find what it is for: a sound layout is
 * broken in one way, in memory, and that fault alone is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "font/font.h"
#include "form/form.h"
#include "layout/layout.h"
#include "record/record.h"
#include "sheet/sheet.h"
#include "yaml/node.h"

/* Its first goal is taller than a page: parts, repeats, free rows, marks. */
#define SOURCE "tests/fixtures/r03/toshi-kensetsu.yaml"
#define FORM "templates/juten-mokuhyo"

struct world {
    struct arena *arena;
    struct diags diags;
    struct font_set *fonts;
    struct form *form;
    struct sheet *sheet;
    struct layout *layout; /* made anew for every test */
};

static struct world world;

static int open_world(void **state)
{
    struct node_options strict = { .allow_flow = false };
    struct source *source;
    struct record *record;

    (void)state;
    world.arena = arena_new();
    world.diags = diags_make(world.arena);
    world.fonts = font_set_load("fonts/fonts.yaml", &world.diags);
    world.form = form_load(world.arena, FORM, &world.diags);
    source = source_load(world.arena, SOURCE, NODE_FILE_LIMIT);
    record = record_read(
        world.arena, node_read(world.arena, source, &strict, &world.diags),
        world.form, form_lookup_stage(world.form, NULL)->id, &world.diags);
    world.sheet = sheet_bind(world.arena, record,
                             form_lookup_stage(world.form, NULL), &world.diags);
    return world.diags.errors ? -1 : 0;
}

static int close_world(void **state)
{
    (void)state;
    font_set_free(world.fonts);
    arena_free(world.arena);
    return 0;
}

static int make_layout(void **state)
{
    (void)state;
    world.layout =
        layout_make(world.arena, world.sheet, world.fonts, &world.diags);
    return world.layout ? 0 : -1;
}

static struct bytes check(void)
{
    struct bytes faults = { 0 };

    layout_check(world.layout, world.sheet, &faults);
    bytes_append(&faults, "", 1);
    return faults;
}

/* All faults told end in `what` or in `also`; one at least is `what`. */
static void expect_either(const char *what, const char *also)
{
    struct bytes faults = check();
    char *rest = (char *)faults.data;
    size_t found = 0;

    for (char *line = strtok(rest, "\n"); line; line = strtok(NULL, "\n")) {
        size_t len = strlen(line);
        bool is_what =
            len > strlen(what) && !strcmp(line + len - strlen(what), what);
        bool is_also = also && len > strlen(also) &&
                       !strcmp(line + len - strlen(also), also);

        if (!is_what && !is_also)
            fail_msg("another fault: %s", line);
        found += is_what;
    }
    if (!found)
        fail_msg("not found: %s", what);
    bytes_free(&faults);
}

static void expect_fault(const char *what)
{
    expect_either(what, NULL);
}

/* ---- finding something to break -------------------------------------------
 */

static struct layout_page *page_at(size_t index)
{
    assert_true(index < world.layout->page_count);
    return &world.layout->pages[index];
}

/* The n-th box of a page in that role, repeated or not. */
static struct layout_box *box_in(size_t page, enum layout_role role, int n,
                                 bool repeated)
{
    for (size_t i = 0; i < page_at(page)->box_count; i++) {
        struct layout_box *box = &page_at(page)->boxes[i];

        if (box->role == role && box->repeated == repeated && n-- == 0)
            return box;
    }
    fail_msg("no such box");
    return NULL;
}

static struct layout_box *header(int n)
{
    return box_in(0, LAYOUT_COLUMN_HEADER, n, false);
}

/* The first box after the first page that is a part of that number or more. */
static struct layout_box *later_part(void)
{
    for (size_t p = 1; p < world.layout->page_count; p++)
        for (size_t i = 0; i < page_at(p)->box_count; i++)
            if (page_at(p)->boxes[i].part > 1)
                return &page_at(p)->boxes[i];
    fail_msg("nothing goes on on a further page");
    return NULL;
}

static bool has_words(const struct layout_box *box, enum span_origin origin)
{
    return box->count && box->lines[0].count &&
           box->lines[0].runs[0].span->origin == origin;
}

/* A rule of the first page that another one crosses at its right end. */
static struct layout_rule *rule_across(void)
{
    for (size_t i = 0; i < page_at(0)->rule_count; i++)
        if (!page_at(0)->rules[i].vertical &&
            page_at(0)->rules[i].rect.width > 100000)
            return &page_at(0)->rules[i];
    fail_msg("no rule");
    return NULL;
}

/* ---- the tests --------------------------------------------------------------
 */

static void a_sound_layout_has_no_faults(void **state)
{
    struct bytes faults = check();

    (void)state;
    assert_string_equal((char *)faults.data, "");
    bytes_free(&faults);
}

static void a_box_that_is_gone(void **state)
{
    struct layout_page *page = page_at(0);
    size_t index = (size_t)(header(2) - page->boxes);

    (void)state;
    memmove(page->boxes + index, page->boxes + index + 1,
            (page->box_count - index - 1) * sizeof *page->boxes);
    page->box_count--;
    expect_fault("is on no page");
}

static void words_cut_short(void **state)
{
    (void)state;
    header(0)->lines[0].runs[0].len -= 3;
    expect_fault("words differ from the sheet's");
}

static void words_of_the_source_missing(void **state)
{
    struct layout_box *box =
        box_in(world.layout->page_count - 1, LAYOUT_HEADING, 0, false);

    (void)state;
    assert_true(has_words(box, SPAN_SOURCE));
    box->lines[0].runs[0].len -= 3;
    expect_either("words are missing on the sheet",
                  "words differ from the sheet's");
}

static void words_of_the_source_twice(void **state)
{
    struct layout_box *box = box_in(0, LAYOUT_HEADING, 0, false);
    struct layout_line *line = &box->lines[0];
    struct layout_run *runs =
        arena_calloc(world.arena, line->count + 1, sizeof *runs);

    (void)state;
    memcpy(runs, line->runs, line->count * sizeof *runs);
    runs[line->count++] = line->runs[0];
    line->runs = runs;
    expect_either("words stand on the sheet twice",
                  "words differ from the sheet's");
}

static void another_mark(void **state)
{
    (void)state;
    for (size_t i = 0; i < page_at(0)->box_count; i++) {
        struct layout_box *box = &page_at(0)->boxes[i];
        struct layout_line *line = box->count ? &box->lines[0] : NULL;

        if (!line || !box->cell || !box->cell->mark.count || !line->count)
            continue;
        line->runs[line->count - 1].utf8 = "×××";
        expect_fault("mark differs from the sheet's");
        return;
    }
    fail_msg("no mark");
}

static void a_missing_glyph(void **state)
{
    (void)state;
    header(0)->lines[0].runs[0].glyphs[0].gid = 0;
    expect_fault("a glyph is missing");
}

static void glyphs_beside_their_box(void **state)
{
    (void)state;
    header(0)->content.width = 1000;
    header(0)->content.x += 1000;
    expect_fault("a glyph stands out sideways");
}

/* A line of the first page whose last character is the full-width stop. */
static struct layout_line *line_with_stop(struct layout_box **out)
{
    for (size_t i = 0; i < page_at(0)->box_count; i++) {
        struct layout_box *box = &page_at(0)->boxes[i];

        for (size_t l = 0; l < box->count; l++) {
            struct layout_line *line = &box->lines[l];
            const struct layout_run *run;

            if (!line->count)
                continue;
            *out = box;
            run = &line->runs[line->count - 1];
            if (run->len >= 3 && !memcmp(run->utf8 + run->len - 3, "。", 3))
                return line;
        }
    }
    fail_msg("no line ends with a stop");
    return NULL;
}

static void a_mark_that_may_hang(void **state)
{
    struct layout_box *box;
    struct layout_line *line = line_with_stop(&box);
    struct layout_run *run = &line->runs[line->count - 1];
    struct layout_glyph *mark = &run->glyphs[run->count - 1];

    (void)state;
    mark->x = box->content.x + box->content.width - run->x;
    line->hung = false;
    expect_fault("a glyph stands out sideways");
    line->hung = true;
    a_sound_layout_has_no_faults(state);
}

static void a_mark_that_hangs_too_far(void **state)
{
    struct layout_box *box;
    struct layout_line *line = line_with_stop(&box);
    struct layout_run *run = &line->runs[line->count - 1];

    (void)state;
    run->glyphs[run->count - 1].x = box->rect.x + box->rect.width - run->x;
    line->hung = true;
    expect_either("a mark hangs too far out", "ink touches a rule");
}

static void a_letter_that_hangs(void **state)
{
    (void)state;
    header(0)->lines[0].hung = true;
    expect_fault("what hangs is no stop or comma");
}

static void lines_above_their_box(void **state)
{
    (void)state;
    header(0)->content.y += 3000;
    expect_fault("a line stands out above or below");
}

static void ink_on_a_rule(void **state)
{
    struct layout_box *box = header(0);

    (void)state;
    box->content.height += 40000;
    box->lines[0].runs[0].baseline = box->rect.y + box->rect.height + 3000;
    expect_fault("ink touches a rule");
}

static void boxes_outside_the_margins(void **state)
{
    (void)state;
    page_at(0)->body.width -= 1000;
    expect_fault("stands outside the margins");
}

static void padding_without_room(void **state)
{
    (void)state;
    header(0)->content.width = -1;
    expect_either("has no room for its padding", "a glyph stands out sideways");
}

static void boxes_on_each_other(void **state)
{
    struct layout_box *note =
        box_in(world.layout->page_count - 1, LAYOUT_NOTE, 0, false);

    (void)state;
    note->rect.y -= 20000;
    expect_fault("overlaps another box");
}

static void boxes_in_another_order(void **state)
{
    struct layout_box kept = *header(0);

    (void)state;
    *header(0) = *header(1);
    header(1)[0] = kept;
    expect_fault("is read too late");
}

static void a_box_of_no_sheet(void **state)
{
    struct layout_box *box = box_in(1, LAYOUT_COLUMN_HEADER, 0, true);

    (void)state;
    box->cell = NULL;
    box->address = "elsewhere";
    expect_fault("is nothing of the sheet");
}

static void parts_out_of_order(void **state)
{
    (void)state;
    later_part()->part++;
    expect_fault("its parts are not numbered in order");
}

static void a_gap_in_a_row(void **state)
{
    (void)state;
    header(1)->rect.x++;
    header(1)->rect.width--;
    expect_fault("is apart from its row");
}

static void a_cell_that_begins_lower(void **state)
{
    (void)state;
    header(1)->rect.y++;
    header(1)->rect.height--;
    expect_fault("is not level at the top");
}

static void a_cell_that_ends_higher(void **state)
{
    (void)state;
    header(1)->rect.height--;
    expect_fault("is not level at the foot");
}

/* The box of a cell, on whatever page. */
static struct layout_box *box_of(const struct sheet_cell *cell)
{
    for (size_t p = 0; p < world.layout->page_count; p++)
        for (size_t i = 0; i < page_at(p)->box_count; i++)
            if (page_at(p)->boxes[i].cell == cell && !page_at(p)->boxes[i].part)
                return &page_at(p)->boxes[i];
    return NULL;
}

/* The first cell of a row that may run freely and has such a one above. */
static struct layout_box *running_on(void)
{
    const struct sheet_blocks *body = &world.sheet->body;

    for (size_t i = 0; i < body->count; i++) {
        const struct sheet_table *table =
            body->items[i].blocks ? body->items[i].blocks->items[0].table
                                  : NULL;

        for (size_t r = 1; table && r < table->row_count; r++) {
            const struct sheet_row *row = &table->rows[r];
            struct layout_box *box = box_of(&row->cells[0]);

            if (row->flow && row[-1].flow == row->flow && box &&
                box_of(&row[-1].cells[0]) &&
                box->rect.y > page_at(0)->body.y + 100000)
                return box;
        }
    }
    fail_msg("no rows run on");
    return NULL;
}

static void a_row_that_does_not_follow_the_last(void **state)
{
    struct layout_box *box = running_on();

    (void)state;
    box->rect.y++;
    box->rect.height--;
    expect_fault("does not stand below the row before it");
}

static void repeats_before_the_first_time(void **state)
{
    struct layout_box *first = box_in(0, LAYOUT_DATA, 0, false);
    struct layout_box *again = NULL;

    (void)state;
    for (size_t i = 0; i < page_at(1)->box_count; i++)
        if (page_at(1)->boxes[i].cell == first->cell)
            again = &page_at(1)->boxes[i];
    assert_non_null(again);
    assert_true(again->repeated && has_words(first, SPAN_SOURCE));
    first->repeated = true;
    again->repeated = false;
    expect_fault("repeats words not shown before");
}

static void a_line_without_words(void **state)
{
    struct layout_box *box = header(0);
    struct layout_line *lines =
        arena_calloc(world.arena, box->count + 1, sizeof *lines);

    (void)state;
    memcpy(lines, box->lines, box->count * sizeof *lines);
    box->lines = lines;
    box->count++;
    expect_fault("has an empty line");
}

static void a_rule_too_short(void **state)
{
    (void)state;
    rule_across()->rect.width -= 300;
    expect_fault("does not end at the rule it meets");
}

static void a_rule_too_long(void **state)
{
    (void)state;
    rule_across()->rect.width += 300;
    expect_fault("does not end at the rule it meets");
}

static void a_rule_drawn_twice(void **state)
{
    struct layout_page *page = page_at(0);
    struct layout_rule *rules =
        arena_calloc(world.arena, page->rule_count + 1, sizeof *rules);

    (void)state;
    memcpy(rules, page->rules, page->rule_count * sizeof *rules);
    rules[page->rule_count] = *rule_across();
    page->rules = rules;
    page->rule_count++;
    expect_fault("lies on another rule");
}

#define TEST(function) cmocka_unit_test_setup(function, make_layout)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_layout_has_no_faults),
        TEST(a_box_that_is_gone),
        TEST(words_cut_short),
        TEST(words_of_the_source_missing),
        TEST(words_of_the_source_twice),
        TEST(another_mark),
        TEST(a_missing_glyph),
        TEST(glyphs_beside_their_box),
        TEST(a_mark_that_may_hang),
        TEST(a_mark_that_hangs_too_far),
        TEST(a_letter_that_hangs),
        TEST(lines_above_their_box),
        TEST(ink_on_a_rule),
        TEST(boxes_outside_the_margins),
        TEST(padding_without_room),
        TEST(boxes_on_each_other),
        TEST(boxes_in_another_order),
        TEST(a_box_of_no_sheet),
        TEST(parts_out_of_order),
        TEST(a_gap_in_a_row),
        TEST(a_cell_that_begins_lower),
        TEST(a_cell_that_ends_higher),
        TEST(a_row_that_does_not_follow_the_last),
        TEST(repeats_before_the_first_time),
        TEST(a_line_without_words),
        TEST(a_rule_too_short),
        TEST(a_rule_too_long),
        TEST(a_rule_drawn_twice),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
