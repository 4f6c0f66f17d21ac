#!/usr/bin/python3
"""Finished PDFs against what PDF/A-2a, PDF/UA-1 and PDF 1.7 ask, and their
words against the sources. tests/pdf/conform holds the checks."""
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
import conform
from conform import text
from conform.reader import Document
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
# The generator of random forms; `make sanitize` leaves it to `make check`.
RANDOM = max((p for p in (pathlib.Path(CHOSHO).parent / folder /
                          "tests/random/random_test" for folder in
                          ("sanitize", ".")) if p.exists()),
             key=lambda p: p.stat().st_mtime, default=None)
FIXTURES = pathlib.Path("tests/fixtures")
FORMS = FIXTURES / "forms"
JUTEN = pathlib.Path("templates/juten-mokuhyo")
KONZAI = FORMS / "konzai"
SEEDS = range(1, 25)
# What a form's author decides, and the random ones decide at random.
OF_FORMS = {"table-headed", "table-column-headers", "table-header-words"}
MOST_BYTES = 108000        # of a real sheet,
MOST_BESIDE_FONTS = 22000  # and without font programs


class Subject:
    """A source and the form it is built with."""

    def __init__(self, name, source, form, templates=None, skip=(),
                 stage=None, options=()):
        self.name = name
        self.source = pathlib.Path(source)
        self.form = form  # its folder
        self.templates = templates
        self.skip = skip
        self.stage = stage
        self.options = options  # of build, besides
        self.document = None
        self.error = ""

    def build(self, folder):
        out = folder / self.name
        command = [CHOSHO, "--lang=en"]
        if self.templates:
            command += ["--templates", str(self.templates)]
        done = subprocess.run(
            [*command, "build", *self.options,
             *([f"--stage={self.stage}"] if self.stage else []), "-o", str(out),
             str(self.source)],
            capture_output=True, text=True)
        found = sorted(out.rglob("*.pdf"))
        if done.returncode or len(found) != 1:
            self.error = f"exit {done.returncode} {done.stderr[-300:]}"
            return
        self.path = found[0]
        self.document = Document.open(found[0])


def real_subjects():
    return [Subject(f"r02/{p.stem}", p, JUTEN)
            for p in sorted(pathlib.Path("sources/r02").glob("*.yaml"))
            if p.stem != "edition"]


def staged_subjects():
    """The sheets of the year's other stages."""
    return [Subject(f"{p.parent.name}/{stage}/{p.stem}", p, JUTEN,
                    stage=stage)
            for stage in ("tousho", "kimatsu")
            for folder in (pathlib.Path("sources/r02"), FIXTURES / "r03")
            for p in sorted(folder.glob("*.yaml")) if p.stem != "edition"]


def made_up_subjects():
    found = [Subject(f"r03/{p.stem}", p, JUTEN)
             for p in sorted((FIXTURES / "r03").glob("*.yaml"))
             if p.stem != "edition"]
    found.append(Subject(
        "jimu-jigyo", FIXTURES / "jimu-jigyo/idou-toshokan.yaml",
        pathlib.Path("templates/jimu-jigyo")))
    found.append(Subject("nagai", FIXTURES / "tables/nagai.yaml", JUTEN))
    for source in sorted((FORMS / "sources").glob("*.yaml")):
        name = re.search(r"^様式: (.*)$", source.read_text(encoding="utf-8"),
                         re.M).group(1)
        form = next(p.parent for p in FORMS.glob("*/fields.yaml")
                    if f"form: {name}\n" in p.read_text(encoding="utf-8"))
        found.append(Subject(f"forms/{source.stem}", source, form, FORMS))
    return found


def random_subjects(folder):
    """Kept cases and seeds of the property test, as far as they are sheets."""
    cases = {p.name: {f.name: f.read_bytes() for f in p.iterdir()}
             for p in sorted((FIXTURES / "random").iterdir())}
    for seed in SEEDS if RANDOM else []:
        shown = subprocess.run([RANDOM, "--show", str(seed)],
                               capture_output=True, check=True).stdout
        parts = re.split(rb"^# ---- (\S+)\n", shown, flags=re.M)
        cases[f"seed {seed}"] = dict(
            zip((n.decode() for n in parts[1::2]), parts[2::2]))
    for name, files in cases.items():
        form = folder / "templates" / name / "form"
        form.mkdir(parents=True)
        for file, data in files.items():
            (form / file).write_bytes(data)
        yield Subject(f"random/{name}", form / "source.yaml", form,
                      form.parent, OF_FORMS)


