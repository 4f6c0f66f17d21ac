/*
 * Records, compared field by field: groups are gone through, texts become
 * lines, lists of records are matched by what their records say.
 */
#include <string.h>

#include "base/arena.h"
#include "compare/inside.h"
#include "form/form.h"
#include "record/record.h"

enum { LIKE_LEAST = 300 }; /* of 1000, for two records to be one */

const char *compare_kind_name(enum compare_kind kind)
{
    static const char *const names[] = {
        [COMPARE_SAME] = "same",       [COMPARE_ADDED] = "added",
        [COMPARE_REMOVED] = "removed", [COMPARE_MOVED] = "moved",
        [COMPARE_RENAMED] = "renamed", [COMPARE_TEXT] = "text",
        [COMPARE_NUMBER] = "number",   [COMPARE_WIDTH] = "width",
        [COMPARE_MARK] = "mark",       [COMPARE_MARKER] = "marker",
        [COMPARE_SPLIT] = "split",     [COMPARE_MERGED] = "merged",
    };

    return names[kind];
}

const struct form_field *compare_title(const struct form_fields *fields)
{
    const struct form_field *title = form_lookup_use(fields, "title");

    for (size_t i = 0; !title && i < fields->count; i++)
        if (fields->items[i].type == FORM_TEXT)
            title = &fields->items[i];
    return title;
}

/* Is a field compared? All are, unless a stage was named. */
static bool compare_concerns(const struct compare *compare,
                             const struct form_field *field)
{
    return !compare->stage || form_concerns(field, compare->stage);
}

/* ---- the texts of a value ------------------------------------------------ */

static void add_text(struct compare *compare, struct compare_entries *entries,
                     const struct text *text, struct position at)
{
    struct record_entry *entry = arena_alloc(compare->arena, sizeof *entry);

    entry->text = *text;
    entry->at = at;
    *LIST_ADD(compare->arena, entries) = entry;
}

/* Entries as they are; a text or a word is an entry without marker. */
static struct compare_entries list_entries(struct compare *compare,
                                           const struct value *value)
{
    struct compare_entries entries = { 0 };

    if (!value || !value->present || value->field->type == FORM_NAME)
        return entries;
    for (size_t i = 0; i < value->entries.count; i++)
        *LIST_ADD(compare->arena, &entries) = &value->entries.items[i];
    for (size_t i = 0; i < value->string_count; i++)
        add_text(compare, &entries, &value->strings[i], value->at);
    if (text_length(&value->text))
        add_text(compare, &entries, &value->text, value->at);
    return entries;
}

static bool is_list(const struct value *value)
{
    return value->field->type == FORM_RECORDS ||
           value->field->type == FORM_GROUP;
}

static void fill_value(struct compare *compare, struct compare_bag *bag,
                       const struct value *value)
{
    struct compare_entries entries = list_entries(compare, value);

    for (size_t i = 0; i < entries.count; i++) {
        struct compare_words words = { 0 };

        compare_add_words(compare, &words, &entries.items[i]->text, false);
        compare_fill_bag(compare, bag, &words, 1);
    }
}

void compare_fill_record(struct compare *compare, struct compare_bag *bag,
                         const struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (!compare_concerns(compare, value->field))
            continue;
        if (!is_list(value))
            fill_value(compare, bag, value);
        for (size_t k = 0; k < value->records.count; k++)
            compare_fill_record(compare, bag, value->records.items[k]);
    }
}

/* ---- equal records ------------------------------------------------------- */

static bool is_equal_record(const struct compare *compare,
                            const struct record *a, const struct record *b);

static bool is_equal_value(const struct compare *compare, const struct value *a,
                           const struct value *b)
{
    if (a->entries.count != b->entries.count ||
        a->string_count != b->string_count ||
        a->records.count != b->records.count ||
        !compare_is_equal(&a->text, &b->text))
        return false;
    for (size_t i = 0; i < a->entries.count; i++)
        if (!compare_is_equal(&a->entries.items[i].marker,
                              &b->entries.items[i].marker) ||
            !compare_is_equal(&a->entries.items[i].text,
                              &b->entries.items[i].text))
            return false;
    for (size_t i = 0; i < a->string_count; i++)
        if (!compare_is_equal(&a->strings[i], &b->strings[i]))
            return false;
    for (size_t i = 0; i < a->records.count; i++)
        if (!is_equal_record(compare, a->records.items[i], b->records.items[i]))
            return false;
    return true;
}

