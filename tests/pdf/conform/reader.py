"""A finished PDF as objects that checks can ask: pages with what they show
and how it is marked, elements of the structure tree, fonts."""
import functools
import io
import re

import pikepdf

from .program import Font

PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do",
            "INLINE IMAGE"}
SHOWING = {"Tj", "TJ", "'", '"'}


def kind_of(value):
    """"array", "dictionary", "stream", "name", "string", or "" for plain
    numbers. pikepdf's classes answer isinstance() too, but slowly."""
    return value._type_name if type(value) is pikepdf.Object else ""


def as_list(value):
    """The items of an array, the value alone, or nothing."""
    if value is None:
        return []
    return list(value) if kind_of(value) == "array" else [value]


class Mark:
    """A marked-content sequence; `parts` are texts and the marks inside."""

    def __init__(self, tag, properties, parent):
        self.tag = tag
        self.properties = properties
        self.parent = parent
        self.parts = []
        self.mcid = None
        self.spelling = None  # /ActualText
        if kind_of(properties) == "dictionary":
            if "/MCID" in properties:
                self.mcid = int(properties.MCID)
            if "/ActualText" in properties:
                self.spelling = str(properties.ActualText)

    @property
    def is_artifact(self):
        return self.tag == "/Artifact"

    def chain(self):
        """This mark and those around it, the inner ones first."""
        mark = self
        while mark:
            yield mark
            mark = mark.parent

    def text(self):
        if self.spelling is not None:
            return self.spelling
        return "".join(p if isinstance(p, str) else p.text()
                       for p in self.parts)


class Painting:
    """A painting operator and the innermost mark it stands in, or None."""

    def __init__(self, operator, mark):
        self.operator = operator
        self.mark = mark


class Page:
    """One page's content stream, interpreted."""

    def __init__(self, document, index, page):
        self.document = document
        self.index = index
        self.obj = page.obj
        self.marks = []
        self.paintings = []
        self.shown = []      # (Font, code, mark)
        self.operators = {}  # name: how often
        self.missing = []    # names of resources that are not there
        self.faults = []     # of nesting
        self.depth = 0       # most q inside of each other
        self.font = None
        self.stack = []      # "BT", "q" or a Mark
        self.read(page)

    def read(self, page):
        for step in pikepdf.parse_content_stream(page):
            name = str(step.operator)
            self.operators[name] = self.operators.get(name, 0) + 1
            self.follow(name, step.operands)
        for item in self.stack:
            self.faults.append(f"{self.describe(item)} is never ended")

    @staticmethod
    def describe(item):
        return item if isinstance(item, str) else f"{item.tag} BDC"

    def follow(self, name, operands):
        if name in ("BT", "q"):
            if name in self.stack and name == "BT":
                self.faults.append("BT inside of BT")
            self.stack.append(name)
            self.depth = max(self.depth, self.stack.count("q"))
        elif name in ("ET", "Q", "EMC"):
            self.end(name)
        elif name in ("BDC", "BMC"):
            self.begin(operands)
        elif name == "Tf":
            self.font = self.find_font(str(operands[0]))
        elif name in PAINTING:
            self.paintings.append(Painting(name, self.innermost()))
        elif name in SHOWING:
            self.show(name, operands)

    def innermost(self):
        return next((i for i in reversed(self.stack)
                     if isinstance(i, Mark)), None)

    def begin(self, operands):
        properties = operands[1] if len(operands) > 1 else None
        if kind_of(properties) == "name":
            properties = self.find_resource("/Properties", str(properties))
        outer = self.innermost()
        mark = Mark(str(operands[0]), properties, outer)
        self.marks.append(mark)
        self.stack.append(mark)
        if outer:
            outer.parts.append(mark)

    def end(self, name):
        begun = {"ET": "BT", "Q": "q"}.get(name, "BDC")
        last = self.stack[-1] if self.stack else "nothing"
        fits = last == begun or begun == "BDC" and isinstance(last, Mark)
        if not fits:
            self.faults.append(f"{name} ends {self.describe(last)}")
            return
        self.stack.pop()

    def find_resource(self, kind, name):
        found = self.obj.get("/Resources", {}).get(kind, {}).get(name)
        if found is None:
            self.missing.append(f"{kind} {name}")
        return found

    def find_font(self, name):
        found = self.find_resource("/Font", name)
        return None if found is None else self.document.font(found)

    def show(self, name, operands):
        mark = self.innermost()
        self.paintings.append(Painting(name, mark))
        items = operands[0] if name == "TJ" else [operands[-1]]
        for item in items:
            if kind_of(item) == "string":
                self.show_string(bytes(item), mark)

    def show_string(self, codes, mark):
        if not self.font:
            self.missing.append("a font for what is shown")
            return
        for at in range(0, len(codes), 2):
            code = int.from_bytes(codes[at:at + 2], "big")
            self.shown.append((self.font, code, mark))
            if mark:
                mark.parts.append(self.font.unicode.get(code, "\uFFFD"))


class Content:
    """What an element holds on a page: a marked-content sequence."""

    type = "words"

    def __init__(self, page, mcid):
        self.page = page  # index, None where it is not said
        self.mcid = mcid


class Annotation:
    """What an element holds besides: an annotation, by reference."""

    type = "annotation"

    def __init__(self, page, obj):
        self.page = page
        self.obj = obj


