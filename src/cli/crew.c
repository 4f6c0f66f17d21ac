/*
 * A worker is joined to the first process by a pair of sockets. To it go
 * numbers of tasks, from it come frames: kind, task, length, bytes. The
 * first process alone waits for all, so it never writes what could block: a
 * worker has at most AHEAD tasks to do, of a few bytes each.
 *
 * Results may come out of order; they wait in a ring of WINDOW places, and
 * no task is given out that has no place in it. So memory is bounded however
 * long one task takes.
 */
#include "cli/crew.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "cli/cli.h"

enum { AHEAD = 2, PLACES = 16 }; /* tasks by worker; of these, results kept */
enum { PIECE = 64 * 1024 };      /* bytes read at once */

enum kind { FRAME_RESULT, FRAME_NOTE };

struct frame {
    uint64_t kind;
    uint64_t task;
    uint64_t len; /* of what follows */
};

struct worker {
    pid_t pid;
    int fd;
    size_t given; /* tasks it has not answered */
    struct bytes in;
};

struct running {
    const struct crew *crew;
    size_t count;
    struct worker *workers;
    size_t worker_count;
    size_t asked; /* workers there will be */
    size_t next;  /* task to be given out */
    size_t taken; /* results that were taken */
    struct result {
        bool there;
        struct bytes bytes;
    } * ring;
    size_t window;
    bool stopped; /* take() wants no more */
    struct crew_end end;
};

size_t crew_processors(void)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    if (!sched_getaffinity(0, sizeof set, &set))
        return (size_t)CPU_COUNT(&set);
    return 1;
}

/* ---- in a worker --------------------------------------------------------- */

struct crew_line {
    int fd;
};

