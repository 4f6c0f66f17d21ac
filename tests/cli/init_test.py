#!/usr/bin/env python3
"""A git repository of sources after `chosho init`.

- what is written is written once; what is there already is left;
- `git diff --word-diff` in any locale is valid UTF-8, marks exactly what was
  edited, and its hunks are headed by the goal;
- the hook stops what has errors in what is to be committed;
- the examples for CI are YAML whose commands are chosho's.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

CHOSHO = os.environ.get("CHOSHO", str(pathlib.Path("build/chosho").resolve()))
SOURCES = pathlib.Path("sources/r02").resolve()
NAME = "seisaku-kikaku.yaml"

# What stands in the source, what takes its place, and how git is to show it.
EDITS = [
    ("（全５回の予定）", "（全１２回の予定）", "[-５-]{+１２+}"),
    ("14件（4人）", "14,305件（4人）", "[-14-]{+14,305+}"),
    ("部局: 政策企画部", "部局: 政策経営部", "[-企画-]{+経営+}"),
    ("運営協議会を組織し", "運営委員会を組織し", "[-協議-]{+委員+}"),
    ("専用webサイト", "専用Webサイト", "[-web-]{+Web+}"),
    ("コンサートの開催", "コンクールの開催", "[-コンサート-]{+コンクール+}"),
]
# A goal's name is longer than what git shows of a line.
GOAL = "サントミューゼを拠点とした文化創造都市実現に向け"

failures = 0


def report(name, fault=""):
    global failures
    failures += bool(fault)
    fault = str(fault).replace("\n", " | ")
    print(f"not ok {name}: {fault}" if fault else f"ok {name}")


def run(words, folder, **env):
    done = subprocess.run(words, cwd=folder, capture_output=True,
                          env=dict(os.environ, **env))
    return done.returncode, done.stdout, done.stderr


def git(folder, *words, **env):
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.jp",
           "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.jp",
           "GIT_CONFIG_GLOBAL": "/dev/null", "CHOSHO": CHOSHO}
    return run(["git", *words], folder, **{**who, **env})


def init(folder, *words):
    return run([CHOSHO, "--lang=en", "init", *words], folder)


def make_repository(top):
    """Its path has a space and Japanese; the sources stand in a folder."""
    folder = top / "調書 の庫"
    (folder / "sources").mkdir(parents=True)
    git(folder, "init", "-q")
    shutil.copytree(SOURCES, folder / "sources/r02")
    return folder


def edit(folder):
    path = folder / "sources/r02" / NAME
    text = path.read_text()
    for old, new, _ in EDITS:
        if text.count(old) < 1:
            raise SystemExit(f"{old} is not in the source any more")
        text = text.replace(old, new, 1)
    path.write_text(text)


# ---- what it writes ---------------------------------------------------------

def test_writing(folder):
    (folder / ".gitattributes").write_text("*.pdf binary")
    first = init(folder, "--hook", "--ci=github")
    attributes = (folder / ".gitattributes").read_text()
    report("init adds to .gitattributes", "" if
           attributes == "*.pdf binary\n*.yaml diff=chosho\n" else attributes)
    hook = folder / ".git/hooks/pre-commit"
    report("init writes a hook that runs", "" if os.access(hook, os.X_OK)
           else first[2].decode())
    second = init(folder, "sources/r02", "--hook", "--ci=github")
    same = second[1].decode().count("as it should be")
    report("init again changes nothing", "" if second[0] == 0 and same == 5
           and (folder / ".gitattributes").read_text() == attributes
           else second[1].decode())
    mine = "#!/bin/sh\nexit 0\n"
    kept = hook.read_text()
    hook.write_text(mine)
    third = init(folder, "--hook")
    report("init leaves another hook", "" if third[0] == 1 and
           hook.read_text() == mine and b"is left as it is" in third[2]
           else third)
    hook.write_text(kept)


def test_elsewhere(top):
    folder = top / "none"
    folder.mkdir()
    status, _, err = init(folder)
    report("init outside of a repository", "" if status == 1 and
           b"in no git repository" in err else err.decode())


# ---- differences ------------------------------------------------------------

def is_utf8(data):
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return str(error)
    return ""


def test_differences(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "一", "--no-verify")
    edit(folder)
    seen = {}
    for locale in ("C", "C.UTF-8"):
        _, out, err = git(folder, "diff", "--word-diff", LC_ALL=locale)
        report(f"word diff in {locale} is UTF-8", is_utf8(out))
        text = seen[locale] = out.decode("utf-8", "replace")
        marks = re.findall(r"\[-.*?-\](?:\{\+.*?\+\})?|\{\+.*?\+\}", text)
        want = sorted(shown for _, _, shown in EDITS)
        report(f"word diff in {locale} marks the edits", "" if
               sorted(marks) == want else f"{marks} {err.decode()}")
    report("word diffs are alike", "" if seen["C"] == seen["C.UTF-8"]
           else "they differ")
    for words in (["diff"], ["log", "-p"]):
        git(folder, "commit", "-qam", "二", "--no-verify") \
            if words[0] == "log" else None
        for locale in ("C", "C.UTF-8"):
            _, out, _ = git(folder, *words, LC_ALL=locale)
            name = f"{' '.join(words)} in {locale}"
            report(f"{name} is UTF-8", is_utf8(out))
            heads = re.findall(r"^@@.*@@ (.*)$", out.decode("utf-8", "replace"),
                               re.M)
            report(f"{name} heads hunks with the goal", "" if GOAL in heads
                   else heads)


# ---- the hook ---------------------------------------------------------------

def test_hook(folder):
    path = folder / "sources/r02" / NAME
    good = path.read_text()
    path.write_text(good + "知らない項目: あ\n")
    git(folder, "add", "-A")
    path.write_text(good)  # what lies in the folder is sound again
    status, _, err = git(folder, "commit", "-qm", "三")
    report("the hook stops errors that would be committed", "" if status and
           NAME.encode() in err else err.decode())
    (folder / "sources/r02/覚え 書き.yaml").write_text(good)
    (folder / "other.yaml").write_text("a: [1, 2]\n")
    git(folder, "add", "-A")
    status, _, err = git(folder, "commit", "-qm", "四")
    report("the hook lets sound sources and other files pass", "" if
           status == 0 else err.decode())


# ---- CI ---------------------------------------------------------------------

def commands_in(value):
    """The lines of all scripts in an example."""
    if isinstance(value, dict):
        return [c for v in value.values() for c in commands_in(v)]
    if isinstance(value, list):
        return [c for v in value for c in commands_in(v)]
    return str(value).splitlines()


def test_ci(folder):
    init(folder, "--ci=gitlab")
    for path in (".github/workflows/chosho.yml", ".gitlab-ci.yml"):
        lines = commands_in(yaml.safe_load((folder / path).read_text()))
        lines = [l.strip() for l in lines if l.strip().startswith("chosho ")]
        bin_ = folder.parent / "bin"
        bin_.mkdir(exist_ok=True)
        link = bin_ / "chosho"
        if not link.exists():
            link.symlink_to(CHOSHO)
        base = git(folder, "rev-parse", "HEAD~2")[1].decode().strip()
        git(folder, "update-ref", "refs/remotes/origin/main", base)
        fault = "" if len(lines) == 3 else f"{len(lines)} commands"
        for line in lines:
            status, _, err = run(
                ["sh", "-c", line], folder, SOURCES="sources",
                PATH=f"{bin_}:{os.environ['PATH']}", GITHUB_BASE_REF="main",
                CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
            if status:
                fault = f"{line}: {status} {err.decode()}"
        report(f"the commands of {path} run", fault)
        found = list((folder / "out/diff").glob("**/*.pdf"))
        report(f"{path} makes a table of the changes", "" if found else
               "there is none")
        shutil.rmtree(folder / "out", ignore_errors=True)


def main():
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        folder = make_repository(top)
        test_writing(folder)
        test_elsewhere(top)
        test_differences(folder)
        test_hook(folder)
        test_ci(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
