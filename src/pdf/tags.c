/*
 * While pages are written a leaf is shown in one piece or in several: on
 * further pages, or around what stands between its lines (a mark, a
 * reading). Each piece is a marked-content sequence with a number of its own
 * (MCID) on its page. The pieces of a leaf hang on it as a chain, so that an
 * element's kids come out in reading order whatever was painted first.
 */
#include "pdf/tags.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "pdf/objstore.h"
#include "pdf/tags_inside.h"
#include "sheet/outline.h"

struct tags *tags_new(struct objstore *store, bool parts)
{
    struct arena *arena = arena_new();
    struct tags *tags = arena_alloc(arena, sizeof *tags);

    tags->arena = arena;
    tags->store = store;
    tags->root = objstore_reserve(store);
    if (parts)
        tags->document = objstore_reserve(store);
    return tags;
}

void tags_free(struct tags *tags)
{
    if (!tags)
        return;
    bytes_free(&tags->entries);
    arena_free(tags->sheet.arena);
    arena_free(tags->arena);
}

/* A cell's words in a heading, without an address of their own. */
static bool is_bare(const struct outline_node *node)
{
    return node->kind == OUTLINE_SPAN && !node->lang && !node->meaning &&
           !node->shown && (!node->address || outline_is_count(node->address));
}

const struct outline_node *tags_element(const struct outline_node *node)
{
    while (node->kind == OUTLINE_TEXT || is_bare(node))
        node = node->parent;
    return node;
}

struct elements {
    const struct outline_node **items;
    size_t count;
    size_t capacity;
};

/* The elements below a node: siblings stand together. */
static void collect_kids(struct arena *arena, struct elements *elements,
                         const struct outline_node *node)
{
    const struct outline_node *kid;

    for (kid = node->first; kid; kid = kid->next)
        if (tags_element(kid) == kid)
            *LIST_ADD(arena, elements) = kid;
    for (kid = node->first; kid; kid = kid->next)
        collect_kids(arena, elements, kid);
}

/*
 * Numbers for the elements, kind by kind: objects stand in the file in order
 * of number, and those of one kind are nearly the same bytes. A sheet's
 * objects are a fifteenth smaller than with siblings side by side.
 */
static void reserve_objects(struct tags *tags, struct tagged_sheet *sheet)
{
    struct elements elements = { 0 };

    collect_kids(sheet->arena, &elements, sheet->outline->root);
    for (unsigned kind = 0; kind <= OUTLINE_TEXT; kind++)
        for (size_t i = 0; i < elements.count; i++)
            if (elements.items[i]->kind == kind)
                sheet->objects[elements.items[i]->number] =
                    objstore_reserve(tags->store);
}

void tags_add_sheet(struct tags *tags, const struct outline *outline,
                    const char *prefix)
{
    struct arena *arena = arena_new();
    struct tagged_sheet *sheet = &tags->sheet;
    size_t nodes = outline->node_count;

    *sheet = (struct tagged_sheet){
        .arena = arena,
        .outline = outline,
        .prefix = prefix ? prefix : "",
        .objects = arena_calloc(arena, nodes, sizeof *sheet->objects),
        .first = arena_calloc(arena, nodes, sizeof *sheet->first),
        .last = arena_calloc(arena, nodes, sizeof *sheet->last),
    };
    sheet->objects[outline->root->number] = objstore_reserve(tags->store);
    reserve_objects(tags, sheet);
}

unsigned tags_object(const struct tags *tags, const struct outline_node *node)
{
    return tags->sheet.objects[tags_element(node)->number];
}

/* ---- pages --------------------------------------------------------------- */

unsigned tags_begin_page(struct tags *tags)
{
    *ARRAY_ADD(tags->arena, tags->pages, tags->page_count,
               tags->page_capacity) = (struct tagged_page){ 0 };
    tags->page = tags->page_count - 1;
    return (unsigned)tags->page;
}

void tags_end_page(struct tags *tags, unsigned id)
{
    tags->pages[tags->page].object = id;
}

bool tags_is_open(const struct tags *tags, const struct outline_node *leaf,
                  enum tags_artifact artifact)
{
    if (tags->state == TAGS_IN_ELEMENT)
        return leaf && tags_element(leaf) == tags->element &&
               leaf->beside == tags->beside;
    return tags->state == TAGS_IN_ARTIFACT && !leaf &&
           tags->artifact == artifact;
}

void tags_mark_end(struct tags *tags, struct bytes *out)
{
    if (tags->state != TAGS_OUTSIDE)
        bytes_append_string(out, "EMC\n");
    tags->state = TAGS_OUTSIDE;
}

/* Adds a piece on the page begun last to the chain of a node. */
static void add_piece(struct tags *tags, const struct outline_node *node,
                      struct tagged_piece piece)
{
    struct tagged_sheet *sheet = &tags->sheet;
    size_t number;

    piece.page = (unsigned)tags->page;
    *ARRAY_ADD(sheet->arena, sheet->pieces, sheet->piece_count,
               sheet->piece_capacity) = piece;
    number = sheet->piece_count;
    if (sheet->last[node->number])
        sheet->pieces[sheet->last[node->number] - 1].next = number;
    else
        sheet->first[node->number] = number;
    sheet->last[node->number] = number;
}

unsigned tags_add_annotation(struct tags *tags, const struct outline_node *node,
                             unsigned id)
{
    struct tagged_page *key = ARRAY_ADD(tags->arena, tags->pages,
                                        tags->page_count, tags->page_capacity);

    *key = (struct tagged_page){ .is_annotation = true };
    *LIST_ADD(tags->arena, key) = tags_object(tags, node);
    add_piece(tags, node, (struct tagged_piece){ .annotation = id });
    return (unsigned)(tags->page_count - 1);
}

void tags_mark(struct tags *tags, const struct outline_node *leaf,
               struct bytes *out)
{
    struct tagged_page *page = &tags->pages[tags->page];
    const struct tagged_sheet *sheet = &tags->sheet;
    unsigned mcid = (unsigned)page->count;

    if (tags_is_open(tags, leaf, TAGS_LAYOUT))
        return;
    tags_mark_end(tags, out);
    tags->state = TAGS_IN_ELEMENT;
    tags->element = tags_element(leaf);
    tags->beside = leaf->beside;
    *LIST_ADD(tags->arena, page) = sheet->objects[tags->element->number];
    add_piece(tags, leaf, (struct tagged_piece){ .mcid = mcid });
    bytes_append_char(out, '/');
    bytes_append_string(out, tags_type(tags, tags->element));
    bytes_append_string(out, "<</MCID ");
    bytes_append_int(out, mcid);
    bytes_append_string(out, ">>BDC\n");
}

void tags_mark_artifact(struct tags *tags, enum tags_artifact artifact,
                        struct bytes *out)
{
    static const char *const entries[] = {
        [TAGS_LAYOUT] = "/Type/Layout",
        [TAGS_HEAD] = "/Type/Pagination/Subtype/Header",
        [TAGS_FOOT] = "/Type/Pagination/Subtype/Footer",
        [TAGS_REPEATED] = "/Type/Pagination",
    };

    if (tags_is_open(tags, NULL, artifact))
        return;
    tags_mark_end(tags, out);
    tags->state = TAGS_IN_ARTIFACT;
    tags->artifact = artifact;
    bytes_append_string(out, "/Artifact<<");
    bytes_append_string(out, entries[artifact]);
    bytes_append_string(out, ">>BDC\n");
}
