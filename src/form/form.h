/*
 * form: a template, i.e. everything a form is, as data.
 *
 * A form is a folder: fields.yaml (the vocabulary of the sources: fields,
 * choices, markers) and one file per stage (the sheet: page, styles,
 * blocks, tables, bindings). docs/templates.md is the reference of both
 * files; this header is the same thing after parsing. Nothing here holds
 * values, and nothing in C knows a word of a form.
 *
 * All lengths are integers in 1/1000 pt unless a unit says otherwise.
 */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "base/span.h"
#include "form/check.h"
#include "form/data.h"
#include "unicode/unicode.h"

struct arena;
struct diags;

/* ---- fields.yaml: what a source may say ------------------------------- */

enum form_type {
    FORM_TEXT,        /* one line of words */
    FORM_ENTRIES,     /* a list of lines, some with markers */
    FORM_CHOICE,      /* one value of a list */
    FORM_NUMBER,      /* a decimal number, printed as typed */
    FORM_FISCAL_YEAR, /* printed as typed, meaning parsed */
    FORM_DATE,        /* printed as typed, meaning parsed */
    FORM_RECORDS,     /* a list of records with fields of their own */
    FORM_GROUP,       /* one record under a key */
    FORM_NAME,        /* the name of the form itself */
    FORM_STRINGS,     /* a list of plain words (an edition's file names) */
};

enum form_need {
    FORM_OPTIONAL,
    FORM_EXPECTED, /* missing is a warning */
    FORM_REQUIRED, /* missing is an error */
};

/* How the records of a list are numbered on the sheet. */
enum form_numbering {
    FORM_NUMBER_NONE,
    FORM_NUMBER_DECIMAL,   /* 1 2 3 */
    FORM_NUMBER_FULLWIDTH, /* full-width digits */
    FORM_NUMBER_CIRCLED,   /* circled digits, up to 50 */
};

struct form_choice {
    const char *value; /* what the source says and the sheet prints */
    const char *word;  /* what it means, for readers who hear it */
};

/*
 * A marker pattern such as "(N)": N stands for a number in half- or
 * full-width digits, everything else for itself. `range` joins two of them
 * ("(1)~(2)"); NULL: no ranges.
 */
struct form_marker {
    const char *pattern;
    const char *range;
    bool numbered; /* the pattern has an N */
};

struct form_markers {
    const char *name;
    struct form_marker *items;
    size_t count;
    size_t capacity;
};

struct form_field {
    const char *key; /* as sources write it; unique among its siblings */
    enum form_type type;
    enum form_need need;
    /* NULL, or what the program needs the field for: "title", "year",
       "city", "area", "form", "stage", "stages", "date", "order". */
    const char *use;
    const char *description;            /* NULL or a sentence for the author */
    const char *example;                /* NULL or a value it could have */
    enum form_numbering numbering;      /* RECORDS */
    const struct form_markers *markers; /* ENTRIES; NULL: no markers */
    struct form_choice *choices;        /* CHOICE */
    size_t choice_count;
    bool ruby;                  /* TEXT, ENTRIES: may have readings */
    int decimals;               /* NUMBER: digits allowed after the point */
    struct form_fields *fields; /* RECORDS, GROUP */
    const char **stages; /* ids of the only stages that read it, the first to
                            do so first; */
    size_t stage_count;  /* 0: all stages do */
    struct form_data data;
    struct position at;
};

struct form_fields {
    struct form_field *items;
    size_t count;
    size_t capacity;
};

/* ---- a stage's file: what the sheet looks like ------------------------ */

enum form_unit {
    FORM_PT,   /* value in 1/1000 pt (mm are converted) */
    FORM_EM,   /* value in 1/1000 of the type size it is used with */
    FORM_FR,   /* value in 1/1000 share of what is left */
    FORM_AUTO, /* as wide as the content wants */
};

struct form_length {
    enum form_unit unit;
    int32_t value;
};

enum form_align {
    FORM_START,
    FORM_CENTER,
    FORM_END,
    FORM_JUSTIFY,    /* lines filled to both edges but the last */
    FORM_DECIMAL,    /* decimal points of a column below each other */
    FORM_DISTRIBUTE, /* characters spread evenly from edge to edge */
};

enum form_valign { FORM_TOP, FORM_MIDDLE, FORM_BOTTOM };

/* How the space inside full-width brackets, stops and commas is set. */
enum form_punctuation {
    FORM_PUNCTUATION_TRIM,  /* by the table of JLREQ; none at line edges */
    FORM_PUNCTUATION_START, /* but a bracket at a line's start keeps its */
    FORM_PUNCTUATION_FULL,  /* all of it, everywhere */
};

