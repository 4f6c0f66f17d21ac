/*
 * Rows of a table onto pages.
 *
 * A cell is opened when its row begins and closed when its last row ends,
 * so a cell of one row, a cell that spans rows and a cell of a row that is
 * cut by a page break are one case. At a page break every open cell gives
 * out the lines that fit above it as one part; the rest waits for the next
 * page. A fragment is what stands of the table on one page: it begins with
 * the head rows (repeated from the second page on) and has closed borders.
 *
 *     page 1  head | head          page 2  head | head    (repeated)
 *             a    | b  open ->            a 2  | b 2     (parts)
 *
 * Rows move to the next page whole when they fit there; only a row taller
 * than a page body is cut, between lines. Where a cell goes on, what stands
 * for it (its first words and the form's "continued") is repeated above its
 * lines, as a box of its own.
 */
#include "base/arena.h"
#include "layout/inside.h"

struct open_cell {
    const struct row *row;
    size_t cell;               /* index in the row */
    size_t last_row;           /* index in the table */
    int32_t top;               /* y on this page */
    size_t next;               /* first line not yet given out */
    int part;                  /* parts given out */
    const struct lines *again; /* repeated above its lines here, or NULL */
};

struct fragment {
    struct place *place;
    const struct table *table;
    int32_t x;
    int32_t top;
    bool started; /* a body row or a part of one stands in it */
    struct open_cell *open;
    size_t open_count;
    struct edged *items; /* cells whose borders are drawn at its end */
    size_t count;
    size_t capacity;
};

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

static struct emission cell_emission(const struct fragment *fragment,
                                     const struct row *row, size_t c,
                                     int32_t top, int32_t bottom)
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

static void add_edges(struct fragment *fragment, const struct row *row,
                      const struct row *end_row, const struct sheet_cell *sheet,
                      struct layout_rect rect)
{
    const struct table *table = fragment->table;

    if (fragment->place->layout)
        *LIST_ADD(fragment->place->engine->scratch, fragment) =
            (struct edged){ rect, cell_weights(table, row, end_row, sheet) };
}

static const struct lines *open_lines(const struct open_cell *open)
{
    return &open->row->lines[open->cell];
}

/* Height of an open cell when it ends on this page with line `last`. */
static int32_t open_height(const struct open_cell *open, size_t last)
{
    struct insets insets = open->row->cells[open->cell].insets;
    int32_t height = insets.top + insets.bottom;

    if (open->again)
        height += open->again->height;
    for (size_t n = open->next; n < last; n++)
        height += open_lines(open)->items[n].pitch;
    return height;
}

/*
 * Lines of an open cell to stand above `bottom`; `forced`: at least one,
 * and wherever the cut falls, so that the cell gets on.
 */
static size_t fitting_lines(const struct fragment *fragment,
                            const struct open_cell *open, int32_t bottom,
                            bool forced)
{
    const struct lines *lines = open_lines(open);
    int32_t room = bottom - open->top - open_height(open, open->next);
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
static void give_again(const struct fragment *fragment,
                       const struct open_cell *open, struct emission *rest)
{
    struct engine *engine = fragment->place->engine;
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
        rest->insets.top = 0;
    }
    if (fragment->place->layout)
        emit_box(engine, place_page(fragment->place), &again);
}

/* True for the cells that row r has to hold: its own, and what ends in it. */
static bool stands_in(const struct fragment *fragment,
                      const struct open_cell *open, size_t r)
{
    return open->row == &fragment->table->rows[r] || open->last_row == r;
}

/* How an open cell is given out. */
enum giving {
    GIVE_ALL,   /* it closes */
    GIVE_SOME,  /* what can be cut well; the rest goes over */
    GIVE_FORCED /* at least a line */
};

/* Gives an open cell out down to `bottom`. */
static void give_out(struct fragment *fragment, struct open_cell *open,
                     int32_t bottom, enum giving giving)
{
    struct engine *engine = fragment->place->engine;
    struct emission emission =
        cell_emission(fragment, open->row, open->cell, open->top, bottom);
    bool bare;

    if (giving != GIVE_ALL)
        emission.last =
            fitting_lines(fragment, open, bottom, giving == GIVE_FORCED);
    emission.first = open->next;
    bare = open->again && emission.first == emission.last;
    add_edges(fragment, open->row, end_row_of(fragment, open), emission.cell,
              emission.rect);
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
    if (fragment->place->layout)
        emit_box(engine, place_page(fragment->place), &emission);
}

