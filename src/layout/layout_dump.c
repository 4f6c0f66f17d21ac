/* The tree as text: one fact a line, indented by depth. */
#include "base/bytes.h"
#include "font/font.h"
#include "layout/layout.h"

static const char *role_name(enum layout_role role)
{
    static const char *const names[] = {
        [LAYOUT_PARAGRAPH] = "paragraph",
        [LAYOUT_TITLE] = "title",
        [LAYOUT_NOTE] = "note",
        [LAYOUT_CONTENTS] = "contents",
        [LAYOUT_HEADING] = "heading",
        [LAYOUT_LABEL] = "label",
        [LAYOUT_COLUMN_HEADER] = "column-header",
        [LAYOUT_ROW_HEADER] = "row-header",
        [LAYOUT_DATA] = "data",
    };

    return names[role];
}

static const char *end_name(enum text_end end)
{
    return end == TEXT_END ? "end" : end == TEXT_SOFT ? "soft" : "emergency";
}

static const char *origin_name(const struct span *span)
{
    static const char *const names[] = {
        [SPAN_SOURCE] = "source",
        [SPAN_TEMPLATE] = "template",
        [SPAN_GENERATED] = "generated",
    };

    return names[span->origin];
}

static void write_rect(struct bytes *out, const struct layout_rect *rect)
{
    bytes_printf(out, " %d %d %d %d", rect->x, rect->y, rect->width,
                 rect->height);
}

/* In double quotes; quotes and backslashes inside get a backslash. */
static void write_quoted(struct bytes *out, const char *text, size_t len)
{
    bytes_append_char(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"' || text[i] == '\\')
            bytes_append_char(out, '\\');
        bytes_append_char(out, text[i]);
    }
    bytes_append_char(out, '"');
}

static void write_string(struct bytes *out, const char *text)
{
    size_t len = 0;

    while (text[len])
        len++;
    write_quoted(out, text, len);
}

/* Of condensed type, in thousandths of its width. */
static void write_scale(struct bytes *out, int32_t scale)
{
    if (scale != 1000)
        bytes_printf(out, " scale %d", scale);
}

static void write_line(struct bytes *out, const struct layout_line *line)
{
    bytes_printf(out, "    line %d %d %d %s%s%s%s\n", line->x, line->baseline,
                 line->width, end_name(line->end), line->hung ? " hung" : "",
                 line->vertical ? " vertical" : "",
                 line->spread ? " distributed" : "");
    for (size_t i = 0; i < line->count; i++) {
        const struct layout_run *run = &line->runs[i];

        bytes_append_string(out, "      run ");
        write_string(out, run->face->name);
        bytes_printf(out, " %d %d %s ", run->size, run->x,
                     origin_name(run->span));
        write_quoted(out, run->utf8, run->len);
        write_scale(out, run->scale);
        bytes_append_string(out, run->turned   ? " turned\n"
                                 : run->ruby   ? " ruby\n"
                                 : run->leader ? " leader\n"
                                               : "\n");
    }
    for (size_t i = 0; i < line->stroke_count; i++) {
        const struct layout_stroke *stroke = &line->strokes[i];

        bytes_printf(out, "      %s %s",
                     stroke->change == SPAN_ADDED ? "added" : "removed",
                     stroke->through ? "through" : "beside");
        write_rect(out, &stroke->rect);
        bytes_append_char(out, '\n');
    }
}

static void write_box(struct bytes *out, const struct layout_box *box)
{
    bytes_printf(out, "  box %s ", role_name(box->role));
    write_string(out, box->address);
    write_rect(out, &box->rect);
    bytes_append_string(out, " content");
    write_rect(out, &box->content);
    if (box->part)
        bytes_printf(out, " part %d", box->part);
    if (box->repeated)
        bytes_append_string(out, " repeated");
    bytes_append_char(out, '\n');
    for (size_t i = 0; i < box->count; i++)
        write_line(out, &box->lines[i]);
}

void layout_dump(const struct layout *layout, struct bytes *out)
{
    bytes_append_string(out, "layout ");
    write_string(out, layout->title);
    bytes_printf(out, " size %d pitch %d", layout->size, layout->pitch);
    write_scale(out, layout->scale);
    bytes_append_char(out, '\n');
    for (size_t p = 0; p < layout->page_count; p++) {
        const struct layout_page *page = &layout->pages[p];

        bytes_printf(out, "page %zu %d %d\n", p + 1, page->width, page->height);
        for (size_t i = 0; i < page->box_count; i++)
            write_box(out, &page->boxes[i]);
        for (size_t i = 0; i < page->rule_count; i++) {
            bytes_append_string(out, "  rule");
            write_rect(out, &page->rules[i].rect);
            bytes_append_char(out, '\n');
        }
    }
}
