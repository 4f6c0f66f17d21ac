#include "yaml/problem.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "yaml/strict.h"

/* Part of libyaml's words, our rule and our words. First match wins. */
static const struct {
    const char *part;
    const char *rule;
    const char *message;
} problems[] = {
    { "',' or ']'", "yaml-flow", N_("a comma or a ']' is missing here") },
    { "',' or '}'", "yaml-flow", N_("a comma or a '}' is missing here") },
    { "block end", "yaml-indent",
      N_("this line goes with none of the lines above it") },
    { "expected key", "yaml-indent",
      N_("this line goes with none of the lines above it") },
    { "'-' indicator", "yaml-indent",
      N_("this line goes with none of the lines above it") },
    { "mapping values", "yaml-colon",
      N_("a colon with a space stands where no key can be") },
    { "expected ':'", "yaml-key", N_("the colon behind a key is missing") },
    { "sequence entries", "yaml-indicator",
      N_("a dash stands where no entry can be") },
    { "end of stream", "yaml-quote", N_("a quote is never closed") },
    { "document indicator", "yaml-quote", N_("a quote is never closed") },
    { "escape", "yaml-quote",
      N_("a backslash means something else inside double quotes") },
    { "hexdecimal", "yaml-quote",
      N_("a backslash means something else inside double quotes") },
    { "start any token", "yaml-indicator",
      N_("a text that begins with this sign needs quotes") },
    { "document start", "yaml-document",
      N_("the document ended before this line") },
    { "tag", "yaml-tag", N_("sources have no tags ('!')") },
    { "anchor", "yaml-anchor", N_("sources have no anchors ('&')") },
    { "alias", "yaml-alias",
      N_("sources have no aliases ('*'): each text is written out") },
    { "node content", "yaml-flow",
      N_("an entry is missing here, or quotes around this sign") },
    { "alphabetic", "yaml-indicator",
      N_("a text that begins with this sign needs quotes") },
    { "", "yaml-syntax", N_("from here on this is no YAML") },
};

static size_t find_problem(const char *words)
{
    size_t i = 0;

    while (!strstr(words, problems[i].part))
        i++;
    return i;
}

void problem_report(struct strict *strict, const yaml_parser_t *parser)
{
    const yaml_mark_t *mark = &parser->problem_mark;
    const yaml_mark_t *context = &parser->context_mark;
    size_t last = strict->count - 1;
    size_t index = mark->line < last ? mark->line : last;
    size_t i = find_problem(parser->problem ? parser->problem : "");
    struct diag *diag;

    if (parser->error == YAML_MEMORY_ERROR)
        memory_fail();
    if (strict->items[index].reported)
        return;
    diag = strict_report(strict, index, 0, 0, problems[i].rule, "%s",
                         _(problems[i].message));
    if (mark->line <= last)
        diag->at.column =
            strict_column(&strict->items[index], (int)mark->column);
    if (parser->context && context->line < mark->line)
        diag->expected = arena_printf(
            strict->arena, _("an end of what begins at line %zu, column %zu"),
            context->line + 1, context->column + 1);
}
