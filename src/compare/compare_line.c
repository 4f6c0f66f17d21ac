/* A line: are its texts equal, and if not, what happened? */
#include <string.h>

#include "base/arena.h"
#include "compare/inside.h"
#include "form/form.h"
#include "record/record.h"

/* ---- equal texts --------------------------------------------------------- */

static bool is_same_name(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static bool has_readings(const struct text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->items[i].ruby || text->items[i].lang)
            return true;
    return false;
}

static bool is_equal_span(const struct span *a, const struct span *b)
{
    return a->len == b->len && !memcmp(a->utf8, b->utf8, a->len) &&
           is_same_name(a->ruby, b->ruby) && is_same_name(a->lang, b->lang);
}

/* The bytes, wherever the spans end (an escape ends one). */
static bool is_equal_bytes(const struct text *a, const struct text *b)
{
    size_t i = 0;
    size_t j = 0;
    size_t in_a = 0;
    size_t in_b = 0;

    while (i < a->count && j < b->count) {
        const struct span *left = &a->items[i];
        const struct span *right = &b->items[j];
        size_t rest = left->len - in_a;
        size_t other = right->len - in_b;
        size_t len = rest < other ? rest : other;

        if (memcmp(left->utf8 + in_a, right->utf8 + in_b, len) != 0)
            return false;
        in_a = rest == len ? 0 : in_a + len;
        in_b = other == len ? 0 : in_b + len;
        i += rest == len;
        j += other == len;
    }
    return true;
}

bool compare_is_equal(const struct text *a, const struct text *b)
{
    if (text_length(a) != text_length(b))
        return false;
    if (!has_readings(a) && !has_readings(b))
        return is_equal_bytes(a, b);
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!is_equal_span(&a->items[i], &b->items[i]))
            return false;
    return true;
}

bool compare_is_equal_entry(const struct record_entry *a,
                            const struct record_entry *b)
{
    return compare_is_equal(&a->marker, &b->marker) &&
           compare_is_equal(&a->text, &b->text);
}

/* ---- what happened --------------------------------------------------------
 */

static void add_words(struct compare *compare, struct compare_words *words,
                      const struct record_entry *const *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        compare_add_words(compare, words, &entries[i]->marker, true);
        compare_add_words(compare, words, &entries[i]->text, false);
    }
}

/* Nothing but the first marker differs. */
static bool is_in_marker(const struct compare_line *line,
                         const struct compare_segment *segment)
{
    return segment->old_at + segment->old_len <=
               text_length(&line->olds[0]->marker) &&
           segment->new_at + segment->new_len <=
               text_length(&line->news[0]->marker);
}

static enum compare_kind judge(const struct compare_part *part,
                               const struct compare_line *line)
{
    bool width = true;
    bool number = true;
    bool marker = true;
    bool same = true;

    if (!line->old_count || !line->new_count)
        return part->field->type == FORM_CHOICE ? COMPARE_MARK
               : line->new_count                ? COMPARE_ADDED
                                                : COMPARE_REMOVED;
    if (line->old_count > 1 || line->new_count > 1)
        return line->new_count > 1 ? COMPARE_SPLIT : COMPARE_MERGED;
    for (size_t i = 0; i < line->segments.count; i++) {
        const struct compare_segment *segment = &line->segments.items[i];

        if (segment->change == SPAN_SAME)
            continue;
        same = false;
        width &= segment->width;
        number &= segment->number;
        marker &= is_in_marker(line, segment);
    }
    if (same)
        return COMPARE_SAME;
    if (part->field->type == FORM_CHOICE)
        return COMPARE_MARK;
    if (part->title)
        return COMPARE_RENAMED;
    if (width)
        return COMPARE_WIDTH;
    if (marker)
        return COMPARE_MARKER;
    return number ? COMPARE_NUMBER : COMPARE_TEXT;
}

/* Its segments, and what happened. Equal texts are not cut into words. */
static void finish_line(struct compare *compare, struct compare_part *part,
                        struct compare_line *line)
{
    struct compare_words olds = { 0 };
    struct compare_words news = { 0 };

    if (line->old_count == 1 && line->new_count == 1 &&
        compare_is_equal_entry(line->olds[0], line->news[0])) {
        size_t len = text_length(&line->olds[0]->marker) +
                     text_length(&line->olds[0]->text);

        if (len)
            *LIST_ADD(compare->arena, &line->segments) =
                (struct compare_segment){ .old_len = len, .new_len = len };
        return;
    }
    add_words(compare, &olds, line->olds, line->old_count);
    add_words(compare, &news, line->news, line->new_count);
    line->segments = compare_segment(
        compare, &olds, line->old_count && line->olds[0]->marker.count, &news,
        line->new_count && line->news[0]->marker.count);
    line->kind = judge(part, line);
}

void compare_add_line(struct compare *compare, struct compare_part *part,
                      struct compare_line line)
{
    finish_line(compare, part, &line);
    part->lines = list_grow(compare->arena, part->lines, part->line_count,
                            &part->line_capacity, sizeof *part->lines);
    part->lines[part->line_count++] = line;
}
