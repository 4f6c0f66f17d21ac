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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