/* How changed words are drawn. */
enum form_line {
    FORM_LINE_NONE,
    FORM_LINE_UNDER,   /* below the text; at the right of a vertical one */
    FORM_LINE_THROUGH, /* struck out */
    FORM_LINE_DOUBLE,  /* struck out twice */
};

struct form_change {
    enum form_line line;
    const char *before; /* heard before the words and behind them by those */
    const char *behind; /* who do not see the line; NULL: nothing */
};

/* What a comparison has changed (span.h), in words of one style. */
struct form_changes {
    struct form_change added;
    struct form_change removed;
    int32_t rule; /* weight of the lines */
};

struct form_style {
    const char *name;
    const char *font;        /* a stack of fonts/fonts.yaml, e.g. "gothic" */
    struct position font_at; /* no source: the form did not say */
    bool fit_size;           /* size and pitch are those `fit` picks */
    int32_t size;            /* type size; unless fit_size */
    int32_t pitch;           /* from line to line; unless fit_size */
    enum form_align align;
    struct unicode_kinsoku kinsoku;
    bool hang; /* stops and commas may hang at a line's end */
    struct form_changes changes;
};

/* Border weights; 0 is no rule. Neighbours collapse: the heavier wins. */
struct form_borders {
    int32_t top;
    int32_t right;
    int32_t bottom;
    int32_t left;
};

struct form_padding {
    struct form_length top;
    struct form_length right;
    struct form_length bottom;
    struct form_length left;
};

/*
 * One piece of a bound text: words of the template, a field's value found
 * by path ({a.b}: innermost record first, then outwards; {a|words}: or else
 * these words), or the number of the record ({#}).
 */
enum form_piece_kind {
    FORM_PIECE_TEXT,
    FORM_PIECE_FIELD,
    FORM_PIECE_NUMBER,
    FORM_PIECE_PAGE, /* in a line of contents: the page it leads to */
    FORM_PIECE_PAGES,
    FORM_PIECE_TITLE,   /* in a line of contents: the words it leads to */
    FORM_PIECE_SUM,     /* of a number of all records of a list */
    FORM_PIECE_COUNT,   /* how often a field has a value, through lists */
    FORM_PIECE_CHOICES, /* all choices of a field, each with a check box */
};

struct form_piece {
    enum form_piece_kind kind;
    struct span text;  /* FORM_PIECE_TEXT; FORM_PIECE_FIELD: stands where the
                          field has no value; COUNT: the only value that
                          counts; origin SPAN_TEMPLATE */
    const char **path; /* FIELD, CHOICES: keys, resolved in the fields; SUM: of
                          the list, then in its records; COUNT: through lists */
    size_t path_len;
    size_t list_len; /* SUM: how many keys are the list's */
    struct position at;
};

struct form_text {
    struct form_piece *items; /* count 0: no text */
    size_t count;
    size_t capacity;
};

enum form_content_kind {
    FORM_PARAGRAPH, /* marker (may be empty) + text */
    FORM_ENTRY_LIST,
};

/* What stands in a cell, from top to bottom. */
struct form_content {
    enum form_content_kind kind;
    struct form_text marker;   /* hangs before the text; for an entry list
                                  before its first line */
    struct form_text text;     /* FORM_PARAGRAPH */
    struct form_piece entries; /* FORM_ENTRY_LIST: the field */
    struct form_length indent; /* FORM_ENTRY_LIST: of marked entries */
    const char **run_in;       /* marker patterns that stand on the line of an
                                  otherwise empty lead marker */
    size_t run_in_count;
    const struct form_style *style; /* NULL: the cell's */
    struct position at;
};

struct form_contents {
    struct form_content *items;
    size_t count;
    size_t capacity;
};

enum form_role {
    FORM_ROLE_DATA,       /* TD */
    FORM_ROLE_ROW_HEADER, /* TH scope row */
    FORM_ROLE_COL_HEADER, /* TH scope column */
    FORM_ROLE_LABEL,      /* words of the form in a heading row */
    FORM_ROLE_TITLE,      /* the words a heading row is a heading of */
};

struct form_cell {
    enum form_role role;
    int columns; /* column span, at least 1 */
    int rows;    /* row span, at least 1 */
    struct form_contents contents;
    struct form_text mark;      /* right-aligned on the first line, taking no
                                   room when it comes out empty */
    struct form_text continued; /* behind the first paragraph's words where
                                   they stand again on a further page;
                                   empty: they do not */
    const struct form_style *style; /* never NULL */
    enum form_valign valign;
    bool has_align; /* else the style's */
    enum form_align align;
    struct form_length distribute_inset; /* FORM_DISTRIBUTE: kept free at
                                            both ends */
    bool vertical;     /* set from top to bottom, columns right to left */
    int tate_chu_yoko; /* vertical: most digits side by side; 0 none */
    struct form_padding padding;
    struct form_length height;     /* exactly so high; 0: as its contents */
    struct form_length min_height; /* at least so high */
    struct form_borders borders;   /* -1: the row's or table's */
    struct position at;
};

