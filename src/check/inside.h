/*
 * Inside of the proofreader.
 *
 * A text is looked at as an array of code points with their byte offsets;
 * a finding is a stretch [from, to) of it. Every rule is a function over one
 * text or over all texts of the document; it reports each finding by
 * check_report() and, where there is one way only, says how to mend it.
 */
#ifndef CHECK_INSIDE_H
#define CHECK_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "check/check.h"
#include "form/form.h"
#include "record/record.h"

enum check_rule {
    CHECK_KANA_WIDTH,
    CHECK_BRACKET_WIDTH,
    CHECK_BRACKET_OPEN,
    CHECK_DIGIT_WIDTH,
    CHECK_LETTER_WIDTH,
    CHECK_NUMBER_COMMA,
    CHECK_NUMBER_GROUP,
    CHECK_SIGN_WIDTH,
    CHECK_COMMA,
    CHECK_SPACE,
    CHECK_CHARACTER,
    CHECK_COUNTER,
    CHECK_SPELLING,
    CHECK_VARIANT,
    CHECK_SLIP,
    CHECK_REPEAT,
    CHECK_TONE,
    CHECK_ERA,
    CHECK_DATE,
    CHECK_WEEKDAY,
    CHECK_YEAR,
    CHECK_MARK,
    CHECK_RULES,
};

/* A text of the record. */
struct check_text {
    const struct text *text; /* positions */
    const struct form_field *field;
    const struct record *record;
    bool marked;      /* an entry with a marker */
    const char *utf8; /* all of it */
    size_t len;
    uint32_t *c; /* `count` code points and a 0 */
    size_t *at;  /* their byte offsets, and `len` */
    size_t count;
};

struct check_texts {
    struct check_text *items;
    size_t count;
    size_t capacity;
};

struct check {
    struct arena *arena;
    const struct form_check_words *words;
    const struct record *record;
    const char *stage;
    struct diags *diags;
    struct check_texts texts;
    int year; /* the fiscal year A.D., or 0 */
};

/* A stretch of a text. */
struct check_spot {
    const struct check_text *text;
    size_t from;
    size_t to;
};

struct check_spots {
    struct check_spot *items;
    size_t count;
    size_t capacity;
};

/* ---- check_document.c ---------------------------------------------------- */

/*
 * Adds a finding; NULL where a word the form allows stands. `message` is
 * translated and may hold one %s for the stretch itself. The caller may set
 * `similar`, in the list's arena.
 */
struct diag *check_report(struct check *check, enum check_rule rule,
                          struct check_spot spot, const char *message);

/* The same for a place that is no text. */
void check_report_at(struct check *check, enum check_rule rule,
                     struct position at, const char *message);

/* Mends the stretch by writing `with`, and proposes the same. */
void check_replace(struct check *check, struct diag *diag,
                   struct check_spot spot, const char *with);

/* The words of a stretch, in the arena of the diagnostics. */
const char *check_slice(struct check *check, struct check_spot spot);

/* printf there; `diag` may be NULL. */
void check_similar(struct check *check, struct diag *diag, const char *format,
                   ...) __attribute__((format(printf, 3, 4)));

/* True when the UTF-8 set holds the character. */
bool check_holds(const char *set, uint32_t c);

/* Code points of `word` when the text goes on with it at `at`, else 0. */
size_t check_match(const struct check_text *text, size_t at, const char *word);

/* The same for a word that ends before `at`. */
size_t check_match_before(const struct check_text *text, size_t at,
                          const char *word);

/* The same stretch of characters in both. */
bool check_same(struct check_spot a, struct check_spot b);

/* ---- kinds of characters ------------------------------------------------ */

static inline bool check_is_kanji(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005;
}

static inline bool check_is_hiragana(uint32_t c)
{
    return c >= 0x3041 && c <= 0x309F;
}

static inline bool check_is_katakana(uint32_t c)
{
    return (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC;
}

static inline bool check_is_japanese(uint32_t c)
{
    return check_is_kanji(c) || check_is_hiragana(c) || check_is_katakana(c);
}

static inline bool check_is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool check_is_wide_latin(uint32_t c)
{
    return (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
}

/* ---- rules over a text --------------------------------------------------- */

typedef void check_text_rule(struct check *check,
                             const struct check_text *text);

check_text_rule check_kana_width;   /* check_width.c */
check_text_rule check_sign_width;   /* check_width.c */
check_text_rule check_letter_mix;   /* check_width.c */
check_text_rule check_number_signs; /* check_number.c */
check_text_rule check_brackets;     /* check_bracket.c */
check_text_rule check_spaces;       /* check_space.c */
check_text_rule check_characters;   /* check_words.c */
check_text_rule check_slips;        /* check_words.c */
check_text_rule check_repeats;      /* check_words.c */
check_text_rule check_dates;        /* check_date.c */

/* ---- rules over the document ----------------------------------------------
 */

void check_digit_width(struct check *check);  /* check_number.c */
void check_bracket_kind(struct check *check); /* check_bracket.c */
void check_commas(struct check *check);       /* check_words.c */
void check_tone(struct check *check);         /* check_words.c */
void check_variants(struct check *check);     /* check_variant.c */
void check_marks(struct check *check);        /* check_plan.c */

/*
 * Two ways of writing one kind of thing: [0] and [1]. Where a few stand
 * against many, each of the few is a finding; where both are usual, one note
 * at the first of the fewer says so. `slip` and `both` are translated; `slip`
 * may hold one %s for the stretch.
 */
void check_minority(struct check *check, enum check_rule rule,
                    const struct check_spots ways[2], const char *slip,
                    const char *both);

#endif
