/*
 * Numbers and what belongs to them.
 *
 * JLREQ keeps the digits of a number together with signs in front of and
 * behind it (cl-12, cl-13, cl-25). Sheets of offices are full of numbers
 * whose unit is a Japanese word, and a line that begins with the counter of
 * a number on the line above is misread. So a number is
 *
 *     [prefix] digits [scale [digits]]... [counter] [suffix]
 *
 * with digits that may hold separators. Prefixes, counters and suffixes come
 * from tables: a rule like "any ideograph" would tie the number of a heading
 * to the first half of the word behind it. Two numbers hold together in a
 * range (digits ~ digits, also circled or in brackets), in an enumeration
 * with a middle dot, and as month and day or hour and minute.
 *
 * Texts are matched by code unit: all of these characters lie in the first
 * plane.
 */
#include "unicode/inseparable.h"

#include <uchar.h>

#include "unicode/unicode.h"

enum { WORD_ROOM = 6 }; /* code units of the longest word, and NUL */

/* Words; the longer first where one begins another. */
static const char16_t counters[][WORD_ROOM] = {
    /* with small ka and its twins: months, places, years, countries */
    u"か国語", u"カ国語", u"ヶ国語", u"ヵ国語", u"ケ国語", u"箇国語", u"か国",
    u"カ国", u"ヶ国", u"ヵ国", u"ケ国", u"箇国", u"か所", u"カ所", u"ヶ所",
    u"ヵ所", u"ケ所", u"箇所", u"個所", u"か月", u"カ月", u"ヶ月", u"ヵ月",
    u"ケ月", u"箇月", u"か年", u"カ年", u"ヶ年", u"ヵ年", u"ケ年", u"箇年",
    u"か条", u"カ条", u"ヶ条", u"箇条",
    /* words */
    u"分野", u"年度", u"年代", u"年生", u"週間", u"時間", u"世帯", u"世代",
    u"団体", u"事業", u"公演", u"地区", u"地域", u"種類", u"言語", u"学級",
    u"学年", u"部門", u"項目", u"品目", u"科目", u"単位", u"丁目", u"番地",
    u"自治会", u"校区", u"大学", u"企業", u"店舗", u"人分", u"食分", u"日分",
    u"回分", u"年分", u"市町村", u"都道府県", u"施設", u"路線", u"区画",
    u"工区", u"つ",
    /* units */
    u"キロ", u"センチ", u"ミリ", u"メートル", u"ヘクタール", u"アール", u"トン",
    u"グラム", u"リットル", u"パーセント", u"ポイント", u"ページ", u"コース",
    u"クラス", u"チーム"
};

/* One character. */
static const char16_t counter_signs[] =
    u"円銭件人名社校園館店戸棟軒室床席台両隻機基本冊部巻枚通点品種個口株頭匹"
    u"羽回度倍割分厘年月日週時秒期次号番位級歳才代条項款節章編版区票語字行列"
    u"段階層組班団歩周泊杯食着足曲展試勝敗面筆県市町村国畳坪升斗反畝里尺寸年";

/* Between digits and the counter, or alone. */
static const char16_t scales[] = u"十百千万億兆";

/* Behind a counter. */
static const char16_t suffixes[][WORD_ROOM] = { u"上旬", u"中旬", u"下旬",
                                                u"目",   u"間",   u"末",
                                                u"半",   u"頃",   u"付" };

/*
 * In front of a number, unless it ends another word: the characters in
 * front of which it does.
 */
static const struct prefix {
    const char16_t *word;
    const char16_t *not_behind;
} prefixes[] = {
    { u"第", u"次" },
    { u"約", u"契予節集公規制要条誓特解婚倹密盟確" },
    { u"計", u"合統設時家会累小推総集主" },
    { u"全", u"万安健保完十" },
    { u"延べ", u"" },
    { u"のべ", u"" },
    { u"▲", u"" },
    { u"△", u"" },
    { u"＋", u"" },
    { u"±", u"" },
    { u"㍾", u"" },
    { u"㍽", u"" },
    { u"㍼", u"" },
    { u"㍻", u"" },
    { u"㋿", u"" },
};

enum {
    COUNTER_COUNT = sizeof counters / sizeof *counters,
    SUFFIX_COUNT = sizeof suffixes / sizeof *suffixes,
};

struct scan {
    const uint32_t *chars;
    size_t count;
    bool *held;
};

