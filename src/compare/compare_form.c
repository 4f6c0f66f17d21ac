/*
 * The record of a comparison form: documents, their parts, the cells of
 * these and the lines of those (templates/taisho/fields.yaml).
 *
 * Columns keep the order of their side, so that each of them can be read
 * through. A record that has moved is therefore shown twice, on the old
 * side at its old place and on the new side at its new one, with a note
 * on the other side; with marked texts, where there is one order only, it is
 * shown once, and a note stays behind.
 */
#include <string.h>

#include "base/arena.h"
#include "compare/compare_form.h"
#include "compare/compare_place.h"
#include "compare/inside.h"
#include "compare/slice.h"
#include "form/form.h"
#include "record/record.h"

static const char *const uses[FIELD_COUNT] = {
    [FIELD_TITLE] = "title",         [FIELD_OLD_NAME] = "old-name",
    [FIELD_NEW_NAME] = "new-name",   [FIELD_OLD_LABEL] = "old-label",
    [FIELD_NEW_LABEL] = "new-label", [FIELD_NOTES] = "notes",
    [FIELD_DOCUMENTS] = "documents", [FIELD_DOCUMENT] = "document",
    [FIELD_PARTS] = "parts",         [FIELD_HEADING] = "heading",
    [FIELD_CELLS] = "cells",         [FIELD_PLACE] = "place",
    [FIELD_LINES] = "lines",         [FIELD_OLD] = "old-text",
    [FIELD_NEW] = "new-text",        [FIELD_BOTH] = "both-texts",
    [FIELD_CLEAN] = "clean-text",
};

static const struct form_field *find_use(const struct form_fields *fields,
                                         const char *use)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (field->use && !strcmp(field->use, use))
            return field;
        field = find_use(field->fields, use);
        if (field)
            return field;
    }
    return NULL;
}

/* ---- fields -------------------------------------------------------------- */

/* The note of a line that has one side only. */
static enum note note_of(const struct compare_line *line)
{
    if (line->moved)
        return NOTE_MOVED_FROM;
    if (line->gone)
        return NOTE_MOVED_TO;
    if (!line->old_count)
        return NOTE_ADDED;
    return line->new_count ? NOTE_NONE : NOTE_REMOVED;
}

/* Where an entry moved to or from: the number of the entry in its list. */
static const char *entry_place(const struct making *making,
                               const struct compare_line *line)
{
    if (!line->moved && !line->gone)
        return NULL;
    return arena_printf(making->arena, "%zu",
                        (line->moved ? line->old_index : line->new_index) + 1);
}

static bool is_shown(const struct making *making,
                     const struct compare_line *line)
{
    return making->options->all || line->kind != COMPARE_SAME || line->moved ||
           line->gone;
}

static void write_line(struct making *making, struct record *root,
                       const struct compare_node *node,
                       const struct compare_part *part,
                       const struct compare_line *line, enum sides sides)
{
    if (making->options->style == COMPARE_CLEAN)
        making_write_clean(making, root, node, part, line);
    else if (making->options->style == COMPARE_MARKED)
        making_write_marked(making, root, node, part, line);
    else
        making_write_columns(making, root, node, part, line, sides);
}

/* A run of added (or removed) lines has its note once. `whole`: the record
 * has one already. */
static void write_lines(struct making *making, struct record *root,
                        const struct compare_node *node,
                        const struct compare_part *part, enum sides sides)
{
    bool whole = sides != SIDES_BOTH || !node->old || !node->new;
    enum note last = NOTE_NONE;
    bool omitted = false;

    for (size_t i = 0; i < part->line_count; i++) {
        const struct compare_line *line = &part->lines[i];
        enum note note = note_of(line);

        if (!is_shown(making, line)) {
            omitted = true;
            last = NOTE_NONE;
            continue;
        }
        if (omitted)
            making_write_omitted(making, root, sides);
        omitted = false;
        if (!whole && part->field->type == FORM_ENTRIES) {
            making->note =
                note != last || line->moved || line->gone ? note : NOTE_NONE;
            making->note_place = entry_place(making, line);
            last = note;
        }
        write_line(making, root, node, part, line, sides);
    }
    if (omitted && making->cell)
        making_write_omitted(making, root, sides);
}

