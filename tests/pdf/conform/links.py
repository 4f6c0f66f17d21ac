"""Checks of annotations, all of them links, of contents and of bookmarks: what
leads to another place of the document."""
import re

import pikepdf

from . import check
from .reader import kind_of

HIDING = 1 | 2 | 32 | 256  # Invisible, Hidden, NoView, ToggleNoView
PRINT = 4


def notes(document):
    """(page, annotation, what to call it)"""
    for page in document.pages:
        for i, note in enumerate(page.obj.get("/Annots", []), 1):
            yield page, note, f"page {page.index + 1} annotation {i}"


def find_place(document, holder):
    """(page index, top) an explicit destination leads to, or None. Of a
    bookmark or link, by /Dest or an action GoTo."""
    dest = holder.get("/Dest")
    if "/A" in holder and dest is None and holder.A.get("/S") == "/GoTo":
        dest = holder.A.get("/D")
    if not isinstance(dest, pikepdf.Array) or len(dest) != 5 or \
            dest[1] != "/XYZ" or \
            getattr(dest[0], "objgen", None) not in document.page_index:
        return None
    index = document.page_index[dest[0].objgen]
    low, high = (float(document.pages[index].obj.MediaBox[i]) for i in (1, 3))
    top = high if dest[3] is None else float(dest[3])
    # A top in whole points may stand above the paper by the rest of one.
    return (index, top) if low <= top < high + 1 else None


@check("page-tabs", "UA1 7.18.3", "28-008 28-009")
def check_tabs(document):
    for page in document.pages:
        if page.obj.get("/Tabs") != "/S":
            yield f"page {page.index + 1}: /Tabs {page.obj.get('/Tabs')}"


# ---- annotations -------------------------------------------------------------


@check("note-kinds", "UA1 7.18.1, 7.18.2, 7.18.6-7.18.8; A2 6.3.1",
       "28-002 28-006 28-007 28-014 28-015 28-016 28-017 28-018")
def check_kinds(document):
    """There are links; annotations of other kinds are not needed."""
    for _, note, where in notes(document):
        if note.get("/Subtype") != "/Link":
            yield f"{where}: {note.get('/Subtype')}"


@check("note-flags", "A2 6.3.2; 1.7 table 165")
def check_flags(document):
    """Annotations are printed and not hidden."""
    for _, note, where in notes(document):
        flags = int(note.get("/F", 0))
        if flags & HIDING or not flags & PRINT:
            yield f"{where}: /F {flags}"


@check("note-border", "1.7 table 164; own")
def check_border(document):
    """No frame around words; without an entry it would be one point wide."""
    for _, note, where in notes(document):
        border = note.get("/Border", [0, 0, 1])
        width = note.BS.get("/W", 1) if "/BS" in note else border[2]
        if float(width):
            yield f"{where}: {width} wide"


@check("note-words", "UA1 7.18.1, 7.18.5; 1.7 14.9.3", "28-004 28-012")
def check_words(document):
    """A link says in words where it leads."""
    for _, note, where in notes(document):
        if not str(note.get("/Contents", "")).strip():
            yield f"{where}: no /Contents"


@check("note-element", "UA1 7.18.5; 1.7 14.7.4.3, 14.7.4.4, 14.8.4.4.2",
       "28-011")
def check_element(document):
    """Each annotation is in one Link element, which its /StructParent finds;
    each Link has words and an annotation, and no other element has one."""
    where_is = {note.objgen: page.index for page, note, _ in notes(document)}
    held = {}
    for element in document.elements:
        for kid in element.annotations:
            key = kid.obj.objgen
            if key in held:
                yield f"{key} is in {held[key]} and {element}"
            held[key] = element
            if element.type != "/Link":
                yield f"an annotation in {element}"
            if where_is.get(key) != kid.page:
                yield f"{element}: its annotation is not on its page"
        if element.type == "/Link" and not (element.annotations
                                            and element.text().strip()):
            yield f"{element} has no annotation or no words"
    for _, note, where in notes(document):
        above = document.parent_tree.get(int(note.get("/StructParent", -1)))
        element = held.get(note.objgen)
        if element is None or kind_of(above) != "dictionary" or \
                above.objgen != element.obj.objgen:
            yield f"{where}: its /StructParent is not its Link element"


