/*
 * Pairing: which member of one list is which of another.
 *
 * The assignment is the best one as a whole (the Hungarian method, shortest
 * augmenting paths with potentials), not a greedy one: where a goal was
 * split into two that are both like it, the other goals must not lose their
 * partners. Squares are added up, since one sure pair says more than two
 * doubtful ones.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "compare/inside.h"

enum {
    WINDOW = 256,      /* members weighed against each other at a time */
    NEARNESS = 4 * 256 /* what places count, beside squares of 1000 */
};

/* ---- the best assignment ------------------------------------------------- */

/* A matrix of costs with no more rows than columns. */
struct costs {
    const int64_t *items;
    size_t rows;
    size_t columns;
};

/* Buffers of a row's search; indices from 1, column 0 is the start. */
struct search {
    int64_t *row_potential;
    int64_t *column_potential;
    int64_t *slack;
    size_t *row_of; /* the row a column is given to; 0: none */
    size_t *way;    /* the column before it on the path */
    bool *seen;
};

/* Gives one more row its column, moving others where that costs less. */
static void assign_row(const struct costs *costs, struct search *search,
                       size_t row)
{
    size_t column = 0;

    search->row_of[0] = row;
    for (size_t j = 0; j <= costs->columns; j++) {
        search->slack[j] = INT64_MAX;
        search->seen[j] = false;
    }
    do {
        size_t i = search->row_of[column];
        int64_t least = INT64_MAX;
        size_t next = 0;

        search->seen[column] = true;
        for (size_t j = 1; j <= costs->columns; j++) {
            int64_t cost;

            if (search->seen[j])
                continue;
            cost = costs->items[(i - 1) * costs->columns + j - 1] -
                   search->row_potential[i] - search->column_potential[j];
            if (cost < search->slack[j]) {
                search->slack[j] = cost;
                search->way[j] = column;
            }
            if (search->slack[j] < least) {
                least = search->slack[j];
                next = j;
            }
        }
        for (size_t j = 0; j <= costs->columns; j++) {
            if (search->seen[j]) {
                search->row_potential[search->row_of[j]] += least;
                search->column_potential[j] -= least;
            } else {
                search->slack[j] -= least;
            }
        }
        column = next;
    } while (search->row_of[column]);
    for (; column; column = search->way[column])
        search->row_of[column] = search->row_of[search->way[column]];
}

/* columns[i]: the column of row i. */
static void solve(const struct costs *costs, size_t *columns)
{
    struct arena *arena = arena_new();
    size_t room = costs->columns + 1;
    struct search search = {
        .row_potential = arena_calloc(arena, costs->rows + 1, sizeof(int64_t)),
        .column_potential = arena_calloc(arena, room, sizeof(int64_t)),
        .slack = arena_calloc(arena, room, sizeof(int64_t)),
        .row_of = arena_calloc(arena, room, sizeof(size_t)),
        .way = arena_calloc(arena, room, sizeof(size_t)),
        .seen = arena_calloc(arena, room, sizeof(bool)),
    };

    for (size_t i = 1; i <= costs->rows; i++)
        assign_row(costs, &search, i);
    for (size_t j = 1; j < room; j++)
        if (search.row_of[j])
            columns[search.row_of[j] - 1] = j - 1;
    arena_free(arena);
}

/* ---- lists --------------------------------------------------------------- */

/* Those of a list that have no partner yet. */
struct loose {
    size_t *items;
    size_t count;
    size_t capacity;
};

