/*
 * Git: a repository that somebody else made (tests/fuzz/repository.h), and
 * `diff`, `log` and `init` in it. A part "args" holds a command in each line,
 * of words with one blank between them; options are those listed here.
 *
 * What must hold: a status; no character in what is printed that commands a
 * terminal, whatever a commit, a name or a message of libgit2 says; JSON that
 * is JSON; no file changed but the outputs, and by `init` none outside.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <git2.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "fuzz/fuzz.h"
#include "fuzz/repository.h"

enum { WORDS = 8, COMMANDS = 3 };

/* ---- what is printed ----------------------------------------------------- */

/* The sanitizers', where they are linked: reports shall not be caught. */
void __sanitizer_set_report_fd(void *fd) __attribute__((weak));

/*
 * libgit2 loses references where a revision cannot be had. Its frames cannot
 * be followed, so that all it allocates has to be let go.
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libgit2.so\n";
}

/* Standard output and error while a command runs. */
static struct catch
{
    int kept[2];
    int files[2];
}
catch;

static void start_catching(void)
{
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        catch.kept[i] = dup(i + 1);
        catch.files[i] = memfd_create("said", 0);
        dup2(catch.files[i], i + 1);
    }
    if (__sanitizer_set_report_fd)
        __sanitizer_set_report_fd((void *)(intptr_t) catch.kept[1]);
}

static char *stop_catching(struct arena *arena, int i, size_t *len)
{
    off_t end;
    char *said;

    fflush(NULL);
    dup2(catch.kept[i], i + 1);
    if (i && __sanitizer_set_report_fd)
        __sanitizer_set_report_fd((void *)2);
    end = lseek(catch.files[i], 0, SEEK_END);
    said = arena_alloc(arena, (size_t)end + 1);
    *len = (size_t)pread(catch.files[i], said, (size_t)end, 0);
    close(catch.kept[i]);
    close(catch.files[i]);
    return said;
}

/* A colour: ESC [ digits m, as compare_term.c writes them. */
static size_t skip_colour(const char *at, size_t len)
{
    size_t n = 2;

    if (len < 3 || at[0] != '\033' || at[1] != '[')
        return 0;
    while (n < len && at[n] >= '0' && at[n] <= '9')
        n++;
    return n < len && at[n] == 'm' ? n + 1 : 0;
}

static void hold_terminal(const char *what, const char *said, size_t len,
                          bool colours)
{
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t c = utf8_decode(said + i, len - i, &n);
        size_t colour = colours ? skip_colour(said + i, len - i) : 0;

        if (colour)
            n = colour;
        else if (c == UTF8_BAD)
            fuzz_fail(what, "bytes that are no UTF-8");
        else if (utf8_is_control(c) && c != '\n' && c != '\t')
            fuzz_fail(what, "a character that commands a terminal");
    }
}

static void hold_json(const char *said, size_t len)
{
    json_error_t error;
    json_t *root = json_loadb(said, len, JSON_REJECT_DUPLICATES, &error);

    if (!root)
        fuzz_fail("JSON", error.text);
    json_decref(root);
}

/* ---- commands ------------------------------------------------------------ */

static bool is_allowed(const char *word)
{
    static const char *const options[] = {
        "--all",         "--format=json",    "--format=term",
        "--format=text", "--format=html",    "--style=miekeshi",
        "--exit-code",   "--color=always",   "--stage=chukan",
        "--lang=ja",     "--style=tokekomi", "--hook",
        "--ci=github",   "--format=pdf",     "--style=shinkyu",
    };

    for (size_t i = 0; *word == '-' && i < sizeof options / sizeof *options;
         i++)
        if (!strcmp(word, options[i]))
            return true;
    return *word && *word != '-' && *word != '/' && !strstr(word, "../");
}

struct line {
    char *words[WORDS + 4];
    int count;
    bool json;
    bool colours;
    bool init;
};

