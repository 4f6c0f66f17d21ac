/*
 * From the checked copy of a file to its tree: collections, and the file as
 * a whole. node_events.c asks libyaml, node_scalar.c reads the texts.
 *
 * Line and column of every node are those of the source: the lines of the
 * copy know how far they were moved, and patched scalars bring their own.
 */
#include "yaml/node.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/reader.h"
#include "yaml/strict.h"

/* ---- collections ------------------------------------------------------- */

static struct node *read_node(struct reader *reader, int depth);

/* A collection's own anchor or tag, and its depth. False: skipped. */
static bool enter_collection(struct reader *reader, const struct node *node,
                             int depth, const yaml_char_t *anchor,
                             const yaml_char_t *tag)
{
    if (anchor && !reader_is_reported(reader, node->at))
        reader_report(reader, "yaml-anchor", node->at,
                      _("sources have no anchors ('&')"));
    if (tag && !reader_is_reported(reader, node->at))
        reader_report(reader, "yaml-tag", node->at,
                      _("sources have no tags ('!')"));
    if (depth < NODE_DEPTH_LIMIT) {
        reader_next(reader);
        return true;
    }
    if (!reader->depth_reported)
        reader_report(
            reader, "yaml-depth", node->at,
            arena_printf(reader->strict->arena,
                         _("collections are nested deeper than %d levels"),
                         NODE_DEPTH_LIMIT));
    reader->depth_reported = true;
    reader_skip(reader);
    return false;
}

/* Is it `- key: text` on one line? */
static bool is_lone_pair(const struct node *node)
{
    const struct node_pair *pair = node->pairs;

    return node->kind == NODE_MAPPING && node->count == 1 &&
           pair->value->kind == NODE_SCALAR && pair->value->len &&
           pair->key->at.line == pair->value->at.line;
}

static void report_entry(struct reader *reader, const struct node_pair *pair,
                         size_t at, const struct strict_patch *text)
{
    struct strict *strict = reader->strict;
    size_t index = (size_t)text->at.line - 1;
    int letters = (int)utf8_count(pair->key->raw, pair->key->raw_len);
    struct diag *diag = reader_report(
        reader, "yaml-colon", position_right(pair->key->at, letters),
        _("a text with a colon and a space in it needs quotes"));

    diag->expected = _("quotes around the text");
    diag->instead = strict_instead(
        strict, index, at, strict_quote(strict, text->value, text->len));
}

/*
 * Among texts, an entry that YAML takes for a key and its text is a text
 * with a colon in it.
 */
static void check_entries(struct reader *reader, struct node *node)
{
    struct strict *strict = reader->strict;
    size_t texts = 0;

    for (size_t i = 0; i < node->count; i++)
        texts += node->items[i]->kind == NODE_SCALAR && node->items[i]->len;
    if (strict->options->allow_flow || !texts)
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct node *item = node->items[i];
        size_t index = (size_t)item->at.line - 1;
        const struct strict_line *line = &strict->items[index];
        size_t at = strict_skip_spaces(line, 0);
        struct strict_patch text;

        if (!is_lone_pair(item) || !strict_is_dash(line, at))
            continue;
        at = strict_skip_spaces(line, at + 1);
        if (strict_at(strict, index, at).column != item->at.column)
            continue;
        text = strict_plain_patch(strict, index, at, strict_trimmed(line));
        if (!line->reported)
            report_entry(reader, item->pairs, at, &text);
        *item = (struct node){ .kind = NODE_SCALAR,
                               .at = text.at,
                               .value = text.value,
                               .len = text.len,
                               .raw = text.raw,
                               .raw_len = text.raw_len };
    }
}

static struct node *read_sequence(struct reader *reader, int depth)
{
    struct node *node = reader_new_node(reader, NODE_SEQUENCE);
    const yaml_event_t *event = &reader->event;

    if (!enter_collection(reader, node, depth,
                          event->data.sequence_start.anchor,
                          event->data.sequence_start.tag))
        return node;
    while (!reader->failed && !reader_is_at(reader, YAML_SEQUENCE_END_EVENT)) {
        struct node *item = read_node(reader, depth + 1);

        node->items = list_grow(reader->strict->arena, node->items, node->count,
                                &node->capacity, sizeof *node->items);
        node->items[node->count++] = item;
    }
    reader_next(reader);
    if (!reader->failed)
        check_entries(reader, node);
    return node;
}

/* Sorting keys to find equal ones; equal ones stay in the order written. */
static int compare_pairs(const void *a, const void *b)
{
    const struct node_pair *const *left = a;
    const struct node_pair *const *right = b;
    int order = strcmp((*left)->key->value, (*right)->key->value);

    if (order)
        return order;
    return *left < *right ? -1 : *left > *right;
}

static void report_duplicate(struct reader *reader, const struct node *key,
                             const struct node *first)
{
    struct diag *diag = reader_report(
        reader, "yaml-duplicate-key", key->at,
        arena_printf(reader->strict->arena,
                     _("the key \"%s\" stands here already, in line %d"),
                     key->value, first->at.line));

    diag->width = (int)utf8_count(key->raw, key->raw_len);
    if (diag->width < 1)
        diag->width = 1;
    diag->expected = _("each key once; a further record begins with a dash");
}

