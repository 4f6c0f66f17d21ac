/*
 * Years and dates as Japanese offices write them.
 *
 * A day belongs to the era whose first day is the last one not after it;
 * the day of a change of era counts for the new one. A fiscal year runs
 * from April to March. It takes its number from the calendar year it starts
 * in, and may be named after any era that has a day of it: 平成31年度 and
 * 令和元年度 are both 2019. Where a name has to be proposed, it is the later
 * one of that calendar year.
 */
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "unicode/unicode.h"

struct day {
    int year;
    int month;
    int day;
};

struct era {
    const char *name;
    char letter; /* in folder names */
    struct day first;
};

/* In order of time. The reform of 1868 is dated by its edict. */
static const struct era eras[] = {
    { "明治", 'm', { 1868, 10, 23 } }, { "大正", 't', { 1912, 7, 30 } },
    { "昭和", 's', { 1926, 12, 25 } }, { "平成", 'h', { 1989, 1, 8 } },
    { "令和", 'r', { 2019, 5, 1 } },
};

enum {
    ERA_COUNT = sizeof eras / sizeof *eras,
    ERA_YEAR_MOST = 99, /* more digits are a slip, not a year */
};

static int compare_days(struct day a, struct day b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return a.day < b.day ? -1 : a.day > b.day;
}

/* The era of a day; NULL before the first one. */
static const struct era *era_of(struct day day)
{
    const struct era *era = NULL;

    for (size_t i = 0; i < ERA_COUNT; i++)
        if (compare_days(eras[i].first, day) <= 0)
            era = &eras[i];
    return era;
}

/* The era to name a fiscal year after; NULL before the first. */
static const struct era *era_of_fiscal_year(int year)
{
    return era_of((struct day){ year, 12, 31 });
}

/* ---- reading ----------------------------------------------------------- */

struct reader {
    const char *at;
    bool wide; /* the last digits were full-width */
};

static bool take_word(struct reader *reader, const char *word)
{
    size_t len = strlen(word);

    if (strncmp(reader->at, word, len) != 0)
        return false;
    reader->at += len;
    return true;
}

/* Up to `most` digits; how many there were. */
static int take_digits(struct reader *reader, int most, int *value)
{
    int count = 0;

    *value = 0;
    while (count < most && *reader->at) {
        size_t n;
        uint32_t c = utf8_decode(reader->at, strlen(reader->at), &n);

        if (c == UTF8_BAD || unicode_digit(c) < 0)
            break;
        *value = *value * 10 + unicode_digit(c);
        reader->wide = c >= 0x80;
        reader->at += n;
        count++;
    }
    return count;
}

/* A year as it was typed. */
struct typed {
    const struct era *era; /* NULL: of the common era */
    int number;            /* in the era, or A.D. */
    int year;              /* A.D. */
    bool wide;             /* digits were full-width */
};

/* An era's year or four digits, without the word behind it. */
static bool take_year(struct reader *reader, struct typed *typed)
{
    *typed = (struct typed){ .era = NULL };
    for (size_t i = 0; i < ERA_COUNT && !typed->era; i++)
        if (take_word(reader, eras[i].name))
            typed->era = &eras[i];
    if (!typed->era) {
        if (take_digits(reader, 4, &typed->number) != 4 || typed->number < 1000)
            return false;
        typed->year = typed->number;
    } else if (take_word(reader, "元")) {
        typed->number = 1;
        typed->year = typed->era->first.year;
    } else {
        if (take_digits(reader, 3, &typed->number) == 0 ||
            typed->number > ERA_YEAR_MOST)
            return false;
        typed->year = typed->era->first.year + typed->number - 1;
    }
    typed->wide = reader->wide;
    return true;
}

/* ---- proposing --------------------------------------------------------- */

/* A number in the width that was typed. */
static const char *format_digits(struct arena *arena, int number, bool wide)
{
    return unicode_format_number(arena, (size_t)number,
                                 wide ? UNICODE_FULLWIDTH : UNICODE_DECIMAL);
}

/* The year in an era: 令和元年, 令和２年, with the word behind it. */
static char *format_year(struct arena *arena, const struct era *era, int year,
                         bool wide, const char *word)
{
    int number = year - era->first.year + 1;

    return arena_printf(arena, "%s%s%s", era->name,
                        number == 1 ? "元" : format_digits(arena, number, wide),
                        word);
}

enum unicode_year_error unicode_parse_fiscal_year(struct arena *arena,
                                                  const char *text, int *year,
                                                  const char **suggestion)
{
    struct reader reader = { text, false };
    struct typed typed;
    const struct era *right;
    const char *word;

    *suggestion = NULL;
    if (!take_year(&reader, &typed))
        return UNICODE_YEAR_SYNTAX;
    word = reader.at;
    if (strcmp(word, "年度") != 0 && strcmp(word, "年") != 0)
        return UNICODE_YEAR_SYNTAX;
    *year = typed.year;
    if (!typed.era)
        return UNICODE_YEAR_OK;
    right = era_of_fiscal_year(typed.year);
    if (typed.number != 0) {
        /* The era has a day of it when it had begun by its end, and the
         * next one had not by its start. */
        const struct era *last = era_of((struct day){ typed.year, 4, 1 });

        if (!last || last <= typed.era)
            return UNICODE_YEAR_OK;
    }
    if (right)
        *suggestion = format_year(arena, right, typed.year, typed.wide, word);
    return typed.number == 0 ? UNICODE_YEAR_ZERO : UNICODE_YEAR_PAST_ERA;
}

