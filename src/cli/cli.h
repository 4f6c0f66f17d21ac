/* cli: the command line. `chosho --help` and docs describe its words. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

/* Exit status of the program. */
enum cli_status {
    CLI_DONE = 0,
    CLI_INPUT = 1,  /* the input is at fault */
    CLI_USAGE = 2,  /* the command line is */
    CLI_SYSTEM = 3, /* disk, memory, a font */
};

/* Runs a command; the whole program but for main(). */
int cli_run(int argc, char **argv);

#endif
