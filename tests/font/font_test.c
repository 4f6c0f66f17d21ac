/* Faces and stacks: the real list, broken lists, broken font files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "font/font.h"

static const char gothic_file[] =
    "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf";

struct world {
    struct arena *arena;
    struct diags diags;
    char folder[64];
    char list[128]; /* path of a fonts.yaml in folder */
    char file[128]; /* path of a font file in folder */
};

static int make_world(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    strcpy(world->folder, "/tmp/chosho-font-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    snprintf(world->list, sizeof world->list, "%s/fonts.yaml", world->folder);
    snprintf(world->file, sizeof world->file, "%s/font.ttf", world->folder);
    world->arena = arena_new();
    world->diags = diags_make(world->arena);
    *state = world;
    return 0;
}

static int free_world(void **state)
{
    struct world *world = *state;

    unlink(world->list);
    unlink(world->file);
    rmdir(world->folder);
    arena_free(world->arena);
    free(world);
    return 0;
}

static void write_file(const char *path, const void *data, size_t len)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *data;

    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *len = (size_t)ftell(file);
    rewind(file);
    data = malloc(*len);
    assert_int_equal(fread(data, 1, *len, file), *len);
    fclose(file);
    return data;
}

static struct font_set *load_text(struct world *world, const char *text)
{
    write_file(world->list, text, strlen(text));
    return font_set_load(world->list, &world->diags);
}

/* The list of one face in font.ttf, beside the list. */
static struct font_set *load_one(struct world *world)
{
    struct font_set *set = load_text(world, "faces:\n"
                                            "  - {name: One, file: font.ttf}\n"
                                            "stacks:\n"
                                            "  only: [One]\n");

    assert_non_null(set);
    return set;
}

static void assert_diag(const struct world *world, size_t i,
                        enum diag_severity severity, const char *rule,
                        const char *words)
{
    assert_true(i < world->diags.count);
    assert_int_equal(world->diags.items[i].severity, severity);
    assert_string_equal(world->diags.items[i].rule, rule);
    if (!strstr(world->diags.items[i].message, words))
        fail_msg("\"%s\" is not in \"%s\"", words,
                 world->diags.items[i].message);
}