const char unicode_sample_fiscal_year[] = "令和２年度";

char *unicode_next_fiscal_year(struct arena *arena, const char *text)
{
    struct reader reader = { text, false };
    struct typed typed;
    const struct era *era;

    if (!take_year(&reader, &typed))
        return NULL;
    era = typed.era ? era_of_fiscal_year(typed.year + 1) : NULL;
    if (!era)
        return arena_printf(arena, "%s%s",
                            format_digits(arena, typed.year + 1, typed.wide),
                            reader.at);
    return format_year(arena, era, typed.year + 1, typed.wide, reader.at);
}

/* ---- dates ------------------------------------------------------------- */

int unicode_month_days(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (month < 1 || month > 12)
        return 0;
    return lengths[month - 1] + (month == 2 && leap);
}

/* Sakamoto's method: the months counted from March. */
int unicode_weekday(int year, int month, int day)
{
    static const int shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };

    year -= month < 3;
    return (year + year / 4 - year / 100 + year / 400 + shift[month - 1] +
            day) %
           7;
}

static bool day_exists(struct day day)
{
    return day.day >= 1 && day.day <= unicode_month_days(day.year, day.month);
}

/* Year, month and day with the words behind them, or ISO 8601. */
static bool take_date(struct reader *reader, struct typed *typed,
                      struct day *day)
{
    bool iso;

    if (!take_year(reader, typed))
        return false;
    day->year = typed->year;
    iso = !typed->era && take_word(reader, "-");
    if (iso) {
        if (take_digits(reader, 2, &day->month) != 2 ||
            !take_word(reader, "-") || take_digits(reader, 2, &day->day) != 2)
            return false;
    } else if (!take_word(reader, "年") ||
               take_digits(reader, 2, &day->month) == 0 ||
               !take_word(reader, "月") ||
               take_digits(reader, 2, &day->day) == 0 ||
               !take_word(reader, "日")) {
        return false;
    }
    return *reader->at == '\0';
}

enum unicode_year_error unicode_parse_date(struct arena *arena,
                                           const char *text, int *year,
                                           int *month, int *day,
                                           const char **suggestion)
{
    struct reader reader = { text, false };
    struct typed typed;
    struct day date;
    const struct era *right;

    *suggestion = NULL;
    if (!take_date(&reader, &typed, &date) || !day_exists(date))
        return UNICODE_YEAR_SYNTAX;
    *year = date.year;
    *month = date.month;
    *day = date.day;
    right = era_of(date);
    if (!typed.era || (typed.number != 0 && right == typed.era))
        return UNICODE_YEAR_OK;
    if (right)
        *suggestion =
            arena_printf(arena, "%s%s月%s日",
                         format_year(arena, right, date.year, typed.wide, "年"),
                         format_digits(arena, date.month, typed.wide),
                         format_digits(arena, date.day, typed.wide));
    if (typed.number == 0)
        return UNICODE_YEAR_ZERO;
    /* The era ended before that year, or within it. */
    if (typed.era + 1 < eras + ERA_COUNT && date.year > typed.era[1].first.year)
        return UNICODE_YEAR_PAST_ERA;
    return UNICODE_YEAR_SYNTAX;
}

/* ---- within running text ----------------------------------------------- */

size_t unicode_scan_year(const char *text, struct unicode_year *year)
{
    static const char fiscal[] = "年度";
    static const char calendar[] = "年";
    struct reader reader = { text, false };
    struct typed typed;
    size_t before;

    if (!take_year(&reader, &typed))
        return 0;
    before = (size_t)(reader.at - text);
    *year = (struct unicode_year){
        .era = typed.era,
        .first = typed.era &&
                 before == strlen(typed.era->name) + strlen("元") &&
                 strstr(text, "元") == text + strlen(typed.era->name),
        .wide = typed.wide,
        .number = typed.number,
        .year = typed.year,
    };
    if (take_word(&reader, fiscal))
        year->fiscal = true;
    else if (!take_word(&reader, calendar))
        return 0;
    year->word_len = (size_t)(reader.at - text) - before;
    return (size_t)(reader.at - text);
}

const char *unicode_era(size_t index)
{
    return index < ERA_COUNT ? eras[index].name : NULL;
}

static const struct era *era_at(const char *text)
{
    for (size_t i = 0; i < ERA_COUNT; i++)
        if (!strncmp(text, eras[i].name, strlen(eras[i].name)))
            return &eras[i];
    return NULL;
}

char *unicode_previous_era(struct arena *arena, const char *text,
                           const struct unicode_year *typed, int *year)
{
    const struct era *era = era_at(text);

    if (!era || era == eras || typed->first)
        return NULL;
    era--;
    *year = era->first.year + typed->number - 1;
    return format_year(arena, era, *year, typed->wide,
                       typed->fiscal ? "年度" : "年");
}

char *unicode_first_year(struct arena *arena, const char *text,
                         const struct unicode_year *typed)
{
    const struct era *era = era_at(text);

    return era ? format_year(arena, era, era->first.year, typed->wide,
                             typed->fiscal ? "年度" : "年")
               : NULL;
}

char *unicode_year_folder(struct arena *arena, int year)
{
    const struct era *era = era_of_fiscal_year(year);

    if (!era)
        return arena_printf(arena, "%04d", year);
    return arena_printf(arena, "%c%02d", era->letter,
                        year - era->first.year + 1);
}
