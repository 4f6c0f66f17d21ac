/* Texts, names and codes in PDF and XML syntax. */
#include "fixture.h"

#include "pdf/syntax.h"

static void check(struct bytes *out, const char *expected)
{
    assert_int_equal(out->len, strlen(expected));
    assert_memory_equal(out->data, expected, out->len);
    out->len = 0;
}

static void test_syntax(void **state)
{
    struct bytes out = { 0 };

    (void)state;
    syntax_append_hex4(&out, 0xA0F);
    check(&out, "0A0F");
    syntax_append_utf16(&out, "aあ\U00020BB7", 8);
    check(&out, "00613042D842DFB7");
    syntax_append_utf16(&out, "葛\U000E0100", 7);
    check(&out, "845BDB40DD00");
    syntax_append_text(&out, "重", 3);
    check(&out, "<FEFF91CD>");
    syntax_append_text(&out, "", 0);
    check(&out, "<FEFF>");
    syntax_append_name(&out, "A b#/游");
    check(&out, "/A#20b#23#2F#E6#B8#B8");
    syntax_append_string(&out, "a(b)\\");
    check(&out, "(a\\(b\\)\\\\)");
    syntax_append_xml(&out, "<重>&\"");
    check(&out, "&lt;重&gt;&amp;\"");
    bytes_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_syntax) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
