#include "prove/token.h"

#include <stdbool.h>
#include <string.h>

struct tokens tokens_begin(const void *data, size_t len)
{
    return (struct tokens){ .data = data, .len = len };
}

void tokens_end(struct tokens *tokens)
{
    bytes_free(&tokens->text);
}

const char *token_text(const struct tokens *tokens, struct token token)
{
    return (const char *)tokens->text.data + token.start;
}

static bool is_space(int c)
{
    return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
           c == ' ';
}

static bool is_delimiter(int c)
{
    return c && strchr("()<>[]{}/%", c);
}

/* The next byte, or -1. */
static int peek(const struct tokens *tokens)
{
    return tokens->at < tokens->len ? tokens->data[tokens->at] : -1;
}

static void skip_space(struct tokens *tokens)
{
    while (tokens->at < tokens->len) {
        int c = peek(tokens);

        if (c == '%')
            while (tokens->at < tokens->len && peek(tokens) != '\n' &&
                   peek(tokens) != '\r')
                tokens->at++;
        else if (is_space(c))
            tokens->at++;
        else
            return;
    }
}

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void append(struct tokens *tokens, int c)
{
    bytes_append_char(&tokens->text, (char)c);
}

/* ---- strings ------------------------------------------------------------- */

static void read_octal(struct tokens *tokens)
{
    int value = 0;

    for (int i = 0; i < 3 && peek(tokens) >= '0' && peek(tokens) <= '7'; i++)
        value = value * 8 + (tokens->data[tokens->at++] - '0');
    append(tokens, value & 0xFF);
}

/* What stands behind a backslash (7.3.4.2). */
static void read_escape(struct tokens *tokens)
{
    static const char letters[] = "nrtbf";
    static const char meanings[] = "\n\r\t\b\f";
    int c = peek(tokens);
    const char *letter = c > 0 ? strchr(letters, c) : NULL;

    if (c >= '0' && c <= '7') {
        read_octal(tokens);
        return;
    }
    tokens->at += c >= 0;
    if (letter)
        append(tokens, meanings[letter - letters]);
    else if (c == '\r' && peek(tokens) == '\n')
        tokens->at++;
    else if (c >= 0 && c != '\n' && c != '\r')
        append(tokens, c);
}

static void read_literal(struct tokens *tokens)
{
    size_t depth = 1;

    while (tokens->at < tokens->len) {
        int c = tokens->data[tokens->at++];

        if (c == '\\') {
            read_escape(tokens);
            continue;
        }
        depth += c == '(';
        depth -= c == ')';
        if (!depth)
            return;
        append(tokens, c);
    }
}

static void read_hex(struct tokens *tokens)
{
    int high = -1;

    while (tokens->at < tokens->len) {
        int c = tokens->data[tokens->at++];
        int digit = hex_digit(c);

        if (c == '>')
            break;
        if (digit < 0)
            continue;
        if (high >= 0)
            append(tokens, high << 4 | digit);
        high = high >= 0 ? -1 : digit;
    }
    if (high >= 0)
        append(tokens, high << 4);
}

/* ---- words --------------------------------------------------------------- */

static void read_name(struct tokens *tokens)
{
    while (tokens->at < tokens->len) {
        int c = peek(tokens);
        bool pair = c == '#' && tokens->len - tokens->at > 2;
        int high = pair ? hex_digit(tokens->data[tokens->at + 1]) : -1;
        int low = pair ? hex_digit(tokens->data[tokens->at + 2]) : -1;

        if (is_space(c) || is_delimiter(c))
            return;
        tokens->at++;
        if (high >= 0 && low >= 0) {
            c = high << 4 | low;
            tokens->at += 2;
        }
        append(tokens, c);
    }
}

/* The whole part of a number; false when the word is none. */
static bool parse_number(const char *word, long *number)
{
    enum { MOST = 1 << 30 };
    bool minus = *word == '-';
    long value = 0;
    const char *c = word + (*word == '-' || *word == '+');

    if (!*c)
        return false;
    for (; *c >= '0' && *c <= '9'; c++)
        value = value > MOST / 10 ? MOST : value * 10 + (*c - '0');
    if (*c == '.')
        for (c++; *c >= '0' && *c <= '9';)
            c++;
    *number = value >= MOST ? 0 : minus ? -value : value;
    return !*c;
}

static enum token_kind read_word(struct tokens *tokens, struct token *token)
{
    while (tokens->at < tokens->len && !is_space(peek(tokens)) &&
           !is_delimiter(peek(tokens)))
        append(tokens, tokens->data[tokens->at++]);
    append(tokens, '\0');
    tokens->text.len--;
    return parse_number(token_text(tokens, *token), &token->number)
               ? TOKEN_NUMBER
               : TOKEN_WORD;
}

/* What a delimiter begins; it is read. */
static enum token_kind read_bracket(struct tokens *tokens, int c)
{
    switch (c) {
    case '[':
        return TOKEN_ARRAY_OPEN;
    case ']':
        return TOKEN_ARRAY_CLOSE;
    case '(':
        read_literal(tokens);
        return TOKEN_STRING;
    case '/':
        read_name(tokens);
        return TOKEN_NAME;
    case '<':
        if (peek(tokens) != '<') {
            read_hex(tokens);
            return TOKEN_STRING;
        }
        tokens->at++;
        return TOKEN_DICT_OPEN;
    case '>':
        tokens->at += peek(tokens) == '>';
        return TOKEN_DICT_CLOSE;
    default:
        append(tokens, c); /* { } ): no operator is called so */
        return TOKEN_WORD;
    }
}

struct token tokens_next(struct tokens *tokens)
{
    struct token token = { .kind = TOKEN_END, .start = tokens->text.len };
    int c;

    skip_space(tokens);
    c = peek(tokens);
    if (c < 0)
        return token;
    if (is_delimiter(c)) {
        tokens->at++;
        token.kind = read_bracket(tokens, c);
    } else {
        token.kind = read_word(tokens, &token);
    }
    token.len = tokens->text.len - token.start;
    append(tokens, '\0');
    return token;
}
