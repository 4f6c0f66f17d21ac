#!/usr/bin/env python3
"""Distributed and vertical labels: where glyphs stand in the finished PDF,
and what readers read. The form is fixtures/forms/hyodai."""
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
FORMS = ROOT / "tests/fixtures/forms"
SHEET = FORMS / "sources/hyodai.yaml"

def run(*command):
    return subprocess.run([str(word) for word in command],
                          capture_output=True, text=True, check=True).stdout


def lines_of(dump):
    """(content rectangle, x, baseline, width, flags, words) of each line."""
    found = []
    content = None
    for line in dump.splitlines():
        box = re.match(r"  box .* content (\d+) (\d+) (\d+) (\d+)", line)
        start = re.match(r"    line (-?\d+) (\d+) (\d+) \w+(.*)", line)
        words = re.match(r'      run ".*?" .*? "(.*)"', line)
        if box:
            content = [int(n) for n in box.groups()]
        elif start:
            found.append([content, *map(int, start.groups()[:3]),
                          start[4].split(), ""])
        elif words:
            found[-1][5] += words[1]
    return found


def check_distributed(lines):
    """Lines of more than one character reach from edge to edge."""
    for content, x, baseline, width, flags, words in lines:
        if "distributed" not in flags:
            continue
        x0, y0, wide, high = content
        at = baseline - y0 if "vertical" in flags else x - x0
        room = high if "vertical" in flags else wide
        if at + at + width != room:
            return f"{words}: starts at {at}, {width} of {room}"
    return ""


def check_words(pdf, words):
    text = run("pdftotext", pdf, "-")
    missing = [w for w in words if w not in text]
    return f"not in {text!r}: {missing}" if missing else ""


def check_pairs(dump):
    """Bases of one cell with what stands above them, in order."""
    part = dump[dump.index('"事業[3]/細目"'):]
    pairs = re.findall(r'run "[^"]*" 9000 (\d+) source "([^"]*)"\n'
                       r'      run "[^"]*" 4500 (\d+) source "([^"]*)" ruby',
                       part)
    found = [(base, reading) for _, base, _, reading in pairs]
    if found != [("上田", "うえだ"), ("上田", "かみだ"), ("上田", "うえだ")]:
        return found
    # Three characters of half the size in the middle above two.
    wrong = [p for p in pairs if int(p[2]) - int(p[0]) != 4500 // 6]
    return f"not in the middle: {wrong}" if wrong else ""


def check_first_lines(dump):
    """First baselines of the cells of a row, some of which have readings."""
    for row in range(1, 4):
        first = re.findall(rf'box data "事業\[{row}\]/.*\n    line \d+ (\d+)',
                           dump)
        if len(set(first)) != 1:
            return f"row {row}: {first}"
    return ""


def check_readings(chosho, folder):
    """Readings stand as one string; lines too close for them are refused."""
    sheet = FORMS / "sources/yomi.yaml"
    run(chosho, "--templates", FORMS, "-o", folder, "build", sheet)
    pdf = next(pathlib.Path(folder).rglob("yomi.pdf"))
    report("readers find each reading as one string", check_words(
        pdf, ["うえだし", "しんしゅううえだ", "べっしょ", "信州上田学園都市構想"]))
    dump = run(chosho, "--templates", FORMS, "dump", sheet)
    report("a base that comes again has the reading of each place",
           check_pairs(dump))
    report("readings leave the first lines of a row level",
           check_first_lines(dump))
    forms = pathlib.Path(folder) / "forms"
    shutil.copytree(FORMS / "yomi", forms / "yomi")
    stage = forms / "yomi/hyo.yaml"
    stage.write_text(stage.read_text(encoding="utf-8").replace(
        "pitch: 15pt", "pitch: 12pt"), encoding="utf-8")
    done = subprocess.run([chosho, "--lang=en", "--templates", str(forms),
                           "dump", str(sheet)], capture_output=True, text=True)
    report("lines too close for readings are refused by name of the style",
           "" if done.returncode == 1 and "style head: its lines stand too "
           "close" in done.stderr else done.stderr)


def main():
    chosho = os.environ["CHOSHO"]
    dump = run(chosho, "--templates", FORMS, "dump", SHEET)
    lines = lines_of(dump)
    spread = [w for *_, flags, w in lines if "distributed" in flags]
    columns = [w for *_, flags, w in lines if "vertical" in flags]
    report("lines are distributed from edge to edge",
           check_distributed(lines))
    report("which lines are distributed",
           "" if spread == ["部局", "担当者名", "電話（内線）", "番号と電子",
                            "メール", "か゚１２", "区分", "指標", "事業",
                            "事業"] else spread)
    one = [l for l in lines if l[5] == "印"][0]
    report("a single character stands in the middle",
           "" if one[1] - one[0][0] == (one[0][2] - one[3]) // 2 else one)
    report("a vertical text runs on in a further column to the left",
           "" if "高齢者の見守" in columns and "り（地域）" in columns
           and [l[1] for l in lines if l[5] == "高齢者の見守"]
           > [l[1] for l in lines if l[5] == "り（地域）"] else columns)
    with tempfile.TemporaryDirectory() as folder:
        run(chosho, "--templates", FORMS, "-o", folder, "build", SHEET)
        pdf = next(pathlib.Path(folder).rglob("*.pdf"))
        report("readers find no spaces in labels", check_words(
            pdf, [w for w in spread + columns if w != "印"]))
        plain = pathlib.Path(folder) / "plain.pdf"
        run("qpdf", "--qdf", pdf, plain)
        data = plain.read_bytes()
        report("upright columns are set with Identity-V",
               "" if b"/Identity-V" in data and b"0 -1 1 0" in data
               else "no such font or no turned text")
        report("the file is sound", "" if "No syntax" in run(
            "qpdf", "--check", pdf) else "qpdf finds faults")
        check_readings(chosho, folder)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
