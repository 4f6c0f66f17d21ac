/* Lines into boxes: glyphs get positions, runs get their text. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "font/font.h"
#include "layout/inside.h"
#include "layout/stroke.h"

struct emitting {
    struct engine *engine;
    const struct emission *emission;
    struct layout_line *line;
};

/* A line of a shaped text, to be put from x on. */
struct stretch {
    const struct text_shaped *shaped;
    struct text_line line;
    struct type type;
    int32_t x;
    const int32_t *pens;            /* of its glyphs, from x */
    const struct form_style *style; /* NULL: no readings */
};

static int32_t *place_glyphs(struct engine *engine,
                             const struct text_shaped *shaped,
                             const struct text_line *line, int32_t em,
                             int32_t measure)
{
    int32_t *pens =
        arena_calloc(engine->scratch, line->end - line->first, sizeof *pens);

    text_place_line(shaped, line, em, measure, pens);
    return pens;
}

/* Where the bodies of glyphs [first, end) begin and end. */
static void find_bodies(struct layout_run *run, const struct stretch *stretch,
                        size_t first, size_t end)
{
    const struct text_line *line = &stretch->line;
    const struct text_glyph *glyphs = stretch->shaped->glyphs;
    const int32_t *pens = stretch->pens - line->first;
    const struct text_glyph *last;
    int32_t width;

    end = end < line->visible ? end : line->visible;
    if (first >= end)
        return;
    last = &glyphs[end - 1];
    width = last->advance - last->after;
    if (line->hung && end == line->visible)
        width = last->hang;
    run->from = em_length(glyphs[first].before, stretch->type.em);
    run->to = pens[end - 1] - pens[first] + em_length(width, stretch->type.em);
    if (end == line->visible)
        return;
    /* The space of a narrowed line is less wide than its advance. */
    width = pens[end] - pens[first] +
            em_length(glyphs[end].before, stretch->type.em);
    run->to = run->to < width ? run->to : width;
}

/* A run of glyphs [first, end) that share face and span. */
static void add_run(struct emitting *emitting, const struct stretch *stretch,
                    size_t first, size_t end)
{
    struct arena *arena = emitting->engine->arena;
    const struct text_shaped *shaped = stretch->shaped;
    const struct text_glyph *last = &shaped->glyphs[end - 1];
    const int32_t *pens = stretch->pens - stretch->line.first;
    size_t from = text_glyph_offset(shaped, first);
    size_t to = text_glyph_offset(shaped, end);
    struct layout_line *line = emitting->line;
    struct layout_run *run =
        ARRAY_ADD(arena, line->runs, line->count, line->capacity);

    *run = (struct layout_run){
        .face = shaped->glyphs[first].face,
        .size = stretch->type.size,
        .scale = stretch->type.scale,
        .x = stretch->x + pens[first],
        .baseline = emitting->line->baseline,
        .width = pens[end - 1] - pens[first] +
                 em_length(last->advance, stretch->type.em),
        .count = end - first,
        .utf8 = shaped->utf8 + from,
        .len = to - from,
    };
    run->span = text_span_at(shaped->text, from, &run->within);
    find_bodies(run, stretch, first, end);
    run->glyphs = arena_calloc(arena, run->count, sizeof *run->glyphs);
    for (size_t i = first; i < end; i++) {
        const struct text_glyph *glyph = &shaped->glyphs[i];

        run->glyphs[i - first] = (struct layout_glyph){
            .gid = glyph->gid,
            .cluster = glyph->cluster - (uint32_t)from,
            .x = pens[i] - pens[first] + em_length(glyph->dx, stretch->type.em),
            .y = em_length(glyph->dy, stretch->type.size),
            .advance = glyph->advance,
        };
    }
}

/* The byte of a text behind the span that glyph i belongs to. */
static size_t span_end(const struct text_shaped *shaped, size_t i)
{
    size_t offset = text_glyph_offset(shaped, i);
    size_t within;
    const struct span *span = text_span_at(shaped->text, offset, &within);

    return offset - within + span->len;
}

