/* problem: what libyaml says, in words an author knows. Inside src/yaml. */
#ifndef YAML_PROBLEM_H
#define YAML_PROBLEM_H

#include <yaml.h>

struct strict;

/*
 * Reports why the parser stopped, unless its line has a message already:
 * then it stumbled over what was reported there.
 */
void problem_report(struct strict *strict, const yaml_parser_t *parser);

#endif
