#include "base/message.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const char *language_of_environment(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *list = getenv("LANGUAGE");

    if (list && *list)
        return list;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return value;
    }
    return "en";
}

bool message_start(const char *lang, const char *locale_dir)
{
    const char *wanted = lang ? lang : language_of_environment();
    bool japanese = !strncmp(wanted, "ja", 2);

    if (lang && strcmp(lang, "ja") && strcmp(lang, "en"))
        return false;
    /* glibc reads LANGUAGE only when LC_MESSAGES is not plain "C". */
    setenv("LANGUAGE", japanese ? "ja" : "en", 1);
    setlocale(LC_MESSAGES, "C.UTF-8");
    bindtextdomain("chosho", locale_dir);
    bind_textdomain_codeset("chosho", "UTF-8");
    textdomain("chosho");
    return true;
}

const char *message_errno(int error)
{
    static const struct {
        int error;
        const char *text;
    } texts[] = {
        { ENOENT, N_("there is no such file") },
        { EACCES, N_("permission is missing") },
        { EISDIR, N_("it is a folder") },
        { ENOTDIR, N_("a part of the path is no folder") },
        { ENOSPC, N_("the disk is full") },
        { EROFS, N_("the disk is read-only") },
        { EFBIG, N_("it is too large") },
        { EIO, N_("the disk has a fault") },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].error == error)
            return _(texts[i].text);
    return strerrordesc_np(error) ? strerrordesc_np(error) : "?";
}