static void add_stretch(struct emitting *emitting,
                        const struct stretch *stretch)
{
    const struct text_shaped *shaped = stretch->shaped;

    for (size_t first = stretch->line.first, end; first < stretch->line.end;
         first = end) {
        const struct text_glyph *glyphs = shaped->glyphs;
        size_t behind = span_end(shaped, first);

        end = first + 1;
        while (end < stretch->line.end &&
               glyphs[end].face == glyphs[first].face &&
               glyphs[end].cluster < behind)
            end++;
        add_run(emitting, stretch, first, end);
        if (stretch->style)
            ruby_fill(emitting->engine, emitting->line, shaped, end,
                      &stretch->type, stretch->x,
                      stretch->pens - stretch->line.first, stretch->style);
    }
}

/* Where a line's content starts, from the content's left edge. */
static int32_t align_line(const struct emission *emission,
                          const struct slice *slice)
{
    int32_t room = slice->measure - slice->x - slice->width;

    switch (emission->align) {
    case FORM_CENTER:
        return room / 2;
    case FORM_END:
        return room;
    case FORM_DECIMAL:
    case FORM_JUSTIFY:
    case FORM_DISTRIBUTE:
    case FORM_START:
        break;
    }
    return 0;
}

/* Where a number's point stands on its line; see layout_measure.c. */
static int32_t point_on_line(const struct slice *slice, const int32_t *pens)
{
    const struct text_shaped *text = slice->para->text;
    size_t point = slice->first;

    while (point < slice->visible &&
           text->utf8[text_glyph_offset(text, point)] != '.')
        point++;
    return point < slice->visible ? pens[point - slice->first] : slice->width;
}

/*
 * The points of a column below each other, as far as the line's own words
 * leave room: a text among numbers, or a marker before one, may not.
 */
static int32_t align_decimal(const struct emission *emission,
                             const struct slice *slice, const int32_t *pens,
                             int32_t width)
{
    int32_t room = slice->measure - slice->x - slice->width;
    int32_t shift = width - emission->decimal_after - slice->x;

    if (pens)
        shift -= point_on_line(slice, pens);
    shift = shift > room ? room : shift;
    return shift < 0 ? 0 : shift;
}

static void report_overflow(struct engine *engine,
                            const struct emission *emission,
                            const struct text_shaped *text, size_t first)
{
    size_t offset = text_glyph_offset(text, first);

    engine->failed = true;
    if (engine->narrow == emission->address)
        return; /* one line of it is enough */
    engine->narrow = emission->address;
    diag_add(engine->diags, DIAG_ERROR, "layout-overflow",
             text_position(text->text, offset),
             _("%s: the column is too narrow for this text"), emission->address)
        ->expected = _("a wider column, or smaller type, in the form");
}

static void fill_marker(struct emitting *emitting, const struct slice *slice,
                        int32_t x)
{
    struct engine *engine = emitting->engine;
    const struct text_shaped *marker = slice->para->marker;
    struct stretch stretch = {
        .shaped = marker,
        .line = { .end = marker->count, .visible = marker->count },
        .type = slice->type,
        .x = x,
    };

    stretch.pens =
        place_glyphs(engine, marker, &stretch.line, stretch.type.em, 0);
    add_stretch(emitting, &stretch);
}

static void fill_line(struct emitting *emitting, const struct slice *slice,
                      struct layout_rect content)
{
    const struct para *para = slice->para;
    const struct emission *emission = emitting->emission;
    int32_t room = slice->measure - slice->x;
    bool justify = emission->align == FORM_JUSTIFY &&
                   slice->reason != TEXT_END && room > slice->width;
    int32_t shift = align_line(emission, slice);
    struct stretch stretch = {
        .line = { slice->first, slice->end, slice->visible, slice->em_width,
                  slice->reason, slice->hung },
        .type = slice->type,
    };

