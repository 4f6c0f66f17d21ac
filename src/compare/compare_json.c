/* A comparison for programs: docs/diff.md describes what stands where. */
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"
#include "compare/compare.h"
#include "compare/line_text.h"
#include "form/form.h"
#include "record/record.h"

enum { VERSION = 1 }; /* of what is written here */

static void write_position(struct json *json, struct position at)
{
    json_member(json, "file", at.source ? at.source->name : NULL);
    json_key(json, "line");
    json_int(json, at.line);
    json_key(json, "column");
    json_int(json, at.column);
}

static void write_range(struct json *json, const char *key, const char *text,
                        size_t at, size_t len)
{
    json_key(json, key);
    json_open(json, '{');
    json_key(json, "byte");
    json_int(json, (int64_t)at);
    json_key(json, "bytes");
    json_int(json, (int64_t)len);
    json_key(json, "char");
    json_int(json, (int64_t)utf8_count(text, at));
    json_key(json, "chars");
    json_int(json, (int64_t)utf8_count(text + at, len));
    json_close(json, '}');
}

static const char *change_name(enum span_change change)
{
    if (change == SPAN_SAME)
        return "same";
    return change == SPAN_ADDED ? "added" : "removed";
}

static void write_segments(struct arena *arena, struct json *json,
                           const struct compare_line *line, const char *old,
                           const char *new)
{
    json_key(json, "segments");
    json_open(json, '[');
    for (size_t i = 0; i < line->segments.count; i++) {
        const struct compare_segment *segment = &line->segments.items[i];
        bool added = segment->change == SPAN_ADDED;
        const char *text =
            added ? new + segment->new_at : old + segment->old_at;
        size_t len = added ? segment->new_len : segment->old_len;

        json_open(json, '{');
        json_member(json, "change", change_name(segment->change));
        json_member(json, "text", arena_copy(arena, text, len));
        if (!added)
            write_range(json, "old", old, segment->old_at, segment->old_len);
        if (segment->change != SPAN_REMOVED)
            write_range(json, "new", new, segment->new_at, segment->new_len);
        if (segment->width || segment->number)
            json_member(json, "as", segment->width ? "width" : "number");
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_line_side(struct arena *arena, struct json *json,
                            const struct compare_change *change, bool old)
{
    const struct compare_line *line = change->line;
    size_t count = old ? line->old_count : line->new_count;

    json_key(json, old ? "old" : "new");
    if (!count) {
        json_null(json);
        return;
    }
    json_open(json, '{');
    json_member(
        json, "address",
        compare_address(arena, old ? change->node->old : change->node->new,
                        change->part, old ? line->old_index : line->new_index));
    json_key(json, "entries");
    json_int(json, (int64_t)count);
    json_member(json, "text", line_text(arena, line, old));
    write_position(json, line_position(line, old));
    json_close(json, '}');
}

/* All texts of a record that stands on one side only. */
static void write_texts(struct arena *arena, struct json *json,
                        const struct compare_node *node)
{
    const struct record *record = node->new ? node->new : node->old;

    for (size_t i = 0; i < node->part_count; i++) {
        const struct compare_part *part = &node->parts[i];

        for (size_t k = 0; k < part->line_count; k++) {
            const struct compare_line *line = &part->lines[k];
            bool old = !node->new;

            json_open(json, '{');
            json_member(
                json, "address",
                compare_address(arena, record, part,
                                old ? line->old_index : line->new_index));
            json_member(json, "text", line_text(arena, line, old));
            json_close(json, '}');
        }
        for (size_t k = 0; k < part->node_count; k++)
            if (!part->nodes[k]->gone && !part->nodes[k]->moved)
                write_texts(arena, json, part->nodes[k]);
    }
}

static void write_record_side(struct arena *arena, struct json *json,
                              const struct record *record, bool old)
{
    json_key(json, old ? "old" : "new");
    if (!record) {
        json_null(json);
        return;
    }
    json_open(json, '{');
    json_member(json, "address", compare_address(arena, record, NULL, 0));
    json_member(json, "title", line_title(arena, record));
    write_position(json, record->at);
    json_close(json, '}');
}

static void write_change(struct arena *arena, struct json *json,
                         const struct compare_change *change)
{
    const struct compare_node *node = change->node;
    const struct compare_line *line = change->line;

    json_open(json, '{');
    json_member(json, "kind", compare_kind_name(change->kind));
    if (line) {
        json_member(json, "field", change->part->path);
        json_key(json, "moved");
        json_bool(json, line->moved);
        write_line_side(arena, json, change, true);
        write_line_side(arena, json, change, false);
        write_segments(arena, json, line, line_text(arena, line, true),
                       line_text(arena, line, false));
    } else {
        const struct record *either = node->new ? node->new : node->old;

        json_member(json, "list", either->list ? either->list->key : NULL);
        write_record_side(arena, json, node->old, true);
        write_record_side(arena, json, node->new, false);
        if (change->kind != COMPARE_MOVED) {
            json_key(json, "texts");
            json_open(json, '[');
            write_texts(arena, json, node);
            json_close(json, ']');
        }
    }
    json_close(json, '}');
}

static void write_source(struct arena *arena, struct json *json,
                         const char *key, const struct compare_source *source)
{
    json_key(json, key);
    if (!source->record) {
        json_null(json);
        return;
    }
    json_open(json, '{');
    json_member(json, "path", source->path);
    json_member(json, "name", source->name);
    json_member(json, "form", source->record->form->name);
    json_member(json, "title", line_title(arena, source->record));
    json_close(json, '}');
}

static const char *document_kind(const struct compare_document *document)
{
    if (!document->old.record)
        return "added";
    if (!document->new.record)
        return "removed";
    if (strcmp(document->old.path, document->new.path) != 0)
        return "moved";
    return document->root->changes ? "changed" : "same";
}

void compare_write_json(struct arena *arena,
                        const struct comparison *comparison, struct bytes *out)
{
    struct json json = json_begin(out);

    json_open(&json, '{');
    json_key(&json, "version");
    json_int(&json, VERSION);
    json_member(&json, "old", comparison->old_name);
    json_member(&json, "new", comparison->new_name);
    json_key(&json, "documents");
    json_open(&json, '[');
    for (size_t i = 0; i < comparison->count; i++) {
        const struct compare_document *document = &comparison->items[i];
        struct compare_changes changes =
            compare_list_changes(arena, document->root);

        json_open(&json, '{');
        json_member(&json, "kind", document_kind(document));
        write_source(arena, &json, "old", &document->old);
        write_source(arena, &json, "new", &document->new);
        json_key(&json, "changes");
        json_open(&json, '[');
        for (size_t k = 0; k < changes.count; k++)
            write_change(arena, &json, &changes.items[k]);
        json_close(&json, ']');
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
}