static void add_word(struct arena *arena, struct line *line, const char *word)
{
    line->words[line->count++] = arena_strdup(arena, word);
    line->json |= !strcmp(word, "--format=json");
    line->colours |= !strcmp(word, "--color=always");
}

static struct line read_line(struct arena *arena, char *text)
{
    struct line line = { 0 };
    char *rest;
    char *word = strtok_r(text, " ", &rest);

    add_word(arena, &line, "chosho");
    if (!word || (strcmp(word, "diff") != 0 && strcmp(word, "log") != 0 &&
                  strcmp(word, "init") != 0))
        return line;
    for (; word && line.count < WORDS; word = strtok_r(NULL, " ", &rest))
        if (is_allowed(word))
            add_word(arena, &line, word);
    line.init = !strcmp(line.words[1], "init");
    if (!strcmp(line.words[1], "diff")) {
        add_word(arena, &line, "-o");
        add_word(arena, &line, "out");
    }
    return line;
}

/* What is printed by git itself is git's own: only the rest is looked at. */
static void run_line(struct arena *arena, struct line *line)
{
    uint64_t before = fuzz_sum_repository(line->init);
    size_t out_len;
    size_t said_len;
    char *out;
    char *said;
    int status;

    start_catching();
    status = cli_run(line->count, line->words, command_prove);
    out = stop_catching(arena, 0, &out_len);
    said = stop_catching(arena, 1, &said_len);
    if (getenv("FUZZ_SHOW"))
        fprintf(stderr, "%s%s[status %d]\n", out, said, status);
    if (status < CLI_DONE || status > CLI_SYSTEM)
        fuzz_fail("status", "none of the program's");
    if (status && !said_len && status != CLI_INPUT)
        fuzz_fail("status", "nothing was said of a failure");
    if (fuzz_sum_repository(line->init) != before)
        fuzz_fail("files", "were changed");
    hold_terminal("standard output", out, out_len, line->colours);
    if (!line->init)
        hold_terminal("standard error", said, said_len, false);
    if (line->json && !status)
        hold_json(out, out_len);
}

/* ---- the library --------------------------------------------------------- */

/*
 * libgit2 stays in memory between inputs, and no settings but the
 * repository's are read.
 */
static void start_library(void)
{
    static const char name[] = "libgit2.so." LIBGIT2_SOVERSION;
    static void *library;
    int (*init)(void);
    int (*set)(int option, ...);

    if (library)
        return;
    setenv("HOME", "/nonexistent", 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_CEILING_DIRECTORIES", fuzz_folder(), 1);
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        fprintf(stderr, "fuzz: %s\n", dlerror());
        exit(3);
    }
    *(void **)&init = dlsym(library, "git_libgit2_init");
    *(void **)&set = dlsym(library, "git_libgit2_opts");
    init();
    for (int level = GIT_CONFIG_LEVEL_PROGRAMDATA;
         level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
        set(GIT_OPT_SET_SEARCH_PATH, level, "/nonexistent");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *arena = arena_new();
    struct fuzz_parts parts = fuzz_split(arena, data, len);
    struct fuzz_part args = fuzz_lookup(&parts, "args");
    char *text = arena_copy(arena, args.data, args.len);
    int here = open(".", O_RDONLY | O_DIRECTORY);
    char *rest;
    char *one = strtok_r(text, "\n", &rest);

    start_library();
    fuzz_write("input", data, len); /* stays where _exit() ends the run */
    if (chdir(fuzz_write_repository(arena, &parts)))
        exit(3);
    for (int i = 0; one && i < COMMANDS;
         i++, one = strtok_r(NULL, "\n", &rest)) {
        struct line line = read_line(arena, one);

        /* `init` runs git, which takes its time: as the first one only. */
        if (line.count > 1 && (!line.init || !i))
            run_line(arena, &line);
    }
    if (fchdir(here))
        exit(3);
    close(here);
    fuzz_remove_repository();
    arena_free(arena);
    return 0;
}
