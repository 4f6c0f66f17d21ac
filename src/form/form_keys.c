#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

static int width_of(const char *words)
{
    return (int)utf8_count(words, strlen(words));
}

const char *form_join_words(struct arena *arena, const char *const *words,
                            size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count; i++)
        out = arena_printf(arena, "%s%s%s", out, i ? ", " : "", words[i]);
    return out;
}

/* The names a table knows. */
static const char **list_names(struct form_reader *reader,
                               const struct form_keys *keys)
{
    const char **names =
        arena_calloc(reader->arena, keys->count, sizeof *names);

    for (size_t i = 0; i < keys->count; i++)
        names[i] = keys->items[i].key;
    return names;
}

static bool is_known(const char *const *names, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(names[i], key))
            return true;
    return false;
}

/* Reports the keys of `node` that the table does not know. */
static void report_unknown_keys(struct form_reader *reader,
                                const struct node *node,
                                const struct form_keys *keys,
                                const char *const *names)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct node *key = node->pairs[i].key;
        struct diag *diag;

        if (is_known(names, keys->count, key->value))
            continue;
        diag = diag_add(reader->diags, DIAG_ERROR, "form-unknown-key", key->at,
                        _("%s has no key \"%s\""), _(keys->what), key->value);
        diag->width = width_of(key->value);
        diag->similar = diag_nearest(key->value, names, keys->count);
        if (!diag->similar)
            diag->expected = arena_printf(
                reader->arena, _("one of these keys: %s"),
                form_join_words(reader->arena, names, keys->count));
    }
}

/* True when a misspelt key of `node` stands for `name`. */
static bool is_misspelt(const struct node *node, const struct form_keys *keys,
                        const char *const *names, const char *name)
{
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->pairs[i].key->value;
        const char *meant = is_known(names, keys->count, key)
                                ? NULL
                                : diag_nearest(key, names, keys->count);

        if (meant && !strcmp(meant, name))
            return true;
    }
    return false;
}

bool form_read_keys(struct form_reader *reader, const struct node *node,
                    const struct form_keys *keys, void *out)
{
    const char *const *names = list_names(reader, keys);
    bool complete = true;

    if (node->kind != NODE_MAPPING) {
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("%s is written as keys and values"), _(keys->what))
            ->expected =
            arena_printf(reader->arena,
                         _("lines \"key: value\" with the "
                           "keys %s"),
                         form_join_words(reader->arena, names, keys->count));
        return false;
    }
    report_unknown_keys(reader, node, keys, names);
    for (size_t i = 0; i < keys->count; i++) {
        const struct form_key *key = &keys->items[i];
        const struct node *value = node_lookup(node, key->key);

        if (value) {
            key->read(reader, value, (char *)out + key->offset);
            continue;
        }
        complete &= !key->required;
        if (key->required && !is_misspelt(node, keys, names, key->key))
            diag_add(reader->diags, DIAG_ERROR, "form-missing-key", node->at,
                     _("%s needs the key \"%s\""), _(keys->what), key->key);
    }
    return complete;
}

void form_read_list(struct form_reader *reader, const struct node *node,
                    void (*read)(struct form_reader *reader,
                                 const struct node *node, void *out),
                    void *out)
{
    if (node->kind != NODE_SEQUENCE) {
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("a list must stand here"))
            ->expected = _("[a, b] or lines that begin with \"- \"");
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        read(reader, node->items[i], out);
}

bool form_check_scalar(struct form_reader *reader, const struct node *node)
{
    if (node->kind != NODE_SCALAR) {
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("one value must stand here, not a list and no keys"));
        return false;
    }
    if (node_is_empty(node)) {
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("a value is missing here"));
        return false;
    }
    return true;
}

int form_read_word(struct form_reader *reader, const struct node *node,
                   const char *const *words, size_t count)
{
    struct diag *diag;

    if (!form_check_scalar(reader, node))
        return -1;
    for (size_t i = 0; i < count; i++)
        if (!strcmp(node->value, words[i]))
            return (int)i;
    diag = diag_add(reader->diags, DIAG_ERROR, "form-word", node->at,
                    _("\"%s\" is not known here"), node->value);
    diag->width = width_of(node->value);
    diag->expected = arena_printf(reader->arena, _("one of these words: %s"),
                                  form_join_words(reader->arena, words, count));
    diag->similar = diag_nearest(node->value, words, count);
    return -1;
}

void form_read_string(struct form_reader *reader, const struct node *node,
                      void *out)
{
    if (form_check_scalar(reader, node))
        *(const char **)out = node->value;
}

static void add_string(struct form_reader *reader, const struct node *node,
                       void *out)
{
    struct form_words *words = out;
    const char *word = NULL;

    form_read_string(reader, node, &word);
    if (word)
        *LIST_ADD(reader->arena, words) = word;
}

void form_read_strings(struct form_reader *reader, const struct node *node,
                       void *out)
{
    form_read_list(reader, node, add_string, out);
}

void form_read_bool(struct form_reader *reader, const struct node *node,
                    void *out)
{
    static const char *const words[] = { "false", "true" };
    int word = form_read_word(reader, node, words, 2);

    if (word >= 0)
        *(bool *)out = word;
}

void form_read_count(struct form_reader *reader, const struct node *node,
                     void *out)
{
    int count = 0;

    if (!form_check_scalar(reader, node))
        return;
    for (size_t i = 0; i < node->len; i++) {
        char c = node->value[i];

        count = c >= '0' && c <= '9' && count < 1000 ? count * 10 + (c - '0')
                                                     : 1000;
    }
    if (count < 1 || count > 999) {
        diag_add(reader->diags, DIAG_ERROR, "form-count", node->at,
                 _("\"%s\" is not a number that can stand here"), node->value)
            ->expected = _("a whole number from 1 to 999");
        return;
    }
    *(int *)out = count;
}

void form_read_align(struct form_reader *reader, const struct node *node,
                     void *out)
{
    static const char *const words[] = { "start",   "center",     "end",
                                         "justify", "distribute", "decimal",
                                         "left",    "right" };
    static const enum form_align aligns[] = {
        FORM_START,      FORM_CENTER,  FORM_END,   FORM_JUSTIFY,
        FORM_DISTRIBUTE, FORM_DECIMAL, FORM_START, FORM_END,
    };
    int word =
        form_read_word(reader, node, words, sizeof words / sizeof words[0]);

    if (word >= 0)
        *(enum form_align *)out = aligns[word];
}

void form_read_kinsoku(struct form_reader *reader, const struct node *node,
                       void *out)
{
    static const char *const words[] = { "strict", "normal" };
    static const struct form_key table[] = {
        { "start", form_read_string, offsetof(struct unicode_kinsoku, start),
          false },
        { "end", form_read_string, offsetof(struct unicode_kinsoku, end),
          false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("kinsoku"), table);
    struct unicode_kinsoku *kinsoku = out;
    int word = 0;

    *kinsoku = (struct unicode_kinsoku){ .strict = true };
    if (node->kind == NODE_MAPPING) {
        form_read_keys(reader, node, &keys, kinsoku);
        return;
    }
    word = form_read_word(reader, node, words, 2);
    kinsoku->strict = word != 1;
}
