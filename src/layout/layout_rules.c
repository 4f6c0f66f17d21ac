/*
 * Collapsed borders.
 *
 * Every cell brings four edges with weights. Edges that lie on each other
 * become one rule, the heaviest; stretches of one weight that touch become
 * one rectangle. A rule is centred on its edge, and its ends reach to the
 * far side of the rules that cross it there, so corners are filled.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "layout/inside.h"

static int32_t pick(int32_t cell, int32_t row, int32_t table)
{
    return cell >= 0 ? cell : row >= 0 ? row : table;
}

/* The weights a cell asks for, inside the table; its last row may be another.
 */
struct form_borders cell_weights(const struct table *table,
                                 const struct row *row,
                                 const struct row *end_row,
                                 const struct sheet_cell *sheet)
{
    const struct form_table *form = table->sheet->form;
    const struct form_borders *cell = &sheet->form->borders;
    const struct form_borders *own = &row->sheet->borders;
    int32_t bottom = end_row->sheet->borders.bottom;
    size_t columns = row->sheet->form->columns.count;
    bool last;

    if (!columns)
        columns = form->columns.count;
    last = sheet->column + sheet->columns == columns;
    return (struct form_borders){
        .top = pick(cell->top, own->top, form->row_rule),
        .bottom = pick(cell->bottom, bottom, form->row_rule),
        .left = pick(cell->left, own->left,
                     sheet->column ? form->column_rule : form->outer.left),
        .right = pick(cell->right, own->right,
                      last ? form->outer.right : form->column_rule),
    };
}

/* Edges of tables below each other may differ by what rounding takes. */
enum { ROUNDING = 10 };

struct segment {
    bool vertical;
    int32_t at;   /* y of a horizontal edge, x of a vertical one */
    int32_t from; /* along the edge */
    int32_t to;
    int32_t weight;
};

struct segments {
    struct segment *items;
    size_t count;
    size_t capacity;
};

static int compare(const void *a, const void *b)
{
    const struct segment *p = a;
    const struct segment *q = b;

    if (p->vertical != q->vertical)
        return p->vertical ? 1 : -1;
    if (p->at != q->at)
        return p->at < q->at ? -1 : 1;
    if (p->from != q->from)
        return p->from < q->from ? -1 : 1;
    if (p->to != q->to)
        return p->to < q->to ? -1 : 1;
    return (p->weight > q->weight) - (p->weight < q->weight);
}

static int compare_lengths(const void *a, const void *b)
{
    int32_t p = *(const int32_t *)a;
    int32_t q = *(const int32_t *)b;

    return (p > q) - (p < q);
}

static void add_segment(struct arena *scratch, struct segments *segments,
                        struct segment segment)
{
    if (segment.weight > 0 && segment.to > segment.from)
        *LIST_ADD(scratch, segments) = segment;
}

static void add_cell(struct arena *scratch, struct segments *segments,
                     const struct edged *cell)
{
    int32_t x0 = cell->rect.x;
    int32_t y0 = cell->rect.y;
    int32_t x1 = x0 + cell->rect.width;
    int32_t y1 = y0 + cell->rect.height;
    const struct form_borders *weights = &cell->weights;

    add_segment(scratch, segments,
                (struct segment){ false, y0, x0, x1, weights->top });
    add_segment(scratch, segments,
                (struct segment){ false, y1, x0, x1, weights->bottom });
    add_segment(scratch, segments,
                (struct segment){ true, x0, y0, y1, weights->left });
    add_segment(scratch, segments,
                (struct segment){ true, x1, y0, y1, weights->right });
}

/*
 * Edges on one line, [first, last): cut at every end, the heaviest wins,
 * neighbours of equal weight are joined.
 */
static void collapse_line(struct arena *scratch, const struct segment *segments,
                          size_t first, size_t last, struct segments *out)
{
    int32_t *cuts = arena_calloc(scratch, 2 * (last - first), sizeof *cuts);
    size_t count = 0;
    struct segment now = { 0 };

    for (size_t i = first; i < last; i++) {
        cuts[count++] = segments[i].from;
        cuts[count++] = segments[i].to;
    }
    qsort(cuts, count, sizeof *cuts, compare_lengths);
    for (size_t c = 0; c + 1 < count; c++) {
        struct segment piece = segments[first];

        if (cuts[c] == cuts[c + 1])
            continue;
        piece.from = cuts[c];
        piece.to = cuts[c + 1];
        piece.weight = 0;
        for (size_t i = first; i < last; i++)
            if (segments[i].from <= piece.from && segments[i].to >= piece.to &&
                segments[i].weight > piece.weight)
                piece.weight = segments[i].weight;
        if (now.weight && now.to == piece.from && now.weight == piece.weight) {
            now.to = piece.to;
            continue;
        }
        add_segment(scratch, out, now);
        now = piece;
    }
    add_segment(scratch, out, now);
}

/* Half the weight of the heaviest rule that touches a segment's end. */
static int32_t reach(const struct segments *rules,
                     const struct segment *segment, int32_t end)
{
    int32_t weight = 0;

    for (size_t i = 0; i < rules->count; i++) {
        const struct segment *other = &rules->items[i];

        if (other->vertical != segment->vertical &&
            abs(other->at - end) <= ROUNDING &&
            other->from <= segment->at + ROUNDING &&
            other->to >= segment->at - ROUNDING && other->weight > weight)
            weight = other->weight;
    }
    return weight / 2;
}

static struct layout_rect rule_rect(const struct segments *rules,
                                    const struct segment *segment)
{
    int32_t from = segment->from - reach(rules, segment, segment->from);
    int32_t to = segment->to + reach(rules, segment, segment->to);
    int32_t side = segment->at - segment->weight / 2;

    if (segment->vertical)
        return (struct layout_rect){ side, from, segment->weight, to - from };
    return (struct layout_rect){ from, side, to - from, segment->weight };
}

void keep_edges(struct engine *engine, const struct edged *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        *ARRAY_ADD(engine->scratch, engine->edged, engine->edged_count,
                   engine->edged_capacity) = cells[i];
}

void draw_rules(struct engine *engine, struct layout_page *page)
{
    struct segments segments = { 0 };
    struct segments rules = { 0 };

    for (size_t i = 0; i < engine->edged_count; i++)
        add_cell(engine->scratch, &segments, &engine->edged[i]);
    engine->edged_count = 0;
    if (!segments.count)
        return;
    qsort(segments.items, segments.count, sizeof *segments.items, compare);
    for (size_t first = 0, last; first < segments.count; first = last) {
        for (last = first + 1; last < segments.count; last++)
            if (segments.items[last].vertical !=
                    segments.items[first].vertical ||
                segments.items[last].at - segments.items[first].at > ROUNDING)
                break;
        collapse_line(engine->scratch, segments.items, first, last, &rules);
    }
    for (size_t i = 0; i < rules.count; i++)
        *ARRAY_ADD(engine->arena, page->rules, page->rule_count,
                   page->rule_capacity) =
            (struct layout_rule){ rule_rect(&rules, &rules.items[i]),
                                  rules.items[i].vertical };
}
