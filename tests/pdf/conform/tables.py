"""Checks of tables, lists and readings."""
import re

from . import check

COUNTED = {"/Decimal", "/UpperRoman", "/LowerRoman", "/UpperAlpha",
           "/LowerAlpha"}
SIGNED = {"/Disc", "/Circle", "/Square"}
PARTS = {
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"}, "/TBody": {"/TR"}, "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
}
INSIDE = {"/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
          "/TH": {"/TR"}, "/TD": {"/TR"}, "/THead": {"/Table"},
          "/TBody": {"/Table"}, "/TFoot": {"/Table"}}


def span(cell, key):
    return int(cell.attribute("/Table", key) or 1)


def rows_of(table):
    rows = []
    for kid in table.elements:
        rows += [kid] if kid.type == "/TR" else \
            [r for r in kid.elements if r.type == "/TR"]
    return rows


class Grid:
    """A table's cells by row and column; `faults` where they do not fit."""

    def __init__(self, table):
        self.rows = rows_of(table)
        self.cells = {}   # (row, column): element
        self.places = {}  # element: (row, column)
        self.faults = []
        for r, row in enumerate(self.rows):
            self.place_row(r, row)
        widths = [1 + max((c for x, c in self.cells if x == r), default=-1)
                  for r in range(len(self.rows))]
        self.width = max(widths, default=0)
        for r, width in enumerate(widths):
            holes = [c for c in range(self.width) if (r, c) not in self.cells]
            if holes:
                self.faults.append(f"row {r + 1}: no cell in columns {holes}")

    def place_row(self, r, row):
        column = 0
        for cell in row.elements:
            while (r, column) in self.cells:
                column += 1
            self.places[cell] = (r, column)
            if r + span(cell, "/RowSpan") > len(self.rows):
                self.faults.append(f"{cell} reaches below the table")
            for y in range(r, min(len(self.rows),
                                  r + span(cell, "/RowSpan"))):
                for x in range(column, column + span(cell, "/ColSpan")):
                    if (y, x) in self.cells:
                        self.faults.append(
                            f"{cell} lies on {self.cells[y, x]}")
                    self.cells[y, x] = cell

    def headers(self, cell):
        """The header cells of a cell by 1.7 14.8.5.7: to the left and up."""
        r, c = self.places[cell]
        found = []
        for y in range(r, r + span(cell, "/RowSpan")):
            found += self.search(cell, [(y, x) for x in range(c)][::-1],
                                 ("/Row", "/Both"))
        for x in range(c, c + span(cell, "/ColSpan")):
            found += self.search(cell, [(y, x) for y in range(r)][::-1],
                                 ("/Column", "/Both"))
        return found

    def search(self, cell, places, scopes):
        """Ends at a data cell behind a header."""
        found = []
        for place in places:
            other = self.cells.get(place)
            if other is None or other is cell:
                continue
            if other.type == "/TH" and \
                    other.attribute("/Table", "/Scope") in scopes:
                found.append(other)
            elif other.type == "/TD" and found:
                break
        return found


def tables_of(document):
    return [e for e in document.elements if e.type == "/Table"]


@check("table-parts", "1.7 table 337; UA1 7.5", "09-004")
def check_parts(document):
    """Tables of groups of rows of cells, THead first and once."""
    for element in document.elements:
        allowed = PARTS.get(element.type)
        if allowed:
            for kid in element.kids:
                if kid.type not in allowed:
                    yield f"{element} holds {kid}"
        within = INSIDE.get(element.type)
        if within and (not element.parent or
                       element.parent.type not in within):
            yield f"{element} in {element.parent}"
        if element.type == "/Table":
            kinds = [k.type for k in element.elements]
            bodies = {"/TBody", "/TR"} & set(kinds)
            if "/THead" in kinds[1:] or len(bodies) != 1 or \
                    "/THead" in kinds and bodies != {"/TBody"}:
                yield f"{element}: {kinds}"


@check("table-regular", "UA1 7.5; 1.7 14.8.5.7; own", "01-006")
def check_regular(document):
    """Cells and spans fill one grid without hole or overlap."""
    for table in tables_of(document):
        for fault in Grid(table).faults:
            yield f"{table}: {fault}"


@check("table-spans", "1.7 table 349")
def check_spans(document):
    for element in document.elements:
        for key in ("/RowSpan", "/ColSpan"):
            value = element.attribute("/Table", key)
            if value is not None and (
                    element.type not in ("/TH", "/TD") or
                    not isinstance(value, int) or value < 1):
                yield f"{element}: {key} {value}"


