/* kinsoku: which classes may not begin or end a line, inside unicode/. */
#ifndef UNICODE_KINSOKU_H
#define UNICODE_KINSOKU_H

#include <stdbool.h>
#include <stdint.h>

#include "unicode/unicode.h"

/* Sets of classes, a bit each. */
enum {
    KINSOKU_STRICT_ONLY = 1 << UNICODE_ITERATION | 1 << UNICODE_LONG_VOWEL |
                          1 << UNICODE_SMALL_KANA,
    KINSOKU_NEVER_STARTS = 1 << UNICODE_CLOSING | 1 << UNICODE_HYPHENS |
                           1 << UNICODE_DIVIDING | 1 << UNICODE_MIDDLE_DOTS |
                           1 << UNICODE_FULL_STOPS | 1 << UNICODE_COMMAS |
                           1 << UNICODE_POSTFIXED,
};

/* Iteration marks, long-vowel mark, small kana: strict kinsoku only. */
static inline bool kinsoku_is_strict_only(enum unicode_class class)
{
    return KINSOKU_STRICT_ONLY >> class & 1;
}

/* In a list of marks that a form gives, UTF-8. */
bool kinsoku_is_listed(const char *list, uint32_t c);

/* May not begin a line under these rules. */
static inline bool kinsoku_forbids_start(const struct unicode_kinsoku *rules,
                                         uint32_t c, enum unicode_class class)
{
    return (KINSOKU_NEVER_STARTS >> class & 1) ||
           (rules->strict && kinsoku_is_strict_only(class)) ||
           (rules->start && kinsoku_is_listed(rules->start, c));
}

/* May not end a line. */
static inline bool kinsoku_forbids_end(const struct unicode_kinsoku *rules,
                                       uint32_t c, enum unicode_class class)
{
    return class == UNICODE_OPENING ||
           (rules->end && kinsoku_is_listed(rules->end, c));
}

#endif
