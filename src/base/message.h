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

#define _(text) gettext(text)
#define N_(text) text

/*
 * Chooses the language: `lang` is "ja", "en" or NULL for the environment
 * (LANGUAGE, LC_ALL, LC_MESSAGES, LANG, first set one wins). `locale_dir`
 * is where the compiled catalogues are. Returns false when `lang` is none
 * of them. Call once, before any message and any thread.
 */
bool message_start(const char *lang, const char *locale_dir);

/*
 * What an errno value means, in the language chosen here. Never the C
 * library's own catalogue, which some machines have and others do not.
 */
const char *message_errno(int error);

#endif
