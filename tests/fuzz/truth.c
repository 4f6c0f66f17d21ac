#include "fuzz/truth.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/source.h"
#include "form/data.h"
#include "form/form.h"
#include "form/web.h"
#include "fuzz/fuzz.h"
#include "prove/prove.h"
#include "record/record.h"
#include "sheet/sheet.h"

enum { SOURCE_LIMIT = 1 << 20 };

static struct form *form;
static struct source *source;
static const struct form_data_words *words;
static const struct form_web_words *web_words;

static void load_once(void)
{
    static struct diags diags;

    if (form)
        return;
    diags = diags_make(arena_new());
    form = form_load(diags.arena, "tests/fixtures/forms/kohyo", &diags);
    source = source_load(diags.arena, "tests/fixtures/forms/sources/kohyo.yaml",
                         SOURCE_LIMIT);
    words = form_load_data_words(diags.arena, "templates/data.yaml", &diags);
    web_words = form_load_web_words(diags.arena, "templates/web.yaml", &diags);
    if (!form || !source || !words || !web_words)
        exit(3);
}

const struct form_data_words *fuzz_data_words(void)
{
    load_once();
    return words;
}

const struct form_web_words *fuzz_web_words(void)
{
    load_once();
    return web_words;
}

struct prove_truth *fuzz_truth(struct fuzz_run *run)
{
    struct prove_document document = { .id = "kohyo", .source = "kohyo.yaml" };
    struct record *record;

    load_once();
    record = fuzz_read(run, source->data, source->len, form, &form->stages[0]);
    if (!record)
        fuzz_fail("truth", "the sound source is not sound");
    document.sheet =
        sheet_bind(run->arena, record, &form->stages[0], &run->diags);
    return prove_truth_make(run->arena, &document);
}
