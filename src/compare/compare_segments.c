/*
 * Segments: which words two texts share.
 *
 * The words before the first difference and behind the last one are taken
 * off; of what is left, the heaviest common subsequence is found by dynamic
 * programming over a table from the texts' ends. A word's weight is what it
 * says (compare_words.c), so that a kanji word is kept rather than a
 * particle, and words that stand next to each other on both sides are worth
 * a little more, so that of equal ways the one with the fewest segments is
 * taken. Two matches are not of one word and its equal:
 *
 *   - ICU's dictionary may cut the same letters in two ways, depending on
 *     what stands beside them. A run of words is the same as another run of
 *     the same letters.
 *   - A word in another width is paired with its twin, and told as replaced.
 *
 * Since every match has a weight, nothing that is replaced has a word in
 * common with what replaces it. One thing is then given up for the reader:
 * where both neighbours of a lone particle or sign are replaced by several
 * words each, it is replaced with them (dissolve()).
 *
 * The table is at most TABLE_CELLS large. Longer texts are cut at words that
 * stand once on both sides, which are as good as certain.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "compare/inside.h"
#include "unicode/unicode.h"

enum {
    TABLE_CELLS = 2 * 1024 * 1024, /* 16 MB */
    NEIGHBOUR_WEIGHT = 1,
    RUN_WORDS = 8, /* of the same letters in other words */
};

/* Words [old_at, old_end) against [new_at, new_end). */
struct range {
    size_t old_at;
    size_t old_end;
    size_t new_at;
    size_t new_end;
};

struct pairing {
    struct compare *compare;
    const struct compare_words *olds;
    const struct compare_words *news;
    struct compare_segments *out;
};

/* ---- writing segments ---------------------------------------------------- */

static size_t byte_at(const struct compare_words *words, size_t index)
{
    return index < words->count ? words->items[index].at : words->len;
}

static struct compare_segment *add_segment(struct pairing *pairing,
                                           enum span_change change,
                                           const struct range *range)
{
    struct compare_segments *out = pairing->out;
    size_t old_at = byte_at(pairing->olds, range->old_at);
    size_t new_at = byte_at(pairing->news, range->new_at);
    size_t old_len = byte_at(pairing->olds, range->old_end) - old_at;
    size_t new_len = byte_at(pairing->news, range->new_end) - new_at;
    struct compare_segment *last =
        out->count ? &out->items[out->count - 1] : NULL;

    if (change == SPAN_SAME && last && last->change == SPAN_SAME) {
        last->old_len += old_len;
        last->new_len += new_len;
        return last;
    }
    last = LIST_ADD(pairing->compare->arena, out);
    *last = (struct compare_segment){
        .change = change,
        .old_at = old_at,
        .old_len = change == SPAN_ADDED ? 0 : old_len,
        .new_at = new_at,
        .new_len = change == SPAN_REMOVED ? 0 : new_len,
    };
    return last;
}

static bool is_number(const struct compare_words *words, size_t first,
                      size_t end)
{
    const struct compare_word *word = &words->items[first];

    return end == first + 1 &&
           unicode_is_number(words->utf8 + word->at, word->len);
}

/* Old words that are gone, new ones in their place; either may be none. */
static void replace(struct pairing *pairing, const struct range *range,
                    bool width)
{
    bool both =
        range->old_at < range->old_end && range->new_at < range->new_end;
    bool number = both && !width &&
                  is_number(pairing->olds, range->old_at, range->old_end) &&
                  is_number(pairing->news, range->new_at, range->new_end);
    struct compare_segment *segment;
    struct range added = *range;

    if (range->old_at < range->old_end) {
        segment = add_segment(pairing, SPAN_REMOVED, range);
        segment->width = width;
        segment->number = number;
    }
    added.old_at = range->old_end;
    if (range->new_at < range->new_end) {
        segment = add_segment(pairing, SPAN_ADDED, &added);
        segment->width = width;
        segment->number = number;
    }
}

/* ---- which words match --------------------------------------------------- */

/* What the words at two places have in common: so many of each. */
struct match {
    size_t olds; /* 0: nothing */
    size_t news;
    uint32_t weight;
    bool width;
};

