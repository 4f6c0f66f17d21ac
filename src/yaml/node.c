/* Looking things up in a tree. */
#include "yaml/node.h"

#include <string.h>

#include "base/utf8.h"

const struct node_pair *node_lookup_pair(const struct node *mapping,
                                         const char *key)
{
    if (!mapping || mapping->kind != NODE_MAPPING)
        return NULL;
    for (size_t i = 0; i < mapping->count; i++)
        if (!strcmp(mapping->pairs[i].key->value, key))
            return &mapping->pairs[i];
    return NULL;
}

const struct node *node_lookup(const struct node *mapping, const char *key)
{
    const struct node_pair *pair = node_lookup_pair(mapping, key);

    return pair ? pair->value : NULL;
}

bool node_is_empty(const struct node *node)
{
    return node && node->kind == NODE_SCALAR && node->len == 0;
}

/* Where a walk through a scalar is, in its raw form and in its value. */
struct walk {
    const struct node *node;
    size_t raw;
    size_t value;
    struct position at;
};

/* Bytes of the escape at the walk's place in the raw form; 0: none. */
static size_t escape_length(const struct walk *walk)
{
    const char *raw = walk->node->raw + walk->raw;
    size_t left = walk->node->raw_len - walk->raw;
    size_t len = 2;

    if (left < 2)
        return 0;
    if (walk->node->style == NODE_SINGLE_QUOTED)
        return raw[0] == '\'' && raw[1] == '\'' ? 2 : 0;
    if (walk->node->style != NODE_DOUBLE_QUOTED || raw[0] != '\\')
        return 0;
    if (raw[1] == 'x' || raw[1] == 'u' || raw[1] == 'U')
        len += raw[1] == 'x' ? 2 : raw[1] == 'u' ? 4 : 8;
    return len > left ? left : len;
}

/* A line break with the spaces around it: one space of the value, or none. */
static bool step_over_break(struct walk *walk)
{
    const struct node *node = walk->node;
    size_t raw = walk->raw;
    size_t start = raw;
    bool broken = false;

    while (raw < node->raw_len &&
           (node->raw[raw] == ' ' || node->raw[raw] == '\n')) {
        if (node->raw[raw] == '\n') {
            broken = true;
            walk->at.line++;
            start = raw + 1;
        }
        raw++;
    }
    if (!broken)
        return false;
    walk->at.column = (int)(raw - start) + 1;
    walk->raw = raw;
    if (walk->value > 0 && node->value[walk->value] == ' ')
        walk->value++;
    return true;
}

/* One character of the value further. */
static void step(struct walk *walk)
{
    const struct node *node = walk->node;
    size_t escape;
    size_t n;

    if (step_over_break(walk))
        return;
    escape = escape_length(walk);
    if (escape) {
        walk->raw += escape;
        walk->at.column += (int)escape;
    } else {
        utf8_decode(node->raw + walk->raw, node->raw_len - walk->raw, &n);
        walk->raw += n;
        walk->at.column++;
    }
    utf8_decode(node->value + walk->value, node->len - walk->value, &n);
    walk->value += n;
}

struct position node_position_at(const struct node *scalar, size_t offset)
{
    struct walk walk = { .node = scalar, .at = scalar->at };

    if (scalar->kind != NODE_SCALAR || !walk.at.line)
        return walk.at;
    if (scalar->style != NODE_PLAIN)
        walk.at.column++;
    while (walk.value < offset && walk.value < scalar->len &&
           walk.raw < scalar->raw_len)
        step(&walk);
    /* A joint stands for the character after it, not for the line's end. */
    if (walk.value < scalar->len)
        step_over_break(&walk);
    return walk.at;
}
