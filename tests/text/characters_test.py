#!/usr/bin/env python3
"""The table of characters in docs/typesetting.md is true, from a source to
what poppler reads out of the finished PDF and to what is said on the way.

A row is: character | code points | on the page | in the text | report. The
code points are what is tried; the page's face stands before a comma; a row
of two characters is two texts of one source; the text is "the same" or
"no sheet"; the report is "-" or "KIND `RULE`: WORDING"."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/pdf"))
from reading import Dump  # noqa: E402
sys.path.append(str(ROOT / "tests"))
from report import exit_status, expect, report  # noqa: E402

PAGE = ROOT / "docs/typesetting.md"
FORMS = ROOT / "tests/fixtures/forms"
BEFORE = "市"  # stands before every text, so that a line never begins oddly
FIRST_LINE, FIRST_COLUMN = 3, 10


class Row:
    def __init__(self, number, cells):
        self.number = number
        self.shown, points, page, self.text, report = cells
        # Several texts are parted by a comma: one record each.
        self.words = ["".join(chr(int(p, 16)) for p in
                              re.findall(r"U\+([0-9A-F]+)", part))
                      for part in points.split(",")]
        self.face, _, self.shape = page.partition(", ")
        self.report = None
        if report != "-":
            self.report = re.fullmatch(r"(\w+) `([\w-]+)`: (.*)", report)
            if not self.report:
                raise ValueError(f"line {number}: no report: {report}")


def read_table():
    """The rows of the table whose head has the column "code points"."""
    rows = []
    inside = False
    for number, line in enumerate(
            PAGE.read_text(encoding="utf-8").splitlines(), 1):
        cells = [c.strip() for c in line.strip("|").split(" | ")]
        if len(cells) == 5 and cells[1] == "code points":
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not set(line) <= set("|-: "):
            rows.append(Row(number, cells))
    return rows


def escape(words):
    """As YAML in double quotes; what cannot be seen as an escape."""
    return "".join(c if c.isalnum() else f"\\U{ord(c):08X}" for c in words)


def write_source(path, row):
    raw = row.report and row.report[2].startswith("yaml-")
    lines = ["様式: 一段組", "行:"]
    for words in row.words:
        lines.append(f"  - 文: {BEFORE}{words}字" if raw else
                     f'  - 文: "{BEFORE}{escape(words)}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(chosho, *words):
    return subprocess.run(
        [chosho, "--lang=en", "--templates", str(FORMS),
         *[str(w) for w in words]], capture_output=True, text=True)


def check_report(row, path, stderr):
    """Exactly the report of the row, at the character it names."""
    found = [line for line in stderr.splitlines()
             if re.match(re.escape(str(path)) + r":\d+:\d+: ", line)]
    if not row.report:
        return f"said {found}" if found else ""
    kind, rule, wording = row.report.groups()
    point = re.search(r"U\+([0-9A-F]+)", wording)
    at = [i for i, words in enumerate(row.words)
          if point and chr(int(point[1], 16)) in words]
    if len(at) != 1:
        return f"{wording} names none of the row's characters"
    line = FIRST_LINE + at[0]
    before = row.words[at[0]].index(chr(int(point[1], 16)))
    # The raw text has no quote before it; an escape is ten columns wide.
    column = FIRST_COLUMN + before - rule.startswith("yaml-")
    before = row.words[at[0]][:before]
    if not rule.startswith("yaml-"):
        column += sum(9 for c in before if not c.isalnum())
    wanted = f"{path}:{line}:{column}: {kind}: {wording} [{rule}]"
    return "" if found == [wanted] else f"said {found}, not {wanted}"


def crop(pdf, box, *command, output=()):
    """A command of poppler on the box; 720 dots an inch are 1/10 pt."""
    x, y, width, height = (n // 100 for n in box.rect)
    return subprocess.run(
        [*command, "-r", "720", "-x", str(x), "-y", str(y), "-W", str(width),
         "-H", str(height), str(pdf), *output],
        capture_output=True, check=True).stdout


def check_page(row, index, dump, pdf):
    """Face, text and shape of the cell of a row's text."""
    words = row.words[index]
    box = dump.boxes[index]
    runs = [r for line in box.lines for r in line.runs]
    faces = {r.face for r in runs if r.text.strip(BEFORE)}
    if "".join(r.text for r in runs) != BEFORE + words:
        return f"the layout says {[r.text for r in runs]}"
    if faces != {row.face}:
        return f"set in {faces}"
    text = crop(pdf, box, "pdftotext", "-enc", "UTF-8",
                output="-").decode().rstrip("\n\f")
    if text != BEFORE + words:
        return "extracted " + " ".join(f"U+{ord(c):04X}" for c in text)
    return ""


