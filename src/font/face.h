/* face: one entry of fonts.yaml and the face behind it, inside font/. */
#ifndef FONT_FACE_H
#define FONT_FACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "font/font.h"

struct face_entry {
    const char *name;
    const char *file; /* as it will be opened */
    unsigned index;
    const char *characters; /* the only ones to serve, UTF-8; NULL: all */
    bool has_checksum;
    uint32_t checksum;      /* CRC-32 the list expects */
    struct position at;     /* of the file's name in the list */
    bool tried;             /* opened or refused before */
    struct font_face *face; /* NULL: not tried yet, or refused */
};

/*
 * Opens the file of `entry`. On failure returns NULL and a sentence for
 * people in `fault`, both in the arena; `expected` gets what to do about
 * it, or NULL.
 */
struct font_face *face_open(struct arena *arena, const struct face_entry *entry,
                            const char **fault, const char **expected);

/*
 * The face of the signs that are drawn, to stand in lines of `base`. NULL when
 * that has no empty em.
 */
struct font_face *face_make_drawn(struct arena *arena,
                                  const struct font_face *base);

/* Takes over a font with HarfBuzz's functions; `face` remembers what it says
 * of characters. */
void face_take_font(struct arena *arena, struct font_face *face,
                    struct hb_font_t *font);

/* The memory of alone.c, still empty; face_close_alone() before the arena
 * ends. NULL is fine. */
struct face_alone *face_make_alone(struct arena *arena,
                                   const struct font_face *face);
void face_close_alone(struct face_alone *alone);

/* Unmaps the file and gives HarfBuzz's objects back. NULL is fine. */
void face_close(struct font_face *face);

/*
 * FreeType's judgement on the mapped file of `face`: a sound, scalable
 * font with a Unicode character table that may be embedded and subset.
 * Fills the names and metrics that FreeType reads anyway. Returns NULL or
 * the reason for a refusal, in the arena.
 */
const char *face_judge(struct arena *arena, struct font_face *face);

/* A length in font units as 1/1000 em, rounded half away from zero. */
int32_t face_scale(const struct font_face *face, int32_t units);

#endif
