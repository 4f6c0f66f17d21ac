/* The texts of a record, the rules that look at them, and their findings. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "check/inside.h"

/* What the rules are called, how they weigh, and who says so. */
static const struct {
    const char *id;
    enum diag_severity severity;
    const char *reason;
} rules[] = {
    [CHECK_KANA_WIDTH] = { "style-kana-width", DIAG_WARNING,
                           N_("katakana are full-width: search, sorting and "
                              "voices take half-width ones for other words "
                              "(machine-readability rules, L1)") },
    [CHECK_BRACKET_WIDTH] = { "style-bracket-width", DIAG_WARNING,
                              N_("brackets come in pairs of one shape, in "
                                 "Japanese text full-width ones (On writing "
                                 "official documents, 2022, signs)") },
    [CHECK_BRACKET_OPEN] = { "style-bracket-open", DIAG_WARNING,
                             N_("a bracket that is opened is closed (On "
                                "writing official documents, 2022, signs)") },
    [CHECK_DIGIT_WIDTH] = { "style-digit-width", DIAG_WARNING,
                            N_("digits are half- or full-width, but of one "
                               "width within a document (On writing official "
                               "documents, 2022, numbers)") },
    [CHECK_LETTER_WIDTH] = { "style-letter-width", DIAG_WARNING,
                             N_("a word has letters of one width: search "
                                "takes others for other words "
                                "(machine-readability rules, L1)") },
    [CHECK_NUMBER_COMMA] = { "style-number-comma", DIAG_WARNING,
                             N_("signs within numbers are half-width: voices "
                                "and spreadsheets read full-width ones as "
                                "text (machine-readability rules, L1)") },
    [CHECK_NUMBER_GROUP] = { "style-number-group", DIAG_WARNING,
                             N_("large numbers have a comma after every three "
                                "digits (On writing official documents, 2022, "
                                "numbers)") },
    [CHECK_SIGN_WIDTH] = { "style-sign-width", DIAG_WARNING,
                           N_("signs of Japanese text are full-width (JIS X "
                              "4051, character classes)") },
    [CHECK_COMMA] = { "style-comma", DIAG_WARNING,
                      N_("one kind of comma and full stop within a document "
                         "(On writing official documents, 2022, signs)") },
    [CHECK_SPACE] = { "style-space", DIAG_WARNING,
                      N_("a space inside a word makes voices read two words, "
                         "and search miss it (JIS X 8341-3, 1.3.2)") },
    [CHECK_CHARACTER] = { "style-character", DIAG_WARNING,
                          N_("no machine-dependent characters but in proper "
                             "names (Digital Agency, machine-readability "
                             "rules, L1-08)") },
    [CHECK_COUNTER] = { "style-counter", DIAG_WARNING,
                        N_("behind figures this counter is written in "
                           "hiragana (On writing official documents, 2022, "
                           "numbers)") },
    [CHECK_SPELLING] = { "style-spelling", DIAG_WARNING,
                         N_("which words are written in kanji is laid down "
                            "(Use of kanji in official documents, 2010)") },
    [CHECK_VARIANT] = { "style-variant", DIAG_WARNING,
                        N_("one thing has one name: two are taken for two "
                           "things and found by two searches (On writing "
                           "official documents, 2022, terms)") },
    [CHECK_SLIP] = { "style-slip", DIAG_WARNING,
                     N_("a likely slip of the keyboard or of conversion") },
    [CHECK_REPEAT] = { "style-repeat", DIAG_WARNING,
                       N_("a likely slip: what was copied or typed twice") },
    [CHECK_TONE] = { "style-tone", DIAG_WARNING,
                     N_("one document keeps one tone, plain or polite (On "
                        "writing official documents, 2022, style)") },
    [CHECK_ERA] = { "style-era", DIAG_WARNING,
                    N_("an era's years are those between its first and its "
                       "last day; the first one has a name of its own") },
    [CHECK_DATE] = { "style-date", DIAG_WARNING,
                     N_("the calendar has no such day") },
    [CHECK_WEEKDAY] = { "style-weekday", DIAG_WARNING,
                        N_("the day of the week follows from the date") },
    [CHECK_YEAR] = { "plan-year", DIAG_WARNING,
                     N_("targets of a year fall due within it, from April to "
                        "March (Local Autonomy Act, article 208)") },
    [CHECK_MARK] = { "plan-mark", DIAG_WARNING,
                     N_("where a document is marked, all of it is: a blank "
                        "cannot be told from one forgotten "
                        "(machine-readability rules, L2)") },
};

