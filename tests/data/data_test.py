#!/usr/bin/env python3
"""The finished data against the sources, cell by cell.

Sources and forms are read with PyYAML, the data with Python's csv and json;
nothing of chosho is asked what it meant. What a form's data looks like is
worked out here a second time, from its fields.yaml.
"""
import codecs
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", str(pathlib.Path("build/chosho").resolve()))
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FORMS = [ROOT / "templates", ROOT / "tests/fixtures/forms"]
WORDS = yaml.safe_load((ROOT / "templates/data.yaml").read_text())
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
SIGNS = "｜《》"


def differ(got, wanted, where):
    """"" or where two trees or lists first differ."""
    if type(got) is not type(wanted):
        return f"{where}: {got!r}, not {wanted!r}"
    if isinstance(got, dict):
        if list(got) != list(wanted):
            return f"{where}: keys {list(got)}, not {list(wanted)}"
        pairs = [(k, got[k], wanted[k]) for k in got]
    elif isinstance(got, list):
        if len(got) != len(wanted):
            return f"{where}: {len(got)} items, not {len(wanted)}"
        pairs = [(i, g, w) for i, (g, w) in enumerate(zip(got, wanted))]
    else:
        return "" if got == wanted else f"{where}: {got!r}, not {wanted!r}"
    for key, one, two in pairs:
        fault = differ(one, two, f"{where}/{key}")
        if fault:
            return fault
    return ""


# ---- what a source says ----------------------------------------------------

def to_digits(text):
    """ASCII for full-width digits and signs."""
    return text.translate({0xFF10 + i: ord("0") + i for i in range(10)}
                          | {ord("．"): ".", ord("，"): ","})


def parse_year(text):
    text = to_digits(text)
    era = next((e for e in ERAS if text.startswith(e)), None)
    if not era:
        return int(text[:4])
    number = re.match(r"元|\d+", text[len(era):]).group()
    return ERAS[era] + (1 if number == "元" else int(number))


def parse_date(text):
    text = to_digits(text)
    if "-" in text:
        return text
    month, day = re.search(r"年(\d+)月(\d+)日", text).groups()
    return f"{parse_year(text):04d}-{int(month):02d}-{int(day):02d}"


def parse_number(text):
    """The digits of a number: what a cell holds."""
    text = to_digits(text).replace(",", "")
    sign = "-" if text[0] in "-−－△▲" else ""
    whole, point, rest = text[len(sign):].partition(".")
    return sign + str(int(whole)) + point + rest


def split_ruby(text):
    """[(words, reading or None)] of a text in the notation of sources."""
    parts = []
    i = 0
    while i < len(text):
        if text[i] in SIGNS and text[i + 1:i + 2] == text[i]:
            parts.append((text[i], None))
            i += 2
        elif text[i] == "｜":
            base, reading = re.match(r"｜([^｜《》]+)《([^｜《》]+)》",
                                     text[i:]).groups()
            parts.append((base, reading))
            i += len(base) + len(reading) + 3
        else:
            parts.append((text[i], None))
            i += 1
    return parts


def words_of(text, field):
    if not field.get("ruby"):
        return text
    return "".join(words for words, _ in split_ruby(text))


def readings_of(text):
    out = []
    start = 0
    for words, reading in split_ruby(text):
        if reading:
            lang = reading[1:] if reading[0] == ":" else None
            out.append({"start": start, "length": len(words),
                        "reading": None if lang else reading,
                        "lang": lang})
        start += len(words)
    return out


class Form:
    def __init__(self, folder):
        self.id = folder.name
        tree = yaml.safe_load((folder / "fields.yaml").read_text())
        self.name = tree["form"]
        self.lang = tree.get("lang", "ja")
        self.fields = tree["fields"]
        self.stages = {s: yaml.safe_load(
            (folder / f"{s}.yaml").read_text())["name"]
            for s in tree["stages"]}
        self.choices = {
            name: {(c["value"] if isinstance(c, dict) else c):
                   (c.get("word") if isinstance(c, dict) else None)
                   for c in items}
            for name, items in tree.get("choices", {}).items()}
        self.markers = {
            name: [self.make_marker(m) for m in items]
            for name, items in tree.get("markers", {}).items()}

    @staticmethod
    def make_marker(marker):
        one = re.escape(marker["pattern"]).replace("N", "([0-9０-９]+)")
        if marker.get("range"):
            return re.compile(f"{one}(?:{re.escape(marker['range'])}{one})?")
        return re.compile(one)


