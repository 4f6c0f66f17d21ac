/*
 * Readings above their bases. A reading stands in half the size right above
 * the em box of its base, in the space between the lines, so that no pitch
 * changes; above a first line the cell or paragraph makes room.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "font/font.h"
#include "layout/inside.h"

/* A reading being set: where its glyphs start, 1/1000 pt. */
struct reading {
    const struct text_ruby *ruby;
    struct type type;
    int32_t left;
    int32_t baseline;
    int32_t slack; /* to spread it by */
};

/*
 * How far ink of readings stands above their em boxes, 1/1000 em of theirs: a
 * mark on a character may, and over a first line there is only a rule.
 */
static int32_t overshoot(const struct text_shaped *text)
{
    struct reach reach = { 0 };

    for (size_t r = 0; r < text->ruby_count; r++) {
        const struct text_shaped *reading = text->rubies[r].shaped;

        for (size_t i = 0; i < reading->count; i++)
            reach_add(&reach, &reading->glyphs[i]);
    }
    return reach.above;
}

int32_t ruby_rise(const struct engine *engine, const struct para *paras,
                  size_t count)
{
    int32_t rise = 0;

    for (size_t i = 0; i < count; i++) {
        const struct text_shaped *text = paras[i].text;
        int32_t size = style_size(engine, paras[i].sheet->style) / 2;

        if (!text || !text->ruby_count)
            continue;
        size += em_length(overshoot(text), size);
        rise = size > rise ? size : rise;
    }
    return rise;
}

static bool begins_cluster(const struct text_shaped *text, size_t i)
{
    return i == 0 || text->glyphs[i].cluster != text->glyphs[i - 1].cluster;
}

static int32_t count_clusters(const struct text_shaped *text)
{
    int32_t count = 0;

    for (size_t i = 0; i < text->count; i++)
        count += begins_cluster(text, i);
    return count;
}

/* Where the glyphs stand: half a gap before the first, a whole between. */
static int32_t *place_reading(struct engine *engine,
                              const struct reading *reading)
{
    const struct text_shaped *text = reading->ruby->shaped;
    int32_t *pens =
        arena_calloc(engine->scratch, text->count + 1, sizeof *pens);
    int32_t count = count_clusters(text);
    int32_t em = 0;
    int64_t halves = -1;

    for (size_t i = 0; i < text->count; i++) {
        halves += begins_cluster(text, i) ? 2 : 0;
        pens[i] = em_length(em, reading->type.em) +
                  (int32_t)(reading->slack * halves / (2 * count));
        em += text->glyphs[i].advance;
    }
    return pens;
}

/* A run of glyphs [first, end) of one face. */
static void add_run(struct engine *engine, struct layout_line *line,
                    const struct reading *reading, const int32_t *pens,
                    size_t first, size_t end)
{
    const struct text_shaped *text = reading->ruby->shaped;
    size_t from = text_glyph_offset(text, first);
    struct layout_run *run =
        ARRAY_ADD(engine->arena, line->runs, line->count, line->capacity);

    *run = (struct layout_run){
        .face = text->glyphs[first].face,
        .size = reading->type.size,
        .scale = reading->type.scale,
        .x = reading->left + pens[first],
        .baseline = reading->baseline,
        .width = pens[end - 1] - pens[first] +
                 em_length(text->glyphs[end - 1].advance, reading->type.em),
        .count = end - first,
        .utf8 = text->utf8 + from,
        .len = text_glyph_offset(text, end) - from,
        .span = reading->ruby->span,
        .ruby = true,
    };
    run->glyphs = arena_calloc(engine->arena, run->count, sizeof *run->glyphs);
    for (size_t i = first; i < end; i++) {
        const struct text_glyph *glyph = &text->glyphs[i];

        run->glyphs[i - first] = (struct layout_glyph){
            .gid = glyph->gid,
            .cluster = glyph->cluster - (uint32_t)from,
            .x = pens[i] - pens[first] + em_length(glyph->dx, reading->type.em),
            .y = em_length(glyph->dy, reading->type.size),
            .advance = glyph->advance,
        };
    }
}

static void report_pitch(struct engine *engine, const struct span *span,
                         const struct form_style *style)
{
    engine->failed = true;
    diag_add(engine->diags, DIAG_ERROR, "layout-ruby", span->at,
             _("style %s: its lines stand too close for readings"), style->name)
        ->expected = _("a pitch of at least one and a half times the size");
}

static const struct text_ruby *ending_at(const struct text_shaped *shaped,
                                         size_t end)
{
    for (size_t i = 0; i < shaped->ruby_count; i++)
        if (shaped->rubies[i].end == end)
            return &shaped->rubies[i];
    return NULL;
}

void ruby_fill(struct engine *engine, struct layout_line *line,
               const struct text_shaped *shaped, size_t end,
               const struct type *type, int32_t x, const int32_t *pens,
               const struct form_style *style)
{
    const struct text_ruby *ruby = ending_at(shaped, end);
    struct reading reading = { .ruby = ruby,
                               .type = type_make(type->size / 2, type->scale) };
    const struct text_glyph *last = &shaped->glyphs[end - 1];
    const struct font_face *face;
    const struct text_shaped *text;
    int32_t right;

    if (!ruby)
        return;
    if (style_pitch(engine, style) - type->size < reading.type.size) {
        report_pitch(engine, ruby->span, style);
        return;
    }
    text = ruby->shaped;
    face = text->glyphs[0].face;
    reading.left = x + pens[ruby->first] - em_length(ruby->before, type->em);
    right = x + pens[end - 1] + em_length(last->advance, type->em) +
            em_length(ruby->after, type->em);
    reading.slack = right - reading.left - em_length(ruby->width, type->em);
    if (reading.slack < 0)
        reading.slack = 0;
    reading.baseline =
        line->baseline -
        em_length(shaped->glyphs[ruby->first].face->ascent, type->size) -
        em_length(1000 - face->ascent, reading.type.size);
    pens = place_reading(engine, &reading);
    for (size_t first = 0, next; first < text->count; first = next) {
        for (next = first + 1; next < text->count; next++)
            if (text->glyphs[next].face != text->glyphs[first].face)
                break;
        add_run(engine, line, &reading, pens, first, next);
    }
}
