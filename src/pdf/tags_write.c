/* Elements, the parent tree and the tree of IDs as objects. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "form/form.h"
#include "pdf/objstore.h"
#include "pdf/syntax.h"
#include "pdf/tags_inside.h"
#include "sheet/outline.h"

const char *tags_type(const struct tags *tags, const struct outline_node *node)
{
    static const char *const headings[] = {
        "H1", "H2", "H3", "H4", "H5", "H6"
    };
    static const char *const types[] = {
        [OUTLINE_SECTION] = "Sect",    [OUTLINE_PARAGRAPH] = "P",
        [OUTLINE_TABLE] = "Table",     [OUTLINE_HEAD_ROWS] = "THead",
        [OUTLINE_BODY_ROWS] = "TBody", [OUTLINE_ROW] = "TR",
        [OUTLINE_HEADER_CELL] = "TH",  [OUTLINE_DATA_CELL] = "TD",
        [OUTLINE_LIST] = "L",          [OUTLINE_ITEM] = "LI",
        [OUTLINE_LABEL] = "Lbl",       [OUTLINE_BODY] = "LBody",
        [OUTLINE_CONTENTS] = "TOC",    [OUTLINE_CONTENTS_ITEM] = "TOCI",
        [OUTLINE_LINK] = "Link",       [OUTLINE_REFERENCE] = "Reference",
        [OUTLINE_SPAN] = "Span",       [OUTLINE_RUBY] = "Ruby",
        [OUTLINE_RUBY_BASE] = "RB",    [OUTLINE_RUBY_TEXT] = "RT",
    };

    if (node->kind == OUTLINE_DOCUMENT)
        return tags->document ? "Part" : "Document";
    if (node->kind == OUTLINE_HEADING)
        return headings[(node->level < 6 ? node->level : 6) - 1];
    return types[node->kind];
}

static void append_reference(struct bytes *out, unsigned id)
{
    bytes_append_int(out, id);
    bytes_append_string(out, " 0 R");
}

static void append_number(struct bytes *out, const char *key, size_t number)
{
    bytes_append_string(out, key);
    bytes_append_int(out, (int64_t)number);
}

/* An element being written. */
struct element {
    struct tags *tags;
    const struct tagged_sheet *sheet;
    const struct outline_node *node;
    const struct tagged_page *page; /* of its first own piece; NULL: none */
    struct bytes *entries;
};

/* ---- kids ---------------------------------------------------------------- */

static const struct tagged_piece *first_piece(const struct element *element,
                                              const struct outline_node *node)
{
    size_t number = element->sheet->first[node->number];

    return number ? &element->sheet->pieces[number - 1] : NULL;
}

static const struct tagged_piece *next_piece(const struct element *element,
                                             const struct tagged_piece *piece)
{
    return piece->next ? &element->sheet->pieces[piece->next - 1] : NULL;
}

/* The page of the first piece among the words below a node; NULL: none. */
static const struct tagged_page *page_below(const struct element *element,
                                            const struct outline_node *node)
{
    const struct tagged_page *page = NULL;
    const struct outline_node *kid;

    for (kid = node->first; kid && !page; kid = kid->next) {
        const struct tagged_piece *piece = NULL;

        if (kid->kind == OUTLINE_TEXT)
            piece = first_piece(element, kid);
        else if (tags_element(kid) != kid)
            page = page_below(element, kid);
        if (piece)
            page = &element->tags->pages[piece->page];
    }
    return page;
}

static void append_page(struct element *element)
{
    if (!element->page)
        return;
    bytes_append_string(element->entries, "/Pg ");
    append_reference(element->entries, element->page->object);
}

/* An object reference (14.7.4.3). */
static void append_annotation(struct element *element,
                              const struct tagged_piece *piece)
{
    const struct tagged_page *own = &element->tags->pages[piece->page];
    struct bytes *out = element->entries;

    bytes_append_string(out, "<</Type/OBJR/Obj ");
    append_reference(out, piece->annotation);
    if (own != element->page) {
        bytes_append_string(out, "/Pg ");
        append_reference(out, own->object);
    }
    bytes_append_string(out, ">>");
}

