#!/usr/bin/env python3
"""Words that look like HTML, a script, a formula, a path or a command to a
terminal are words in every output, character by character, and file names
that look so are file names. Read with Python's own html, csv and json, and
pikepdf.

Prints `ok NAME` or `not ok NAME: why`.
"""
import csv
import html.parser
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

import pikepdf

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
HOSTILE = [
    "<script>alert(1)</script>", "</textarea></style></title></svg>",
    "<img src=x onerror=alert(1)>", "<!-- -->", "]]>", "&lt;&#60;&amp;",
    "\" onmouseover=\"alert(1)", "' onclick='x", "javascript:alert(1)",
    "=SUM(A1:A9)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)",
    "'=1+1", "''@x", "=HYPERLINK(\"http://example.org\",\"x\"),a",
    "../../etc/passwd", "/dev/null", "C:\\con\\aux", "file:///etc/passwd",
    "$(touch x) `id` ${HOME} %n%s%x", "\\x1b[31m ^[[31m \\033[0m",
    "\\u001b[2J", "(a) Tj ET q ) \\ %%EOF endobj", "<< /JS (x) >>",
    "{title} {page} {}", "｜｜《《x》》",
]
NAMES = ["-rf", "a b", "a#b?c=d", "a%2e%2e", "a'b\"c<i>", "a:b", "=cmd",
         "総務＆部", "a&amp;b", "..x"]
# What commands a terminal or turns the order of words around.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e"
                     "\u2066-\u2069\ufeff]")
COMMANDS = ["\x1b[31m", "\x1b]0;x\x07", "\x9b31m", "\x00", "\x7f", "\x08",
            "\u202e", "\u2066", "\u2028", "\ufeff", "\r"]


def report(name, fault=""):
    fault = str(fault or "").replace("\n", " | ")[:500]
    print(f"not ok {name}: {fault}" if fault else f"ok {name}")


def run(*args):
    return subprocess.run([CHOSHO, "--lang=en", *args], capture_output=True,
                          cwd=ROOT)


def quote(words):
    return "'" + words.replace("'", "''") + "'"


def write_source(path, title="総務部"):
    lines = ["様式: 重点目標一覧表", "年度: 令和２年度",
             f"部局: {quote(title)}", "重点目標:"]
    for words in HOSTILE:
        lines += [f"  - 名称: {quote(words)}", "    取組:",
                  f"      - 項目: {quote(words)}", "        細目:",
                  f"          - {quote(words)}",
                  f"          - {quote('(1)' + words)}",
                  "        期限・数値目標:", f"          - {quote(words)}",
                  "        中間報告:", "          進捗状況:",
                  f"            - {quote(words)}", "          進捗度: ○"]
    path.write_text("\n".join(lines) + "\n", "utf-8")


# ---- what the outputs say ---------------------------------------------------

class Page(html.parser.HTMLParser):
    """Texts, and what elements and attributes there are."""

    def __init__(self, data):
        super().__init__(convert_charrefs=True)
        self.text, self.values, self.tags, self.names = "", [], set(), set()
        self.ids, self.links = [], []
        self.feed(data)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            self.names.add(name)
            self.values.append(value or "")
            if name == "id":
                self.ids.append(value)
            if name in ("href", "src"):
                self.links.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.tags.add(f"<!--{data}")


TAGS = set("html head meta title link body a nav ol ul li main article p h1 h2 "
           "h3 h4 dl div dt dd section span table caption colgroup col thead "
           "tbody tr th td svg rect ruby rt img".split())
ATTRIBUTES = set(
    "lang charset name content rel href class id scope abbr data-column "
    "aria-hidden aria-label aria-labelledby aria-current tabindex viewbox "
    "preserveaspectratio focusable x width height src alt loading "
    "decoding".split())


