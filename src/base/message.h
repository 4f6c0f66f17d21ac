/*
 * message: the language people are spoken to in.
 *
 * msgids are English; Japanese comes from po/ja.po through gettext. The
 * environment's variables are read as text, so Japanese works where only
 * C.UTF-8 is installed.
 */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define _(text) gettext(text)
#define N_(text) text

struct arena;
struct bytes;

/*
 * Chooses the language: `lang` is "ja", "en" or NULL for the environment
 * (LANGUAGE, LC_ALL, LC_MESSAGES, LANG, first set one wins). `locale_dir`
 * is where the compiled catalogues are. Returns false when `lang` is none
 * of them. Call once, before any message and any thread.
 */
bool message_start(const char *lang, const char *locale_dir);

/*
 * Words for a terminal: "?" for what is no UTF-8 and for each character that
 * could command it (utf8_is_control), but for those in `kept`. Names of
 * files, and what damaged files hold, can be anything.
 */
void message_append(struct bytes *out, const char *words, size_t len,
                    const char *kept);

/* The same of a whole string, nothing kept, in the arena: for names of files
 * and what commits say, which are anybody's bytes. */
char *message_clean(struct arena *arena, const char *words);

/* printf of one line, whose words are written so. */
void message_print(FILE *stream, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * What an errno value means, in the language chosen here. Never the C
 * library's own catalogue, which some machines have and others do not.
 */
const char *message_errno(int error);

#endif
