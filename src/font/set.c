/* fonts.yaml: which faces there are, and in which order they are asked. */
#include <errno.h>
#include <hb.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "font/face.h"
#include "yaml/node.h"

struct font_stack {
    struct font_set *set;
    const char *name;
    struct face_entry **faces;
    size_t count;
    struct font_face *drawn; /* NULL: not made yet, or there is none */
};

struct font_set {
    struct arena *arena;
    struct face_entry *faces; /* full before stacks point into it */
    size_t face_count;
    struct font_stack *stacks;
    size_t stack_count;
    hb_buffer_t *buffer;
};

/* What reading the list needs everywhere. */
struct reader {
    struct font_set *set;
    const char *path; /* of fonts.yaml */
    struct diags *diags;
};

static struct diag *add_error(struct reader *reader, const struct node *node,
                              const char *message, const char *word)
{
    struct diag *diag = diag_add(reader->diags, DIAG_ERROR, "font-list",
                                 node->at, message, word);

    if (node->kind == NODE_SCALAR && node->len > 0)
        diag->width = (int)node->len;
    return diag;
}

static void check_keys(struct reader *reader, const struct node *mapping,
                       const char *const *keys, size_t count)
{
    for (size_t i = 0; i < mapping->count; i++) {
        const struct node *key = mapping->pairs[i].key;
        size_t k = 0;

        while (k < count && strcmp(key->value, keys[k]) != 0)
            k++;
        if (k == count)
            add_error(reader, key, _("unknown key '%s'"), key->value)->similar =
                diag_nearest(key->value, keys, count);
    }
}

/* The value of a key if it is of that kind; else NULL, said in diags. */
static const struct node *take(struct reader *reader,
                               const struct node *mapping, const char *key,
                               enum node_kind kind)
{
    static const char *const expected[] = {
        [NODE_SCALAR] = N_("one word or number"),
        [NODE_SEQUENCE] = N_("a list"),
        [NODE_MAPPING] = N_("keys with values"),
    };
    const struct node *value = node_lookup(mapping, key);

    if (!value || node_is_empty(value)) {
        add_error(reader, value ? value : mapping, _("key '%s' is missing"),
                  key);
        return NULL;
    }
    if (value->kind != kind) {
        add_error(reader, value, _("wrong kind of value for '%s'"), key)
            ->expected = _(expected[kind]);
        return NULL;
    }
    return value;
}

/* A whole number in that base; false when the text is anything else. */
static bool parse_number(const char *text, unsigned base, uint32_t *out)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t value = 0;

    if (!*text)
        return false;
    for (; *text; text++) {
        char lower =
            (char)(*text >= 'A' && *text <= 'F' ? *text | 0x20 : *text);
        const char *digit = strchr(digits, lower);

        if (!digit || (unsigned)(digit - digits) >= base)
            return false;
        value = value * base + (unsigned)(digit - digits);
        if (value > UINT32_MAX)
            return false;
    }
    *out = (uint32_t)value;
    return true;
}

/* Optional number; false when it is there and wrong. */
static bool take_number(struct reader *reader, const struct node *mapping,
                        const char *key, unsigned base, uint32_t *out)
{
    const struct node *value = node_lookup(mapping, key);

    if (!value)
        return false;
    if (value->kind == NODE_SCALAR && parse_number(value->value, base, out))
        return true;
    add_error(reader, value, _("wrong number for '%s'"), key)->expected =
        base == 16 ? _("eight hexadecimal digits, e.g. 1a2b3c4d")
                   : _("a whole number, e.g. 0");
    return false;
}

/* Files are named from the root or from the folder of fonts.yaml. */
static const char *resolve_file(struct reader *reader, const char *file)
{
    const char *slash = strrchr(reader->path, '/');

    if (file[0] == '/' || !slash)
        return arena_strdup(reader->set->arena, file);
    return arena_printf(reader->set->arena, "%.*s%s",
                        (int)(slash + 1 - reader->path), reader->path, file);
}

