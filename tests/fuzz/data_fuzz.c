/*
 * The CSV and JSON readers of `prove`: an input with the parts "json", or
 * with all tables, of a document or, with a part "edition", of an edition.
 */
#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "fuzz/fuzz.h"
#include "fuzz/truth.h"
#include "prove/prove.h"

enum { TABLES = 8 };

static void prove_tables(struct fuzz_run *run, const struct fuzz_parts *parts,
                         const struct prove_truths *truths, bool edition)
{
    const struct source *files[TABLES];
    const char *id;

    for (size_t i = 0;
         i < TABLES && (id = prove_table_id(run->arena, truths->items[0], i));
         i++) {
        struct fuzz_part part = fuzz_lookup(parts, id);

        files[i] = source_from_string(run->arena, id, part.data, part.len);
    }
    prove_csv(truths, edition, fuzz_data_words(), files, &run->diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct fuzz_run run = { .arena = arena_new() };
    struct fuzz_parts parts = fuzz_split(run.arena, data, len);
    struct fuzz_part json = fuzz_lookup(&parts, "json");
    bool edition = fuzz_lookup(&parts, "edition").name;
    struct prove_truth *truth;
    struct prove_truths truths = { .count = 1, .capacity = 1 };

    run.diags = diags_make(run.arena);
    truth = fuzz_truth(&run);
    truths.items = &truth;
    if (json.name)
        prove_json(&truths, edition,
                   source_from_string(run.arena, "json", json.data, json.len),
                   &run.diags);
    else
        prove_tables(&run, &parts, &truths, edition);
    fuzz_tell(&run);
    arena_free(run.arena);
    return 0;
}
