#include "base/pattern.h"

#include <string.h>

#include "base/arena.h"

static const char hole[] = "{}";

char *pattern_fill(struct arena *arena, const char *pattern, const char *first,
                   const char *second)
{
    const char *one = strstr(pattern, hole);
    const char *behind = one ? one + strlen(hole) : pattern;
    const char *two = one ? strstr(behind, hole) : NULL;

    if (!one)
        return arena_strdup(arena, pattern);
    if (!two)
        return arena_printf(arena, "%.*s%s%s", (int)(one - pattern), pattern,
                            first ? first : "", behind);
    return arena_printf(arena, "%.*s%s%.*s%s%s", (int)(one - pattern), pattern,
                        first ? first : "", (int)(two - behind), behind,
                        second ? second : "", two + strlen(hole));
}
