/* inseparable: numbers with what belongs to them, inside unicode/. */
#ifndef UNICODE_INSEPARABLE_H
#define UNICODE_INSEPARABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Sets held[i] where a line should not be cut before chars[i], because a
 * number holds together with its prefix, counter, range or date there
 * (JLREQ cl-12, cl-13, cl-24, cl-25, and beyond it the counters of
 * Japanese). Leaves the rest of `held` as it is.
 */
void inseparable_mark(const uint32_t *chars, size_t count, bool *held);

#endif
