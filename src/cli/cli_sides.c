/* What the words of `chosho diff` mean: which two places are compared. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"
#include "cli/inside.h"
#include "cli/side_files.h"
#include "cli/sides.h"

static bool open_repo(struct reading *reading)
{
    return reading->sides->repo ||
           repo_open_for(reading->session, ".", &reading->sides->repo);
}

static bool find_commit(struct reading *reading, const char *revision,
                        struct operand *operand)
{
    enum repo_status status;

    if (!open_repo(reading))
        return false;
    operand->name = revision;
    operand->revision = revision;
    status = repo_find(reading->sides->repo, revision, &operand->commit);
    if (status)
        repo_report(reading->session, reading->sides->repo, status, revision);
    return !status;
}

/* REV:path; from the root of the repository, or with ./ from here. */
static bool find_at(struct reading *reading, const char *word,
                    const char *colon, struct operand *operand)
{
    struct arena *arena = reading->session->arena;
    const char *path = colon + 1;
    size_t len = strlen(path);

    if (colon == word) {
        diag_add(&reading->session->diags, DIAG_ERROR, "repository",
                 (struct position){ 0 }, _("%s: the index is not read"), word)
            ->expected = _("a revision in front of the colon: HEAD:path");
        return false;
    }
    if (!find_commit(reading, arena_copy(arena, word, (size_t)(colon - word)),
                     operand))
        return false;
    operand->name = word;
    if (!strncmp(path, "./", 2) || !strncmp(path, "../", 3))
        path = repo_place(reading->session, reading->sides->repo, path);
    if (!path)
        return false;
    len = strlen(path);
    while (len && path[len - 1] == '/')
        len--;
    operand->path = arena_copy(arena, path, len);
    return true;
}

/* A file, a folder, or REV:path. */
static bool find_operand(struct reading *reading, const char *word,
                         struct operand *operand)
{
    const char *colon = strchr(word, ':');

    *operand = (struct operand){ .name = word, .path = word };
    if (!access(word, F_OK))
        return true;
    if (colon)
        return find_at(reading, word, colon, operand);
    side_report_file(reading, word, ENOENT);
    return false;
}

static bool names_place(const char *word)
{
    return !access(word, F_OK) || strchr(word, ':');
}

/* The dots of REV1..REV2, which may have one revision only; else NULL. */
static const char *find_dots(const char *word)
{
    const char *dots = strstr(word, "..");

    if (!dots || names_place(word) || word[0] == '/' ||
        (dots == word && (!dots[2] || dots[2] == '/')))
        return NULL;
    return dots;
}

static bool find_range(struct reading *reading, const char *word,
                       const char *dots, struct operand *old,
                       struct operand *new)
{
    struct session *session = reading->session;
    bool base = dots[2] == '.';
    const char *first =
        dots == word ? "HEAD"
                     : arena_copy(session->arena, word, (size_t)(dots - word));
    const char *second = dots + 2 + base;
    enum repo_status status = REPO_DONE;

    if (!find_commit(reading, first, old) ||
        !find_commit(reading, *second ? second : "HEAD", new))
        return false;
    if (base) {
        status = repo_find_base(reading->sides->repo, &old->commit,
                                &new->commit, &old->commit);
        old->revision =
            arena_copy(session->arena, repo_name(session->arena, &old->commit),
                       REPO_SHORT_ID);
        old->name = old->revision;
    }
    if (status)
        repo_report(session, reading->sides->repo, status, word);
    return !status;
}

/* The work tree as one side of a comparison with a commit. */
static bool find_work_tree(struct reading *reading, struct operand *operand)
{
    *operand = (struct operand){ .name = _("work tree") };
    operand->path = repo_root(reading->sides->repo);
    if (operand->path)
        return true;
    diag_add(&reading->session->diags, DIAG_ERROR, "repository",
             (struct position){ 0 },
             _("a bare repository has no files to compare with"))
        ->expected = _("two revisions: REV1..REV2");
    return false;
}

static const char *keep_name(const struct reading *reading,
                             const struct operand *operand)
{
    struct arena *arena = reading->session->arena;
    struct repo_commit commit;
    const char *id;

    if (!operand->revision ||
        repo_read_commit(reading->sides->repo, &operand->commit, &commit))
        return operand->name;
    id = arena_copy(arena, repo_name(arena, &operand->commit), REPO_SHORT_ID);
    if (!strncmp(operand->name, id, REPO_SHORT_ID))
        return arena_printf(arena, "%s (%s)", operand->name,
                            repo_day(arena, &commit));
    return arena_printf(arena, "%s (%s, %s)", operand->name, id,
                        repo_day(arena, &commit));
}

