/* Choices with check boxes: what was chosen is seen among what could be. */
#include <string.h>

#include "base/arena.h"
#include "sheet/bind.h"

/* Words of the form, and what they mean. */
static struct span say(const struct form_choice *choice, struct position at)
{
    return (struct span){ .utf8 = choice->value,
                          .len = strlen(choice->value),
                          .word = choice->word,
                          .origin = SPAN_TEMPLATE,
                          .at = at };
}

/* A box and its choice, which stay on one line. */
static void bind_choice(struct bind *bind, const struct value *value, size_t i,
                        struct text *out)
{
    const struct form_stage *stage = bind->sheet->stage;
    const struct form_field *field = value->field;
    bool chosen = value->present && value->choice == (int)i;
    size_t first = out->count;

    text_add(bind->arena, out,
             say(chosen ? &stage->box_chosen : &stage->box_other, field->at));
    if (chosen)
        bind_value(bind, value, out);
    else
        text_add(bind->arena, out, say(&field->choices[i], field->at));
    for (; first < out->count; first++)
        out->items[first].whole = true;
}

void bind_choices(struct bind *bind, const struct value *value,
                  struct text *out)
{
    const struct form_choice between = { .value =
                                             bind->sheet->stage->box_between };
    const struct form_field *field = value->field;

    for (size_t i = 0; i < field->choice_count; i++) {
        if (i && between.value)
            text_add(bind->arena, out, say(&between, field->at));
        bind_choice(bind, value, i, out);
    }
}
