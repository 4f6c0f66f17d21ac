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
#include "layout/fragment.h"

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
            open_cell_give(fragment, open, fragment->place->y, GIVE_ALL);
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
        fragment_order_boxes(fragment);
    if (place->layout)
        keep_edges(place->engine, fragment->items, fragment->count);
    fragment->count = 0;
}

/* A row of headers, or a section row that is repeated. */
static void place_header(struct fragment *fragment, size_t r)
{
    struct place *place = fragment->place;
    const struct row *row = &fragment->table->rows[r];
    bool again = place->repeated && !place->unbroken;

    open_row(fragment, r);
    place->y += again ? row->height_again : row->height;
    place->fresh = false;
    close_row(fragment, r);
}

static void place_heads(struct fragment *fragment)
{
    for (size_t r = 0; r < fragment->table->heads; r++)
        place_header(fragment, r);
}

/* The section rows that row r stands under, the outermost first. */
static void place_sections(struct fragment *fragment, size_t r)
{
    size_t section = fragment->table->rows[r].sheet->section;

    if (!section)
        return;
    place_sections(fragment, section - 1);
    place_header(fragment, section - 1);
}

/* Cuts the table in or before row r and goes on on the next page. */
static void break_page(struct fragment *fragment, size_t r)
{
    struct place *place = fragment->place;
    bool repeated = place->repeated;
    struct open_cell *open = fragment->open;
    size_t count = fragment->open_count;

    for (size_t i = 0; i < count; i++)
        open_cell_give(fragment, &open[i], place->y,
                       !fragment->started &&
                               open_cell_stands_in(fragment, &open[i], r)
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
    place_sections(fragment, r);
    place->repeated = repeated;
    fragment->open = open;
    fragment->open_count = count;
    for (size_t i = 0; i < count; i++) {
        open[i].top = place->y;
        open[i].again = open_cell_again(fragment, &open[i], r);
    }
}

/* ---- rows ---------------------------------------------------------------- */

/* Height the open cells that end with row r still need below place->y. */
static int32_t needed_height(const struct fragment *fragment, size_t r)
{
    int32_t needed = 0;

    for (size_t i = 0; i < fragment->open_count; i++) {
        const struct open_cell *open = &fragment->open[i];
        int32_t height = open_cell_height(open, open_cell_lines(open)->count) -
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
        size_t last =
            open_cell_fitting(fragment, open, limit, !fragment->started);
        int32_t y = open->top + open_cell_height(open, last);

        if (!open_cell_stands_in(fragment, open, r))
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
        size_t last = open_cell_fitting(fragment, open, limit, false);
        int32_t needed = open->top + open_cell_height(open, last) - y;

        if (open->last_row > r && last > open->next && needed > most)
            most = needed;
    }
    return most;
}

/* A row that is not to be cut does not grow for what is repeated. */
static void drop_again(struct fragment *fragment, size_t r)
{
    for (size_t i = 0; i < fragment->open_count; i++)
        if (fragment->open[i].last_row == r)
            fragment->open[i].again = NULL;
}

static void place_row(struct fragment *fragment, size_t r)
{
    struct place *place = fragment->place;
    const struct engine *engine = place->engine;
    const struct row *row = &fragment->table->rows[r];
    int32_t height = row->height;

    if (fragment->started && breaks_before(fragment, r, place->y))
        break_page(fragment, r);
    open_row(fragment, r);
    if (row->sheet->whole && needed_height(fragment, r) > height)
        drop_again(fragment, r);
    if (needed_height(fragment, r) > height)
        height = needed_height(fragment, r);
    if (!row->sheet->whole)
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
            fragment_emission(fragment, &rows[first], c, place->y, bottom).rect;

        tops[c] = place->y;
        fragment_add_edges(fragment, &rows[first], &rows[last - 1],
                           rows[first].cells[c].sheet, rect);
    }
    for (size_t r = first; place->layout && r < last; r++) {
        for (size_t c = 0; c < count; c++) {
            struct insets insets = rows[r].cells[c].insets;
            int32_t end = tops[c] + rows[r].lines[c].height;
            struct emission emission;

            if (r > first)
                insets.top = rows[r].cells[c].rise;
            insets.bottom = r + 1 == last ? insets.bottom : 0;
            end = r + 1 == last ? bottom : end + insets.top;
            emission = fragment_emission(fragment, &rows[r], c, tops[c], end);
            emission.insets = insets;
            emission.valign = FORM_TOP;
            fragment_emit(fragment, &rows[r], c, &emission);
            tops[c] = end;
        }
    }
    place->y = bottom;
    place->fresh = false;
    fragment->started = true;
}

/* Cells that can be open at once: all of the table's, and headers again. */
static size_t count_cells(const struct table *table)
{
    size_t count = 0;

    for (size_t r = 0; r < table->count; r++)
        count += table->rows[r].sheet->cell_count * 2;
    return count;
}

/* Room for the open cells of a table; a trial places hundreds. */
static struct open_cell *open_room(const struct engine *engine,
                                   const struct table *table)
{
    struct line_making *making = engine->making;
    size_t count = count_cells(table);

    if (making->placing)
        return arena_calloc(engine->scratch, count, sizeof *making->open);
    if (count > making->open_capacity) {
        making->open =
            arena_calloc(engine->scratch, count, sizeof *making->open);
        making->open_capacity = count;
    }
    return making->open;
}

/* Blank rows down to the foot of the page; none where there is no room. */
static void place_fill(struct fragment *fragment, size_t r)
{
    struct place *place = fragment->place;
    const struct table *table = fragment->table;
    bool repeated = place->repeated;
    int32_t limit = place->engine->body_bottom - place->below;

    for (size_t i = r + 1; i < table->count; i++)
        limit -= table->rows[i].height;
    while (!place->unbroken && place->y + table->rows[r].height <= limit) {
        place_row(fragment, r);
        place->repeated = true;
        fragment->copy++;
    }
    place->repeated = repeated;
    fragment->copy = 0;
}

/*
 * Flowing rows [first, last): side by side where that fits on a page, else
 * aligned.
 */
static void place_group(struct fragment *fragment, size_t first, size_t last)
{
    struct place *place = fragment->place;
    const struct engine *engine = place->engine;
    int32_t height = flow_height(fragment->table, first, last);
    bool fits = place->unbroken || place->y + height <= engine->body_bottom;

    if (!fits && fragment->started &&
        height <= row_room(engine, fragment->table, first)) {
        break_page(fragment, first);
        fits = true;
    }
    if (fits) {
        place_flow(fragment, first, last);
        return;
    }
    for (size_t r = first; r < last; r++)
        place_row(fragment, r);
}

void place_table(struct place *place, const struct table *table, int32_t x,
                 bool flow)
{
    const struct engine *engine = place->engine;
    struct fragment fragment = { .place = place, .table = table, .x = x };
    bool inside = engine->making->placing;

    if (!place->fresh && !place->unbroken &&
        place->y + table_need(engine, table) > engine->body_bottom)
        place_new_page(place);
    fragment.open = open_room(engine, table);
    engine->making->placing = true;
    fragment.top = place->y;
    place_heads(&fragment);
    for (size_t r = table->heads; r < table->count;) {
        size_t last = flow ? flow_end(table, r) : r + 1;

        if (flow && table->rows[r].sheet->flow)
            place_group(&fragment, r, last);
        else if (table->rows[r].sheet->fill)
            place_fill(&fragment, r);
        else
            place_row(&fragment, r);
        r = last;
    }
    end_fragment(&fragment);
    engine->making->placing = inside;
}
