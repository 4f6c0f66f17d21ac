/*
 * The structure tree (PDF 32000 14.7.2): elements with their kids in the
 * order of reading. A kid is an element, or a piece of content by its number
 * on a page.
 */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "prove/pdf.h"
#include "sheet/outline.h"

enum {
    DEPTH_LIMIT = 100,
    OBJECT_LIMIT = 1 << 23, /* PDF 32000 annex C */
};

struct walk {
    struct pdf_file *file;
    struct prove_reading *reading;
    unsigned char *seen; /* a bit for each object */
    int depth;
    bool failed; /* the tree is no tree */
};

static qpdf_oh lookup(struct walk *walk, qpdf_oh dict, const char *key)
{
    return qpdf_oh_get_key_if_dict(walk->file->qpdf, dict, key);
}

/* The page that an object is, or NULL. */
static struct pdf_page *find_page(struct walk *walk, qpdf_oh page)
{
    int object = qpdf_oh_get_object_id(walk->file->qpdf, page);

    for (size_t i = 0; i < walk->file->page_count; i++)
        if (object && walk->file->pages[i].object == object)
            return &walk->file->pages[i];
    return NULL;
}

static void add_piece(struct walk *walk, const struct pdf_page *page,
                      long long number)
{
    struct bytes *words = &walk->reading->words;
    struct marked_piece *piece = NULL;

    if (page && number >= 0 && number < (long long)page->content.count)
        piece = &page->content.items[number];
    if (!piece || !piece->shown) {
        proof_fault(walk->file->proof,
                    _("an element has content that is on no page"));
        return;
    }
    if (piece->used) {
        proof_fault(walk->file->proof,
                    _("page %zu: content number %lld is in the tree twice"),
                    (size_t)(page - walk->file->pages) + 1, number);
        return;
    }
    piece->used = true;
    if (piece->end > piece->start)
        bytes_append(words, page->content.words.data + piece->start,
                     piece->end - piece->start);
}

/* ---- elements ------------------------------------------------------------ */

/* Marks an element as seen; false when it already is, or is none. */
static bool enter(struct walk *walk, qpdf_oh element)
{
    int object = qpdf_oh_get_object_id(walk->file->qpdf, element);
    unsigned char bit = (unsigned char)(1u << (object & 7));

    if (walk->depth == DEPTH_LIMIT || object < 0 || object >= OBJECT_LIMIT ||
        (object && walk->seen[object >> 3] & bit)) {
        proof_fault(walk->file->proof,
                    _("an element is in the structure tree twice, or the tree "
                      "is too deep"));
        walk->failed = true;
        return false;
    }
    walk->seen[object >> 3] |= bit;
    walk->depth++;
    return true;
}

static void read_element(struct walk *walk, qpdf_oh element);

/* A kid: a number, a reference to marked content, or an element. */
static void read_kid(struct walk *walk, qpdf_oh kid, struct pdf_page *page)
{
    qpdf_data qpdf = walk->file->qpdf;

    if (qpdf_oh_is_integer(qpdf, kid)) {
        add_piece(walk, page, qpdf_oh_get_int_value(qpdf, kid));
    } else if (qpdf_oh_is_integer(qpdf, lookup(walk, kid, "/MCID"))) {
        struct pdf_page *other = find_page(walk, lookup(walk, kid, "/Pg"));

        add_piece(walk, other ? other : page,
                  qpdf_oh_get_int_value(qpdf, lookup(walk, kid, "/MCID")));
    } else if (qpdf_oh_is_name(qpdf, lookup(walk, kid, "/S"))) {
        read_element(walk, kid);
    } else if (!qpdf_oh_is_dictionary(qpdf, lookup(walk, kid, "/Obj"))) {
        /* else a link's annotation, which has no words on the page */
        proof_fault(walk->file->proof,
                    _("the structure tree holds what is no element"));
    }
}

