/* edit: a new source made of an old one, for the targets of comparison. */
#ifndef FUZZ_EDIT_H
#define FUZZ_EDIT_H

#include "fuzz/fuzz.h"

/*
 * Lines "OP A B WORDS", numbers in decimal, modulo what there is:
 *
 *     d A       block A goes; a block is a line and what is indented below it
 *     c A B     block A is copied in front of line B
 *     m A B     block A is moved there
 *     i A B W   the words are put into line A behind B characters
 *     x A B N   N characters of line A go from the Bth on
 */
struct fuzz_part fuzz_edit(struct arena *arena, struct fuzz_part old,
                           struct fuzz_part edits);

#endif
