/*
 * sheet: a record bound to a form: the document, before geometry.
 *
 * Every binding is resolved to words; blocks, tables, rows and cells have
 * roles and addresses; all outputs are written from this. There is one
 * sheet row per record of a repeated row, whatever arrangement the layout
 * picks. Points into the form and the record, which must outlive it.
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "form/form.h"

struct arena;
struct bytes;
struct diags;
struct record;

/*
 * A paragraph hangs by its marker: its first line starts with the marker,
 * further lines are indented to where the text starts.
 */
struct sheet_paragraph {
    size_t number;      /* unique in the sheet, from 0 */
    bool is_entry;      /* of a list */
    bool numbered;      /* its own marker has a number */
    size_t lead;        /* leading spans of the marker that are the list's
                           own, not the entry's */
    struct text marker; /* count 0: none */
    size_t hang;        /* bytes of the marker that count for the hang; a
                           range "(1)~(2)" hangs like its first part */
    struct text text;   /* may be empty behind a marker */
    int level;          /* 0 text, 1 marked entry, 2 below it ... */
    const struct sheet_paragraph *under; /* indented to its hang, or NULL */
    struct form_length indent;           /* else this */
    struct form_length least_hang;       /* however narrow the marker is */
    struct text leader; /* repeated to fill the last line up to `end`; not
                           content; count 0: none */
    struct text end;    /* at the right end of the last line */
    const struct form_style *style;
};

struct sheet_cell {
    size_t number; /* unique in the sheet, from 0 */
    const struct form_cell *form;
    const char *address; /* unique in the sheet, e.g. "KEY[1]/KEY[2]/KEY"; of
                            a cell that shows no field "KEY[1]#7" */
    size_t column;       /* first grid column */
    size_t columns;      /* span */
    size_t rows;         /* span */
    struct sheet_paragraph **paragraphs;
    size_t paragraph_count;
    struct text mark;                    /* count 0: none */
    const struct sheet_paragraph *again; /* stands for the cell where it goes
                                            on on a further page; not
                                            content; NULL: nothing does */
};

struct sheet_row {
    const struct form_row *form;
    const char *address; /* of the record it shows; "" for labels */
    size_t flow;    /* rows of one group (same number > 0) may flow freely */
    size_t whole;   /* rows from this one on that stand on one page; 0: it
                       may be cut */
    size_t section; /* 1 + the index of the section row it stands under, or
                       0 */
    bool fill;      /* blank: stands as often as the page holds, or not at
                       all; has no words */
    struct form_borders borders; /* the template's, with the top and bottom
                                    of the records around; -1: none said */
    struct sheet_cell *cells;    /* in column order; cells of a rowspan stand
                                    only in its first row */
    size_t cell_count;
    size_t cell_capacity;
};

struct sheet_table {
    const struct form_table *form;
    struct sheet_row *rows;
    size_t row_count;
    size_t row_capacity;
};

/*
 * What a line of contents leads to: a part of a book (level 1) or a heading
 * in it.
 */
struct sheet_entry {
    int level;
    struct text number;  /* of the heading; count 0: none */
    struct text title;   /* its words */
    const char *address; /* unique in the book */
    size_t page;         /* of the book, from 1 */
    int32_t y;           /* where on that page, 1/1000 pt from its top */
};

struct sheet_entries {
    struct sheet_entry *items;
    size_t count;
    size_t capacity;
};

struct sheet_block {
    enum form_block_kind kind; /* FORM_BLOCK_EACH: a section */
    const struct form_block *form;
    const char *address;               /* of paragraphs and sections */
    struct sheet_paragraph *paragraph; /* PARAGRAPH */
    struct sheet_table *table;         /* TABLE */
    struct sheet_block *slots[3];      /* BAR */
    struct sheet_blocks *blocks;       /* EACH: one section's */
    bool first; /* EACH: the first of its repeats (no space before it) */
    const struct sheet_entry *entry; /* PARAGRAPH: a line of contents */
};

struct sheet_blocks {
    struct sheet_block *items;
    size_t count;
    size_t capacity;
};

struct sheet {
    const struct form *form;
    const struct form_stage *stage;
    const struct record *record;
    const char *title;  /* of the document */
    const char *author; /* "" where the form says none; so the next two */
    const char *subject;
    const char *keywords;
    const char *name; /* what it is called among others of its form, in a
                         list of contents; "" when the form does not say */
    struct sheet_blocks head;
    struct sheet_blocks body;
    struct sheet_blocks foot;
    struct sheet_blocks page_number; /* a book's: a paragraph, or none */
    /* Numbers of paragraphs, cells' among them: the head's come first. */
    size_t body_first;
    size_t foot_first;
    size_t paragraph_count;
    size_t cell_count;
};

/*
 * Binds a checked record to a stage of its form. Never fails for a record
 * without errors; numbers beyond a numbering's last sign are an error.
 */
struct sheet *sheet_bind(struct arena *arena, const struct record *record,
                         const struct form_stage *stage, struct diags *diags);

/*
 * The same for the record of an edition: the pages a book has of its own.
 * Its contents are made of `entries`, which must outlive the sheet; a part
 * is an entry of level 1 and those behind it.
 */
struct sheet *sheet_bind_book(struct arena *arena, const struct record *record,
                              const struct form_stage *stage,
                              const struct sheet_entries *entries,
                              struct diags *diags);

/* A heading of a sheet: what bookmarks and contents are made of. */
struct sheet_heading {
    int level;          /* 1, 2 ... never more than one above the last one */
    struct text number; /* made by rule, in front of it; count 0: none */
    struct text title;
    const char *address;
    const struct sheet_cell *cell; /* NULL: a paragraph of that address */
};

struct sheet_headings {
    struct sheet_heading *items;
    size_t count;
    size_t capacity;
};

/*
 * The headings of a sheet in order: title paragraphs of its body, titles of
 * heading and section rows, row headers. A heading's level is the depth of
 * its record in the source.
 */
struct sheet_headings sheet_list_headings(struct arena *arena,
                                          const struct sheet *sheet);

/* What lists of headings call one: its number, a space, its title. */
const char *sheet_name_heading(struct arena *arena, const struct text *number,
                               const struct text *title);

/*
 * The words of {page} and {pages} are not known before the layout: spans
 * with these very pointers stand for them.
 */
extern const char sheet_page_number[];
extern const char sheet_page_count[];

bool sheet_is_page_number(const struct span *span);
bool sheet_has_page_number(const struct text *text);

/*
 * Writes the sheet's words, one cell a paragraph, each under its address:
 * what `chosho text` prints. Numbers stand on heading lines only.
 */
void sheet_write_text(const struct sheet *sheet, struct bytes *out);

#endif
