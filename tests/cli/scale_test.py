#!/usr/bin/env python3
"""Many sheets in one run, in several processes, and in several runs.

- the same bytes and the same messages for any -j;
- the shares of --shard and then --indexes make what one run makes;
- a worker that is killed ends the run with a message, and the old outputs
  stay; workers end with the process that started them.

Processes are caught at a known place: a source is a named pipe, and whoever
reads it waits until this test writes there.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from outputs_test import CHOSHO, exit_status, read_tree, report  # noqa: E402

FIXTURES = pathlib.Path("tests/fixtures/r03").resolve()
ALL = "--format=pdf,html,fragment,csv,json,text"
PATIENCE = 120  # seconds until a test gives up


def command(out, *words):
    return [CHOSHO, "--lang=en", "build", ALL, "-o", str(out), *map(str, words)]


def build(out, *words):
    return subprocess.run(command(out, *words), capture_output=True, text=True)


def wait_until(is_so):
    """True when it became so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def children(process):
    path = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in path.read_text().split()]


def is_alive(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in "ZX"


def check_jobs(folder, wanted):
    for jobs in (1, 2, 5):
        out = folder / f"jobs-{jobs}"
        done = build(out, f"-j{jobs}", FIXTURES)
        fault = ""
        if read_tree(out) != wanted["tree"]:
            fault = "other bytes"
        elif done.stderr != wanted["messages"]:
            fault = "other messages"
        report(f"jobs/{jobs}", fault or (done.stderr if done.returncode else ""))


def check_site(folder):
    trees = []
    for jobs in (1, 3):
        out = folder / f"site-{jobs}"
        subprocess.run([CHOSHO, "build", "--site", f"-j{jobs}", "-o", out,
                        FIXTURES], capture_output=True, check=True)
        trees.append(read_tree(out))
    report("jobs/site", "" if trees[0] == trees[1] else "other bytes")


def check_shards(folder, wanted):
    out = folder / "shards"
    for share in (2, 3, 1):
        done = build(out, f"--shard={share}/3", FIXTURES)
        if done.returncode:
            report("shards/build", done.stderr)
            return
    early = [path for path in read_tree(out)
             if re.search(r"/(index|data|schema|items|entries)\.", path)]
    report("shards/only-departments", str(early) if early else "")
    done = build(out, "--indexes", FIXTURES)
    report("shards/sum", done.stderr if done.returncode else
           ("" if read_tree(out) == wanted["tree"] else "other bytes"))
    next(out.rglob("soumu.pdf")).unlink()
    done = build(out, "--indexes", FIXTURES)
    report("shards/missing-file", "" if done.returncode == 1 and
           "soumu.pdf [index-file]" in done.stderr else done.stderr)


def copy_edition(folder, name):
    target = folder / name
    shutil.copytree(FIXTURES, target)
    return target


def check_errors(folder, wanted):
    """Faults in several sources: all of them are told, in order."""
    edition = copy_edition(folder, "faults")
    for stem in ("kenkou", "zaisei", "nourin"):
        with open(edition / f"{stem}.yaml", "a", encoding="utf-8") as file:
            file.write("bad: 1\n")
    out = folder / "errors"
    shutil.copytree(folder / "jobs-1", out)
    said = [build(out, f"-j{jobs}", edition) for jobs in (1, 4)]
    report("errors/same-messages",
           "" if said[0].stderr == said[1].stderr else "other messages")
    report("errors/all-told", "" if said[0].returncode == 1 and
           said[0].stderr.count("[source-unknown-key]") == 3
           else said[0].stderr)
    report("errors/old-outputs-stay",
           "" if read_tree(out) == wanted["tree"] else "they changed")


def start_stuck(folder, name, out):
    """A run with a worker that waits for a source, and what it waits for."""
    edition = copy_edition(folder, name)
    pipe = edition / "kenkou.yaml"
    pipe.unlink()
    os.mkfifo(pipe)
    process = subprocess.Popen(command(out, "-j2", edition),
                               stderr=subprocess.PIPE, text=True)
    ends = []

    def is_read():
        try:  # as soon as somebody opens it to read
            ends.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            return False
        return True

    wait_until(is_read)
    return process, ends[0]


def ended(process, end):
    """What it said, when it has ended."""
    try:
        said = process.communicate(timeout=PATIENCE)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        said = "it did not end"
    os.close(end)
    return said


def check_killed_worker(folder, wanted):
    out = folder / "worker"
    shutil.copytree(folder / "jobs-1", out)
    process, end = start_stuck(folder, "stuck", out)
    os.kill(children(process)[0], signal.SIGKILL)
    said = ended(process, end)
    report("worker/message", "" if process.returncode == 3 and
           "signal 9 (KILL)" in said else f"{process.returncode} {said}")
    report("worker/old-outputs-stay",
           "" if read_tree(out) == wanted["tree"] else "they changed")
    fresh = folder / "worker-fresh"
    process, end = start_stuck(folder, "stuck-fresh", fresh)
    os.kill(children(process)[1], signal.SIGKILL)
    ended(process, end)
    left = [str(path) for path in fresh.rglob("*")] if fresh.exists() else []
    report("worker/nothing-left", str(left) if left else "")


def check_killed_parent(folder, wanted):
    out = folder / "parent"
    shutil.copytree(folder / "jobs-1", out)
    process, end = start_stuck(folder, "orphans", out)
    workers = children(process)
    process.kill()
    ended(process, end)
    report("parent/workers-end", "" if wait_until(
        lambda: not any(map(is_alive, workers))) else "they live")
    done = build(out, FIXTURES)
    report("parent/next-run-cleans-up", done.stderr if done.returncode else
           ("" if read_tree(out) == wanted["tree"] else "other files"))


def check_refused():
    for words in (["-j0"], ["-j", "x"], ["--shard=0/3"], ["--shard=4/3"],
                  ["--shard=3"], ["--shard=1/2", "--site"],
                  ["--shard=1/2", "--indexes"], ["--shard=1/2", "--book"],
                  ["--watch", "-"]):
        done = build("out", *words, FIXTURES)
        report(f"refused/{'_'.join(words)}",
               "" if done.returncode == 2 else f"exit {done.returncode}")


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-scale-") as name:
        folder = pathlib.Path(name)
        done = build(folder / "one", FIXTURES)
        wanted = {"tree": read_tree(folder / "one"), "messages": done.stderr}
        report("one-run", done.stderr if done.returncode else "")
        check_jobs(folder, wanted)
        check_site(folder)
        check_shards(folder, wanted)
        check_errors(folder, wanted)
        check_killed_worker(folder, wanted)
        check_killed_parent(folder, wanted)
        check_refused()
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
