#!/usr/bin/env python3
"""What a run meets where it is used: kills, other runs, full disks, odd clocks.

- a site or a book that was killed at any moment is whole: all old or all new;
  the next run removes what the killed one left;
- two runs at once on one folder: both end well, what is there is whole and of
  one of them;
- a folder that may not be written, a file size limit, a full device, closed
  standard streams: a message, status 3, the old outputs;
- no clock, time zone or locale changes a byte.
"""
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

CHOSHO = str(pathlib.Path(os.environ.get("CHOSHO", "build/chosho")).resolve())
SOURCES = pathlib.Path("tests/fixtures/books/small").resolve()
KINDS = {
    "sheets": ["--format=pdf,html,csv,json"],
    "site": ["--site", "--format=pdf,html,csv,json"],
    "book": ["--book"],
}
KILLS = 12
TOGETHER = 6
NOBODY = 65534
SYSTEM = 3

failures = 0


def report(name, fault=""):
    global failures
    failures += bool(fault)
    fault = str(fault).replace("\n", " | ")
    print(f"not ok {name}: {fault}" if fault else f"ok {name}", flush=True)


def command(kind, out, sources=SOURCES):
    return [CHOSHO, "--lang=en", "build", *KINDS[kind], "-o", str(out),
            str(sources)]


def build(kind, out, sources=SOURCES, **options):
    return subprocess.run(command(kind, out, sources), capture_output=True,
                          text=True, errors="replace", **options)


def read_tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file()}


def is_hidden(name):
    return ".tmp" in name


def change_sources(folder):
    """All departments say something else."""
    shutil.copytree(SOURCES, folder)
    for path in folder.glob("k*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace(
            "名称: ", "名称: 新", 1), encoding="utf-8")
    return folder


class Twins:
    """A kind of outputs from two states of the sources."""

    def __init__(self, kind, folder, changed):
        self.kind = kind
        self.sources = (SOURCES, changed)
        self.trees = []
        self.seconds = 0
        for i, sources in enumerate(self.sources):
            out = folder / f"{kind}-{i}"
            started = time.monotonic()
            build(kind, out, sources)
            self.seconds = time.monotonic() - started
            self.trees.append(read_tree(out))

    def fault_of(self, tree, whole):
        """A file that is none of both; with `whole` a mixture is a fault."""
        seen = {n: d for n, d in tree.items() if not is_hidden(n)}
        if seen in self.trees:
            return ""
        for name, data in seen.items():
            if data not in (self.trees[0].get(name), self.trees[1].get(name)):
                return f"{name} is neither old nor new"
        missing = set(self.trees[0]) - set(seen)
        if missing:
            return f"{sorted(missing)[:3]} are gone"
        return "a mixture" if whole else ""


def leftovers(folder):
    """Beside a site and within an output folder."""
    return [str(p) for p in [*folder.parent.iterdir(), *folder.rglob("*")]
            if is_hidden(p.name) and folder.name in str(p)]


def check_killed(twins, folder):
    out = folder / f"{twins.kind}-killed" / "out"
    moments = random.Random(7)
    build(twins.kind, out)
    fault = ""
    for attempt in range(KILLS):
        process = subprocess.Popen(
            command(twins.kind, out, twins.sources[(attempt + 1) % 2]),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0, twins.seconds * 1.2))
        process.kill()
        process.wait()
        fault = fault or twins.fault_of(read_tree(out),
                                        twins.kind != "sheets")
    report(f"{twins.kind}/killed", fault)
    build(twins.kind, out)
    left = leftovers(out)
    report(f"{twins.kind}/next-run-cleans-up",
           left or ("" if read_tree(out) == twins.trees[0] else "not whole"))


def check_together(twins, folder):
    """Each run is whole; which is the last is open."""
    out = folder / f"{twins.kind}-together" / "out"
    build(twins.kind, out)
    fault = ""
    for _ in range(TOGETHER):
        processes = [subprocess.Popen(
            command(twins.kind, out, sources), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for sources in twins.sources]
        for process in processes:
            _, messages = process.communicate()
            if process.returncode not in (0, SYSTEM) or (
                    process.returncode and not messages):
                fault = fault or f"status {process.returncode} {messages}"
        fault = fault or twins.fault_of(read_tree(out),
                                        twins.kind != "sheets")
    report(f"{twins.kind}/two-at-once", fault)
    build(twins.kind, out)
    left = leftovers(out)
    report(f"{twins.kind}/after-two", left or (
        "" if read_tree(out) == twins.trees[0] else "not whole"))


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))


