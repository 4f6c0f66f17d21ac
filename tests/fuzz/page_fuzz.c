/* The HTML reader of `prove`: a page, or a fragment. */
#include "base/arena.h"
#include "base/source.h"
#include "fuzz/fuzz.h"
#include "fuzz/truth.h"
#include "prove/prove.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct fuzz_run run = { .arena = arena_new() };
    const struct source *file =
        source_from_string(run.arena, "kohyo.html", (const char *)data, len);
    const struct form_web_words *words = fuzz_web_words();
    struct prove_page page = { .path = "/dev/null/kohyo.html" };
    struct prove_pages pages = { &page, 1, 1 };
    struct prove_truth *truth;

    run.diags = diags_make(run.arena);
    page.truth = truth = fuzz_truth(&run);
    prove_html(truth, words, false, file, &run.diags);
    prove_html(truth, words, true, file, &run.diags);
    prove_links(run.arena, &pages, words, page.path, file, &run.diags);
    fuzz_tell(&run);
    arena_free(run.arena);
    return 0;
}
