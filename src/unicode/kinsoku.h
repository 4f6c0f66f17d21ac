/* kinsoku: the marks that may not begin or end a line, inside unicode/. */
#ifndef UNICODE_KINSOKU_H
#define UNICODE_KINSOKU_H

#include <stdbool.h>
#include <stdint.h>

/* May not begin a line, whatever the strictness (JIS X 4051 4.3). */
bool kinsoku_is_closing(uint32_t c);

/* May not begin a line either when kinsoku is strict: small kana, sound
 * marks and the long-vowel mark, full- and half-width. */
bool kinsoku_is_strict_only(uint32_t c);

/* A currency sign or the like that stays with the number behind it. */
bool kinsoku_is_prefix(uint32_t c);

#endif
