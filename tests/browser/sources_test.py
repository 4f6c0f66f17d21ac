#!/usr/bin/env python3
"""`chosho schema` and `chosho check` agree, by ajv, which shares nothing with
chosho.

- every source among the sheets, fixtures and broken files: refused by the
  schema when `check` finds an error that one value, or one level of keys, can
  tell. Files that are refused as YAML have no values to compare;
- every scalar of a corpus for each type of field, good and bad: one list of
  records in a form made for it.

Sources are read with PyYAML's BaseLoader: all scalars are words, as chosho
reads them; what a YAML 1.2 reader takes for numbers and truth values is tried
beside. Prints `ok NAME` or `not ok NAME: why`.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

import packages

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
FORMS = ROOT / "tests" / "fixtures" / "forms"
FOLDERS = ["sources", "tests/fixtures", "tests/record/bad", "tests/yaml/bad"]
# Errors of check that several values, or the sheet, tell.
BEYOND = ("source-marker-order", "edition-", "layout-", "text-", "sheet-",
          "stage", "output-", "data-", "font-")

CIRCLED = "①⑳㉑㊿"
TEXTS = [
    "検討", "a", "12", "1.5", "yes", "~", "null", "true", "0x10", "検討 中",
    "検討　中", "検討   中", " 検討", "検討 ", "　検討", "検討　", "\t検討",
    "検討\u00a0", "\u202f検討", "\u2003検討", "\u2007検討", "検\u2007討",
    "検\u00ad討", "検\u200b討", "検\u200d討", "検\u200c討", "\ufeff検討",
    "検\u2060討", "葛\U000e0100城", "辻\ufe00", "\ufe00辻", "辻 \ufe00",
    "\U000e0100", "か\u3099", "\u3099か", "は \u309a", "｜\u3099", "《\u309a",
    "\ue000", "検\uf8ff", "\U000f0000", "\U0010fffe", "検\ufffe", "\u0378",
    "\u0085", "検\u2028討", "検\u2029", "検\u0007", "𠮷野", "🏢", "👨‍👩‍👧",
    "①検討", "⑳", "㉑検討", "㊿x", "⑴検討", "１　検討", "A①", "é", "e\u0301",
    "\u0301e", "(1)", "・", "#", "- a", "a: b", '"引用"', "'a'", "|", ">", "*a",
    "《", "｜", "||", "\\", "{}", "[]", "。", "ｱ", "ﾞ", "サﾞ", "２０", "１２",
]
ENTRIES = TEXTS + [
    "・検討", "・ 検討", "・  検討", "・　検討", "・ ", "・・", "・\u3099",
    "・ \u3099", "・①", "①・", "(1)検討", "(1) 検討", "(1)  検討", "(1)　検討",
    "(1) ", "(1)～(2)", "(1)～(2)検討", "(1)～(2) 検討", "(1)～(2)  検討",
    "(1)～", "(1)～ 検討", "（1）検討", "（１）検討", "（1)検討", "(1）",
    "(12345)検討", "(1234)検討", "(1234)", "(a)検討", "()検討", "(1)\u00a0a",
]
RUBY = TEXTS + [
    "｜別所《べっしょ》線", "｜塩《しお》｜田《だ》", "｜Smart City《:en》",
    "｜｜", "《《", "》》", "｜a《:zh-Hans》", "｜a《:》", "｜a《:e》",
    "｜a《:en-》", "｜a《:en_US》", "｜《a》", "｜a《》", "｜a", "a《b》", "》",
    "｜a《b", "｜a｜b《c》", "｜｜a《b》", "｜a《b》》", "｜a《b》》》", "《《《",
    "｜a《《b》", "a｜b《c》d｜e《f》", "｜a《b：》", "｜か\u3099《a》",
    "｜\u3099《a》", "｜a《\u3099》", "｜a《:abcdefgh-12345678》",
    "｜a《:abcdefghi》", "｜a《::en》",
]
CHOICES = ["◎", "○", "〇", "◯", "o", "", "◎ ", " ◎", "よい", "◎○", "⭕", "△"]
NUMBERS = [
    "0", "12", "1,234", "12,34", "1,2345", "1234,567", "1,234,567", "１，２３４",
    "12.5", "12.", ".5", "1.50", "1.505", "△3", "▲3", "-3", "−3", "－3", "--3",
    "3-", "", "12人", "1 2", "1,234.5", "1,23.5", "123456789012345",
    "1234567890123456", "12345678901234.5", "123456789012345.6", "１２．５",
    "1，234.５", "0012", "三", "1e3", "+3", "∞",
]
YEARS = [
    "令和2年度", "令和２年度", "令和元年度", "令和1年度", "令和02年度",
    "令和002年度", "令和0002年度", "令和0年度", "令和99年度", "令和100年度",
    "平成31年度", "平成32年度", "平成30年度", "平成元年度", "昭和63年度",
    "昭和64年度", "昭和65年度", "昭和元年度", "大正15年度", "大正16年度",
    "明治45年度", "明治46年度", "明治元年度", "2020年度", "2020年", "２０２０年度",
    "0999年度", "999年度", "20200年度", "2020", "令和2", "令和2年", "R2年度",
    "令和二年度", "令和2年度末", " 令和2年度", "", "慶応3年度", "令和　2年度",
]
DATES = [
    "令和2年10月1日", "令和２年１０月１日", "令和元年5月1日", "令和元年4月30日",
    "令和1年5月1日", "平成31年4月30日", "平成31年5月1日", "平成元年1月8日",
    "平成元年1月7日", "昭和64年1月7日", "昭和64年1月8日", "大正元年7月30日",
    "大正元年7月29日", "昭和元年12月25日", "昭和元年12月24日", "明治45年7月29日",
    "明治45年7月30日", "明治元年10月23日", "明治元年10月22日", "令和2年2月29日",
    "令和3年2月29日", "令和2年2月30日", "令和2年4月31日", "令和2年12月31日",
    "令和2年13月1日", "令和2年0月1日", "令和2年1月0日", "令和2年01月01日",
    "令和2年001月1日", "2020-10-01", "2020-1-1", "2020-02-29", "2019-02-29",
    "1900-02-29", "2000-02-29", "2020-00-10", "2020-12-32", "２０２０-１０-０１",
    "2020年2月29日", "2100年2月29日", "2019年2月29日", "2020/10/01", "",
    "0999-01-01", "1000-01-01", "令和2年10月", "令和99年1月1日", "昭和2年２月28日",
    "令和10年2月29日", "令和14年2月29日", "令和6年2月29日", "平成12年2月29日",
]
TYPES = {
    "文": ("type: text", TEXTS), "必須": ("type: text", TEXTS),
    "読み": ("type: text, ruby: true", RUBY),
    "箇条": ("type: entries, markers: 印", ENTRIES),
    "列": ("type: entries", TEXTS),
    "読み箇条": ("type: entries, markers: 印, ruby: true", RUBY + ENTRIES),
    "語": ("type: strings", TEXTS),
    "評価": ("type: choice, choices: 評価", CHOICES),
    "整数": ("type: number", NUMBERS),
    "小数": ("type: number, decimals: 2", NUMBERS),
    "年": ("type: fiscal-year", YEARS), "日": ("type: date", DATES),
}
LISTS = {"箇条", "列", "読み箇条", "語"}
STAGE = """name: 試し
title: "{題}"
page: {size: A4 portrait, margin: 10mm}
styles:
  body: {font: gothic, size: 10pt, pitch: 14pt}
