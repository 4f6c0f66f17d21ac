/*
 * Binding: a form's blocks, walked once per record they repeat over.
 *
 * Texts of the form are lists of pieces; a piece that names a field takes
 * over the spans of the record's value, so that every word keeps its origin
 * and its place in the source.
 */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "record/record.h"
#include "sheet/bind.h"
#include "unicode/unicode.h"

const char sheet_page_number[] = "1";
const char sheet_page_count[] = "1";

bool sheet_is_page_number(const struct span *span)
{
    return span->utf8 == sheet_page_number || span->utf8 == sheet_page_count;
}

bool sheet_has_page_number(const struct text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (sheet_is_page_number(&text->items[i]))
            return true;
    return false;
}

/* The nearest record around that is numbered; NULL when none is. */
static const struct record *numbered(const struct record *record)
{
    while (record &&
           (!record->list || record->list->numbering == FORM_NUMBER_NONE))
        record = record->parent;
    return record;
}

/* Said once, at the first record that the list's numbering has no sign for. */
static void report_number(struct bind *bind, const struct record *record,
                          enum unicode_numbering style)
{
    if (bind->unnumbered == record ||
        !unicode_format_number(bind->arena, record->number - 1, style))
        return;
    bind->unnumbered = record;
    diag_add(bind->diags, DIAG_ERROR, "sheet-number", record->at,
             _("the numbers of this list end at %zu"), record->number - 1)
        ->expected = _("fewer elements in this list");
}

static struct span generate_number(struct bind *bind,
                                   const struct record *record)
{
    static const enum unicode_numbering styles[] = {
        [FORM_NUMBER_NONE] = UNICODE_DECIMAL,
        [FORM_NUMBER_DECIMAL] = UNICODE_DECIMAL,
        [FORM_NUMBER_FULLWIDTH] = UNICODE_FULLWIDTH,
        [FORM_NUMBER_CIRCLED] = UNICODE_CIRCLED,
    };
    enum unicode_numbering style = styles[record->list->numbering];
    const char *sign =
        unicode_format_number(bind->arena, record->number, style);

    if (!sign) {
        report_number(bind, record, style);
        sign = "";
    }
    return (struct span){ .utf8 = sign,
                          .len = strlen(sign),
                          .origin = SPAN_GENERATED,
                          .at = record->at };
}

struct sheet_paragraph *bind_new_paragraph(struct bind *bind,
                                           const struct form_style *style)
{
    struct sheet_paragraph *paragraph =
        arena_alloc(bind->arena, sizeof *paragraph);

    paragraph->number = bind->sheet->paragraph_count++;
    paragraph->style = style;
    return paragraph;
}

void bind_value(struct bind *bind, const struct value *value, struct text *out)
{
    size_t first = out->count;

    text_add_all(bind->arena, out, &value->text);
    if (value->field->type != FORM_CHOICE)
        return;
    for (size_t i = first; i < out->count; i++)
        out->items[i].word = value->field->choices[value->choice].word;
}

static struct span generate(struct bind *bind, int64_t sum, int decimals,
                            struct position at)
{
    const char *words = unicode_format_amount(bind->arena, sum, decimals);

    return (struct span){
        .utf8 = words, .len = strlen(words), .origin = SPAN_GENERATED, .at = at
    };
}

/* Adds a number to another one of as many decimals; false beyond 64 bits. */
static bool add_number(const struct value *value, int decimals, int64_t *sum)
{
    int64_t number = value->number;

    for (int i = value->decimals; i < decimals; i++)
        if (__builtin_mul_overflow(number, 10, &number))
            return false;
    return !__builtin_add_overflow(*sum, number, sum);
}

/* The sum of what the records of a list say; nothing where none says it. */
static void bind_sum(struct bind *bind, const struct form_piece *piece,
                     const struct record *record, struct text *out)
{
    const struct value *list =
        record_resolve(record, piece->path, piece->list_len);
    const struct value *first = NULL;
    int decimals = 0;
    int64_t sum = 0;
    bool good = true;

    for (int round = 0; list && round < 2; round++)
        for (size_t i = 0; i < list->records.count; i++) {
            const struct value *value = record_follow(
                list->records.items[i], piece->path + piece->list_len,
                piece->path_len - piece->list_len);

            if (!value || !value->present)
                continue;
            first = first ? first : value;
            if (round)
                good &= add_number(value, decimals, &sum);
            else if (value->decimals > decimals)
                decimals = value->decimals;
        }
    if (!first)
        return;
    if (!good)
        diag_add(bind->diags, DIAG_ERROR, "sheet-sum", first->at,
                 _("the sum of these numbers is too large"));
    text_add(bind->arena, out, generate(bind, sum, decimals, first->at));
}

