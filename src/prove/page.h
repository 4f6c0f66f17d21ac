/*
 * page: elements of a page, as prove_html.c, prove_said.c and prove_links.c
 * ask for them.
 */
#ifndef PROVE_PAGE_H
#define PROVE_PAGE_H

#include <gumbo.h>
#include <stdbool.h>

#include "prove/inside.h"

/* Of an element: "" where it has no such attribute. */
const char *page_attribute(const GumboNode *node, const char *name);

bool page_has_class(const GumboNode *node, const char *name);

/* What is no word of the sheet: it is added, or said again. */
bool page_is_beside(const GumboNode *node);

/* Not heard, with all that is in it. */
bool page_is_silent(const GumboNode *node);

/* ---- prove_said.c -------------------------------------------------------- */

/* What is left out of words that are said again. */
enum { PAGE_MARKS = 1, PAGE_NUMBERS = 2, PAGE_BLOCKS = 4 };

/*
 * Words of an element without spaces (these part cells of a heading),
 * readings and years A.D.; `ears`: as they are heard. `leave`: marks and
 * labels, numbers, or lists and paragraphs too.
 */
char *page_words(struct arena *arena, const GumboNode *node, bool ears,
                 unsigned leave);

/* A string as page_words() would give it; `words`: as heard, or NULL. */
char *page_aloud(struct arena *arena, const struct form_web_words *words,
                 const char *string);

/*
 * What a sheet's page says again or adds: years A.D., its own title, hidden
 * captions, `abbr` and `data-column`. The sheet's own
 * words are proven by now, so that these are compared with them. `ears`: signs
 * have their spoken forms. Attributes that could hide or change words are
 * faults.
 */
void page_check_said(struct proof *proof, const struct prove_truth *truth,
                     const struct form_web_words *words, bool ears,
                     const GumboNode *sheet);

#endif
