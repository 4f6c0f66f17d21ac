/*
 * One thing under two names.
 *
 * No dictionary knows the names of a city's sheets, so words are compared
 * with one another: of all words of a kind in the document those that differ
 * only in what spellings differ in are reported, the rarer one at its first
 * place. Kinds, and what they may differ in:
 *
 *     katakana    long-vowel marks, small vowels, v and b; one sign of six
 *     letters     capitals
 *     names       in corner brackets: width and case, or one sign of five
 *     compounds   kana inside or behind two kanji, where both are nouns
 *     long names  one kanji within five or more
 */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "check/inside.h"

enum {
    WORD_MOST = 48,    /* characters; longer ones are sentences */
    WORDS_MOST = 4000, /* different words that are compared */
};

struct word {
    struct check_spot first;
    size_t count;
    uint32_t key[WORD_MOST]; /* what is left of it when spellings are one */
    size_t key_len;
};

struct words {
    struct word *items;
    size_t count;
    size_t capacity;
};

typedef bool is_variant(const struct word *a, const struct word *b);

static void add_word(struct check *check, struct words *words,
                     struct check_spot spot)
{
    if (spot.to - spot.from > WORD_MOST || words->count >= WORDS_MOST)
        return;
    for (size_t i = 0; i < words->count; i++)
        if (check_same(words->items[i].first, spot)) {
            words->items[i].count++;
            return;
        }
    *LIST_ADD(check->arena, words) = (struct word){ .first = spot, .count = 1 };
}

static size_t length(const struct word *word)
{
    return word->first.to - word->first.from;
}

static uint32_t at(const struct word *word, size_t i)
{
    return word->first.text->c[word->first.from + i];
}

static void report_pair(struct check *check, const struct word *a,
                        const struct word *b)
{
    const struct word *usual = b->count > a->count ? b : a;
    const struct word *rare = usual == a ? b : a;

    check_similar(check,
                  check_report(check, CHECK_VARIANT, rare->first,
                               _("\"%s\" is written otherwise elsewhere in "
                                 "this document")),
                  "%s", check_slice(check, usual->first));
}

/* How many words of the document a word is a variant of. */
static size_t count_variants(const struct words *words, size_t of,
                             is_variant *variant)
{
    size_t count = 0;

    for (size_t i = 0; i < words->count && count < 2; i++)
        count += i != of && variant(&words->items[i], &words->items[of]);
    return count;
}

/*
 * Of names that differ in one sign only pairs are reported: where there are
 * three, they are a series, of roads or of schools.
 */
static void compare_pairs(struct check *check, const struct words *words,
                          is_variant *variant)
{
    for (size_t i = 1; i < words->count; i++)
        for (size_t k = 0; k < i; k++)
            if (variant(&words->items[k], &words->items[i]) &&
                count_variants(words, i, variant) == 1 &&
                count_variants(words, k, variant) == 1)
                report_pair(check, &words->items[k], &words->items[i]);
}

/* Each word is reported once, beside the first one it is a variant of. */
static void compare_words(struct check *check, const struct words *words,
                          is_variant *variant)
{
    for (size_t i = 1; i < words->count; i++)
        for (size_t k = 0; k < i; k++)
            if (variant(&words->items[k], &words->items[i])) {
                report_pair(check, &words->items[k], &words->items[i]);
                break;
            }
}

/*
 * One sign more, less or another: the index of it in `a`, or SIZE_MAX when
 * more than that differs.
 */
static size_t find_difference(const struct word *a, const struct word *b)
{
    size_t na = length(a);
    size_t nb = length(b);
    size_t head = 0;
    size_t tail = 0;
    size_t most = na > nb ? na : nb;

    while (head < na && head < nb && at(a, head) == at(b, head))
        head++;
    while (tail < na - head && tail < nb - head &&
           at(a, na - 1 - tail) == at(b, nb - 1 - tail))
        tail++;
    return most - head - tail == 1 ? head : SIZE_MAX;
}

/* ---- katakana ---------------------------------------------------------------
 */

enum { LONG = 0x30FC, VU = 0x30F4 };

static bool is_small_vowel(uint32_t c)
{
    return c >= 0x30A1 && c <= 0x30A9 && c % 2 == 1;
}

/* Of v and a vowel, b and that vowel. */
static uint32_t fold_v(uint32_t vowel)
{
    static const uint32_t b[] = { 0x30D0, 0x30D3, 0x30D6, 0x30D9, 0x30DC };

    return b[(vowel - 0x30A1) / 2];
}

