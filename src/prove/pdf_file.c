/*
 * A file is read as it is: libqpdf does not mend it, and its warnings are
 * faults. What it decodes stays within the limit on memory that the command
 * line sets.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/source.h"
#include "prove/cmap.h"
#include "prove/pdf.h"

enum {
    PAGE_LIMIT = 10000,
    FONT_LIMIT = 100, /* different ones in a file */
};

/* ---- objects ------------------------------------------------------------- */

char *pdf_string(struct pdf_file *file, qpdf_oh string)
{
    size_t len = 0;
    const char *data;

    if (!qpdf_oh_is_string(file->qpdf, string))
        return NULL;
    data = qpdf_oh_get_binary_string_value(file->qpdf, string, &len);
    return arena_copy(file->arena, data, len);
}

void pdf_append_text(struct pdf_file *file, qpdf_oh string, struct bytes *out)
{
    size_t len = 0;
    const char *data;

    if (!qpdf_oh_is_string(file->qpdf, string))
        return;
    data = qpdf_oh_get_binary_string_value(file->qpdf, string, &len);
    cmap_append_text(data, len, out);
}

static qpdf_oh lookup(struct pdf_file *file, qpdf_oh dict, const char *key)
{
    return qpdf_oh_get_key_if_dict(file->qpdf, dict, key);
}

/* ---- fonts --------------------------------------------------------------- */

/* Fonts read so far, by object: pages share them. */
struct font {
    int object;
    struct marked_font font;
};

struct fonts {
    struct font *items;
    size_t count;
    size_t capacity;
};

static const struct cmap *read_cmap(struct pdf_file *file, qpdf_oh font)
{
    qpdf_oh stream = lookup(file, font, "/ToUnicode");
    unsigned char *data = NULL;
    const struct cmap *cmap = NULL;
    QPDF_BOOL filtered = QPDF_FALSE;
    size_t len = 0;

    if (!qpdf_oh_is_stream(file->qpdf, stream))
        return NULL;
    if (qpdf_oh_get_stream_data(file->qpdf, stream, qpdf_dl_generalized,
                                &filtered, &data, &len) == QPDF_SUCCESS &&
        data)
        cmap = cmap_read(file->arena, data, len);
    free(data); /* it may be there although there were warnings */
    return cmap;
}

/* CFF fonts: one of their codes may be shown for several texts. */
static bool is_loose(struct pdf_file *file, qpdf_oh font)
{
    qpdf_oh parts = lookup(file, font, "/DescendantFonts");

    if (!qpdf_oh_is_array(file->qpdf, parts) ||
        qpdf_oh_get_array_n_items(file->qpdf, parts) < 1)
        return false;
    return qpdf_oh_is_name_and_equals(
        file->qpdf,
        lookup(file, qpdf_oh_get_array_item(file->qpdf, parts, 0), "/Subtype"),
        "/CIDFontType0");
}

static struct marked_font read_font(struct pdf_file *file, struct fonts *fonts,
                                    qpdf_oh font)
{
    int object = qpdf_oh_get_object_id(file->qpdf, font);
    struct font *item;

    for (size_t i = 0; i < fonts->count && object; i++)
        if (fonts->items[i].object == object)
            return fonts->items[i].font;
    if (fonts->count == FONT_LIMIT) {
        proof_fault(file->proof, _("more than %d fonts"), FONT_LIMIT);
        return (struct marked_font){ 0 };
    }
    item = LIST_ADD(file->arena, fonts);
    item->object = object;
    item->font.cmap = read_cmap(file, font);
    item->font.loose = is_loose(file, font);
    return item->font;
}

/* The fonts of a page by their names there. */
static struct marked_fonts list_fonts(struct pdf_file *file,
                                      struct fonts *fonts, qpdf_oh page)
{
    qpdf_oh dict = lookup(file, lookup(file, page, "/Resources"), "/Font");
    struct marked_fonts list = { 0 };

    if (!qpdf_oh_is_dictionary(file->qpdf, dict))
        return list;
    qpdf_oh_begin_dict_key_iter(file->qpdf, dict);
    while (qpdf_oh_dict_more_keys(file->qpdf)) {
        const char *key = qpdf_oh_dict_next_key(file->qpdf);

        LIST_ADD(file->arena, &list)->name =
            arena_strdup(file->arena, key + (*key == '/'));
    }
    for (size_t i = 0; i < list.count; i++) {
        const char *name = list.items[i].name;
        qpdf_oh font =
            lookup(file, dict, arena_printf(file->arena, "/%s", name));

        list.items[i] = read_font(file, fonts, font);
        list.items[i].name = name;
    }
    return list;
}

/* ---- pages --------------------------------------------------------------- */

