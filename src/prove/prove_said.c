/* What a page says beside its sheet's words, compared with what it is of. */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/pattern.h"
#include "form/web.h"
#include "prove/page.h"
#include "record/record.h"
#include "sheet/sheet.h"

enum { DEPTH_LIMIT = 200 };

struct saying {
    struct proof *proof;
    const struct prove_truth *truth;
    const struct form_web_words *words;
    bool ears;
    const char *address;    /* of the innermost element that has an id */
    const GumboNode *table; /* the innermost one, or NULL */
    struct {
        const char **items; /* of the headings so far */
        size_t count;
        size_t capacity;
    } titles;
};

/* ---- words --------------------------------------------------------------- */

static bool is_block(const GumboNode *node)
{
    GumboTag tag = node->v.element.tag;

    return tag == GUMBO_TAG_UL || tag == GUMBO_TAG_P || tag == GUMBO_TAG_DL ||
           tag == GUMBO_TAG_TABLE;
}

static bool is_left(const GumboNode *node, bool ears, unsigned leave)
{
    return node->v.element.tag == GUMBO_TAG_RT ||
           page_has_class(node, "chosho-ad") ||
           (ears ? page_is_silent(node)
                 : page_has_class(node, "chosho-spoken")) ||
           (leave & PAGE_MARKS && (page_has_class(node, "chosho-mark") ||
                                   page_has_class(node, "chosho-label"))) ||
           (leave & PAGE_NUMBERS && page_has_class(node, "chosho-number")) ||
           (leave & PAGE_BLOCKS && is_block(node));
}

static void append_words(const GumboNode *node, bool ears, unsigned leave,
                         int depth, struct bytes *out)
{
    if (node->type == GUMBO_NODE_TEXT) {
        for (const char *c = node->v.text.text; *c; c++)
            if (*c != ' ')
                bytes_append_char(out, *c);
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT || depth == DEPTH_LIMIT ||
        (depth && is_left(node, ears, leave)))
        return;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        append_words(node->v.element.children.data[i], ears, leave, depth + 1,
                     out);
}

char *page_words(struct arena *arena, const GumboNode *node, bool ears,
                 unsigned leave)
{
    struct bytes out = { 0 };
    char *words;

    append_words(node, ears, leave, 0, &out);
    words = arena_copy(arena, out.len ? (const char *)out.data : "", out.len);
    bytes_free(&out);
    return words;
}

static char *words_of(const struct saying *saying, const GumboNode *node,
                      unsigned leave)
{
    return page_words(saying->proof->arena, node, saying->ears, leave);
}

char *page_aloud(struct arena *arena, const struct form_web_words *words,
                 const char *string)
{
    struct bytes out = { 0 };
    char *kept;
    char *end;

    if (words)
        truth_append_spoken(words, string, strlen(string), &out);
    else
        bytes_append_string(&out, string);
    kept = end =
        arena_copy(arena, out.len ? (const char *)out.data : "", out.len);
    for (const char *c = kept; *c; c++)
        if (*c != ' ')
            *end++ = *c;
    *end = '\0';
    bytes_free(&out);
    return kept;
}

/* Words of the form or source as this page says them. */
static char *aloud(const struct saying *saying, const char *words)
{
    return page_aloud(saying->proof->arena, saying->ears ? saying->words : NULL,
                      words);
}

/* A string as words_of() would give it. */
static char *without_spaces(const struct saying *saying, const char *words)
{
    return page_aloud(saying->proof->arena, NULL, words);
}

static void expect(const struct saying *saying, const char *what,
                   const char *want, const char *got)
{
    proof_expect(
        saying->proof,
        arena_printf(saying->proof->arena, "%s (%s)", saying->address, what),
        want, without_spaces(saying, got));
}

/* ---- attributes ---------------------------------------------------------- */

/* Others could hide words, or say others. */
static void check_attributes(const struct saying *saying, const GumboNode *node)
{
    static const char *const known[] = { "id",      "class",   "lang",
                                         "scope",   "abbr",    "data-column",
                                         "colspan", "rowspan", "aria-hidden" };
    const GumboVector *attributes = &node->v.element.attributes;

    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        bool found = false;

        for (size_t k = 0; k < sizeof known / sizeof *known && !found; k++)
            found = !strcmp(attribute->name, known[k]);
        if (!found)
            proof_fault(saying->proof,
                        _("%s: the attribute \"%s\" is none of a sheet"),
                        saying->address, attribute->name);
    }
}

