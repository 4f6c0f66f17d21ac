/* Pages that lead to others: a part's, and the first of all. */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/pattern.h"
#include "form/form.h"
#include "form/web.h"
#include "sheet/outline.h"
#include "web/inside.h"

/* Of a bar; so that shares are whole numbers. */
enum { BAR_WIDTH = 1200, BAR_HEIGHT = 100 };

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

static void put_link(struct page *page, const struct web_document *document)
{
    put(page, "<a href=\"");
    html_url(&page->html, document->id);
    put(page, ".html\">");
    html_string(&page->html, web_document_name(page, document));
    put(page, "</a>");
}

/* ---- the sum of a part --------------------------------------------------- */

/* Shares side by side; the numbers stand in the row, so voices pass it. */
static void put_bar(struct page *page, const struct web_count *count)
{
    size_t at = 0;

    if (!count->total)
        return;
    put(page, "<svg class=\"chosho-bar\" viewBox=\"0 0 1200 100\" "
              "preserveAspectRatio=\"none\" aria-hidden=\"true\" "
              "focusable=\"false\">");
    for (size_t i = 0; i <= count->field->choice_count; i++) {
        bool none = i == count->field->choice_count;
        size_t number = none ? count->none : count->given[i];
        size_t from = at * BAR_WIDTH / count->total;
        size_t to = (at += number) * BAR_WIDTH / count->total;

        if (!number)
            continue;
        put(page, "<rect class=\"");
        if (none)
            put(page, "chosho-b");
        else
            put(page, arena_printf(page->arena, "chosho-b%zu", i + 1));
        put(page, arena_printf(page->arena,
                               "\" x=\"%zu\" width=\"%zu\" height=\"%d\"/>",
                               from, to - from, BAR_HEIGHT));
    }
    put(page, "</svg>");
}

static void put_header(struct page *page, const char *words)
{
    put(page, "<th scope=\"col\">");
    html_string(&page->html, words);
    put(page, "</th>");
}

/* A number under the words of its column. */
static void put_number(struct page *page, size_t number, const char *sign,
                       const char *words)
{
    put(page, "<td class=\"chosho-n\" data-column=\"");
    if (sign) {
        html_value(&page->html, sign, strlen(sign));
        put(page, " ");
    }
    html_value(&page->html, words, strlen(words));
    put(page, "\">");
    html_int(&page->html, (int64_t)number);
    put(page, "</td>");
}

/* `first`: what a row is of; `second`: what is counted of it, or NULL. */
static void put_headers(struct page *page, const char *first,
                        const char *second, const struct web_lists *lists,
                        const struct form_field *field)
{
    const struct form_web_words *words = page->options->words;

    put(page, "<thead><tr>");
    put_header(page, first);
    if (second)
        put_header(page, second);
    for (size_t i = 0; i < lists->count; i++)
        put_header(page, lists->items[i]->key);
    for (size_t i = 0; field && i < field->choice_count; i++) {
        put(page,
            arena_printf(page->arena,
                         "<th scope=\"col\" class=\"chosho-k%zu\">", i + 1));
        web_put_choice(page, field->choices[i].value,
                       strlen(field->choices[i].value), field->choices[i].word);
        put(page, "</th>");
    }
    if (field) {
        put_header(page, words->none);
        put_header(page, words->given);
    }
    put(page, "</tr></thead>\n<tbody>\n");
}

static void put_share(struct page *page, const struct web_count *count)
{
    const struct form_web_words *words = page->options->words;

    put(page, "<td class=\"chosho-share\" data-column=\"");
    html_value(&page->html, words->given, strlen(words->given));
    put(page, "\">");
    web_put_pattern(
        page, words->given_of,
        arena_printf(page->arena, "%zu", count->total - count->none),
        arena_printf(page->arena, "%zu", count->total));
    put_bar(page, count);
    put(page, "</td>");
}

/* The numbers of some documents of a part, behind the row's header. */
static void put_numbers(struct page *page, const struct web_part *part,
                        size_t first, size_t last,
                        const struct web_lists *lists)
{
    struct web_count count = web_count_choices(page->arena, part, first, last);

    for (size_t i = 0; i < lists->count; i++) {
        size_t records = 0;

        for (size_t d = first; d < last; d++)
            records += web_count_list(&part->items[d], lists, i);
        put_number(page, records, NULL, lists->items[i]->key);
    }
    for (size_t i = 0; count.field && i < count.field->choice_count; i++)
        put_number(page, count.given[i], count.field->choices[i].value,
                   count.field->choices[i].word);
    if (count.field) {
        put_number(page, count.none, NULL, page->options->words->none);
        put_share(page, &count);
    }
    put(page, "</tr>\n");
}

