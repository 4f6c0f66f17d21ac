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

/* A choice whose signs have meanings: a mark. */
bool web_is_mark(const struct form_field *field);

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

/* The same of lists.items[index], by the document's summary if there is one. */
size_t web_count_list(const struct web_document *document,
                      const struct web_lists *lists, size_t index);

/* ---- web_frame.c --------------------------------------------------------- */

/* The words of a pattern of templates/web.yaml (base/pattern.h). */
void web_put_pattern(struct page *page, const char *pattern, const char *first,
                     const char *second);

/* From <!DOCTYPE> to the link past the head; `title`, `about` for <head>. */
void web_open_page(struct page *page, const char *title, const char *about,
                   const char *folder);
void web_close_page(struct page *page);

/* What a page is of; each stands above the next. */
enum web_depth { WEB_OF_ALL, WEB_OF_YEAR, WEB_OF_PART, WEB_OF_DOCUMENT };

/* The way from the top to this page, called `here`, and the opened <main>. */
void web_put_crumbs(struct page *page, enum web_depth depth, const char *here);

/* "year form stage" of a part. */
char *web_part_name(struct page *page, const struct web_part *part);

/* Its year, as typed and A.D.; "" where it has none. */
const char *web_year_name(struct page *page, const struct web_part *part);

/* The list of links to files; `pictured`: with their pictures. */
void web_put_files(struct page *page, const struct web_files *files,
                   bool pictured);

/* ---- web_index.c --------------------------------------------------------- */

/* What an index called `name` says of itself to those who search. */
char *web_describe(struct page *page, const char *name);

/* The opened <div> of an index, its city (or NULL) and heading. */
void web_put_index_title(struct page *page, const char *city,
                         const char *title);

/* ---- web_year.c ---------------------------------------------------------- */

/* A document by its id, or NULL. */
const struct web_document *web_find_document(const struct web_part *part,
                                             const char *id);

/* The part of another stage of the same year, or NULL. */
const struct web_part *web_find_stage(const struct web_part *part,
                                      const struct form_stage *stage);

/* True when there is a page of the part's year. */
bool web_has_year(const struct page *page, const struct web_part *part);

/* Links to the other stages of a document, or (NULL) of the part's index. */
void web_put_stages(struct page *page, const struct web_document *document);

/* ---- web_since.c --------------------------------------------------------- */

/* What changed since the stage before, where that is made as well. */
void web_put_since(struct page *page);

/* ---- web_page.c ---------------------------------------------------------- */

/* What a page calls its document. */
const char *web_document_name(struct page *page,
                              const struct web_document *document);

#endif
