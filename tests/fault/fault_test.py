#!/usr/bin/env python3
"""Each call of the system fails once: tests/fault/fault_test.py [--all] [--only NAME]

The program of fault.c makes its outputs over older ones while one call fails.
Then either it says so, ends with status 3 and the older outputs are as they
were, byte by byte; or it goes on and the outputs are those of an undisturbed
run. Calls that were interrupted or did only a part are always done again.
What is left beside the outputs goes with the next run. An allocation that
fails ends the run whoever wanted it, the program or a library.

`make check` tries some calls of each kind, `make fault` (--all) each.
"""
import argparse
import collections
import concurrent.futures
import errno
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CHOSHO = pathlib.Path(os.environ.get("CHOSHO", "build/chosho")).resolve()
FAULTY = CHOSHO.parent / "fault/chosho"
SOURCES = pathlib.Path("tests/fixtures/books/small").resolve()
SHEET = "kiki.yaml"
SANITIZED = "sanitize" in str(FAULTY)
JOBS = 2

# kind of call: with which errors it fails
KINDS = {
    "open": ("EIO", "EINTR", "ENOSPC"),
    "read": ("EIO", "EINTR", "short"),
    "list": ("EIO",),
    "write": ("EIO", "EINTR", "ENOSPC", "short"),
    "fsync": ("EIO", "EINTR", "ENOSPC"),
    "close": ("EIO", "EINTR"),
    "rename": ("EIO", "ENOSPC"),
    "mkdir": ("EIO", "ENOSPC"),
    "mmap": ("ENOMEM",),
    "stat": ("EIO",),
    "link": ("EIO",),
    "unlink": ("EIO",),
    "fork": ("EAGAIN",),
}
AGAIN = {"EINTR", "short"}  # ... and are done again

# what runs: arguments, which of the sources
RUNS = {
    "sheet": (["build", "--format=pdf,png,text", "--width=120"], SHEET),
    "edition": (["build", "--format=pdf,html,fragment,csv,json"], ""),
    "site": (["build", "--site", "--format=pdf,html,csv,json"], ""),
    "book": (["build", "--book"], ""),
    "check": (["check"], ""),
    "text": (["text"], SHEET),
    "prove": (["prove"], ""),
}
SAMPLE = {"alloc": 97, "other": 7}  # one of so many calls

failures = 0


def report(name, fault=""):
    global failures
    failures += bool(fault)
    print(f"not ok {name}: {fault}" if fault else f"ok {name}", flush=True)


def read_tree(folder):
    """{path: bytes} of all files."""
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def without_hidden(tree):
    """Without what a run has beside its outputs while it works."""
    return {n: d for n, d in tree.items() if ".tmp" not in n}


