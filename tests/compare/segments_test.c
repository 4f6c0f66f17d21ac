/*
 * Segments: examples, and what must be true of any two texts, tried on
 * entries of the real sheets that a seed has changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "compare/compare.h"
#include "unicode/unicode.h"

enum { CASES = 3000, TEXTS_MOST = 512 };

static struct text make_text(struct arena *arena, const char *utf8)
{
    return text_from_span(arena,
                          (struct span){ .utf8 = utf8, .len = strlen(utf8) });
}

/* Two texts as one: [-gone-]{+new+}, ~ behind a width, # behind a number. */
static char *show(struct arena *arena, const char *old, const char *new)
{
    struct text olds = make_text(arena, old);
    struct text news = make_text(arena, new);
    struct compare_segments segments = compare_texts(arena, &olds, &news);
    char *out = arena_strdup(arena, "");

    for (size_t i = 0; i < segments.count; i++) {
        const struct compare_segment *s = &segments.items[i];
        const char *mark = s->width ? "~" : s->number ? "#" : "";

        if (s->change == SPAN_SAME)
            out = arena_printf(arena, "%s%.*s", out, (int)s->new_len,
                               new + s->new_at);
        else if (s->change == SPAN_REMOVED)
            out = arena_printf(arena, "%s[-%.*s-]", out, (int)s->old_len,
                               old + s->old_at);
        else
            out = arena_printf(arena, "%s{+%.*s+}%s", out, (int)s->new_len,
                               new + s->new_at, mark);
    }
    return out;
}

static void expect(const char *old, const char *new, const char *wanted)
{
    struct arena *arena = arena_new();

    assert_string_equal(show(arena, old, new), wanted);
    arena_free(arena);
}

static void test_examples(void **state)
{
    (void)state;
    expect("", "", "");
    expect("検討", "検討", "検討");
    expect("", "検討", "{+検討+}");
    expect("検討", "", "[-検討-]");
    expect("骨格案の検討", "骨格案の策定", "骨格案の[-検討-]{+策定+}");
    expect("会議を1回開催", "会議を12回開催", "会議を[-1-]{+12+}#回開催");
    expect("約2,000人", "約2,500人", "約[-2,000-]{+2,500+}#人");
    expect("９月に開催", "9月に開催", "[-９-]{+9+}~月に開催");
    expect("９月10日", "9月11日", "[-９-]{+9+}~月[-10-]{+11+}#日");
    expect("協議し、策定する", "協議し、検討し、策定する",
           "協議し、{+検討し、+}策定する");
    expect("策定する。", "策定する。検討する。", "策定する。{+検討する。+}");
}

/* A particle stays where its neighbours are one word each, and goes with
 * them where they are many. */
static void test_islands(void **state)
{
    (void)state;
    expect("市民は協力", "職員は参加", "[-市民-]{+職員+}は[-協力-]{+参加+}");
    expect("市民団体は協力事業", "職員組合は参加計画",
           "[-市民団体は協力事業-]{+職員組合は参加計画+}");
}

/* A reading that changed is a change of its base. */
static void test_readings(void **state)
{
    struct arena *arena = arena_new();
    struct text old = make_text(arena, "塩田平");
    struct text new = make_text(arena, "塩田平");
    struct compare_segments segments;

    (void)state;
    old.items[0].ruby = "しおだだいら";
    new.items[0].ruby = "しおだびら";
    segments = compare_texts(arena, &old, &new);
    assert_int_equal(segments.count, 2);
    assert_int_equal(segments.items[0].change, SPAN_REMOVED);
    assert_int_equal(segments.items[1].change, SPAN_ADDED);
    new.items[0].ruby = "しおだだいら";
    segments = compare_texts(arena, &old, &new);
    assert_int_equal(segments.count, 1);
    arena_free(arena);
}

/* ---- what must always be true -------------------------------------------- */

struct side {
    const char *utf8;
    size_t *ends;
    size_t count;
};

static struct side cut(struct arena *arena, const char *utf8)
{
    struct side side = { .utf8 = utf8 };

    side.count = unicode_words(arena, utf8, strlen(utf8), &side.ends);
    return side;
}

/* The word that begins (or, `last`, ends) at a byte; NULL: none does. */
static const char *word_at(const struct side *side, size_t byte, bool last,
                           size_t *len)
{
    size_t at = 0;

    for (size_t i = 0; i < side->count; at = side->ends[i++])
        if ((last ? side->ends[i] : at) == byte) {
            *len = side->ends[i] - at;
            return side->utf8 + at;
        }
    return NULL;
}