/* Reports keys that stand twice and leaves the first of each. */
static void drop_duplicates(struct reader *reader, struct node *node)
{
    struct node_pair **order;
    size_t kept = 0;

    if (node->count < 2)
        return;
    order = arena_calloc(reader->strict->arena, node->count, sizeof *order);
    for (size_t i = 0; i < node->count; i++)
        order[i] = &node->pairs[i];
    qsort(order, node->count, sizeof *order, compare_pairs);
    for (size_t i = 0, first = 0; i < node->count; i++) {
        if (strcmp(order[i]->key->value, order[first]->key->value)) {
            first = i;
        } else if (i != first) {
            report_duplicate(reader, order[i]->key, order[first]->key);
            order[i]->value = NULL;
        }
    }
    for (size_t i = 0; i < node->count; i++)
        if (node->pairs[i].value)
            node->pairs[kept++] = node->pairs[i];
    node->count = kept;
}

static struct node *read_key(struct reader *reader, int depth)
{
    struct node *key;

    if (reader_is_at(reader, YAML_SCALAR_EVENT))
        return reader_scalar(reader);
    key = reader_empty_scalar(reader);
    if (!reader_is_reported(reader, key->at))
        reader_report(reader, "yaml-complex-key", key->at,
                      _("a key is a text, not a collection"));
    (void)depth;
    reader_skip(reader);
    return NULL;
}

static struct node *read_mapping(struct reader *reader, int depth)
{
    struct node *node = reader_new_node(reader, NODE_MAPPING);
    const yaml_event_t *event = &reader->event;
    bool flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;

    if (!enter_collection(reader, node, depth, event->data.mapping_start.anchor,
                          event->data.mapping_start.tag))
        return node;
    while (!reader->failed && !reader_is_at(reader, YAML_MAPPING_END_EVENT)) {
        struct node *key = read_key(reader, depth);
        struct node *value =
            reader->failed ? NULL : read_node(reader, depth + 1);

        if (!key || !value)
            continue;
        node->pairs = list_grow(reader->strict->arena, node->pairs, node->count,
                                &node->capacity, sizeof *node->pairs);
        node->pairs[node->count++] = (struct node_pair){ key, value };
    }
    reader_next(reader);
    if (reader->failed)
        return node;
    if (node->count && !flow)
        node->at = node->pairs[0].key->at;
    drop_duplicates(reader, node);
    return node;
}

static struct node *read_node(struct reader *reader, int depth)
{
    struct node *node;

    if (reader->failed)
        return NULL;
    switch (reader->event.type) {
    case YAML_SCALAR_EVENT:
        return reader_scalar(reader);
    case YAML_SEQUENCE_START_EVENT:
        return read_sequence(reader, depth);
    case YAML_MAPPING_START_EVENT:
        return read_mapping(reader, depth);
    default:
        node = reader_empty_scalar(reader);
        if (!reader_is_reported(reader, node->at))
            reader_report(
                reader, "yaml-alias", node->at,
                _("sources have no aliases ('*'): each text is written "
                  "out"));
        reader_next(reader);
        return node;
    }
}

/* ---- the file ---------------------------------------------------------- */

static struct node *read_copy(struct strict *strict)
{
    struct reader reader = { .strict = strict };
    struct node *root = NULL;

    reader.copy = strict_copy(strict, &reader.copy_len);
    if (!yaml_parser_initialize(&reader.parser))
        memory_fail();
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &reader.parser, (const unsigned char *)reader.copy, reader.copy_len);
    reader_next(&reader);
    while (reader_is_at(&reader, YAML_STREAM_START_EVENT) ||
           reader_is_at(&reader, YAML_DOCUMENT_START_EVENT))
        reader_next(&reader);
    if (!reader.failed && !reader_is_at(&reader, YAML_STREAM_END_EVENT))
        root = read_node(&reader, 0);
    while (!reader.failed && !reader_is_at(&reader, YAML_STREAM_END_EVENT))
        reader_next(&reader);
    if (reader.failed)
        root = NULL;
    if (reader.has_event)
        yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    return root;
}

static void report_whole(struct strict *strict, const char *rule,
                         const char *message, const char *expected)
{
    struct position at = { .source = strict->source };
    struct diag *diag =
        diag_add(strict->diags, DIAG_ERROR, rule, at, "%s", message);

    diag->expected = expected;
}

static void report_empty(struct strict *strict)
{
    report_whole(strict, "yaml-empty",
                 strict->source->len ? _("the file holds nothing but comments "
                                         "and blank lines")
                                     : _("the file is empty"),
                 _("a line such as 'KEY: text'"));
}

struct node *node_read(struct arena *arena, const struct source *source,
                       const struct node_options *options, struct diags *diags)
{
    static const struct node_options none = { 0 };
    struct strict strict = {
        .arena = arena,
        .source = source,
        .options = options ? options : &none,
        .diags = diags,
    };
    size_t errors = diags->errors;

    if (source->len > NODE_FILE_LIMIT) {
        report_whole(&strict, "yaml-size",
                     arena_printf(arena,
                                  _("the file has %zu bytes, more than the %d "
                                    "a source may have"),
                                  source->len, NODE_FILE_LIMIT),
                     NULL);
        return NULL;
    }
    if (!strict_split(&strict))
        return NULL;
    strict_check(&strict);
    if (!strict.has_content) {
        if (diags->errors == errors)
            report_empty(&strict);
        return NULL;
    }
    return read_copy(&strict);
}
