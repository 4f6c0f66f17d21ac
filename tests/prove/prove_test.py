#!/usr/bin/env python3
"""`chosho prove` on finished files, beside other readers of the same files.

What it says of sound files stands in proven.txt (`--accept` writes it anew).
The digests are worked out a second time from the JSON, the CSV (Python's own
readers) and the PDF (pikepdf). Then single characters are changed: each change
must be found, and the cell be named.
"""
import csv
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import pikepdf
except ImportError:  # Debian's Python has it, another one may not
    if sys.executable != "/usr/bin/python3":
        os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)
    raise
import yaml

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", str(pathlib.Path("build/chosho").resolve()))
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "tests/prove"
FORMS = "tests/fixtures/forms"
COLUMNS = yaml.safe_load((ROOT / "templates/data.yaml").read_text())["columns"]

# Arguments that name what is built and proven.
SETS = [["sources/r02"], ["tests/fixtures/r03"]] + [
    ["--templates", FORMS, *stage, f"{FORMS}/sources/{name}.yaml"]
    for name, *stage in [["burasage"], ["chotai"], ["fukushi"], ["hitokumi"],
                         ["hyodai"], ["kankyo"], ["kohyo"],
                         ["kohyo", "--stage=kimatsu"], ["tagengo"], ["yomi"]]
] + [[f"--stage={stage}", "tests/fixtures/r03"]
     for stage in ("tousho", "kimatsu")
] + [["tests/fixtures/jimu-jigyo/idou-toshokan.yaml"]]
YOMI = next(s for s in SETS if "yomi" in s[-1])


def run(*args):
    return subprocess.run([CHOSHO, "--lang=en", *args], cwd=ROOT,
                          capture_output=True, text=True)


# ---- the JSON, read a second time ------------------------------------------

def with_readings(text, readings):
    out, done = "", 0
    for reading in readings or []:
        end = reading["start"] + reading["length"]
        out += text[done:end]
        done = end
        if reading["reading"]:
            out += f"\t{reading['reading']}\t"
    return out + text[done:]


def json_lines(tree, prefix=""):
    """[(address, words)] of a record, in its order."""
    for key, value in tree.items():
        address = prefix + key
        if key == "#" or value is None:
            continue
        if isinstance(value, str):
            yield address, value
        elif isinstance(value, dict) and "text" in value:
            yield address, with_readings(value["text"], value.get("readings"))
        elif isinstance(value, dict):
            yield from json_lines(value, address + ".")
        else:
            for number, item in enumerate(value, 1):
                if "#" in item:
                    yield from json_lines(item, f"{address}[{number}]/")
                elif "level" in item:
                    yield address, (item["marker"] or "") + with_readings(
                        item["text"], item.get("readings"))


def read_json(path):
    top = json.loads(path.read_text())
    name = top["form"]["name"]
    return [(a, w) for a, w in json_lines(top["record"])
            if w and (a, w) != ("様式", name)]


def digest(lines):
    text = "".join(f"{address}\t{words}\n" for address, words in lines)
    return hashlib.sha256(text.encode()).hexdigest()


# ---- the CSV ---------------------------------------------------------------

def find_fields(fields, label="", address="", lists=()):
    """column -> (address with {} for numbers, columns of the numbers)"""
    for field in fields:
        own = field.get("data", {}).get("column")
        name = own or label + field["key"]
        place = address + field["key"]
        if field["type"] == "records":
            number = own or COLUMNS["number"]["column"].replace("{}", name)
            yield from find_fields(field["fields"], f"{label}{field['key']}_",
                                   place + "[{}]/", lists + (number,))
        elif field["type"] == "group":
            yield from find_fields(field["fields"], f"{label}{field['key']}_",
                                   place + ".", lists)
        elif field["type"] not in ("form", "strings"):
            yield name, place, lists


def unmask(cell):
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


def read_rows(path):
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    return [{k: unmask(v) for k, v in row.items()} for row in rows]


