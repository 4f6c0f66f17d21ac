/* Repositories as the command line names them, and what can be wrong. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/message.h"
#include "cli/inside.h"
#include "cli/sides.h"
#include "compare/repo.h"

bool repo_open_for(struct session *session, const char *path,
                   struct repo **repo)
{
    enum repo_status status = repo_open(session->arena, path, repo);

    if (status)
        repo_report(session, *repo, status, path);
    return !status;
}

static const char *explain(enum repo_status status)
{
    switch (status) {
    case REPO_NO_LIBRARY:
        return N_("%s: git repositories are read by libgit2, which is not "
                  "installed");
    case REPO_NO_REPO:
        return N_("%s is in no git repository");
    case REPO_FOREIGN:
        return N_("%s: the repository belongs to somebody else");
    case REPO_ELSEWHERE:
        return N_("%s: the repository's work tree is a folder that does not "
                  "hold it");
    case REPO_TOO_MANY:
        return N_("%s: its folders hold more than a million entries");
    case REPO_NO_REVISION:
        return N_("no file and no revision is called %s");
    case REPO_NO_COMMIT:
        return N_("%s is no commit");
    case REPO_AMBIGUOUS:
        return N_("%s may be several revisions");
    case REPO_UNBORN:
        return N_("%s: the branch has no commit yet");
    case REPO_SHALLOW:
        return N_("%s lies beyond the end of this shallow clone");
    case REPO_ABSENT:
        return N_("%s was left out of this clone");
    case REPO_NO_PATH:
        return N_("%s: there is no such path at that revision");
    case REPO_NO_BASE:
        return N_("%s: the two revisions have no commit in common");
    default:
        return N_("%s: the repository cannot be read");
    }
}

static const char *advise(const struct repo *repo, enum repo_status status)
{
    switch (status) {
    case REPO_NO_LIBRARY:
        return _(
            "the package libgit2 of the system (Debian 12: apt-get install "
            "libgit2-1.5), or files to compare");
    case REPO_FOREIGN:
        return _("git config --global --add safe.directory and its folder");
    case REPO_ELSEWHERE:
        return _("git config --unset core.worktree");
    case REPO_TOO_MANY:
        return _("paths behind the revisions");
    case REPO_SHALLOW:
        return _("git fetch --unshallow, or --deepen=N");
    case REPO_ABSENT:
        return _("git checkout of that revision, which fetches it");
    case REPO_UNBORN:
        return _("a first commit");
    case REPO_AMBIGUOUS:
        return _("more letters of the commit's id");
    case REPO_FAILED:
        return repo_error(repo);
    default:
        return NULL;
    }
}

void repo_report(struct session *session, const struct repo *repo,
                 enum repo_status status, const char *what)
{
    struct diag *diag =
        diag_add(&session->diags, DIAG_ERROR, "repository",
                 (struct position){ 0 }, _(explain(status)), what);
    const char *advice = advise(repo, status);

    diag->expected =
        advice && *advice ? arena_strdup(session->arena, advice) : NULL;
    if (status == REPO_NO_LIBRARY || status == REPO_FAILED)
        session->system_failed = true;
}

char *repo_resolve(struct session *session, const char *path)
{
    char *real = realpath(path, NULL);
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char *folder;
    char *out = NULL;

    if (real) {
        out = arena_strdup(session->arena, real);
        free(real);
        return out;
    }
    if (slash == path || !*name)
        return NULL;
    folder = repo_resolve(
        session,
        slash ? arena_copy(session->arena, path, (size_t)(slash - path)) : ".");
    if (folder)
        out = arena_printf(session->arena, "%s/%s", folder, name);
    return out;
}

const char *repo_place(struct session *session, const struct repo *repo,
                       const char *path)
{
    const char *root = repo_root(repo);
    const char *full = repo_resolve(session, path);
    size_t len = root ? strlen(root) - 1 : 0;

    if (!root) /* bare: there is no other place to count from */
        return path;
    if (full && !strncmp(full, root, len) &&
        (full[len] == '/' || full[len] == '\0'))
        return full + len + (full[len] == '/');
    diag_add(&session->diags, DIAG_ERROR, "repository", (struct position){ 0 },
             _("%s lies outside the repository %s"), path, root);
    return NULL;
}

/* The end of the year 9999. */
static const int64_t last_time = INT64_C(253402300799);

const char *repo_day(struct arena *arena, const struct repo_commit *commit)
{
    enum { LONGEST = 24 * 60 }; /* minutes */
    int64_t offset = commit->offset >= -LONGEST && commit->offset <= LONGEST
                         ? commit->offset
                         : 0;
    time_t seconds = (time_t)(commit->time + offset * 60);
    struct tm date;

    /* A commit may claim any time. */
    if (commit->time < 0 || commit->time > last_time ||
        !gmtime_r(&seconds, &date))
        return "";
    return arena_printf(arena, "%04d-%02d-%02d", date.tm_year + 1900,
                        date.tm_mon + 1, date.tm_mday);
}
