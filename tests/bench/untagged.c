/*
 * untagged: the program with books that have no tags. Only the bench has this
 * switch: what tags cost is the difference. It is linked in front of
 * pdf_begin() (ld --wrap), so that the program itself knows nothing of it.
 */
#include "cli/cli.h"
#include "pdf/pdf.h"

struct pdf *__real_pdf_begin(const struct pdf_options *options,
                             struct diags *diags);

struct pdf *__wrap_pdf_begin(const struct pdf_options *options,
                             struct diags *diags)
{
    struct pdf_options bare = *options;

    bare.untagged = true;
    return __real_pdf_begin(&bare, diags);
}

int main(int argc, char **argv)
{
    return cli_run(argc, argv, NULL);
}
