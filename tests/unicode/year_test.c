/* Numbers, fiscal years, dates, look-alikes. Each case is a line of a table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "unicode/unicode.h"

static void test_fiscal_years(void **state)
{
    static const struct {
        const char *text;
        enum unicode_year_error error;
        int year;
        const char *suggestion;
    } cases[] = {
        { "令和２年度", UNICODE_YEAR_OK, 2020, NULL },
        { "令和2年度", UNICODE_YEAR_OK, 2020, NULL },
        { "令和元年度", UNICODE_YEAR_OK, 2019, NULL },
        { "令和1年度", UNICODE_YEAR_OK, 2019, NULL },
        { "令和10年", UNICODE_YEAR_OK, 2028, NULL },
        { "平成31年度", UNICODE_YEAR_OK, 2019, NULL },
        { "平成元年度", UNICODE_YEAR_OK, 1989, NULL },
        { "昭和63年度", UNICODE_YEAR_OK, 1988, NULL },
        { "大正15年度", UNICODE_YEAR_OK, 1926, NULL },
        { "昭和元年度", UNICODE_YEAR_OK, 1926, NULL },
        { "明治45年度", UNICODE_YEAR_OK, 1912, NULL },
        { "2020年度", UNICODE_YEAR_OK, 2020, NULL },
        { "２０２０年度", UNICODE_YEAR_OK, 2020, NULL },
        { "平成32年度", UNICODE_YEAR_PAST_ERA, 2020, "令和2年度" },
        { "平成３２年度", UNICODE_YEAR_PAST_ERA, 2020, "令和２年度" },
        { "平成40年度", UNICODE_YEAR_PAST_ERA, 2028, "令和10年度" },
        { "昭和64年度", UNICODE_YEAR_PAST_ERA, 1989, "平成元年度" },
        { "昭和95年", UNICODE_YEAR_PAST_ERA, 2020, "令和2年" },
        { "大正16年度", UNICODE_YEAR_PAST_ERA, 1927, "昭和2年度" },
        { "令和0年度", UNICODE_YEAR_ZERO, 2018, "平成30年度" },
        { "令和０年度", UNICODE_YEAR_ZERO, 2018, "平成３０年度" },
        { "明治0年度", UNICODE_YEAR_ZERO, 1867, NULL },
        { "", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和年度", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和2", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和2年度分", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和100年度", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和9999999999999年度", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "R2年度", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "20年度", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "0020年度", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "20201年度", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "2020元年度", UNICODE_YEAR_SYNTAX, 0, NULL },
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *suggestion = "unset";
        int year = 0;

        assert_int_equal(
            unicode_parse_fiscal_year(arena, cases[i].text, &year, &suggestion),
            cases[i].error);
        assert_int_equal(year, cases[i].year);
        if (cases[i].suggestion)
            assert_string_equal(suggestion, cases[i].suggestion);
        else
            assert_null(suggestion);
    }
    arena_free(arena);
}

static void test_dates(void **state)
{
    static const struct {
        const char *text;
        enum unicode_year_error error;
        int date; /* yyyymmdd */
        const char *suggestion;
    } cases[] = {
        { "令和2年10月1日", UNICODE_YEAR_OK, 20201001, NULL },
        { "令和２年１０月１日", UNICODE_YEAR_OK, 20201001, NULL },
        { "令和元年5月1日", UNICODE_YEAR_OK, 20190501, NULL },
        { "平成31年4月30日", UNICODE_YEAR_OK, 20190430, NULL },
        { "昭和64年1月7日", UNICODE_YEAR_OK, 19890107, NULL },
        { "平成元年1月8日", UNICODE_YEAR_OK, 19890108, NULL },
        { "大正15年12月24日", UNICODE_YEAR_OK, 19261224, NULL },
        { "昭和元年12月25日", UNICODE_YEAR_OK, 19261225, NULL },
        { "大正元年7月30日", UNICODE_YEAR_OK, 19120730, NULL },
        { "2020年2月29日", UNICODE_YEAR_OK, 20200229, NULL },
        { "2020-10-01", UNICODE_YEAR_OK, 20201001, NULL },
        { "平成31年5月1日", UNICODE_YEAR_SYNTAX, 20190501, "令和元年5月1日" },
        { "令和元年4月30日", UNICODE_YEAR_SYNTAX, 20190430, "平成31年4月30日" },
        { "平成32年4月1日", UNICODE_YEAR_PAST_ERA, 20200401, "令和2年4月1日" },
        { "令和０年４月１日", UNICODE_YEAR_ZERO, 20180401,
          "平成３０年４月１日" },
        { "2019年2月29日", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "1900年2月29日", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和2年13月1日", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和2年4月31日", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "令和2年0月1日", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "2020-1-01", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "2020-10-01x", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "10月1日", UNICODE_YEAR_SYNTAX, 0, NULL },
        { "", UNICODE_YEAR_SYNTAX, 0, NULL },
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *suggestion = "unset";
        int year = 0;
        int month = 0;
        int day = 0;

        assert_int_equal(unicode_parse_date(arena, cases[i].text, &year, &month,
                                            &day, &suggestion),
                         cases[i].error);
        assert_int_equal(year * 10000 + month * 100 + day, cases[i].date);
        if (cases[i].suggestion)
            assert_string_equal(suggestion, cases[i].suggestion);
        else
            assert_null(suggestion);
    }
    arena_free(arena);
}

