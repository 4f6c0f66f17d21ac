/* cluster: a short cut for most Japanese characters, inside unicode/. */
#ifndef UNICODE_CLUSTER_H
#define UNICODE_CLUSTER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * No part of a longer grapheme cluster beside another such character:
 * kana, ideographs, ASCII, full-width forms (all Grapheme_Cluster_Break
 * Other). Saves most look-ups of properties.
 */
bool cluster_is_plain(uint32_t c);

#endif
