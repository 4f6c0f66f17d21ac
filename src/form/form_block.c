/* Blocks: paragraphs, tables, bars, spaces, what repeats, a book's own. */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "yaml/node.h"

static void read_block_role(struct form_reader *reader, const struct node *node,
                            void *out)
{
    static const char *const words[] = { "paragraph", "title", "note",
                                         "label" };
    int word =
        form_read_word(reader, node, words, sizeof words / sizeof words[0]);

    if (word >= 0)
        *(const char **)out = words[word];
}

/* Gives a paragraph without a style the one called "body". */
static void settle_style(struct form_reader *reader, const struct node *node,
                         const struct form_style **style)
{
    if (*style || node_lookup(node, "style"))
        return;
    *style = form_lookup_style(reader->stage, "body");
    if (!*style)
        diag_add(reader->diags, DIAG_ERROR, "form-style", node->at,
                 _("no style stands here and none is called \"body\""));
}

#define BLOCK(member) offsetof(struct form_block, member)

static void read_when(struct form_reader *reader, const struct node *node,
                      void *out)
{
    struct form_block *block = out;

    form_read_when(reader, node, &block->when, &block->when_len);
}

/* A leader leads to something. */
static void check_leader(struct form_reader *reader, const struct node *node,
                         const struct form_block *block)
{
    if (node_lookup(node, "leader") && !node_lookup(node, "end"))
        diag_add(reader->diags, DIAG_ERROR, "form-block", block->at,
                 _("a \"leader\" leads to an \"end\", which is missing"));
}

