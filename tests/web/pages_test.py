#!/usr/bin/env python3
"""Finished pages and fragments against the YAML: every cell by its id.

Read with Python's own parser. Without what docs/web.md lists as not the
source's, a cell's words are the author's; without what is hidden from voices
no wave and no lone mark is heard.
"""
import html.parser
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
EDITIONS = [ROOT / "sources" / "r02", ROOT / "tests" / "fixtures" / "r03"]
NOT_SOURCE = {"chosho-number", "chosho-made", "chosho-ad", "chosho-spoken"}
VOID = {"meta", "link", "col", "rect", "br"}
WORDS = {"◎": "目標を上回る進捗", "○": "目標どおり進捗",
         "△": "未進捗の部分あり", "×": "全て目標未進捗"}


class Page(html.parser.HTMLParser):
    """{id: words of the source}, {id: what is heard}."""

    def __init__(self, prefix=""):
        super().__init__(convert_charrefs=True)
        self.prefix = prefix
        self.open = []      # (tag, id, not source, not heard, mark)
        self.source = {}
        self.heard = {}
        self.twice = []
        self.faults = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = set((attrs.get("class") or "").split())
        name = attrs.get("id")
        if name is not None:
            if name in self.source:
                self.twice.append(name)
            self.source[name] = ""
            self.heard[name] = ""
        if tag == "script" or any(a.startswith("on") for a in attrs):
            self.faults.append(f"<{tag}> with a script")
        if any(v and "://" in v for v in attrs.values()):
            self.faults.append(f"<{tag}> leads elsewhere")
        if tag not in VOID:
            self.open.append((tag, name, bool(classes & NOT_SOURCE)
                              or tag == "rt",
                              attrs.get("aria-hidden") == "true",
                              "chosho-mark" in classes))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes nothing")
            return
        self.open.pop()

    def handle_data(self, data):
        data = data.replace("\n", "")
        foreign = any(o[2] for o in self.open) or \
            self.open and self.open[-1][4]
        hidden = any(o[3] for o in self.open)
        for _, name, *_ in self.open:
            if name is None:
                continue
            if not foreign:
                self.source[name] += data
            if not hidden:
                self.heard[name] += data


def entry_words(text):
    """An entry's words: one space behind a marker is not text."""
    for end in ")）・":
        head, sign, rest = text.partition(end)
        marker = head in ("", "(", "（") or head.lstrip("(（").translate(
            str.maketrans("", "", "0123456789０１２３４５６７８９～()（）")) == ""
        if sign and marker and rest.startswith(" "):
            return head + sign + rest[1:]
    return text


def lines(value):
    if value is None:
        return ""
    return "".join(entry_words(str(v)) for v in
                   (value if isinstance(value, list) else [value]))


def expected(source):
    """{address: words} of the cells of 重点目標一覧表."""
    cells = {"部局": str(source["部局"])}
    for g, goal in enumerate(source["重点目標"], 1):
        mark = (goal.get("中間報告") or {}).get("進捗度") or ""
        cells[f"重点目標[{g}]/名称"] = str(goal["名称"]) + mark
        for i, item in enumerate(goal["取組"], 1):
            at = f"重点目標[{g}]/取組[{i}]"
            report = item.get("中間報告") or {}
            cells[f"{at}/項目"] = str(item["項目"]) + lines(item.get("細目"))
            cells[f"{at}/期限・数値目標"] = lines(item.get("期限・数値目標"))
            cells[f"{at}/中間報告.進捗状況"] = (
                lines(report.get("進捗状況")) + (report.get("進捗度") or ""))
    return cells


def read(path, prefix=""):
    page = Page(prefix)
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def check_cells(page, cells, prefix):
    faults = list(page.faults)
    if page.twice:
        faults.append(f"ids that stand twice: {page.twice[:3]}")
    if page.open:
        faults.append(f"<{page.open[-1][0]}> is not closed")
    for address, words in cells.items():
        found = page.source.get(prefix + address)
        if found != words:
            faults.append(f"{address}: {found!r}, not {words!r}")
    return faults


def check_heard(page, cells):
    faults = []
    for address, words in cells.items():
        heard = page.heard.get(address, "")
        if "～" in heard:
            faults.append(f"{address}: a wave in {heard!r}")
        if words[-1:] in WORDS and not heard.endswith(WORDS[words[-1]]):
            faults.append(f"{address}: {heard!r} does not say its mark")
    return faults


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-web-") as folder:
        for edition in EDITIONS:
            done = subprocess.run(
                [CHOSHO, "build", "--format=html,fragment", "-o", folder,
                 str(edition)], capture_output=True, text=True)
            report(f"{edition.name} is built",
                   [done.stderr[-400:]] if done.returncode else [])
            out = pathlib.Path(folder, edition.name, "chukan")
            for path in sorted(edition.glob("*.yaml")):
                if path.stem == "edition":
                    continue
                cells = expected(yaml.load(path.read_text(encoding="utf-8"),
                                           yaml.BaseLoader))
                page = read(out / f"{path.stem}.html")
                report(f"{path.stem}: the page has its words",
                       check_cells(page, cells, ""))
                report(f"{path.stem}: the page is heard without signs",
                       check_heard(page, cells))
                fragment = read(out / f"{path.stem}.fragment.html")
                report(f"{path.stem}: the fragment has its words",
                       check_cells(fragment, cells, f"{path.stem}/"))
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