/* The fewest words from here on that are the same letters. */
static struct match match_run(const struct pairing *pairing,
                              const struct range *range, size_t i, size_t j)
{
    const struct compare_word *old = pairing->olds->items;
    const struct compare_word *new = pairing->news->items;
    size_t old_len = old[i].len;
    size_t new_len = new[j].len;
    struct match match = { .olds = 1, .news = 1 };

    for (;;) {
        size_t shorter = old_len < new_len ? old_len : new_len;
        size_t a = i + match.olds;
        size_t b = j + match.news;

        if (old[a - 1].whole || new[b - 1].whole ||
            memcmp(pairing->olds->utf8 + old[i].at,
                   pairing->news->utf8 + new[j].at, shorter) != 0)
            return (struct match){ 0 };
        if (old_len == new_len)
            break;
        if (old_len < new_len ? a == range->old_end || match.olds == RUN_WORDS
                              : b == range->new_end || match.news == RUN_WORDS)
            return (struct match){ 0 };
        if (old_len < new_len) {
            old_len += old[a].len;
            match.olds++;
        } else {
            new_len += new[b].len;
            match.news++;
        }
    }
    for (size_t k = 0; k < match.olds; k++)
        match.weight += old[i + k].weight;
    return match;
}

static struct match find_match(const struct pairing *pairing,
                               const struct range *range, size_t i, size_t j)
{
    const struct compare_word *old = &pairing->olds->items[i];
    const struct compare_word *new = &pairing->news->items[j];

    if (old->id == new->id)
        return (struct match){ 1, 1, 2 * old->weight + NEIGHBOUR_WEIGHT,
                               false };
    if (old->fold == new->fold)
        return (struct match){ 1, 1, old->weight, true };
    if (pairing->olds->utf8[old->at] != pairing->news->utf8[new->at])
        return (struct match){ 0 };
    return match_run(pairing, range, i, j);
}

/* ---- the table ----------------------------------------------------------- */

/* The weight that is still to be had from a pair of places on. */
struct cell {
    int32_t best;
    int32_t matched; /* if both words match, and a neighbour before them
                        does; below 0: they do not */
};

static void fill_table(const struct pairing *pairing, const struct range *range,
                       struct cell *table)
{
    size_t row = range->new_end - range->new_at + 1;

    for (size_t i = range->old_end; i-- > range->old_at;)
        for (size_t j = range->new_end; j-- > range->new_at;) {
            struct cell *cell =
                table + (i - range->old_at) * row + (j - range->new_at);
            struct match match = find_match(pairing, range, i, j);
            const struct cell *next = cell + match.olds * row + match.news;

            cell->best =
                cell[1].best > cell[row].best ? cell[1].best : cell[row].best;
            cell->matched = -1;
            if (!match.olds)
                continue;
            cell->matched =
                (int32_t)match.weight +
                (next->matched >= 0 &&
                         next->matched + NEIGHBOUR_WEIGHT > next->best
                     ? next->matched + NEIGHBOUR_WEIGHT
                     : next->best);
            if (cell->matched > cell->best)
                cell->best = cell->matched;
        }
}

/* Follows the heaviest way and writes its segments. */
static void follow_table(struct pairing *pairing, const struct range *range,
                         const struct cell *table)
{
    size_t row = range->new_end - range->new_at + 1;
    size_t i = range->old_at;
    size_t j = range->new_at;
    size_t old_from = i; /* what is replaced so far */
    size_t new_from = j;
    bool neighbour = false;

    while (i < range->old_end && j < range->new_end) {
        const struct cell *cell =
            table + (i - range->old_at) * row + (j - range->new_at);
        struct match match = find_match(pairing, range, i, j);
        bool taken =
            match.olds &&
            cell->matched + (neighbour ? NEIGHBOUR_WEIGHT : 0) >= cell->best;

        neighbour = taken;
        if (!taken) {
            if (cell[row].best >= cell[1].best)
                i++;
            else
                j++;
            continue;
        }
        replace(pairing, &(struct range){ old_from, i, new_from, j }, false);
        old_from = i + match.olds;
        new_from = j + match.news;
        if (match.width)
            replace(pairing, &(struct range){ i, old_from, j, new_from }, true);
        else
            add_segment(pairing, SPAN_SAME,
                        &(struct range){ i, old_from, j, new_from });
        i = old_from;
        j = new_from;
    }
    replace(
        pairing,
        &(struct range){ old_from, range->old_end, new_from, range->new_end },
        false);
}

