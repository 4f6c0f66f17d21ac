/*
 * Deadlines in words of the author: which of them are over on the sheet's day.
 *
 * Free text is read with caution: a month counts as a deadline only where a
 * word of the form says so behind it, or where it ends a bracket, as in
 * (April to May). Beginnings and mentions are none. No year: the document's
 * fiscal year, which begins in April; no day: the month's last one.
 */
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "sheet/bind.h"
#include "unicode/unicode.h"

enum { FIRST_MONTH = 4, MONTHS = 12 };

/* Days as numbers that can be compared, 20210331; 0: none. */
static int day_number(int year, int month, int day)
{
    return (year * 100 + month) * 100 + day;
}

/* One or two digits and the word behind them; 0 bytes when there are none. */
static size_t take_number(const char *utf8, const char *word, int *number)
{
    size_t at = 0;
    int digits = 0;
    size_t n;
    int digit;

    *number = 0;
    while (utf8[at] && digits < 3 &&
           (digit = unicode_digit(
                utf8_decode(utf8 + at, strlen(utf8 + at), &n))) >= 0) {
        *number = *number * 10 + digit;
        digits++;
        at += n;
    }
    if (digits < 1 || digits > 2 || strncmp(utf8 + at, word, strlen(word)) != 0)
        return 0;
    return at + strlen(word);
}

/* True when what is in front of these words ends there. */
static bool is_end(const struct form_deadlines *words, const char *behind)
{
    size_t n;

    for (size_t i = 0; i < words->ends.count; i++)
        if (!strncmp(behind, words->ends.items[i],
                     strlen(words->ends.items[i])))
            return true;
    return *behind &&
           unicode_fold_width(utf8_decode(behind, strlen(behind), &n)) == ')';
}

/* The deadline that begins at these words, as a number, or 0. */
static int read_deadline(const struct form_deadlines *words, int fiscal_year,
                         const char *utf8, size_t *len)
{
    struct unicode_year year = { 0 };
    int month;
    int day = 0;
    size_t at = unicode_scan_year(utf8, &year);
    size_t taken = take_number(utf8 + at, words->month, &month);
    int calendar = at ? year.year : fiscal_year;

    *len = 0;
    if (!taken || month < 1 || month > MONTHS)
        return 0;
    if (!at || year.fiscal)
        calendar += month < FIRST_MONTH;
    at += taken;
    taken = take_number(utf8 + at, words->day, &day);
    at += taken;
    *len = at;
    if (!taken)
        day = unicode_month_days(calendar, month);
    return is_end(words, utf8 + at) ? day_number(calendar, month, day) : 0;
}

static bool is_line_past(const struct form_deadlines *words, int fiscal_year,
                         const char *utf8, int today)
{
    bool in_number = false;
    size_t n;

    for (size_t at = 0; utf8[at]; at += n) {
        size_t len = 0;
        int end =
            in_number ? 0 : read_deadline(words, fiscal_year, utf8 + at, &len);

        if (end && end < today)
            return true;
        in_number =
            unicode_digit(utf8_decode(utf8 + at, strlen(utf8 + at), &n)) >= 0;
        if (len)
            n = len;
    }
    return false;
}

/* The day the sheet is of, or 0. */
static int find_today(struct bind *bind, const struct record *record)
{
    const struct value *date = record_lookup_use(record, "date");
    const char *similar;
    int year;
    int month;
    int day;

    if (!date || !date->present ||
        unicode_parse_date(bind->arena, text_join(bind->arena, &date->text),
                           &year, &month, &day, &similar))
        return 0;
    return day_number(year, month, day);
}

bool bind_is_past(struct bind *bind, const struct record *record,
                  const struct value *value)
{
    const struct form_deadlines *words = &bind->sheet->stage->deadlines;
    const struct value *year = record_lookup_use(record, "year");
    int today = find_today(bind, record);
    struct arena *arena = bind->arena;

    if (!today || !value || !value->present || !year || !year->year)
        return false;
    if (value->text.count &&
        is_line_past(words, year->year, text_join(arena, &value->text), today))
        return true;
    for (size_t i = 0; i < value->entries.count; i++)
        if (is_line_past(words, year->year,
                         text_join(arena, &value->entries.items[i].text),
                         today))
            return true;
    return false;
}
