/* Which records of a list are taken: those that a field says. */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

/* What the mapping says, before it is weighed. */
struct draft {
    const struct node *field;
    const struct node *is;
    bool empty;
    bool past;
};

/* The field must be known before the values can be judged. */
static void keep_node(struct form_reader *reader, const struct node *node,
                      void *out)
{
    (void)reader;
    *(const struct node **)out = node;
}

bool form_check_choice(struct form_reader *reader,
                       const struct form_field *field, const char *value,
                       struct position at)
{
    const char **values =
        arena_calloc(reader->arena, field->choice_count + 1, sizeof *values);
    struct diag *diag;

    for (size_t i = 0; i < field->choice_count; i++) {
        values[i] = field->choices[i].value;
        if (!strcmp(values[i], value))
            return true;
    }
    diag = diag_add(reader->diags, DIAG_ERROR, "form-choice", at,
                    _("\"%s\" is none of the choices of \"%s\""), value,
                    field->key);
    diag->width = (int)utf8_count(value, strlen(value));
    diag->expected =
        field->choice_count
            ? form_join_words(reader->arena, values, field->choice_count)
            : _("a field of the type choice");
    return false;
}

static void add_value(struct form_reader *reader, const struct node *node,
                      const struct form_field *field, struct form_where *where)
{
    if (form_check_scalar(reader, node) &&
        form_check_choice(reader, field, node->value, node->at))
        where->values[where->value_count++] = node->value;
}

/* A deadline is looked for in words of the author. */
static void check_past(struct form_reader *reader,
                       const struct form_field *field, struct position at)
{
    if (!reader->stage->deadlines.month)
        diag_add(reader->diags, DIAG_ERROR, "form-row", at,
                 _("nothing says how deadlines are read"))
            ->expected = _("the key \"deadlines\" in the file of the stage, "
                           "before its blocks");
    else if (field->type != FORM_TEXT && field->type != FORM_ENTRIES)
        diag_add(reader->diags, DIAG_ERROR, "form-row", at,
                 _("\"%s\" has no words to find a deadline in"), field->key)
            ->expected = _("a field of the type text or entries");
}

static void read_condition(struct form_reader *reader, const struct node *node,
                           void *out)
{
    static const struct form_key table[] = {
        { "field", keep_node, offsetof(struct draft, field), true },
        { "is", keep_node, offsetof(struct draft, is), false },
        { "empty", form_read_bool, offsetof(struct draft, empty), false },
        { "past", form_read_bool, offsetof(struct draft, past), false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a condition"), table);
    struct form_where *where = out;
    struct draft draft = { 0 };
    const struct form_field *field;
    size_t count;

    if (!form_read_keys(reader, node, &keys, &draft) ||
        !form_check_scalar(reader, draft.field))
        return;
    if (draft.empty + draft.past + (draft.is != NULL) != 1) {
        diag_add(reader->diags, DIAG_ERROR, "form-row", node->at,
                 _("a condition has one of \"is\", \"empty: true\" and "
                   "\"past: true\""));
        return;
    }
    where->path_len = form_split_path(reader->arena, draft.field->value,
                                      draft.field->len, &where->path);
    where->empty = draft.empty;
    where->past = draft.past;
    field =
        form_find_field(reader, where->path, where->path_len, draft.field->at);
    if (field && draft.past)
        check_past(reader, field, draft.field->at);
    if (!field || !draft.is)
        return;
    count = draft.is->kind == NODE_SEQUENCE ? draft.is->count : 1;
    where->values =
        arena_calloc(reader->arena, count + 1, sizeof *where->values);
    if (draft.is->kind != NODE_SEQUENCE)
        add_value(reader, draft.is, field, where);
    for (size_t i = 0; draft.is->kind == NODE_SEQUENCE && i < count; i++)
        add_value(reader, draft.is->items[i], field, where);
}

/* One condition, or several that must all hold. */
void form_read_where(struct form_reader *reader, const struct node *node,
                     void *out)
{
    struct form_where *where = out;

    if (node->kind != NODE_SEQUENCE) {
        read_condition(reader, node, where);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        if (i) {
            struct form_where *next = arena_alloc(reader->arena, sizeof *next);

            *next = (struct form_where){ 0 };
            where->and = next;
            where = next;
        }
        read_condition(reader, node->items[i], where);
    }
}

void form_read_deadlines(struct form_reader *reader, const struct node *node,
                         void *out)
{
#define WORDS(member) offsetof(struct form_deadlines, member)
    static const struct form_key table[] = {
        { "month", form_read_string, WORDS(month), true },
        { "day", form_read_string, WORDS(day), true },
        { "ends", form_read_strings, WORDS(ends), true },
    };
#undef WORDS
    static const struct form_keys keys =
        FORM_KEYS(N_("the words of deadlines"), table);

    form_read_keys(reader, node, &keys, out);
}
