/*
 * Leaders: what fills a line of contents between its text and its page.
 *
 * The pieces of a leader stand on a grid that is counted from the right
 * edge, whatever the width of text and number, so that the dots of lines of
 * one size stand below each other. A text is broken where it would come too
 * near to the end; the room kept there is that of three digits at least, so
 * that the text breaks the same whatever page it leads to.
 */
#include <string.h>

#include "base/arena.h"
#include "layout/inside.h"

enum {
    LEADER_GAP = 500, /* least room between text, leader and end, 1/1000 em */
    END_ROOM = 1500   /* least room kept for the end: three digits */
};

static int32_t whole_width(const struct text_shaped *shaped)
{
    return shaped ? text_width(shaped, 0, shaped->count) : 0;
}

int32_t leader_room(const struct engine *engine, const struct para *para)
{
    int32_t end = whole_width(para->end);

    if (!para->end)
        return 0;
    end = end > END_ROOM ? end : END_ROOM;
    return em_length(end + whole_width(para->leader) + 2 * LEADER_GAP,
                     style_type(engine, para->sheet->style).em);
}

/* The leader's words `count` times. */
static const char *repeat_words(struct arena *arena,
                                const struct text_shaped *leader, size_t count)
{
    char *words = arena_alloc(arena, leader->len * count + 1);

    for (size_t i = 0; i < count; i++)
        memcpy(words + i * leader->len, leader->utf8, leader->len);
    return words;
}

/* Glyph i of a leader of many pieces, from the run's x on. */
static struct layout_glyph make_glyph(const struct text_shaped *leader,
                                      size_t i, const struct type *type)
{
    size_t piece = i / leader->count;
    const struct text_glyph *glyph = &leader->glyphs[i % leader->count];
    int32_t advance = em_length(whole_width(leader), type->em);

    return (struct layout_glyph){
        .gid = glyph->gid,
        .cluster = (uint32_t)(piece * leader->len) + glyph->cluster,
        .x = (int32_t)piece * advance +
             em_length(text_width(leader, 0, i % leader->count) + glyph->dx,
                       type->em),
        .y = em_length(glyph->dy, type->size),
        .advance = glyph->advance,
    };
}

/* A run of glyphs [first, end), which share a face. */
static void add_run(struct engine *engine, struct layout_line *line,
                    const struct text_shaped *leader, const struct type *type,
                    struct layout_run run, size_t first, size_t end)
{
    const char *words = run.utf8;
    int32_t start = make_glyph(leader, first, type).x;
    size_t from = make_glyph(leader, first, type).cluster;

    run.face = leader->glyphs[first % leader->count].face;
    run.count = end - first;
    run.glyphs = arena_calloc(engine->arena, run.count, sizeof *run.glyphs);
    for (size_t i = first; i < end; i++) {
        struct layout_glyph glyph = make_glyph(leader, i, type);

        glyph.x -= start;
        glyph.cluster -= (uint32_t)from;
        run.glyphs[i - first] = glyph;
        run.width = glyph.x + em_length(glyph.advance, type->em);
    }
    run.utf8 = words + from;
    run.len = (end / leader->count) * leader->len +
              text_glyph_offset(leader, end % leader->count) - from;
    run.x += start;
    *ARRAY_ADD(engine->arena, line->runs, line->count, line->capacity) = run;
}

void leader_fill(struct engine *engine, struct layout_line *line,
                 const struct slice *slice, int32_t from, int32_t right,
                 int32_t width)
{
    const struct text_shaped *leader = slice->para->leader;
    int32_t gap = em_length(LEADER_GAP, slice->type.em);
    int32_t advance = em_length(whole_width(leader), slice->type.em);
    int32_t most; /* pieces from the right edge to the first and last one */
    int32_t least;
    struct layout_run run = {
        .size = slice->type.size,
        .scale = slice->type.scale,
        .baseline = line->baseline,
        .leader = true,
    };
    size_t count;

    if (!leader || advance <= 0)
        return;
    most = (right - from - gap) / advance;
    least = (width + gap + advance - 1) / advance + 1;
    if (right - from - gap < 0 || most < least)
        return;
    count = (size_t)(most - least + 1);
    run.x = right - most * advance;
    run.utf8 = repeat_words(engine->arena, leader, count);
    run.span = text_span_at(leader->text, 0, &run.within);
    count *= leader->count;
    for (size_t first = 0, end; first < count; first = end) {
        const struct font_face *face =
            leader->glyphs[first % leader->count].face;

        for (end = first + 1; end < count; end++)
            if (leader->glyphs[end % leader->count].face != face)
                break;
        add_run(engine, line, leader, &slice->type, run, first, end);
    }
}
