/*
 * Labels: lines whose characters are spread over the room they have, and
 * text set from top to bottom.
 *
 * To the table engine a vertical text is one line that is as high as the
 * text asks: its own length in a cell of one row; in a cell that spans
 * rows or has a height in the form, no more than the columns that fit
 * beside each other need. It is broken into columns when the box has its
 * height.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "layout/inside.h"
#include "layout/stroke.h"
#include "unicode/unicode.h"

/* ---- spreading ----------------------------------------------------------- */

static bool is_space(const struct layout_run *run, size_t glyph)
{
    size_t at = run->glyphs[glyph].cluster;
    size_t n;

    return unicode_is_space(utf8_decode(run->utf8 + at, run->len - at, &n));
}

static bool begins_cluster(const struct layout_run *run, size_t glyph)
{
    return glyph == 0 ||
           run->glyphs[glyph].cluster != run->glyphs[glyph - 1].cluster;
}

/* How many clusters a line shows, without the spaces at its end. */
static size_t count_clusters(const struct layout_line *line)
{
    size_t count = 0;
    size_t shown = 0;

    for (size_t r = 0; r < line->count; r++)
        for (size_t g = 0; g < line->runs[r].count; g++) {
            if (line->runs[r].ruby || !begins_cluster(&line->runs[r], g))
                continue;
            count++;
            if (!is_space(&line->runs[r], g))
                shown = count;
        }
    return shown;
}

static void move_run(struct layout_run *run, int32_t by)
{
    if (run->vertical)
        run->baseline += by;
    else
        run->x += by;
}

static void move_glyph(const struct layout_run *run, size_t g, int32_t by)
{
    if (run->vertical)
        run->glyphs[g].y -= by;
    else
        run->glyphs[g].x += by;
}

/* Moves cluster i of `count` by i / (count - 1) of the room. */
static void spread_clusters(struct layout_line *line, size_t count,
                            int32_t room)
{
    size_t cluster = 0;
    int32_t by = 0;
    int32_t first = 0; /* what the run itself is moved by */

    for (size_t r = 0; r < line->count; r++) {
        struct layout_run *run = &line->runs[r];

        if (run->ruby) {
            /* A reading stays above the middle of its base. */
            move_run(run, (first + by) / 2);
            continue;
        }
        for (size_t g = 0; g < run->count; g++) {
            if (begins_cluster(run, g)) {
                by = (int32_t)((int64_t)room * (int64_t)cluster /
                               (int64_t)(count - 1));
                by = by < room ? by : room;
                cluster++;
            }
            first = g ? first : by;
            move_glyph(run, g, by - first);
        }
        move_run(run, first);
        run->width += by - first;
        run->to += run->to ? by - first : 0;
    }
}

void label_distribute(struct layout_line *line, int32_t room)
{
    size_t count = count_clusters(line);

    if (room <= 0 || !count)
        return;
    if (count > 1) {
        spread_clusters(line, count, room);
        line->spread = true;
        line->width += room;
        return;
    }
    for (size_t r = 0; r < line->count; r++)
        move_run(&line->runs[r], room / 2);
    if (line->vertical)
        line->baseline += room / 2;
    else
        line->x += room / 2;
}

/* ---- how much room columns need ------------------------------------------ */

static int32_t to_em(int32_t length, int32_t size)
{
    int64_t em = (int64_t)length * 1000 / size;

    return em > 0 ? (int32_t)em : 0;
}

static size_t count_columns(const struct text_shaped *text, int32_t measure)
{
    size_t count = 0;

    for (size_t at = 0; at < text->count; count++)
        at = text_next_line(text, at, measure).end;
    return count;
}

/* Length of the whole text as one column, 1/1000 em. */
static int32_t text_length_of(const struct text_shaped *text)
{
    return text_next_line(text, 0, INT32_MAX / 2).width;
}

/* The shortest length, 1/1000 em, that needs no more than `most` columns. */
static int32_t balanced_length(const struct text_shaped *text, size_t most)
{
    enum { STEP = 250 };
    int32_t whole = text_length_of(text);
    int32_t length = whole / (int32_t)most;

    if (length < text_min_width(text))
        length = text_min_width(text);
    while (length < whole && count_columns(text, length) > most)
        length += STEP;
    return length < whole ? length : whole;
}

void label_widths(const struct engine *engine, const struct cell *cell,
                  int32_t *min, int32_t *max)
{
    *min = *max =
        cell->count ? style_pitch(engine, cell->sheet->form->style) : 0;
}

struct lines label_lines(const struct engine *engine, const struct cell *cell,
                         int32_t width)
{
    struct lines lines = { .count = 0 };
    const struct form_style *style = cell->sheet->form->style;
    const struct text_shaped *text = cell->count ? cell->paras[0].text : NULL;
    struct slice slice = {
        .para = cell->paras,
        .pitch = style_pitch(engine, style),
        .type = type_make(style_size(engine, style), 1000),
        .measure = width,
        .reason = TEXT_END,
    };
    int32_t most = width / slice.pitch;
    int32_t inset =
        resolve_length(cell->sheet->form->distribute_inset, slice.type.size);
    int32_t length;
    bool free; /* no height is given from elsewhere */

    if (!text)
        return lines;
    slice.end = slice.visible = text->count;
    free = cell->sheet->rows == 1 && !cell->sheet->form->height.value;
    length = free || most <= 1 ? text_length_of(text)
                               : balanced_length(text, (size_t)most);
    /* One unit more than rounding can take away. */
    slice.pitch = em_length(length, slice.type.size) + 1 + 2 * inset;
    *LIST_ADD(engine->scratch, &lines) = slice;
    lines.height = slice.pitch;
    return lines;
}

