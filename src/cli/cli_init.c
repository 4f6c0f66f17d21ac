/*
 * `chosho init`: a git repository that shows changes of sources so that
 * people can read them.
 *
 * What all clones share goes into files (.gitattributes, a CI's), what runs
 * on this machine into the repository's own settings: git runs no program
 * and reads no setting that comes with a clone. Nothing is overwritten; what
 * is there already is left, and what differs is said.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/outfile.h"
#include "base/source.h"
#include "base/utf8.h"
#include "cli/inside.h"
#include "cli/sides.h"

enum { FILE_MOST = 1 << 20, PIECE = 4096 };

/* A set-up on its way. */
struct setup {
    struct session *session;
    const char *root; /* of the work tree */
    struct outfile *out;
    int error;         /* errno of what could not be written */
    struct bytes said; /* for people, when all is done */
    const char *hook;  /* written: it must be made executable; or NULL */
};

/* ---- git ----------------------------------------------------------------- */

static void run_child(char *const *words, int out)
{
    dup2(out, STDOUT_FILENO);
    close(out);
    execvp(words[0], words);
    _exit(127);
}

/*
 * Runs git on the root and appends what it prints. Its status; 127: there is
 * no git.
 */
static int run_git(const char *root, const char *const *words,
                   struct bytes *out)
{
    enum { MOST = 8 };
    const char *all[MOST + 4] = { "git", "-C", root };
    char piece[PIECE];
    size_t count = 3;
    int ends[2];
    ssize_t len;
    int status;
    pid_t child;