class Element:
    """A structure element. `kids` are Elements, Contents, Annotations."""

    def __init__(self, document, obj, parent):
        self.document = document
        self.obj = obj
        self.parent = parent
        self.own_type = str(obj.get("/S", ""))
        self.type = document.standard_type(self.own_type)
        self.kids = []

    def __repr__(self):
        name = self.name
        return f"{self.type[1:]} {name}" if name else \
            f"{self.type[1:]} {self.text()[:12]!r}"

    @functools.cached_property
    def name(self):
        """Its /ID, which our files write in UTF-8."""
        if "/ID" not in self.obj:
            return ""
        return bytes(self.obj.ID).decode("utf-8", "backslashreplace")

    @functools.cached_property
    def elements(self):
        return [k for k in self.kids if isinstance(k, Element)]

    @functools.cached_property
    def contents(self):
        return [k for k in self.kids if isinstance(k, Content)]

    @functools.cached_property
    def annotations(self):
        return [k for k in self.kids if isinstance(k, Annotation)]

    def walk(self):
        yield self
        for kid in self.elements:
            yield from kid.walk()

    def find(self, *types):
        return [e for e in self.walk() if e.type in types]

    @functools.cached_property
    def attributes(self):
        """{(owner, key): value}"""
        return {(str(item.get("/O")), key): value
                for item in as_list(self.obj.get("/A"))
                if kind_of(item) == "dictionary"
                for key, value in item.items()}

    def attribute(self, owner, key):
        return self.attributes.get((owner, key))

    def text(self):
        return self.words

    @functools.cached_property
    def words(self):
        return "".join(self.document.text_of(k) if isinstance(k, Content)
                       else k.text() for k in self.kids
                       if isinstance(k, (Content, Element)))


class Document:
    """The file; nothing is read before it is asked for."""

    def __init__(self, pdf, raw=b""):
        self.pdf = pdf
        self.raw = raw
        self.fonts = {}

    @classmethod
    def open(cls, path):
        raw = open(path, "rb").read()
        return cls(pikepdf.open(io.BytesIO(raw)), raw)

    @property
    def root(self):
        return self.pdf.Root

    @functools.cached_property
    def pages(self):
        return [Page(self, i, p) for i, p in enumerate(self.pdf.pages)]

    @functools.cached_property
    def page_index(self):
        return {p.obj.objgen: i for i, p in enumerate(self.pdf.pages)}

    def font(self, obj):
        key = obj.objgen if obj.is_indirect else id(obj)
        if key not in self.fonts:
            self.fonts[key] = Font(obj)
        return self.fonts[key]

    @functools.cached_property
    def used_fonts(self):
        """{Font: the codes that pages show}"""
        used = {}
        for page in self.pages:
            for font, code, _ in page.shown:
                used.setdefault(font, set()).add(code)
        return used

    # ---- the structure tree ----------------------------------------------

    @functools.cached_property
    def tree_root(self):
        return self.root.get("/StructTreeRoot", pikepdf.Dictionary())

    @functools.cached_property
    def roles(self):
        return {str(k): str(v)
                for k, v in self.tree_root.get("/RoleMap", {}).items()}

    def standard_type(self, name):
        for _ in self.roles:
            name = self.roles.get(name, name)
        return name

    @functools.cached_property
    def tops(self):
        """The elements right below the root."""
        self.element_by_object = {}
        self.twice = []  # elements that are reached twice
        return [self.read_element(k, None, None)
                for k in as_list(self.tree_root.get("/K"))]

    @functools.cached_property
    def elements(self):
        return [e for top in self.tops for e in top.walk()]

    def read_element(self, obj, parent, page):
        element = Element(self, obj, parent)
        if obj.objgen in self.element_by_object:
            self.twice.append(element)
            return element
        self.element_by_object[obj.objgen] = element
        if "/Pg" in obj:
            page = self.page_index.get(obj.Pg.objgen)
        for kid in as_list(obj.get("/K")):
            element.kids.append(self.read_kid(kid, element, page))
        return element

    def read_kid(self, kid, element, page):
        if isinstance(kid, int):
            return Content(page, kid)
        refers = kid.get("/Type") == "/OBJR"
        if refers or "/MCID" in kid and "/S" not in kid:
            if "/Pg" in kid:
                page = self.page_index.get(kid.Pg.objgen)
            if refers:
                return Annotation(page, kid.Obj)
            return Content(page, int(kid.MCID))
        return self.read_element(kid, element, page)

    @functools.cached_property
    def marks(self):
        """{(page index, MCID): its marks, which should be one}"""
        found = {}
        for page in self.pages:
            for mark in page.marks:
                if mark.mcid is not None:
                    found.setdefault((page.index, mark.mcid), []).append(mark)
        return found

    def text_of(self, content):
        return "".join(m.text() for m in
                       self.marks.get((content.page, content.mcid), []))

    # ---- trees by number and by name -------------------------------------

    def leaves(self, node, key):
        """[(key, value)] of a number tree (/Nums) or name tree (/Names)."""
        pairs = list(node.get(key, []))
        found = list(zip(pairs[::2], pairs[1::2]))
        for kid in node.get("/Kids", []):
            found += self.leaves(kid, key)
        return found

    @functools.cached_property
    def parent_tree(self):
        return {int(k): v for k, v in self.leaves(
            self.tree_root.get("/ParentTree", pikepdf.Dictionary()),
            "/Nums")}

    # ---- metadata --------------------------------------------------------

    @functools.cached_property
    def xmp_bytes(self):
        return self.root.Metadata.read_bytes()

    @functools.cached_property
    def xmp(self):
        return self.pdf.open_metadata(set_pikepdf_as_editor=False,
                                      update_docinfo=False)

    @functools.cached_property
    def objects(self):
        """Every object of the file that has a number."""
        return [o for o in self.pdf.objects if o is not None]


def is_language(tag):
    """Well-formed by BCP 47, as far as `ja`, `ja-JP`, `zh-Hant-TW` go."""
    return bool(re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", str(tag)))