static void pair_by_table(struct pairing *pairing, const struct range *range)
{
    size_t cells = (range->old_end - range->old_at + 1) *
                   (range->new_end - range->new_at + 1);
    struct cell *table = memory_alloc(cells * sizeof *table);

    memset(table, 0, cells * sizeof *table);
    for (size_t i = 0; i < cells; i++)
        table[i].matched = -1;
    fill_table(pairing, range, table);
    follow_table(pairing, range, table);
    free(table);
}

/* ---- texts too long for the table ---------------------------------------- */

struct once {
    uint32_t id;
    size_t at; /* one place of it */
    size_t count;
};

static int by_id(const void *a, const void *b)
{
    const struct once *left = a;
    const struct once *right = b;

    if (left->id != right->id)
        return left->id < right->id ? -1 : 1;
    return left->at < right->at ? -1 : left->at > right->at;
}

/* The words of a range that stand in it once, by id. */
static size_t list_once(struct compare *compare,
                        const struct compare_words *words, size_t first,
                        size_t end, struct once **out)
{
    struct once *items =
        arena_calloc(compare->arena, end - first, sizeof *items);
    size_t kept = 0;

    for (size_t i = first; i < end; i++)
        items[i - first] = (struct once){ words->items[i].id, i, 1 };
    qsort(items, end - first, sizeof *items, by_id);
    for (size_t i = 0, next; i < end - first; i = next) {
        for (next = i + 1; next < end - first && items[next].id == items[i].id;)
            next++;
        if (next == i + 1)
            items[kept++] = items[i];
    }
    *out = items;
    return kept;
}

static void pair_range(struct pairing *pairing, struct range range);

/*
 * Cuts the range at a word that stands once on both sides, the one whose old
 * place is nearest to the middle; with none, all of it is replaced.
 */
static void pair_by_anchor(struct pairing *pairing, const struct range *range)
{
    struct once *olds;
    struct once *news;
    size_t old_count = list_once(pairing->compare, pairing->olds, range->old_at,
                                 range->old_end, &olds);
    size_t new_count = list_once(pairing->compare, pairing->news, range->new_at,
                                 range->new_end, &news);
    size_t middle = range->old_at + (range->old_end - range->old_at) / 2;
    const struct once *best[2] = { NULL, NULL };
    size_t distance = 0;

    for (size_t i = 0, j = 0; i < old_count && j < new_count;) {
        size_t away =
            olds[i].at > middle ? olds[i].at - middle : middle - olds[i].at;

        if (olds[i].id == news[j].id && (!best[0] || away < distance)) {
            best[0] = &olds[i];
            best[1] = &news[j];
            distance = away;
        }
        if (olds[i].id <= news[j].id)
            i++;
        else
            j++;
    }
    if (!best[0]) {
        replace(pairing, range, false);
        return;
    }
    pair_range(pairing, (struct range){ range->old_at, best[0]->at,
                                        range->new_at, best[1]->at });
    pair_range(pairing, (struct range){ best[0]->at, range->old_end,
                                        best[1]->at, range->new_end });
}

static bool is_equal(const struct pairing *pairing, size_t i, size_t j)
{
    return pairing->olds->items[i].id == pairing->news->items[j].id;
}