static struct face_entry *lookup_face(struct font_set *set, const char *name)
{
    for (size_t i = 0; i < set->face_count; i++)
        if (strcmp(set->faces[i].name, name) == 0)
            return &set->faces[i];
    return NULL;
}

static void read_face(struct reader *reader, const struct node *node)
{
    static const char *const keys[] = { "name", "file", "index", "crc32",
                                        "characters" };
    struct font_set *set = reader->set;
    struct face_entry entry = { .tried = false };
    const struct node *name;
    const struct node *file;
    const struct node *characters = NULL;
    uint32_t index = 0;

    if (node->kind != NODE_MAPPING) {
        add_error(reader, node, _("wrong kind of value for '%s'"), "faces")
            ->expected = _("a face, with 'name' and 'file'");
        return;
    }
    check_keys(reader, node, keys, sizeof keys / sizeof *keys);
    name = take(reader, node, "name", NODE_SCALAR);
    file = take(reader, node, "file", NODE_SCALAR);
    take_number(reader, node, "index", 10, &index);
    entry.has_checksum =
        take_number(reader, node, "crc32", 16, &entry.checksum);
    if (node_lookup(node, "characters"))
        characters = take(reader, node, "characters", NODE_SCALAR);
    if (!name || !file)
        return;
    if (lookup_face(set, name->value)) {
        add_error(reader, name, _("the face '%s' is named twice"), name->value);
        return;
    }
    entry.name = arena_strdup(set->arena, name->value);
    entry.file = resolve_file(reader, file->value);
    entry.index = index;
    if (characters)
        entry.characters = arena_strdup(set->arena, characters->value);
    entry.at = file->at;
    set->faces[set->face_count++] = entry;
}

static void add_unknown_face(struct reader *reader, const struct node *node)
{
    struct font_set *set = reader->set;
    struct arena *arena = reader->diags->arena; /* outlives the set */
    const char **names =
        arena_calloc(arena, set->face_count + 1, sizeof *names);

    for (size_t i = 0; i < set->face_count; i++)
        names[i] = arena_strdup(arena, set->faces[i].name);
    add_error(reader, node, _("there is no face '%s'"), node->value)->similar =
        diag_nearest(node->value, names, set->face_count);
}

static void read_stack(struct reader *reader, const struct node_pair *pair)
{
    struct font_set *set = reader->set;
    const struct node *list = pair->value;
    struct font_stack *stack = &set->stacks[set->stack_count];

    if (list->kind != NODE_SEQUENCE || list->count == 0) {
        add_error(reader, list, _("wrong kind of value for '%s'"),
                  pair->key->value)
            ->expected = _("a list of faces");
        return;
    }
    stack->set = set;
    stack->name = arena_strdup(set->arena, pair->key->value);
    stack->faces = arena_calloc(set->arena, list->count, sizeof *stack->faces);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *item = list->items[i];
        struct face_entry *entry = NULL;

        if (item->kind != NODE_SCALAR) {
            add_error(reader, item, _("wrong kind of value for '%s'"),
                      stack->name)
                ->expected = _("the name of a face");
            continue;
        }
        entry = lookup_face(set, item->value);
        if (entry)
            stack->faces[stack->count++] = entry;
        else
            add_unknown_face(reader, item);
    }
    if (stack->count > 0)
        set->stack_count++;
}

static void read_list(struct reader *reader, const struct node *root)
{
    static const char *const keys[] = { "faces", "stacks" };
    struct font_set *set = reader->set;
    const struct node *faces;
    const struct node *stacks;

    if (root->kind != NODE_MAPPING) {
        diag_add(reader->diags, DIAG_ERROR, "font-list", root->at,
                 _("this is not a list of fonts"))
            ->expected = _("the keys 'faces' and 'stacks'");
        return;
    }
    check_keys(reader, root, keys, sizeof keys / sizeof *keys);
    faces = take(reader, root, "faces", NODE_SEQUENCE);
    stacks = take(reader, root, "stacks", NODE_MAPPING);
    if (!faces || !stacks)
        return;
    set->faces = arena_calloc(set->arena, faces->count, sizeof *set->faces);
    for (size_t i = 0; i < faces->count; i++)
        read_face(reader, faces->items[i]);
    set->stacks = arena_calloc(set->arena, stacks->count, sizeof *set->stacks);
    for (size_t i = 0; i < stacks->count; i++)
        read_stack(reader, &stacks->pairs[i]);
}

