/*
 * Where boxes stand among each other: the order they are read in, parts of
 * a cell over pages, rows whose cells share their edges, and what is shown
 * again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "layout/check.h"
#include "layout/layout.h"
#include "layout/order.h"
#include "sheet/sheet.h"

/* ---- order and parts ------------------------------------------------------
 */

/* What was seen of a cell or paragraph so far. */
struct seen {
    int parts;
    bool whole;
    size_t page;
};

static void check_part(struct check *check, const struct layout_box *box,
                       struct seen *seen)
{
    bool good = !seen->whole && box->part == (box->part ? seen->parts + 1 : 0);

    if (box->part == 0)
        good = good && !seen->parts;
    else if (seen->parts)
        good = good && seen->page < check->page;
    if (!good)
        check_fault(check, box->address, "its parts are not numbered in order");
    seen->whole = box->part == 0;
    seen->parts += box->part != 0;
    seen->page = check->page;
}

static void check_sequence(struct check *check, const struct order *order,
                           const struct layout_page *page, struct seen *seen)
{
    size_t before = 0;

    for (size_t i = 0; i < page->box_count; i++) {
        const struct layout_box *box = &page->boxes[i];
        size_t number = order_of(order, box);

        if (number == order_count(order)) {
            check_fault(check, box->address, "is nothing of the sheet");
            continue;
        }
        if (number < before)
            check_fault(check, box->address, "is read too late");
        before = number;
        if (!box->repeated && !order_is_fill(order, box))
            check_part(check, box, &seen[number]);
    }
}

/* ---- rows ------------------------------------------------------------------
 */

/* Where a cell stands on a page, all its boxes together. */
struct spot {
    bool here;
    int32_t left;
    int32_t top;
    int32_t right;
    int32_t bottom;
};

static void add_spot(struct spot *spot, const struct layout_rect *rect)
{
    struct spot own = { true, rect->x, rect->y, rect->x + rect->width,
                        rect->y + rect->height };

    if (!spot->here) {
        *spot = own;
        return;
    }
    spot->left = own.left < spot->left ? own.left : spot->left;
    spot->top = own.top < spot->top ? own.top : spot->top;
    spot->right = own.right > spot->right ? own.right : spot->right;
    spot->bottom = own.bottom > spot->bottom ? own.bottom : spot->bottom;
}

struct rows {
    struct check *check;
    const struct order *order;
    struct spot *spots; /* by number in the sheet's order */
};

static const struct spot *spot_of(const struct rows *rows,
                                  const struct sheet_cell *cell)
{
    struct layout_box box = { .cell = cell };

    return &rows->spots[order_of(rows->order, &box)];
}

/* Cells side by side touch; those that begin together share their top. */
static void check_row(const struct rows *rows, const struct sheet_row *row,
                      bool tops, bool bottoms)
{
    const struct sheet_cell *before = NULL;
    const struct sheet_cell *single = NULL;

    for (size_t c = 0; c < row->cell_count; c++) {
        const struct sheet_cell *cell = &row->cells[c];
        const struct spot *spot = spot_of(rows, cell);
        const struct spot *left;

        if (!spot->here)
            continue;
        left = before ? spot_of(rows, before) : NULL;
        if (left && before->column + before->columns == cell->column &&
            left->right != spot->left)
            check_fault(rows->check, cell->address, "is apart from its row");
        if (left && tops && left->top != spot->top)
            check_fault(rows->check, cell->address, "is not level at the top");
        if (single && cell->rows == 1 && bottoms &&
            spot_of(rows, single)->bottom != spot->bottom)
            check_fault(rows->check, cell->address, "is not level at the foot");
        before = cell;
        single = cell->rows == 1 ? cell : single;
    }
}

static bool is_here(const struct rows *rows, const struct sheet_row *row)
{
    for (size_t c = 0; c < row->cell_count; c++)
        if (spot_of(rows, &row->cells[c])->here)
            return true;
    return false;
}

/* Rows that may run freely: each column goes on where it left off. */
static void check_run_on(const struct rows *rows, const struct sheet_row *row)
{
    for (size_t c = 0; c < row->cell_count; c++) {
        const struct spot *above = spot_of(rows, &row->cells[c]);
        const struct spot *below = spot_of(rows, &row[1].cells[c]);

        if (above->here && below->here && above->bottom != below->top)
            check_fault(rows->check, row[1].cells[c].address,
                        "does not stand below the row before it");
    }
}

static void check_table(const struct rows *rows,
                        const struct sheet_table *table)
{
    for (size_t r = 0; r < table->row_count; r++) {
        const struct sheet_row *row = &table->rows[r];
        bool before = r && row->flow && row[-1].flow == row->flow &&
                      is_here(rows, row - 1);
        bool behind = r + 1 < table->row_count && row->flow &&
                      row[1].flow == row->flow && is_here(rows, row + 1);

        if (row->fill || !is_here(rows, row))
            continue;
        check_row(rows, row, !before, !behind);
        if (behind)
            check_run_on(rows, row);
    }
}

static void check_tables(const struct rows *rows,
                         const struct sheet_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct sheet_block *block = &blocks->items[i];

        if (block->table)
            check_table(rows, block->table);
        for (int s = 0; s < 3; s++)
            if (block->slots[s] && block->slots[s]->table)
                check_table(rows, block->slots[s]->table);
        if (block->blocks)
            check_tables(rows, block->blocks);
    }
}