def build(chosho, folder, name, rows_words):
    """(done, dump, PDF) of a source with these texts."""
    path = folder / f"{name}.yaml"
    path.write_text("様式: 一段組\n行:\n" + "".join(
        f'  - 文: "{BEFORE}{escape(w)}"\n' for w in rows_words),
        encoding="utf-8")
    run(chosho, "-o", folder, "build", path)
    dump = Dump(run(chosho, "dump", path).stdout)
    return dump, next(folder.rglob(f"{name}.pdf"))


def check_variant(chosho, folder, row):
    """A variant looks unlike its base; an unknown one looks like it."""
    words = row.words[0]
    if not re.search("[\U000E0100-\U000E01EF]", words):
        return ""
    # Rows two and three have the same rules around them: none above, below.
    dump, pdf = build(chosho, folder, "variant",
                      [words[0], words, words[0], words[0]])
    one, two = (crop(pdf, box, "pdftoppm", "-gray") for box in dump.boxes[1:3])
    if (one == two) != ("plain shape" in row.shape):
        return "looks like its base" if one == two else "looks unlike its base"
    return ""


def check_row(chosho, folder, row):
    path = folder / "row.yaml"
    write_source(path, row)
    if not row.shown.startswith("*") and row.shown != " ".join(row.words):
        return "the character is not the code points"
    done = run(chosho, "-o", folder, "build", path)
    pdfs = list(folder.rglob("row.pdf"))
    why = check_report(row, path, done.stderr)
    refused = row.text == "no sheet"
    if done.returncode != int(refused) or bool(pdfs) == refused:
        why = why or f"exit {done.returncode}, {len(pdfs)} files"
    if why or refused:
        return why
    dump = Dump(run(chosho, "dump", path).stdout)
    for index in range(len(row.words)):
        why = why or check_page(row, index, dump, pdfs[0])
    return why or check_variant(chosho, folder, row)


def check_fonts(chosho, folder, rows):
    """`chosho fonts` lists what the sheet's own face does not serve."""
    path = folder / "all.yaml"
    words = [w for row in rows if row.text == "the same" for w in row.words]
    path.write_text("様式: 一段組\n行:\n" + "".join(
        f'  - 文: "{w}"\n' for w in words), encoding="utf-8")
    listed = {}
    for line in run(chosho, "fonts", path).stdout.splitlines():
        face = re.fullmatch(r"  (\S.*): \d+ characters?", line)
        if face:
            listed[face[1]] = []
        elif line.startswith("    "):
            listed[list(listed)[-1]].append(line.strip())
    for row in rows:
        for w in row.words:
            points = " ".join(f"U+{ord(c):04X}" for c in w)
            wanted = f"{w}  {points}  {path}:{FIRST_LINE + words.index(w)}:9" \
                if row.text == "the same" and row.face != "BIZ UDGothic" \
                else None
            if wanted and wanted not in listed.get(row.face, []):
                return f"{wanted} not under {row.face}: {listed}"
    return ""


def main():
    chosho = os.environ["CHOSHO"]
    rows = read_table()
    expect("table", len(rows) >= 20, "too few rows")
    for row in rows:
        with tempfile.TemporaryDirectory() as name:
            why = check_row(chosho, pathlib.Path(name), row)
        report(f"line {row.number} " + " ".join(
            f"U+{ord(c):04X}" for w in row.words for c in w), why)
    with tempfile.TemporaryDirectory() as name:
        why = check_fonts(chosho, pathlib.Path(name), rows)
    report("fonts", why)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
