/* Two sides of sources: which document is which, and in which order. */
#include <string.h>

#include "base/arena.h"
#include "compare/inside.h"
#include "form/form.h"
#include "record/record.h"

enum { LIKE_LEAST = 500 }; /* of 1000, for a file to be another one renamed */

static bool is_same_form(const struct compare_source *a,
                         const struct compare_source *b)
{
    return a->record->form == b->record->form;
}

static struct compare_member make_member(struct compare *compare,
                                         const struct compare_source *source)
{
    struct compare_member member = { 0 };

    compare_fill_record(compare, &member.all, source->record);
    compare_sort_bag(&member.all);
    return member;
}

/* Files of another path that say the same. */
static void pair_renamed(struct compare *compare,
                         const struct compare_source *olds, size_t old_count,
                         const struct compare_source *news, size_t new_count,
                         int *pairs)
{
    struct compare_member *left =
        arena_calloc(compare->arena, old_count + 1, sizeof *left);
    struct compare_member *right =
        arena_calloc(compare->arena, new_count + 1, sizeof *right);
    bool *taken = arena_calloc(compare->arena, new_count + 1, sizeof *taken);
    size_t loose = 0;

    for (size_t i = 0; i < old_count; i++)
        if (pairs[i] != COMPARE_NONE)
            taken[pairs[i]] = true;
        else
            loose++;
    for (size_t i = 0; loose && i < old_count; i++)
        if (pairs[i] == COMPARE_NONE)
            left[i] = make_member(compare, &olds[i]);
    for (size_t j = 0; loose && j < new_count; j++)
        if (!taken[j])
            right[j] = make_member(compare, &news[j]);
    compare_assign(compare, left, old_count, right, new_count, LIKE_LEAST,
                   pairs);
    for (size_t i = 0; i < old_count; i++)
        if (pairs[i] != COMPARE_NONE &&
            !is_same_form(&olds[i], &news[pairs[i]]))
            pairs[i] = COMPARE_NONE;
}

static int *pair_sources(struct compare *compare,
                         const struct compare_source *olds, size_t old_count,
                         const struct compare_source *news, size_t new_count)
{
    int *pairs = arena_calloc(compare->arena, old_count + 1, sizeof *pairs);

    bool *taken = arena_calloc(compare->arena, new_count + 1, sizeof *taken);

    for (size_t i = 0; i < old_count; i++) {
        pairs[i] = COMPARE_NONE;
        for (size_t j = 0; pairs[i] == COMPARE_NONE && j < new_count; j++)
            if (!taken[j] && !strcmp(olds[i].path, news[j].path) &&
                is_same_form(&olds[i], &news[j]))
                pairs[i] = (int)j;
        if (pairs[i] != COMPARE_NONE)
            taken[pairs[i]] = true; /* a damaged tree has names twice */
    }
    pair_renamed(compare, olds, old_count, news, new_count, pairs);
    return pairs;
}

static void add_document(struct arena *arena, struct comparison *comparison,
                         const struct compare_source *old,
                         const struct compare_source *new, const char *stage)
{
    struct compare_document *document = LIST_ADD(arena, comparison);

    *document = (struct compare_document){ 0 };
    if (old)
        document->old = *old;
    if (new)
        document->new = *new;
    document->root = compare_records(arena, old ? old->record : NULL,
                                     new ? new->record : NULL, stage);
}

struct comparison *compare_sides(struct arena *arena,
                                 const struct compare_source *olds,
                                 size_t old_count,
                                 const struct compare_source *news,
                                 size_t new_count, const char *stage)
{
    struct compare compare = compare_begin(arena, stage);
    struct comparison *comparison = arena_alloc(arena, sizeof *comparison);
    int *pairs = pair_sources(&compare, olds, old_count, news, new_count);
    int *olds_of = arena_calloc(arena, new_count + 1, sizeof *olds_of);
    bool *stays = arena_calloc(arena, old_count + 1, sizeof *stays);
    struct compare_steps steps;

    for (size_t j = 0; j < new_count; j++)
        olds_of[j] = COMPARE_NONE;
    for (size_t i = 0; i < old_count; i++)
        if (pairs[i] != COMPARE_NONE)
            olds_of[pairs[i]] = (int)i;
    compare_find_stays(&compare, pairs, old_count, stays);
    steps = compare_interleave(&compare, pairs, stays, old_count, new_count);
    for (size_t s = 0; s < steps.count; s++) {
        int i = steps.items[s].old_at;
        int j = steps.items[s].new_at;

        if (j == COMPARE_NONE && pairs[i] != COMPARE_NONE)
            continue; /* stands where the new side has it */
        if (j != COMPARE_NONE)
            i = olds_of[j];
        add_document(arena, comparison, i == COMPARE_NONE ? NULL : &olds[i],
                     j == COMPARE_NONE ? NULL : &news[j], stage);
    }
    return comparison;
}

bool compare_is_same(const struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->count; i++)
        if (comparison->items[i].root->changes)
            return false;
    return true;
}