static void test_real_list(void **state)
{
    static const struct {
        const char *stack;
        size_t face;
        const char *ps_name;
        unsigned upem;
        bool is_cff;
        bool serif;
    } cases[] = {
        { "gothic", 0, "BIZUDGothic-Regular", 2048, false, false },
        { "mincho", 0, "BIZUDMincho-Regular", 2048, false, true },
        { "gothic", 1, "IPAexGothic", 2048, false, false },
        { "gothic", 2, "IPAmjMincho", 2048, false, true },
        { "gothic", 3, "NotoSansCJKjp-Regular", 1000, true, false },
        { "mincho", 3, "NotoSerifCJKjp-Regular", 1000, true, true },
        { "mincho", 4, "DejaVuSans", 2048, false, false },
    };
    struct world *world = *state;
    struct font_set *set = font_set_load("fonts/fonts.yaml", &world->diags);

    assert_non_null(set);
    assert_null(font_set_lookup(set, "no such stack"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct font_stack *stack = font_set_lookup(set, cases[i].stack);
        const struct font_face *face =
            font_stack_face(stack, cases[i].face, &world->diags);

        assert_int_equal(font_stack_count(stack), 5);
        assert_non_null(face);
        assert_ptr_equal(face,
                         font_stack_face(stack, cases[i].face, &world->diags));
        assert_string_equal(face->name, font_stack_name(stack, cases[i].face));
        assert_string_equal(face->ps_name, cases[i].ps_name);
        assert_int_equal(face->upem, cases[i].upem);
        assert_int_equal(face->is_cff, cases[i].is_cff);
        assert_int_equal(face->serif, cases[i].serif);
        assert_int_equal(face->ascent, 880);
        assert_int_equal(face->descent, 120);
        assert_true(face->bbox[0] <= 0 && face->bbox[2] >= 1000);
        assert_true(face->cap_height > 600 && face->cap_height < 900);
    }
    assert_int_equal(world->diags.count, 0);
    font_set_free(set);
}

static void test_coverage(void **state)
{
    struct world *world = *state;
    struct font_set *set = font_set_load("fonts/fonts.yaml", &world->diags);
    const struct font_face *face =
        font_stack_face(font_set_lookup(set, "gothic"), 0, &world->diags);
    int32_t box[4];

    assert_true(font_face_covers(face, 0x845B, 0));
    assert_true(font_face_covers(face, 0x845B, 0xE0100));
    assert_false(font_face_covers(face, 0x845B, 0xE01EF));
    assert_true(font_face_covers(face, 0x20B9F, 0));
    assert_false(font_face_covers(face, 0x1F600, 0));
    assert_false(font_face_covers(face, 0x10FFFF, 0));
    /* A guest serves what it is asked for and nothing else it has. */
    face = font_stack_face(font_set_lookup(set, "gothic"), 4, &world->diags);
    assert_true(font_face_covers(face, 0x2714, 0));
    assert_false(font_face_covers(face, 0x2611, 0));
    assert_false(font_face_covers(face, 0x0627, 0));
    assert_false(font_face_covers(face, 'A', 0));
    face = font_stack_face(font_set_lookup(set, "gothic"), 0, &world->diags);
    /* Gid 1 of a Japanese font is a space or has ink; 70000 is no glyph. */
    assert_false(
        font_face_ink(face, 70000, &box[0], &box[1], &box[2], &box[3]));
    font_set_free(set);
}

/* Check boxes: as wide as an em, in the em box of the words beside them. */
static void test_drawn(void **state)
{
    struct world *world = *state;
    struct font_set *set = font_set_load("fonts/fonts.yaml", &world->diags);
    struct font_stack *stack = font_set_lookup(set, "mincho");
    const struct font_face *base = font_stack_face(stack, 0, &world->diags);
    const struct font_face *face = font_stack_drawn(stack, &world->diags);
    int32_t box[4];

    assert_ptr_equal(face->base, base);
    assert_ptr_equal(font_stack_drawn(stack, &world->diags), face);
    assert_int_equal(face->ascent, base->ascent);
    assert_true(font_is_drawn(0x2612));
    assert_false(font_is_drawn(0x2613));
    assert_true(font_face_covers(face, 0x2610, 0));
    assert_false(font_face_covers(face, 0x2714, 0));
    assert_true(font_face_has(face, 3));
    assert_false(font_face_has(face, 4));
    assert_true(font_face_ink(face, 2, &box[0], &box[1], &box[2], &box[3]));
    assert_true(box[0] > 0 && box[1] < 1000);
    assert_true(box[2] > -face->descent && box[3] < face->ascent);
    assert_int_equal(box[0], 1000 - box[1]);
    assert_int_equal(font_face_drawing(face, 1)->count, 2);
    assert_int_equal(font_face_drawing(face, 2)->count, 3);
    assert_null(font_face_drawing(face, 4));
    assert_null(font_face_drawing(base, 1));
    assert_false(
        font_face_ink(base, face->blank, &box[0], &box[1], &box[2], &box[3]));
    font_set_free(set);
}

/* Each mistake alone: what the list says, what we say. */
static void test_broken_lists(void **state)
{
    static const struct {
        const char *text;
        const char *message;
        int line;
        const char *similar;
    } cases[] = {
        { "- a\n", "not a list of fonts", 1, NULL },
        { "faces: []\n", "'stacks' is missing", 1, NULL },
        { "faces: x\nstacks: {a: [x]}\n", "wrong kind of value for 'faces'", 1,
          NULL },
        { "faces:\n  - x\nstacks: {}\n", "wrong kind of value for 'faces'", 2,
          NULL },
        { "faces:\n  - {name: A}\nstacks: {}\n", "'file' is missing", 2, NULL },
        { "faces:\n  - {name: A, file: b, fil: c}\nstacks: {}\n",
          "unknown key 'fil'", 2, "file" },
        { "faces:\n  - {name: A, file: b, index: x}\nstacks: {}\n",
          "wrong number for 'index'", 2, NULL },
        { "faces:\n  - {name: A, file: b, crc32: 123456789}\nstacks: {}\n",
          "wrong number for 'crc32'", 2, NULL },
        { "faces:\n  - {name: A, file: b}\n  - {name: A, file: c}\n"
          "stacks: {}\n",
          "'A' is named twice", 3, NULL },
        { "faces:\n  - {name: Alpha, file: b}\nstacks:\n  s: [Alfa]\n",
          "no face 'Alfa'", 4, NULL },
        { "faces:\n  - {name: Gothic, file: b}\nstacks:\n  s: [Gothik]\n",
          "no face 'Gothik'", 4, "Gothic" },
        { "faces:\n  - {name: A, file: b}\nstacks:\n  s: A\n",
          "wrong kind of value for 's'", 4, NULL },
        { "faces:\n  - {name: A, file: b}\nstacks:\n  s: []\n",
          "wrong kind of value for 's'", 4, NULL },
    };
    struct world *world = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t first = world->diags.count;
        const struct diag *diag;

        assert_null(load_text(world, cases[i].text));
        assert_int_equal(world->diags.count, first + 1);
        assert_diag(world, first, DIAG_ERROR, "font-list", cases[i].message);
        diag = &world->diags.items[first];
        assert_int_equal(diag->at.line, cases[i].line);
        if (cases[i].similar)
            assert_string_equal(diag->similar, cases[i].similar);
    }
}

