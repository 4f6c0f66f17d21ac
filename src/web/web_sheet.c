/*
 * The outline of a sheet as HTML.
 *
 * Every element of an addressed node has the address as its id, so that a
 * reader can find cell and words in the finished page; words of the form,
 * whose address is a mere count, have none. Inside such an element these are
 * not the source's words, nor are line feeds:
 *
 *     .chosho-number   made by the form: list numbers
 *     .chosho-made     the same, where nothing else is in the cell
 *     .chosho-mark     a sign and what it means, but for its span, the sign
 *     .chosho-ad       the year A.D. behind a year of an era
 *     .chosho-spoken   heard instead of the aria-hidden words before it; in
 *                      del and ins, what begins and ends there
 *     rt               a reading
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/utf8.h"
#include "form/form.h"
#include "form/web.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"
#include "web/inside.h"

enum { HEADING_MOST = 6 };

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

void web_put_children(struct page *page, const struct outline_node *node)
{
    for (node = node->first; node; node = node->next)
        web_put_node(page, node);
}

void web_open_tag(struct page *page, const char *name,
                  const struct outline_node *node)
{
    put(page, "<");
    put(page, name);
    if (node->address && !outline_is_count(node->address))
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
    web_put_pattern(page, page->options->words->year,
                    arena_printf(page->arena, "%d", page->part->year), NULL);
    put(page, "</span>");
}

/* A number hangs before what it numbers; words of the form that are alone in
   their cell stand there like any. */
static bool fills_cell(const struct outline_node *node)
{
    const struct outline_node *cell = node->parent;

    return (cell->kind == OUTLINE_DATA_CELL ||
            cell->kind == OUTLINE_HEADER_CELL) &&
           cell->first == node && !node->next;
}

static void put_text(struct page *page, const struct outline_node *node)
{
    const struct span *span = node->span;

    if (node->reading) {
        html_string(&page->html, span->ruby);
        return;
    }
    if (span->origin == SPAN_GENERATED)
        put(page, fills_cell(node) ? "<span class=\"chosho-made\">"
                                   : "<span class=\"chosho-number\">");
    html_words(&page->html, span->utf8, span->len);
    if (span->origin == SPAN_GENERATED)
        put(page, "</span>");
    if (ends_year(page, span))
        put_year(page);
}

bool web_is_inline(const struct outline_node *node)
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

static void put_heard(struct page *page, const char *words)
{
    if (!words)
        return;
    put(page, "<span class=\"chosho-spoken\"> ");
    html_string(&page->html, words);
    put(page, " </span>");
}

/* Words that a comparison has changed, with what is heard of that. */
static void open_change(struct page *page, const struct outline_node *node)
{
    static const char *const classes[] = {
        [FORM_LINE_UNDER] = "chosho-under",
        [FORM_LINE_THROUGH] = "chosho-through",
        [FORM_LINE_DOUBLE] = "chosho-double",
    };

    if (!node->shown)
        return;
    put(page, node->change == SPAN_ADDED ? "<ins class=\"" : "<del class=\"");
    put(page, classes[node->shown->line]);
    put(page, "\">");
    put_heard(page, node->shown->before);
}

static void close_change(struct page *page, const struct outline_node *node)
{
    if (!node->shown)
        return;
    put_heard(page, node->shown->behind);
    put(page, node->change == SPAN_ADDED ? "</ins>" : "</del>");
}

/* Check boxes: the style draws them in place of their words, which are heard.
 */
static const char *class_of_sign(const struct span *sign)
{
    enum { BOX = 0x2610, TICKED = 0x2611, CROSSED = 0x2612 };
    size_t n;
    uint32_t c = utf8_decode(sign->utf8, sign->len, &n);

    if (n < sign->len)
        return "";
    return c == BOX       ? " chosho-box"
           : c == TICKED  ? " chosho-box chosho-ticked"
           : c == CROSSED ? " chosho-box chosho-crossed"
                          : "";
}

/*
 * A sign with its meaning; a line of its own at the end of a cell, else behind
 * a space.
 * A page may have a hundred: they are written short.
 */
static void put_mark(struct page *page, const struct outline_node *node)
{
    bool block = (node->parent->kind == OUTLINE_DATA_CELL ||
                  node->parent->kind == OUTLINE_HEADER_CELL) &&
                 !(node->next && web_is_inline(node->next));
    const struct span *span = node->first->span;

    if (block) {
        put(page, "<p class=\"chosho-mark\">");
    } else {
        put(page, "<span class=\"chosho-mark");
        put(page, class_of_sign(span));
        put(page, "\"> ");
    }
    open_change(page, node);
    put(page, page->html.ears ? "<span aria-hidden=\"true\">" : "<span>");
    html_words(&page->html, span->utf8, span->len);
    put(page, "</span> ");
    html_string(&page->html, node->meaning);
    close_change(page, node);
    put(page, block ? "</p>" : "</span>");
}

/* The words of a cell in a heading. */
static void put_part(struct page *page, const struct outline_node *node)
{
    bool title = node->cell->form->role != FORM_ROLE_LABEL;

    if (node != node->parent->first)
        put(page, " ");
    web_open_tag(page, "span", node);
    put(page, title ? " class=\"chosho-title\">" : " class=\"chosho-label\">");
    web_put_children(page, node);
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
    open_change(page, node);
    if (node->lang || node->address) {
        web_open_tag(page, "span", node);
        if (node->lang) {
            put(page, " lang=\"");
            html_string(&page->html, node->lang);
            put(page, "\"");
        }
        put(page, ">");
    }
    web_put_children(page, node);
    if (node->lang || node->address)
        put(page, "</span>");
    close_change(page, node);
}

