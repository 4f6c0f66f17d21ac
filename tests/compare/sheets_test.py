#!/usr/bin/env python3
"""The sheets of a comparison, read from the finished files.

The scratch repository's ten edits as 新旧対照表, 見え消し and 溶け込み:

- the characters that lines stand at in the PDF (rectangles of its content
  against the glyphs mutool finds) are those of <del> and <ins> on the page,
  and these are the segments of --format=json;
- with --all the old column without labels is what `chosho text` says of the
  old revision, the new column what it says of the new one, and so is 溶け込み;
- the PDFs conform, have a bookmark for each goal and the page's number at
  its foot; the words for those who do not see lines are there.
"""
import collections
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import pikepdf

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / f) for f in ("pdf", "compare", "raster")]
import repository  # noqa: E402
import conform  # noqa: E402
import pictures_test  # noqa: E402
from conform.reader import Document  # noqa: E402

CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build/chosho"))
RANGE = "HEAD~10..HEAD"
OLD, NEW, BOTH, CLEAN = "改正前", "改正後", "併記", "溶け込み"
EDITION = "年度版"

failures = 0


def report(name, fault=""):
    global failures
    failures += bool(fault)
    fault = str(fault).replace("\n", " | ")
    print(f"not ok {name}: {fault}" if fault else f"ok {name}")


def chosho(folder, *words):
    done = subprocess.run([CHOSHO, "--lang=en", *words], cwd=folder,
                          capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr.decode()}")
    return done.stdout.decode()


def bare(text):
    return re.sub(r"\s", "", text)


# ---- the web page -------------------------------------------------------------

class Page(html.parser.HTMLParser):
    """Cells by id: words of the sources, what was removed and added."""

    def __init__(self, path):
        super().__init__()
        self.stack = []
        self.cells = collections.OrderedDict()
        self.spoken = []
        self.headings = {}
        self.feed(path.read_text())

    VOID = {"meta", "link", "br", "col", "img"}

    def handle_starttag(self, tag, attributes):
        if tag in self.VOID:
            return
        attributes = dict(attributes)
        self.stack.append((tag, attributes.get("class") or "",
                           attributes.get("id")))
        if tag == "td" and attributes.get("id"):
            self.cells[attributes["id"]] = {"words": "", "del": "", "ins": ""}

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _, _ in self.stack]
        classes = " ".join(c for _, c, _ in self.stack).split()
        ids = [i for _, _, i in self.stack if i]
        if "chosho-spoken" in classes:
            self.spoken.append(data.strip())
            return
        if "td" not in tags:
            if any(re.fullmatch(r"h\d", t) for t in tags) and ids:
                self.headings[ids[-1]] = self.headings.get(ids[-1], "") + data
            return
        cells = [i for t, _, i in self.stack if t == "td" and i]
        if not cells:
            return
        cell = self.cells[cells[-1]]
        if "chosho-mark" in classes and not self.is_sign():
            return
        if not {"chosho-number", "chosho-made"} & set(classes):
            cell["words"] += data
        for tag in ("del", "ins"):
            if tag in tags:
                cell[tag] += data

    def is_sign(self):
        """In a mark its span is the sign; what follows is its meaning."""
        mark = max(k for k, (_, c, _) in enumerate(self.stack)
                   if "chosho-mark" in c.split())
        return any(tag == "span" for tag, _, _ in self.stack[mark + 1:])

    def joined(self, field, part):
        return bare("".join(c[part] for i, c in self.cells.items()
                            if i.endswith("/" + field)))

    def pieces(self, part):
        return sorted(bare(c[part]) for c in self.cells.values()
                      if bare(c[part]))

    def documents(self, field):
        """Words of a column by the document's name."""
        found = {}
        for i, cell in self.cells.items():
            if not i.endswith("/" + field):
                continue
            number = i.split("/")[0]
            name = self.headings[f"{number}/名称"].strip()
            found[name] = found.get(name, "") + bare(cell["words"])
        return found


# ---- the PDF ------------------------------------------------------------------

def read_rects(page):
    """(x0, top, x1, bottom) of filled rectangles, y downwards."""
    height = float(page.mediabox[3])
    for words, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "re":
            x, y, w, h = map(float, words)
            yield x, height - y - h, x + w, height - y


def split_rects(rects):
    """Lines at words, and the x of rules from top to bottom: a line at words
    meets no rule."""
    rects = list(rects)
    upright = [r for r in rects if r[2] - r[0] < 1 and r[3] - r[1] > 2]

    def meets(rect):
        return any(abs(x - (u[0] + u[2]) / 2) < 1 and u[1] < rect[3] + 1 and
                   rect[1] < u[3] + 1 for u in upright
                   for x in (rect[0], rect[2]))

    lines = [r for r in rects if r[3] - r[1] < 0.6 and r not in upright and
             not meets(r)]
    return lines, sorted({round((u[0] + u[2]) / 2) for u in upright})


