/* fields.yaml: the vocabulary of a form's sources. */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

/* In the order of enum form_type. */
static const char *const type_names[] = {
    "text", "entries", "choice", "number", "fiscal-year",
    "date", "records", "group",  "form",   "strings",
};

const char *form_type_name(enum form_type type)
{
    return type_names[type];
}

/* ---- a field ---------------------------------------------------------- */

/* A field while it is read: what its keys say, before they are weighed. */
struct field_draft {
    struct form_field field;
    bool typed;
    const struct node *number;
    const struct node *markers;
    const struct node *choices;
    const struct node *decimals;
    const struct node *ruby;
    const struct node *fields;
    const struct node *borrow;
    const struct node *stage;
    const struct node *use;
    const struct node *data;
};

static void read_type(struct form_reader *reader, const struct node *node,
                      void *out)
{
    struct field_draft *draft = out;
    int word = form_read_word(reader, node, type_names,
                              sizeof type_names / sizeof type_names[0]);

    draft->typed = word >= 0;
    if (draft->typed)
        draft->field.type = (enum form_type)word;
}

static void read_need(struct form_reader *reader, const struct node *node,
                      void *out)
{
    static const char *const words[] = { "optional", "expected", "required" };
    int word = form_read_word(reader, node, words, 3);

    if (word >= 0)
        *(enum form_need *)out = (enum form_need)word;
}

/* Some keys can be judged only when the type is known: keep their nodes. */
static void keep_node(struct form_reader *reader, const struct node *node,
                      void *out)
{
    (void)reader;
    *(const struct node **)out = node;
}

static void report_name(struct form_reader *reader, const struct node *node,
                        const char *rule, const char *message,
                        const char *const *names, size_t count)
{
    struct diag *diag = diag_add(reader->diags, DIAG_ERROR, rule, node->at,
                                 _(message), node->value);

    diag->width = (int)utf8_count(node->value, node->len);
    diag->similar = diag_nearest(node->value, names, count);
}

static void weigh_markers(struct form_reader *reader, struct field_draft *draft)
{
    const struct form *form = reader->form;
    const struct node *node = draft->markers;
    const char **names;

    if (!form_check_scalar(reader, node))
        return;
    names = arena_calloc(reader->arena, form->marker_count + 1, sizeof *names);
    for (size_t i = 0; i < form->marker_count; i++) {
        names[i] = form->markers[i].name;
        if (!strcmp(names[i], node->value)) {
            draft->field.markers = &form->markers[i];
            return;
        }
    }
    report_name(reader, node, "form-marker",
                N_("no markers are called \"%s\" in this file"), names,
                form->marker_count);
}

static void weigh_choices(struct form_reader *reader, struct field_draft *draft)
{
    const struct form_choice_lists *lists = &reader->choices;
    const struct node *node = draft->choices;
    const char **names;

    if (!form_check_scalar(reader, node))
        return;
    names = arena_calloc(reader->arena, lists->count + 1, sizeof *names);
    for (size_t i = 0; i < lists->count; i++) {
        names[i] = lists->items[i].name;
        if (!strcmp(names[i], node->value)) {
            draft->field.choices = lists->items[i].items;
            draft->field.choice_count = lists->items[i].count;
            return;
        }
    }
    report_name(reader, node, "form-choice",
                N_("no choices are called \"%s\" in this file"), names,
                lists->count);
}

static void weigh_numbering(struct form_reader *reader,
                            struct field_draft *draft)
{
    static const char *const words[] = { "none", "decimal", "fullwidth",
                                         "circled" };
    int word = form_read_word(reader, draft->number, words, 4);

    if (word >= 0)
        draft->field.numbering = (enum form_numbering)word;
}

static void weigh_decimals(struct form_reader *reader,
                           struct field_draft *draft)
{
    static const char *const words[] = { "0", "1", "2", "3", "4", "5", "6" };
    int word = form_read_word(reader, draft->decimals, words, 7);

