/*
 * The examples of docs/ are true: blocks whose first line is "# NAME.yaml"
 * are taken out and read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "form/form.h"
#include "record/record.h"
#include "yaml/node.h"

/* The block of a page that begins with "# name", in the arena. */
static char *find_block(struct arena *arena, const char *page, const char *name)
{
    struct source *source = source_load(arena, page, NODE_FILE_LIMIT);
    char *head = arena_printf(arena, "```yaml\n# %s\n", name);
    const char *start;
    const char *end;

    assert_non_null(source);
    start = strstr(source->data, head);
    assert_non_null(start);
    start += strlen("```yaml\n");
    end = strstr(start, "```");
    assert_non_null(end);
    return arena_copy(arena, start, (size_t)(end - start));
}

static void write_file(struct arena *arena, const char *folder,
                       const char *name, const char *text)
{
    FILE *file = fopen(arena_printf(arena, "%s/%s", folder, name), "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Fails and shows the messages when there are any. */
static void assert_clean(struct diags *diags)
{
    struct bytes out = { 0 };

    diags_print(diags, &out);
    if (out.len)
        fail_msg("%.*s", (int)out.len, (const char *)out.data);
    bytes_free(&out);
}

static void assert_source(struct arena *arena, const struct form *form,
                          const char *stage, const char *text)
{
    static const struct node_options strict = { 0 };
    struct diags diags = diags_make(arena);
    struct source *source =
        source_from_string(arena, "example", text, strlen(text));
    struct node *root = node_read(arena, source, &strict, &diags);

    assert_non_null(root);
    assert_non_null(record_read(arena, root, form, stage, &diags));
    assert_clean(&diags);
}

static void test_templates_page(void **state)
{
    static const char *const names[] = { "fields.yaml", "ichiran.yaml" };
    const char *page = "docs/templates.md";
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    char folder[] = "/tmp/chosho-docs-XXXXXX";
    struct form *form;

    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 2; i++)
        write_file(arena, folder, names[i], find_block(arena, page, names[i]));
    form = form_load(arena, folder, &diags);
    for (size_t i = 0; i < 2; i++)
        unlink(arena_printf(arena, "%s/%s", folder, names[i]));
    rmdir(folder);
    assert_clean(&diags);
    assert_non_null(form);
    assert_source(arena, form, "ichiran",
                  find_block(arena, page, "source.yaml"));
    arena_free(arena);
}

static void test_sources_page(void **state)
{
    const char *page = "docs/sources.md";
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    struct form *form = form_load(arena, "templates/juten-mokuhyo", &diags);
    struct form *edition =
        form_load_fields(arena, "templates/edition/fields.yaml", &diags);

    (void)state;
    assert_clean(&diags);
    assert_source(arena, form, NULL, find_block(arena, page, "seisaku.yaml"));
    assert_source(arena, edition, NULL,
                  find_block(arena, page, "edition.yaml"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_templates_page),
        cmocka_unit_test(test_sources_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
