/*
 * A year's stages: links from one to the others, and the page above them.
 * Stages are those of the parts that are made together.
 */
#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "form/web.h"
#include "web/inside.h"

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

/* ---- what belongs together ------------------------------------------------
 */

/* How much of a part's folder is its year's: "r02" of "r02/chukan". */
static size_t year_len(const struct web_part *part)
{
    const char *slash = strrchr(part->folder, '/');

    return slash ? (size_t)(slash - part->folder) : 0;
}

static bool same_year(const struct web_part *a, const struct web_part *b)
{
    size_t len = year_len(a);

    return len && len == year_len(b) && !strncmp(a->folder, b->folder, len);
}

const struct web_document *web_find_document(const struct web_part *part,
                                             const char *id)
{
    for (size_t i = 0; i < part->count; i++)
        if (!strcmp(part->items[i].id, id))
            return &part->items[i];
    return NULL;
}

const struct web_part *web_find_stage(const struct web_part *part,
                                      const struct form_stage *stage)
{
    for (size_t i = 0; part->all && i < part->all->count; i++) {
        const struct web_part *other = &part->all->items[i];

        if (other->indexed && part->indexed && other->form == part->form &&
            other->stage == stage && same_year(part, other))
            return other;
    }
    return NULL;
}

bool web_has_year(const struct page *page, const struct web_part *part)
{
    return page->options->topped && part->indexed && year_len(part);
}

/* ---- links between stages -------------------------------------------------
 */

/* "../STAGE/ID.html", from a page of another stage. */
static void put_stage_link(struct page *page, const struct web_part *part,
                           const char *up, const char *id)
{
    put(page, "<a href=\"");
    put(page, up);
    html_url(&page->html, strrchr(part->folder, '/') + 1);
    put(page, "/");
    html_url(&page->html, id);
    put(page, ".html\">");
    html_string(&page->html, part->stage->name);
    put(page, "</a>");
}

/* Where a stage has no such page, its name stands there without a link. */
static void put_stage(struct page *page, const struct web_part *part,
                      const char *id, bool linked)
{
    if (part == page->part)
        put(page, "<li aria-current=\"page\">");
    else
        put(page, "<li>");
    if (part != page->part && linked)
        put_stage_link(page, part, "../", id);
    else
        html_string(&page->html, part->stage->name);
    put(page, "</li>\n");
}

void web_put_stages(struct page *page, const struct web_document *document)
{
    const struct form *form = page->part->form;
    size_t count = 0;

    for (size_t i = 0; i < form->stage_count; i++)
        count += web_find_stage(page->part, &form->stages[i]) != NULL;
    if (count < 2)
        return;
    put(page, "<nav class=\"chosho-stages\" aria-label=\"");
    html_string(&page->html, page->options->words->stages);
    put(page, "\">\n<ul class=\"chosho-names\">\n");
    for (size_t i = 0; i < form->stage_count; i++) {
        const struct web_part *part =
            web_find_stage(page->part, &form->stages[i]);

        if (part)
            put_stage(page, part, document ? document->id : "index",
                      !document || web_find_document(part, document->id));
    }
    put(page, "</ul>\n</nav>\n");
}

/* ---- the page of a year ---------------------------------------------------
 */

/* The parts of the form of `first` in its year, in the order of its stages. */
static struct web_parts list_stages(struct page *page,
                                    const struct web_part *first)
{
    struct web_parts parts = { 0 };

    for (size_t i = 0; i < first->form->stage_count; i++) {
        const struct web_part *part =
            web_find_stage(first, &first->form->stages[i]);

        if (part)
            *LIST_ADD(page->arena, &parts) = *part;
    }
    return parts;
}

/* True when an earlier of the stages has that document. */
static bool is_listed(const struct web_parts *parts, size_t stage,
                      const char *id)
{
    for (size_t i = 0; i < stage; i++)
        if (web_find_document(&parts->items[i], id))
            return true;
    return false;
}

