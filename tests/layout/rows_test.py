#!/usr/bin/env python3
"""Rows with a will of their own: not split, of a fixed height, blank, section
rows, several tables on a page. Every case is a small form of its own."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

from pages_test import CONTINUED, read_pages

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

FIELDS = """\
form: 行の試験
lang: ja
stages: [hyo]
fields:
  - {key: 様式, type: form, need: required}
  - key: 群
    type: records
    fields:
      - {key: 名, type: text}
      - key: 行
        type: records
        number: circled
        fields:
          - {key: 文, type: text}
          - {key: 注, type: text}
"""

# Two columns of ten characters and 20 lines of 12 pt.
STAGE = """\
name: 表
title: 行の試験
page: {{size: "220pt 240pt", margin: 0pt}}
fit: {{pages: 1, pages-most: 30, size: {size}, pitch: {pitch}}}
text: {{orphans: 1, widows: 1}}
styles:
  body: {{font: gothic}}
body:
{body}"""


def table(rows, columns="[110pt, 110pt]", keys=("row-rule: 0.2pt",)):
    lines = [f"- table:", f"    columns: {columns}", "    outer: 0.2pt",
             *(f"    {key}" for key in keys), "    padding: 0pt", "    rows:"]
    return "\n".join("  " + line for line in lines) + "\n" + "".join(
        f"        {line}\n" for line in rows)


def source(groups, shown):
    """Groups of rows; a row is (text, note). Only the fields that are shown,
    for a value that is not shown is an error."""
    groups = [{"名": f"群{n}", "行": [{"文": text, "注": note}
                                     for text, note in rows]}
              for n, rows in enumerate(groups)]
    for group in groups:
        group["行"] = [{k: v for k, v in row.items() if k in shown}
                       for row in group["行"]]
    return yaml.safe_dump(
        {"様式": "行の試験", "群": [
            {k: v for k, v in g.items() if v and (k == "行" or k in shown)}
            for g in groups]},
        allow_unicode=True, width=10000, sort_keys=False)


def run(body, groups, size="10pt", pitch="12pt"):
    """(pages, messages): pages are lists of rows from top to bottom, each
    the texts of its boxes from left to right, and the boxes."""
    with tempfile.TemporaryDirectory() as scratch:
        form = pathlib.Path(scratch) / "forms/gyo"
        form.mkdir(parents=True)
        (form / "fields.yaml").write_text(FIELDS, encoding="utf-8")
        (form / "hyo.yaml").write_text(
            STAGE.format(body=body, size=size, pitch=pitch),
            encoding="utf-8")
        path = pathlib.Path(scratch) / "s.yaml"
        path.write_text(source(groups, re.findall(r"\{(.)\}", body)), encoding="utf-8")
        done = subprocess.run(
            [os.environ["CHOSHO"], "--lang=en", "--templates", form.parent,
             "dump", path], capture_output=True, text=True)
    return read_pages(done.stdout), done.stderr


def texts(page):
    return ["".join(box.lines) for box in page]


EACH = ["- each: 群", "  rows:"]


def rows_of(*keys, cells='[{text: "{文}"}, {text: "{注}"}]'):
    """A row for each record of each group, with keys of its own."""
    return EACH + ["    - each: 行"] + [f"      {key}" for key in keys] + [
        f"      cells: {cells}"]


def numbered(count, lines=1, start=0):
    return [(f"行{start + i:03}" + "字" * (10 * (lines - 1)), "注")
            for i in range(count)]


def check_split():
    tall = [("高" * 120, "注")]  # 12 lines
    pages, errors = run(table(rows_of("split: false")), [tall * 3])
    report("a row that is not to be split moves whole",
           "" if [len(p) for p in pages] == [2, 2, 2] else errors or pages)
    pages, errors = run(table(rows_of("split: false")), [[("高" * 215, "注")]])
    report("one that is higher than a page is an error with its cell",
           "" if "群[1]/行[1]/文: the row is not to be split, but is higher "
           "than a page by 2 lines" in errors else errors)
    pages, errors = run(table(rows_of("split: true")), [[("高" * 215, "注")]])
    report("else it is cut", "" if len(pages) == 2 else errors)
    pages, errors = run(table(rows_of("split: false")), [[("高" * 215, "注")]],
                        size="[8pt, 10pt]", pitch="[10pt, 12pt]")
    report("the fit looks for a size at which it is no higher than a page",
           "" if len(pages) == 1 and not errors else errors)
    body = table(["- each: 群", "  split: false", "  lead: [{text: \"{名}\"}]",
                  "  rows:", "    - each: 行",
                  "      cells: [{text: \"{文}\"}]"])
    pages, errors = run(body, [numbered(9, start=20 * i) for i in range(5)])
    report("a record that is not to be split keeps its rows together",
           "" if [len(p) for p in pages] == [20, 20, 10] else errors or pages)


def check_heights():
    pages, errors = run(table(rows_of("height: 30pt")), [numbered(9)])
    boxes = [b for b in pages[0] if b.lines] if pages else []
    report("a row is exactly as high as the form says",
           "" if [b.bottom - b.y for b in boxes] == [30000] * 16
           and len(pages) == 2 else errors or boxes)
    pages, errors = run(table(rows_of("min-height: 30pt")),
                        [numbered(1) + numbered(1, 4)])
    report("or at least so high", "" if pages and [
        b.bottom - b.y for b in pages[0]] == [30000, 30000, 48000, 48000]
        else errors or pages)
    pages, errors = run(table(rows_of("height: 30pt")),
                        [[("短い", "字" * 37)]])
    report("what does not fit is an error: cell, lines, characters",
           "" if "群[1]/行[1]/注: 2 lines (about 17 characters) more than "
           "the height" in errors and "at most 2 lines" in errors
           and ":5:" in errors else errors)
    pages, errors = run(table(rows_of(
        cells='[{text: "{文}", height: 24pt}, {text: "{注}"}]')),
        [[("字" * 22, "注")]])
    report("a cell may have a height as well",
           "" if "文: 1 lines (about 2 characters)" in errors else errors)
    pages, errors = run(table(rows_of(
        cells='[{text: "{文}", min-height: 40pt}, {text: "{注}"}]')),
        [numbered(2)])
    report("or a least height", "" if pages and {
        b.bottom - b.y for b in pages[0]} == {40000} else errors or pages)
    pages, errors = run(table(rows_of("height: 24pt")),
                        [[("字" * 21, "注")]], size="[8pt, 10pt]",
                        pitch="[10pt, 12pt]")
    report("the fit looks for a size at which the text fits its height",
           "" if len(pages) == 1 and not errors else errors)


def heights(*keys):
    """Of three rows of a line each; pitch 12 pt, size 10 pt."""
    pages, errors = run(table(rows_of(cells='[{text: "{文}"}, {}]'),
                              keys=keys), [[("行", "")] * 3])
    return [b.bottom - b.y for b in pages[0][::2]] if pages else errors


def check_gaps():
    between = heights("row-rule: 0.2pt", "rule-gap: 3pt")
    report("lines keep the distance from rules that the form says",
           "" if between == [16200] * 3 else between)
    around = heights("row-rule: 0", "rule-gap: 3pt")
    report("where there is no rule no room is taken",
           "" if around == [14100, 12000, 14100] else around)
    slack = heights("row-rule: 0.2pt", "rule-gap: 0.9pt")
    report("what the pitch leaves counts toward it",
           "" if slack == [12000] * 3 else slack)


def check_fill():
    pages, errors = run(table(rows_of("fill: 8")), [numbered(3)])
    report("a table is filled up with blank rows",
           "" if pages and texts(pages[0])[:6] == [
               t for i in range(3) for t in (f"行{i:03}", "注")]
           and texts(pages[0])[6:] == [""] * 10 else errors or pages)
    pages, errors = run(table(rows_of("fill: 2")), [numbered(3)])
    report("but has all its records",
           "" if pages and len(pages[0]) == 6 else errors or pages)
    body = table(rows_of("fill: page")) + "  - text: 終わりの注\n"
    pages, errors = run(body, [numbered(3)])
    report("blank rows fill the page down to what stands below",
           "" if len(pages) == 1 and len(pages[0]) == 2 * 19 + 1
           and texts(pages[0])[-1] == "終わりの注" else errors or pages)
    pages, errors = run(body, [numbered(19)])
    report("no blank row where there is no room",
           "" if len(pages) == 1 and len(pages[0]) == 39 else errors or pages)
    body = table(["- each: 群", "  fill: 4", "  lead: [{text: \"{名}\"}]",
                  "  rows:", "    - each: 行", "      fill: 2",
                  "      cells: [{text: \"{文}\"}]"])
    pages, errors = run(body, [numbered(1), []])
    report("blank records beside blank rows fill the grid",
           "" if pages and texts(pages[0]) == [
               "群0", "行000", "", "群1", "", "", "", "", "", ""]
           else [texts(p) for p in pages] or errors)


def check_sections():
    rows = ["- role: header",
            "  cells: [{text: 甲}, {text: 乙}]",
            "- each: 群", "  rows:",
            "    - role: section",
            "      cells: [{text: \"{名}\", columns: 2, role: title, "
            "continued: （続き）}]",
            "    - each: 行",
            "      cells: [{text: \"{文}\"}, {text: \"{注}\"}]"]
    pages, errors = run(table(rows), [numbered(30), numbered(6, start=50)])
    first = [p[2] for p in pages]
    report("a section row stands above its rows, again on further pages",
           "" if len(pages) == 3 and
           ["".join(b.lines) for b in first] == ["群0", "群0" + CONTINUED,
                                                 "群1" + CONTINUED]
           and [b.repeated for b in first] == [False, True, True]
           else [texts(p) for p in pages] or errors)
    pages, errors = run(table(rows), [numbered(16), numbered(6, start=50)])
    report("a section row begins where a row fits below it",
           "" if len(pages) == 2 and texts(pages[0])[-3:] == [
               "群1", "行050", "注"]
           else [texts(p) for p in pages] or errors)
    pages, errors = run(table(rows), [numbered(17), numbered(6, start=50)])
    report("else it goes over with it: none ends a page",
           "" if len(pages) == 2 and texts(pages[1])[2] == "群1"
           else [texts(p) for p in pages] or errors)


def check_tables():
    head = ["- role: header", "  cells:",
            "    - {text: 二行にわたる長い見出しの欄}", "    - {text: 注}"]
    only = ['[{text: "{文}"}, {text: 済}]', '[{text: "{注}"}, {text: 済}]']
    two = table(head + rows_of(cells=only[0])) + "  - space: 6pt\n" + table(
        head + rows_of(cells=only[1]))
    pages, errors = run(two, [numbered(4)])
    heads = [b for p in pages for b in p if b.role == "column-header"]
    report("two tables stand on one page, each below its head",
           "" if len(pages) == 1 and len(heads) == 4 else errors or pages)
    report("a head of two lines is two lines high",
           "" if {b.bottom - b.y for b in heads} == {24000}
           and [len(b.lines) for b in heads] == [2, 1, 2, 1] else heads)
    pages, errors = run(two, [numbered(16)])
    report("a table whose first row has no room begins on a new page",
           "" if len(pages) == 2 and texts(pages[1])[2:4] == ["注", "済"]
           else [texts(p) for p in pages] or errors)
    title = table(rows_of(cells=only[0])) + \
        "  - {text: 次の表, role: title}\n" + table(rows_of(cells=only[1]))
    pages, errors = run(title, [numbered(19)])
    report("a title stays with what follows it",
           "" if len(pages) == 2 and texts(pages[1])[0] == "次の表"
           else [texts(p) for p in pages] or errors)


check_split()
check_heights()
check_gaps()
check_fill()
check_sections()
check_tables()
sys.exit(exit_status())
