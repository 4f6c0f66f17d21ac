#!/usr/bin/python3
"""chosho diff and log in a scratch repository: ten edits, each of which is
told as what it is; columns that are the old and the new text; repositories
that cannot be read. `--accept` writes the expected files."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import repository
from repository import FOLDER, SEISAKU, SHIMIN, git

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHOSHO = os.path.abspath(os.environ.get("CHOSHO", ROOT / "build/chosho"))
ACCEPT = "--accept" in sys.argv


def run(folder, *words, **more):
    env = dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull,
               GIT_CONFIG_SYSTEM=os.devnull, **more)
    return subprocess.run([CHOSHO, *words], cwd=folder, env=env,
                          capture_output=True, text=True, timeout=120)


def report(name, why=None):
    print(f"not ok {name}: {why}" if why else f"ok {name}")


def check(name, good, why=""):
    report(name, None if good else why or "it is not so")


def golden(name, text):
    path = HERE / "expected" / name
    if ACCEPT:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    check(name, text == wanted, "differs from tests/compare/expected/" + name)


# ---- the ten edits ---------------------------------------------------------

def changes_of(folder, *words):
    done = run(folder, "diff", "--format=json", *words)
    if done.returncode:
        raise RuntimeError(done.stderr)
    documents = json.loads(done.stdout)["documents"]
    return [(d, c) for d in documents for c in d["changes"]]


# For each commit: the kind and the address in it, and what was replaced.
WANTED = [
    ("number", "重点目標[1]/取組[2]/中間報告.進捗状況[1]", ["1"], ["2"]),
    ("text", "重点目標[1]/取組[3]/細目[1]", ["検討"], ["審議"]),
    ("moved", "重点目標[1]", None, None),
    ("added", "重点目標[1]/取組[3]", None, None),
    ("removed", "重点目標[2]/取組[4]", None, None),
    ("renamed", "重点目標[2]/名称", [], ["市民の"]),
    ("split", "重点目標[1]/取組[1]/中間報告.進捗状況[1]", ["が、"],
     ["。・"]),
    ("width", "重点目標[1]/取組[4]/期限・数値目標[1]", ["8", "3"],
     ["８", "３"]),
    ("mark", "重点目標[1]/取組[1]/中間報告.進捗度", [], ["○"]),
    ("added", "", None, None),
]


def pieces(change, which):
    return [s["text"] for s in change["segments"] if s["change"] == which]


def test_edits(folder):
    for i, (kind, address, removed, added) in enumerate(WANTED):
        last = len(WANTED) - i - 1
        found = changes_of(folder, f"HEAD~{last + 1}..HEAD~{last}")
        name = f"edit {i + 1}: {repository.EDITS[i][0]}"
        if i == 9:  # the edition's list, and the department
            found = [f for f in found if not f[0]["new"]["path"]
                     .endswith("edition.yaml")]
        if len(found) != 1:
            report(name, f"{len(found)} changes")
            continue
        change = found[0][1]
        side = change["new"] or change["old"]
        good = change["kind"] == kind and side["address"] == address
        if removed is not None:
            good = good and "".join(pieces(change, "removed")) \
                == "".join(removed) and "".join(pieces(change, "added")) \
                == "".join(added)
        check(name, good, json.dumps(change, ensure_ascii=False)[:300])


def test_together(folder):
    golden("ten.en.txt", run(folder, "diff", "--lang=en",
                             "HEAD~10..HEAD").stdout)
    golden("ten.ja.txt", run(folder, "diff", "--lang=ja",
                             "HEAD~10..HEAD").stdout)
    golden("ten.json", run(folder, "diff", "--format=json",
                           "HEAD~10..HEAD").stdout)
    golden("log.en.txt", stable(run(folder, "log", "--lang=en",
                                    FOLDER).stdout))
    kinds = {c["kind"] for _, c in changes_of(folder, "HEAD~10..HEAD")}
    check("all kinds in one comparison",
          kinds == {"number", "text", "moved", "added", "removed", "renamed",
                    "split", "width", "mark"}, str(kinds))


def stable(text):
    """Ids depend on the version of the sheets; days and subjects do not."""
    return re.sub(r"\b[0-9a-f]{7}\b", "COMMIT", text)


def test_segments(folder):
    """The segments are the texts, and offsets count what they say."""
    why = ""
    for _, change in changes_of(folder, "HEAD~10..HEAD"):
        if "segments" not in change:
            continue
        for side, other in (("old", "added"), ("new", "removed")):
            text = change[side]["text"] if change[side] else ""
            parts = [s for s in change["segments"] if s["change"] != other]
            if "".join(s["text"] for s in parts) != text:
                why = f"{side} of {change}"
            for s in parts:
                at = s[side]
                raw = text.encode()[at["byte"]:at["byte"] + at["bytes"]]
                if text[at["char"]:at["char"] + at["chars"]] != s["text"] \
                        or raw.decode() != s["text"]:
                    why = f"offsets of {s}"
    check("segments are the texts", not why, why)


# ---- columns ---------------------------------------------------------------

def content(text):
    """The words of `chosho text`, a paragraph each, without addresses."""
    return [line.strip() for line in text.split("\n")
            if line.startswith("  ")]


def column(text, label):
    """One column of a comparison's sheet, as `chosho text` prints it."""
    out, here = [], False
    for line in text.split("\n"):
        if line.startswith("  "):
            if here:
                out.append(line.strip())
        else:
            here = line == label + ":"
    return out


