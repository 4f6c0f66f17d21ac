#!/usr/bin/env python3
"""What a run leaves behind: the same bytes anywhere, never half a file.

- the same bytes under another TZ, LC_ALL, working directory and user, from
  files in another order, another place, by another build of the program;
- a broken source leaves the old outputs as they were;
- a run killed at any moment leaves each file whole, old or new, and the next
  run removes what the killed one left.
"""
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", str(pathlib.Path("build/chosho").resolve()))
SOURCES = pathlib.Path("sources/r02").resolve()
NOBODY = 65534
KILLS = 20
FORMATS = ["--format=pdf,png", "--dpi=50"]


def build(out, sources=SOURCES, prefix=(), env=None, program=CHOSHO,
          extra=(), **options):
    paths = sources if isinstance(sources, list) else [sources]
    command = [*prefix, str(program), "--lang=en", "build", *FORMATS, *extra,
               "-o", str(out), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True,
                          env=dict(os.environ, **(env or {})), **options)


def read_tree(folder):
    """{path: digest} of everything in a folder, folders too."""
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)):
            hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else ""
            for p in sorted(folder.rglob("*"))}


def as_nobody():
    """The words before a command that run it as another user, or None."""
    prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
              "--clear-groups"]
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return None
    done = subprocess.run([*prefix, "test", "-x", CHOSHO, "-a", "-r",
                           str(SOURCES / "edition.yaml")],
                          capture_output=True)
    return prefix if done.returncode == 0 else None


def move_program(folder):
    """The program with all it needs at another place, without symbols, as
    `make clean all` in another clone would have it."""
    target = folder / "elsewhere/build/chosho"
    target.parent.mkdir(parents=True)
    shutil.copy(CHOSHO, target)
    subprocess.run(["strip", target], check=True)
    for name in ("templates", "fonts", "sources"):
        shutil.copytree(name, folder / "elsewhere" / name)
    return target


def other_builds():
    """Builds of the program that other targets of make have left."""
    here = pathlib.Path(CHOSHO).resolve()
    found = [here.parent / "sanitize/chosho", here.parent.parent / "chosho"]
    return [p for p in found if p.is_file() and os.access(p, os.X_OK)
            and p.stat().st_mtime > newest_source()]


def newest_source():
    return max(p.stat().st_mtime for p in pathlib.Path("src").rglob("*.[ch]"))


def check_same_bytes(folder):
    reference = folder / "reference"
    done = build(reference)
    report("build", "" if done.returncode == 0 else done.stderr[:400])
    wanted = read_tree(reference)
    kinds = sorted(n[-4:] for n in wanted if "." in n)
    report("outputs-are-pdfs-and-pictures", "" if kinds
           == [".pdf"] * 2 + [".png"] * 4 else list(wanted))
    others = {
        "again": {},
        "time-zone": {"env": {"TZ": "Asia/Tokyo"}},
        "locale": {"env": {"LC_ALL": "ja_JP.UTF-8"}},
        "locale-c": {"env": {"LC_ALL": "C", "LANG": "C"}},
        "locale-comma": {"env": {"LC_ALL": "de_DE.UTF-8",
                                 "LC_NUMERIC": "de_DE.UTF-8"}},
        "cwd": {"cwd": "/"},
        "memory": {"env": {"MALLOC_PERTURB_": "165"}},
        "file-order": {"sources": sorted(
            (p for p in SOURCES.glob("*.yaml") if p.stem != "edition"),
            reverse=True)},
        "elsewhere": {"program": move_program(folder),
                      "sources": folder / "elsewhere/sources/r02",
                      "cwd": folder},
    }
    if shutil.which("setarch") and not subprocess.run(
            ["setarch", "-R", "true"], capture_output=True).returncode:
        others["addresses"] = {"prefix": ["setarch", "-R"]}
    if "-j " in subprocess.run([CHOSHO, "--help"], capture_output=True,
                               text=True).stdout:
        others |= {f"jobs-{n}": {"extra": ["-j", n]} for n in "18"}
    for program in other_builds():
        others[f"other-build ({program.parent.name})"] = {"program": program}
    prefix = as_nobody()
    if prefix:
        others["user"] = {"prefix": prefix, "env": {"HOME": "/nonexistent"}}
    else:
        print("ok same-bytes/user # skip: not root, or nobody may not read")
    for name, options in others.items():
        out = folder / f"other-{name}"
        out.mkdir()
        out.chmod(0o777)
        done = build(out, **options)
        report(f"same-bytes/{name}", "" if read_tree(out) == wanted
               else f"exit {done.returncode} {done.stderr[:400]}")
    return wanted


