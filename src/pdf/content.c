#include "pdf/content.h"

#include <stdbool.h>

#include "base/bytes.h"
#include "font/font.h"
#include "layout/layout.h"
#include "pdf/fontuse.h"
#include "pdf/pen.h"
#include "pdf/syntax.h"
#include "pdf/tags.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"

/*
 * What glyphs after the first of a cluster stand for in ToUnicode, for
 * readers that do not know ActualText: ZERO WIDTH SPACE.
 */
static const char no_text[] = "\xE2\x80\x8B";

static void append_rect(const struct layout_page *page,
                        const struct layout_rect *rect, struct bytes *out)
{
    pen_append_pair(out, rect->x, page->height - rect->y - rect->height);
    pen_append_pair(out, rect->width, rect->height);
    bytes_append_string(out, "re\n");
}

/* Rules of tables and lines at changed words. */
static void append_rules(const struct layout_page *page, struct bytes *out)
{
    bytes_append_string(out, "0 g\n");
    for (size_t i = 0; i < page->rule_count; i++)
        append_rect(page, &page->rules[i].rect, out);
    for (size_t i = 0; i < page->box_count; i++)
        for (size_t l = 0; l < page->boxes[i].count; l++) {
            const struct layout_line *line = &page->boxes[i].lines[l];

            for (size_t s = 0; s < line->stroke_count; s++)
                append_rect(page, &line->strokes[s].rect, out);
        }
    bytes_append_string(out, "f\n");
}

static bool has_rules(const struct layout_page *page)
{
    for (size_t i = 0; i < page->box_count; i++)
        for (size_t l = 0; l < page->boxes[i].count; l++)
            if (page->boxes[i].lines[l].stroke_count)
                return true;
    return page->rule_count > 0;
}

enum { VERTICAL_ORIGIN = 880 }; /* of Identity-V, 1/1000 em */

static enum pen_stance stance_of(const struct layout_run *run, size_t first,
                                 size_t end)
{
    if (run->turned)
        return TURNED;
    /* Signs side by side in a column are the only cluster of their width. */
    return run->vertical && (end - first == 1) ? DOWN : ACROSS;
}

/* Shows glyph i of a run, whose origin the layout says. */
static void show_run_glyph(struct pen *pen, const struct layout_run *run,
                           size_t i, struct fontuse_glyph code,
                           enum pen_stance stance)
{
    int64_t x = (int64_t)run->x + run->glyphs[i].x;
    int64_t y = (int64_t)run->baseline - run->glyphs[i].y;
    int64_t size = run->size;

    pen_set_font(pen, code.font, run->size, run->scale, stance);
    if (stance == DOWN) {
        x += pen_divide(code.width * size, 2 * PEN_MICRO);
        y -= pen_divide(VERTICAL_ORIGIN * size, 1000);
    }
    pen_show_glyph(pen, code, x, y);
}

static void begin_text(struct pen *pen, const char *utf8, size_t len)
{
    pen_end_array(pen);
    bytes_append_string(pen->out, "/Span<</ActualText");
    syntax_append_text(pen->out, utf8, len);
    bytes_append_string(pen->out, ">>BDC\n");
}

static void end_text(struct pen *pen)
{
    pen_end_array(pen);
    bytes_append_string(pen->out, "EMC\n");
}

/* A cluster of a run: glyphs [first, end) and the bytes they show. */
struct cluster {
    size_t first;
    size_t end;
    const char *utf8;
    size_t len;
};

static struct cluster cluster_at(const struct layout_run *run, size_t first)
{
    uint32_t offset = run->glyphs[first].cluster;
    struct cluster cluster = { first, first + 1, run->utf8 + offset, 0 };
    size_t behind = run->len;

    while (cluster.end < run->count &&
           run->glyphs[cluster.end].cluster == offset)
        cluster.end++;
    if (cluster.end < run->count)
        behind = run->glyphs[cluster.end].cluster;
    cluster.len = behind - offset;
    return cluster;
}

