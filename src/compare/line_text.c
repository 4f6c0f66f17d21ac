#include "compare/line_text.h"

#include "base/arena.h"
#include "compare/inside.h"
#include "form/form.h"
#include "record/record.h"

char *line_text(struct arena *arena, const struct compare_line *line, bool old)
{
    const struct record_entry *const *entries = old ? line->olds : line->news;
    size_t count = old ? line->old_count : line->new_count;
    struct text all = { 0 };

    for (size_t i = 0; i < count; i++) {
        text_add_all(arena, &all, &entries[i]->marker);
        text_add_all(arena, &all, &entries[i]->text);
    }
    return text_join(arena, &all);
}

struct position line_position(const struct compare_line *line, bool old)
{
    const struct record_entry *entry = old ? line->olds[0] : line->news[0];

    if (entry->marker.count)
        return entry->marker.items[0].at;
    return entry->text.count ? entry->text.items[0].at : entry->at;
}

char *line_title(struct arena *arena, const struct record *record)
{
    const struct form_field *title = compare_title(record->fields);
    const struct value *value =
        title ? record_lookup(record, title->key) : NULL;

    return value && value->present ? text_join(arena, &value->text)
                                   : arena_strdup(arena, "");
}