body:
  - {text: "{題}", style: body}
"""


def say(name, fault=""):
    text = str(fault).replace("\n", " | ")[:700]
    print(f"not ok {name}: {text}" if fault else f"ok {name}")


def run(*arguments, cwd=ROOT):
    return subprocess.run([CHOSHO, "--lang=en", *map(str, arguments)],
                          capture_output=True, text=True, cwd=cwd)


def check(path, templates):
    done = run("check", "--format=json", "--templates", templates, path)
    return [f for f in json.loads(done.stdout) if f["severity"] == "error"]


def validate(cases, work):
    path = work / "cases.json"
    path.write_text(json.dumps(cases, ensure_ascii=False), "utf-8")
    done = subprocess.run(["node", str(HERE / "sources.mjs"), str(path)],
                          capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-600:])
    return json.loads(done.stdout)


def write_schema(form, templates, path):
    done = run("schema", "--templates", templates, form)
    path.write_text(done.stdout, "utf-8")
    return done.stderr


# ---- files ------------------------------------------------------------------


def read_forms():
    """{name of a form: its folder}."""
    folders = [p.parent for base in (ROOT / "templates", FORMS)
               for p in sorted(base.glob("*/fields.yaml"))]
    return {yaml.load((f / "fields.yaml").read_text("utf-8"),
                      yaml.BaseLoader)["form"]: f for f in folders}


def list_sources():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            if not any((p / "fields.yaml").exists() for p in path.parents):
                yield path


def read_source(path):
    try:
        return yaml.load(path.read_bytes().decode("utf-8-sig"),
                         yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return None


def is_circled(tree, finding):
    line = pathlib.Path(finding["file"])
    text = (ROOT / line).read_text("utf-8-sig").split("\n")[
        finding["line"] - 1]
    return text[finding["column"] - 1] in CIRCLED or "①" <= text[
        finding["column"] - 1] <= "⑳"


def test_files(work):
    forms = read_forms()
    schemas = {}
    cases, expected, skipped = [], [], 0
    for name, folder in forms.items():
        schemas[name] = work / f"{folder.name}.json"
        fault = write_schema(folder, FORMS, schemas[name])
        if not schemas[name].read_text():
            say(f"the schema of {folder.name}", fault)
    for path in list_sources():
        tree = read_source(path)
        edition = path.name == "edition.yaml"
        errors = check(path.relative_to(ROOT), FORMS)
        if tree is None or any(e["rule"].startswith("yaml-") for e in errors):
            skipped += 1
            continue
        own = str(path.relative_to(ROOT))
        errors = [e for e in errors if e["file"] == own]
        seen = [e for e in errors if not e["rule"].startswith(BEYOND)
                and (e["rule"] != "source-generated-number"
                     or is_circled(tree, e))]
        name = tree.get("様式") if isinstance(tree, dict) else None
        form = forms["年度版"] if edition and "年度版" in forms else None
        schema = schemas.get(str(name), schemas["重点目標一覧表"])
        if edition:
            schema = work / "edition.json"
        cases.append({"schema": str(schema), "value": tree})
        expected.append((own, seen))
    for (own, seen), found in zip(expected, validate(cases, work)):
        if bool(seen) != bool(found):
            say(f"file {own}", f"check {[e['rule'] for e in seen]}, "
                f"schema {found[:3]}")
    bad = sum(bool(seen) for _, seen in expected)
    print(f"# {len(cases)} files, {bad} with errors; {skipped} are no YAML "
          "for chosho")
    say("files were compared", len(cases) < 60 and len(cases))
    say("broken ones among them", bad < 25 and bad)


# ---- scalars -----------------------------------------------------------------


def quote(text):
    return '"' + "".join(
        f"\\{c}" if c in '"\\' else c if c.isprintable() or c == "　"
        else f"\\U{ord(c):08X}" for c in text) + '"'


def make_form(folder):
    folder.mkdir(parents=True)
    fields = "\n".join(
        f"      - {{key: {key}, {kind}"
        f"{', need: required' if key == '必須' else ''}}}"
        for key, (kind, _) in TYPES.items() if key != "必須")
    (folder / "fields.yaml").write_text(f"""form: 試し
