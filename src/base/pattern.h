/* pattern: words of templates that leave a place for others, "{}". */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

struct arena;

/*
 * `pattern` with `first` and `second` (NULL: nothing) for its first two
 * "{}"; further ones stay, and so do those in what is filled in.
 */
char *pattern_fill(struct arena *arena, const char *pattern, const char *first,
                   const char *second);

#endif
