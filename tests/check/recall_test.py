#!/usr/bin/env python3
"""How many slips the proofreader finds, and how often it cries wolf.

Recall: each operator below is a slip that clerks make. It lists all places of
a real sheet where it could happen; a checksum of its name picks one, so that
nobody chose a place that suits the rules. 25 operators on two sheets are 50
slips, each alone in its sheet. A slip is found when a finding stands on its
line that was not there before.

False alarms: tests/check/clean.txt, 200 clean sentences in documents of 20.

What comes out stands in docs/check.md; this test holds both together.
`--show` lists what was missed and what was a false alarm; `--other N` tries N
other sets of places.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
SHEETS = ["sources/r02/seisaku-kikaku.yaml",
          "sources/r02/shimin-machizukuri.yaml"]
CLEAN = "tests/check/clean.txt"
AT_A_TIME = 20
LEAST_FOUND = 45
MOST_ALARMS = 4

KANJI = "一-鿿々"
TO_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
HALF_KANA = {
    "ア": "ｱ", "イ": "ｲ", "ウ": "ｳ", "エ": "ｴ", "オ": "ｵ", "ラ": "ﾗ",
    "ン": "ﾝ", "ト": "ﾄ", "ス": "ｽ", "コ": "ｺ", "サ": "ｻ", "ー": "ｰ",
    "リ": "ﾘ", "ル": "ﾙ", "ロ": "ﾛ", "タ": "ﾀ", "シ": "ｼ", "ク": "ｸ",
    "ミ": "ﾐ", "ナ": "ﾅ", "マ": "ﾏ", "メ": "ﾒ", "キ": "ｷ", "カ": "ｶ",
    "テ": "ﾃ", "ツ": "ﾂ", "フ": "ﾌ", "ホ": "ﾎ", "ム": "ﾑ", "セ": "ｾ",
    "レ": "ﾚ", "ッ": "ｯ", "ャ": "ｬ", "ュ": "ｭ", "ョ": "ｮ", "ィ": "ｨ",
    "ェ": "ｪ", "ガ": "ｶﾞ", "ド": "ﾄﾞ", "プ": "ﾌﾟ", "ポ": "ﾎﾟ", "バ": "ﾊﾞ",
    "ジ": "ｼﾞ", "デ": "ﾃﾞ", "グ": "ｸﾞ", "ブ": "ﾌﾞ", "ダ": "ﾀﾞ", "パ": "ﾊﾟ",
}


def sub(pattern, new):
    """An operator: every match of a pattern, replaced alone."""
    def places(line):
        for match in re.finditer(pattern, line):
            text = new(match) if callable(new) else match.expand(new)
            if text != match.group():
                yield line[:match.start()] + text + line[match.end():]
    return places


def halve(match):
    return "".join(HALF_KANA.get(c, c) for c in match.group())


OPERATORS = {
    "one digit of a number in the other width":
        sub(r"(?<![0-9,.])([0-9])([0-9])(?![0-9,.])",
            lambda m: m[1] + m[2].translate(TO_WIDE)),
    "a whole number in the other width":
        sub(r"(?<![0-9,./(])[0-9]{2}(?![0-9,./)])",
            lambda m: m[0].translate(TO_WIDE)),
    "a comma of a number full-width":
        sub(r"(?<=[0-9]),(?=[0-9]{3})", "，"),
    "an amount without its comma":
        sub(r"([0-9]+)(?=[円件人回])", lambda m: m[1] + "0000"),
    "a katakana word half-width": sub(r"[ァ-ヶー]{3,}", halve),
    "a bracket not closed": sub(r"）", ""),
    "a bracket not opened": sub(r"(?<=.)（(?=[^0-9])", ""),
    "a bracket closed in the other width": sub(r"(?<=[^0-9])）", ")"),
    "a corner bracket not closed": sub(r"」", ""),
    "a space in a word": sub(rf"(?<=[{KANJI}])(?=[{KANJI}])", " "),
    "a wide space in a word of two":
        sub(rf"(?<![{KANJI}])([{KANJI}])([{KANJI}])(?![{KANJI}])", r"\1　\2"),
    "two spaces behind a comma": sub(r"、", "、  "),
    "a counter in another spelling":
        sub(r"(?<=[0-9０-９])[か箇](?=[所国])", "ヶ"),
    "a wrong kanji before a number": sub(r"(延べ|計|全)(?=[0-9０-９])", "述べ"),
    "a particle typed twice": sub(r"[をが](?=[ァ-ー一-鿿])", r"\g<0>\g<0>"),
    "the particle no typed twice": sub(r"の(?=[一-鿿])", "のの"),
    "a word pasted twice":
        sub(rf"(?<![{KANJI}])[{KANJI}]{{2,4}}(?![{KANJI}])", r"\g<0>\g<0>"),
    "a comma twice": sub(r"、", "、、"),
    "a comma of the other kind": sub(r"、", "，"),
    "a long-vowel mark forgotten": sub(r"(?<=[ァ-ヶ])ー", ""),
    "a conjunction in kana": sub(r"及び", "および"),
    "a noun with other okurigana":
        sub(r"取組(?=[のをがは、])|受入れ|立ち上げ|引継ぎ|見直し(?=[のをが）])",
            lambda m: {"取": "取り組み", "受": "受け入れ", "立": "立上げ",
                       "引": "引き継ぎ", "見": "見直"}[m[0][0]]),
    "a day that is none": sub(r"([0-9]+)月([0-9]+)日", r"\1月32日"),
    "a year of an era that ended":
        sub(r"令和[0-9０-９元]+年", "平成32年"),
    "a wrong kanji in a word":
        sub(r"会議|協議|講座|支援|講演|検討|派遣|補助",
            lambda m: {"会議": "会義", "協議": "協義", "講座": "購座",
                       "支援": "支縁", "講演": "購演", "検討": "検計",
                       "派遣": "派遺", "補助": "捕助"}[m[0]]),
}


def check(paths, lang="en"):
    done = subprocess.run([CHOSHO, f"--lang={lang}", "check", "--format=json",
                           *paths], capture_output=True, text=True)
    return json.loads(done.stdout)


def pick(name, sheet, lines, salt):
    """The place of a slip: (index of the line, the line with it)."""
    places = [(i, new) for i, line in enumerate(lines)
              if re.match(r"\s+- (?!名称|項目)", line)
              for new in OPERATORS[name](line)]
    assert places, f"{name}: no place in {sheet}"
    return places[zlib.crc32(f"{name} {sheet}{salt}".encode()) % len(places)]


def write_slips(folder, salt):
    """A file for each slip: {path: (name, line number, line)}."""
    slips = {}
    for sheet in SHEETS:
        lines = pathlib.Path(sheet).read_text(encoding="utf-8").split("\n")
        for number, name in enumerate(OPERATORS):
            index, new = pick(name, sheet, lines, salt)
            path = folder / f"{pathlib.Path(sheet).stem}-{number}.yaml"
            changed = lines[:index] + [new] + lines[index + 1:]
            path.write_text("\n".join(changed), encoding="utf-8")
            slips[str(path)] = (name, index + 1, new.strip(), sheet)
    return slips


def of_line(findings, line):
    return sorted((f["rule"], f["message"]) for f in findings
                  if f["line"] == line)


def count_found(folder, show, salt=""):
    slips = write_slips(folder, salt)
    before = {sheet: check([sheet]) for sheet in SHEETS}
    found = 0
    for path, (name, line, text, sheet) in slips.items():
        old = of_line(before[sheet], line)
        new = [f for f in of_line(check([path]), line) if f not in old]
        found += bool(new)
        if show and not new:
            print(f"# missed: {name}: {text}")
        elif show:
            print(f"# found: {name}: {[f[0] for f in new]} {text}")
    return found, len(slips)


def count_alarms(folder, show):
    sentences = [s for s in pathlib.Path(CLEAN).read_text(encoding="utf-8")
                 .split("\n") if s and not s.startswith("#")]
    alarms = set()
    for start in range(0, len(sentences), AT_A_TIME):
        part = sentences[start:start + AT_A_TIME]
        path = folder / f"clean-{start}.yaml"
        head = ["様式: 重点目標一覧表", "年度: 令和２年度", "部局: 総務部",
                "重点目標:", "  - 名称: 事務の改善", "    取組:",
                "      - 項目: 文書の整理", "        細目:"]
        tail = ["        期限・数値目標:", "          - 年度末まで",
                "        中間報告:", "          進捗状況:",
                "            - 準備中"]
        quoted = [f"          - '{s}'" for s in part]
        path.write_text("\n".join(head + quoted + tail) + "\n",
                        encoding="utf-8")
        for finding in check([str(path)]):
            index = finding["line"] - len(head) - 1
            if show:
                print(f"# {finding['rule']}: {finding['message']}: "
                      f"{part[index] if index < len(part) else '?'}")
            alarms.add(start + index)
    return len(alarms), len(sentences)


def try_others(count):
    total = tried = 0
    for salt in range(count):
        with tempfile.TemporaryDirectory() as name:
            found, slips = count_found(pathlib.Path(name),
                                       "--show" in sys.argv, f" {salt}")
        total += found
        tried += slips
    print(f"# other places: {total} of {tried}")


def main():
    show = "--show" in sys.argv
    if "--other" in sys.argv:
        try_others(int(sys.argv[sys.argv.index("--other") + 1]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        found, slips = count_found(pathlib.Path(name), show)
        alarms, sentences = count_alarms(pathlib.Path(name), show)
    print(f"# slips found: {found} of {slips}")
    print(f"# false alarms: {alarms} of {sentences}")
    docs = pathlib.Path("docs/check.md").read_text(encoding="utf-8")
    told = all(line in docs for line in (
        f"| slips found | {found} of {slips} |",
        f"| false alarms | {alarms} of {sentences} |"))
    results = {
        "50 slips, 200 sentences": slips == 50 and sentences == 200,
        f"at least {LEAST_FOUND} slips are found": found >= LEAST_FOUND,
        f"at most {MOST_ALARMS} false alarms": alarms <= MOST_ALARMS,
        "docs/check.md says these figures": told,
    }
    for name, good in results.items():
        print(f"ok {name}" if good else f"not ok {name}: found {found} of "
              f"{slips}, {alarms} false alarms of {sentences}")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