    while (*words && count < MOST + 3)
        all[count++] = *words++;
    if (pipe(ends))
        return 127;
    fflush(NULL);
    child = fork();
    if (child == 0) {
        close(ends[0]);
        run_child((char *const *)all, ends[1]);
    }
    close(ends[1]);
    while (child > 0 && (len = read(ends[0], piece, sizeof piece)) != 0)
        if (len > 0)
            bytes_append(out, piece, (size_t)len);
        else if (errno != EINTR)
            break;
    close(ends[0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

/* A line that git prints; NULL when it fails. */
static char *ask_git(struct setup *setup, const char *const *words)
{
    struct arena *arena = setup->session->arena;
    struct bytes out = { 0 };
    char *line = NULL;

    if (!run_git(setup->root, words, &out)) {
        while (out.len && out.data[out.len - 1] == '\n')
            out.len--;
        line =
            arena_copy(arena, out.len ? (const char *)out.data : "", out.len);
    }
    bytes_free(&out);
    return line;
}

/* The work tree must hold the repository: core.worktree may name any folder,
 * also in a repository that came as an archive. */
static bool find_root(struct setup *setup)
{
    static const char *const top[] = { "rev-parse", "--show-toplevel", NULL };
    static const char *const own[] = { "rev-parse", "--absolute-git-dir",
                                       NULL };
    const char *folder = ask_git(setup, own);
    const char *root = ask_git(setup, top);
    const char *from = setup->root;
    const char *other = NULL;

    if (root) {
        setup->root = root;
        other = ask_git(setup, own);
    }
    if (folder && other && !strcmp(folder, other))
        return true;
    if (root)
        diag_add(&setup->session->diags, DIAG_ERROR, "init-git",
                 (struct position){ 0 },
                 _("%s: the repository's work tree is a folder that does not "
                   "hold it"),
                 from)
            ->expected = _("git config --unset core.worktree");
    else
        diag_add(&setup->session->diags, DIAG_ERROR, "init-git",
                 (struct position){ 0 }, _("%s is in no git repository"), from)
            ->expected = _("a folder where `git init` has been run");
    return false;
}

/* ---- the patterns -------------------------------------------------------- */

enum { FULL_COMMA = 0xFF0C, FULL_STOP = 0xFF0E, FULL_ZERO = 0xFF10 };

static void append_letter(struct bytes *out, uint32_t letter,
                          const char *behind)
{
    char c[4];

    bytes_append(out, c, utf8_encode(letter, c));
    bytes_append_string(out, behind);
}

/* Half- or full-width ones. */
static void append_digits(struct bytes *out)
{
    bytes_append_string(out, "([0-9]");
    for (uint32_t i = 0; i < 10; i++) {
        bytes_append_char(out, '|');
        append_letter(out, FULL_ZERO + i, "");
    }
    bytes_append_string(out, ")+");
}

/*
 * What git may take for a word. Patterns count bytes or characters, as the
 * locale has it; these mean the same in both (docs/diff.md).
 *
 *     a run of katakana; a number of half- or full-width digits with its
 *     commas and points; Latin letters; else one character
 */
static void append_words(struct bytes *out)
{
    enum { FIRST = 0x30A1, LAST = 0x30FA, LONG = 0x30FC };

    bytes_append_char(out, '(');
    for (uint32_t letter = FIRST; letter <= LAST; letter++)
        append_letter(out, letter, "|");
    append_letter(out, LONG, ")+|");
    append_digits(out);
    bytes_append_string(out, "(([.,]|");
    append_letter(out, FULL_COMMA, "|");
    append_letter(out, FULL_STOP, ")");
    append_digits(out);
    bytes_append_string(out,
                        ")*|[A-Za-z]+|[\xC0-\xFF][\x80-\xBF]+|[^[:space:]]");
    bytes_append(out, "", 1);
}

/*
 * The line that stands for a hunk: what the record of an outer list is called
 * by. git shows 80 bytes and cuts characters; 24 of them always fit.
 */
static const char heading_pattern[] =
    "^ {0,2}- [^:]+: (([[:graph:] ]|\xE3\x80\x80|[\xC0-\xDF][\x80-\xBF]|"
    "[\xE0-\xEF][\x80-\xBF][\x80-\xBF]){1,24})";

static void say(struct setup *setup, const char *what, const char *name)
{
    bytes_printf(&setup->said, "%s: %s\n", name, what);
}

static void set_config(struct setup *setup, const char *key, const char *value)
{
    const char *const ask[] = { "config", "--local", "--get", key, NULL };
    const char *const set[] = { "config", "--local", key, value, NULL };
    const char *old = ask_git(setup, ask);
    struct bytes none = { 0 };

    if (old && !strcmp(old, value)) {
        say(setup, _("as it should be"), key);
        return;
    }
    if (run_git(setup->root, set, &none)) {
        diag_add(&setup->session->diags, DIAG_ERROR, "init-git",
                 (struct position){ 0 }, _("git does not take the setting %s"),
                 key);
        setup->session->system_failed = true;
    } else {
        say(setup, old ? _("set; another value was there") : _("set"), key);
    }
    bytes_free(&none);
}

/* ---- files --------------------------------------------------------------- */

static const struct source *load_own(struct setup *setup, const char *name)
{
    struct session *session = setup->session;
    const char *path = arena_printf(session->arena, "%s/git/%s",
                                    session->places.templates, name);
    const struct source *source = source_load(session->arena, path, FILE_MOST);

    if (!source && !setup->error)
        setup->error = errno;
    return source;
}

static bool is_below(struct setup *setup, const char *path, const char *folder)
{
    const char *real = folder ? repo_resolve(setup->session, folder) : NULL;
    size_t len = real ? strlen(real) : 0;

    return real && !strncmp(path, real, len) &&
           (path[len] == '/' || path[len] == '\0');
}

/*
 * Does a file lie in the work tree or in .git? core.hooksPath names any
 * folder, and one of those in the work tree may be a link.
 */
static bool is_inside(struct setup *setup, const char *path)
{
    static const char *const words[] = { "rev-parse", "--git-common-dir",
                                         NULL };
    const char *real = repo_resolve(setup->session, path);
    const char *git = ask_git(setup, words);

    if (git && *git != '/')
        git = arena_printf(setup->session->arena, "%s/%s", setup->root, git);
    if (real &&
        (is_below(setup, real, setup->root) || is_below(setup, real, git)))
        return true;
    diag_add(&setup->session->diags, DIAG_ERROR, "init-file",
             (struct position){ 0 }, _("%s leads out of the repository"), path)
        ->expected = _("core.hooksPath or the link changed, or the file "
                       "written by hand");
    return false;
}

static void write_file(struct setup *setup, const char *path,
                       const struct bytes *bytes)
{
    if (!setup->error)
        setup->error = outfile_add(setup->out, path, bytes->data, bytes->len);
}

/* True when a file has that line. */
static bool has_line(const struct source *file, const char *line, size_t len)
{
    size_t found;
    const char *at;

    for (int i = 1; file && (at = source_line(file, i, &found)); i++)
        if (found == len && !memcmp(at, line, len))
            return true;
    return false;
}

/* Adds the lines of ours that .gitattributes does not have. */
static void merge_attributes(struct setup *setup)
{
    struct arena *arena = setup->session->arena;
    const char *path = arena_printf(arena, "%s/.gitattributes", setup->root);
    const struct source *own = load_own(setup, "gitattributes");
    const struct source *file = source_load(arena, path, FILE_MOST);
    struct bytes all = { 0 };
    size_t had;
    size_t len;
    const char *line;

    if (!own || !is_inside(setup, path))
        return;
    if (file)
        bytes_append(&all, file->data, file->len);
    if (all.len && all.data[all.len - 1] != '\n')
        bytes_append_char(&all, '\n');
    had = file ? file->len : 0;
    for (int i = 1; (line = source_line(own, i, &len)); i++)
        if (len && !has_line(file, line, len)) {
            bytes_append(&all, line, len);
            bytes_append_char(&all, '\n');
            had = 0;
        }
    if (file && had == file->len) {
        say(setup, _("as it should be"), ".gitattributes");
    } else {
        write_file(setup, path, &all);
        say(setup, file ? _("lines added") : _("written"), ".gitattributes");
    }
    bytes_free(&all);
}

/* A file of ours where there is none yet. */
static bool place_file(struct setup *setup, const char *name, const char *path)
{
    struct arena *arena = setup->session->arena;
    const struct source *own = load_own(setup, name);
    const struct source *file;
    struct bytes bytes = { 0 };

    if (!own || !is_inside(setup, path))
        return false;
    file = source_load(arena, path, FILE_MOST);
    if (file && file->len == own->len &&
        !memcmp(file->data, own->data, own->len)) {
        say(setup, _("as it should be"), path);
        return false;
    }
    if (file || errno != ENOENT) {
        diag_add(&setup->session->diags, DIAG_ERROR, "init-file",
                 (struct position){ 0 },
                 _("%s is there already and is left as it is"), path)
            ->expected =
            arena_printf(arena, _("by hand, what %s says"), own->name);
        return false;
    }
    bytes_append(&bytes, own->data, own->len);
    write_file(setup, path, &bytes);
    bytes_free(&bytes);
    say(setup, _("written"), path);
    return true;
}

static void place_hook(struct setup *setup)
{
    static const char *const words[] = { "rev-parse", "--git-path",
                                         "hooks/pre-commit", NULL };
    const char *path = ask_git(setup, words);

    if (path && *path != '/')
        path = arena_printf(setup->session->arena, "%s/%s", setup->root, path);
    if (path && place_file(setup, "pre-commit", path))
        setup->hook = path;
}

static void place_ci(struct setup *setup)
{
    const char *ci = setup->session->options->ci;
    const char *path = !strcmp(ci, "github") ? ".github/workflows/chosho.yml"
                                             : ".gitlab-ci.yml";

    place_file(setup, arena_printf(setup->session->arena, "%s.yml", ci),
               arena_printf(setup->session->arena, "%s/%s", setup->root, path));
}

void command_init(struct session *session)
{
    const struct options *options = session->options;
    struct setup setup = {
        .session = session,
        .root = options->path_count ? options->paths[0] : ".",
    };
    struct bytes words = { 0 };

    if (!find_root(&setup))
        return;
    setup.out = outfile_begin();
    merge_attributes(&setup);
    if (options->hook)
        place_hook(&setup);
    if (options->ci)
        place_ci(&setup);
    if (!end_outputs(session, setup.out, setup.error)) {
        bytes_free(&setup.said);
        return;
    }
    if (setup.hook)
        chmod(setup.hook, 0755);
    append_words(&words);
    set_config(&setup, "diff.chosho.wordRegex", (const char *)words.data);
    set_config(&setup, "diff.chosho.xfuncname", heading_pattern);
    bytes_free(&words);
    print_bytes(&setup.said);
}
