"""Broken twins: ways to spoil a good file, each for the check that must
notice it. A twin changes an open pikepdf.Pdf; others may notice it too."""
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .reader import as_list

TWINS = []  # (check, what is broken, function, of which file)


def twin(check, what, of="konzai"):
    def add(function):
        TWINS.append((check, what, function, of))
        return function
    return add


# ---- ways to get at things ---------------------------------------------------


def content(pdf, change, page=0):
    """Replaces the content of a page by what `change` makes of its bytes."""
    target = pdf.pages[page]
    old = target.Contents.read_bytes()
    new = change(old)
    assert new != old
    target.Contents = pdf.make_stream(new)


def append(pdf, code):
    content(pdf, lambda old: old + b"\n" + code)


def inside_first(pdf, code):
    """Puts code into the first marked sequence of an element."""
    content(pdf, lambda old: old.replace(b"/MCID 0>>BDC", b"/MCID 0>>BDC "
                                         + code, 1))


def elements(pdf, *types):
    """Elements of these types in the order of reading."""
    found = []

    def walk(obj):
        if "/S" in obj and (not types or str(obj.S)[1:] in types):
            found.append(obj)
        for kid in as_list(obj.get("/K")):
            if isinstance(kid, Dictionary) and "/S" in kid:
                walk(kid)
    walk(pdf.Root.StructTreeRoot)
    assert found
    return found


def named(pdf, name):
    return next(e for e in elements(pdf)
                if "/ID" in e and bytes(e.ID) == name.encode())


def fonts(pdf, subtype="/CIDFontType2"):
    """(resource name, Type0 font) of a kind."""
    return [(k, f) for k, f in pdf.pages[0].Resources.Font.items()
            if f.DescendantFonts[0].Subtype == subtype]


def glyf(pdf):
    return fonts(pdf)[0][1]


def cff(pdf):
    return fonts(pdf, "/CIDFontType0")[0][1]


def show(pdf, font, code):
    append(pdf, b"/Artifact<</Type/Pagination>>BDC BT " + font.encode() +
           b" 8 Tf <" + code + b"> Tj ET EMC")


def xmp(pdf, change):
    old = pdf.Root.Metadata.read_bytes()
    new = change(old)
    assert new != old
    pdf.Root.Metadata.write(new)


def cmap(pdf, change):
    """Of all fonts, so that the codes in question are among them."""
    for _, font in fonts(pdf):
        font.ToUnicode.write(change(font.ToUnicode.read_bytes()))


# ---- content -----------------------------------------------------------------


@twin("content-nesting", "a q that is never ended")
def _(pdf):
    append(pdf, b"q")


@twin("content-nesting", "EMC behind ET")
def _(pdf):
    append(pdf, b"BT /Artifact<</Type/Layout>>BDC ET EMC")


@twin("content-nesting", "an EMC is lost")
def _(pdf):
    content(pdf, lambda old: old.replace(b"EMC", b"", 1))


@twin("content-operators", "an operator nobody knows")
def _(pdf):
    append(pdf, b"1 xyz")


@twin("content-resources", "a font that is not there")
def _(pdf):
    show(pdf, "/F99", b"0001")


@twin("content-resources", "no resources")
def _(pdf):
    resources = pdf.pages[0].obj.Resources
    pdf.Root.Pages.Resources = resources
    del pdf.pages[0].obj["/Resources"]


@twin("content-marked", "a rule outside of all marks")
def _(pdf):
    append(pdf, b"0 0 9 9 re f")


@twin("content-marked", "a text in a mark that says nothing")
def _(pdf):
    content(pdf, lambda old: re.sub(rb"/Artifact<<[^>]*Footer>>BDC",
                                    b"/Span BMC", old))


@twin("content-no-artifact-inside", "an artifact in a cell")
def _(pdf):
    inside_first(pdf, b"/Artifact<</Type/Layout>>BDC EMC ")


@twin("content-not-inside-artifact", "a cell in an artifact")
def _(pdf):
    append(pdf, b"/Artifact<</Type/Layout>>BDC /P<</MCID 999>>BDC EMC EMC")


