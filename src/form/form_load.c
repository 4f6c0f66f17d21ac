/* A form's files, and finding things in a form that was loaded. */
#include "form/form_read.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "yaml/node.h"

const struct node *form_load_tree(struct form_reader *reader, const char *file,
                                  struct position named)
{
    static const struct node_options options = {
        .allow_flow = true,
        .allow_comments = true,
    };
    struct source *source = source_load(reader->arena, file, NODE_FILE_LIMIT);

    if (!source) {
        diag_add(reader->diags, DIAG_ERROR, "form-file", named,
                 _("cannot read %s: %s"), file, message_errno(errno));
        return NULL;
    }
    return node_read(reader->arena, source, &options, reader->diags);
}

bool form_load_words(struct arena *arena, const char *file,
                     const struct form_keys *keys, struct diags *diags,
                     void *words)
{
    struct form_reader reader = { .arena = arena, .diags = diags };
    size_t errors = diags->errors;
    const struct node *root =
        form_load_tree(&reader, file, (struct position){ 0 });

    if (root)
        form_read_keys(&reader, root, keys, words);
    return root && diags->errors == errors;
}

/* Where fields.yaml names a stage. */
static struct position find_stage_id(const struct form_reader *reader,
                                     const char *id)
{
    const struct node *ids = reader->stage_ids;

    for (size_t i = 0; i < ids->count; i++)
        if (ids->items[i]->kind == NODE_SCALAR &&
            !strcmp(ids->items[i]->value, id))
            return ids->items[i]->at;
    return ids->at;
}

/* The last part of a path that may end in slashes. */
static const char *base_name(struct arena *arena, const char *path)
{
    size_t end = strlen(path);
    size_t start;

    while (end > 1 && path[end - 1] == '/')
        end--;
    for (start = end; start && path[start - 1] != '/';)
        start--;
    return arena_copy(arena, path + start, end - start);
}

static void check_uses(struct form_reader *reader,
                       const struct form_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (field->use &&
            form_lookup_use(&reader->form->fields, field->use) != field)
            diag_add(reader->diags, DIAG_ERROR, "form-use", field->at,
                     _("two fields have the use \"%s\""), field->use);
        if (field->type == FORM_GROUP && field->fields)
            check_uses(reader, field->fields);
    }
}

/* The folder a file is in. */
static const char *folder_of(struct arena *arena, const char *file)
{
    const char *slash = strrchr(file, '/');

    return slash ? arena_copy(arena, file, (size_t)(slash - file)) : ".";
}

/*
 * fields.yaml, which is named at `named`, into reader->form; false when there
 * is nothing to go on.
 */
static bool load_vocabulary(struct form_reader *reader, const char *file,
                            const char *id, struct position named)
{
    const struct node *root = form_load_tree(reader, file, named);

    reader->form = arena_alloc(reader->arena, sizeof *reader->form);
    reader->form->id = id;
    reader->form->lang = "ja";
    reader->folder = folder_of(reader->arena, file);
    if (!root)
        return false;
    form_read_vocabulary(reader, root);
    check_uses(reader, &reader->form->fields);
    return reader->form->fields.count > 0;
}

struct form_fields *form_borrow_fields(struct form_reader *reader,
                                       const struct node *file)
{
    struct form_reader other = { .arena = reader->arena,
                                 .diags = reader->diags,
                                 .borrowed = true };
    const char *path;

    if (!form_check_scalar(reader, file))
        return NULL;
    if (reader->borrowed) {
        diag_add(reader->diags, DIAG_ERROR, "form-file", file->at,
                 _("fields that are borrowed cannot borrow themselves"));
        return NULL;
    }
    path = arena_printf(reader->arena, "%s/%s", reader->folder, file->value);
    return load_vocabulary(&other, path, "", file->at) ? &other.form->fields
                                                       : NULL;
}

struct form *form_load_fields(struct arena *arena, const char *file,
                              struct diags *diags)
{
    struct form_reader reader = { .arena = arena, .diags = diags };
    size_t errors = diags->errors;
    bool usable = load_vocabulary(&reader, file, base_name(arena, file),
                                  (struct position){ 0 });

    return usable && diags->errors == errors ? reader.form : NULL;
}

struct form *form_load(struct arena *arena, const char *path,
                       struct diags *diags)
{
    struct form_reader reader = { .arena = arena, .diags = diags };
    size_t errors = diags->errors;
    const char *file = arena_printf(arena, "%s/fields.yaml", path);
    struct form *form;

    if (!load_vocabulary(&reader, file, base_name(arena, path),
                         (struct position){ 0 }))
        return NULL;
    form = reader.form;
    if (!form->stage_count)
        diag_add(diags, DIAG_ERROR, "form-stage", (struct position){ 0 },
                 _("%s names no stages"), file)
            ->expected = _("\"stages: [name]\" and a file name.yaml beside it");
    for (size_t i = 0; i < form->stage_count; i++) {
        const struct node *root;

        reader.stage = &form->stages[i];
        file = arena_printf(arena, "%s/%s.yaml", path, reader.stage->id);
        root = form_load_tree(&reader, file,
                              find_stage_id(&reader, reader.stage->id));
        if (root)
            form_read_stage(&reader, root);
    }
    return diags->errors == errors ? form : NULL;
}

bool form_concerns(const struct form_field *field, const char *stage)
{
    for (size_t i = 0; stage && i < field->stage_count; i++)
        if (!strcmp(field->stages[i], stage))
            return true;
    return !field->stage_count;
}

bool form_begins(const struct form_field *field, const char *stage)
{
    return field->stage_count && !strcmp(field->stages[0], stage);
}

bool form_has_meanings(const struct form_field *field)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (field->choices[i].word)
            return true;
    return false;
}

const struct form_field *form_lookup_field(const struct form_fields *fields,
                                           const char *key)
{
    for (size_t i = 0; fields && i < fields->count; i++)
        if (!strcmp(fields->items[i].key, key))
            return &fields->items[i];
    return NULL;
}

const struct form_field *form_lookup_use(const struct form_fields *fields,
                                         const char *use)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];

        if (field->use && !strcmp(field->use, use))
            return field;
        if (field->type == FORM_GROUP) {
            field = form_lookup_use(field->fields, use);
            if (field)
                return field;
        }
    }
    return NULL;
}

const struct form_stage *form_lookup_stage(const struct form *form,
                                           const char *id)
{
    id = id ? id : form->usual;
    for (size_t i = 0; i < form->stage_count; i++) {
        const struct form_stage *stage = &form->stages[i];

        if (!id || !strcmp(stage->id, id) ||
            (stage->name && !strcmp(stage->name, id)))
            return stage;
    }
    return NULL;
}