static bool is_equal_record(const struct compare *compare,
                            const struct record *a, const struct record *b)
{
    if (a->fields != b->fields)
        return false;
    for (size_t i = 0; a != b && i < a->fields->count; i++)
        if (compare_concerns(compare, &a->fields->items[i]) &&
            !is_equal_value(compare, &a->values[i], &b->values[i]))
            return false;
    return true;
}

/* ---- which record is which ----------------------------------------------- */

static struct compare_member make_member(struct compare *compare,
                                         const struct record *record)
{
    const struct form_field *title = compare_title(record->fields);
    struct compare_member member = { 0 };

    if (title && compare_concerns(compare, title))
        fill_value(compare, &member.title, record_lookup(record, title->key));
    compare_fill_record(compare, &member.all, record);
    compare_sort_bag(&member.title);
    compare_sort_bag(&member.all);
    return member;
}

/* Equal ones at both ends and then anywhere, before any word is looked at. */
static void pair_equal(const struct compare *compare,
                       const struct record_list *olds,
                       const struct record_list *news, int *pairs, bool *taken)
{
    size_t less = olds->count < news->count ? olds->count : news->count;

    for (size_t i = 0; i < less; i++)
        if (is_equal_record(compare, olds->items[i], news->items[i])) {
            pairs[i] = (int)i;
            taken[i] = true;
        }
    for (size_t i = 0; i < olds->count; i++)
        for (size_t j = 0; pairs[i] == COMPARE_NONE && j < news->count; j++)
            if (!taken[j] &&
                is_equal_record(compare, olds->items[i], news->items[j])) {
                pairs[i] = (int)j;
                taken[j] = true;
            }
}

static int *pair_records(struct compare *compare,
                         const struct record_list *olds,
                         const struct record_list *news)
{
    struct arena *arena = compare->arena;
    struct compare_member *left =
        arena_calloc(arena, olds->count + 1, sizeof *left);
    struct compare_member *right =
        arena_calloc(arena, news->count + 1, sizeof *right);
    bool *taken = arena_calloc(arena, news->count + 1, sizeof *taken);
    int *pairs = arena_calloc(arena, olds->count + 1, sizeof *pairs);

    for (size_t i = 0; i < olds->count; i++)
        pairs[i] = COMPARE_NONE;
    pair_equal(compare, olds, news, pairs, taken);
    for (size_t i = 0; i < olds->count; i++)
        if (pairs[i] == COMPARE_NONE)
            left[i] = make_member(compare, olds->items[i]);
    for (size_t j = 0; j < news->count; j++)
        if (!taken[j])
            right[j] = make_member(compare, news->items[j]);
    compare_assign(compare, left, olds->count, right, news->count, LIKE_LEAST,
                   pairs);
    return pairs;
}

/* ---- nodes --------------------------------------------------------------- */

static struct compare_node *add_node(struct compare *compare,
                                     struct compare_part *part,
                                     struct compare_node *node)
{
    part->nodes = list_grow(compare->arena, part->nodes, part->node_count,
                            &part->node_capacity, sizeof *part->nodes);
    part->nodes[part->node_count++] = node;
    return node;
}

/* An old record of the list, where it stood. */
static void add_old(struct compare *compare, struct compare_part *part,
                    const struct record *record, bool gone)
{
    struct compare_node *node;

    if (!gone) {
        add_node(compare, part, compare_node(compare, record, NULL));
        return;
    }
    node = arena_alloc(compare->arena, sizeof *node);
    node->old = record;
    node->gone = true;
    add_node(compare, part, node);
}

static void compare_lists(struct compare *compare, struct compare_part *part,
                          const struct record_list *olds,
                          const struct record_list *news)
{
    struct arena *arena = compare->arena;
    int *pairs = pair_records(compare, olds, news);
    int *olds_of = arena_calloc(arena, news->count + 1, sizeof *olds_of);
    bool *stays = arena_calloc(arena, olds->count + 1, sizeof *stays);
    struct compare_node **twins =
        arena_calloc(arena, olds->count + 1, sizeof(void *));
    struct compare_steps steps;

    compare_find_stays(compare, pairs, olds->count, stays);
    steps = compare_interleave(compare, pairs, stays, olds->count, news->count);
    for (size_t j = 0; j < news->count; j++)
        olds_of[j] = COMPARE_NONE;
    for (size_t i = 0; i < olds->count; i++)
        if (pairs[i] != COMPARE_NONE)
            olds_of[pairs[i]] = (int)i;
    for (size_t s = 0; s < steps.count; s++) {
        int i = steps.items[s].old_at;
        int j = steps.items[s].new_at;
        struct compare_node *node;
        int old;

        if (j == COMPARE_NONE) {
            add_old(compare, part, olds->items[i], pairs[i] != COMPARE_NONE);
            continue;
        }
        old = olds_of[j];
        node = add_node(
            compare, part,
            compare_node(compare, old == COMPARE_NONE ? NULL : olds->items[old],
                         news->items[j]));
        node->moved = i == COMPARE_NONE && old != COMPARE_NONE;
        if (node->moved)
            twins[old] = node;
    }
    for (size_t n = 0; n < part->node_count; n++)
        for (size_t i = 0; part->nodes[n]->gone && i < olds->count; i++)
            if (olds->items[i] == part->nodes[n]->old)
                part->nodes[n]->twin = twins[i];
}

