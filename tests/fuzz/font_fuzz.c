/*
 * Font files: opened, judged, and a small sheet set, written as PDF and
 * drawn with them. What the file has no glyph for, a sound face serves.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "font/font.h"
#include "form/form.h"
#include "fuzz/fuzz.h"
#include "record/record.h"

enum { SOURCE_LIMIT = 1 << 20 };

static struct form *form;
static struct source *source;

static void load_once(void)
{
    static struct diags diags;

    if (form)
        return;
    diags = diags_make(arena_new());
    form = form_load(diags.arena, "tests/fixtures/forms/konzai", &diags);
    source = source_load(diags.arena, "tests/fuzz/font.yaml", SOURCE_LIMIT);
    if (!form || !source)
        exit(3);
}

/* All stacks are the input's face and, behind it, a sound one. */
static void write_list(struct fuzz_run *run)
{
    char *list = arena_printf(
        run->arena,
        "faces:\n"
        "  - {name: A, file: %s/font}\n"
        "  - {name: B, file: /usr/share/fonts/truetype/bizud-gothic/"
        "BIZUDGothic-Regular.ttf}\n"
        "stacks:\n"
        "  gothic: [A, B]\n  gothic-bold: [A, B]\n  mincho: [A, B]\n",
        fuzz_folder());

    fuzz_write("fonts.yaml", list, strlen(list));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct fuzz_run run = { .arena = arena_new() };
    struct font_set *fonts;
    struct record *record;

    load_once();
    run.diags = diags_make(run.arena);
    write_list(&run);
    fuzz_write("font", data, len);
    fonts = font_set_load(
        arena_printf(run.arena, "%s/fonts.yaml", fuzz_folder()), &run.diags);
    record = fuzz_read(&run, source->data, source->len, form, &form->stages[0]);
    if (!fonts || !record)
        fuzz_fail("font", "the sound parts are not sound");
    fuzz_outputs(&run, &form->stages[0], record, fonts, true);
    fuzz_tell(&run);
    font_set_free(fonts);
    arena_free(run.arena);
    return 0;
}
