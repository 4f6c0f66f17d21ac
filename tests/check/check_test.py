#!/usr/bin/env python3
"""The proofreader: examples of docs/check.md, findings, switches, mending.

- every row of the table of rules: what is bad is found by that rule, what is
  good by none; the table has every rule of the program;
- the findings on the two real sheets are those of tests/check/findings.txt,
  each of which has its reason there;
- the words of templates/check.yaml hold no phrase of the sheets;
- comments and forms switch rules off; `--fix` changes what it says and no
  other byte, once.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
SHEETS = ["sources/r02/seisaku-kikaku.yaml",
          "sources/r02/shimin-machizukuri.yaml"]
FINDINGS = "tests/check/findings.txt"
DOCS = pathlib.Path("docs/check.md").read_text(encoding="utf-8")
HEAD = """様式: 重点目標一覧表
年度: 令和2年度
部局: 総務部
重点目標:
  - 名称: 事務の改善
    取組:
"""
ITEM = """      - 項目: 文書の整理
        {}:
{}
        中間報告:
          進捗状況:
            - 準備中
"""

failures = 0


def report(name, fault=""):
    global failures
    failures += bool(fault)
    text = str(fault).replace("\n", " | ")
    print(f"not ok {name}: {text}" if fault else f"ok {name}")


def check(*paths, options=()):
    done = subprocess.run([CHOSHO, "--lang=en", "check", "--format=json",
                           *options, *map(str, paths)],
                          capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def find(folder, text, options=()):
    path = pathlib.Path(folder) / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check(path, options=options)


def item(example, field="期限・数値目標"):
    other = "" if field == "期限・数値目標" else "\n        期限・数値目標:\n" \
        "          - 年度末まで"
    lines = [f"          - '{line}'" for line in example.split(" ／ ")]
    return HEAD + ITEM.format(field, "\n".join(lines) + other)


def list_rules():
    source = pathlib.Path("src/check/check_document.c").read_text()
    return set(re.findall(r'\{ "((?:style|plan)-[a-z-]+)"', source))


def test_examples(folder):
    table = DOCS.split("<!-- rules -->")[1].split("<!-- /rules -->")[0]
    rules = set()
    for line in table.strip().split("\n")[2:]:
        _, rule, _, bad, good, _ = re.split(r" *(?<!\\)\| *", line)
        rule, bad, good = (s.strip("`") for s in (rule, bad, good))
        rules.add(rule)
        field = "期限・数値目標" if rule == "plan-year" else "細目"
        found = {f["rule"] for f in find(folder, item(bad, field))}
        report(f"{rule}: the bad example",
               "" if rule in found else f"{bad}: found {found}")
        found = {f["rule"] for f in find(folder, item(good, field))}
        report(f"{rule}: the good example", found and f"{good}: {found}")
    for kind, wanted in (("bad", {"plan-mark"}), ("good", set())):
        part = DOCS.split(f"<!-- plan-mark {kind} -->")[1]
        example = part.split("```yaml\n")[1].split("```")[0]
        found = {f["rule"] for f in find(folder, HEAD + example)}
        report(f"plan-mark: the {kind} example",
               found != wanted and str(found))
    rules.add("plan-mark")
    report("docs/check.md has every rule",
           list_rules() ^ rules and str(list_rules() ^ rules))


def test_findings():
    listed = {}
    for line in pathlib.Path(FINDINGS).read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            place, reason = line.split("\t")
            listed[place] = reason
    found = [f"{pathlib.Path(f['file']).stem}:{f['line']}:{f['column']} "
             f"{f['severity']} {f['rule']}" for f in check(*SHEETS)]
    report("the findings on the real sheets are the reviewed ones",
           set(found) ^ set(listed) and sorted(set(found) ^ set(listed)))
    report("each has a reason", [p for p, r in listed.items() if len(r) < 6])


def list_strings(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from list_strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from list_strings(value)
    else:
        yield str(node)


def test_words():
    """Strings that are sets of characters are no phrases."""
    words = yaml.load(pathlib.Path("templates/check.yaml").read_text("utf-8"),
                      yaml.BaseLoader)
    sheets = "".join(pathlib.Path(s).read_text("utf-8") for s in SHEETS)
    long = [s for s in list_strings(words) if len(s) > 3 and s in sheets]
    report("templates/check.yaml holds no phrase of the sheets", long)


def test_switches(folder):
    bad = item("市および県  の計画")
    both = {f["rule"] for f in find(folder, bad)}
    report("two rules find something",
           both != {"style-spelling", "style-space"} and str(both))
    line = next(l for l in bad.split("\n") if "および" in l)
    for comment, wanted in (
            ("# chosho: off style-spelling", {"style-space"}),
            ("#chosho:off style-spelling, style-space", set()),
            ("# chosho: off style-spelling\n   # and more\n#", {"style-space"}),
            ("# chosho: off style-speling", both | {"check-rule"}),
            ("# chosho: of style-spelling", both)):
        text = bad.replace(line, f"          {comment}\n{line}")
        found = {f["rule"] for f in find(folder, text)}
        report(f"a comment: {comment!r}",
               found != wanted and f"{found}, not {wanted}")
    templates = pathlib.Path(folder) / "templates"
    shutil.copytree("templates/juten-mokuhyo", templates / "juten-mokuhyo")
    fields = templates / "juten-mokuhyo/fields.yaml"
    before = fields.read_text("utf-8")
    for switch, wanted in (
            ("off: [style-spelling]", {("style-space", "warning")}),
            ("note: [style-spelling, style-space]",
             {("style-space", "note"), ("style-spelling", "note")}),
            ("error: [style-space]",
             {("style-space", "error"), ("style-spelling", "warning")}),
            ("allow: [および県]", {("style-space", "warning")}),
            ("off: [style-nothing]",
             {("style-space", "warning"), ("style-spelling", "warning"),
              ("check-rule", "warning")})):
        fields.write_text(before.replace("check:\n", f"check:\n  {switch}\n"),
                          "utf-8")
        found = {(f["rule"], f["severity"]) for f in find(
            folder, bad, ["--templates", str(templates)])}
        report(f"a form: {switch}", found != wanted and str(found))
    gap = item("(1)周知 ／ (3)公表").replace("'", "")
    report("a rule of sources",
           {f["rule"] for f in find(folder, gap)} != {"source-marker-gap"})
    off = gap.replace("          - (3)", "          # chosho: off "
                      "source-marker-gap\n          - (3)")
    report("is switched off, too", find(folder, off))


def test_mending(folder):
    bad = item("ﾌｫｰﾗﾑを開催 ／ 参加者12，000人(市内） ／ 公園  の整備 ／ 目標２．５％")
    good = item("フォーラムを開催 ／ 参加者12,000人（市内） ／ 公園 の整備 ／ 目標２.５％")
    path = pathlib.Path(folder) / "b.yaml"
    for name, change in (
            ("plain", lambda s: s.encode()),
            ("BOM and CRLF",
             lambda s: b"\xef\xbb\xbf" + s.replace("\n", "\r\n").encode()),
            ("comments and no line end",
             lambda s: ("# ﾌｫｰﾗﾑ  1，000\n" + s.rstrip("\n")).encode()),
            ("plain scalars",
             lambda s: s.replace("'", "").encode())):
        path.write_bytes(change(bad))
        for _ in range(2):
            done = subprocess.run([CHOSHO, "check", "--fix", str(path)],
                                  capture_output=True, text=True)
            report(f"mended: {name}", path.read_bytes() != change(good)
                   and path.read_text("utf-8") + done.stderr)
    left = [p.name for p in pathlib.Path(folder).iterdir()
            if p.name.startswith(".")]
    report("no temporary file is left", left)
    for text, wanted in (("かﾞくしゅう", "がくしゅう"), ("漢ﾞ字", "漢ﾞ字"),
                         ("ﾊﾟﾝ｡", "パン。"), ("サﾞ", "ザ")):
        path.write_text(item(text), "utf-8")
        subprocess.run([CHOSHO, "check", "--fix", str(path)],
                       capture_output=True)
        report(f"mended: {text}", wanted not in path.read_text("utf-8"))
    text = bad.replace("          - 'ﾌ", "          # chosho: off "
                       "style-kana-width\n          - 'ﾌ")
    path.write_text(text, "utf-8")
    subprocess.run([CHOSHO, "check", "--fix", str(path)], capture_output=True)
    report("what is off is not mended",
           "ﾌｫｰﾗﾑ" not in path.read_text("utf-8"))
    path.write_text(bad.replace("様式:", "様式 :") + "誤り: [a]\n", "utf-8")
    before = path.read_bytes()
    subprocess.run([CHOSHO, "check", "--fix", str(path)], capture_output=True)
    after = path.read_bytes()
    report("a broken file keeps its broken lines",
           after.splitlines()[-1] != before.splitlines()[-1])
    path.write_text(item('a').replace("'a'", '"\\u30A2ｱ"'), "utf-8")
    before = path.read_bytes()
    subprocess.run([CHOSHO, "check", "--fix", str(path)], capture_output=True)
    report("behind an escape", path.read_bytes() != before.replace(
        "ｱ".encode(), "ア".encode()) and path.read_text("utf-8"))


def test_sheets_mended(folder):
    """The real sheets: what is mended is what json says, byte for byte."""
    for sheet in SHEETS:
        path = pathlib.Path(folder) / "sheet.yaml"
        data = pathlib.Path(sheet).read_bytes()
        path.write_bytes(data)
        fixes = sorted((f["fix"] for f in check(path) if f["fix"]),
                       key=lambda f: -f["offset"])
        for fix in fixes:
            end = fix["offset"] + fix["length"]
            data = data[:fix["offset"]] + fix["text"].encode() + data[end:]
        subprocess.run([CHOSHO, "check", "--fix", str(path)],
                       capture_output=True)
        report(f"mended as told: {sheet}", path.read_bytes() != data)
        report(f"nothing is left to mend: {sheet}",
               [f for f in check(path) if f["fix"]])


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_examples(folder)
        test_switches(folder)
        test_mending(folder)
        test_sheets_mended(folder)
    test_findings()
    test_words()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
