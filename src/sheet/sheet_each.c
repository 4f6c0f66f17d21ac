/*
 * What repeats: the records a template is made for, and how many of them say
 * something. Paths may go through lists, and a condition may choose.
 */
#include <string.h>

#include "base/arena.h"
#include "sheet/bind.h"

static bool is_choice(const struct value *value, const char *word, size_t len)
{
    const char *own = value->field->choices[value->choice].value;

    return strlen(own) == len && !memcmp(own, word, len);
}

static bool holds(struct bind *bind, const struct record *record,
                  const struct form_where *where)
{
    const struct value *value =
        record_resolve(record, where->path, where->path_len);

    if (where->past)
        return bind_is_past(bind, record, value);
    if (!value || !value->present)
        return where->empty;
    for (size_t i = 0; i < where->value_count; i++)
        if (is_choice(value, where->values[i], strlen(where->values[i])))
            return true;
    return false;
}

static bool is_taken(struct bind *bind, const struct record *record,
                     const struct form_where *where)
{
    for (; where && where->path_len; where = where->and)
        if (!holds(bind, record, where))
            return false;
    return true;
}

struct record_list bind_list(struct bind *bind, const struct record *record,
                             const char *const *each, size_t each_len,
                             const struct form_where *where)
{
    const struct value *list = record_resolve(record, each, each_len);
    struct record_list out = { 0 };
    struct values lists;

    if (list && !where->path_len)
        return list->records;
    lists = record_gather(bind->arena, record, each, each_len);
    for (size_t i = 0; i < lists.count; i++)
        for (size_t j = 0; j < lists.items[i]->records.count; j++) {
            struct record *item = lists.items[i]->records.items[j];

            if (is_taken(bind, item, where))
                *LIST_ADD(bind->arena, &out) = item;
        }
    return out;
}

int64_t bind_count(struct bind *bind, const struct form_piece *piece,
                   const struct record *record)
{
    struct values values =
        record_gather(bind->arena, record, piece->path, piece->path_len);
    int64_t count = 0;

    for (size_t i = 0; i < values.count; i++) {
        const struct value *value = values.items[i];

        if (piece->text.len)
            count += value->present &&
                     is_choice(value, piece->text.utf8, piece->text.len);
        else if (value->field->type == FORM_RECORDS)
            count += (int64_t)value->records.count;
        else
            count += value->present;
    }
    return count;
}
