/* syntax: texts, names and codes as PDF and XML write them. */
#ifndef PDF_SYNTAX_H
#define PDF_SYNTAX_H

#include <stddef.h>

struct bytes;

/* Four hexadecimal digits. */
void syntax_append_hex4(struct bytes *out, unsigned value);

/* UTF-8 as hexadecimal UTF-16BE, without brackets or byte order mark. */
void syntax_append_utf16(struct bytes *out, const char *utf8, size_t len);

/* A text string: <FEFF...> (PDF 32000 7.9.2.2). */
void syntax_append_text(struct bytes *out, const char *utf8, size_t len);

/* Bytes without control characters as a literal string: (...). */
void syntax_append_string(struct bytes *out, const char *string);

/* A name with its slash; what names may not hold goes as #xx (7.3.5). */
void syntax_append_name(struct bytes *out, const char *name);

/* Character data of an XML element. */
void syntax_append_xml(struct bytes *out, const char *utf8);

#endif
