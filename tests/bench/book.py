"""What a long book costs: the edition of r03 with its sources repeated.

Three books are made in a temporary folder, of 22, 106 and more than 300
pages; a department written five times is five parts with names of their own.
What one more page costs is the difference between the longest and the
shortest, so that starting the process, opening faces and embedding fonts
fall out. `untagged` is the same program without tags.

As for a sheet, the least of several runs is judged in the milliseconds of
the reference machine, and a round that misses a limit is repeated.
"""
import pathlib
import re
import shutil
import subprocess

SOURCE = "tests/fixtures/r03"
TIMES = [1, 5, 15]  # how often each department stands in a book
ROUNDS = 5
RUNS = 5
# Pages by CPU second, of one more page; peak megabytes of the longest book;
# kilobytes a page has beside the fonts; how much more of them a page of the
# longest book has than one of the middle one.
LIMITS = {"speed": 600.0, "memory": 60.0, "size": 9.0, "growth": 1.05}
LINES = {"speed": "pages by CPU second", "memory": "peak MB of the longest",
         "size": "KB a page beside fonts", "growth": "longest to middle book"}


def make_edition(source, folder, name, times):
    """(folder, departments) of an edition's copy below `folder` that has
    every department `times` times."""
    out = pathlib.Path(folder) / name
    out.mkdir()
    lines = []
    stems = []
    for line in (source / "edition.yaml").read_text("utf-8").splitlines():
        if re.match(r"  - [a-z0-9-]+$", line):
            stems.append(line[4:].strip())
        else:
            lines.append(line)
    for n in range(1, times + 1):
        for stem in stems:
            shutil.copy(source / f"{stem}.yaml", out / f"{stem}-{n}.yaml")
            lines.append(f"  - {stem}-{n}")
    (out / "edition.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return str(out), times * len(stems)


def read_size(path):
    """(pages, bytes, bytes of embedded fonts) of a book."""
    data = path.read_bytes()
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True,
                          text=True, check=True).stdout
    fonts = sum(int(length) for entries, length in
                re.findall(rb"<<([^<>]*)/Length (\d+)>>\nstream\n", data)
                if re.search(rb"/Length1 |/Subtype/(CID|Open)", entries))
    return int(re.search(r"Pages:\s+(\d+)", info)[1]), len(data), fonts


class Book:
    """A book: its least CPU milliseconds and greatest memory so far."""

    def __init__(self, root, folder, program, times):
        self.edition, _ = make_edition(root / SOURCE, folder,
                                       f"book-{times}", times)
        self.out = pathlib.Path(folder) / f"out-{times}"
        self.program = program
        self.pages = self.bytes = self.fonts = 0
        self.memory = 0.0
        self.cpu = self.bare = float("inf")

    def run(self, measure, tool):
        command = ["build", "--book", "-o", str(self.out), self.edition]
        bare, _ = measure(tool, [self.program["untagged"], *command])
        cpu, memory = measure(tool, [self.program["chosho"], *command])
        self.bare = min(self.bare, bare)
        self.cpu = min(self.cpu, cpu)
        self.memory = max(self.memory, memory)
        if not self.pages:
            path = next(self.out.glob("*/*/book.pdf"))
            self.pages, self.bytes, self.fonts = read_size(path)

    def page_size(self):
        return (self.bytes - self.fonts) / 1000 / self.pages


def more(least, most, what):
    """What one more page costs by two books."""
    return ((getattr(most, what) - getattr(least, what)) /
            (most.pages - least.pages))


def print_books(books, fixed, speed):
    first, _, last = books
    page, bare = more(first, last, "cpu"), more(first, last, "bare")
    print(f"book: calibration {fixed:.0f} ms, speed {speed:.2f}")
    print("  pages  CPU ms  pages/s  untagged  peak MB  KB a page")
    for book in books:
        print(f"  {book.pages:5} {book.cpu:7.0f} "
              f"{book.pages / book.cpu * 1000:8.0f} {book.bare:9.0f} "
              f"{book.memory:8.1f} {book.page_size():10.2f}")
    print(f"  one more page: {page:.2f} ms, {bare:.2f} without tags: "
          f"they are {(page - bare) / page:.0%} of it")


def measure_round(books, tools, bench):
    """One round: what is judged, by name."""
    fixed = bench.calibrate(tools["calibrate"])
    for book in books:
        book.cpu = book.bare = float("inf")
    for _ in range(RUNS):
        for book in books:
            book.run(bench.measure, tools["measure"])
    fixed = min(fixed, bench.calibrate(tools["calibrate"]))
    speed = bench.reference / fixed
    print_books(books, fixed, speed)
    first, middle, last = books
    return {"speed": 1000 / (more(first, last, "cpu") * speed),
            "memory": last.memory, "size": last.page_size(),
            "growth": last.page_size() / middle.page_size()}


def is_kept(key, value):
    return value >= LIMITS[key] if key == "speed" else value <= LIMITS[key]


def judge(root, folder, tools, bench):
    """Measures and prints; False when a limit is missed in all rounds.
    `bench` has measure(), calibrate() and the reference calibration."""
    books = [Book(root, folder, tools, times) for times in TIMES]
    best = {}
    for _ in range(ROUNDS):
        found = measure_round(books, tools, bench)
        for key, value in found.items():
            better = max if key == "speed" else min
            best[key] = better(best.get(key, value), value)
        if all(is_kept(key, best[key]) for key in LIMITS):
            break
    for key, limit in LIMITS.items():
        side = "at least" if key == "speed" else "at most"
        verdict = "kept" if is_kept(key, best[key]) else "MISSED"
        print(f"  {LINES[key]}: {best[key]:.2f} of {side} {limit:g}: {verdict}")
    return all(is_kept(key, best[key]) for key in LIMITS)
