#!/usr/bin/env python3
"""The sheets in docs/typesetting.md look as they say; see examples.py."""
import difflib
import os
import pathlib
import sys
import tempfile

from examples import describe, read_examples

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, expect, report

LEAST = 8  # examples; fewer means that the page is read wrongly


def check(chosho, example):
    """What is not so, as a list."""
    if len(example.parts) != 3:
        return ["not three parts"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = example.run(chosho, folder, "dump", example.write(folder))
    if done.returncode or done.stderr:
        return [f"exit {done.returncode}: {done.stderr}"]
    found = describe(done.stdout, example.lines)
    if found == example.parts[2]:
        return []
    return ["it is not so", *difflib.unified_diff(
        example.parts[2], found, "docs", "now", n=0, lineterm="")]


def main():
    chosho = os.environ["CHOSHO"]
    examples = read_examples()
    expect("page", len(examples) >= LEAST, "too few examples")
    for example in examples:
        report(f"docs/typesetting.md:{example.line}", check(chosho, example))
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
