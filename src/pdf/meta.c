#include "pdf/meta.h"

#include <ctype.h>
#include <string.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "pdf/objstore.h"
#include "pdf/srgb.h"
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

static bool is_said(const char *words)
{
    return words && *words;
}

static void append_info(struct bytes *out, const char *key, const char *words)
{
    if (!is_said(words))
        return;
    bytes_append_string(out, key);
    syntax_append_text(out, words, strlen(words));
}

static void write_info(const struct meta *meta, struct objstore *store)
{
    struct bytes entries = { 0 };

    append_info(&entries, "/Title", meta->title);
    append_info(&entries, "/Author", meta->author);
    append_info(&entries, "/Subject", meta->subject);
    append_info(&entries, "/Keywords", meta->keywords);
    bytes_append_string(&entries, "/Producer");
    syntax_append_string(&entries, META_PRODUCER);
    if (meta->date) {
        bytes_append_string(&entries, "/CreationDate");
        syntax_append_string(&entries, meta->date);
        bytes_append_string(&entries, "/ModDate");
        syntax_append_string(&entries, meta->date);
    }
    objstore_set_info(store, &entries);
}

/* A property of XMP; `around` is the container its value stands in. */
static void append_property(struct bytes *out, const char *name,
                            const char *around, const char *words)
{
    static const char lang[] = " xml:lang=\"x-default\"";

    if (!is_said(words))
        return;
    bytes_printf(out, "<%s>", name);
    if (around)
        bytes_printf(out, "<rdf:%s><rdf:li%s>", around,
                     strcmp(around, "Alt") ? "" : lang);
    syntax_append_xml(out, words);
    if (around)
        bytes_printf(out, "</rdf:li></rdf:%s>", around);
    bytes_printf(out, "</%s>\n", name);
}

static bool append_date(struct bytes *out, const char *name, const char *date)
{
    bool ok;

    bytes_printf(out, "<xmp:%s>", name);
    ok = append_xmp_date(out, date);
    bytes_printf(out, "</xmp:%s>\n", name);
    return ok;
}

/*
 * PDF/A-2a (ISO 19005-2 6.6.4) and PDF/UA-1 (ISO 14289-1 5). PDF/A knows no
 * pdfuaid: its one property is described as an extension (6.6.2.3.3).
 */
static const char conformance[] =
    "<rdf:Description rdf:about=\"\""
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\""
    " pdfaid:part=\"2\" pdfaid:conformance=\"A\" pdfuaid:part=\"1\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid"
    "</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    "<rdf:li rdf:parseType=\"Resource\">"
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289"
    "</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";

static bool append_xmp(struct bytes *out, const struct meta *meta)
{
    bool ok = true;

    bytes_append_string(
        out, "<?xpacket begin=\"\xEF\xBB\xBF\" "
             "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF"
             " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
             "<rdf:Description rdf:about=\"\""
             " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
             " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
             " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n");
    append_property(out, "dc:title", "Alt", meta->title);
    append_property(out, "dc:creator", "Seq", meta->author);
    append_property(out, "dc:description", "Alt", meta->subject);
    append_property(out, "pdf:Keywords", NULL, meta->keywords);
    append_property(out, "pdf:Producer", NULL, META_PRODUCER);
    if (meta->date)
        ok = append_date(out, "CreateDate", meta->date) &&
             append_date(out, "ModifyDate", meta->date);
    bytes_append_string(out, "</rdf:Description>\n");
    if (meta->tree)
        bytes_append_string(out, conformance);
    bytes_append_string(out, "</rdf:RDF></x:xmpmeta>\n"
                             "<?xpacket end=\"r\"?>\n");
    return ok;
}

/* Deflated like all else, as PDF/A-2 allows: it is half of its length. */
static unsigned write_xmp(struct objstore *store, struct bytes *packet)
{
    unsigned id = objstore_reserve(store);
    struct bytes entries = { 0 };

    bytes_append_string(&entries, "/Type/Metadata/Subtype/XML");
    objstore_set_stream(store, id, &entries, packet);
    return id;
}

/* What device colours mean (ISO 19005-2 6.2.3): those of sRGB. */
static unsigned write_intent(struct objstore *store)
{
    unsigned profile = objstore_reserve(store);
    unsigned intent = objstore_reserve(store);
    struct bytes entries = { 0 };
    struct bytes data = { 0 };

    bytes_append_string(&entries, "/N 3");
    srgb_append_profile(&data);
    objstore_set_stream(store, profile, &entries, &data);
    bytes_printf(&entries,
                 "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier"
                 "(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile %u 0 R",
                 profile);
    objstore_set_dict(store, intent, &entries);
    return intent;
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
        syntax_append_string(&entries, meta->lang);
    }
    bytes_append_string(&entries, "/ViewerPreferences<</DisplayDocTitle "
                                  "true>>\n");
    if (meta->tree)
        bytes_printf(&entries,
                     "/MarkInfo<</Marked true>>/StructTreeRoot %u 0 R\n"
                     "/OutputIntents[%u 0 R]\n",
                     meta->tree, write_intent(store));
    if (meta->catalog && meta->catalog->len)
        bytes_append(&entries, meta->catalog->data, meta->catalog->len);
    objstore_set_catalog(store, &entries);
    return true;
}
