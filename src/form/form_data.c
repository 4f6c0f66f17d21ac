/* The names of open data: `data:` of a field, and templates/data.yaml. */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "form/data.h"
#include "form/form_read.h"
#include "yaml/node.h"

/* A word that any program takes for a name: a-z, then a-z 0-9 _. */
static void read_name(struct form_reader *reader, const struct node *node,
                      void *out)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    const char *name = NULL;

    form_read_string(reader, node, &name);
    if (!name)
        return;
    if (!strncmp(name, "{}", 2)) /* of another column, in data.yaml */
        name += 2;
    else
        name += strspn(name, letters) ? 1 : 0;
    if (name != node->value &&
        !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")])
        *(const char **)out = node->value;
    else
        diag_add(reader->diags, DIAG_ERROR, "form-data", node->at,
                 _("\"%s\" is no name for scripts"), node->value)
            ->expected = _("small letters a-z, digits and _, a letter first");
}

#define DATA(member) offsetof(struct form_data, member)

void form_read_data(struct form_reader *reader, const struct node *node,
                    void *out)
{
    static const struct form_key table[] = {
        { "column", form_read_string, DATA(column), false },
        { "name", read_name, DATA(name), false },
        { "about", form_read_string, DATA(about), false },
        { "unit", form_read_string, DATA(unit), false },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("the data of a field"), table);

    form_read_keys(reader, node, &keys, out);
}

/* ---- templates/data.yaml ------------------------------------------------- */

static void read_column(struct form_reader *reader, const struct node *node,
                        void *out)
{
    static const struct form_key table[] = {
        { "column", form_read_string, DATA(column), true },
        { "name", read_name, DATA(name), true },
        { "about", form_read_string, DATA(about), true },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a column"), table);

    form_read_keys(reader, node, &keys, out);
}

#define WORDS(member) offsetof(struct form_data_words, member)

static void read_columns(struct form_reader *reader, const struct node *node,
                         void *out)
{
    static const struct form_key table[] = {
        { "area", read_column, WORDS(area), true },
        { "city", read_column, WORDS(city), true },
        { "stage", read_column, WORDS(stage), true },
        { "document", read_column, WORDS(document), true },
        { "field", read_column, WORDS(field), true },
        { "order", read_column, WORDS(order), true },
        { "level", read_column, WORDS(level), true },
        { "marker", read_column, WORDS(marker), true },
        { "text", read_column, WORDS(text), true },
        { "number", read_column, WORDS(number), true },
        { "year", read_column, WORDS(year), true },
        { "date", read_column, WORDS(date), true },
        { "value", read_column, WORDS(value), true },
        { "word", read_column, WORDS(word), true },
        { "ruby", read_column, WORDS(ruby), true },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("the list of columns"), table);

    form_read_keys(reader, node, &keys, out);
}

static void read_types(struct form_reader *reader, const struct node *node,
                       void *out)
{
    static const struct form_key table[] = {
        { "text", form_read_string, WORDS(types.text), true },
        { "integer", form_read_string, WORDS(types.integer), true },
        { "number", form_read_string, WORDS(types.number), true },
        { "date", form_read_string, WORDS(types.date), true },
        { "choice", form_read_string, WORDS(types.choice), true },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("the list of types"), table);

    form_read_keys(reader, node, &keys, out);
}

static void read_page(struct form_reader *reader, const struct node *node,
                      void *out)
{
#define WORD(key)                                                              \
    {                                                                          \
#key, form_read_string, WORDS(page.key), true                          \
    }
    static const struct form_key table[] = {
        WORD(title),    WORD(form),      WORD(stage),    WORD(year),
        WORD(city),     WORD(area),      WORD(date),     WORD(program),
        WORD(contents), WORD(meanings),  WORD(files),    WORD(file),
        WORD(holds),    WORD(rows),      WORD(items),    WORD(entries),
        WORD(json),     WORD(schema),    WORD(columns),  WORD(column),
        WORD(name),     WORD(type),      WORD(unit),     WORD(about),
        WORD(path),     WORD(fields),    WORD(choices),  WORD(choice),
        WORD(word),     WORD(documents), WORD(document), WORD(department),
        WORD(notes),
    };
#undef WORD
    static const struct form_keys keys =
        FORM_KEYS(N_("the words of the data dictionary"), table);

    form_read_keys(reader, node, &keys, out);
}

const struct form_data_words *
form_load_data_words(struct arena *arena, const char *file, struct diags *diags)
{
    static const struct form_key table[] = {
        { "lang", form_read_string, WORDS(lang), true },
        { "columns", read_columns, 0, true },
        { "types", read_types, 0, true },
        { "page", read_page, 0, true },
        { "notes", form_read_strings, WORDS(notes), true },
    };
    static const struct form_keys keys =
        FORM_KEYS(N_("the file of data words"), table);
    struct form_data_words *words = arena_alloc(arena, sizeof *words);

    return form_load_words(arena, file, &keys, diags, words) ? words : NULL;
}
