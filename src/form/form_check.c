/* `check:` of fields.yaml, and templates/check.yaml. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "form/check.h"
#include "form/form_read.h"
#include "yaml/node.h"

/* ---- fields.yaml --------------------------------------------------------- */

static void add_switch(struct form_reader *reader, const struct node *node,
                       struct form_check *check, enum form_switch_to to)
{
    struct form_switch change = { .to = to, .at = node->at };

    form_read_string(reader, node, &change.rule);
    if (change.rule)
        *LIST_ADD(reader->arena, &check->switches) = change;
}

#define SWITCH(name, to)                                                       \
    static void read_##name##_item(struct form_reader *reader,                 \
                                   const struct node *node, void *out)         \
    {                                                                          \
        add_switch(reader, node, out, to);                                     \
    }                                                                          \
    static void read_##name(struct form_reader *reader,                        \
                            const struct node *node, void *out)                \
    {                                                                          \
        form_read_list(reader, node, read_##name##_item, out);                 \
    }

SWITCH(off, FORM_SWITCH_OFF)
SWITCH(note, FORM_SWITCH_NOTE)
SWITCH(warning, FORM_SWITCH_WARNING)
SWITCH(error, FORM_SWITCH_ERROR)
#undef SWITCH

void form_read_check(struct form_reader *reader, const struct node *node,
                     void *out)
{
    static const struct form_key table[] = {
        { "off", read_off, 0, false },
        { "note", read_note, 0, false },
        { "warning", read_warning, 0, false },
        { "error", read_error, 0, false },
        { "deadlines", form_read_strings,
          offsetof(struct form_check, deadlines), false },
        { "allow", form_read_strings, offsetof(struct form_check, allow),
          false },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("the list of checks"), table);

    form_read_keys(reader, node, &keys, out);
}

/* ---- templates/check.yaml ------------------------------------------------ */

#define SLIP(member) offsetof(struct form_slip, member)

static void read_slip(struct form_reader *reader, const struct node *node,
                      void *out)
{
    static const struct form_key table[] = {
        { "find", form_read_string, SLIP(find), true },
        { "write", form_read_string, SLIP(write), true },
        { "before_digit", form_read_bool, SLIP(before_digit), false },
        { "after_digit", form_read_bool, SLIP(after_digit), false },
        { "before", form_read_strings, SLIP(before), false },
        { "unless_before", form_read_strings, SLIP(unless_before), false },
        { "after", form_read_strings, SLIP(after), false },
        { "unless_after", form_read_strings, SLIP(unless_after), false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a slip"), table);
    struct form_slips *slips = out;
    struct form_slip slip = { 0 };

    if (form_read_keys(reader, node, &keys, &slip) && slip.find && slip.write)
        *LIST_ADD(reader->arena, slips) = slip;
}

static void read_slips(struct form_reader *reader, const struct node *node,
                       void *out)
{
    form_read_list(reader, node, read_slip, out);
}

const struct form_check_words *form_load_check_words(struct arena *arena,
                                                     const char *file,
                                                     struct diags *diags)
{
#define WORD(key)                                                              \
    {                                                                          \
#key, form_read_string, offsetof(struct form_check_words, key), true   \
    }
    static const struct form_key table[] = {
        WORD(lang),
        WORD(counter_signs),
        WORD(counter_of),
        WORD(counter_write),
        WORD(okurigana),
        WORD(amounts),
        WORD(codes),
        WORD(weekdays),
        WORD(month),
        WORD(day),
        WORD(repeat),
        WORD(list),
        WORD(doubled),
        WORD(comma),
        WORD(stop),
        { "polite", form_read_strings,
          offsetof(struct form_check_words, polite), true },
        { "spelling", read_slips, offsetof(struct form_check_words, spelling),
          true },
        { "slips", read_slips, offsetof(struct form_check_words, slips), true },
    };
#undef WORD
    static const struct form_keys keys =
        FORM_KEYS(N_("the file of the rules' words"), table);
    struct form_check_words *words = arena_alloc(arena, sizeof *words);

    return form_load_words(arena, file, &keys, diags, words) ? words : NULL;
}
