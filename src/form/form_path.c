/*
 * Field paths. "{a.b}" in a stage's file is looked up in the fields of the
 * innermost record first, then outwards, so that a binding that cannot
 * come out is found before any source is read.
 */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

/* A growing list of words, candidates for "did you mean". */
struct words {
    const char **items;
    size_t count;
    size_t capacity;
};

size_t form_split_path(struct arena *arena, const char *text, size_t len,
                       const char ***out)
{
    struct words keys = { 0 };
    size_t start = 0;

    for (size_t i = 0; i <= len; i++) {
        if (i < len && text[i] != '.')
            continue;
        *LIST_ADD(arena, &keys) = arena_copy(arena, text + start, i - start);
        start = i + 1;
    }
    *out = keys.items;
    return keys.count;
}

static const char *join_path(struct arena *arena, const char *const *path,
                             size_t len)
{
    const char *out = len ? path[0] : "";

    for (size_t i = 1; i < len; i++)
        out = arena_printf(arena, "%s.%s", out, path[i]);
    return out;
}

const struct form_field *form_follow_path(const struct form_fields *fields,
                                          const char *const *path, size_t len)
{
    const struct form_field *field = NULL;

    for (size_t i = 0; i < len; i++) {
        if (i && field->type != FORM_GROUP)
            return NULL;
        field = form_lookup_field(fields, path[i]);
        if (!field)
            return NULL;
        fields = field->fields;
    }
    return field;
}

const struct form_field *form_reach_field(const struct form_fields *fields,
                                          const char *const *path, size_t len)
{
    const struct form_field *field = NULL;

    for (size_t i = 0; i < len; i++) {
        field = form_lookup_field(fields, path[i]);
        if (!field)
            return NULL;
        fields = field->fields;
    }
    return field;
}

/* Every path these fields offer, through groups. */
static void collect_paths(struct arena *arena, const struct form_fields *fields,
                          const char *prefix, struct words *out)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        const char *path = arena_printf(arena, "%s%s", prefix, field->key);

        *LIST_ADD(arena, out) = path;
        if (field->type == FORM_GROUP && field->fields)
            collect_paths(arena, field->fields,
                          arena_printf(arena, "%s.", path), out);
    }
}

/* The list whose records have this path, anywhere in the form. */
static const struct form_field *find_owner(const struct form_fields *fields,
                                           const char *const *path, size_t len)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        const struct form_field *deeper;

        if (!field->fields)
            continue;
        if (field->type == FORM_RECORDS &&
            form_follow_path(field->fields, path, len))
            return field;
        deeper = find_owner(field->fields, path, len);
        if (deeper)
            return deeper;
    }
    return NULL;
}

static void report_path(struct form_reader *reader, const char *const *path,
                        size_t len, struct position at)
{
    struct arena *arena = reader->arena;
    const char *name = join_path(arena, path, len);
    const struct form_field *owner =
        find_owner(&reader->form->fields, path, len);
    struct words words = { 0 };
    struct diag *diag;

    diag = diag_add(reader->diags, DIAG_ERROR, "form-field", at,
                    _("no field \"%s\" can be seen from here"), name);
    diag->width = (int)utf8_count(name, strlen(name));
    if (owner) {
        diag->expected =
            arena_printf(arena,
                         _("\"%s\" is a field of the list \"%s\", so it stands "
                           "inside \"each: %s\""),
                         name, owner->key, owner->key);
        return;
    }
    for (const struct form_scope *s = reader->scope; s; s = s->outer) {
        collect_paths(arena, s->fields, "", &words);
        /* LIST.FIELD inside of the list itself. */
        if (len > 1 && s->list && !strcmp(s->list->key, path[0]) &&
            form_follow_path(s->fields, path + 1, len - 1)) {
            diag->similar = join_path(arena, path + 1, len - 1);
            return;
        }
    }
    diag->similar = diag_nearest(name, words.items, words.count);
    if (!diag->similar)
        diag->expected =
            arena_printf(arena, _("one of these fields: %s"),
                         form_join_words(arena, words.items, words.count));
}

static void note_named(struct form_reader *reader,
                       const struct form_field *field)
{
    struct form_named *named = &reader->stage->named;

    if (!form_has_named(named, field))
        *LIST_ADD(reader->arena, named) = field;
}

const struct form_field *form_find_field(struct form_reader *reader,
                                         const char *const *path, size_t len,
                                         struct position at)
{
    for (const struct form_scope *s = reader->scope; s; s = s->outer) {
        const struct form_field *field;

        if (!s->fields)
            return NULL;
        field = form_follow_path(s->fields, path, len);
        if (field) {
            if (reader->on_sheet)
                note_named(reader, field);
            return field;
        }
    }
    report_path(reader, path, len, at);
    return NULL;
}

/* The scope in which a path can be gone, through lists; NULL when none. */
static const struct form_scope *find_scope(const struct form_reader *reader,
                                           const char *const *path, size_t len)
{
    for (const struct form_scope *s = reader->scope; s && s->fields;
         s = s->outer)
        if (form_reach_field(s->fields, path, len))
            return s;
    return NULL;
}

const struct form_field *form_find_deep_field(struct form_reader *reader,
                                              const char *const *path,
                                              size_t len, struct position at)
{
    const struct form_scope *scope = find_scope(reader, path, len);

    for (size_t i = 1; scope && i <= len; i++)
        note_named(reader, form_reach_field(scope->fields, path, i));
    return scope ? form_reach_field(scope->fields, path, len)
                 : form_find_field(reader, path, len, at);
}

/* The scopes of the lists on the way to a list that is there. */
static void open_scopes(struct form_reader *reader, const char *const *path,
                        size_t len)
{
    const struct form_fields *fields = find_scope(reader, path, len)->fields;

    for (size_t i = 0; i < len; i++) {
        const struct form_field *field = form_lookup_field(fields, path[i]);

        fields = field->fields;
        if (field->type == FORM_RECORDS) {
            struct form_scope *scope =
                arena_alloc(reader->arena, sizeof *scope);

            *scope = (struct form_scope){ fields, field, reader->scope };
            reader->scope = scope;
        }
    }
}

void form_read_when(struct form_reader *reader, const struct node *node,
                    const char ***path, size_t *len)
{
    if (!form_check_scalar(reader, node))
        return;
    *len = form_split_path(reader->arena, node->value, node->len, path);
    form_find_field(reader, *path, *len, node->at);
}

/* The scope after a mistake: nothing in it is a further one. */
static void open_unknown(struct form_reader *reader)
{
    struct form_scope *scope = arena_alloc(reader->arena, sizeof *scope);

    *scope = (struct form_scope){ .outer = reader->scope };
    reader->scope = scope;
}

void form_open_each(struct form_reader *reader, const struct node *node,
                    const char ***path, size_t *len)
{
    const struct form_field *field = NULL;

    if (form_check_scalar(reader, node)) {
        *len = form_split_path(reader->arena, node->value, node->len, path);
        field = form_find_deep_field(reader, *path, *len, node->at);
    }
    if (field && field->type == FORM_RECORDS) {
        open_scopes(reader, *path, *len);
        return;
    }
    if (field)
        diag_add(reader->diags, DIAG_ERROR, "form-each", node->at,
                 _("\"%s\" is no list of records, so nothing repeats"),
                 node->value)
            ->expected = arena_printf(reader->arena,
                                      _("a field of the type records; "
                                        "this one is of the type %s"),
                                      form_type_name(field->type));
    open_unknown(reader);
}
