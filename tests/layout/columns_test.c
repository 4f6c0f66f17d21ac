/* The column solver, in units of its own: no fonts, no sheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "layout/inside.h"

static struct column fixed(int32_t value)
{
    return (struct column){ .length = { FORM_PT, value } };
}

static struct column share(int32_t value)
{
    return (struct column){ .length = { FORM_FR, value } };
}

static struct column automatic(int32_t min, int32_t max)
{
    return (struct column){ { FORM_AUTO, 0 }, min, max };
}

static void solve(struct column *columns, size_t count, int32_t available,
                  int32_t *widths)
{
    columns_solve(columns, count, NULL, 0, available, 10, widths);
}

static void shares_fill_the_width_exactly(void **state)
{
    struct column columns[] = { share(36500), share(26500), share(48000) };
    int32_t widths[3];

    (void)state;
    solve(columns, 3, 796536, widths);
    assert_int_equal(widths[0] + widths[1] + widths[2], 796536);
    assert_in_range(widths[0], 261922, 261924);
    assert_in_range(widths[2], 344448, 344450);
}

static void shares_get_what_fixed_columns_leave(void **state)
{
    struct column columns[] = { fixed(20),
                                share(1000),
                                { { FORM_EM, 2000 }, 0, 0 } };
    int32_t widths[3];

    (void)state;
    solve(columns, 3, 100, widths);
    assert_int_equal(widths[0], 20);
    assert_int_equal(widths[1], 60);
    assert_int_equal(widths[2], 20);
}

static void auto_columns_take_what_they_want_when_it_is_there(void **state)
{
    struct column columns[] = { automatic(10, 30), automatic(10, 50) };
    int32_t widths[2];

    (void)state;
    solve(columns, 2, 200, widths);
    assert_int_equal(widths[0], 30);
    assert_int_equal(widths[1], 50);
}

static void auto_columns_share_a_shortage(void **state)
{
    struct column columns[] = { automatic(10, 30), automatic(10, 50) };
    int32_t widths[2];

    (void)state;
    solve(columns, 2, 50, widths);
    assert_int_equal(widths[0], 20);
    assert_int_equal(widths[1], 30);
}

static void auto_columns_never_go_below_their_least(void **state)
{
    struct column columns[] = { automatic(30, 60), automatic(40, 40) };
    int32_t widths[2];

    (void)state;
    solve(columns, 2, 20, widths);
    assert_int_equal(widths[0], 30);
    assert_int_equal(widths[1], 40);
}

static void without_a_width_shares_are_as_wide_as_their_contents(void **state)
{
    struct column columns[] = { share(1000), fixed(7) };
    int32_t widths[2];

    (void)state;
    columns[0].min = 5;
    columns[0].max = 25;
    solve(columns, 2, -1, widths);
    assert_int_equal(widths[0], 25);
    assert_int_equal(widths[1], 7);
}

static void a_spanning_cell_widens_the_columns_below_it(void **state)
{
    struct column columns[] = { automatic(5, 10), automatic(5, 10), fixed(10) };
    struct column_span span = { 0, 2, 30, 41 };
    int32_t widths[3];

    (void)state;
    columns_solve(columns, 3, &span, 1, 100, 10, widths);
    assert_int_equal(widths[0] + widths[1], 41);
    assert_int_equal(widths[2], 10);
}

static void a_spanning_cell_over_fixed_columns_changes_nothing(void **state)
{
    struct column columns[] = { fixed(10), fixed(10) };
    struct column_span span = { 0, 2, 30, 40 };
    int32_t widths[2];

    (void)state;
    columns_solve(columns, 2, &span, 1, 100, 10, widths);
    assert_int_equal(widths[0] + widths[1], 20);
}

static void a_spanning_cell_wants_nothing_of_a_share(void **state)
{
    struct column columns[] = { automatic(5, 10), share(1000), fixed(10) };
    struct column_span span = { 0, 2, 30, 90 };
    int32_t widths[3];

    (void)state;
    columns_solve(columns, 3, &span, 1, 100, 10, widths);
    assert_int_equal(widths[0], 30);
    assert_int_equal(widths[1], 60);
}

static void spans_one_inside_the_other_both_hold(void **state)
{
    struct column columns[] = { automatic(10, 10), automatic(10, 10), fixed(15),
                                automatic(10, 10) };
    struct column_span spans[] = { { 0, 2, 50, 60 }, { 0, 4, 100, 120 } };
    int32_t widths[4];

    (void)state;
    columns_solve(columns, 4, spans, 2, 300, 10, widths);
    assert_true(widths[0] + widths[1] >= 60);
    assert_int_equal(widths[0] + widths[1] + widths[2] + widths[3], 120);
}

/* ---- any columns --------------------------------------------------------- */

/* Texts are counted in characters of 10 units. */
enum { CHARACTER = 10, ROUNDS = 20000, MOST = 8 };

