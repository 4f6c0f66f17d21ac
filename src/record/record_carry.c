/*
 * A source carried over to the next year: its own text with a few places
 * changed, so that comments, quotes and order stay the author's.
 */
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/source.h"
#include "base/utf8.h"
#include "form/form.h"
#include "record/new.h"
#include "yaml/node.h"

/* Bytes [copied, at) of the source go out before each change. */
struct carrying {
    struct arena *arena;
    const struct source *source;
    const struct record_carry *carry;
    struct bytes *out;
    const char *copied; /* up to here the source went out */
    const char *year;   /* the old year's words, or NULL */
};

/* ---- places ---------------------------------------------------------------
 */

/* The byte in front of which a line's column stands. */
static const char *find_place(const struct carrying *carrying, int line,
                              int column)
{
    size_t len;
    const char *at = source_line(carrying->source, line, &len);

    for (int i = 1; i < column && len; i++) {
        size_t n;

        utf8_decode(at, len, &n);
        at += n;
        len -= n;
    }
    return at;
}

static const char *line_end(const struct carrying *carrying, int line)
{
    size_t len;
    const char *at = source_line(carrying->source, line, &len);

    return at + len;
}

/* The last line with something of the node. */
static int last_line(const struct node *node)
{
    int last = node->at.line;

    for (size_t i = 0; i < node->count; i++) {
        const struct node *below =
            node->kind == NODE_MAPPING ? node->pairs[i].value : node->items[i];
        int line = last_line(below);

        last = line > last ? line : last;
    }
    return last;
}

/* What stands up to `to` goes out, then what comes instead. */
static void replace(struct carrying *carrying, const char *from, const char *to,
                    const char *words)
{
    bytes_append(carrying->out, carrying->copied,
                 (size_t)(from - carrying->copied));
    bytes_append_string(carrying->out, words);
    carrying->copied = to;
}

/* ---- what is emptied ------------------------------------------------------
 */

/* The keys of a group, empty, each on a line of its own. */
static char *show_keys(struct carrying *carrying,
                       const struct form_fields *fields, int indent)
{
    char *out = arena_strdup(carrying->arena, "");

    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        out = arena_printf(carrying->arena, "%s\n%*s%s:", out, indent, "",
                           field->key);
        if (field->type == FORM_GROUP)
            out = arena_printf(carrying->arena, "%s%s", out,
                               show_keys(carrying, field->fields, indent + 2));
    }
    return out;
}

/* A key keeps its colon and loses what stands behind it. */
static void empty(struct carrying *carrying, const struct node_pair *pair,
                  const struct form_field *field)
{
    const struct node *key = pair->key;
    int last = last_line(pair->value);
    const char *colon =
        find_place(carrying, key->at.line,
                   key->at.column + (int)utf8_count(key->raw, key->raw_len) +
                       (key->style == NODE_PLAIN ? 0 : 2));

    while (*colon != ':')
        colon++;
    replace(carrying, colon + 1,
            line_end(carrying, last > key->at.line ? last : key->at.line),
            field->type == FORM_GROUP
                ? show_keys(carrying, field->fields, key->at.column + 1)
                : "");
}

/* A value on the line of its key, with other words. */
static void rewrite(struct carrying *carrying, const struct node *value,
                    const char *words)
{
    if (value->kind == NODE_SCALAR && value->len)
        replace(carrying,
                find_place(carrying, value->at.line, value->at.column),
                line_end(carrying, value->at.line), words);
}

/* ---- the walk -------------------------------------------------------------
 */

static void carry_record(struct carrying *carrying, const struct node *node,
                         const struct form_fields *fields, bool listed);

static void carry_field(struct carrying *carrying, const struct node_pair *pair,
                        const struct form_field *field, bool listed)
{
    const struct node *value = pair->value;
    const char *use = field->use ? field->use : "";

    if (field->stage_count || !strcmp(use, "date")) {
        empty(carrying, pair, field);
    } else if (!strcmp(use, "year") && carrying->carry->year) {
        carrying->year = value->value;
        rewrite(carrying, value, carrying->carry->year);
    } else if (!strcmp(use, "stage") && !listed && carrying->carry->stage) {
        rewrite(carrying, value, carrying->carry->stage);
    } else if (field->type == FORM_GROUP) {
        carry_record(carrying, value, field->fields, listed);
    } else if (field->type == FORM_RECORDS) {
        for (size_t i = 0; i < value->count; i++)
            carry_record(carrying, value->items[i], field->fields, true);
    }
}

static void carry_record(struct carrying *carrying, const struct node *node,
                         const struct form_fields *fields, bool listed)
{
    for (size_t i = 0; node->kind == NODE_MAPPING && i < node->count; i++) {
        const struct form_field *field =
            form_lookup_field(fields, node->pairs[i].key->value);

        if (field)
            carry_field(carrying, &node->pairs[i], field, listed);
    }
}

/* ---- comments -------------------------------------------------------------
 */

static void put_comment(struct carrying *carrying, const char *line, size_t len,
                        struct bytes *out)
{
    const char *year = carrying->year;
    const char *end = line + len;
    const char *found;

    while (year && *year &&
           (found = memmem(line, (size_t)(end - line), year, strlen(year)))) {
        bytes_append(out, line, (size_t)(found - line));
        bytes_append_string(out, carrying->carry->year);
        line = found + strlen(year);
    }
    bytes_append(out, line, (size_t)(end - line));
}

/* Line by line; comments stand on lines of their own. */
static void put_lines(struct carrying *carrying, const struct bytes *text,
                      struct bytes *out)
{
    const char *at = (const char *)text->data;
    const char *end = at + text->len;

    while (at < end) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        const char *next = feed ? feed + 1 : end;
        const char *first = at;

        while (first < next && *first == ' ')
            first++;
        if (first < next && *first == '#')
            put_comment(carrying, at, (size_t)(next - at), out);
        else
            bytes_append(out, at, (size_t)(next - at));
        at = next;
    }
}

void record_carry_over(struct arena *arena, const struct source *source,
                       const struct node *root, const struct form *form,
                       const struct record_carry *carry, struct bytes *out)
{
    struct bytes text = { 0 };
    struct carrying carrying = {
        .arena = arena,
        .source = source,
        .carry = carry,
        .out = &text,
        .copied = source->data,
    };

    carry_record(&carrying, root, &form->fields, false);
    bytes_append(&text, carrying.copied,
                 (size_t)(source->data + source->len - carrying.copied));
    put_lines(&carrying, &text, out);
    bytes_free(&text);
}