def check_refused(twins, folder):
    """Old outputs stay where new ones cannot be written."""
    out = folder / f"{twins.kind}-refused" / "out"
    build(twins.kind, out)
    done = build(twins.kind, out, twins.sources[1], preexec_fn=limit_files)
    fault = "" if done.returncode == SYSTEM and done.stderr else \
        f"status {done.returncode} {done.stderr[-200:]}"
    tree = {n: d for n, d in read_tree(out).items() if not is_hidden(n)}
    report(f"{twins.kind}/file-size-limit", fault or (
        "" if tree == twins.trees[0] else "the old outputs changed"))
    if os.geteuid() or not shutil.which("setpriv"):
        print(f"ok {twins.kind}/read-only # skip: root's word is needed")
        return
    prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
              "--clear-groups"]
    if subprocess.run([*prefix, "test", "-x", CHOSHO, "-a", "-r",
                       str(SOURCES)], capture_output=True).returncode:
        print(f"ok {twins.kind}/read-only # skip: nobody may not read")
        return
    done = subprocess.run([*prefix, *command(twins.kind, out,
                                             twins.sources[1])],
                          capture_output=True, text=True)
    fault = "" if done.returncode == SYSTEM and "cannot write" in \
        done.stderr else f"status {done.returncode} {done.stderr[-200:]}"
    tree = {n: d for n, d in read_tree(out).items() if not is_hidden(n)}
    report(f"{twins.kind}/read-only", fault or (
        "" if tree == twins.trees[0] else "the old outputs changed"))


def check_streams(folder):
    """Standard output that is full or closed."""
    sheet = str(SOURCES / "kiki.yaml")
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([CHOSHO, "--lang=en", "text", sheet],
                              stdout=full, stderr=subprocess.PIPE, text=True)
    report("streams/full", "" if done.returncode == SYSTEM and done.stderr
           else f"status {done.returncode} {done.stderr}")
    wanted = folder / "streams-wanted"
    build("sheets", wanted, sheet)
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        out = folder / f"streams-{len(closed)}-{closed[0]}"
        line = " ".join(f"'{word}'" for word in command("sheets", out, sheet))
        done = subprocess.run(["sh", "-c", f"{line} {closed}"],
                              capture_output=True, text=True)
        report(f"streams/closed {closed}", "" if not done.returncode and
               read_tree(out) == read_tree(wanted)
               else f"status {done.returncode} {done.stderr}")


def check_closed_output():
    """Words that nobody gets are no success."""
    done = subprocess.run(
        ["sh", "-c", f"'{CHOSHO}' --lang=en text '{SOURCES}/kiki.yaml' >&-"],
        capture_output=True, text=True)
    report("streams/closed-output", "" if done.returncode == SYSTEM and
           done.stderr else f"status {done.returncode} {done.stderr}")


def check_surroundings(folder):
    """Clocks and locales that no machine should have."""
    wanted = folder / "odd-wanted"
    build("site", wanted)
    odd = {
        "time-zone": {"TZ": "Nowhere/Nothing"},
        "time-zone-file": {"TZ": ":/dev/full"},
        "locale-broken": {"LC_ALL": "xx_YY.KOI8-Q", "LANG": "\x01"},
        "locale-long": {"LC_ALL": "a" * 5000},
        "locale-path": {"LANGUAGE": "../../../../etc/passwd"},
        "no-home": {"HOME": "", "PATH": "", "TMPDIR": "/nonexistent"},
        "epoch-broken": {"SOURCE_DATE_EPOCH": "tomorrow"},
        "epoch-far": {"SOURCE_DATE_EPOCH": "9" * 30},
        "nothing": None,
    }
    clocks = {"clock-1970": "1970-01-02 00:00:00",
              "clock-2100": "2100-03-01 00:00:00"}
    for name, extra in odd.items():
        out = folder / f"odd-{name}"
        env = {} if extra is None else dict(os.environ, **extra)
        done = subprocess.run(command("site", out), capture_output=True,
                              text=True, errors="replace", env=env)
        same = read_tree(out) == read_tree(wanted) if out.exists() else False
        if name.startswith("epoch"):
            same = done.returncode == 0 and out.exists()
        report(f"surroundings/{name}", "" if same else
               f"status {done.returncode} {done.stderr[-200:]}")
    # faketime is loaded first, where a sanitizer wants to be.
    preloaded = dict(os.environ, ASAN_OPTIONS="verify_asan_link_order=0")
    for name, clock in clocks.items():
        if not shutil.which("faketime"):
            print(f"ok surroundings/{name} # skip: faketime is not here")
            continue
        out = folder / f"odd-{name}"
        done = subprocess.run(["faketime", clock, *command("site", out)],
                              capture_output=True, text=True, env=preloaded)
        report(f"surroundings/{name}", "" if done.returncode == 0 and
               read_tree(out) == read_tree(wanted) else done.stderr[-200:])


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-hard-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        changed = change_sources(folder / "changed")
        for kind in KINDS:
            twins = Twins(kind, folder, changed)
            check_killed(twins, folder)
            check_together(twins, folder)
            check_refused(twins, folder)
        check_streams(folder)
        check_closed_output()
        check_surroundings(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
