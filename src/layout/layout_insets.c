/*
 * Insets of cells: padding, but enough to keep ink off rules and to leave
 * room for readings.
 *
 * What counts above and below is the slack of the line pitch, too, so that a
 * usual pitch leaves the line grid alone. Readings stand between lines; only
 * above a first line there is no line to share room with, and then the whole
 * row makes room, so that its first lines stay level.
 */
#include "base/arena.h"
#include "layout/inside.h"
#include "layout/stroke.h"

/* Between a rule and ink, 1/1000 pt; and a mark that hangs in front of it. */
enum { RULE_GAP = STROKE_GAP, HANG_GAP = 750 };

static int32_t at_least(int32_t value, int32_t least)
{
    return value > least ? value : least;
}

/* How far from an edge ink is clear of a rule of that weight on it. */
static int32_t clear_of(int32_t weight, int32_t gap)
{
    return weight ? (weight + 1) / 2 + at_least(gap, RULE_GAP) : 0;
}

/* Room of a line's pitch above and below its em box. */
static int32_t line_slack(const struct engine *engine,
                          const struct form_style *style)
{
    return (style_pitch(engine, style) - style_size(engine, style)) / 2;
}

/* The least slack of a cell's lines; none where they run downwards. */
static int32_t cell_slack(const struct engine *engine, const struct cell *cell)
{
    int32_t slack = line_slack(engine, cell->sheet->form->style);

    for (size_t i = 0; i < cell->count; i++) {
        int32_t own = line_slack(engine, cell->paras[i].sheet->style);

        slack = own < slack ? own : slack;
    }
    return cell->sheet->form->vertical ? 0 : slack;
}

/* How far lines at changed words may reach below the em boxes of a cell. */
static int32_t cell_reach(const struct cell *cell)
{
    int32_t reach = stroke_reach(cell->sheet->form->style);

    for (size_t i = 0; i < cell->count; i++)
        reach = at_least(reach, stroke_reach(cell->paras[i].sheet->style));
    return cell->sheet->form->vertical ? 0 : reach;
}

/* How far marks on characters reach above, or below, the em boxes of
 * paragraphs. */
static int32_t marks_reach(const struct engine *engine,
                           const struct para *paras, size_t count, bool below)
{
    int32_t most = 0;

    for (size_t i = 0; i < count; i++)
        most = at_least(
            em_length(below ? paras[i].reach.below : paras[i].reach.above,
                      style_size(engine, paras[i].sheet->style)),
            most);
    return most;
}

/* How far from a cell's top edge ink stays; `gap` as below. */
static int32_t clear_above(const struct cell *cell, int32_t gap)
{
    return at_least(clear_of(cell->meets.top, 0),
                    clear_of(cell->rule_above, gap));
}

/*
 * A cell's padding, but never less than what keeps ink off the rules. Above
 * and below, the slack of the line pitch counts as well, so that a usual
 * pitch leaves the line grid alone. `gap` is what the form wants between
 * lines and the rules that are there wherever pages end.
 */
static void measure_cell(const struct engine *engine, struct cell *cell,
                         int32_t gap)
{
    const struct form_cell *form = cell->sheet->form;
    const struct form_borders *weights = &cell->meets;
    int32_t size = style_size(engine, form->style);
    int32_t below = at_least(clear_of(weights->bottom, 0) + cell_reach(cell),
                             clear_of(cell->rule_below, gap));
    int32_t slack = cell_slack(engine, cell);
    int32_t above = clear_above(cell, gap);
    int32_t inset =
        form->vertical ? 0 : resolve_length(form->distribute_inset, size);

    if (above)
        above += marks_reach(engine, cell->paras, cell->count, false);
    if (below)
        below += marks_reach(engine, cell->paras, cell->count, true);
    cell->insets = (struct insets){
        .top = at_least(resolve_length(form->padding.top, size), above - slack),
        .right = inset + at_least(resolve_length(form->padding.right, size),
                                  clear_of(weights->right, 0)),
        .bottom =
            at_least(resolve_length(form->padding.bottom, size), below - slack),
        .left = inset + at_least(resolve_length(form->padding.left, size),
                                 clear_of(weights->left, 0)),
    };
}

/* How much more a cell needs above its first line for readings. */
static int32_t measure_rise(const struct engine *engine, struct cell *cell,
                            int32_t gap)
{
    int32_t rise = ruby_rise(engine, cell->paras, cell->count);

    cell->rise = rise ? at_least(rise - cell_slack(engine, cell), 0) : 0;
    if (!rise)
        return 0;
    rise += clear_above(cell, gap) - cell_slack(engine, cell);
    return at_least(rise - cell->insets.top, 0);
}

/*
 * Readings above first lines move the first lines of all cells of the row
 * alike, so that these stay level.
 */
static void measure_row_insets(const struct engine *engine, struct row *row,
                               int32_t gap)
{
    size_t count = row->sheet->cell_count;
    int32_t need = 0;

    for (size_t c = 0; c < count; c++) {
        measure_cell(engine, &row->cells[c], gap);
        need = at_least(measure_rise(engine, &row->cells[c], gap), need);
    }
    for (size_t c = 0; c < count; c++)
        if (!row->cells[c].sheet->form->vertical)
            row->cells[c].insets.top += need;
}

int32_t hang_room(const struct cell *cell)
{
    if (cell->align == FORM_DISTRIBUTE || cell->align == FORM_DECIMAL)
        return 0;
    return at_least(cell->insets.right - (cell->meets.right + 1) / 2 - HANG_GAP,
                    0);
}

/*
 * In a flow any row's readings may come to stand under the rule above the
 * first one, where the cells before it are empty.
 */
static void measure_flow_insets(const struct engine *engine,
                                struct table *table, size_t first, size_t last)
{
    struct row *top = &table->rows[first];
    int32_t need = 0;

    for (size_t r = first + 1; r < last; r++)
        for (size_t c = 0; c < top->sheet->cell_count; c++) {
            const struct cell *cell = &table->rows[r].cells[c];
            int32_t rise = ruby_rise(engine, cell->paras, cell->count);

            if (rise)
                need = at_least(
                    clear_above(&top->cells[c], table->sheet->form->rule_gap) +
                        rise - cell_slack(engine, cell) -
                        top->cells[c].insets.top,
                    need);
        }
    for (size_t c = 0; c < top->sheet->cell_count; c++)
        if (!top->cells[c].sheet->form->vertical)
            top->cells[c].insets.top += need;
}

void measure_insets(const struct engine *engine, struct table *table)
{
    int32_t gap = table->sheet->form->rule_gap;

    for (size_t r = 0; r < table->count; r++)
        measure_row_insets(engine, &table->rows[r], gap);
    for (size_t r = 0; r < table->count; r = flow_end(table, r))
        measure_flow_insets(engine, table, r, flow_end(table, r));
}

/* A paragraph is kept off the rules of the tables around it. */
struct insets paragraph_insets(const struct engine *engine,
                               const struct block *block)
{
    int32_t slack = line_slack(engine, block->para.sheet->style);
    int32_t rise = at_least(ruby_rise(engine, &block->para, 1),
                            marks_reach(engine, &block->para, 1, false));

    return (struct insets){
        .top = at_least(clear_of(block->above, 0) + rise - slack, 0),
        .bottom =
            at_least(clear_of(block->below, 0) +
                         at_least(stroke_reach(block->para.sheet->style),
                                  marks_reach(engine, &block->para, 1, true)) -
                         slack,
                     0),
    };
}