static int likeness(const struct compare_member *a,
                    const struct compare_member *b)
{
    int all = compare_likeness(&a->all, &b->all);
    int title = compare_likeness(&a->title, &b->title);
    int called = (2 * title + all) / 3;

    return all > called ? all : called;
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* Pairs two windows of the loose ones. */
static void assign_window(struct compare *compare,
                          const struct compare_member *olds,
                          const struct loose *left,
                          const struct compare_member *news,
                          const struct loose *right, int least, int *pairs)
{
    bool turned = left->count > right->count;
    size_t rows = turned ? right->count : left->count;
    size_t columns = turned ? left->count : right->count;
    int64_t *items =
        arena_calloc(compare->arena, rows * columns, sizeof *items);
    size_t *given = arena_calloc(compare->arena, rows, sizeof *given);

    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            size_t i = left->items[turned ? c : r];
            size_t j = right->items[turned ? r : c];
            int64_t like = likeness(&olds[i], &news[j]);
            int64_t away = (int64_t)distance(i, j);

            if (like >= least)
                items[r * columns + c] = -like * like - NEARNESS +
                                         (away < NEARNESS ? away : NEARNESS);
        }
    solve(&(struct costs){ items, rows, columns }, given);
    for (size_t r = 0; r < rows; r++) {
        size_t i = left->items[turned ? given[r] : r];
        size_t j = right->items[turned ? r : given[r]];

        if (items[r * columns + given[r]] < 0)
            pairs[i] = (int)j;
    }
}

/* The next WINDOW items from `first` on. */
static struct loose window(const struct loose *loose, size_t first)
{
    size_t rest = loose->count - first;

    return (struct loose){ .items = loose->items + first,
                           .count = rest < WINDOW ? rest : WINDOW };
}

void compare_assign(struct compare *compare, const struct compare_member *olds,
                    size_t old_count, const struct compare_member *news,
                    size_t new_count, int least, int *pairs)
{
    bool *taken = arena_calloc(compare->arena, new_count + 1, sizeof *taken);
    struct loose left = { 0 };
    struct loose right = { 0 };

    for (size_t i = 0; i < old_count; i++)
        if (pairs[i] == COMPARE_NONE)
            *LIST_ADD(compare->arena, &left) = i;
        else
            taken[pairs[i]] = true;
    for (size_t j = 0; j < new_count; j++)
        if (!taken[j])
            *LIST_ADD(compare->arena, &right) = j;
    for (size_t at = 0; at < left.count && at < right.count; at += WINDOW) {
        struct loose some = window(&left, at);
        struct loose others = window(&right, at);

        assign_window(compare, olds, &some, news, &others, least, pairs);
    }
}

/* ---- order --------------------------------------------------------------- */

void compare_find_stays(struct compare *compare, const int *pairs, size_t count,
                        bool *stays)
{
    /* tails[k]: the old one that a run of k + 1 ends with, at the least new
       place; before[i]: the one before i in its run. */
    size_t *tails = arena_calloc(compare->arena, count + 1, sizeof *tails);
    size_t *before = arena_calloc(compare->arena, count + 1, sizeof *before);
    size_t longest = 0;

    for (size_t i = 0; i < count; i++) {
        size_t low = 0;
        size_t high = longest;

        stays[i] = false;
        if (pairs[i] == COMPARE_NONE)
            continue;
        while (low < high) {
            size_t middle = (low + high) / 2;

            if (pairs[tails[middle]] < pairs[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tails[low - 1] : count;
        tails[low] = i;
        if (low == longest)
            longest++;
    }
    for (size_t i = longest ? tails[longest - 1] : count; i < count;
         i = before[i])
        stays[i] = true;
}

struct compare_steps compare_interleave(struct compare *compare,
                                        const int *pairs, const bool *stays,
                                        size_t old_count, size_t new_count)
{
    struct compare_steps steps = { 0 };
    size_t j = 0;

    for (size_t i = 0; i < old_count; i++) {
        if (!stays[i]) {
            *LIST_ADD(compare->arena, &steps) =
                (struct compare_step){ (int)i, COMPARE_NONE };
            continue;
        }
        for (; j < (size_t)pairs[i]; j++)
            *LIST_ADD(compare->arena, &steps) =
                (struct compare_step){ COMPARE_NONE, (int)j };
        *LIST_ADD(compare->arena, &steps) =
            (struct compare_step){ (int)i, (int)j++ };
    }
    for (; j < new_count; j++)
        *LIST_ADD(compare->arena, &steps) =
            (struct compare_step){ COMPARE_NONE, (int)j };
    return steps;
}
