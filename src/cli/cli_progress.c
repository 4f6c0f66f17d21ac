/* How far a long run is: one line on a terminal, gone when it ends. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/message.h"
#include "cli/inside.h"

/* Milliseconds before the first line, and between two of them. */
enum { PROGRESS_FIRST = 500, PROGRESS_STEP = 100 };

static long read_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct progress progress_begin(size_t total)
{
    return (struct progress){
        .total = total,
        .next = read_clock() + PROGRESS_FIRST,
        .wanted = total > 1 && isatty(STDERR_FILENO),
    };
}

void progress_show(struct progress *progress, size_t done)
{
    long now;

    if (!progress->wanted)
        return;
    now = read_clock();
    if (now < progress->next)
        return;
    progress->next = now + PROGRESS_STEP;
    progress->shown = true;
    fprintf(stderr, "\r");
    fprintf(stderr, _("%zu of %zu sheets"), done, progress->total);
    fprintf(stderr, "\x1b[K");
    fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fprintf(stderr, "\r\x1b[K");
    progress->shown = false;
}