/* False when the other end is gone. */
static bool send_all(int fd, const void *data, size_t len)
{
    const unsigned char *at = data;

    while (len) {
        ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static void send_frame(const struct crew_line *line, enum kind kind,
                       size_t task, const struct bytes *bytes)
{
    struct frame frame = { kind, task, bytes->len };

    if (!send_all(line->fd, &frame, sizeof frame) ||
        !send_all(line->fd, bytes->data, bytes->len))
        _exit(CLI_SYSTEM);
}

void crew_send_note(const struct crew_line *line, const struct bytes *note)
{
    send_frame(line, FRAME_NOTE, 0, note);
}

/* The next task; false when there is none. */
static bool receive_task(const struct crew_line *line, uint64_t *task)
{
    unsigned char *at = (unsigned char *)task;
    size_t len = sizeof *task;

    while (len) {
        ssize_t n = recv(line->fd, at, len, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static _Noreturn void be_worker(const struct crew *crew, size_t number,
                                size_t workers, const struct crew_line *line)
{
    struct bytes out = { 0 };
    uint64_t task;

    if (crew->begin)
        crew->begin(crew->context, number, workers, line);
    while (receive_task(line, &task)) {
        out.len = 0;
        crew->work(crew->context, (size_t)task, &out);
        send_frame(line, FRAME_RESULT, (size_t)task, &out);
    }
    _exit(0);
}

/* ---- starting and ending --------------------------------------------------
 */

static void fail(struct running *running, int error)
{
    if (!running->end.failed)
        running->end = (struct crew_end){ .failed = true, .error = error };
}

static bool start_worker(struct running *running)
{
    struct worker *worker = &running->workers[running->worker_count];
    pid_t parent = getpid();
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) {
        fail(running, errno);
        return false;
    }
    worker->pid = fork();
    if (worker->pid < 0) {
        fail(running, errno);
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (!worker->pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(CLI_SYSTEM);
        for (size_t i = 0; i < running->worker_count; i++)
            close(running->workers[i].fd);
        close(ends[0]);
        be_worker(running->crew, running->worker_count, running->asked,
                  &(struct crew_line){ ends[1] });
    }
    close(ends[1]);
    worker->fd = ends[0];
    running->worker_count++;
    return true;
}

/* Kills those that are not done, and waits for all. */
static void end_workers(struct running *running)
{
    bool kills = running->end.failed || running->stopped;

    for (size_t i = 0; i < running->worker_count; i++) {
        struct worker *worker = &running->workers[i];

        if (kills && worker->pid)
            kill(worker->pid, SIGKILL);
        close(worker->fd);
    }
    for (size_t i = 0; i < running->worker_count; i++) {
        struct worker *worker = &running->workers[i];

        while (worker->pid && waitpid(worker->pid, NULL, 0) < 0 &&
               errno == EINTR)
            continue;
        bytes_free(&worker->in);
    }
    for (size_t i = 0; i < running->window; i++)
        bytes_free(&running->ring[i].bytes);
    free(running->ring);
    free(running->workers);
}

/* A worker that has tasks to do has gone. */
static void bury(struct running *running, struct worker *worker)
{
    int status = 0;

    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    worker->pid = 0;
    if (!running->end.failed)
        running->end = (struct crew_end){ .failed = true, .status = status };
}

/* ---- the first process ----------------------------------------------------
 */

static void give_tasks(struct running *running)
{
    for (size_t round = 0; round < AHEAD; round++)
        for (size_t i = 0; i < running->worker_count; i++) {
            struct worker *worker = &running->workers[i];
            uint64_t task = running->next;

            if (running->next == running->count ||
                running->next >= running->taken + running->window)
                return;
            if (worker->given > round)
                continue;
            if (!send_all(worker->fd, &task, sizeof task)) {
                bury(running, worker);
                return;
            }
            worker->given++;
            running->next++;
        }
}

static void take_results(struct running *running)
{
    while (!running->stopped && running->taken < running->count) {
        struct result *result =
            &running->ring[running->taken % running->window];

        if (!result->there)
            return;
        running->stopped =
            !running->crew->take(running->crew->context, running->taken,
                                 result->bytes.data, result->bytes.len);
        result->there = false;
        bytes_free(&result->bytes);
        running->taken++;
    }
}

static void take_frame(struct running *running, struct worker *worker,
                       const struct frame *frame, const unsigned char *data)
{
    struct result *result = &running->ring[frame->task % running->window];

    if (frame->kind == FRAME_NOTE) {
        if (running->crew->note)
            running->crew->note(running->crew->context, data,
                                (size_t)frame->len);
        return;
    }
    bytes_append(&result->bytes, data, (size_t)frame->len);
    result->there = true;
    worker->given--;
}

/* Takes whole frames off what was read. */
static void take_frames(struct running *running, struct worker *worker)
{
    struct bytes *in = &worker->in;
    struct frame frame;
    size_t at = 0;

    while (in->len - at >= sizeof frame) {
        memcpy(&frame, in->data + at, sizeof frame);
        if (in->len - at - sizeof frame < frame.len)
            break;
        take_frame(running, worker, &frame, in->data + at + sizeof frame);
        at += sizeof frame + (size_t)frame.len;
    }
    if (at)
        memmove(in->data, in->data + at, in->len - at);
    in->len -= at;
}

static void read_worker(struct running *running, struct worker *worker)
{
    ssize_t n;

    bytes_reserve(&worker->in, PIECE);
    n = recv(worker->fd, worker->in.data + worker->in.len, PIECE, 0);
    if (n < 0 && errno == EINTR)
        return;
    if (n <= 0) {
        bury(running, worker);
        return;
    }
    worker->in.len += (size_t)n;
    take_frames(running, worker);
}

static void wait_for_workers(struct running *running, struct pollfd *polls)
{
    for (size_t i = 0; i < running->worker_count; i++)
        polls[i] =
            (struct pollfd){ .fd = running->workers[i].fd, .events = POLLIN };
    if (poll(polls, running->worker_count, -1) < 0) {
        if (errno != EINTR)
            fail(running, errno);
        return;
    }
    for (size_t i = 0; i < running->worker_count && !running->end.failed; i++)
        if (polls[i].revents)
            read_worker(running, &running->workers[i]);
}

static void run_workers(struct running *running)
{
    struct pollfd *polls = memory_alloc(running->worker_count * sizeof *polls);

    while (!running->end.failed && !running->stopped &&
           running->taken < running->count) {
        give_tasks(running);
        if (!running->end.failed)
            wait_for_workers(running, polls);
        take_results(running);
    }
    free(polls);
}

static void run_alone(const struct crew *crew, size_t count)
{
    struct bytes out = { 0 };

    for (size_t i = 0; i < count; i++) {
        out.len = 0;
        crew->work(crew->context, i, &out);
        if (!crew->take(crew->context, i, out.data, out.len))
            break;
    }
    bytes_free(&out);
}

struct crew_end crew_run(const struct crew *crew, size_t count, size_t workers)
{
    struct running running = { .crew = crew, .count = count };

    if (workers > count)
        workers = count;
    if (workers < 2) {
        run_alone(crew, count);
        return running.end;
    }
    running.asked = workers;
    running.window = workers * PLACES;
    running.ring = memory_alloc(running.window * sizeof *running.ring);
    memset(running.ring, 0, running.window * sizeof *running.ring);
    running.workers = memory_alloc(workers * sizeof *running.workers);
    memset(running.workers, 0, workers * sizeof *running.workers);
    fflush(NULL);
    while (running.worker_count < workers && start_worker(&running))
        continue;
    if (!running.end.failed)
        run_workers(&running);
    end_workers(&running);
    return running.end;
}
