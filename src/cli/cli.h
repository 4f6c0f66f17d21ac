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

struct session;

/*
 * Runs a command; the whole program but for main(). `prove` is the command of
 * that name where its libraries are linked; NULL: the program chosho-prove
 * takes over in this process.
 */
int cli_run(int argc, char **argv, void (*prove)(struct session *session));

/* Reads what was built and compares it with its sources. */
void command_prove(struct session *session);

#endif
