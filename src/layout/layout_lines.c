/*
 * Paragraphs into lines: a paragraph hangs by its marker, so its first line
 * starts at the indent (marker, then text) and all others at indent + hang.
 */
#include "base/arena.h"
#include "layout/inside.h"

/* Room kept free between a line's text and a mark, 1/1000 em. */
enum { MARK_GAP = 500 };

int32_t style_size(const struct engine *engine, const struct form_style *style)
{
    return style->fit_size ? engine->size : style->size;
}

int32_t style_pitch(const struct engine *engine, const struct form_style *style)
{
    return style->fit_size ? engine->pitch : style->pitch;
}

int32_t em_length(int32_t em, int32_t size)
{
    int64_t product = (int64_t)em * size;

    return (int32_t)((product + (product < 0 ? -500 : 500)) / 1000);
}

int32_t resolve_length(struct form_length length, int32_t size)
{
    return length.unit == FORM_EM ? em_length(length.value, size)
                                  : length.value;
}

/* Room of a paragraph's marker: before its first line, and before others. */
static int32_t marker_width(const struct engine *engine,
                            const struct para *para, bool hang)
{
    int32_t size = style_size(engine, para->sheet->style);
    int32_t least = resolve_length(para->sheet->least_hang, size);
    int32_t width = 0;

    if (!para->marker)
        return 0;
    width = em_length(hang ? para->hang
                           : text_width(para->marker, 0, para->marker->count),
                      size);
    return width > least ? width : least;
}

/* Where a paragraph's marker (or its unmarked text) starts. */
static int32_t para_indent(const struct engine *engine, const struct para *para)
{
    int32_t size = style_size(engine, para->sheet->style);

    if (para->under)
        return para_indent(engine, para->under) +
               marker_width(engine, para->under, true);
    return resolve_length(para->sheet->indent, size);
}

/* Room of `width` for text at a size, 1/1000 em. */
static int32_t em_room(int32_t width, int32_t size)
{
    return width > 0 ? (int32_t)((int64_t)width * 1000 / size) : 0;
}

/* `broken` is room for the lines of a text, used again for the next one. */
static void add_lines(const struct engine *engine, const struct para *para,
                      int32_t width, struct text_lines *broken,
                      struct lines *lines)
{
    const struct form_style *style = para->sheet->style;
    int32_t size = style_size(engine, style);
    int32_t indent = para_indent(engine, para);
    int32_t hang = indent + marker_width(engine, para, true);
    int32_t after = indent + marker_width(engine, para, false);
    int32_t room = width - leader_room(engine, para);
    int32_t first_room = room - (lines->count ? 0 : lines->mark_width);
    size_t i = 0;

    broken->count = 0;
    if (para->text)
        text_break_paragraph(engine->scratch, para->text,
                             em_room(first_room - after, size),
                             em_room(room - hang, size), broken);
    do {
        struct slice slice = {
            .para = para,
            .has_marker = !i && para->marker,
            .has_end = para->end && i + 1 >= broken->count,
            .marker_x = indent,
            .x = i ? hang : after,
            .measure = i ? room : first_room,
            .pitch = style_pitch(engine, style),
            .size = size,
            .reason = TEXT_END,
        };

        if (i < broken->count) {
            const struct text_line *line = &broken->items[i];

            slice.first = line->first;
            slice.visible = line->visible;
            slice.end = line->end;
            slice.em_width = line->width;
            slice.width = em_length(line->width, size);
            slice.reason = line->reason;
        }
        *LIST_ADD(engine->scratch, lines) = slice;
        lines->height += slice.pitch;
    } while (++i < broken->count);
}

struct lines *make_lines(const struct engine *engine, const struct cell *cell,
                         int32_t width)
{
    struct lines *lines = arena_alloc(engine->scratch, sizeof *lines);
    const struct form_style *style = cell->sheet->form->style;
    struct text_lines broken = { 0 };

    if (cell->sheet->form->vertical)
        return label_lines(engine, cell, width);
    if (cell->mark)
        lines->mark_width =
            em_length(text_width(cell->mark, 0, cell->mark->count) + MARK_GAP,
                      style_size(engine, style));
    for (size_t i = 0; i < cell->count; i++)
        add_lines(engine, &cell->paras[i], width, &broken, lines);
    if (cell->mark && !lines->count) {
        *LIST_ADD(engine->scratch, lines) = (struct slice){
            .measure = width,
            .pitch = style_pitch(engine, style),
            .size = style_size(engine, style),
        };
        lines->height = lines->items[0].pitch;
    }
    return lines;
}

struct lines *make_paragraph_lines(const struct engine *engine,
                                   const struct para *para, int32_t width)
{
    struct lines *lines = arena_alloc(engine->scratch, sizeof *lines);
    struct text_lines broken = { 0 };

    add_lines(engine, para, width, &broken, lines);
    return lines;
}

void para_widths(const struct engine *engine, const struct para *para,
                 int32_t *min, int32_t *max)
{
    int32_t size = style_size(engine, para->sheet->style);
    int32_t before =
        para_indent(engine, para) + marker_width(engine, para, false);

    before += leader_room(engine, para);
    *min = *max = before;
    if (!para->text)
        return;
    /* One unit more than rounding can take away. */
    *min += em_length(text_min_width(para->text), size) + 1;
    *max += em_length(text_line_width(para->text), size) + 1;
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
                      style_size(engine, cell->sheet->form->style));
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
