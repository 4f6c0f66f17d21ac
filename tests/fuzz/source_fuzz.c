/*
 * Sources: the strict reader, the record, and all outputs of what is sound.
 * Which form an input is of, its own words say; the last one takes the rest.
 */
#include "base/arena.h"
#include "form/form.h"
#include "fuzz/fuzz.h"
#include "record/record.h"
#include "yaml/node.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct node_options strict = { .allow_flow = false };
    struct fuzz_run run = { .arena = arena_new() };
    const struct form *form;
    struct record *record;
    struct source *source;
    struct node *root;

    run.diags = diags_make(run.arena);
    source =
        source_from_string(run.arena, "source.yaml", (const char *)data, len);
    root = node_read(run.arena, source, &strict, &run.diags);
    if (!root && !run.diags.errors)
        fuzz_fail("no tree", "and no message");
    if (root) {
        form = fuzz_find_form(root);
        record =
            record_read(run.arena, root, form, form->stages[0].id, &run.diags);
        if (record && !run.diags.errors)
            fuzz_outputs(&run, &form->stages[0], record, fuzz_fonts(),
                         fuzz_chosen(data, len, 8));
    }
    fuzz_tell(&run);
    arena_free(run.arena);
    return 0;
}