def sheet_text(folder, old, new, *words):
    with tempfile.TemporaryDirectory() as out:
        done = run(folder, "diff", "--all", "--format=text", "-o", out, *words,
                   old, new)
        if done.returncode:
            raise RuntimeError(done.stderr)
        file, = pathlib.Path(out).rglob("*.txt")
        return file.read_text(encoding="utf-8")


def texts(folder, paths):
    return [line for path in paths
            for line in content(run(folder, "text", path).stdout)]


def compare_columns(name, folder, old, new, olds, news):
    """Old and new column are what `chosho text` says of the two sides."""
    text = sheet_text(folder, old, new)
    clean = sheet_text(folder, old, new, "--style=tokekomi")
    for side, found, wanted in (
            ("old", column(text, "改正前"), texts(folder, olds)),
            ("new", column(text, "改正後"), texts(folder, news)),
            ("clean", column(clean, "溶け込み"), texts(folder, news))):
        line = next((f"{a!r} is not {b!r}" for a, b in zip(found, wanted)
                     if a != b), f"{len(found)} lines, not {len(wanted)}")
        check(f"{name}: {side} column", found == wanted, line)


def test_columns(folder):
    with tempfile.TemporaryDirectory() as other:
        git(folder, "worktree", "add", "-q", other + "/old", "HEAD~10")
        old = f"{other}/old/{FOLDER}"
        compare_columns("ten edits", folder, old, FOLDER,
                        [f"{old}/seisaku-kikaku.yaml",
                         f"{old}/shimin-machizukuri.yaml"],
                        [SEISAKU, SHIMIN, f"{FOLDER}/shoubou.yaml"])
        git(folder, "worktree", "remove", "--force", other + "/old")


# ---- what is marked --------------------------------------------------------

def marked(html, element):
    """The words in an element, without what is for ears only."""
    out = []
    html = re.sub(r'<span class="chosho-spoken">.*?</span>', "", html)
    # Behind the sign of a mark stands what it means.
    html = re.sub(r'(class="chosho-mark">\s*<(?:ins|del)[^>]*><span[^>]*>'
                  r'[^<]*</span>)[^<]*', r"\1", html)
    for words in re.findall(f"<{element}[ >].*?</{element}>", html, re.S):
        out.append(re.sub("<[^>]*>", "", words))
    return "".join(out)


def test_marked(folder):
    """What the web page strikes and underlines are the changed segments and
    the texts that came or went, letter by letter."""
    with tempfile.TemporaryDirectory() as out:
        done = run(folder, "diff", "--format=html", "--style=miekeshi", "-o",
                   out, "HEAD~10..HEAD")
        page = (pathlib.Path(out) / "miekeshi/diff.html")
        html = page.read_text(encoding="utf-8") if page.exists() \
            else done.stderr
    for element, change in (("del", "removed"), ("ins", "added")):
        wanted = []
        for document, found in changes_of(folder, "HEAD~10..HEAD"):
            if (document["new"] or document["old"])["path"] \
                    .endswith("edition.yaml"):
                continue
            if "segments" in found:
                wanted += pieces(found, change)
            elif found["kind"] == change:
                wanted += [t["text"] for t in found["texts"]]
        check(f"<{element}> are the {change} segments",
              marked(html, element) == "".join(wanted),
              f"{marked(html, element)!r}, not {''.join(wanted)!r}")


