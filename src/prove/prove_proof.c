/* Differences: what is compared, and how a person is told. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/span.h"
#include "base/utf8.h"
#include "prove/inside.h"

/* A file of another document differs everywhere: some cells will do. */
enum { FAULTS_SHOWN = 20 };

/* ---- messages ------------------------------------------------------------ */

void proof_fault(struct proof *proof, const char *format, ...)
{
    struct position at = { .source = proof->file };
    va_list args;
    char *message;

    if (proof->faults++ >= FAULTS_SHOWN)
        return;
    va_start(args, format);
    message = arena_vprintf(proof->arena, format, args);
    va_end(args);
    /* Addresses and links come from the file: no line is to be made up. */
    for (char *c = message; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    diag_add(proof->diags, DIAG_ERROR, "prove", at, "%s%s",
             proof->prefix ? proof->prefix : "", message);
}

enum { BEFORE = 12, BEHIND = 28 }; /* characters shown around a difference */

/* The first byte of the character at which two strings begin to differ. */
static size_t first_difference(const char *a, const char *b)
{
    size_t at = 0;

    while (a[at] && a[at] == b[at])
        at++;
    while (at && ((unsigned char)a[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* The words around `at`; what cannot be shown becomes a space or "?". */
static char *excerpt(struct arena *arena, const char *words, size_t at)
{
    size_t len = strlen(words);
    struct bytes out = { 0 };
    size_t start = at;
    size_t n;
    char *shown;

    for (int i = 0; i < BEFORE && start; i++)
        for (start--; start && ((unsigned char)words[start] & 0xC0) == 0x80;)
            start--;
    if (start)
        bytes_append_string(&out, "...");
    for (int i = 0; i < BEFORE + BEHIND && start < len; i++, start += n) {
        uint32_t c = utf8_decode(words + start, len - start, &n);

        if (c == UTF8_BAD)
            bytes_append_char(&out, '?');
        else if (c < 0x20 || c == 0x7F)
            bytes_append_char(&out, ' ');
        else
            bytes_append(&out, words + start, n);
    }
    if (start < len)
        bytes_append_string(&out, "...");
    shown = arena_copy(arena, (const char *)out.data, out.len);
    bytes_free(&out);
    return shown;
}

void proof_differ(struct proof *proof, const char *address, const char *want,
                  const char *got)
{
    size_t at = first_difference(want, got);

    proof_fault(proof, _("%s: source \"%s\", but %s \"%s\""), address,
                excerpt(proof->arena, want, at), proof->format,
                excerpt(proof->arena, got, at));
}

bool proof_expect(struct proof *proof, const char *address, const char *want,
                  const char *got)
{
    if (!strcmp(want, got))
        return true;
    proof_differ(proof, address, want, got);
    return false;
}

/* ---- cells --------------------------------------------------------------- */

static int compare_cells(const void *a, const void *b)
{
    const struct prove_cell *x = *(const struct prove_cell *const *)a;
    const struct prove_cell *y = *(const struct prove_cell *const *)b;

    return strcmp(x->address, y->address);
}

/* The cells of a reading by address, as pointers. */
static const struct prove_cell **sort_cells(struct arena *arena,
                                            const struct prove_cells *cells)
{
    const struct prove_cell **order =
        arena_calloc(arena, cells->count + 1, sizeof *order);

    for (size_t i = 0; i < cells->count; i++)
        order[i] = &cells->items[i];
    if (cells->count)
        qsort(order, cells->count, sizeof *order, compare_cells);
    return order;
}

static char *words_of(struct arena *arena, const struct prove_reading *reading,
                      const struct prove_cell *cell)
{
    size_t len = cell->end - cell->start;

    if (!len) /* there may be no words at all */
        return arena_strdup(arena, "");
    return arena_copy(arena, (const char *)reading->words.data + cell->start,
                      len);
}

/* What only one of both has. Both lists are in the order of addresses. */
static void compare_sorted(struct proof *proof, const struct prove_truth *truth,
                           const struct prove_reading *reading)
{
    const struct prove_cells *wanted = &truth->outline.cells;
    const struct prove_cell **want = sort_cells(proof->arena, wanted);
    const struct prove_cell **got = sort_cells(proof->arena, &reading->cells);
    size_t w = 0;
    size_t g = 0;

    while (w < wanted->count || g < reading->cells.count) {
        int order = w == wanted->count ? 1
                    : g == reading->cells.count
                        ? -1
                        : strcmp(want[w]->address, got[g]->address);

        if (order < 0) {
            proof_fault(
                proof, _("%s: source \"%s\", but %s has no such cell"),
                want[w]->address,
                excerpt(proof->arena,
                        words_of(proof->arena, &truth->outline, want[w]), 0),
                proof->format);
            w++;
        } else if (order > 0) {
            bool twice = g && !strcmp(got[g - 1]->address, got[g]->address);

            proof_fault(proof,
                        twice ? _("%s: stands in the %s twice")
                              : _("%s: no cell of the source, but of the %s"),
                        got[g]->address, proof->format);
            g++;
        } else {
            if (want[w]->inner)
                proof_expect(proof, want[w]->address,
                             words_of(proof->arena, &truth->outline, want[w]),
                             words_of(proof->arena, reading, got[g]));
            w++;
            g++;
        }
    }
}

static void compare_order(struct proof *proof, const struct prove_truth *truth,
                          const struct prove_reading *reading)
{
    for (size_t i = 0; i < truth->outline.cells.count; i++) {
        const char *want = truth->outline.cells.items[i].address;

        if (!strcmp(want, reading->cells.items[i].address))
            continue;
        proof_fault(proof, _("%s: is not read at its place, but %s is"), want,
                    reading->cells.items[i].address);
        return;
    }
}

/* ---- the source's words -------------------------------------------------- */

static int compare_leaf(const void *a, const void *b)
{
    const struct prove_leaf *want = a;
    const struct prove_leaf *leaf = b;

    if (want->utf8 != leaf->utf8)
        return (uintptr_t)want->utf8 < (uintptr_t)leaf->utf8 ? -1 : 1;
    return want->reading - leaf->reading;
}

/* Takes a span out of a file's words, which are the truth's by now. */
static void take_span(const struct prove_truth *truth,
                      const struct prove_reading *reading,
                      const struct span *span, bool is_reading,
                      struct bytes *out)
{
    struct prove_leaf want = { .utf8 = span->utf8, .reading = is_reading };
    const struct prove_leaf *leaf =
        truth->leaves.count
            ? bsearch(&want, truth->leaves.items, truth->leaves.count,
                      sizeof want, compare_leaf)
            : NULL;

    if (leaf)
        bytes_append(out, reading->words.data + leaf->start,
                     leaf->end - leaf->start);
}

static void take_text(const struct prove_truth *truth,
                      const struct prove_reading *reading,
                      const struct text *text, struct bytes *out)
{
    for (size_t i = 0; text && i < text->count; i++) {
        const struct span *span = &text->items[i];

        if (!span->len)
            continue;
        take_span(truth, reading, span, false, out);
        if (!span->ruby)
            continue;
        bytes_append_char(out, PROVE_READING);
        take_span(truth, reading, span, true, out);
        bytes_append_char(out, PROVE_READING);
    }
}

static void take_lines(struct prove_truth *truth,
                       const struct prove_reading *reading)
{
    struct bytes words = { 0 };

    for (size_t i = 0; i < truth->lines.count; i++) {
        struct prove_line *line = &truth->lines.items[i];

        words.len = 0;
        take_text(truth, reading, line->marker, &words);
        take_text(truth, reading, line->text, &words);
        if (words.len)
            line->found =
                arena_copy(truth->arena, (const char *)words.data, words.len);
    }
    bytes_free(&words);
}

/* The innermost label or cell around an offset of the truth's words. */
static const struct prove_cell *find_cell(const struct prove_cells *cells,
                                          size_t offset)
{
    for (size_t i = cells->count; i--;)
        if (cells->items[i].start <= offset && offset < cells->items[i].end)
            return &cells->items[i];
    return NULL;
}

/* All words, those of labels among them; true when they are the same. */
static bool compare_words(struct proof *proof, const struct prove_truth *truth,
                          const struct prove_reading *reading)
{
    const struct bytes *want = &truth->outline.words;
    const struct bytes *got = &reading->words;
    const struct prove_cell *cell;
    size_t at = 0;
    size_t start;

    while (at < want->len && at < got->len && want->data[at] == got->data[at])
        at++;
    if (at == want->len && at == got->len)
        return true;
    cell = find_cell(&truth->labels, at);
    cell = cell ? cell : find_cell(&truth->outline.cells, at);
    start = cell ? cell->start : at;
    while (start && (want->data[start] & 0xC0) == 0x80)
        start--;
    proof_differ(
        proof, cell ? cell->address : _("outside of the cells"),
        arena_copy(proof->arena, (const char *)want->data + start,
                   (cell ? cell->end : want->len) - start),
        arena_copy(proof->arena,
                   start < got->len ? (const char *)got->data + start : "",
                   start < got->len ? got->len - start : 0));
    return false;
}

bool proof_compare_words(struct proof *proof, const struct prove_truth *truth,
                         const struct prove_reading *reading)
{
    size_t faults = proof->faults;

    compare_sorted(proof, truth, reading);
    if (proof->faults == faults)
        compare_order(proof, truth, reading);
    return proof->faults == faults && compare_words(proof, truth, reading);
}

void proof_compare(struct proof *proof, struct prove_truth *truth,
                   const struct prove_reading *reading)
{
    if (proof_compare_words(proof, truth, reading))
        take_lines(truth, reading);
}

void proof_begin(struct prove_truth *truth)
{
    for (size_t i = 0; i < truth->lines.count; i++)
        truth->lines.items[i].found = NULL;
}

void proof_check_lines(struct proof *proof, const struct prove_truth *truth)
{
    for (size_t i = 0; i < truth->lines.count; i++) {
        const struct prove_line *line = &truth->lines.items[i];

        if (!line->found)
            proof_fault(proof, _("%s: source \"%s\", but %s has no such cell"),
                        line->address, excerpt(proof->arena, line->words, 0),
                        proof->format);
        else
            proof_expect(proof, line->address, line->words, line->found);
    }
}

bool proof_end(struct proof *proof)
{
    struct position at = { .source = proof->file };
    size_t more =
        proof->faults > FAULTS_SHOWN ? proof->faults - FAULTS_SHOWN : 0;

    if (more)
        diag_add(proof->diags, DIAG_ERROR, "prove", at,
                 ngettext("and %zu more difference", "and %zu more differences",
                          more),
                 more);
    return !proof->faults;
}
