/* The object store and its two kinds of files. */
#include "fixture.h"

#include "pdf/objstore.h"

enum { OBJECTS = 2500 }; /* three object streams */

static struct bytes bytes_of(const char *text)
{
    struct bytes bytes = { 0 };

    bytes_append_string(&bytes, text);
    return bytes;
}

/* A page, and a chain of dictionaries and streams behind the catalogue. */
static struct bytes make_file(bool plain, const char *mark)
{
    struct objstore *store = objstore_new(plain);
    unsigned resources = objstore_reserve(store);
    unsigned next = 0;
    struct bytes entries = { 0 };
    struct bytes data = { 0 };
    struct bytes out = bytes_of("%before\n");
    unsigned error[2];

    objstore_set_dict(store, resources, &entries);
    data = bytes_of("0 g 1 1 10 10 re f");
    bytes_printf(&entries, "/Resources %u 0 R", resources);
    objstore_add_page(store, 841890, 595276, &entries, &data);
    for (int i = 0; i < OBJECTS; i++) {
        unsigned id = objstore_reserve(store);

        bytes_printf(&entries, "/Number %d/Next ", i);
        bytes_printf(&entries, next ? "%u 0 R" : "null", next);
        objstore_set_dict(store, id, &entries);
        assert_null(entries.data);
        next = id;
    }
    bytes_printf(&entries, "/First %u 0 R", next);
    objstore_set_catalog(store, &entries);
    bytes_printf(&entries, "/Producer(%s)", mark);
    objstore_set_info(store, &entries);
    for (int i = 0; i < 1000; i++)
        bytes_append_string(&data, "0 g\n");
    objstore_set_stream(store, objstore_reserve(store), &entries, &data);
    assert_true(objstore_write(store, &out, error));
    objstore_free(store);
    memmove(out.data, out.data + 8, out.len -= 8);
    return out;
}

static void check_file(bool plain)
{
    struct arena *arena = arena_new();
    struct bytes file = make_file(plain, "one");
    const char *path = fixture_check(arena, "store.pdf", &file);
    char *qdf = fixture_output(
        arena, "qpdf --qdf --object-streams=disable %s - | cat -v", path);

    assert_memory_equal(file.data, "%PDF-1.7\n", 9);
    assert_non_null(strstr(qdf, "/Number 0\n"));
    assert_non_null(strstr(qdf, "/Number 1000\n"));
    assert_non_null(strstr(qdf, "/Number 1999\n"));
    assert_non_null(strstr(qdf, "841.89\n    595.276\n"));
    assert_non_null(strstr(qdf, "0 g 1 1 10 10 re f"));
    assert_non_null(strstr(qdf, "/Producer (one)"));
    assert_null(strstr(qdf, "Haru"));
    assert_int_equal(strstr(fixture_string(arena, &file), "\nxref\n0 ") != NULL,
                     plain);
    assert_int_equal(
        strstr(fixture_string(arena, &file), "/ObjStm/N 1000") != NULL, !plain);
    fixture_output(arena, "rm -f %s", path);
    bytes_free(&file);
    arena_free(arena);
}

static void test_packed(void **state)
{
    (void)state;
    check_file(false);
}

static void test_plain(void **state)
{
    (void)state;
    check_file(true);
}

/* Short streams stay as they are, long ones are deflated. */
static void test_filter(void **state)
{
    struct arena *arena = arena_new();
    struct bytes file = make_file(false, "one");
    char *text = fixture_string(arena, &file);

    (void)state;
    assert_non_null(strstr(text, "<</Length 18>>\nstream\n0 g 1 1 10 10 re"));
    assert_null(strstr(text, "0 g\n0 g\n"));
    bytes_free(&file);
    file = make_file(true, "one");
    text = fixture_string(arena, &file);
    assert_null(strstr(text, "/Filter"));
    assert_non_null(strstr(text, "<</Length 4000>>\nstream\n0 g\n0 g\n"));
    bytes_free(&file);
    arena_free(arena);
}

static char *file_id(const char *mark)
{
    static char id[2][100];
    static int turn;
    struct arena *arena = arena_new();
    struct bytes file = make_file(false, mark);
    char *at = strstr(fixture_string(arena, &file), "/ID[<");

    turn = !turn;
    assert_non_null(at);
    memcpy(id[turn], at, 71);
    bytes_free(&file);
    arena_free(arena);
    return id[turn];
}

/* The ID follows from what is in the file. */
static void test_id(void **state)
{
    char *first = file_id("one");

    (void)state;
    assert_memory_equal(first + 5, first + 39, 32);
    assert_string_equal(first, file_id("one"));
    assert_string_not_equal(file_id("one"), file_id("two"));
}

static unsigned add_page(struct objstore *store, int32_t size,
                         unsigned resources, struct bytes *content)
{
    struct bytes entries = { 0 };

    bytes_printf(&entries, "/Resources %u 0 R", resources);
    return objstore_add_page(store, size, size, &entries, content);
}

/* Pages put in front of others, and content over that of a page. */
static void test_pages(void **state)
{
    struct arena *arena = arena_new();
    struct objstore *store = objstore_new(false);
    unsigned resources = objstore_reserve(store);
    struct bytes bytes = { 0 };
    struct bytes out = { 0 };
    unsigned error[2];
    unsigned first;
    const char *path;

    (void)state;
    objstore_set_dict(store, resources, &bytes);
    bytes = bytes_of("3 w");
    first = add_page(store, 30000, resources, &bytes);
    objstore_insert_before(store, first);
    bytes = bytes_of("1 w");
    add_page(store, 10000, resources, &bytes);
    bytes = bytes_of("2 w");
    add_page(store, 20000, resources, &bytes);
    objstore_insert_before(store, 0);
    bytes = bytes_of("4 w");
    add_page(store, 40000, resources, &bytes);
    bytes = bytes_of("33 w");
    objstore_overlay_page(store, first, &bytes);
    assert_null(bytes.data);
    assert_true(objstore_write(store, &out, error));
    objstore_free(store);
    path = fixture_check(arena, "pages.pdf", &out);
    assert_string_equal(fixture_output(arena,
                                       "pdfinfo -l 9 %s | awk '/^Page .*size/"
                                       "{printf \"%%d \", $4}'",
                                       path),
                        "10 20 30 40 ");
    assert_non_null(strstr(
        fixture_output(arena, "qpdf --qdf --coalesce-contents %s -", path),
        "3 w\n33 w"));
    fixture_output(arena, "rm -f %s", path);
    bytes_free(&out);
    arena_free(arena);
}

/* More pages than libharu's page tree takes: one failure, said at the end. */
static void test_failure(void **state)
{
    struct objstore *store = objstore_new(false);
    struct bytes entries = { 0 };
    struct bytes bytes = { 0 };
    struct bytes out = { 0 };
    unsigned error[2];

    (void)state;
    for (int i = 0; i < 32768; i++) {
        bytes_append_string(&bytes, "0 g");
        objstore_add_page(store, 1000, 1000, &entries, &bytes);
    }
    assert_int_equal(objstore_reserve(store), 0);
    bytes_append_string(&bytes, "/Lang(ja)");
    objstore_set_catalog(store, &bytes);
    assert_false(objstore_write(store, &out, error));
    assert_int_equal(error[0], 0x1001);
    objstore_free(store);
    bytes_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packed), cmocka_unit_test(test_plain),
        cmocka_unit_test(test_filter), cmocka_unit_test(test_id),
        cmocka_unit_test(test_pages),  cmocka_unit_test(test_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
