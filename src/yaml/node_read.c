/*
 * From the checked copy of a file to its tree, by libyaml's events.
 *
 * Line and column of every node are those of the source: the lines of the
 * copy know how far they were moved, and patched scalars bring their own.
 */
#include "yaml/node.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/problem.h"
#include "yaml/strict.h"

struct reader {
    struct strict *strict;
    yaml_parser_t parser;
    yaml_event_t event; /* the one being looked at */
    bool has_event;
    bool failed; /* the rest cannot be read */
    const char *copy;
    size_t copy_len;
    size_t index; /* characters of the copy ... */
    size_t byte;  /* ... are so many bytes; only grows */
    size_t nodes;
    bool depth_reported;
};

/* ---- events ------------------------------------------------------------ */

static void next_event(struct reader *reader)
{
    if (reader->has_event)
        yaml_event_delete(&reader->event);
    reader->has_event = false;
    if (reader->failed)
        return;
    if (yaml_parser_parse(&reader->parser, &reader->event)) {
        reader->has_event = true;
        return;
    }
    problem_report(reader->strict, &reader->parser);
    reader->failed = true;
}

static bool is_event(const struct reader *reader, yaml_event_type_t type)
{
    return !reader->failed && reader->event.type == type;
}

/* Reads over the event's node and all that is in it. */
static void skip_node(struct reader *reader)
{
    size_t depth = 0;

    do {
        if (is_event(reader, YAML_SEQUENCE_START_EVENT) ||
            is_event(reader, YAML_MAPPING_START_EVENT))
            depth++;
        else if (is_event(reader, YAML_SEQUENCE_END_EVENT) ||
                 is_event(reader, YAML_MAPPING_END_EVENT))
            depth--;
        next_event(reader);
    } while (depth > 0 && !reader->failed);
}

/* ---- places ------------------------------------------------------------ */

static size_t line_of(const struct reader *reader, const yaml_mark_t *mark)
{
    size_t last = reader->strict->count - 1;

    return mark->line < last ? mark->line : last;
}

static struct position position_of(const struct reader *reader,
                                   const yaml_mark_t *mark)
{
    size_t index = line_of(reader, mark);
    const struct strict_line *line = &reader->strict->items[index];
    int column = (int)mark->column;

    if (column >= line->grown_from)
        column -= line->grown;
    return (struct position){ reader->strict->source, (int)index + 1,
                              strict_column(line, column) };
}

/* The byte of a mark; marks are asked for in ascending order. */
static size_t byte_of(struct reader *reader, const yaml_mark_t *mark)
{
    size_t n;

    while (reader->index < mark->index && reader->byte < reader->copy_len) {
        utf8_decode(reader->copy + reader->byte,
                    reader->copy_len - reader->byte, &n);
        reader->byte += n;
        reader->index++;
    }
    return reader->byte;
}

/*
 * Reports what only the tree shows, unless its line had a message already
 * and this is likely to be about the same.
 */
static struct diag *report(struct reader *reader, const char *rule,
                           struct position at, const char *message)
{
    struct strict *strict = reader->strict;
    size_t index = (size_t)at.line - 1;
    struct diag *diag = strict_report(strict, index, 0, 0, rule, "%s", message);

    diag->at.column = at.column;
    return diag;
}

static bool is_reported(const struct reader *reader, struct position at)
{
    return reader->strict->items[at.line - 1].reported;
}

/* ---- scalars ----------------------------------------------------------- */

/* The patch that stands at the event's place in the copy, or NULL. */
static const struct strict_patch *find_patch(const struct reader *reader)
{
    const yaml_mark_t *mark = &reader->event.start_mark;
    const struct strict_line *line =
        &reader->strict->items[line_of(reader, mark)];

    if (line->key && line->key->column == (int)mark->column)
        return line->key;
    if (line->value && line->value->column == (int)mark->column)
        return line->value;
    return NULL;
}

