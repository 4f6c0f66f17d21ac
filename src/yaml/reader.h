/* reader: a file being read into nodes by libyaml. Inside src/yaml. */
#ifndef YAML_READER_H
#define YAML_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "base/source.h"
#include "yaml/node.h"

struct diag;
struct strict;

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

/* ---- node_events.c ----------------------------------------------------- */

/* Goes on to the next event; at the end of what can be read `failed` is set. */
void reader_next(struct reader *reader);

/* True while the event being looked at is one of that kind. */
bool reader_is_at(const struct reader *reader, yaml_event_type_t type);

/* Reads over the event's node and all that is in it. */
void reader_skip(struct reader *reader);

/* Index of the line a mark is in; the last one for a mark behind it. */
size_t reader_line(const struct reader *reader, const yaml_mark_t *mark);

/* Where a mark of the copy stands in the source. */
struct position reader_position(const struct reader *reader,
                                const yaml_mark_t *mark);

/* The byte of a mark; marks are asked for in ascending order. */
size_t reader_byte(struct reader *reader, const yaml_mark_t *mark);

/*
 * Reports what only the tree shows, unless its line had a message already
 * and this is likely to be about the same.
 */
struct diag *reader_report(struct reader *reader, const char *rule,
                           struct position at, const char *message);

/* True when the line had a message already. */
bool reader_is_reported(const struct reader *reader, struct position at);

/* ---- node_scalar.c ----------------------------------------------------- */

/* A node at the event; too many of them are reported and end the reading. */
struct node *reader_new_node(struct reader *reader, enum node_kind kind);

/* An empty text at the event. */
struct node *reader_empty_scalar(struct reader *reader);

/* The scalar the event is, checked; goes on to the next event. */
struct node *reader_scalar(struct reader *reader);

#endif
