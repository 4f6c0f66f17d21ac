/* The page of one document, and the same as a fragment. */
#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "form/web.h"
#include "record/record.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"
#include "web/inside.h"

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

static const struct text *find_year(const struct web_part *part,
                                    const struct record *record)
{
    const struct value *year = record_lookup_use(record, "year");

    return part->year && year && year->present ? &year->text : NULL;
}

/* ---- beside the sheet ---------------------------------------------------- */

static void put_contents(struct page *page, const struct outline *outline)
{
    if (web_count_sections(outline) < 2)
        return;
    put(page, "<nav class=\"chosho-contents\" "
              "aria-labelledby=\"chosho-contents\">\n"
              "<h2 id=\"chosho-contents\">");
    html_string(&page->html, page->options->words->contents);
    put(page, "</h2>\n<ul>\n");
    web_put_sections(page, outline, NULL);
    put(page, "</ul>\n</nav>\n");
}

/* The choices with how often each was given: a legend that counts. */
static void put_sum(struct page *page, const struct web_document *document)
{
    const struct form_web_words *words = page->options->words;
    size_t index = (size_t)(document - page->part->items);
    struct web_count count =
        web_count_choices(page->arena, page->part, index, index + 1);

    if (!count.field || count.none == count.total)
        return;
    put(page, "<section class=\"chosho-sum\">\n<h2>");
    web_put_pattern(page, words->sum, count.field->key, NULL);
    put(page, "</h2>\n<ul>\n");
    for (size_t i = 0; i <= count.field->choice_count; i++) {
        bool none = i == count.field->choice_count;
        size_t number = none ? count.none : count.given[i];

        put(page, "<li>");
        if (none)
            html_string(&page->html, words->none);
        else
            web_put_choice(page, count.field->choices[i].value,
                           strlen(count.field->choices[i].value),
                           count.field->choices[i].word);
        put(page, " <span class=\"chosho-count\">");
        web_put_pattern(page, words->count,
                        arena_printf(page->arena, "%zu", number), NULL);
        put(page, "</span></li>\n");
    }
    put(page, "</ul>\n</section>\n");
}

static void put_beside(struct page *page, const struct web_document *document)
{
    put(page, "<div class=\"chosho-beside\">\n");
    web_put_stages(page, document);
    web_put_files(page, &document->files, true);
    put_sum(page, document);
    put_contents(page, document->outline);
    put(page, "</div>\n");
}

/* Its record's title, else its file's name; of what gathers, its form's. */
const char *web_document_name(struct page *page,
                              const struct web_document *document)
{
    const struct value *title;

    if (document->summary)
        return document->summary->name;
    title = record_lookup_use(document->record, "title");
    return title && title->present ? text_join(page->arena, &title->text)
           : document->record->form->gathers ? document->record->form->name
                                             : document->id;
}

/* ---- the sheet ----------------------------------------------------------- */

static bool is_first_section(const struct outline_node *node)
{
    if (node->kind != OUTLINE_SECTION)
        return false;
    for (const struct outline_node *at = node->parent->first; at != node;
         at = at->next)
        if (at->kind == OUTLINE_SECTION)
            return false;
    return true;
}

static size_t count_headings(const struct outline_node *node, int level)
{
    size_t count = node->kind == OUTLINE_HEADING && node->level == level;

    for (node = node->first; node; node = node->next)
        count += count_headings(node, level);
    return count;
}

/* A sheet whose first heading is not its title gets one on its page. */
static void put_missing_title(struct page *page,
                              const struct outline_node *root,
                              const struct web_document *document)
{
    if (count_headings(root, 1) == 1 && web_find_heading(root)->level == 1)
        return;
    put(page, "<h1 class=\"chosho-name\">");
    html_string(&page->html, web_document_name(page, document));
    put(page, "</h1>\n");
    page->heading++;
}

/* `document`: what to say beside it, before the first section; or NULL. */
static void put_sheet(struct page *page, const struct outline *outline,
                      const struct web_document *document, const char *lang)
{
    bool headed = document || web_find_heading(outline->root);
    bool said = !document;

    put(page, headed ? "<article class=\"chosho\"" : "<div class=\"chosho\"");
    if (lang) {
        put(page, " lang=\"");
        html_string(&page->html, lang);
        put(page, "\"");
    }
    put(page, ">\n");
    if (document)
        put_missing_title(page, outline->root, document);
    for (const struct outline_node *node = outline->root->first; node;
         node = node->next) {
        if (!said && is_first_section(node)) {
            put_beside(page, document);
            said = true;
        }
        web_put_node(page, node);
    }
    if (!said)
        put_beside(page, document);
    put(page, headed ? "</article>\n" : "</div>\n");
}

void web_write_page(struct arena *arena, const struct web_options *options,
                    const struct web_part *part, size_t index,
                    struct bytes *out)
{
    const struct web_document *document = &part->items[index];
    const struct sheet *sheet = document->outline->sheet;
    struct page page = {
        .arena = arena,
        .options = options,
        .part = part,
        .html = html_begin(out, options->words, true, ""),
        .heading = 1,
        .year = find_year(part, document->record),
    };
    const char *title =
        *sheet->title ? sheet->title : web_document_name(&page, document);

    if (part->city)
        title = arena_printf(arena, "%s - %s", title, part->city);
    web_open_page(&page, title, *sheet->subject ? sheet->subject : title,
                  part->folder);
    web_put_crumbs(&page, WEB_OF_DOCUMENT, web_document_name(&page, document));
    put_sheet(&page, document->outline, document, NULL);
    web_close_page(&page);
}

void web_write_fragment(struct arena *arena, const struct web_options *options,
                        const struct web_part *part, size_t index,
                        struct bytes *out)
{
    const struct web_document *document = &part->items[index];
    struct page page = {
        .arena = arena,
        .options = options,
        .part = part,
        .html = html_begin(out, options->words, options->ears,
                           arena_printf(arena, "%s/", document->id)),
        .heading = options->heading,
        .year = find_year(part, document->record),
    };

    put_sheet(&page, document->outline, NULL, part->form->lang);
}