def change_source(folder, name, old, new):
    """A copy of the sources in which one file differs."""
    shutil.copytree(SOURCES, folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def check_broken(folder, wanted):
    breaks = {
        "unknown-key": ("    取組:\n", "    取り組み:\n"),
        "bad-yaml": ("重点目標:\n", "重点目標: [\n"),
        "no-glyph": ("年度末まで", "年度末まで\U000F1234"),
    }
    for name, (old, new) in breaks.items():
        sources = change_source(folder / f"broken-{name}" / "r02",
                                "shimin-machizukuri.yaml", old, new)
        out = folder / f"kept-{name}"
        build(out)
        done = build(out, sources)
        fault = ""
        if done.returncode != 1:
            fault = f"exit {done.returncode}"
        elif "shimin-machizukuri.yaml:" not in done.stderr:
            fault = f"the file is not named: {done.stderr[:200]}"
        elif read_tree(out) != wanted:
            fault = f"the outputs changed: {list(read_tree(out))}"
        report(f"broken-source/{name}", fault)


def check_killed(folder, wanted):
    """Half-written files are neither the old bytes nor the new ones."""
    changed = change_source(folder / "changed" / "r02", "seisaku-kikaku.yaml",
                            "「上田再構築プラン」の推進", "計画の推進")
    text = (changed / "shimin-machizukuri.yaml")
    text.write_text(text.read_text(encoding="utf-8").replace(
        "年度末まで", "年度内", 1), encoding="utf-8")
    new_out = folder / "new"
    started = time.monotonic()
    build(new_out, changed)
    duration = time.monotonic() - started
    new = read_tree(new_out)
    out = folder / "killed"
    build(out)
    moments = random.Random(2)
    mixed = 0
    fault = ""
    sources = [changed, SOURCES]
    for attempt in range(KILLS):
        process = subprocess.Popen(
            [CHOSHO, "build", *FORMATS, "-o", str(out),
             str(sources[attempt % 2])],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0, duration * 1.1))
        process.kill()
        process.wait()
        mixed += process.returncode < 0
        for path, digest in read_tree(out).items():
            if path.endswith((".pdf", ".png")) and not is_hidden(path) and \
                    digest not in (wanted.get(path), new.get(path)):
                fault = fault or f"attempt {attempt}: {path}"
        missing = [p for p in wanted if not (out / p).exists()]
        if missing:
            fault = fault or f"attempt {attempt}: {missing} are gone"
    report("killed/files-are-whole", fault)
    print(f"# {mixed} of {KILLS} runs were killed before their end")
    build(out)
    report("killed/next-run-cleans-up", "" if read_tree(out) == wanted
           else sorted(set(read_tree(out)) ^ set(wanted))[:4])


def check_libraries():
    """What only readers of finished files need stays with chosho-prove."""
    lists = [subprocess.run(["ldd", CHOSHO + name], capture_output=True,
                            text=True, check=True).stdout
             for name in ("", "-prove")]
    for library in ("libqpdf", "libjansson", "libgumbo"):
        report(f"libraries/{library}",
               [line for line in lists[0].splitlines() if library in line]
               or "" if library in lists[1] else "not in chosho-prove")


def is_hidden(path):
    return any(part.startswith(".") for part in path.split("/"))


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-outputs-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        wanted = check_same_bytes(folder)
        if wanted:
            check_broken(folder, wanted)
            check_killed(folder, wanted)
    check_libraries()
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