def read_glyphs(path):
    """Pages of (character, left, right, baseline, size) in order."""
    done = subprocess.run(["mutool", "draw", "-F", "stext", str(path)],
                          capture_output=True, check=True)
    pages = []
    for page in xml.etree.ElementTree.fromstring(done.stdout).iter("page"):
        glyphs = []
        for font in page.iter("font"):
            for char in font.iter("char"):
                quad = list(map(float, char.get("quad").split()))
                glyphs.append((char.get("c"), quad[0], quad[2],
                               float(char.get("y")), float(font.get("size"))))
        pages.append(glyphs)
    return pages


def read_marks(path):
    """Characters below which, and through which, lines stand; each with the
    column it is in."""
    below, through, faults = [], [], []
    with pikepdf.open(path) as pdf:
        for page, glyphs in zip(pdf.pages, read_glyphs(path)):
            lines, edges = split_rects(read_rects(page))
            taken = set()
            for c, left, right, base, size in glyphs:
                # Half of a comma's width is its body, and half a bracket's.
                if c in "、。，．」）』】":
                    right = (left + right) / 2
                elif c in "「（『【":
                    left = (left + right) / 2
                middle = (left + right) / 2
                if not c.strip():
                    continue
                column = sum(middle > e for e in edges)
                for line in lines:
                    if not line[0] < middle < line[2]:
                        continue
                    if base < line[1] < base + 0.3 * size:
                        below.append((c, column))
                        taken.add(line)
                    elif base - 0.8 * size < line[1] < base:
                        through.append((c, column))
                        taken.add(line)
            faults += [line for line in lines if line not in taken]
    return below, through, faults


def said(marks, column=None):
    return "".join(c for c, k in marks if column in (None, k))


# ---- what json says -----------------------------------------------------------

def read_segments(folder):
    """Removed and added words, a piece for each change."""
    removed, added = [], []
    data = json.loads(chosho(folder, "diff", "--format=json", RANGE))
    for document in data["documents"]:
        if (document.get("new") or document["old"])["form"] == EDITION:
            continue
        for change in document["changes"]:
            for text in change.get("texts", []):
                (added if change["kind"] == "added" else removed).append(
                    bare(text["text"]))
            for kind, pieces in (("removed", removed), ("added", added)):
                piece = "".join(s["text"] for s in change.get("segments", [])
                                if s["change"] == kind)
                if piece:
                    pieces.append(bare(piece))
    return sorted(removed), sorted(added)


# ---- what text says -----------------------------------------------------------

