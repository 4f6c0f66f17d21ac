/* Inside of the sheet stage: what the binding files share. */
#ifndef SHEET_BIND_H
#define SHEET_BIND_H

#include "record/record.h"
#include "sheet/sheet.h"

struct bind {
    struct arena *arena;
    struct diags *diags;
    struct sheet *sheet;
    const struct record *unnumbered; /* the last one said to have no sign */
    size_t flow;   /* last number given to a group of flowing rows */
    size_t labels; /* how many cells without a field were met */
    const struct sheet_entries *entries; /* of a book's contents, or NULL */
    const struct sheet_entry *entry;     /* the one being bound, or NULL */
};

/* An empty paragraph with the sheet's next number. */
struct sheet_paragraph *bind_new_paragraph(struct bind *bind,
                                           const struct form_style *style);

/* The words of a bound text for one record. */
struct text bind_text(struct bind *bind, const struct form_text *form,
                      const struct record *record);

/*
 * The address of what a text shows: the record that has its first field,
 * and that field's path. NULL when it shows no field.
 */
const char *bind_address(struct bind *bind, const struct form_text *form,
                         const struct record *record);

/* The same for one piece that is a field. */
const char *bind_field_address(struct bind *bind,
                               const struct form_piece *piece,
                               const struct record *record);

/* An address for a cell or paragraph that shows only words of the form. */
const char *bind_label_address(struct bind *bind, const struct record *record);

/* The paragraph of a block template for one record. */
struct sheet_paragraph *bind_paragraph(struct bind *bind,
                                       const struct form_block *form,
                                       const struct record *record);

/* True without a `when`, or when the field at that path has a value. */
bool bind_is_wanted(const struct record *record, const char *const *when,
                    size_t len);

/* ---- sheet_each.c -------------------------------------------------------- */

/* The records that a row or a block repeats for. */
struct record_list bind_list(struct bind *bind, const struct record *record,
                             const char *const *each, size_t each_len,
                             const struct form_where *where);

/* How often the field of a piece has a value, or the one it counts. */
int64_t bind_count(struct bind *bind, const struct form_piece *piece,
                   const struct record *record);

/* ---- sheet_due.c --------------------------------------------------------- */

/* True when the value, texts or entries, says a deadline that is over on the
 * day the sheet is of. Without that day none is. */
bool bind_is_past(struct bind *bind, const struct record *record,
                  const struct value *value);

/* ---- sheet_boxes.c ------------------------------------------------------- */

/* All choices of a field with a check box each; the one in `value`, which
 * may be absent, is the author's. */
void bind_choices(struct bind *bind, const struct value *value,
                  struct text *out);

/* A field's words; those of a choice know what they mean. */
void bind_value(struct bind *bind, const struct value *value, struct text *out);

/* ---- sheet_named.c --------------------------------------------------------
 */

/* Reports values of fields that the stage's file does not name. */
void bind_check_named(struct bind *bind, const struct record *record);

/* ---- sheet_contents.c -----------------------------------------------------
 */

/* The piece of a text in a line of contents; false for any other piece. */
bool bind_entry_piece(struct bind *bind, enum form_piece_kind kind,
                      struct text *out);

/* A section for every part of the book, with a line for every heading. */
void bind_contents(struct bind *bind, const struct form_block *form,
                   const struct record *record, struct sheet_blocks *out);

/* ---- sheet_cell.c, sheet_table.c ------------------------------------------
 */

/* The cell of a row template for one record. */
struct sheet_cell bind_cell(struct bind *bind, const struct form_cell *form,
                            const struct record *record);

/* A table with a row for every record its row templates repeat over. */
struct sheet_table *bind_table(struct bind *bind, const struct form_table *form,
                               const struct record *record);

#endif
