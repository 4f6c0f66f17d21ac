/*
 * Tables against the record. Rows are found by their keys: document, numbers
 * of records, and for a line its field and place.
 */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/source.h"
#include "prove/csv.h"
#include "prove/prove_table.h"
#include "record/record.h"

struct comparing {
    struct proof *proof;
    struct arena *arena;
    const struct table *table;
    bool edition;
    const struct form_data_words *words;
    struct csv csv;
    struct table_rows rows;
};

/* A cell for messages: the value's address, else row and column. */
static const char *address_of(const struct comparing *comparing,
                              const struct table_row *row,
                              const struct table_cell *cell)
{
    const char *place = cell->line ? cell->line->address : NULL;
    const char *record = record_address(comparing->arena, row->record);

    if (!place)
        place = arena_printf(comparing->arena, "%s%s%s", record,
                             *record ? "/" : "", cell->name);
    return comparing->edition ? arena_printf(comparing->arena, "%s/%s",
                                             row->truth->document.id, place)
                              : place;
}

/* What a cell of the file says becomes the line's. */
static void take(const struct comparing *comparing,
                 const struct table_cell *cell, const char *got)
{
    struct prove_line *line = cell->line;
    struct arena *arena = comparing->arena;

    if (!line || cell->take == TABLE_NOTHING)
        return;
    if (cell->take == TABLE_NOTATION)
        got = value_without_languages(arena, got);
    if (cell->take != TABLE_MARKER && line->found && line->marker)
        line->found = arena_printf(arena, "%s%s", line->found, got);
    else
        line->found = arena_strdup(arena, got);
}

static void compare_cell(const struct comparing *comparing,
                         const struct table_row *row,
                         const struct table_cell *cell, char *got)
{
    struct proof *proof = comparing->proof;
    const char *address = address_of(comparing, row, cell);
    const char *said = got;

    if (!cell->number && !csv_unmask(got))
        proof_fault(proof, _("%s: a spreadsheet takes this for a formula"),
                    address);
    if (cell->take == TABLE_NOTATION)
        said = value_read_notation(comparing->arena, got);
    proof_expect(proof, address, cell->want, said);
    take(comparing, cell, said);
}

/* True for a key's words, or these behind the apostrophe of a formula. */
static bool says(const char *got, const char *want)
{
    return !strcmp(got, want) || (*got == '\'' && !strcmp(got + 1, want));
}

static bool same_key(const struct table_cells *cells,
                     const struct csv_line *line)
{
    for (size_t i = 0; i < cells->count; i++)
        if (cells->items[i].key && !says(line->items[i], cells->items[i].want))
            return false;
    return true;
}

/* The columns; false when rows cannot be compared. */
static bool compare_columns(const struct comparing *comparing)
{
    const struct table_row columns = { .truth =
                                           comparing->rows.items[0].truth };
    struct table_cells cells = table_fill(comparing->arena, comparing->table,
                                          comparing->words, &columns);
    const struct csv *csv = &comparing->csv;
    size_t faults = comparing->proof->faults;

    if (!csv->count || csv->items[0].count != cells.count) {
        proof_fault(comparing->proof, _("%zu columns, not %zu"),
                    csv->count ? csv->items[0].count : 0, cells.count);
        return false;
    }
    for (size_t i = 0; i < cells.count; i++) {
        csv_unmask(csv->items[0].items[i]);
        proof_expect(comparing->proof, _("the columns' names"),
                     cells.items[i].name, csv->items[0].items[i]);
    }
    return comparing->proof->faults == faults;
}

/* The next line of the file with the row's key, or its count. */
static size_t find_line(const struct comparing *comparing,
                        const struct table_cells *cells, size_t from)
{
    while (from < comparing->csv.count &&
           !same_key(cells, &comparing->csv.items[from]))
        from++;
    return from;
}

static void report_extra(const struct comparing *comparing, size_t from,
                         size_t to)
{
    for (; from < to; from++)
        proof_fault(comparing->proof,
                    _("row %zu: no row of the source, or not at its place"),
                    from + 1);
}

static void report_missing(const struct comparing *comparing,
                           const struct table_row *row,
                           const struct table_cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        if (cells->items[i].take != TABLE_NOTHING && *cells->items[i].want)
            proof_expect(comparing->proof,
                         address_of(comparing, row, &cells->items[i]),
                         cells->items[i].want, "");
}

static void compare_rows(struct comparing *comparing)
{
    size_t next = 1;

    for (size_t r = 0; r < comparing->rows.count; r++) {
        const struct table_row *row = &comparing->rows.items[r];
        struct table_cells cells = table_fill(
            comparing->arena, comparing->table, comparing->words, row);
        size_t line = find_line(comparing, &cells, next);

        if (line == comparing->csv.count) {
            report_missing(comparing, row, &cells);
            continue;
        }
        report_extra(comparing, next, line);
        for (size_t i = 0; i < cells.count; i++)
            compare_cell(comparing, row, &cells.items[i],
                         comparing->csv.items[line].items[i]);
        next = line + 1;
    }
    report_extra(comparing, next, comparing->csv.count);
}

static void compare_table(struct comparing *comparing,
                          const struct prove_truths *truths)
{
    for (size_t i = 0; i < truths->count; i++)
        table_add_rows(comparing->arena, comparing->table, truths->items[i],
                       &comparing->rows);
    if (!comparing->rows.count) /* no line in any document */
        *LIST_ADD(comparing->arena, &comparing->rows) =
            (struct table_row){ .truth = truths->items[0] };
    if (!compare_columns(comparing))
        return;
    if (!comparing->rows.items[0].record)
        comparing->rows.count = 0;
    compare_rows(comparing);
}

static bool prove_table(const struct prove_truths *truths, bool edition,
                        const struct table *table,
                        const struct form_data_words *words,
                        struct proof *proof)
{
    struct comparing comparing = {
        .proof = proof,
        .arena = proof->arena,
        .table = table,
        .edition = edition,
        .words = words,
        .csv = csv_read(proof->arena, proof->file),
    };

    if (comparing.csv.wrong)
        proof_fault(proof, _("cannot be read as CSV: row %zu: %s"),
                    comparing.csv.line, _(comparing.csv.wrong));
    else
        compare_table(&comparing, truths);
    return !proof->faults;
}

const char *prove_table_id(struct arena *arena, const struct prove_truth *truth,
                           size_t table)
{
    struct tables tables = table_list(arena, truth);

    return table < tables.count ? tables.items[table].id : NULL;
}

bool prove_csv(const struct prove_truths *truths, bool edition,
               const struct form_data_words *words,
               const struct source *const *files, struct diags *diags)
{
    struct arena *arena = truths->items[0]->arena;
    struct tables tables = table_list(arena, truths->items[0]);
    bool good = true;

    for (size_t i = 0; i < truths->count; i++)
        proof_begin(truths->items[i]);
    for (size_t i = 0; i < tables.count; i++) {
        struct proof proof = {
            .arena = arena,
            .diags = diags,
            .file = files[i],
            .format = "CSV",
        };

        prove_table(truths, edition, &tables.items[i], words, &proof);
        if (good && i + 1 == tables.count && !proof.faults)
            for (size_t t = 0; t < truths->count; t++)
                proof_check_lines(&proof, truths->items[t]);
        good &= proof_end(&proof);
    }
    return good;
}
