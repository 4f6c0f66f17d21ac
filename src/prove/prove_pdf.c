#include "base/arena.h"
#include "base/source.h"
#include "prove/pdf.h"

bool prove_pdf(struct prove_truth *truth, const struct source *source,
               struct diags *diags)
{
    struct proof proof = {
        .arena = truth->arena,
        .diags = diags,
        .file = source,
        .format = "PDF",
    };
    struct prove_reading reading = { 0 };
    struct pdf_file file;

    proof_begin(truth);
    if (pdf_open(&file, &proof)) {
        pdf_read_tree(&file, &reading);
        if (!file.unread)
            proof_compare(&proof, truth, &reading);
    }
    pdf_close(&file);
    bytes_free(&reading.words);
    if (!proof.faults)
        proof_check_lines(&proof, truth);
    return proof_end(&proof);
}
