#!/usr/bin/python3
"""Sources that a seed has changed: whatever was done to them, the columns of
the comparison are the two texts, and the segments are what was compared."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHOSHO = os.path.abspath(os.environ.get("CHOSHO", ROOT / "build/chosho"))
SOURCES = ["sources/r02/seisaku-kikaku.yaml",
           "sources/r02/shimin-machizukuri.yaml",
           "tests/fixtures/r03/soumu.yaml",
           "tests/fixtures/r03/kenkou.yaml",
           "tests/fixtures/r03/shimin.yaml"]
CASES = 25
LISTS = ("重点目標", "取組")
ENTRIES = ("細目", "期限・数値目標", "進捗状況")
WORDS = ["検討", "12", "年度内", "の", "協議会", "。", "を実施"]


# What the usual stage does not read, `chosho text` does not say.
LATER = "期末報告"


def without(key, tree):
    if isinstance(tree, list):
        return [without(key, item) for item in tree]
    if isinstance(tree, dict):
        return {k: without(key, v) for k, v in tree.items() if k != key}
    return tree


def run(*words):
    return subprocess.run([CHOSHO, *words], cwd=ROOT, capture_output=True,
                          text=True)


def write(value, indent=0):
    """YAML as sources are written, every text in quotes."""
    pad = "  " * indent
    out = []
    for key, item in value.items():
        if isinstance(item, dict):
            out += [f"{pad}{key}:", *write(item, indent + 1)]
        elif isinstance(item, list):
            if not item:
                continue
            out.append(f"{pad}{key}:")
            for entry in item:
                if isinstance(entry, dict):
                    lines = write(entry, indent + 2)
                    lines[0] = f"{pad}  - {lines[0].lstrip()}"
                    out += lines
                else:
                    out.append(f"{pad}  - {quote(entry)}")
        elif item is not None:
            out.append(f"{pad}{key}: {quote(item)}")
    return out


def quote(text):
    return json.dumps(str(text), ensure_ascii=False)


def walk(value, found):
    for key, item in value.items():
        if key in LISTS:
            found["records"].append(item)
        if key in ENTRIES and item:
            found["entries"].append(item)
        if isinstance(item, dict):
            walk(item, found)
        elif isinstance(item, list):
            for entry in item:
                if isinstance(entry, dict):
                    found["texts"].append(entry)
                    walk(entry, found)


def change_text(rng, text):
    at = rng.randrange(len(text) + 1)
    if text.startswith("｜") or "《" in text or at < 4:
        return text
    if rng.random() < 0.5 and at + 2 < len(text):
        return text[:at] + text[at + rng.randrange(1, 3):]
    return text[:at] + rng.choice(WORDS) + text[at:]


def mutate(rng, data):
    found = {"records": [], "entries": [], "texts": []}
    walk(data, found)
    for _ in range(rng.randrange(1, 8)):
        kind = rng.choice(["move", "far", "drop", "copy", "text", "entry",
                           "drop-entry", "split", "name"])
        records = rng.choice(found["records"])
        entries = rng.choice(found["entries"])
        i = rng.randrange(len(records))
        e = rng.randrange(len(entries))
        if kind == "move":
            records.insert(rng.randrange(len(records)), records.pop(i))
        elif kind == "far" and len(records) > 1:
            same = [r for r in found["records"]
                    if r and records[0].keys() & r[0].keys()
                    and ("取組" in r[0]) == ("取組" in records[0])]
            other = rng.choice(same)
            other.insert(rng.randrange(len(other) + 1), records.pop(i))
        elif kind == "drop" and len(records) > 1:
            records.pop(i)
        elif kind == "copy":
            copy = json.loads(json.dumps(records[i]))
            records.insert(rng.randrange(len(records) + 1), copy)
        elif kind == "text":
            entries[e] = change_text(rng, str(entries[e]))
        elif kind == "entry" and str(entries[e])[0] not in "(（":
            entries.insert(e, "・" + rng.choice(WORDS) * 3)
        elif kind == "drop-entry" and len(entries) > 1:
            entries.pop(e)
        elif kind == "split" and "、" in str(entries[e])[4:]:
            first, rest = str(entries[e]).rsplit("、", 1)
            if rest.strip() and rest[0] not in "(（・0123456789":
                entries[e:e + 1] = [first, rest]
        elif kind == "name":
            record = rng.choice(found["texts"])
            key = next(iter(record))
            if isinstance(record[key], str):
                record[key] = change_text(rng, record[key])


def content(text):
    return [line.strip() for line in text.split("\n")
            if line.startswith("  ")]


def column(text, label):
    out, here = [], False
    for line in text.split("\n"):
        if not line.startswith("  "):
            here = line == label + ":"
        elif here:
            out.append(line.strip())
    return out


def segments_fault(document):
    for change in document["changes"]:
        for side, other in (("old", "added"), ("new", "removed")):
            if "segments" not in change:
                continue
            text = change[side]["text"] if change[side] else ""
            if text != "".join(s["text"] for s in change["segments"]
                               if s["change"] != other):
                return f"segments of {change[side]}"
    return None


def fault(folder, old, new):
    done = run("diff", "--format=json", old, new)
    if done.returncode:
        return done.stderr
    for document in json.loads(done.stdout)["documents"]:
        why = segments_fault(document)
        if why:
            return why
    wanted = [content(run("text", path).stdout) for path in (old, new)]
    for style, labels in (("shinkyu", ("改正前", "改正後")),
                          ("miekeshi", ()), ("tokekomi", (None, "溶け込み"))):
        done = run("diff", "--all", f"--style={style}", "--format=text",
                   "-o", str(folder / "out"), old, new)
        if done.returncode:
            return f"{style}: {done.stderr}"
        text, = (folder / "out" / style).glob("*.txt")
        text = text.read_text(encoding="utf-8")
        for label, words in zip(labels, wanted):
            found = column(text, label) if label else words
            if found != words:
                line = next((f"{a!r}, not {b!r}" for a, b
                             in zip(found, words) if a != b), "length")
                return f"{label}: {line}"
    return None


def main():
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    tried = 0
    for seed in range(first, first + (1 if len(sys.argv) > 1 else CASES)):
        rng = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            data = without(LATER, yaml.load(
                (ROOT / rng.choice(SOURCES)).read_text(), yaml.BaseLoader))
            paths = []
            for name in ("old", "new"):
                path = folder / f"{name}.yaml"
                path.write_text("\n".join(write(data)) + "\n",
                                encoding="utf-8")
                paths.append(str(path))
                mutate(rng, data)
            if any(run("text", p).returncode for p in paths):
                continue  # no source any more: markers out of order
            tried += 1
            why = fault(folder, *paths)
            if why:
                why = " ".join(why.split())[:300]
                print(f"not ok seed {seed}: {why}")
                if len(sys.argv) > 1:
                    for path in paths:
                        print(pathlib.Path(path).read_text())
    print(f"ok {tried} changed sources" if tried > CASES // 3
          or len(sys.argv) > 1 else
          f"not ok: only {tried} of {CASES} were sources")


if __name__ == "__main__":
    main()