static void read_paragraph(struct form_reader *reader, const struct node *node,
                           struct form_block *block)
{
    static const struct form_key table[] = {
        { "text", form_read_text, BLOCK(text), true },
        { "style", form_read_style, BLOCK(style), false },
        { "role", read_block_role, BLOCK(role), false },
        { "marker", form_read_text, BLOCK(marker), false },
        { "indent", form_read_height, BLOCK(indent), false },
        { "hang", form_read_height, BLOCK(hang), false },
        { "leader", form_read_words, BLOCK(leader), false },
        { "end", form_read_words, BLOCK(end), false },
        { "when", read_when, 0, false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a paragraph"), table);

    block->kind = FORM_BLOCK_PARAGRAPH;
    block->role = "paragraph";
    form_read_keys(reader, node, &keys, block);
    settle_style(reader, node, &block->style);
    check_leader(reader, node, block);
}

static void read_table_block(struct form_reader *reader,
                             const struct node *node, struct form_block *block)
{
    static const struct form_key table[] = {
        { "table", form_read_table, BLOCK(table), true },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("a block with a table"), table);

    block->kind = FORM_BLOCK_TABLE;
    form_read_keys(reader, node, &keys, block);
}

static void read_space(struct form_reader *reader, const struct node *node,
                       struct form_block *block)
{
    static const struct form_key table[] = {
        { "space", form_read_height, BLOCK(space), true },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a space"), table);

    block->kind = FORM_BLOCK_SPACE;
    form_read_keys(reader, node, &keys, block);
}

/* What stands in a slot of a bar: one paragraph or one table. */
static void read_slot(struct form_reader *reader, const struct node *node,
                      void *out)
{
    struct form_block *block = arena_alloc(reader->arena, sizeof *block);

    block->at = node->at;
    if (node->kind == NODE_MAPPING && node_lookup(node, "table"))
        read_table_block(reader, node, block);
    else
        read_paragraph(reader, node, block);
    *(struct form_block **)out = block;
}

static void read_slots(struct form_reader *reader, const struct node *node,
                       void *out)
{
    static const struct form_key table[] = {
        { "left", read_slot, BLOCK(slots[0]), false },
        { "center", read_slot, BLOCK(slots[1]), false },
        { "right", read_slot, BLOCK(slots[2]), false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a bar"), table);

    form_read_keys(reader, node, &keys, out);
}

static void read_bar(struct form_reader *reader, const struct node *node,
                     struct form_block *block)
{
    static const struct form_key table[] = {
        { "bar", read_slots, 0, true },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("a block with a bar"), table);

    block->kind = FORM_BLOCK_BAR;
    form_read_keys(reader, node, &keys, block);
}

static void read_block_each(struct form_reader *reader, const struct node *node,
                            void *out)
{
    struct form_block *block = out;

    form_open_each(reader, node, &block->each, &block->each_len);
}

static void read_inner_blocks(struct form_reader *reader,
                              const struct node *node, void *out)
{
    struct form_block *block = out;

    block->blocks = arena_alloc(reader->arena, sizeof *block->blocks);
    form_read_blocks(reader, node, block->blocks);
}

static void read_block_where(struct form_reader *reader,
                             const struct node *node, void *out)
{
    struct form_block *block = out;

    if (block->each)
        form_read_where(reader, node, &block->where);
}

static void read_each(struct form_reader *reader, const struct node *node,
                      struct form_block *block)
{
    static const struct form_key table[] = {
        { "each", read_block_each, 0, true },
        { "where", read_block_where, 0, false },
        { "keep", form_read_bool, BLOCK(keep), false },
        { "space", form_read_height, BLOCK(space), false },
        { "blocks", read_inner_blocks, 0, true },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("a repeated block"), table);
    const struct form_scope *outer = reader->scope;

    block->kind = FORM_BLOCK_EACH;
    form_read_keys(reader, node, &keys, block);
    reader->scope = outer;
}

/* These stand where pages can begin and only once. */
static void check_body(struct form_reader *reader, const struct node *node,
                       bool once)
{
    if (reader->paged || (once && reader->scope->list))
        diag_add(reader->diags, DIAG_ERROR, "form-block", node->at,
                 once ? _("this stands only in the body, not in \"each\"")
                      : _("this stands only in the body"));
}

static void read_break(struct form_reader *reader, const struct node *node,
                       void *out)
{
    static const char *const words[] = { "page" };

    (void)out;
    form_read_word(reader, node, words, 1);
}

static void read_break_block(struct form_reader *reader,
                             const struct node *node, struct form_block *block)
{
    static const struct form_key table[] = { { "break", read_break, 0, true } };
    static const struct form_keys keys = FORM_KEYS(N_("a break"), table);

    block->kind = FORM_BLOCK_BREAK;
    check_body(reader, node, false);
    form_read_keys(reader, node, &keys, block);
}

/* ---- books -------------------------------------------------------------- */

/* Only the form of an edition, which has an order of parts, makes books. */
static bool check_book(struct form_reader *reader, const struct node *node)
{
    if (form_lookup_use(&reader->form->fields, "order"))
        return true;
    diag_add(reader->diags, DIAG_ERROR, "form-block", node->at,
             _("this stands only in the form of an edition"))
        ->expected = _("a form that has a field with the use \"order\"");
    return false;
}

/* One level of the contents: what its lines look like. */
static void read_level(struct form_reader *reader, const struct node *node,
                       void *out)
{
    static const struct form_key table[] = {
        { "text", form_read_words, BLOCK(text), true },
        { "style", form_read_style, BLOCK(style), false },
        { "marker", form_read_text, BLOCK(marker), false },
        { "indent", form_read_height, BLOCK(indent), false },
        { "hang", form_read_height, BLOCK(hang), false },
        { "leader", form_read_words, BLOCK(leader), false },
        { "end", form_read_words, BLOCK(end), false },
        { "space", form_read_height, BLOCK(space), false },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("a level of the contents"), table);
    struct form_blocks *levels = out;
    struct form_block block = { .kind = FORM_BLOCK_PARAGRAPH,
                                .role = "contents",
                                .at = node->at };

    form_read_keys(reader, node, &keys, &block);
    settle_style(reader, node, &block.style);
    check_leader(reader, node, &block);
    *LIST_ADD(reader->arena, levels) = block;
}

static void read_levels(struct form_reader *reader, const struct node *node,
                        void *out)
{
    struct form_block *block = out;

    block->blocks = arena_alloc(reader->arena, sizeof *block->blocks);
    reader->contents = true;
    form_read_list(reader, node, read_level, block->blocks);
    reader->contents = false;
    if (block->blocks->count)
        block->space = block->blocks->items[0].space;
}

static void read_contents(struct form_reader *reader, const struct node *node,
                          struct form_block *block)
{
    static const struct form_key table[] = {
        { "contents", read_levels, 0, true },
        { "keep", form_read_bool, BLOCK(keep), false },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("the contents of a book"), table);

    block->kind = FORM_BLOCK_CONTENTS;
    check_body(reader, node, true);
    if (check_book(reader, node))
        form_read_keys(reader, node, &keys, block);
}

void form_read_page_number(struct form_reader *reader, const struct node *node,
                           void *out)
{
    struct page_number {
        struct form_block block;
        int32_t edge;
    } read = { .block = { .kind = FORM_BLOCK_PARAGRAPH,
                          .role = "paragraph",
                          .at = node->at } };
    static const struct form_key table[] = {
        { "text", form_read_words, offsetof(struct page_number, block.text),
          true },
        { "style", form_read_style, offsetof(struct page_number, block.style),
          false },
        { "edge", form_read_points, offsetof(struct page_number, edge), true },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a page number"), table);
    struct form_stage *stage = out;

    if (!check_book(reader, node))
        return;
    reader->paged = true;
    form_read_keys(reader, node, &keys, &read);
    reader->paged = false;
    settle_style(reader, node, &read.block.style);
    stage->page_number_edge = read.edge;
    *LIST_ADD(reader->arena, &stage->page_number) = read.block;
}

#undef BLOCK

static void read_block(struct form_reader *reader, const struct node *node,
                       void *out)
{
    /* The first key found decides; "space" also stands inside "each". */
    static const struct {
        const char *key;
        void (*read)(struct form_reader *reader, const struct node *node,
                     struct form_block *block);
    } kinds[] = {
        { "each", read_each },         { "bar", read_bar },
        { "table", read_table_block }, { "contents", read_contents },
        { "text", read_paragraph },    { "space", read_space },
        { "break", read_break_block },
    };
    struct form_blocks *blocks = out;
    struct form_block block = { .at = node->at };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (node->kind != NODE_MAPPING || !node_lookup(node, kinds[i].key))
            continue;
        kinds[i].read(reader, node, &block);
        *LIST_ADD(reader->arena, blocks) = block;
        return;
    }
    diag_add(reader->diags, DIAG_ERROR, "form-block", node->at,
             _("no kind of block stands here"))
        ->expected = _("one of the keys each, bar, table, text, space, break");
}

void form_read_blocks(struct form_reader *reader, const struct node *node,
                      void *out)
{
    form_read_list(reader, node, read_block, out);
}
