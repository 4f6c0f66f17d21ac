/*
 * unicode: what a character is. The only stage that knows ICU, and the only
 * C files (with po/) that may hold non-ASCII characters: tables of Japanese
 * era names, kinsoku classes and numbering signs.
 */
#ifndef UNICODE_UNICODE_H
#define UNICODE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* ---- character classes ------------------------------------------------ */

/*
 * The classes of JLREQ, Appendix A, that text set horizontally needs; in its
 * order, so that what lies up to UNICODE_COMMAS is a mark.
 */
enum unicode_class {
    UNICODE_OPENING,           /* cl-01 opening brackets */
    UNICODE_CLOSING,           /* cl-02 closing brackets */
    UNICODE_HYPHENS,           /* cl-03 hyphens, wave dashes */
    UNICODE_DIVIDING,          /* cl-04 question and exclamation marks */
    UNICODE_MIDDLE_DOTS,       /* cl-05 middle dots, colons */
    UNICODE_FULL_STOPS,        /* cl-06 */
    UNICODE_COMMAS,            /* cl-07 */
    UNICODE_INSEPARABLE,       /* cl-08 dashes and leaders */
    UNICODE_ITERATION,         /* cl-09 iteration marks */
    UNICODE_LONG_VOWEL,        /* cl-10 */
    UNICODE_SMALL_KANA,        /* cl-11; also half-width sound marks */
    UNICODE_PREFIXED,          /* cl-12 currency and number signs */
    UNICODE_POSTFIXED,         /* cl-13 per cent, degrees */
    UNICODE_IDEOGRAPHIC_SPACE, /* cl-14 */
    UNICODE_HIRAGANA,          /* cl-15 */
    UNICODE_KATAKANA,          /* cl-16 */
    UNICODE_IDEOGRAPHIC,       /* cl-19; also signs and full-width letters */
    UNICODE_NUMERALS,          /* cl-24 digits of ASCII */
    UNICODE_UNITS,             /* cl-25 squared units */
    UNICODE_WESTERN_SPACE,     /* cl-26 */
    UNICODE_WESTERN,           /* cl-27 Latin, Greek, Cyrillic */
};

enum unicode_class unicode_jlreq_class(uint32_t c);

/* ---- line breaking: UAX #14 tailored to JIS X 4051 -------------------- */

/* What may happen before a character (a byte offset at its start). */
enum unicode_break {
    UNICODE_BREAK_NEVER,     /* inside a character and its marks */
    UNICODE_BREAK_FORBIDDEN, /* kinsoku: only when nothing else fits */
    UNICODE_BREAK_EMERGENCY, /* inseparable run: only when wider than the
                                line; kinsoku holds */
    UNICODE_BREAK_ALLOWED,
};

/* What may not begin or end a line. */
struct unicode_kinsoku {
    bool strict;       /* also small kana, long-vowel and iteration marks */
    const char *start; /* a form's own marks that may not begin a line */
    const char *end;   /* or end one; UTF-8, NULL for none */
};

/*
 * Breaks for `len` bytes of UTF-8: out[i] (enum unicode_break) says what may
 * happen before the character that starts at byte i (NEVER for bytes inside
 * a character and for i = 0). out has len entries. So has `classes` (enum
 * unicode_class of the character that starts there, other bytes left alone)
 * unless it is NULL: what was looked up for the breaks need not be again.
 */
void unicode_line_breaks(const char *utf8, size_t len,
                         const struct unicode_kinsoku *kinsoku,
                         unsigned char *out, unsigned char *classes);

/* In the strict list of marks that may not begin a line (JIS X 4051). */
bool unicode_is_line_start_forbidden(uint32_t c);

/* An opening bracket or the like, which may not end a line. */
bool unicode_is_line_end_forbidden(uint32_t c);

/*
 * A space that takes no room at the end of a line. Not the figure space
 * U+2007: it stands in columns of digits.
 */
static inline bool unicode_is_space(uint32_t c)
{
    return c == ' ' || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200A && c != 0x2007);
}

