/*
 * Patterns are made by asking the readers themselves: every year of every
 * era, every day of it. What they accept is grouped and written down, so that
 * the two cannot drift apart.
 */
#include "unicode/pattern.h"

#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "unicode/unicode.h"

/* As unicode_is_space() and the reader of records see them. */
#define BLANK "[ \\u3000\\u2000-\\u2006\\u2008-\\u200A\\t\\u00A0\\u202F]"
#define SELECTOR "[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}\\u180B-\\u180D\\u180F]"
#define BAD                                                                    \
    "[\\p{Co}\\p{Cc}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]|"                            \
    "(?!" SELECTOR "|[\\u200C\\u200D])\\p{Default_Ignorable_Code_Point}"

static char *finish(struct arena *arena, struct bytes *out)
{
    char *text = arena_copy(arena, (const char *)out->data, out->len);

    bytes_free(out);
    return text;
}

/* ---- texts -------------------------------------------------------------- */

/* A text of words, doubled signs, and bases with readings. */
static const char ruby_text[] = "(?=(?:[^｜《》]|｜｜|《《|》》|"
                                "｜[^｜《》]+《(?:[^｜《》:][^｜《》]*|"
                                ":[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)》)*$)";

char *unicode_text_pattern(struct arena *arena,
                           const struct unicode_text_kind *kind)
{
    const char *marker = kind->marker;
    struct bytes out = { 0 };

    bytes_append_string(&out, "^(?!" BLANK ")(?!.*" BLANK "$)(?!.*(?:" BAD
                              "))(?!(?:.*(?:" BLANK "|[｜《》]))?\\p{M})");
    if (marker)
        bytes_printf(&out,
                     "(?!(?:%s)(?: ?$| " BLANK "|(?! )" BLANK "| ?\\p{M}))",
                     marker);
    if (kind->circled)
        bytes_append_string(&out, "(?![①-⑳㉑-㉟㊱-㊿])");
    if (kind->ruby && marker)
        bytes_printf(&out, "(?:(?:%s) ?)?", marker);
    if (kind->ruby)
        bytes_append_string(&out, ruby_text);
    bytes_append_string(&out, ".+$");
    return finish(arena, &out);
}

/* One character or more as they are. */
static void append_literal(struct bytes *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (strchr("\\^$.*+?()[]{}|/", text[i]))
            bytes_append_char(out, '\\');
        bytes_append_char(out, text[i]);
    }
}

static void append_marker(struct bytes *out, const char *marker)
{
    size_t before = strcspn(marker, "N");

    append_literal(out, marker, before);
    if (!marker[before])
        return;
    bytes_append_string(out, "[0-9０-９]{1,4}");
    append_literal(out, marker + before + 1, strlen(marker + before + 1));
}

char *unicode_marker_pattern(struct arena *arena, const char *marker,
                             const char *range)
{
    struct bytes out = { 0 };

    append_marker(&out, marker);
    if (range) {
        bytes_append_string(&out, "(?:");
        append_literal(&out, range, strlen(range));
        append_marker(&out, marker);
        bytes_append_string(&out, ")?");
    }
    return finish(arena, &out);
}

/* ---- numbers ------------------------------------------------------------ */

char *unicode_number_pattern(struct arena *arena, int decimals)
{
    struct bytes out = { 0 };

    bytes_append_string(&out, "^(?!(?:[^0-9０-９]*[0-9０-９]){16})"
                              "[\\-−－△▲]?(?:[0-9０-９]+|"
                              "[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+)");
    if (decimals)
        bytes_printf(&out, "(?:[.．][0-9０-９]{1,%d})?", decimals);
    bytes_append_char(&out, '$');
    return finish(arena, &out);
}

/* ---- years -------------------------------------------------------------- */

enum { NUMBER_MOST = 99 };

/* Numbers below 100 that may stand somewhere. */
struct numbers {
    bool has[NUMBER_MOST + 1];
};

/* A set of digits in either width: bit d of `mask`. */
static void append_digits(struct bytes *out, unsigned mask)
{
    static const char wide[] = "０１２３４５６７８９"; /* 3 bytes each */

    if (mask == 0x3FF) {
        bytes_append_string(out, "[0-9０-９]");
        return;
    }
    bytes_append_char(out, '[');
    for (int d = 0; d < 10; d++)
        if (mask >> d & 1)
            bytes_printf(out, "%d%.3s", d, wide + 3 * d);
    bytes_append_char(out, ']');
}

static unsigned units_of(const struct numbers *numbers, int tens)
{
    unsigned mask = 0;

    for (int d = 0; d < 10; d++)
        if (numbers->has[10 * tens + d])
            mask |= 1U << d;
    return mask;
}

/*
 * The numbers with zeros before them, `least` to `most` digits together;
 * tens that have the same units stand together.
 */
static void append_numbers(struct bytes *out, const struct numbers *numbers,
                           int least, int most)
{
    const char *bar = "";

    for (int t = 0; t < 10; t++) {
        unsigned units = units_of(numbers, t);
        unsigned tens = 0;
        int digits = t ? 2 : 1;

        for (int k = 1; t && k < 10; k++)
            tens |= units_of(numbers, k) == units ? 1U << k : 0;
        if (!units || (t && (tens & ((1U << t) - 1))))
            continue;
        bytes_append_string(out, bar);
        bar = "|";
        if (most > digits)
            bytes_printf(out, "[0０]{%d,%d}",
                         least > digits ? least - digits : 0, most - digits);
        if (t)
            append_digits(out, tens);
        append_digits(out, units);
    }
}

