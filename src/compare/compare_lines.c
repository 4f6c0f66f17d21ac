/*
 * Entries of a list, aligned.
 *
 * Equal entries at both ends are taken off. What is left is aligned by
 * dynamic programming on how much two entries have in common, where one
 * entry may also stand for up to SPLIT_MOST of the other side (a sentence
 * that was split, or sentences that became one). What then has no partner is
 * a replacement if it stands alone against another lone one, or has moved if
 * the same words stand elsewhere.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "compare/inside.h"
#include "form/form.h"
#include "record/record.h"

enum {
    SPLIT_MOST = 3,
    LIKE_LEAST = 300,   /* of 1000, to be a pair */
    ALONE_LEAST = 100,  /* the same where there is no other candidate */
    MOVED_LEAST = 700,  /* to have moved */
    MOVED_WEIGHT = 16,  /* shorter ones are rather new */
    UNION_LEAST = 600,  /* a split entry and its pieces together */
    PIECE_LEAST = 500,  /* how much of a piece is in the whole */
    PIECE_SHARE = 150,  /* how much of the whole a piece is */
    TABLE_ENTRIES = 250 /* of each side; more are cut in halves */
};

/* An entry while it is aligned. */
struct item {
    const struct record_entry *entry;
    size_t index; /* in its list */
    struct compare_member member;
};

struct items {
    struct item *items;
    size_t count;
};

/* Entries of both sides that belong together, and lone ones. */
struct group {
    size_t old_at;
    size_t old_count;
    size_t new_at;
    size_t new_count;
};

struct aligning {
    struct compare *compare;
    struct items olds;
    struct items news;
    struct group *items; /* in order */
    size_t count;
    size_t capacity;
};

/* ---- what pairs are worth ------------------------------------------------ */

static struct item make_item(struct compare *compare,
                             const struct record_entry *entry, size_t index)
{
    struct item item = { .entry = entry, .index = index };
    struct compare_words words = { 0 };

    compare_add_words(compare, &words, &entry->text, false);
    compare_fill_bag(compare, &item.member.all, &words, 1);
    compare_sort_bag(&item.member.all);
    return item;
}

static struct items make_items(struct compare *compare,
                               const struct compare_entries *list, size_t first,
                               size_t end)
{
    struct items items = { .count = end - first };

    items.items =
        arena_calloc(compare->arena, items.count + 1, sizeof *items.items);
    for (size_t i = first; i < end; i++)
        items.items[i - first] = make_item(compare, list->items[i], i);
    return items;
}

/* Several neighbours as one. */
static struct compare_bag join_bags(struct compare *compare,
                                    const struct item *items, size_t count)
{
    struct compare_bag bag = { 0 };

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < items[i].member.all.count; k++)
            *LIST_ADD(compare->arena, &bag) = items[i].member.all.items[k];
    compare_sort_bag(&bag);
    return bag;
}

/* What a pair is worth; 0: it is none. */
static int64_t weigh_pair(const struct item *old, const struct item *new)
{
    const struct compare_bag *a = &old->member.all;
    const struct compare_bag *b = &new->member.all;
    bool same_marker =
        compare_is_equal(&old->entry->marker, &new->entry->marker);

    if (compare_likeness(a, b) < LIKE_LEAST)
        return compare_is_equal(&old->entry->text, &new->entry->text);
    return 8 * (int64_t)compare_common(a, b) + same_marker +
           4 * (int64_t)compare_is_equal(&old->entry->text, &new->entry->text);
}

/* What it is worth that an entry is now these ones; 0: it is not. */
static int64_t weigh_split(struct compare *compare, const struct item *whole,
                           const struct item *pieces, size_t count)
{
    const struct compare_bag *all = &whole->member.all;
    struct compare_bag bag;

    for (size_t i = 0; i < count; i++) {
        const struct compare_bag *piece = &pieces[i].member.all;
        uint64_t common = compare_common(all, piece);

        if (common * 1000 < piece->weight * PIECE_LEAST ||
            common * 1000 < all->weight * PIECE_SHARE)
            return 0;
    }
    bag = join_bags(compare, pieces, count);
    if (compare_likeness(all, &bag) < UNION_LEAST)
        return 0;
    return 8 * (int64_t)compare_common(all, &bag) - 4 * (int64_t)count;
}

/* ---- the table ----------------------------------------------------------- */

struct cell {
    int64_t best;
    unsigned char olds; /* what is taken here: so many of each side */
    unsigned char news;
};

static void consider(struct cell *cell, int64_t worth, const struct cell *next,
                     size_t olds, size_t news)
{
    if (!worth || worth + next->best <= cell->best)
        return;
    cell->best = worth + next->best;
    cell->olds = (unsigned char)olds;
    cell->news = (unsigned char)news;
}

