#!/usr/bin/python3
"""A check that finds nothing proves nothing unless it could: every check of
tests/pdf/conform must find the fault in its broken twins, and nothing in the
file they were made from."""
import io
import os
import pathlib
import subprocess
import sys
import tempfile

import pikepdf

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import conform
from conform import text
from conform.reader import Document
from conform import twins_links  # noqa: F401
from conform.twins import TWINS
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
FIXTURES = pathlib.Path("tests/fixtures")
FORMS = FIXTURES / "forms"


def build(name, folder):
    what = ["--templates", FORMS, "build", FORMS / f"sources/{name}.yaml"] \
        if name != "book" else ["build", "--book", FIXTURES / "books/small"]
    subprocess.run([CHOSHO, "--lang=en", *what, "-o", folder / name],
                   capture_output=True, check=True)
    return next((folder / name).rglob("*.pdf")).read_bytes()


def break_file(raw, function):
    """The spoilt document. A twin that returns a function spoils the bytes."""
    pdf = pikepdf.open(io.BytesIO(raw))
    change = function(pdf)
    return Document(pdf, change(raw) if change else raw)


def check_twin(raw, check, function):
    try:
        document = break_file(raw, function)
    except Exception as error:
        return f"it was not made: {type(error).__name__}: {error}"
    faults = conform.find_faults(document, check)
    if not faults:
        return "it is not noticed"
    return faults[0] if faults[0].startswith("stumbled") else ""


def check_words(raw):
    """The check of words against sources notices what it should."""
    source = FORMS / "sources/konzai.yaml"
    form = text.Form(FORMS / "konzai")

    def faults(pdf):
        return list(text.find_faults(Document(pdf), source, form))

    def cell(pdf, name):
        return next(e.obj for e in Document(pdf).elements if e.name == name)

    pdf = pikepdf.open(io.BytesIO(raw))
    report("words/good", "; ".join(faults(pdf)))
    first, second = (cell(pdf, f"連絡[{i}]/窓口[1]/電話") for i in (1, 2))
    first.K, second.K = second.K, first.K
    report("words/two cells change places",
           "" if faults(pdf) else "not noticed")
    pdf = pikepdf.open(io.BytesIO(raw))
    entries = cell(pdf, "目標[1]/区分[1]/取組[1]/経過").K[0]
    entries.K = pikepdf.Array([entries.K[1], entries.K[0]])
    report("words/two entries change places",
           "" if faults(pdf) else "not noticed")
    pdf = pikepdf.open(io.BytesIO(raw))
    cell(pdf, "連絡[1]/窓口[1]/電話").K = pikepdf.Array([])
    report("words/a cell is empty", "" if faults(pdf) else "not noticed")
    pdf = pikepdf.open(io.BytesIO(raw))
    cell(pdf, "連絡[1]/窓口[1]/電話").K.append(
        cell(pdf, "連絡[2]/窓口[1]/電話").K[0])
    report("words/more than the source", "" if faults(pdf)
           else "not noticed")
    pdf = pikepdf.open(io.BytesIO(raw))
    sign = next(e.obj for e in Document(pdf).elements if "/E" in e.obj)
    sign.E = pikepdf.String("遅れがある")
    report("words/a mark with another's meaning", "" if list(
        text.find_mark_faults(Document(pdf), source, form))
        else "not noticed")


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-twins-") as name:
        folder = pathlib.Path(name)
        files = {n: build(n, folder) for n in {t[3] for t in TWINS}}
    for name, raw in files.items():
        document = Document(pikepdf.open(io.BytesIO(raw)), raw)
        for check in conform.CHECKS:
            faults = conform.find_faults(document, check)
            if faults:
                report(f"{name}/{check}", faults)
        report(f"{name}/good")
    missing = set(conform.CHECKS) - {t[0] for t in TWINS}
    report("every-check-has-a-twin", ", ".join(sorted(missing)))
    report("every-machine-condition-is-held", ", ".join(conform.unheld()))
    for check, what, function, of in TWINS:
        report(f"{check}/{what}", check_twin(files[of], check, function))
    check_words(files["konzai"])
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
