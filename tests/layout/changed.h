/*
 * changed: sheets with changed words. Sources write what was removed as
 * [-words-] and what was added as {+words+}, as `git diff --word-diff` does;
 * the signs go, and the words become spans of their own. Header only.
 */
#ifndef TESTS_LAYOUT_CHANGED_H
#define TESTS_LAYOUT_CHANGED_H

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "form/form.h"
#include "record/record.h"
#include "sheet/sheet.h"
#include "yaml/node.h"

static inline void changed_add(struct arena *arena, struct text *text,
                               const struct span *whole, size_t start,
                               size_t end, enum span_change change)
{
    struct span span = *whole;

    span.utf8 += start;
    span.len = end - start;
    span.change = change;
    if (span.len)
        text_add(arena, text, span);
}

/* Cuts a span at its signs. */
static inline void changed_cut(struct arena *arena, struct text *text,
                               const struct span *span)
{
    enum span_change change = SPAN_SAME;
    size_t start = 0;
    size_t i = 0;

    while (i + 1 < span->len) {
        const char *at = span->utf8 + i;
        bool opens = !strncmp(at, "[-", 2) || !strncmp(at, "{+", 2);

        if (!opens && strncmp(at, "-]", 2) && strncmp(at, "+}", 2)) {
            i++;
            continue;
        }
        changed_add(arena, text, span, start, i, change);
        change = !opens ? SPAN_SAME : *at == '{' ? SPAN_ADDED : SPAN_REMOVED;
        start = i += 2;
    }
    changed_add(arena, text, span, start, span->len, change);
}

static inline void changed_text(struct arena *arena, struct text *text)
{
    struct text cut = { 0 };

    for (size_t i = 0; i < text->count; i++)
        changed_cut(arena, &cut, &text->items[i]);
    *text = cut;
}

static inline void changed_record(struct arena *arena, struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        struct value *value = &record->values[i];

        changed_text(arena, &value->text);
        for (size_t e = 0; e < value->entries.count; e++)
            changed_text(arena, &value->entries.items[e].text);
        for (size_t r = 0; r < value->records.count; r++)
            changed_record(arena, value->records.items[r]);
    }
}

/* The sheet of a source with changed words; NULL after an error in diags. */
static inline struct sheet *changed_sheet(struct arena *arena,
                                          const char *folder, const char *stage,
                                          const char *file, struct diags *diags)
{
    struct node_options strict = { .allow_flow = false };
    struct form *form = form_load(arena, folder, diags);
    struct source *source = source_load(arena, file, NODE_FILE_LIMIT);
    const struct form_stage *found;
    struct record *record;

    if (!form || !source)
        return NULL;
    found = form_lookup_stage(form, stage);
    record = record_read(arena, node_read(arena, source, &strict, diags), form,
                         found->id, diags);
    if (diags->errors || !record)
        return NULL;
    changed_record(arena, record);
    return sheet_bind(arena, record, found, diags);
}

#endif