static void fill_cell(struct aligning *aligning, const struct group *range,
                      struct cell *table, size_t i, size_t j)
{
    size_t row = range->new_count + 1;
    struct cell *cell = table + i * row + j;
    const struct item *old = &aligning->olds.items[range->old_at + i];
    const struct item *new = &aligning->news.items[range->new_at + j];

    *cell = (struct cell){ cell[row].best, 1, 0 };
    if (cell[1].best > cell->best)
        *cell = (struct cell){ cell[1].best, 0, 1 };
    consider(cell, weigh_pair(old, new), cell + row + 1, 1, 1);
    for (size_t k = 2; k <= SPLIT_MOST; k++) {
        if (j + k <= range->new_count)
            consider(cell, weigh_split(aligning->compare, old, new, k),
                     cell + row + k, 1, k);
        if (i + k <= range->old_count)
            consider(cell, weigh_split(aligning->compare, new, old, k),
                     cell + k * row + 1, k, 1);
    }
}

static void align_range(struct aligning *aligning, const struct group *range);

/* Lists too long for the table, by halves. */
static void align_halves(struct aligning *aligning, const struct group *range)
{
    struct group first = { range->old_at, range->old_count / 2, range->new_at,
                           range->new_count / 2 };
    struct group second = { first.old_at + first.old_count,
                            range->old_count - first.old_count,
                            first.new_at + first.new_count,
                            range->new_count - first.new_count };

    align_range(aligning, &first);
    align_range(aligning, &second);
}

static void align_range(struct aligning *aligning, const struct group *range)
{
    size_t row = range->new_count + 1;
    struct cell *table;

    if (range->old_count > TABLE_ENTRIES || range->new_count > TABLE_ENTRIES) {
        align_halves(aligning, range);
        return;
    }
    table = arena_calloc(aligning->compare->arena, (range->old_count + 1) * row,
                         sizeof *table);
    for (size_t i = range->old_count; i-- > 0;)
        for (size_t j = range->new_count; j-- > 0;)
            fill_cell(aligning, range, table, i, j);
    for (size_t i = 0, j = 0; i < range->old_count || j < range->new_count;) {
        struct cell cell = table[i * row + j];

        if (i == range->old_count || j == range->new_count)
            cell =
                (struct cell){ 0, i < range->old_count, i == range->old_count };
        *LIST_ADD(aligning->compare->arena, aligning) =
            (struct group){ range->old_at + i, cell.olds, range->new_at + j,
                            cell.news };
        i += cell.olds;
        j += cell.news;
    }
}

/* ---- those without a partner --------------------------------------------- */

static bool is_lone(const struct group *group)
{
    return !group->old_count || !group->new_count;
}

/* One old and one new entry alone between pairs: the one replaces the
 * other if they have anything in common, or their place. */
static bool may_replace(const struct aligning *aligning,
                        const struct group *old, const struct group *new)
{
    const struct item *a = &aligning->olds.items[old->old_at];
    const struct item *b = &aligning->news.items[new->new_at];

    return compare_likeness(&a->member.all, &b->member.all) >= ALONE_LEAST ||
           (a->entry->marker.count &&
            compare_is_equal(&a->entry->marker, &b->entry->marker) &&
            a->entry->pattern && a->entry->pattern->numbered) ||
           (aligning->olds.count == 1 && aligning->news.count == 1);
}

static void pair_lone(struct aligning *aligning)
{
    size_t kept = 0;

    for (size_t i = 0, end; i < aligning->count; i = end) {
        struct group *first = &aligning->items[i];

        for (end = i; end < aligning->count && is_lone(&aligning->items[end]);)
            end++;
        if (end == i + 2 && first[0].old_count + first[1].old_count == 1) {
            struct group *old = first[0].old_count ? &first[0] : &first[1];
            struct group *new = first[0].old_count ? &first[1] : &first[0];

            if (may_replace(aligning, old, new)) {
                aligning->items[kept++] =
                    (struct group){ old->old_at, 1, new->new_at, 1 };
                continue;
            }
        }
        if (end == i)
            end++;
        for (size_t k = i; k < end; k++)
            aligning->items[kept++] = aligning->items[k];
    }
    aligning->count = kept;
}

/* ---- lines --------------------------------------------------------------- */

static const struct record_entry **
list_entries(struct compare *compare, const struct item *items, size_t count)
{
    const struct record_entry **out =
        arena_calloc(compare->arena, count + 1, sizeof *out);

    for (size_t i = 0; i < count; i++)
        out[i] = items[i].entry;
    return out;
}

static struct compare_line make_line(struct aligning *aligning,
                                     const struct group *group)
{
    const struct item *olds = aligning->olds.items + group->old_at;
    const struct item *news = aligning->news.items + group->new_at;
    struct compare_line line = {
        .olds = list_entries(aligning->compare, olds, group->old_count),
        .old_count = group->old_count,
        .news = list_entries(aligning->compare, news, group->new_count),
        .new_count = group->new_count,
    };

    line.old_index = line.old_count ? olds->index : 0;
    line.new_index = line.new_count ? news->index : 0;
    return line;
}

