/* CIDs of CFF programs, and what is drawn through them. */
#include "fixture.h"

#include "pdf/cff.h"
#include <hb-subset.h>

#define NAMED "/usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf"

static uint16_t cids[65536];

static enum cff_kind read_cids(const struct font_face *face)
{
    hb_blob_t *table =
        hb_face_reference_table(face->hb_face, HB_TAG('C', 'F', 'F', ' '));
    unsigned len;
    const char *data = hb_blob_get_data(table, &len);
    enum cff_kind kind =
        cff_read_cids((const unsigned char *)data, len,
                      hb_face_get_glyph_count(face->hb_face), cids);

    hb_blob_destroy(table);
    return kind;
}

/* A face with few glyphs whose CIDs are not their indices. */
static struct font_face *sparse_face(struct arena *arena,
                                     const struct font_face *noto)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_face_t *subset;
    hb_blob_t *blob;

    hb_set_add(hb_subset_input_unicode_set(input), 0x91CD);
    hb_set_add(hb_subset_input_unicode_set(input), 0x70B9);
    hb_set_add(hb_subset_input_unicode_set(input), 'A');
    subset = hb_subset_or_fail(noto->hb_face, input);
    assert_non_null(subset);
    blob = hb_face_reference_blob(subset);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
    return fixture_face_of(arena, blob, true, "SparseCJK");
}

static void check_words(struct arena *arena, const struct font_face *face,
                        const char *words)
{
    struct layout *layout = fixture_layout(arena);
    struct bytes pdf;
    const char *path;

    fixture_text(arena, fixture_page(arena, layout), face, 9000, 40000, 50000,
                 words);
    pdf = fixture_write(arena, layout, (struct pdf_options){ 0 });
    path = fixture_check(arena, "cff.pdf", &pdf);
    assert_string_equal(fixture_words(arena, path), words);
    bytes_free(&pdf);
}

/* How many pixels of the first page are dark. */
static long count_ink(struct arena *arena, const char *path)
{
    return strtol(fixture_output(arena,
                                 "mutool draw -N -q -r 72 -F pgm -o - %s | "
                                 "tail -c +16 | tr -d '\\377' | wc -c",
                                 path),
                  NULL, 10);
}

static void test_cids(void **state)
{
    struct arena *arena = arena_new();
    struct font_face *noto = fixture_face(arena, NOTO_SANS, true, "Noto");
    struct font_face *sparse = sparse_face(arena, noto);
    hb_codepoint_t gid;

    (void)state;
    assert_int_equal(read_cids(noto), CFF_CID);
    for (unsigned i = 0; i < 65535; i++)
        assert_int_equal(cids[i], i);
    assert_int_equal(read_cids(sparse), CFF_CID);
    assert_true(hb_font_get_nominal_glyph(noto->hb_font, 0x91CD, &gid));
    assert_int_equal(cids[0], 0);
    assert_int_equal(cids[3], gid);
    check_words(arena, sparse, "重A点A");
    assert_in_range(count_ink(arena, fixture_path(arena, "cff.pdf")), 100,
                    2000);
    fixture_face_free(sparse);
    fixture_face_free(noto);
    fixture_output(arena, "rm -f %s*", fixture_path(arena, ""));
    arena_free(arena);
}

static void test_named(void **state)
{
    struct arena *arena;
    struct font_face *face;

    (void)state;
    if (access(NAMED, R_OK) != 0)
        skip();
    arena = arena_new();
    face = fixture_face(arena, NAMED, true, "NimbusSans");
    assert_int_equal(read_cids(face), CFF_NAMED);
    assert_int_equal(cids[77], 77);
    check_words(arena, face, "Zygote,AV");
    assert_in_range(count_ink(arena, fixture_path(arena, "cff.pdf")), 100,
                    2000);
    fixture_face_free(face);
    fixture_output(arena, "rm -f %s*", fixture_path(arena, ""));
    arena_free(arena);
}

/* Every beginning of a table is refused or read, never read past. */
static void test_broken(void **state)
{
    struct arena *arena = arena_new();
    struct font_face *noto = fixture_face(arena, NOTO_SANS, true, "Noto");
    struct font_face *sparse = sparse_face(arena, noto);
    hb_blob_t *table =
        hb_face_reference_table(sparse->hb_face, HB_TAG('C', 'F', 'F', ' '));
    unsigned len;
    const char *data = hb_blob_get_data(table, &len);

    (void)state;
    for (unsigned cut = 0; cut < 200 && cut < len; cut++) {
        unsigned char *copy = malloc(cut + 1);

        memcpy(copy, data, cut);
        cff_read_cids(copy, cut, 4, cids);
        if (cut < 60)
            assert_int_equal(cff_read_cids(copy, cut, 4, cids), CFF_BROKEN);
        memset(copy, 0xFF, cut);
        assert_int_equal(cff_read_cids(copy, cut, 4, cids), CFF_BROKEN);
        free(copy);
    }
    for (unsigned at = 0; at < 120; at++) {
        unsigned char *copy = malloc(len);

        memcpy(copy, data, len);
        for (unsigned value = 0; value < 256; value += 5) {
            copy[at] = (unsigned char)value;
            cff_read_cids(copy, len, 4, cids);
        }
        free(copy);
    }
    hb_blob_destroy(table);
    fixture_face_free(sparse);
    fixture_face_free(noto);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cids),
        cmocka_unit_test(test_named),
        cmocka_unit_test(test_broken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