class Data:
    """What the data of one source at one stage must be."""

    def __init__(self, form, stage, source, document, edition):
        self.form = form
        self.stage = stage
        self.source = source
        self.document = document
        self.edition = edition

    def concerned(self, fields, inherited=None):
        for field in fields:
            stage = field.get("stage", inherited)
            if stage is None or self.stage in (
                    stage if isinstance(stage, list) else [stage]):
                yield dict(field, stage=stage)

    def entries(self, field, lines):
        """Level, marker, numbers and words of each line."""
        out = []
        level = 0
        for order, line in enumerate(lines or []):
            match = None
            for pattern in self.form.markers.get(field.get("markers"), []):
                match = match or pattern.match(line)
            text = line[match.end():] if match else line
            if match and text.startswith(" "):
                text = text[1:]
            if match:
                level = 1
            own = level if match or not order else level + 1
            if not field.get("markers"):
                own = 0
            numbers = [int(to_digits(g)) for g in
                       (match.groups() if match else ()) if g]
            out.append({"level": own,
                        "marker": match.group() if match else None,
                        "from": numbers[0] if numbers else None,
                        "to": numbers[-1] if numbers else None,
                        "text": text})
        return out

    # -- JSON --

    def value(self, field, value):
        kind = field["type"]
        if kind == "group":
            return self.record(field, value or {})
        if kind == "records":
            return [dict({"#": i + 1}, **self.record(field, v))
                    for i, v in enumerate(value or [])]
        if kind == "strings":
            return list(value or [])
        if kind == "entries":
            out = self.entries(field, value)
            for entry in out if field.get("ruby") else []:
                entry["readings"] = readings_of(entry["text"])
                entry["text"] = words_of(entry["text"], field)
            return out
        if not value:
            return None
        text = {"text": words_of(value, field)}
        if kind == "choice":
            return dict(text, word=self.form.choices[field["choices"]][value])
        if kind == "fiscal-year":
            return dict(text, year=parse_year(value))
        if kind == "date":
            return dict(text, date=parse_date(value))
        if kind == "number":
            return dict(text, value=json.loads(parse_number(value)))
        if field.get("ruby"):
            return dict(text, readings=readings_of(value))
        return value

    def record(self, parent, values):
        return {f["key"]: self.value(f, values.get(f["key"]))
                for f in self.concerned(parent["fields"],
                                        parent.get("stage"))}

    def used(self, use):
        for field in self.form.fields:
            if field.get("use") == use:
                value = self.source.get(field["key"])
                return field, value
        return None, None

    def head(self):
        field, year = self.used("year")
        return {
            "program": None,
            "form": {"id": self.form.id, "name": self.form.name,
                     "lang": self.form.lang},
            "stage": {"id": self.stage, "name": self.form.stages[self.stage]},
            "date": self.edition.get("date"), "city": self.edition.get("city"),
            "area": self.edition.get("area"),
            "year": self.value(field, year) if field else None}

    def part(self):
        field, title = self.used("title")
        return {"document": self.document, "source": self.document + ".yaml",
                "title": words_of(title, field) if field and title else None,
                "record": self.record({"fields": self.form.fields},
                                      self.source)}

    # -- CSV --

    def label(self, path, field):
        return field.get("data", {}).get("column") or "_".join(
            path + [field["key"]])

    def numbered(self, path, field):
        return field.get("data", {}).get("column") or self.made(
            "number", "_".join(path + [field["key"]]))

    def made(self, kind, label):
        return WORDS["columns"][kind]["column"].replace("{}", label)

    def known(self, kind):
        return WORDS["columns"][kind]["column"]

    def known_cells(self):
        return [(self.known("area"), self.edition.get("area") or ""),
                (self.known("city"), self.edition.get("city") or ""),
                (self.known("stage"), self.form.stages[self.stage]),
                (self.known("document"), self.document)]

    def cells(self, path, field, value, ruby=True):
        """[(column, cell)] of a field of one value."""
        label = self.label(path, field)
        kind = field["type"]
        value = value or ""
        out = [(label, words_of(value, field))]
        if field.get("ruby") and ruby:
            out.append((self.made("ruby", label), value))
        if kind == "fiscal-year":
            out.append((self.made("year", label),
                        str(parse_year(value)) if value else ""))
        if kind == "date":
            out.append((self.made("date", label),
                        parse_date(value) if value else ""))
        if kind == "number":
            out.append((self.made("value", label),
                        parse_number(value) if value else ""))
        if kind == "choice":
            words = self.form.choices[field["choices"]]
            if any(words.values()):
                out.append((self.made("word", label),
                            words.get(value) or ""))
        return out

    def find_lists(self, fields, inherited=None, lists=()):
        """The innermost lists, each as the keys of the lists on its way."""
        found = []
        for field in self.concerned(fields, inherited):
            if field["type"] == "group":
                found += self.find_lists(field["fields"], field["stage"],
                                         lists)
            elif field["type"] == "records":
                chain = lists + (field["key"],)
                found += self.find_lists(field["fields"], field["stage"],
                                         chain) or [chain]
        return found

    def item_rows(self, lists):
        """Rows of a table: dictionaries in the order of the columns."""
        def walk(rows, fields, values, path, inherited, depth):
            """All rows of a record, `rows` being what stands before."""
            for field in self.concerned(fields, inherited):
                value = values.get(field["key"]) if values else None
                inner = path + [field["key"]]
                if field["type"] == "group":
                    rows = walk(rows, field["fields"], value or {}, inner,
                                field["stage"], depth)
                elif field["type"] == "records":
                    if depth >= len(lists) or lists[depth] != field["key"]:
                        continue
                    label = self.numbered(path, field)
                    out = []
                    for i, v in enumerate(value or [None]):
                        number = str(i + 1) if value else ""
                        out += walk([r + [(label, number)] for r in rows],
                                    field["fields"], v, inner,
                                    field["stage"], depth + 1)
                    rows = out
                elif field["type"] not in ("entries", "strings"):
                    rows = [r + self.cells(path, field, value) for r in rows]
            return rows

        return walk([self.known_cells()], self.form.fields, self.source, [],
                    None, 0)

    def has_lines(self, fields, inherited=None):
        return any(f["type"] in ("entries", "strings")
                   or self.has_lines(f.get("fields", []), f["stage"])
                   for f in self.concerned(fields, inherited))

    def lines_have_ruby(self, fields):
        return any((f["type"] == "entries" and f.get("ruby"))
                   or self.lines_have_ruby(f.get("fields", []))
                   for f in self.concerned(fields))

    def number_columns(self, fields, path=(), inherited=None):
        out = []
        for field in self.concerned(fields, inherited):
            inner = field.get("fields", [])
            if not self.has_lines(inner, field["stage"]):
                continue
            if field["type"] == "records":
                out.append(self.numbered(list(path), field))
            out += self.number_columns(inner, (*path, field["key"]),
                                       field["stage"])
        return out

    def entry_rows(self):
        head = self.known_cells()
        for field in self.concerned(self.form.fields):
            if field.get("use") and field["type"] != "strings":
                head += self.cells([], field, self.source.get(field["key"]),
                                   ruby=False)
        columns = self.number_columns(self.form.fields)
        ruby = self.lines_have_ruby(self.form.fields)
        rows = []

        def line(path, field, numbers, order, level, marker, text):
            row = head + [(c, numbers.get(c, "")) for c in columns]
            row += [(self.known("field"), self.label(path, field)),
                    (self.known("order"), str(order)),
                    (self.known("level"), str(level)),
                    (self.known("marker"), marker or ""),
                    (self.known("text"), words_of(text, field))]
            if ruby:
                row.append((self.made("ruby", self.known("text")), text))
            rows.append(row)

        def walk(fields, values, path, numbers, inherited):
            for field in self.concerned(fields, inherited):
                value = values.get(field["key"])
                inner = path + [field["key"]]
                if field["type"] == "entries":
                    for i, e in enumerate(self.entries(field, value)):
                        line(path, field, numbers, i + 1, e["level"],
                             e["marker"], e["text"])
                elif field["type"] == "strings":
                    for i, text in enumerate(value or []):
                        line(path, field, numbers, i + 1, 0, None, text)
                elif field["type"] == "group":
                    walk(field["fields"], value or {}, inner, numbers,
                         field["stage"])
                elif field["type"] == "records":
                    label = self.numbered(path, field)
                    for i, v in enumerate(value or []):
                        walk(field["fields"], v, inner,
                             dict(numbers, **{label: str(i + 1)}),
                             field["stage"])

        walk(self.form.fields, self.source, [], {}, None)
        return rows

    def tables(self):
        """{file id: rows}, a row being [(column, cell)]."""
        out = {}
        for i, lists in enumerate(self.find_lists(self.form.fields) or [()]):
            out["items" if not i else f"items-{i + 1}"] = self.item_rows(lists)
        if self.has_lines(self.form.fields):
            out["entries"] = self.entry_rows()
        return out


