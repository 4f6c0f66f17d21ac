"""What the sheets of a source must say, and what a finished PDF says.

Shared by the tests that read finished files. The source is read with PyYAML,
not with chosho; the PDF with poppler.
"""
import collections
import re
import subprocess

import yaml

CIRCLED = [chr(0x2460 + i) for i in range(20)] + \
          [chr(0x3251 + i) for i in range(15)] + \
          [chr(0x32B1 + i) for i in range(15)]
FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SPACES = re.compile(r"[\s\u3000\f]+")

LABELS = {
    "title": "重点目標一覧表（中間報告調書）",
    "department": "担当部局名",
    "goal": "重点目標",
    "columns": ["具体的な重点取組項目（箇条書き）", "期限・数値目標等",
                "進捗状況・進捗度"],
    "legend": "※ 評価基準［◎：目標を上回る進捗］［○：目標どおり進捗］"
              "［△：未進捗の部分あり］［×：全て目標未進捗］",
}


def squeeze(text):
    """The text without its spaces."""
    return SPACES.sub("", text)


class Goal:
    def __init__(self, number, title, mark, items):
        self.number = number
        self.title = title
        self.mark = mark
        self.items = items  # a list of (item, targets, progress) texts

    def heading(self):
        return squeeze(str(self.number).translate(FULLWIDTH)
                       + LABELS["goal"] + self.title + self.mark)


class Source:
    """A source as the words of its sheet, spaces removed."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            tree = yaml.load(file, Loader=yaml.BaseLoader)
        self.head = squeeze(f"【{tree['年度']}重点目標】" + LABELS["title"]
                            + LABELS["department"] + tree["部局"])
        self.goals = []
        for number, goal in enumerate(tree["重点目標"], 1):
            mark = (goal.get("中間報告") or {}).get("進捗度", "")
            items = [self.read_item(sign, item)
                     for sign, item in zip(CIRCLED, goal["取組"])]
            self.goals.append(Goal(number, goal["名称"], mark, items))

    def read_item(self, sign, item):
        report = item.get("中間報告") or {}
        targets = item.get("期限・数値目標") or []
        progress = report.get("進捗状況") or []
        return (squeeze(sign + item["項目"]
                        + "".join(item.get("細目") or [])),
                squeeze((sign if targets else "") + "".join(targets)),
                (squeeze((sign if progress else "") + "".join(progress)),
                 report.get("進捗度", "")))


Box = collections.namedtuple(
    "Box", "page role address rect content part repeated lines")
Line = collections.namedtuple("Line", "x baseline width end runs")
Run = collections.namedtuple("Run", "face size x origin text leader")


class Dump:
    """`chosho dump`, read back. Lengths are in 1/1000 pt."""

    def __init__(self, text):
        self.pages = []
        self.boxes = []
        for line in text.splitlines():
            words = split_words(line)
            if words:
                self.read_line(words)

    def read_line(self, words):
        kind = words[0]
        if kind == "page":
            self.pages.append((int(words[2]), int(words[3])))
        elif kind == "box":
            rect = tuple(int(w) for w in words[3:7])
            content = tuple(int(w) for w in words[8:12])
            rest = words[12:]
            part = int(rest[rest.index("part") + 1]) if "part" in rest else 0
            self.boxes.append(Box(len(self.pages), words[1], words[2], rect,
                                  content, part, "repeated" in rest, []))
        elif kind == "line":
            self.boxes[-1].lines.append(
                Line(int(words[1]), int(words[2]), int(words[3]), words[4],
                     []))
        elif kind == "run":
            self.boxes[-1].lines[-1].runs.append(
                Run(words[1], int(words[2]), int(words[3]), words[4],
                    words[5], "leader" in words[6:]))

    def text(self, box):
        return squeeze("".join(run.text for line in box.lines
                               for run in line.runs))


def split_words(line):
    """Words of a dump line; quoted ones may hold spaces, \\" and \\\\."""
    words = []
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|(\S+)', line):
        if match.group(1) is not None:
            words.append(re.sub(r"\\(.)", r"\1", match.group(1)))
        else:
            words.append(match.group(2))
    return words


def crop_text(pdf, box):
    """pdftotext of a box, spaces removed."""
    x, y, width, height = box.rect
    page = box.page
    scale = 100  # 720 dots an inch are 1/10 pt
    left, top = x // scale, y // scale
    command = ["pdftotext", "-enc", "UTF-8", "-r", "720",
               "-f", str(page), "-l", str(page),
               "-x", str(left), "-y", str(top),
               "-W", str((x + width) // scale - left),
               "-H", str((y + height) // scale - top), str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return squeeze(done.stdout.decode("utf-8"))


def page_text(pdf, page):
    """pdftotext of a whole page, spaces removed."""
    command = ["pdftotext", "-enc", "UTF-8", "-f", str(page), "-l",
               str(page), str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return squeeze(done.stdout.decode("utf-8"))


def describe(done):
    """How a run of chosho ended, its errors before its warnings."""
    errors = [l for l in done.stderr.splitlines() if "error:" in l]
    return f"exit {done.returncode} " + "\n".join(
        errors[:3] or done.stderr.splitlines()[:3])
