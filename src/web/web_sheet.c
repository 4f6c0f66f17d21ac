/*
 * The outline of a sheet as HTML.
 *
 * Every element of an addressed node has the address as its id, so that a
 * reader can find cell and words in the finished page. Inside such an
 * element these are not the source's words, nor are line feeds:
 *
 *     .chosho-number   made by the form: list numbers
 *     .chosho-word     what a mark means
 *     .chosho-ad       the year A.D. behind a year of an era
 *     .chosho-gap      a space before a mark
 *     .chosho-spoken   heard instead of the aria-hidden words before it
 *     rt               a reading
 *
 * A heading in front of a table is in its caption: it names the table and
 * is said once. A table of one name and one value in each row is a list of
 * terms.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "form/form.h"
#include "form/web.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"
#include "web/inside.h"

enum { HEADING_MOST = 6, SHARES = 12 };

/* A space that is no word of the source. */
#define GAP "<span class=\"chosho-gap\"> </span>"

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

static void put_children(struct page *page, const struct outline_node *node)
{
    for (node = node->first; node; node = node->next)
        web_put_node(page, node);
}

/* "<NAME id=...": the caller closes the tag. */
static void open_tag(struct page *page, const char *name,
                     const struct outline_node *node)
{
    put(page, "<");
    put(page, name);
    if (node->address)
        html_id(&page->html, node->address);
}

/* ---- words --------------------------------------------------------------- */

static bool ends_year(const struct page *page, const struct span *span)
{
    const struct text *year = page->year;

    return year && year->count &&
           span->utf8 == year->items[year->count - 1].utf8;
}

static void put_year(struct page *page)
{
    put(page, "<span class=\"chosho-ad\">");
    html_pattern(&page->html, page->options->words->year,
                 arena_printf(page->arena, "%d", page->part->year), NULL);
    put(page, "</span>");
}

static void put_text(struct page *page, const struct outline_node *node)
{
    const struct span *span = node->span;

    if (node->reading) {
        html_string(&page->html, span->ruby);
        return;
    }
    if (span->origin == SPAN_GENERATED)
        put(page, "<span class=\"chosho-number\">");
    html_words(&page->html, span->utf8, span->len);
    if (span->origin == SPAN_GENERATED)
        put(page, "</span>");
    if (ends_year(page, span))
        put_year(page);
}

/* True for what stands in a line. */
static bool is_inline(const struct outline_node *node)
{
    return node->kind == OUTLINE_TEXT || node->kind == OUTLINE_SPAN ||
           node->kind == OUTLINE_RUBY;
}

void web_put_choice(struct page *page, const char *sign, size_t len,
                    const char *word)
{
    put(page, "<span class=\"chosho-sign\"");
    put(page, page->html.ears ? " aria-hidden=\"true\">" : ">");
    html_words(&page->html, sign, len);
    put(page, "</span><span class=\"chosho-word\"> ");
    html_string(&page->html, word);
    put(page, "</span>");
}

/* A sign with its meaning; a line of its own in a cell. */
static void put_mark(struct page *page, const struct outline_node *node)
{
    bool block = node->parent->kind == OUTLINE_DATA_CELL ||
                 node->parent->kind == OUTLINE_HEADER_CELL;
    const struct span *span = node->first->span;

    put(page, block ? "<p class=\"chosho-mark\">"
                    : GAP "<span class=\"chosho-mark\">");
    web_put_choice(page, span->utf8, span->len, node->meaning);
    put(page, block ? "</p>" : "</span>");
}

/* The words of a cell in a heading. */
static void put_part(struct page *page, const struct outline_node *node)
{
    bool title = node->cell->form->role != FORM_ROLE_LABEL;

    if (node != node->parent->first)
        put(page, " ");
    open_tag(page, "span", node);
    put(page, title ? " class=\"chosho-title\">" : " class=\"chosho-label\">");
    put_children(page, node);
    put(page, "</span>");
}

