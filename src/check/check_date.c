/* Years, months, days and days of the week within texts. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "check/inside.h"

/* A date as far as it is written; 0 where nothing is. */
struct when {
    bool has_year;
    struct unicode_year year;
    size_t from;
    size_t year_to; /* behind the year */
    size_t month_at;
    int month;
    size_t day_at;
    int day;
    size_t to;
};

/* Up to two digits and a word behind them; 0 when there are none. */
static size_t take(const struct check_text *text, size_t at, const char *word,
                   int *value)
{
    size_t i = at;
    size_t len;

    *value = 0;
    for (; i < text->count && i < at + 3 && unicode_digit(text->c[i]) >= 0; i++)
        *value = *value * 10 + unicode_digit(text->c[i]);
    len = i > at && i < at + 3 ? check_match(text, i, word) : 0;
    return len ? i + len : 0;
}

static size_t index_of(const struct check_text *text, size_t offset)
{
    size_t i = 0;

    while (text->at[i] < offset)
        i++;
    return i;
}

static bool find_date(const struct check *check, const struct check_text *text,
                      size_t at, struct when *when)
{
    size_t len = unicode_scan_year(text->utf8 + text->at[at], &when->year);
    size_t next;
    int value;

    *when = (struct when){ .year = when->year, .from = at, .to = at };
    if (at && unicode_digit(text->c[at]) >= 0 &&
        unicode_digit(text->c[at - 1]) >= 0)
        return false;
    if (len) {
        when->has_year = true;
        when->to = when->year_to = index_of(text, text->at[at] + len);
    }
    next = take(text, when->to, check->words->month, &value);
    if (next) {
        when->month = value ? value : -1;
        when->month_at = when->to;
        when->to = next;
        next = take(text, when->to, check->words->day, &value);
    }
    if (next) {
        when->day = value ? value : -1;
        when->day_at = when->to;
        when->to = next;
    }
    return when->to > at;
}

/* The calendar year of a date, by the document's fiscal year if need be. */
static int year_of(const struct check *check, const struct when *when)
{
    if (when->has_year && !when->year.fiscal)
        return when->year.year;
    if (when->has_year)
        return when->year.year + (when->month > 0 && when->month < 4);
    return check->year && when->month ? check->year + (when->month < 4) : 0;
}

/* ---- eras ------------------------------------------------------------------
 */

/* False when the era of a date has no such day; `similar` may be proposed. */
static bool is_era_sound(struct check *check, const struct check_text *text,
                         const struct when *when, const char **similar)
{
    struct check_spot spot = { text, when->from, when->year_to };
    const char *slice = check_slice(check, spot);
    int year;
    int month;
    int day;
    int last = unicode_month_days(when->year.year, when->month);
    enum unicode_year_error error;

    if (unicode_parse_fiscal_year(check->diags->arena, slice, &year, similar))
        return false;
    if (when->month < 1 || when->year.fiscal || !last || when->day > last)
        return true;
    day = when->day > 0 ? when->day : last;
    slice = arena_printf(check->arena, "%s%d%s%d%s", slice, when->month,
                         check->words->month, day, check->words->day);
    error = unicode_parse_date(check->diags->arena, slice, &year, &month, &day,
                               similar);
    if (when->day <= 0)
        *similar = NULL;
    return !error;
}

static void check_era(struct check *check, const struct check_text *text,
                      const struct when *when)
{
    enum { FAR = 20, NEAR = 10 };
    struct check_spot spot = { text, when->from, when->year_to };
    const char *at = text->utf8 + text->at[when->from];
    const char *similar = NULL;
    const char *message = NULL;
    struct diag *diag;
    int other = 0;

    if (!when->year.era)
        return;
    if (!is_era_sound(check, text, when, &similar)) {
        message = _("\"%s\": the era has no such year");
    } else if (when->year.number == 1 && !when->year.first) {
        message = _("\"%s\": the first year of an era has a name of its own");
        similar = unicode_first_year(check->diags->arena, at, &when->year);
    } else if (check->year && when->year.year > check->year + FAR) {
        similar =
            unicode_previous_era(check->diags->arena, at, &when->year, &other);
        if (similar && other > check->year - NEAR && other < check->year + NEAR)
            message = _("\"%s\" is far ahead: is the era before it meant?");
    }
    if (!message)
        return;
    if (when->month > 0 && when->day > 0)
        spot.to = similar ? when->to : spot.to;
    diag = check_report(check, CHECK_ERA, spot, message);
    if (similar)
        check_similar(check, diag, "%s", similar);
}

