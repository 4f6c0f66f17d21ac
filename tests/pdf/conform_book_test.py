#!/usr/bin/python3
"""Books against the same checks as sheets: small ones and one of some 300
pages; their words against the sources of all departments."""
import pathlib
import shutil
import sys
import tempfile

import yaml

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from conform import text
from conform_test import FIXTURES, JUTEN, Subject, check_subject
from report import exit_status, report

BOOKS = FIXTURES / "books"
COPIES = 14  # of the twelve departments: 295 pages


def copy_edition(folder, copies):
    """An edition of the twelve departments, again and again."""
    source = FIXTURES / "r03"
    edition = (source / "edition.yaml").read_text(encoding="utf-8")
    head, _, names = edition.partition("部局:\n")
    stems = [n.split("- ")[1].strip() for n in names.splitlines()]
    folder.mkdir()
    for i in range(1, copies + 1):
        for stem in stems:
            shutil.copy(source / f"{stem}.yaml", folder / f"{stem}-{i}.yaml")
    (folder / "edition.yaml").write_text(
        f"{head}部局:\n" + "".join(f"  - {s}-{i}\n" for i in
                                  range(1, copies + 1) for s in stems),
        encoding="utf-8")
    return folder


def check_words(subject):
    """Each department's elements hold its source."""
    with open(subject.source / "edition.yaml", encoding="utf-8") as file:
        stems = yaml.load(file, Loader=yaml.BaseLoader)["部局"]
    form = text.Form(subject.form)
    found = [f"{stem}: {fault}" for stem in stems
             for fault in text.find_faults(
                 subject.document, subject.source / f"{stem}.yaml", form,
                 f"{stem}/")]
    report(f"{subject.name}/words", "; ".join(found[:3]))


def check_parted(subject):
    """A line of contents over pages is one link, shown on each of them."""
    most = max(len(e.annotations) for e in subject.document.elements
               if e.type == "/Link")
    report(f"{subject.name}/over pages", "" if most > 1 else
           "no line is so long")


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-books-") as name:
        folder = pathlib.Path(name)
        stress = copy_edition(folder / "stress-sources", COPIES)
        books = [  # name, sources, forms
            ("r02", pathlib.Path("sources/r02"), None),
            ("r03", FIXTURES / "r03", None),
            ("small", BOOKS / "small", None),
            ("plain", FIXTURES / "r03", BOOKS / "plain"),
            ("narrow", BOOKS / "small", BOOKS / "narrow"),
            ("stress", stress, None),
        ]
        for name, source, templates in books:
            subject = Subject(f"book/{name}", source, JUTEN, templates,
                              options=["--book"])
            subject.build(folder)
            report(subject.name, subject.error or
                   "; ".join(check_subject(subject)[:5]))
            if subject.document and name != "stress":
                check_words(subject)
            if subject.document and name == "narrow":
                check_parted(subject)
            if subject.document and name == "stress":
                pages = len(subject.document.pages)
                report("book/stress/pages", "" if pages > 280 else pages)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
