#!/usr/bin/python3
"""Summaries of editions against the same checks as sheets; each of their
tables, in the PDF and on the page, against the sources, counted again here."""
import calendar
import datetime
import html.parser
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import yaml

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from conform_test import CHOSHO, FIXTURES, JUTEN, Subject, check_subject
from report import exit_status, report

MARKS = "◎○△×"
BEHIND = "△×"
MIDDLE, END = "中間報告.進捗度", "期末報告.達成度"
# By stage: the marks it shows, further columns of goals, the mark that tells
# what is behind, and what must not be missing.
STAGES = {
    "tousho": ([], [], None, "期限・数値目標"),
    "chukan": ([MIDDLE], [], MIDDLE, "中間報告.進捗状況"),
    "kimatsu": ([MIDDLE, END], ["期末報告.次年度の方向性"], END,
                "期末報告.進捗状況"),
}


def squeeze(words):
    return re.sub(r"\s", "", words)


def look(record, path):
    for key in path.split("."):
        record = (record or {}).get(key)
    return record or ""


def load(folder):
    def read(stem):
        with open(folder / f"{stem}.yaml", encoding="utf-8") as file:
            return yaml.load(file, Loader=yaml.BaseLoader)
    return [read(stem) for stem in read("edition")["部局"]]


def tally(name, departments, paths):
    goals = [g for d in departments for g in d["重点目標"]]
    items = [i for g in goals for i in g["取組"]]
    return [name, len(goals), len(items)] + [
        sum(look(i, p) == m for i in items) for p in paths for m in MARKS]


def items_of(departments):
    for department in departments:
        for goal in department["重点目標"]:
            for number, item in enumerate(goal["取組"]):
                yield department, goal, chr(ord("①") + number), item


def grouped(rows, leads):
    """Lead cells stand once, before the rows they are the same in."""
    last = []
    for row in rows:
        same = 0
        while same < leads and row[:same + 1] == last[:same + 1]:
            same += 1
        yield [str(cell) for _, cell in row[same:leads]] + \
            [cell for _, cell in row[leads:]]
        last = row


def chosen(departments, wanted, column):
    rows = [[(id(d), d["部局"]), (id(g), g["名称"]),
             (0, number + item["項目"])]
            + ([(0, look(item, column))] if column else [])
            for d, g, number, item in items_of(departments) if wanted(item)]
    return list(grouped(rows, 2)) or [[""] * (4 if column else 3)]


DEADLINE = re.compile(r"(?<!\d)(?:令和(\d+)年(度)?)?(\d{1,2})月"
                      r"(?:(\d{1,2})日)?(?:まで|末|中|\))")


def day_of(words):
    numbers = re.findall(r"\d+", unicodedata.normalize("NFKC", words))
    return datetime.date(2018 + int(numbers[0]), *map(int, numbers[1:]))


def today_of(folder, stage):
    """The day of the sheet, as the edition says it; None where it does not."""
    with open(folder / "edition.yaml", encoding="utf-8") as file:
        edition = yaml.load(file, Loader=yaml.BaseLoader)
    days = {s["段階"]: s.get("基準日") for s in edition.get("各段階", [])}
    name = {"tousho": "当初", "chukan": "中間報告", "kimatsu": "期末報告"}[stage]
    day = days.get(name) or \
        (edition["段階"] in (name, stage) and edition.get("基準日"))
    return day_of(day) if day else None


def is_past(line, fiscal_year, today):
    """A deadline of the line was over before today."""
    for era, fiscal, month, day in DEADLINE.findall(
            unicodedata.normalize("NFKC", line)):
        year = 2018 + int(era) if era else fiscal_year
        month = int(month)
        if month > 12:
            continue
        if fiscal or not era:
            year += month < 4
        last = calendar.monthrange(year, month)[1]
        if datetime.date(year, month, int(day or last)) < today:
            return True
    return False


def lines_of(item):
    lines = look(item, "期限・数値目標")
    return [lines] if isinstance(lines, str) else lines


def overdue(departments, mark, today):
    rows = []
    for d, _, number, item in items_of(departments):
        words = unicodedata.normalize("NFKC", d["年度"])
        year = 2018 + int(re.search(r"\d+", words)[0])
        if today and not look(item, mark) and any(
                is_past(line, year, today) for line in lines_of(item)):
            rows.append([(id(d), d["部局"]), (0, number + item["項目"]),
                         (0, "".join(lines_of(item)))])
    return list(grouped(rows, 1)) or [[""] * 3]


def expected(departments, stage, today):
    """The tables' rows, without their column headers."""
    paths, further, behind, needed = STAGES[stage]
    tables = [[tally(d["部局"], [d], paths) for d in departments]
              + [tally("計", departments, paths)]]
    tables.append([
        ([d["部局"]] if not i else [])
        + [str(i + 1).translate({48 + n: 0xff10 + n for n in range(10)}),
           g["名称"]] + [look(g, p) for p in paths + further]
        for d in departments for i, g in enumerate(d["重点目標"])])
    if behind:
        tables.append(chosen(departments, lambda i: look(i, behind) and
                             look(i, behind) in BEHIND, behind))
        tables.append(overdue(departments, behind, today))
    tables.append(chosen(departments, lambda i: not look(i, needed), None))
    return [[[squeeze(str(c)) for c in row] for row in t] for t in tables]


