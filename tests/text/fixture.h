/*
 * fixture: a set of faces, and texts to be shaped with them. Header only: each
 * test program is one file. make_world() and free_world() are set-up and
 * tear-down, of a test or of all of them.
 */
#ifndef TESTS_TEXT_FIXTURE_H
#define TESTS_TEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"
#include "font/font.h"
#include "text/text.h"

struct world {
    struct arena *arena;
    struct diags diags;
    struct font_set *set;
    struct text_options options; /* Gothic, Japanese, strict kinsoku */
};

static struct world world;

static inline int make_world(void **state)
{
    (void)state;
    world.arena = arena_new();
    world.diags = diags_make(world.arena);
    world.set = font_set_load("fonts/fonts.yaml", &world.diags);
    assert_non_null(world.set);
    world.options = (struct text_options){
        .stack = font_set_lookup(world.set, "gothic"),
        .lang = "ja",
        .kinsoku = { .strict = true },
    };
    return 0;
}

static inline int free_world(void **state)
{
    (void)state;
    font_set_free(world.set);
    arena_free(world.arena);
    return 0;
}

/* Words as a text of one span; they must outlive it. */
static inline struct text *make_text(const char *words)
{
    struct text *text = arena_alloc(world.arena, sizeof *text);

    *text = text_from_span(
        world.arena, (struct span){ .utf8 = words, .len = strlen(words) });
    return text;
}

/* The same shaped; never NULL. */
static inline struct text_shaped *
shape_words(const char *words, const struct text_options *options)
{
    struct text_shaped *shaped =
        text_shape(world.arena, make_text(words), options, &world.diags);

    assert_non_null(shaped);
    return shaped;
}

#endif