/* The code of glyph i of a cluster: the first one stands for its words. */
static struct fontuse_glyph encode(struct fontuse *fonts,
                                   const struct layout_run *run,
                                   const struct cluster *cluster, size_t i)
{
    bool first = i == cluster->first;
    const struct font_face *face = run->face;

    if (face->base) /* an empty em of its neighbours' face stands for it */
        return fontuse_encode(fonts, face->base, face->blank, cluster->utf8,
                              cluster->len);
    return fontuse_encode(fonts, run->face, run->glyphs[i].gid,
                          first ? cluster->utf8 : no_text,
                          first ? cluster->len : sizeof no_text - 1);
}

static void show_cluster(struct pen *pen, const struct layout_run *run,
                         const struct cluster *cluster)
{
    size_t first = cluster->first;
    struct fontuse_glyph code = encode(pen->fonts, run, cluster, first);
    enum pen_stance stance = stance_of(run, first, cluster->end);
    bool needs_text =
        !pen->spelled && (cluster->end - first > 1 || !code.exact);

    if (needs_text)
        begin_text(pen, cluster->utf8, cluster->len);
    show_run_glyph(pen, run, first, code, stance);
    for (size_t i = first + 1; i < cluster->end; i++)
        show_run_glyph(pen, run, i, encode(pen->fonts, run, cluster, i),
                       stance);
    if (needs_text)
        end_text(pen);
}

/* How much further glyph i + 1 stands than the font says. */
static int32_t gap_behind(const struct layout_run *run, size_t i)
{
    const struct layout_glyph *glyph = &run->glyphs[i];
    int64_t advance = (int64_t)glyph->advance * run->size * run->scale;

    return (int32_t)(glyph[1].x - glyph->x - pen_divide(advance, 1000000));
}

static bool is_near(int32_t gap, int32_t other)
{
    return gap - other <= 1 && other - gap <= 1;
}

enum { FEWEST = 5 }; /* glyphs of a run for which a gap is worth saying */

/*
 * The gap that most glyphs of a run have behind them, as justified lines do;
 * 0 when there is none. Said once for all of them it packs well.
 */
static int32_t common_gap(const struct layout_run *run)
{
    size_t gaps = run->count - 1;
    size_t votes = 0;
    size_t count = 0;
    int32_t gap = 0;

    if (run->count < FEWEST || run->vertical || run->ruby)
        return 0;
    for (size_t i = 0; i < gaps; i++) {
        if (!votes)
            gap = gap_behind(run, i);
        if (is_near(gap_behind(run, i), gap))
            votes++;
        else
            votes--;
    }
    for (size_t i = 0; i < gaps; i++)
        count += is_near(gap_behind(run, i), gap);
    if (2 * count <= gaps || is_near(gap, 0))
        return 0;
    return (int32_t)pen_divide((int64_t)gap * 1000, run->scale);
}

static void show_run(struct pen *pen, const struct layout_run *run)
{
    struct cluster cluster;

    pen_set_spacing(pen, common_gap(run));
    for (size_t i = 0; i < run->count; i = cluster.end) {
        cluster = cluster_at(run, i);
        show_cluster(pen, run, &cluster);
    }
}

/* ---- signs that are drawn ------------------------------------------------
 */

/* A point of the shape of glyph i, as the run has it on the page. */
static void append_point(const struct pen *pen, const struct layout_run *run,
                         size_t i, struct font_point point)
{
    int64_t x =
        pen_divide((int64_t)point.x * run->size * run->scale, 1000 * 1000);
    int64_t y = pen_divide((int64_t)point.y * run->size, 1000);
    int64_t left = (int64_t)run->x + run->glyphs[i].x;
    int64_t up = (int64_t)pen->page_height - run->baseline + run->glyphs[i].y;

    if (run->turned)
        pen_append_pair(pen->out, left + y, up - x);
    else
        pen_append_pair(pen->out, left + x, up + y);
}

static void append_drawing(const struct pen *pen, const struct layout_run *run,
                           size_t i)
{
    const struct font_drawing *drawing =
        font_face_drawing(run->face, run->glyphs[i].gid);

    for (size_t c = 0; c < drawing->count; c++) {
        const struct font_contour *contour = &drawing->contours[c];

        for (size_t p = 0; p < contour->count; p++) {
            append_point(pen, run, i, contour->points[p]);
            bytes_append_string(pen->out, p ? "l\n" : "m\n");
        }
        bytes_append_string(pen->out, "h\n");
    }
    bytes_append_string(pen->out, "f\n");
}

