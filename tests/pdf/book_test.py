#!/usr/bin/python3
"""Books read back: pages, numbers, contents, bookmarks, fonts.

What contents, their links and bookmarks say is looked up on the pages they
lead to.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import types

import yaml

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from conform.links import find_place, notes
from conform.reader import Document
from reading import Dump, FULLWIDTH, crop_text, squeeze
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
BOOKS = {"r02": "sources/r02", "r03": "tests/fixtures/r03"}
MARKS = re.compile(r"[◎○△×]")
HEADING = 60  # points that a page's head or a heading's row take at most
READING = re.compile(r"｜(.*?)《.*?》")


def run(*command):
    return subprocess.run([str(c) for c in command], capture_output=True,
                          text=True)


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


class Edition:
    """What the book must say: departments, their goals, their items."""

    def __init__(self, folder):
        self.tree = load(folder / "edition.yaml")
        self.stems = self.tree["部局"]
        self.parts = [load(folder / f"{stem}.yaml") for stem in self.stems]

    def headings(self, levels):
        """(level, words) in the order of the book."""
        for part in self.parts:
            yield 1, squeeze(part["部局"])
            for number, goal in enumerate(part["重点目標"], 1):
                sign = str(number).translate(FULLWIDTH)
                yield 2, squeeze(sign + goal["名称"])
                for item in goal["取組"] if levels > 2 else []:
                    yield 3, squeeze(READING.sub(r"\1", item["項目"]))


def count_pages(pdf):
    return int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", pdf).stdout)[1])


def page_texts(pdf):
    """Each page's words in the order they are drawn, spaces removed."""
    text = run("pdftotext", "-raw", "-enc", "UTF-8", pdf, "-").stdout
    return [squeeze(page) for page in text.split("\f")[:count_pages(pdf)]]


def stands_on(words, text):
    """Without its number, which labels part from it, and without marks, one
    of which may stand at the end of its first line."""
    bare = re.sub(r"^[０-９①-⑳]+", "", words)
    return MARKS.sub("", bare) in MARKS.sub("", text)


def check_numbers(texts):
    """Each page bears its number and their count, once, as its last words."""
    for page, text in enumerate(texts, 1):
        if not text.endswith(f"{page}/{len(texts)}"):
            return f"page {page} ends with {text[-12:]}"
    return ""


def contents_of(dump):
    """(address, words, page) of each line, leaders left out."""
    lines = []
    for box in dump.boxes:
        if box.role != "contents":
            continue
        runs = [run for line in box.lines for run in line.runs
                if not run.leader]
        lines.append((box.address, squeeze("".join(r.text for r in runs[:-1])),
                      int(runs[-1].text)))
    return lines


def check_contents(dump, edition, texts):
    lines = contents_of(dump)
    expected = [words for _, words in edition.headings(2)]
    if [words for _, words, _ in lines] != expected:
        return "not the departments and goals of the sources"
    for _, words, page in lines:
        if not stands_on(words, texts[page - 1]):
            return f"{words} is not on page {page}"
    return ""


def check_leaders(dump):
    """Dots stand on one grid from the right, free of text and number; a
    number stands on the last line, at the right edge."""
    grids = {}
    for box in dump.boxes:
        if box.role != "contents":
            continue
        right = box.content[0] + box.content[2]
        last = box.lines[-1]
        if last.x + last.width != right:
            return f"{box.address} ends at {last.x + last.width}"
        for line in box.lines[:-1]:
            if any(run.leader for run in line.runs):
                return f"{box.address}: a leader before the last line"
        leaders = [run for run in last.runs if run.leader]
        if len(leaders) != 1:
            return f"{box.address}: {len(leaders)} leaders"
        run = leaders[0]
        if (right - run.x) % run.size:
            return f"{box.address}: off the grid by {(right - run.x)}"
        if run.x + len(run.text) * run.size > last.runs[-1].x:
            return f"{box.address}: the leader runs into the number"
        grids.setdefault(run.size, set()).add((right - run.x) % run.size)
    return "" if grids else "no leader was found"


def text_at(pdf, page, left, top, right, bottom):
    """What stands in a rectangle of a page, in points from its top left."""
    rect = [int(1000 * v) for v in (left, top, right - left, bottom - top)]
    return crop_text(pdf, types.SimpleNamespace(page=page, rect=rect))