# ---- tests -----------------------------------------------------------------


def check_subject(subject):
    """The faults of all checks."""
    found = []
    for name in conform.CHECKS:
        if name not in subject.skip:
            found += [f"{name}: {fault}"
                      for fault in conform.find_faults(subject.document, name)]
    return found


def check_words(subject):
    form = text.Form(subject.form, subject.stage)
    found = list(text.find_faults(subject.document, subject.source, form))
    found += text.find_mark_faults(subject.document, subject.source, form)
    report(f"{subject.name}/words", "; ".join(found[:3]))


def check_size(subject):
    total = len(subject.document.raw)
    fonts = sum(len(d[key].read_raw_bytes()) for d in (
        f.descriptor for f in subject.document.used_fonts)
        for key in ("/FontFile2", "/FontFile3") if key in d)
    report(f"{subject.name}/size", "" if total <= MOST_BYTES
           and total - fonts <= MOST_BESIDE_FONTS
           else f"{total} bytes, {total - fonts} beside fonts")


def most_pages(document):
    """Of the cell that goes on over most pages."""
    return max((len({c.page for e in cell.walk() for c in e.contents})
                for cell in document.elements if cell.type == "/TD"),
               default=0)


def broken_span(document):
    """True when a cell spans rows that stand on different pages."""
    for table in document.elements:
        if table.type != "/Table":
            continue
        grid = conform.tables.Grid(table)
        pages = {}
        for (r, _), cell in grid.cells.items():
            if conform.tables.span(cell, "/RowSpan") == 1:
                pages.setdefault(r, set()).update(
                    c.page for e in cell.walk() for c in e.contents)
        for cell, (r, _) in grid.places.items():
            rows = conform.tables.span(cell, "/RowSpan")
            if len(set().union(*(pages.get(r + i, set())
                                 for i in range(rows)))) > 1 and rows > 1:
                return True
    return False


def check_coverage(documents):
    """The subjects hold what the checks are about."""
    elements = [e for d in documents for e in d.elements]
    types = {e.type for e in elements}
    fonts = {f for d in documents for f in d.used_fonts}
    words = "".join(t for f in fonts for t in f.unicode.values())
    held = {
        "a row over three pages": any(most_pages(d) > 2 for d in documents),
        "a span over a page break": any(map(broken_span, documents)),
        "a CFF font": any(f.is_cff for f in fonts),
        "IPAmj Mincho": any("IPAmj" in f.name for f in fonts),
        "a vertical font": any(f.obj.Encoding == "/Identity-V"
                               for f in fonts),
        "a font with a glyph map": any(f.glyph_map for f in fonts),
        "plane 2": any("\U00020000" <= c <= "\U0002FFFF" for c in words),
        "a variation sequence": any(c >= "\U000E0100" for c in words),
        "readings": "/Ruby" in types,
        "lists": "/L" in types,
        "expansions": any("/E" in e.obj for e in elements),
        "named headers": any(e.attribute("/Table", "/Headers") is not None
                             for e in elements),
    }
    for name, there in held.items():
        report(f"covered/{name}", "" if there else "in no subject")


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-conform-") as name:
        folder = pathlib.Path(name)
        real = real_subjects()
        made_up = made_up_subjects() + staged_subjects()
        at_random = list(random_subjects(folder))
        subjects = real + made_up + at_random
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda s: s.build(folder), subjects))
        at_random = [s for s in at_random if s.document]
        report("random-sheets", "" if len(at_random) >= (
            20 if RANDOM else 10) else f"only {len(at_random)} are sheets")
        for subject in real + made_up + at_random:
            report(subject.name, subject.error or
                   "; ".join(check_subject(subject)[:5]))
        for subject in [s for s in real + made_up if s.document]:
            check_words(subject)
        for subject in [s for s in real if s.document]:
            check_size(subject)
        check_coverage([s.document for s in real + made_up if s.document])
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