static void put_ruby(struct page *page, const struct outline_node *node)
{
    put(page, "<ruby>");
    web_put_children(page, node->first);
    put(page, "<rt>");
    web_put_children(page, node->last);
    put(page, "</rt></ruby>");
}

/* ---- headings ------------------------------------------------------------ */

void web_put_heading(struct page *page, const struct outline_node *node)
{
    int level = node->level + page->heading - 1;
    char name[] = "h1";

    name[1] = (char)('0' + (level > HEADING_MOST ? HEADING_MOST : level));
    web_open_tag(page, name, node);
    put(page, ">");
    web_put_children(page, node);
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

/* The number of a heading with a space behind it, if it has one. */
static void put_number(struct page *page, const struct outline_node *heading)
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
        put(page, first || !part->cell ? "" : " ");
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

/* The heading of a section, or NULL. */
static const struct outline_node *
section_heading(const struct outline_node *node)
{
    return node->kind == OUTLINE_SECTION ? web_find_heading(node) : NULL;
}

size_t web_count_sections(const struct outline *outline)
{
    size_t count = 0;

    for (const struct outline_node *node = outline->root->first; node;
         node = node->next)
        count += section_heading(node) != NULL;
    return count;
}

void web_put_sections(struct page *page, const struct outline *outline,
                      const char *id)
{
    for (const struct outline_node *node = outline->root->first; node;
         node = node->next) {
        const struct outline_node *heading = section_heading(node);

        if (!heading)
            continue;
        put(page, "<li>");
        put_number(page, heading);
        put(page, "<a href=\"");
        if (id) {
            html_url(&page->html, id);
            put(page, ".html");
        }
        html_fragment(&page->html, node->address);
        put(page, "\">");
        web_put_title(page, heading);
        put(page, "</a></li>\n");
    }
}

/* ---- lists and paragraphs ------------------------------------------------ */

/* Its marker is the first span, of no class: there are hundreds of them. */
static void put_item(struct page *page, const struct outline_node *node)
{
    put(page, "<li>");
    for (const struct outline_node *child = node->first; child;
         child = child->next) {
        if (child->kind == OUTLINE_LABEL)
            put(page, "<span>");
        web_put_children(page, child);
        if (child->kind == OUTLINE_LABEL)
            put(page, "</span>");
    }
    put(page, "</li>\n");
}

static void put_list(struct page *page, const struct outline_node *node)
{
    put(page, node->numbered ? "<ul class=\"chosho-numbered\">\n" : "<ul>\n");
    web_put_children(page, node);
    put(page, "</ul>");
}

static void put_paragraph(struct page *page, const struct outline_node *node)
{
    web_open_tag(page, "p", node);
    put(page, ">");
    web_put_children(page, node);
    put(page, "</p>");
    if (node->address)
        put(page, "\n");
}

/* ---- all ----------------------------------------------------------------- */

static void put_section(struct page *page, const struct outline_node *node)
{
    const char *name = web_find_heading(node) ? "section" : "div";

    web_open_tag(page, name, node);
    put(page, " class=\"chosho-section\">\n");
    web_put_children(page, node);
    put(page, "</");
    put(page, name);
    put(page, ">\n");
}

void web_put_node(struct page *page, const struct outline_node *node)
{
    static void (*const writers[])(struct page * page,
                                   const struct outline_node *node) = {
        [OUTLINE_DOCUMENT] = web_put_children,
        [OUTLINE_SECTION] = put_section,
        [OUTLINE_HEADING] = web_put_heading,
        [OUTLINE_PARAGRAPH] = put_paragraph,
        [OUTLINE_TABLE] = web_put_table,
        [OUTLINE_HEAD_ROWS] = web_put_rows,
        [OUTLINE_BODY_ROWS] = web_put_rows,
        [OUTLINE_ROW] = web_put_children,
        [OUTLINE_HEADER_CELL] = web_put_cell,
        [OUTLINE_DATA_CELL] = web_put_cell,
        [OUTLINE_LIST] = put_list,
        [OUTLINE_ITEM] = put_item,
        [OUTLINE_LABEL] = web_put_children,
        [OUTLINE_BODY] = web_put_children,
        /* Only books have contents, and these no pages on the web. */
        [OUTLINE_CONTENTS] = web_put_children,
        [OUTLINE_CONTENTS_ITEM] = web_put_children,
        [OUTLINE_REFERENCE] = web_put_children,
        [OUTLINE_LINK] = web_put_children,
        [OUTLINE_SPAN] = put_span,
        [OUTLINE_RUBY] = put_ruby,
        [OUTLINE_RUBY_BASE] = web_put_children,
        [OUTLINE_RUBY_TEXT] = web_put_children,
        [OUTLINE_TEXT] = put_text,
    };

    if (node->kind == OUTLINE_HEADING && web_is_captioned(node))
        return;
    writers[node->kind](page, node);
    if (node->kind == OUTLINE_HEADING)
        put(page, "\n");
}