static void put_span(struct page *page, const struct outline_node *node)
{
    if (node->cell) {
        put_part(page, node);
        return;
    }
    if (node->meaning && node->first->kind == OUTLINE_TEXT) {
        put_mark(page, node);
        return;
    }
    open_tag(page, "span", node);
    if (node->lang) {
        put(page, " lang=\"");
        html_string(&page->html, node->lang);
        put(page, "\"");
    }
    put(page, ">");
    put_children(page, node);
    put(page, "</span>");
}

static void put_ruby(struct page *page, const struct outline_node *node)
{
    put(page, "<ruby>");
    put_children(page, node->first);
    put(page, "<rt>");
    put_children(page, node->last);
    put(page, "</rt></ruby>");
}

/* ---- headings ------------------------------------------------------------ */

static void put_heading(struct page *page, const struct outline_node *node)
{
    int level = node->level + page->heading - 1;
    char name[] = "h1";

    name[1] = (char)('0' + (level > HEADING_MOST ? HEADING_MOST : level));
    open_tag(page, name, node);
    put(page, ">");
    put_children(page, node);
    put(page, "</");
    put(page, name);
    put(page, ">");
}

const struct outline_node *web_find_heading(const struct outline_node *node)
{
    const struct outline_node *found = NULL;

    if (node->kind == OUTLINE_HEADING)
        return node;
    for (node = node->first; node && !found; node = node->next)
        found = web_find_heading(node);
    return found;
}

/* The parts of a heading that stand before its title. */
static bool is_label(const struct outline_node *part)
{
    return part->cell && part->cell->form->role == FORM_ROLE_LABEL;
}

void web_put_number(struct page *page, const struct outline_node *heading)
{
    for (const struct outline_node *part = heading->first; part;
         part = part->next) {
        if (!is_label(part))
            continue;
        for (const struct outline_node *node = part->first; node;
             node = node->next)
            if (node->span && node->span->origin == SPAN_GENERATED) {
                put_text(page, node);
                put(page, " ");
            }
    }
}

void web_put_title(struct page *page, const struct outline_node *heading)
{
    bool first = true;

    for (const struct outline_node *part = heading->first; part;
         part = part->next) {
        if (is_label(part))
            continue;
        put(page, first ? "" : " ");
        first = false;
        if (!part->cell) {
            web_put_node(page, part);
            continue;
        }
        for (const struct outline_node *node = part->first; node;
             node = node->next)
            if (!node->meaning)
                web_put_node(page, node);
    }
}

/* ---- lists and paragraphs ------------------------------------------------ */

static void put_item(struct page *page, const struct outline_node *node)
{
    put(page, "<li>");
    for (const struct outline_node *child = node->first; child;
         child = child->next) {
        if (child->kind == OUTLINE_LABEL)
            put(page, "<span class=\"chosho-marker\">");
        put_children(page, child);
        if (child->kind == OUTLINE_LABEL)
            put(page, "</span>");
    }
    put(page, "</li>\n");
}

static void put_list(struct page *page, const struct outline_node *node)
{
    put(page, node->numbered ? "<ul class=\"chosho-list chosho-numbered\">\n"
                             : "<ul class=\"chosho-list\">\n");
    put_children(page, node);
    put(page, "</ul>");
}

static void put_paragraph(struct page *page, const struct outline_node *node)
{
    open_tag(page, "p", node);
    put(page, ">");
    put_children(page, node);
    put(page, "</p>");
    if (node->address)
        put(page, "\n");
}

/* ---- tables -------------------------------------------------------------- */

/* The words of a node but the numbers and marks in it. */
static void join_words(const struct outline_node *node, struct bytes *out)
{
    if (node->span && !node->reading && node->span->origin != SPAN_GENERATED)
        bytes_append(out, node->span->utf8, node->span->len);
    for (node = node->first; node; node = node->next)
        if (!node->meaning)
            join_words(node, out);
}