def check_page(name, path, words=HOSTILE):
    data = path.read_text("utf-8")
    page = Page(data)
    missing = [w for w in words if w not in page.text]
    report(f"{name}: as typed", missing and f"missing {missing[:3]}")
    report(f"{name}: no element is made",
           page.tags - TAGS and f"{page.tags - TAGS}")
    report(f"{name}: no attribute is made",
           page.names - ATTRIBUTES and f"{page.names - ATTRIBUTES}")
    outside = [u for u in page.links if u != "data:," and (
        urllib.parse.urlsplit(u).scheme or u.startswith("/"))]
    report(f"{name}: no link leads out", outside)
    return page


def check_csv(name, path):
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"),
                                       newline="")))
    formulas = [c for row in rows for c in row if re.match(r"[=+\-@\t\r]", c)]
    report(f"{name}: no cell is a formula", formulas)
    words = {re.sub(r"^'('*[=+\-@\t\r])", r"\1", c) for row in rows
             for c in row}
    missing = [w for w in HOSTILE if w not in words]
    report(f"{name}: as typed", missing and f"missing {missing[:3]}")


def strings(tree):
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, (dict, list)):
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from strings(item)


def check_json(name, path):
    found = set(strings(json.loads(path.read_text("utf-8"))))
    missing = [w for w in HOSTILE if w not in found]
    report(f"{name}: as typed", missing and f"missing {missing[:3]}")


def outlines(items):
    for item in items:
        yield item.title
        yield from outlines(item.children)


def check_pdf(name, path, title):
    with pikepdf.open(path) as pdf:
        with pdf.open_outline() as outline:
            titles = " ".join(outlines(outline.root))
        missing = [w for w in HOSTILE if w not in titles]
        report(f"{name}: bookmarks", missing and f"missing {missing[:3]}")
        info = str(pdf.docinfo.get("/Title", ""))
        with pdf.open_metadata() as meta:
            xmp = str(meta.get("dc:title", ""))
        report(f"{name}: metadata", "" if title in info and title in xmp
               else f"{info!r} {xmp!r}")
        names = {str(key) for page in pdf.pages for key in page.keys()}
        actions = [k for k in ("/OpenAction", "/AA", "/JavaScript")
                   if k in pdf.Root]
        report(f"{name}: no action", actions or names & {"/AA", "/Annots"})


def check_outputs(folder):
    title = "<b>総務部</b> & \"'=1+1 (a)\\"
    path = folder / "hostile.yaml"
    write_source(path, title)
    done = run("build", "--format=pdf,csv,json,html,fragment,text", "-o",
               str(folder / "out"), str(path))
    report("hostile words are built", done.returncode and done.stderr.decode())
    out = folder / "out" / "r02" / "chukan"
    for name in ("hostile.html", "hostile.fragment.html"):
        check_page(name, out / name, [*HOSTILE, title])
    for name in ("hostile.items.csv", "hostile.entries.csv"):
        check_csv(name, out / name)
    check_json("hostile.json", out / "hostile.json")
    check_pdf("hostile.pdf", out / "hostile.pdf", title)
    text = (out / "hostile.txt").read_text("utf-8")
    missing = [w for w in HOSTILE if w not in text]
    report("hostile.txt: as typed", missing and f"missing {missing[:3]}")
    done = run("prove", "-o", str(folder / "out"), str(path))
    report("hostile words are proven", done.stderr.decode())


# ---- names of files --------------------------------------------------------

