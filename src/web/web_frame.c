/* What stands around the words of every page. */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/pattern.h"
#include "form/form.h"
#include "form/web.h"
#include "web/inside.h"

enum { KILO = 1000, TENTHS = 10 };

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

void web_put_pattern(struct page *page, const char *pattern, const char *first,
                     const char *second)
{
    html_string(&page->html, pattern_fill(page->arena, pattern, first, second));
}

/* "../" for each folder of a path. */
static void put_way_up(struct page *page, const char *folder)
{
    size_t depth = *folder ? 1 : 0;

    for (; *folder; folder++)
        depth += *folder == '/';
    while (depth-- > 0)
        put(page, "../");
}

static void put_meta(struct page *page, const char *about)
{
    if (!about || !*about)
        return;
    put(page, "<meta name=\"description\" content=\"");
    html_value(&page->html, about, strlen(about));
    put(page, "\">\n");
}

void web_open_page(struct page *page, const char *title, const char *about,
                   const char *folder)
{
    const struct form_web_words *words = page->options->words;

    put(page, "<!DOCTYPE html>\n<html lang=\"");
    html_string(&page->html, page->part ? page->part->form->lang : words->lang);
    put(page, "\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, "
              "initial-scale=1\">\n"
              "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html_value(&page->html, title, strlen(title));
    put(page, "</title>\n");
    put_meta(page, about);
    put(page, "<link rel=\"stylesheet\" href=\"");
    put_way_up(page, folder);
    /* An empty icon: browsers would ask for /favicon.ico. */
    put(page, "style.css\">\n<link rel=\"icon\" "
              "href=\"data:,\">\n</head>\n<body class=\"chosho-page\">\n"
              "<a class=\"chosho-skip\" href=\"#chosho-main\">");
    html_string(&page->html, words->skip);
    put(page, "</a>\n");
}

void web_close_page(struct page *page)
{
    put(page, "</main>\n</body>\n</html>\n");
}

/* ---- the way from the top ------------------------------------------------ */

static void open_crumb(struct page *page, const char *up, const char *folder)
{
    put(page, "<li><a href=\"");
    put(page, up);
    if (folder)
        put_way_up(page, folder);
    put(page, "index.html\">");
}

static void put_crumb(struct page *page, const char *up, const char *folder,
                      const char *name)
{
    open_crumb(page, up, folder);
    html_string(&page->html, name);
    put(page, "</a></li>\n");
}

/* The first page, the year's, the part's index, then this page's name. */
void web_put_crumbs(struct page *page, enum web_depth depth, const char *here)
{
    const struct form_web_words *words = page->options->words;
    const struct web_part *part = page->part;
    bool top = page->options->topped && part;
    bool year = depth > WEB_OF_YEAR && web_has_year(page, part);
    bool index = depth > WEB_OF_PART && part->indexed;

    if (top || index) {
        put(page, "<nav class=\"chosho-crumbs\" aria-label=\"");
        html_string(&page->html, words->here);
        put(page, "\">\n<ol>\n");
        if (top && depth == WEB_OF_YEAR)
            put_crumb(page, "../", NULL, words->top);
        else if (top)
            put_crumb(page, "", part->folder, words->top);
        if (year)
            put_crumb(page, "../", NULL, web_year_name(page, part));
        if (index)
            put_crumb(page, "", NULL, web_part_name(page, part));
        put(page, "<li aria-current=\"page\">");
        html_string(&page->html, here);
        put(page, "</li>\n</ol>\n</nav>\n");
    }
    put(page, "<main id=\"chosho-main\" tabindex=\"-1\">\n");
}

const char *web_year_name(struct page *page, const struct web_part *part)
{
    if (!part->year_typed || !part->year)
        return "";
    return arena_printf(
        page->arena, "%s%s", part->year_typed,
        pattern_fill(page->arena, page->options->words->year,
                     arena_printf(page->arena, "%d", part->year), NULL));
}

char *web_part_name(struct page *page, const struct web_part *part)
{
    const char *year = web_year_name(page, part);

    return arena_printf(page->arena, "%s%s%s %s", year, *year ? " " : "",
                        part->form->name,
                        part->stage->name ? part->stage->name : "");
}

/* ---- files --------------------------------------------------------------- */

/* A size for people: the two signs that matter. */
static char *show_size(struct page *page, size_t size)
{
    const struct form_web_words *words = page->options->words;
    const char *pattern = words->kilobytes;
    size_t tenths = (size * TENTHS + KILO / 2) / KILO;
    const char *number;

    if (size >= KILO * KILO) {
        pattern = words->megabytes;
        tenths = (size / KILO * TENTHS + KILO / 2) / KILO;
    }
    number =
        tenths >= TENTHS * TENTHS
            ? arena_printf(page->arena, "%zu", (tenths + TENTHS / 2) / TENTHS)
            : arena_printf(page->arena, "%zu.%zu", tenths / TENTHS,
                           tenths % TENTHS);
    return pattern_fill(page->arena, pattern, number, NULL);
}

/* No words: the link's own say what it is. */
static void put_image(struct page *page, const struct web_file *file)
{
    put(page, "<img src=\"");
    html_url(&page->html, file->image);
    put(page, "\" width=\"");
    html_int(&page->html, file->width);
    put(page, "\" height=\"");
    html_int(&page->html, file->height);
    put(page, "\" alt=\"\" loading=\"lazy\">");
}

void web_put_files(struct page *page, const struct web_files *files,
                   bool pictured)
{
    const struct form_web_words *words = page->options->words;
    const struct web_part *part = page->part;

    if (!files->count)
        return;
    put(page, "<ul class=\"chosho-files\">\n");
    for (size_t i = 0; i < files->count; i++) {
        const struct web_file *file = &files->items[i];

        put(page, "<li><a href=\"");
        html_url(&page->html, file->name);
        put(page, "\">");
        if (pictured && file->image)
            put_image(page, file);
        if (file->size)
            web_put_pattern(page, words->file, file->kind,
                            show_size(page, file->size));
        else
            html_string(&page->html, file->kind);
        put(page, "</a></li>\n");
    }
    if (part && part->dictionary) {
        put(page, "<li><a href=\"data.html\">");
        html_string(&page->html, words->dictionary);
        put(page, "</a></li>\n");
    }
    put(page, "</ul>\n");
}