static bool contains(const char16_t *set, uint32_t c)
{
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

static bool is_digit(const struct scan *scan, size_t i)
{
    return i < scan->count && unicode_digit(scan->chars[i]) >= 0;
}

/* Length of the word when it stands at i, else 0. */
static size_t match(const struct scan *scan, size_t i, const char16_t *word)
{
    size_t len = 0;

    for (; word[len]; len++)
        if (i + len >= scan->count || scan->chars[i + len] != word[len])
            return 0;
    return len;
}

static size_t match_any(const struct scan *scan, size_t i,
                        const char16_t (*words)[WORD_ROOM], size_t count)
{
    if (i >= scan->count || scan->chars[i] < u'ぁ')
        return 0; /* no word begins like that */
    for (size_t w = 0; w < count; w++) {
        size_t len =
            words[w][0] == scan->chars[i] ? match(scan, i, words[w]) : 0;

        if (len)
            return len;
    }
    return 0;
}

/* A counter at i: its length, 0 for none. */
static size_t match_counter(const struct scan *scan, size_t i)
{
    size_t len = match_any(scan, i, counters, COUNTER_COUNT);

    if (len || i >= scan->count)
        return len;
    return contains(counter_signs, scan->chars[i]);
}

/* Digits with separators from i on: where they end. */
static size_t skip_digits(const struct scan *scan, size_t i)
{
    while (is_digit(scan, i) ||
           (i < scan->count && contains(u".,，．/／", scan->chars[i]) &&
            is_digit(scan, i + 1)))
        i++;
    return i;
}

static void hold(const struct scan *scan, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < scan->count; i++)
        scan->held[i] = true;
}

/* The prefix that ends in front of i holds to what follows. */
static void hold_prefix(const struct scan *scan, size_t i)
{
    for (size_t p = 0; p < sizeof prefixes / sizeof *prefixes; p++) {
        size_t len = 0;

        while (prefixes[p].word[len])
            len++;
        if (len > i || !match(scan, i - len, prefixes[p].word) ||
            (i > len &&
             contains(prefixes[p].not_behind, scan->chars[i - len - 1])))
            continue;
        hold(scan, i - len + 1, i + 1);
        return;
    }
}

static bool is_range_mark(uint32_t c)
{
    return contains(u"～〜~－–‐-", c);
}

/* A month or an hour whose day or minute follows at i. */
static bool goes_on(const struct scan *scan, uint32_t counter, size_t i)
{
    size_t end = i;

    while (is_digit(scan, end))
        end++;
    if (end == i || end >= scan->count)
        return false;
    return (counter == u'月' && scan->chars[end] == u'日') ||
           (counter == u'時' && scan->chars[end] == u'分');
}

/* Holds the number whose digits start at i; where it ends. */
static size_t hold_number(const struct scan *scan, size_t i)
{
    size_t end = skip_digits(scan, i);
    size_t len;

    hold_prefix(scan, i);
    while (end < scan->count && contains(scales, scan->chars[end]))
        end = skip_digits(scan, end + 1);
    len = match_counter(scan, end);
    if (len) {
        uint32_t counter = scan->chars[end];

        end += len;
        if (goes_on(scan, counter, end))
            scan->held[end] = true;
        end += match_any(scan, end, suffixes, SUFFIX_COUNT);
    }
    hold(scan, i + 1, end);
    return end;
}

static bool is_circled(uint32_t c)
{
    return (c >= 0x2460 && c <= 0x249B) || (c >= 0x2776 && c <= 0x2793) ||
           (c >= 0x3251 && c <= 0x325F) || (c >= 0x32B1 && c <= 0x32BF);
}

/* Begins or ends an item of a list: a circled or bracketed number. */
static bool is_item_end(uint32_t c)
{
    return c == ')' || c == u'）' || is_circled(c);
}

static bool is_item_start(const struct scan *scan, size_t i)
{
    uint32_t c = i < scan->count ? scan->chars[i] : 0;

    return is_circled(c) || ((c == '(' || c == u'（') && is_digit(scan, i + 1));
}

/* A range mark or middle dot at i behind a number holds it to the next. */
static void hold_range(const struct scan *scan, size_t i)
{
    uint32_t c = i < scan->count ? scan->chars[i] : 0;
    bool is_range = is_range_mark(c);

    if (!is_range && c != u'・')
        return;
    if (is_digit(scan, i - 1) ? is_digit(scan, i + 1)
                              : is_range && is_item_start(scan, i + 1))
        hold(scan, i, i + 2);
}

void inseparable_mark(const uint32_t *chars, size_t count, bool *held)
{
    struct scan scan = { chars, count, held };

    for (size_t i = 0; i < count;) {
        if (chars[i] >= 0x3400 && chars[i] < 0xFE00) { /* most: neither */
            i++;
        } else if (is_digit(&scan, i)) {
            i = hold_number(&scan, i);
            hold_range(&scan, i);
        } else if (is_item_end(chars[i++])) {
            hold_range(&scan, i);
        }
    }
}
