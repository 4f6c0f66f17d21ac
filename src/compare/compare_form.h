/* compare_form: what the makers of a comparison form's record share. */
#ifndef COMPARE_COMPARE_FORM_H
#define COMPARE_COMPARE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "compare/compare.h"

struct form_fields;

enum note {
    NOTE_ADDED,
    NOTE_REMOVED,
    NOTE_OMITTED,
    NOTE_MOVED_TO,
    NOTE_MOVED_FROM,
    NOTE_RENUMBERED, /* behind a label */
    NOTE_COUNT,
    NOTE_NONE = NOTE_COUNT,
};

enum field {
    FIELD_TITLE,
    FIELD_OLD_NAME,
    FIELD_NEW_NAME,
    FIELD_OLD_LABEL,
    FIELD_NEW_LABEL,
    FIELD_NOTES,
    FIELD_DOCUMENTS,
    FIELD_DOCUMENT,
    FIELD_PARTS,
    FIELD_HEADING,
    FIELD_CELLS,
    FIELD_PLACE,
    FIELD_LINES,
    FIELD_OLD,
    FIELD_NEW,
    FIELD_BOTH,
    FIELD_CLEAN,
    FIELD_COUNT,
};

/* Which sides of a node are shown at a place. */
enum sides { SIDES_BOTH, SIDES_OLD, SIDES_NEW };

struct making {
    struct arena *arena;
    const struct compare_options *options;
    const struct form *form;
    const struct form_field *fields[FIELD_COUNT];
    struct record *document; /* what is being filled; NULL: none yet */
    struct record *part;
    struct record *cell;
    const struct compare_document *of;
    const char *heading;
    const char *place;
    /* What stands on the empty side of the next line. */
    enum note note;
    const char *note_place;
    size_t lines; /* so far */
};

/* An empty record of those fields. */
struct record *making_new_record(const struct making *making,
                                 const struct form_fields *fields,
                                 const struct record *parent,
                                 const struct form_field *list);

/* A generated text; none for NULL and "". */
void making_set_text(const struct making *making, struct record *record,
                     enum field field, const char *words);

/* A note's words, with the place in them. */
char *making_fill_note(const struct making *making, enum note note,
                       const char *place);

/* The line that comes next, in the records it belongs to. */
struct record *making_add_line(struct making *making, struct record *root);

void making_set_note(const struct making *making, struct record *line,
                     enum field field, enum note note, const char *place);

/* A line in each of the styles; what is empty there is none. */
void making_write_columns(struct making *making, struct record *root,
                          const struct compare_node *node,
                          const struct compare_part *part,
                          const struct compare_line *line, enum sides sides);
void making_write_marked(struct making *making, struct record *root,
                         const struct compare_node *node,
                         const struct compare_part *part,
                         const struct compare_line *line);
void making_write_clean(struct making *making, struct record *root,
                        const struct compare_node *node,
                        const struct compare_part *part,
                        const struct compare_line *line);

/* What is the same and left out. */
void making_write_omitted(struct making *making, struct record *root,
                          enum sides sides);

#endif