struct form_cells {
    struct form_cell *items;
    size_t count;
    size_t capacity;
};

enum form_row_role {
    FORM_ROW_BODY,
    FORM_ROW_HEADER,  /* column headers; repeated when the table goes on */
    FORM_ROW_HEADING, /* a ruled row that is a heading of the section */
    FORM_ROW_SECTION, /* a label in the table's body for the rows below it,
                         up to the next one beside it */
};

struct form_rows {
    struct form_row *items;
    size_t count;
    size_t capacity;
};

struct form_columns {
    struct form_length *items;
    size_t count;
    size_t capacity;
};

/*
 * Which records of a list are taken: those in which a field has no value, or
 * one of these choices, or a deadline that is over on the sheet's day.
 */
struct form_where {
    const char **path; /* seen from the record; NULL: all are */
    size_t path_len;
    bool empty;
    bool past;           /* a deadline in it is over, see form_deadlines */
    const char **values; /* with neither */
    size_t value_count;
    const struct form_where *and; /* must hold, too; NULL: no more */
};

/*
 * How deadlines are read in the author's words: a number with `month` behind
 * it, and perhaps another with `day`, with one of `ends` behind it or a round
 * bracket that closes.
 */
struct form_deadlines {
    const char *month; /* NULL: none are read */
    const char *day;
    struct form_words ends;
};

/*
 * A row, or (each != NULL) the rows made for every record of a list field.
 * In a repeated group `rows` are what each record makes and `lead` are
 * cells at the left that span all rows of the record; a repeated row
 * without children has its own `cells`, which is the same as one child.
 */
struct form_row {
    enum form_row_role role;
    const char **each; /* path of a records field, through other lists; NULL:
                          a single row */
    size_t each_len;
    struct form_where where; /* each */
    const char **when; /* SECTION, HEADING: only if this field has a value */
    size_t when_len;
    struct form_columns columns; /* this row's own; count 0: the table's */
    struct form_cells cells;
    struct form_cells leads;
    struct form_rows rows;
    struct form_borders borders; /* -1: the table's */
    bool split; /* may be cut by a page break; each with rows: likewise the
                   rows of a record */
    struct form_length height;     /* exactly so high; 0: as its contents */
    struct form_length min_height; /* at least so high */
    int fill;                      /* each: blank rows up to so many records */
    bool fill_page; /* each: blank rows as many as the page holds */
    bool flow;      /* each: cells of consecutive rows may run freely within
                       their column when `fit` says so */
    struct position at;
};

struct form_table {
    struct form_columns columns;
    struct form_rows rows;
    struct form_borders outer; /* around the table */
    int32_t row_rule;          /* between body rows */
    int32_t column_rule;       /* between columns */
    struct form_padding padding;
    int32_t rule_gap; /* least distance of lines from rules above and below */
    struct position at;
};

enum form_block_kind {
    FORM_BLOCK_PARAGRAPH,
    FORM_BLOCK_TABLE,
    FORM_BLOCK_BAR,      /* three slots on one line: left, centre, right */
    FORM_BLOCK_SPACE,    /* empty height */
    FORM_BLOCK_EACH,     /* blocks for every record of a list field */
    FORM_BLOCK_BREAK,    /* what follows begins a page */
    FORM_BLOCK_CONTENTS, /* a book's: a line for every heading */
};

struct form_block {
    enum form_block_kind kind;
    struct form_text text; /* PARAGRAPH */
    const struct form_style *style;
    const char *role; /* PARAGRAPH: "paragraph", "title", "note", "label" */
    struct form_text marker;   /* PARAGRAPH: hangs before the text */
    struct form_length indent; /* PARAGRAPH */
    struct form_length hang;   /* PARAGRAPH: least room of the marker */
    struct form_text leader;   /* PARAGRAPH: fills the last line up to */
    struct form_text end;      /* what stands at the line's right end */
    const char **when;         /* PARAGRAPH: only if this field has a value */
    size_t when_len;
    struct form_table *table;    /* TABLE */
    struct form_block *slots[3]; /* BAR: NULL where empty */
    struct form_length space;    /* SPACE; EACH: between the repeats; a line
                                    of contents: above it */
    const char **each;           /* EACH: as in a row */
    size_t each_len;
    struct form_where where; /* EACH */
    bool keep; /* EACH, CONTENTS: each repeat (part of the book) whole unless
                  taller than a page */
    struct form_blocks *blocks; /* EACH; CONTENTS: a paragraph a level */
    struct position at;
};

struct form_blocks {
    struct form_block *items;
    size_t count;
    size_t capacity;
};

