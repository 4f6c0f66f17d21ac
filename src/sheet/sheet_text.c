/*
 * The sheet's words as plain text, for `git diff` and for reading: a
 * heading line for each record, then a line per field with its paragraphs
 * below. Generated numbers stand on heading lines only, so that a moved
 * goal does not change every line; words of the form are left out.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "sheet/sheet.h"
#include "unicode/unicode.h"

struct writing {
    struct bytes *out;
    const char *address; /* of the record whose heading was written last */
};

/* A base with its reading or language, in the signs of the sources. */
static void write_span(struct bytes *out, const struct span *span)
{
    bool said = span->ruby || span->lang;

    if (said)
        bytes_append_string(out, unicode_ruby_bar);
    bytes_append(out, span->utf8, span->len);
    if (said)
        bytes_printf(out, "%s%s%s%s", unicode_ruby_open, span->ruby ? "" : ":",
                     span->ruby ? span->ruby : span->lang, unicode_ruby_close);
}

/* Writes the author's part of a text. */
static void write_words(struct bytes *out, const struct text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->items[i].origin == SPAN_SOURCE)
            write_span(out, &text->items[i]);
}

static bool has_source(const struct text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->items[i].origin == SPAN_SOURCE)
            return true;
    return false;
}

static bool shows_source(const struct sheet_cell *cell)
{
    if (has_source(&cell->mark))
        return true;
    for (size_t i = 0; i < cell->paragraph_count; i++)
        if (has_source(&cell->paragraphs[i]->text) ||
            has_source(&cell->paragraphs[i]->marker))
            return true;
    return false;
}

/* The field's name: what stands behind the record in an address. */
static const char *field_of(const char *address)
{
    const char *slash = strrchr(address, '/');

    return slash ? slash + 1 : address;
}

static void write_heading(struct writing *writing, const char *address)
{
    if (writing->address && !strcmp(writing->address, address))
        return;
    writing->address = address;
    if (*address)
        bytes_printf(writing->out, "\n# %s\n", address);
}

static void write_cell(struct writing *writing, const struct sheet_cell *cell)
{
    if (!shows_source(cell))
        return;
    bytes_printf(writing->out, "%s:\n", field_of(cell->address));
    for (size_t i = 0; i < cell->paragraph_count; i++) {
        const struct sheet_paragraph *paragraph = cell->paragraphs[i];

        if (!has_source(&paragraph->text) && !has_source(&paragraph->marker))
            continue;
        bytes_printf(writing->out, "%*s", 2 + 2 * paragraph->level, "");
        write_words(writing->out, &paragraph->marker);
        write_words(writing->out, &paragraph->text);
        bytes_append_char(writing->out, '\n');
    }
    if (has_source(&cell->mark)) {
        bytes_append_string(writing->out, "  ");
        write_words(writing->out, &cell->mark);
        bytes_append_char(writing->out, '\n');
    }
}

static void write_blocks(struct writing *writing,
                         const struct sheet_blocks *blocks);

static void write_block(struct writing *writing,
                        const struct sheet_block *block)
{
    if (block->paragraph && has_source(&block->paragraph->text)) {
        bytes_printf(writing->out, "%s:\n  ", field_of(block->address));
        write_words(writing->out, &block->paragraph->text);
        bytes_append_char(writing->out, '\n');
    }
    for (size_t r = 0; block->table && r < block->table->row_count; r++) {
        const struct sheet_row *row = &block->table->rows[r];

        write_heading(writing, row->address);
        for (size_t c = 0; c < row->cell_count; c++)
            write_cell(writing, &row->cells[c]);
    }
    for (int i = 0; i < 3; i++)
        if (block->slots[i])
            write_block(writing, block->slots[i]);
    if (block->blocks)
        write_blocks(writing, block->blocks);
}

static void write_blocks(struct writing *writing,
                         const struct sheet_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        write_block(writing, &blocks->items[i]);
}

void sheet_write_text(const struct sheet *sheet, struct bytes *out)
{
    struct writing writing = { .out = out };

    write_blocks(&writing, &sheet->head);
    write_blocks(&writing, &sheet->body);
    write_blocks(&writing, &sheet->foot);
}
