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
 * than a page body is cut, between lines.
 */
#include "base/arena.h"
#include "layout/inside.h"

struct open_cell {
    const struct row *row;
    size_t cell;     /* index in the row */
    size_t last_row; /* index in the table */
    int32_t top;     /* y on this page */
    size_t next;     /* first line not yet given out */
    int part;        /* parts given out */
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
        .lines = &row->lines[c],
        .last = row->lines[c].count,
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

/* Lines of an open cell that fit above `bottom`. */
static size_t fitting_lines(const struct open_cell *open, int32_t bottom)
{
    const struct lines *lines = &open->row->lines[open->cell];
    struct insets insets = open->row->cells[open->cell].insets;
    int32_t room = bottom - open->top - insets.top - insets.bottom;
    size_t last = open->next;

    while (last < lines->count && lines->items[last].pitch <= room)
        room -= lines->items[last++].pitch;
    return last;
}

static const struct row *end_row_of(const struct fragment *fragment,
                                    const struct open_cell *open)
{
    const struct table *table = fragment->table;

    return &table->rows[open->last_row < table->count ? open->last_row
                                                      : table->count - 1];
}

/* Gives an open cell out down to `bottom`; all lines when it closes. */
static void give_out(struct fragment *fragment, struct open_cell *open,
                     int32_t bottom, bool closes)
{
    struct engine *engine = fragment->place->engine;
    struct emission emission =
        cell_emission(fragment, open->row, open->cell, open->top, bottom);

    if (!closes)
        emission.last = fitting_lines(open, bottom);
    emission.first = open->next;
    if (open->part || !closes)
        emission.part = ++open->part;
    if (emission.part)
        emission.valign = FORM_TOP;
    open->next = emission.last;
    add_edges(fragment, open->row, end_row_of(fragment, open), emission.cell,
              emission.rect);
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
            give_out(fragment, open, fragment->place->y, true);
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
    for (size_t r = 0; r < fragment->table->heads; r++) {
        open_row(fragment, r);
        fragment->place->y += fragment->table->rows[r].height;
        fragment->place->fresh = false;
        close_row(fragment, r);
    }
}

/* Cuts the table here and goes on below its heads on the next page. */
static void break_page(struct fragment *fragment)
{
    struct place *place = fragment->place;
    bool repeated = place->repeated;
    struct open_cell *open = fragment->open;
    size_t count = fragment->open_count;

    for (size_t i = 0; i < count; i++)
        give_out(fragment, &open[i], place->y, false);
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
    for (size_t i = 0; i < count; i++)
        open[i].top = place->y;
}

/* ---- rows ---------------------------------------------------------------- */

/* Height the open cells that end with row r still need below place->y. */
static int32_t needed_height(const struct fragment *fragment, size_t r)
{
    int32_t needed = 0;

    for (size_t i = 0; i < fragment->open_count; i++) {
        const struct open_cell *open = &fragment->open[i];
        const struct lines *lines = &open->row->lines[open->cell];
        struct insets insets = open->row->cells[open->cell].insets;
        int32_t height = insets.top + insets.bottom;

        if (open->last_row != r)
            continue;
        for (size_t n = open->next; n < lines->count; n++)
            height += lines->items[n].pitch;
        height -= fragment->place->y - open->top;
        needed = height > needed ? height : needed;
    }
    return needed;
}

/* Cuts row r: its cells give out what fits. False when nothing does. */
static bool cut_row(struct fragment *fragment, size_t r)
{
    const struct engine *engine = fragment->place->engine;
    int32_t limit = engine->body_bottom;
    int32_t bottom = fragment->place->y;
    bool forced = !fragment->started;

    for (size_t i = 0; i < fragment->open_count; i++) {
        struct open_cell *open = &fragment->open[i];
        const struct lines *lines = &open->row->lines[open->cell];
        struct insets insets = open->row->cells[open->cell].insets;
        size_t last = fitting_lines(open, limit);
        int32_t y = open->top + insets.top + insets.bottom;

        if (open->row != &fragment->table->rows[r])
            continue;
        if (last == open->next && last < lines->count && forced)
            last++;
        for (size_t n = open->next; n < last; n++)
            y += lines->items[n].pitch;
        if (last > open->next && y > bottom)
            bottom = y;
    }
    if (bottom == fragment->place->y)
        return false;
    fragment->place->y = bottom;
    return true;
}

static int32_t heads_height(const struct table *table)
{
    int32_t height = 0;

    for (size_t r = 0; r < table->heads; r++)
        height += table->rows[r].height;
    return height;
}

static void place_row(struct fragment *fragment, size_t r)
{
    struct place *place = fragment->place;
    const struct engine *engine = place->engine;
    int32_t height = fragment->table->rows[r].height;
    int32_t heads = heads_height(fragment->table);

    if (!place->unbroken && fragment->started &&
        place->y + height > engine->body_bottom &&
        height <= engine->body_bottom - engine->body_top - heads)
        break_page(fragment);
    open_row(fragment, r);
    if (needed_height(fragment, r) > height)
        height = needed_height(fragment, r);
    while (!place->unbroken && place->y + height > engine->body_bottom) {
        if (!cut_row(fragment, r) && !fragment->started)
            break;
        break_page(fragment);
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

/*
 * Free columns are not cut by a page break: they stand here or on a page of
 * their own. False when they fit on neither, and rows have to be aligned.
 */
static bool make_room(struct fragment *fragment, size_t first, size_t last)
{
    const struct place *place = fragment->place;
    const struct engine *engine = place->engine;
    int32_t height = flow_height(fragment->table, first, last);

    if (place->unbroken || place->y + height <= engine->body_bottom)
        return true;
    if (!fragment->started || height > engine->body_bottom - engine->body_top -
                                           heads_height(fragment->table))
        return false;
    break_page(fragment);
    return true;
}

/* Cells that can be open at once: all of the table's, and its heads again. */
static size_t count_cells(const struct table *table)
{
    size_t count = 0;

    for (size_t r = 0; r < table->count; r++)
        count += table->rows[r].sheet->cell_count * (r < table->heads ? 2 : 1);
    return count;
}

/*
 * Height the start of a table needs so that its heads are not left alone:
 * the first row, or a few lines of it when it has to be cut anyway.
 */
static int32_t start_height(const struct engine *engine,
                            const struct table *table)
{
    enum { LINES = 3 };
    int32_t heads = heads_height(table);
    int32_t height = heads;

    if (table->heads < table->count)
        height += table->rows[table->heads].height;
    if (height > engine->body_bottom - engine->body_top)
        height = heads + LINES * engine->pitch;
    return height;
}

void place_table(struct place *place, const struct table *table, int32_t x,
                 bool flow)
{
    const struct engine *engine = place->engine;
    struct fragment fragment = { .place = place, .table = table, .x = x };
    int32_t start = start_height(engine, table);

    if (!place->fresh && !place->unbroken &&
        place->y + start > engine->body_bottom &&
        start <= engine->body_bottom - engine->body_top)
        place_new_page(place);
    fragment.open = arena_calloc(engine->scratch, count_cells(table),
                                 sizeof *fragment.open);
    fragment.top = place->y;
    place_heads(&fragment);
    for (size_t r = table->heads; r < table->count;) {
        size_t last = flow ? flow_end(table, r) : r + 1;

        if (flow && table->rows[r].sheet->flow &&
            make_room(&fragment, r, last)) {
            place_flow(&fragment, r, last);
        } else {
            place_row(&fragment, r);
            last = r + 1;
        }
        r = last;
    }
    end_fragment(&fragment);
}
