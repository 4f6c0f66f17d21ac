/*
 * build --watch: forms and fonts stay open, documents whose sources are the
 * same files are not made again.
 *
 * Folders are watched, not files: editors save by writing a new file and
 * giving it the old one's name. They are watched before they are read, so
 * that no change falls between; what happens while a round runs makes the
 * next one. Events only say that it is time to look: which documents
 * changed is told by the files themselves.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <dirent.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/disk.h"
#include "base/message.h"
#include "cli/inside.h"
#include "font/font.h"

/* Milliseconds without an event after which a round begins. */
enum { QUIET = 5 };

static const uint32_t wanted = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM |
                               IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;

struct watching {
    struct session *session;
    int events;  /* of inotify */
    int signals; /* SIGINT, SIGTERM */
    struct {     /* watched folders of forms and fonts */
        int *items;
        size_t count;
        size_t capacity;
    } shared;
    bool changed;        /* something did */
    bool shared_changed; /* a form or the list of fonts */
    bool edition_changed;
    bool ended; /* by a signal */
};

/* ---- what is watched ------------------------------------------------------
 */

/* Its number, or -1. */
static int watch_folder(struct watching *watching, const char *folder)
{
    return inotify_add_watch(watching->events, folder, wanted | IN_ONLYDIR);
}

/* A folder and those in it; `shared`: of forms, which have summaries' forms in
 * theirs. */
static void watch_folders(struct watching *watching, const char *folder,
                          bool shared, int depth)
{
    struct arena *arena = watching->session->arena;
    int number = watch_folder(watching, folder);
    DIR *dir = number < 0 ? NULL : opendir(folder);
    struct dirent *entry;

    if (number >= 0 && shared)
        *LIST_ADD(arena, &watching->shared) = number;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        if (shared && depth) {
            watch_folders(watching,
                          arena_printf(arena, "%s/%s", folder, entry->d_name),
                          true, depth - 1);
            continue;
        }
        number = watch_folder(
            watching, arena_printf(arena, "%s/%s", folder, entry->d_name));
        if (number >= 0 && shared)
            *LIST_ADD(arena, &watching->shared) = number;
    }
    if (dir)
        closedir(dir);
}

static void watch_paths(struct watching *watching)
{
    struct session *session = watching->session;
    const struct options *options = session->options;
    struct stat status;

    watching->shared.items = NULL;
    watching->shared.count = watching->shared.capacity = 0;
    for (size_t i = 0; i < options->path_count; i++) {
        const char *path = options->paths[i];

        if (!stat(path, &status) && S_ISDIR(status.st_mode))
            watch_folders(watching, path, false, 0);
        else
            watch_folder(watching, disk_folder_of(session->arena, path));
    }
    watch_folders(watching, session->places.templates, true, 1);
    if (options->templates)
        watch_folders(watching, options->templates, true, 1);
    watch_folders(watching,
                  disk_folder_of(session->arena, session->places.fonts), true,
                  0);
}

/* ---- events ---------------------------------------------------------------
 */

/* Editors write other files beside a source: those do not matter. */
static bool is_read(const char *name)
{
    const char *dot = strrchr(name, '.');

    return name[0] != '.' && dot &&
           (!strcmp(dot, ".yaml") || !strcmp(dot, ".css"));
}

static void take_event(struct watching *watching,
                       const struct inotify_event *event)
{
    const char *name = event->len ? event->name : "";
    bool all = event->mask &
               (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF | IN_ISDIR);
    bool shared = all;

    if ((event->mask & IN_IGNORED) || (!all && !is_read(name)))
        return;
    for (size_t i = 0; i < watching->shared.count; i++)
        shared |= watching->shared.items[i] == event->wd;
    watching->changed = true;
    watching->shared_changed |= shared;
    watching->edition_changed |= all || !strcmp(name, "edition.yaml");
}

static void read_events(struct watching *watching)
{
    _Alignas(struct inotify_event) char buffer[16 * 1024];
    ssize_t len = read(watching->events, buffer, sizeof buffer);
    const struct inotify_event *event;

    for (char *at = buffer; len > 0 && at < buffer + len;
         at += sizeof *event + event->len) {
        event = (const struct inotify_event *)(void *)at;
        take_event(watching, event);
    }
}

/* Waits until something changed and all is quiet again, or for the end. */
static void wait_for_change(struct watching *watching)
{
    struct pollfd polls[] = {
        { .fd = watching->signals, .events = POLLIN },
        { .fd = watching->events, .events = POLLIN },
    };

    for (;;) {
        int ready = poll(polls, 2, watching->changed ? QUIET : -1);

        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0 || polls[0].revents)
            watching->ended = true;
        else if (polls[1].revents)
            read_events(watching);
        if (watching->ended || (!ready && watching->changed))
            return;
    }
}

/* ---- rounds ---------------------------------------------------------------
 */

static long read_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Forgets what a change made stale. */
static void forget(struct watching *watching)
{
    struct session *session = watching->session;

    if (watching->shared_changed || watching->edition_changed)
        cache_clear(session->cache);
    if (watching->shared_changed) {
        font_set_free(session->fonts);
        arena_free(session->shared);
        session->shared = arena_new();
        session->fonts = NULL;
        session->forms = (struct forms){ 0 };
        session->edition_form = NULL;
        session->models = (struct models){ 0 };
        session->words = NULL;
        session->web_words = NULL;
    }
    watching->changed = false;
    watching->shared_changed = false;
    watching->edition_changed = false;
}

static void run_round(struct watching *watching,
                      void (*build)(struct session *session))
{
    struct session *session = watching->session;
    long start = read_clock();
    int status;

    forget(watching);
    arena_clear(session->arena);
    session->diags = diags_make(session->arena);
    session->documents = (struct documents){ 0 };
    session->books = (struct books){ 0 };
    session->outputs = (struct outputs){ 0 };
    session->rebuilt = 0;
    session->system_failed = false;
    watch_paths(watching);
    build(session);
    status = finish_run(session);
    cache_settle(session->cache, status == CLI_DONE);
    if (status == CLI_DONE)
        message_print(stderr,
                      ngettext("built: %zu of %zu sheet, %ld ms\n",
                               "built: %zu of %zu sheets, %ld ms\n",
                               session->documents.count),
                      session->rebuilt, session->documents.count,
                      read_clock() - start);
    else
        message_print(stderr, "%s\n",
                      _("not built: the last good outputs stay"));
}

static int open_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

int watch(struct session *session, void (*build)(struct session *session))
{
    struct watching watching = {
        .session = session,
        .events = inotify_init1(IN_CLOEXEC),
        .signals = open_signals(),
    };
    struct arena *outer = session->arena;
    bool opened = watching.events >= 0 && watching.signals >= 0;

    if (!opened)
        message_print(stderr, _("chosho: cannot watch files: %s\n"),
                      message_errno(errno));
    session->cache = session->options->site ? NULL : cache_new();
    session->arena = arena_new();
    session->shared = arena_new();
    while (opened && !watching.ended) {
        run_round(&watching, build);
        wait_for_change(&watching);
    }
    arena_free(session->arena);
    arena_free(session->shared);
    cache_free(session->cache);
    session->arena = session->shared = outer;
    session->forms = (struct forms){ 0 };
    session->edition_form = NULL;
    close(watching.events);
    close(watching.signals);
    return opened ? CLI_DONE : CLI_SYSTEM;
}
