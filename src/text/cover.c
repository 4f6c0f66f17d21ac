#include "text/cover.h"

#include <hb.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "font/font.h"
#include "unicode/unicode.h"

/* A code point of a cluster with the selector behind it. */
struct unit {
    uint32_t c;
    uint32_t selector; /* 0: none */
    size_t at;         /* byte offset */
};

/* Marks beyond that many are looked at after shaping only. */
enum { CLUSTER_UNITS = 32 };

/* The units of a cluster that must have glyphs; how many there are. */
static size_t read_units(const struct cover *cover, size_t at, size_t end,
                         struct unit *units)
{
    size_t count = 0;

    while (at < end) {
        size_t n;
        uint32_t c = utf8_decode(cover->utf8 + at, end - at, &n);

        if (unicode_is_variation_selector(c) && count > 0 &&
            units[count - 1].selector == 0) {
            units[count - 1].selector = c;
        } else if (!unicode_is_ignorable(c)) {
            if (count == CLUSTER_UNITS)
                break;
            units[count++] = (struct unit){ .c = c, .at = at };
        }
        at += n;
    }
    return count;
}

/* HarfBuzz shapes base and mark as one character where there is one. */
static bool covers_composed(const struct font_face *face,
                            const struct unit *base, const struct unit *mark)
{
    hb_codepoint_t composed;

    return hb_unicode_compose(hb_unicode_funcs_get_default(), base->c, mark->c,
                              &composed) &&
           font_face_covers(face, composed, 0);
}

/* How many units the face has glyphs for before the first it has not. */
static size_t covered_units(const struct font_face *face,
                            const struct unit *units, size_t count,
                            bool with_selectors)
{
    size_t i = 0;

    while (i < count) {
        const struct unit *unit = &units[i];
        uint32_t selector = with_selectors ? unit->selector : 0;

        if (i + 1 < count && selector == 0 &&
            covers_composed(face, unit, unit + 1))
            i += 2;
        else if (font_face_covers(face, unit->c, selector))
            i++;
        else
            break;
    }
    return i;
}

static const struct font_face *find_face(const struct cover *cover,
                                         const struct unit *units, size_t count,
                                         bool with_selectors)
{
    struct font_stack *stack = cover->options->stack;
    const struct font_face *drawn =
        font_is_drawn(units->c) ? font_stack_drawn(stack, cover->diags) : NULL;

    if (drawn && covered_units(drawn, units, count, with_selectors) == count)
        return drawn;
    for (size_t i = 0; i < font_stack_count(stack); i++) {
        const struct font_face *face = font_stack_face(stack, i, cover->diags);

        if (face && covered_units(face, units, count, with_selectors) == count)
            return face;
    }
    return NULL;
}

/* Without any face there is no use in naming every character. */
static bool has_faces(const struct cover *cover)
{
    struct font_stack *stack = cover->options->stack;

    for (size_t i = 0; i < font_stack_count(stack); i++)
        if (font_stack_face(stack, i, cover->diags))
            return true;
    return false;
}

/* The faces that were asked, for people. */
static const char *list_faces(const struct cover *cover)
{
    struct font_stack *stack = cover->options->stack;
    struct arena *arena = cover->diags->arena;
    const char *names = "";

    for (size_t i = 0; i < font_stack_count(stack); i++) {
        if (font_stack_characters(stack, i))
            continue; /* whether it has more does not help */
        names = arena_printf(arena, "%s%s%s", names, i > 0 ? ", " : "",
                             font_stack_name(stack, i));
    }
    return arena_printf(arena, _("a character in one of these fonts: %s"),
                        names);
}

/* "U+304B U+309A" for the units in error, with selectors. */
static const char *list_code_points(const struct cover *cover,
                                    const struct unit *units, size_t count)
{
    struct arena *arena = cover->diags->arena;
    const char *out = "";

    for (size_t i = 0; i < count; i++) {
        out = arena_printf(arena, "%s%sU+%04X", out, i > 0 ? " " : "",
                           units[i].c);
        if (units[i].selector)
            out = arena_printf(arena, "%s U+%04X", out, units[i].selector);
    }
    return out;
}

