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
    struct prove_truth *truth;

    run.diags = diags_make(run.arena);
    truth = fuzz_truth(&run);
    prove_html(truth, false, file, &run.diags);
    prove_html(truth, true, file, &run.diags);
    fuzz_tell(&run);
    arena_free(run.arena);
    return 0;
}
