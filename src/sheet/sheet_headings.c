/*
 * The headings of a sheet.
 *
 * An address such as "LIST[1]/LIST[2]/FIELD" says whose field a heading
 * shows: as many slashes, so deep is its record. In front of a title stand
 * the numbers of its row, in front of a row header its marker.
 */
#include <string.h>

#include "base/arena.h"
#include "sheet/sheet.h"

struct listing {
    struct arena *arena;
    struct sheet_headings headings;
};

static void add_heading(struct listing *listing, struct sheet_heading heading)
{
    struct sheet_headings *headings = &listing->headings;
    int most =
        headings->count ? headings->items[headings->count - 1].level + 1 : 1;

    if (!text_length(&heading.title) || heading.level < 1)
        return;
    if (heading.level > most)
        heading.level = most;
    *LIST_ADD(listing->arena, headings) = heading;
}

static int record_depth(const char *address)
{
    int depth = 0;

    for (; *address; address++)
        depth += *address == '/';
    return depth;
}

/* Adds what was made by rule, which is a number where nothing else stands. */
static void add_number(struct arena *arena, const struct text *words,
                       struct text *number)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].origin != SPAN_GENERATED)
            return;
    text_add_all(arena, number, words);
}

/* What a cell begins with; details may follow below. */
static struct text first_words(const struct sheet_cell *cell)
{
    for (size_t i = 0; i < cell->paragraph_count; i++)
        if (text_length(&cell->paragraphs[i]->text))
            return cell->paragraphs[i]->text;
    return (struct text){ 0 };
}

static void add_cell(struct listing *listing, const struct sheet_cell *cell,
                     struct text number)
{
    for (size_t i = 0; i < cell->paragraph_count; i++)
        if (cell->paragraphs[i]->marker.count) {
            number = (struct text){ 0 };
            text_add_all(listing->arena, &number, &cell->paragraphs[i]->marker);
            break;
        }
    add_heading(listing, (struct sheet_heading){
                             .level = record_depth(cell->address),
                             .number = number,
                             .title = first_words(cell),
                             .address = cell->address,
                             .cell = cell,
                         });
}

static void add_row(struct listing *listing, const struct sheet_row *row)
{
    bool heads = row->form->role == FORM_ROW_HEADING ||
                 row->form->role == FORM_ROW_SECTION;
    struct text number = { 0 };

    for (size_t c = 0; c < row->cell_count; c++) {
        const struct sheet_cell *cell = &row->cells[c];
        enum form_role role = cell->form->role;

        if (heads && role == FORM_ROLE_LABEL && cell->paragraph_count)
            add_number(listing->arena, &cell->paragraphs[0]->text, &number);
        if ((heads && role == FORM_ROLE_TITLE) ||
            role == FORM_ROLE_ROW_HEADER) {
            add_cell(listing, cell, number);
            number = (struct text){ 0 };
        }
    }
}

static void add_blocks(struct listing *listing,
                       const struct sheet_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct sheet_block *block = &blocks->items[i];

        if (block->paragraph && !strcmp(block->form->role, "title"))
            add_heading(listing, (struct sheet_heading){
                                     .level = 1 + record_depth(block->address),
                                     .number = block->paragraph->marker,
                                     .title = block->paragraph->text,
                                     .address = block->address,
                                 });
        for (size_t r = 0; block->table && r < block->table->row_count; r++)
            add_row(listing, &block->table->rows[r]);
        if (block->blocks)
            add_blocks(listing, block->blocks);
    }
}

struct sheet_headings sheet_list_headings(struct arena *arena,
                                          const struct sheet *sheet)
{
    struct listing listing = { .arena = arena };

    add_blocks(&listing, &sheet->body);
    return listing.headings;
}

const char *sheet_name_heading(struct arena *arena, const struct text *number,
                               const struct text *title)
{
    const char *words = text_join(arena, title);

    if (!text_length(number))
        return words;
    return arena_printf(arena, "%s %s", text_join(arena, number), words);
}