/* A node's parts while they are gathered, through groups. */
struct gathering {
    struct compare *compare;
    struct compare_part *items;
    size_t count;
    size_t capacity;
    const struct form_field *title;
};

static void gather(struct gathering *gathering,
                   const struct form_fields *fields,
                   const struct record *old_record,
                   const struct record *new_record, const char *path);

static void add_part(struct gathering *gathering,
                     const struct form_field *field, const struct value *old,
                     const struct value *new, const char *path)
{
    static const struct record_list none = { 0 };
    struct compare *compare = gathering->compare;
    struct compare_part part = { .field = field,
                                 .path = path,
                                 .title = field == gathering->title };

    if (field->type == FORM_RECORDS) {
        compare_lists(compare, &part, old ? &old->records : &none,
                      new ? &new->records : &none);
    } else {
        struct compare_entries olds = list_entries(compare, old);
        struct compare_entries news = list_entries(compare, new);

        compare_align(compare, &part, &olds, &news);
    }
    *LIST_ADD(compare->arena, gathering) = part;
}

static void gather(struct gathering *gathering,
                   const struct form_fields *fields,
                   const struct record *old_record,
                   const struct record *new_record, const char *path)
{
    struct arena *arena = gathering->compare->arena;

    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        const struct value *old = old_record ? &old_record->values[i] : NULL;
        const struct value *new = new_record ? &new_record->values[i] : NULL;
        const char *own =
            *path ? arena_printf(arena, "%s.%s", path, field->key) : field->key;

        if (!compare_concerns(gathering->compare, field) ||
            field->type == FORM_NAME)
            continue;
        if (field->type == FORM_GROUP)
            gather(gathering, field->fields, old ? old->records.items[0] : NULL,
                   new ? new->records.items[0] : NULL, own);
        else
            add_part(gathering, field, old, new, own);
    }
}

struct compare_node *compare_node(struct compare *compare,
                                  const struct record *old_record,
                                  const struct record *new_record)
{
    const struct record *either = new_record ? new_record : old_record;
    struct gathering gathering = { .compare = compare,
                                   .title = compare_title(either->fields) };
    struct compare_node *node = arena_alloc(compare->arena, sizeof *node);

    gather(&gathering, either->fields, old_record, new_record, "");
    node->old = old_record;
    node->new = new_record;
    node->parts = gathering.items;
    node->part_count = gathering.count;
    return node;
}

/* ---- how many changes ---------------------------------------------------- */

static void count_part(struct compare_part *part)
{
    part->changes = 0;
    for (size_t i = 0; i < part->line_count; i++) {
        const struct compare_line *line = &part->lines[i];

        part->changes += !line->gone && line->kind != COMPARE_SAME;
        part->changes += line->moved;
    }
    for (size_t i = 0; i < part->node_count; i++) {
        compare_count_changes(part->nodes[i]);
        part->changes += part->nodes[i]->changes;
    }
}

void compare_count_changes(struct compare_node *node)
{
    node->changes = node->moved;
    node->renamed = false;
    if (node->gone)
        return;
    for (size_t i = 0; i < node->part_count; i++) {
        struct compare_part *part = &node->parts[i];

        count_part(part);
        node->changes += part->changes;
        node->renamed |= part->title && part->changes && node->old && node->new;
    }
    if (!node->old || !node->new)
        node->changes++; /* an empty record counts, too */
}

struct compare_node *compare_records(struct arena *arena,
                                     const struct record *old_record,
                                     const struct record *new_record,
                                     const char *stage)
{
    struct compare compare = compare_begin(arena, stage);
    struct compare_node *node = compare_node(&compare, old_record, new_record);

    if (old_record && new_record)
        compare_find_far(&compare, node);
    compare_count_changes(node);
    return node;
}