# ---- what the files say ----------------------------------------------------

def read_csv(path):
    """(columns, rows, fault) of a file, formulas unmasked again."""
    data = path.read_bytes()
    if not data.startswith(codecs.BOM_UTF8) or data.count(codecs.BOM_UTF8) > 1:
        return [], [], "no BOM at the start, or two"
    text = data.decode("utf-8-sig")
    if text.count("\n") != text.count("\r\n") or "\r" in text.replace(
            "\r\n", "") or not text.endswith("\r\n"):
        return [], [], "a line end that is not CRLF"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if any(len(row) != len(rows[0]) for row in rows):
        return [], [], "rows of different length"
    if len(rows) != text.count("\r\n"):
        return [], [], "a row of more than one line"
    values = {i for i, name in enumerate(rows[0])
              if name.endswith(WORDS["columns"]["value"]["column"][2:])}
    for row in rows:
        for i, cell in enumerate(row):
            if row is not rows[0] and i in values:
                if cell and not re.fullmatch(r"-?\d+(\.\d+)?", cell):
                    return [], [], f"{cell!r} is no number"
                continue
            if cell[:1] and cell[0] in "=+-@\t\r":
                return [], [], f"a formula: {cell!r}"
            if re.match(r"'+[=+\-@\t\r]", cell):
                row[i] = cell[1:]
    return rows[0], rows[1:], ""


