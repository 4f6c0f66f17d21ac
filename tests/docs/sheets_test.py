#!/usr/bin/env python3
"""The sheets in docs/typesetting.md look as they say; see examples.py."""
import difflib
import os
import pathlib
import sys
import tempfile

from examples import describe, read_examples

LEAST = 8  # examples; fewer means that the page is read wrongly


def check(chosho, example):
    if len(example.parts) != 3:
        return "not three parts"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = example.run(chosho, folder, "dump", example.write(folder))
    if done.returncode or done.stderr:
        return f"exit {done.returncode}: {done.stderr}"
    found = describe(done.stdout, example.lines)
    if found == example.parts[2]:
        return ""
    return "\n".join(difflib.unified_diff(
        example.parts[2], found, "docs", "now", n=0, lineterm=""))


def main():
    chosho = os.environ["CHOSHO"]
    examples = read_examples()
    failed = len(examples) < LEAST
    print("not ok page: too few examples" if failed else "ok page")
    for example in examples:
        why = check(chosho, example)
        failed |= bool(why)
        name = f"docs/typesetting.md:{example.line}"
        print(f"not ok {name}: it is not so" if why else f"ok {name}")
        if why:
            print(why)
    return failed


if __name__ == "__main__":
    sys.exit(main())
