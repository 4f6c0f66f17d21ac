#!/usr/bin/env python3
"""The finished sheets of 2020, read the way a user's tools read them.

Builds both real sheets and holds the files against the sources, the layout
dump and four independent readers of PDF.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from reading import (Dump, LABELS, Source, crop_text, describe, page_text,
                     squeeze)
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
SHEETS = {
    "seisaku-kikaku": [[1, 2, 3], [4, 5]],
    "shimin-machizukuri": [[1, 2, 3], [4, 5, 6, 7]],
}
A4 = (841.89, 595.276)          # pt, landscape
GRID = (36.5, 26.5, 48.0)       # em, shared/form/README.md
TWO_MM = 5669                   # 1/1000 pt
SEVEN_PT = 7000


def run(*command, **options):
    return subprocess.run([str(c) for c in command], capture_output=True,
                          text=True, **options)


def first_difference(expected, actual):
    if expected == actual:
        return ""
    at = next((i for i, (e, a) in enumerate(zip(expected, actual))
               if e != a), min(len(expected), len(actual)))
    return (f"at {at}: expected {expected[max(0, at - 8):at + 16]!r}, "
            f"found {actual[max(0, at - 8):at + 16]!r}")


def check_pages(name, pdf, dump):
    info = run("pdfinfo", pdf).stdout
    count = re.search(r"^Pages:\s+(\d+)", info, re.M)
    report(f"{name}/two-pages", "" if count and count.group(1) == "2"
           else f"pdfinfo says {count and count.group(1)}")
    info = run("pdfinfo", "-f", 1, "-l", 2, pdf).stdout
    sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", info)
    report(f"{name}/a4-landscape", "" if len(sizes) == 2 and all(
        abs(float(s[i]) - A4[i]) < 0.5 for s in sizes for i in (0, 1))
        else sizes)
    report(f"{name}/dump-has-the-same-pages", "" if dump.pages and all(
        abs(p[i] / 1000 - A4[i]) < 0.01 for p in dump.pages for i in (0, 1))
        and len(dump.pages) == 2 else dump.pages)


def goal_of(box):
    match = re.match(r"重点目標\[(\d+)\]", box.address)
    return int(match.group(1)) if match else None


def item_of(box):
    match = re.match(r"重点目標\[\d+\]/取組\[(\d+)\]", box.address)
    return int(match.group(1)) if match else None


def check_goals(name, pdf, dump, source):
    pages = [sorted({goal_of(b) for b in dump.boxes
                     if b.page == page and item_of(b)}) for page in (1, 2)]
    report(f"{name}/goals-of-pages", "" if pages == SHEETS[name] else pages)
    texts = [page_text(pdf, page) for page in (1, 2)]
    for goal in source.goals:
        where = [i for i, text in enumerate(texts)
                 if squeeze(goal.title) in text]
        home = 0 if goal.number in SHEETS[name][0] else 1
        report(f"{name}/{goal.number}/title-on-page", "" if where == [home]
               else f"found on pages {[i + 1 for i in where]}")


def expected_cells(source):
    """{(goal, item, column): text}"""
    cells = {}
    for goal in source.goals:
        for i, (item, targets, progress) in enumerate(goal.items, 1):
            cells[goal.number, i, 0] = item
            cells[goal.number, i, 1] = targets
            cells[goal.number, i, 2] = "".join(progress)
    return cells


def place_cells(dump):
    """{(goal, item, column): box}: columns by their place on the page."""
    groups = collections.defaultdict(list)
    for box in dump.boxes:
        if goal_of(box) and item_of(box):
            groups[goal_of(box), item_of(box)].append(box)
    return {(g, i, column): box
            for (g, i), boxes in groups.items()
            for column, box in enumerate(sorted(boxes,
                                                key=lambda b: b.rect[0]))}


def check_cells(name, pdf, dump, source):
    expected = expected_cells(source)
    placed = place_cells(dump)
    report(f"{name}/cells-are-those-of-the-source",
           "" if set(expected) == set(placed)
           else sorted(set(expected) ^ set(placed))[:6])
    keys = sorted(set(expected) & set(placed))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = list(pool.map(lambda k: crop_text(
            pdf, placed[k]), keys))
    for key, text in zip(keys, texts):
        words = first_difference(expected[key], text)
        shown = first_difference(expected[key], dump.text(placed[key]))
        report(f"{name}/{key[0]}/{key[1]}/{'LMR'[key[2]]}", words
               or (shown and f"dump {shown}"))
    return [placed[k] for k in keys]


def check_outside(name, pdf, dump, source, cells):
    """Outside the cells: labels x goals, head x pages, legend x 1."""
    inside = {id(box) for box in cells}
    others = [b for b in dump.boxes if id(b) not in inside]
    cropped = {id(b): crop_text(pdf, b) for b in others}
    wrong = [b for b in others if cropped[id(b)] != dump.text(b)]
    report(f"{name}/labels-extract", "" if not wrong else
           f"{wrong[0].address!r}: {cropped[id(wrong[0])]!r}")
    for page, goals in enumerate(SHEETS[name], 1):
        expected = collections.Counter(source.head)
        for goal in source.goals:
            if goal.number in goals:
                expected.update(goal.heading())
                expected.update(squeeze("".join(LABELS["columns"])))
                for parts in goal.items:
                    expected.update(parts[0] + parts[1] + "".join(parts[2]))
        if page == len(SHEETS[name]):
            expected.update(squeeze(LABELS["legend"]))
        actual = collections.Counter(page_text(pdf, page))
        report(f"{name}/page-{page}-says-nothing-else",
               "" if actual == expected else
               f"more {dict(actual - expected)}, "
               f"less {dict(expected - actual)}")
    words = [(b.page, dump.text(b), b.repeated) for b in others]
    title = squeeze(LABELS["title"])
    heads = [(p, r) for p, t, r in words if t == title]
    report(f"{name}/running-head-on-each-page",
           "" if heads == [(1, False), (2, True)] else heads)
    legends = [p for p, t, _ in words if t == squeeze(LABELS["legend"])]
    report(f"{name}/one-legend", "" if legends == [2] else legends)
    for label in LABELS["columns"]:
        count = sum(t == squeeze(label) for _, t, _ in words)
        report(f"{name}/header-for-every-goal: {label}",
               "" if count == len(source.goals) else f"{count} times")


def check_geometry(name, dump, cells):
    sizes = {r.size for b in dump.boxes for l in b.lines for r in l.runs}
    report(f"{name}/seven-points-or-more",
           "" if sizes and min(sizes) >= SEVEN_PT else sorted(sizes))
    edges = sorted({b.rect[0] for b in cells}
                   | {b.rect[0] + b.rect[2] for b in cells})
    fault = edges if len(edges) != 4 else ""
    if not fault:
        width = edges[3] - edges[0]
        wanted = [edges[0] + width * sum(GRID[:i]) / sum(GRID)
                  for i in (1, 2)]
        if any(abs(e - w) > TWO_MM for e, w in zip(edges[1:3], wanted)):
            fault = f"edges {edges}, wanted {wanted}"
    report(f"{name}/column-edges", fault)
    outside = [b.address for b in dump.boxes for l in b.lines
               if l.runs and (l.x < b.content[0] or l.x + l.width
                              > b.content[0] + b.content[2])]
    report(f"{name}/lines-inside-their-cells", outside[:3] or "")
    return edges


def check_readers(name, pdf, folder):
    done = run("qpdf", "--check", pdf)
    report(f"{name}/qpdf", "" if done.returncode == 0
           and "WARNING" not in done.stdout + done.stderr
           else done.stdout + done.stderr)
    png = pathlib.Path(folder)
    for tool, command in {
        "pdftoppm": ["pdftoppm", "-r", "60", "-png", pdf, png / "p"],
        # -N: Debian's mutool is built without colour management and says
        # so of every file.
        "mutool": ["mutool", "draw", "-N", "-q", "-r", "60", "-o",
                   png / "m%d.png", pdf],
        "ghostscript": ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER",
                        "-sDEVICE=png16m", "-r60",
                        f"-sOutputFile={png}/g%d.png", pdf],
    }.items():
        done = run(*command)
        report(f"{name}/{tool}", "" if done.returncode == 0
               and not done.stderr.strip()
               else f"exit {done.returncode} {done.stderr}")
    report(f"{name}/fonts", check_fonts(run("pdffonts", pdf).stdout))


def check_fonts(table):
    lines = table.splitlines()
    if len(lines) < 3:
        return "no fonts"
    spans = [m.span() for m in re.finditer(r"-+", lines[1])]
    columns = [lines[0][a:b].strip() for a, b in spans]
    for line in lines[2:]:
        row = {c: line[a:b].strip() for c, (a, b) in zip(columns, spans)}
        if any(row.get(c) != "yes" for c in ("emb", "sub", "uni")):
            return line
    return ""


def edges_of_sheet(name, pdf, folder):
    """All tests of one sheet; returns its column edges."""
    source = Source(f"sources/r02/{name}.yaml")
    done = run(CHOSHO, "--lang=en", "dump", f"sources/r02/{name}.yaml")
    dump = Dump(done.stdout)
    report(f"{name}/dump", "" if done.returncode == 0 and dump.boxes
           else describe(done))
    check_pages(name, pdf, dump)
    check_goals(name, pdf, dump, source)
    cells = check_cells(name, pdf, dump, source)
    check_outside(name, pdf, dump, source, cells)
    check_readers(name, pdf, folder)
    return check_geometry(name, dump, cells)


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-sheets-") as folder:
        done = run(CHOSHO, "--lang=en", "build", "-o", f"{folder}/out",
                   "sources/r02")
        report("build", "" if done.returncode == 0
               else describe(done))
        found = {p.stem: p for p in pathlib.Path(folder).rglob("*.pdf")}
        report("both-sheets-written", "" if set(found) == set(SHEETS)
               else sorted(found))
        edges = [edges_of_sheet(name, found[name], folder)
                 for name in SHEETS if name in found]
        report("one-grid-for-both", "" if len(edges) == 2
               and edges[0] == edges[1] else edges)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
