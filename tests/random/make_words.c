/* Words: the real corpus, and what line breaking stumbles over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "random/random.h"

uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int random_below(struct random *random, int limit)
{
    return (int)(random_next(random) % (uint64_t)limit);
}

int random_from(struct random *random, int least, int most)
{
    return least + random_below(random, most - least + 1);
}

bool random_one_in(struct random *random, int count)
{
    return !random_below(random, count);
}

void random_case_free(struct random_case *made)
{
    bytes_free(&made->fields);
    bytes_free(&made->stage);
    bytes_free(&made->source);
}

struct bytes bytes_from(const char *data, size_t len)
{
    struct bytes bytes = { 0 };

    bytes_append(&bytes, data, len);
    return bytes;
}

/* ---- the corpus -------------------------------------------------------- */

/* Code points that would be read as a marker or a number typed by hand. */
static bool is_marker_sign(uint32_t c)
{
    return (c >= 0x2460 && c <= 0x24FF) || (c >= 0x3250 && c <= 0x32BF) ||
           (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19) ||
           c == 0x30FB || c == '(' || c == ')' || c == 0xFF08 || c == 0xFF09 ||
           c == '.' || c == 0xFF0E || c == 0xFF5E || c == ' ' || c == 0x3000;
}

static char *copy_line(const char *line, size_t len)
{
    char *out = memory_alloc(len + 1);
    size_t start = 0;
    size_t n;

    while (start < len &&
           is_marker_sign(utf8_decode(line + start, len - start, &n)))
        start += n;
    memcpy(out, line + start, len - start);
    out[len - start] = '\0';
    return out;
}

struct corpus corpus_load(const char *path)
{
    struct corpus corpus = { 0 };
    char line[8192];
    FILE *file = fopen(path, "r");

    while (file && fgets(line, sizeof line, file)) {
        size_t len = strcspn(line, "\r\n");
        char *copy = copy_line(line, len);

        if (!*copy) {
            free(copy);
            continue;
        }
        corpus.lines = memory_realloc(corpus.lines, (corpus.count + 1) *
                                                        sizeof *corpus.lines);
        corpus.lines[corpus.count++] = copy;
    }
    if (file)
        fclose(file);
    return corpus;
}

void corpus_free(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++)
        free(corpus->lines[i]);
    free(corpus->lines);
}

/* ---- traps ------------------------------------------------------------- */

static const char *const traps[] = {
    "字",
    "。",
    "「",
    "ー",
    "々",
    "％",
    "%",
    "a",
    "「「「「「「「「「「「「「「「「「「",
    "）））））））））））））））））））",
    "、、、、、、、、、、、、、、、、、、",
    "「」「」「」「」「」「」",
    "（（（）））〔〔〕〕",
    "ﾌﾟﾛｸﾞﾗﾑとﾊﾞｯｸｱｯﾌﾟ",
    "ﾟﾟﾟﾞﾞﾞ",
    "プラサﾞの改修",
    "葛󠄀飾区と葛飾区",
    "𠮷野家の𠮷",
    "か゚き゚く゚け゚こ゚",
    "142,706,825",
    "１４２，７０６，８２５円",
    "-1,234.56",
    "23,000件 26.1％ 9/16号 R2.9月末",
    "https://www.city.example.lg.jp/soshiki/kikaku/keikaku?id=1234&x=%E3%81",
    "supercalifragilisticexpialidocious",
    "Wi-Fi環境（Free Wi-Fi）を3か所に",
    "ABC漢字123かなｱｲｳ",
    "a b c d e f g h i j k l m n o p",
    "一　二　三　四",
    "ああ……いい――うう",
    "――――――――――――",
    "………………………………",
    "「\"7つの挑戦\"」と'それ'",
    "\\と\"と'と`",
    "100% 50％ ℃ ㎡ № ㈱ ㍻",
    "っゃゅょぁぃぅぇぉーっゃゅょ",
    "～～～〜〜〜",
    "◎○△×→←",
    "あ、い。う・え：お；か！き？く",
    "担当: 企画課 #1",
    "{欄}と[一覧]と*印",
    "令和２年９月３０日（水）～令和３年３月３１日（水）",
    "第(1)～(2)まで",
    "☐未 ☑済 ☒否 ✔可",
    "《引用》と｜縦線",
    "e-mail‑address",
};

/* No font has the second: the sheet is refused. */
static const char *const rare[] = { "𩸽と𠮟る", "ท" };

/* Repeated to a long text without a place to break, or with many. */
static const char *const units[] = { "漢", "a",  "9",  "「", "、",  "…",
                                     "―",  "ｶﾞ", "か゚", "x-", "1,2", "葛󠄀" };

enum { LONG_TEXT = 2000 };

static void append_long(struct random *random, struct bytes *out)
{
    int which = random_below(random, (int)(sizeof units / sizeof *units));
    int most = random_one_in(random, 20) ? LONG_TEXT : 120;
    int count = random_from(random, 10, most);

    for (int i = 0; i < count; i++)
        bytes_append_string(out, units[which]);
}

