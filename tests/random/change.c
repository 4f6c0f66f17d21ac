/*
 * Changed words in random sheets: a third of them shows changes, in lines of
 * every kind; words are cut wherever a character begins. What is changed
 * follows from the source's bytes, so that a case is the same again.
 */
#include "base/arena.h"
#include "base/bytes.h"
#include "base/utf8.h"
#include "form/form.h"
#include "random.h"
#include "record/record.h"

static const enum form_line lines[] = { FORM_LINE_NONE, FORM_LINE_UNDER,
                                        FORM_LINE_UNDER, FORM_LINE_THROUGH,
                                        FORM_LINE_DOUBLE };

static struct form_change make_change(struct random *random)
{
    enum { COUNT = sizeof lines / sizeof *lines };

    return (struct form_change){
        .line = lines[random_below(random, COUNT)],
        .before = "before",
        .behind = "behind",
    };
}

static void cut_span(struct random *random, struct arena *arena,
                     struct text *text, const struct span *span)
{
    struct span piece = *span;
    size_t n;

    piece.len = 0;
    for (size_t i = 0; i < span->len; i += n) {
        utf8_decode(span->utf8 + i, span->len - i, &n);
        if (piece.len && random_one_in(random, 6)) {
            text_add(arena, text, piece);
            piece.utf8 += piece.len;
            piece.len = 0;
            piece.change = (enum span_change)random_below(random, 3);
        }
        piece.len += n;
    }
    text_add(arena, text, piece);
}

static void cut_text(struct random *random, struct arena *arena,
                     struct text *text)
{
    struct text cut = { 0 };

    for (size_t i = 0; i < text->count; i++)
        if (text->items[i].ruby || text->items[i].lang)
            text_add(arena, &cut, text->items[i]);
        else
            cut_span(random, arena, &cut, &text->items[i]);
    *text = cut;
}

static void change_record(struct random *random, struct arena *arena,
                          struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        struct value *value = &record->values[i];

        cut_text(random, arena, &value->text);
        for (size_t e = 0; e < value->entries.count; e++)
            cut_text(random, arena, &value->entries.items[e].text);
        for (size_t r = 0; r < value->records.count; r++)
            change_record(random, arena, value->records.items[r]);
    }
}

void change_words(struct arena *arena, const struct bytes *source,
                  struct form *form, struct record *record)
{
    struct random random = { 14695981039346656037u };
    struct form_stage *stage = &form->stages[0];

    for (size_t i = 0; i < source->len; i++)
        random.state = (random.state ^ source->data[i]) * 1099511628211u;
    if (!random_one_in(&random, 3))
        return;
    for (size_t i = 0; i < stage->style_count; i++)
        stage->styles[i].changes = (struct form_changes){
            .added = make_change(&random),
            .removed = make_change(&random),
            .rule = random_from(&random, 200, 1000),
        };
    change_record(&random, arena, record);
}