def tables_of_pdf(document):
    return [[[squeeze(cell.text()) for cell in row.elements]
             for body in table.find("/TBody") for row in body.find("/TR")]
            for top in document.tops for table in top.find("/Table")]


class Page(html.parser.HTMLParser):
    """Rows of the tables' bodies as seen; of a mark the sign, not its
    meaning."""

    def __init__(self):
        super().__init__()
        self.tables = []
        self.open = []
        self.cell = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and "tbody" in [o[0] for o in self.open]:
            self.tables[-1].append([])
        elif tag in ("td", "th") and "tbody" in [o[0] for o in self.open]:
            self.tables[-1][-1].append("")
            self.cell = len(self.open)
        if tag not in ("br", "meta", "link", "col", "img", "wbr"):
            self.open.append(
                (tag, attrs.get("class", "") in ("chosho-mark",
                                                 "chosho-spoken"),
                 attrs.get("aria-hidden") == "true"))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if self.cell is not None and len(self.open) <= self.cell:
            self.cell = None

    def handle_data(self, data):
        meant = any(o[1] for o in self.open) and not any(o[2] for o in self.open)
        if self.cell is not None and not meant:
            self.tables[-1][-1][-1] += squeeze(data)


def compare(found, wanted):
    if len(found) != len(wanted):
        return f"{len(found)} tables instead of {len(wanted)}"
    for t, (rows, want) in enumerate(zip(found, wanted)):
        if len(rows) != len(want):
            return f"table {t + 1}: {len(rows)} rows instead of {len(want)}"
        for row, line in zip(rows, want):
            if row != line:
                return f"table {t + 1}: {row} instead of {line}"
    return ""


def check_edition(name, source, stage, folder):
    subject = Subject(f"summary/{name}/{stage}", source, JUTEN, stage=stage,
                      options=["--summary", "--format=pdf,html"])
    subject.build(folder)
    report(subject.name, subject.error or
           "; ".join(check_subject(subject)[:5]))
    if not subject.document:
        return
    wanted = expected(load(source), stage, today_of(source, stage))
    report(f"{subject.name}/tables",
           compare(tables_of_pdf(subject.document), wanted))
    page = Page()
    page.feed(next((folder / subject.name).rglob("summary.html"))
              .read_text(encoding="utf-8"))
    report(f"{subject.name}/page", compare(page.tables, wanted))


def refuse(name, folder, words, *options):
    done = subprocess.run(
        [CHOSHO, "--lang=en", *options, "build", "--summary", "-o",
         folder / "none", folder], capture_output=True, text=True)
    report(f"summary/{name}", "" if done.returncode == 1 and
           words in done.stderr and not (folder / "none").exists()
           else f"exit {done.returncode}: {done.stderr[-200:]}")


def check_refused(folder):
    """Forms without a summary, and editions of two forms."""
    edition = folder / "mixed"
    shutil.copytree(FIXTURES / "books/small", edition)
    shutil.copy(FIXTURES / "jimu-jigyo/idou-toshokan.yaml", edition)
    with open(edition / "idou-toshokan.yaml", encoding="utf-8") as file:
        sheet = re.sub("^年度: .*$", "年度: 令和３年度", file.read(), flags=re.M)
    (edition / "idou-toshokan.yaml").write_text(sheet, encoding="utf-8")
    names = (edition / "edition.yaml").read_text(encoding="utf-8")
    names = re.sub("^段階: .*\n", "段階: 評価\n", names, flags=re.M)
    (edition / "edition.yaml").write_text(
        names.replace("  - kiki\n  - kouhou\n", "  - idou-toshokan\n"),
        encoding="utf-8")
    refuse("no summary", edition, "has no summary")
    forms = folder / "forms"
    shutil.copytree(JUTEN, forms / "juten-mokuhyo")
    shutil.rmtree(forms / "juten-mokuhyo/summary")
    other = (forms / "juten-mokuhyo/fields.yaml").read_text(encoding="utf-8")
    shutil.copytree(forms / "juten-mokuhyo", forms / "other")
    (forms / "other/fields.yaml").write_text(
        other.replace("form: 重点目標一覧表", "form: 別の様式"), encoding="utf-8")
    mixed = folder / "two"
    shutil.copytree(FIXTURES / "books/small", mixed)
    source = (mixed / "kouhou.yaml").read_text(encoding="utf-8")
    (mixed / "kouhou.yaml").write_text(
        source.replace("様式: 重点目標一覧表", "様式: 別の様式"),
        encoding="utf-8")
    refuse("two forms", mixed, "sources of one form", "--templates",
           str(forms))


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-summary-") as name:
        folder = pathlib.Path(name)
        for stage in STAGES:
            check_edition("r03", FIXTURES / "r03", stage, folder)
        check_edition("r02", pathlib.Path("sources/r02"), "chukan", folder)
        for stage in ("chukan", "kimatsu"):
            check_edition("kigen", FIXTURES / "books/kigen", stage, folder)
        check_edition("small", FIXTURES / "books/small", "chukan", folder)
        check_refused(folder)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
