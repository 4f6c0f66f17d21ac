/* What the files that make an outline share. */
#ifndef SHEET_OUTLINE_INSIDE_H
#define SHEET_OUTLINE_INSIDE_H

#include "sheet/outline.h"
#include "sheet/sheet.h"

struct outlining {
    struct arena *arena;
    struct outline *outline;
    bool titled; /* no further title is the document's */
};

/* A new last child. */
struct outline_node *outline_add(struct outlining *outlining,
                                 struct outline_node *parent,
                                 enum outline_kind kind);

/* ---- outline_text.c: words ---------------------------------------------- */

/* True when a text has words that are content. */
bool outline_has_words(const struct text *text);

/* The same of a paragraph: marker, text, and what stands at its end. */
bool outline_paragraph_has_words(const struct sheet_paragraph *paragraph);

/*
 * Adds the leaves of spans [first, last) of a text in `style` below
 * `parent`, and keeps them in `leaves`, which is that of the whole text.
 */
void outline_add_words(struct outlining *outlining, struct outline_node *parent,
                       const struct text *text, size_t first, size_t last,
                       const struct form_style *style,
                       struct outline_leaves *leaves);

/* A paragraph's marker; its text and what stands at its end. */
void outline_add_marker_words(struct outlining *outlining,
                              struct outline_node *parent,
                              const struct sheet_paragraph *paragraph);
void outline_add_text_words(struct outlining *outlining,
                            struct outline_node *parent,
                            const struct sheet_paragraph *paragraph);

/* All of a paragraph, marker first. */
void outline_add_paragraph_words(struct outlining *outlining,
                                 struct outline_node *parent,
                                 const struct sheet_paragraph *paragraph);

/* A cell's paragraphs as paragraphs and lists, then its mark. */
void outline_add_cell_content(struct outlining *outlining,
                              struct outline_node *parent,
                              const struct sheet_cell *cell);

/* The same in one run of words, as a heading has them. */
void outline_add_cell_words(struct outlining *outlining,
                            struct outline_node *parent,
                            const struct sheet_cell *cell);

/* ---- outline_contents.c --------------------------------------------------
 */

/*
 * Adds the contents that blocks[0] begins, a block for each part of the book;
 * how many of the blocks it took.
 */
size_t outline_add_contents(struct outlining *outlining,
                            struct outline_node *parent,
                            const struct sheet_block *blocks, size_t count);

/* ---- outline_table.c ----------------------------------------------------- */

/* A table's headings (of `level`) and the tables between them. */
void outline_add_table(struct outlining *outlining, struct outline_node *parent,
                       const struct sheet_table *table, int level);

/* True when some row with words is a heading of the section. */
bool outline_has_heading(const struct sheet_table *table);

#endif
