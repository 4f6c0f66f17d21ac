/* version: which chosho this is; printed by --version and in every PDF. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define CHOSHO_VERSION "0.2.0"

#endif