/* ---- moves --------------------------------------------------------------- */

/* The lone groups of one side, as members to be paired. */
struct lone {
    size_t *items; /* places among the groups */
    size_t count;
    size_t capacity;
    struct compare_member *members;
};

static struct lone list_lone(struct aligning *aligning, bool old)
{
    struct compare *compare = aligning->compare;
    struct lone lone = { 0 };

    lone.members =
        arena_calloc(compare->arena, aligning->count + 1, sizeof *lone.members);
    for (size_t i = 0; i < aligning->count; i++) {
        const struct group *group = &aligning->items[i];
        const struct item *item = old ? &aligning->olds.items[group->old_at]
                                      : &aligning->news.items[group->new_at];

        if (is_lone(group) && (old ? group->old_count : group->new_count) &&
            item->member.all.weight >= MOVED_WEIGHT) {
            lone.members[lone.count] = item->member;
            *LIST_ADD(compare->arena, &lone) = i;
        }
    }
    return lone;
}

/* partners[g]: the lone group that moved here or went from here. */
static int *find_moves(struct aligning *aligning)
{
    struct compare *compare = aligning->compare;
    int *partners =
        arena_calloc(compare->arena, aligning->count + 1, sizeof *partners);
    struct lone olds = list_lone(aligning, true);
    struct lone news = list_lone(aligning, false);
    int *pairs = arena_calloc(compare->arena, olds.count + 1, sizeof *pairs);

    for (size_t i = 0; i < aligning->count; i++)
        partners[i] = COMPARE_NONE;
    for (size_t i = 0; i < olds.count; i++)
        pairs[i] = COMPARE_NONE;
    compare_assign(compare, olds.members, olds.count, news.members, news.count,
                   MOVED_LEAST, pairs);
    for (size_t i = 0; i < olds.count; i++)
        if (pairs[i] != COMPARE_NONE) {
            partners[olds.items[i]] = (int)news.items[pairs[i]];
            partners[news.items[pairs[i]]] = (int)olds.items[i];
        }
    return partners;
}

static void add_group(struct aligning *aligning, struct compare_part *part,
                      const int *partners, size_t index)
{
    struct group group = aligning->items[index];
    const struct group *other = partners[index] == COMPARE_NONE
                                    ? NULL
                                    : &aligning->items[partners[index]];
    struct compare_line line;

    if (other && group.new_count) {
        group.old_at = other->old_at;
        group.old_count = other->old_count;
    }
    line = make_line(aligning, &group);
    line.moved = other && group.new_count;
    line.gone = other && !group.new_count;
    if (line.gone)
        line.new_index = aligning->news.items[other->new_at].index;
    compare_add_line(aligning->compare, part, line);
}

/* Lines that are gone know what stands at the new place. */
static void link_twins(struct compare_part *part)
{
    for (size_t i = 0; i < part->line_count; i++)
        for (size_t k = 0; part->lines[i].gone && k < part->line_count; k++)
            if (part->lines[k].moved &&
                part->lines[k].new_index == part->lines[i].new_index)
                part->lines[i].twin = &part->lines[k];
}

/* ---- the door ------------------------------------------------------------ */

static void add_equal(struct compare *compare, struct compare_part *part,
                      const struct compare_entries *olds, size_t i,
                      const struct compare_entries *news, size_t j)
{
    compare_add_line(compare, part,
                     (struct compare_line){ .olds = &olds->items[i],
                                            .old_count = 1,
                                            .old_index = i,
                                            .news = &news->items[j],
                                            .new_count = 1,
                                            .new_index = j });
}

void compare_align(struct compare *compare, struct compare_part *part,
                   const struct compare_entries *olds,
                   const struct compare_entries *news)
{
    struct aligning aligning = { .compare = compare };
    size_t head = 0;
    size_t old_end = olds->count;
    size_t new_end = news->count;
    int *partners;

    for (; head < old_end && head < new_end &&
           compare_is_equal_entry(olds->items[head], news->items[head]);
         head++)
        add_equal(compare, part, olds, head, news, head);
    while (old_end > head && new_end > head &&
           compare_is_equal_entry(olds->items[old_end - 1],
                                  news->items[new_end - 1])) {
        old_end--;
        new_end--;
    }
    aligning.olds = make_items(compare, olds, head, old_end);
    aligning.news = make_items(compare, news, head, new_end);
    align_range(&aligning, &(struct group){ 0, aligning.olds.count, 0,
                                            aligning.news.count });
    pair_lone(&aligning);
    partners = find_moves(&aligning);
    for (size_t i = 0; i < aligning.count; i++)
        add_group(&aligning, part, partners, i);
    for (size_t k = 0; old_end + k < olds->count; k++)
        add_equal(compare, part, olds, old_end + k, news, new_end + k);
    link_twins(part);
}
