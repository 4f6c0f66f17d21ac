/*
 * The data dictionary: one page of plain HTML that needs nothing else. Its
 * words come from templates/data.yaml and from the form.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/markup.h"
#include "base/pattern.h"
#include "base/version.h"
#include "data/inside.h"

struct page {
    const struct data_model *model;
    const struct data_edition *edition; /* NULL: not known */
    const struct data_summaries *documents;
    struct bytes *out;
};

static const char style[] =
    "body{margin:auto;max-width:64rem;padding:1rem;line-height:1.7;"
    "font-family:sans-serif;color:#111;background:#fff}"
    "div{overflow-x:auto}"
    "table{border-collapse:collapse;margin:0 0 1.5rem}"
    "caption{text-align:start;font-weight:bold;padding:.5rem 0}"
    "th,td{border:1px solid #767676;padding:.25rem .5rem;"
    "text-align:start;vertical-align:top}"
    "th{background:#f2f2f2}"
    "td.n{text-align:end}"
    "@page{size:A4 landscape;margin:10mm}"
    "@media print{body{max-width:none;padding:0;font-size:8pt}"
    "div{overflow:visible}}";

/* ---- HTML ---------------------------------------------------------------- */

static void put(struct page *page, const char *markup)
{
    bytes_append_string(page->out, markup);
}

static void put_words(struct page *page, const char *words)
{
    if (words)
        markup_append(page->out, words, strlen(words));
}

static void put_pattern(struct page *page, const char *pattern,
                        const char *words)
{
    put_words(page, pattern_fill(page->model->arena, pattern, words, NULL));
}

/* `headers` are the words of the columns, NULL behind the last one. */
static void open_table(struct page *page, const char *pattern,
                       const char *words, const char *const *headers)
{
    put(page, "<div role=\"region\" tabindex=\"0\" aria-label=\"");
    put_pattern(page, pattern, words);
    put(page, "\">\n<table>\n<caption>");
    put_pattern(page, pattern, words);
    put(page, "</caption>\n<thead><tr>");
    for (; *headers; headers++) {
        put(page, "<th scope=\"col\">");
        put_words(page, *headers);
        put(page, "</th>");
    }
    put(page, "</tr></thead>\n<tbody>\n");
}

static void close_table(struct page *page)
{
    put(page, "</tbody>\n</table>\n</div>\n");
}

static void open_row(struct page *page, const char *header)
{
    put(page, "<tr><th scope=\"row\">");
    put_words(page, header);
    put(page, "</th>");
}

static void put_data(struct page *page, const char *words)
{
    put(page, "<td>");
    put_words(page, words);
    put(page, "</td>");
}

static void put_count(struct page *page, size_t count)
{
    put(page, "<td class=\"n\">");
    bytes_append_int(page->out, (int64_t)count);
    put(page, "</td>");
}

static void close_row(struct page *page)
{
    put(page, "</tr>\n");
}

static void put_heading(struct page *page, const char *words)
{
    put(page, "<h2>");
    put_words(page, words);
    put(page, "</h2>\n");
}

/* ---- what the page says -------------------------------------------------- */

static void put_title(struct page *page)
{
    const struct data_model *model = page->model;
    const struct data_edition *edition = page->edition;
    bool year = edition && edition->year;

    put_pattern(page, model->words->page.title,
                arena_printf(model->arena, "%s %s%s%s", model->form->name,
                             model->stage->name, year ? " " : "",
                             year ? edition->year_typed : ""));
}

/* A name and what it is; nothing where it is not known. */
static void put_fact(struct page *page, const char *name, const char *words)
{
    if (!words)
        return;
    put(page, "<dt>");
    put_words(page, name);
    put(page, "</dt><dd>");
    put_words(page, words);
    put(page, "</dd>\n");
}

