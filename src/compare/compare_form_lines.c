/* The lines of a comparison form, and the records they stand in. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "compare/compare_form.h"
#include "compare/compare_place.h"
#include "compare/inside.h"
#include "compare/slice.h"
#include "form/form.h"
#include "record/record.h"

static const char note_place[] = "{}"; /* in a note: where it moved */

/* ---- records and values -------------------------------------------------- */

struct record *making_new_record(const struct making *making,
                                 const struct form_fields *fields,
                                 const struct record *parent,
                                 const struct form_field *list)
{
    struct record *record = arena_alloc(making->arena, sizeof *record);

    record->form = making->form;
    record->fields = fields;
    record->parent = parent;
    record->list = list;
    record->values =
        arena_calloc(making->arena, fields->count + 1, sizeof *record->values);
    for (size_t i = 0; i < fields->count; i++)
        record->values[i].field = &fields->items[i];
    return record;
}

static struct value *value_of(const struct making *making,
                              struct record *record, enum field field)
{
    for (size_t i = 0; i < record->fields->count; i++)
        if (&record->fields->items[i] == making->fields[field])
            return &record->values[i];
    return NULL;
}

/* Words made here may hold names of files and revisions. */
static struct text make_text(const struct making *making, const char *words)
{
    const char *clean = message_clean(making->arena, words);
    struct span span = { .utf8 = clean,
                         .len = strlen(clean),
                         .origin = SPAN_GENERATED };

    return text_from_span(making->arena, span);
}

void making_set_text(const struct making *making, struct record *record,
                     enum field field, const char *words)
{
    struct value *value = value_of(making, record, field);

    if (!value || !words || !*words)
        return;
    value->present = true;
    value->text = make_text(making, words);
}

static struct record *add_record(const struct making *making,
                                 struct record *parent, enum field field)
{
    const struct form_field *list = making->fields[field];
    struct value *value = value_of(making, parent, field);
    struct record *record =
        making_new_record(making, list->fields, parent, list);

    *LIST_ADD(making->arena, &value->records) = record;
    value->present = true;
    record->number = value->records.count;
    return record;
}

/* ---- lines --------------------------------------------------------------- */

char *making_fill_note(const struct making *making, enum note note,
                       const char *place)
{
    const char *words = making->fields[FIELD_NOTES]->choices[note].value;
    const char *gap = strstr(words, note_place);

    if (!gap)
        return arena_strdup(making->arena, words);
    return arena_printf(making->arena, "%.*s%s%s", (int)(gap - words), words,
                        place ? place : "", gap + strlen(note_place));
}

/* The line that comes next, in the records it belongs to. */
struct record *making_add_line(struct making *making, struct record *root)
{
    if (!making->document) {
        const struct compare_document *of = making->of;
        const struct record *record =
            of->new.record ? of->new.record : of->old.record;
        const struct value *title = record_lookup_use(record, "title");

        making->document = add_record(making, root, FIELD_DOCUMENTS);
        making_set_text(making, making->document, FIELD_DOCUMENT,
                        title && title->present
                            ? text_join(making->arena, &title->text)
                        : of->new.record ? of->new.path
                                         : of->old.path);
    }
    if (!making->part) {
        making->part = add_record(making, making->document, FIELD_PARTS);
        making_set_text(making, making->part, FIELD_HEADING, making->heading);
    }
    if (!making->cell) {
        making->cell = add_record(making, making->part, FIELD_CELLS);
        making_set_text(making, making->cell, FIELD_PLACE, making->place);
    }
    making->lines++;
    return add_record(making, making->cell, FIELD_LINES);
}

static void set_entries(const struct making *making, struct record *line,
                        enum field field, struct record_entries entries)
{
    struct value *value = value_of(making, line, field);

    value->present = entries.count > 0;
    value->entries = entries;
}

static struct record_entry make_note(const struct making *making,
                                     enum note note, const char *place)
{
    return (struct record_entry){
        .text = make_text(making, making_fill_note(making, note, place)),
    };
}

void making_set_note(const struct making *making, struct record *line,
                     enum field field, enum note note, const char *place)
{
    struct record_entries entries = { 0 };

    *LIST_ADD(making->arena, &entries) = make_note(making, note, place);
    set_entries(making, line, field, entries);
}

/* The number of a record stands before what it is called by. */
static void number(const struct making *making, const struct compare_part *part,
                   const struct record *record, struct record_entries *entries)
{
    static const struct form_marker counting = { .pattern = "N",
                                                 .numbered = true };

    if (!part->title || !entries->count || !record || !record->number ||
        record->list->numbering == FORM_NUMBER_NONE)
        return;
    /* A circle keeps its distance by itself, a digit does not. */
    entries->items[0].marker = make_text(
        making,
        arena_printf(
            making->arena, "%s%s", compare_number(making->arena, record),
            record->list->numbering == FORM_NUMBER_CIRCLED ? "" : compare_gap));
    entries->items[0].pattern = &counting;
}

void making_write_columns(struct making *making, struct record *root,
                          const struct compare_node *node,
                          const struct compare_part *part,
                          const struct compare_line *line, enum sides sides)
{
    struct record_entries olds = { 0 };
    struct record_entries news = { 0 };
    struct record *record;
    bool addition;

    if (sides != SIDES_NEW && !line->moved)
        olds = slice_old(making->arena, part, line);
    if (sides != SIDES_OLD && !line->gone)
        news = slice_new(making->arena, part, line);
    if (!olds.count && !news.count)
        return;
    number(making, part, node->old, &olds);
    number(making, part, node->new, &news);
    record = making_add_line(making, root);
    set_entries(making, record, FIELD_OLD, olds);
    set_entries(making, record, FIELD_NEW, news);
    addition = !olds.count;
    if (!olds.count || !news.count) {
        if (making->note != NOTE_NONE)
            making_set_note(making, record, addition ? FIELD_OLD : FIELD_NEW,
                            making->note, making->note_place);
        making->note = NOTE_NONE;
    }
}

void making_write_marked(struct making *making, struct record *root,
                         const struct compare_node *node,
                         const struct compare_part *part,
                         const struct compare_line *line)
{
    struct record_entries both = slice_both(making->arena, part, line);

    if (!both.count || line->gone)
        return;
    number(making, part, node->new ? node->new : node->old, &both);
    if (line->moved && making->note == NOTE_MOVED_FROM)
        *LIST_ADD(making->arena, &both) =
            make_note(making, making->note, making->note_place);
    making->note = NOTE_NONE;
    set_entries(making, making_add_line(making, root), FIELD_BOTH, both);
}

void making_write_clean(struct making *making, struct record *root,
                        const struct compare_node *node,
                        const struct compare_part *part,
                        const struct compare_line *line)
{
    struct record_entries news = slice_clean(making->arena, part, line);

    if (!news.count || line->gone)
        return;
    number(making, part, node->new, &news);
    set_entries(making, making_add_line(making, root), FIELD_CLEAN, news);
}

/* What is the same and left out. */
void making_write_omitted(struct making *making, struct record *root,
                          enum sides sides)
{
    struct record *record = making_add_line(making, root);

    if (making->options->style == COMPARE_MARKED) {
        making_set_note(making, record, FIELD_BOTH, NOTE_OMITTED, NULL);
        return;
    }
    if (sides != SIDES_NEW)
        making_set_note(making, record, FIELD_OLD, NOTE_OMITTED, NULL);
    if (sides != SIDES_OLD)
        making_set_note(making, record, FIELD_NEW, NOTE_OMITTED, NULL);
}
