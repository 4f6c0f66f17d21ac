/* Lines at changed words: what they cover and where they stand. */
#include "layout/stroke.h"

#include "base/arena.h"
#include "font/font.h"

enum { DOUBLE_GAP = 120 }; /* between two lines through words, 1/1000 em */

/* Changed words that lie side by side and are shown alike. */
struct changed {
    const struct form_style *style;
    const struct form_change *shown;
    enum span_change change;
    const struct layout_run *last;
    int32_t from; /* along the line */
    int32_t to;
};

int32_t stroke_reach(const struct form_style *style)
{
    const struct form_changes *changes = &style->changes;

    if (changes->added.line != FORM_LINE_UNDER &&
        changes->removed.line != FORM_LINE_UNDER)
        return 0;
    return STROKE_GAP + changes->rule;
}

static const struct form_style *style_of(const struct layout_box *box,
                                         const struct layout_line *line,
                                         const struct layout_run *run)
{
    const struct text *mark = box->cell ? &box->cell->mark : NULL;

    if (!line->paragraph || (mark && mark->count && run->span >= mark->items &&
                             run->span < mark->items + mark->count))
        return box->cell->form->style;
    return line->paragraph->style;
}

/* How the run is shown as changed; NULL: it is not. */
static const struct form_change *shown_as(const struct layout_box *box,
                                          const struct layout_line *line,
                                          const struct layout_run *run)
{
    if (run->span->change == SPAN_SAME || run->ruby || run->leader)
        return NULL;
    return form_show_change(style_of(box, line, run), run->span->change);
}

/* ---- where they stand ---------------------------------------------------- */

/* Top of an underline below the baseline, 1/1000 pt: the same in all of a
 * line, as its faces want it. */
static int32_t underline_offset(const struct layout_box *box,
                                const struct layout_line *line)
{
    int32_t offset = 0;

    for (size_t i = 0; i < line->count; i++) {
        const struct layout_run *run = &line->runs[i];
        int em = run->face->underline > run->face->descent
                     ? run->face->underline
                     : run->face->descent;

        if (shown_as(box, line, run) && em_length(em, run->size) > offset)
            offset = em_length(em, run->size);
    }
    return offset + STROKE_GAP;
}

static void add_stroke(struct engine *engine, struct layout_line *line,
                       const struct changed *words, int32_t at, bool through)
{
    int32_t rule = words->style->changes.rule;
    struct layout_rect rect = { words->from, at, words->to - words->from,
                                rule };

    if (line->vertical)
        rect = (struct layout_rect){ at, words->from, rule,
                                     words->to - words->from };
    *ARRAY_ADD(engine->arena, line->strokes, line->stroke_count,
               line->stroke_capacity) = (struct layout_stroke){
        .rect = rect,
        .change = words->change,
        .through = through,
    };
}

/* The middle of the em box across the line. */
static int32_t middle_of(const struct layout_line *line,
                         const struct layout_run *run)
{
    if (line->vertical)
        return line->x;
    return line->baseline -
           em_length((run->face->ascent - run->face->descent) / 2, run->size);
}

static void draw(struct engine *engine, const struct layout_box *box,
                 struct layout_line *line, const struct changed *words,
                 int32_t most)
{
    int32_t rule = words->style->changes.rule;
    int32_t middle = middle_of(line, words->last) - rule / 2;
    int32_t apart = (em_length(DOUBLE_GAP, words->last->size) + rule + 1) / 2;
    int32_t under = line->vertical
                        ? line->x + words->last->size / 2 + STROKE_GAP
                        : line->baseline + underline_offset(box, line);

    if (under + rule > most)
        under = most - rule;
    switch (words->shown->line) {
    case FORM_LINE_NONE:
        break;
    case FORM_LINE_UNDER:
        add_stroke(engine, line, words, under, false);
        break;
    case FORM_LINE_THROUGH:
        add_stroke(engine, line, words, middle, true);
        break;
    case FORM_LINE_DOUBLE:
        add_stroke(engine, line, words, middle - apart, true);
        add_stroke(engine, line, words, middle + apart, true);
        break;
    }
}

/* ---- what they cover ----------------------------------------------------- */

/* Goes on where the words before it end: no gap like that before a mark. */
static bool goes_on(const struct changed *words, const struct layout_run *run,
                    const struct form_change *shown, int32_t from)
{
    const struct span *last = words->last ? words->last->span : NULL;

    return words->shown == shown &&
           (run->span == last || run->span == last + 1 ||
            from - words->to <= run->size);
}

void stroke_line(struct engine *engine, const struct layout_box *box,
                 struct layout_line *line, int32_t most)
{
    struct changed words = { .shown = NULL };

    for (size_t i = 0; i < line->count; i++) {
        const struct layout_run *run = &line->runs[i];
        const struct form_change *shown = shown_as(box, line, run);
        int32_t start = line->vertical ? run->baseline : run->x;

        if (run->ruby || (shown && run->to <= run->from))
            continue;
        if (words.shown && !goes_on(&words, run, shown, start + run->from)) {
            draw(engine, box, line, &words, most);
            words.shown = NULL;
        }
        if (!shown)
            continue;
        if (!words.shown)
            words = (struct changed){ .style = style_of(box, line, run),
                                      .shown = shown,
                                      .change = run->span->change,
                                      .from = start + run->from };
        words.last = run;
        words.to = start + run->to;
    }
    if (words.shown)
        draw(engine, box, line, &words, most);
}
