/*
 * chosho-prove: what chosho runs as its command `prove`. The readers of
 * finished files bring a dozen libraries, which take 4 ms to load; a build
 * takes 20.
 */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    return cli_run(argc, argv, command_prove);
}
