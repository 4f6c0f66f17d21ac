/* Labels: where a record or a field stands, in the form's own words. */
#ifndef COMPARE_PLACE_H
#define COMPARE_PLACE_H

#include <stddef.h>

struct arena;
struct form_field;
struct record;

/* A list's key and the record's number in it, in the sheet's signs. */
char *compare_label(struct arena *arena, const struct record *record);

/* The labels of a record and those around it, from outermost; "" for the
 * document. `below`: only those below the outermost. */
char *compare_labels(struct arena *arena, const struct record *record,
                     int below);

/* What separates labels: an ideographic space. */
extern const char compare_gap[];

/* The number of a record as its sheet shows it. */
char *compare_number(struct arena *arena, const struct record *record);

#endif