static void bind_piece(struct bind *bind, const struct form_piece *piece,
                       const struct record *record, struct text *out)
{
    const struct value *value;
    const struct record *owner;
    struct span page = { .origin = SPAN_GENERATED, .len = 1 };

    if (bind->entry && bind_entry_piece(bind, piece->kind, out))
        return;
    switch (piece->kind) {
    case FORM_PIECE_TITLE: /* only in contents */
        break;
    case FORM_PIECE_TEXT:
        text_add(bind->arena, out, piece->text);
        break;
    case FORM_PIECE_FIELD:
        value = record_resolve(record, piece->path, piece->path_len);
        if (value && value->present)
            bind_value(bind, value, out);
        else if (piece->text.len)
            text_add(bind->arena, out, piece->text);
        break;
    case FORM_PIECE_SUM:
        bind_sum(bind, piece, record, out);
        break;
    case FORM_PIECE_CHOICES:
        value = record_resolve(record, piece->path, piece->path_len);
        if (value)
            bind_choices(bind, value, out);
        break;
    case FORM_PIECE_COUNT:
        text_add(
            bind->arena, out,
            generate(bind, bind_count(bind, piece, record), 0, record->at));
        break;
    case FORM_PIECE_NUMBER:
        owner = numbered(record);
        if (owner)
            text_add(bind->arena, out, generate_number(bind, owner));
        break;
    case FORM_PIECE_PAGE:
    case FORM_PIECE_PAGES:
        page.utf8 = piece->kind == FORM_PIECE_PAGE ? sheet_page_number
                                                   : sheet_page_count;
        text_add(bind->arena, out, page);
        break;
    }
}

struct text bind_text(struct bind *bind, const struct form_text *form,
                      const struct record *record)
{
    struct text text = { 0 };

    for (size_t i = 0; i < form->count; i++)
        bind_piece(bind, &form->items[i], record, &text);
    return text;
}

const char *bind_field_address(struct bind *bind,
                               const struct form_piece *piece,
                               const struct record *record)
{
    const char *base;
    char *path = arena_strdup(bind->arena, piece->path[0]);

    while (record->parent && !record_lookup(record, piece->path[0]))
        record = record->parent;
    for (size_t i = 1; i < piece->path_len; i++)
        path = arena_printf(bind->arena, "%s.%s", path, piece->path[i]);
    base = record_address(bind->arena, record);
    return *base ? arena_printf(bind->arena, "%s/%s", base, path) : path;
}

const char *bind_address(struct bind *bind, const struct form_text *form,
                         const struct record *record)
{
    /* What is gathered may be shown more than once. */
    for (size_t i = 0; i < form->count && !bind->sheet->form->gathers; i++)
        if (form->items[i].kind == FORM_PIECE_FIELD ||
            form->items[i].kind == FORM_PIECE_CHOICES)
            return bind_field_address(bind, &form->items[i], record);
    return NULL;
}

const char *bind_label_address(struct bind *bind, const struct record *record)
{
    return arena_printf(bind->arena, "%s#%zu",
                        record_address(bind->arena, record), ++bind->labels);
}

static void bind_blocks(struct bind *bind, const struct form_blocks *form,
                        const struct record *record, struct sheet_blocks *out);

struct sheet_paragraph *bind_paragraph(struct bind *bind,
                                       const struct form_block *form,
                                       const struct record *record)
{
    struct sheet_paragraph *paragraph = bind_new_paragraph(bind, form->style);

    paragraph->marker = bind_text(bind, &form->marker, record);
    paragraph->hang = text_length(&paragraph->marker);
    paragraph->text = bind_text(bind, &form->text, record);
    paragraph->leader = bind_text(bind, &form->leader, record);
    paragraph->end = bind_text(bind, &form->end, record);
    paragraph->indent = form->indent;
    paragraph->least_hang = form->hang;
    return paragraph;
}

bool bind_is_wanted(const struct record *record, const char *const *when,
                    size_t len)
{
    const struct value *value = when ? record_resolve(record, when, len) : NULL;

    return !when || (value && value->present);
}