/* Those of record_read() that are no errors. */
static const char *const record_rules[] = {
    "source-missing-key", "source-marker-gap", "source-marker-mixed",
    "source-space",       "source-look-alike",
};
enum { RECORD_RULES = sizeof record_rules / sizeof *record_rules };

const char **check_list_rules(struct arena *arena, size_t *count)
{
    const char **ids =
        arena_calloc(arena, CHECK_RULES + RECORD_RULES, sizeof *ids);

    for (size_t i = 0; i < CHECK_RULES; i++)
        ids[i] = rules[i].id;
    for (size_t i = 0; i < RECORD_RULES; i++)
        ids[CHECK_RULES + i] = record_rules[i];
    *count = CHECK_RULES + RECORD_RULES;
    return ids;
}

/* ---- stretches --------------------------------------------------------- */

bool check_holds(const char *set, uint32_t c)
{
    size_t len = strlen(set);
    size_t n;

    for (size_t i = 0; i < len; i += n)
        if (utf8_decode(set + i, len - i, &n) == c)
            return true;
    return false;
}

size_t check_match(const struct check_text *text, size_t at, const char *word)
{
    size_t len = strlen(word);

    if (at > text->count || len > text->len - text->at[at] ||
        memcmp(text->utf8 + text->at[at], word, len) != 0)
        return 0;
    return utf8_count(word, len);
}

size_t check_match_before(const struct check_text *text, size_t at,
                          const char *word)
{
    size_t count = utf8_count(word, strlen(word));

    return count <= at ? check_match(text, at - count, word) : 0;
}

static const char *bytes_of(struct check_spot spot, size_t *len)
{
    *len = spot.text->at[spot.to] - spot.text->at[spot.from];
    return spot.text->utf8 + spot.text->at[spot.from];
}

bool check_same(struct check_spot a, struct check_spot b)
{
    size_t len;
    size_t other;
    const char *left = bytes_of(a, &len);
    const char *right = bytes_of(b, &other);

    return len == other && !memcmp(left, right, len);
}

const char *check_slice(struct check *check, struct check_spot spot)
{
    size_t len;
    const char *bytes = bytes_of(spot, &len);

    return arena_copy(check->diags->arena, bytes, len);
}

/* ---- findings ---------------------------------------------------------- */

/* True when the stretch touches a word that the form allows. */
static bool is_allowed(const struct check *check, struct check_spot spot)
{
    const struct form_words *words = &check->record->form->check.allow;

    for (size_t i = 0; i < words->count; i++)
        for (size_t at = 0; at < spot.to; at++) {
            size_t len = check_match(spot.text, at, words->items[i]);

            if (len && at + len > spot.from)
                return true;
        }
    return false;
}

struct diag *check_report(struct check *check, enum check_rule rule,
                          struct check_spot spot, const char *message)
{
    const char *gap = strstr(message, "%s");
    const char *slice = check_slice(check, spot);
    struct diag *diag;

    if (is_allowed(check, spot))
        return NULL;
    diag = diag_add(check->diags, rules[rule].severity, rules[rule].id,
                    text_position(spot.text->text, spot.text->at[spot.from]),
                    "%.*s%s%s", gap ? (int)(gap - message) : -1, message,
                    gap ? slice : "", gap ? gap + 2 : "");
    diag->width = (int)(spot.to - spot.from);
    diag->reason = _(rules[rule].reason);
    return diag;
}

void check_report_at(struct check *check, enum check_rule rule,
                     struct position at, const char *message)
{
    diag_add(check->diags, rules[rule].severity, rules[rule].id, at, "%s",
             message)
        ->reason = _(rules[rule].reason);
}

void check_similar(struct check *check, struct diag *diag, const char *format,
                   ...)
{
    va_list args;

    if (!diag)
        return;
    va_start(args, format);
    diag->similar = arena_vprintf(check->diags->arena, format, args);
    va_end(args);
}