# ---- how places are named --------------------------------------------------

def test_operands(folder):
    by_range = run(folder, "diff", "HEAD~1..HEAD", FOLDER).stdout
    for words in (["HEAD~1", "HEAD", FOLDER], ["HEAD~1..", "--", FOLDER],
                  ["HEAD~1...HEAD", FOLDER], ["HEAD~1", FOLDER]):
        check("diff " + " ".join(words),
              run(folder, "diff", *words).stdout == by_range)
    check("REV:folder and a folder", "消防部" in
          run(folder, "diff", f"HEAD~1:{FOLDER}", FOLDER).stdout)
    check("REV:./folder", "消防部" in
          run(folder / "sources", "diff", "HEAD~1:./r02", "r02").stdout)
    check("paths count from here", "消防部" in
          run(folder / "sources", "diff", "HEAD~1..HEAD", "r02").stdout)
    two = run(folder, "diff", f"HEAD~10:{SHIMIN}", SHIMIN)
    check("two files", "審議" in two.stdout and not two.stderr, two.stderr)
    check("no change", run(folder, "diff", FOLDER).stdout == "")
    old, new = (git(folder, "rev-parse", "--short", rev).strip()
                for rev in ("HEAD~1", "HEAD"))
    check("abbreviated ids",
          run(folder, "diff", f"{old}..{new}", FOLDER).stdout == by_range)
    packed = folder.parent / "packed"
    git(folder.parent, "clone", "-q", f"file://{folder}", str(packed))
    check("abbreviated ids of packed objects",
          run(packed, "diff", f"{old}..{new}", FOLDER).stdout == by_range)
    check("status without --exit-code", two.returncode == 0)
    check("--exit-code", run(folder, "diff", "--exit-code", "HEAD~1..HEAD")
          .returncode == 1 and
          run(folder, "diff", "--exit-code", "HEAD..HEAD").returncode == 0)
    check("colour when asked for", "\033[31m" in run(
        folder, "diff", "--color=always", "HEAD~9..HEAD~8").stdout)
    check("no colour in a file", "\033" not in by_range)


def fails(name, folder, words, status, *parts):
    for lang in ("en", "ja"):
        done = run(folder, "diff", f"--lang={lang}", *words)
        good = done.returncode == status and not done.stdout and (
            lang == "ja" or all(part in done.stderr for part in parts))
        check(f"{name}, {lang}", good, f"{done.returncode}: {done.stderr}")
    golden(re.sub("[^a-z]+", "-", name) + ".txt",
           run(folder, "diff", "--lang=en", *words).stderr)


def test_failures(folder, scratch):
    fails("a revision that is none", folder, ["HEAD~99..HEAD"], 1, "HEAD~99")
    fails("a path that is none", folder, [f"HEAD:{FOLDER}/x.yaml", SHIMIN], 1,
          "x.yaml")
    fails("a file that is none", folder, [SHIMIN, "x.yaml"], 1, "x.yaml")
    fails("no repository", scratch, ["HEAD~1..HEAD"], 1, "repository")
    bare = scratch / "bare.git"
    git(scratch, "clone", "-q", "--bare", str(folder), str(bare))
    check("a bare repository", "消防部" in
          run(bare, "diff", "HEAD~1..HEAD", FOLDER).stdout)
    fails("a bare repository has no files", bare, ["HEAD~1"], 1, "bare")
    for path in (SHIMIN, FOLDER, "."):
        log = run(bare, "log", "--lang=en", path)
        check(f"log in a bare repository, {path}", log.returncode == 1 and
              "a bare repository has no files to tell of" in log.stderr and
              "no such file" not in log.stderr, log.stderr)
    shallow = scratch / "shallow"
    git(scratch, "clone", "-q", "--depth=2", f"file://{folder}", str(shallow))
    check("within a shallow clone", "消防部" in
          run(shallow, "diff", "HEAD~1..HEAD").stdout)
    fails("beyond a shallow clone", shallow, ["HEAD~5..HEAD"], 1, "unshallow")
    unborn = scratch / "unborn"
    unborn.mkdir()
    git(unborn, "init", "-q", "-b", "main")
    fails("an unborn branch", unborn, ["HEAD"], 1, "no commit yet")
    log = run(unborn, "log", "--lang=en", ".")
    check("log on an unborn branch", log.returncode == 1, log.stderr)