static void name_sides(const struct reading *reading, const struct operand *old,
                       const struct operand *new)
{
    reading->sides->old.name = old->name;
    reading->sides->new.name = new->name;
    reading->sides->old.kept = keep_name(reading, old);
    reading->sides->new.kept = keep_name(reading, new);
}

/* Pairs the paths (all of the repository when there is none) of two sides
 * that are revisions, or a revision and the work tree. */
static void read_paths(struct reading *reading, struct operand old,
                       struct operand new, char *const *paths, size_t count)
{
    struct session *session = reading->session;

    name_sides(reading, &old, &new);
    if (!count) {
        old.path = "";
        new.path = new.revision ? "" : new.path;
        side_read_pair(reading, &old, &new, "", true);
    }
    for (size_t i = 0; i < count; i++) {
        const char *place = repo_place(session, reading->sides->repo, paths[i]);

        if (!place)
            return;
        old.path = place;
        new.path = new.revision ? place : paths[i];
        side_read_pair(reading, &old, &new, place, true);
    }
}

static const char *stem_of(struct session *session, const char *name)
{
    const char *colon = strchr(name, ':');
    const char *path = colon ? colon + 1 : name;
    size_t len = strlen(path);
    const char *end;

    while (len && path[len - 1] == '/')
        len--;
    path = arena_copy(session->arena, path, len);
    path = side_file_name(path);
    end = side_is_source_name(path) ? path + strlen(path) - strlen(".yaml")
                                    : NULL;
    if (!*path || *path == '.')
        return "diff";
    return end ? arena_copy(session->arena, path, (size_t)(end - path)) : path;
}

static void read_two(struct reading *reading, const char *first,
                     const char *second)
{
    struct operand old;
    struct operand new;

    if (!find_operand(reading, first, &old) ||
        !find_operand(reading, second, &new))
        return;
    name_sides(reading, &old, &new);
    reading->sides->stem = stem_of(reading->session, second);
    side_read_pair(reading, &old, &new, "", false);
}

/* One place: the last commit's against the one in the work tree. */
static void read_one(struct reading *reading, char **words)
{
    struct operand old;
    struct operand new = { 0 };

    reading->sides->stem = stem_of(reading->session, words[0]);
    if (access(words[0], F_OK)) { /* REV:path */
        if (!find_operand(reading, words[0], &old) ||
            !find_work_tree(reading, &new))
            return;
        new.path = side_join(reading->session->arena, new.path, old.path);
        name_sides(reading, &old, &new);
        side_read_pair(reading, &old, &new, "", true);
    } else if (find_commit(reading, "HEAD", &old) &&
               find_work_tree(reading, &new)) {
        read_paths(reading, old, new, words, 1);
    }
}

static void read_words(struct reading *reading, char **words, size_t count)
{
    const char *dots = find_dots(words[0]);
    struct operand old;
    struct operand new;

    if (dots) {
        if (find_range(reading, words[0], dots, &old, &new))
            read_paths(reading, old, new, words + 1, count - 1);
    } else if (names_place(words[0])) {
        if (count == 1)
            read_one(reading, words);
        else if (count == 2)
            read_two(reading, words[0], words[1]);
        else
            diag_add(&reading->session->diags, DIAG_ERROR, "repository",
                     (struct position){ 0 },
                     _("%s: two places are compared, not more"), words[2]);
    } else if (find_commit(reading, words[0], &old)) {
        bool both = count > 1 && !names_place(words[1]);

        if (both ? find_commit(reading, words[1], &new)
                 : find_work_tree(reading, &new))
            read_paths(reading, old, new, words + 1 + both, count - 1 - both);
    }
}

/* Comparing is not checking: warnings are not asked for. */
static void drop_warnings(struct diags *diags)
{
    size_t kept = 0;

    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].severity == DIAG_ERROR)
            diags->items[kept++] = diags->items[i];
    diags->count = kept;
    diags->warnings = 0;
}

bool sides_read(struct session *session, bool all, struct sides *sides)
{
    struct reading reading = { .session = session, .sides = sides, .all = all };

    sides->stem = "diff";
    read_words(&reading, session->options->paths, session->options->path_count);
    drop_warnings(&session->diags);
    if (reading.unread)
        diag_add(&session->diags, DIAG_NOTE, "repository",
                 (struct position){ 0 },
                 _("sources of every revision are read with today's forms"));
    return !session->diags.errors;
}
