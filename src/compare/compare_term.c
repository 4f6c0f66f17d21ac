/*
 * A comparison for people at a terminal. Colour says nothing that signs do
 * not say: [-gone-]{+new+} inside a text, + and - in front of whole ones.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "compare/compare.h"
#include "compare/line_text.h"
#include "form/form.h"
#include "record/record.h"

struct writing {
    struct arena *arena;
    struct bytes *out;
    bool colour;
};

static const char *const plain = "\033[m";
static const char *const bold = "\033[1m";
static const char *const red = "\033[31m";
static const char *const green = "\033[32m";
static const char *const blue = "\033[36m";

static void paint(struct writing *writing, const char *colour)
{
    if (writing->colour)
        bytes_append_string(writing->out, colour);
}

static const char *kind_word(enum compare_kind kind)
{
    switch (kind) {
    case COMPARE_ADDED:
        return _("added");
    case COMPARE_REMOVED:
        return _("removed");
    case COMPARE_MOVED:
        return _("moved");
    case COMPARE_RENAMED:
        return _("renamed");
    case COMPARE_NUMBER:
        return _("number");
    case COMPARE_WIDTH:
        return _("width");
    case COMPARE_MARK:
        return _("mark");
    case COMPARE_MARKER:
        return _("marker");
    case COMPARE_SPLIT:
        return _("split");
    case COMPARE_MERGED:
        return _("merged");
    default:
        return _("words");
    }
}

/* A whole text of one side, in a line of its own. */
static void write_whole(struct writing *writing, const char *text, bool old)
{
    paint(writing, old ? red : green);
    bytes_printf(writing->out, "    %c %s", old ? '-' : '+', text);
    paint(writing, plain);
    bytes_append_char(writing->out, '\n');
}

static void write_segment(struct writing *writing, const char *text, size_t len,
                          enum span_change change)
{
    bool removed = change == SPAN_REMOVED;

    if (change != SPAN_SAME) {
        paint(writing, removed ? red : green);
        bytes_append_string(writing->out, removed ? "[-" : "{+");
    }
    bytes_append(writing->out, text, len);
    if (change != SPAN_SAME) {
        bytes_append_string(writing->out, removed ? "-]" : "+}");
        paint(writing, plain);
    }
}

/* Where the entries of a side end, when there are several. */
static bool ends_entry(const struct record_entry *const *entries, size_t count,
                       size_t at)
{
    size_t end = 0;

    for (size_t i = 0; i + 1 < count; i++) {
        end +=
            text_length(&entries[i]->marker) + text_length(&entries[i]->text);
        if (end == at)
            return true;
    }
    return false;
}

/* Bytes of the new side; a line is begun where an entry begins. */
static void write_new(struct writing *writing, const struct compare_line *line,
                      const char *text, const struct compare_segment *segment)
{
    size_t end = segment->new_at + segment->new_len;

    for (size_t from = segment->new_at; from < end;) {
        size_t to = from + 1;

        if (from && ends_entry(line->news, line->new_count, from))
            bytes_append_string(writing->out, "\n      ");
        while (to < end && !ends_entry(line->news, line->new_count, to))
            to++;
        write_segment(writing, text + from, to - from, segment->change);
        from = to;
    }
}

static void write_line(struct writing *writing, const struct compare_line *line)
{
    const char *old = line_text(writing->arena, line, true);
    const char *new = line_text(writing->arena, line, false);

    if (!line->old_count || !line->new_count) {
        write_whole(writing, line->new_count ? new : old, !line->new_count);
        return;
    }
    bytes_append_string(writing->out, "      ");
    for (size_t i = 0; i < line->segments.count; i++) {
        const struct compare_segment *segment = &line->segments.items[i];

        if (segment->change == SPAN_REMOVED)
            write_segment(writing, old + segment->old_at, segment->old_len,
                          SPAN_REMOVED);
        else
            write_new(writing, line, new, segment);
    }
    bytes_append_char(writing->out, '\n');
}

/* Kind and address; the old address where it is another one. */
static void write_head(struct writing *writing,
                       const struct compare_change *change)
{
    const struct compare_line *line = change->line;
    const struct compare_node *node = change->node;
    bool old = node->old && (!line || line->old_count);
    bool new = node->new && (!line || line->new_count);
    const char *was =
        old ? compare_address(writing->arena, node->old, change->part,
                              line ? line->old_index : 0)
            : NULL;
    const char *is =
        new ? compare_address(writing->arena, node->new, change->part,
                              line ? line->new_index : 0)
            : NULL;

    bytes_append_string(writing->out, "  ");
    paint(writing, bold);
    bytes_append_string(writing->out, kind_word(change->kind));
    paint(writing, plain);
    if (line && line->moved && change->kind != COMPARE_MOVED)
        bytes_printf(writing->out, ", %s", kind_word(COMPARE_MOVED));
    if (*(is ? is : was))
        bytes_append_string(writing->out, "  ");
    paint(writing, blue);
    bytes_append_string(writing->out, is ? is : was);
    if (is && was && strcmp(is, was) != 0) {
        bytes_append_char(writing->out, ' ');
        bytes_printf(writing->out, _("(was %s)"), was);
    }
    paint(writing, plain);
    bytes_append_char(writing->out, '\n');
}

/* All that a record of one side says. */
static void write_record(struct writing *writing,
                         const struct compare_node *node)
{
    for (size_t i = 0; i < node->part_count; i++) {
        const struct compare_part *part = &node->parts[i];

        for (size_t k = 0; k < part->line_count; k++)
            write_line(writing, &part->lines[k]);
        for (size_t k = 0; k < part->node_count; k++)
            if (!part->nodes[k]->gone && !part->nodes[k]->moved)
                write_record(writing, part->nodes[k]);
    }
}

static void write_change(struct writing *writing,
                         const struct compare_change *change)
{
    write_head(writing, change);
    if (change->line)
        write_line(writing, change->line);
    else if (change->kind != COMPARE_MOVED)
        write_record(writing, change->node);
    else
        bytes_printf(writing->out, "      %s\n",
                     line_title(writing->arena, change->node->new));
}

static void write_document(struct writing *writing,
                           const struct compare_document *document)
{
    const struct compare_source *old = &document->old;
    const struct compare_source *new = &document->new;
    const struct record *record = new->record ? new->record : old->record;
    bool moved = old->record && new->record &&strcmp(old->path, new->path);
    struct compare_changes changes =
        compare_list_changes(writing->arena, document->root);

    if (!changes.count && !moved)
        return;
    if (writing->out->len)
        bytes_append_char(writing->out, '\n');
    paint(writing, bold);
    bytes_printf(
        writing->out, "%s  %s",
        message_clean(writing->arena, new->record ? new->path : old->path),
        line_title(writing->arena, record));
    paint(writing, plain);
    bytes_append_char(writing->out, '\n');
    if (moved) {
        bytes_printf(writing->out, "  %s  ", kind_word(COMPARE_MOVED));
        bytes_printf(writing->out, _("(was %s)"),
                     message_clean(writing->arena, old->path));
        bytes_append_char(writing->out, '\n');
    }
    for (size_t i = 0; i < changes.count; i++)
        write_change(writing, &changes.items[i]);
}

void compare_write_term(struct arena *arena,
                        const struct comparison *comparison, bool colour,
                        struct bytes *out)
{
    struct writing writing = { arena, out, colour };

    for (size_t i = 0; i < comparison->count; i++)
        write_document(&writing, &comparison->items[i]);
}