static void open_row(struct fragment *fragment, size_t r)
{
    const struct row *row = &fragment->table->rows[r];

    for (size_t c = 0; c < row->sheet->cell_count; c++)
        fragment->open[fragment->open_count++] = (struct open_cell){
            .row = row,
            .cell = c,
            .last_row = r + row->cells[c].sheet->rows - 1,
            .top = fragment->place->y,
        };
}

/* Gives out the cells that end with row r, whose lower edge is place->y. */
static void close_row(struct fragment *fragment, size_t r)
{
    size_t kept = 0;

    for (size_t i = 0; i < fragment->open_count; i++) {
        struct open_cell *open = &fragment->open[i];

        if (open->last_row <= r || r + 1 == fragment->table->count)
            give_out(fragment, open, fragment->place->y, GIVE_ALL);
        else
            fragment->open[kept++] = *open;
    }
    fragment->open_count = kept;
}

/* ---- fragments ----------------------------------------------------------- */

/* Draws the borders; the fragment's own edge is the table's outer rule. */
static void end_fragment(struct fragment *fragment)
{
    const struct form_borders *outer = &fragment->table->sheet->form->outer;
    struct place *place = fragment->place;

    for (size_t i = 0; i < fragment->count; i++) {
        struct edged *edged = &fragment->items[i];

        if (edged->rect.y == fragment->top)
            edged->weights.top = outer->top;
        if (edged->rect.y + edged->rect.height == place->y)
            edged->weights.bottom = outer->bottom;
    }
    if (place->layout)
        draw_rules(place->engine, place_page(place), fragment->items,
                   fragment->count);
    fragment->count = 0;
}

static void place_heads(struct fragment *fragment)
{
    bool again = fragment->place->repeated && !fragment->place->unbroken;

    for (size_t r = 0; r < fragment->table->heads; r++) {
        const struct row *row = &fragment->table->rows[r];

        open_row(fragment, r);
        fragment->place->y += again ? row->height_again : row->height;
        fragment->place->fresh = false;
        close_row(fragment, r);
    }
}

/*
 * What is repeated of a cell that goes on: nothing while its first words are
 * not all out, and nothing that would take more than half of the page.
 */
static const struct lines *find_again(const struct fragment *fragment,
                                      const struct open_cell *open)
{
    const struct lines *again = &open->row->again[open->cell];
    const struct lines *lines = open_lines(open);
    const struct cell *cell = &open->row->cells[open->cell];
    int32_t room = body_room(fragment->place->engine, fragment->table);

    if (!again->count || !open->next || again->height > room / 2)
        return NULL;
    if (open->next < lines->count &&
        lines->items[open->next].para == &cell->paras[0])
        return NULL;
    return again;
}

/* Cuts the table in or before row r and goes on on the next page. */
static void break_page(struct fragment *fragment, size_t r)
{
    struct place *place = fragment->place;
    bool repeated = place->repeated;
    struct open_cell *open = fragment->open;
    size_t count = fragment->open_count;

    for (size_t i = 0; i < count; i++)
        give_out(fragment, &open[i], place->y,
                 !fragment->started && stands_in(fragment, &open[i], r)
                     ? GIVE_FORCED
                     : GIVE_SOME);
    end_fragment(fragment);
    place_new_page(place);
    fragment->top = place->y;
    fragment->started = false;
    place->repeated = true;
    fragment->open = open + count;
    fragment->open_count = 0;
    place_heads(fragment);
    place->repeated = repeated;
    fragment->open = open;
    fragment->open_count = count;
    for (size_t i = 0; i < count; i++) {
        open[i].top = place->y;
        open[i].again = find_again(fragment, &open[i]);
    }
}

/* ---- rows ---------------------------------------------------------------- */

/* Height the open cells that end with row r still need below place->y. */
static int32_t needed_height(const struct fragment *fragment, size_t r)
{
    int32_t needed = 0;

    for (size_t i = 0; i < fragment->open_count; i++) {
        const struct open_cell *open = &fragment->open[i];
        int32_t height = open_height(open, open_lines(open)->count) -
                         (fragment->place->y - open->top);

        if (open->last_row == r && height > needed)
            needed = height;
    }
    return needed;
}

/* Cuts row r: its cells give out what fits. False when nothing does. */
static bool cut_row(struct fragment *fragment, size_t r)
{
    int32_t limit = fragment->place->engine->body_bottom;
    int32_t bottom = fragment->place->y;

    for (size_t i = 0; i < fragment->open_count; i++) {
        struct open_cell *open = &fragment->open[i];
        size_t last = fitting_lines(fragment, open, limit, !fragment->started);
        int32_t y = open->top + open_height(open, last);

        if (!stands_in(fragment, open, r))
            continue;
        if (last > open->next && y > bottom)
            bottom = y;
    }
    if (bottom == fragment->place->y)
        return false;
    fragment->place->y = bottom;
    return true;
}

