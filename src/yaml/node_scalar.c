/*
 * Nodes, and what a scalar is: its value, how it was written, and what may
 * not stand in it.
 */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"
#include "yaml/reader.h"
#include "yaml/strict.h"

struct node *reader_new_node(struct reader *reader, enum node_kind kind)
{
    struct node *node = arena_alloc(reader->strict->arena, sizeof *node);

    node->kind = kind;
    node->at = reader_position(reader, &reader->event.start_mark);
    reader->nodes++;
    if (reader->nodes == NODE_COUNT_LIMIT + 1) {
        reader_report(
            reader, "yaml-count", node->at,
            arena_printf(reader->strict->arena,
                         _("the file has more than %d keys and texts"),
                         NODE_COUNT_LIMIT));
        reader->failed = true;
    }
    return node;
}

struct node *reader_empty_scalar(struct reader *reader)
{
    struct node *node = reader_new_node(reader, NODE_SCALAR);

    node->value = "";
    node->raw = "";
    return node;
}

/* The patch that stands at the event's place in the copy, or NULL. */
static const struct strict_patch *find_patch(const struct reader *reader)
{
    const yaml_mark_t *mark = &reader->event.start_mark;
    const struct strict_line *line =
        &reader->strict->items[reader_line(reader, mark)];

    if (line->key && line->key->column == (int)mark->column)
        return line->key;
    if (line->value && line->value->column == (int)mark->column)
        return line->value;
    return NULL;
}

/*
 * Characters that came in by escapes and are no text; only quoted texts have
 * escapes, and lines were checked when they were split.
 */
static void check_characters(struct reader *reader, struct node *node)
{
    char *value = NULL;
    size_t n;

    if (node->style != NODE_DOUBLE_QUOTED)
        return;
    for (size_t i = 0; i < node->len; i += n) {
        uint32_t c = utf8_decode(node->value + i, node->len - i, &n);
        struct diag *diag;

        if (!strict_is_control(c) && !strict_is_separator(c))
            continue;
        if (!value) {
            diag =
                reader_report(reader, "yaml-control", node_position_at(node, i),
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
        diag = reader_report(
            reader, "yaml-size", node->at,
            arena_printf(reader->strict->arena,
                         _("this text has %zu bytes, more than the "
                           "%d a text may have"),
                         node->len, NODE_SCALAR_LIMIT));
        diag->expected = _("several shorter texts");
    }
    if (event->data.scalar.anchor && !reader_is_reported(reader, node->at))
        reader_report(reader, "yaml-anchor", node->at,
                      _("sources have no anchors ('&')"));
    if (event->data.scalar.tag && !reader_is_reported(reader, node->at))
        reader_report(reader, "yaml-tag", node->at,
                      _("sources have no tags ('!')"));
    if (event->start_mark.line != event->end_mark.line && node->len &&
        !reader_is_reported(reader, node->at))
        reader_report(
            reader, "yaml-multiline", node->at,
            _("this text goes on in the lines below; a text is one line"));
}

static void read_raw(struct reader *reader, struct node *node)
{
    const yaml_event_t *event = &reader->event;
    size_t start = reader_byte(reader, &event->start_mark);
    size_t end = reader_byte(reader, &event->end_mark);

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

struct node *reader_scalar(struct reader *reader)
{
    struct node *node = reader_new_node(reader, NODE_SCALAR);
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
    reader_next(reader);
    return node;
}
