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
static inline bool cluster_is_plain(uint32_t c)
{
    return (c >= 0x20 && c < 0x7F) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FF) ||
           (c >= 0x3000 && c <= 0x3029) || (c >= 0xFF01 && c <= 0xFF9D);
}

#endif
