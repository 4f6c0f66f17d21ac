/* What a source should look like: reports about kinds and keys. */
#include "record/record_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "form/form.h"
#include "yaml/node.h"

/* Lines of an example after its first stand below it in the message. */
#define NEXT_LINE "\n        "

/* ---- examples --------------------------------------------------------- */

/* The fields an example shows: those a record cannot do without. */
static const char *show_fields(struct record_reader *reader,
                               const struct form_fields *fields,
                               const char *first, const char *others)
{
    const char *out = "";
    const char *indent = first;

    for (size_t i = 0; fields && i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        bool list = field->type == FORM_ENTRIES || field->type == FORM_RECORDS;

        if (i && field->need != FORM_REQUIRED)
            continue;
        out = arena_printf(reader->arena, "%s" NEXT_LINE "%s%s:%s", out, indent,
                           field->key, list ? "" : " ...");
        if (list)
            out = arena_printf(reader->arena, "%s" NEXT_LINE "%s  - ...", out,
                               others);
        indent = others;
    }
    return out;
}

const char *record_show_example(struct record_reader *reader,
                                const struct form_field *field)
{
    struct arena *arena = reader->arena;
    const char *key = field->key;

    switch (field->type) {
    case FORM_ENTRIES:
    case FORM_STRINGS:
        return arena_printf(
            arena, _("lines such as%s"),
            arena_printf(
                arena, NEXT_LINE "%s:" NEXT_LINE "  - ..." NEXT_LINE "  - ...",
                key));
    case FORM_RECORDS:
        return arena_printf(
            arena, _("lines such as%s"),
            arena_printf(arena, NEXT_LINE "%s:%s", key,
                         show_fields(reader, field->fields, "  - ", "    ")));
    case FORM_GROUP:
        return arena_printf(
            arena, _("lines such as%s"),
            arena_printf(arena, NEXT_LINE "%s:%s", key,
                         show_fields(reader, field->fields, "  ", "  ")));
    case FORM_CHOICE:
        return arena_printf(arena, "%s: %s", key,
                            field->choice_count ? field->choices[0].value
                                                : "...");
    case FORM_NAME:
        return arena_printf(arena, "%s: %s", key, reader->form->name);
    case FORM_NUMBER:
        return arena_printf(arena, "%s: %s", key,
                            field->decimals ? "12.5" : "12");
    default:
        return arena_printf(arena, "%s: ...", key);
    }
}

/* ---- a node of the wrong kind ----------------------------------------- */

static const char *describe_found(const struct node *node)
{
    if (node->kind == NODE_SEQUENCE)
        return _("a list");
    if (node->kind == NODE_MAPPING)
        return _("keys and values");
    return _("a text");
}

static const char *describe_wanted(const struct form_field *field)
{
    switch (field->type) {
    case FORM_ENTRIES:
    case FORM_STRINGS:
        return _("a list of texts");
    case FORM_RECORDS:
        return _("a list of records");
    case FORM_GROUP:
        return _("keys and values");
    default:
        return _("one text");
    }
}

void record_report_type(struct record_reader *reader, const struct node *node,
                        const struct form_field *field)
{
    bool list = field->type == FORM_ENTRIES || field->type == FORM_STRINGS;
    struct diag *diag;

    if (node_is_empty(node)) {
        diag = diag_add(reader->diags, DIAG_ERROR, "source-empty", node->at,
                        _("\"%s\" holds an empty place"), field->key);
        diag->expected = record_show_example(reader, field);
        return;
    }
    diag = diag_add(reader->diags, DIAG_ERROR, "source-type", node->at,
                    _("\"%s\" takes %s, but this is %s"), field->key,
                    describe_wanted(field), describe_found(node));
    if (list && node->kind == NODE_SCALAR)
        diag->expected = arena_printf(
            reader->arena, _("lines such as%s"),
            arena_printf(reader->arena, NEXT_LINE "%s:" NEXT_LINE "  - %s",
                         field->key, node->value));
    else
        diag->expected = record_show_example(reader, field);
}

/* ---- a key its level does not have ------------------------------------ */

/* Where in the form a key stands, as "A/B"; several joined by commas. */
static const char *find_places(struct record_reader *reader,
                               const struct form_fields *fields,
                               const char *path, const char *key,
                               const char *found)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!strcmp(field->key, key))
            found =
                arena_printf(reader->arena, "%s%s%s", found, *found ? ", " : "",
                             *path ? path : _("the top of the file"));
        found = find_places(reader, field->fields,
                            arena_printf(reader->arena, "%s%s%s", path,
                                         *path ? "/" : "", field->key),
                            key, found);
    }
    return found;
}

static const char *join_keys(struct record_reader *reader,
                             const struct form_fields *fields)
{
    const char *out = "";

    for (size_t i = 0; i < fields->count; i++)
        out = arena_printf(reader->arena, "%s%s%s", out, i ? ", " : "",
                           fields->items[i].key);
    return out;
}

const char *record_guess_key(struct record_reader *reader, const char *key,
                             const struct form_fields *fields)
{
    const char **keys =
        arena_calloc(reader->arena, fields->count + 1, sizeof *keys);

    if (*find_places(reader, &reader->form->fields, "", key, ""))
        return NULL;
    for (size_t i = 0; i < fields->count; i++)
        keys[i] = fields->items[i].key;
    return diag_nearest(key, keys, fields->count);
}

void record_report_key(struct record_reader *reader, const struct node *key,
                       const struct form_fields *fields)
{
    const char *places =
        find_places(reader, &reader->form->fields, "", key->value, "");
    struct diag *diag;

    diag = diag_add(reader->diags, DIAG_ERROR, "source-unknown-key", key->at,
                    *places ? _("the key \"%s\" does not stand at this level")
                            : _("the form has no key \"%s\""),
                    key->value);
    diag->width = (int)utf8_count(key->value, key->len);
    if (*places) {
        diag->expected =
            arena_printf(reader->arena, _("it stands under: %s"), places);
        return;
    }
    diag->similar = record_guess_key(reader, key->value, fields);
    if (!diag->similar)
        diag->expected = arena_printf(reader->arena, _("one of these keys: %s"),
                                      join_keys(reader, fields));
}