def read_csv(folder, stem, form):
    """{address: [words]} of a form without readings."""
    fields = {name: (place, lists) for name, place, lists in find_fields(
        yaml.safe_load((form / "fields.yaml").read_text())["fields"])}
    found = {}
    for path in sorted(folder.glob(f"{stem}.items*.csv")):
        for row in read_rows(path):
            for name, (place, lists) in fields.items():
                if row.get(name) and all(row.get(n) for n in lists):
                    address = place.format(*(row[n] for n in lists))
                    found[address] = [row[name]]
    entries = folder / f"{stem}.entries.csv"
    for row in read_rows(entries) if entries.exists() else []:
        place, lists = fields[row["欄"]]
        found.setdefault(place.format(*(row[n] for n in lists)), []).append(
            row["記号"] + row["本文"])
    return found


# ---- the PDF ---------------------------------------------------------------

def read_cmap(font):
    data = font.ToUnicode.read_bytes().decode("latin-1")
    text = lambda h: bytes.fromhex(h).decode("utf-16-be")
    codes = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", data, re.S):
        for code, value in re.findall(r"<(\w+)>\s*<(\w+)>", section):
            codes[int(code, 16)] = text(value)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", data, re.S):
        for low, high, value, items in re.findall(
                r"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[(.*?)\])", section, re.S):
            values = re.findall(r"<(\w+)>", items)
            for i in range(int(high, 16) - int(low, 16) + 1):
                codes[int(low, 16) + i] = text(values[i]) if values else \
                    text(value[:-4]) + chr(int(value[-4:], 16) + i)
    return codes