def compare_table(path, wanted):
    """"" or what is wrong with a file; `wanted` rows of (column, cell)."""
    columns, rows, fault = read_csv(path)
    if fault:
        return fault
    if len(set(columns)) != len(columns):
        return f"columns are not unique: {columns}"
    if wanted and columns != [c for c, _ in wanted[0]]:
        return f"columns {columns}, not {[c for c, _ in wanted[0]]}"
    return differ(rows, [[cell for _, cell in row] for row in wanted], "row")


def validate(value, schema, root, where="$"):
    """The part of JSON Schema that chosho writes; "" or the first fault."""
    known = {"$ref", "$schema", "$defs", "title", "description", "type",
             "enum", "anyOf", "items", "properties", "required",
             "additionalProperties", "minimum", "pattern"}
    if set(schema) - known:
        return f"{where}: the schema says {set(schema) - known}"
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return validate(value, root["$defs"][name], root, where)
    if "anyOf" in schema:
        faults = [validate(value, s, root, where) for s in schema["anyOf"]]
        if all(faults):
            return faults[0]
    if "enum" in schema and value not in schema["enum"]:
        return f"{where}: {value!r} is none of the choices"
    types = {"object": dict, "array": list, "string": str, "null": type(None),
             "integer": int, "number": (int, float)}
    wanted = schema.get("type", [])
    wanted = wanted if isinstance(wanted, list) else [wanted]
    if wanted and not any(isinstance(value, types[t])
                          and not isinstance(value, bool) for t in wanted):
        return f"{where}: {value!r} is not of type {wanted}"
    if isinstance(value, (int, float)) and value < schema.get("minimum",
                                                              value):
        return f"{where}: {value} is too small"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""),
                                                value):
        return f"{where}: {value!r} does not match"
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            fault = validate(item, schema["items"], root, f"{where}[{i}]")
            if fault:
                return fault
    if isinstance(value, dict) and "properties" in schema:
        if set(value) - set(schema["properties"]):
            return f"{where}: {set(value) - set(schema['properties'])}"
        if set(schema["required"]) - set(value):
            return f"{where}: {set(schema['required']) - set(value)} missing"
        for key, item in value.items():
            fault = validate(item, schema["properties"][key], root,
                             f"{where}.{key}")
            if fault:
                return fault
    return ""