struct font_set *font_set_load(const char *path, struct diags *diags)
{
    static const struct node_options options = { .allow_flow = true,
                                                 .allow_comments = true };
    struct reader reader = { .path = path, .diags = diags };
    size_t errors = diags->errors;
    struct source *source;
    struct node *root;
    struct arena *arena;

    /* Diagnostics point into the source and outlive the set. */
    source = source_load(diags->arena, path, NODE_FILE_LIMIT);
    if (!source) {
        diag_add(diags, DIAG_ERROR, "font-list", (struct position){ 0 },
                 _("cannot read %s: %s"), path, message_errno(errno));
        return NULL;
    }
    arena = arena_new();
    reader.set = arena_alloc(arena, sizeof *reader.set);
    reader.set->arena = arena;
    reader.set->buffer = hb_buffer_create();
    root = node_read(arena, source, &options, diags);
    if (root)
        read_list(&reader, root);
    if (!root || diags->errors > errors) {
        font_set_free(reader.set);
        return NULL;
    }
    return reader.set;
}

void font_set_free(struct font_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->face_count; i++)
        face_close(set->faces[i].face);
    for (size_t i = 0; i < set->stack_count; i++)
        face_close(set->stacks[i].drawn);
    hb_buffer_destroy(set->buffer);
    arena_free(set->arena);
}

struct font_stack *font_set_lookup(struct font_set *set, const char *name)
{
    for (size_t i = 0; i < set->stack_count; i++)
        if (strcmp(set->stacks[i].name, name) == 0)
            return &set->stacks[i];
    return NULL;
}

struct hb_buffer_t *font_stack_buffer(const struct font_stack *stack)
{
    return stack->set->buffer;
}

size_t font_stack_count(const struct font_stack *stack)
{
    return stack->count;
}

const char *font_stack_name(const struct font_stack *stack, size_t i)
{
    return stack->faces[i]->name;
}

const char *font_stack_characters(const struct font_stack *stack, size_t i)
{
    return stack->faces[i]->characters;
}

/* The first use of an entry, with what there is to say about it. */
static void open_entry(struct font_set *set, struct face_entry *entry,
                       bool first, struct diags *diags)
{
    const char *fault;
    const char *expected;

    entry->tried = true;
    entry->face = face_open(set->arena, entry, &fault, &expected);
    if (!entry->face) {
        diag_add(diags, first ? DIAG_ERROR : DIAG_WARNING, "font-file",
                 entry->at, "%s", fault)
            ->expected = expected;
        return;
    }
    if (entry->has_checksum && entry->checksum != entry->face->checksum)
        diag_add(diags, DIAG_WARNING, "font-checksum", entry->at,
                 _("font file %s is another version: its shapes may differ"),
                 entry->file)
            ->expected =
            arena_printf(diags->arena, _("checksum %08x, found %08x"),
                         entry->checksum, entry->face->checksum);
}

const struct font_face *font_stack_face(struct font_stack *stack, size_t i,
                                        struct diags *diags)
{
    struct face_entry *entry = stack->faces[i];

    if (!entry->tried)
        open_entry(stack->set, entry, i == 0, diags);
    return entry->face;
}

const struct font_face *font_stack_drawn(struct font_stack *stack,
                                         struct diags *diags)
{
    const struct font_face *base = font_stack_face(stack, 0, diags);

    if (!stack->drawn && base)
        stack->drawn = face_make_drawn(stack->set->arena, base);
    return stack->drawn;
}
