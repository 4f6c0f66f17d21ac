/* kinsoku: which classes may not begin or end a line, inside unicode/. */
#ifndef UNICODE_KINSOKU_H
#define UNICODE_KINSOKU_H

#include <stdbool.h>
#include <stdint.h>

#include "unicode/unicode.h"

/* Iteration marks, long-vowel mark, small kana: strict kinsoku only. */
bool kinsoku_is_strict_only(enum unicode_class class);

/* May not begin a line under these rules. */
bool kinsoku_forbids_start(const struct unicode_kinsoku *rules, uint32_t c,
                           enum unicode_class class);

/* May not end a line. */
bool kinsoku_forbids_end(const struct unicode_kinsoku *rules, uint32_t c,
                         enum unicode_class class);

#endif
