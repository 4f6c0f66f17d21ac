#!/usr/bin/env python3
"""The JSON of all departments and editions against the schema that is
published with it, by ajv, which shares nothing with chosho. Broken twins of
the data, and of the schema, must be refused.

Prints `ok NAME` or `not ok NAME: why`.
"""
import copy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import packages

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
FORMS = ROOT / "tests" / "fixtures" / "forms"
EDITIONS = [ROOT / "sources" / "r02", ROOT / "tests" / "fixtures" / "r03"]
# Forms with every type of field, readings and languages; at all stages.
SINGLE = {"kohyo": ["tousho", "kimatsu"], "yomi": [None], "tagengo": [None]}


def say(name, fault=""):
    print(f"not ok {name}: {fault}"[:600] if fault else f"ok {name}")


def build(source, out, *options):
    done = subprocess.run([CHOSHO, "--lang=en", "build", "--format=json",
                           "-o", str(out), "--templates", str(FORMS),
                           *options, str(source)],
                          cwd=ROOT, capture_output=True, text=True)
    return done.stderr[-400:] if done.returncode else ""


def make_edition(folder, stem, stage):
    """An edition of one source of tests/fixtures/forms/sources."""
    folder.mkdir(parents=True)
    path = FORMS / "sources" / f"{stem}.yaml"
    shutil.copy(path, folder)
    form = next(line for line in path.read_text("utf-8").splitlines()
                if line.startswith("様式:"))
    form_folder = next(
        p.parent for p in FORMS.glob("*/fields.yaml")
        if f"form: {form.split(': ')[1]}\n" in p.read_text("utf-8"))
    names = [p.stem for p in sorted(form_folder.glob("*.yaml"))
             if p.stem != "fields"]
    (folder / "edition.yaml").write_text(
        f"市: 試験市\n年度: 平成31年度\n{form}\n"
        f"段階: {stage or names[0]}\n部局:\n  - {stem}\n", "utf-8")
    return folder


def validate(schema, *files):
    """({file: fault}, "") or (None, why the schema is refused)."""
    done = subprocess.run(["node", str(HERE / "schema.mjs"), str(schema),
                           *map(str, files)], capture_output=True, text=True)
    if done.returncode:
        return None, done.stderr
    lines = [line.partition("\t") for line in done.stdout.splitlines()]
    return {name: fault for name, _, fault in lines}, ""


def twins(tree):
    """(what was broken, broken tree), one each."""
    def broken(edit):
        twin = copy.deepcopy(tree)
        edit(twin)
        return twin
    key = list(tree["record"])[0]
    yield "a member is missing", broken(lambda t: t["record"].pop(key))
    yield "a member too many", broken(lambda t: t["record"].update(x=1))
    yield "a number for words", broken(lambda t: t["record"].update({key: 1}))
    yield "no record", broken(lambda t: t.pop("record"))
    yield "a year in words", broken(lambda t: t.update(year="2020"))
    yield "another form's data", broken(lambda t: t.update(record={}))
    yield "a list", [tree]


def mark_twin(tree):
    """A department's data with a mark that the form does not know."""
    twin = copy.deepcopy(tree)
    twin["record"]["重点目標"][0]["取組"][0]["中間報告"]["進捗度"] = {
        "text": "〇", "word": "目標どおり進捗"}
    return twin


def check_folder(name, folder, work):
    schema = folder / "schema.json"
    files = [p for p in sorted(folder.glob("*.json")) if p != schema]
    if len(files) < 2:
        say(name, "no data was written")
        return
    found, refused = validate(schema, *files)
    if found is None:
        say(f"{name}: the schema", refused[-300:])
        return
    say(f"{name}: the schema")
    for file in files:
        say(f"{name}/{file.name}", found.get(str(file), "not looked at"))
    check_twins(name, schema, next(f for f in files if f.stem != "data"),
                work)


def check_twins(name, schema, file, work):
    tree = json.loads(file.read_text("utf-8"))
    broken = dict(twins(tree))
    if tree["form"]["id"] == "juten-mokuhyo":
        broken["another mark"] = mark_twin(tree)
    paths = {}
    for number, (what, twin) in enumerate(broken.items()):
        path = work / f"twin-{number}.json"
        path.write_text(json.dumps(twin, ensure_ascii=False), "utf-8")
        paths[str(path)] = what
    found, refused = validate(schema, *paths)
    for path, what in paths.items():
        say(f"{name}: twin: {what}", refused or (
            "" if found.get(path) else "it passes"))


def check_broken_schema(folder, work):
    schema = (folder / "schema.json").read_text("utf-8")
    for what, old, new in [("a type", '"integer"', '"whole"'),
                           ("a word", '"required"', '"needed"'),
                           ("a reference", "#/$defs/form", "#/$defs/from")]:
        path = work / "broken.json"
        path.write_text(schema.replace(old, new), "utf-8")
        found, _ = validate(path, folder / "data.json")
        say(f"broken schema: {what}", "" if found is None else "it passes")


def main():
    missing = [n for n in ("npm", "node") if not shutil.which(n)]
    if missing:
        say("what is needed", f"{missing}: not installed; see README.md")
        return 1
    fault = packages.install()
    say("npm ci", fault)
    if fault:
        return 1
    with tempfile.TemporaryDirectory(prefix="chosho-schema-") as name:
        work = pathlib.Path(name)
        runs = [(edition.name, edition) for edition in EDITIONS]
        for stem, stages in SINGLE.items():
            for stage in stages:
                run = f"{stem}-{stage}" if stage else stem
                runs.append((run, make_edition(work / "sources" / run, stem,
                                               stage)))
        for run, source in runs:
            fault = build(source, work / run)
            say(f"{run} is built", fault)
            for schema in sorted((work / run).rglob("schema.json")):
                check_folder(run, schema.parent, work)
        check_broken_schema(next((work / "r02").rglob("schema.json")).parent,
                            work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