/*
 * The path is what the sign's word stands for, so both are in one sequence;
 * an empty em in it says to readers that look for text where that is. No path
 * can be in a text object (8.2).
 */
static void show_drawn(struct pen *pen, const struct layout_run *run)
{
    pen_set_spacing(pen, 0);
    for (size_t i = 0; i < run->count; i++) {
        struct cluster cluster = cluster_at(run, i);

        begin_text(pen, cluster.utf8, cluster.len);
        append_drawing(pen, run, i);
        pen_begin_text(pen);
        show_run_glyph(pen, run, i, encode(pen->fonts, run, &cluster, i),
                       stance_of(run, i, i + 1));
        pen_end_text(pen);
        end_text(pen);
    }
}

static void collect_run(struct fontuse *fonts, const struct layout_run *run)
{
    struct cluster cluster;

    for (size_t i = 0; i < run->count; i = cluster.end) {
        cluster = cluster_at(run, i);
        for (size_t g = i; g < cluster.end; g++)
            encode(fonts, run, &cluster, g);
    }
}

void content_collect_page(const struct content *content,
                          const struct layout_page *page)
{
    for (size_t b = 0; b < page->box_count; b++) {
        const struct layout_box *box = &page->boxes[b];

        for (size_t l = 0; l < box->count; l++)
            for (size_t r = 0; r < box->lines[l].count; r++)
                collect_run(content->fonts, &box->lines[l].runs[r]);
    }
}

/* ---- marked content (14.6, 14.8.2) ---------------------------------------
 */

/* What a run is to a reader; NULL: an artifact. */
static const struct outline_node *leaf_of(const struct pen *pen,
                                          const struct layout_box *box,
                                          const struct layout_line *line,
                                          const struct layout_run *run)
{
    if (!pen->tags || box->repeated || run->leader)
        return NULL;
    return outline_lookup(pen->outline, line->paragraph, box->cell, run->span,
                          run->ruby);
}

static enum tags_artifact artifact_of(const struct pen *pen,
                                      const struct layout_box *box,
                                      const struct layout_line *line,
                                      const struct layout_run *run)
{
    const struct sheet *sheet = pen->outline->sheet;

    if (run->leader)
        return TAGS_LAYOUT;
    if (line->paragraph && line->paragraph->number < sheet->body_first)
        return TAGS_HEAD;
    if (line->paragraph && line->paragraph->number >= sheet->foot_first)
        return TAGS_FOOT;
    return box->repeated ? TAGS_REPEATED : TAGS_LAYOUT;
}

static void mark_run(struct pen *pen, const struct layout_box *box,
                     const struct layout_line *line,
                     const struct layout_run *run)
{
    const struct outline_node *leaf;
    enum tags_artifact artifact;

    if (!pen->tags)
        return;
    leaf = leaf_of(pen, box, line, run);
    artifact = artifact_of(pen, box, line, run);
    if (tags_is_open(pen->tags, leaf, artifact))
        return;
    pen_end_array(pen);
    if (leaf)
        tags_mark(pen->tags, leaf, pen->out);
    else
        tags_mark_artifact(pen->tags, artifact, pen->out);
}

/* The run behind those that show the same element as run `first`. */
static size_t same_element(const struct pen *pen, const struct layout_box *box,
                           const struct layout_line *line, size_t first)
{
    const struct outline_node *leaf =
        leaf_of(pen, box, line, &line->runs[first]);
    size_t end = first + 1;

    for (; end < line->count; end++) {
        const struct outline_node *other =
            leaf_of(pen, box, line, &line->runs[end]);

        if ((other ? other->parent : NULL) != (leaf ? leaf->parent : NULL))
            break;
        if (leaf && leaf->beside != other->beside)
            break;
    }
    return end;
}

