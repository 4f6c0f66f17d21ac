#include "fuzz/marks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "form/form.h"
#include "fuzz/fuzz.h"
#include "record/record.h"

/* Text of HTML, up to `end`, without what is only heard and without readings.
 */
static void append_html(struct bytes *out, const char *at, const char *end)
{
    static const struct {
        const char *from;
        const char *to; /* what is left out up to here; or written */
        bool skips;
    } marks[] = {
        { "<span class=\"chosho-spoken\">", "</span>", true },
        { "<rt>", "</rt>", true },
        { "<rp>", "</rp>", true },
        { "<", ">", true },
        { "&lt;", "<", false },
        { "&gt;", ">", false },
        { "&amp;", "&", false },
        { "&quot;", "\"", false },
        { "&#39;", "'", false },
    };
    size_t i;

    while (at < end) {
        for (i = 0; i < sizeof marks / sizeof *marks; i++)
            if (!strncmp(at, marks[i].from, strlen(marks[i].from)))
                break;
        if (i == sizeof marks / sizeof *marks) {
            bytes_append(out, at++, 1);
        } else if (marks[i].skips) {
            at = strstr(at, marks[i].to) + strlen(marks[i].to);
        } else {
            bytes_append_string(out, marks[i].to);
            at += strlen(marks[i].from);
        }
    }
}

/* A sign has its meaning behind it. */
static void append_spans(struct bytes *out, const struct text *text,
                         enum span_change change)
{
    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        if (span->change != change)
            continue;
        bytes_append(out, span->utf8, span->len);
        if (span->word)
            bytes_printf(out, " %s", span->word);
    }
}

/* All that the record has with a change, in order. */
static void append_changed(struct bytes *out, const struct record *record,
                           enum span_change change)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        for (size_t k = 0; k < value->entries.count; k++) {
            const struct record_entry *entry = &value->entries.items[k];
            const struct text *texts[] = { &entry->marker, &entry->text };

            for (int t = 0; t < 2; t++)
                append_spans(out, texts[t], change);
        }
        for (size_t k = 0; k < value->records.count; k++)
            append_changed(out, value->records.items[k], change);
    }
}

void fuzz_hold_marks(const struct record *record, struct bytes *page,
                     enum span_change change)
{
    const char *open = change == SPAN_REMOVED ? "<del " : "<ins ";
    const char *close = change == SPAN_REMOVED ? "</del>" : "</ins>";
    const char *at = (const char *)page->data;
    struct bytes marked = { 0 };
    struct bytes changed = { 0 };

    while ((at = strstr(at, open))) {
        const char *end = strstr(at, close);

        append_html(&marked, at, end);
        at = end;
    }
    append_changed(&changed, record, change);
    bytes_append(&marked, "", 1);
    bytes_append(&changed, "", 1);
    if (strcmp((char *)marked.data, (char *)changed.data) != 0) {
        if (getenv("FUZZ_SHOW"))
            fprintf(stderr, "marked:  %s\nchanged: %s\n", marked.data,
                    changed.data);
        fuzz_fail("the page marks other words than have changed", open);
    }
    bytes_free(&marked);
    bytes_free(&changed);
}

void fuzz_clear_changes(struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        struct value *value = &record->values[i];

        for (size_t k = 0; k < value->entries.count; k++) {
            struct record_entry *entry = &value->entries.items[k];
            struct text *texts[] = { &entry->marker, &entry->text };

            for (int t = 0; t < 2; t++)
                for (size_t s = 0; s < texts[t]->count; s++)
                    texts[t]->items[s].change = SPAN_SAME;
        }
        for (size_t k = 0; k < value->records.count; k++)
            fuzz_clear_changes(value->records.items[k]);
    }
}