@check("note-place", "1.7 12.5.2, table 173; own")
def check_place(document):
    """On the paper, each beside the others; corners inside of the whole."""
    taken = {}
    for page, note, where in notes(document):
        box = [float(v) for v in page.obj.MediaBox]
        left, low, right, high = (float(v) for v in note.Rect)
        if not (box[0] <= left < right <= box[2]
                and box[1] <= low < high <= box[3]):
            yield f"{where}: /Rect {left} {low} {right} {high}"
        points = [float(v) for v in note.get("/QuadPoints", [])]
        if len(points) % 8 or not all(
                left <= x <= right and low <= y <= high
                for x, y in zip(points[::2], points[1::2])):
            yield f"{where}: /QuadPoints outside of /Rect"
        for other in taken.setdefault(page.index, []):
            if left < other[2] and other[0] < right and \
                    low < other[3] and other[1] < high:
                yield f"{where} lies over another"
        taken[page.index].append((left, low, right, high))


@check("note-target", "1.7 12.3.2.2, 12.5.6.5")
def check_target(document):
    """A link leads to a place on a page of the document."""
    for _, note, where in notes(document):
        if "/Dest" in note and "/A" in note:
            yield f"{where}: /Dest and /A"
        elif not find_place(document, note):
            yield f"{where}: leads nowhere"


# ---- contents ----------------------------------------------------------------


@check("toc-parts", "1.7 table 333; UA1 7.2", "09-006")
def check_toc(document):
    """A table of contents holds items and further ones, items a label, words
    and what stands below them."""
    inside = {"/TOC": {"/TOCI", "/TOC", "/Caption"},
              "/TOCI": {"/Lbl", "/Reference", "/P", "/NonStruct", "/TOC"}}
    for element in document.elements:
        allowed = inside.get(element.type)
        for i, kid in enumerate(element.kids if allowed else []):
            if kid.type not in allowed:
                yield f"{kid} in {element}"
            if kid.type == "/Caption" and i:
                yield f"{kid} is not the first in {element}"
        above = element.parent.type if element.parent else None
        if element.type == "/TOCI" and above != "/TOC":
            yield f"{element} in {above}"


@check("toc-items", "1.7 14.8.4.3; own")
def check_items(document):
    """An item is a label, if any, one reference, which is a link, and the
    contents below it, if any."""
    for element in document.elements:
        if element.type == "/TOCI":
            kinds = " ".join(k.type for k in element.kids)
            if not re.fullmatch("(/Lbl )?/Reference( /TOC)?", kinds):
                yield f"{element}: {kinds}"
        elif element.type == "/Reference":
            kinds = [k.type for k in element.kids]
            if kinds != ["/Link"] or element.parent.type != "/TOCI":
                yield f"{element} in {element.parent}: {kinds}"


@check("toc-order", "own")
def check_order(document):
    """Contents lead on from page to page, and down the page."""
    last = (-1, 0)
    for element in document.elements:
        if element.type != "/Link":
            continue
        for kid in element.annotations:
            index, top = find_place(document, kid.obj) or last
            if (index, -top) < (last[0], -last[1]):
                yield f"{element} leads back"
            last = index, top


# ---- bookmarks ---------------------------------------------------------------


@check("bookmarks", "UA1 7.17; 1.7 12.3.3", "11-003")
def check_bookmarks(document):
    """Titles with words; destinations on pages of the file."""
    def follow(item, depth):
        while item is not None and depth < 50:
            if not str(item.get("/Title", "")).strip():
                yield "a bookmark without a title"
            if not find_place(document, item):
                yield f"{item.get('/Title')}: leads nowhere"
            yield from follow(item.get("/First"), depth + 1)
            item = item.get("/Next")
    if "/Outlines" in document.root:
        yield from follow(document.root.Outlines.get("/First"), 0)