/*
 * Readers take the gaps of a distributed line for spaces, and the characters
 * of a column for lines; a reading's characters stand apart too. There the
 * words are said as one.
 */
static bool needs_spelling(const struct layout_line *line, size_t run)
{
    return line->spread || line->vertical || line->runs[run].ruby;
}

static void begin_words(struct pen *pen, const struct layout_line *line,
                        size_t first, size_t end)
{
    struct bytes words = { 0 };

    for (size_t i = first; i < end; i++)
        bytes_append(&words, line->runs[i].utf8, line->runs[i].len);
    begin_text(pen, (const char *)words.data, words.len);
    bytes_free(&words);
}

/* Marks of a run that is drawn stand outside of text objects. */
static void show_drawn_runs(struct pen *pen, const struct layout_box *box,
                            const struct layout_line *line, size_t first,
                            size_t end)
{
    pen_end_array(pen);
    if (pen->tags)
        tags_mark_end(pen->tags, pen->out);
    pen_end_text(pen);
    for (size_t i = first; i < end; i++) {
        mark_run(pen, box, line, &line->runs[i]);
        show_drawn(pen, &line->runs[i]);
    }
    if (pen->tags)
        tags_mark_end(pen->tags, pen->out);
    pen_begin_text(pen);
}

/* Runs [first, end) of one element; of readings, those of one base. */
static void show_runs(struct pen *pen, const struct layout_box *box,
                      const struct layout_line *line, size_t first, size_t end)
{
    mark_run(pen, box, line, &line->runs[first]);
    pen->spelled = needs_spelling(line, first);
    if (pen->spelled)
        begin_words(pen, line, first, end);
    for (size_t i = first; i < end; i++)
        show_run(pen, &line->runs[i]);
    if (pen->spelled)
        end_text(pen);
    pen->spelled = false;
}

static bool is_drawn(const struct layout_run *run)
{
    return run->face->base != NULL;
}

/* Without tags a line is one stretch of words, but for its readings and what
 * is drawn. */
static size_t same_kind(const struct layout_line *line, size_t first,
                        size_t end)
{
    size_t i = first + 1;

    while (
        i < end && is_drawn(&line->runs[i]) == is_drawn(&line->runs[first]) &&
        line->runs[i].ruby == line->runs[first].ruby &&
        (!line->runs[i].ruby || line->runs[i].span == line->runs[first].span))
        i++;
    return i;
}

static void show_line(struct pen *pen, const struct layout_box *box,
                      const struct layout_line *line)
{
    for (size_t i = 0, end; i < line->count; i = end) {
        end = same_element(pen, box, line, i);
        end = same_kind(line, i, end);
        if (is_drawn(&line->runs[i]))
            show_drawn_runs(pen, box, line, i, end);
        else
            show_runs(pen, box, line, i, end);
    }
    pen_end_array(pen);
    pen->placed = false;
}

static void show_boxes(struct pen *pen, const struct layout_page *page)
{
    pen_begin_text(pen);
    for (size_t i = 0; i < page->box_count; i++)
        for (size_t l = 0; l < page->boxes[i].count; l++)
            show_line(pen, &page->boxes[i], &page->boxes[i].lines[l]);
    if (pen->tags)
        tags_mark_end(pen->tags, pen->out);
    pen_end_text(pen);
}

static void show_rules(struct pen *pen, const struct layout_page *page)
{
    if (pen->tags)
        tags_mark_artifact(pen->tags, TAGS_LAYOUT, pen->out);
    append_rules(page, pen->out);
    if (pen->tags)
        tags_mark_end(pen->tags, pen->out);
}

void content_append_page(const struct content *content,
                         const struct layout_page *page,
                         const struct outline *outline, struct bytes *out)
{
    struct pen pen = {
        .out = out,
        .fonts = content->fonts,
        .tags = content->tags,
        .plain = content->plain,
        .outline = outline,
        .page_height = page->height,
        .scale = 1000,
    };
    size_t lines = 0;

    if (has_rules(page))
        show_rules(&pen, page);
    for (size_t i = 0; i < page->box_count; i++)
        lines += page->boxes[i].count;
    if (lines)
        show_boxes(&pen, page);
}
