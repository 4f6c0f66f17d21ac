"""Checks of the structure tree as such: links, types, names, languages."""
import pikepdf

from . import check
from .reader import is_language

GROUPING = {"/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote",
            "/Caption", "/TOC", "/TOCI", "/Index", "/NonStruct", "/Private"}
HEADINGS = {"/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
LISTS = {"/L", "/LI", "/Lbl", "/LBody"}
TABLES = {"/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot"}
INLINE = {"/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code",
          "/Link", "/Annot", "/Ruby", "/RB", "/RT", "/RP", "/Warichu", "/WT",
          "/WP"}
STANDARD = GROUPING | HEADINGS | LISTS | TABLES | INLINE | {
    "/P", "/Figure", "/Formula", "/Form"}


@check("tree-there", "UA1 7.1; A2 6.7.2, 6.7.3", "01-007")
def check_there(document):
    info = document.root.get("/MarkInfo", {})
    if info.get("/Marked") is not True:
        yield "/MarkInfo does not say /Marked true"
    if info.get("/Suspects", False):
        yield "/Suspects true"
    if "/StructTreeRoot" not in document.root:
        yield "no /StructTreeRoot"
    elif document.tree_root.get("/Type") != "/StructTreeRoot":
        yield "the root has no /Type"
    if not document.elements:
        yield "no elements"


@check("tree-top", "1.7 14.8.4.2; own")
def check_top(document):
    """One Document; sheets in it are Parts or there is one sheet."""
    types = [e.type for e in document.tops]
    if types != ["/Document"]:
        yield f"below the root: {types}"


@check("tree-parents", "1.7 14.7.2, table 323")
def check_parents(document):
    """/P of each element is the one whose kid it is; none is reached twice."""
    for element in document.elements:
        above = element.parent.obj if element.parent else document.tree_root
        if "/P" not in element.obj or element.obj.P.objgen != above.objgen:
            yield f"{element}: /P is not its parent"
    for element in document.twice:
        yield f"{element} is a kid twice"


@check("tree-contents", "1.7 14.7.4.2")
def check_contents(document):
    """Each marked sequence belongs to one element and the other way round."""
    held = {}
    for element in document.elements:
        for content in element.contents:
            key = content.page, content.mcid
            if key in held:
                yield f"{key} is held by {held[key]} and {element}"
            held[key] = element
            if key not in document.marks:
                yield f"{element}: nothing is marked {key}"
    for key, marks in document.marks.items():
        if len(marks) > 1:
            yield f"{key} is marked {len(marks)} times"
        if key not in held:
            yield f"{key} {marks[0].text()[:12]!r} is in no element"


@check("tree-parent-tree", "1.7 14.7.4.4")
def check_parent_tree(document):
    """From page and MCID to the element that holds it; a key for each page
    and each annotation and no more."""
    expected = {}  # page: {MCID: element}
    for element in document.elements:
        for content in element.contents:
            expected.setdefault(content.page, {})[content.mcid] = element
    keys = []
    for page in document.pages:
        key = page.obj.get("/StructParents")
        if key is None or key in keys:
            yield f"page {page.index + 1}: /StructParents {key}"
            continue
        keys.append(key)
        row = document.parent_tree.get(key)
        if row is None:
            yield f"page {page.index + 1}: no row {key}"
            continue
        wanted = expected.get(page.index, {})
        for mcid in range(max(len(row), max(wanted, default=-1) + 1)):
            found = row[mcid] if mcid < len(row) else None
            want = wanted.get(mcid)
            if (found.objgen if found is not None else None) != (
                    want.obj.objgen if want else None):
                yield f"page {page.index + 1} MCID {mcid}: not {want}"
    keys += [int(n.get("/StructParent", -1)) for page in document.pages
             for n in page.obj.get("/Annots", [])]
    if len(keys) != len(set(keys)) or set(document.parent_tree) - set(keys):
        yield "keys of nothing, or of two"
    following = int(document.tree_root.get("/ParentTreeNextKey", -1))
    if following <= max(document.parent_tree, default=-1):
        yield f"/ParentTreeNextKey {following}"


@check("tree-types", "UA1 7.1; 1.7 14.8.4", "02-001 02-003 02-004")
def check_types(document):
    for element in document.elements:
        if element.type not in STANDARD:
            yield f"{element}: no standard type"
    for name in document.roles:
        if name in STANDARD:
            yield f"the standard type {name} is mapped"


@check("tree-nesting", "1.7 14.8.4; own", "09-008")
def check_nesting(document):
    """Blocks are not inside of lines, nor grouping inside of blocks; no
    Warichu."""
    for element in document.elements:
        for kid in element.elements:
            if element.type in INLINE | HEADINGS | {"/P", "/Lbl"} and \
                    kid.type not in INLINE:
                yield f"{kid} in {element}"
            if kid.type in GROUPING - {"/Caption"} and \
                    element.type not in GROUPING:
                yield f"{kid} in {element}"
            if kid.type in ("/Warichu", "/WT", "/WP"):
                yield f"{kid} in {element}"
        if element.type in GROUPING - {"/TOCI", "/Caption"} and \
                element.contents:
            yield f"{element} holds words itself"


@check("tree-no-empty", "own")
def check_empty(document):
    """Only cells may have nothing to say."""
    for element in document.elements:
        if element.type not in ("/TD", "/TH") and not element.kids:
            yield f"{element} is empty"


@check("tree-ids", "1.7 14.7.2, 7.9.6", "19-003 19-004")
def check_ids(document):
    """IDs are unique; the tree of them is sorted, complete and right."""
    elements = {}
    for element in document.elements:
        if "/ID" in element.obj:
            key = bytes(element.obj.ID)
            if key in elements:
                yield f"{element.name} is the ID of two"
            elements[key] = element
        elif element.type == "/Note":
            yield f"{element} has no ID"
    names = [(bytes(k), v) for k, v in document.leaves(
        document.tree_root.get("/IDTree", pikepdf.Dictionary()), "/Names")]
    keys = [k for k, _ in names]
    if keys != sorted(set(keys)):
        yield "/IDTree is not sorted"
    for key in sorted(set(keys) ^ set(elements)):
        yield f"{key.decode('utf-8', 'replace')} is not in both"
    for key, obj in names:
        if key in elements and obj.objgen != elements[key].obj.objgen:
            yield f"{elements[key].name} leads to another element"


@check("tree-alternatives", "UA1 7.3, 7.7", "13-004 17-002")
def check_alternatives(document):
    for element in document.elements:
        if element.type in ("/Figure", "/Formula") and not (
                str(element.obj.get("/Alt", "")).strip() or
                str(element.obj.get("/ActualText", "")).strip()):
            yield f"{element} has no words"


@check("tree-expansions", "1.7 14.9.5; A2 6.7.8; own", "11-002")
def check_expansions(document):
    """/E says more than the sign it stands at."""
    for element in document.elements:
        if "/E" in element.obj:
            words = str(element.obj.E)
            if not words.strip() or words == element.text():
                yield f"{element}: /E {words!r}"


@check("tree-languages", "UA1 7.2; A2 6.7.4",
       "11-001 11-002 11-003 11-004 11-006")
def check_languages(document):
    """The document's language covers all text; each is well-formed."""
    if not is_language(document.root.get("/Lang", "")):
        yield f"the document's is {document.root.get('/Lang')}"
    for element in document.elements:
        if "/Lang" in element.obj and not is_language(element.obj.Lang):
            yield f"{element}: {element.obj.Lang}"


@check("tree-headings", "UA1 7.4; A2 6.7.3.3",
       "14-002 14-003 14-006 14-007")
def check_headings(document):
    """H1 first, no level left out, all of them numbered, all with words."""
    level = 0
    for element in document.elements:
        if element.type == "/H":
            yield f"{element}: no number"
        elif element.type in HEADINGS:
            own = int(element.type[2:])
            if own > level + 1:
                yield f"{element} behind level {level}"
            level = own
            if not element.text().strip():
                yield f"{element} without words"


@check("tree-order", "UA1 7.1; own", "09-001")
def check_order(document):
    """What an element holds comes page after page."""
    for element in document.elements:
        pages = [c.page for c in element.contents]
        if pages != sorted(pages):
            yield f"{element}: pages {pages}"
