/*
 * fixture: faces, shaped lines and layouts made by hand, and a look at the
 * finished file with the tools people use. Header only: each test program
 * is one file.
 */
#ifndef TESTS_PDF_FIXTURE_H
#define TESTS_PDF_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "font/font.h"
#include "layout/layout.h"
#include "pdf/pdf.h"

#define BIZ_GOTHIC                                                             \
    "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
#define BIZ_MINCHO                                                             \
    "/usr/share/fonts/truetype/bizud-mincho/BIZUDMincho-Regular.ttf"
#define NOTO_SANS "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

/* A face over a blob, with made-up metrics; the blob is taken over. */
static inline struct font_face *fixture_face_of(struct arena *arena,
                                                hb_blob_t *blob, bool is_cff,
                                                const char *name)
{
    struct font_face *face = arena_alloc(arena, sizeof *face);
    unsigned len;

    *face = (struct font_face){
        .name = name,
        .ps_name = name,
        .file = name,
        .ascent = 880,
        .descent = 120,
        .is_cff = is_cff,
        .bbox = { -100, -200, 1100, 900 },
        .cap_height = 700,
        .weight = 400,
    };
    face->data = (const unsigned char *)hb_blob_get_data(blob, &len);
    face->len = len;
    face->hb_face = hb_face_create(blob, 0);
    face->hb_font = hb_font_create(face->hb_face);
    face->upem = hb_face_get_upem(face->hb_face);
    hb_blob_destroy(blob);
    return face;
}

static inline struct font_face *fixture_face(struct arena *arena,
                                             const char *file, bool is_cff,
                                             const char *name)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(file);

    assert_non_null(blob);
    return fixture_face_of(arena, blob, is_cff, name);
}

static inline void fixture_face_free(struct font_face *face)
{
    hb_font_destroy(face->hb_font);
    hb_face_destroy(face->hb_face);
}

static inline struct layout *fixture_layout(struct arena *arena)
{
    struct layout *layout = arena_alloc(arena, sizeof *layout);

    layout->title = "重点目標一覧表";
    layout->lang = "ja";
    return layout;
}

/* A landscape A4 page; the pointer is good until the next one is added. */
static inline struct layout_page *fixture_page(struct arena *arena,
                                               struct layout *layout)
{
    struct layout_page *page;

    layout->pages = list_grow(arena, layout->pages, layout->page_count,
                              &layout->page_capacity, sizeof *page);
    page = &layout->pages[layout->page_count++];
    *page = (struct layout_page){ .width = 841890, .height = 595276 };
    return page;
}

static inline void fixture_rule(struct arena *arena, struct layout_page *page,
                                struct layout_rect rect)
{
    page->rules = list_grow(arena, page->rules, page->rule_count,
                            &page->rule_capacity, sizeof *page->rules);
    page->rules[page->rule_count++].rect = rect;
}

/* A new box with one empty line. */
static inline struct layout_line *fixture_line(struct arena *arena,
                                               struct layout_page *page)
{
    struct layout_box *box;

    page->boxes = list_grow(arena, page->boxes, page->box_count,
                            &page->box_capacity, sizeof *box);
    box = &page->boxes[page->box_count++];
    *box = (struct layout_box){ .count = 1, .capacity = 1 };
    box->lines = arena_calloc(arena, 1, sizeof *box->lines);
    return box->lines;
}

static inline struct layout_run *fixture_add_run(struct arena *arena,
                                                 struct layout_line *line)
{
    line->runs = list_grow(arena, line->runs, line->count, &line->capacity,
                           sizeof *line->runs);
    return &line->runs[line->count++];
}

