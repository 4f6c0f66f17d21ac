#include "compare/slice.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "form/form.h"

#include <string.h>

/* The entries of one side and where their bytes go. */
struct slicing {
    struct arena *arena;
    const struct compare_part *part;
    const struct record_entry *const *entries;
    size_t count;
    struct record_entries *out;
    bool copied; /* its bytes may be the other side's, too: a source that is
                    the same in both is read once, and a sheet tells words
                    by where they are */
    bool merged; /* all into the last of `out`: text of the other side */
};

static struct record_entry *add_entry(struct arena *arena,
                                      struct record_entries *out,
                                      const struct record_entry *entry)
{
    struct record_entry *copy = LIST_ADD(arena, out);

    *copy = *entry;
    copy->marker = (struct text){ 0 };
    copy->text = (struct text){ 0 };
    return copy;
}

/* What a choice means to those who hear it. */
static const char *word_of(const struct form_field *field,
                           const struct span *span)
{
    for (size_t i = 0; field->type == FORM_CHOICE && i < field->choice_count;
         i++)
        if (strlen(field->choices[i].value) == span->len &&
            !memcmp(field->choices[i].value, span->utf8, span->len))
            return field->choices[i].word;
    return span->word;
}

/* Bytes [from, to) of a text, as spans with that change. */
static void add_range(struct slicing *slicing, struct text *out,
                      const struct text *text, size_t from, size_t to,
                      enum span_change change)
{
    size_t at = 0;

    for (size_t i = 0; i < text->count; at += text->items[i++].len) {
        struct span span = text->items[i];
        size_t first = from > at ? from - at : 0;
        size_t end = to < at + span.len ? to - at : span.len;

        if (at >= to || at + span.len <= from || first >= end)
            continue;
        span.word = word_of(slicing->part->field, &span);
        span.at.column += (int)utf8_count(span.utf8, first);
        span.utf8 += first;
        span.len = end - first;
        if (slicing->copied)
            span.utf8 = arena_copy(slicing->arena, span.utf8, span.len);
        span.change = change;
        text_add(slicing->arena, out, span);
    }
}

/* Where a piece of the side's bytes goes: into its own entry, else into the
 * text that is being written. */
static struct record_entry *find_target(struct slicing *slicing, size_t index)
{
    struct record_entries *out = slicing->out;

    if (slicing->merged)
        return out->count
                   ? &out->items[out->count - 1]
                   : add_entry(slicing->arena, out, slicing->entries[index]);
    while (out->count <= index)
        add_entry(slicing->arena, out, slicing->entries[out->count]);
    return &out->items[index];
}

/* Bytes [from, to) of the side, markers and texts behind each other. */
static void add_bytes(struct slicing *slicing, size_t from, size_t to,
                      enum span_change change)
{
    size_t at = 0;

    for (size_t i = 0; i < slicing->count; i++) {
        const struct record_entry *entry = slicing->entries[i];
        size_t marker = text_length(&entry->marker);
        size_t len = marker + text_length(&entry->text);

        if (from < at + len && to > at) {
            struct record_entry *target = find_target(slicing, i);
            bool first = !slicing->merged || !text_length(&target->text);
            size_t start = from > at ? from - at : 0;
            size_t end = to - at < len ? to - at : len;

            if (start < marker)
                add_range(slicing, first ? &target->marker : &target->text,
                          &entry->marker, start, end < marker ? end : marker,
                          change);
            if (end > marker)
                add_range(slicing, &target->text, &entry->text,
                          start > marker ? start - marker : 0, end - marker,
                          change);
        }
        at += len;
    }
}

static struct slicing slice_side(struct arena *arena,
                                 const struct compare_part *part,
                                 const struct compare_line *line, bool old,
                                 struct record_entries *out)
{
    return (struct slicing){
        .arena = arena,
        .part = part,
        .entries = old ? line->olds : line->news,
        .count = old ? line->old_count : line->new_count,
        .out = out,
        .copied = old,
    };
}

struct record_entries slice_old(struct arena *arena,
                                const struct compare_part *part,
                                const struct compare_line *line)
{
    struct record_entries out = { 0 };
    struct slicing side = slice_side(arena, part, line, true, &out);

    for (size_t i = 0; i < line->segments.count; i++) {
        const struct compare_segment *segment = &line->segments.items[i];

        if (segment->old_len)
            add_bytes(&side, segment->old_at,
                      segment->old_at + segment->old_len, segment->change);
    }
    return out;
}

static struct record_entries slice_news(struct arena *arena,
                                        const struct compare_part *part,
                                        const struct compare_line *line,
                                        bool clean)
{
    struct record_entries out = { 0 };
    struct slicing side = slice_side(arena, part, line, false, &out);

    for (size_t i = 0; i < line->segments.count; i++) {
        const struct compare_segment *segment = &line->segments.items[i];

        if (segment->new_len)
            add_bytes(&side, segment->new_at,
                      segment->new_at + segment->new_len,
                      clean ? SPAN_SAME : segment->change);
    }
    return out;
}

struct record_entries slice_new(struct arena *arena,
                                const struct compare_part *part,
                                const struct compare_line *line)
{
    return slice_news(arena, part, line, false);
}

struct record_entries slice_clean(struct arena *arena,
                                  const struct compare_part *part,
                                  const struct compare_line *line)
{
    return slice_news(arena, part, line, true);
}

struct record_entries slice_both(struct arena *arena,
                                 const struct compare_part *part,
                                 const struct compare_line *line)
{
    struct record_entries out = { 0 };
    struct slicing olds = slice_side(arena, part, line, true, &out);
    struct slicing news = slice_side(arena, part, line, false, &out);

    if (!line->new_count)
        return slice_old(arena, part, line);
    olds.merged = true;
    add_entry(arena, &out, line->news[0]);
    for (size_t i = 0; i < line->segments.count; i++) {
        const struct compare_segment *segment = &line->segments.items[i];

        if (segment->change == SPAN_REMOVED)
            add_bytes(&olds, segment->old_at,
                      segment->old_at + segment->old_len, SPAN_REMOVED);
        else
            add_bytes(&news, segment->new_at,
                      segment->new_at + segment->new_len, segment->change);
    }
    return out;
}
