/* chosho: all commands but those of main_prove.c. */
#include <stddef.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
    return cli_run(argc, argv, NULL);
}
