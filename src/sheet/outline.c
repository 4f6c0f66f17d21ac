/*
 * Blocks: the document, its sections and their headings. A title paragraph
 * that comes before every other heading is the document's, of level 1; all
 * others are one level below the nearest heading of the sections around.
 */
#include "sheet/outline.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "sheet/outline_inside.h"

struct outline_node *outline_add(struct outlining *outlining,
                                 struct outline_node *parent,
                                 enum outline_kind kind)
{
    struct outline_node *node = arena_alloc(outlining->arena, sizeof *node);

    node->kind = kind;
    node->number = outlining->outline->node_count++;
    node->parent = parent;
    if (!parent)
        return node;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

/* ---- headings ------------------------------------------------------------ */

static bool is_title(const struct sheet_block *block)
{
    return block->paragraph && block->form->role &&
           !strcmp(block->form->role, "title") &&
           outline_paragraph_has_words(block->paragraph);
}

/* The kinds of heading that blocks may have outside of sections in them. */
enum heading { HEADING_NONE, HEADING_TITLE, HEADING_ROW };

static enum heading first_heading(const struct sheet_block *block)
{
    enum heading found = HEADING_NONE;

    if (is_title(block))
        return HEADING_TITLE;
    if (block->table && outline_has_heading(block->table))
        return HEADING_ROW;
    for (int i = 0; i < 3 && !found; i++)
        if (block->slots[i])
            found = first_heading(block->slots[i]);
    return found;
}

static bool has_heading(const struct sheet_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (first_heading(&blocks->items[i]))
            return true;
    return false;
}

/* True when a title comes before all other headings and sections. */
static bool has_title(const struct sheet *sheet)
{
    const struct sheet_blocks *all[] = { &sheet->head, &sheet->body };

    for (size_t a = 0; a < 2; a++)
        for (size_t i = 0; i < all[a]->count; i++) {
            const struct sheet_block *block = &all[a]->items[i];
            enum heading found = first_heading(block);

            if (found || block->blocks)
                return found == HEADING_TITLE;
        }
    return false;
}

/* ---- blocks -------------------------------------------------------------- */

static void add_paragraph(struct outlining *outlining,
                          struct outline_node *parent,
                          const struct sheet_block *block, int level)
{
    struct outline_node *node;

    if (!outline_paragraph_has_words(block->paragraph))
        return;
    node = outline_add(outlining, parent,
                       is_title(block) ? OUTLINE_HEADING : OUTLINE_PARAGRAPH);
    node->address = block->address;
    if (is_title(block)) {
        node->level = outlining->titled ? level : 1;
        outlining->titled = true;
    }
    outline_add_paragraph_words(outlining, node, block->paragraph);
}

/* Takes the last child away again. */
static void drop_last(struct outline_node *parent)
{
    struct outline_node *kid = parent->first;

    if (kid == parent->last) {
        parent->first = parent->last = NULL;
        return;
    }
    while (kid->next != parent->last)
        kid = kid->next;
    kid->next = NULL;
    parent->last = kid;
}

/* `level` is that of the headings among these blocks. */
static void add_blocks(struct outlining *outlining, struct outline_node *parent,
                       const struct sheet_block *blocks, size_t count,
                       int level, int below)
{
    for (size_t i = 0; i < count; i++) {
        const struct sheet_block *block = &blocks[i];
        const struct sheet_blocks *inner = block->blocks;
        struct outline_node *section;

        if (block->paragraph)
            add_paragraph(outlining, parent, block, level);
        if (block->table)
            outline_add_table(outlining, parent, block->table, level);
        for (int s = 0; s < 3; s++)
            if (block->slots[s])
                add_blocks(outlining, parent, block->slots[s], 1, level, below);
        if (!inner)
            continue;
        if (block->form->kind == FORM_BLOCK_CONTENTS) {
            i += outline_add_contents(outlining, parent, block, count - i) - 1;
            continue;
        }
        section = outline_add(outlining, parent, OUTLINE_SECTION);
        section->address = block->address;
        add_blocks(outlining, section, inner->items, inner->count, below,
                   below + has_heading(inner));
        if (!section->first)
            drop_last(parent);
    }
}

/* ---- addresses ----------------------------------------------------------- */

bool outline_is_count(const char *address)
{
    const char *sign = strrchr(address, '#');

    return sign && !sign[1 + strspn(sign + 1, "0123456789")];
}

struct addressed {
    struct arena *arena;
    struct outline_node **items;
    size_t count;
    size_t capacity;
};

static void find_addressed(struct addressed *addressed,
                           struct outline_node *node)
{
    if (node->address)
        *LIST_ADD(addressed->arena, addressed) = node;
    for (node = node->first; node; node = node->next)
        find_addressed(addressed, node);
}

static int compare_addresses(const void *a, const void *b)
{
    const struct outline_node *x = *(struct outline_node *const *)a;
    const struct outline_node *y = *(struct outline_node *const *)b;
    int order = strcmp(x->address, y->address);

    return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

/* A field that a form shows twice: its second place gets "~2" and so on. */
static void make_unique(struct arena *arena, struct outline *outline)
{
    struct addressed addressed = { .arena = arena };
    const char *before = "";
    int times = 0;

    find_addressed(&addressed, outline->root);
    if (addressed.count)
        qsort(addressed.items, addressed.count, sizeof *addressed.items,
              compare_addresses);
    for (size_t i = 0; i < addressed.count; i++) {
        struct outline_node *node = addressed.items[i];

        times = strcmp(node->address, before) ? 1 : times + 1;
        before = node->address;
        if (times > 1)
            node->address = arena_printf(arena, "%s~%d", before, times);
    }
}

/* ---- all ----------------------------------------------------------------- */

struct outline *outline_make(struct arena *arena, const struct sheet *sheet)
{
    struct outline *outline = arena_alloc(arena, sizeof *outline);
    struct outlining outlining = { arena, outline, false };
    const struct sheet_blocks *all[] = { &sheet->head, &sheet->body,
                                         &sheet->foot };
    size_t paragraphs = sheet->paragraph_count;
    int level = has_title(sheet) ? 2 : 1;

    outline->sheet = sheet;
    outline->markers =
        arena_calloc(arena, paragraphs, sizeof *outline->markers);
    outline->texts = arena_calloc(arena, paragraphs, sizeof *outline->texts);
    outline->ends = arena_calloc(arena, paragraphs, sizeof *outline->ends);
    outline->marks =
        arena_calloc(arena, sheet->cell_count, sizeof *outline->marks);
    outlining.titled = level == 1;
    outline->root = outline_add(&outlining, NULL, OUTLINE_DOCUMENT);
    for (size_t i = 0; i < 3; i++)
        add_blocks(&outlining, outline->root, all[i]->items, all[i]->count,
                   level, level);
    make_unique(arena, outline);
    return outline;
}

/* ---- finding a leaf ------------------------------------------------------ */

/*
 * Which span of the text this is. A text with page numbers is shaped with a
 * copy of its spans for every page: there the words tell.
 */
static size_t find_span(const struct text *text, const struct span *span)
{
    if (text->count && span >= text->items && span < text->items + text->count)
        return (size_t)(span - text->items);
    for (size_t i = 0; i < text->count; i++)
        if (text->items[i].utf8 == span->utf8)
            return i;
    return text->count;
}

static const struct outline_node *find_leaf(const struct outline_leaves *leaves,
                                            const struct span *span,
                                            bool reading)
{
    size_t i;

    if (!leaves->text)
        return NULL;
    i = find_span(leaves->text, span);
    if (i == leaves->text->count)
        return NULL;
    return leaves->items[reading ? leaves->text->count + i : i];
}

const struct outline_node *outline_lookup(
    const struct outline *outline, const struct sheet_paragraph *paragraph,
    const struct sheet_cell *cell, const struct span *span, bool reading)
{
    const struct outline_node *leaf = NULL;

    if (paragraph)
        leaf = find_leaf(&outline->texts[paragraph->number], span, reading);
    if (!leaf && paragraph)
        leaf = find_leaf(&outline->markers[paragraph->number], span, reading);
    if (!leaf && paragraph)
        leaf = find_leaf(&outline->ends[paragraph->number], span, reading);
    if (!leaf && cell)
        leaf = find_leaf(&outline->marks[cell->number], span, reading);
    return leaf;
}

/* ---- as text ------------------------------------------------------------- */

static const char *kind_name(const struct outline_node *node)
{
    static const char *const names[] = {
        [OUTLINE_DOCUMENT] = "document",
        [OUTLINE_SECTION] = "section",
        [OUTLINE_HEADING] = "heading",
        [OUTLINE_PARAGRAPH] = "paragraph",
        [OUTLINE_TABLE] = "table",
        [OUTLINE_HEAD_ROWS] = "head-rows",
        [OUTLINE_BODY_ROWS] = "body-rows",
        [OUTLINE_ROW] = "row",
        [OUTLINE_HEADER_CELL] = "header-cell",
        [OUTLINE_DATA_CELL] = "data-cell",
        [OUTLINE_LIST] = "list",
        [OUTLINE_ITEM] = "item",
        [OUTLINE_LABEL] = "label",
        [OUTLINE_BODY] = "body",
        [OUTLINE_CONTENTS] = "contents",
        [OUTLINE_CONTENTS_ITEM] = "contents-item",
        [OUTLINE_REFERENCE] = "reference",
        [OUTLINE_LINK] = "link",
        [OUTLINE_SPAN] = "span",
        [OUTLINE_RUBY] = "ruby",
        [OUTLINE_RUBY_BASE] = "base",
        [OUTLINE_RUBY_TEXT] = "reading",
        [OUTLINE_TEXT] = "text",
    };

    return names[node->kind];
}

static void dump_node(const struct outline_node *node, int depth,
                      struct bytes *out)
{
    bytes_printf(out, "%*s%s", 2 * depth, "", kind_name(node));
    if (node->kind == OUTLINE_HEADING)
        bytes_printf(out, " %d", node->level);
    if (node->kind == OUTLINE_HEADER_CELL)
        bytes_append_string(out, node->scope == OUTLINE_OF_ROW ? " of row"
                                                               : " of column");
    if (node->columns > 1)
        bytes_printf(out, " columns=%zu", node->columns);
    if (node->rows > 1)
        bytes_printf(out, " rows=%zu", node->rows);
    if (node->kind == OUTLINE_LIST && node->numbered)
        bytes_append_string(out, " numbered");
    if (node->entry)
        bytes_printf(out, " page=%zu", node->entry->page);
    if (node->lang)
        bytes_printf(out, " lang=%s", node->lang);
    if (node->meaning)
        bytes_printf(out, " meaning=%s", node->meaning);
    if (node->shown)
        bytes_append_string(out,
                            node->change == SPAN_ADDED ? " added" : " removed");
    if (node->address)
        bytes_printf(out, " %s", node->address);
    if (node->span && node->reading)
        bytes_printf(out, " %s", node->span->ruby);
    else if (node->span)
        bytes_printf(out, " %.*s", (int)node->span->len, node->span->utf8);
    bytes_append_char(out, '\n');
    for (node = node->first; node; node = node->next)
        dump_node(node, depth + 1, out);
}

void outline_dump(const struct outline *outline, struct bytes *out)
{
    dump_node(outline->root, 0, out);
}
