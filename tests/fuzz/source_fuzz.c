/*
 * Sources: the strict reader, the record, and all outputs of what is sound.
 * Which form an input is of, its own words say; the last one takes the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "fuzz/fuzz.h"
#include "record/record.h"
#include "yaml/node.h"

static const char *const folders[] = {
    "tests/fixtures/forms/kohyo",  "tests/fixtures/forms/konzai",
    "tests/fixtures/forms/yomi",   "tests/fixtures/forms/burasage",
    "tests/fixtures/forms/chotai", "tests/fixtures/forms/hyodai",
    "templates/juten-mokuhyo",
};
enum { FORMS = sizeof folders / sizeof *folders };

static struct form *forms[FORMS];

static void load_forms(void)
{
    static struct diags diags;

    if (forms[0])
        return;
    diags = diags_make(arena_new());
    for (size_t i = 0; i < FORMS; i++)
        if (!(forms[i] = form_load(diags.arena, folders[i], &diags)))
            exit(3);
}

static const struct form *find_form(const struct node *root)
{
    for (size_t i = 0; i < FORMS; i++) {
        const struct node *name = record_form_name(root, forms[i]);

        if (name && !strcmp(name->value, forms[i]->name))
            return forms[i];
    }
    return forms[FORMS - 1];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct node_options strict = { .allow_flow = false };
    struct fuzz_run run = { .arena = arena_new() };
    const struct form *form;
    struct record *record;
    struct source *source;
    struct node *root;

    load_forms();
    run.diags = diags_make(run.arena);
    source =
        source_from_string(run.arena, "source.yaml", (const char *)data, len);
    root = node_read(run.arena, source, &strict, &run.diags);
    if (!root && !run.diags.errors)
        fuzz_fail("no tree", "and no message");
    if (root) {
        form = find_form(root);
        record =
            record_read(run.arena, root, form, form->stages[0].id, &run.diags);
        if (record && !run.diags.errors)
            fuzz_outputs(&run, form, &form->stages[0], record, fuzz_fonts(),
                         fuzz_chosen(data, len, 8));
    }
    fuzz_tell(&run);
    arena_free(run.arena);
    return 0;
}