    if (word >= 0)
        draft->field.decimals = word;
}

/* A key that only one type of field has must stand with that type. */
static bool belongs(struct form_reader *reader, const struct node *node,
                    const char *key, bool fits, const char *types)
{
    if (!node)
        return false;
    if (!fits) {
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("a field of this type has no \"%s\""), key)
            ->expected = arena_printf(reader->arena,
                                      _("\"%s\" with the type %s"), key, types);
        return false;
    }
    return true;
}

static void weigh_use(struct form_reader *reader, struct field_draft *draft)
{
    /* From "notes" on: what may stand in lists, too. */
    static const char *const words[] = {
        "title",        "year",      "city",      "area",       "form",
        "stage",        "order",     "date",      "stages",     "old-name",
        "new-name",     "old-label", "new-label", "notes",      "documents",
        "document",     "parts",     "heading",   "cells",      "place",
        "lines",        "old-text",  "new-text",  "both-texts", "clean-text",
        "closing-date",
    };
    enum { NESTED_FIRST = 13 };
    const struct form_field *group = reader->group;
    const struct node *node = draft->use;
    int word =
        form_read_word(reader, node, words, sizeof words / sizeof words[0]);

    if (word < 0)
        return;
    draft->field.use = words[word];
    if (reader->nested && word < NESTED_FIRST &&
        (!group || !group->use || strcmp(group->use, "stages") != 0))
        diag_add(reader->diags, DIAG_ERROR, "form-use", node->at,
                 _("\"use\" cannot stand inside a list of records"))
            ->expected = _("it names one value of the whole document");
}

/* A stage's id, which must be one of the form's. */
static void weigh_stage_id(struct form_reader *reader, const struct node *node,
                           const char **names, struct form_field *field)
{
    const struct form *form = reader->form;

    if (!form_check_scalar(reader, node))
        return;
    for (size_t i = 0; i < form->stage_count; i++)
        if (!strcmp(names[i], node->value)) {
            field->stages[field->stage_count++] = names[i];
            return;
        }
    report_name(reader, node, "form-stage",
                N_("\"%s\" is none of this form's stages"), names,
                form->stage_count);
}

/* One stage or several. */
static void weigh_stage(struct form_reader *reader, struct field_draft *draft)
{
    const struct form *form = reader->form;
    const struct node *node = draft->stage;
    struct form_field *field = &draft->field;
    size_t room = node->kind == NODE_SEQUENCE ? node->count : 1;
    const char **names =
        arena_calloc(reader->arena, form->stage_count + 1, sizeof *names);

    for (size_t i = 0; i < form->stage_count; i++)
        names[i] = form->stages[i].id;
    field->stage_count = 0;
    field->stages =
        arena_calloc(reader->arena, room + 1, sizeof *field->stages);
    if (node->kind != NODE_SEQUENCE)
        weigh_stage_id(reader, node, names, field);
    for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
        weigh_stage_id(reader, node->items[i], names, field);
}

static void read_field(struct form_reader *reader, const struct node *node,
                       void *out);

static void weigh_fields(struct form_reader *reader, struct field_draft *draft)
{
    struct form_field *field = &draft->field;
    const struct form_field *group = reader->group;
    bool nested = reader->nested;

    field->fields = arena_alloc(reader->arena, sizeof *field->fields);
    if (draft->borrow && !draft->fields) {
        struct form_fields *fields = form_borrow_fields(reader, draft->borrow);

        reader->form->gathers = true;
        field->fields = fields ? fields : field->fields;
    }
    if (!draft->fields)
        return;
    reader->group = field;
    reader->nested = nested || field->type == FORM_RECORDS;
    form_read_list(reader, draft->fields, read_field, field->fields);
    reader->group = group;
    reader->nested = nested;
}