static void write_node(struct making *making, struct record *root,
                       const struct compare_node *node, enum sides sides,
                       size_t depth);

/* ---- nodes --------------------------------------------------------------- */

static const struct record *shown_record(const struct compare_node *node,
                                         enum sides sides)
{
    return sides == SIDES_OLD || !node->new ? node->old : node->new;
}

/* A record's own label; with the old one, where only its number changed. */
static const char *own_label(const struct making *making,
                             const struct compare_node *node,
                             const struct record *record)
{
    const char *label = compare_label(making->arena, record);
    const struct record *old = node->old;

    if (!old || !node->new || record != node->new || node->moved ||
        making->options->style == COMPARE_CLEAN ||
        old->number == record->number)
        return label;
    return arena_printf(making->arena, "%s%s", label,
                        making_fill_note(making, NOTE_RENUMBERED,
                                         compare_label(making->arena, old)));
}

static const char *join_labels(const struct making *making, const char *first,
                               const char *second)
{
    return *first && *second ? arena_printf(making->arena, "%s%s%s", first,
                                            compare_gap, second)
           : *first          ? first
                             : second;
}

/* A path of keys with gaps for its points. */
static const char *path_label(const struct making *making, const char *path)
{
    const char *out = "";

    while (*path) {
        size_t len = strcspn(path, ".");

        out = join_labels(making, out, arena_copy(making->arena, path, len));
        path += len + (path[len] == '.');
    }
    return out;
}

/* A node that stands elsewhere on the other side, or only on one. */
static void begin_node(struct making *making, const struct compare_node *node,
                       bool gone)
{
    making->note = NOTE_NONE;
    if (gone || node->moved) {
        making->note = gone ? NOTE_MOVED_TO : NOTE_MOVED_FROM;
        making->note_place =
            compare_labels(making->arena, gone ? node->new : node->old, false);
    } else if (!node->old != !node->new) {
        making->note = node->new ? NOTE_ADDED : NOTE_REMOVED;
    }
}

/* With one order of both sides, a note is a line of its own. */
static void write_note(struct making *making, struct record *root)
{
    struct record *line;

    if (making->options->style != COMPARE_MARKED ||
        (making->note != NOTE_MOVED_FROM && making->note != NOTE_MOVED_TO))
        return;
    making->place = "";
    making->cell = NULL;
    line = making_add_line(making, root);
    making_set_note(making, line, FIELD_BOTH, making->note, making->note_place);
    making->cell = NULL;
}

/* A record of a list: `gone`, at its old place. */
static void write_child(struct making *making, struct record *root,
                        const struct compare_node *around,
                        const struct compare_node *child, enum sides sides,
                        size_t depth)
{
    bool gone = child->gone;
    const struct compare_node *node = gone ? child->twin : child;
    bool columns = making->options->style == COMPARE_COLUMNS;
    bool noted = sides != SIDES_BOTH || !around->old || !around->new;

    if (making->options->style == COMPARE_CLEAN
            ? gone || !node->new
            : !node->changes && !making->options->all)
        return;
    if (sides == SIDES_OLD ? !gone && (node->moved || !node->old)
                           : sides == SIDES_NEW && (gone || !node->new))
        return;
    if (gone && columns)
        sides = SIDES_OLD;
    else if (node->moved && columns)
        sides = SIDES_NEW;
    if (!depth) {
        const struct record *record =
            gone ? node->old : shown_record(node, sides);
        const struct form_field *title = compare_title(record->fields);
        const struct value *value =
            title ? record_lookup(record, title->key) : NULL;

        making->part = NULL;
        making->heading =
            join_labels(making, own_label(making, node, record),
                        value ? text_join(making->arena, &value->text) : "");
    }
    making->cell = NULL;
    if (!noted)
        begin_node(making, node, gone);
    if (making->options->style == COMPARE_CLEAN)
        making->note = NOTE_NONE;
    write_note(making, root);
    if (!gone || columns)
        write_node(making, root, node, sides, depth + 1);
    making->cell = NULL;
}

