/*
 * The invariants, held against the finished tree (design 1.1). The check
 * uses nothing of the engine: it compares what stands on the pages with
 * the sheet and the record.
 *
 *   words     each cell's runs spell its paragraphs, in order, and its mark;
 *             each span of the record is on runs exactly once
 *   glyphs    none is .notdef; each stands inside its box's content
 *   ink       no glyph's ink touches a rule
 *   boxes     inside the page's margins, no two overlap
 *   order     as in the sheet, in rows, parts and repeats; see
 *             layout_check_order.c
 *   rules     meet at corners; see layout_check_rules.c
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "font/font.h"
#include "layout/check.h"
#include "layout/layout.h"
#include "record/record.h"
#include "sheet/sheet.h"

void check_fault(struct check *check, const char *address, const char *what)
{
    check->faults++;
    bytes_printf(check->out, "page %zu: %s: %s\n", check->page + 1, address,
                 what);
}

/* ---- words --------------------------------------------------------------- */

/* The words found for a cell or paragraph, from all its boxes. */
struct found {
    const void *key; /* the cell, or a paragraph's address */
    struct bytes words;
    struct bytes mark;
};

struct founds {
    struct found *items;
    size_t count;
    size_t capacity;
};

static int compare_found(const void *a, const void *b)
{
    uintptr_t p = (uintptr_t)((const struct found *)a)->key;
    uintptr_t q = (uintptr_t)((const struct found *)b)->key;

    return (p > q) - (p < q);
}

static bool in_mark(const struct sheet_cell *cell, const struct span *span)
{
    return cell && cell->mark.count && span >= cell->mark.items &&
           span < cell->mark.items + cell->mark.count;
}

/* Parts of a box share its key; they are collected one after another. */
static void collect_box(struct found *found, const struct layout_box *box)
{
    for (size_t l = 0; l < box->count; l++)
        for (size_t r = 0; r < box->lines[l].count; r++) {
            const struct layout_run *run = &box->lines[l].runs[r];

            if (run->leader)
                continue;
            bytes_append(in_mark(box->cell, run->span) ? &found->mark
                                                       : &found->words,
                         run->utf8, run->len);
        }
}

static const void *box_key(const struct layout_box *box)
{
    return box->cell ? (const void *)box->cell : (const void *)box->address;
}

/* Adds a box's words to its cell's; parts are found by their key. */
static void collect(struct check *check, struct founds *founds)
{
    for (size_t p = 0; p < check->layout->page_count; p++) {
        const struct layout_page *page = &check->layout->pages[p];

        for (size_t b = 0; b < page->box_count; b++) {
            const struct layout_box *box = &page->boxes[b];
            size_t i = founds->count;

            if (box->repeated)
                continue;
            while (box->part > 1 && i > 0 &&
                   founds->items[i - 1].key != box_key(box))
                i--;
            if (box->part <= 1 || i == 0) {
                *LIST_ADD(check->arena, founds) =
                    (struct found){ .key = box_key(box) };
                i = founds->count;
            }
            collect_box(&founds->items[i - 1], box);
        }
    }
    if (founds->count)
        qsort(founds->items, founds->count, sizeof *founds->items,
              compare_found);
}

static void append_text(struct bytes *out, const struct text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        bytes_append(out, span->utf8, span->len);
        if (span->ruby)
            bytes_append_string(out, span->ruby);
    }
}

static bool same(const struct bytes *a, const struct bytes *b)
{
    return a->len == b->len && (!a->len || !memcmp(a->data, b->data, a->len));
}

/* Page numbers are filled in by the layout: such a text is not compared. */
static bool has_page_number(const struct text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->items[i].utf8 == sheet_page_number ||
            text->items[i].utf8 == sheet_page_count)
            return true;
    return false;
}

static bool is_numbered(const struct sheet_paragraph *paragraph)
{
    return has_page_number(&paragraph->marker) ||
           has_page_number(&paragraph->text) ||
           has_page_number(&paragraph->end);
}

/* All but the leader, which is decoration. */
static void append_paragraph(struct bytes *out,
                             const struct sheet_paragraph *paragraph)
{
    append_text(out, &paragraph->marker);
    append_text(out, &paragraph->text);
    append_text(out, &paragraph->end);
}

