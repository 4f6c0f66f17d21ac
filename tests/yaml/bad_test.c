/*
 * The bad sources: each has an error with a place, and each mended line that
 * is shown does mend: put in, that error is gone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "yaml/node.h"

static const struct node_options strict = { 0 };

static size_t indent_of(const char *line, size_t len)
{
    size_t at = 0;

    while (at < len && (line[at] == ' ' || line[at] == '-'))
        at++;
    return at;
}

/* Lines that hung on the mended one: the rest of its text. */
static bool is_continued(const struct diag *diag)
{
    return !strcmp(diag->rule, "yaml-multiline") ||
           !strcmp(diag->rule, "yaml-folded") ||
           !strcmp(diag->rule, "yaml-block-scalar");
}

/* The source with the mended line of a diagnostic put in. */
static struct source *mend(struct arena *arena, const struct source *source,
                           const struct diag *diag)
{
    struct bytes out = { 0 };
    struct source *mended;
    const char *line;
    size_t owner = 0;
    size_t len;
    bool inside = false;

    for (int i = 1; (line = source_line(source, i, &len)); i++) {
        size_t indent = indent_of(line, len);

        if (inside && (indent >= owner || !len))
            continue;
        /* The text of a complex key stands behind a colon of its own. */
        if (i == diag->at.line + 1 && !strcmp(diag->rule, "yaml-complex-key"))
            continue;
        inside = false;
        if (i == diag->at.line) {
            bytes_append_string(&out, diag->instead);
            inside = is_continued(diag);
            owner = line[indent_of(line, len) - 2] == '-' ? indent : indent + 1;
            if (strchr(diag->instead, ':'))
                owner = indent + 1;
        } else {
            bytes_append(&out, line, len);
        }
        bytes_append_char(&out, '\n');
    }
    mended = source_from_string(arena, source->name, (char *)out.data, out.len);
    bytes_free(&out);
    return mended;
}

static bool has_error(const struct diags *diags, const struct diag *error)
{
    for (size_t i = 0; i < diags->count; i++)
        if (!strcmp(diags->items[i].rule, error->rule) &&
            diags->items[i].at.line == error->at.line)
            return true;
    return false;
}

static void check_mended(struct arena *arena, const struct source *source,
                         const struct diags *diags, const struct diag *diag)
{
    struct source *mended = mend(arena, source, diag);
    struct diags left = diags_make(arena);

    node_read(arena, mended, &strict, &left);
    if (has_error(&left, diag) || left.errors >= diags->errors) {
        struct bytes out = { 0 };

        diags_print(&left, &out);
        print_error("%s: %s is not mended by:\n%s\n%.*s", source->name,
                    diag->rule, diag->instead, (int)out.len,
                    out.data ? (char *)out.data : "");
        bytes_free(&out);
        fail();
    }
}

static bool is_about_file(const struct diag *diag)
{
    return !strcmp(diag->rule, "yaml-utf8") ||
           !strcmp(diag->rule, "yaml-empty") ||
           !strcmp(diag->rule, "yaml-size");
}

static void check_file(const char *path)
{
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    struct source *source = source_load(arena, path, NODE_FILE_LIMIT);

    assert_non_null(source);
    node_read(arena, source, &strict, &diags);
    if (!diags.errors)
        print_error("%s: no error\n", path);
    assert_true(diags.errors > 0);
    for (size_t i = 0; i < diags.count; i++) {
        const struct diag *diag = &diags.items[i];

        assert_ptr_equal(diag->at.source, source);
        assert_true(diag->at.line > 0 || is_about_file(diag));
        assert_true(diag->width > 0);
        if (diag->instead)
            check_mended(arena, source, &diags, diag);
    }
    arena_free(arena);
}

static void test_corpus(void **state)
{
    glob_t files;

    (void)state;
    assert_int_equal(glob("tests/yaml/bad/*.yaml", 0, NULL, &files), 0);
    assert_true(files.gl_pathc >= 60);
    for (size_t i = 0; i < files.gl_pathc; i++)
        check_file(files.gl_pathv[i]);
    globfree(&files);
}

static void test_many_at_once(void **state)
{
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    struct source *source = source_load(
        arena, "tests/yaml/bad/many-mistakes-at-once.yaml", NODE_FILE_LIMIT);

    (void)state;
    assert_non_null(node_read(arena, source, &strict, &diags));
    assert_int_equal(diags.errors, 9);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus),
        cmocka_unit_test(test_many_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