/* Variation selectors (standard and ideographic). */
bool unicode_is_variation_selector(uint32_t c);

/* Has no glyph of its own to miss (default ignorable: ZWJ, VS, ...). */
bool unicode_is_ignorable(uint32_t c);

/* Control, private use, noncharacter, unassigned: not for public sheets. */
bool unicode_is_control(uint32_t c);
bool unicode_is_private_use(uint32_t c);

/* Joins the character before it and cannot stand alone (Mn, Mc, Me). */
bool unicode_is_mark(uint32_t c);

/* The sign that stands alone for one of kana's two marks, else NULL. */
const char *unicode_spacing_mark(uint32_t c);

/* The same sign, or one that people type for the other: circles, crosses. */
bool unicode_looks_like(uint32_t a, uint32_t b);

/*
 * No part of a longer grapheme cluster beside another such character: kana,
 * ideographs, ASCII, full-width forms (all Grapheme_Cluster_Break Other).
 * That is most of a sheet, and saves it most look-ups of properties.
 */
static inline bool unicode_is_plain(uint32_t c)
{
    return (c >= 0x20 && c < 0x7F) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FF) ||
           (c >= 0x3000 && c <= 0x3029) || (c >= 0xFF01 && c <= 0xFF9D);
}

/*
 * Signs of texts that readers cannot tell apart (wave dashes, minus signs,
 * circles ...): the number of their group from 0 on, below
 * UNICODE_SIGN_GROUPS; -1 for any other character.
 */
enum { UNICODE_SIGN_GROUPS = 8 };

int unicode_sign_group(uint32_t c);

/* A dash that is typed for the long-vowel mark between katakana. */
bool unicode_is_dash(uint32_t c);

/* Brackets that come in pairs (Bidi_Paired_Bracket). */
enum unicode_bracket {
    UNICODE_BRACKET_NONE,
    UNICODE_BRACKET_OPEN,
    UNICODE_BRACKET_CLOSE,
};

enum unicode_bracket unicode_bracket(uint32_t c);

/* The other one of its pair. */
uint32_t unicode_bracket_partner(uint32_t c);

/* Full-width ASCII as ASCII, half-width corner brackets as full-width. */
uint32_t unicode_fold_width(uint32_t c);

/* Half-width katakana and its marks and punctuation. */
static inline bool unicode_is_halfwidth_kana(uint32_t c)
{
    return c >= 0xFF61 && c <= 0xFF9F;
}

/*
 * A sign that files of other encodings have at places of their own or not
 * at all: enclosed numbers and letters, Roman numerals, squared words.
 */
bool unicode_is_machine_dependent(uint32_t c);

/* The compatibility composition (NFKC) of a text, in the arena. */
char *unicode_normalize(struct arena *arena, const char *utf8, size_t len);

/* True when a word of the Japanese dictionary goes on across byte `at`. */
bool unicode_is_inside_word(const char *utf8, size_t len, size_t at);

/* The end of the grapheme cluster that starts at byte `at`. */
size_t unicode_cluster_end(const char *utf8, size_t len, size_t at);

/* ---- words ------------------------------------------------------------- */

/*
 * Cuts a text into words: ICU's for Japanese and Latin, numbers whole with
 * their separators; signs and spaces are words as well. `*ends` gets the
 * byte where each ends, in the arena; returns how many there are.
 */
size_t unicode_words(struct arena *arena, const char *utf8, size_t len,
                     size_t **ends);

/* One number and no more: digits of either width, separators inside. */
bool unicode_is_number(const char *utf8, size_t len);

/* The text by NFKC: full- and half-width forms of a letter become one. */
char *unicode_fold_text(struct arena *arena, const char *utf8, size_t len);

/* ---- numbers and years ------------------------------------------------ */

/* Half- or full-width digit value, or -1. */
static inline int unicode_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    return c >= 0xFF10 && c <= 0xFF19 ? (int)(c - 0xFF10) : -1;
}

