/*
 * Lists of lines with markers.
 *
 * Levels. The first line without a marker is the text of the list itself
 * (level 0), marked lines stand at level 1, and a line without a marker
 * continues the marked (or first) line before it, one level below; several
 * of them are siblings. In a list whose field has no markers all lines are
 * equals at level 0.
 *
 * Numbers. Within one list the numbers of one kind of marker go 1, 2, 3; a
 * range counts for all it covers. Going back or standing still is an error,
 * a gap a warning, and so is a second kind of marker.
 */
#include "record/record_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "form/form.h"
#include "yaml/node.h"

/* What has been seen of one list. */
struct progress {
    const struct form_field *field;
    const struct form_marker *kind; /* of the last marked entry */
    int32_t *last; /* per marker of the grammar: its last number */
    bool mixed;    /* already warned about */
    bool broken;   /* a line before was no text: numbers may jump */
    int level;     /* of the last marked or first entry */
    bool seen;     /* there was an entry */
};

/* This kind of marker, with `number` if it has one, for messages. */
static const char *show_marker(struct record_reader *reader,
                               const struct form_marker *marker, int32_t number)
{
    int before = (int)strcspn(marker->pattern, "N");

    if (!marker->numbered)
        return marker->pattern;
    return arena_printf(reader->arena, "%.*s%d%s", before, marker->pattern,
                        (int)number, marker->pattern + before + 1);
}

static struct diag *report_marker(struct record_reader *reader,
                                  enum diag_severity severity, const char *rule,
                                  const struct node *node,
                                  const struct record_match *match,
                                  const char *message)
{
    const char *typed = arena_copy(reader->arena, node->value, match->len);
    struct diag *diag = diag_add(reader->diags, severity, rule,
                                 node_position_at(node, 0), _(message), typed);

    diag->width = (int)utf8_count(typed, match->len);
    return diag;
}

static void check_order(struct record_reader *reader, const struct node *node,
                        const struct record_match *match, int32_t *last,
                        bool may_jump)
{
    const char *message = NULL;
    const char *next = show_marker(reader, match->marker, *last + 1);

    if (match->range && match->to <= match->from)
        message = N_("the range \"%s\" does not go upward");
    else if (match->from == *last)
        message = N_("the marker \"%s\" is repeated");
    else if (match->from < *last)
        message = N_("the marker \"%s\" goes backward");
    else if (match->from < 1)
        message = N_("the marker \"%s\" begins with 0");
    if (message) {
        report_marker(reader, DIAG_ERROR, "source-marker-order", node, match,
                      message)
            ->expected = arena_printf(reader->arena, _("next comes %s"), next);
    } else if (match->from > *last + 1 && !may_jump) {
        report_marker(reader, DIAG_WARNING, "source-marker-gap", node, match,
                      N_("there is a gap before the marker \"%s\""))
            ->expected = arena_printf(reader->arena, _("next comes %s"), next);
    }
    if (match->to > *last)
        *last = match->to;
    if (match->from > *last)
        *last = match->from;
}

static void check_marker(struct record_reader *reader, const struct node *node,
                         const struct record_match *match,
                         struct progress *progress)
{
    const struct form_markers *markers = progress->field->markers;
    int32_t *last = &progress->last[match->marker - markers->items];
    bool other = progress->kind && progress->kind != match->marker;

    if (other && !progress->mixed) {
        progress->mixed = true;
        report_marker(reader, DIAG_WARNING, "source-marker-mixed", node, match,
                      N_("\"%s\" is another kind of marker than before"))
            ->expected =
            arena_printf(reader->arena, _("one kind in a list, such as %s"),
                         show_marker(reader, progress->kind, 1));
    }
    if (match->marker->numbered)
        check_order(reader, node, match, last,
                    progress->broken || (other && !*last));
    progress->broken = false;
    progress->kind = match->marker;
}

/* A line that begins nearly like a marker is most likely meant as one. */
static void check_mixture(struct record_reader *reader, const struct node *node,
                          const struct form_markers *markers)
{
    size_t len = record_match_mixture(markers, node->value);
    struct record_match match = { .len = len };

    if (len)
        report_marker(reader, DIAG_WARNING, "source-marker-mixed", node, &match,
                      N_("\"%s\" opens and closes in two widths, so it is no "
                         "marker"))
            ->expected = _("both signs of one width");
}

static int find_level(const struct progress *progress, bool marked)
{
    if (!progress->field->markers)
        return 0;
    if (marked)
        return 1;
    return progress->seen ? progress->level + 1 : 0;
}

static void read_entry(struct record_reader *reader,
                       const struct record *record, const struct node *node,
                       struct progress *progress, struct record_entry *entry)
{
    struct record_match match =
        record_match_marker(progress->field->markers, node->value);
    size_t start = match.len;

    if (match.marker) {
        start += node->value[start] == ' ';
        check_marker(reader, node, &match, progress);
        if (start == node->len)
            report_marker(reader, DIAG_ERROR, "source-empty", node, &match,
                          N_("nothing stands behind the marker \"%s\""))
                ->expected = _("words, or no line at all");
    } else {
        check_mixture(reader, node, progress->field->markers);
        record_check_generated(reader, record, node, false);
    }
    record_check_characters(reader, node, start);
    *entry = (struct record_entry){
        .marker = record_make_text(reader, node, 0, match.len),
        .pattern = match.marker,
        .number_from = match.from,
        .number_to = match.to,
        .text = record_make_text(reader, node, start, node->len),
        .level = find_level(progress, match.marker),
        .at = node_position_at(node, 0),
    };
    if (progress->field->ruby)
        entry->text = record_split_ruby(reader, entry->text);
    if (match.marker || !progress->seen)
        progress->level = entry->level;
    progress->seen = true;
}

/* An entry that is no text. Words with ": " in them read as a key. */
static void report_entry(struct record_reader *reader, const struct node *node,
                         const struct form_field *field)
{
    const struct node_pair *pair = node->pairs;

    if (node->kind == NODE_SCALAR) {
        diag_add(reader->diags, DIAG_ERROR, "source-empty", node->at,
                 _("an entry of \"%s\" is empty"), field->key)
            ->expected = _("words behind the dash, or no line at all");
        return;
    }
    if (node->kind != NODE_MAPPING || node->count != 1 ||
        pair->value->kind != NODE_SCALAR) {
        record_report_type(reader, node, field);
        return;
    }
    diag_add(reader->diags, DIAG_ERROR, "source-type", node->at,
             _("an entry of \"%s\" is a text, but this line reads as a key "
               "and a value"),
             field->key)
        ->instead = record_mend_pair(reader, node);
}

void record_read_entries(struct record_reader *reader,
                         const struct record *record, const struct node *node,
                         struct value *value)
{
    const struct form_markers *markers = value->field->markers;
    struct progress progress = { .field = value->field };

    if (node->kind != NODE_SEQUENCE) {
        record_report_type(reader, node, value->field);
        return;
    }
    progress.last = arena_calloc(
        reader->arena, markers ? markers->count + 1 : 1, sizeof(int32_t));
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];

        if (item->kind == NODE_SCALAR && !node_is_empty(item)) {
            read_entry(reader, record, item, &progress,
                       LIST_ADD(reader->arena, &value->entries));
        } else {
            report_entry(reader, item, value->field);
            progress.broken = true;
        }
    }
}
