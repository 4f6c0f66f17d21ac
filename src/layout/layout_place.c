/*
 * Blocks onto pages.
 *
 * A section that is kept whole goes to the next page when it does not fit
 * and would fit there; a section taller than a page body starts where it
 * stands and is cut between rows, and within rows that are taller than a
 * page. What follows the last section (the legend) counts as its tail, so
 * that it never stands alone on a page for want of a line.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/inside.h"

enum { BAR_GAP = 6000 }; /* least room between slots, 1/1000 pt */

static const struct form_page *page_form(const struct place *place)
{
    return &place->engine->sheet->stage->page;
}

static int32_t body_width(const struct place *place)
{
    const struct form_page *page = page_form(place);

    return page->width - page->margin_left - page->margin_right;
}

struct layout_page *place_page(const struct place *place)
{
    return place->layout ? &place->layout->pages[place->page] : NULL;
}

/* ---- paragraphs and bars ------------------------------------------------ */

static enum layout_role paragraph_role(const struct form_block *form)
{
    static const struct {
        const char *name;
        enum layout_role role;
    } roles[] = { { "title", LAYOUT_TITLE },
                  { "note", LAYOUT_NOTE },
                  { "contents", LAYOUT_CONTENTS } };

    for (size_t i = 0; form->role && i < sizeof roles / sizeof *roles; i++)
        if (roles[i].name[0] == form->role[0])
            return roles[i].role;
    return LAYOUT_PARAGRAPH;
}

/* Lines [first, last) of a paragraph at x and place->y. */
static void emit_paragraph(struct place *place, const struct block *block,
                           int32_t x, int32_t width, size_t first, size_t last,
                           int part)
{
    int32_t height = block->insets.top + block->insets.bottom;

    for (size_t i = first; i < last; i++)
        height += block->lines->items[i].pitch;
    if (place->layout)
        emit_box(place->engine, place_page(place),
                 &(struct emission){
                     .role = paragraph_role(block->sheet->form),
                     .address = block->sheet->address,
                     .entry = block->sheet->entry,
                     .rect = { x, place->y, width, height },
                     .insets = block->insets,
                     .align = block->para.sheet->style->align,
                     .lines = block->lines,
                     .first = first,
                     .last = last,
                     .part = part,
                     .repeated = place->repeated,
                 });
    place->y += height;
    place->fresh = false;
}

static void place_paragraph(struct place *place, const struct block *block,
                            int32_t x, int32_t width)
{
    const struct engine *engine = place->engine;
    const struct lines *lines = block->lines;
    int32_t limit =
        engine->body_bottom - block->insets.top - block->insets.bottom;
    size_t first = 0;
    int part = 0;

    while (first < lines->count) {
        int32_t y = place->y;
        size_t last = first;
        size_t cut;

        while (last < lines->count &&
               (last == first || y + lines->items[last].pitch <= limit))
            y += lines->items[last++].pitch;
        cut = break_lines(engine, lines, first, last);
        last = cut > first ? cut : last;
        if (last < lines->count || part)
            part++;
        emit_paragraph(place, block, x, width, first, last, part);
        first = last;
        if (first < lines->count)
            place_new_page(place);
    }
}

static void place_slot(struct place *place, const struct block *slot, int32_t x,
                       int32_t bottom)
{
    place->y = bottom - slot->height;
    if (slot->table)
        place_table(place, slot->table, x, false);
    else if (slot->lines)
        emit_paragraph(place, slot, x, slot->width, 0, slot->lines->count, 0);
}

void report_bar(struct engine *engine, const struct block *bar)
{
    diag_add(engine->diags, DIAG_ERROR, "layout-overflow", bar->sheet->form->at,
             _("the parts of a bar do not fit beside each other"));
    engine->failed = true;
}

/* The middle slot stands in the middle unless an outer one needs the room. */
static void place_bar(struct place *place, const struct block *bar, int32_t x,
                      int32_t width)
{
    struct block *const *slots = bar->slots;
    int32_t left = slots[0] ? x + slots[0]->width + BAR_GAP : x;
    int32_t right = slots[2] ? x + width - slots[2]->width : x + width;
    int32_t bottom = place->y + bar->height;
    int32_t needed = -BAR_GAP;

    for (int i = 0; i < 3; i++)
        needed += slots[i] ? slots[i]->width + BAR_GAP : 0;
    if (needed > width && place->layout && !place->engine->failed)
        report_bar(place->engine, bar);
    if (slots[0])
        place_slot(place, slots[0], x, bottom);
    if (slots[1]) {
        int32_t middle = x + (width - slots[1]->width) / 2;
        int32_t most = right - (slots[2] ? BAR_GAP : 0) - slots[1]->width;

        middle = middle > most ? most : middle;
        middle = middle < left ? left : middle;
        place_slot(place, slots[1], middle, bottom);
    }
    if (slots[2])
        place_slot(place, slots[2], right, bottom);
    place->y = bottom;
}

/* ---- heads, feet and pages ---------------------------------------------- */

/* Blocks of the head or foot from `y` on; they never break. */
static void place_edge(struct place *place, const struct blocks *blocks,
                       int32_t y)
{
    int32_t x = page_form(place)->margin_left;
    int32_t width = body_width(place);

    place->y = y;
    place->unbroken = true;
    place->engine->edge = true;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];

        if (block->sheet->kind == FORM_BLOCK_SPACE)
            place->y += block->height;
        else if (block->sheet->kind == FORM_BLOCK_BAR)
            place_bar(place, block, x, width);
        else if (block->sheet->kind == FORM_BLOCK_TABLE)
            place_table(place, block->table, x, false);
        else if (block->lines)
            emit_paragraph(place, block, x, width, 0, block->lines->count, 0);
    }
    place->unbroken = false;
    place->engine->edge = false;
}