enum unicode_numbering { UNICODE_DECIMAL, UNICODE_FULLWIDTH, UNICODE_CIRCLED };

/*
 * A number of so many decimals as offices write it: digits in groups of
 * three, a triangle in front of a negative one.
 */
char *unicode_format_amount(struct arena *arena, int64_t number, int decimals);

/* `number` in that style; NULL when the style has no sign for it. */
char *unicode_format_number(struct arena *arena, size_t number,
                            enum unicode_numbering style);

enum unicode_year_error {
    UNICODE_YEAR_OK,
    UNICODE_YEAR_SYNTAX,   /* not a year at all */
    UNICODE_YEAR_ZERO,     /* the era has no year 0 */
    UNICODE_YEAR_PAST_ERA, /* the era ended before that year */
};

/*
 * A year as typed: era name + number (gannen counts as 1) or four digits,
 * half- or full-width, followed by the word for "year" or "fiscal year".
 * On UNICODE_YEAR_PAST_ERA and _ZERO `suggestion` gets the same year in the
 * right era where there is one (in the arena), else NULL.
 */
enum unicode_year_error unicode_parse_fiscal_year(struct arena *arena,
                                                  const char *text, int *year,
                                                  const char **suggestion);

/*
 * A date as typed: era or four-digit year, month, day; or ISO 8601.
 * UNICODE_YEAR_SYNTAX for dates that do not exist or lie outside the era.
 */
enum unicode_year_error unicode_parse_date(struct arena *arena,
                                           const char *text, int *year,
                                           int *month, int *day,
                                           const char **suggestion);

/*
 * The words of the fiscal year after the one in `text`, with the width of
 * its digits; of the next era where one has begun. NULL when it is none.
 */
char *unicode_next_fiscal_year(struct arena *arena, const char *text);

/* The words of some fiscal year. */
extern const char unicode_sample_fiscal_year[];

/* A year within running text. */
struct unicode_year {
    bool era;        /* named after an era, else four digits A.D. */
    bool first;      /* written as the era's first year, without a number */
    bool fiscal;     /* the word behind it is that of a fiscal year */
    bool wide;       /* the digits are full-width */
    int number;      /* as typed */
    int year;        /* A.D. */
    size_t word_len; /* bytes of the word behind it */
};

/*
 * Bytes of the year at the start of `text`, with the word behind it; 0 when
 * there is none. Eras are not weighed: unicode_parse_fiscal_year() does.
 */
size_t unicode_scan_year(const char *text, struct unicode_year *year);

/*
 * The same number in the era before, as typed, and the year A.D. that is;
 * NULL where there is none. In the arena.
 */
char *unicode_previous_era(struct arena *arena, const char *text,
                           const struct unicode_year *typed, int *year);

/* The first year of an era in words: what era + 1 is written as. */
char *unicode_first_year(struct arena *arena, const char *text,
                         const struct unicode_year *typed);

/* The name of an era, the oldest first; NULL behind the last. */
const char *unicode_era(size_t index);

/* Days of a month, 0 where there is no such month; 0 is a leap year. */
int unicode_month_days(int year, int month);

/* 0 Sunday to 6 Saturday, Gregorian. */
int unicode_weekday(int year, int month, int day);

/* Folder name of a fiscal year: era letter and number, e.g. "r02". */
char *unicode_year_folder(struct arena *arena, int year);

/* Which way up a character stands in vertical text (UAX #50). */
enum unicode_orientation {
    UNICODE_UPRIGHT,
    UNICODE_SIDEWAYS,    /* turned clockwise with the line */
    UNICODE_TRANSFORMED, /* upright in a shape of its own, else sideways */
};

enum unicode_orientation unicode_orientation(uint32_t c);

/*
 * The signs that readings (ruby) are written with in sources, UTF-8:
 * U+FF5C, U+300A and U+300B.
 */
bool unicode_is_ruby_sign(uint32_t c);
extern const char unicode_ruby_bar[];
extern const char unicode_ruby_open[];
extern const char unicode_ruby_close[];

#endif