static struct node *new_node(struct reader *reader, enum node_kind kind)
{
    struct node *node = arena_alloc(reader->strict->arena, sizeof *node);

    node->kind = kind;
    node->at = position_of(reader, &reader->event.start_mark);
    reader->nodes++;
    if (reader->nodes == NODE_COUNT_LIMIT + 1) {
        report(reader, "yaml-count", node->at,
               arena_printf(reader->strict->arena,
                            _("the file has more than %d keys and texts"),
                            NODE_COUNT_LIMIT));
        reader->failed = true;
    }
    return node;
}

/* Characters that came in by escapes and are no text. */
static void check_characters(struct reader *reader, struct node *node)
{
    char *value = NULL;
    size_t n;

    for (size_t i = 0; i < node->len; i += n) {
        uint32_t c = utf8_decode(node->value + i, node->len - i, &n);
        struct diag *diag;

        if (!strict_is_control(c) && !strict_is_separator(c))
            continue;
        if (!value) {
            diag = report(reader, "yaml-control", node_position_at(node, i),
                          arena_printf(reader->strict->arena,
                                       _("this escape makes a control "
                                         "character (U+%04X), which is no "
                                         "text"),
                                       c));
            diag->expected = _("a text is one line of visible characters");
            value = arena_copy(reader->strict->arena, node->value, node->len);
        }
        memset(value + i, '?', n);
    }
    if (value)
        node->value = value;
}

static void check_scalar(struct reader *reader, struct node *node)
{
    const yaml_event_t *event = &reader->event;
    struct diag *diag;

    check_characters(reader, node);
    if (node->len > NODE_SCALAR_LIMIT) {
        diag = report(reader, "yaml-size", node->at,
                      arena_printf(reader->strict->arena,
                                   _("this text has %zu bytes, more than the "
                                     "%d a text may have"),
                                   node->len, NODE_SCALAR_LIMIT));
        diag->expected = _("several shorter texts");
    }
    if (event->data.scalar.anchor && !is_reported(reader, node->at))
        report(reader, "yaml-anchor", node->at,
               _("sources have no anchors ('&')"));
    if (event->data.scalar.tag && !is_reported(reader, node->at))
        report(reader, "yaml-tag", node->at, _("sources have no tags ('!')"));
    if (event->start_mark.line != event->end_mark.line && node->len &&
        !is_reported(reader, node->at))
        report(reader, "yaml-multiline", node->at,
               _("this text goes on in the lines below; a text is one line"));
}

static void read_raw(struct reader *reader, struct node *node)
{
    const yaml_event_t *event = &reader->event;
    size_t start = byte_of(reader, &event->start_mark);
    size_t end = byte_of(reader, &event->end_mark);

    if (event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE)
        node->style = NODE_SINGLE_QUOTED;
    else if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        node->style = NODE_DOUBLE_QUOTED;
    if (node->style != NODE_PLAIN && end >= start + 2) {
        start++;
        end--;
    }
    node->raw = reader->copy + start;
    node->raw_len = end - start;
}

static struct node *read_scalar(struct reader *reader)
{
    struct node *node = new_node(reader, NODE_SCALAR);
    const yaml_event_t *event = &reader->event;
    const struct strict_patch *patch = find_patch(reader);

    if (patch) {
        node->at = patch->at;
        node->style = patch->style;
        node->value = patch->value;
        node->len = patch->len;
        node->raw = patch->raw;
        node->raw_len = patch->raw_len;
    } else {
        node->value = arena_copy(reader->strict->arena,
                                 (const char *)event->data.scalar.value,
                                 event->data.scalar.length);
        node->len = event->data.scalar.length;
        read_raw(reader, node);
    }
    check_scalar(reader, node);
    next_event(reader);
    return node;
}

/* ---- collections ------------------------------------------------------- */

static struct node *read_node(struct reader *reader, int depth);

