#!/usr/bin/env python3
"""Tables over page breaks: nothing lost, nothing twice, labels repeated, no
heading or marker left alone at the foot of a page. The layout is read from
`chosho dump`, the source with PyYAML."""
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

ROOT = pathlib.Path(__file__).resolve().parents[2]
TWELVE = ROOT / "tests/fixtures/r03/fukushi.yaml"
LONG = ROOT / "tests/fixtures/tables/nagai.yaml"
FORMS = ROOT / "tests/fixtures/forms"
CONTINUED = "（続き）"
Box = collections.namedtuple("Box", "role address y bottom part repeated lines")


def run(source, *options):
    return subprocess.run(
        [os.environ["CHOSHO"], "--lang=en", *options, "dump", source],
        capture_output=True, text=True)


def read_pages(dump):
    """Pages of boxes; a line is the text of its runs."""
    pages = []
    for line in dump.split("\n"):
        if line.startswith("page "):
            pages.append([])
        elif line.startswith("  box "):
            match = re.match(r'  box (\S+) "(.*?)" \S+ (\d+) \S+ (\d+) '
                             r"content \S+ \S+ \S+ \S+( part (\d+))?"
                             r"( repeated)?$", line)
            pages[-1].append(Box(
                match[1], match[2], int(match[3]),
                int(match[3]) + int(match[4]), int(match[6] or 0),
                bool(match[7]), []))
        elif line.startswith("    line "):
            pages[-1][-1].lines.append("")
        elif line.startswith("      run "):
            text = re.search(r'(?:source|template|generated) "(.*)"$', line)
            pages[-1][-1].lines[-1] += re.sub(r"\\(.)", r"\1", text[1])
    return pages


def words(value):
    """Every text of a source's record, in order."""
    if isinstance(value, dict):
        return [t for v in value.values() for t in words(v)]
    if isinstance(value, list):
        return [t for v in value for t in words(v)]
    return [str(value)]


def count_faults(pages, source):
    """Texts of the goals that do not stand on the pages exactly once."""
    cells = collections.defaultdict(str)
    for page in pages:
        for box in page:
            if not box.repeated:
                cells[box.address] += "".join(box.lines)
    joined = re.sub("[◎○△×]", "", "\n".join(cells.values()))  # marks
    faults = []
    for goal in source["重点目標"]:
        for text in words(goal):
            if len(text) > 3 and joined.count(text) != 1:
                faults.append((joined.count(text), text))
    return faults


def last_boxes(page):
    """The boxes at the foot of a page's last table."""
    cells = [b for b in page if b.role not in ("note", "paragraph", "title")]
    foot = max(b.bottom for b in cells)
    return [b for b in cells if b.bottom == foot]


def goal_of(address):
    match = re.match(r"重点目標\[(\d+)\]", address)
    return int(match[1]) if match else 0


def label_faults(pages):
    """Pages whose tables do not begin with their goal and column headers."""
    faults = []
    seen = set()
    for number, page in enumerate(pages, 1):
        for goal in sorted({goal_of(b.address) for b in page} - {0}):
            boxes = [b for b in page if goal_of(b.address) == goal]
            roles = [b.role for b in boxes[:6]]
            title = boxes[2].lines[0]
            if roles != ["label", "label", "heading"] + ["column-header"] * 3:
                faults.append((number, goal, roles))
            if (CONTINUED in title) != (goal in seen):
                faults.append((number, goal, title))
            seen.add(goal)
    return faults


def item_faults(pages):
    """Items that go on on a page without their words being repeated."""
    faults = []
    for number, page in enumerate(pages, 1):
        for box in page:
            item = re.match(r"(.*取組\[\d+\]/)", box.address)
            if box.part < 2 or not item or not box.lines:
                continue
            labels = [b for b in page if b.repeated and b.role == "row-header"
                      and b.address.startswith(item[1])]
            if len(labels) != 1 or CONTINUED not in "".join(labels[0].lines):
                faults.append((number, box.address, labels))
    return faults


def alone_faults(pages):
    """Headings, or markers without their words, at the foot of a page."""
    faults = []
    for number, page in enumerate(pages, 1):
        for box in last_boxes(page):
            if box.role in ("heading", "label", "column-header"):
                faults.append((number, box.role, box.lines))
        for box in page:
            if box.part and box.lines and re.fullmatch(
                    r"[①-⑳㉑-㉟㊱-㊿]?(・|[(（]\d+[)）])?", box.lines[-1]):
                faults.append((number, box.address, box.lines[-1]))
    return faults


def check_long():
    done = run(LONG)
    pages = read_pages(done.stdout)
    source = yaml.safe_load(LONG.read_text(encoding="utf-8"))
    entries = sum(len(i["期限・数値目標"]) + len(i["中間報告"]["進捗状況"])
                  for i in source["重点目標"][0]["取組"])
    report("the long sheet has 160 entries in a goal, and pages to cut",
           "" if entries == 160 and len(pages) >= 6
           else f"{entries} {len(pages)} {done.stderr}")
    taller = [goal for goal in (1, 2, 3)
              if sum(any(goal_of(b.address) == goal for b in page)
                     for page in pages) > 1]
    report("three goals are taller than a page",
           "" if taller == [1, 2, 3] else taller)
    report("every text stands on the pages exactly once",
           count_faults(pages, source) or "")
    report("goal and column headers stand on each page, marked where the "
           "goal goes on", label_faults(pages) or "")
    report("an item that goes on is named again", item_faults(pages) or "")
    report("no heading and no lone marker ends a page",
           alone_faults(pages) or "")