/* A stage's page of a department, and how much of it was given. */
static void put_stage_cell(struct page *page, const struct web_part *part,
                           const char *id)
{
    const struct web_document *document = web_find_document(part, id);
    struct web_count count = { 0 };
    size_t index;

    put(page, "<td>");
    if (document) {
        index = (size_t)(document - part->items);
        count = web_count_choices(page->arena, part, index, index + 1);
        put_stage_link(page, part, "", id);
    }
    if (count.total) {
        put(page, " <span class=\"chosho-count\">");
        html_string(&page->html, page->options->words->given);
        put(page, " ");
        web_put_pattern(
            page, page->options->words->given_of,
            arena_printf(page->arena, "%zu", count.total - count.none),
            arena_printf(page->arena, "%zu", count.total));
        put(page, "</span>");
    }
    put(page, "</td>");
}

static void put_departments(struct page *page, const struct web_parts *parts)
{
    for (size_t s = 0; s < parts->count; s++)
        for (size_t i = 0; i < parts->items[s].count; i++) {
            const struct web_document *document = &parts->items[s].items[i];

            if (is_listed(parts, s, document->id))
                continue;
            put(page, "<tr><th scope=\"row\">");
            html_string(&page->html, web_document_name(page, document));
            put(page, "</th>");
            for (size_t k = 0; k < parts->count; k++)
                put_stage_cell(page, &parts->items[k], document->id);
            put(page, "</tr>\n");
        }
}

/* A table of departments and stages. */
static void put_form(struct page *page, const struct web_part *first)
{
    struct web_parts parts = list_stages(page, first);

    put(page, "<table class=\"chosho-table\">\n<caption><h2>");
    html_string(&page->html, first->form->name);
    put(page, "</h2></caption>\n<thead><tr><th scope=\"col\">");
    html_string(&page->html, page->options->words->document);
    put(page, "</th>");
    for (size_t i = 0; i < parts.count; i++) {
        put(page, "<th scope=\"col\">");
        put_stage_link(page, &parts.items[i], "", "index");
        put(page, "</th>");
    }
    put(page, "</tr></thead>\n<tbody>\n");
    put_departments(page, &parts);
    put(page, "</tbody>\n</table>\n");
}

/* True for the first part of its form in its year. */
static bool begins_form(const struct web_parts *parts, size_t index)
{
    const struct web_part *part = &parts->items[index];

    for (size_t i = 0; i < index; i++)
        if (parts->items[i].form == part->form && parts->items[i].indexed &&
            same_year(&parts->items[i], part))
            return false;
    return part->indexed;
}

const char *web_year_folder(struct arena *arena, const struct web_parts *parts,
                            size_t index)
{
    const struct web_part *part = &parts->items[index];

    for (size_t i = 0; i < index; i++)
        if (parts->items[i].indexed && same_year(&parts->items[i], part))
            return NULL;
    if (!part->indexed || !year_len(part))
        return NULL;
    return arena_copy(arena, part->folder, year_len(part));
}

void web_write_year(struct arena *arena, const struct web_options *options,
                    const struct web_parts *parts, size_t index,
                    struct bytes *out)
{
    const struct web_part *part = &parts->items[index];
    struct page page = {
        .arena = arena,
        .options = options,
        .part = part,
        .html = html_begin(out, options->words, true, ""),
    };
    const char *folder = web_year_folder(arena, parts, index);
    const char *name = web_year_name(&page, part);

    web_open_page(&page,
                  part->city ? arena_printf(arena, "%s - %s", name, part->city)
                             : name,
                  web_describe(&page, name), folder);
    web_put_crumbs(&page, WEB_OF_YEAR, name);
    web_put_index_title(&page, part->city, name);
    for (size_t i = 0; i < parts->count; i++)
        if (begins_form(parts, i) && same_year(&parts->items[i], part))
            put_form(&page, &parts->items[i]);
    put(&page, "</div>\n");
    web_close_page(&page);
}