/*
 * What may be varied so that a sheet keeps its page budget. `pages` is
 * tried first; `pages_most` is the last resort before an error.
 */
struct form_fit {
    int pages; /* 0: no budget */
    int pages_most;
    int32_t size_least;
    int32_t size_most;
    int32_t pitch_least;
    int32_t pitch_most;
    int32_t condense_least; /* widths of the type, in thousandths; 1000: as */
    int32_t condense_most;  /* the face has them */
    bool aligned_first; /* aligned, then free where needed; else as listed */
    bool may_align;
    bool may_flow;
};

struct form_page {
    int32_t width;
    int32_t height;
    int32_t margin_top;
    int32_t margin_right;
    int32_t margin_bottom;
    int32_t margin_left;
};

/* Fields that head, body or foot of a stage name in a path, whatever for. */
struct form_named {
    const struct form_field **items;
    size_t count;
    size_t capacity;
};

struct form_stage {
    const char *id;          /* file name without .yaml; part of output paths */
    const char *name;        /* what people call it */
    struct form_text title;  /* of the document, for PDF and HTML */
    struct form_text author; /* likewise; may be empty */
    struct form_text subject;
    struct form_text keywords; /* with commas between */
    struct form_page page;
    struct form_fit fit;
    struct form_style *styles;
    size_t style_count;
    size_t style_capacity;
    enum form_punctuation punctuation;
    int32_t cjk_latin_space; /* 1/1000 em between Japanese and Latin */
    int orphans; /* least lines of a paragraph that is cut by a page break, */
    int widows;  /* before and behind the cut; where it has that many */
    struct form_choice box_chosen; /* check boxes and what they mean; value */
    struct form_choice box_other;  /* NULL: none are said */
    const char *box_between;       /* choices; NULL: nothing */
    struct form_deadlines deadlines;
    struct form_blocks head; /* on every page; content on the first */
    struct form_blocks body;
    struct form_blocks foot; /* on every page */
    /* A book's: a paragraph, or none, in the bottom margin of every page of
       the book, and how far its lower edge is from the paper's. */
    struct form_blocks page_number;
    int32_t page_number_edge;
    struct form_named named; /* each once */
};

struct form {
    const char *id;   /* name of the folder */
    const char *name; /* what sources call it */
    const char *lang; /* BCP 47 */
    struct form_fields fields;
    struct form_markers *markers;
    size_t marker_count;
    size_t marker_capacity;
    struct form_stage *stages; /* in the order of the year */
    size_t stage_count;
    size_t stage_capacity;
    const char *usual; /* id of the stage taken where none is said */
    struct form_check check;
    bool gathers; /* its records hold sources of another form: the sheet is a
                     choice of their words, some of them more than once */
};

/*
 * Loads the form in folder `path` (fields.yaml and its stages). Mistakes
 * go to `diags`, all of them; returns NULL when there is no usable form.
 */
struct form *form_load(struct arena *arena, const char *path,
                       struct diags *diags);

/*
 * Loads only fields.yaml: enough to check a source against (the edition's
 * own vocabulary is such a file).
 */
struct form *form_load_fields(struct arena *arena, const char *file,
                              struct diags *diags);

/* False for a field that only other stages read; `stage` is an id, or NULL
 * where there is none. */
bool form_concerns(const struct form_field *field, const char *stage);

/* True for a field that no stage before this one reads, but not all do: what
 * the stage asks for anew. */
bool form_begins(const struct form_field *field, const char *stage);

/* True when a choice of the field has a meaning beside its sign. */
bool form_has_meanings(const struct form_field *field);

/* A field by key; NULL when absent. */
const struct form_field *form_lookup_field(const struct form_fields *fields,
                                           const char *key);

/* Down a path of keys through groups and lists; NULL when there is none. */
const struct form_field *form_reach_field(const struct form_fields *fields,
                                          const char *const *path, size_t len);

/* The field whose `use` is that word; NULL when the form has none. */
const struct form_field *form_lookup_use(const struct form_fields *fields,
                                         const char *use);

/* True when the field is one of those. */
bool form_has_named(const struct form_named *named,
                    const struct form_field *field);

/*
 * Warns of each field that the stage reads and its sheet does not show: a
 * source with a value there cannot be built.
 */
void form_report_unshown(const struct form *form,
                         const struct form_stage *stage, struct diags *diags);

/* A stage by id or by name; NULL id: the usual one. NULL when absent. */
const struct form_stage *form_lookup_stage(const struct form *form,
                                           const char *id);

/* How a style shows words with that change; NULL: like all others. */
const struct form_change *form_show_change(const struct form_style *style,
                                           enum span_change change);

/* The form's pieces in English, for `chosho schema` and messages. */
const char *form_type_name(enum form_type type);

#endif