def test_hostile(folder, scratch):
    """What a repository may say of itself, and hold: docs/SECURITY.md."""
    hostile = scratch / "hostile"
    git(scratch, "clone", "-q", str(folder), str(hostile))
    (hostile / "loop").symlink_to(".")
    (hostile / "loops").symlink_to(".")
    (hostile / "all").symlink_to("/")
    done = run(hostile, "diff", "HEAD")
    check("links in a folder are not followed",
          not done.returncode and not done.stdout, done.stdout + done.stderr)
    (hostile / "a\x1b[31m\x9b\udcff.yaml").write_bytes(
        (hostile / SHIMIN).read_bytes())
    done = run(hostile, "diff", "HEAD")
    check("a name commands no terminal", "a?[31m??.yaml" in done.stdout and
          "\x1b" not in done.stdout, done.stdout[:200])
    done = run(hostile, "diff", "--format=json", "HEAD")
    check("a name that is no UTF-8 leaves JSON whole",
          json.loads(done.stdout)["documents"][0]["new"]["path"]
          == "a\x1b[31m\x9b\ufffd.yaml", done.stdout[:200])
    tree = git(hostile, "rev-parse", f"HEAD:{FOLDER}").strip()
    for _ in range(14):
        (scratch / "tree").write_text(f"040000 tree {tree}\ta\n"
                                      f"040000 tree {tree}\tb\n")
        with open(scratch / "tree") as listed:
            tree = subprocess.run(["git", "mktree"], cwd=hostile, text=True,
                                  stdin=listed, capture_output=True,
                                  check=True).stdout.strip()
    bomb = git(hostile, "commit-tree", "-m", "bomb", tree).strip()
    done = run(hostile, "diff", f"{bomb}..HEAD")
    check("folders that hold themselves", done.returncode == 1 and
          "[compare-size]" in done.stderr, done.stderr[-300:])
    git(hostile, "config", "core.worktree", str(folder))
    fails("a work tree that is elsewhere", hostile, ["HEAD"], 1,
          "core.worktree")
    git(hostile, "config", "--unset", "core.worktree")
    head = git(hostile, "rev-parse", "HEAD^{tree}").strip()
    tree = hostile / ".git/objects" / head[:2] / head[2:]
    tree.unlink()  # it may be the other repository's, too
    tree.write_bytes(b"\x78\x9c\x01")
    fails("a damaged object", hostile, ["HEAD~1..HEAD"], 3, "git fsck")
    fails("a damaged object by its abbreviated id", hostile, [head[:7]], 3,
          "git fsck")


def test_old_sources(scratch):
    """Sources that cannot be read at the old revision, and odd names."""
    folder = scratch / "市 役 所"
    (folder / "資料 集").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    file = folder / "資料 集" / "政 策.yaml"
    good = (ROOT / SEISAKU).read_text(encoding="utf-8")

    def commit(data):
        file.write_bytes(data)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x", date="2020-10-01T00:00:00Z")

    commit(good.replace("　第", "第").encode())
    commit(b"\x00\xff\xfe binary \x80")
    commit(good.replace("取組:", "取組: [", 1).encode())
    commit(good.replace("部局:", "担当部:").encode())
    commit(good.encode())
    name = "資料 集/政 策.yaml"
    check("spaces and Japanese in a path", not run(
        folder, "diff", "HEAD:" + name, name).stderr)
    fails("binary at the old revision", folder, ["HEAD~3:" + name, name], 1,
          "HEAD~3:資料 集/政 策.yaml: error: this is no text")
    fails("broken YAML at the old revision", folder, ["HEAD~2..HEAD"], 1,
          "HEAD~2:資料 集/政 策.yaml:")
    fails("another form at the old revision", folder, ["HEAD~1", name], 1,
          "HEAD~1:資料 集/政 策.yaml:", "today's forms")
    log = run(folder, "log", "--lang=en", name)
    check("log ends where nothing can be read", log.returncode == 0 and
          "(or earlier)" in log.stdout and "nothing before" in log.stderr,
          log.stdout[-300:] + log.stderr)


