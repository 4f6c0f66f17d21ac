/* How many records there are, and which choices they were given. */
#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "record/record.h"
#include "web/inside.h"

bool web_is_mark(const struct form_field *field)
{
    return field->type == FORM_CHOICE && field->choice_count &&
           field->choices[0].word;
}

static bool same_choices(const struct form_field *a, const struct form_field *b)
{
    if (a->choice_count != b->choice_count)
        return false;
    for (size_t i = 0; i < a->choice_count; i++)
        if (strcmp(a->choices[i].value, b->choices[i].value))
            return false;
    return true;
}

/* ---- what there is in a form --------------------------------------------- */

/* The first mark of a stage; `own`: that no stage before it has. */
static const struct form_field *find_mark(const struct form_fields *fields,
                                          const struct form_stage *stage,
                                          bool own)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        const struct form_field *found = NULL;

        if (!form_concerns(field, stage->id))
            continue;
        if (web_is_mark(field) && (!own || form_begins(field, stage->id)))
            return field;
        if (field->fields)
            found = find_mark(field->fields, stage, own);
        if (found)
            return found;
    }
    return NULL;
}

const struct form_field *web_counted_field(const struct web_part *part)
{
    const struct form_field *own =
        find_mark(&part->form->fields, part->stage, true);

    return own ? own : find_mark(&part->form->fields, part->stage, false);
}

static void find_lists(struct arena *arena, const struct form_fields *fields,
                       const struct form_stage *stage, struct web_lists *lists)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (!form_concerns(field, stage->id))
            continue;
        if (field->type == FORM_RECORDS)
            *LIST_ADD(arena, lists) = field;
        if (field->fields)
            find_lists(arena, field->fields, stage, lists);
    }
}

struct web_lists web_find_lists(struct arena *arena,
                                const struct web_part *part)
{
    struct web_lists lists = { 0 };

    find_lists(arena, &part->form->fields, part->stage, &lists);
    return lists;
}

/* ---- what there is in a record ------------------------------------------- */

static size_t count_records(const struct record *record,
                            const struct form_field *list)
{
    size_t count = 0;

    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (value->field == list)
            count += value->records.count;
        for (size_t r = 0; r < value->records.count; r++)
            count += count_records(value->records.items[r], list);
    }
    return count;
}

size_t web_count_records(const struct web_document *document,
                         const struct form_field *list)
{
    return count_records(document->record, list);
}

size_t web_count_list(const struct web_document *document,
                      const struct web_lists *lists, size_t index)
{
    return document->summary ? document->summary->records[index]
                             : web_count_records(document, lists->items[index]);
}

struct counting {
    struct web_count *count;
    const struct form_stage *stage;
};

/* Marks counted together are of one scale and first asked for at one stage. */
static bool is_counted(const struct counting *counting,
                       const struct form_field *field)
{
    const struct form_field *like = counting->count->field;
    const char *stage = like->stage_count ? like->stages[0] : NULL;
    const char *own = field->stage_count ? field->stages[0] : NULL;

    return web_is_mark(field) && same_choices(field, like) &&
           (stage ? own && !strcmp(stage, own) : !own);
}

/* True when records of these fields could be marked; `below`: in lists. */
static bool could_have(const struct counting *counting,
                       const struct form_fields *fields, bool below)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        bool list = field->type == FORM_RECORDS;

        if (!form_concerns(field, counting->stage->id))
            continue;
        if (!below && is_counted(counting, field))
            return true;
        if (field->fields && (!list || below) &&
            could_have(counting, field->fields, list ? false : below))
            return true;
    }
    return false;
}

/* Counts the marks of a record itself, through its groups. */
static bool count_own(struct counting *counting, const struct record *record)
{
    bool found = false;

    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (!form_concerns(value->field, counting->stage->id))
            continue;
        if (value->field->type == FORM_GROUP && value->records.count)
            found |= count_own(counting, value->records.items[0]);
        if (!value->present || !is_counted(counting, value->field))
            continue;
        counting->count->given[value->choice]++;
        found = true;
    }
    return found;
}

static void count_record(struct counting *counting, const struct record *record,
                         bool covered);

static void count_lists(struct counting *counting, const struct record *record,
                        bool covered)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        for (size_t r = 0; r < value->records.count; r++) {
            if (value->field->type == FORM_RECORDS)
                count_record(counting, value->records.items[r], covered);
            else
                count_lists(counting, value->records.items[r], covered);
        }
    }
}

static void count_record(struct counting *counting, const struct record *record,
                         bool covered)
{
    covered |= count_own(counting, record);
    if (!covered && could_have(counting, record->fields, false) &&
        !could_have(counting, record->fields, true))
        counting->count->none++;
    count_lists(counting, record, covered);
}

struct web_count web_count_choices(struct arena *arena,
                                   const struct web_part *part, size_t first,
                                   size_t last)
{
    struct web_count count = { .field = web_counted_field(part) };
    struct counting counting = { &count, part->stage };

    if (!count.field)
        return count;
    count.given =
        arena_calloc(arena, count.field->choice_count, sizeof *count.given);
    for (size_t i = first; i < last; i++) {
        const struct web_summary *summary = part->items[i].summary;

        if (!summary) {
            count_record(&counting, part->items[i].record, false);
            continue;
        }
        count.none += summary->none;
        for (size_t c = 0; c < summary->given_count; c++)
            count.given[c] += summary->given[c];
    }
    count.total = count.none;
    for (size_t i = 0; i < count.field->choice_count; i++)
        count.total += count.given[i];
    return count;
}
