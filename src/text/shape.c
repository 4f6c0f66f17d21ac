/*
 * From words to glyphs.
 *
 * A text is cut into runs of one face and one language; each is shaped by
 * HarfBuzz on its own, with the rest of the text as context. Faces are
 * chosen per grapheme cluster, never per code point: a base and its mark or
 * variation selector come from one face. Runs without marks are made of what
 * the face remembers of their characters (font_memory_find()); HarfBuzz is
 * asked for those stretches of them that may join.
 */
#include <hb.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "font/font.h"
#include "text/cover.h"
#include "text/ruby.h"
#include "text/spacing.h"
#include "text/text.h"
#include "text/vertical.h"
#include "unicode/unicode.h"

/* Consecutive bytes with one face and language. */
struct run {
    const struct font_face *face;
    const char *lang;
    size_t start;
    size_t end;
    bool marked; /* some cluster is more than one code point, or ignorable */
};

struct shaper {
    struct arena *arena;
    const struct text_options *options;
    struct cover cover;
    struct run run; /* the one being collected; no face: none yet */
    hb_buffer_t *buffer;
    struct text_shaped *shaped;
    size_t capacity; /* of shaped->glyphs */
    bool missing;    /* a character had no glyph */
};

/* ---- shaping ----------------------------------------------------------- */

static const char *lang_of(const struct run *run)
{
    return run->lang ? run->lang : "ja";
}

static void shape_run(struct shaper *shaper, const struct run *run)
{
    const struct text_shaped *shaped = shaper->shaped;

    hb_buffer_clear_contents(shaper->buffer);
    hb_buffer_add_utf8(shaper->buffer, shaped->utf8, (int)shaped->len,
                       (unsigned)run->start, (int)(run->end - run->start));
    font_face_shape(run->face, lang_of(run), shaper->buffer);
}

/* Font units as 1/1000 em, rounded half away from zero. */
static int32_t scale(const struct font_face *face, int64_t units)
{
    int64_t upem = face->upem;

    if (units == 0 || units == upem) /* as a rule; divisions are slow */
        return units ? 1000 : 0;
    return (int32_t)((units * 1000 + (units < 0 ? -upem : upem) / 2) / upem);
}

/*
 * Room for `more` glyphs of a run that ends at byte `end`; as a rule there is
 * one for each character behind it.
 */
static void reserve_glyphs(struct shaper *shaper, size_t more, size_t end)
{
    struct text_shaped *shaped = shaper->shaped;
    size_t need = shaped->count + more;
    struct text_glyph *grown;

    if (need <= shaper->capacity)
        return;
    shaper->capacity = need + utf8_count(shaped->utf8 + end, shaped->len - end);
    if (shaped->count)
        shaper->capacity += need / 2;
    grown = arena_calloc(shaper->arena, shaper->capacity, sizeof *grown);
    if (shaped->count)
        memcpy(grown, shaped->glyphs, shaped->count * sizeof *grown);
    shaped->glyphs = grown;
}

static void keep_glyphs(struct shaper *shaper, const struct run *run)
{
    struct text_shaped *shaped = shaper->shaped;
    unsigned count;
    const hb_glyph_info_t *infos =
        hb_buffer_get_glyph_infos(shaper->buffer, &count);
    const hb_glyph_position_t *positions =
        hb_buffer_get_glyph_positions(shaper->buffer, NULL);
    uint32_t first = count ? infos[0].cluster : 0;

    reserve_glyphs(shaper, count, run->end);
    for (unsigned i = 0; i < count; i++) {
        /* What was ignored at the run's start belongs to its first glyph. */
        uint32_t cluster =
            infos[i].cluster == first ? (uint32_t)run->start : infos[i].cluster;

        if (!font_face_has(run->face, infos[i].codepoint)) {
            cover_report_glyph(&shaper->cover, infos[i].cluster);
            shaper->missing = true;
            continue;
        }
        shaped->glyphs[shaped->count++] = (struct text_glyph){
            .face = run->face,
            .gid = infos[i].codepoint,
            .cluster = cluster,
            .advance = scale(run->face, positions[i].x_advance),
            .dx = scale(run->face, positions[i].x_offset),
            .dy = scale(run->face, positions[i].y_offset),
        };
    }
}

/* ---- characters that stand alone ------------------------------------------
 */

static void keep_alone(struct shaper *shaper, const struct run *run,
                       const struct font_alone *alone, size_t at)
{
    struct text_shaped *shaped = shaper->shaped;

    shaped->glyphs[shaped->count++] = (struct text_glyph){
        .face = run->face,
        .gid = alone->gid,
        .cluster = (uint32_t)at,
        .advance = alone->advance,
        .dx = alone->dx,
        .dy = alone->dy,
    };
}

/* The end of the characters from `at` on that may join each other. */
static size_t joined_end(const struct shaper *shaper, const struct run *run,
                         struct face_alone *memory, size_t at)
{
    const char *utf8 = shaper->shaped->utf8;

    while (at < run->end) {
        size_t n;
        uint32_t c = utf8_decode(utf8 + at, run->end - at, &n);
        const struct font_alone *alone = font_memory_find(memory, c);

        if (alone && !alone->joins)
            break;
        at += n;
    }
    return at;
}

/*
 * The glyphs of a run of single code points. False, and nothing is kept, where
 * a character depends on what is beside it in another way than by joining.
 */