static void fold_katakana(struct word *word)
{
    for (size_t i = 0; i < length(word); i++) {
        uint32_t c = at(word, i);
        uint32_t next = i + 1 < length(word) ? at(word, i + 1) : 0;

        if (c == LONG)
            continue;
        if (c == VU && is_small_vowel(next)) {
            c = fold_v(next);
            i++;
        } else if (c == VU) {
            c = 0x30D6;
        } else if (is_small_vowel(c)) {
            c++;
        }
        word->key[word->key_len++] = c;
    }
}

/* Does the longer word end (or begin) with the other one, but for spelling? */
static bool is_part(const struct word *part, const struct word *whole)
{
    enum { SURE = 4 };
    size_t rest = whole->key_len - part->key_len;
    size_t n = length(part);
    bool tail = true;
    bool head = true;

    if (part->key_len < SURE || whole->key_len <= part->key_len)
        return false;
    for (size_t i = 0; i < n && n < length(whole); i++) {
        tail = tail && at(part, i) == at(whole, length(whole) - n + i);
        head = head && at(part, i) == at(whole, i);
    }
    if (n < length(whole) && (tail || head))
        return false;
    return !memcmp(part->key, whole->key + rest,
                   part->key_len * sizeof *part->key) ||
           !memcmp(part->key, whole->key, part->key_len * sizeof *part->key);
}

static bool is_katakana_variant(const struct word *a, const struct word *b)
{
    enum { SURE = 6 };
    size_t where = find_difference(a, b);
    size_t least = length(a) < length(b) ? length(a) : length(b);
    bool trailing = where == least && length(a) != length(b);

    if (a->key_len == b->key_len &&
        !memcmp(a->key, b->key, a->key_len * sizeof *a->key))
        return a->key_len > 2 || (trailing && a->key_len > 1);
    if (is_part(a, b) || is_part(b, a))
        return true;
    return where != SIZE_MAX && where && least >= SURE && where < least - 1;
}

/* ---- letters ----------------------------------------------------------------
 */