/* A cell's words as an attribute; `line`: those in front of its lists. */
static void put_attribute(struct page *page, const char *name,
                          const struct outline_node *cell, bool line)
{
    struct bytes words = { 0 };

    for (const struct outline_node *node = cell->first; node; node = node->next)
        if (!node->meaning && (is_inline(node) || !line))
            join_words(node, &words);
    if (words.len) {
        put(page, name);
        html_value(&page->html, (const char *)words.data, words.len);
        put(page, "\"");
    }
    bytes_free(&words);
}

/* The header of a table's column: the last one of the head, or NULL. */
static const struct outline_node *find_header(const struct outline_node *cell)
{
    const struct outline_node *head = cell->parent->parent->parent->first;
    const struct outline_node *found = NULL;

    if (head->kind != OUTLINE_HEAD_ROWS)
        return NULL;
    for (const struct outline_node *row = head->first; row; row = row->next)
        for (const struct outline_node *at = row->first; at; at = at->next)
            if (at->column <= cell->column &&
                cell->column < at->column + at->columns)
                found = at;
    return found;
}

static void put_count(struct page *page, const char *name, size_t count)
{
    if (count < 2)
        return;
    put(page, name);
    html_int(&page->html, (int64_t)count);
    put(page, "\"");
}

static void put_cell(struct page *page, const struct outline_node *node)
{
    bool header = node->kind == OUTLINE_HEADER_CELL;
    bool of_row = header && node->scope == OUTLINE_OF_ROW;
    const struct outline_node *column = header ? NULL : find_header(node);

    open_tag(page, header ? "th" : "td", node);
    put_count(page, " colspan=\"", node->columns);
    put_count(page, " rowspan=\"", node->rows);
    if (header)
        put(page, of_row ? " scope=\"row\"" : " scope=\"col\"");
    if (of_row)
        put_attribute(page, " abbr=\"", node, true);
    if (column)
        put_attribute(page, " data-column=\"", column, false);
    put(page, ">");
    put_children(page, node);
    put(page, header ? "</th>\n" : "</td>\n");
}

/* Each row is a name and its value. */
static bool is_facts(const struct outline_node *table)
{
    for (const struct outline_node *group = table->first; group;
         group = group->next) {
        if (group->kind != OUTLINE_BODY_ROWS)
            return false;
        for (const struct outline_node *row = group->first; row;
             row = row->next)
            if (!row->first || row->first->next != row->last ||
                row->first == row->last || row->first->rows > 1 ||
                row->first->kind != OUTLINE_HEADER_CELL ||
                row->first->scope != OUTLINE_OF_ROW || row->last->rows > 1 ||
                row->last->kind != OUTLINE_DATA_CELL)
                return false;
    }
    return true;
}

static void put_fact(struct page *page, const struct outline_node *cell)
{
    bool header = cell->kind == OUTLINE_HEADER_CELL;

    open_tag(page, header ? "dt" : "dd", cell);
    put(page, ">");
    put_children(page, cell);
    put(page, header ? "</dt>" : "</dd>");
}

static void put_facts(struct page *page, const struct outline_node *table)
{
    put(page, "<dl class=\"chosho-facts\">\n");
    for (const struct outline_node *group = table->first; group;
         group = group->next)
        for (const struct outline_node *row = group->first; row;
             row = row->next) {
            put(page, "<div>");
            put_fact(page, row->first);
            put_fact(page, row->last);
            put(page, "</div>\n");
        }
    put(page, "</dl>\n");
}

/* Columns by their shares of the width, in twelfths, where all have some. */
static void put_columns(struct page *page, const struct form_table *table)
{
    int64_t sum = 0;

    for (size_t i = 0; i < table->columns.count; i++) {
        if (table->columns.items[i].unit != FORM_FR)
            return;
        sum += table->columns.items[i].value;
    }
    if (sum <= 0 || table->columns.count < 2)
        return;
    put(page, "<colgroup>");
    for (size_t i = 0; i < table->columns.count; i++) {
        int64_t share =
            (table->columns.items[i].value * SHARES + sum / 2) / sum;

        put(page, "<col class=\"chosho-w");
        html_int(&page->html, share ? share : 1);
        put(page, "\">");
    }
    put(page, "</colgroup>\n");
}