static const char *fault(struct arena *arena, const char *old, const char *new)
{
    struct text olds = make_text(arena, old);
    struct text news = make_text(arena, new);
    struct compare_segments segments = compare_texts(arena, &olds, &news);
    struct side left = cut(arena, old);
    struct side right = cut(arena, new);
    size_t in_old = 0;
    size_t in_new = 0;

    for (size_t i = 0; i < segments.count; i++) {
        const struct compare_segment *s = &segments.items[i];
        const struct compare_segment *next = s + 1;
        size_t a = 0;
        size_t b = 0;

        if (s->old_at != in_old || s->new_at != in_new ||
            (s->change == SPAN_REMOVED && s->new_len) ||
            (s->change == SPAN_ADDED && s->old_len))
            return "segments do not follow each other";
        if (s->change == SPAN_SAME &&
            (s->old_len != s->new_len ||
             memcmp(old + in_old, new + in_new, s->old_len)))
            return "what is the same differs";
        in_old += s->old_len;
        in_new += s->new_len;
        if (s->change == SPAN_REMOVED &&
            (!word_at(&left, s->old_at, false, &a) ||
             !word_at(&left, in_old, true, &a)))
            return "a word is cut";
        if (s->change == SPAN_ADDED &&
            (!word_at(&right, s->new_at, false, &a) ||
             !word_at(&right, in_new, true, &a)))
            return "a word is cut";
        if (i + 1 == segments.count)
            break;
        if (s->change == next->change && !s->width && !next->width)
            return "two segments could be one";
        if (s->change != SPAN_REMOVED || next->change != SPAN_ADDED)
            continue;
        for (int last = 0; last < 2; last++) {
            const char *gone =
                word_at(&left, last ? in_old : s->old_at, last, &a);
            const char *come = word_at(
                &right, last ? next->new_at + next->new_len : next->new_at,
                last, &b);

            if (gone && come && a == b && !memcmp(gone, come, a))
                return "a segment could be shorter";
        }
    }
    return in_old == strlen(old) && in_new == strlen(new)
               ? NULL
               : "the segments are not the texts";
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

struct texts {
    char *items[TEXTS_MOST];
    size_t count;
};

static void load_texts(struct arena *arena, struct texts *texts)
{
    struct source *source =
        source_load(arena, "tests/fixtures/text/entries.txt", 1 << 20);
    const char *line;
    size_t len;

    assert_non_null(source);
    for (int i = 1;
         texts->count < TEXTS_MOST && (line = source_line(source, i, &len));
         i++)
        if (len)
            texts->items[texts->count++] = arena_copy(arena, line, len);
}

/* Takes words out, puts others' words in, doubles and swaps them. */
static char *change(struct arena *arena, const struct texts *texts,
                    const char *text, uint32_t *seed)
{
    struct side words = cut(arena, text);
    uint32_t often = 2 + next_random(seed) % 12;
    char *out = arena_strdup(arena, "");
    size_t at = 0;

    for (size_t i = 0; i < words.count; at = words.ends[i++]) {
        uint32_t what = next_random(seed) % (3 * often);
        const char *other = texts->items[next_random(seed) % texts->count];
        struct side others = cut(arena, other);
        size_t pick = next_random(seed) % (others.count ? others.count : 1);
        size_t from = pick ? others.ends[pick - 1] : 0;
        int len = others.count ? (int)(others.ends[pick] - from) : 0;

        if (what == 1 || what == 2)
            out = arena_printf(arena, "%s%.*s", out, len, other + from);
        if (what > 1)
            out = arena_printf(arena, "%s%.*s", out, (int)(words.ends[i] - at),
                               text + at);
        if (what == 3)
            out = arena_printf(arena, "%s%.*s", out, (int)(words.ends[i] - at),
                               text + at);
    }
    return out;
}

static void test_random(void **state)
{
    struct arena *kept = arena_new();
    struct texts texts = { .count = 0 };

    (void)state;
    load_texts(kept, &texts);
    for (uint32_t i = 0; i < CASES; i++) {
        struct arena *arena = arena_new();
        uint32_t seed = i + 1;
        const char *old = texts.items[next_random(&seed) % texts.count];
        const char *new = i % 10
                              ? change(arena, &texts, old, &seed)
                              : texts.items[next_random(&seed) % texts.count];
        const char *why = fault(arena, old, new);

        if (why)
            fail_msg("seed %u: %s: %s", i + 1, why, show(arena, old, new));
        arena_free(arena);
    }
    arena_free(kept);
}

/* Texts beyond the table: cut at words that stand once, in little memory. */
static void test_long(void **state)
{
    struct arena *arena = arena_new();
    struct texts texts = { .count = 0 };
    char *old = arena_strdup(arena, "");
    char *new = old;
    uint32_t seed = 7;
    const char *why;

    (void)state;
    load_texts(arena, &texts);
    for (size_t i = 0; i < texts.count; i++) {
        old = arena_printf(arena, "%s%s", old, texts.items[i]);
        new = arena_printf(arena, "%s%s", new,
                           change(arena, &texts, texts.items[i], &seed));
    }
    why = fault(arena, old, new);
    if (why)
        fail_msg("%s", why);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples), cmocka_unit_test(test_islands),
        cmocka_unit_test(test_readings), cmocka_unit_test(test_random),
        cmocka_unit_test(test_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