/* The same year in brackets behind it, the one by era, the other A.D. */
static void check_both_years(struct check *check, const struct check_text *text,
                             const struct when *when)
{
    size_t at = when->year_to;
    struct unicode_year other;
    size_t len;

    if (unicode_fold_width(text->c[at]) != '(')
        return;
    len = unicode_scan_year(text->utf8 + text->at[at + 1], &other);
    if (!len || other.era == when->year.era || other.year == when->year.year)
        return;
    check_report(check, CHECK_ERA,
                 (struct check_spot){ text, at + 1,
                                      index_of(text, text->at[at + 1] + len) },
                 _("\"%s\" is another year than the one before it"));
}

/* ---- days -------------------------------------------------------------------
 */

static void check_day(struct check *check, const struct check_text *text,
                      const struct when *when)
{
    struct check_spot spot = { text, when->from, when->to };
    int year = year_of(check, when);
    bool wrong = when->month < 0 || when->month > 12;

    if (!wrong && when->day)
        wrong =
            when->day < 0 || when->day > unicode_month_days(year, when->month);
    if (when->month && wrong)
        check_report(check, CHECK_DATE, spot, _("there is no \"%s\""));
}

static void check_weekday(struct check *check, const struct check_text *text,
                          const struct when *when)
{
    const char *days = check->words->weekdays;
    struct check_spot spot = { text, when->to + 1, when->to + 2 };
    int year = year_of(check, when);
    int right;
    char day[5] = "";

    if (!year || when->day < 1 || spot.to >= text->count ||
        when->day > unicode_month_days(year, when->month) ||
        unicode_fold_width(text->c[when->to]) != '(' ||
        !check_holds(days, text->c[spot.from]) ||
        (unicode_bracket(text->c[spot.to]) != UNICODE_BRACKET_CLOSE &&
         text->c[spot.to] != 0x30FB && text->c[spot.to] != 0x66DC))
        return;
    right = unicode_weekday(year, when->month, when->day);
    for (size_t n, i = 0; right >= 0 && days[i]; i += n, right--)
        utf8_encode(utf8_decode(days + i, strlen(days + i), &n), day);
    if (strcmp(day, check_slice(check, spot)) != 0)
        check_similar(check,
                      check_report(check, CHECK_WEEKDAY, spot,
                                   _("that day is no \"%s\"")),
                      "%s", day);
}

/* ---- deadlines
 * --------------------------------------------------------------- */

static bool is_deadline(const struct check *check, const struct form_field *f)
{
    const struct form_words *keys = &check->record->form->check.deadlines;

    for (size_t i = 0; i < keys->count; i++)
        if (!strcmp(keys->items[i], f->key))
            return true;
    return false;
}

static void check_year(struct check *check, const struct check_text *text,
                       const struct when *when)
{
    struct check_spot spot = { text, when->from, when->to };
    int year = when->year.year;
    bool inside = year == check->year;

    if (!check->year || !is_deadline(check, text->field))
        return;
    if (!when->year.fiscal && when->month > 0)
        inside = year - (when->month < 4) == check->year;
    else if (!when->year.fiscal)
        inside = inside || year == check->year + 1;
    if (!inside)
        check_report(check, CHECK_YEAR, spot,
                     _("\"%s\" is not in the fiscal year of this document"));
}

void check_dates(struct check *check, const struct check_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        struct when when;

        if (!find_date(check, text, i, &when))
            continue;
        if (when.has_year) {
            check_era(check, text, &when);
            check_both_years(check, text, &when);
            check_year(check, text, &when);
        }
        check_day(check, text, &when);
        check_weekday(check, text, &when);
        i = when.to - 1;
    }
}