/* Does a cell have anything to show? A node that moved shows its title. */
static bool has_lines(const struct making *making,
                      const struct compare_node *node,
                      const struct compare_part *part)
{
    if (making->options->all || (part->title && node->moved))
        return true;
    for (size_t i = 0; i < part->line_count; i++)
        if (is_shown(making, &part->lines[i]))
            return true;
    return false;
}

static void write_cell(struct making *making, struct record *root,
                       const struct compare_node *node,
                       const struct compare_part *part, enum sides sides)
{
    const struct record *record = shown_record(node, sides);

    making->cell = NULL;
    making->place = path_label(making, part->path);
    if (*compare_labels(making->arena, record, true))
        making->place = join_labels(
            making,
            join_labels(making,
                        compare_labels(making->arena, record->parent, true),
                        own_label(making, node, record)),
            making->place);
    if (part->title && node->moved && part->line_count &&
        !is_shown(making, &part->lines[0]))
        write_line(making, root, node, part, &part->lines[0], sides);
    else
        write_lines(making, root, node, part, sides);
}

static void write_node(struct making *making, struct record *root,
                       const struct compare_node *node, enum sides sides,
                       size_t depth)
{
    for (size_t i = 0; i < node->part_count; i++) {
        const struct compare_part *part = &node->parts[i];

        if (part->line_count && has_lines(making, node, part)) {
            if (!depth && i && node->parts[i - 1].node_count)
                making->part = NULL; /* the document's own, behind a list */
            if (!depth && !making->part)
                making->heading = "";
            write_cell(making, root, node, part, sides);
        }
        for (size_t k = 0; k < part->node_count; k++)
            write_child(making, root, node, part->nodes[k], sides, depth);
    }
}

/* ---- the door ------------------------------------------------------------ */

static bool find_fields(struct making *making, const char **missing)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        making->fields[i] = find_use(&making->form->fields, uses[i]);
        if (making->fields[i] &&
            (i != FIELD_NOTES || making->fields[i]->choice_count >= NOTE_COUNT))
            continue;
        *missing = uses[i];
        return false;
    }
    return true;
}

struct record *compare_make_record(struct arena *arena,
                                   const struct comparison *comparison,
                                   const struct form *form,
                                   const struct compare_options *options,
                                   const char **missing)
{
    struct compare_options own = *options;
    struct making making = { .arena = arena, .options = &own, .form = form };
    struct record *root;

    own.all |= own.style == COMPARE_CLEAN;
    if (!find_fields(&making, missing))
        return NULL;
    root = making_new_record(&making, &form->fields, NULL, NULL);
    making_set_text(&making, root, FIELD_TITLE, options->title);
    making_set_text(&making, root, FIELD_OLD_NAME, comparison->old_name);
    making_set_text(&making, root, FIELD_NEW_NAME, comparison->new_name);
    making_set_text(&making, root, FIELD_OLD_LABEL, options->old_label);
    making_set_text(&making, root, FIELD_NEW_LABEL, options->new_label);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct compare_node *node = comparison->items[i].root;

        making.of = &comparison->items[i];
        making.document = NULL;
        making.part = NULL;
        making.cell = NULL;
        making.note = NOTE_NONE;
        begin_node(&making, node, false);
        if (own.style == COMPARE_CLEAN ? !node->new
                                       : !own.all && !node->changes)
            continue;
        write_node(&making, root, node, SIDES_BOTH, 0);
    }
    return root;
}