static struct node *empty_scalar(struct reader *reader)
{
    struct node *node = new_node(reader, NODE_SCALAR);

    node->value = "";
    node->raw = "";
    return node;
}

/* A collection's own anchor or tag, and its depth. False: skipped. */
static bool enter_collection(struct reader *reader, const struct node *node,
                             int depth, const yaml_char_t *anchor,
                             const yaml_char_t *tag)
{
    if (anchor && !is_reported(reader, node->at))
        report(reader, "yaml-anchor", node->at,
               _("sources have no anchors ('&')"));
    if (tag && !is_reported(reader, node->at))
        report(reader, "yaml-tag", node->at, _("sources have no tags ('!')"));
    if (depth < NODE_DEPTH_LIMIT) {
        next_event(reader);
        return true;
    }
    if (!reader->depth_reported)
        report(reader, "yaml-depth", node->at,
               arena_printf(reader->strict->arena,
                            _("collections are nested deeper than %d levels"),
                            NODE_DEPTH_LIMIT));
    reader->depth_reported = true;
    skip_node(reader);
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
    struct diag *diag =
        report(reader, "yaml-colon", position_right(pair->key->at, letters),
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
    struct node *node = new_node(reader, NODE_SEQUENCE);
    const yaml_event_t *event = &reader->event;

    if (!enter_collection(reader, node, depth,
                          event->data.sequence_start.anchor,
                          event->data.sequence_start.tag))
        return node;
    while (!reader->failed && !is_event(reader, YAML_SEQUENCE_END_EVENT)) {
        struct node *item = read_node(reader, depth + 1);

        node->items = list_grow(reader->strict->arena, node->items, node->count,
                                &node->capacity, sizeof *node->items);
        node->items[node->count++] = item;
    }
    next_event(reader);
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
    struct diag *diag =
        report(reader, "yaml-duplicate-key", key->at,
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

    if (is_event(reader, YAML_SCALAR_EVENT))
        return read_scalar(reader);
    key = empty_scalar(reader);
    if (!is_reported(reader, key->at))
        report(reader, "yaml-complex-key", key->at,
               _("a key is a text, not a collection"));
    (void)depth;
    skip_node(reader);
    return NULL;
}

static struct node *read_mapping(struct reader *reader, int depth)
{
    struct node *node = new_node(reader, NODE_MAPPING);
    const yaml_event_t *event = &reader->event;
    bool flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;

    if (!enter_collection(reader, node, depth, event->data.mapping_start.anchor,
                          event->data.mapping_start.tag))
        return node;
    while (!reader->failed && !is_event(reader, YAML_MAPPING_END_EVENT)) {
        struct node *key = read_key(reader, depth);
        struct node *value =
            reader->failed ? NULL : read_node(reader, depth + 1);

        if (!key || !value)
            continue;
        node->pairs = list_grow(reader->strict->arena, node->pairs, node->count,
                                &node->capacity, sizeof *node->pairs);
        node->pairs[node->count++] = (struct node_pair){ key, value };
    }
    next_event(reader);
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
        return read_scalar(reader);
    case YAML_SEQUENCE_START_EVENT:
        return read_sequence(reader, depth);
    case YAML_MAPPING_START_EVENT:
        return read_mapping(reader, depth);
    default:
        node = empty_scalar(reader);
        if (!is_reported(reader, node->at))
            report(reader, "yaml-alias", node->at,
                   _("sources have no aliases ('*'): each text is written "
                     "out"));
        next_event(reader);
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
    next_event(&reader);
    while (is_event(&reader, YAML_STREAM_START_EVENT) ||
           is_event(&reader, YAML_DOCUMENT_START_EVENT))
        next_event(&reader);
    if (!reader.failed && !is_event(&reader, YAML_STREAM_END_EVENT))
        root = read_node(&reader, 0);
    while (!reader.failed && !is_event(&reader, YAML_STREAM_END_EVENT))
        next_event(&reader);
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
