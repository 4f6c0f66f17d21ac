/*
 * Paragraphs into lines: a paragraph hangs by its marker, so its first line
 * starts at the indent (marker, then text) and all others at indent + hang.
 */
#include <string.h>

#include "base/arena.h"
#include "layout/inside.h"

/* Room kept free between a line's text and a mark, 1/1000 em. */
enum { MARK_GAP = 500 };

/* Room of a paragraph's marker: before its first line, and before others. */
static int32_t marker_width(const struct engine *engine,
                            const struct para *para, bool hang)
{
    int32_t em;
    int32_t least;
    int32_t width;

    if (!para->marker)
        return 0;
    em = style_type(engine, para->sheet->style).em;
    least = resolve_length(para->sheet->least_hang, em);
    width = em_length(hang ? para->hang : para->marker_width, em);
    return width > least ? width : least;
}

int32_t sheet_em(const struct engine *engine)
{
    const struct form_stage *stage = engine->sheet->stage;
    int32_t em = engine->size;

    for (size_t i = 0; !engine->size && i < stage->style_count; i++)
        if (!em || !strcmp(stage->styles[i].name, "body"))
            em = style_size(engine, &stage->styles[i]);
    return em;
}

/* Where a paragraph's marker (or its unmarked text) starts. */
static int32_t para_indent(const struct engine *engine, const struct para *para)
{
    if (para->under)
        return para_indent(engine, para->under) +
               marker_width(engine, para->under, true);
    return resolve_length(para->sheet->indent,
                          style_type(engine, para->sheet->style).em);
}

/* Room of `width` for text whose em is `em` wide, 1/1000 em. */
static int32_t em_room(int32_t width, int32_t em)
{
    return width > 0 ? (int32_t)((int64_t)width * 1000 / em) : 0;
}

/* The room of a line for text, 1/1000 em. */
static struct text_room line_room(int32_t width, int32_t hang, int32_t em)
{
    return (struct text_room){ em_room(width, em), em_room(hang, em) };
}

/* What the breaking of its paragraph says of a line. */
static void take_line(struct slice *slice, const struct text_line *line)
{
    slice->first = line->first;
    slice->visible = line->visible;
    slice->end = line->end;
    slice->em_width = line->width;
    slice->width = em_length(line->width, slice->type.em);
    slice->reason = line->reason;
    slice->hung = line->hung;
}

/*
 * A paragraph's lines, behind those of the cell that were made before.
 * Nothing hangs in front of a mark or a leader.
 */
static void add_lines(const struct engine *engine, const struct para *para,
                      int32_t width, int32_t behind, struct lines *lines)
{
    const struct form_style *style = para->sheet->style;
    struct text_lines *broken = &engine->making->broken;
    struct type type = style_type(engine, style);
    int32_t indent = para_indent(engine, para);
    int32_t hang = indent + marker_width(engine, para, true);
    int32_t after = indent + marker_width(engine, para, false);
    int32_t room = width - leader_room(engine, para);
    int32_t mark = lines->count ? 0 : lines->mark_width;
    int32_t first_room = room - mark;
    int32_t beyond = para->end ? 0 : behind;
    struct text_room first =
        line_room(first_room - after, mark ? 0 : beyond, type.em);
    struct text_room rest = line_room(room - hang, beyond, type.em);
    struct slice usual = {
        .para = para,
        .marker_x = indent,
        .x = hang,
        .measure = room,
        .pitch = style_pitch(engine, style),
        .type = type,
        .reason = TEXT_END,
    };
    size_t i = 0;

    broken->count = 0;
    if (para->text)
        text_break_paragraph(engine->scratch, para->text, &first, &rest,
                             broken);
    do {
        struct slice *slice = LIST_ADD(engine->scratch, lines);

        *slice = usual;
        slice->has_end = para->end && i + 1 >= broken->count;
        if (!i) {
            slice->has_marker = para->marker != NULL;
            slice->x = after;
            slice->measure = first_room;
        }
        if (i < broken->count)
            take_line(slice, &broken->items[i]);
        lines->height = add_height(lines->height, slice->pitch);
    } while (++i < broken->count);
}

/* An empty list of lines with the room of the list before it. */
static struct lines *open_lines(const struct engine *engine)
{
    struct lines *lines = &engine->making->lines;

    *lines =
        (struct lines){ .items = lines->items, .capacity = lines->capacity };
    return lines;
}

/* The lines that were made, in memory of their own. */
static struct lines close_lines(const struct engine *engine)
{
    struct lines lines = engine->making->lines;

    lines.items =
        arena_calloc(engine->scratch, lines.count, sizeof *lines.items);
    lines.capacity = lines.count;
    if (lines.count)
        memcpy(lines.items, engine->making->lines.items,
               lines.count * sizeof *lines.items);
    return lines;
}

struct lines make_lines(const struct engine *engine, const struct cell *cell,
                        int32_t width, int32_t hang)
{
    const struct form_style *style = cell->sheet->form->style;
    struct lines *lines;

    if (cell->sheet->form->vertical)
        return label_lines(engine, cell, width);
    lines = open_lines(engine);
    if (cell->mark)
        lines->mark_width =
            em_length(text_width(cell->mark, 0, cell->mark->count) + MARK_GAP,
                      style_type(engine, style).em);
    for (size_t i = 0; i < cell->count; i++)
        add_lines(engine, &cell->paras[i], width, hang, lines);
    if (cell->mark && !lines->count) {
        *LIST_ADD(engine->scratch, lines) = (struct slice){
            .measure = width,
            .pitch = style_pitch(engine, style),
            .type = style_type(engine, style),
        };
        lines->height = lines->items[0].pitch;
    }
    return close_lines(engine);
}

struct lines *make_paragraph_lines(const struct engine *engine,
                                   const struct para *para, int32_t width,
                                   int32_t hang)
{
    struct lines *lines = arena_alloc(engine->scratch, sizeof *lines);

    add_lines(engine, para, width, hang, open_lines(engine));
    *lines = close_lines(engine);
    return lines;
}

void para_widths(const struct engine *engine, const struct para *para,
                 int32_t *min, int32_t *max)
{
    int32_t em = style_type(engine, para->sheet->style).em;
    int32_t before =
        para_indent(engine, para) + marker_width(engine, para, false);

    before += leader_room(engine, para);
    *min = *max = before;
    if (!para->text)
        return;
    /* One unit more than rounding can take away. */
    *min += em_length(text_min_width(para->text), em) + 1;
    *max += em_length(text_line_width(para->text), em) + 1;
}

void cell_widths(const struct engine *engine, const struct cell *cell,
                 int32_t *min, int32_t *max)
{
    int32_t mark = 0;

    if (cell->sheet->form->vertical) {
        label_widths(engine, cell, min, max);
        return;
    }
    *min = *max = 0;
    if (cell->mark)
        mark =
            em_length(text_width(cell->mark, 0, cell->mark->count) + MARK_GAP,
                      style_type(engine, cell->sheet->form->style).em);
    for (size_t i = 0; i < cell->count; i++) {
        int32_t least;
        int32_t most;

        para_widths(engine, &cell->paras[i], &least, &most);
        least += i ? 0 : mark;
        most += i ? 0 : mark;
        *min = least > *min ? least : *min;
        *max = most > *max ? most : *max;
    }
    if (!cell->count)
        *min = *max = mark;
}