@twin("content-one-element", "one element in another's sequence")
def _(pdf):
    inside_first(pdf, b"/P<</MCID 999>>BDC EMC ")


@twin("content-artifact-types", "an artifact without type")
def _(pdf):
    append(pdf, b"/Artifact BMC EMC")


@twin("content-artifact-types", "a type of our own")
def _(pdf):
    append(pdf, b"/Artifact<</Type/Ornament>>BDC EMC")


@twin("content-artifact-types", "a subtype of our own")
def _(pdf):
    append(pdf, b"/Artifact<</Type/Pagination/Subtype/Side>>BDC EMC")


@twin("content-text-is-not-layout", "the page number as an ornament")
def _(pdf):
    content(pdf, lambda old: old.replace(b"/Type/Pagination/Subtype/Footer",
                                         b"/Type/Layout"))


@twin("content-no-hidden-text", "text that is not painted")
def _(pdf):
    append(pdf, b"BT 3 Tr ET")


@twin("content-spelling", "an empty ActualText")
def _(pdf):
    content(pdf, lambda old: re.sub(rb"/ActualText ?<[0-9A-Fa-f]*>",
                                    b"/ActualText()", old, count=1))


@twin("content-colours", "CMYK where the profile is RGB")
def _(pdf):
    append(pdf, b"0 0 0 1 k")


@twin("content-depth", "29 times q")
def _(pdf):
    append(pdf, b"q " * 29 + b"Q " * 29)


# ---- the tree ----------------------------------------------------------------


@twin("tree-there", "not marked")
def _(pdf):
    del pdf.Root["/MarkInfo"]


@twin("tree-there", "suspect")
def _(pdf):
    pdf.Root.MarkInfo.Suspects = True


@twin("tree-there", "no tree")
def _(pdf):
    del pdf.Root["/StructTreeRoot"]


@twin("tree-top", "a Part on its own")
def _(pdf):
    elements(pdf, "Document")[0].S = Name.Part


@twin("tree-parents", "a cell that calls another row its parent")
def _(pdf):
    elements(pdf, "TD")[0].P = elements(pdf, "TR")[-1]


@twin("tree-parents", "a cell of two rows")
def _(pdf):
    elements(pdf, "TR")[-1].K.append(elements(pdf, "TD")[0])


@twin("tree-contents", "words of no element")
def _(pdf):
    del elements(pdf, "H1")[0]["/K"]


@twin("tree-contents", "words of two elements")
def _(pdf):
    elements(pdf, "H1")[0].K.append(elements(pdf, "LBody")[0].K[0])


@twin("tree-contents", "an element of words that are not there")
def _(pdf):
    elements(pdf, "H1")[0].K.append(998)


@twin("tree-contents", "the same number twice on a page")
def _(pdf):
    content(pdf, lambda old: old.replace(b"/MCID 1>>", b"/MCID 0>>", 1))


@twin("tree-parent-tree", "two entries changed places")
def _(pdf):
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[1] = row[1], row[0]


@twin("tree-parent-tree", "the last entry is missing")
def _(pdf):
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    del row[len(row) - 1]


@twin("tree-parent-tree", "a page without number")
def _(pdf):
    del pdf.pages[0].obj["/StructParents"]


@twin("tree-parent-tree", "two pages of one number", "konzai-nagai")
def _(pdf):
    pdf.pages[1].obj.StructParents = 0


@twin("tree-parent-tree", "a key of nothing")
def _(pdf):
    root = pdf.Root.StructTreeRoot
    root.ParentTree.Nums.append(root.ParentTreeNextKey)
    root.ParentTree.Nums.append(elements(pdf, "P")[0])
    root.ParentTreeNextKey += 1


@twin("tree-parent-tree", "the next key is taken")
def _(pdf):
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 0


@twin("tree-types", "a type of our own")
def _(pdf):
    elements(pdf, "P")[0].S = Name.Paragraph


@twin("tree-types", "a standard type that is mapped")
def _(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Span)


@twin("tree-types", "a map that goes round")
def _(pdf):
    elements(pdf, "P")[0].S = Name.A
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(A=Name.B, B=Name.A)


