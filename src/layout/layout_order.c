#include <stdlib.h>

#include "base/arena.h"
#include "layout/layout.h"
#include "layout/order.h"
#include "sheet/sheet.h"

struct numbered {
    const void *key; /* the cell, or a paragraph's address */
    size_t number;
    bool fill; /* a cell of a blank row, which stands as often as it fits */
};

struct order {
    struct numbered *items;
    size_t count;
    size_t capacity;
};

static void add_key(struct arena *arena, struct order *order, const void *key)
{
    struct numbered item = { key, order->count, false };

    *LIST_ADD(arena, order) = item;
}

/* The cells of a blank row share one number. */
static void add_row(struct arena *arena, struct order *order,
                    const struct sheet_row *row)
{
    size_t number = order->count;

    for (size_t c = 0; c < row->cell_count; c++) {
        add_key(arena, order, &row->cells[c]);
        if (!row->fill)
            continue;
        order->items[order->count - 1].number = number;
        order->items[order->count - 1].fill = true;
    }
}

static void add_blocks(struct arena *arena, struct order *order,
                       const struct sheet_blocks *blocks);

static void add_block(struct arena *arena, struct order *order,
                      const struct sheet_block *block)
{
    const struct sheet_table *table = block->table;

    if (block->paragraph)
        add_key(arena, order, block->address);
    for (size_t r = 0; table && r < table->row_count; r++)
        add_row(arena, order, &table->rows[r]);
    for (int i = 0; i < 3; i++)
        if (block->slots[i])
            add_block(arena, order, block->slots[i]);
    if (block->blocks)
        add_blocks(arena, order, block->blocks);
}

static void add_blocks(struct arena *arena, struct order *order,
                       const struct sheet_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        add_block(arena, order, &blocks->items[i]);
}

static int compare_keys(const void *a, const void *b)
{
    uintptr_t p = (uintptr_t)((const struct numbered *)a)->key;
    uintptr_t q = (uintptr_t)((const struct numbered *)b)->key;

    return (p > q) - (p < q);
}

struct order *order_make(struct arena *arena, const struct sheet *sheet)
{
    struct order *order = arena_alloc(arena, sizeof *order);

    add_blocks(arena, order, &sheet->head);
    add_blocks(arena, order, &sheet->body);
    add_blocks(arena, order, &sheet->foot);
    if (order->count)
        qsort(order->items, order->count, sizeof *order->items, compare_keys);
    return order;
}

size_t order_count(const struct order *order)
{
    return order->count;
}

static const struct numbered *find(const struct order *order,
                                   const struct layout_box *box)
{
    struct numbered want = { .key = box->cell ? (const void *)box->cell
                                              : (const void *)box->address };

    return order->count ? bsearch(&want, order->items, order->count,
                                  sizeof *order->items, compare_keys)
                        : NULL;
}

size_t order_of(const struct order *order, const struct layout_box *box)
{
    const struct numbered *found = find(order, box);

    return found ? found->number : order->count;
}

bool order_is_fill(const struct order *order, const struct layout_box *box)
{
    const struct numbered *found = find(order, box);

    return found && found->fill;
}