static void read_kids(struct walk *walk, qpdf_oh parent, struct pdf_page *page)
{
    qpdf_data qpdf = walk->file->qpdf;
    qpdf_oh kids = lookup(walk, parent, "/K");
    int count = 0;

    if (qpdf_oh_is_null(qpdf, kids))
        return;
    if (!qpdf_oh_is_array(qpdf, kids)) {
        read_kid(walk, kids, page);
        return;
    }
    count = qpdf_oh_get_array_n_items(qpdf, kids);
    for (int i = 0; i < count && !walk->failed; i++) {
        qpdf_oh kid = qpdf_oh_get_array_item(qpdf, kids, i);

        read_kid(walk, kid, page);
        qpdf_oh_release(qpdf, kid);
    }
}

/* What is said in place of an element's content (14.9.3, 14.9.4). */
static void replace_words(struct walk *walk, qpdf_oh element, size_t start)
{
    qpdf_oh actual = lookup(walk, element, "/ActualText");
    qpdf_oh alternate = lookup(walk, element, "/Alt");
    qpdf_data qpdf = walk->file->qpdf;

    if (!qpdf_oh_is_string(qpdf, actual))
        actual = alternate;
    if (!qpdf_oh_is_string(qpdf, actual))
        return;
    walk->reading->words.len = start;
    pdf_append_text(walk->file, actual, &walk->reading->words);
}

static void append_meaning(struct walk *walk, qpdf_oh element)
{
    qpdf_oh expansion = lookup(walk, element, "/E");

    if (!qpdf_oh_is_string(walk->file->qpdf, expansion))
        return;
    bytes_append_char(&walk->reading->words, PROVE_MEANING);
    pdf_append_text(walk->file, expansion, &walk->reading->words);
    bytes_append_char(&walk->reading->words, PROVE_MEANING);
}

static void add_part(struct walk *walk, size_t start, size_t first)
{
    *LIST_ADD(walk->file->arena, &walk->reading->parts) = (struct prove_part){
        .start = start,
        .end = walk->reading->words.len,
        .first = first,
        .last = walk->reading->cells.count,
    };
}

static void read_element(struct walk *walk, qpdf_oh element)
{
    qpdf_data qpdf = walk->file->qpdf;
    qpdf_oh type = lookup(walk, element, "/S");
    bool reading = qpdf_oh_is_name_and_equals(qpdf, type, "/RT");
    struct prove_cells *cells = &walk->reading->cells;
    struct bytes *words = &walk->reading->words;
    struct prove_cell cell = { .start = words->len };
    size_t index = cells->count;

    if (!enter(walk, element))
        return;
    cell.address = pdf_string(walk->file, lookup(walk, element, "/ID"));
    if (cell.address && outline_is_count(cell.address))
        cell.address = NULL; /* of a label: cells name it as their header */
    if (cell.address)
        *LIST_ADD(walk->file->arena, cells) = cell;
    if (reading)
        bytes_append_char(words, PROVE_READING);
    read_kids(walk, element, find_page(walk, lookup(walk, element, "/Pg")));
    replace_words(walk, element, cell.start + reading);
    if (reading)
        bytes_append_char(words, PROVE_READING);
    append_meaning(walk, element);
    walk->depth--;
    if (qpdf_oh_is_name_and_equals(qpdf, type, "/Part"))
        add_part(walk, cell.start, index);
    if (!cell.address)
        return;
    cells->items[index].end = words->len;
    cells->items[index].inner = cells->count == index + 1;
}

/* Content that no element has. */
static void check_unused(struct walk *walk)
{
    for (size_t p = 0; p < walk->file->page_count; p++) {
        const struct marked_page *page = &walk->file->pages[p].content;

        for (size_t i = 0; i < page->count; i++)
            if (page->items[i].shown && !page->items[i].used)
                proof_fault(walk->file->proof,
                            _("page %zu: content number %zu is in no element "
                              "of the tree"),
                            p + 1, i);
    }
}

void pdf_read_tree(struct pdf_file *file, struct prove_reading *reading)
{
    struct walk walk = {
        .file = file,
        .reading = reading,
        .seen = arena_alloc(file->arena, OBJECT_LIMIT / 8),
    };
    qpdf_oh root = lookup(&walk, qpdf_get_root(file->qpdf), "/StructTreeRoot");

    if (!qpdf_oh_is_dictionary(file->qpdf, root)) {
        proof_fault(file->proof, _("there is no structure tree"));
        file->unread = true;
        return;
    }
    read_kids(&walk, root, NULL);
    if (!walk.failed)
        check_unused(&walk);
}