@twin("tree-nesting", "a paragraph in a heading")
def _(pdf):
    elements(pdf, "Span")[0].S = Name.P


@twin("tree-nesting", "words in a section")
def _(pdf):
    elements(pdf, "P")[0].S = Name.Sect


@twin("tree-nesting", "notes in the line")
def _(pdf):
    elements(pdf, "Ruby")[0].S = Name.Warichu


@twin("tree-no-empty", "a paragraph of nothing")
def _(pdf):
    del elements(pdf, "P")[0]["/K"]


@twin("tree-ids", "not in order")
def _(pdf):
    names = pdf.Root.StructTreeRoot.IDTree.Names
    for i in (0, 1):
        names[i], names[i + 2] = names[i + 2], names[i]


@twin("tree-ids", "one is missing")
def _(pdf):
    names = pdf.Root.StructTreeRoot.IDTree.Names
    del names[len(names) - 1]
    del names[len(names) - 1]


@twin("tree-ids", "one leads elsewhere")
def _(pdf):
    names = pdf.Root.StructTreeRoot.IDTree.Names
    names[1] = names[3]


@twin("tree-ids", "two of one name")
def _(pdf):
    cells = elements(pdf, "TD")
    cells[0].ID = String(bytes(cells[1].ID))


@twin("tree-alternatives", "a figure without words")
def _(pdf):
    elements(pdf, "P")[0].S = Name.Figure


@twin("tree-expansions", "a sign that means nothing")
def _(pdf):
    next(e for e in elements(pdf, "Span") if "/E" in e).E = String("")


@twin("tree-expansions", "a sign that means itself")
def _(pdf):
    next(e for e in elements(pdf, "Span") if "/E" in e).E = String("○")


@twin("tree-languages", "no language")
def _(pdf):
    del pdf.Root["/Lang"]


@twin("tree-languages", "no language there is")
def _(pdf):
    pdf.Root.Lang = String("Japanese language")


@twin("tree-languages", "an element in no language there is")
def _(pdf):
    elements(pdf, "P")[0].Lang = String("ja_JP.UTF-8")


@twin("tree-headings", "level 3 behind level 1")
def _(pdf):
    elements(pdf, "H2")[0].S = Name.H3


@twin("tree-headings", "no level 1")
def _(pdf):
    elements(pdf, "H1")[0].S = Name.P


@twin("tree-headings", "one without a level")
def _(pdf):
    elements(pdf, "H2")[0].S = Name.H


@twin("tree-headings", "one without words")
def _(pdf):
    elements(pdf, "H2")[0].K = Array([])


@twin("tree-order", "the second page first", "konzai-nagai")
def _(pdf):
    title = elements(pdf, "H1")[0]
    title.K = Array([Dictionary(Type=Name.MCR, Pg=pdf.pages[1].obj, MCID=0),
                     *title.K])


# ---- tables, lists, readings -------------------------------------------------


@twin("table-parts", "a row that is none")
def _(pdf):
    elements(pdf, "TR")[0].S = Name.Div


@twin("table-parts", "a head below the body")
def _(pdf):
    table = elements(pdf, "Table")[0]
    table.K = Array([table.K[1], table.K[0]])


@twin("table-parts", "a head alone")
def _(pdf):
    table = elements(pdf, "Table")[0]
    table.K = Array([table.K[0]])


@twin("table-parts", "a cell outside of a row")
def _(pdf):
    elements(pdf, "P")[0].S = Name.TD


@twin("table-regular", "a span is lost")
def _(pdf):
    del next(e for e in elements(pdf, "TH")
             if "/RowSpan" in e.A).A["/RowSpan"]


@twin("table-regular", "a span too wide")
def _(pdf):
    next(e for e in elements(pdf, "TH") if "/ColSpan" in e.A).A.ColSpan = 3


@twin("table-regular", "a span below the table")
def _(pdf):
    elements(pdf, "TH")[-1].A.RowSpan = 2