static void check_page_rows(struct check *check, const struct order *order,
                            const struct layout_page *page)
{
    size_t count = order_count(order) + 1;
    struct rows rows = {
        check, order, arena_calloc(check->arena, count, sizeof *rows.spots)
    };

    for (size_t i = 0; i < page->box_count; i++)
        add_spot(&rows.spots[order_of(order, &page->boxes[i])],
                 &page->boxes[i].rect);
    check_tables(&rows, &check->sheet->head);
    check_tables(&rows, &check->sheet->body);
    check_tables(&rows, &check->sheet->foot);
}

/* ---- what is shown again ---------------------------------------------------
 */

/* Bytes of the source that stand on a page. */
struct stretch {
    const char *from;
    const char *to;
    size_t page;
};

struct stretches {
    struct stretch *items;
    size_t count;
    size_t capacity;
};

static int compare_stretches(const void *a, const void *b)
{
    uintptr_t p = (uintptr_t)((const struct stretch *)a)->from;
    uintptr_t q = (uintptr_t)((const struct stretch *)b)->from;

    return (p > q) - (p < q);
}

/* The source's bytes of a run; its last cluster may reach further spans. */
static void add_run(struct check *check, struct stretches *stretches,
                    const struct layout_run *run)
{
    const struct span *span = run->span;
    size_t within = run->within;
    size_t left = run->ruby || run->leader ? 0 : run->len;

    for (; left; span++, within = 0) {
        size_t len = span->len - within < left ? span->len - within : left;
        const char *from = span->utf8 + within;

        if (span->origin == SPAN_SOURCE)
            *LIST_ADD(check->arena, stretches) =
                (struct stretch){ from, from + len, check->page };
        left -= len;
    }
}

static void collect(struct check *check, const struct layout_box *box,
                    struct stretches *stretches)
{
    for (size_t l = 0; l < box->count; l++)
        for (size_t r = 0; r < box->lines[l].count; r++)
            add_run(check, stretches, &box->lines[l].runs[r]);
}

/* True when all of `again` stands on earlier pages. */
static bool was_shown(const struct stretches *shown,
                      const struct stretch *again)
{
    uintptr_t at = (uintptr_t)again->from;
    size_t low = 0;
    size_t high = shown->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if ((uintptr_t)shown->items[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < shown->count && at < (uintptr_t)again->to; low++) {
        if ((uintptr_t)shown->items[low].from > at ||
            shown->items[low].page >= again->page)
            return false;
        at = (uintptr_t)shown->items[low].to;
    }
    return at >= (uintptr_t)again->to;
}

static bool has_repeats(const struct layout *layout)
{
    for (size_t p = 0; p < layout->page_count; p++)
        for (size_t b = 0; b < layout->pages[p].box_count; b++)
            if (layout->pages[p].boxes[b].repeated)
                return true;
    return false;
}

static void check_repeats(struct check *check)
{
    const struct layout *layout = check->layout;
    struct stretches shown = { 0 };

    if (!has_repeats(layout))
        return;
    for (int again = 0; again < 2; again++) {
        for (check->page = 0; check->page < layout->page_count; check->page++) {
            const struct layout_page *page = &layout->pages[check->page];

            for (size_t b = 0; b < page->box_count; b++) {
                struct stretches own = { 0 };

                if (!again && !page->boxes[b].repeated)
                    collect(check, &page->boxes[b], &shown);
                if (!again || !page->boxes[b].repeated)
                    continue;
                collect(check, &page->boxes[b], &own);
                for (size_t i = 0; i < own.count; i++)
                    if (!was_shown(&shown, &own.items[i]))
                        check_fault(check, page->boxes[b].address,
                                    "repeats words not shown before");
            }
        }
        if (shown.count)
            qsort(shown.items, shown.count, sizeof *shown.items,
                  compare_stretches);
    }
}

/* ---- lines ------------------------------------------------------------------
 */

static bool is_blank(const struct layout_line *line)
{
    static const char wide[] = "\xE3\x80\x80"; /* U+3000 */

    for (size_t r = 0; r < line->count; r++) {
        const struct layout_run *run = &line->runs[r];

        for (size_t i = 0; i < run->len;) {
            if (run->utf8[i] == ' ')
                i++;
            else if (run->len - i >= 3 && !memcmp(run->utf8 + i, wide, 3))
                i += 3;
            else
                return false;
        }
    }
    return true;
}

/* A line holds words, be it a marker's; only an empty text has an empty one. */
static void check_lines(struct check *check, const struct layout_box *box)
{
    size_t blank = 0;

    for (size_t l = 0; l < box->count; l++)
        blank += is_blank(&box->lines[l]);
    if (blank && box->count > 1)
        check_fault(check, box->address, "has an empty line");
}

void check_order(struct check *check)
{
    const struct layout *layout = check->layout;
    const struct order *order = order_make(check->arena, check->sheet);
    struct seen *seen =
        arena_calloc(check->arena, order_count(order) + 1, sizeof *seen);

    for (check->page = 0; check->page < layout->page_count; check->page++) {
        const struct layout_page *page = &layout->pages[check->page];

        check_sequence(check, order, page, seen);
        check_page_rows(check, order, page);
        for (size_t b = 0; b < page->box_count; b++)
            check_lines(check, &page->boxes[b]);
    }
    check_repeats(check);
}
