/*
 * Contents: a line for every heading of a book. Its words stand in the parts
 * already, so here they are made by rule: no reading, no content.
 */
#include <string.h>

#include "base/arena.h"
#include "sheet/bind.h"

static void add_generated(struct bind *bind, const struct text *words,
                          struct text *out)
{
    for (size_t i = 0; i < words->count; i++) {
        struct span span = words->items[i];

        span.origin = SPAN_GENERATED;
        span.ruby = NULL;
        text_add(bind->arena, out, span);
    }
}

static void add_page(struct bind *bind, struct text *out)
{
    const char *page = arena_printf(bind->arena, "%zu", bind->entry->page);

    text_add(bind->arena, out,
             (struct span){
                 .utf8 = page, .len = strlen(page), .origin = SPAN_GENERATED });
}

bool bind_entry_piece(struct bind *bind, enum form_piece_kind kind,
                      struct text *out)
{
    if (kind == FORM_PIECE_NUMBER)
        add_generated(bind, &bind->entry->number, out);
    else if (kind == FORM_PIECE_TITLE)
        add_generated(bind, &bind->entry->title, out);
    else if (kind == FORM_PIECE_PAGE)
        add_page(bind, out);
    else
        return false;
    return true;
}

/* A line of contents, below the space its level asks for. */
static void add_line(struct bind *bind, const struct form_block *form,
                     const struct record *record,
                     const struct sheet_entry *entry, struct sheet_blocks *out)
{
    if (out->count && form->space.value)
        *LIST_ADD(bind->arena, out) =
            (struct sheet_block){ .kind = FORM_BLOCK_SPACE, .form = form };
    bind->entry = entry;
    *LIST_ADD(bind->arena, out) = (struct sheet_block){
        .kind = FORM_BLOCK_PARAGRAPH,
        .form = form,
        .address = entry->address,
        .paragraph = bind_paragraph(bind, form, record),
        .entry = entry,
    };
    bind->entry = NULL;
}

void bind_contents(struct bind *bind, const struct form_block *form,
                   const struct record *record, struct sheet_blocks *out)
{
    const struct sheet_entries *entries = bind->entries;
    struct sheet_blocks *lines = NULL;
    bool first = true;

    for (size_t i = 0; entries && i < entries->count; i++) {
        const struct sheet_entry *entry = &entries->items[i];

        if ((size_t)entry->level > form->blocks->count)
            continue;
        if (entry->level == 1 || !lines) {
            lines = arena_alloc(bind->arena, sizeof *lines);
            *LIST_ADD(bind->arena, out) = (struct sheet_block){
                .kind = FORM_BLOCK_EACH,
                .form = form,
                .address = entry->address,
                .blocks = lines,
                .first = first,
            };
            first = false;
        }
        add_line(bind, &form->blocks->items[entry->level - 1], record, entry,
                 lines);
    }
}
