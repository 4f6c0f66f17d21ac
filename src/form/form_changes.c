/* How changed words look and sound, for sheets of comparisons. */
#include "base/diag.h"
#include "base/message.h"
#include "form/form_read.h"
#include "yaml/node.h"

static void read_line(struct form_reader *reader, const struct node *node,
                      void *out)
{
    static const char *const words[] = {
        [FORM_LINE_NONE] = "none",
        [FORM_LINE_UNDER] = "underline",
        [FORM_LINE_THROUGH] = "strike",
        [FORM_LINE_DOUBLE] = "double-strike",
    };
    int word =
        form_read_word(reader, node, words, sizeof words / sizeof words[0]);

    if (word >= 0)
        *(enum form_line *)out = (enum form_line)word;
}

/* A line alone, or with what is heard. */
static void read_change(struct form_reader *reader, const struct node *node,
                        void *out)
{
#define CHANGE(member) offsetof(struct form_change, member)
    static const struct form_key table[] = {
        { "line", read_line, CHANGE(line), true },
        { "before", form_read_string, CHANGE(before), false },
        { "behind", form_read_string, CHANGE(behind), false },
    };
#undef CHANGE
    static const struct form_keys keys =
        FORM_KEYS(N_("a kind of change"), table);
    struct form_change *change = out;

    if (node->kind == NODE_SCALAR)
        read_line(reader, node, &change->line);
    else
        form_read_keys(reader, node, &keys, change);
}

static void read_rule(struct form_reader *reader, const struct node *node,
                      void *out)
{
    enum { LEAST = 100, MOST = 2000 };
    int32_t *rule = out;
    size_t errors = reader->diags->errors;

    form_read_points(reader, node, rule);
    if (reader->diags->errors == errors && (*rule < LEAST || *rule > MOST))
        diag_add(reader->diags, DIAG_ERROR, "form-length", node->at,
                 _("lines of this weight cannot mark words"))
            ->expected = _("a weight from 0.1pt to 2pt");
}

void form_read_changes(struct form_reader *reader, const struct node *node,
                       void *out)
{
#define CHANGES(member) offsetof(struct form_changes, member)
    static const struct form_key table[] = {
        { "added", read_change, CHANGES(added), false },
        { "removed", read_change, CHANGES(removed), false },
        { "rule", read_rule, CHANGES(rule), false },
    };
#undef CHANGES
    static const struct form_keys keys = FORM_KEYS(N_("changes"), table);

    form_read_keys(reader, node, &keys, out);
}

const struct form_change *form_show_change(const struct form_style *style,
                                           enum span_change change)
{
    const struct form_change *shown =
        change == SPAN_ADDED ? &style->changes.added : &style->changes.removed;

    return change == SPAN_SAME || !shown->line ? NULL : shown;
}