    if (!para)
        return;
    stretch.style = para->sheet->style;
    if (slice->end > slice->first) {
        stretch.shaped = para->text;
        stretch.pens = place_glyphs(emitting->engine, para->text, &stretch.line,
                                    slice->type.em, justify ? room : 0);
    }
    if (emission->align == FORM_DECIMAL)
        shift = align_decimal(emission, slice, stretch.pens, content.width);
    stretch.x = content.x + shift + slice->x;
    emitting->line->x =
        slice->has_marker ? content.x + shift + slice->marker_x : stretch.x;
    emitting->line->width =
        stretch.x + (justify ? room : slice->width) - emitting->line->x;
    if (slice->x + slice->width > slice->measure)
        report_overflow(emitting->engine, emission,
                        para->text ? para->text : para->marker, slice->first);
    if (slice->has_marker)
        fill_marker(emitting, slice, content.x + shift + slice->marker_x);
    if (stretch.shaped)
        add_stretch(emitting, &stretch);
}

/* What a paragraph leads to stands at the right end of its last line. */
static void fill_end(struct emitting *emitting, const struct slice *slice,
                     struct layout_rect content)
{
    struct layout_line *line = emitting->line;
    const struct text_shaped *end = slice->para->end;
    int32_t width = em_length(text_width(end, 0, end->count), slice->type.em);
    int32_t right = content.x + content.width;
    struct stretch stretch = {
        .shaped = end,
        .line = { .end = end->count, .visible = end->count },
        .type = slice->type,
        .x = right - width,
    };

    leader_fill(emitting->engine, line, slice, line->x + line->width, right,
                width);
    stretch.pens =
        place_glyphs(emitting->engine, end, &stretch.line, slice->type.em, 0);
    add_stretch(emitting, &stretch);
    line->width = right - line->x;
}

/* The mark stands at the right end of the cell's first line. */
static void fill_mark(struct emitting *emitting, const struct slice *slice,
                      struct layout_rect content)
{
    const struct text_shaped *mark = emitting->emission->mark;
    int32_t width = em_length(text_width(mark, 0, mark->count), slice->type.em);
    struct stretch stretch = {
        .shaped = mark,
        .line = { .end = mark->count, .visible = mark->count },
        .type = slice->type,
        .x = content.x + content.width - width,
        .style = emitting->emission->cell->form->style,
    };

    stretch.pens =
        place_glyphs(emitting->engine, mark, &stretch.line, slice->type.em, 0);
    if (width > content.width)
        report_overflow(emitting->engine, emitting->emission, mark, 0);
    if (!emitting->line->count)
        emitting->line->x = stretch.x;
    emitting->line->width = stretch.x + width - emitting->line->x;
    add_stretch(emitting, &stretch);
}

/* Baseline of a line: its em box stands in the middle of the pitch. */
static int32_t baseline_of(const struct slice *slice, int32_t top)
{
    static const int32_t usual_ascent = 880;
    const struct text_shaped *text = NULL;
    int32_t ascent = usual_ascent;

    if (slice->para)
        text = slice->para->text ? slice->para->text : slice->para->marker;
    if (text && text->count)
        ascent = text->glyphs[0].face->ascent;
    return top + (slice->pitch - slice->type.size) / 2 +
           em_length(ascent, slice->type.size);
}

static int32_t valign_shift(const struct emission *emission, int32_t room)
{
    int32_t height = 0;

    for (size_t i = emission->first; i < emission->last; i++)
        height += emission->lines->items[i].pitch;
    if (emission->valign == FORM_MIDDLE)
        return (room - height) / 2;
    return emission->valign == FORM_BOTTOM ? room - height : 0;
}

/* Room of a line's pitch above and below its em box. */
static int32_t slack_of(const struct slice *slice)
{
    return (slice->pitch - slice->type.size) / 2;
}

/*
 * The y down to which lines below the words of line i, which is at y, may
 * reach: to the readings or the em box of the next line.
 */
