#include "unicode/unicode.h"

const char unicode_ruby_bar[] = "\xEF\xBD\x9C";
const char unicode_ruby_open[] = "\xE3\x80\x8A";
const char unicode_ruby_close[] = "\xE3\x80\x8B";

bool unicode_is_ruby_sign(uint32_t c)
{
    return c == 0xFF5C || c == 0x300A || c == 0x300B;
}
