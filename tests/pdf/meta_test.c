/* Title, language and dates, in the dictionary and in XMP. */
#include "fixture.h"

#include "pdf/meta.h"
#include "pdf/objstore.h"

static char *describe(struct arena *arena, struct meta meta, const char *tool)
{
    struct objstore *store = objstore_new(true);
    struct bytes entries = { 0 };
    struct bytes nothing = { 0 };
    struct diags diags = diags_make(arena);
    struct bytes out = { 0 };
    const char *path = fixture_path(arena, "meta.pdf");
    unsigned error[2];
    char *text;

    objstore_add_page(store, 100000, 100000, &entries, &nothing);
    assert_true(meta_write(&meta, store, &diags));
    assert_true(objstore_write(store, &out, error));
    objstore_free(store);
    fixture_save(path, &out);
    bytes_free(&out);
    text = fixture_output(arena, "TZ=UTC %s %s", tool, path);
    remove(path);
    return text;
}

static void test_full(void **state)
{
    struct arena *arena = arena_new();
    struct meta meta = {
        .title = "目標 <A & B> \U00020BB7",
        .lang = "ja",
        .date = "D:20201001",
    };
    char *info = describe(arena, meta, "pdfinfo -isodates");
    char *xmp = describe(arena, meta, "pdfinfo -meta");
    char *raw = describe(arena, meta, "cat");

    (void)state;
    assert_non_null(strstr(info, "Title:           目標 <A & B> \U00020BB7\n"));
    assert_non_null(strstr(info, "Producer:        " META_PRODUCER "\n"));
    assert_non_null(strstr(info, "CreationDate:    2020-10-01T00:00:00Z\n"));
    assert_non_null(strstr(info, "ModDate:         2020-10-01T00:00:00Z\n"));
    assert_non_null(strstr(info, "PDF version:     1.7\n"));
    assert_non_null(strstr(xmp, ">目標 &lt;A &amp; B&gt; \U00020BB7</rdf:li>"));
    assert_non_null(strstr(xmp, "Producer>" META_PRODUCER "</pdf:Producer>"));
    assert_non_null(strstr(xmp, "<xmp:CreateDate>2020-10-01<"));
    assert_non_null(strstr(xmp, "<xmp:ModifyDate>2020-10-01<"));
    assert_non_null(strstr(raw, "/Lang(ja)/ViewerPreferences"
                                "<</DisplayDocTitle true>>"));
    arena_free(arena);
}

static void test_no_date(void **state)
{
    struct arena *arena = arena_new();
    char *raw = describe(arena, (struct meta){ .title = "a" }, "cat");

    (void)state;
    assert_null(strstr(raw, "Date"));
    assert_null(strstr(raw, "/Lang"));
    arena_free(arena);
}

static void test_dates(void **state)
{
    static const char *const dates[][2] = {
        { "D:2020", "2020" },
        { "D:202010", "2020-10" },
        { "D:20201001123456", "2020-10-01T12:34:56" },
        { "D:20201001123456Z", "2020-10-01T12:34:56Z" },
        { "D:20201001123456+09'00", "2020-10-01T12:34:56+09:00" },
        { "D:20201001123456-03'30'", "2020-10-01T12:34:56-03:30" },
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_non_null(
            strstr(describe(arena, (struct meta){ .date = dates[i][0] }, "cat"),
                   arena_printf(arena, "<xmp:CreateDate>%s<", dates[i][1])));
    arena_free(arena);
}

static void test_bad_dates(void **state)
{
    static const char *const dates[] = { "",           "2020-10-01",
                                         "D:",         "D:20201",
                                         "D:2020100x", "D:20201001123456+09" };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct objstore *store = objstore_new(true);
        struct diags diags = diags_make(arena);

        assert_false(
            meta_write(&(struct meta){ .date = dates[i] }, store, &diags));
        assert_int_equal(diags.errors, 1);
        assert_string_equal(diags.items[0].rule, "pdf-date");
        objstore_free(store);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_no_date),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_bad_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
