#!/usr/bin/env python3
"""Every real entry in one column of 8 to 60 em: no line that a break made
begins with a mark of the strict list or ends with an opening bracket, and
nothing is lost at any width. The lists here are this test's own."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORM = ROOT / "tests/fixtures/forms/hitokumi"
ENTRIES = ROOT / "tests/fixtures/text/entries.txt"

START = set("、。，．・：；！？」』）］｝〕】〉》’”"
            "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
            "ーｰ々〻ゝゞヽヾ～〜％‰°′″℃"
            "｡､｣･ﾞﾟｧｨｩｪｫｬｭｮｯ,.:;!?)]}%")
END = set("「『（［｛〔【〈《‘“｢([{")


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquote(text):
    return re.sub(r"\\(.)", r"\1", text)


def dump(folder, width):
    form = folder / f"forms{width}" / "hitokumi"
    shutil.copytree(FORM, form)
    stage = form / "hyo.yaml"
    stage.write_text(stage.read_text().replace("[20em]", f"[{width}em]"))
    out = subprocess.run(
        [os.environ["CHOSHO"], "--lang=en", "--templates", form.parent,
         "dump", folder / "all.yaml"], capture_output=True, text=True)
    return out.returncode, out.stdout, out.stderr


def boxes(text):
    """The lines of every box: lists of strings."""
    found = []
    for line in text.splitlines():
        if line.startswith("  box "):
            found.append([])
        elif line.startswith("    line "):
            found[-1].append("")
        elif line.startswith("      run "):
            words = re.search(r' (?:source|template|generated) "(.*)"$', line)
            found[-1][-1] += unquote(words[1])
    return found


def faults(entries, width, text):
    found = boxes(text)
    joined = "".join("".join(lines) for lines in found)
    if joined != "".join(entries):
        yield "the words are not the entries'"
    for lines in found:
        for before, after in zip(lines, lines[1:]):
            first, last = after[0], before.rstrip(" \u3000")[-1]
            if first in START or last in END:
                yield f"{before[-4:]} | {after[:4]}"


def main():
    # Spaces that a text may not begin with are not what is tried here.
    entries = [line.strip() for line in
               ENTRIES.read_text(encoding="utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "all.yaml").write_text(
            "様式: 一段組\n行:\n"
            + "".join(f"  - 文: {quote(e)}\n" for e in entries),
            encoding="utf-8")
        for width in range(8, 61):
            status, text, errors = dump(folder, width)
            why = [] if status == 0 else [f"exit {status}: {errors[:500]}"]
            why += list(faults(entries, width, text))
            report(f"{width} em", why)
    sys.exit(exit_status())


main()