static void expect(struct check *check, const struct founds *founds,
                   const void *key, const char *address,
                   const struct bytes *words, const struct bytes *mark)
{
    struct found want = { .key = key };
    const struct found *found =
        founds->count ? bsearch(&want, founds->items, founds->count,
                                sizeof *founds->items, compare_found)
                      : NULL;

    if (!found) {
        check_fault(check, address, "is on no page");
        return;
    }
    if (!same(&found->words, words))
        check_fault(check, address, "words differ from the sheet's");
    if (!same(&found->mark, mark))
        check_fault(check, address, "mark differs from the sheet's");
}

static void expect_cell(struct check *check, const struct founds *founds,
                        const struct sheet_cell *cell)
{
    struct bytes words = { 0 };
    struct bytes mark = { 0 };
    bool numbered = false;

    for (size_t i = 0; i < cell->paragraph_count; i++) {
        numbered |= is_numbered(cell->paragraphs[i]);
        append_paragraph(&words, cell->paragraphs[i]);
    }
    append_text(&mark, &cell->mark);
    if (!numbered)
        expect(check, founds, cell, cell->address, &words, &mark);
    bytes_free(&words);
    bytes_free(&mark);
}

static void expect_blocks(struct check *check, const struct founds *founds,
                          const struct sheet_blocks *blocks);

static void expect_block(struct check *check, const struct founds *founds,
                         const struct sheet_block *block)
{
    struct bytes words = { 0 };
    struct bytes none = { 0 };

    if (block->paragraph && !is_numbered(block->paragraph)) {
        append_paragraph(&words, block->paragraph);
        expect(check, founds, block->address, block->address, &words, &none);
        bytes_free(&words);
    }
    for (size_t r = 0; block->table && r < block->table->row_count; r++) {
        const struct sheet_row *row = &block->table->rows[r];

        for (size_t c = 0; c < row->cell_count && !row->fill; c++)
            expect_cell(check, founds, &row->cells[c]);
    }
    for (int i = 0; i < 3; i++)
        if (block->slots[i])
            expect_block(check, founds, block->slots[i]);
    if (block->blocks)
        expect_blocks(check, founds, block->blocks);
}

static void expect_blocks(struct check *check, const struct founds *founds,
                          const struct sheet_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        expect_block(check, founds, &blocks->items[i]);
}

static void check_words(struct check *check)
{
    struct founds founds = { 0 };

    collect(check, &founds);
    expect_blocks(check, &founds, &check->sheet->head);
    expect_blocks(check, &founds, &check->sheet->body);
    expect_blocks(check, &founds, &check->sheet->foot);
    for (size_t i = 0; i < founds.count; i++) {
        bytes_free(&founds.items[i].words);
        bytes_free(&founds.items[i].mark);
    }
}

/* ---- the record's words -------------------------------------------------- */

/* Bytes of one span of the record that stand on runs. */
struct shown {
    const char *utf8;
    size_t len;
};

struct showns {
    struct shown *items;
    size_t count;
    size_t capacity;
};

static int compare_shown(const void *a, const void *b)
{
    uintptr_t p = (uintptr_t)((const struct shown *)a)->utf8;
    uintptr_t q = (uintptr_t)((const struct shown *)b)->utf8;

    return (p > q) - (p < q);
}

/* A run's bytes by span; a last cluster may reach into the next spans. */
static void add_shown(struct check *check, struct showns *showns,
                      const struct layout_run *run)
{
    const struct span *span = run->span;
    size_t within = run->within;
    size_t left = run->ruby || run->leader ? 0 : run->len;

    for (; left; span++, within = 0) {
        size_t len = span->len - within < left ? span->len - within : left;

        if (span->origin == SPAN_SOURCE)
            *LIST_ADD(check->arena, showns) = (struct shown){ span->utf8, len };
        left -= len;
    }
}

static void collect_shown(struct check *check, struct showns *showns)
{
    size_t kept = 0;

    for (size_t p = 0; p < check->layout->page_count; p++) {
        const struct layout_page *page = &check->layout->pages[p];

        for (size_t b = 0; b < page->box_count; b++) {
            const struct layout_box *box = &page->boxes[b];

            for (size_t l = 0; l < box->count && !box->repeated; l++)
                for (size_t r = 0; r < box->lines[l].count; r++) {
                    const struct layout_run *run = &box->lines[l].runs[r];

                    add_shown(check, showns, run);
                }
        }
    }
    if (showns->count)
        qsort(showns->items, showns->count, sizeof *showns->items,
              compare_shown);
    for (size_t i = 0; i < showns->count; i++) {
        if (kept && showns->items[kept - 1].utf8 == showns->items[i].utf8)
            showns->items[kept - 1].len += showns->items[i].len;
        else
            showns->items[kept++] = showns->items[i];
    }
    showns->count = kept;
}

