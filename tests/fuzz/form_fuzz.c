/*
 * Templates: a form's files and a source of it in one input. Each stage that
 * can be loaded is made into all outputs.
 */
#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "fuzz/fuzz.h"
#include "record/record.h"

static const char source_name[] = "source";

static void run_stages(struct fuzz_run *run, const struct fuzz_parts *parts,
                       const struct form *form, bool all)
{
    struct fuzz_part part = fuzz_lookup(parts, source_name);

    for (size_t i = 0; i < form->stage_count && i < 2; i++) {
        const struct form_stage *stage = &form->stages[i];
        struct record *record;

        run->diags = diags_make(run->arena);
        record = fuzz_read(run, part.data, part.len, form, stage);
        if (record)
            fuzz_outputs(run, stage, record, fuzz_fonts(), all);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct fuzz_run run = { .arena = arena_new() };
    struct fuzz_parts parts = fuzz_split(run.arena, data, len);
    struct form *form;

    run.diags = diags_make(run.arena);
    for (size_t i = 0; i < parts.count && i < 8; i++)
        if (strcmp(parts.items[i].name, source_name))
            fuzz_write(parts.items[i].name, parts.items[i].data,
                       parts.items[i].len);
    form = form_load(run.arena, fuzz_folder(), &run.diags);
    if (!form && !run.diags.errors)
        fuzz_fail("no form", "and no message");
    if (form)
        run_stages(&run, &parts, form, fuzz_chosen(data, len, 4));
    fuzz_tell(&run);
    fuzz_sweep();
    arena_free(run.arena);
    return 0;
}