def refuse_twice(pairs):
    keys = [k for k, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key twice: {keys}")
    return dict(pairs)


def read_json(path):
    data = path.read_bytes()
    if data.startswith(codecs.BOM_UTF8):
        raise ValueError(f"{path}: a BOM")
    return json.loads(data.decode("utf-8"), object_pairs_hook=refuse_twice)


# ---- runs ------------------------------------------------------------------

def find_forms(folders):
    forms = {}
    for folder in folders:
        for path in sorted(folder.glob("*/fields.yaml")):
            form = Form(path.parent)
            forms[form.name] = form
    return forms


def load(path):
    return yaml.load(path.read_text(encoding="utf-8-sig"), yaml.BaseLoader)


def load_edition(folder, stage=None):
    """What an edition says at a stage (its own, if none is asked for) that
    data repeats."""
    edition = load(folder / "edition.yaml")
    stage = stage or edition["段階"]
    dates = {s["段階"]: s.get("基準日") for s in edition.get("各段階", [])}
    date = dates.get(stage) or (
        edition.get("基準日") if stage == edition["段階"] else None)
    return {"city": edition["市"], "area": edition.get("地域コード"),
            "date": parse_date(date) if date else None,
            "year": edition["年度"], "stage": stage, "order": edition["部局"],
            "stages": list(dates) or [stage]}


def build(out, *words):
    done = subprocess.run([CHOSHO, "--lang=en", "build", "--format=csv,json",
                           "-o", str(out), *map(str, words)], cwd=ROOT,
                          capture_output=True, text=True)
    return "" if done.returncode == 0 else f"exit {done.returncode}: " \
        f"{done.stderr[-400:]}"


def compare_document(name, folder, data):
    """All files of one document; its tables."""
    tables = data.tables()
    files = {p.name for p in folder.glob(f"{data.document}.*")}
    wanted = {f"{data.document}.{t}.csv" for t in tables} | {
        f"{data.document}.json"}
    report(f"{name}/files", files != wanted and f"{files}, not {wanted}")
    for table, rows in tables.items():
        path = folder / f"{data.document}.{table}.csv"
        report(f"{name}/{table}", path.exists() and compare_table(path, rows))
    tree = read_json(folder / f"{data.document}.json")
    program = tree["program"]
    report(f"{name}/program", not re.fullmatch(r"chosho \d+\.\d+\.\d+",
                                               program) and program)
    report(f"{name}/json", differ(dict(tree, program=None),
                                  dict(data.head(), **data.part()), "$"))
    return tables, tree


def check_sources(out, templates):
    """Single sources, which have no edition, at all stages of their form."""
    forms = find_forms([templates])
    for path in sorted((templates / "sources").glob("*.yaml")):
        source = load(path)
        form = forms[source["様式"]]
        for stage in form.stages:
            name = f"forms/{path.stem}/{stage}"
            target = out / f"{path.stem}-{stage}"
            fault = build(target, "--templates", templates, "--stage", stage,
                          path)
            report(f"{name}/build", fault)
            if not fault:
                compare_document(name, next(target.rglob(stage)),
                                 Data(form, stage, source, path.stem, {}))


def check_random(out):
    """Odd forms. Some of their sheets cannot be set: then there is no data."""
    cases = sorted((ROOT / "tests/fixtures/random").iterdir())
    built = 0
    for case in cases:
        templates = out / f"{case.name}-templates"
        templates.mkdir(parents=True)
        (templates / case.name).symlink_to(case)
        target = out / case.name
        if build(target, "--templates", templates, case / "source.yaml"):
            continue
        built += 1
        compare_document(f"random/{case.name}", next(target.rglob("hyo")),
                         Data(Form(case), "hyo", load(case / "source.yaml"),
                              "source", {}))
    report("random/built", built * 2 < len(cases) and f"only {built}")


def check_edition(out, forms, folder):
    """An edition at each of its stages, built in one run."""
    fault = build(out, "--all-stages", folder)
    report(f"edition/{folder.name}/build", fault)
    for stage in [] if fault else load_edition(folder)["stages"]:
        check_stage(out, forms, folder, stage)


def check_stage(out, forms, folder, at):
    """Every department, and what is made of all of them."""
    name = f"edition/{folder.name}/{at}"
    edition = load_edition(folder, at)
    all_tables = {}
    parts = []
    schema = None
    for stem in edition["order"]:
        source = load(folder / f"{stem}.yaml")
        form = forms[source["様式"]]
        stage = next(i for i, n in form.stages.items()
                     if edition["stage"] in (i, n))
        files = next(out.rglob(stage))
        schema = schema or read_json(files / "schema.json")
        data = Data(form, stage, source, stem, edition)
        tables, tree = compare_document(f"{name}/{stem}", files, data)
        report(f"{name}/{stem}/schema", validate(tree, schema, schema))
        for table, rows in tables.items():
            all_tables.setdefault(table, []).extend(rows)
        parts.append(data.part())
        head = data.head()
    for table, rows in all_tables.items():
        report(f"{name}/{table}", compare_table(files / f"{table}.csv", rows))
    tree = read_json(files / "data.json")
    head["year"] = {"text": edition["year"],
                    "year": parse_year(edition["year"])}
    report(f"{name}/json", differ(dict(tree, program=None),
                                  dict(head, documents=parts), "$"))
    report(f"{name}/schema", validate(tree, schema, schema))
    if folder.name == "r03" and at == "中間報告":  # its sheets have marks
        check_schema_bites(name, tree, schema)
    check_page(name, files)


def check_schema_bites(name, tree, schema):
    """A schema that lets everything pass proves nothing."""
    text = json.dumps(tree, ensure_ascii=False)
    bad = {
        "choice": text.replace('"text": "○"', '"text": "〇"', 1),
        "key": text.replace('"項目"', '"項"', 1),
        "date": text.replace('"date": "2', '"date": "12', 1),
        "number": text.replace('"#": 1,', '"#": 0,', 1),
        "type": text.replace('"level": 1', '"level": "1"', 1),
    }
    for fault, changed in bad.items():
        if changed == text:
            report(f"{name}/schema-bites/{fault}", "nothing to change")
            continue
        report(f"{name}/schema-bites/{fault}",
               not validate(json.loads(changed), schema, schema)
               and "it passes")


def check_page(name, folder):
    """Every column is explained; the page needs nothing from elsewhere."""
    page = (folder / "data.html").read_text(encoding="utf-8")
    rows = re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]*)', page)
    for path in sorted(folder.glob("*.csv")):
        columns, _, _ = read_csv(path)
        missing = [c for c in columns if c not in rows]
        report(f"{name}/page/{path.name}", missing)
    outside = re.findall(r"<script|https?:|<link|<img| style=", page)
    report(f"{name}/page/alone", outside)
    tables = page.count("<table>")
    report(f"{name}/page/captions", tables == 0
           or tables != page.count("<caption>"))
    links = re.findall(r'href="([^"]*)"', page)
    report(f"{name}/page/links", [w for w in links
                                  if not (folder / w).exists()])


def check_alone(out):
    """A single source writes nothing of its edition, but knows it."""
    fault = build(out, ROOT / "sources/r02/seisaku-kikaku.yaml")
    names = sorted(p.name for p in out.rglob("*") if p.is_file())
    report("alone/files", fault or (names != [
        "seisaku-kikaku.entries.csv", "seisaku-kikaku.items.csv",
        "seisaku-kikaku.json"] and names))
    tree = read_json(next(out.rglob("seisaku-kikaku.json")))
    report("alone/city", tree["city"] != "上田市" and tree["city"])


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-data-") as folder:
        out = pathlib.Path(folder)
        forms = find_forms(FORMS[:1])
        check_edition(out / "r02", forms, ROOT / "sources/r02")
        check_edition(out / "r03", forms, ROOT / "tests/fixtures/r03")
        check_sources(out / "forms", FORMS[1])
        check_random(out / "random")
        check_alone(out / "alone")
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