/* Shapes a text as a run of that line; returns where the pen ends. */
static inline int32_t fixture_run(struct arena *arena, struct layout_line *line,
                                  const struct font_face *face, int32_t size,
                                  int32_t x, int32_t baseline, const char *utf8)
{
    struct layout_run *run = fixture_add_run(arena, line);
    hb_buffer_t *buffer = hb_buffer_create();
    hb_glyph_info_t *infos;
    hb_glyph_position_t *positions;
    unsigned count;
    int64_t pen = 0;

    hb_buffer_set_cluster_level(buffer,
                                HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_buffer_add_utf8(buffer, utf8, -1, 0, -1);
    hb_buffer_set_language(buffer, hb_language_from_string("ja", -1));
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(face->hb_font, buffer, NULL, 0);
    infos = hb_buffer_get_glyph_infos(buffer, &count);
    positions = hb_buffer_get_glyph_positions(buffer, &count);
    *run = (struct layout_run){
        .face = face,
        .size = size,
        .scale = 1000,
        .x = x,
        .baseline = baseline,
        .glyphs = arena_calloc(arena, count, sizeof *run->glyphs),
        .count = count,
        .utf8 = arena_strdup(arena, utf8),
        .len = strlen(utf8),
    };
    for (unsigned i = 0; i < count; i++) {
        int64_t upem = face->upem;

        run->glyphs[i] = (struct layout_glyph){
            .gid = infos[i].codepoint,
            .cluster = infos[i].cluster,
            .x = (int32_t)((pen + positions[i].x_offset) * size / upem),
            .y = (int32_t)((int64_t)positions[i].y_offset * size / upem),
            .advance = (int32_t)((int64_t)positions[i].x_advance * 1000 / upem),
        };
        pen += positions[i].x_advance;
    }
    hb_buffer_destroy(buffer);
    run->width = (int32_t)(pen * size / face->upem);
    return x + run->width;
}

/* A box with one line with one run. */
static inline void fixture_text(struct arena *arena, struct layout_page *page,
                                const struct font_face *face, int32_t size,
                                int32_t x, int32_t baseline, const char *utf8)
{
    fixture_run(arena, fixture_line(arena, page), face, size, x, baseline,
                utf8);
}

/* The finished file; the caller frees it. */
static inline struct bytes fixture_write(struct arena *arena,
                                         const struct layout *layout,
                                         struct pdf_options options)
{
    struct diags diags = diags_make(arena);
    struct bytes out = { 0 };
    struct pdf_part part = { .layout = layout };

    options.untagged = true; /* there is no sheet */
    assert_true(pdf_write(&part, 1, &options, &diags, &out));
    assert_int_equal(diags.count, 0);
    return out;
}

/* A path in a folder of this process; `name` as in "a.pdf". */
static inline const char *fixture_path(struct arena *arena, const char *name)
{
    return arena_printf(arena, "/tmp/chosho-pdf-test-%ld-%s", (long)getpid(),
                        name);
}

static inline void fixture_save(const char *path, const struct bytes *bytes)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->len, file), bytes->len);
    assert_int_equal(fclose(file), 0);
}

/* What a shell command prints, standard error included. */
static inline char *fixture_output(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline char *fixture_output(struct arena *arena, const char *format, ...)
{
    struct bytes bytes = { 0 };
    char buffer[4096];
    size_t len;
    va_list args;
    FILE *pipe;
    char *command;
    char *text;

    va_start(args, format);
    command = arena_vprintf(arena, format, args);
    va_end(args);
    pipe = popen(arena_printf(arena, "{ %s; } 2>&1", command), "r");
    assert_non_null(pipe);
    while ((len = fread(buffer, 1, sizeof buffer, pipe)) > 0)
        bytes_append(&bytes, buffer, len);
    pclose(pipe);
    text = arena_copy(arena, (const char *)bytes.data, bytes.len);
    bytes_free(&bytes);
    return text;
}

/* Saves the bytes and asks every reader at hand whether they are sound. */
static inline const char *fixture_check(struct arena *arena, const char *name,
                                        const struct bytes *bytes)
{
    const char *path = fixture_path(arena, name);

    fixture_save(path, bytes);
    assert_non_null(strstr(fixture_output(arena, "qpdf --check %s", path),
                           "No syntax or stream encoding errors"));
    assert_null(
        strstr(fixture_output(arena, "qpdf --check %s", path), "WARNING"));
    assert_string_equal(
        fixture_output(arena, "pdftoppm -r 20 -f 1 -l 3 %s %s.ppm >/dev/null",
                       path, path),
        "");
    assert_string_equal(
        fixture_output(arena, "mutool draw -N -q -r 20 -F ppm -o /dev/null %s",
                       path),
        "");
    assert_string_equal(
        fixture_output(arena, "gs -q -dBATCH -dNOPAUSE -sDEVICE=nullpage %s",
                       path),
        "");
    fixture_output(arena, "rm -f %s.ppm*", path);
    return path;
}

/* The words of a PDF, a line each, as poppler reads them. */
static inline char *fixture_words(struct arena *arena, const char *path)
{
    char *words = fixture_output(arena, "pdftotext -raw -nopgbrk %s -", path);
    size_t len = strlen(words);

    while (len && words[len - 1] == '\n')
        words[--len] = '\0';
    return words;
}

/* Bytes as a string that strstr can search (NULs become dots). */
static inline char *fixture_string(struct arena *arena,
                                   const struct bytes *bytes)
{
    char *text = arena_copy(arena, (const char *)bytes->data, bytes->len);

    for (size_t i = 0; i < bytes->len; i++)
        if (!text[i])
            text[i] = '.';
    return text;
}

#endif