@twin("table-regular", "a cell is lost")
def _(pdf):
    row = elements(pdf, "TR")[-1]
    row.K = Array([row.K[0]])


@twin("table-spans", "over no rows")
def _(pdf):
    elements(pdf, "TH")[0].A.RowSpan = 0


@twin("table-spans", "of a paragraph")
def _(pdf):
    elements(pdf, "P")[0].A = Dictionary(O=Name.Table, ColSpan=2)


@twin("table-scope", "none")
def _(pdf):
    del elements(pdf, "TH")[0].A["/Scope"]


@twin("table-scope", "of a data cell")
def _(pdf):
    elements(pdf, "TD")[-1].A.Scope = Name.Row


@twin("table-header-words", "an empty corner as a header")
def _(pdf):
    corner = elements(pdf, "TD")[0]
    corner.S = Name.TH
    corner.A.Scope = Name.Column


@twin("table-headed", "headers that head nothing")
def _(pdf):
    for cell in elements(pdf, "TH"):
        cell.A.Scope = Name.Row if cell.A.Scope == Name.Column \
            else Name.Column
    for cell in elements(pdf, "TD"):
        if "/A" in cell and "/Headers" in cell.A:
            del cell.A["/Headers"]


@twin("table-headers", "a header that is not there")
def _(pdf):
    elements(pdf, "TD")[-1].A.Headers = Array([String("#99")])


@twin("table-column-headers", "a section hides the column's")
def _(pdf):
    for cell in elements(pdf, "TD"):
        if "/A" in cell and "/Headers" in cell.A:
            del cell.A["/Headers"]


@twin("table-column-headers", "a cell that forgets its column")
def _(pdf):
    headers = elements(pdf, "TD")[-1].A.Headers
    del headers[0]


@twin("list-parts", "an item that is none")
def _(pdf):
    elements(pdf, "LI")[0].S = Name.P


@twin("list-parts", "the label behind the words")
def _(pdf):
    item = elements(pdf, "LI")[0]
    item.K = Array([item.K[1], item.K[0]])


@twin("list-parts", "a list of nothing")
def _(pdf):
    elements(pdf, "L")[0].K = Array([])


@twin("list-numbering", "not said")
def _(pdf):
    del elements(pdf, "L")[0]["/A"]


@twin("list-numbering", "numbers called points")
def _(pdf):
    elements(pdf, "L")[0].A.ListNumbering = Name.Disc


@twin("list-numbering", "points called numbers")
def _(pdf):
    elements(pdf, "L")[1].A.ListNumbering = Name.Decimal


@twin("ruby-parts", "a base without reading")
def _(pdf):
    ruby = elements(pdf, "Ruby")[0]
    ruby.K = Array([ruby.K[0]])


@twin("ruby-parts", "the reading in front")
def _(pdf):
    ruby = elements(pdf, "Ruby")[0]
    ruby.K = Array([ruby.K[1], ruby.K[0]])


@twin("ruby-parts", "a reading of nothing")
def _(pdf):
    elements(pdf, "RT")[0].K = Array([])


@twin("ruby-parts", "a reading on its own")
def _(pdf):
    elements(pdf, "Span")[0].S = Name.RT


# ---- fonts -------------------------------------------------------------------


@twin("font-type0", "another encoding")
def _(pdf):
    glyf(pdf).Encoding = Name("/UniJIS-UTF16-H")


@twin("font-type0", "half of a character collection")
def _(pdf):
    del glyf(pdf).DescendantFonts[0].CIDSystemInfo["/Supplement"]


@twin("font-cid-to-gid", "not said")
def _(pdf):
    del glyf(pdf).DescendantFonts[0]["/CIDToGIDMap"]


@twin("font-cid-to-gid", "another name")
def _(pdf):
    glyf(pdf).DescendantFonts[0].CIDToGIDMap = Name.Other


@twin("font-cid-to-gid", "of a CFF font")
def _(pdf):
    cff(pdf).DescendantFonts[0].CIDToGIDMap = Name.Identity


