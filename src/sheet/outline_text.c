/*
 * Words and lists. A cell's paragraphs come in the order they are read;
 * those of a list say how deep they are. The list's own marker (the number
 * of its record) and the words behind it stand in front of the list: as an
 * item they would only make a list of one around it.
 *
 *     1 text        "1 text"
 *       . text      list: item ".": text
 */
#include <string.h>

#include "base/arena.h"
#include "sheet/outline_inside.h"

/* ---- words ----------------------------------------------------------------
 */

/* Page numbers are no content, nor what the form says around them. */
static bool is_content(const struct span *span, bool beside_number)
{
    return span->len && !sheet_is_page_number(span) &&
           (!beside_number || span->origin == SPAN_SOURCE);
}

bool outline_has_words(const struct text *text)
{
    bool numbered = sheet_has_page_number(text);

    for (size_t i = 0; i < text->count; i++)
        if (is_content(&text->items[i], numbered))
            return true;
    return false;
}

bool outline_paragraph_has_words(const struct sheet_paragraph *paragraph)
{
    return outline_has_words(&paragraph->marker) ||
           outline_has_words(&paragraph->text) ||
           outline_has_words(&paragraph->end);
}

static struct outline_node *add_leaf(struct outlining *outlining,
                                     struct outline_node *parent,
                                     const struct span *span, bool reading)
{
    struct outline_node *leaf = outline_add(outlining, parent, OUTLINE_TEXT);

    leaf->span = span;
    leaf->reading = reading;
    return leaf;
}

/* What lies side by side and has changed alike is said to be so once. */
static bool goes_on(const struct outline_node *node, const struct span *span,
                    const struct form_change *shown)
{
    return shown && node && node->shown == shown && !node->lang &&
           !node->meaning && !span->lang && !span->word;
}

static void add_span(struct outlining *outlining, struct outline_node *parent,
                     const struct span *span, const struct form_style *style,
                     struct outline_node **leaf, struct outline_node **reading)
{
    const struct form_change *shown = form_show_change(style, span->change);
    struct outline_node *node = parent;

    if (goes_on(parent->last, span, shown)) {
        node = parent->last;
    } else if (span->lang || span->word || shown) {
        node = outline_add(outlining, node, OUTLINE_SPAN);
        node->lang = span->lang;
        node->meaning = span->word;
        node->change = span->change;
        node->shown = shown;
    }
    if (!span->ruby) {
        *leaf = add_leaf(outlining, node, span, false);
        return;
    }
    node = outline_add(outlining, node, OUTLINE_RUBY);
    *leaf = add_leaf(outlining, outline_add(outlining, node, OUTLINE_RUBY_BASE),
                     span, false);
    *reading = add_leaf(
        outlining, outline_add(outlining, node, OUTLINE_RUBY_TEXT), span, true);
}

void outline_add_words(struct outlining *outlining, struct outline_node *parent,
                       const struct text *text, size_t first, size_t last,
                       const struct form_style *style,
                       struct outline_leaves *leaves)
{
    bool numbered = sheet_has_page_number(text);

    if (!leaves->text) {
        leaves->text = text;
        leaves->items = arena_calloc(outlining->arena, 2 * text->count + 1,
                                     sizeof *leaves->items);
    }
    for (size_t i = first; i < last; i++)
        if (is_content(&text->items[i], numbered))
            add_span(outlining, parent, &text->items[i], style,
                     &leaves->items[i], &leaves->items[text->count + i]);
}

static void add_marker(struct outlining *outlining, struct outline_node *parent,
                       const struct sheet_paragraph *paragraph, size_t first,
                       size_t last)
{
    outline_add_words(outlining, parent, &paragraph->marker, first, last,
                      paragraph->style,
                      &outlining->outline->markers[paragraph->number]);
}

static void add_text(struct outlining *outlining, struct outline_node *parent,
                     const struct sheet_paragraph *paragraph)
{
    outline_add_words(outlining, parent, &paragraph->text, 0,
                      paragraph->text.count, paragraph->style,
                      &outlining->outline->texts[paragraph->number]);
}

void outline_add_marker_words(struct outlining *outlining,
                              struct outline_node *parent,
                              const struct sheet_paragraph *paragraph)
{
    add_marker(outlining, parent, paragraph, 0, paragraph->marker.count);
}

void outline_add_text_words(struct outlining *outlining,
                            struct outline_node *parent,
                            const struct sheet_paragraph *paragraph)
{
    add_text(outlining, parent, paragraph);
    outline_add_words(outlining, parent, &paragraph->end, 0,
                      paragraph->end.count, paragraph->style,
                      &outlining->outline->ends[paragraph->number]);
}

void outline_add_paragraph_words(struct outlining *outlining,
                                 struct outline_node *parent,
                                 const struct sheet_paragraph *paragraph)
{
    outline_add_marker_words(outlining, parent, paragraph);
    outline_add_text_words(outlining, parent, paragraph);
}

