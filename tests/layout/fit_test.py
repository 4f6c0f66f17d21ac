#!/usr/bin/env python3
"""What `fit` picks: pages, then width of type, arrangement, size. The form is the real
one with single lines of its stage file replaced."""
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

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORM = ROOT / "templates/juten-mokuhyo"
SHEET = ROOT / "sources/r02/seisaku-kikaku.yaml"

def dump(folder, source, **lines):
    """(exit status, dump, messages) with keys of `fit` replaced."""
    forms = pathlib.Path(tempfile.mkdtemp(dir=folder))
    shutil.copytree(FORM, forms / "juten-mokuhyo")
    stage = forms / "juten-mokuhyo/chukan.yaml"
    text = stage.read_text(encoding="utf-8")
    for key, value in lines.items():
        key = key.replace("_", "-")
        text, count = re.subn(rf"(?m)^  {key}: .*$", f"  {key}: {value}",
                              text, count=1)
        assert count == 1, key
    stage.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [os.environ["CHOSHO"], "--lang=en", "--templates", forms, "dump",
         source], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def size_of(text):
    found = re.search(r"^layout .* size (\d+) pitch (\d+)", text, re.M)
    return (int(found[1]), int(found[2])) if found else None


def scale_of(text):
    """Width of the type in thousandths."""
    found = re.search(r"^layout .* scale (\d+)$", text, re.M)
    return int(found[1]) if found else 1000


def pages_of(text):
    return len(re.findall(r"^page ", text, re.M))


def tops(text, item):
    """y of the boxes of one item, in column order."""
    found = re.findall(rf'box \S+ "重点目標\[1\]/取組\[{item}\]/\S+" '
                       r"-?\d+ (-?\d+)", text)
    return [int(y) for y in found]


def goal(items):
    """A source of one goal; items are (words left, words right)."""
    lines = ["様式: 重点目標一覧表", "年度: 令和３年度", "部局: 試験部",
             "重点目標:", "  - 名称: 配置の試験", "    取組:"]
    for left, right in items:
        lines += [f"      - 項目: {left}", "        期限・数値目標:",
                  "          - 年度末", "        中間報告:",
                  "          進捗状況:", f"            - {right}"]
    return "\n".join(lines) + "\n"


def uneven(folder, count, length):
    """Items whose long text stands left and right in turn."""
    path = pathlib.Path(folder) / f"uneven{count}.yaml"
    words = [("長" * length, "短"), ("短", "長" * length)]
    path.write_text(goal([words[i % 2] for i in range(count)]),
                    encoding="utf-8")
    return path


def check_sizes(folder):
    short = pathlib.Path(folder) / "short.yaml"
    short.write_text(goal([("項目", "済み")]), encoding="utf-8")
    status, text, _ = dump(folder, short)
    report("a short sheet is set at the largest size",
           "" if size_of(text) == (8400, 10920) else size_of(text))
    status, text, _ = dump(folder, SHEET)
    size, pitch = size_of(text)
    status, _, _ = dump(folder, SHEET, pages_most=2,
                        size=f"{(size + 100) / 1000}pt",
                        pitch=f"{(pitch + 130) / 1000}pt")
    report("the next larger size does not keep the budget",
           "" if status == 1 else f"exit {status}")


def check_budget(folder):
    status, text, errors = dump(folder, SHEET, pages=1, pages_most=1)
    report("a broken budget is an error that names the goal",
           "" if status == 1 and "layout-fit" in errors
           and "重点目標[" in errors else f"{status} {errors}")
    status, text, errors = dump(folder, SHEET, pages=1, pages_most=4)
    report("a grown sheet has as few pages as it can, with a warning",
           "" if status == 0 and pages_of(text) == 2
           and "layout-pages" in errors else f"{status} {pages_of(text)}")


def check_arrangement(folder):
    source = uneven(folder, 12, 250)
    status, text, _ = dump(folder, source)
    first, second = tops(text, 1), tops(text, 2)
    report("items are aligned where that keeps the budget",
           "" if len(set(second)) == 1 and len(first) == 3 else second)
    status, text, errors = dump(folder, source, pages=1, pages_most=1)
    report("columns flow where only that keeps the budget",
           "" if status == 0 and len(set(tops(text, 2))) > 1
           else f"{status} {errors} {tops(text, 2)}")
    status, text, errors = dump(folder, source, pages=1, pages_most=1,
                                arrangement="[aligned]")
    report("a form that only aligns keeps aligning", "" if status == 1
           else f"exit {status}")
    status, text, errors = dump(folder, source, arrangement="[free]")
    report("a form that only flows flows", "" if status == 0
           and len(set(tops(text, 2))) > 1 else f"{status} {errors}")
    status, text, errors = dump(folder, uneven(folder, 48, 250), pages=2,
                                arrangement="[free, aligned]")
    report("columns taller than a page are aligned, not cut",
           "" if status == 0 and len(set(tops(text, 2))) == 1
           else f"{status} {errors} {tops(text, 2)}")


def check_condense(folder):
    source = uneven(folder, 14, 250)

    def fit(pages, most, condense):
        status, text, errors = dump(
            folder, source, pages=f"{pages}\n  condense: {condense}",
            pages_most=most)
        return status, pages_of(text), scale_of(text), errors

    status, pages, scale, errors = fit(2, 2, "[70%, 100%]")
    report("type is not condensed where the budget is kept without",
           "" if (status, pages, scale) == (0, 2, 1000)
           else f"{status} {pages} {scale} {errors}")
    status, pages, scale, errors = fit(1, 2, "[70%, 100%]")
    report("type is condensed before there are more pages",
           "" if (status, pages) == (0, 1) and 700 <= scale < 1000
           else f"{status} {pages} {scale} {errors}")
    _, pages, wider, errors = fit(1, 2, f"{scale // 10 + 5}%")
    report("a step wider does not keep the budget",
           "" if pages == 2 else f"{scale} {pages} {wider} {errors}")
    _, pages, again, _ = fit(1, 2, "[97%, 100%]")
    report("where no width keeps the budget, the next is kept uncondensed",
           "" if (pages, again) == (2, 1000) else f"{pages} {again}")


with tempfile.TemporaryDirectory() as scratch:
    check_sizes(scratch)
    check_budget(scratch)
    check_arrangement(scratch)
    check_condense(scratch)
sys.exit(exit_status())