static void test_folders(void **state)
{
    static const struct {
        int year;
        const char *folder;
    } cases[] = {
        { 2020, "r02" }, { 2019, "r01" },  { 2018, "h30" },
        { 1989, "h01" }, { 1988, "s63" },  { 1925, "t14" },
        { 1911, "m44" }, { 1850, "1850" }, { 2030, "r12" },
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(unicode_year_folder(arena, cases[i].year),
                            cases[i].folder);
    arena_free(arena);
}

static void test_numbers(void **state)
{
    static const struct {
        size_t number;
        enum unicode_numbering style;
        const char *text;
    } cases[] = {
        { 7, UNICODE_DECIMAL, "7" },    { 120, UNICODE_FULLWIDTH, "１２０" },
        { 1, UNICODE_CIRCLED, "①" },    { 20, UNICODE_CIRCLED, "⑳" },
        { 21, UNICODE_CIRCLED, "㉑" },  { 35, UNICODE_CIRCLED, "㉟" },
        { 36, UNICODE_CIRCLED, "㊱" },  { 50, UNICODE_CIRCLED, "㊿" },
        { 51, UNICODE_CIRCLED, NULL },  { 0, UNICODE_CIRCLED, NULL },
        { 0, UNICODE_FULLWIDTH, "０" },
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text =
            unicode_format_number(arena, cases[i].number, cases[i].style);

        if (cases[i].text)
            assert_string_equal(text, cases[i].text);
        else
            assert_null(text);
    }
    assert_string_equal(
        unicode_format_number(arena, SIZE_MAX, UNICODE_FULLWIDTH),
        "１８４４６７４４０７３７０９５５１６１５");
    assert_int_equal(unicode_digit('7'), 7);
    assert_int_equal(unicode_digit(0xFF19), 9);
    assert_int_equal(unicode_digit(0x2460), -1);
    arena_free(arena);
}

static void test_next_years(void **state)
{
    static const struct {
        const char *year;
        const char *next;
    } cases[] = {
        { "令和２年度", "令和３年度" },     { "令和2年度", "令和3年度" },
        { "令和元年度", "令和2年度" },      { "平成30年度", "令和元年度" },
        { "平成３１年度", "令和２年度" },   { "2020年度", "2021年度" },
        { "２０２０年度", "２０２１年度" },
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(unicode_next_fiscal_year(arena, cases[i].year),
                            cases[i].next);
    assert_null(unicode_next_fiscal_year(arena, "来年度"));
    arena_free(arena);
}

static void test_look_alikes(void **state)
{
    static const struct {
        const char *meant;
        const char *typed; /* all of them for it */
    } cases[] = {
        { "○", "○〇◯●０oＯ" },
        { "◎", "◎◉⦾" },
        { "△", "△▲Δ∆" },
        { "×", "×✕✖xXｘＸ" },
    };
    size_t n;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t meant = utf8_decode(cases[i].meant, 4, &n);

        for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
            for (const char *at = cases[k].typed; *at; at += n)
                assert_int_equal(
                    unicode_looks_like(utf8_decode(at, strlen(at), &n), meant),
                    i == k);
    }
    assert_true(unicode_looks_like('A', 0xFF21));
    assert_false(unicode_looks_like('A', 'B'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fiscal_years), cmocka_unit_test(test_dates),
        cmocka_unit_test(test_folders),      cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_look_alikes),  cmocka_unit_test(test_next_years),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
