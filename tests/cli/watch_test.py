#!/usr/bin/env python3
"""build --watch: each test changes files and waits for what the program says;
how long that takes decides nothing but when to give up."""
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from outputs_test import CHOSHO, exit_status, read_tree, report  # noqa: E402

SOURCES = pathlib.Path("tests/fixtures/r03").resolve()
TEMPLATES = pathlib.Path("templates").resolve()
FORMATS = "--format=text,html,csv,json"
PATIENCE = 120
BUILT = re.compile(r"^built: (\d+) of (\d+) sheets?, \d+ ms$", re.M)
KEPT = "not built: the last good outputs stay\n"


class Watch:
    """A running chosho, and what it has said since the last look."""

    def __init__(self, out, *words):
        self.process = subprocess.Popen(
            [CHOSHO, "--lang=en", "build", "--watch", FORMATS, "-o", str(out),
             *map(str, words)], stderr=subprocess.PIPE)
        self.said = ""

    def read(self, seconds):
        pipe = self.process.stderr.fileno()
        if not select.select([pipe], [], [], max(seconds, 0))[0]:
            return False
        data = os.read(pipe, 65536)
        self.said += data.decode()
        return bool(data)

    def wait(self, end):
        """What it says up to a round that ends so, or "" at the last."""
        until = time.monotonic() + PATIENCE
        while True:
            found = end(self.said)
            if found:
                said, self.said = self.said[:found], self.said[found:]
                return said
            if not self.read(until - time.monotonic()):
                return ""

    def built(self, *numbers):
        """A fault unless it says that so many of so many were built."""
        def find(said):
            for match in BUILT.finditer(said):
                if not numbers or match.groups() == tuple(map(str, numbers)):
                    return match.end() + 1
            return 0
        return "" if self.wait(find) else f"it says {self.said!r}"

    def end(self, number):
        self.process.send_signal(number)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "it does not end"
        return "" if self.process.returncode == 0 else \
            f"status {self.process.returncode}"


def replace(path, old, new):
    """Saves as many editors do: a new file takes the old one's name."""
    text = path.read_text("utf-8").replace(old, new)
    beside = path.with_name(path.name + "~")
    beside.write_text(text, "utf-8")
    os.replace(beside, path)


def read_text(out, stem):
    return next(out.rglob(f"{stem}.txt")).read_text("utf-8")


def check_edition(folder):
    edition, out = folder / "r03", folder / "out"
    shutil.copytree(SOURCES, edition)
    run = Watch(out, edition)
    report("watch/first", run.built(12, 12))

    soumu = edition / "soumu.yaml"
    replace(soumu, "総務部", "総務局")
    report("watch/saved-by-rename", run.built(1, 12) or
           ("" if "総務局" in read_text(out, "soumu") else "old words"))
    soumu.write_text(soumu.read_text("utf-8").replace("総務局", "総務課"),
                     "utf-8")
    report("watch/saved-in-place", run.built() or
           ("" if "総務課" in read_text(out, "soumu") else "old words"))

    before = read_tree(out)
    good = soumu.read_text("utf-8")
    replace(soumu, good, good + "bad: 1\n")
    said = run.wait(lambda said: said.find(KEPT) + len(KEPT)
                    if KEPT in said else 0)
    report("watch/error", "" if "[source-unknown-key]" in said else said)
    report("watch/keeps-outputs",
           "" if read_tree(out) == before else "they changed")
    replace(soumu, good + "bad: 1\n", good)
    report("watch/mended", run.built(1, 12))

    shutil.copy(edition / "zaisei.yaml", edition / "kanzai.yaml")
    replace(edition / "edition.yaml", "  - zaisei\n",
            "  - zaisei\n  - kanzai\n")
    report("watch/new-department", run.built(13, 13) or
           ("" if list(out.rglob("kanzai.json")) else "no output"))
    replace(edition / "edition.yaml", "  - kanzai\n", "")
    report("watch/removed-department", run.built(12, 12))
    report("watch/interrupted", run.end(signal.SIGINT))

    fresh = folder / "fresh"
    subprocess.run([CHOSHO, "build", FORMATS, "-o", fresh, edition],
                   capture_output=True, check=True)
    next(iter(out.rglob("kanzai.json"))).unlink()
    for path in list(out.rglob("kanzai.*")):
        path.unlink()
    report("watch/as-one-run",
           "" if read_tree(out) == read_tree(fresh) else "other bytes")


def check_template(folder):
    templates, out = folder / "templates", folder / "out-form"
    shutil.copytree(TEMPLATES, templates)
    source = folder / "soumu.yaml"
    shutil.copy(SOURCES / "soumu.yaml", source)
    run = Watch(out, "--templates", templates, source)
    report("watch/source", run.built(1, 1))
    stage = templates / "juten-mokuhyo" / "tousho.yaml"
    for file in (templates / "juten-mokuhyo").glob("*.yaml"):
        if "進捗状況" in file.read_text("utf-8"):
            stage = file
    replace(stage, stage.read_text("utf-8"),
            stage.read_text("utf-8") + "\n")
    report("watch/template", run.built(1, 1))
    source.unlink()
    said = run.wait(lambda said: said.find(KEPT) + len(KEPT)
                    if KEPT in said else 0)
    report("watch/removed-source", "" if "[file]" in said else said)
    shutil.copy(SOURCES / "soumu.yaml", source)
    report("watch/back-again", run.built(1, 1))
    report("watch/terminated", run.end(signal.SIGTERM))


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-watch-") as name:
        check_edition(pathlib.Path(name))
        check_template(pathlib.Path(name))
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
