/*
 * Which typeface serves which characters of a sheet: the whole of it for
 * `chosho fonts`, and a note for each character that the typeface of its
 * style has no shape for.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "cli/inside.h"
#include "font/font.h"
#include "form/form.h"
#include "layout/layout.h"

/* A cluster and where the author first wrote it. */
struct served {
    const struct font_face *face;
    const char *utf8;
    size_t len;
    struct position at;
};

struct serveds {
    struct served *items;
    size_t count;
    size_t capacity;
};

static void add_cluster(struct session *session, struct serveds *serveds,
                        const struct layout_run *run, size_t from, size_t to)
{
    const struct span *span = run->span;
    size_t before = utf8_count(span->utf8, run->within + from < span->len
                                               ? run->within + from
                                               : span->len);
    struct served served = { run->face, run->utf8 + from, to - from,
                             position_right(span->at, (int)before) };

    for (size_t i = 0; i < serveds->count; i++)
        if (serveds->items[i].face == served.face &&
            serveds->items[i].len == served.len &&
            !memcmp(serveds->items[i].utf8, served.utf8, served.len))
            return;
    *LIST_ADD(session->arena, serveds) = served;
}

static void add_run(struct session *session, struct serveds *serveds,
                    const struct layout_run *run)
{
    for (size_t i = 0, next; i < run->count; i = next) {
        size_t from = run->glyphs[i].cluster;

        for (next = i + 1; next < run->count; next++)
            if (run->glyphs[next].cluster != from)
                break;
        add_cluster(session, serveds, run, from,
                    next < run->count ? run->glyphs[next].cluster : run->len);
    }
}

/* True when a style of the stage asks this face before any other. */
static bool is_first(struct session *session, const struct form_stage *stage,
                     const struct font_face *face)
{
    for (size_t i = 0; i < stage->style_count; i++) {
        struct font_stack *stack =
            font_set_lookup(session->fonts, stage->styles[i].font);

        if (stack && !strcmp(font_stack_name(stack, 0), face->name))
            return true;
    }
    return false;
}

/* Clusters of all faces, or (fallback) only the author's of those that no
 * style names. */
static struct serveds collect(struct session *session,
                              const struct document *document, bool fallback)
{
    const struct layout *layout = document->layout;
    struct serveds serveds = { 0 };

    for (size_t p = 0; p < layout->page_count; p++)
        for (size_t b = 0; b < layout->pages[p].box_count; b++) {
            const struct layout_box *box = &layout->pages[p].boxes[b];

            for (size_t l = 0; l < box->count; l++)
                for (size_t r = 0; r < box->lines[l].count; r++) {
                    const struct layout_run *run = &box->lines[l].runs[r];

                    if (!fallback ||
                        (run->span->origin == SPAN_SOURCE && !run->face->base &&
                         !is_first(session, document->stage, run->face)))
                        add_run(session, &serveds, run);
                }
        }
    return serveds;
}

/* "U+845B U+E0100" */
static char *code_points(struct arena *arena, const struct served *served)
{
    char *list = NULL;
    size_t n;

    for (size_t i = 0; i < served->len; i += n) {
        uint32_t c = utf8_decode(served->utf8 + i, served->len - i, &n);

        list = list ? arena_printf(arena, "%s U+%04X", list, (unsigned)c)
                    : arena_printf(arena, "U+%04X", (unsigned)c);
    }
    return list;
}

static void print_cluster(struct session *session, const struct served *served)
{
    printf("    %.*s  %s", (int)served->len, served->utf8,
           code_points(session->arena, served));
    if (served->at.source && served->at.line)
        message_print(stdout, "  %s:%d:%d", served->at.source->name,
                      served->at.line, served->at.column);
    putchar('\n');
}

static void print_face(struct session *session, const struct form_stage *stage,
                       const struct serveds *serveds,
                       const struct font_face *face)
{
    size_t count = 0;

    for (size_t i = 0; i < serveds->count; i++)
        count += serveds->items[i].face == face;
    printf(ngettext("  %s: %zu character\n", "  %s: %zu characters\n", count),
           face->name, count);
    if (is_first(session, stage, face))
        return;
    for (size_t i = 0; i < serveds->count; i++)
        if (serveds->items[i].face == face)
            print_cluster(session, &serveds->items[i]);
}

static void print_document(struct session *session,
                           const struct document *document)
{
    struct serveds serveds = collect(session, document, false);

    message_print(stdout, "%s:\n", document->path);
    for (size_t i = 0; i < serveds.count; i++) {
        bool first = true;

        for (size_t j = 0; j < i; j++)
            first &= serveds.items[j].face != serveds.items[i].face;
        if (first)
            print_face(session, document->stage, &serveds,
                       serveds.items[i].face);
    }
}

void report_fallbacks(struct session *session, const struct document *document)
{
    struct serveds serveds = collect(session, document, true);

    for (size_t i = 0; i < serveds.count; i++) {
        const struct served *served = &serveds.items[i];

        diag_add(&session->diags, DIAG_NOTE, "text-fallback", served->at,
                 _("\"%.*s\" (%s) has no shape in the sheet's typeface; that "
                   "of %s is used"),
                 (int)served->len, served->utf8,
                 code_points(session->arena, served), served->face->name);
    }
}

void command_fonts(struct session *session)
{
    for (size_t i = 0; i < session->documents.count; i++)
        print_document(session, &session->documents.items[i]);
}