def check_names(folder):
    """An edition of departments with such names: pages, links, dictionary."""
    edition = folder / "names"
    edition.mkdir()
    for name in NAMES:
        write_source(edition / f"{name}.yaml", f"部 {name}")
    (edition / "edition.yaml").write_text(
        "市: '<i>市</i> & \"市\"'\n年度: 令和２年度\n様式: 重点目標一覧表\n"
        "段階: 中間報告\n部局:\n" + "".join(f"  - {quote(n)}\n" for n in NAMES),
        "utf-8")
    out = folder / "names-out"
    done = run("build", "--site", "-o", str(out), str(edition))
    report("hostile names are built", done.returncode and done.stderr.decode())
    if done.returncode:
        return
    for page in ("index.html", "r02/chukan/index.html"):
        found = check_page(f"names: {page}", out / page,
                           [f"部 {n}" for n in NAMES])
        lost = [u for u in found.links if u[:1] != "#" and u != "data:," and not (
            out / page).parent.joinpath(urllib.parse.unquote(
                u.partition("#")[0])).is_file()]
        report(f"names: {page}: links lead somewhere", lost)
    page = Page((out / "r02/chukan/data.html").read_text("utf-8"))
    report("names: data.html", page.tags - TAGS - {"style"})
    done = run("prove", "--site", "-o", str(out), str(edition))
    report("hostile names are proven", done.stderr.decode())


# ---- terminals --------------------------------------------------------------

def say(name, done):
    """Nothing that was said can command a terminal."""
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    found = CONTROL.search(said)
    report(f"terminal: {name}", found and f"U+{ord(found[0]):04X} in {said}")
    return done


def check_terminal(folder):
    for number, command in enumerate(COMMANDS):
        what = "+".join(f"{ord(c):04X}" for c in command[:2])
        path = folder / f"t{number}.yaml"
        path.write_text("様式: 重点目標一覧表\n年度: 令和２年度\n"
                        f"部局: 総{command}務\n重点目標: []\n", "utf-8",
                        newline="")
        done = say(f"{what} in a source", run("check", str(path)))
        if command not in ("\r", "\ufeff"):
            report(f"{what} is refused", "" if done.returncode == 1
                   else f"exit {done.returncode}")
        if "\x00" in command:
            continue
        say(f"{what} as an option", run(f"--{command}"))
        say(f"{what} as a command", run(command, "x"))
        say(f"{what} as a path", run("check", f"{folder}/{command}.yaml"))
        named = folder / f"n{command}\n.yaml"
        named.write_text("様式: x\n", "utf-8")
        done = say(f"{what} in a name", run("check", str(named)))
        report(f"{what}: a name makes no line", "" if all(
            not line.startswith(b".yaml")
            for line in done.stderr.splitlines()) else done.stderr)


def check_damaged(folder):
    """Outputs with such addresses and links, shown by `prove`."""
    source = ROOT / "sources" / "r02" / "seisaku-kikaku.yaml"
    out = folder / "damaged"
    run("build", "--format=html,json,csv", "-o", str(out), str(source))
    pages = out / "r02" / "chukan"
    for file, place in [("seisaku-kikaku.html", 'id="年度|"'),
                        ("seisaku-kikaku.html", 'href="#|重'),
                        ("seisaku-kikaku.html", "着実な|実現</a>"),
                        ("seisaku-kikaku.html", "着実な|実現</span>"),
                        ("seisaku-kikaku.json", '"title": |"'),
                        ("seisaku-kikaku.items.csv", "年度|,")]:
        old = place.replace("|", "")
        path = pages / file
        data = path.read_bytes()
        for bad in ("\x1b[31m", "\x9b31m", "\u202e", "\nx: error:"):
            twin = data.replace(old.encode(),
                                place.replace("|", bad).encode(), 1)
            path.write_bytes(twin)
            done = say(f"{file} with {bad!r} in {place}",
                       run("prove", "-o", str(out), str(source)))
            report(f"{file}: {bad!r} in {place} is found", "" if
                   done.returncode == 1 and b"\nx: error:" not in done.stderr
                   else done.stderr.decode() or "nothing is said")
        path.write_bytes(data)


with tempfile.TemporaryDirectory(prefix="chosho-hostile-") as work:
    check_outputs(pathlib.Path(work))
    check_names(pathlib.Path(work))
    check_terminal(pathlib.Path(work))
    check_damaged(pathlib.Path(work))
sys.exit(0)
