#!/usr/bin/env python3
"""What `make install` writes is all the program needs.

It is installed below a temporary folder, started from another one with an
empty environment, and watched by strace: it opens no file of the checkout
and no socket. Its outputs have the bytes of those of the checkout.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

ROOT = pathlib.Path.cwd()
CHOSHO = pathlib.Path(os.environ["CHOSHO"]).resolve()
SOURCES = ROOT / "sources/r02"


def make(target, folder):
    subprocess.run(["make", "-s", target, f"BUILD={CHOSHO.parent}",
                    f"DESTDIR={folder}", "prefix=/usr"], check=True,
                   env={k: v for k, v in os.environ.items()
                        if not k.startswith("MAKE")},
                   stdout=subprocess.DEVNULL)


def read_tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def run(command, cwd, **more):
    return subprocess.run([str(word) for word in command], cwd=cwd,
                          env={"PATH": "/usr/bin:/bin", **more},
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True)


def check_outputs(program, folder, sources):
    """The same bytes as the checkout's program, from elsewhere."""
    arguments = ["build", "--format=pdf,html,csv,json,png", "-o"]
    here, there = folder / "here", folder / "there"
    done = [run([which, *arguments, out, sources], folder)
            for which, out in ((CHOSHO, here), (program, there))]
    faults = [d.stderr for d in done if d.returncode]
    if not faults and read_tree(here) != read_tree(there):
        faults = "other bytes than the checkout's"
    report("outputs", faults or "" if read_tree(here) else "no outputs")
    done = run([program, "build", "-o", there, sources], folder)
    done = run([program, "prove", "-o", there, sources], folder)
    report("prove", done.stderr if done.returncode else "")


def check_calls(program, folder, sources):
    """What the system is asked for."""
    log = folder / "calls"
    done = run(["strace", "-f", "-qq", "-o", log, "-e",
                "trace=%network,%file", program, "--lang=ja", "build",
                "--site", "-o", folder / "site", sources.parent], folder)
    calls = log.read_text("utf-8", "replace") if log.exists() else ""
    report("strace", done.stderr if done.returncode else
           "" if "fonts.yaml" in calls else "strace saw nothing")
    report("no-network", re.findall(r"\b(?:socket|connect|sendto|bind)\(.*",
                                    calls)[:3])
    report("no-checkout", [line for line in calls.splitlines()
                           if f'"{ROOT}' in line][:3])


def check_words(program, folder):
    done = run([program, "--version"], folder)
    version = re.search(r'VERSION "(.*)"',
                        (ROOT / "src/base/version.h").read_text())[1]
    report("version", "" if done.stdout == f"chosho {version}\n"
           else done.stdout)
    done = run([program, "--lang=ja", "check", "nothing.yaml"], folder)
    report("japanese", "" if re.search("[ぁ-ん]", done.stderr)
           else done.stderr)


def check_manual(folder):
    pages = sorted((folder / "usr/share/man").rglob("chosho*"))
    report("manual/pages", "" if [p.name for p in pages] ==
           ["chosho.1", "chosho-form.5", "chosho-source.5"]
           else [p.name for p in pages])
    for page in pages:
        done = run(["mandoc", "-Tlint", "-Wunsupp", page], folder)
        shown = run(["mandoc", "-Tutf8", page], folder).stdout
        report(f"manual/{page.name}", done.stdout or
               "" if "DESCRIPTION" in re.sub(".\b", "", shown) else "empty")


def read_help(program):
    text = run([program, "--lang=en", "--help"], ROOT).stdout
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
    part = re.search(r"^Commands:\n(.*?)\n\n", text, re.M | re.S)[1]
    return options, set(re.findall(r"^  ([a-z]+)", part, re.M))


def check_commands(program):
    """docs/commands.md, the page chosho.1, has what --help has."""
    options, commands = read_help(program)
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    stand = set(re.findall(r"`(--[a-z-]+)", page))
    report("commands/options", sorted(options ^ stand) if options else "none")
    stand = set(re.findall(r"^### chosho ([a-z]+)", page, re.M))
    report("commands/commands", sorted(commands ^ stand) if commands
           else "none")


def complete(folder, *words):
    """What bash would offer behind these words."""
    script = ('source "$1"; shift; COMP_WORDS=("$@"); '
              'COMP_CWORD=$(($# - 1)); compopt() { :; }; _chosho; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    file = folder / "usr/share/bash-completion/completions/chosho"
    program = folder / "usr/bin/chosho"
    return run(["bash", "-c", script, "bash", file, program, *words],
               folder).stdout.split()


def check_completion(folder):
    wanted = {
        ("pro",): ["prove"],
        ("build", "--form"): ["--format="],
        ("build", "--format", "=", "pdf,h"): ["pdf,html"],
        ("--lang", "=", ""): ["ja", "en"],
    }
    for words, offered in wanted.items():
        found = complete(folder, *words)
        report(f"completion/{' '.join(words)}",
               "" if found == offered else found)


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-install-") as name:
        folder = pathlib.Path(name).resolve()
        place = folder / "place"
        make("install", place)
        sources = folder / "sources/r02"
        shutil.copytree(SOURCES, sources)
        program = place / "usr/bin/chosho"
        check_words(program, folder)
        check_outputs(program, folder, sources)
        check_calls(program, folder, sources)
        check_manual(place)
        check_commands(program)
        check_completion(place)
        make("uninstall", place)
        report("uninstall", sorted(read_tree(place))[:4])
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