static int32_t next_em_box(const struct emission *emission, size_t i, int32_t y)
{
    const struct slice *slice = &emission->lines->items[i];
    const struct slice *next = slice + 1;
    int32_t bottom = y + slice->pitch;

    if (i + 1 == emission->last)
        return bottom + slack_of(slice);
    bottom += slack_of(next);
    if (next->para && next->para->text && next->para->text->ruby_count)
        bottom -= next->type.size / 2;
    return bottom;
}

static void fill_box(struct engine *engine, const struct emission *emission,
                     struct layout_box *box)
{
    int32_t y = box->content.y + valign_shift(emission, box->content.height);
    bool vertical = emission->cell && emission->cell->form->vertical;

    if (vertical && emission->last > emission->first) {
        label_fill(engine, emission, box);
        return;
    }
    for (size_t i = emission->first; i < emission->last; i++) {
        const struct slice *slice = &emission->lines->items[i];
        struct emitting emitting = { engine, emission, NULL };

        emitting.line =
            ARRAY_ADD(engine->arena, box->lines, box->count, box->capacity);
        *emitting.line = (struct layout_line){
            .x = box->content.x,
            .y = y,
            .height = slice->pitch,
            .baseline = baseline_of(slice, y),
            .end = slice->reason,
            .paragraph = slice->para ? slice->para->sheet : NULL,
            .hung = slice->hung,
        };
        fill_line(&emitting, slice, box->content);
        if (emission->align == FORM_DISTRIBUTE)
            label_distribute(emitting.line, box->content.x + slice->measure -
                                                emitting.line->x -
                                                emitting.line->width);
        if (slice->has_end)
            fill_end(&emitting, slice, box->content);
        if (i == 0 && emission->mark)
            fill_mark(&emitting, slice, box->content);
        stroke_line(engine, box, emitting.line, next_em_box(emission, i, y));
        y += slice->pitch;
    }
}

static bool stands_out(int32_t from, int32_t size, int32_t of, int32_t room)
{
    return from < of || from + size > of + room;
}

/* Why a box cannot stand where it should; NULL when it can. */
static const char *find_misfit(const struct engine *engine,
                               const struct layout_page *page,
                               const struct layout_box *box)
{
    const struct layout_rect *rect = &box->rect;
    const struct layout_rect *body = &page->body;
    int32_t top = engine->edge ? body->y : engine->body_top;
    int32_t bottom =
        engine->edge ? body->y + body->height : engine->body_bottom;

    if (box->content.width < 0 || box->content.height < 0)
        return N_("%s: the padding and rules leave no room in this cell");
    if (stands_out(rect->x, rect->width, body->x, body->width))
        return N_("%s: this is too wide for the page");
    if (stands_out(rect->y, rect->height, top, bottom - top))
        return N_("%s: this is too high for the page");
    return NULL;
}

/* Said once for a sheet: what follows on is often out of place as well. */
static void report_misfit(struct engine *engine, const struct layout_box *box,
                          const char *message)
{
    struct position at = { 0 };

    if (engine->failed)
        return;
    engine->failed = true;
    if (box->cell)
        at = box->cell->form->at;
    diag_add(engine->diags, DIAG_ERROR, "layout-overflow", at, _(message),
             box->address)
        ->expected = _("other widths, less padding, smaller type or a larger "
                       "page in the form");
}

void emit_box(struct engine *engine, struct layout_page *page,
              const struct emission *emission)
{
    const struct insets *insets = &emission->insets;
    const struct layout_rect *rect = &emission->rect;
    struct layout_box *box = ARRAY_ADD(engine->arena, page->boxes,
                                       page->box_count, page->box_capacity);
    const char *message;

    *box = (struct layout_box){
        .role = emission->role,
        .address = emission->address,
        .cell = emission->cell,
        .entry = emission->entry,
        .rect = *rect,
        .content = { rect->x + insets->left, rect->y + insets->top,
                     rect->width - insets->left - insets->right,
                     rect->height - insets->top - insets->bottom },
        .part = emission->part,
        .repeated = emission->repeated,
    };
    message = find_misfit(engine, page, box);
    if (message)
        report_misfit(engine, box, message);
    fill_box(engine, emission, box);
}