static void put_facts(struct page *page)
{
    const struct data_model *model = page->model;
    const struct form_data_words *words = model->words;
    const struct data_edition *edition = page->edition;

    put(page, "<dl>\n");
    put_fact(page, words->page.form, model->form->name);
    put_fact(page, words->page.stage, model->stage->name);
    if (edition) {
        if (edition->year)
            put_fact(page, words->page.year,
                     arena_printf(model->arena, "%s (%d)", edition->year_typed,
                                  edition->year));
        put_fact(page, words->page.city, edition->city);
        put_fact(page, words->page.area, edition->area);
        put_fact(page, words->page.date, edition->date);
    }
    put_fact(page, words->page.program, "chosho " CHOSHO_VERSION);
    put(page, "</dl>\n");
}

/* A link to a file beside the page, as a row's header. */
static void open_file_row(struct page *page, const char *name,
                          const char *extension)
{
    bytes_printf(page->out, "<tr><th scope=\"row\"><a href=\"%s.%s\">%s.%s</a>",
                 name, extension, name, extension);
    put(page, "</th><td>");
}

static void put_files(struct page *page, bool csv, bool json)
{
    const struct data_model *model = page->model;
    const struct form_data_words *words = model->words;
    const char *const headers[] = { words->page.file, words->page.holds,
                                    words->page.rows, NULL };

    open_table(page, words->page.files, NULL, headers);
    for (size_t t = 0; csv && t < model->table_count; t++) {
        const struct data_table *table = &model->tables[t];
        size_t depth = table->lists.count;
        size_t rows = 0;

        open_file_row(page, table->id, "csv");
        put_pattern(
            page, table->entries ? words->page.entries : words->page.items,
            depth ? table->lists.items[depth - 1]->key : words->page.document);
        put(page, "</td>");
        for (size_t i = 0; i < page->documents->count; i++)
            rows += page->documents->items[i].rows[t];
        put_count(page, rows);
        close_row(page);
    }
    if (json) {
        open_file_row(page, "data", "json");
        put_words(page, words->page.json);
        put(page, "</td><td></td></tr>\n");
        open_file_row(page, "schema", "json");
        put_words(page, words->page.schema);
        put(page, "</td><td></td></tr>\n");
    }
    close_table(page);
}

static const char *type_word(const struct data_model *model,
                             enum data_type type)
{
    const char *const words[] = {
        [DATA_TYPE_TEXT] = model->words->types.text,
        [DATA_TYPE_INTEGER] = model->words->types.integer,
        [DATA_TYPE_NUMBER] = model->words->types.number,
        [DATA_TYPE_DATE] = model->words->types.date,
        [DATA_TYPE_CHOICE] = model->words->types.choice,
    };

    return words[type];
}

static void put_table(struct page *page, const struct data_table *table)
{
    const struct form_data_words *words = page->model->words;
    const char *const headers[] = { words->page.column,
                                    words->page.name,
                                    words->page.type,
                                    words->page.unit,
                                    words->page.about,
                                    words->page.path,
                                    NULL };

    open_table(page, words->page.columns,
               arena_printf(page->model->arena, "%s.csv", table->id), headers);
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct data_column *column = &table->columns.items[i];

        open_row(page, column->words.column);
        put_data(page, column->words.name);
        put_data(page, type_word(page->model, column->type));
        put_data(page, column->words.unit);
        put_data(page, column->words.about);
        put_data(page, column->path);
        close_row(page);
    }
    close_table(page);
}

/* What may stand in the column that names an entry's field. */
static void put_fields(struct page *page)
{
    const struct form_data_words *words = page->model->words;
    const struct data_columns *lines = &page->model->lines;
    const char *const headers[] = { words->page.choice, words->page.name,
                                    words->page.about, words->page.path, NULL };

    if (!lines->count)
        return;
    open_table(page, words->page.fields, words->field.column, headers);
    for (size_t i = 0; i < lines->count; i++) {
        open_row(page, lines->items[i].words.column);
        put_data(page, lines->items[i].words.name);
        put_data(page, lines->items[i].words.about);
        put_data(page, lines->items[i].path);
        close_row(page);
    }
    close_table(page);
}