def areas(note, height):
    """(left, top, right, bottom) of a link's lines, from the page's top."""
    points = [float(v) for v in note.get("/QuadPoints", [])]
    x, y = points[::2], points[1::2]
    quads = [(min(x[i:i + 4]), max(y[i:i + 4]), max(x[i:i + 4]),
              min(y[i:i + 4])) for i in range(0, len(x), 4)]
    left, low, right, high = (float(v) for v in note.Rect)
    return [(a, height - b, c, height - d)
            for a, b, c, d in quads or [(left, high, right, low)]]


def check_link(pdf, document, page, note, words):
    """It covers a line of contents, which leads to where the number says and
    the heading stands."""
    place = find_place(document, note)
    if not place:
        return "it leads nowhere"
    number = str(place[0] + 1)
    if squeeze(str(note.Contents)) != words:
        return f"it is called {note.Contents}"
    text = "".join(text_at(pdf, page.index + 1, *area) for area in
                   areas(note, float(page.obj.MediaBox[3])))
    if text.replace("・", "") != (words + number).replace("・", ""):
        return f"it covers {text}"
    box = document.pages[place[0]].obj.MediaBox
    top = float(box[3]) - place[1]
    start = re.sub(r"^[０-９]+", "", words)[:6]
    if start not in text_at(pdf, place[0] + 1, 0, top, float(box[2]),
                            top + HEADING):
        return f"{start} is not at {top} on page {number}"
    return ""


def check_links(pdf, edition):
    document = Document.open(pdf)
    found = list(notes(document))
    expected = list(edition.headings(2))
    if len(found) != len(expected):
        return f"{len(found)} links, {len(expected)} headings"
    for (page, note, _), (_, words) in zip(found, expected):
        fault = check_link(pdf, document, page, note, words)
        if fault:
            return f"{words}: {fault}"
    marked = [find_place(document, b) for b in bookmarks(
        document.root.Outlines.First, 2)][2:]
    if marked != [find_place(document, note) for _, note, _ in found]:
        return "they lead elsewhere than the bookmarks"
    return ""


def bookmarks(item, levels):
    """The bookmarks of the first levels, in order."""
    while item is not None and levels:
        yield item
        yield from bookmarks(item.get("/First"), levels - 1)
        item = item.get("/Next")


def outline(pdf):
    """(level, words, page) of the bookmarks, from qpdf."""
    found = []

    def walk(items, level):
        for item in items:
            found.append((level, squeeze(item["title"]),
                          item["destpageposfrom1"]))
            walk(item["kids"], level + 1)
    done = run("qpdf", "--json=1", "--json-key=outlines", pdf)
    walk(json.loads(done.stdout)["outlines"], 1)
    return found


def check_outline(found, edition, texts, front):
    words = [(level, words) for level, words, _ in found]
    if front and words[0][0] == 1 and words[1] == (1, "目次"):
        words = words[2:]
    expected = list(edition.headings(3))
    if len(words) != len(expected):
        return f"{len(words)} bookmarks, {len(expected)} headings"
    for (level, got), (deep, want) in zip(words, expected):
        if level != deep or not (got == want or
                                 level == 3 and got.endswith(want)):
            return f"{level} {got} instead of {deep} {want}"
    for level, got, page in found[2 if front else 0:]:
        if not stands_on(got, texts[page - 1]):
            return f"{got} is not on page {page}"
    return ""


def check_fonts(pdf):
    names = [line.split()[0] for line in
             run("pdffonts", pdf).stdout.splitlines()[2:]]
    faces = [name.split("+")[-1] for name in names]
    return "" if len(faces) == len(set(faces)) else " ".join(names)


def check_meta(pdf, edition):
    info = run("pdfinfo", pdf).stdout
    labels = json.loads(run("qpdf", "--json=1", "--json-key=pagelabels",
                            pdf).stdout)["pagelabels"]
    if edition.tree["市"] not in info or edition.tree["年度"] not in info:
        return "the title does not name city and year"
    if labels != [{"index": 0, "label": {"/S": "/D", "/St": 1}}]:
        return f"page labels {labels}"
    return ""