/* Where a line and column of a source are in its bytes. */
static bool find_offset(struct position at, size_t *offset)
{
    size_t len = 0;
    const char *line = source_line(at.source, at.line, &len);
    size_t i = 0;
    size_t n;

    for (int column = 1; line && column < at.column && i < len; column++) {
        utf8_decode(line + i, len - i, &n);
        i += n;
    }
    if (!line)
        return false;
    *offset = (size_t)(line - at.source->data) + i;
    return true;
}

void check_replace(struct check *check, struct diag *diag,
                   struct check_spot spot, const char *with)
{
    size_t len;
    const char *bytes = bytes_of(spot, &len);
    size_t offset;

    if (!diag)
        return;
    with = arena_strdup(check->diags->arena, with);
    if (*with)
        diag->similar = with;
    /* Behind escapes and readings the source has other bytes. */
    if (find_offset(diag->at, &offset) &&
        len <= diag->at.source->len - offset &&
        !memcmp(diag->at.source->data + offset, bytes, len))
        diag->mend = (struct diag_mend){ offset, len, with };
}

void check_minority(struct check *check, enum check_rule rule,
                    const struct check_spots ways[2], const char *slip,
                    const char *both)
{
    enum { MANY = 4 }; /* times as many: the others are slips */
    const struct check_spots *few = &ways[ways[0].count > ways[1].count];
    const struct check_spots *many = &ways[ways[0].count <= ways[1].count];
    struct diag *diag;

    if (few->count && few->count * MANY <= many->count) {
        for (size_t i = 0; i < few->count; i++)
            check_report(check, rule, few->items[i], slip);
    } else if (few->count) {
        diag = check_report(check, rule, few->items[0], both);
        if (diag)
            diag->severity = DIAG_NOTE;
    }
}

/* ---- texts -------------------------------------------------------------- */

static void add_text(struct check *check, const struct record *record,
                     const struct form_field *field, const struct text *words,
                     bool marked)
{
    struct check_text *text;
    size_t n;

    if (!words->count)
        return;
    text = LIST_ADD(check->arena, &check->texts);
    *text = (struct check_text){
        .text = words,
        .field = field,
        .record = record,
        .marked = marked,
        .utf8 = text_join(check->arena, words),
        .len = text_length(words),
    };
    text->c = arena_calloc(check->arena, text->len + 1, sizeof *text->c);
    text->at = arena_calloc(check->arena, text->len + 1, sizeof *text->at);
    for (size_t i = 0; i < text->len; i += n) {
        text->at[text->count] = i;
        text->c[text->count++] = utf8_decode(text->utf8 + i, text->len - i, &n);
    }
    text->at[text->count] = text->len;
}

static void add_record(struct check *check, const struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct form_field *field = value->field;

        if (field->type == FORM_TEXT && value->present)
            add_text(check, record, field, &value->text, false);
        for (size_t k = 0; k < value->entries.count; k++)
            add_text(check, record, field, &value->entries.items[k].text,
                     value->entries.items[k].pattern != NULL);
        for (size_t k = 0; k < value->string_count; k++)
            add_text(check, record, field, &value->strings[k], false);
        for (size_t k = 0; k < value->records.count; k++)
            add_record(check, value->records.items[k]);
    }
}

void check_document(struct arena *arena, const struct record *record,
                    const char *stage, const struct form_check_words *words,
                    struct diags *diags)
{
    static check_text_rule *const over_texts[] = {
        check_kana_width,   check_sign_width, check_letter_mix,
        check_number_signs, check_brackets,   check_spaces,
        check_characters,   check_slips,      check_repeats,
        check_dates,
    };
    static void (*const over_all[])(struct check *) = {
        check_digit_width, check_bracket_kind, check_commas,
        check_tone,        check_variants,     check_marks,
    };
    const struct value *year = record_lookup_use(record, "year");
    struct check check = {
        .arena = arena,
        .words = words,
        .record = record,
        .stage = stage,
        .diags = diags,
        .year = year && year->present ? year->year : 0,
    };

    add_record(&check, record);
    for (size_t i = 0; i < check.texts.count; i++)
        for (size_t k = 0; k < sizeof over_texts / sizeof *over_texts; k++)
            over_texts[k](&check, &check.texts.items[i]);
    for (size_t k = 0; k < sizeof over_all / sizeof *over_all; k++)
        over_all[k](&check);
}