static void test_missing_files(void **state)
{
    struct world *world = *state;
    struct font_set *set;
    struct font_stack *stack;
    char text[512];

    assert_null(font_set_load("/nowhere/fonts.yaml", &world->diags));
    assert_diag(world, 0, DIAG_ERROR, "font-list", "/nowhere/fonts.yaml");
    snprintf(text, sizeof text,
             "faces:\n"
             "  - {name: One, file: /nowhere/one.ttf}\n"
             "  - {name: Two, file: two.ttf}\n"
             "  - {name: Three, file: %s, crc32: 1}\n"
             "  - {name: Four, file: /tmp}\n"
             "stacks:\n"
             "  all: [One, Two, Three, Four]\n",
             gothic_file);
    set = load_text(world, text);
    assert_non_null(set);
    stack = font_set_lookup(set, "all");
    for (int again = 0; again < 2; again++)
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(font_stack_face(stack, i, &world->diags) != NULL,
                             i == 2);
    assert_int_equal(world->diags.count, 5);
    assert_diag(world, 1, DIAG_ERROR, "font-file", "/nowhere/one.ttf");
    assert_int_equal(world->diags.items[1].at.line, 2);
    assert_diag(world, 2, DIAG_WARNING, "font-file", "/two.ttf");
    assert_diag(world, 3, DIAG_WARNING, "font-checksum", "BIZUDGothic");
    assert_non_null(strstr(world->diags.items[3].expected, "a22175e9"));
    assert_diag(world, 4, DIAG_WARNING, "font-file", "/tmp");
    font_set_free(set);
}

/* Opens font.ttf of the world; true when it was taken. */
static bool open_file(struct world *world)
{
    struct font_set *set = load_one(world);
    const struct font_face *face =
        font_stack_face(font_set_lookup(set, "only"), 0, &world->diags);
    bool taken = face != NULL;
    int32_t box[4];

    if (face)
        for (uint32_t c = 0x20; c < 0x3100; c += 7)
            if (font_face_covers(face, c, 0))
                font_face_ink(face, c % 200, &box[0], &box[1], &box[2],
                              &box[3]);
    font_set_free(set);
    return taken;
}

static void test_truncated_files(void **state)
{
    struct world *world = *state;
    size_t len;
    char *data = read_file(gothic_file, &len);
    static const size_t lengths[] = { 1, 4, 11, 12, 13, 100, 500, 4096, 65536 };

    write_file(world->file, data, 0);
    assert_false(open_file(world));
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        write_file(world->file, data, lengths[i]);
        assert_false(open_file(world));
    }
    for (int tenth = 1; tenth < 10; tenth++) {
        write_file(world->file, data, len * (size_t)tenth / 10);
        assert_false(open_file(world));
    }
    write_file(world->file, data, len - 4);
    assert_false(open_file(world));
    assert_int_equal(world->diags.errors, 20);
    assert_diag(world, 19, DIAG_ERROR, "font-file", "is cut off");
    write_file(world->file, data, len);
    assert_true(open_file(world));
    free(data);
}

/* Bytes changed at random in headers and tables: refused or used, no crash. */
static void test_garbage_files(void **state)
{
    struct world *world = *state;
    size_t len;
    char *data = read_file(gothic_file, &len);
    char *copy = malloc(len);
    uint32_t seed = 1;

    for (int round = 0; round < 40; round++) {
        size_t range = round % 2 ? len : 2000;

        memcpy(copy, data, len);
        for (int i = 0; i < 1 + round * 4; i++) {
            seed = seed * 1664525u + 1013904223u;
            copy[(seed >> 4) % range] = (char)(seed >> 24);
        }
        write_file(world->file, copy, len);
        open_file(world);
    }
    memset(copy, 0, len);
    write_file(world->file, copy, len);
    assert_false(open_file(world));
    write_file(world->file, "not a font at all, only words", 29);
    assert_false(open_file(world));
    free(copy);
    free(data);
}

/* The offset of a table in a font file. */
static size_t find_table(const char *data, const char *tag)
{
    const unsigned char *at = (const unsigned char *)data + 12;

    while (memcmp(at, tag, 4) != 0)
        at += 16;
    return (size_t)at[8] << 24 | (size_t)at[9] << 16 | (size_t)at[10] << 8 |
           at[11];
}

static void test_permissions(void **state)
{
    static const struct {
        char flags[2];
        bool taken;
    } cases[] = {
        { { 0x00, 0x00 }, true },  { { 0x00, 0x02 }, false },
        { { 0x00, 0x04 }, true },  { { 0x00, 0x08 }, true },
        { { 0x01, 0x08 }, false }, { { 0x02, 0x00 }, false },
        { { 0x00, 0x06 }, true },
    };
    struct world *world = *state;
    size_t len;
    char *data = read_file(gothic_file, &len);
    size_t at = find_table(data, "OS/2") + 8;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memcpy(data + at, cases[i].flags, 2);
        write_file(world->file, data, len);
        assert_int_equal(open_file(world), cases[i].taken);
    }
    assert_diag(world, 0, DIAG_ERROR, "font-file", "fsType 0x0002");
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_real_list, make_world, free_world),
        cmocka_unit_test_setup_teardown(test_coverage, make_world, free_world),
        cmocka_unit_test_setup_teardown(test_drawn, make_world, free_world),
        cmocka_unit_test_setup_teardown(test_broken_lists, make_world,
                                        free_world),
        cmocka_unit_test_setup_teardown(test_missing_files, make_world,
                                        free_world),
        cmocka_unit_test_setup_teardown(test_truncated_files, make_world,
                                        free_world),
        cmocka_unit_test_setup_teardown(test_garbage_files, make_world,
                                        free_world),
        cmocka_unit_test_setup_teardown(test_permissions, make_world,
                                        free_world),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