def read_text(folder):
    """Words of each source of a folder, by the name of its document."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "edition.yaml":
            continue
        text = chosho(folder, "text", str(path))
        name = re.search(r"^部局:\n +(.*)$", text, re.M)[1]
        found[name] = bare("".join(
            line for line in text.splitlines() if line.startswith("  ")))
    return found


def revision(folder, name, target):
    target.mkdir()
    archive = subprocess.run(["git", "archive", name, repository.FOLDER],
                             cwd=folder, capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive.stdout,
                   check=True)
    return target / repository.FOLDER


# ---- the tests ------------------------------------------------------------------

def build(folder, style, *words):
    out = folder / "out" / "-".join([style, *words]).strip("-")
    chosho(folder, "diff", "--format=pdf,html", f"--style={style}", *words,
           "-o", str(out), RANGE)
    return out / style / "diff.pdf", Page(out / style / "diff.html")


def test_marks(folder):
    removed, added = read_segments(folder)
    for style, (left, right) in {"shinkyu": (OLD, NEW),
                                 "shinkyu-new-first": (NEW, OLD)}.items():
        pdf, page = build(folder, style)
        below, through, faults = read_marks(pdf)
        want = [page.joined(f, "del" if f == OLD else "ins")
                for f in (left, right)]
        found = [said(below, 2), said(below, 3)]
        report(f"{style}: what is underlined on paper is del and ins",
               "" if found == want else f"{found} instead of {want}")
        report(f"{style}: no other line", "" if not faults and not through and
               len(below) == sum(map(len, want)) else f"{faults} {through}")
        report(f"{style}: del and ins are the segments of json",
               "" if (page.pieces("del"), page.pieces("ins")) ==
               (removed, added) else f"{page.pieces('del')} {removed} "
               f"{page.pieces('ins')} {added}")
    pdf, page = build(folder, "miekeshi")
    below, through, faults = read_marks(pdf)
    twice = page.joined(BOTH, "del")
    found = said(through)
    report("miekeshi: what is struck out on paper is del, twice", "" if
           found == "".join(c * 2 for c in twice) and twice else found)
    report("miekeshi: what is underlined on paper is ins", "" if
           said(below) == page.joined(BOTH, "ins") and not faults
           else f"{said(below)} {faults}")
    report("miekeshi: del and ins are the segments of json", "" if
           (page.pieces("del"), page.pieces("ins")) == (removed, added)
           else f"{page.pieces('del')} {page.pieces('ins')}")
    pdf, page = build(folder, "tokekomi")
    report("tokekomi marks nothing", "" if not any(read_marks(pdf)[:2]) and
           not page.pieces("del") and not page.pieces("ins") else "it does")


def test_words(folder, top):
    old = read_text(revision(folder, "HEAD~10", top / "old"))
    new = read_text(revision(folder, "HEAD", top / "new"))
    _, page = build(folder, "shinkyu", "--all")
    for name, field, want in (("old", OLD, old), ("new", NEW, new)):
        found = {k: v for k, v in page.documents(field).items() if v}
        report(f"--all: the {name} column is chosho text of that revision",
               "" if found == want else differ(found, want))
    _, page = build(folder, "tokekomi")
    found = page.documents(CLEAN)
    report("tokekomi is chosho text of the new revision",
           "" if found == new else differ(found, new))


def differ(found, want):
    if found.keys() != want.keys():
        return f"{sorted(found)} instead of {sorted(want)}"
    for name, words in want.items():
        if found[name] != words:
            at = os.path.commonprefix([found[name], words])
            return (f"{name}: …{found[name][len(at) - 10:len(at) + 40]} instead "
                    f"of …{words[len(at) - 10:len(at) + 40]}")
    return ""


def test_pictures(folder):
    """Lines are drawn in pictures as poppler draws those of the PDF."""
    for style in ("shinkyu", "miekeshi"):
        out = folder / "pictures"
        chosho(folder, "diff", "--format=pdf,png", f"--dpi={pictures_test.DPI}",
               f"--style={style}", "-o", str(out), RANGE)
        place = out / style
        report(f"{style}: the picture is the page", pictures_test.compare_page(
            place / "diff.pdf", place / "diff-1.png", 1))


def bookmarks(items):
    for item in items:
        yield item.title
        yield from bookmarks(item.children)


def test_files(folder):
    """What the PDFs are besides their words."""
    for path in sorted((folder / "out").glob("**/*.pdf")):
        name = path.relative_to(folder / "out").parent
        document = Document.open(path)
        faults = [f"{check}: {fault}" for check in conform.CHECKS
                  for fault in conform.find_faults(document, check, 3)]
        report(f"{name}: conforms", "; ".join(faults)[:400])
        with pikepdf.open(path) as pdf:
            with pdf.open_outline() as outline:
                titles = list(bookmarks(outline.root))
            report(f"{name}: bookmarks", "" if
                   any("重点目標１" in t for t in titles) else titles)
            spans = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)
                     and o.get("/S") == "/Span" and "/Alt" in o]
            heard = {str(o.Alt).split()[0] for o in spans}
            want = set() if "tokekomi" in str(name) else {"追加ここから",
                                                         "削除ここから"}
            report(f"{name}: what has changed is heard", "" if heard == want
                   else heard)
            count = len(pdf.pages)
        last = subprocess.run(["pdftotext", "-f", str(count), str(path), "-"],
                              capture_output=True, text=True).stdout
        first = subprocess.run(["pdftotext", "-l", "1", "-layout", str(path),
                                "-"], capture_output=True, text=True).stdout
        report(f"{name}: revisions have commit and day", "" if re.search(
            r"HEAD~10 \([0-9a-f]{7}, \d{4}-\d\d-\d\d\)", first)
            else first[:200])
        page = path.with_suffix(".html").read_text(encoding="utf-8")
        hanging = re.search(r'<t[hd][^>]*><span class="chosho-number">[^<]*'
                            r"</span></t[hd]>", page)
        close = re.search(r"<li>.*>[０-９]+</span></span>", page)
        report(f"{name}: a goal's number stands apart",
               close.group() if close else "")
        report(f"{name}: what fills a cell does not hang before it",
               hanging.group() if hanging else "")
        report(f"{name}: pages are numbered", "" if
               f"{count} / {count}" in last else last[-80:])


def main():
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        folder = repository.make(top / "庫")
        test_marks(folder)
        test_words(folder, top)
        test_pictures(folder)
        test_files(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