@check("table-scope", "UA1 7.5; 1.7 table 349", "15-003")
def check_scope(document):
    for element in document.elements:
        scope = element.attribute("/Table", "/Scope")
        if element.type == "/TH":
            if scope not in ("/Row", "/Column", "/Both"):
                yield f"{element}: /Scope {scope}"
        elif scope is not None:
            yield f"{element}: /Scope"


@check("table-header-words", "own", "15-001 15-002")
def check_header_words(document):
    """No empty header: a reader would say it in front of every cell."""
    for element in document.elements:
        if element.type == "/TH" and not element.text().strip():
            yield f"{element}"


@check("table-headed", "UA1 7.5; own", "15-005")
def check_headed(document):
    """Where a table has headers, every cell with words of the source has
    one. Words of the form, without an ID, need none."""
    for table in tables_of(document):
        grid = Grid(table)
        if not any(c.type == "/TH" for c in grid.places):
            continue
        for cell in grid.places:
            if cell.type == "/TD" and cell.text().strip() and \
                    cell.name and not named_headers(document, cell) and \
                    not grid.headers(cell):
                yield f"{cell}: no header"


def named_headers(document, cell):
    return list(cell.attribute("/Table", "/Headers") or [])


@check("table-headers", "1.7 table 349", "15-003")
def check_headers(document):
    """/Headers name header cells of the same table."""
    for table in tables_of(document):
        ids = {bytes(c.obj.ID) for c in table.find("/TH") if "/ID" in c.obj}
        for cell in table.find("/TH", "/TD"):
            for name in named_headers(document, cell):
                if bytes(name) not in ids:
                    yield f"{cell}: {bytes(name)!r} is no header"


@check("table-column-headers", "own", "15-005")
def check_column_headers(document):
    """The header rows of a table reach all of its cells with words: a
    section's heading does not cut them off."""
    for table in tables_of(document):
        heads = [k for k in table.elements if k.type == "/THead"]
        if not heads:
            continue
        grid = Grid(table)
        first = len(heads[0].elements)
        for cell, (r, c) in grid.places.items():
            above = {grid.cells.get((y, c)) for y in range(first)}
            above = {a for a in above if a and a.type == "/TH"}
            if r < first or cell.type != "/TD" or not above or \
                    not cell.text().strip():
                continue
            named = {bytes(n) for n in named_headers(document, cell)}
            found = {h for h in grid.headers(cell)} if not named else \
                {a for a in above if bytes(a.obj.get("/ID", b"")) in named}
            if not above & found:
                yield f"{cell}: {above} does not reach it"


@check("list-parts", "1.7 table 336; UA1 7.6", "09-005")
def check_list_parts(document):
    for element in document.elements:
        kinds = [k.type for k in element.kids]
        inside = element.parent.type if element.parent else None
        if element.type == "/L":
            rest = kinds[1:] if kinds[:1] == ["/Caption"] else kinds
            if not rest or set(rest) - {"/LI", "/L"}:
                yield f"{element}: {kinds}"
        elif element.type == "/LI":
            if inside != "/L" or kinds not in (["/Lbl", "/LBody"],
                                               ["/LBody"]):
                yield f"{element} in {inside}: {kinds}"
        elif element.type == "/LBody" and inside != "/LI" or \
                element.type == "/Lbl" and inside not in ("/LI", "/TOCI"):
            yield f"{element} in {inside}"


@check("list-numbering", "UA1 7.6; 1.7 14.8.5.5", "16-001 16-002")
def check_numbering(document):
    """A list with labels says of which kind they are, and truly."""
    for element in document.elements:
        if element.type != "/L":
            continue
        labels = [k.text() for item in element.elements
                  for k in item.elements if k.type == "/Lbl"]
        kind = element.attribute("/List", "/ListNumbering")
        kind = str(kind) if kind is not None else None
        counted = [bool(re.search(r"\w", label)) for label in labels]
        if labels and kind not in COUNTED | SIGNED:
            yield f"{element}: /ListNumbering {kind}"
        elif any(counted) and kind not in COUNTED or \
                labels and not all(counted) and kind not in SIGNED:
            yield f"{element}: {kind} of {labels[:3]}"


@check("ruby-parts", "1.7 table 338", "09-007")
def check_ruby(document):
    """A base and its reading, or with brackets around it; all with words."""
    shapes = (["/RB", "/RT"], ["/RB", "/RP", "/RT", "/RP"])
    for element in document.elements:
        if element.type == "/Ruby":
            kinds = [k.type for k in element.kids]
            if kinds not in shapes or not all(
                    k.text().strip() for k in element.elements):
                yield f"{element}: {kinds}"
        elif element.type in ("/RB", "/RT", "/RP") and (
                not element.parent or element.parent.type != "/Ruby"):
            yield f"{element} in {element.parent}"