static void append_piece(struct element *element,
                         const struct tagged_piece *piece)
{
    const struct tagged_page *own = &element->tags->pages[piece->page];
    struct bytes *out = element->entries;

    if (piece->annotation) {
        append_annotation(element, piece);
        return;
    }
    if (own == element->page) {
        bytes_append_int(out, piece->mcid);
        return;
    }
    bytes_append_string(out, "<</Type/MCR/Pg ");
    append_reference(out, own->object);
    bytes_append_string(out, "/MCID ");
    bytes_append_int(out, piece->mcid);
    bytes_append_string(out, ">>");
}

static void append_pieces(struct element *element,
                          const struct outline_node *node)
{
    const struct tagged_piece *piece;

    for (piece = first_piece(element, node); piece;
         piece = next_piece(element, piece)) {
        bytes_append_char(element->entries, ' ');
        append_piece(element, piece);
    }
}

static void append_kid(struct element *element, const struct outline_node *kid)
{
    struct bytes *out = element->entries;

    if (tags_element(kid) == kid) {
        bytes_append_char(out, ' ');
        append_reference(out, element->sheet->objects[kid->number]);
        return;
    }
    append_pieces(element, kid);
    for (kid = kid->first; kid; kid = kid->next)
        append_kid(element, kid);
}

static void append_kids(struct element *element)
{
    const struct outline_node *kid = element->node->first;
    struct bytes *out = element->entries;

    if (!kid)
        return;
    bytes_append_string(out, "/K[");
    for (; kid; kid = kid->next)
        append_kid(element, kid);
    append_pieces(element, element->node); /* annotations */
    bytes_append_char(out, ']');
}

/* ---- attributes ---------------------------------------------------------- */

static bool is_cell(const struct outline_node *node)
{
    return node->kind == OUTLINE_HEADER_CELL || node->kind == OUTLINE_DATA_CELL;
}

static void append_cell_attributes(struct element *element)
{
    const struct outline_node *node = element->node;
    const struct tagged_grid *grid = element->tags->grid;
    struct bytes *out = element->entries;

    if (node->kind == OUTLINE_DATA_CELL && node->columns < 2 &&
        node->rows < 2 && !grid)
        return;
    bytes_append_string(out, "/A<</O/Table");
    if (node->kind == OUTLINE_HEADER_CELL)
        bytes_append_string(out, node->scope == OUTLINE_OF_ROW
                                     ? "/Scope/Row"
                                     : "/Scope/Column");
    if (node->rows > 1)
        append_number(out, "/RowSpan ", node->rows);
    if (node->columns > 1)
        append_number(out, "/ColSpan ", node->columns);
    if (grid && node->kind == OUTLINE_DATA_CELL)
        tags_append_headers(grid, element->sheet->prefix, node, out);
    bytes_append_string(out, ">>");
}

/*
 * Fields of the source and sections have an ID; words of the form only where
 * other cells name them.
 */
static bool has_id(const struct element *element)
{
    const struct outline_node *node = element->node;

    if (!node->address)
        return false;
    return !outline_is_count(node->address) ||
           (element->tags->grid && node->kind == OUTLINE_HEADER_CELL);
}

static void append_id(struct element *element)
{
    struct tags *tags = element->tags;
    struct bytes *out = element->entries;
    const char *id;

    if (!has_id(element))
        return;
    id = arena_printf(tags->arena, "%s%s", element->sheet->prefix,
                      element->node->address);
    bytes_append_string(out, "/ID");
    syntax_append_string(out, id);
    *ARRAY_ADD(tags->arena, tags->names, tags->name_count,
               tags->name_capacity) = (struct tagged_name){
        id,
        element->sheet->objects[element->node->number],
    };
}