/* Lets a page's head or foot stand as the one that room is kept for. */
static void keep_widths(struct blocks *blocks, const struct blocks *kept)
{
    for (size_t i = 0; i < blocks->count; i++) {
        struct block *block = &blocks->items[i];

        block->kept = &kept->items[i];
        for (int s = 0; s < 3; s++)
            if (block->slots[s])
                block->slots[s]->kept = block->kept->slots[s];
    }
}

/* The head or foot with this page's number in it. */
static void place_numbered(struct place *place,
                           const struct sheet_blocks *sheet, int32_t y)
{
    struct engine *engine = place->engine;
    struct blocks blocks =
        shape_blocks(engine, sheet, place->page + 1, engine->pages);
    bool head = sheet == &engine->sheet->head;
    int32_t back = place->y;

    clear_edge(engine, &blocks, head);
    keep_widths(&blocks, head ? &engine->head : &engine->foot);
    measure_blocks(engine, &blocks, body_width(place));
    place->repeated = place->page > 0;
    place_edge(place, &blocks, y);
    place->repeated = false;
    place->y = back;
}

/* A page of the layout with its head. */
static void add_page(struct place *place)
{
    const struct form_page *form = page_form(place);
    struct layout *layout = place->layout;

    *ARRAY_ADD(place->engine->arena, layout->pages, layout->page_count,
               layout->page_capacity) = (struct layout_page){
        .width = form->width,
        .height = form->height,
        .body = { form->margin_left, form->margin_top, body_width(place),
                  form->height - form->margin_top - form->margin_bottom },
    };
    place_numbered(place, &place->engine->sheet->head, form->margin_top);
}

static void open_page(struct place *place)
{
    if (place->layout)
        add_page(place);
    place->y = place->engine->body_top;
    place->fresh = true;
    place->begun = false;
}

static void close_page(struct place *place)
{
    const struct form_page *form = page_form(place);
    int32_t height = blocks_height(&place->engine->foot, false);

    if (place->layout && place->engine->foot.count)
        place_numbered(place, &place->engine->sheet->foot,
                       form->height - form->margin_bottom - height);
    if (place->layout)
        draw_rules(place->engine, place_page(place));
}

struct place place_start(struct engine *engine, struct layout *layout)
{
    struct place place = { .engine = engine, .layout = layout };

    open_page(&place);
    place.begun = true;
    return place;
}

void place_new_page(struct place *place)
{
    close_page(place);
    place->page++;
    open_page(place);
}

void place_end(struct place *place)
{
    close_page(place);
}

/* ---- sections ------------------------------------------------------------ */

/* Height of what follows the last section, if that is little. */
static int32_t tail_height(const struct place *place,
                           const struct blocks *blocks, size_t index)
{
    int32_t body = place->engine->body_bottom - place->engine->body_top;
    int32_t height = 0;

    for (size_t i = index + 1; i < blocks->count; i++) {
        if (blocks->items[i].sheet->kind == FORM_BLOCK_EACH)
            return 0;
        if (blocks->items[i].sheet->kind == FORM_BLOCK_BREAK)
            break;
        height = add_height(height, blocks->items[i].height);
    }
    return height < body / 4 ? height : 0;
}

static void place_section(struct place *place, const struct blocks *blocks,
                          size_t index, bool flow)
{
    const struct engine *engine = place->engine;
    const struct block *block = &blocks->items[index];
    const struct form_block *form = block->sheet->form;
    int32_t body = engine->body_bottom - engine->body_top;
    int32_t height = flow ? block->height_free : block->height;
    int32_t tail = tail_height(place, blocks, index);
    int32_t space = block->sheet->first || place->fresh
                        ? 0
                        : resolve_length(form->space, sheet_em(engine));

    if (height + tail > body)
        tail = 0;
    if (form->keep && height <= body && !place->fresh &&
        place->y + space + height + tail > engine->body_bottom) {
        place_new_page(place);
        space = 0;
    }
    place->y += space;
    for (size_t i = 0; i < block->blocks->count; i++)
        place_block(place, block->blocks, i, flow);
}

void place_block(struct place *place, const struct blocks *blocks, size_t index,
                 bool flow)
{
    const struct block *block = &blocks->items[index];
    int32_t x = page_form(place)->margin_left;
    int32_t limit = place->engine->body_bottom;
    int32_t below = place->below;

    place->below += tail_height(place, blocks, index);
    switch (block->sheet->kind) {
    case FORM_BLOCK_PARAGRAPH:
        if (!place->fresh &&
            place->y + block_need(place->engine, blocks, index) > limit)
            place_new_page(place);
        place_paragraph(place, block, x, body_width(place));
        break;
    case FORM_BLOCK_SPACE:
        if (place->fresh && !place->begun)
            break;
        place->y += block->height;
        place->fresh = false;
        break;
    case FORM_BLOCK_BREAK:
        if (!place->fresh)
            place_new_page(place);
        place->begun = true;
        break;
    case FORM_BLOCK_CONTENTS: /* bound as sections */
        break;
    case FORM_BLOCK_TABLE:
        place_table(place, block->table, x, flow);
        break;
    case FORM_BLOCK_BAR:
        if (!place->fresh && place->y + block->height > limit)
            place_new_page(place);
        place_bar(place, block, x, body_width(place));
        place->fresh = false;
        break;
    case FORM_BLOCK_EACH:
        place_section(place, blocks, index, flow);
        break;
    }
    place->below = below;
}
