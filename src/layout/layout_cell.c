/*
 * Cells of a table into boxes: whole, in parts, and what is repeated where
 * they go on.
 */
#include "base/arena.h"
#include "layout/fragment.h"

/* 1/1000 pt: a page is at most 14,400 pt high (PDF 32000 annex C). */
enum { TALLER_THAN_A_PAGE = 2 * 14400 * 1000 };

/* ---- what a cell is ------------------------------------------------------ */

static enum layout_role cell_role(const struct sheet_cell *cell)
{
    static const enum layout_role roles[] = {
        [FORM_ROLE_DATA] = LAYOUT_DATA,
        [FORM_ROLE_ROW_HEADER] = LAYOUT_ROW_HEADER,
        [FORM_ROLE_COL_HEADER] = LAYOUT_COLUMN_HEADER,
        [FORM_ROLE_LABEL] = LAYOUT_LABEL,
        [FORM_ROLE_TITLE] = LAYOUT_HEADING,
    };

    return roles[cell->form->role];
}

/* ---- giving out ---------------------------------------------------------- */

struct emission fragment_emission(const struct fragment *fragment,
                                  const struct row *row, size_t c, int32_t top,
                                  int32_t bottom)
{
    const struct table *table = fragment->table;
    const struct cell *cell = &row->cells[c];
    const struct sheet_cell *sheet = cell->sheet;
    const int32_t *edges = row_edges(table, row);
    size_t column = sheet->column;
    bool again = fragment->place->repeated && !fragment->place->unbroken &&
                 row->again[c].count;
    const struct lines *lines = again ? &row->again[c] : &row->lines[c];

    return (struct emission){
        .role = cell_role(sheet),
        .address = sheet->address,
        .cell = sheet,
        .rect = { fragment->x + edges[column], top,
                  edges[column + sheet->columns] - edges[column],
                  bottom - top },
        .insets = cell->insets,
        .align = cell->align,
        .valign = sheet->form->valign,
        .lines = lines,
        .last = lines->count,
        .mark = cell->mark,
        .repeated = fragment->place->repeated,
        .decimal_before = table->decimal_before[column],
        .decimal_after = table->decimal_after[column],
    };
}

void fragment_emit(struct fragment *fragment, const struct row *row, size_t c,
                   const struct emission *emission)
{
    struct place *place = fragment->place;

    if (!place->layout)
        return;
    *LIST_ADD(place->engine->scratch, &fragment->keys) =
        (struct key){ row, fragment->copy, c };
    emit_box(place->engine, place_page(place), emission);
}

static bool comes_before(const struct key *a, const struct key *b)
{
    if (a->row != b->row)
        return a->row < b->row;
    return a->copy != b->copy ? a->copy < b->copy : a->cell < b->cell;
}

void fragment_order_boxes(struct fragment *fragment)
{
    struct key *keys = fragment->keys.items;
    size_t count = fragment->keys.count;
    struct layout_page *page = place_page(fragment->place);
    struct layout_box *boxes = page->boxes + page->box_count - count;

    for (size_t i = 1; i < count; i++) {
        struct key key = keys[i];
        struct layout_box box = boxes[i];
        size_t at = i;

        for (; at && comes_before(&key, &keys[at - 1]); at--) {
            keys[at] = keys[at - 1];
            boxes[at] = boxes[at - 1];
        }
        keys[at] = key;
        boxes[at] = box;
    }
    fragment->keys.count = 0;
}

void fragment_add_edges(struct fragment *fragment, const struct row *row,
                        const struct row *end_row,
                        const struct sheet_cell *sheet, struct layout_rect rect)
{
    const struct table *table = fragment->table;

    if (fragment->place->layout)
        *LIST_ADD(fragment->place->engine->scratch, fragment) =
            (struct edged){ rect, cell_weights(table, row, end_row, sheet) };
}

const struct lines *open_cell_lines(const struct open_cell *open)
{
    return &open->row->lines[open->cell];
}

