/* Inside of the web stage: pages and what stands in them. */
#ifndef WEB_INSIDE_H
#define WEB_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "web/html.h"
#include "web/web.h"

struct form_choice;
struct form_field;
struct outline;
struct outline_node;
struct text;

struct page {
    struct arena *arena;
    const struct web_options *options;
    const struct web_part *part; /* NULL: of none */
    struct html html;
    int heading;             /* level of the sheet's level 1 */
    const struct text *year; /* the fiscal year's words in the sheet */
};

/* ---- web_sheet.c --------------------------------------------------------- */

/* A node of an outline with all that is in it. */
void web_put_node(struct page *page, const struct outline_node *node);

/* The words of a heading without labels and marks. */
void web_put_title(struct page *page, const struct outline_node *heading);

/* The words of a choice: its sign, hidden from voices, and its meaning. */
void web_put_choice(struct page *page, const char *sign, size_t len,
                    const char *word);

/* How many sections of a sheet have a heading. */
size_t web_count_sections(const struct outline *outline);

/* List items that lead to them, on the page `id`.html or, NULL, on this. */
void web_put_sections(struct page *page, const struct outline *outline,
                      const char *id);

/* All that is in a node. */
void web_put_children(struct page *page, const struct outline_node *node);

/* "<NAME id=...": the caller closes the tag. */
void web_open_tag(struct page *page, const char *name,
                  const struct outline_node *node);

void web_put_heading(struct page *page, const struct outline_node *node);

/* True for what stands in a line. */
bool web_is_inline(const struct outline_node *node);

/* The first heading in a node, or NULL. */
const struct outline_node *web_find_heading(const struct outline_node *node);

/* ---- web_table.c --------------------------------------------------------- */

void web_put_table(struct page *page, const struct outline_node *node);
void web_put_rows(struct page *page, const struct outline_node *group);
void web_put_cell(struct page *page, const struct outline_node *node);

/* True for a heading that goes into the caption of the table behind it. */
bool web_is_captioned(const struct outline_node *heading);

/* ---- web_count.c --------------------------------------------------------- */

/*
 * How often each choice was given. A record that has one counts once; where
 * neither it nor a record around it has one, and no list below it could,
 * it counts as `none`.
 */
struct web_count {
    const struct form_field *field; /* whose choices are counted */
    size_t *given;                  /* by choice */
    size_t none;
    size_t total; /* all of these */
};

/* The field whose choices are counted; NULL when the form has none. */
const struct form_field *web_counted_field(const struct web_part *part);

/* Of the documents [first, last) of a part. */
struct web_count web_count_choices(struct arena *arena,
                                   const struct web_part *part, size_t first,
                                   size_t last);

/* The lists of records that are counted, outermost first. */
struct web_lists {
    const struct form_field **items;
    size_t count;
    size_t capacity;
};

struct web_lists web_find_lists(struct arena *arena,
                                const struct web_part *part);

/* How many records all lists of that field have in a document. */
size_t web_count_records(const struct web_document *document,
                         const struct form_field *list);

/* ---- web_frame.c --------------------------------------------------------- */

/* The words of a pattern of templates/web.yaml (base/pattern.h). */
void web_put_pattern(struct page *page, const char *pattern, const char *first,
                     const char *second);

/* From <!DOCTYPE> to the link past the head; `title`, `about` for <head>. */
void web_open_page(struct page *page, const char *title, const char *about,
                   const char *folder);
void web_close_page(struct page *page);

/*
 * The way from the top to this page, called `here`, and the opened <main>;
 * `in_part`: the index of its part is above it.
 */
void web_put_crumbs(struct page *page, bool in_part, const char *here);

/* "year form stage" of a part. */
char *web_part_name(struct page *page, const struct web_part *part);

/* The list of links to files; `pictured`: with their pictures. */
void web_put_files(struct page *page, const struct web_files *files,
                   bool pictured);

/* ---- web_page.c ---------------------------------------------------------- */

/* What a page calls its document. */
const char *web_document_name(struct page *page,
                              const struct web_document *document);

#endif
