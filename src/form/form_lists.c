/* The named lists of fields.yaml: markers and choices. */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "form/form_read.h"
#include "yaml/node.h"

/* ---- markers ---------------------------------------------------------- */

static void read_marker(struct form_reader *reader, const struct node *node,
                        void *out)
{
    static const struct form_key table[] = {
        { "pattern", form_read_string, offsetof(struct form_marker, pattern),
          true },
        { "range", form_read_string, offsetof(struct form_marker, range),
          false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a marker"), table);
    struct form_markers *list = out;
    struct form_marker marker = { 0 };
    const char *number;

    form_read_keys(reader, node, &keys, &marker);
    if (!marker.pattern)
        return;
    number = strchr(marker.pattern, 'N');
    marker.numbered = number != NULL;
    if (number && strchr(number + 1, 'N'))
        diag_add(reader->diags, DIAG_ERROR, "form-marker", node->at,
                 _("the marker \"%s\" holds two numbers"), marker.pattern)
            ->expected = _("one N, which stands for the number: (N)");
    if (marker.range && !marker.numbered)
        diag_add(reader->diags, DIAG_ERROR, "form-marker", node->at,
                 _("the marker \"%s\" has no number, so it has no range"),
                 marker.pattern);
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i].pattern, marker.pattern)) {
            diag_add(reader->diags, DIAG_ERROR, "form-marker", node->at,
                     _("the marker \"%s\" stands here twice"), marker.pattern);
            return;
        }
    *LIST_ADD(reader->arena, list) = marker;
}

/* The pairs of a mapping of named lists; reports anything else. */
static size_t count_pairs(struct form_reader *reader, const struct node *node)
{
    if (node->kind == NODE_MAPPING)
        return node->count;
    diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
             _("names and their values must stand here"))
        ->expected = _("lines such as \"name: value\"");
    return 0;
}

void form_read_markers(struct form_reader *reader, const struct node *node,
                       void *out)
{
    struct form *form = out;
    size_t count = count_pairs(reader, node);

    form->markers =
        arena_calloc(reader->arena, count + 1, sizeof *form->markers);
    form->marker_capacity = count;
    for (size_t i = 0; i < count; i++) {
        struct form_markers *markers = &form->markers[form->marker_count++];

        markers->name = node->pairs[i].key->value;
        form_read_list(reader, node->pairs[i].value, read_marker, markers);
    }
}

/* ---- choices ---------------------------------------------------------- */

static void read_choice(struct form_reader *reader, const struct node *node,
                        void *out)
{
    static const struct form_key table[] = {
        { "value", form_read_string, offsetof(struct form_choice, value),
          true },
        { "word", form_read_string, offsetof(struct form_choice, word), false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a choice"), table);
    struct form_choices *list = out;
    struct form_choice choice = { 0 };

    if (node->kind == NODE_SCALAR)
        form_read_string(reader, node, &choice.value);
    else
        form_read_keys(reader, node, &keys, &choice);
    if (!choice.value)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i].value, choice.value)) {
            diag_add(reader->diags, DIAG_ERROR, "form-choice", node->at,
                     _("the choice \"%s\" stands here twice"), choice.value);
            return;
        }
    *LIST_ADD(reader->arena, list) = choice;
}

void form_read_choices(struct form_reader *reader, const struct node *node,
                       void *out)
{
    size_t count = count_pairs(reader, node);

    (void)out;
    for (size_t i = 0; i < count; i++) {
        struct form_choices *choices =
            LIST_ADD(reader->arena, &reader->choices);

        *choices = (struct form_choices){ .name = node->pairs[i].key->value };
        form_read_list(reader, node->pairs[i].value, read_choice, choices);
    }
}
