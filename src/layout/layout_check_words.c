/*
 * The words on the pages: each cell's runs spell its paragraphs, in order,
 * and its mark; each value of the record stands on runs exactly once.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "layout/check.h"
#include "layout/layout.h"
#include "record/record.h"
#include "sheet/sheet.h"

/* ---- cells and paragraphs ------------------------------------------------ */

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
static bool is_numbered(const struct sheet_paragraph *paragraph)
{
    return sheet_has_page_number(&paragraph->marker) ||
           sheet_has_page_number(&paragraph->text) ||
           sheet_has_page_number(&paragraph->end);
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

void check_words(struct check *check)
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
                        const struct text *text, const struct record *record,
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
            check,
            arena_printf(check->arena, "%s/%s",
                         record_address(check->arena, record), field->key),
            len < text->items[i].len ? "words are missing on the sheet"
                                     : "words stand on the sheet twice");
        return;
    }
}

/* Every value this stage shows is on the sheet exactly once. */
static void check_values(struct check *check, const struct showns *showns,
                         const struct record *record)
{
    const char *stage = check->sheet->stage->id;

    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct form_field *field = value->field;

        if (!value->present || field->type == FORM_NAME ||
            !form_concerns(field, stage))
            continue;
        check_spans(check, showns, &value->text, record, field);
        for (size_t e = 0; e < value->entries.count; e++) {
            const struct record_entry *entry = &value->entries.items[e];

            check_spans(check, showns, &entry->marker, record, field);
            check_spans(check, showns, &entry->text, record, field);
        }
        for (size_t r = 0; r < value->records.count; r++)
            check_values(check, showns, value->records.items[r]);
    }
}

void check_record(struct check *check)
{
    struct showns showns = { 0 };

    if (check->sheet->form->gathers)
        return; /* a choice; each source has a sheet of its own */
    collect_shown(check, &showns);
    check_values(check, &showns, check->sheet->record);
}