/* Part of a text: whole code points from its beginning. */
static void append_part(struct random *random, struct bytes *out,
                        const char *text)
{
    size_t len = strlen(text);
    size_t end = 0;
    size_t count = utf8_count(text, len);
    size_t n;

    count = random_one_in(random, 2)
                ? count
                : (size_t)random_from(random, 1, (int)count);
    for (; count; count--, end += n)
        utf8_decode(text + end, len - end, &n);
    bytes_append(out, text, end);
}

static void append_words(struct random *random, const struct corpus *corpus,
                         struct bytes *out)
{
    int kind = random_below(random, 12);
    int trap = random_below(random, (int)(sizeof traps / sizeof *traps));

    if (random_one_in(random, 4000))
        bytes_append_string(out, rare[random_below(random, 2)]);
    if (kind == 0) {
        append_long(random, out);
    } else if (kind <= 3) {
        bytes_append_string(out, traps[trap]);
    } else if (kind <= 5) {
        bytes_append_string(out, traps[trap]);
        bytes_append_string(
            out, corpus->lines[random_below(random, (int)corpus->count)]);
        bytes_append_string(
            out,
            traps[random_below(random, (int)(sizeof traps / sizeof *traps))]);
    } else {
        append_part(random, out,
                    corpus->lines[random_below(random, (int)corpus->count)]);
    }
}

/* ---- YAML -------------------------------------------------------------- */

/* A text without spaces at its ends, as YAML. */
static void append_yaml(struct random *random, const struct bytes *text,
                        struct bytes *out)
{
    bool plain = random_one_in(random, 2);

    for (size_t i = 0; i < text->len; i++)
        if (text->data[i] < 0x80)
            plain = false;
    if (!plain)
        bytes_append_char(out, '"');
    for (size_t i = 0; i < text->len; i++) {
        if (text->data[i] == '"' || text->data[i] == '\\')
            bytes_append_char(out, '\\');
        bytes_append_char(out, (char)text->data[i]);
    }
    if (!plain)
        bytes_append_char(out, '"');
}

static void trim(struct bytes *text)
{
    static const char wide[] = "\xE3\x80\x80";

    for (;;) {
        if (text->len && text->data[text->len - 1] == ' ')
            text->len--;
        else if (text->len >= 3 && !memcmp(text->data + text->len - 3, wide, 3))
            text->len -= 3;
        else
            return;
    }
}

static const char *const readings[] = {
    "｜志《こころざし》",
    "｜上田《うえだ》",
    "｜上田《かみだ》",
    "｜別所《べっしょ》",
    "｜葛󠄀《くず》",
    "｜信州上田学園都市構想《しんしゅう》",
    "｜承《うけたまわるというよみがながながくつづく》",
    "｜Wi-Fi《ワイファイ》",
    "｜（仮称）《かしょう》",
    "｜𠮷《よし》",
};

/* Not before marks, which would lose their base. */
static bool is_letter(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
           (c >= 0x4E00 && c <= 0x9FFF);
}

/* The text with its ruby signs doubled and readings put in here and there. */
static void add_readings(struct random *random, const struct bytes *text,
                         struct bytes *out)
{
    const char *at = (const char *)text->data;
    size_t n;

    for (size_t i = 0; i < text->len; i += n) {
        uint32_t c = utf8_decode(at + i, text->len - i, &n);

        if (is_letter(c) && random_one_in(random, 12))
            bytes_append_string(
                out, readings[random_below(
                         random, (int)(sizeof readings / sizeof *readings))]);
        bytes_append(out, at + i, n);
        if (c == 0xFF5C || c == 0x300A || c == 0x300B)
            bytes_append(out, at + i, n);
    }
}

void make_entry(struct random *random, const struct corpus *corpus,
                const char *marker, bool ruby, struct bytes *out)
{
    struct bytes text = { 0 };
    struct bytes words = { 0 };

    bytes_append_string(&text, marker);
    append_words(random, corpus, &words);
    if (ruby)
        add_readings(random, &words, &text);
    else
        bytes_append(&text, words.data, words.len);
    bytes_free(&words);
    trim(&text);
    append_yaml(random, &text, out);
    bytes_append_char(out, '\n');
    bytes_free(&text);
}

void make_number(struct random *random, int decimals, struct bytes *out)
{
    if (random_one_in(random, 4))
        bytes_append_string(out, "△");
    if (random_one_in(random, 3))
        bytes_printf(out, "%d,%03d,%03d", random_from(random, 1, 999),
                     random_below(random, 1000), random_below(random, 1000));
    else
        bytes_printf(out, "%d", random_below(random, 100000));
    if (decimals && random_one_in(random, 2))
        bytes_printf(out, ".%d", random_below(random, 10));
    bytes_append_char(out, '\n');
}
