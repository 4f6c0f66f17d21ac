/*
 * Tables. A heading in front of one is in its caption: it names the table
 * and is said once. A table of one name and one value in each row is a list
 * of terms.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "form/form.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"
#include "web/inside.h"

enum { SHARES = 12 };

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

/* The words of a node but the numbers and marks in it, and what was removed. */
static void join_words(const struct outline_node *node, struct bytes *out)
{
    if (node->span && !node->reading && node->span->origin != SPAN_GENERATED)
        bytes_append(out, node->span->utf8, node->span->len);
    for (node = node->first; node; node = node->next)
        if (!node->meaning && !(node->shown && node->change == SPAN_REMOVED))
            join_words(node, out);
}

/* What the signs of a cell mean. */
static void join_meanings(const struct outline_node *cell, struct bytes *out)
{
    for (const struct outline_node *node = cell->first; node; node = node->next)
        if (node->meaning)
            bytes_append_string(out, node->meaning);
}

/* A cell's words as an attribute; `line`: those in front of its lists. Of a
 * cell that has only signs, what they mean. */
static void put_attribute(struct page *page, const char *name,
                          const struct outline_node *cell, bool line)
{
    struct bytes words = { 0 };

    for (const struct outline_node *node = cell->first; node; node = node->next)
        if (!node->meaning && (web_is_inline(node) || !line))
            join_words(node, &words);
    if (!words.len && !line)
        join_meanings(cell, &words);
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

void web_put_cell(struct page *page, const struct outline_node *node)
{
    bool header = node->kind == OUTLINE_HEADER_CELL;
    bool of_row = header && node->scope == OUTLINE_OF_ROW;
    const struct outline_node *column = header ? NULL : find_header(node);

    web_open_tag(page, header ? "th" : "td", node);
    put_count(page, " colspan=\"", node->columns);
    put_count(page, " rowspan=\"", node->rows);
    if (header)
        put(page, of_row ? " scope=\"row\"" : " scope=\"col\"");
    if (of_row)
        put_attribute(page, " abbr=\"", node, true);
    if (column)
        put_attribute(page, " data-column=\"", column, false);
    put(page, ">");
    web_put_children(page, node);
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

    web_open_tag(page, header ? "dt" : "dd", cell);
    put(page, ">");
    web_put_children(page, cell);
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
static void put_columns(struct page *page, const struct form_columns *columns)
{
    int64_t sum = 0;

    for (size_t i = 0; i < columns->count; i++) {
        if (columns->items[i].unit != FORM_FR)
            return;
        sum += columns->items[i].value;
    }
    if (sum <= 0 || columns->count < 2)
        return;
    put(page, "<colgroup>");
    for (size_t i = 0; i < columns->count; i++) {
        int64_t share = (columns->items[i].value * SHARES + sum / 2) / sum;

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

bool web_is_captioned(const struct outline_node *heading)
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
        web_put_heading(page, before);
        put(page, "</caption>\n");
    } else if (heading) {
        put(page, "<caption class=\"chosho-hidden\">");
        web_put_title(page, heading);
        put(page, "</caption>\n");
    }
}

void web_put_rows(struct page *page, const struct outline_node *group)
{
    bool head = group->kind == OUTLINE_HEAD_ROWS;

    put(page, head ? "<thead>\n" : "<tbody>\n");
    for (const struct outline_node *row = group->first; row; row = row->next) {
        put(page, "<tr>\n");
        web_put_children(page, row);
        put(page, "</tr>\n");
    }
    put(page, head ? "</thead>\n" : "</tbody>\n");
}

/* The heading before a table that is written with it, or NULL. */
static const struct outline_node *find_before(const struct outline_node *table)
{
    const struct outline_node *before = table->parent->first;

    while (before != table && before->next != table)
        before = before->next;
    return before != table && before->kind == OUTLINE_HEADING ? before : NULL;
}

void web_put_table(struct page *page, const struct outline_node *node)
{
    if (is_facts(node)) {
        put_facts(page, node);
        return;
    }
    put(page, "<table class=\"chosho-table\">\n");
    put_caption(page, node, find_before(node));
    put_columns(page, node->widths);
    web_put_children(page, node);
    put(page, "</table>\n");
}