static uint32_t fold_letter(uint32_t c)
{
    c = unicode_fold_width(c);
    return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

static void fold_letters(struct word *word)
{
    for (size_t i = 0; i < length(word); i++)
        word->key[word->key_len++] = fold_letter(at(word, i));
}

static bool is_letter_variant(const struct word *a, const struct word *b)
{
    return a->key_len > 1 && a->key_len == b->key_len &&
           !memcmp(a->key, b->key, a->key_len * sizeof *a->key);
}

/* ---- names in corner brackets
 * ------------------------------------------------- */

/* A digit or letter tells names of a series apart. */
static bool is_ordinal(const struct word *word, size_t where)
{
    uint32_t c = where < length(word) ? at(word, where) : 0;

    return unicode_digit(c) >= 0 || check_is_latin(c) || check_is_wide_latin(c);
}

static bool is_name_variant(const struct word *a, const struct word *b)
{
    enum { SURE = 5 };
    size_t where = find_difference(a, b);

    if (is_letter_variant(a, b))
        return true;
    if (where == SIZE_MAX || length(a) < SURE || length(b) < SURE)
        return false;
    if (length(a) != length(b) &&
        (!where || where == length(a) || where == length(b)))
        return false; /* a name with a word more at an end is another name */
    return !is_ordinal(a, where) && !is_ordinal(b, where);
}

/* ---- long names in kanji
 * ------------------------------------------------------ */

/* 0 to 9, 10, 100 and 1000 in kanji. */
static bool is_numeral(uint32_t c)
{
    static const uint32_t numerals[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                         0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D,
                                         0x5341, 0x767E, 0x5343 };

    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (numerals[i] == c)
            return true;
    return false;
}

static bool is_kanji_variant(const struct word *a, const struct word *b)
{
    enum { SURE = 5 };
    size_t where = find_difference(a, b);

    return where != SIZE_MAX && length(a) == length(b) && length(a) >= SURE &&
           where && where + 1 < length(a) &&
           !(is_numeral(at(a, where)) && is_numeral(at(b, where)));
}

/* ---- finding them
 * ------------------------------------------------------------- */

static bool is_kanji(uint32_t c)
{
    return check_is_kanji(c);
}

static bool is_katakana(uint32_t c)
{
    return check_is_katakana(c);
}

static bool is_letter(uint32_t c)
{
    return check_is_latin(c) || check_is_wide_latin(c);
}

static void collect_runs(struct check *check, bool (*belongs)(uint32_t),
                         struct words *words)
{
    for (size_t t = 0; t < check->texts.count; t++) {
        const struct check_text *text = &check->texts.items[t];

        for (size_t i = 0; i < text->count; i++) {
            struct check_spot spot = { text, i, i };

            while (spot.to < text->count && belongs(text->c[spot.to]))
                spot.to++;
            if (spot.to - i > 1 && (!text->c[spot.to] ||
                                    !strchr("./:@_-", (int)text->c[spot.to]) ||
                                    text->c[spot.to] > 0x7F))
                add_word(check, words, spot);
            i = spot.to > i ? spot.to - 1 : i;
        }
    }
}

static void collect_names(struct check *check, struct words *words)
{
    for (size_t t = 0; t < check->texts.count; t++) {
        const struct check_text *text = &check->texts.items[t];
        size_t open = text->count;

        for (size_t i = 0; i < text->count; i++) {
            if (text->c[i] == 0x300C)
                open = i + 1;
            else if (text->c[i] == 0x300D && open < i)
                add_word(check, words, (struct check_spot){ text, open, i });
            if (text->c[i] == 0x300D)
                open = text->count;
        }
    }
}

static void compare_runs(struct check *check, bool (*belongs)(uint32_t),
                         void (*fold)(struct word *), is_variant *variant)
{
    struct words words = { 0 };

    if (belongs)
        collect_runs(check, belongs, &words);
    else
        collect_names(check, &words);
    for (size_t i = 0; fold && i < words.count; i++)
        fold(&words.items[i]);
    if (variant == is_kanji_variant || variant == is_name_variant)
        compare_pairs(check, &words, variant);
    else
        compare_words(check, &words, variant);
}

/* ---- compounds
 * ------------------------------------------------------------------ */

/* How many characters of kana that may stand in a compound, two at most. */
static size_t count_okurigana(const struct check *check,
                              const struct check_text *text, size_t from)
{
    size_t i = from;

    while (i < from + 2 && text->c[i] &&
           check_holds(check->words->okurigana, text->c[i]))
        i++;
    return i - from;
}

/* A noun ends here: no kana follows but a particle, and no comma. */
static bool ends_noun(const struct check_text *text, size_t at)
{
    static const uint32_t particles[] = { 0x306E, 0x3092, 0x304C, 0x306F,
                                          0x306B, 0x3068, 0x3082, 0x3084,
                                          0x3078, 0x3067 };
    uint32_t c = text->c[at];

    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (c == particles[i])
            return true;
    return c != 0x3001 && c != 0xFF0C && !check_is_hiragana(c);
}

/* The compound of two kanji at `at`, with kana between them (`loose`) or
 * without; its end, or 0. */
static size_t match_compound(const struct check *check,
                             const struct check_text *text, size_t at,
                             bool loose)
{
    size_t inner = count_okurigana(check, text, at + 1);
    size_t end;

    if (!check_is_kanji(text->c[at]) || (inner > 0) != loose ||
        !check_is_kanji(text->c[at + 1 + inner]))
        return 0;
    end = at + 2 + inner;
    for (size_t more = count_okurigana(check, text, end); more < 3; more--)
        if (ends_noun(text, end + more))
            return end + more;
    return 0;
}

static uint32_t second_kanji(struct check_spot spot)
{
    size_t i = spot.from + 1;

    while (!check_is_kanji(spot.text->c[i]))
        i++;
    return spot.text->c[i];
}

static void collect_compounds(struct check *check, bool loose,
                              struct words *words)
{
    for (size_t t = 0; t < check->texts.count; t++) {
        const struct check_text *text = &check->texts.items[t];

        for (size_t i = 0; i + 1 < text->count; i++) {
            size_t end = match_compound(check, text, i, loose);

            if (end)
                add_word(check, words, (struct check_spot){ text, i, end });
        }
    }
}

static bool is_same_compound(const struct word *a, const struct word *b)
{
    return at(a, 0) == at(b, 0) &&
           second_kanji(a->first) == second_kanji(b->first);
}

static void compare_compounds(struct check *check)
{
    struct words loose = { 0 };
    struct words close = { 0 };

    collect_compounds(check, true, &loose);
    collect_compounds(check, false, &close);
    for (size_t i = 0; i < loose.count; i++)
        for (size_t k = 0; k < close.count; k++)
            if (is_same_compound(&loose.items[i], &close.items[k])) {
                report_pair(check, &close.items[k], &loose.items[i]);
                break;
            }
    for (size_t i = 1; i < loose.count; i++)
        for (size_t k = 0; k < i; k++)
            if (is_same_compound(&loose.items[i], &loose.items[k]) &&
                length(&loose.items[i]) != length(&loose.items[k])) {
                report_pair(check, &loose.items[k], &loose.items[i]);
                break;
            }
}

void check_variants(struct check *check)
{
    compare_runs(check, is_katakana, fold_katakana, is_katakana_variant);
    compare_runs(check, is_letter, fold_letters, is_letter_variant);
    compare_runs(check, NULL, fold_letters, is_name_variant);
    compare_runs(check, is_kanji, NULL, is_kanji_variant);
    compare_compounds(check);
}