static void weigh_data(struct form_reader *reader, struct field_draft *draft)
{
    struct form_data *data = &draft->field.data;

    form_read_data(reader, draft->data, data);
    if (data->unit)
        belongs(reader, draft->data, "unit", draft->field.type == FORM_NUMBER,
                "number");
}

static void weigh_draft(struct form_reader *reader, struct field_draft *draft,
                        const struct node *node)
{
    struct form_field *field = &draft->field;
    enum form_type type = field->type;
    bool parent = type == FORM_RECORDS || type == FORM_GROUP;

    if (reader->group) {
        field->stages = reader->group->stages;
        field->stage_count = reader->group->stage_count;
    }
    if (draft->stage)
        weigh_stage(reader, draft);
    if (draft->use)
        weigh_use(reader, draft);
    if (belongs(reader, draft->number, "number", type == FORM_RECORDS,
                "records"))
        weigh_numbering(reader, draft);
    if (belongs(reader, draft->markers, "markers", type == FORM_ENTRIES,
                "entries"))
        weigh_markers(reader, draft);
    if (belongs(reader, draft->choices, "choices", type == FORM_CHOICE,
                "choice"))
        weigh_choices(reader, draft);
    if (belongs(reader, draft->decimals, "decimals", type == FORM_NUMBER,
                "number"))
        weigh_decimals(reader, draft);
    if (belongs(reader, draft->ruby, "ruby",
                type == FORM_TEXT || type == FORM_ENTRIES, "text, entries"))
        form_read_bool(reader, draft->ruby, &field->ruby);
    if (belongs(reader, draft->data, "data", type != FORM_GROUP,
                _("other than group")))
        weigh_data(reader, draft);
    if (belongs(reader, draft->borrow, "fields-of",
                type == FORM_RECORDS && !draft->fields,
                _("records, instead of \"fields\"")) &&
        (!field->use || strcmp(field->use, "documents")))
        diag_add(reader->diags, DIAG_ERROR, "form-use", draft->borrow->at,
                 _("only a list with the use \"documents\" has the fields of "
                   "another form"));
    if (!draft->fields ||
        belongs(reader, draft->fields, "fields", parent, "records, group"))
        if (parent)
            weigh_fields(reader, draft);
    if (type == FORM_CHOICE && !draft->choices)
        diag_add(reader->diags, DIAG_ERROR, "form-missing-key", node->at,
                 _("a field of the type choice needs the key \"choices\""));
    if (parent && !field->fields->count && !draft->fields && !draft->borrow)
        diag_add(reader->diags, DIAG_ERROR, "form-missing-key", node->at,
                 _("a field of the type %s needs the key \"fields\""),
                 form_type_name(type));
    if (type == FORM_NAME && reader->nested)
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("the name of the form stands at the top, not in a list"));
}

/*
 * Keys become parts of paths and addresses, so the signs of those cannot
 * be in them, nor may a key be one of the words a binding knows.
 */
static bool check_key(struct form_reader *reader, const struct node *node,
                      const struct form_field *field,
                      const struct form_fields *siblings)
{
    size_t bad = strcspn(field->key, ".[]{}#/:|\"");

    if (field->key[bad])
        diag_add(reader->diags, DIAG_ERROR, "form-key",
                 node_position_at(node, bad),
                 _("the key of a field cannot hold \"%c\""), field->key[bad]);
    if (!strcmp(field->key, "page") || !strcmp(field->key, "pages"))
        diag_add(reader->diags, DIAG_ERROR, "form-key", node->at,
                 _("a field cannot be called \"%s\": {%s} stands for page "
                   "numbers"),
                 field->key, field->key);
    if (!form_lookup_field(siblings, field->key))
        return true;
    diag_add(reader->diags, DIAG_ERROR, "form-key", node->at,
             _("the field \"%s\" stands here twice"), field->key)
        ->width = (int)utf8_count(node->value, node->len);
    return false;
}

