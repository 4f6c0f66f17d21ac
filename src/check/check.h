/*
 * check: the proofreader. Rules for official writing over the texts of a
 * record, beside what record_read() holds it to (docs/check.md).
 *
 * Findings are diagnostics like any other, warnings or notes, with a reason
 * and who says so. They can be switched off for a form (`check:` in
 * fields.yaml) or for a line (a comment above it), and so can the warnings
 * and notes of record_read(). A finding that can be mended in one way only
 * carries that change of the source's bytes.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include <stddef.h>

struct arena;
struct bytes;
struct diags;
struct form;
struct form_check_words;
struct record;
struct source;

/*
 * Adds the findings in a record, which may have errors, to `diags`. `stage`
 * is the id of the stage it is looked at for, or NULL.
 */
void check_document(struct arena *arena, const struct record *record,
                    const char *stage, const struct form_check_words *words,
                    struct diags *diags);

/*
 * Weighs items [from, count) of `diags` as form and comments say: takes away
 * what is off and changes severities. Never touches what was an error.
 * Switches that name no rule are reported.
 */
void check_switch(struct diags *diags, size_t from, const struct form *form,
                  const struct source *source);

/*
 * For people: of a rule that has more than a few findings in a file, the
 * first ones stay and the others become one line that says where they are.
 */
void check_group(struct diags *diags);

/*
 * The source with the changes that its diagnostics carry, all other bytes as
 * they are. Returns how many there were; with none nothing is written.
 */
size_t check_mend(struct diags *diags, const struct source *source,
                  struct bytes *out);

/* The ids of all that can be switched; those of record_read(), too. */
const char **check_list_rules(struct arena *arena, size_t *count);

#endif