def check_parts(pdf, folder, edition, texts, out):
    """Behind the front stand the departments' sheets, word by word."""
    run(CHOSHO, "build", folder, "-o", out)
    at = len(texts)
    for stem in reversed(edition.stems):
        sheet = next(out.glob(f"*/*/{stem}.pdf"))
        own = page_texts(sheet)
        for text in reversed(own):
            at -= 1
            if texts[at] != text + f"{at + 1}/{len(texts)}":
                return f"page {at + 1} differs from {stem}'s sheet"
    cover = texts[0]
    for key in "市", "年度", "様式", "段階", "基準日":
        if cover.count(squeeze(edition.tree[key])) != 1:
            return f"the cover does not say {key}"
    return "" if at >= 2 else f"{at} pages in front"


def check_book(name, folder, out):
    folder = pathlib.Path(folder)
    edition = Edition(folder)
    done = run(CHOSHO, "--lang=en", "build", "--book", folder, "-o", out)
    pdf = next(out.glob("*/*/book.pdf"), None)
    report(f"{name}: built", "" if pdf and not done.returncode
           else done.stderr[:300])
    if not pdf:
        return
    again = out / "again"
    run(CHOSHO, "build", "--book", folder, "-o", again)
    other = next(again.glob("*/*/book.pdf"))
    report(f"{name}: same bytes", ""
           if other.read_bytes() == pdf.read_bytes() else "they differ")
    texts = page_texts(pdf)
    dump = Dump(run(CHOSHO, "dump", "--book", folder).stdout)
    check = run("qpdf", "--check", pdf)
    report(f"{name}: sound", check.stderr if check.returncode else "")
    report(f"{name}: numbers", check_numbers(texts))
    report(f"{name}: contents", check_contents(dump, edition, texts))
    report(f"{name}: leaders", check_leaders(dump))
    report(f"{name}: links", check_links(pdf, edition))
    report(f"{name}: bookmarks", check_outline(outline(pdf), edition, texts,
                                               True))
    report(f"{name}: one subset a face", check_fonts(pdf))
    report(f"{name}: title and labels", check_meta(pdf, edition))
    report(f"{name}: departments", check_parts(pdf, folder, edition, texts,
                                               out / "sheets"))


def check_sheet(out):
    """A sheet of its own has the bookmarks of its goals and items."""
    run(CHOSHO, "build", "sources/r02/seisaku-kikaku.yaml", "-o", out)
    pdf = next(out.glob("*/*/seisaku-kikaku.pdf"))
    edition = Edition(pathlib.Path("sources/r02"))
    edition.parts = edition.parts[:1]
    headings = [(level - 1, words) for level, words in edition.headings(3)
                if level > 1]
    edition.headings = lambda levels: headings
    found = outline(pdf)
    texts = page_texts(pdf)
    words = [(level, re.sub(r"^[①-⑳]", "", words))
             for level, words, _ in found]
    fault = "" if words == headings else "other headings than the source's"
    for _, title, page in found:
        if not stands_on(title, texts[page - 1]):
            fault = fault or f"{title} is not on page {page}"
    report("a sheet's bookmarks", fault)


def check_broken(out):
    """A broken department stops the book; the old one stays."""
    folder = out / "broken"
    folder.mkdir()
    for path in pathlib.Path("sources/r02").glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"),
                                        encoding="utf-8")
    run(CHOSHO, "build", "--book", folder, "-o", out / "b")
    pdf = next((out / "b").glob("*/*/book.pdf"))
    before = pdf.read_bytes()
    for stem in "seisaku-kikaku", "shimin-machizukuri":
        with open(folder / f"{stem}.yaml", "a", encoding="utf-8") as file:
            file.write("無い項目: あ\n")
    done = run(CHOSHO, "--lang=en", "build", "--book", folder, "-o", out / "b")
    fault = ""
    if done.returncode != 1 or "2 errors" not in done.stderr:
        fault = done.stderr
    elif done.stderr.count("無い項目: あ") != 2:
        fault = "the lines at fault are not shown: " + done.stderr
    elif pdf.read_bytes() != before:
        fault = "the old book was touched"
    report("a broken department", fault)


def main():
    for name, folder in BOOKS.items():
        with tempfile.TemporaryDirectory() as out:
            check_book(name, folder, pathlib.Path(out))
    with tempfile.TemporaryDirectory() as out:
        check_sheet(pathlib.Path(out))
        check_broken(pathlib.Path(out))
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
