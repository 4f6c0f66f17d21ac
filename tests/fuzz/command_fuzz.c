/*
 * The command line on a folder: an input holds edition.yaml and the sources
 * beside it. Which options are used is told by the digits of a part "args".
 */
#include <ftw.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "cli/cli.h"
#include "fuzz/fuzz.h"

enum { ARGUMENTS = 12, OPEN_FOLDERS = 8 };

static const char *const lines[][ARGUMENTS] = {
    { "check" },
    { "build" },
    { "build", "--book" },
    { "build", "--site", "--format=html,csv,json" },
    { "build", "--format=text,fragment,png", "--width=150" },
    { "text" },
    { "dump" },
    { "fonts" },
    { "prove" },
    { "check", "--lang=en" },
    { "check", "--fix" },
    { "check", "--format=json" },
    { "build", "--all-stages", "--format=html,csv,json" },
    { "log" },
};

static int remove_entry(const char *path, const struct stat *status, int type,
                        struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static void run_line(struct arena *arena, const char *const *line,
                     const char *folder, const char *out)
{
    char *argv[ARGUMENTS + 4] = { arena_strdup(arena, "chosho") };
    int argc = 1;

    for (; line[argc - 1]; argc++)
        argv[argc] = arena_strdup(arena, line[argc - 1]);
    if (!strcmp(line[0], "build") || !strcmp(line[0], "prove")) {
        argv[argc++] = arena_strdup(arena, "-o");
        argv[argc++] = arena_strdup(arena, out);
    }
    argv[argc++] = arena_strdup(arena, folder);
    if (cli_run(argc, argv, command_prove) == CLI_SYSTEM)
        fuzz_fail("command", "the system failed");
}

/* Two of the folder's sources beside each other. */
static void run_diff(struct arena *arena, const char *format,
                     const char *folder)
{
    char *argv[] = {
        arena_strdup(arena, "chosho"),
        arena_strdup(arena, "diff"),
        arena_strdup(arena, format),
        arena_printf(arena, "%s/kiki.yaml", folder),
        arena_printf(arena, "%s/kouhou.yaml", folder),
        NULL,
    };

    if (cli_run(5, argv, command_prove) == CLI_SYSTEM)
        fuzz_fail("command", "the system failed");
}

/* The command that a sign stands for; none for most signs. */
static void run_sign(struct arena *arena, char sign, const char *folder,
                     const char *out)
{
    size_t line = (size_t)(sign - '0');

    if (sign == 'd')
        run_diff(arena, "--format=term", folder);
    else if (sign == 'j')
        run_diff(arena, "--format=json", folder);
    else if (sign >= '0' && line < sizeof lines / sizeof *lines)
        run_line(arena, lines[line], folder, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *arena = arena_new();
    struct fuzz_parts parts = fuzz_split(arena, data, len);
    struct fuzz_part args = fuzz_lookup(&parts, "args");
    const char *folder = fuzz_folder();
    char *out = arena_printf(arena, "%s.out", folder);

    for (size_t i = 0; i < parts.count && i < 8; i++)
        if (strcmp(parts.items[i].name, "args"))
            fuzz_write(parts.items[i].name, parts.items[i].data,
                       parts.items[i].len);
    for (size_t i = 0; i < args.len && i < 3; i++)
        run_sign(arena, args.data[i], folder, out);
    nftw(out, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    fuzz_sweep();
    arena_free(arena);
    return 0;
}