def read_page(page):
    """{MCID: words}"""
    cmaps = {k: read_cmap(f) for k, f in page.Resources.Font.items()}
    words, stack, font = {}, [], None
    for operands, operator in pikepdf.parse_content_stream(page):
        operator = str(operator)
        if operator in ("BDC", "BMC"):
            properties = operands[1] if operator == "BDC" else {}
            stack.append((properties.get("/MCID"),
                          properties.get("/ActualText")))
            number = next((n for n, _ in stack if n is not None), None)
            if stack[-1][1] is not None and number is not None:
                words[int(number)] = words.get(int(number), "") + \
                    str(stack[-1][1])
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            font = cmaps[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            number = next((n for n, _ in stack if n is not None), None)
            if number is None or any(a is not None for _, a in stack):
                continue
            strings = operands[0] if operator == "TJ" else operands
            for string in strings:
                if isinstance(string, pikepdf.String):
                    data = bytes(string)
                    words[int(number)] = words.get(int(number), "") + "".join(
                        font[data[i] << 8 | data[i + 1]]
                        for i in range(0, len(data), 2))
    return words


def read_pdf(path):
    """{address: words} of the cells in a PDF's structure tree."""
    pdf = pikepdf.open(path)
    pages = {p.objgen: read_page(p) for p in pdf.pages}
    cells = {}

    def kids(element, page):
        kid = element.get("/K", [])
        for one in kid if isinstance(kid, (list, pikepdf.Array)) else [kid]:
            if isinstance(one, int):
                yield pages[page][one]
            elif "/S" in one:
                yield walk(one, page)
            else:
                yield pages[one.Pg.objgen][int(one.MCID)]

    def walk(element, page):
        page = element.Pg.objgen if "/Pg" in element else page
        words = "".join(kids(element, page))
        if element.S == "/RT":
            words = f"\t{words}\t"
        if "/ID" in element:
            cells[bytes(element.ID).decode()] = words
        return words

    for element in pdf.Root.StructTreeRoot.K:
        walk(element, None)
    return cells


def take_lines(cells, lines):
    """The lines as they stand in cells, which lose them; None where not."""
    cells = {a: w for a, w in cells.items() if w}
    found = []
    for address, words in lines:
        record = address[:address.rfind("/") + 1]
        near = [a for a in cells if a == address] + [
            a for a in cells if a != address and a.startswith(record)]
        place = next((a for a in near if words in cells[a]), None)
        at = cells[place].find(words) if place else 0
        found.append((address,
                      cells[place][at:at + len(words)] if place else None))
        if place:
            cells[place] = cells[place].replace(words, "", 1)
    return found, cells


# ---- sound files -----------------------------------------------------------

def check_sound(out):
    said = ""
    for args in SETS:
        built = run("build", "--format=pdf,csv,json", "-o", str(out), *args)
        done = run("prove", "-o", str(out), *args)
        said += done.stdout.replace(str(out) + "/", "") + done.stderr
        fault = built.stderr if built.returncode else ""
        if done.returncode:
            fault = done.stderr or "it failed"
        report("sound " + " ".join(args[-2:]), fault)
        for line in done.stdout.splitlines():
            match = re.match(r"(\S+): (pdf .*), cells.*sha256 (\w+)$", line)
            if match:
                check_digests(out, match.group(1), match.group(3), args)
    proven = HERE / "proven.txt"
    if "--accept" in sys.argv:
        proven.write_text(said)
    report("proven.txt", "" if said == proven.read_text() else
           "differs: look at it, then prove_test.py --accept\n" + said)


def check_digests(out, stem, wanted, args):
    asked = [a.partition("=")[2] for a in args if a.startswith("--stage=")]
    year = args[-1] in ("sources/r02", "tests/fixtures/r03")
    stage = asked[0] if asked else "chukan" if year else "*"
    path = next(p for p in sorted(out.rglob(f"{stage}/{stem}.json"))
                if ("r02" in args[-1]) == ("/r02/" in str(p))
                and bool(re.search("r03|jimu", args[-1])) == (
                    "/r03/" in str(p)))
    lines = read_json(path)
    fault = "" if digest(lines) == wanted else "another digest"
    report(f"{path.parent.name}/{stem}: JSON", fault)

    found, left = take_lines(read_pdf(path.with_suffix(".pdf")), lines)
    missing = [a for a, w in found if w is None]
    fault = f"not in the PDF: {missing}" if missing else ""
    if not missing and digest(found) != wanted:
        fault = "another digest"
    report(f"{path.parent.name}/{stem}: PDF", fault)

    form = json.loads(path.read_text())["form"]["id"]
    folder = next(f for f in (ROOT / "templates" / form, ROOT / FORMS / form)
                  if f.exists())
    if "\t" in "".join(w for _, w in lines):
        return  # readings: tests/data reads them
    cells = read_csv(path.parent, stem, folder)
    found = []
    for address, _ in lines:
        found.append((address, cells.get(address, [None])[0]))
        cells[address] = cells.get(address, [None])[1:]
    report(f"{path.parent.name}/{stem}: CSV",
           "" if digest(found) == wanted else f"another digest: {found[:5]}")


# ---- changed files ---------------------------------------------------------

class Changed:
    """A file with other content, for as long as it is looked at."""

    def __init__(self, path, data):
        self.path, self.data = path, data

    def __enter__(self):
        self.old = self.path.read_bytes()
        self.path.write_bytes(self.data)

    def __exit__(self, *_):
        self.path.write_bytes(self.old)


def expect(name, path, data, out, *words, args=SETS[0]):
    """The change is found, and the message has all these words."""
    with Changed(path, data):
        done = run("prove", "-o", str(out), *args)
    fault = ""
    if data == path.read_bytes():
        fault = "nothing was changed"
    elif done.returncode != 1:
        fault = f"exit {done.returncode} {done.stderr}"
    elif not all(w in done.stderr for w in (path.name, *words)):
        fault = done.stderr
    report(name, fault)


def saved(pdf, **options):
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def check_data(out):
    folder = out / "r02/chukan"
    goal = "第二次上田市総合計画と上田市版総合戦略の着実な実現"
    entry = "優先課題の具体化・実現に向けた庁内関係課との調整を継続"
    for name, old, new, cell in [
            ("seisaku-kikaku.items.csv", goal, goal[:-1] + "視",
             "重点目標[1]/名称: source"),
            ("items.csv", goal, goal[:-1], "seisaku-kikaku/重点目標[1]/名称:"),
            ("seisaku-kikaku.entries.csv", entry, entry + " ",
             "重点目標[1]/取組[1]/期限・数値目標:"),
            ("entries.csv", "・," + entry, "･," + entry,
             "seisaku-kikaku/重点目標[1]/取組[1]/期限・数値目標:"),
            ("items.csv", ",2020,", ",2021,", "年度（西暦）"),
            ("items.csv", "20203,", "20204,", "地域コード"),
            ("items.csv", ",1,「", ",2,「", "「上田再構築プラン」の推進"),
            ("seisaku-kikaku.json", goal, "二" + goal[1:],
             "重点目標[1]/名称:"),
            ("seisaku-kikaku.json", '"level": 1', '"level": 2', "level:"),
            ("seisaku-kikaku.json", '"year": 2020', '"year": 2019', "year:"),
            ("data.json", entry, entry[1:],
             "seisaku-kikaku/重点目標[1]/取組[1]/期限・数値目標:"),
            ("data.json", '"area": "20203"', '"area": null', "area:")]:
        path = folder / name
        data = path.read_bytes().decode()
        expect(f"{name}: {new[-12:]}", path,
               data.replace(old, new, 1).encode(), out, cell)
    for name in ("items.csv", "seisaku-kikaku.entries.csv", "data.json"):
        data = (folder / name).read_bytes()
        for what, bad in (("cut", data[:len(data) // 2]), ("empty", b""),
                          ("binary", data[:99] + b"\xff\x00" + data[99:])):
            expect(f"{name}: {what}", folder / name, bad, out, "cannot be read")
    path = out / "r01/tousho/kohyo.items.csv"
    expect("a formula", path, path.read_bytes().replace(b",'", b",", 1), out,
           "formula", args=SETS[8])
    path = out / "hyo/yomi.entries.csv"
    expect("a base of a reading", path,
           path.read_bytes().replace("｜".encode(), b"", 1), out,
           "source", args=YOMI)


def edit_stream(stream, edit):
    stream.write(edit(stream.read_bytes()))


def edit_content(pdf, edit):
    page = pdf.pages[0]
    page.contents_coalesce()
    edit_stream(page.Contents, edit)


def find_element(pdf, test):
    root = pdf.Root.StructTreeRoot.K
    stack = list(root) if isinstance(root, pikepdf.Array) else [root]
    while stack:
        element = stack.pop()
        if test(element):
            return element
        kid = element.get("/K", [])
        stack += [k for k in (kid if isinstance(kid, (list, pikepdf.Array)) else [kid])
                  if isinstance(k, pikepdf.Dictionary) and "/S" in k]
    raise LookupError


def check_pdf(out):
    path = out / "r02/chukan/seisaku-kikaku.pdf"
    name = "重点目標[1]/名称"

    def change(title, edit, *words, path=path, args=SETS[0]):
        pdf = pikepdf.open(path)
        edit(pdf)
        expect(title, path, saved(pdf), out, *words, args=args)

    def edit_cmap(pdf):
        # "策" stands for another word from now on.
        _, font = next(iter(pdf.pages[0].Resources.Font.items()))
        edit_stream(font.ToUnicode, lambda d: d.replace(b"<7B56>", b"<7B57>"))

    def edit_code(pdf):
        def swap(data):
            at = data.index(b"[(", data.index(b"/H2") if b"/H2" in data
                            else data.index(b"/Span")) + 2
            return data[:at] + b"\0\1" + data[at + 2:]
        edit_content(pdf, swap)

    def edit_meaning(pdf):
        find_element(pdf, lambda e: "/E" in e).E = "wrong"

    def add_actual(pdf):
        find_element(pdf, lambda e: bytes(e.get("/ID", b"")).decode() == name
                     ).ActualText = pikepdf.String("other words")

    def edit_id(pdf):
        find_element(pdf, lambda e: bytes(e.get("/ID", b"")).decode() == name
                     ).ID = pikepdf.String(b"nowhere")

    def double_kid(pdf):
        find_element(pdf, lambda e: e.S == "/TR").K.append(
            find_element(pdf, lambda e: e.S == "/TD"))

    def double_number(pdf):
        kids = find_element(pdf, lambda e: e.S == "/TH").K
        kids.append(kids[0])

    def drop_kid(pdf):
        del find_element(pdf, lambda e: e.S == "/TR").K[0]

    def paint(pdf):
        edit_content(pdf, lambda d: d + b"\n0 0 5 5 re f\n")

    def hide(pdf):
        edit_content(pdf, lambda d: d.replace(b"BT\n", b"BT\n3 Tr\n", 1))

    change("a ToUnicode entry", edit_cmap, "source", "策")
    change("a code", edit_code, "source")
    change("a meaning", edit_meaning, "source", "wrong",
           path=out / "r03/chukan/soumu.pdf", args=SETS[1])
    change("an /ActualText", add_actual, name, "other words")
    change("an /ID", edit_id, name, "nowhere")
    change("an element twice", double_kid, "twice")
    change("content twice", double_number, "twice")
    change("a cell less", drop_kid, "no element")
    change("paint without a mark", paint, "page 1", "artifact")
    change("words not painted", hide, "page 1", "not painted")
    data = path.read_bytes()
    for title, bad in [("a cut PDF", data[:len(data) // 2]), ("none", b""),
                       ("no PDF", b"%PDF-1.7\n%%EOF\n"), ("noise", data[::-1])]:
        expect(title, path, bad, out, "cannot be read")
    locked = pikepdf.Encryption(user="secret", owner="secret")
    expect("a locked PDF", path, saved(pikepdf.open(path), encryption=locked),
           out, "cannot be read", "password")


def check_spelled(out):
    """Words that are said by /ActualText, and their glyphs."""
    for name, args in (("yomi", YOMI), ("chotai", SETS[3])):
        path = next(out.rglob(f"{name}.pdf"))
        pdf = pikepdf.open(path)
        data = b"".join(s.read_bytes() for s in pdf.pages[0].Contents) \
            if isinstance(pdf.pages[0].Contents, pikepdf.Array) \
            else pdf.pages[0].Contents.read_bytes()
        if b"/ActualText" not in data:
            continue
        at = data.index(b"[(", data.index(b"/ActualText")) + 2
        code = b"\0\2" if data[at:at + 2] == b"\0\1" else b"\0\1"
        edit_content(pdf, lambda d: d[:at] + code + d[at + 2:])
        expect(f"{name}: a glyph below /ActualText", path, saved(pdf), out,
               "page 1", args=args)


def check_pages(out):
    """Web pages and fragments."""
    built = run("build", "--format=html,fragment", "-o", str(out),
                "sources/r02")
    report("pages are built", built.stderr if built.returncode else "")
    folder = out / "r02/chukan"
    name = "重点目標[1]/名称"
    done = run("prove", "-o", str(out), "sources/r02")
    report("pages", done.stderr or (
        "" if "html fragment" in done.stdout else done.stdout))
    for file in ("seisaku-kikaku.html", "seisaku-kikaku.fragment.html"):
        path = folder / file
        data = path.read_bytes().decode()
        for title, old, new, cell in [
                ("a word", "着実な実現</span></h2>", "着実な実規</span></h2>",
                 name),
                ("a space", "着実な実現</span></h2>",
                 "着実な実現 </span></h2>", name),
                ("a number", ">①</span>", ">②</span>", "重点目標[1]/取組[1]"),
                ("an id", f"{name}\"", f"{name}x\"", name),
                ("a label", ">期限・数値目標等</th>",
                 ">期限・数値目標</th>", "重点目標[1]#"),
                ("hidden", "の推進</th>", "<span class=\"chosho-spoken\">の推進"
                 "</span></th>", "重点目標[1]/取組[1]/項目")]:
            expect(f"{file}: {title}", path,
                   data.replace(old, new, 1).encode(), out, cell)
        expect(f"{file}: empty", path, b"", out, "no sheet")
        for title, old, new, cell in [
                ("a year A.D.", "（2020年度）<", "（2021年度）<", "chosho-ad"),
                ("an abbr", " abbr=\"", " abbr=\"x", "(abbr)"),
                ("a column's name", " data-column=\"期", " data-column=\"時",
                 "(data-column)"),
                ("a style", "<td id", "<td style=\"display:none\" id",
                 "\"style\""),
                ("hidden words", "<td id", "<td hidden id", "\"hidden\"")]:
            expect(f"{file}: {title}", path,
                   data.replace(old, new, 1).encode(), out, cell)
    check_heard(out)
    check_links(out)


def check_heard(out):
    """What voices say, of a page and of a fragment with ears."""
    args = ("--format=html,fragment", "--ears", "-o", str(out), "sources/r02")
    built = run("build", *args)
    done = run("prove", "-o", str(out), "sources/r02")
    report("ears", built.stderr if built.returncode else done.stderr)
    wave = "<span aria-hidden=\"true\">～</span><span class=\"chosho-spoken\">"
    for file in ("seisaku-kikaku.html", "seisaku-kikaku.fragment.html"):
        path = out / "r02/chukan" / file
        data = path.read_bytes().decode()
        for title, old, new in [
                ("another word", f"{wave}から", f"{wave}まで"),
                ("no word", f"{wave}から</span>",
                 "<span aria-hidden=\"true\">～</span>"),
                ("a sign aloud", f"{wave}から</span>", "～"),
                ("words unheard", "</span>サントミューゼの運営",
                 "</span><span aria-hidden=\"true\">サントミューゼの</span>運営"),
                ("words only heard", "</span>サントミューゼの運営",
                 "</span><span class=\"chosho-spoken\">X</span>サントミューゼの運営")]:
            at = data.index("<tbody>")
            expect(f"{file}: {title}", path,
                   (data[:at] + data[at:].replace(old, new, 1)).encode(), out,
                   "重点目標[", "aloud")
    path = out / "r03/chukan/soumu.html"
    run("build", "--format=html", "-o", str(out), "tests/fixtures/r03")
    data = path.read_bytes().decode()
    for title, old, new in [
            ("a mark heard", 'aria-hidden="true">○</span> 目', '>○</span> 目'),
            ("another meaning", "</span> 目標どおり進捗</p>",
             "</span> 目標どおり進歩</p>")]:
        at = data.index("<tbody>")
        expect(f"soumu.html: {title}", path,
               (data[:at] + data[at:].replace(old, new, 1)).encode(), out,
               "重点目標[", args=SETS[1])


def check_links(out):
    """Links of pages: where they lead, and what they say."""
    folder = out / "r02/chukan"
    for file, title, old, new, words in [
            ("seisaku-kikaku.html", "to no goal", "#重点目標%5B1%5D",
             "#重点目標%5B9%5D", "nowhere"),
            ("seisaku-kikaku.html", "to no file", 'href="index.html"',
             'href="index.htm"', "nowhere"),
            ("seisaku-kikaku.html", "elsewhere", 'href="index.html"',
             'href="https://example.org/"', "nowhere"),
            ("seisaku-kikaku.html", "another title",
             "総合戦略の着実な実現</a>", "総合戦略の着実な実現！</a>",
             "重点目標%5B1%5D"),
            ("index.html", "another department", ">政策企画部</a>",
             ">政策企画課</a>", "seisaku-kikaku.html"),
            ("index.html", "another goal", "総合戦略の着実な実現</a>",
             "総合戦略の着実な実理</a>", "重点目標%5B1%5D")]:
        data = (folder / file).read_bytes().decode()
        expect(f"{file}: a link {title}", folder / file,
               data.replace(old, new, 1).encode(), out, words)


def check_untitled(out):
    """A sheet without a title has one on its page, which is compared."""
    args = SETS[5]
    built = run("build", "--format=html", "-o", str(out), *args)
    report("hitokumi is built", built.stderr if built.returncode else "")
    path = next(out.rglob("hitokumi.html"))
    data = path.read_bytes().decode()
    if "chosho-name" not in data:
        report("a title of the page", "hitokumi has one of its own")
        return
    expect("a title of the page", path,
           data.replace('chosho-name">', 'chosho-name">x', 1).encode(), out,
           "chosho-name", args=args)


def check_book(out):
    """Books: each document's cells, and that they are all there."""
    for args in SETS[:2]:
        built = run("build", "--book", "-o", str(out), *args)
        done = run("prove", "-o", str(out), *args)
        report(f"book of {args[-1]}", built.stderr if built.returncode else
               done.stderr or ("" if "book.pdf" in done.stdout
                               else done.stdout))
    done = run("prove", "-o", str(out), "sources/r02", "tests/fixtures/r03")
    report("several paths", done.stderr or (
        "" if done.stdout.count("book.pdf") == 2 else done.stdout))
    path = out / "r02/chukan/book.pdf"
    name = "shimin-machizukuri/重点目標[2]/名称"

    def element(pdf, cell):
        return find_element(
            pdf, lambda e: bytes(e.get("/ID", b"")).decode() == cell)

    def change(title, edit, *words):
        pdf = pikepdf.open(path)
        edit(pdf)
        expect(f"book: {title}", path, saved(pdf), out, *words)

    def say(pdf):
        element(pdf, name).ActualText = pikepdf.String("other words")

    def swap(pdf):
        parts = pdf.Root.StructTreeRoot.K
        parts = parts[0].K if isinstance(parts, pikepdf.Array) else parts.K
        parts[1], parts[2] = parts[2], parts[1]

    def drop(pdf):
        element(pdf, name).ID = pikepdf.String(b"shimin-machizukuri/nowhere")

    change("a cell", say, name, "other words")
    change("two departments", swap, "seisaku-kikaku/", "place")
    change("an /ID", drop, name, "no such cell")
    alone = out / "alone"
    run("build", "--book", "-o", str(alone), "sources/r02")
    done = run("prove", "-o", str(alone), "sources/r02")
    report("a book alone", done.stderr)


def check_site(out):
    site = out / "site"
    built = run("build", "--site", "-o", str(site), "sources")
    done = run("prove", "--site", "-o", str(site), "sources")
    report("a site", built.stderr if built.returncode else done.stderr or (
        "" if "pdf html csv json" in done.stdout else done.stdout))
    args = ["--site", "-o", str(site), "sources"]

    def wrong(title, words):
        found = run("prove", *args)
        report(f"a site: {title}", "" if found.returncode == 1 and
               all(w in found.stderr for w in words) else found.stderr)

    stray = site / "r02/chukan/stray.html"
    stray.write_text("x")
    wrong("a file of no source", ["stray.html", "no source"])
    stray.unlink()
    for name in ("index.html", "style.css", "r02/chukan/index.html",
                 "r02/chukan/data.html", "r02/chukan/schema.json",
                 "r02/chukan/seisaku-kikaku.html",
                 "r02/chukan/seisaku-kikaku.pdf"):
        data = (site / name).read_bytes()
        (site / name).unlink()
        wrong(f"no {name}", [name])
        (site / name).write_bytes(data)
    with Changed(site / "index.html", (site / "index.html").read_bytes()
                 .replace("政策企画部</a>".encode(), b"x</a>", 1)):
        wrong("another name", ["index.html", "seisaku-kikaku.html"])


def check_missing(out):
    done = run("prove", "-o", str(out / "none"), "sources/r02")
    report("nothing built", "" if done.returncode == 1 and
           "build it first" in done.stderr else done.stderr)
    (out / "r02/chukan/entries.csv").unlink()
    done = run("prove", "-o", str(out), "sources/r02")
    report("a table is missing", "" if done.returncode == 1 and
           "entries.csv" in done.stderr else done.stderr)
    done = run("prove", "--format=png", "-o", str(out), "sources/r02")
    report("a format without proof", "" if done.returncode == 2
           else f"exit {done.returncode}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        outputs = pathlib.Path(folder)
        check_sound(outputs)
        check_data(outputs)
        check_pdf(outputs)
        check_spelled(outputs)
        check_pages(outputs)
        check_untitled(outputs)
        check_book(outputs)
        check_site(outputs)
        check_missing(outputs)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
