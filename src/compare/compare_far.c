/*
 * Records that have moved into another record: an item that now stands under
 * another goal. Those that found no partner among their siblings are paired
 * over the whole document, and must be much alike.
 */
#include <string.h>

#include "base/arena.h"
#include "compare/inside.h"
#include "form/form.h"
#include "record/record.h"

enum { FAR_LEAST = 700 };

/* Where a node stands, so that it can be made anew. */
struct place {
    struct compare_node **node;
    struct compare_member member;
};

struct places {
    struct place *items;
    size_t count;
    size_t capacity;
};

static void collect(struct compare *compare, const struct compare_node *node,
                    const struct form_field *list, bool old,
                    struct places *places)
{
    for (size_t i = 0; i < node->part_count; i++) {
        struct compare_part *part = &node->parts[i];

        for (size_t k = 0; k < part->node_count; k++) {
            struct compare_node *child = part->nodes[k];
            const struct record *record = old ? child->old : child->new;

            if (child->gone)
                continue;
            if (part->field == list && record &&
                !(old ? child->new : child->old)) {
                struct place *place = LIST_ADD(compare->arena, places);

                place->node = &part->nodes[k];
                compare_fill_record(compare, &place->member.all, record);
                compare_sort_bag(&place->member.all);
            }
            collect(compare, child, list, old, places);
        }
    }
}

static struct compare_member *list_members(struct compare *compare,
                                           const struct places *places)
{
    struct compare_member *members =
        arena_calloc(compare->arena, places->count + 1, sizeof *members);

    for (size_t i = 0; i < places->count; i++)
        members[i] = places->items[i].member;
    return members;
}

/* The old place keeps a mark, the new one has both sides. */
static void join(struct compare *compare, struct compare_node **old,
                 struct compare_node **new)
{
    struct compare_node *gone = arena_alloc(compare->arena, sizeof *gone);
    struct compare_node *both = compare_node(compare, (*old)->old, (*new)->new);

    both->moved = true;
    gone->old = (*old)->old;
    gone->gone = true;
    gone->twin = both;
    *old = gone;
    *new = both;
}

/* The elements of one list field, wherever in the document. */
static void find_list(struct compare *compare, struct compare_node *root,
                      const struct form_field *list)
{
    struct places olds = { 0 };
    struct places news = { 0 };
    int *pairs;

    collect(compare, root, list, true, &olds);
    collect(compare, root, list, false, &news);
    pairs = arena_calloc(compare->arena, olds.count + 1, sizeof *pairs);
    for (size_t i = 0; i < olds.count; i++)
        pairs[i] = COMPARE_NONE;
    compare_assign(compare, list_members(compare, &olds), olds.count,
                   list_members(compare, &news), news.count, FAR_LEAST, pairs);
    for (size_t i = 0; i < olds.count; i++)
        if (pairs[i] != COMPARE_NONE)
            join(compare, olds.items[i].node, news.items[pairs[i]].node);
}

static void find_below(struct compare *compare, struct compare_node *root,
                       const struct form_fields *fields, bool top)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (field->type == FORM_RECORDS && !top)
            find_list(compare, root, field);
        if (field->type == FORM_RECORDS || field->type == FORM_GROUP)
            find_below(compare, root, field->fields,
                       top && field->type == FORM_GROUP);
    }
}

void compare_find_far(struct compare *compare, struct compare_node *root)
{
    find_below(compare, root, root->new->fields, true);
}
