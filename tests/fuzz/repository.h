/*
 * repository: a git repository as an input describes it, written below
 * fuzz_folder()/repo; whatever it is, also what git would never write.
 *
 * Each part of the input (fuzz.h) is one thing:
 *
 *     === blob         an object: these bytes
 *     === commit       an object: these bytes, with @N for the id of object N
 *     === tag          likewise
 *     === tree         an object: lines "MODE @N NAME"; %XX in a name is a byte
 *     === git PATH     a file in .git, with @N as above
 *     === work PATH    a file in the work tree
 *     === link PATH    a link in the work tree, to what its first line says
 *     === loose N      the file of object N instead: first line and rest,
 *                      deflated; the id stays
 *     === raw N        the same, as it is
 *
 * Objects count from 0; @N of one that is not there is an id that nothing has.
 */
#ifndef FUZZ_REPOSITORY_H
#define FUZZ_REPOSITORY_H

#include "fuzz/fuzz.h"

/* Writes it anew: repo/ and, beside it, outside/ with one file. The folder. */
const char *fuzz_write_repository(struct arena *arena,
                                  const struct fuzz_parts *parts);

/* Removes all of it. */
void fuzz_remove_repository(void);

/*
 * A number that another state of the folder would change; but for what lies
 * in repo/out and, with `outside`, in repo at all.
 */
uint64_t fuzz_sum_repository(bool outside);

#endif