/* ---- columns into boxes -------------------------------------------------- */

/* A column being filled. */
struct filling {
    struct engine *engine;
    const struct text_shaped *text;
    struct layout_line *line;
    size_t visible; /* glyphs behind it are spaces that take no room */
    int32_t size;
};

static const struct span *glyph_span(const struct text_shaped *text, size_t i)
{
    size_t within;

    return text_span_at(text->text, text_glyph_offset(text, i), &within);
}

/* A run of glyphs [first, end); the pen of the first is `pen` 1/1000 em. */
static void add_run(struct filling *filling, size_t first, size_t end,
                    int32_t pen)
{
    struct arena *arena = filling->engine->arena;
    const struct text_shaped *text = filling->text;
    struct layout_line *line = filling->line;
    size_t from = text_glyph_offset(text, first);
    int32_t start = em_length(pen, filling->size);
    struct layout_run *run =
        ARRAY_ADD(arena, line->runs, line->count, line->capacity);

    *run = (struct layout_run){
        .face = text->glyphs[first].face,
        .size = filling->size,
        .scale = 1000, /* never condensed */
        .x = line->x,
        .baseline = line->baseline + start,
        .count = end - first,
        .utf8 = text->utf8 + from,
        .len = text_glyph_offset(text, end) - from,
        .vertical = true,
        .turned = text->glyphs[first].turned,
    };
    run->span = text_span_at(text->text, from, &run->within);
    run->glyphs = arena_calloc(arena, run->count, sizeof *run->glyphs);
    for (size_t i = first; i < end; i++) {
        const struct text_glyph *glyph = &text->glyphs[i];
        int32_t down = em_length(pen, filling->size) - start;

        run->glyphs[i - first] = (struct layout_glyph){
            .gid = glyph->gid,
            .cluster = glyph->cluster - (uint32_t)from,
            .x = em_length(glyph->dx, filling->size),
            .y = em_length(glyph->dy, filling->size) - down,
            .advance = glyph->advance,
        };
        pen += glyph->advance;
        if (i < filling->visible)
            run->to = em_length(pen, filling->size) - start;
    }
    run->width = em_length(pen, filling->size) - start;
}

static void fill_column(struct filling *filling, const struct text_line *column)
{
    const struct text_glyph *glyphs = filling->text->glyphs;
    int32_t pen = 0;

    filling->visible = column->visible;
    for (size_t first = column->first, end; first < column->end; first = end) {
        const struct span *span = glyph_span(filling->text, first);
        int32_t length = glyphs[first].advance;

        for (end = first + 1; end < column->end; end++) {
            if (glyphs[end].face != glyphs[first].face ||
                glyphs[end].turned != glyphs[first].turned ||
                glyph_span(filling->text, end) != span)
                break;
            length += glyphs[end].advance;
        }
        add_run(filling, first, end, pen);
        pen += length;
    }
}

static int32_t column_start(enum form_align align, int32_t room)
{
    if (room <= 0)
        return 0;
    return align == FORM_CENTER ? room / 2 : align == FORM_END ? room : 0;
}

static void report_overflow(struct engine *engine,
                            const struct emission *emission,
                            const struct text_shaped *text)
{
    engine->failed = true;
    diag_add(engine->diags, DIAG_ERROR, "layout-overflow",
             text_position(text->text, 0),
             _("%s: the cell is too small for this vertical text"),
             emission->address)
        ->expected = _("a wider column, or smaller type, in the form");
}

void label_fill(struct engine *engine, const struct emission *emission,
                struct layout_box *box)
{
    const struct slice *slice = emission->lines->items;
    const struct form_style *style = emission->cell->form->style;
    int32_t pitch = style_pitch(engine, style);
    struct filling filling = { .engine = engine,
                               .text = slice->para->text,
                               .size = slice->type.size };
    int32_t inset = resolve_length(emission->cell->form->distribute_inset,
                                   slice->type.size);
    int32_t top = box->content.y + inset;
    int32_t height = box->content.height - 2 * inset;
    int32_t measure = to_em(height, slice->type.size);
    int32_t width = (int32_t)count_columns(filling.text, measure) * pitch;
    int32_t x = box->content.x + (box->content.width + width) / 2 - pitch / 2;
    struct text_line column = { .end = 0 };

    for (; column.end < filling.text->count; x -= pitch) {
        int32_t length;

        column = text_next_line(filling.text, column.end, measure);
        length = em_length(column.width, slice->type.size);
        if ((length > height || width > box->content.width) &&
            !emission->repeated) {
            report_overflow(engine, emission, filling.text);
            return;
        }
        filling.line =
            ARRAY_ADD(engine->arena, box->lines, box->count, box->capacity);
        *filling.line = (struct layout_line){
            .x = x,
            .y = top,
            .width = length,
            .height = pitch,
            .baseline = top + column_start(emission->align, height - length),
            .vertical = true,
            .end = column.reason,
            .paragraph = slice->para ? slice->para->sheet : NULL,
        };
        fill_column(&filling, &column);
        if (emission->align == FORM_DISTRIBUTE)
            label_distribute(filling.line, height - length);
        stroke_line(engine, box, filling.line, x + pitch / 2);
    }
}
