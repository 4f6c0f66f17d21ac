/* The order of a sheet: cells and paragraphs are numbered as they are read. */
#ifndef LAYOUT_ORDER_H
#define LAYOUT_ORDER_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct layout_box;
struct order;
struct sheet;

struct order *order_make(struct arena *arena, const struct sheet *sheet);

/* How many numbers there are. */
size_t order_count(const struct order *order);

/* The number of what a box shows; order_count() for what no sheet has. */
size_t order_of(const struct order *order, const struct layout_box *box);

/* True for a cell of a row that fills up the page, as often as it fits. */
bool order_is_fill(const struct order *order, const struct layout_box *box);

#endif