static void read_field(struct form_reader *reader, const struct node *node,
                       void *out)
{
#define DRAFT(member) offsetof(struct field_draft, member)
    static const struct form_key table[] = {
        { "key", form_read_string, DRAFT(field.key), true },
        { "type", read_type, 0, true },
        { "need", read_need, DRAFT(field.need), false },
        { "use", keep_node, DRAFT(use), false },
        { "description", form_read_string, DRAFT(field.description), false },
        { "number", keep_node, DRAFT(number), false },
        { "markers", keep_node, DRAFT(markers), false },
        { "example", form_read_string, DRAFT(field.example), false },
        { "choices", keep_node, DRAFT(choices), false },
        { "decimals", keep_node, DRAFT(decimals), false },
        { "ruby", keep_node, DRAFT(ruby), false },
        { "stage", keep_node, DRAFT(stage), false },
        { "fields", keep_node, DRAFT(fields), false },
        { "fields-of", keep_node, DRAFT(borrow), false },
        { "data", keep_node, DRAFT(data), false },
    };
#undef DRAFT
    static const struct form_keys keys = FORM_KEYS(N_("a field"), table);
    struct form_fields *fields = out;
    struct field_draft draft = { .field.at = node->at };

    form_read_keys(reader, node, &keys, &draft);
    if (!draft.field.key ||
        !check_key(reader, node_lookup(node, "key"), &draft.field, fields))
        return;
    if (draft.typed)
        weigh_draft(reader, &draft, node);
    *LIST_ADD(reader->arena, fields) = draft.field;
}

/* ---- the file --------------------------------------------------------- */

static void read_stage_id(struct form_reader *reader, const struct node *node,
                          void *out)
{
    struct form *form = out;
    struct form_stage stage = { 0 };

    form_read_string(reader, node, &stage.id);
    if (!stage.id)
        return;
    if (strchr(stage.id, '/') || *stage.id == '.') {
        diag_add(reader->diags, DIAG_ERROR, "form-stage", node->at,
                 _("\"%s\" is no file name of a stage"), stage.id)
            ->expected = _("the name of a file in this folder, without .yaml");
        return;
    }
    if (form_lookup_stage(form, stage.id)) {
        diag_add(reader->diags, DIAG_ERROR, "form-stage", node->at,
                 _("the stage \"%s\" stands here twice"), stage.id);
        return;
    }
    form->stages = list_grow(reader->arena, form->stages, form->stage_count,
                             &form->stage_capacity, sizeof *form->stages);
    form->stages[form->stage_count++] = stage;
}

static void read_stage_ids(struct form_reader *reader, const struct node *node,
                           void *out)
{
    reader->stage_ids = node;
    form_read_list(reader, node, read_stage_id, out);
}

static void read_usual(struct form_reader *reader, const struct node *node,
                       void *out)
{
    struct form *form = out;

    form_read_string(reader, node, &form->usual);
    if (form->usual && !form_lookup_stage(form, form->usual)) {
        diag_add(reader->diags, DIAG_ERROR, "form-stage", node->at,
                 _("\"%s\" is none of this form's stages"), form->usual);
        form->usual = NULL;
    }
}

static void read_fields(struct form_reader *reader, const struct node *node,
                        void *out)
{
    form_read_list(reader, node, read_field, out);
}

void form_read_vocabulary(struct form_reader *reader, const struct node *root)
{
    static const struct form_key table[] = {
        { "form", form_read_string, offsetof(struct form, name), true },
        { "lang", form_read_string, offsetof(struct form, lang), false },
        { "stages", read_stage_ids, 0, false },
        { "usual", read_usual, 0, false },
        { "markers", form_read_markers, 0, false },
        { "choices", form_read_choices, 0, false },
        { "fields", read_fields, offsetof(struct form, fields), true },
        { "check", form_read_check, offsetof(struct form, check), false },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("the file of fields"), table);

    form_read_keys(reader, root, &keys, reader->form);
}