static void put_sums(struct page *page)
{
    const struct web_part *part = page->part;
    const struct form_web_words *words = page->options->words;
    const struct form_field *field = web_counted_field(part);
    struct web_lists lists = web_find_lists(page->arena, part);

    put(page, "<table class=\"chosho-table chosho-sums\">\n<caption><h2>");
    if (field)
        web_put_pattern(page, words->sum, field->key, NULL);
    else
        html_string(&page->html, words->documents);
    put(page, "</h2></caption>\n");
    put_headers(page, words->document, NULL, &lists, field);
    for (size_t i = 0; i < part->count; i++) {
        put(page, "<tr><th scope=\"row\">");
        put_link(page, &part->items[i]);
        put(page, "</th>");
        put_numbers(page, part, i, i + 1, &lists);
    }
    put(page, "</tbody>\n</table>\n");
}

/* ---- its documents ------------------------------------------------------- */

/* Links to the headings of a document, as list items. */
static void put_sections(struct page *page, const struct web_document *document)
{
    if (!document->summary)
        web_put_sections(page, document->outline, document->id);
    else
        put(page, document->summary->sections);
}

static bool has_sections(const struct web_document *document)
{
    return document->summary ? *document->summary->sections
                             : web_count_sections(document->outline) > 0;
}

static void put_documents(struct page *page)
{
    const struct web_part *part = page->part;

    put(page, "<h2>");
    html_string(&page->html, page->options->words->documents);
    put(page, "</h2>\n");
    for (size_t i = 0; i < part->count; i++) {
        const struct web_document *document = &part->items[i];

        put(page, "<section class=\"chosho-document\">\n<h3>");
        put_link(page, document);
        put(page, "</h3>\n");
        if (has_sections(document)) {
            put(page, "<ul class=\"chosho-goals\">\n");
            put_sections(page, document);
            put(page, "</ul>\n");
        }
        web_put_files(page, &document->files, false);
        put(page, "</section>\n");
    }
}

char *web_describe(struct page *page, const char *name)
{
    return pattern_fill(page->arena, page->options->words->description, name,
                        NULL);
}

void web_put_index_title(struct page *page, const char *city, const char *title)
{
    put(page, "<div class=\"chosho\">\n");
    if (city) {
        put(page, "<p>");
        html_string(&page->html, city);
        put(page, "</p>\n");
    }
    put(page, "<h1>");
    html_string(&page->html, title);
    put(page, "</h1>\n");
}

void web_write_index(struct arena *arena, const struct web_options *options,
                     const struct web_part *part, struct bytes *out)
{
    struct page page = {
        .arena = arena,
        .options = options,
        .part = part,
        .html = html_begin(out, options->words, true, ""),
    };
    const char *name = web_part_name(&page, part);

    web_open_page(&page,
                  part->city ? arena_printf(arena, "%s - %s", name, part->city)
                             : name,
                  web_describe(&page, name), part->folder);
    web_put_crumbs(&page, WEB_OF_PART, name);
    web_put_index_title(&page, part->city, name);
    web_put_stages(&page, NULL);
    put_sums(&page);
    web_put_since(&page);
    put_documents(&page);
    if (part->files.count) {
        put(&page, "<h2>");
        html_string(&page.html, options->words->files);
        put(&page, "</h2>\n");
        web_put_files(&page, &part->files, false);
    }
    put(&page, "</div>\n");
    web_close_page(&page);
}

/* ---- what is said of a document ------------------------------------------ */

static const char *list_sections(const struct page *index,
                                 const struct web_document *document)
{
    struct bytes bytes = { 0 };
    struct page page = *index;
    const char *sections;

    page.html = html_begin(&bytes, page.options->words, true, "");
    web_put_sections(&page, document->outline, document->id);
    sections = arena_copy(page.arena, (const char *)bytes.data, bytes.len);
    bytes_free(&bytes);
    return sections;
}