stages: [one]
markers:
  印:
    - {{pattern: ・}}
    - {{pattern: (N), range: ～}}
    - {{pattern: （N）, range: ～}}
choices:
  評価: [◎, {{value: ○, word: よい}}, △]
fields:
  - {{key: 様式, type: form, need: required}}
  - {{key: 題, type: text, need: required}}
  - key: 例
    type: records
    number: circled
    fields:
{fields}
  - key: 他
    type: records
    fields:
      - {{key: 必須, type: text, need: required}}
""", "utf-8")
    (folder / "one.yaml").write_text(STAGE, "utf-8")


def test_scalars(work):
    templates = work / "templates"
    make_form(templates / "tameshi")
    lines, places = ["様式: 試し", "題: 例", "例:"], {}
    value = {"様式": "試し", "題": "例", "例": [], "他": []}
    for key, (_, corpus) in TYPES.items():
        part = "他" if key == "必須" else "例"
        if key == "必須":
            continue
        for text in corpus:
            if key in LISTS:
                lines += [f"  - {key}:", f"      - {quote(text)}"]
                value[part].append({key: [text]})
            else:
                lines.append(f"  - {key}: {quote(text)}")
                value[part].append({key: text})
            places[len(lines)] = (part, len(value[part]) - 1, key, text)
    lines.append("他:")
    for text in TYPES["必須"][1] + [""]:
        lines.append(f"  - 必須: {quote(text)}")
        value["他"].append({"必須": text})
        places[len(lines)] = ("他", len(value["他"]) - 1, "必須", text)
    path = work / "scalars.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    schema = work / "tameshi.json"
    fault = write_schema("tameshi", templates, schema)
    say("the schema of the made form", fault)
    errors = {}
    for error in check(path, templates):
        errors.setdefault(error["line"], []).append(error["rule"])
    wrong = set()
    for place in validate([{"schema": str(schema), "value": value}], work)[0]:
        part, index = place.split("/")[1:3]
        wrong.add((part, int(index.split(" ")[0])))
    count = {}
    for line, (part, index, key, text) in places.items():
        rules = errors.get(line, [])
        if any(r.startswith("yaml-") for r in rules):
            continue
        rules = [r for r in rules if not r.startswith(BEYOND)]
        refused = (part, index) in wrong
        count.setdefault(key, [0, 0])[bool(rules)] += 1
        if bool(rules) != refused:
            say(f"{key}: {text!r}", f"check {rules}, schema "
                f"{'refuses' if refused else 'accepts'}")
    for key, (good, bad) in count.items():
        say(f"{key}: {good} good and {bad} bad values agree",
            "" if good and bad else "only one of them")


def test_plain(work):
    """What YAML 1.2 reads without quotes is a text where texts may stand."""
    schema = work / "tameshi.json"
    cases = [({"文": 12}, True), ({"文": True}, True), ({"文": None}, True),
             ({"整数": 12}, True), ({"整数": 12.5}, False),
             ({"小数": 12.5}, True), ({"年": 2020}, False),
             ({"年": None}, True), ({"箇条": [12]}, True),
             ({"箇条": [None]}, False), ({"箇条": None}, True),
             ({"評価": None}, True), ({"箇条": {"a": "b"}}, False),
             ({"例": []}, False)]
    found = validate([{"schema": str(schema), "value":
                       {"様式": "試し", "題": "a", "例": [v]}}
                      for v, _ in cases], work)
    say("values read as numbers", [v for (v, good), f in zip(cases, found)
                                   if good == bool(f)])


def test_words(work):
    """What an editor shows."""
    schema = json.loads((work / "juten-mokuhyo.json").read_text("utf-8"))
    items = schema["properties"]["重点目標"]["items"]["properties"]
    mark = items["取組"]["items"]["properties"]["中間報告"]["properties"][
        "進捗度"]
    say("choices have their meanings",
        mark["enumDescriptions"][0] != "目標を上回る進捗" and str(mark))
    missing = []

    def walk(node):
        if isinstance(node, dict):
            if "title" in node and "description" not in node:
                missing.append(node["title"])
            for inner in node.values():
                walk(inner)
    walk(schema["properties"])
    say("every field has a description", missing)
    for name in ("重点目標一覧表", "juten-mokuhyo", "templates/juten-mokuhyo",
                 "sources/r02/seisaku-kikaku.yaml"):
        done = run("schema", name)
        say(f"schema {name}", done.stdout != run(
            "--lang=ja", "schema", "juten-mokuhyo").stdout and done.stderr)
    say("schema of no form", run("schema", "nowhere").returncode != 1)


def main():
    missing = [n for n in ("npm", "node") if not shutil.which(n)]
    fault = missing or packages.install()
    if fault:
        say("npm ci", fault)
        return 1
    with tempfile.TemporaryDirectory(prefix="chosho-sources-") as name:
        work = pathlib.Path(name)
        test_files(work)
        test_scalars(work)
        test_plain(work)
        test_words(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