/* Years of an era; the first one has a name. */
static void append_era_years(struct bytes *out, const struct numbers *years)
{
    bytes_append_string(out, years->has[1] ? "(?:元|" : "(?:");
    append_numbers(out, years, 1, 3);
    bytes_append_char(out, ')');
}

char *unicode_fiscal_year_pattern(struct arena *arena)
{
    struct bytes out = { 0 };

    bytes_append_string(&out, "^(?:[1-9１-９][0-9０-９]{3}");
    for (size_t e = 0; unicode_era(e); e++) {
        struct numbers years = { { false } };

        for (int n = 1; n <= NUMBER_MOST; n++) {
            const char *suggestion;
            int year;
            char *text = arena_printf(arena, "%s%d年度", unicode_era(e), n);

            years.has[n] =
                !unicode_parse_fiscal_year(arena, text, &year, &suggestion);
        }
        bytes_printf(&out, "|%s", unicode_era(e));
        append_era_years(&out, &years);
    }
    bytes_append_string(&out, ")年度?$");
    return finish(arena, &out);
}

/* ---- dates -------------------------------------------------------------- */

/* The days of a year that exist: bit d of month m. */
struct days {
    uint32_t month[12];
};

static bool any_day(const struct days *days)
{
    for (int m = 0; m < 12; m++)
        if (days->month[m])
            return true;
    return false;
}

/* Days, or months, of one or two digits. */
static void append_two(struct bytes *out, uint32_t mask, bool padded)
{
    struct numbers numbers = { { false } };

    for (int d = 1; d < 32; d++)
        numbers.has[d] = mask >> d & 1;
    bytes_append_string(out, "(?:");
    append_numbers(out, &numbers, padded ? 2 : 1, 2);
    bytes_append_char(out, ')');
}

/* Months that have the same days stand together. */
static void append_months(struct bytes *out, const struct days *days,
                          bool padded)
{
    const char *bar = "(?:";

    for (int m = 0; m < 12; m++) {
        uint32_t months = 0;
        bool first = days->month[m] != 0;

        for (int k = 0; k < 12; k++) {
            bool same = days->month[k] == days->month[m];

            months |= same ? 1U << (k + 1) : 0;
            first = first && !(same && k < m);
        }
        if (!first)
            continue;
        bytes_append_string(out, bar);
        append_two(out, months, padded);
        bytes_append_string(out, padded ? "-" : "月");
        append_two(out, days->month[m], padded);
        bar = "|";
    }
    bytes_append_string(out, padded ? ")" : ")日");
}

static struct days find_days(struct arena *arena, size_t era, int number)
{
    struct days days = { { 0 } };

    for (int m = 1; m <= 12; m++)
        for (int d = 1; d <= 31; d++) {
            const char *suggestion;
            int year;
            int month;
            int day;
            char *text = arena_printf(arena, "%s%d年%d月%d日", unicode_era(era),
                                      number, m, d);

            if (!unicode_parse_date(arena, text, &year, &month, &day,
                                    &suggestion))
                days.month[m - 1] |= 1U << d;
        }
    return days;
}

/* The years of an era, those of the same days together. */
static void append_era(struct arena *arena, struct bytes *out, size_t era)
{
    struct days *years = arena_calloc(arena, NUMBER_MOST + 1, sizeof *years);

    for (int n = 1; n <= NUMBER_MOST; n++)
        years[n] = find_days(arena, era, n);
    for (int n = 1; n <= NUMBER_MOST; n++) {
        struct numbers same = { { false } };
        bool first = any_day(&years[n]);

        for (int k = 1; k <= NUMBER_MOST; k++) {
            same.has[k] = !memcmp(&years[k], &years[n], sizeof *years);
            first = first && !(same.has[k] && k < n);
        }
        if (!first)
            continue;
        bytes_printf(out, "|%s", unicode_era(era));
        append_era_years(out, &same);
        bytes_append_string(out, "年");
        append_months(out, &years[n], false);
    }
}

/* Years A.D., leap years and others, in words and as ISO 8601. */
static void append_common(struct bytes *out)
{
    static const char leap[] =
        "(?:[1-9１-９][0-9０-９](?:[0０][48４８]|[2468２４６８][048０４８]|"
        "[13579１３５７９][26２６])|(?:[2468２４６８][048０４８]|"
        "[13579１３５７９][26２６])[0０]{2})";
    static const char any[] = "[1-9１-９][0-9０-９]{3}";
    struct days days;

    for (int iso = 0; iso < 2; iso++)
        for (int year = 2019; year <= 2020; year++) {
            for (int m = 1; m <= 12; m++) {
                int last = unicode_month_days(year, m);

                days.month[m - 1] = (uint32_t)((1ULL << (last + 1)) - 2);
            }
            bytes_printf(out, "%s%s%s", iso || year == 2020 ? "|" : "",
                         year == 2020 ? leap : any, iso ? "-" : "年");
            append_months(out, &days, iso);
        }
}

char *unicode_date_pattern(struct arena *arena)
{
    struct arena *scratch = arena_new();
    struct bytes out = { 0 };

    bytes_append_string(&out, "^(?:");
    append_common(&out);
    for (size_t e = 0; unicode_era(e); e++)
        append_era(scratch, &out, e);
    bytes_append_string(&out, ")$");
    arena_free(scratch);
    return finish(arena, &out);
}