const struct web_summary *web_summarize(struct arena *arena,
                                        const struct web_options *options,
                                        const struct web_part *part,
                                        size_t index)
{
    const struct web_document *document = &part->items[index];
    struct page page = { .arena = arena, .options = options, .part = part };
    struct web_count count = web_count_choices(arena, part, index, index + 1);
    struct web_lists lists = web_find_lists(arena, part);
    struct web_summary *summary = arena_alloc(arena, sizeof *summary);

    *summary = (struct web_summary){
        .name = web_document_name(&page, document),
        .given = count.given,
        .given_count = count.field ? count.field->choice_count : 0,
        .none = count.none,
        .records = arena_calloc(arena, lists.count, sizeof *summary->records),
        .records_count = lists.count,
        .sections = list_sections(&page, document),
    };
    for (size_t i = 0; i < lists.count; i++)
        summary->records[i] = web_count_records(document, lists.items[i]);
    return summary;
}

/* ---- the first page ------------------------------------------------------ */

static void put_part_link(struct page *page, const struct web_part *part)
{
    put(page, "<a href=\"");
    html_url(&page->html, part->folder);
    put(page, "/index.html\">");
    html_string(&page->html, web_part_name(page, part));
    put(page, "</a>");
}

static void put_part(struct page *page, const struct web_part *part)
{
    put(page, "<section class=\"chosho-document\">\n<h3>");
    put_part_link(page, part);
    put(page, "</h3>\n<ul class=\"chosho-names\">\n");
    for (size_t i = 0; i < part->count; i++) {
        put(page, "<li><a href=\"");
        html_url(&page->html, part->folder);
        put(page, "/");
        html_url(&page->html, part->items[i].id);
        put(page, ".html\">");
        html_string(&page->html, web_document_name(page, &part->items[i]));
        put(page, "</a></li>\n");
    }
    put(page, "</ul>\n</section>\n");
}

/* True for the first part with its form and stage. */
static bool is_new(const struct web_parts *parts, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (parts->items[i].form == parts->items[index].form &&
            parts->items[i].stage == parts->items[index].stage)
            return false;
    return true;
}

/* A row for each part that has the form and stage of `first`. */
static void put_part_sums(struct page *page, const struct web_parts *parts,
                          const struct web_part *first)
{
    const struct form_web_words *words = page->options->words;
    struct web_lists lists = web_find_lists(page->arena, first);

    put(page, "<table class=\"chosho-table chosho-sums\">\n<caption><h2>");
    html_string(&page->html,
                arena_printf(page->arena, "%s %s", first->form->name,
                             first->stage->name));
    put(page, "</h2></caption>\n");
    put_headers(page, words->edition, words->document, &lists,
                web_counted_field(first));
    for (size_t i = 0; i < parts->count; i++) {
        const struct web_part *part = &parts->items[i];

        if (part->form != first->form || part->stage != first->stage)
            continue;
        put(page, "<tr><th scope=\"row\">");
        put_part_link(page, part);
        put(page, "</th>");
        put_number(page, part->count, NULL, words->document);
        put_numbers(page, part, 0, part->count, &lists);
    }
    put(page, "</tbody>\n</table>\n");
}

/* The city of all parts, or NULL. */
static const char *find_city(const struct web_parts *parts)
{
    const char *city = parts->items[0].city;

    for (size_t i = 1; city && i < parts->count; i++)
        if (!parts->items[i].city || strcmp(city, parts->items[i].city))
            city = NULL;
    return city;
}

void web_write_top(struct arena *arena, const struct web_options *options,
                   const struct web_parts *parts, struct bytes *out)
{
    struct page page = {
        .arena = arena,
        .options = options,
        .html = html_begin(out, options->words, true, ""),
    };
    const char *city = find_city(parts);
    const char *title = options->words->top;

    web_open_page(&page,
                  city ? arena_printf(arena, "%s - %s", title, city) : title,
                  web_describe(&page, title), "");
    web_put_crumbs(&page, WEB_OF_ALL, title);
    web_put_index_title(&page, city, title);
    for (size_t i = 0; i < parts->count; i++)
        if (is_new(parts, i))
            put_part_sums(&page, parts, &parts->items[i]);
    put(&page, "<h2>");
    html_string(&page.html, options->words->documents);
    put(&page, "</h2>\n");
    for (size_t i = 0; i < parts->count; i++)
        put_part(&page, &parts->items[i]);
    put(&page, "</div>\n");
    web_close_page(&page);
}
