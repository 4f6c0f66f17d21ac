#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"
#include "base/json.h"

static void check(struct bytes *bytes, const char *expected)
{
    bytes_append_char(bytes, '\0');
    assert_string_equal((const char *)bytes->data, expected);
    bytes_free(bytes);
}

static void test_nesting(void **state)
{
    struct bytes bytes = { 0 };
    struct json json = json_begin(&bytes);

    (void)state;
    json_open(&json, '{');
    json_key(&json, "empty");
    json_open(&json, '[');
    json_close(&json, ']');
    json_key(&json, "list");
    json_open(&json, '[');
    json_int(&json, -12);
    json_open(&json, '{');
    json_close(&json, '}');
    json_null(&json);
    json_close(&json, ']');
    json_key(&json, "number");
    json_raw(&json, "0.50");
    json_key(&json, "true");
    json_bool(&json, true);
    json_member(&json, "none", NULL);
    json_close(&json, '}');
    check(&bytes, "{\n"
                  "  \"empty\": [],\n"
                  "  \"list\": [\n"
                  "    -12,\n"
                  "    {},\n"
                  "    null\n"
                  "  ],\n"
                  "  \"number\": 0.50,\n"
                  "  \"true\": true,\n"
                  "  \"none\": null\n"
                  "}\n");
}

static void test_escapes(void **state)
{
    struct bytes bytes = { 0 };
    struct json json = json_begin(&bytes);

    (void)state;
    json_open(&json, '[');
    json_string(&json, "a\"b\\c\n\x01\x7F/\xF0\xA0\xAE\xB7");
    json_string(&json, "\xC2\x9B\xE2\x80\xAE"); /* command a terminal */
    json_string(&json, "a\xFF\xE3\x81");        /* no UTF-8 */
    json_close(&json, ']');
    check(&bytes, "[\n"
                  "  \"a\\\"b\\\\c\\u000a\\u0001\\u007f/\xF0\xA0\xAE\xB7\",\n"
                  "  \"\\u009b\\u202e\",\n"
                  "  \"a\\ufffd\\ufffd\\ufffd\"\n"
                  "]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_escapes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