def check_numbers():
    pages = read_pages(run(TWELVE).stdout)
    numbers = [b.lines for p in pages for b in p
               if b.role == "label" and goal_of(b.address)
               and b.lines != ["重点目標"]]
    report("a goal's number of two digits is not broken",
           "" if sum(len(n[0]) == 2 for n in numbers) >= 3
           and all(len(n) == 1 for n in numbers) else numbers)


# ---- paragraphs that are cut ----------------------------------------------

def paragraph(folder, lines, **rules):
    """Lines of an item's last paragraph on page 1 and page 2: its progress
    begins `lines` lines above the foot of the page."""
    forms = pathlib.Path(folder) / "forms"
    form = forms / "juten-mokuhyo"
    form.mkdir(parents=True, exist_ok=True)
    for name in ("fields.yaml", "tousho.yaml", "chukan.yaml",
                 "kimatsu.yaml"):
        text = (ROOT / "templates/juten-mokuhyo" / name).read_text("utf-8")
        text = re.sub(r"(?m)^  size: \[.*$", "  size: 8pt", text)
        text = re.sub(r"(?m)^  pitch: \[.*$", "  pitch: 11pt", text)
        for key, value in rules.items():
            text = text.replace("text:\n", f"text:\n  {key}: {value}\n")
        (form / name).write_text(text, encoding="utf-8")
    source = pathlib.Path(folder) / "cut.yaml"
    entries = ["一行"] * (45 - lines) + ["あ" * 41 * 3 + "い"] + ["一行"] * 45
    source.write_text("\n".join(
        ["様式: 重点目標一覧表", "年度: 令和３年度", "部局: 試験部",
         "重点目標:", "  - 名称: 目標", "    取組:", "      - 項目: 一つ",
         "        期限・数値目標:", "          - 年度末", "        中間報告:",
         "          進捗状況:"] + [f"            - {e}" for e in entries])
        + "\n", encoding="utf-8")
    done = run(source, "--templates", forms)
    pages = read_pages(done.stdout)
    counts = [sum("ああ" in line or line == "あい" for box in page
                  for line in box.lines) for page in pages]
    return tuple(counts[:2]) if counts else done.stderr


def check_paragraphs(folder):
    cuts = [paragraph(folder, lines) for lines in range(12)]
    report("a paragraph of four lines is cut in the middle or not at all",
           "" if {(0, 4), (2, 2), (4, 0)} == set(cuts) else cuts)
    cuts = [paragraph(folder, lines, orphans=1, widows=1)
            for lines in range(12)]
    report("the form may ask for fewer lines together",
           "" if {(1, 3), (3, 1)} < set(cuts) else cuts)
    cuts = [paragraph(folder, lines, orphans=3, widows=2)
            for lines in range(12)]
    report("a paragraph of fewer lines than are asked for is cut anywhere",
           "" if {(1, 3), (3, 1)} < set(cuts) else cuts)


# ---- cells that span rows -------------------------------------------------

def plan(policies, projects, figures, long=""):
    lines = ["様式: 事務事業一覧", "年度: 令和３年度", "部名: 試験部", "施策:"]
    for a in range(policies):
        lines += [f"  - 名称: 施策{a}号{long}", "    担当課: 試験課",
                  "    事業:"]
        for b in range(projects):
            lines += [f"      - 名称: 事業{a}の{b}号{long}",
                      "        予算額: 100", "        指標:"]
            for c in range(figures):
                lines += [f"          - 指標名: 指標{a}の{b}の{c}号",
                          "            単位: 件", "            実績: 1.5"]
    return "\n".join(lines) + "\n"


def span_faults(pages, count):
    """What is wrong with the lead cells of a sheet of three levels."""
    faults = []
    texts = collections.Counter()
    for number, page in enumerate(pages, 1):
        figures = [b for b in page if b.address.endswith("指標名")]
        heads = [b for b in page if b.role == "row-header"]
        for figure in figures:
            texts["".join(figure.lines)] += 1
            for level in (r"施策\[\d+\]", r"施策\[\d+\]/事業\[\d+\]"):
                name = re.match(level, figure.address)[0] + "/名称"
                beside = [b for b in heads if b.address == name
                          and b.lines and b.y <= figure.y
                          and b.bottom >= figure.y]
                named = [b for b in heads if b.address == name and b.lines]
                if not named:
                    faults.append((number, figure.address, level, beside))
        for head in heads:
            text = "".join(head.lines)
            if head.repeated != (CONTINUED in text):
                faults.append((number, head))
    if len(texts) != count or set(texts.values()) != {1}:
        faults.append(len(texts))
    return faults


def check_spans(folder):
    source = pathlib.Path(folder) / "spans.yaml"
    for name, shape, long in (
            ("inside the outer level", (3, 30, 1), ""),
            ("inside the middle level", (2, 2, 60), ""),
            ("inside one project taller than pages", (1, 1, 200), ""),
            ("beside names taller than their rows", (4, 9, 1), "長" * 60)):
        source.write_text(plan(*shape, long), encoding="utf-8")
        done = run(source, "--templates", FORMS)
        pages = read_pages(done.stdout)
        faults = span_faults(pages, shape[0] * shape[1] * shape[2])
        report(f"lead cells are named again: a break {name}",
               faults or ("" if len(pages) > 1 else done.stderr))


if __name__ == "__main__":
    check_long()
    check_numbers()
    with tempfile.TemporaryDirectory() as temporary:
        check_paragraphs(temporary)
        check_spans(temporary)
    sys.exit(exit_status())
