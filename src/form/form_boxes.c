/* Check boxes in front of choices: their signs and what these mean. */
#include "form/form_read.h"

#include "base/message.h"

static void read_box(struct form_reader *reader, const struct node *node,
                     void *out)
{
    static const struct form_key table[] = {
        { "sign", form_read_string, offsetof(struct form_choice, value), true },
        { "word", form_read_string, offsetof(struct form_choice, word), true },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a check box"), table);

    form_read_keys(reader, node, &keys, out);
}

void form_read_boxes(struct form_reader *reader, const struct node *node,
                     void *out)
{
#define STAGE(member) offsetof(struct form_stage, member)
    static const struct form_key table[] = {
        { "chosen", read_box, STAGE(box_chosen), true },
        { "other", read_box, STAGE(box_other), true },
        { "between", form_read_string, STAGE(box_between), false },
    };
#undef STAGE
    static const struct form_keys keys =
        FORM_KEYS(N_("a pair of check boxes"), table);

    form_read_keys(reader, node, &keys, out);
}