static void pair_range(struct pairing *pairing, struct range range)
{
    struct range head = range;
    struct range tail;

    while (range.old_at < range.old_end && range.new_at < range.new_end &&
           is_equal(pairing, range.old_at, range.new_at)) {
        range.old_at++;
        range.new_at++;
    }
    head.old_end = range.old_at;
    head.new_end = range.new_at;
    tail = range;
    while (range.old_at < range.old_end && range.new_at < range.new_end &&
           is_equal(pairing, range.old_end - 1, range.new_end - 1)) {
        range.old_end--;
        range.new_end--;
    }
    tail.old_at = range.old_end;
    tail.new_at = range.new_end;
    if (head.old_at < head.old_end)
        add_segment(pairing, SPAN_SAME, &head);
    if (range.old_at == range.old_end || range.new_at == range.new_end)
        replace(pairing, &range, false);
    else if ((range.old_end - range.old_at + 1) <=
             TABLE_CELLS / (range.new_end - range.new_at + 1))
        pair_by_table(pairing, &range);
    else
        pair_by_anchor(pairing, &range);
    if (tail.old_at < tail.old_end)
        add_segment(pairing, SPAN_SAME, &tail);
}

/* ---- what is easier to read ---------------------------------------------- */

/* How many words a stretch of bytes holds, and whether all are light. */
static size_t count_words(const struct compare_words *words, size_t at,
                          size_t len, bool *light)
{
    size_t count = 0;

    for (size_t i = 0; i < words->count; i++) {
        const struct compare_word *word = &words->items[i];

        if (word->at < at || word->at >= at + len)
            continue;
        count++;
        *light &= word->light && !word->whole;
    }
    return count;
}

/* A removed and an added segment of two words or more each. */
static bool is_rewritten(const struct pairing *pairing, size_t index)
{
    const struct compare_segment *segment = &pairing->out->items[index];
    bool light = true;

    return index + 1 < pairing->out->count &&
           segment[0].change == SPAN_REMOVED &&
           segment[1].change == SPAN_ADDED && !segment[0].width &&
           count_words(pairing->olds, segment[0].old_at, segment[0].old_len,
                       &light) > 1 &&
           count_words(pairing->news, segment[1].new_at, segment[1].new_len,
                       &light) > 1;
}

/* A lone particle between two rewritten places is rewritten with them. */
static void dissolve(struct pairing *pairing)
{
    struct compare_segments *out = pairing->out;
    size_t kept = 0;

    for (size_t i = 0; i < out->count; i++) {
        struct compare_segment *same = &out->items[i];
        bool light = same->change == SPAN_SAME;

        if (kept >= 2 && light && is_rewritten(pairing, kept - 2) &&
            out->items[kept - 1].change == SPAN_ADDED &&
            is_rewritten(pairing, i + 1) &&
            count_words(pairing->olds, same->old_at, same->old_len, &light) ==
                1 &&
            light) {
            struct compare_segment *removed = &out->items[kept - 2];
            struct compare_segment *added = &out->items[kept - 1];

            removed->old_len += same->old_len + same[1].old_len;
            added->old_at = removed->old_at + removed->old_len;
            added->new_len += same->new_len + same[2].new_len;
            i += 2;
            continue;
        }
        out->items[kept++] = *same;
    }
    out->count = kept;
}

/* ---- the door ------------------------------------------------------------ */

struct compare_segments compare_segment(struct compare *compare,
                                        const struct compare_words *olds,
                                        bool old_marker,
                                        const struct compare_words *news,
                                        bool new_marker)
{
    struct compare_segments out = { 0 };
    struct pairing pairing = { compare, olds, news, &out };
    struct range markers = { 0, old_marker, 0, new_marker };

    if (old_marker && new_marker && is_equal(&pairing, 0, 0))
        add_segment(&pairing, SPAN_SAME, &markers);
    else
        replace(&pairing, &markers,
                old_marker && new_marker &&
                    olds->items[0].fold == news->items[0].fold);
    pair_range(&pairing, (struct range){ old_marker, olds->count, new_marker,
                                         news->count });
    dissolve(&pairing);
    return out;
}

struct compare_segments compare_texts(struct arena *arena,
                                      const struct text *old_text,
                                      const struct text *new_text)
{
    struct compare compare = compare_begin(arena, NULL);
    struct compare_words olds = { 0 };
    struct compare_words news = { 0 };

    compare_add_words(&compare, &olds, old_text, false);
    compare_add_words(&compare, &news, new_text, false);
    return compare_segment(&compare, &olds, false, &news, false);
}