# ---- history ---------------------------------------------------------------

def fields_of(folder, *words):
    done = run(folder, "log", "--format=json", *words)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return {(d["path"], f["address"], f["field"]): f
            for d in json.loads(done.stdout)["documents"]
            for f in d["fields"]}


def test_log(folder):
    fields = fields_of(folder, FOLDER)

    def subject(path, address, field):
        return fields[path, address, field]["commit"]["subject"]

    check("log: a number", subject(SHIMIN, "重点目標[1]/取組[2]",
                                   "中間報告.進捗状況") == "数を改める")
    check("log: moved is not changed", subject(SEISAKU, "重点目標[1]", "名称")
          == "最初")
    check("log: renamed", subject(SHIMIN, "重点目標[2]", "名称")
          == "目標を改称する")
    check("log: behind a new one", subject(
        SHIMIN, "重点目標[1]/取組[4]", "細目") == "語を改める")
    check("log: new", subject(SHIMIN, "重点目標[1]/取組[3]", "項目")
          == "取組を加える")


def test_log_branches(folder):
    """Merges, a renamed file, closing dates, the work tree."""
    git(folder, "checkout", "-q", "-b", "side", "HEAD~9")
    repository.edit(folder, SEISAKU, "・パブリックコメント（４月～５月）",
                    "・パブリックコメント（４月～６月）")
    git(folder, "commit", "-q", "-a", "-m", "枝", date="2020-10-20T09:00:00Z")
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "-m", "合流", "side",
        date="2020-10-21T09:00:00Z")
    moved = f"{FOLDER}/seisaku.yaml"
    git(folder, "mv", SEISAKU, moved)
    repository.edit(folder, f"{FOLDER}/edition.yaml", "seisaku-kikaku",
                    "seisaku")
    repository.edit(folder, f"{FOLDER}/edition.yaml", "  - 段階: 中間報告\n",
                    "  - 段階: 中間報告\n    締切日: 令和2年10月9日\n")
    git(folder, "commit", "-q", "-a", "-m", "改名",
        date="2020-10-22T09:00:00Z")
    repository.edit(folder, moved, "名称: 第二次上田市", "名称: 第三次上田市")
    fields = fields_of(folder, FOLDER)
    subjects = {f["commit"]["subject"] for f in fields.values()
                if f["commit"]}
    check("log: through a merge and a renamed file",
          "枝" in subjects and "進捗度を改める" in subjects
          and "合流" not in subjects and "改名" not in subjects,
          str(subjects))
    check("log: not committed",
          [k[2] for k, f in fields.items() if f["changed"] == "uncommitted"]
          == ["名称"])
    late = {f["commit"]["subject"] for f in fields.values() if f["late"]}
    check("log: after the closing date",
          late == {"枝", "進捗度を改める", "消防部を加える"}, str(late))
    text = run(folder, "log", "--lang=en", FOLDER).stdout
    check("log: says so", "! changed after 中間報告 was closed on 2020-10-09"
          in text)


# ---- what is loaded --------------------------------------------------------

def libraries(folder, *words):
    """Does the program look for libgit2?"""
    done = run(folder, *words, LD_DEBUG="libs")
    return "libgit2" in done.stderr


def test_loaded(folder):
    with tempfile.TemporaryDirectory() as out:
        check("build does not load libgit2",
              not libraries(folder, "build", "-o", out, SHIMIN))
    check("check does not load libgit2", not libraries(folder, "check", SHIMIN))
    check("diff of files does not load libgit2",
          not libraries(folder, "diff", SHIMIN, SHIMIN))
    check("diff of revisions loads libgit2",
          libraries(folder, "diff", "HEAD~1..HEAD"))
    check("log loads libgit2", libraries(folder, "log", SHIMIN))


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        folder = repository.make(scratch / "ten")
        test_edits(folder)
        test_together(folder)
        test_segments(folder)
        test_columns(folder)
        test_marked(folder)
        test_operands(folder)
        test_failures(folder, scratch)
        test_hostile(folder, scratch)
        test_old_sources(scratch)
        test_log(folder)
        test_loaded(folder)
        test_log_branches(folder)


if __name__ == "__main__":
    main()