/* The column header of the table that says so, else its last one. */
static const char *find_header(const struct saying *saying,
                               const GumboNode *node, const char *want,
                               int depth)
{
    const char *last = "";

    if (node->type != GUMBO_NODE_ELEMENT || depth == DEPTH_LIMIT)
        return last;
    if (!strcmp(page_attribute(node, "scope"), "col"))
        return words_of(saying, node, 0);
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const char *found = find_header(
            saying, node->v.element.children.data[i], want, depth + 1);

        if (*found)
            last = found;
        if (!strcmp(last, want))
            break;
    }
    return last;
}

static void check_repeated(const struct saying *saying, const GumboNode *node)
{
    const char *column = page_attribute(node, "data-column");
    const char *row = page_attribute(node, "abbr");

    if (*row)
        expect(saying, "abbr",
               words_of(saying, node, PAGE_MARKS | PAGE_NUMBERS | PAGE_BLOCKS),
               row);
    if (!*column)
        return;
    column = without_spaces(saying, column);
    expect(saying, "data-column",
           saying->table ? find_header(saying, saying->table, column, 0) : "",
           column);
}

/* ---- elements ------------------------------------------------------------ */

static void check_year(const struct saying *saying, const GumboNode *node)
{
    const struct value *year =
        record_lookup_use(saying->truth->document.sheet->record, "year");
    struct arena *arena = saying->proof->arena;
    const char *want = "";

    if (year && year->present && year->year)
        want = pattern_fill(arena, saying->words->year,
                            arena_printf(arena, "%d", year->year), NULL);
    expect(saying, "chosho-ad", aloud(saying, want), words_of(saying, node, 0));
}

/* The title that a sheet without one gets on its page. */
static void check_name(const struct saying *saying, const GumboNode *node)
{
    expect(saying, "chosho-name", aloud(saying, truth_name(saying->truth)),
           words_of(saying, node, 0));
}

/* A hidden caption is the title of a heading before it. */
static void check_caption(const struct saying *saying, const GumboNode *node)
{
    const char *words = words_of(saying, node, PAGE_MARKS);
    const char *want = "";

    for (size_t i = 0; i < saying->titles.count; i++) {
        want = saying->titles.items[i];
        if (!strcmp(words, want))
            return;
    }
    expect(saying, "caption", want, words);
}

static bool is_heading(const GumboNode *node)
{
    return node->v.element.tag >= GUMBO_TAG_H1 &&
           node->v.element.tag <= GUMBO_TAG_H6;
}

static void check_node(struct saying *saying, const GumboNode *node, int depth)
{
    struct saying outer = *saying;

    if (node->type != GUMBO_NODE_ELEMENT || depth == DEPTH_LIMIT ||
        page_has_class(node, "chosho-beside"))
        return;
    if (*page_attribute(node, "id"))
        saying->address = page_attribute(node, "id");
    if (node->v.element.tag == GUMBO_TAG_TABLE)
        saying->table = node;
    check_attributes(saying, node);
    check_repeated(saying, node);
    if (page_has_class(node, "chosho-ad"))
        check_year(saying, node);
    if (page_has_class(node, "chosho-name"))
        check_name(saying, node);
    else if (page_has_class(node, "chosho-hidden"))
        check_caption(saying, node);
    else if (is_heading(node))
        *LIST_ADD(saying->proof->arena, &saying->titles) =
            words_of(saying, node, PAGE_MARKS);
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        check_node(saying, node->v.element.children.data[i], depth + 1);
    saying->address = outer.address;
    saying->table = outer.table;
}

void page_check_said(struct proof *proof, const struct prove_truth *truth,
                     const struct form_web_words *words, bool ears,
                     const GumboNode *sheet)
{
    struct saying saying = {
        .proof = proof,
        .truth = truth,
        .words = words,
        .ears = ears,
        .address = _("outside of the cells"),
    };

    check_node(&saying, sheet, 0);
}