/* No face has that unit at all. */
static bool is_nowhere(const struct cover *cover, const struct unit *unit)
{
    return !find_face(cover, unit, 1, false);
}

/*
 * Names the first unit no face has, or all of them when each has a face
 * but no face has them together.
 */
static void report_missing(const struct cover *cover, const struct unit *units,
                           size_t count, size_t end)
{
    size_t first = 0;
    struct position at;
    size_t stop = end;

    if (!has_faces(cover))
        return;
    while (first < count && !is_nowhere(cover, &units[first]))
        first++;
    if (first == count) {
        first = 0;
    } else {
        count = first + 1;
        utf8_decode(cover->utf8 + units[first].at, end - units[first].at,
                    &stop);
        stop += units[first].at;
    }
    at = text_position(cover->text, units[first].at);
    diag_add(cover->diags, DIAG_ERROR, "text-missing-glyph", at,
             _("no font has the character %.*s (%s)"),
             (int)(stop - units[first].at), cover->utf8 + units[first].at,
             list_code_points(cover, units + first, count - first))
        ->expected = list_faces(cover);
}

static void report_selector(const struct cover *cover, const struct unit *units,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char base[5] = "";

        if (units[i].selector == 0 || find_face(cover, &units[i], 1, true))
            continue;
        utf8_encode(units[i].c, base);
        diag_add(cover->diags, DIAG_WARNING, "text-selector",
                 text_position(cover->text, units[i].at),
                 _("no font has this variant of %s (%s): its plain shape is "
                   "used"),
                 base, list_code_points(cover, &units[i], 1))
            ->expected = list_faces(cover);
        return;
    }
}

/*
 * As a rule a cluster is one plain character, and the stack's first face has
 * it. NULL, and `end` is of no use, where the rule does not hold.
 */
static const struct font_face *cover_plain(struct cover *cover, size_t at,
                                           size_t *end)
{
    const char *utf8 = cover->utf8;
    size_t n;
    uint32_t c = utf8_decode(utf8 + at, cover->len - at, &n);

    *end = at + n;
    if (!unicode_is_plain(c) ||
        (*end < cover->len &&
         !unicode_is_plain(utf8_decode(utf8 + *end, cover->len - *end, &n))))
        return NULL;
    if (!cover->first && font_stack_count(cover->options->stack))
        cover->first = font_stack_face(cover->options->stack, 0, cover->diags);
    return cover->first && font_face_covers(cover->first, c, 0) ? cover->first
                                                                : NULL;
}

const struct font_face *cover_cluster(struct cover *cover, size_t at,
                                      size_t *end, bool *ignorable)
{
    struct unit units[CLUSTER_UNITS];
    const struct font_face *face = cover_plain(cover, at, end);
    size_t count;

    *ignorable = false;
    if (face)
        return face;
    *end = unicode_cluster_end(cover->utf8, cover->len, at);
    count = read_units(cover, at, *end, units);
    *ignorable = count == 0;
    if (count == 0)
        return NULL;
    face = find_face(cover, units, count, true);
    if (face)
        return face;
    face = find_face(cover, units, count, false);
    if (face)
        report_selector(cover, units, count);
    else
        report_missing(cover, units, count, *end);
    return face;
}

void cover_report_glyph(const struct cover *cover, size_t at)
{
    size_t n;
    uint32_t c = utf8_decode(cover->utf8 + at, cover->len - at, &n);

    diag_add(cover->diags, DIAG_ERROR, "text-missing-glyph",
             text_position(cover->text, at),
             _("no font has the character %.*s (%s)"), (int)n, cover->utf8 + at,
             arena_printf(cover->diags->arena, "U+%04X", c));
}
