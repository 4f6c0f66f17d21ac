/*
 * crew: tasks done by worker processes, their results taken in order.
 *
 * Workers are forks, so that each has what was loaded before, and libraries
 * that are no good for threads need not be. They are asked for one task after
 * the other; what they give back is bytes.
 */
#ifndef CLI_CREW_H
#define CLI_CREW_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct crew_line;

struct crew {
    void *context;

    /* In a worker, before its first task; may be NULL. Not called where there
     * are no workers. `line` is for crew_send_note(). */
    void (*begin)(void *context, size_t worker, size_t workers,
                  const struct crew_line *line);

    /* Does a task; appends its result to `out`. */
    void (*work)(void *context, size_t task, struct bytes *out);

    /*
     * Takes the result of a task, those of earlier tasks having been taken.
     * Where it returns false no further task is begun.
     */
    bool (*take)(void *context, size_t task, const void *data, size_t len);

    /* Takes a note at once, in whatever order; may be NULL. */
    void (*note)(void *context, const void *data, size_t len);
};

/* How a run of a crew ended. */
struct crew_end {
    bool failed; /* a worker ended before its tasks did, or none began */
    int error;   /* errno of what failed here, 0: it was the worker */
    int status;  /* the worker's, as of waitpid() */
};

/* As many processors as this process may use. */
size_t crew_processors(void);

/*
 * Does the tasks [0, count) in `workers` processes, or in this one when that
 * is 1. All workers have ended when it returns.
 */
struct crew_end crew_run(const struct crew *crew, size_t count, size_t workers);

/* From a worker: a note for the first process. */
void crew_send_note(const struct crew_line *line, const struct bytes *note);

#endif
