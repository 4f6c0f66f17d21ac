/*
 * Readings above their bases: JLREQ 3.3, JIS X 4051 5.
 *
 * A reading is set in half the size. What is shorter than its base is
 * spread over it (half a gap at either end, a whole one between). What is
 * longer may stand over kana beside the base, by half an em of its own on
 * either side; for the rest the base is widened in the same way. A base
 * holds together, and with the kana its reading stands over.
 */
#include "text/ruby.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "unicode/unicode.h"

enum { OVERHANG = 250 }; /* half an em of the reading, 1/1000 em of the base */

static bool is_kana(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
           c == 0x30FC;
}

/* The glyphs of bytes [from, to): first and end. */
static void find_glyphs(const struct text_shaped *shaped, size_t from,
                        size_t to, struct text_ruby *ruby)
{
    while (ruby->first < shaped->count &&
           shaped->glyphs[ruby->first].cluster < from)
        ruby->first++;
    ruby->end = ruby->first;
    while (ruby->end < shaped->count && shaped->glyphs[ruby->end].cluster < to)
        ruby->end++;
}

/* How far the reading may stand over the glyph i beside its base. */
static int32_t overhang_over(const struct text_shaped *shaped, size_t i)
{
    size_t at = shaped->glyphs[i].cluster;
    size_t n;

    return is_kana(utf8_decode(shaped->utf8 + at, shaped->len - at, &n))
               ? OVERHANG
               : 0;
}

static int32_t advance_of(const struct text_shaped *shaped, size_t first,
                          size_t end)
{
    int32_t width = 0;

    for (size_t i = first; i < end; i++)
        width += shaped->glyphs[i].advance;
    return width;
}

static bool begins_cluster(const struct text_shaped *shaped, size_t i)
{
    return i == 0 || shaped->glyphs[i].cluster != shaped->glyphs[i - 1].cluster;
}

/* Gives every cluster of the base an equal share of `more` on both sides. */
static void widen_base(struct text_shaped *shaped, const struct text_ruby *ruby,
                       int32_t more)
{
    int32_t count = 0;
    int32_t share = 0;

    for (size_t i = ruby->first; i < ruby->end; i++)
        count += begins_cluster(shaped, i);
    if (!count || more <= 0)
        return;
    share = (more + 2 * count - 1) / (2 * count);
    for (size_t i = ruby->first; i < ruby->end; i++) {
        bool last = i + 1 == ruby->end || begins_cluster(shaped, i + 1);

        if (begins_cluster(shaped, i)) {
            for (size_t k = i;
                 k < ruby->end && (k == i || !begins_cluster(shaped, k)); k++)
                shaped->glyphs[k].dx += share;
            shaped->glyphs[i].advance += last ? 2 * share : share;
        }
        if (last && !begins_cluster(shaped, i))
            shaped->glyphs[i].advance += share;
    }
}

/* Lets a long reading stand over kana, and widens the base for the rest. */
static void settle_width(struct text_shaped *shaped, struct text_ruby *ruby)
{
    int32_t base = advance_of(shaped, ruby->first, ruby->end);
    int32_t more = ruby->width - base;
    int32_t most;

    if (more <= 0)
        return;
    if (ruby->first > 0) {
        most = overhang_over(shaped, ruby->first - 1);
        ruby->before = most < more ? most : more;
    }
    if (ruby->end < shaped->count) {
        most = overhang_over(shaped, ruby->end);
        ruby->after = most < more ? most : more;
    }
    /* No more than is needed, and evenly where both sides are free. */
    if (ruby->before + ruby->after > more) {
        ruby->before = ruby->before < more / 2 ? ruby->before : more / 2;
        ruby->after = more - ruby->before;
    }
    if (ruby->before)
        shaped->breaks[shaped->glyphs[ruby->first].cluster] =
            UNICODE_BREAK_NEVER;
    if (ruby->after)
        shaped->breaks[shaped->glyphs[ruby->end].cluster] = UNICODE_BREAK_NEVER;
    widen_base(shaped, ruby, more - ruby->before - ruby->after);
}

static struct text_shaped *shape_reading(struct arena *arena,
                                         const struct span *base,
                                         const struct text_options *options,
                                         struct diags *diags)
{
    struct text *text = arena_alloc(arena, sizeof *text);
    struct text_options plain = {
        .stack = options->stack,
        .lang = options->lang,
        .kinsoku = options->kinsoku,
        .punctuation = TEXT_PUNCTUATION_FULL,
    };
    struct span span = *base;

    span.utf8 = base->ruby;
    span.len = strlen(base->ruby);
    span.ruby = NULL;
    /* Behind the base and the sign that opens the reading. */
    span.at.column += (int)utf8_count(base->utf8, base->len) + 1;
    *text = text_from_span(arena, span);
    return text_shape(arena, text, &plain, diags);
}

static bool set_reading(struct arena *arena, struct text_shaped *shaped,
                        size_t from, const struct span *span,
                        const struct text_options *options, struct diags *diags)
{
    struct text_ruby ruby = { .span = span };

    if (options->vertical) {
        diag_add(diags, DIAG_ERROR, "text-ruby", span->at,
                 _("a vertical text cannot have readings"));
        return false;
    }
    ruby.shaped = shape_reading(arena, span, options, diags);
    if (!ruby.shaped)
        return false;
    find_glyphs(shaped, from, from + span->len, &ruby);
    if (ruby.first == ruby.end)
        return true;
    for (size_t i = from + 1; i < from + span->len; i++)
        shaped->breaks[i] = UNICODE_BREAK_NEVER;
    ruby.width = (text_line_width(ruby.shaped) + 1) / 2;
    settle_width(shaped, &ruby);
    *ARRAY_ADD(arena, shaped->rubies, shaped->ruby_count,
               shaped->ruby_capacity) = ruby;
    return true;
}

bool ruby_set(struct arena *arena, struct text_shaped *shaped,
              const struct text_options *options, struct diags *diags)
{
    const struct text *text = shaped->text;
    size_t from = 0;
    bool ok = true;

    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        if (span->ruby && span->len)
            ok &= set_reading(arena, shaped, from, span, options, diags);
        from += span->len;
    }
    return ok;
}