/* A paragraph may depend on a field that has a value. */
static bool is_wanted(const struct form_block *form,
                      const struct record *record)
{
    return bind_is_wanted(record, form->when, form->when_len);
}

/* A section for every record of the list; nothing when there is none. */
static void bind_each(struct bind *bind, const struct form_block *form,
                      const struct record *record, struct sheet_blocks *out)
{
    struct record_list list =
        bind_list(bind, record, form->each, form->each_len, &form->where);

    for (size_t i = 0; i < list.count; i++) {
        const struct record *item = list.items[i];
        struct sheet_block section = {
            .kind = FORM_BLOCK_EACH,
            .form = form,
            .address = record_address(bind->arena, item),
            .first = i == 0,
        };

        section.blocks = arena_alloc(bind->arena, sizeof *section.blocks);
        bind_blocks(bind, form->blocks, item, section.blocks);
        *LIST_ADD(bind->arena, out) = section;
    }
}

static struct sheet_block bind_block(struct bind *bind,
                                     const struct form_block *form,
                                     const struct record *record)
{
    struct sheet_block block = { .kind = form->kind, .form = form };

    if (form->kind == FORM_BLOCK_PARAGRAPH) {
        block.paragraph = bind_paragraph(bind, form, record);
        block.address = bind_address(bind, &form->text, record);
        if (!block.address)
            block.address = bind_label_address(bind, record);
    } else if (form->kind == FORM_BLOCK_TABLE) {
        block.table = bind_table(bind, form->table, record);
    }
    for (int i = 0; form->kind == FORM_BLOCK_BAR && i < 3; i++) {
        if (!form->slots[i] || !is_wanted(form->slots[i], record))
            continue;
        block.slots[i] = arena_alloc(bind->arena, sizeof *block.slots[i]);
        *block.slots[i] = bind_block(bind, form->slots[i], record);
    }
    return block;
}

static void bind_blocks(struct bind *bind, const struct form_blocks *form,
                        const struct record *record, struct sheet_blocks *out)
{
    for (size_t i = 0; i < form->count; i++) {
        if (form->items[i].kind == FORM_BLOCK_EACH)
            bind_each(bind, &form->items[i], record, out);
        else if (form->items[i].kind == FORM_BLOCK_CONTENTS)
            bind_contents(bind, &form->items[i], record, out);
        else if (is_wanted(&form->items[i], record))
            *LIST_ADD(bind->arena, out) =
                bind_block(bind, &form->items[i], record);
    }
}

/* What the record is called: the value its form says is the title. */
static const char *bind_name(struct arena *arena, const struct record *record)
{
    const struct value *value = record_lookup_use(record, "title");

    return value && value->present ? text_join(arena, &value->text) : "";
}

/* What the document says of itself, as plain words. */
static const char *bind_property(struct bind *bind,
                                 const struct form_text *form,
                                 const struct record *record)
{
    struct text text = bind_text(bind, form, record);

    return text_join(bind->arena, &text);
}

struct sheet *sheet_bind_book(struct arena *arena, const struct record *record,
                              const struct form_stage *stage,
                              const struct sheet_entries *entries,
                              struct diags *diags)
{
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct bind bind = {
        .arena = arena, .diags = diags, .sheet = sheet, .entries = entries
    };

    sheet->form = record->form;
    sheet->stage = stage;
    sheet->record = record;
    sheet->title = bind_property(&bind, &stage->title, record);
    sheet->author = bind_property(&bind, &stage->author, record);
    sheet->subject = bind_property(&bind, &stage->subject, record);
    sheet->keywords = bind_property(&bind, &stage->keywords, record);
    sheet->name = bind_name(arena, record);
    bind_blocks(&bind, &stage->head, record, &sheet->head);
    sheet->body_first = sheet->paragraph_count;
    bind_blocks(&bind, &stage->body, record, &sheet->body);
    sheet->foot_first = sheet->paragraph_count;
    bind_blocks(&bind, &stage->foot, record, &sheet->foot);
    bind_blocks(&bind, &stage->page_number, record, &sheet->page_number);
    if (!sheet->form->gathers) /* which shows a choice of its sources' words */
        bind_check_named(&bind, record);
    return sheet;
}

struct sheet *sheet_bind(struct arena *arena, const struct record *record,
                         const struct form_stage *stage, struct diags *diags)
{
    return sheet_bind_book(arena, record, stage, NULL, diags);
}
