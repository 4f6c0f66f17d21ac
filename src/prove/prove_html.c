/*
 * A page or fragment of HTML as words and cells, through Gumbo, an HTML5
 * parser. docs/web.md says which elements stand for what. The sheet is read
 * twice: as it is seen, and as it is heard. What an attribute repeats, and
 * what the page adds in the sheet, must be what it is made from
 * (prove_said.c).
 */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/source.h"
#include "form/web.h"
#include "prove/page.h"

enum { DEPTH_LIMIT = 200 };

struct walk {
    struct proof *proof;
    struct prove_reading *reading;
    const char *prefix; /* of ids in a fragment: "NAME/" */
    bool heard;         /* else seen */
    int depth;
};

const char *page_attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found =
        gumbo_get_attribute(&node->v.element.attributes, name);

    return found ? found->value : "";
}

bool page_has_class(const GumboNode *node, const char *name)
{
    const char *at = page_attribute(node, "class");
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

bool page_is_beside(const GumboNode *node)
{
    static const char *const classes[] = { "chosho-ad", "chosho-beside",
                                           "chosho-hidden", "chosho-name" };

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (page_has_class(node, classes[i]))
            return true;
    return false;
}

bool page_is_silent(const GumboNode *node)
{
    return !strcmp(page_attribute(node, "aria-hidden"), "true");
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

    if (text[strspn(text, heading ? " \n" : "\n")])
        bytes_append_string(&walk->reading->words, text);
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

    if (page_is_beside(node) ||
        (walk->heard ? page_is_silent(node)
                     : page_has_class(node, "chosho-spoken")))
        return;
    cell.address = read_id(walk, page_attribute(node, "id"));
    if (cell.address)
        *LIST_ADD(walk->proof->arena, cells) = cell;
    if (reading)
        bytes_append_char(words, PROVE_READING);
    if (page_has_class(node, "chosho-mark"))
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
    if (page_has_class(node, "chosho"))
        return node;
    for (unsigned i = 0; i < node->v.element.children.length && !found; i++)
        found = find_sheet(node->v.element.children.data[i], depth + 1);
    return found;
}

/* True when signs are hidden from voices, or words are only for them. */
static bool has_ears(const GumboNode *node, int depth)
{
    bool found = false;

    if (node->type != GUMBO_NODE_ELEMENT || depth == DEPTH_LIMIT ||
        page_has_class(node, "chosho-beside"))
        return false;
    found = page_is_silent(node) || page_has_class(node, "chosho-spoken");
    for (unsigned i = 0; i < node->v.element.children.length && !found; i++)
        found = has_ears(node->v.element.children.data[i], depth + 1);
    return found;
}

/* The sheet as it is heard; a fragment without ears as it is seen. */
static void compare_heard(struct walk *walk, const GumboNode *sheet,
                          struct prove_truth *truth,
                          const struct form_web_words *words)
{
    struct prove_reading heard = { 0 };
    struct prove_truth aloud = truth_aloud(truth, words);

    walk->reading = &heard;
    walk->heard = true;
    walk->proof->format = _("what HTML says aloud");
    read_element(walk, sheet);
    if (!walk->proof->faults)
        proof_compare_words(walk->proof, &aloud, &heard);
    bytes_free(&heard.words);
}

static void prove_sheet(struct proof *proof, struct prove_truth *truth,
                        const struct form_web_words *words, bool fragment,
                        const GumboNode *sheet)
{
    struct prove_reading seen = { 0 };
    struct walk walk = { .proof = proof, .reading = &seen, .prefix = "" };
    bool ears = !fragment || has_ears(sheet, 0);

    if (fragment)
        walk.prefix = arena_printf(proof->arena, "%s/", truth->document.id);
    read_element(&walk, sheet);
    if (!proof->faults)
        proof_compare(proof, truth, &seen);
    if (!proof->faults && ears)
        compare_heard(&walk, sheet, truth, words);
    if (!proof->faults)
        page_check_said(proof, truth, words, ears, sheet);
    if (!proof->faults)
        proof_check_lines(proof, truth);
    bytes_free(&seen.words);
}

bool prove_html(struct prove_truth *truth, const struct form_web_words *words,
                bool fragment, const struct source *file, struct diags *diags)
{
    struct proof proof = {
        .arena = truth->arena,
        .diags = diags,
        .file = file,
        .format = "HTML",
    };
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *page =
        gumbo_parse_with_options(&options, file->data, file->len);
    const GumboNode *sheet = find_sheet(page->root, 0);

    proof_begin(truth);
    if (sheet)
        prove_sheet(&proof, truth, words, fragment, sheet);
    else
        proof_fault(&proof, _("cannot be read as HTML: %s"),
                    _("there is no sheet in it"));
    gumbo_destroy_output(&options, page);
    return proof_end(&proof);
}