@twin("font-embedded", "no program")
def _(pdf):
    del glyf(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


@twin("font-embedded", "a program of another kind")
def _(pdf):
    glyf(pdf).DescendantFonts[0].FontDescriptor.FontFile2 = \
        cff(pdf).DescendantFonts[0].FontDescriptor.FontFile3


@twin("font-embedded", "CFF that does not say so")
def _(pdf):
    del cff(pdf).DescendantFonts[0].FontDescriptor.FontFile3["/Subtype"]


@twin("font-names", "no tag")
def _(pdf):
    font = glyf(pdf)
    font.BaseFont = Name("/" + str(font.BaseFont)[8:])


@twin("font-names", "a tag of another subset")
def _(pdf):
    font = cff(pdf).DescendantFonts[0]
    font.BaseFont = Name("/ABCDEF+" + str(font.BaseFont)[8:])


@twin("font-descriptor", "no StemV")
def _(pdf):
    del glyf(pdf).DescendantFonts[0].FontDescriptor["/StemV"]


@twin("font-descriptor", "not symbolic")
def _(pdf):
    glyf(pdf).DescendantFonts[0].FontDescriptor.Flags = 32


@twin("font-glyphs", "a code behind the last glyph")
def _(pdf):
    show(pdf, fonts(pdf)[0][0], b"FFF0")


@twin("font-glyphs", "a CID that the program has not")
def _(pdf):
    show(pdf, fonts(pdf, "/CIDFontType0")[0][0], b"0001")


@twin("font-glyphs", "a glyph without outline")
def _(pdf):
    from .program import Font
    font = Font(glyf(pdf))
    blank = next(i for i in range(1, font.program.num_glyphs)
                 if not font.load(i)[1])
    glyf(pdf).DescendantFonts[0].CIDToGIDMap = pdf.make_stream(
        blank.to_bytes(2, "big") * 500)


@twin("font-notdef", "code 0")
def _(pdf):
    show(pdf, fonts(pdf)[0][0], b"0000")


@twin("font-notdef", "CID 0")
def _(pdf):
    show(pdf, fonts(pdf, "/CIDFontType0")[0][0], b"0000")


@twin("font-widths", "all of them full")
def _(pdf):
    glyf(pdf).DescendantFonts[0].W = Array([])


@twin("font-widths", "1/1000 em wider")
def _(pdf):
    cff(pdf).DescendantFonts[0].W = Array([0, 65535, 1001])


@twin("font-to-unicode", "not there")
def _(pdf):
    del glyf(pdf)["/ToUnicode"]


@twin("font-to-unicode", "a code is missing")
def _(pdf):
    cmap(pdf, lambda old: re.sub(rb"<(\w{4})><\1>\[<\w*>\]\n", b"", old,
                                 count=1).replace(b"\n<0002>", b"\n<FF02>"))


@twin("font-unicode-values", "U+FEFF")
def _(pdf):
    cmap(pdf, lambda old: re.sub(rb"\[<\w+>", b"[<FEFF>", old, count=1))


@twin("font-unicode-values", "U+0000")
def _(pdf):
    cmap(pdf, lambda old: re.sub(rb"\[<\w+>", b"[<0000>", old, count=1))


@twin("font-unicode-values", "private use")
def _(pdf):
    cmap(pdf, lambda old: re.sub(rb"\[<\w+>", b"[<E000>", old, count=1))


@twin("font-unicode-values", "half a pair")
def _(pdf):
    cmap(pdf, lambda old: re.sub(rb"\[<\w+>", b"[<D842>", old, count=1))


@twin("font-cmap", "no name")
def _(pdf):
    cmap(pdf, lambda old: old.replace(b"/CMapName", b"/Name"))


@twin("font-cmap", "a code that is never shown")
def _(pdf):
    cmap(pdf, lambda old: old.replace(
        b"endcmap", b"1 beginbfchar\n<FFEE><3042>\nendbfchar\nendcmap"))


@twin("font-cid-set", "one that lists nothing")
def _(pdf):
    glyf(pdf).DescendantFonts[0].FontDescriptor.CIDSet = \
        pdf.make_stream(b"\0")


# ---- the file ----------------------------------------------------------------


@twin("file-header", "a version that is none")
def _(pdf):
    return lambda raw: raw.replace(b"%PDF-1.7", b"%PDF-2.1", 1)


@twin("file-header", "no comment of high bytes")
def _(pdf):
    return lambda raw: re.sub(rb"\A(%PDF-1.7\n).*\n", rb"\1", raw)


@twin("file-end", "bytes behind the end")
def _(pdf):
    return lambda raw: raw + b"more"


@twin("file-trailer", "no ID")
def _(pdf):
    del pdf.trailer["/ID"]


@twin("file-trailer", "encrypted")
def _(pdf):
    pdf.trailer["/Encrypt"] = Dictionary()


@twin("file-streams", "LZW")
def _(pdf):
    pdf.make_stream(b"").write(b"\x80\x0B", filter=Name.LZWDecode)


@twin("file-streams", "data in another file")
def _(pdf):
    pdf.Root.Metadata.F = String("meta.xml")


@twin("file-limits", "a long name")
def _(pdf):
    pdf.Root["/Other"] = Name("/" + "a" * 128)


@twin("file-limits", "a long string")
def _(pdf):
    pdf.Root["/Other"] = String("a" * 32768)


@twin("file-limits", "a large number")
def _(pdf):
    pdf.Root["/Other"] = 2 ** 31


@twin("meta-there", "none")
def _(pdf):
    del pdf.Root["/Metadata"]


@twin("meta-there", "not XML")
def _(pdf):
    xmp(pdf, lambda old: old.replace(b"</rdf:RDF>", b""))


@twin("meta-there", "no packet")
def _(pdf):
    xmp(pdf, lambda old: old[old.index(b"<x:xmpmeta"):])


@twin("meta-claims", "another level")
def _(pdf):
    xmp(pdf, lambda old: old.replace(b'conformance="A"', b'conformance="B"'))


@twin("meta-claims", "no PDF/UA")
def _(pdf):
    xmp(pdf, lambda old: old.replace(b'pdfuaid:part="1"', b""))


@twin("meta-schema", "not explained")
def _(pdf):
    xmp(pdf, lambda old: re.sub(
        rb"<pdfaExtension:schemas>.*</pdfaExtension:schemas>", b"", old,
        flags=re.S))


@twin("meta-title", "none")
def _(pdf):
    xmp(pdf, lambda old: re.sub(rb"<dc:title>.*</dc:title>", b"", old,
                                flags=re.S))


@twin("meta-shown", "not said")
def _(pdf):
    del pdf.Root["/ViewerPreferences"]


@twin("meta-shown", "the file's name instead")
def _(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@twin("meta-same", "another title")
def _(pdf):
    pdf.trailer.Info.Title = String("混載表")


@twin("meta-same", "another date")
def _(pdf):
    pdf.trailer.Info.CreationDate = String("D:20240330")


@twin("meta-same", "an author in one of them")
def _(pdf):
    pdf.trailer.Info.Author = String("総務部")


@twin("meta-same", "a key of our own")
def _(pdf):
    pdf.trailer.Info["/Stage"] = String("中間")


@twin("intent", "none")
def _(pdf):
    del pdf.Root["/OutputIntents"]


@twin("intent", "of another purpose")
def _(pdf):
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFX


@twin("intent", "a profile of four colours")
def _(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 4


@twin("intent", "no profile in it")
def _(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"\0" * 500)


@twin("file-actions", "something runs when it opens")
def _(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


@twin("file-actions", "a page that acts")
def _(pdf):
    pdf.pages[0].obj.AA = Dictionary()


@twin("file-layers", "optional content")
def _(pdf):
    pdf.Root.OCProperties = Dictionary()


@twin("file-layers", "a file inside")
def _(pdf):
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array()))


@twin("file-forms", "a form XObject")
def _(pdf):
    pdf.make_stream(b"").Subtype = Name.Form


@twin("file-transparency", "half transparent")
def _(pdf):
    pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.5))


@twin("page-boxes", "a page as wide as a house")
def _(pdf):
    pdf.pages[0].obj.MediaBox = Array([0, 0, 20000, 100])