static void add_mark(struct outlining *outlining, struct outline_node *parent,
                     const struct sheet_cell *cell)
{
    struct outline_leaves *leaves = &outlining->outline->marks[cell->number];

    outline_add_words(outlining, parent, &cell->mark, 0, cell->mark.count,
                      cell->form->style, leaves);
    for (size_t i = 0; leaves->items && i < 2 * cell->mark.count; i++)
        if (leaves->items[i])
            leaves->items[i]->beside = true;
}

void outline_add_cell_words(struct outlining *outlining,
                            struct outline_node *parent,
                            const struct sheet_cell *cell)
{
    for (size_t i = 0; i < cell->paragraph_count; i++)
        outline_add_paragraph_words(outlining, parent, cell->paragraphs[i]);
    add_mark(outlining, parent, cell);
}

/* ---- lists ----------------------------------------------------------------
 */

/* The items that are open while a cell's paragraphs are read. */
struct open_items {
    struct outlining *outlining;
    struct outline_node *cell;
    struct outline_node **items; /* bodies, the outer ones first */
    int *levels;
    size_t count;
};

static void close_items(struct open_items *open, int level)
{
    while (open->count && open->levels[open->count - 1] >= level)
        open->count--;
}

/* Where the next item or paragraph goes. */
static struct outline_node *innermost(const struct open_items *open)
{
    return open->count ? open->items[open->count - 1] : open->cell;
}

/* The list at the end of a body or cell, or a new one. */
static struct outline_node *find_list(struct open_items *open, bool numbered)
{
    struct outline_node *parent = innermost(open);
    struct outline_node *list = parent->last;

    if (!list || list->kind != OUTLINE_LIST || list->numbered != numbered) {
        list = outline_add(open->outlining, parent, OUTLINE_LIST);
        list->numbered = numbered;
    }
    return list;
}

/* Opens an item of marker spans [first, last); returns its body. */
static struct outline_node *open_item(struct open_items *open,
                                      const struct sheet_paragraph *paragraph,
                                      size_t first, size_t last, int level,
                                      bool numbered)
{
    struct outline_node *item;
    struct outline_node *body;

    close_items(open, level);
    item =
        outline_add(open->outlining, find_list(open, numbered), OUTLINE_ITEM);
    add_marker(open->outlining,
               outline_add(open->outlining, item, OUTLINE_LABEL), paragraph,
               first, last);
    body = outline_add(open->outlining, item, OUTLINE_BODY);
    open->items[open->count] = body;
    open->levels[open->count++] = level;
    return body;
}

static bool has_own_marker(const struct sheet_paragraph *paragraph)
{
    return paragraph->is_entry && paragraph->marker.count > paragraph->lead;
}

/*
 * True when the words in front of a cell's list stand in the cell itself:
 * they are its first and only ones outside of the list.
 */
static bool stand_alone(const struct sheet_cell *cell, size_t i)
{
    return i == 0 &&
           (cell->paragraph_count == 1 || has_own_marker(cell->paragraphs[0]) ||
            has_own_marker(cell->paragraphs[1]));
}

static struct outline_node *open_paragraph(struct open_items *open, int level,
                                           bool alone)
{
    close_items(open, level);
    if (alone)
        return open->cell;
    return outline_add(open->outlining, innermost(open), OUTLINE_PARAGRAPH);
}

/* What stands in front of an entry's own marker, and the entry. */
static void add_paragraph(struct open_items *open,
                          const struct sheet_paragraph *paragraph, bool alone)
{
    size_t end = paragraph->marker.count;
    size_t lead = paragraph->is_entry ? paragraph->lead : end;
    struct outline_node *node = NULL;

    if (lead || end == lead) {
        node = open_paragraph(open, lead ? 0 : paragraph->level, alone);
        add_marker(open->outlining, node, paragraph, 0, lead);
    }
    if (end > lead)
        node = open_item(open, paragraph, lead, end,
                         paragraph->level > 0 ? paragraph->level : 1,
                         paragraph->numbered);
    add_text(open->outlining, node, paragraph);
}

void outline_add_cell_content(struct outlining *outlining,
                              struct outline_node *parent,
                              const struct sheet_cell *cell)
{
    size_t most = 2 * cell->paragraph_count + 1;
    struct open_items open = {
        .outlining = outlining,
        .cell = parent,
        .items = arena_calloc(outlining->arena, most, sizeof *open.items),
        .levels = arena_calloc(outlining->arena, most, sizeof *open.levels),
    };

    for (size_t i = 0; i < cell->paragraph_count; i++)
        add_paragraph(&open, cell->paragraphs[i], stand_alone(cell, i));
    add_mark(outlining, parent, cell);
}
