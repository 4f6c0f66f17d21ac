/*
 * Cells: contents become paragraphs.
 *
 * An entry list with a lead marker (the number of its item) reads so:
 *
 *   first entry unmarked      "1 text"        then the marked ones below
 *   first marker runs in      "1 . text"      both markers on one line
 *   first marker does not     "1" on a line of its own, then "(1) text"
 *
 * Entries without a marker are indented to the text of the entry they
 * continue.
 */
#include <string.h>

#include "base/arena.h"
#include "record/record.h"
#include "sheet/bind.h"

/* A cell being filled: its list of paragraphs under the names of LIST_ADD. */
struct filling {
    struct sheet_paragraph **items;
    size_t count;
    size_t capacity;
};

static struct sheet_paragraph *add_paragraph(struct bind *bind,
                                             struct filling *filling,
                                             const struct form_style *style,
                                             int level)
{
    struct sheet_paragraph *paragraph = bind_new_paragraph(bind, style);

    paragraph->level = level;
    *LIST_ADD(bind->arena, filling) = paragraph;
    return paragraph;
}

/*
 * The last paragraph from `first` on that stands above `level`. One of the
 * same level that stands under another one has looked already.
 */
static const struct sheet_paragraph *find_above(const struct filling *filling,
                                                size_t first, int level)
{
    for (size_t i = filling->count; i > first; i--) {
        const struct sheet_paragraph *paragraph = filling->items[i - 1];

        if (paragraph->level < level)
            return paragraph;
        if (paragraph->level == level && paragraph->under)
            return paragraph->under;
    }
    return NULL;
}

/* Bytes of an entry's marker that count for its hang (see sheet.h). */
static size_t marker_hang(struct bind *bind, const struct record_entry *entry)
{
    char *marker = text_join(bind->arena, &entry->marker);
    const char *sign = NULL;

    if (entry->pattern && entry->pattern->range &&
        entry->number_from != entry->number_to)
        sign = strstr(marker, entry->pattern->range);
    return sign ? (size_t)(sign - marker) : strlen(marker);
}

static bool runs_in(const struct form_content *form,
                    const struct record_entry *entry)
{
    for (size_t i = 0; entry->pattern && i < form->run_in_count; i++)
        if (!strcmp(form->run_in[i], entry->pattern->pattern))
            return true;
    return false;
}

static void add_entry(struct bind *bind, struct filling *filling, size_t first,
                      const struct form_content *form,
                      const struct form_style *style,
                      const struct record_entry *entry)
{
    const struct sheet_paragraph *above =
        entry->marker.count ? NULL : find_above(filling, first, entry->level);
    struct sheet_paragraph *paragraph =
        add_paragraph(bind, filling, style, entry->level);

    paragraph->is_entry = true;
    paragraph->numbered = entry->pattern && entry->pattern->numbered;
    paragraph->marker = entry->marker;
    paragraph->hang = marker_hang(bind, entry);
    paragraph->text = entry->text;
    if (above)
        paragraph->under = above;
    else
        paragraph->indent = form->indent;
}

/* The lead marker's line; returns how many entries stand on it. */
static size_t add_lead(struct bind *bind, struct filling *filling,
                       const struct form_content *form,
                       const struct form_style *style,
                       const struct record_entries *entries, struct text lead)
{
    const struct record_entry *entry = &entries->items[0];
    struct sheet_paragraph *paragraph = add_paragraph(bind, filling, style, 0);

    paragraph->is_entry = true;
    paragraph->lead = lead.count;
    paragraph->marker = lead;
    paragraph->hang = text_length(&lead);
    if (entry->marker.count && !runs_in(form, entry))
        return 0;
    paragraph->level = entry->level;
    paragraph->numbered = entry->pattern && entry->pattern->numbered;
    paragraph->hang += marker_hang(bind, entry);
    text_add_all(bind->arena, &paragraph->marker, &entry->marker);
    paragraph->text = entry->text;
    return 1;
}

static void add_entries(struct bind *bind, struct filling *filling,
                        const struct form_content *form,
                        const struct form_style *style,
                        const struct record *record)
{
    const struct value *value =
        record_resolve(record, form->entries.path, form->entries.path_len);
    struct text lead = bind_text(bind, &form->marker, record);
    size_t first = filling->count;
    size_t i = 0;

    if (!value || !value->entries.count)
        return;
    if (text_length(&lead))
        i = add_lead(bind, filling, form, style, &value->entries, lead);
    for (; i < value->entries.count; i++)
        add_entry(bind, filling, first, form, style, &value->entries.items[i]);
}

static void add_text(struct bind *bind, struct filling *filling,
                     const struct form_content *form,
                     const struct form_style *style,
                     const struct record *record)
{
    struct text text = bind_text(bind, &form->text, record);
    struct text marker = bind_text(bind, &form->marker, record);
    struct sheet_paragraph *paragraph;

    if (!text_length(&text) && !text_length(&marker))
        return;
    paragraph = add_paragraph(bind, filling, style, 0);
    paragraph->text = text;
    paragraph->marker = marker;
    paragraph->hang = text_length(&marker);
}

/* A cell is addressed by the first field it shows, else as a label. */
static const char *cell_address(struct bind *bind, const struct form_cell *form,
                                const struct record *record)
{
    const char *address = NULL;

    for (size_t i = 0; !address && i < form->contents.count; i++) {
        const struct form_content *content = &form->contents.items[i];

        if (content->kind == FORM_ENTRY_LIST && !bind->sheet->form->gathers)
            address = bind_field_address(bind, &content->entries, record);
        else
            address = bind_address(bind, &content->text, record);
    }
    if (!address)
        address = bind_address(bind, &form->mark, record);
    return address ? address : bind_label_address(bind, record);
}

/* The first paragraph's words with the form's words for "continued". */
static const struct sheet_paragraph *bind_again(struct bind *bind,
                                                const struct form_cell *form,
                                                const struct filling *filling,
                                                const struct record *record)
{
    struct text suffix = bind_text(bind, &form->continued, record);
    struct sheet_paragraph *again;

    if (!text_length(&suffix) || !filling->count)
        return NULL;
    again = arena_alloc(bind->arena, sizeof *again);
    *again = *filling->items[0];
    again->text = (struct text){ 0 };
    text_add_all(bind->arena, &again->text, &filling->items[0]->text);
    text_add_all(bind->arena, &again->text, &suffix);
    return again;
}

struct sheet_cell bind_cell(struct bind *bind, const struct form_cell *form,
                            const struct record *record)
{
    struct filling filling = { 0 };
    struct sheet_cell cell = {
        .number = bind->sheet->cell_count++,
        .form = form,
        .address = cell_address(bind, form, record),
        .columns = (size_t)form->columns,
        .rows = (size_t)form->rows,
        .mark = bind_text(bind, &form->mark, record),
    };

    for (size_t i = 0; i < form->contents.count; i++) {
        const struct form_content *content = &form->contents.items[i];
        const struct form_style *style =
            content->style ? content->style : form->style;

        if (content->kind == FORM_ENTRY_LIST)
            add_entries(bind, &filling, content, style, record);
        else
            add_text(bind, &filling, content, style, record);
    }
    cell.paragraphs = filling.items;
    cell.paragraph_count = filling.count;
    cell.again = bind_again(bind, form, &filling, record);
    return cell;
}