/* The words below a node; those of a sign are what it means. */
static void join_words(const struct outline_node *node, struct bytes *out)
{
    if (node->meaning)
        bytes_append_string(out, node->meaning);
    else if (node->span && !node->reading)
        bytes_append(out, node->span->utf8, node->span->len);
    for (const struct outline_node *kid = node->first; kid && !node->meaning;
         kid = kid->next)
        join_words(kid, out);
}

/*
 * Readers that know the attribute may tell of the line (14.8.5.4); today's
 * speak the alternate description (14.9.3), so that says what has changed.
 */
static void append_change(struct element *element)
{
    const struct outline_node *node = element->node;
    const struct form_change *shown = node->shown;
    struct bytes words = { 0 };

    bytes_append_string(element->entries, "/A<</O/Layout/TextDecorationType");
    bytes_append_string(element->entries, shown->line == FORM_LINE_UNDER
                                              ? "/Underline>>"
                                              : "/LineThrough>>");
    if (!shown->before && !shown->behind)
        return;
    bytes_append_string(&words, shown->before ? shown->before : "");
    bytes_append_char(&words, ' ');
    join_words(node, &words);
    bytes_append_char(&words, ' ');
    bytes_append_string(&words, shown->behind ? shown->behind : "");
    bytes_append_string(element->entries, "/Alt");
    syntax_append_text(element->entries, (const char *)words.data, words.len);
    bytes_free(&words);
}

static void append_attributes(struct element *element)
{
    const struct outline_node *node = element->node;
    struct bytes *out = element->entries;

    if (node->lang) {
        bytes_append_string(out, "/Lang");
        syntax_append_string(out, node->lang);
    }
    if (node->meaning) {
        bytes_append_string(out, "/E");
        syntax_append_text(out, node->meaning, strlen(node->meaning));
    }
    if (node->kind == OUTLINE_LIST)
        bytes_append_string(out, node->numbered
                                     ? "/A<</O/List/ListNumbering/Decimal>>"
                                     : "/A<</O/List/ListNumbering/Disc>>");
    if (is_cell(node))
        append_cell_attributes(element);
    if (node->shown)
        append_change(element);
}

/* ---- elements ------------------------------------------------------------ */

static void write_element(struct tags *tags, const struct tagged_sheet *sheet,
                          const struct outline_node *node)
{
    struct bytes *out = &tags->entries;
    struct element element = { tags, sheet, node, NULL, out };
    unsigned parent = tags->document ? tags->document : tags->root;

    element.page = page_below(&element, node);
    out->len = 0;
    if (node->parent)
        parent = sheet->objects[tags_element(node->parent)->number];
    /* In this order they pack best: siblings begin alike. */
    bytes_append_string(out, "/P ");
    append_reference(out, parent);
    append_page(&element);
    append_id(&element);
    bytes_append_string(out, "/S/");
    bytes_append_string(out, tags_type(tags, node));
    append_attributes(&element);
    append_kids(&element);
    objstore_copy_dict(tags->store, sheet->objects[node->number], out);
}

static void write_elements(struct tags *tags, const struct tagged_sheet *sheet,
                           const struct outline_node *node)
{
    const struct outline_node *kid;

    if (tags_element(node) == node)
        write_element(tags, sheet, node);
    if (node->kind == OUTLINE_TABLE)
        tags->grid = tags_read_grid(sheet->arena, node);
    for (kid = node->first; kid; kid = kid->next)
        if (kid->kind != OUTLINE_TEXT)
            write_elements(tags, sheet, kid);
    if (node->kind == OUTLINE_TABLE)
        tags->grid = NULL;
}

static void append_sheets(const struct tags *tags, struct bytes *out)
{
    bytes_append_string(out, "/K[");
    for (size_t i = 0; i < tags->root_count; i++) {
        append_reference(out, tags->roots[i]);
        bytes_append_char(out, ' ');
    }
    bytes_append_char(out, ']');
}