struct random {
    uint32_t seed;
};

/* 0 to limit - 1, the same in every run. */
static int32_t draw(struct random *random, int32_t limit)
{
    random->seed = random->seed * 1664525 + 1013904223;
    return (int32_t)((random->seed >> 8) % (uint32_t)limit);
}

static struct column draw_column(struct random *random)
{
    int32_t word = 1 + draw(random, 6);
    int32_t length = word + draw(random, 30);

    switch (draw(random, 4)) {
    case 0:
        return fixed(draw(random, 200));
    case 1:
        return (struct column){ .length = { FORM_EM, draw(random, 9000) } };
    case 2:
        return share(1 + draw(random, 5000));
    default:
        return automatic(word * CHARACTER, length * CHARACTER);
    }
}

static size_t draw_spans(struct random *random, size_t count,
                         struct column_span *spans)
{
    size_t span_count = (size_t)draw(random, 4);

    if (count < 2)
        return 0;
    for (size_t i = 0; i < span_count; i++) {
        int32_t word = 1 + draw(random, 12);

        spans[i].first = (size_t)draw(random, (int32_t)count - 1);
        spans[i].count =
            2 + (size_t)draw(random, (int32_t)(count - spans[i].first) - 1);
        spans[i].min = word * CHARACTER;
        spans[i].max = (word + draw(random, 40)) * CHARACTER;
    }
    return span_count;
}

static int32_t sum(const int32_t *widths, size_t first, size_t count)
{
    int32_t total = 0;

    for (size_t i = first; i < first + count; i++)
        total += widths[i];
    return total;
}

/* True when a column of a span can give way to its contents. */
static bool has_auto(const struct column *columns,
                     const struct column_span *span)
{
    for (size_t i = span->first; i < span->first + span->count; i++)
        if (columns[i].length.unit == FORM_AUTO)
            return true;
    return false;
}

static void check_solution(const struct column *columns, size_t count,
                           const struct column_span *spans, size_t span_count,
                           int32_t available, const int32_t *widths)
{
    bool shares = false;

    for (size_t i = 0; i < count; i++) {
        struct form_length length = columns[i].length;

        shares |= length.unit == FORM_FR;
        assert_true(widths[i] >= 0);
        if (length.unit == FORM_PT)
            assert_int_equal(widths[i], length.value);
        if (length.unit == FORM_EM)
            assert_int_equal(widths[i], (length.value * 10 + 500) / 1000);
        if (length.unit == FORM_AUTO)
            assert_true(widths[i] >= columns[i].min);
    }
    for (size_t i = 0; i < span_count; i++)
        if (has_auto(columns, &spans[i]))
            assert_true(sum(widths, spans[i].first, spans[i].count) >=
                        spans[i].min);
    if (shares && sum(widths, 0, count) < available)
        fail_msg("%d of %d are left over", available - sum(widths, 0, count),
                 available);
}

/* The narrowest the same columns can be. */
static int32_t least_width(const struct column *columns, size_t count,
                           const struct column_span *spans, size_t span_count)
{
    struct column copy[MOST];
    int32_t widths[MOST];

    for (size_t i = 0; i < count; i++)
        copy[i] = columns[i];
    columns_solve(copy, count, spans, span_count, 0, 10, widths);
    return sum(widths, 0, count);
}

static void any_columns_are_wide_enough_and_no_wider(void **state)
{
    struct random random = { 20201001 };

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct column columns[MOST];
        struct column solved[MOST];
        struct column_span spans[MOST];
        int32_t widths[MOST];
        size_t count = 1 + (size_t)draw(&random, MOST);
        size_t span_count;
        int32_t available = draw(&random, 2000);
        int32_t least;

        for (size_t i = 0; i < count; i++)
            solved[i] = columns[i] = draw_column(&random);
        span_count = draw_spans(&random, count, spans);
        columns_solve(solved, count, spans, span_count, available, 10, widths);
        check_solution(columns, count, spans, span_count, available, widths);
        least = least_width(columns, count, spans, span_count);
        assert_true(sum(widths, 0, count) <=
                    (least > available ? least : available));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_fill_the_width_exactly),
        cmocka_unit_test(shares_get_what_fixed_columns_leave),
        cmocka_unit_test(auto_columns_take_what_they_want_when_it_is_there),
        cmocka_unit_test(auto_columns_share_a_shortage),
        cmocka_unit_test(auto_columns_never_go_below_their_least),
        cmocka_unit_test(without_a_width_shares_are_as_wide_as_their_contents),
        cmocka_unit_test(a_spanning_cell_widens_the_columns_below_it),
        cmocka_unit_test(a_spanning_cell_over_fixed_columns_changes_nothing),
        cmocka_unit_test(a_spanning_cell_wants_nothing_of_a_share),
        cmocka_unit_test(spans_one_inside_the_other_both_hold),
        cmocka_unit_test(any_columns_are_wide_enough_and_no_wider),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
