#include "base/message.h"

#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/utf8.h"

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

void message_append(struct bytes *out, const char *words, size_t len,
                    const char *kept)
{
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t c = utf8_decode(words + i, len - i, &n);

        if (c != UTF8_BAD && c && c < 0x80 && strchr(kept, (int)c))
            bytes_append_char(out, words[i]);
        else if (c == UTF8_BAD || utf8_is_control(c))
            bytes_append_char(out, '?');
        else
            bytes_append(out, words + i, n);
    }
}

char *message_clean(struct arena *arena, const char *words)
{
    struct bytes out = { 0 };
    char *clean;

    message_append(&out, words, strlen(words), "");
    clean = arena_copy(arena, out.len ? (const char *)out.data : "", out.len);
    bytes_free(&out);
    return clean;
}

void message_print(FILE *stream, const char *format, ...)
{
    struct bytes line = { 0 };
    struct bytes out = { 0 };
    size_t end;
    va_list args;

    va_start(args, format);
    bytes_vprintf(&line, format, args);
    va_end(args);
    end = line.len && line.data[line.len - 1] == '\n' ? line.len - 1 : line.len;
    message_append(&out, (const char *)line.data, end, "");
    bytes_append(&out, line.data + end, line.len - end);
    if (out.len)
        fwrite(out.data, 1, out.len, stream);
    bytes_free(&line);
    bytes_free(&out);
}
