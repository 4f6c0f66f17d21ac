#include <string.h>

#include "base/arena.h"
#include "base/message.h"
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

/* ---- books --------------------------------------------------------------- */

/*
 * A part of a book as if it were alone; false when its first cell is not of
 * the document `prefix`, "ID/". Cells of others in it keep their addresses.
 */
static bool take_part(struct proof *proof, const struct prove_reading *book,
                      const struct prove_part *part, const char *prefix,
                      struct prove_reading *out)
{
    size_t skip = strlen(prefix);

    *out = (struct prove_reading){ 0 };
    if (part->first == part->last ||
        strncmp(book->cells.items[part->first].address, prefix, skip))
        return false;
    out->words.data = book->words.data + part->start;
    out->words.len = part->end - part->start;
    for (size_t i = part->first; i < part->last; i++) {
        struct prove_cell cell = book->cells.items[i];

        if (!strncmp(cell.address, prefix, skip))
            cell.address += skip;
        cell.start -= part->start;
        cell.end -= part->start;
        *LIST_ADD(proof->arena, &out->cells) = cell;
    }
    return true;
}

/* The part of a document, which must be the one at `at`. */
static void compare_part(struct proof *proof, struct prove_truth *truth,
                         const struct prove_reading *book, size_t at)
{
    struct prove_reading reading;

    proof_begin(truth);
    proof->prefix = arena_printf(proof->arena, "%s/", truth->document.id);
    if (at >= book->parts.count ||
        !take_part(proof, book, &book->parts.items[at], proof->prefix,
                   &reading)) {
        proof_fault(proof, _("is not at its place in the book"));
        return;
    }
    proof_compare(proof, truth, &reading);
    if (!proof->faults)
        proof_check_lines(proof, truth);
}

bool prove_book(const struct prove_truths *truths, const struct source *source,
                struct diags *diags)
{
    struct proof proof = {
        .arena = truths->items[0]->arena,
        .diags = diags,
        .file = source,
        .format = "PDF",
    };
    struct prove_reading book = { 0 };
    struct pdf_file file;
    const size_t own = 1; /* cover and contents come first */

    if (pdf_open(&file, &proof)) {
        pdf_read_tree(&file, &book);
        for (size_t i = 0; i < truths->count && !file.unread; i++)
            compare_part(&proof, truths->items[i], &book, own + i);
        proof.prefix = NULL;
        if (!file.unread && book.parts.count > own + truths->count)
            proof_fault(&proof, _("the book has more parts than documents"));
    }
    pdf_close(&file);
    bytes_free(&book.words);
    return proof_end(&proof);
}