static bool shape_by_characters(struct shaper *shaper, const struct run *run)
{
    struct face_alone *memory = font_face_memory(run->face, lang_of(run));
    struct text_shaped *shaped = shaper->shaped;
    const char *utf8 = shaped->utf8;
    size_t before = shaped->count;
    size_t n;

    if (!memory)
        return false;
    reserve_glyphs(shaper, utf8_count(utf8 + run->start, run->end - run->start),
                   run->end);
    for (size_t at = run->start; at < run->end; at += n) {
        uint32_t c = utf8_decode(utf8 + at, run->end - at, &n);
        const struct font_alone *alone = font_memory_find(memory, c);
        struct run joined;

        if (!alone) {
            shaped->count = before;
            return false;
        }
        keep_alone(shaper, run, alone, at);
        if (!alone->joins)
            continue;
        joined = *run;
        joined.start = at;
        joined.end = joined_end(shaper, run, memory, at + n);
        if (joined.end == at + n)
            continue;
        shaped->count--;
        shape_run(shaper, &joined);
        keep_glyphs(shaper, &joined);
        n = joined.end - at;
    }
    return true;
}

/* ---- runs -------------------------------------------------------------- */

static bool same_lang(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Walks the spans beside the clusters: the language at an offset. */
struct lang_cursor {
    const struct text *text;
    size_t index;
    size_t end; /* offset behind span `index` */
};

static const char *lang_at(struct lang_cursor *cursor, size_t at,
                           const char *fallback)
{
    const struct text *text = cursor->text;
    const char *lang;

    while (at >= cursor->end && cursor->index + 1 < text->count)
        cursor->end += text->items[++cursor->index].len;
    lang = text->items[cursor->index].lang;
    return lang ? lang : fallback;
}

/* Shapes the run that was collected, unless no text will come out anyway. */
static void end_run(struct shaper *shaper)
{
    if (!shaper->run.face || shaper->missing)
        return;
    if (!shaper->run.marked && shape_by_characters(shaper, &shaper->run))
        return;
    shape_run(shaper, &shaper->run);
    keep_glyphs(shaper, &shaper->run);
}

static bool is_code_point(const char *utf8, size_t len)
{
    size_t n;

    utf8_decode(utf8, len, &n);
    return n == len;
}

/* Adds a cluster to the run, or ends the run and begins another with it. */
static void add_cluster(struct shaper *shaper, const struct font_face *face,
                        const char *lang, size_t at, size_t end)
{
    struct run *run = &shaper->run;
    bool marked = !is_code_point(shaper->shaped->utf8 + at, end - at);

    if (run->face == face && same_lang(run->lang, lang)) {
        run->end = end;
        run->marked |= marked;
        return;
    }
    /* Clusters that show nothing at the front of the text wait for a face. */
    if (!run->face && at) {
        at = 0;
        marked = true;
    }
    end_run(shaper);
    *run = (struct run){ face, lang, at, end, marked };
}

/* A cluster that shows nothing goes with its neighbour. */
static void shape_runs(struct shaper *shaper)
{
    const struct text_shaped *shaped = shaper->shaped;
    struct lang_cursor cursor = { .text = shaped->text };
    size_t end;

    cursor.end = shaped->text->count ? shaped->text->items[0].len : 0;
    for (size_t at = 0; at < shaped->len; at = end) {
        bool ignorable;
        const struct font_face *face =
            cover_cluster(&shaper->cover, at, &end, &ignorable);

        if (ignorable) {
            shaper->run.end = end;
            shaper->run.marked = true;
            continue;
        }
        if (!face) {
            shaper->missing = true;
            continue;
        }
        add_cluster(shaper, face, lang_at(&cursor, at, shaper->options->lang),
                    at, end);
    }
    end_run(shaper);
}

/* ---- lines --------------------------------------------------------------- */

/* No line ends in spans that are to be whole. */
static void keep_whole(struct text_shaped *shaped)
{
    const struct text *text = shaped->text;
    bool before = false;
    size_t at = 0;

    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        for (size_t b = before ? 0 : 1; span->whole && b < span->len; b++)
            if (shaped->breaks[at + b] == UNICODE_BREAK_ALLOWED)
                shaped->breaks[at + b] = UNICODE_BREAK_EMERGENCY;
        before = span->whole;
        at += span->len;
    }
}

/* ---- the door ---------------------------------------------------------- */

struct text_shaped *text_shape(struct arena *arena, const struct text *text,
                               const struct text_options *options,
                               struct diags *diags)
{
    struct text_shaped *shaped = arena_alloc(arena, sizeof *shaped);
    struct shaper shaper = { .arena = arena,
                             .options = options,
                             .shaped = shaped };

    if (options->vertical)
        return text_shape_vertical(arena, text, options, diags);
    shaped->text = text;
    shaped->len = text_length(text);
    shaped->utf8 = text_join(arena, text);
    shaped->breaks = arena_alloc(arena, shaped->len + 1);
    shaped->classes = arena_alloc(arena, shaped->len + 1);
    shaper.cover = (struct cover){ .text = text,
                                   .utf8 = shaped->utf8,
                                   .len = shaped->len,
                                   .options = options,
                                   .diags = diags };
    shaper.buffer = font_stack_buffer(options->stack);
    shape_runs(&shaper);
    if (shaper.missing)
        return NULL;
    unicode_line_breaks(shaped->utf8, shaped->len, &options->kinsoku,
                        shaped->breaks, shaped->classes);
    keep_whole(shaped);
    if (!ruby_set(arena, shaped, options, diags))
        return NULL;
    spacing_set(shaped, options);
    return shaped;
}
