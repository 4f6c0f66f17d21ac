/*
 * token: the words of a content stream or a CMap (PDF 32000 7.2, 7.8.2;
 * 9.7.5). Reads any bytes: what is no token is skipped.
 */
#ifndef PROVE_TOKEN_H
#define PROVE_TOKEN_H

#include <stddef.h>

#include "base/bytes.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,   /* without its slash */
    TOKEN_STRING, /* literal or hexadecimal */
    TOKEN_ARRAY_OPEN,
    TOKEN_ARRAY_CLOSE,
    TOKEN_DICT_OPEN,
    TOKEN_DICT_CLOSE,
    TOKEN_WORD, /* an operator, true, false, null */
};

struct token {
    enum token_kind kind;
    long number;  /* NUMBER: its whole part; what is out of range is 0 */
    size_t start; /* NAME, STRING, WORD: bytes in `text` of the tokens, */
    size_t len;   /* a NUL behind them */
};

struct tokens {
    const unsigned char *data;
    size_t len;
    size_t at;
    struct bytes text; /* of all tokens since it was last emptied; owned */
};

struct tokens tokens_begin(const void *data, size_t len);
void tokens_end(struct tokens *tokens);

struct token tokens_next(struct tokens *tokens);

/* The text of a token. */
const char *token_text(const struct tokens *tokens, struct token token);

#endif
