#!/usr/bin/env python3
"""`chosho new`: blank sources pass check, a year is carried over."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
FORMS = ROOT / "tests/fixtures/forms"
R02 = ROOT / "sources/r02"
R03 = ROOT / "tests/fixtures/r03"


def say(name, fault=""):
    fault = str(fault or "").replace("\n", " | ")[:400]
    print(f"not ok {name}: {fault}" if fault else f"ok {name}")


def run(*args):
    return subprocess.run([CHOSHO, "--lang=en", *map(str, args)],
                          capture_output=True, text=True)


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def find_errors(done):
    return re.findall(r".*error: .*", done.stderr)


def check_blanks(folder):
    for form in sorted([*(ROOT / "templates").glob("*/fields.yaml"),
                        *FORMS.glob("*/fields.yaml")]):
        name = form.parent.name
        if name in ("edition", "taisho"):
            continue  # not forms of departments
        path = folder / f"{name}.yaml"
        done = run("new", "--templates", FORMS, "-o", path, name)
        fault = done.stderr if done.returncode else ""
        checked = run("check", "--templates", FORMS, path)
        say(f"a blank {name} passes", fault or "".join(find_errors(checked)))
        again = run("new", "--templates", FORMS, "-o", path, name)
        say(f"a second {name} is refused",
            "" if again.returncode == 1 and "new-exists" in again.stderr
            else again.stderr or "it was written")


def strip(tree, stages=("中間報告", "期末報告")):
    """Without what only some stages read."""
    if isinstance(tree, list):
        return [strip(t) for t in tree]
    if isinstance(tree, dict):
        return {k: strip(v) for k, v in tree.items() if k not in stages}
    return tree


def is_empty(tree):
    values = tree.values() if isinstance(tree, dict) else [tree]
    return all(is_empty(v) if isinstance(v, dict) else not v for v in values)


def find_reports(tree):
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if key in ("中間報告", "期末報告"):
            yield value
        else:
            yield from find_reports(value)
    for value in tree if isinstance(tree, list) else ():
        yield from find_reports(value)


def comments(path):
    return [line.strip() for line in path.read_text("utf-8").splitlines()
            if line.lstrip().startswith("#")]


def check_year(old, new, year, next_year):
    for path in sorted(old.glob("*.yaml")):
        if path.stem == "edition":
            continue
        was, now = load(path), load(new / path.name)
        wanted = dict(strip(was), 年度=next_year)
        say(f"{path.stem}: goals and targets stay",
            "" if strip(now) == wanted else "they differ")
        say(f"{path.stem}: reports are empty",
            "" if all(map(is_empty, find_reports(now))) else "they are not")
        kept = [c.replace(year, next_year) for c in comments(path)]
        say(f"{path.stem}: comments stay",
            "" if comments(new / path.name) == kept else "they differ")


def check_form(folder):
    form = folder / "form"
    shutil.copytree(ROOT / "templates/juten-mokuhyo", form)
    stage = form / "tousho.yaml"
    stage.write_text(stage.read_text("utf-8").replace(
        "body: {font: gothic", "body: {font: gotik"), "utf-8")
    found = find_errors(run("check", form))
    say("check of a form finds a font that is none",
        "" if len(found) == 1 and "[font-stack]" in found[0] else found)


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-new-") as name:
        folder = pathlib.Path(name)
        check_blanks(folder)
        say("an unknown form", "" if "did you mean: 重点目標一覧表" in
            run("new", "重点目標一欄表").stderr else "no hint")

        sources = folder / "sources"
        shutil.copytree(R03, sources / "r03")
        done = run("new", "--from", f"{sources}/r03/")
        say("the next year is beside it",
            "" if (sources / "r04/edition.yaml").exists() else done.stderr)
        check_year(sources / "r03", sources / "r04", "令和３年度",
                   "令和４年度")
        edition = load(sources / "r04/edition.yaml")
        say("the edition's days are empty, its stage is the first",
            "" if edition["段階"] == "当初" and not edition["基準日"]
            and not any(s.get("基準日") for s in edition["各段階"])
            else edition)
        done = run("check", "--all-stages", sources / "r04")
        say("the new year passes check", "".join(find_errors(done)))

        before = {p: p.read_bytes() for p in (sources / "r04").iterdir()}
        (sources / "r04/zaisei.yaml").unlink()
        done = run("new", "--from", sources / "r03")
        say("nothing is written where one file is there",
            "" if done.returncode == 1 and
            not (sources / "r04/zaisei.yaml").exists() and
            all(p.read_bytes() == b for p, b in before.items() if p.exists())
            else done.stderr)

        beside = sources / "r03/toshokan.yaml"
        done = run("new", "重点目標一覧表", "-o", beside)
        say("a blank source beside an edition is of its year",
            "" if load(beside)["年度"] == "令和３年度" else done.stderr)
        say("and passes check", "".join(find_errors(run("check", beside))))
        beside.unlink()

        check_form(folder)
        target = folder / "elsewhere"
        done = run("new", "--from", R02, "-o", target)
        say("a folder of one's own",
            "" if (target / "seisaku-kikaku.yaml").exists() else done.stderr)
        (sources / "r03/soumu.yaml").write_text("様式: 重点目標一覧表\n")
        done = run("new", "--from", sources / "r03", "-o", folder / "none")
        say("nothing is made of sources with mistakes",
            "" if done.returncode == 1 and not (folder / "none").exists()
            else done.stderr or "it was made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
