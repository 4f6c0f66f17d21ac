#include "web/html.h"

#include <string.h>

#include "base/bytes.h"
#include "base/markup.h"
#include "form/web.h"

struct html html_begin(struct bytes *out, const struct form_web_words *words,
                       bool ears, const char *prefix)
{
    struct html html = {
        .out = out, .words = words, .ears = ears, .prefix = prefix
    };

    html.special['&'] = true;
    html.special['<'] = true;
    html.special['>'] = true;
    html.special['"'] = true;
    for (size_t i = 0; ears && i < words->ears.count; i++)
        html.special[(unsigned char)words->ears.items[i].text[0]] = true;
    return html;
}

void html_put(struct html *html, const char *markup)
{
    bytes_append_string(html->out, markup);
}

void html_int(struct html *html, int64_t value)
{
    bytes_append_int(html->out, value);
}

/* The rule for the sign that these words begin with, or NULL. */
static const struct form_spoken *find_spoken(const struct html *html,
                                             const char *utf8, size_t len)
{
    for (size_t i = 0; html->ears && i < html->words->ears.count; i++) {
        const struct form_spoken *rule = &html->words->ears.items[i];
        size_t sign = strlen(rule->text);

        if (sign <= len && !memcmp(utf8, rule->text, sign))
            return rule;
    }
    return NULL;
}

static void put_spoken(struct html *html, const struct form_spoken *rule,
                       bool attribute)
{
    if (attribute) {
        markup_append(html->out, rule->spoken, strlen(rule->spoken));
        return;
    }
    html_put(html, "<span aria-hidden=\"true\">");
    markup_append(html->out, rule->text, strlen(rule->text));
    html_put(html, "</span><span class=\"chosho-spoken\">");
    markup_append(html->out, rule->spoken, strlen(rule->spoken));
    html_put(html, "</span>");
}

static void put_words(struct html *html, const char *utf8, size_t len,
                      bool attribute)
{
    size_t from = 0;

    for (size_t i = 0; i < len; i++) {
        const struct form_spoken *rule;

        if (!html->special[(unsigned char)utf8[i]])
            continue;
        rule = find_spoken(html, utf8 + i, len - i);
        if (!rule && !markup_entity(utf8[i]))
            continue;
        bytes_append(html->out, utf8 + from, i - from);
        if (rule) {
            put_spoken(html, rule, attribute);
            i += strlen(rule->text) - 1;
        } else {
            html_put(html, markup_entity(utf8[i]));
        }
        from = i + 1;
    }
    bytes_append(html->out, utf8 + from, len - from);
}

void html_words(struct html *html, const char *utf8, size_t len)
{
    put_words(html, utf8, len, false);
}

void html_string(struct html *html, const char *words)
{
    if (words)
        html_words(html, words, strlen(words));
}

void html_value(struct html *html, const char *utf8, size_t len)
{
    put_words(html, utf8, len, true);
}

/* The bytes of `escaped` are written as their codes behind `percent`. */
static void put_address(struct html *html, const char *address,
                        const char *escaped, const char *percent)
{
    for (;;) {
        size_t run = strcspn(address, escaped);

        markup_append(html->out, address, run);
        address += run;
        if (!*address)
            return;
        bytes_printf(html->out, "%s%02X", percent, (unsigned)*address++);
    }
}

void html_id(struct html *html, const char *address)
{
    html_put(html, " id=\"");
    markup_append(html->out, html->prefix, strlen(html->prefix));
    put_address(html, address, " \t%", "%");
    html_put(html, "\"");
}

/* A "%" of the id is one of the URL's own there. */
void html_fragment(struct html *html, const char *address)
{
    html_put(html, "#");
    markup_append(html->out, html->prefix, strlen(html->prefix));
    for (; *address; address++) {
        char c[2] = { *address, 0 };

        if (strchr(" \t%", *c))
            put_address(html, c, " \t%", "%25");
        else
            put_address(html, c, "[]\\^`{|}#", "%");
    }
}

void html_url(struct html *html, const char *path)
{
    /* A colon before any slash would be a scheme. */
    if (strchr(path, ':'))
        html_put(html, "./");
    put_address(html, path, " \t%[]\\^`{|}#?:", "%");
}