static void write_document(struct tags *tags)
{
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/S/Document/P ");
    append_reference(&entries, tags->root);
    append_sheets(tags, &entries);
    objstore_set_dict(tags->store, tags->document, &entries);
}

/* ---- trees by number and by ID ------------------------------------------- */

/* A page's elements by MCID. */
static unsigned write_row(struct tags *tags, const struct tagged_page *page)
{
    unsigned array = objstore_reserve(tags->store);
    struct bytes value = { 0 };

    bytes_append_char(&value, '[');
    for (size_t m = 0; m < page->count; m++) {
        append_reference(&value, page->items[m]);
        bytes_append_char(&value, m + 1 < page->count ? ' ' : ']');
    }
    if (!page->count)
        bytes_append_char(&value, ']');
    objstore_set_value(tags->store, array, &value);
    return array;
}

/*
 * For each page an array of its elements, for each annotation its element
 * (14.7.4.4).
 */
static unsigned write_parents(struct tags *tags)
{
    unsigned id = objstore_reserve(tags->store);
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/Nums[");
    for (size_t i = 0; i < tags->page_count; i++) {
        const struct tagged_page *page = &tags->pages[i];

        bytes_append_int(&entries, (int64_t)i);
        bytes_append_char(&entries, ' ');
        append_reference(&entries, page->is_annotation ? page->items[0]
                                                       : write_row(tags, page));
        bytes_append_char(&entries, ' ');
    }
    bytes_append_char(&entries, ']');
    objstore_set_dict(tags->store, id, &entries);
    return id;
}

static int compare_names(const void *a, const void *b)
{
    const struct tagged_name *x = a;
    const struct tagged_name *y = b;

    return strcmp(x->id, y->id);
}

/* A name tree of one node (7.9.6), in the order of bytes. */
static unsigned write_ids(struct tags *tags)
{
    unsigned id = objstore_reserve(tags->store);
    struct bytes entries = { 0 };

    if (tags->name_count)
        qsort(tags->names, tags->name_count, sizeof *tags->names,
              compare_names);
    bytes_append_string(&entries, "/Names[");
    for (size_t i = 0; i < tags->name_count; i++) {
        syntax_append_string(&entries, tags->names[i].id);
        append_reference(&entries, tags->names[i].object);
    }
    bytes_append_char(&entries, ']');
    objstore_set_dict(tags->store, id, &entries);
    return id;
}

void tags_end_sheet(struct tags *tags, bool first)
{
    struct tagged_sheet *sheet = &tags->sheet;
    const struct outline_node *root = sheet->outline->root;
    unsigned object = sheet->objects[root->number];

    write_elements(tags, sheet, root);
    *ARRAY_ADD(tags->arena, tags->roots, tags->root_count,
               tags->root_capacity) = object;
    if (first) {
        memmove(tags->roots + 1, tags->roots,
                (tags->root_count - 1) * sizeof *tags->roots);
        tags->roots[0] = object;
    }
    arena_free(sheet->arena);
    *sheet = (struct tagged_sheet){ 0 };
}

unsigned tags_write(struct tags *tags)
{
    struct bytes entries = { 0 };

    if (tags->document)
        write_document(tags);
    bytes_append_string(&entries, "/Type/StructTreeRoot");
    if (tags->document) {
        bytes_append_string(&entries, "/K ");
        append_reference(&entries, tags->document);
    } else {
        append_sheets(tags, &entries);
    }
    bytes_append_string(&entries, "/ParentTree ");
    append_reference(&entries, write_parents(tags));
    bytes_append_string(&entries, "/ParentTreeNextKey ");
    bytes_append_int(&entries, (int64_t)tags->page_count);
    bytes_append_string(&entries, "/IDTree ");
    append_reference(&entries, write_ids(tags));
    objstore_set_dict(tags->store, tags->root, &entries);
    return tags->root;
}