/* The heading that a table stands under, or NULL. */
static const struct outline_node *
heading_before(const struct outline_node *node)
{
    const struct outline_node *found = NULL;

    for (; node->parent && !found; node = node->parent)
        for (const struct outline_node *at = node->parent->first; at != node;
             at = at->next)
            if (web_find_heading(at))
                found = web_find_heading(at);
    return found;
}

static bool is_captioned(const struct outline_node *heading)
{
    const struct outline_node *next = heading->next;

    return next && next->kind == OUTLINE_TABLE && !is_facts(next);
}

static void put_caption(struct page *page, const struct outline_node *table,
                        const struct outline_node *before)
{
    const struct outline_node *heading = heading_before(table);

    if (before) {
        put(page, "<caption>");
        put_heading(page, before);
        put(page, "</caption>\n");
    } else if (heading) {
        put(page, "<caption class=\"chosho-hidden\">");
        web_put_title(page, heading);
        put(page, "</caption>\n");
    }
}

static void put_rows(struct page *page, const struct outline_node *group)
{
    bool head = group->kind == OUTLINE_HEAD_ROWS;

    put(page, head ? "<thead>\n" : "<tbody>\n");
    for (const struct outline_node *row = group->first; row; row = row->next) {
        put(page, "<tr>\n");
        put_children(page, row);
        put(page, "</tr>\n");
    }
    put(page, head ? "</thead>\n" : "</tbody>\n");
}

/* `heading`: the one in front that goes into the caption, or NULL. */
static void put_table(struct page *page, const struct outline_node *node,
                      const struct outline_node *heading)
{
    if (is_facts(node)) {
        put_facts(page, node);
        return;
    }
    put(page, "<table class=\"chosho-table\">\n");
    put_caption(page, node, heading);
    put_columns(page, node->table->form);
    put_children(page, node);
    put(page, "</table>\n");
}

static void put_section(struct page *page, const struct outline_node *node)
{
    const char *name = web_find_heading(node) ? "section" : "div";

    open_tag(page, name, node);
    put(page, " class=\"chosho-section\">\n");
    put_children(page, node);
    put(page, "</");
    put(page, name);
    put(page, ">\n");
}

/* The heading before a table that is written with it, or NULL. */
static const struct outline_node *find_before(const struct outline_node *table)
{
    const struct outline_node *before = table->parent->first;

    while (before != table && before->next != table)
        before = before->next;
    return before != table && before->kind == OUTLINE_HEADING ? before : NULL;
}

void web_put_node(struct page *page, const struct outline_node *node)
{
    static void (*const writers[])(struct page * page,
                                   const struct outline_node *node) = {
        [OUTLINE_DOCUMENT] = put_children,
        [OUTLINE_SECTION] = put_section,
        [OUTLINE_HEADING] = put_heading,
        [OUTLINE_PARAGRAPH] = put_paragraph,
        [OUTLINE_TABLE] = NULL,
        [OUTLINE_HEAD_ROWS] = put_rows,
        [OUTLINE_BODY_ROWS] = put_rows,
        [OUTLINE_ROW] = put_children,
        [OUTLINE_HEADER_CELL] = put_cell,
        [OUTLINE_DATA_CELL] = put_cell,
        [OUTLINE_LIST] = put_list,
        [OUTLINE_ITEM] = put_item,
        [OUTLINE_LABEL] = put_children,
        [OUTLINE_BODY] = put_children,
        [OUTLINE_SPAN] = put_span,
        [OUTLINE_RUBY] = put_ruby,
        [OUTLINE_RUBY_BASE] = put_children,
        [OUTLINE_RUBY_TEXT] = put_children,
        [OUTLINE_TEXT] = put_text,
    };

    if (node->kind == OUTLINE_TABLE)
        put_table(page, node, find_before(node));
    else if (node->kind == OUTLINE_HEADING && is_captioned(node))
        return; /* goes into the caption of its table */
    else
        writers[node->kind](page, node);
    if (node->kind == OUTLINE_HEADING)
        put(page, "\n");
}
