#!/usr/bin/env python3
"""The sources of 2020 say what the two real sheets said, entry by entry.

The sources are read with PyYAML's BaseLoader, not with chosho, and put back
into the tree of tests/fixtures/transcription.json by the grammar of
docs/sources.md: an entry is a marker and words; a first entry without
marker is the text of the item itself, a later one belongs to the marked
entry before it.

Accepted differences, all of them:
  - goal numbers are generated: the second sheet's number 7, half-width among
    full-width ones, is printed full-width ("number_as_printed" 7 -> its
    full-width form);
  - the space behind the circled number in one goal ("gap") is not text;
  - whether a first sub-entry ran in or stood on its own line ("runin",
    "own_line") is the form's rule, not the source's.
"""
import json
import pathlib
import re
import sys

import yaml

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

FILES = {
    "000_d093a4418e5a3562.txt": "sources/r02/seisaku-kikaku.yaml",
    "002_49de446e39381b04.txt": "sources/r02/shimin-machizukuri.yaml",
}
ENTRIES = 348
NOT_COMPARED = {"gap", "runin", "own_line"}
MARKER = re.compile(
    r"・|(?:\([0-9０-９]+\)|（[0-9０-９]+）)"
    r"(?:～(?:\([0-9０-９]+\)|（[0-9０-９]+）))?")
CIRCLED = [chr(0x2460 + i) for i in range(20)]
FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def compare(name, expected, actual):
    """One test: prints its line and, where they differ, the first place."""
    if expected == actual:
        report(name)
        return
    why = f"expected {expected!r}, found {actual!r}"
    if isinstance(expected, list) and isinstance(actual, list):
        for i, (e, a) in enumerate(zip(expected, actual)):
            if e != a:
                why = f"entry {i + 1}: expected {e!r}, found {a!r}"
                break
        else:
            why = f"{len(expected)} entries expected, {len(actual)} found"
    report(name, why)


def split_marker(words):
    match = MARKER.match(words)
    return (match.group(), words[match.end():]) if match else ("", words)


def read_entries(marker, text, lines):
    """The flat lines of a cell as the transcription's tree.

    `text` is the item's own words where the source has a key for them;
    None: a first line without marker is that."""
    head = {"marker": marker, "text": text or ""}
    marked = head
    for i, line in enumerate(lines):
        sub_marker, words = split_marker(line)
        if text is None and i == 0 and not sub_marker:
            head["text"] = words
            continue
        entry = {"marker": sub_marker, "text": words}
        parent = head if sub_marker else marked
        parent.setdefault("sub", []).append(entry)
        if sub_marker:
            marked = entry
    return head


def without_arrangement(entry):
    """The transcription's entry without what is not compared."""
    kept = {k: v for k, v in entry.items() if k not in NOT_COMPARED}
    if "sub" in kept:
        kept["sub"] = [without_arrangement(e) for e in kept["sub"]]
    return kept


def flatten(entries, depth=0):
    """Every entry as (depth, marker, text), in order."""
    for entry in entries:
        extra = set(entry) - {"marker", "text", "sub"}
        yield (depth, entry["marker"], entry["text"], *sorted(extra))
        yield from flatten(entry.get("sub", []), depth + 1)


def read_goal(goal):
    """A goal of a source as the transcription's three columns."""
    columns = {"items": [], "targets": [], "progress": []}
    for marker, item in zip(CIRCLED, goal["取組"]):
        report_lines = item["中間報告"]["進捗状況"]
        columns["items"].append(
            read_entries(marker, item["項目"], item.get("細目", [])))
        columns["targets"].append(
            read_entries(marker, None, item["期限・数値目標"]))
        columns["progress"].append(read_entries(marker, None, report_lines))
        unknown = set(item) - {"項目", "細目", "期限・数値目標", "中間報告"}
        unknown |= set(item["中間報告"]) - {"進捗状況"}
        if unknown:
            raise ValueError(f"more keys than the sheet had: {unknown}")
    return columns


def compare_document(document, path):
    """Returns how many entries of the transcription were compared."""
    name = path.split("/")[-1].removesuffix(".yaml")
    with open(path, encoding="utf-8") as file:
        source = yaml.load(file, Loader=yaml.BaseLoader)
    compare(f"{name}/keys", ["様式", "年度", "部局", "重点目標"],
            list(source))
    compare(f"{name}/title", document["title"],
            source["様式"] + "（中間報告調書）")
    compare(f"{name}/year", document["fiscal_year_label"],
            f"【{source['年度']}重点目標】")
    compare(f"{name}/department", document["department"], source["部局"])
    compare(f"{name}/goals", [g["title"] for g in document["goals"]],
            [g["名称"] for g in source["重点目標"]])
    count = 0
    for number, (expected, goal) in enumerate(
            zip(document["goals"], source["重点目標"]), 1):
        compare(f"{name}/{number}/number",
                expected["number_as_printed"].translate(FULLWIDTH),
                str(number).translate(FULLWIDTH))
        columns = read_goal(goal)
        for column, actual in columns.items():
            reference = [without_arrangement(e) for e in expected[column]]
            words = list(flatten(reference))
            compare(f"{name}/{number}/{column}", words, list(flatten(actual)))
            count += len(words)
    return count


def main():
    with open("tests/fixtures/transcription.json", encoding="utf-8") as file:
        documents = json.load(file)["documents"]
    count = 0
    listed = []
    for document in documents:
        count += compare_document(document, FILES[document["file"]])
        for goal in document["goals"]:
            for column in ("items", "targets", "progress"):
                listed += [e[1] + e[2] for e in flatten(
                    without_arrangement(e) for e in goal[column])]
    compare("all-entries-compared", ENTRIES, count)
    with open("tests/fixtures/text/entries.txt", encoding="utf-8") as file:
        compare("entries.txt", listed, file.read().splitlines())
    print(f"# {count} entries compared")
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
