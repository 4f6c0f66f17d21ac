/*
 * A page or fragment of HTML as words and cells, through Gumbo, an HTML5
 * parser. docs/web.md says which elements stand for what; what is seen is
 * compared, what is only heard is not.
 */
#include <gumbo.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/source.h"
#include "prove/inside.h"

enum { DEPTH_LIMIT = 200 };

struct walk {
    struct proof *proof;
    struct prove_reading *reading;
    const char *prefix; /* of ids in a fragment: "NAME/" */
    bool titled; /* the sheet has a heading; else the page has one of its own */
    int depth;
};

static const char *attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found =
        gumbo_get_attribute(&node->v.element.attributes, name);

    return found ? found->value : "";
}

static bool has_class(const GumboNode *node, const char *name)
{
    const char *at = attribute(node, "class");
    size_t len = strlen(name);

    while (*at) {
        size_t word = strcspn(at, " \t\n\f\r");

        if (word == len && !strncmp(at, name, len))
            return true;
        at += word;
        at += strspn(at, " \t\n\f\r");
    }
    return false;
}

/* What is no word of the sheet: added, said again, or only heard. */
static bool is_beside(const GumboNode *node)
{
    static const char *const classes[] = { "chosho-ad", "chosho-beside",
                                           "chosho-hidden", "chosho-spoken" };

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (has_class(node, classes[i]))
            return true;
    return false;
}

/* The address an id is written for; NULL: the id is no cell's. */
static char *read_id(struct walk *walk, const char *id)
{
    static const struct {
        const char *code;
        char c;
    } codes[] = { { "%20", ' ' }, { "%09", '\t' }, { "%25", '%' } };
    size_t prefix = strlen(walk->prefix);
    char *address;
    char *out;

    if (!*id || strncmp(id, walk->prefix, prefix))
        return NULL;
    address = out = arena_strdup(walk->proof->arena, id + prefix);
    for (const char *at = id + prefix; *at; out++) {
        *out = *at++;
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
            if (!strncmp(at - 1, codes[i].code, 3)) {
                *out = codes[i].c;
                at += 2;
            }
    }
    *out = '\0';
    return address;
}

/* Line feeds stand between elements, spaces between the parts of a heading. */
static void add_text(struct walk *walk, const GumboNode *node)
{
    const char *text = node->v.text.text;
    GumboTag parent = node->parent->v.element.tag;
    bool heading = parent >= GUMBO_TAG_H1 && parent <= GUMBO_TAG_H6;

    if (heading && !text[strspn(text, " \n")])
        return;
    for (; *text; text++)
        if (*text != '\n')
            bytes_append_char(&walk->reading->words, *text);
}

static void read_node(struct walk *walk, const GumboNode *node);

static void read_children(struct walk *walk, const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;

    for (unsigned i = 0; i < children->length; i++)
        read_node(walk, children->data[i]);
}

/* A mark: the sign is in an element, its meaning behind it and a space. */
static void read_mark(struct walk *walk, const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;
    struct bytes *words = &walk->reading->words;

    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];

        if (!i && child->type == GUMBO_NODE_WHITESPACE)
            continue;
        if (child->type != GUMBO_NODE_TEXT) {
            read_node(walk, child);
            continue;
        }
        bytes_append_char(words, PROVE_MEANING);
        bytes_append_string(words,
                            child->v.text.text + (*child->v.text.text == ' '));
        bytes_append_char(words, PROVE_MEANING);
    }
}

static void read_element(struct walk *walk, const GumboNode *node)
{
    struct prove_cells *cells = &walk->reading->cells;
    struct bytes *words = &walk->reading->words;
    bool reading = node->v.element.tag == GUMBO_TAG_RT;
    struct prove_cell cell = { .start = words->len };
    size_t index = cells->count;

    if (is_beside(node) ||
        (!walk->titled && node->v.element.tag == GUMBO_TAG_H1))
        return;
    cell.address = read_id(walk, attribute(node, "id"));
    if (cell.address)
        *LIST_ADD(walk->proof->arena, cells) = cell;
    if (reading)
        bytes_append_char(words, PROVE_READING);
    if (has_class(node, "chosho-mark"))
        read_mark(walk, node);
    else
        read_children(walk, node);
    if (reading)
        bytes_append_char(words, PROVE_READING);
    if (!cell.address)
        return;
    cells->items[index].end = words->len;
    cells->items[index].inner = cells->count == index + 1;
}

static void read_node(struct walk *walk, const GumboNode *node)
{
    if (walk->depth == DEPTH_LIMIT) {
        if (!walk->proof->faults)
            proof_fault(walk->proof, _("cannot be read as HTML: %s"),
                        _("it is nested too deep"));
        return;
    }
    walk->depth++;
    if (node->type == GUMBO_NODE_ELEMENT)
        read_element(walk, node);
    else if (node->type == GUMBO_NODE_TEXT ||
             node->type == GUMBO_NODE_WHITESPACE)
        add_text(walk, node);
    walk->depth--;
}

/* The element that holds the sheet, or NULL. */
static const GumboNode *find_sheet(const GumboNode *node, int depth)
{
    const GumboNode *found = NULL;

    if (node->type != GUMBO_NODE_ELEMENT || depth == DEPTH_LIMIT)
        return NULL;
    if (has_class(node, "chosho"))
        return node;
    for (unsigned i = 0; i < node->v.element.children.length && !found; i++)
        found = find_sheet(node->v.element.children.data[i], depth + 1);
    return found;
}

bool prove_html(struct prove_truth *truth, bool fragment,
                const struct source *file, struct diags *diags)
{
    struct proof proof = {
        .arena = truth->arena,
        .diags = diags,
        .file = file,
        .format = "HTML",
    };
    struct prove_reading reading = { 0 };
    struct walk walk = { .proof = &proof,
                         .reading = &reading,
                         .prefix = "",
                         .titled = truth->titled };
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *page =
        gumbo_parse_with_options(&options, file->data, file->len);
    const GumboNode *sheet = find_sheet(page->root, 0);

    proof_begin(truth);
    if (fragment)
        walk.prefix = arena_printf(proof.arena, "%s/", truth->document.id);
    if (sheet)
        read_element(&walk, sheet);
    else
        proof_fault(&proof, _("cannot be read as HTML: %s"),
                    _("there is no sheet in it"));
    if (!proof.faults)
        proof_compare(&proof, truth, &reading);
    if (!proof.faults)
        proof_check_lines(&proof, truth);
    bytes_free(&reading.words);
    gumbo_destroy_output(&options, page);
    return proof_end(&proof);
}