/* An edition also says what only the program wants to know. */
static bool is_program_use(const struct check *check,
                           const struct form_field *field)
{
    return field->use && form_lookup_use(&check->sheet->form->fields, "order");
}

static void check_spans(struct check *check, const struct showns *showns,
                        const struct text *text, const char *address,
                        const struct form_field *field)
{
    for (size_t i = 0; i < text->count; i++) {
        struct shown want = { text->items[i].utf8, 0 };
        const struct shown *shown =
            showns->count ? bsearch(&want, showns->items, showns->count,
                                    sizeof *showns->items, compare_shown)
                          : NULL;
        size_t len = shown ? shown->len : 0;

        if (!text->items[i].len || len == text->items[i].len ||
            text->items[i].origin != SPAN_SOURCE)
            continue;
        if (!len && is_program_use(check, field))
            continue;
        check_fault(
            check, arena_printf(check->arena, "%s/%s", address, field->key),
            len < text->items[i].len ? "words are missing on the sheet"
                                     : "words stand on the sheet twice");
        return;
    }
}

/* Every value this stage shows is on the sheet exactly once. */
static void check_record(struct check *check, const struct showns *showns,
                         const struct record *record)
{
    const char *address = record_address(check->arena, record);
    const char *stage = check->sheet->stage->id;

    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct form_field *field = value->field;

        if (!value->present || field->type == FORM_NAME ||
            (field->stage && strcmp(field->stage, stage)))
            continue;
        check_spans(check, showns, &value->text, address, field);
        for (size_t e = 0; e < value->entries.count; e++) {
            const struct record_entry *entry = &value->entries.items[e];

            check_spans(check, showns, &entry->marker, address, field);
            check_spans(check, showns, &entry->text, address, field);
        }
        for (size_t r = 0; r < value->records.count; r++)
            check_record(check, showns, value->records.items[r]);
    }
}

/* ---- geometry ------------------------------------------------------------ */

static bool overlap(const struct layout_rect *a, const struct layout_rect *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width &&
           a->y < b->y + b->height && b->y < a->y + a->height;
}

static bool inside(const struct layout_rect *in, const struct layout_rect *out)
{
    return in->x >= out->x && in->y >= out->y &&
           in->x + in->width <= out->x + out->width &&
           in->y + in->height <= out->y + out->height;
}

/* A rectangle turned clockwise about a glyph's origin x, y. */
static struct layout_rect turn(int32_t x, int32_t y,
                               const struct layout_rect *rect)
{
    return (struct layout_rect){ x + (y - rect->y - rect->height),
                                 y + (rect->x - x), rect->height, rect->width };
}

/* Ink of a glyph on the page; false for glyphs without any. */
static bool ink_rect(const struct layout_run *run,
                     const struct layout_glyph *glyph, struct layout_rect *ink)
{
    int32_t x0;
    int32_t x1;
    int32_t y0;
    int32_t y1;
    int64_t size = run->size;

    if (!font_face_ink(run->face, glyph->gid, &x0, &x1, &y0, &y1))
        return false;
    ink->x = run->x + glyph->x + (int32_t)(x0 * size / 1000);
    ink->width = (int32_t)((x1 - x0) * size / 1000);
    ink->y = run->baseline - glyph->y - (int32_t)(y1 * size / 1000);
    ink->height = (int32_t)((y1 - y0) * size / 1000);
    if (run->turned)
        *ink = turn(run->x + glyph->x, run->baseline - glyph->y, ink);
    return true;
}

/* Where ink of a run can be at all, by the bounds of its face. */
static struct layout_rect reach_of(const struct layout_run *run)
{
    const int32_t *bbox = run->face->bbox;
    int64_t size = run->size;
    int32_t left = (int32_t)(bbox[0] * size / 1000) - 1;
    int32_t right = (int32_t)(bbox[2] * size / 1000) + 1;
    int32_t bottom = (int32_t)(bbox[1] * size / 1000) - 1;
    int32_t top = (int32_t)(bbox[3] * size / 1000) + 1;

    return (struct layout_rect){ run->x + left, run->baseline - top,
                                 run->width + right - left, top - bottom };
}

