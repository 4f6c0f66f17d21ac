/* Finding things in a record that was read. */
#include "record/record.h"

#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "yaml/node.h"

const struct node *record_form_name(const struct node *root,
                                    const struct form *form)
{
    if (root->kind != NODE_MAPPING)
        return NULL;
    for (size_t i = 0; i < form->fields.count; i++)
        if (form->fields.items[i].type == FORM_NAME)
            return node_lookup(root, form->fields.items[i].key);
    return NULL;
}

const struct value *record_lookup(const struct record *record, const char *key)
{
    for (size_t i = 0; i < record->fields->count; i++)
        if (!strcmp(record->fields->items[i].key, key))
            return &record->values[i];
    return NULL;
}

const struct value *record_follow(const struct record *record,
                                  const char *const *path, size_t len)
{
    const struct value *value = NULL;

    for (size_t i = 0; i < len; i++) {
        if (i && value->field->type != FORM_GROUP)
            return NULL;
        if (i)
            record = value->records.items[0];
        value = record_lookup(record, path[i]);
        if (!value)
            return NULL;
    }
    return value;
}

const struct value *record_resolve(const struct record *record,
                                   const char *const *path, size_t len)
{
    for (; record; record = record->parent) {
        const struct value *value = record_follow(record, path, len);

        if (value)
            return value;
    }
    return NULL;
}

static void gather(struct arena *arena, const struct record *record,
                   const char *const *path, size_t len, struct values *out)
{
    const struct value *value = record_lookup(record, path[0]);

    if (len == 1) {
        *LIST_ADD(arena, out) = value;
        return;
    }
    for (size_t i = 0; i < value->records.count; i++)
        gather(arena, value->records.items[i], path + 1, len - 1, out);
}

struct values record_gather(struct arena *arena, const struct record *record,
                            const char *const *path, size_t len)
{
    struct values out = { 0 };

    while (record && !form_reach_field(record->fields, path, len))
        record = record->parent;
    if (record)
        gather(arena, record, path, len, &out);
    return out;
}

const struct value *record_find_use(const struct record *record,
                                    const char *use)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct value *inner = NULL;

        if (value->field->use && !strcmp(value->field->use, use))
            return value;
        if (value->field->type == FORM_GROUP)
            inner = record_find_use(value->records.items[0], use);
        if (inner)
            return inner;
    }
    return NULL;
}

const struct value *record_lookup_use(const struct record *record,
                                      const char *use)
{
    while (record->parent)
        record = record->parent;
    return record_find_use(record, use);
}

/* The decimal digits of a number, in front of `end`; where they begin. */
static char *put_number(char *end, size_t number)
{
    do {
        *--end = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return end;
}

/* Asked for every record and cell: made from its end on, in one piece. */
char *record_address(struct arena *arena, const struct record *record)
{
    enum { NUMBER_ROOM = 24 }; /* brackets, digits, slash */
    size_t room = 1;
    char *out;
    char *at;

    for (const struct record *r = record; r->parent; r = r->parent)
        room += strlen(r->list->key) + NUMBER_ROOM;
    out = arena_alloc(arena, room);
    at = out + room - 1;
    for (const struct record *r = record; r->parent; r = r->parent) {
        size_t len = strlen(r->list->key);

        if (r != record)
            *--at = '/';
        if (r->number) {
            *--at = ']';
            at = put_number(at, r->number);
            *--at = '[';
        }
        at -= len;
        memcpy(at, r->list->key, len);
    }
    return at;
}
