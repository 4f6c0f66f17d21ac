/* Records: a tree of keys and values walked along the form's fields. */
#include "record/record_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "form/form.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

/* Where a record stands, when it is made. */
struct place {
    const struct record *parent;
    const struct form_field *list;
    size_t number;
    struct position at;
};

static struct record *read_record(struct record_reader *reader,
                                  const struct node *node,
                                  const struct form_fields *fields,
                                  struct place place);

/* ---- what is missing -------------------------------------------------- */

/* True when a misspelt key of the record stands for this field. */
static bool is_misspelt(struct record_reader *reader,
                        const struct record *record, const struct node *node,
                        const struct form_field *field)
{
    for (size_t i = 0; node && i < node->count; i++) {
        const char *key = node->pairs[i].key->value;
        const char *meant;

        if (form_lookup_field(record->fields, key))
            continue;
        meant = record_guess_key(reader, key, record->fields);
        if (meant && !strcmp(meant, field->key))
            return true;
    }
    return false;
}

/*
 * Reports a field without a value. `given`: the record itself stands in the
 * source; in a group nobody wrote, nothing is required.
 */
static void report_missing(struct record_reader *reader,
                           const struct record *record,
                           const struct value *value, bool given)
{
    const struct form_field *field = value->field;
    bool required = field->need == FORM_REQUIRED && given;
    bool expected = field->need == FORM_EXPECTED && reader->stage;
    const char *address;
    struct diag *diag;

    if ((!required && !expected) || !form_concerns(field, reader->stage))
        return;
    address = record_address(reader->arena, record);
    diag = diag_add(reader->diags, required ? DIAG_ERROR : DIAG_WARNING,
                    "source-missing-key", value->at,
                    *address ? _("\"%s\" is missing in %s")
                             : _("\"%s\" is missing"),
                    field->key, address);
    diag->expected = record_show_example(reader, field);
}

/* ---- values ----------------------------------------------------------- */

static void read_records(struct record_reader *reader,
                         const struct record *record, const struct node *node,
                         struct value *value)
{
    const struct form_field *field = value->field;

    if (node->kind != NODE_SEQUENCE) {
        record_report_type(reader, node, field);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];

        if (item->kind != NODE_MAPPING) {
            record_report_type(reader, item, field);
            continue;
        }
        *LIST_ADD(reader->arena, &value->records) =
            read_record(reader, item, field->fields,
                        (struct place){ .parent = record,
                                        .list = field,
                                        .number = i + 1,
                                        .at = item->at });
    }
}

/*
 * A group has its record always, so that paths through it can be followed.
 * One of the wrong kind is reported once: nothing is missed inside it.
 */
static void read_group(struct record_reader *reader,
                       const struct record *record, const struct node *node,
                       struct value *value)
{
    const struct form_field *field = value->field;
    struct diags unseen = diags_make(reader->arena);
    struct record_reader inner = *reader;

    if (node && node->kind != NODE_MAPPING) {
        record_report_type(reader, node, field);
        inner.diags = &unseen;
        node = NULL;
    }
    *LIST_ADD(reader->arena, &value->records) = read_record(
        &inner, node, field->fields,
        (struct place){ .parent = record, .list = field, .at = value->at });
}

static void read_value(struct record_reader *reader,
                       const struct record *record, const struct node *node,
                       struct value *value)
{
    value->at = node->at;
    if (node->kind == NODE_SCALAR && node->len)
        value->at = node_position_at(node, 0);
    value->present = true;
    switch (value->field->type) {
    case FORM_RECORDS:
        read_records(reader, record, node, value);
        break;
    case FORM_GROUP:
        read_group(reader, record, node, value);
        break;
    case FORM_ENTRIES:
        record_read_entries(reader, record, node, value);
        break;
    case FORM_STRINGS:
        record_read_strings(reader, node, value);
        break;
    default:
        record_read_scalar(reader, record, node, value);
        break;
    }
}

/* An empty value of a field the record cannot do without. */
static void report_empty(struct record_reader *reader, const struct node *node,
                         const struct form_field *field)
{
    diag_add(reader->diags, DIAG_ERROR, "source-empty", node->at,
             _("nothing stands behind \"%s:\""), field->key)
        ->expected = record_show_example(reader, field);
}

/* ---- records ---------------------------------------------------------- */

static void read_field(struct record_reader *reader,
                       const struct record *record, const struct node *node,
                       struct value *value)
{
    const struct form_field *field = value->field;
    const struct node *behind = node ? node_lookup(node, field->key) : NULL;
    bool empty = behind && (node_is_empty(behind) ||
                            (behind->kind != NODE_SCALAR && !behind->count));

    if (behind && !empty) {
        read_value(reader, record, behind, value);
        return;
    }
    if (empty)
        value->at = behind->at;
    if (empty && field->need == FORM_REQUIRED)
        report_empty(reader, behind, field);
    else if (!is_misspelt(reader, record, node, field))
        report_missing(reader, record, value, node != NULL);
    if (field->type == FORM_GROUP)
        read_group(reader, record, NULL, value);
}

static struct record *read_record(struct record_reader *reader,
                                  const struct node *node,
                                  const struct form_fields *fields,
                                  struct place place)
{
    struct record *record = arena_alloc(reader->arena, sizeof *record);

    *record = (struct record){
        .form = reader->form,
        .fields = fields,
        .parent = place.parent,
        .number = place.number,
        .list = place.list,
        .values = arena_calloc(reader->arena, fields->count + 1,
                               sizeof *record->values),
        .at = place.at,
    };
    for (size_t i = 0; node && i < node->count; i++)
        if (!form_lookup_field(fields, node->pairs[i].key->value) &&
            strcmp(node->pairs[i].key->value, "<<") != 0) /* YAML's fault */
            record_report_key(reader, node->pairs[i].key, fields);
    for (size_t i = 0; i < fields->count; i++) {
        record->values[i] =
            (struct value){ .field = &fields->items[i], .at = place.at };
        read_field(reader, record, node, &record->values[i]);
    }
    return record;
}

struct record *record_read(struct arena *arena, const struct node *root,
                           const struct form *form, const char *stage,
                           struct diags *diags)
{
    struct record_signs signs = { 0 };
    struct record_reader reader = {
        .arena = arena,
        .diags = diags,
        .form = form,
        .stage = stage,
        .signs = &signs,
    };
    struct record *record;

    if (root->kind != NODE_MAPPING) {
        diag_add(diags, DIAG_ERROR, "source-type", root->at,
                 _("the file does not hold keys and values"))
            ->expected =
            form->fields.count
                ? record_show_example(&reader, &form->fields.items[0])
                : NULL;
        return NULL;
    }
    for (size_t i = 0; i < RECORD_CIRCLED_LIMIT; i++)
        reader.circled[i] =
            unicode_format_number(arena, i + 1, UNICODE_CIRCLED);
    record = read_record(&reader, root, &form->fields,
                         (struct place){ .at = root->at });
    record_report_signs(&reader);
    return record;
}