static void report_page(struct pdf_file *file, size_t page, unsigned faults)
{
    static const struct {
        unsigned fault;
        const char *message;
    } messages[] = {
        { MARKED_OUTSIDE,
          N_("page %zu: something is painted that is in no element and is "
             "no artifact") },
        { MARKED_TWICE, N_("page %zu: a piece of content has the number of "
                           "another one or is in another one") },
        { MARKED_UNKNOWN, N_("page %zu: content that cannot be read as words: "
                             "an image, a form or a graphics state") },
        { MARKED_DIFFERS, N_("page %zu: glyphs stand for other words than "
                             "their /ActualText says") },
        { MARKED_INVISIBLE, N_("page %zu: words that are not painted") },
        { MARKED_NESTING, N_("page %zu: marked content is not nested well") },
        { MARKED_NO_FONT, N_("page %zu: words in a font the page has not") },
    };

    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (faults & messages[i].fault)
            proof_fault(file->proof, _(messages[i].message), page);
}

/* True when every annotation is a link that paints nothing. */
static bool only_links(struct pdf_file *file, qpdf_oh notes)
{
    qpdf_data qpdf = file->qpdf;
    int count = qpdf_oh_is_array(qpdf, notes)
                    ? qpdf_oh_get_array_n_items(qpdf, notes)
                    : 0;

    for (int i = 0; i < count; i++) {
        qpdf_oh note = qpdf_oh_get_array_item(qpdf, notes, i);
        qpdf_oh kind = lookup(file, note, "/Subtype");

        if (!qpdf_oh_is_name(qpdf, kind) ||
            strcmp(qpdf_oh_get_name(qpdf, kind), "/Link") != 0 ||
            !qpdf_oh_is_null(qpdf, lookup(file, note, "/AP")))
            return false;
    }
    return true;
}

static void read_page(struct pdf_file *file, struct fonts *fonts, size_t index)
{
    qpdf_oh page = qpdf_get_page_n(file->qpdf, index);
    struct marked_fonts list = list_fonts(file, fonts, page);
    qpdf_oh notes = lookup(file, page, "/Annots");
    struct pdf_page *item = &file->pages[index];
    unsigned char *data = NULL;
    size_t len = 0;

    item->object = qpdf_oh_get_object_id(file->qpdf, page);
    if (qpdf_oh_get_page_content_data(file->qpdf, page, &data, &len) !=
        QPDF_SUCCESS) {
        proof_fault(file->proof, _("page %zu: its content cannot be read"),
                    index + 1);
        file->unread = true;
    } else {
        item->content = marked_read(
            file->arena, data ? data : (unsigned char *)"", len, &list);
    }
    free(data);
    if (!only_links(file, notes))
        item->content.faults |= MARKED_UNKNOWN;
    report_page(file, index + 1, item->content.faults);
}

static bool read_pages(struct pdf_file *file)
{
    int count = qpdf_get_num_pages(file->qpdf);
    struct fonts fonts = { 0 };

    if (count < 1 || count > PAGE_LIMIT) {
        proof_fault(file->proof, _("cannot be read as PDF: %s"),
                    count < 1 ? _("it has no pages") : _("too many pages"));
        return false;
    }
    /* A page below another node's /Resources has them itself from here on. */
    qpdf_push_inherited_attributes_to_page(file->qpdf);
    file->pages = arena_calloc(file->arena, (size_t)count, sizeof *file->pages);
    file->page_count = (size_t)count;
    for (size_t i = 0; i < file->page_count; i++)
        read_page(file, &fonts, i);
    return true;
}

/* ---- the file ------------------------------------------------------------ */

static void report_error(struct pdf_file *file)
{
    qpdf_error error = qpdf_get_error(file->qpdf);

    proof_fault(file->proof, _("cannot be read as PDF: %s"),
                error ? qpdf_get_error_message_detail(file->qpdf, error) : "");
}

bool pdf_open(struct pdf_file *file, struct proof *proof)
{
    const struct source *source = proof->file;

    *file = (struct pdf_file){ .proof = proof,
                               .arena = proof->arena,
                               .qpdf = qpdf_init() };
    qpdf_silence_errors(file->qpdf);
    qpdf_set_suppress_warnings(file->qpdf, QPDF_TRUE);
    qpdf_set_attempt_recovery(file->qpdf, QPDF_FALSE);
    if (qpdf_read_memory(file->qpdf, source->name, source->data, source->len,
                         NULL) > QPDF_WARNINGS) {
        report_error(file);
        return false;
    }
    return read_pages(file);
}

void pdf_close(struct pdf_file *file)
{
    /* libqpdf tells errors that nobody asked for on standard error. */
    if (qpdf_has_error(file->qpdf) && file->proof->faults)
        qpdf_get_error(file->qpdf);
    else if (qpdf_has_error(file->qpdf))
        report_error(file);
    if (qpdf_more_warnings(file->qpdf) && !file->proof->faults)
        proof_fault(file->proof, _("is damaged: %s"),
                    qpdf_get_error_message_detail(
                        file->qpdf, qpdf_next_warning(file->qpdf)));
    for (size_t i = 0; i < file->page_count; i++)
        bytes_free(&file->pages[i].content.words);
    qpdf_cleanup(&file->qpdf);
}
