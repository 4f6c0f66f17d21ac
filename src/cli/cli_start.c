/* What a process needs before it opens a file. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cli/inside.h"

void start_process(void)
{
    /*
     * The next file that is opened takes the number of a stream that is
     * closed, and messages would go into it. What stands there instead can
     * be neither read nor written, so that this is noticed where it matters.
     */
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    /* A file that would grow beyond a limit is an error of write(). */
    signal(SIGXFSZ, SIG_IGN);
}
