#include "pdf/meta.h"

#include <ctype.h>
#include <string.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "pdf/objstore.h"
#include "pdf/syntax.h"

/* The forms of a date: d is a digit, + is + or -, the rest itself. */
static const struct date_form {
    const char *pdf;
    const char *xmp;
} date_forms[] = {
    { "D:dddd", "dddd" },
    { "D:dddddd", "dddd-dd" },
    { "D:dddddddd", "dddd-dd-dd" },
    { "D:dddddddddddddd", "dddd-dd-ddTdd:dd:dd" },
    { "D:ddddddddddddddZ", "dddd-dd-ddTdd:dd:ddZ" },
    { "D:dddddddddddddd+dd'dd", "dddd-dd-ddTdd:dd:dd+dd:dd" },
    { "D:dddddddddddddd+dd'dd'", "dddd-dd-ddTdd:dd:dd+dd:dd" },
};

static bool has_form(const char *date, const char *form)
{
    for (; *date && *form; date++, form++) {
        bool fits = *form == 'd'   ? isdigit((unsigned char)*date)
                    : *form == '+' ? *date == '+' || *date == '-'
                                   : *date == *form;

        if (!fits)
            return false;
    }
    return *date == *form;
}

/* Appends a PDF date as XMP writes it; false when it has none of the forms. */
static bool append_xmp_date(struct bytes *out, const char *date)
{
    const char *xmp = NULL;

    for (size_t i = 0; i < sizeof date_forms / sizeof *date_forms; i++)
        if (has_form(date, date_forms[i].pdf))
            xmp = date_forms[i].xmp;
    if (!xmp)
        return false;
    for (; *xmp; xmp++) {
        if (*xmp == 'd' || *xmp == '+') {
            date += strcspn(date, *xmp == 'd' ? "0123456789" : "+-");
            bytes_append_char(out, *date++);
        } else {
            bytes_append_char(out, *xmp);
        }
    }
    return true;
}

static void write_info(const struct meta *meta, struct objstore *store)
{
    struct bytes entries = { 0 };

    if (meta->title) {
        bytes_append_string(&entries, "/Title");
        syntax_append_text(&entries, meta->title, strlen(meta->title));
    }
    bytes_append_string(&entries, "/Producer");
    syntax_append_ascii(&entries, META_PRODUCER);
    if (meta->date) {
        bytes_append_string(&entries, "/CreationDate");
        syntax_append_ascii(&entries, meta->date);
        bytes_append_string(&entries, "/ModDate");
        syntax_append_ascii(&entries, meta->date);
    }
    objstore_set_info(store, &entries);
}

static void append_title(struct bytes *out, const char *title)
{
    bytes_append_string(out, "<dc:title><rdf:Alt><rdf:li "
                             "xml:lang=\"x-default\">");
    syntax_append_xml(out, title);
    bytes_append_string(out, "</rdf:li></rdf:Alt></dc:title>\n");
}

static bool append_date(struct bytes *out, const char *name, const char *date)
{
    bool ok;

    bytes_printf(out, "<xmp:%s>", name);
    ok = append_xmp_date(out, date);
    bytes_printf(out, "</xmp:%s>\n", name);
    return ok;
}

/* The packet is not deflated, so that tools find it without reading PDF. */
static bool append_xmp(struct bytes *out, const struct meta *meta)
{
    bool ok = true;

    bytes_append_string(
        out, "<?xpacket begin=\"\xEF\xBB\xBF\" "
             "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
             "<rdf:RDF "
             "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
             "<rdf:Description rdf:about=\"\"\n"
             " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
             " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
             " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
             "<dc:format>application/pdf</dc:format>\n");
    if (meta->title)
        append_title(out, meta->title);
    bytes_append_string(out, "<pdf:Producer>");
    syntax_append_xml(out, META_PRODUCER);
    bytes_append_string(out, "</pdf:Producer>\n");
    if (meta->date)
        ok = append_date(out, "CreateDate", meta->date) &&
             append_date(out, "ModifyDate", meta->date);
    bytes_append_string(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                             "<?xpacket end=\"r\"?>\n");
    return ok;
}

static unsigned write_xmp(struct objstore *store, struct bytes *packet)
{
    unsigned id = objstore_reserve(store);
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/Type/Metadata/Subtype/XML");
    objstore_set_raw_stream(store, id, &entries, packet);
    return id;
}

bool meta_write(const struct meta *meta, struct objstore *store,
                struct diags *diags)
{
    struct bytes packet = { 0 };
    struct bytes entries = { 0 };

    if (!append_xmp(&packet, meta)) {
        bytes_free(&packet);
        diag_add(diags, DIAG_ERROR, "pdf-date", (struct position){ 0 },
                 _("%s is not a date of a PDF document"), meta->date)
            ->expected = _("D:YYYYMMDD, with or without a time");
        return false;
    }
    write_info(meta, store);
    bytes_printf(&entries, "/Metadata %u 0 R\n", write_xmp(store, &packet));
    if (meta->lang) {
        bytes_append_string(&entries, "/Lang");
        syntax_append_ascii(&entries, meta->lang);
    }
    bytes_append_string(&entries, "/ViewerPreferences<</DisplayDocTitle "
                                  "true>>\n");
    if (meta->catalog && meta->catalog->len)
        bytes_append(&entries, meta->catalog->data, meta->catalog->len);
    objstore_set_catalog(store, &entries);
    return true;
}