class Run:
    """A command, the outputs before it, and those it should make."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder / name
        self.arguments, self.source = RUNS[name]
        self.folder.mkdir()
        old = self.folder / "old-sources"
        shutil.copytree(SOURCES, old)
        self.change(old)
        self.old = self.folder / "old"
        self.start(CHOSHO, self.old, sources=old)
        new = self.folder / "new"
        if self.old.exists():
            shutil.copytree(self.old, new)
        done = self.start(CHOSHO, new)
        self.expected = (done.returncode, done.stdout)
        self.old_tree = read_tree(self.old)
        self.new_tree = read_tree(new)

    def change(self, sources):
        """Older sources: other words. What `prove` reads is from now."""
        if self.name == "prove":
            return
        for path in sources.glob("k*.yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("名称: ", "名称: 旧", 1),
                            encoding="utf-8")

    def start(self, program, out, env=None, sources=SOURCES):
        arguments = list(self.arguments)
        if self.name == "prove" and out == self.old:
            arguments = RUNS["edition"][0]
        if arguments[0] in ("build", "prove"):
            arguments += ["-o", str(out)]
        done = subprocess.run(
            [str(program), "--lang=en", *arguments,
             str(sources / self.source)],
            capture_output=True, text=True, errors="replace",
            env=dict(os.environ, **(env or {})), check=False)
        done.stdout = done.stdout.replace(str(out), "OUT")
        return done

    def fail(self, kind, at, error):
        """(what is wrong or "", what became of it or None at the end)"""
        place = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        out = place / "out"
        told = place / "told"
        if self.old.exists():
            shutil.copytree(self.old, out)
        done = self.start(FAULTY, out, {
            "FAULT_KIND": kind, "FAULT_AT": str(at), "FAULT_REPORT": str(told),
            "FAULT_ERROR": error if error == "short" or not error
            else str(getattr(errno, error))})
        try:
            if not told.exists():
                return self.judge_whole(out, done), None
            return self.judge(out, done, error)
        finally:
            shutil.rmtree(place)

    def judge_whole(self, out, done):
        if (done.returncode, done.stdout) != self.expected:
            return f"undisturbed: {done.returncode} {done.stderr[-300:]}"
        tree = read_tree(out) if out.exists() else {}
        return "" if tree == self.new_tree else "undisturbed: other outputs"

    def judge(self, out, done, error):
        tree = read_tree(out) if out.exists() else {}
        went_on = (done.returncode, done.stdout) == self.expected and \
            without_hidden(tree) == self.new_tree
        stopped = done.returncode == 3 and done.stderr.strip() and \
            without_hidden(tree) == self.old_tree
        if not went_on and (not stopped or error in AGAIN):
            same = "old" if without_hidden(tree) == self.old_tree else \
                "new" if without_hidden(tree) == self.new_tree else "mixed"
            return (f"status {done.returncode}, {same} outputs, "
                    f"said: {done.stderr[-300:]!r}"), ""
        self.start(CHOSHO, out)
        tree = read_tree(out) if out.exists() else {}
        left = [p for p in out.parent.iterdir() if ".tmp" in p.name]
        if tree != self.new_tree or left:
            return f"the next run leaves {left} {set(tree)}", ""
        return "", "went on" if went_on else "stopped"


def try_kind(run, kind, error, step, pool):
    """Fails each `step`-th call of a kind; the sum for people."""
    counts = collections.Counter()
    bad = []
    at = 1
    while True:
        batch = [pool.submit(run.fail, kind, at + i * step, error)
                 for i in range(JOBS)]
        ended = False
        for i, future in enumerate(batch):
            fault, became = future.result()
            if fault:
                bad.append(f"call {at + i * step}: {fault}")
            if became is None:
                ended = True
                break
            counts[became] += 1
        if ended or len(bad) > 5:
            break
        at += JOBS * step
    counts.pop("", None)
    report(f"{run.name}/{kind}-{error}", " | ".join(bad))
    return counts


def try_allocations(run, step):
    """All in one run, see fault.c."""
    out = run.folder / "allocations"
    told = run.folder / "allocations.told"
    if run.old.exists():
        shutil.copytree(run.old, out)
    done = run.start(FAULTY, out, {
        "FAULT_KIND": "all-allocs", "FAULT_AT": str(step),
        "FAULT_REPORT": str(told)})
    lines = told.read_text().splitlines() if told.exists() else ["none"]
    fault = "" if lines[-1].endswith(" 0 bad") else " | ".join(lines[-6:])
    if " 0 tried" in lines[-1]:
        fault = "no allocation was tried"
    tree = without_hidden(read_tree(out)) if out.exists() else {}
    if (done.returncode, done.stdout) != run.expected or tree != run.new_tree:
        fault = fault or f"status {done.returncode} {done.stderr[-300:]}"
    run.start(CHOSHO, out)
    tree = read_tree(out) if out.exists() else {}
    if tree != run.new_tree:
        fault = fault or f"the next run leaves {set(tree) - set(run.new_tree)}"
    report(f"{run.name}/alloc", fault)
    return lines[-1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    sums = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="chosho-fault-") as name, \
            concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for run_name in RUNS:
            if not run_name.startswith(options.only.split("/")[0]):
                continue
            run = Run(run_name, pathlib.Path(name))
            if run.expected[0] != 0:
                report(f"{run_name}", f"ends with {run.expected}")
                continue
            step = 1 if options.all else SAMPLE["alloc"]
            print(f"# {run_name}: {try_allocations(run, step)}", flush=True)
            step = 1 if options.all else SAMPLE["other"]
            before = sums.total()
            for kind, errors in KINDS.items():
                for error in errors:
                    if f"{run_name}/{kind}-{error}".startswith(options.only):
                        sums += try_kind(run, kind, error, step, pool)
            report(f"{run_name}/tried", "" if sums.total() > before else
                   "no call has failed")
    print("# " + ", ".join(f"{n} {w}" for w, n in sorted(sums.items())))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
