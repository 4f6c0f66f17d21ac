/* Words, attributes, ids and paths in pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/bytes.h"
#include "form/web.h"
#include "web/html.h"

static struct form_spoken rules[] = { { "～", "から" } };
static const struct form_web_words words = { .ears = { rules, 1, 1 } };

static void expect(struct bytes *out, const char *markup)
{
    bytes_append(out, "", 1);
    assert_string_equal(out->data, markup);
    bytes_free(out);
}

static void test_words_are_escaped(void **state)
{
    struct bytes out = { 0 };
    struct html html = html_begin(&out, &words, false, "");

    (void)state;
    html_string(&html, "<script>alert(\"a & b\")</script> ４～５月");
    expect(&out, "&lt;script&gt;alert(&quot;a &amp; b&quot;)&lt;/script&gt; "
                 "４～５月");
}

static void test_signs_are_spoken(void **state)
{
    struct bytes out = { 0 };
    struct html html = html_begin(&out, &words, true, "");

    (void)state;
    html_string(&html, "４～５月");
    expect(&out, "４<span aria-hidden=\"true\">～</span>"
                 "<span class=\"chosho-spoken\">から</span>５月");
    html_value(&html, "４～５月＜\"", strlen("４～５月＜\""));
    expect(&out, "４から５月＜&quot;");
}

/* A character that begins with the same bytes is another one. */
static void test_other_signs_stay(void **state)
{
    struct bytes out = { 0 };
    struct html html = html_begin(&out, &words, true, "");

    (void)state;
    html_string(&html, "（ー）");
    expect(&out, "（ー）");
}

static void test_ids(void **state)
{
    struct bytes out = { 0 };
    struct html html = html_begin(&out, &words, true, "soumu/");

    (void)state;
    html_id(&html, "目標[1]/a b%");
    expect(&out, " id=\"soumu/目標[1]/a%20b%25\"");
    html_fragment(&html, "目標[1]/a b%");
    expect(&out, "#soumu/目標%5B1%5D/a%2520b%2525");
}

static void test_paths(void **state)
{
    struct bytes out = { 0 };
    struct html html = html_begin(&out, &words, true, "");

    (void)state;
    html_url(&html, "総務 部#1?.pdf");
    expect(&out, "総務%20部%231%3F.pdf");
    html_url(&html, "javascript:alert(1)");
    expect(&out, "./javascript%3Aalert(1)");
    html_url(&html, "a\"><b>");
    expect(&out, "a&quot;&gt;&lt;b&gt;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_escaped),
        cmocka_unit_test(test_signs_are_spoken),
        cmocka_unit_test(test_other_signs_stay),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_paths),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
