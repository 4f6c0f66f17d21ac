#!/usr/bin/env python3
"""The made-up departments hold what tests/README.md says they hold."""
import pathlib
import re
import sys

import yaml

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, expect

FOLDER = pathlib.Path("tests/fixtures/r03")
MARKS = set("◎○△×")
MARKERS = {
    "・": r"・", "(N)": r"\(\d+\)(?!～)", "（N）": r"（\d+）(?!～)",
    "two digits": r"\(\d\d\)", "full-width digits": r"（[０-９]+）",
    "range (1)～(2)": r"\(\d+\)～\(\d+\)",
    "range （1）～（2）": r"（\d+）～（\d+）", "none": r"[^・(（]",
}
SIGNS = {
    "variation selector": r"[\U000E0100-\U000E01EF]",
    "plane 2": r"[\U00020000-\U0002FFFF]",
    "combining kana": "[かきくけこカキクケコ]\u309a",
    "half-width kana": r"[\uff66-\uff9f]{4}",
    "half-width voicing after full-width kana": "[ァ-ヴ]\uff9e",
    "signs": "※.*→.*～.*％.*℃",
    "long Latin word": r"[A-Za-z]{40}", "long URL": r"https://\S{60}",
}


def read(name):
    with open(FOLDER / f"{name}.yaml", encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def report_of(record):
    return record.get("中間報告") or {}


def entries_of(item):
    return [entry for lists in (
        item.get("細目"), item.get("期限・数値目標"),
        report_of(item).get("進捗状況")) for entry in lists or []]


def size(goal):
    return sum(1 + len(entries_of(item)) for item in goal["取組"])


def main():
    order = read("edition")["部局"]
    files = {p.stem for p in FOLDER.glob("*.yaml")} - {"edition"}
    expect("twelve-departments", len(order) == 12 and set(order) == files,
           sorted(files ^ set(order)))
    sources = {name: read(name) for name in order}
    goals = [g for s in sources.values() for g in s["重点目標"]]
    items = [i for g in goals for i in g["取組"]]
    entries = [e for i in items for e in entries_of(i)]
    words = [i["項目"] for i in items] + [g["名称"] for g in goals] + entries
    expect("marks-at-goals", MARKS <= {
        report_of(g).get("進捗度") for g in goals})
    expect("marks-at-items", MARKS <= {
        report_of(i).get("進捗度") for i in items})
    expect("missing-targets", any(not i.get("期限・数値目標") for i in items))
    expect("empty-progress", any(
        report_of(i).get("進捗状況") == "" for i in items))
    expect("targets-only", all("中間報告" not in i for g in
                               sources["zaisei"]["重点目標"]
                               for i in g["取組"]))
    expect("shortest", len(sources["kiki-kanri"]["重点目標"]) == 1 ==
           len(sources["kiki-kanri"]["重点目標"][0]["取組"]))
    longest = sources["fukushi"]["重点目標"]
    expect("longest", len(longest) >= 10
           and all(len(g["取組"]) >= 8 for g in longest))
    expect("item-of-60-entries", any(
        len(report_of(i).get("進捗状況") or []) >= 60 for i in items))
    expect("goal-of-130-entries", max(map(size, goals)) >= 130)
    expect("title-of-80-characters",
           max(len(g["名称"]) for g in goals) >= 80)
    expect("long-department", max(
        len(s["部局"]) for s in sources.values()) >= 40)
    for name, pattern in MARKERS.items():
        expect(f"marker: {name}", any(re.match(pattern, e)
                                      for e in entries))
    for name, pattern in SIGNS.items():
        expect(f"sign: {name}", any(re.search(pattern, w) for w in words))
    raw = (FOLDER / "digital.yaml").read_text(encoding="utf-8")
    for name, escape in {"u": "\\u", "U": "\\U", "x": "\\x", "quote": '\\"',
                         "doubled": "''", "backslash": "\\\\"}.items():
        expect(f"escape: {name}", escape in raw)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
