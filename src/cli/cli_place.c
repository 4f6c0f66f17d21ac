/*
 * The program's own files: beside a checkout's build folder, or below
 * PREFIX/share/chosho for an installed program at PREFIX/bin or below
 * PREFIX/libexec/chosho.
 */
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/disk.h"
#include "cli/inside.h"

enum { PATH_LIMIT = 4096 };

/* Cuts the last name off a path; false at the root. */
static bool cut_name(char *path)
{
    char *slash = strrchr(path, '/');

    if (!slash || slash == path)
        return false;
    *slash = '\0';
    return true;
}

static bool exists(struct arena *arena, const char *folder, const char *name)
{
    return disk_may_read(arena_printf(arena, "%s/%s", folder, name));
}

struct places places_find(struct arena *arena)
{
    char self[PATH_LIMIT] = "";
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    char *bin;
    char *share;
    char *libexec;
    char *root;

    self[len > 0 ? len : 0] = '\0';
    cut_name(self);
    bin = arena_strdup(arena, self);
    libexec = arena_printf(arena, "%s/../libexec/chosho", bin);
    share = arena_printf(arena, "%s/../share/chosho", bin);
    if (!exists(arena, share, "fonts/fonts.yaml"))
        share = arena_printf(arena, "%s/../../share/chosho", bin);
    if (exists(arena, share, "fonts/fonts.yaml"))
        root = share;
    else
        for (root = self; !exists(arena, root, "fonts/fonts.yaml");)
            if (!cut_name(root))
                break;
    return (struct places){
        .templates = arena_printf(arena, "%s/templates", root),
        .fonts = arena_printf(arena, "%s/fonts/fonts.yaml", root),
        .locale = arena_printf(arena, "%s/locale", root == share ? share : bin),
        .prove = arena_printf(arena, "%s/chosho-prove",
                              root == share ? libexec : bin),
    };
}
