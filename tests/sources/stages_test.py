#!/usr/bin/env python3
"""The stages of a year say the same of what they share, cell by cell.

The finished PDFs are read with pikepdf by /ID, the finished pages with
Python's own parser by id. What the beginning of the year shows stands in the
middle of the year and at its end in the same words; a goal's mark stands
behind its name from the middle of the year on.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path += [str(ROOT / "tests/prove"), str(ROOT / "tests/web")]
import pages_test  # noqa: E402
import prove_test  # noqa: E402

CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
EDITIONS = [ROOT / "sources/r02", ROOT / "tests/fixtures/r03"]
STAGES = ["tousho", "chukan", "kimatsu"]
NAME = "/名称"
SHARED = {  # ends of addresses, by the first stage that has them
    "tousho": ("部局", NAME, "/項目", "/期限・数値目標"),
    "chukan": ("/中間報告.進捗状況",),
}


def say(name, faults):
    print(f"not ok {name}: {' | '.join(faults[:3])}" if faults
          else f"ok {name}")


def read_page(path):
    page = pages_test.read(path)
    return {k: v for k, v in page.source.items()}


def without_mark(words):
    return words[:-1] if words[-1:] in pages_test.WORDS else words


def compare(cells, first, later):
    """What `later` says of the cells that `first` began with."""
    for address, words in cells[first].items():
        if not address.endswith(SHARED[first]):
            continue
        found = cells[later].get(address)
        if found is not None and first == "tousho" and address.endswith(NAME):
            found = without_mark(found)
        if found != words:
            yield f"{address}: {found!r}, not {words!r}"


def check_document(stem, folder, extension, read):
    cells = {s: read(folder / s / f"{stem}.{extension}") for s in STAGES}
    shared = sum(a.endswith(SHARED["tousho"]) for a in cells["tousho"])
    faults = [] if shared > 3 else [f"only {shared} cells"]
    for first, later in (("tousho", "chukan"), ("tousho", "kimatsu"),
                         ("chukan", "kimatsu")):
        faults += [f"{later}: {f}" for f in compare(cells, first, later)]
    say(f"{folder.name}/{stem}: {extension}", faults)


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-stages-") as name:
        for edition in EDITIONS:
            for stage in STAGES:
                done = subprocess.run(
                    [CHOSHO, "build", f"--stage={stage}", "--format=pdf,html",
                     "-o", name, str(edition)], capture_output=True, text=True)
                if done.returncode:
                    say(f"{edition.name}/{stage}", [done.stderr[-300:]])
                    return 1
            for path in sorted(edition.glob("*.yaml")):
                if path.stem == "edition":
                    continue
                folder = pathlib.Path(name, edition.name)
                check_document(path.stem, folder, "pdf", prove_test.read_pdf)
                check_document(path.stem, folder, "html", read_page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
