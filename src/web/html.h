/*
 * html: words and tags into a page. Words are escaped, and where the page
 * is tuned for ears, signs that voices read wrongly are hidden from them
 * and a word stands behind each that is only heard.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes;
struct form_web_words;
struct span;

struct html {
    struct bytes *out; /* borrowed */
    const struct form_web_words *words;
    bool ears;
    const char *prefix;          /* of ids; "" for none */
    bool special[UCHAR_MAX + 1]; /* bytes that need a second look */
};

struct html html_begin(struct bytes *out, const struct form_web_words *words,
                       bool ears, const char *prefix);

/* Markup as it is. */
void html_put(struct html *html, const char *markup);

/* Words between tags. */
void html_words(struct html *html, const char *utf8, size_t len);
void html_string(struct html *html, const char *words); /* NULL: nothing */

/* Words in an attribute's quotes: spoken forms replace their signs. */
void html_value(struct html *html, const char *utf8, size_t len);

/*
 * ` id="..."` for an address: white space and "%" are written as %XX, the
 * rest as it is, behind the page's prefix.
 */
void html_id(struct html *html, const char *address);

/* The same id as the end of a URL, behind "#". */
void html_fragment(struct html *html, const char *address);

/* A relative path in the quotes of an attribute. */
void html_url(struct html *html, const char *path);

/* A whole number. */
void html_int(struct html *html, int64_t value);

#endif