static void put_choices(struct page *page, const struct data_column *column)
{
    const struct form_data_words *words = page->model->words;
    const char *const headers[] = { words->page.choice, words->page.word,
                                    NULL };

    open_table(page, words->page.choices, column->words.column, headers);
    for (size_t i = 0; i < column->field->choice_count; i++) {
        open_row(page, column->field->choices[i].value);
        put_data(page, column->field->choices[i].word);
        close_row(page);
    }
    close_table(page);
}

/* True when an earlier table has this column as well. */
static bool was_shown(const struct data_model *model, size_t table,
                      const struct form_field *field)
{
    for (size_t t = 0; t < table; t++)
        for (size_t i = 0; i < model->tables[t].columns.count; i++)
            if (model->tables[t].columns.items[i].field == field)
                return true;
    return false;
}

static void put_all_choices(struct page *page)
{
    const struct data_model *model = page->model;

    for (size_t t = 0; t < model->table_count; t++) {
        const struct data_columns *columns = &model->tables[t].columns;

        for (size_t i = 0; i < columns->count; i++) {
            const struct data_column *column = &columns->items[i];

            if (column->field && column->field->type == FORM_CHOICE &&
                column->fill == DATA_WORDS &&
                !was_shown(model, t, column->field))
                put_choices(page, column);
        }
    }
}

static void put_documents(struct page *page)
{
    const struct form_data_words *words = page->model->words;
    const char *headers[] = { words->page.document, words->page.department,
                              words->page.file, NULL };

    open_table(page, words->page.documents, NULL, headers);
    for (size_t i = 0; i < page->documents->count; i++) {
        const struct data_summary *document = &page->documents->items[i];

        open_row(page, document->id);
        put_data(page, document->title);
        put_data(page, document->source);
        close_row(page);
    }
    close_table(page);
}

static void put_notes(struct page *page)
{
    const struct form_data_words *words = page->model->words;

    put_heading(page, words->page.notes);
    put(page, "<ul>\n");
    for (size_t i = 0; i < words->notes.count; i++) {
        put(page, "<li>");
        put_words(page, words->notes.items[i]);
        put(page, "</li>\n");
    }
    put(page, "</ul>\n");
}

static void count_row(void *context, const struct data_row *row)
{
    (void)row;
    ++*(size_t *)context;
}

struct data_summary data_summarize(struct arena *arena,
                                   const struct data_model *model,
                                   const struct data_document *document)
{
    const struct value *title = data_lookup_use(model, document, "title");
    size_t *rows = arena_calloc(arena, model->table_count, sizeof *rows);

    for (size_t i = 0; i < model->table_count; i++)
        data_each_row(model, &model->tables[i], document, count_row, &rows[i]);
    return (struct data_summary){
        .id = document->id,
        .source = document->source,
        .title = title ? text_join(arena, &title->text) : NULL,
        .rows = rows,
    };
}

void data_write_page(const struct data_model *model,
                     const struct data_edition *edition,
                     const struct data_summaries *documents, bool csv,
                     bool json, struct bytes *out)
{
    struct page page = { model, edition, documents, out };

    put(&page, "<!DOCTYPE html>\n<html lang=\"");
    put_words(&page, model->words->lang);
    put(&page, "\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n"
               "<title>");
    put_title(&page);
    put(&page, "</title>\n<style>");
    put(&page, style);
    put(&page, "</style>\n</head>\n<body>\n<main>\n<h1>");
    put_title(&page);
    put(&page, "</h1>\n");
    put_facts(&page);
    put_notes(&page);
    put_heading(&page, model->words->page.contents);
    put_files(&page, csv, json);
    put_documents(&page);
    put_heading(&page, model->words->page.meanings);
    for (size_t t = 0; t < model->table_count; t++)
        put_table(&page, &model->tables[t]);
    put_fields(&page);
    put_all_choices(&page);
    put(&page, "</main>\n</body>\n</html>\n");
}
