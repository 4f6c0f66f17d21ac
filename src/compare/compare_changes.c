/* The tree of a comparison as a list of changes. */
#include "base/arena.h"
#include "compare/compare.h"

static void add(struct arena *arena, struct compare_changes *changes,
                enum compare_kind kind, const struct compare_node *node,
                const struct compare_part *part,
                const struct compare_line *line)
{
    *LIST_ADD(arena, changes) =
        (struct compare_change){ kind, node, part, line };
}

static void list_node(struct arena *arena, struct compare_changes *changes,
                      const struct compare_node *node);

static void list_part(struct arena *arena, struct compare_changes *changes,
                      const struct compare_node *node,
                      const struct compare_part *part)
{
    for (size_t i = 0; i < part->line_count; i++) {
        const struct compare_line *line = &part->lines[i];

        if (!line->gone && (line->kind != COMPARE_SAME || line->moved))
            add(arena, changes,
                line->kind == COMPARE_SAME ? COMPARE_MOVED : line->kind, node,
                part, line);
    }
    for (size_t i = 0; i < part->node_count; i++)
        list_node(arena, changes, part->nodes[i]);
}

static void list_node(struct arena *arena, struct compare_changes *changes,
                      const struct compare_node *node)
{
    if (node->gone)
        return;
    if (!node->old || !node->new) {
        add(arena, changes, node->new ? COMPARE_ADDED : COMPARE_REMOVED, node,
            NULL, NULL);
        return;
    }
    if (node->moved)
        add(arena, changes, COMPARE_MOVED, node, NULL, NULL);
    for (size_t i = 0; i < node->part_count; i++)
        if (node->parts[i].changes)
            list_part(arena, changes, node, &node->parts[i]);
}

struct compare_changes compare_list_changes(struct arena *arena,
                                            const struct compare_node *node)
{
    struct compare_changes changes = { 0 };

    list_node(arena, &changes, node);
    return changes;
}