static bool touches_rule(const struct layout_page *page,
                         const struct layout_rect *rect)
{
    for (size_t i = 0; i < page->rule_count; i++)
        if (overlap(rect, &page->rules[i].rect))
            return true;
    return false;
}

/* Stands out of its content sideways. */
static bool is_beside(const struct layout_rect *content, int64_t left,
                      int64_t right)
{
    enum { ROUNDING = 2 };

    return left < content->x - ROUNDING ||
           right > content->x + content->width + ROUNDING;
}

/*
 * The em box of the run inside the content, and each glyph: its ink, or its
 * pen and advance (the space inside a mark falls away at a line's edges);
 * glyphs without ink (spaces at a line's end) may hang out.
 */
static void check_run(struct check *check, const struct layout_page *page,
                      const struct layout_box *box,
                      const struct layout_run *run)
{
    enum { ROUNDING = 2 };
    struct layout_rect room = box->content;
    const struct layout_rect *content = &room;
    struct layout_rect around = reach_of(run);
    bool near_rules = touches_rule(page, &around);
    int64_t ascent = (int64_t)run->face->ascent * run->size / 1000;
    int64_t descent = (int64_t)run->face->descent * run->size / 1000;

    /* A reading may stand in the padding; its ink keeps off the rules. */
    if (run->ruby) {
        room.y = box->rect.y;
        room.height = box->rect.height;
    }
    if (run->baseline - ascent < content->y - ROUNDING ||
        run->baseline + descent > content->y + content->height + ROUNDING)
        check_fault(check, box->address, "a line stands out above or below");
    for (size_t i = 0; i < run->count; i++) {
        const struct layout_glyph *glyph = &run->glyphs[i];
        int32_t x = run->x + glyph->x;
        int64_t end = x + (int64_t)glyph->advance * run->size / 1000;
        struct layout_rect ink;

        if (!glyph->gid)
            check_fault(check, box->address, "a glyph is missing");
        if (!ink_rect(run, glyph, &ink))
            continue;
        if (is_beside(content, x, end) &&
            is_beside(content, ink.x, (int64_t)ink.x + ink.width))
            check_fault(check, box->address, "a glyph stands out sideways");
        if (near_rules && touches_rule(page, &ink))
            check_fault(check, box->address, "ink touches a rule");
    }
}

/* In a column each glyph's ink is inside the content, both ways. */
static void check_column(struct check *check, const struct layout_page *page,
                         const struct layout_box *box,
                         const struct layout_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        struct layout_rect ink;

        if (!run->glyphs[i].gid)
            check_fault(check, box->address, "a glyph is missing");
        if (!ink_rect(run, &run->glyphs[i], &ink))
            continue;
        if (!inside(&ink, &box->content))
            check_fault(check, box->address,
                        "a glyph stands out of its column");
        if (touches_rule(page, &ink))
            check_fault(check, box->address, "ink touches a rule");
    }
}

static void check_page(struct check *check, const struct layout_page *page)
{
    for (size_t i = 0; i < page->box_count; i++) {
        const struct layout_box *box = &page->boxes[i];

        if (!inside(&box->rect, &page->body))
            check_fault(check, box->address, "stands outside the margins");
        if (box->content.width < 0 || box->content.height < 0)
            check_fault(check, box->address, "has no room for its padding");
        for (size_t j = 0; j < i; j++)
            if (overlap(&box->rect, &page->boxes[j].rect))
                check_fault(check, box->address, "overlaps another box");
        for (size_t l = 0; l < box->count; l++)
            for (size_t r = 0; r < box->lines[l].count; r++) {
                const struct layout_run *run = &box->lines[l].runs[r];

                if (run->vertical)
                    check_column(check, page, box, run);
                else
                    check_run(check, page, box, run);
            }
    }
}

size_t layout_check(const struct layout *layout, const struct sheet *sheet,
                    struct bytes *out)
{
    struct check check = {
        .arena = arena_new(), .layout = layout, .sheet = sheet, .out = out
    };
    struct showns showns = { 0 };

    check_words(&check);
    collect_shown(&check, &showns);
    check_record(&check, &showns, sheet->record);
    for (check.page = 0; check.page < layout->page_count; check.page++) {
        check_page(&check, &layout->pages[check.page]);
        check_rules(&check, &layout->pages[check.page]);
    }
    check_order(&check);
    arena_free(check.arena);
    return check.faults;
}