/* True when row r begins on a new page after a row that ends at y. */
static bool breaks_before(const struct fragment *fragment, size_t r, int32_t y)
{
    const struct engine *engine = fragment->place->engine;

    return !fragment->place->unbroken && r < fragment->table->count &&
           y + row_need(engine, fragment->table, r) > engine->body_bottom;
}

/*
 * The last row on a page grows, where there is room, for the sake of the
 * cells that began above or beside it and go on.
 */
static int32_t stretch_last(const struct fragment *fragment, size_t r,
                            int32_t height)
{
    int32_t y = fragment->place->y;
    int32_t limit = fragment->place->engine->body_bottom;
    int32_t most = height;

    if (y + height > limit || !breaks_before(fragment, r + 1, y + height))
        return height;
    for (size_t i = 0; i < fragment->open_count; i++) {
        const struct open_cell *open = &fragment->open[i];
        size_t last = fitting_lines(fragment, open, limit, false);
        int32_t needed = open->top + open_height(open, last) - y;

        if (open->last_row > r && last > open->next && needed > most)
            most = needed;
    }
    return most;
}

static void place_row(struct fragment *fragment, size_t r)
{
    struct place *place = fragment->place;
    const struct engine *engine = place->engine;
    int32_t height = fragment->table->rows[r].height;

    if (fragment->started && breaks_before(fragment, r, place->y))
        break_page(fragment, r);
    open_row(fragment, r);
    if (needed_height(fragment, r) > height)
        height = needed_height(fragment, r);
    height = stretch_last(fragment, r, height);
    while (!place->unbroken && place->y + height > engine->body_bottom) {
        if (!cut_row(fragment, r) && !fragment->started)
            break;
        break_page(fragment, r);
        height = needed_height(fragment, r);
    }
    place->y += height;
    place->fresh = false;
    fragment->started = true;
    close_row(fragment, r);
}

/*
 * Rows [first, last) in the free arrangement: every column runs on its own,
 * but boxes are given out row by row, in reading order.
 */
static void place_flow(struct fragment *fragment, size_t first, size_t last)
{
    struct place *place = fragment->place;
    struct engine *engine = place->engine;
    const struct row *rows = fragment->table->rows;
    size_t count = rows[first].sheet->cell_count;
    int32_t bottom = place->y + flow_height(fragment->table, first, last);
    int32_t *tops = arena_calloc(engine->scratch, count, sizeof *tops);

    for (size_t c = 0; c < count; c++) {
        struct layout_rect rect =
            cell_emission(fragment, &rows[first], c, place->y, bottom).rect;

        tops[c] = place->y;
        add_edges(fragment, &rows[first], &rows[last - 1],
                  rows[first].cells[c].sheet, rect);
    }
    for (size_t r = first; place->layout && r < last; r++) {
        for (size_t c = 0; c < count; c++) {
            struct insets insets = rows[r].cells[c].insets;
            int32_t end = tops[c] + rows[r].lines[c].height;
            struct emission emission;

            insets.top = r == first ? insets.top : 0;
            insets.bottom = r + 1 == last ? insets.bottom : 0;
            end = r + 1 == last ? bottom : end + insets.top;
            emission = cell_emission(fragment, &rows[r], c, tops[c], end);
            emission.insets = insets;
            emission.valign = FORM_TOP;
            emit_box(engine, place_page(place), &emission);
            tops[c] = end;
        }
    }
    place->y = bottom;
    place->fresh = false;
    fragment->started = true;
}

/* Cells that can be open at once: all of the table's, and its heads again. */
static size_t count_cells(const struct table *table)
{
    size_t count = 0;

    for (size_t r = 0; r < table->count; r++)
        count += table->rows[r].sheet->cell_count * (r < table->heads ? 2 : 1);
    return count;
}

void place_table(struct place *place, const struct table *table, int32_t x,
                 bool flow)
{
    const struct engine *engine = place->engine;
    struct fragment fragment = { .place = place, .table = table, .x = x };

    if (!place->fresh && !place->unbroken &&
        place->y + table_need(engine, table) > engine->body_bottom)
        place_new_page(place);
    fragment.open = arena_calloc(engine->scratch, count_cells(table),
                                 sizeof *fragment.open);
    fragment.top = place->y;
    place_heads(&fragment);
    for (size_t r = table->heads; r < table->count;) {
        size_t last = flow ? flow_end(table, r) : r + 1;

        if (flow && table->rows[r].sheet->flow)
            place_flow(&fragment, r, last);
        else
            place_row(&fragment, r);
        r = last;
    }
    end_fragment(&fragment);
}
