/*
 * new: the text of sources nobody wrote yet: a blank one for a form, and
 * the next year's made of this year's. Both are YAML for an author to go on
 * with; docs/sources.md says what they keep.
 */
#ifndef RECORD_NEW_H
#define RECORD_NEW_H

struct arena;
struct bytes;
struct form;
struct node;
struct source;

/*
 * A source of the form with every key it knows and comments that explain
 * them. What a source must have holds an example or "..."; the rest is
 * empty, so that checking it gives warnings only. `year`: the words of the
 * fiscal year it is of, or NULL for an example.
 */
void record_write_blank(struct arena *arena, const struct form *form,
                        const char *year, struct bytes *out);

/* What the next year's source says instead; NULL members: nothing. */
struct record_carry {
    const char *year;  /* the words of the fiscal year */
    const char *stage; /* of an edition: the stage the year begins with */
};

/*
 * The next year's text of a source or edition without mistakes: what all
 * stages read stays as it is, with its comments; what only some read is
 * emptied, and so is the day of an edition. A comment that names the old
 * year names the new one.
 */
void record_carry_over(struct arena *arena, const struct source *source,
                       const struct node *root, const struct form *form,
                       const struct record_carry *carry, struct bytes *out);

#endif
