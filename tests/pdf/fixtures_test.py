#!/usr/bin/env python3
"""The twelve made-up departments of tests/fixtures/r03, built and read back.

For each: every cell's words are those of the source (a cell that goes on on
another page counts once), the finished PDF says what the dump says, and it
has as many pages as one would expect.
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
from reading import Dump, Source, describe, page_text, squeeze
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
FOLDER = pathlib.Path("tests/fixtures/r03")
PAGES = {  # least and most
    "soumu": (1, 2), "zaisei": (1, 2), "kiki-kanri": (1, 1),
    "fukushi": (4, 8), "toshi-kensetsu": (2, 3), "kyouiku": (2, 3),
    "nourin": (1, 2), "kankyou": (1, 2), "shimin": (1, 2),
    "digital": (1, 2), "sangyou-kankou": (1, 2), "kenkou": (1, 2),
}
MARKS = set("◎○△×")


def run(*command):
    return subprocess.run([str(c) for c in command], capture_output=True,
                          text=True)


def expected_texts(source):
    """{(goal, item): the texts of its cells, in order, not empty}"""
    return {(g.number, i): [t for t in (item, targets, words + mark) if t]
            for g in source.goals
            for i, (item, targets, (words, mark)) in enumerate(g.items, 1)}


def found_texts(dump):
    """The same from the dump; parts of one cell are put together."""
    cells = collections.OrderedDict()
    for box in dump.boxes:
        match = re.match(r"重点目標\[(\d+)\]/取組\[(\d+)\]", box.address)
        if match and not box.repeated:
            key = int(match.group(1)), int(match.group(2))
            parts = cells.setdefault(key, {})
            column = parts.setdefault(box.rect[0], [])
            column.append(box)
    return {key: [t for t in ("".join(dump.text(b) for b in boxes)
                              for _, boxes in sorted(parts.items())) if t]
            for key, parts in cells.items()}


def same_cell(expected, found):
    """Equal, the mark standing wherever its first line ends."""
    if expected == found:
        return True
    mark = expected[-1:]
    return mark in MARKS and sorted(expected) == sorted(found) and \
        expected[:-1] in [found[:i] + found[i + 1:]
                          for i, c in enumerate(found) if c == mark]


def check_words(name, dump, source):
    expected = expected_texts(source)
    found = found_texts(dump)
    fault = ""
    for key, texts in expected.items():
        others = found.get(key, [])
        if len(texts) != len(others) or not all(
                map(same_cell, texts, others)):
            fault = f"{key}: expected {texts}, found {others}"
            break
    report(f"{name}/cells", fault)
    headings = {box.address: dump.text(box) for box in dump.boxes
                if box.role == "heading" and not box.repeated}
    wrong = [g.number for g in source.goals if not same_cell(
        squeeze(g.title + g.mark),
        headings.get(f"重点目標[{g.number}]/名称", ""))]
    report(f"{name}/headings", wrong or "")


def check_file(name, pdf, dump, folder):
    least, most = PAGES[name]
    count = len(dump.pages)
    report(f"{name}/pages", "" if least <= count <= most
           else f"{count} pages, not {least} to {most}")
    for page in range(1, count + 1):
        shown = collections.Counter(
            "".join(dump.text(b) for b in dump.boxes if b.page == page))
        read = collections.Counter(page_text(pdf, page))
        if shown != read:
            report(f"{name}/page-{page}", f"more {dict(read - shown)}, "
                   f"less {dict(shown - read)}")
            break
    else:
        report(f"{name}/extracts")
    done = run("qpdf", "--check", pdf)
    report(f"{name}/qpdf", "" if done.returncode == 0
           else done.stdout + done.stderr)
    done = run("pdftoppm", "-r", "40", "-png", pdf,
               pathlib.Path(folder) / name)
    report(f"{name}/pdftoppm", done.stderr)


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-r03-") as folder:
        done = run(CHOSHO, "--lang=en", "build", "-o", f"{folder}/out",
                   FOLDER)
        report("build", "" if done.returncode == 0
               else describe(done))
        found = {p.stem: p for p in pathlib.Path(folder).rglob("*.pdf")}
        report("all-written", "" if set(found) == set(PAGES)
               else sorted(set(PAGES) ^ set(found)))
        names = [n for n in PAGES if n in found]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            dumps = list(pool.map(lambda n: Dump(run(
                CHOSHO, "dump", FOLDER / f"{n}.yaml").stdout), names))
        for name, dump in zip(names, dumps):
            source = Source(FOLDER / f"{name}.yaml")
            check_words(name, dump, source)
            check_file(name, found[name], dump, folder)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