int32_t open_cell_height(const struct open_cell *open, size_t last)
{
    struct insets insets = open->row->cells[open->cell].insets;
    int32_t height = insets.top + insets.bottom;

    if (open->again)
        height += open->again->height + open->row->cells[open->cell].rise;
    /* Tall cells are asked for their height on each of their pages. */
    for (size_t n = open->next; n < last && height < TALLER_THAN_A_PAGE; n++)
        height += open_cell_lines(open)->items[n].pitch;
    return height;
}

size_t open_cell_fitting(const struct fragment *fragment,
                         const struct open_cell *open, int32_t bottom,
                         bool forced)
{
    const struct lines *lines = open_cell_lines(open);
    int32_t room = bottom - open->top - open_cell_height(open, open->next);
    size_t last = open->next;
    size_t cut;

    while (last < lines->count && lines->items[last].pitch <= room)
        room -= lines->items[last++].pitch;
    cut = break_lines(fragment->place->engine, lines, open->next, last);
    if (cut > open->next || !forced || open->next == lines->count)
        return cut;
    return last > open->next ? last : last + 1;
}

static const struct row *end_row_of(const struct fragment *fragment,
                                    const struct open_cell *open)
{
    const struct table *table = fragment->table;

    return &table->rows[open->last_row < table->count ? open->last_row
                                                      : table->count - 1];
}

/*
 * Puts what is repeated of a cell above its lines, in a box of its own, and
 * takes the room from `rest`. It takes all of it when no lines are left.
 */
static void give_again(struct fragment *fragment, const struct open_cell *open,
                       struct emission *rest)
{
    struct emission again = *rest;

    again.lines = open->again;
    again.first = 0;
    again.last = open->again->count;
    again.mark = NULL;
    again.part = 0;
    again.repeated = true;
    again.valign = FORM_TOP;
    if (rest->last > rest->first) {
        again.insets.bottom = 0;
        again.rect.height = rest->insets.top + open->again->height;
        rest->rect.y += again.rect.height;
        rest->rect.height -= again.rect.height;
        rest->insets.top = open->row->cells[open->cell].rise;
    }
    fragment_emit(fragment, open->row, open->cell, &again);
}

bool open_cell_stands_in(const struct fragment *fragment,
                         const struct open_cell *open, size_t r)
{
    return open->row == &fragment->table->rows[r] || open->last_row == r;
}

void open_cell_give(struct fragment *fragment, struct open_cell *open,
                    int32_t bottom, enum giving giving)
{
    struct emission emission;
    bool bare;

    if (!fragment->place->layout && giving == GIVE_ALL)
        return; /* a dry run asks for what goes on only */
    emission =
        fragment_emission(fragment, open->row, open->cell, open->top, bottom);
    /* Rows may end, with the page, before what is repeated would. */
    if (bottom - open->top < open_cell_height(open, open->next))
        open->again = NULL;
    if (giving != GIVE_ALL)
        emission.last =
            open_cell_fitting(fragment, open, bottom, giving == GIVE_FORCED);
    emission.first = open->next;
    bare = open->again && emission.first == emission.last;
    fragment_add_edges(fragment, open->row, end_row_of(fragment, open),
                       emission.cell, emission.rect);
    if (open->again)
        give_again(fragment, open, &emission);
    open->next = emission.last;
    open->again = NULL;
    if (bare)
        return;
    if (open->part || giving != GIVE_ALL)
        emission.part = ++open->part;
    if (emission.part)
        emission.valign = FORM_TOP;
    fragment_emit(fragment, open->row, open->cell, &emission);
}

const struct lines *open_cell_again(const struct fragment *fragment,
                                    const struct open_cell *open, size_t r)
{
    const struct lines *again = &open->row->again[open->cell];
    const struct lines *lines = open_cell_lines(open);
    const struct cell *cell = &open->row->cells[open->cell];
    int32_t room = row_room(fragment->place->engine, fragment->table, r);

    if (!again->count || !open->next || again->height > room / 2)
        return NULL;
    if (open->next < lines->count &&
        lines->items[open->next].para == &cell->paras[0])
        return NULL;
    return again;
}
