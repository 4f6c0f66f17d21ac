"""Broken twins of a book: its links, contents and bookmarks."""
from pikepdf import Array, Dictionary, Name, String

from .twins import elements, twin

CONTENTS = 1  # the page of them


def notes(pdf):
    return pdf.pages[CONTENTS].obj.Annots


def two_lines(pdf):
    """The link that goes over two lines."""
    return next(n for n in notes(pdf) if "/QuadPoints" in n)


def links(pdf):
    return elements(pdf, "Link")


# ---- annotations -------------------------------------------------------------


@twin("page-tabs", "not said", "book")
def _(pdf):
    del pdf.pages[CONTENTS].obj["/Tabs"]


@twin("page-tabs", "by rows", "book")
def _(pdf):
    pdf.pages[CONTENTS].obj.Tabs = Name.R


@twin("note-kinds", "a stamp", "book")
def _(pdf):
    notes(pdf).append(pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]))))


@twin("note-kinds", "a trap network", "book")
def _(pdf):
    notes(pdf)[0].Subtype = Name.TrapNet


@twin("note-kinds", "a kind of our own", "book")
def _(pdf):
    notes(pdf)[0].Subtype = Name.Jump


@twin("note-kinds", "a file", "book")
def _(pdf):
    notes(pdf)[0].Subtype = Name.FileAttachment


@twin("note-flags", "not printed", "book")
def _(pdf):
    del notes(pdf)[0]["/F"]


@twin("note-flags", "hidden", "book")
def _(pdf):
    notes(pdf)[0].F = 6


@twin("note-border", "none is said", "book")
def _(pdf):
    del notes(pdf)[0]["/Border"]


@twin("note-border", "a style", "book")
def _(pdf):
    notes(pdf)[0].BS = Dictionary(W=2)


@twin("note-words", "no words", "book")
def _(pdf):
    del notes(pdf)[0]["/Contents"]


@twin("note-words", "a space", "book")
def _(pdf):
    notes(pdf)[0].Contents = String(" ")


@twin("note-element", "a link outside of the tree", "book")
def _(pdf):
    del notes(pdf)[0]["/StructParent"]


@twin("note-element", "two links changed places", "book")
def _(pdf):
    a, b = notes(pdf)[0], notes(pdf)[1]
    a.StructParent, b.StructParent = b.StructParent, a.StructParent


@twin("note-element", "an element without its link", "book")
def _(pdf):
    kids = links(pdf)[0].K
    del kids[len(kids) - 1]


@twin("note-element", "one link in two elements", "book")
def _(pdf):
    kids = links(pdf)[0].K
    links(pdf)[1].K.append(kids[len(kids) - 1])


@twin("note-element", "a link in a reference", "book")
def _(pdf):
    links(pdf)[0].S = Name.Reference


@twin("note-element", "a link without words", "book")
def _(pdf):
    kids = links(pdf)[0].K
    links(pdf)[0].K = Array([kids[len(kids) - 1]])


@twin("note-element", "the element names another page", "book")
def _(pdf):
    kids = links(pdf)[0].K
    kids[len(kids) - 1].Pg = pdf.pages[0].obj


@twin("note-element", "the page does not show it", "book")
def _(pdf):
    del notes(pdf)[0]


@twin("note-place", "beside the paper", "book")
def _(pdf):
    notes(pdf)[0].Rect[2] = 2000


@twin("note-place", "no height", "book")
def _(pdf):
    notes(pdf)[0].Rect[1] = notes(pdf)[0].Rect[3]


@twin("note-place", "over another", "book")
def _(pdf):
    notes(pdf)[0].Rect = notes(pdf)[1].Rect


@twin("note-place", "corners outside", "book")
def _(pdf):
    two_lines(pdf).QuadPoints[0] = 0


@twin("note-place", "a corner is missing", "book")
def _(pdf):
    for _ in range(2):
        del two_lines(pdf).QuadPoints[0]


@twin("note-target", "nowhere", "book")
def _(pdf):
    del notes(pdf)[0]["/Dest"]


@twin("note-target", "a page that is not there", "book")
def _(pdf):
    notes(pdf)[0].Dest[0] = pdf.make_indirect(Dictionary(Type=Name.Page))


@twin("note-target", "above the page", "book")
def _(pdf):
    notes(pdf)[0].Dest[3] = 5000


@twin("note-target", "two places", "book")
def _(pdf):
    notes(pdf)[0].A = Dictionary(S=Name.GoTo, D=notes(pdf)[1].Dest)


# ---- contents ----------------------------------------------------------------


@twin("toc-parts", "a table of contents of paragraphs", "book")
def _(pdf):
    elements(pdf, "TOCI")[0].S = Name.P


@twin("toc-parts", "an item alone", "book")
def _(pdf):
    elements(pdf, "TOC")[0].S = Name.Sect


@twin("toc-parts", "an item of bare words", "book")
def _(pdf):
    label = elements(pdf, "Lbl")[0]
    label.P.K[0] = label.K[0]


@twin("toc-parts", "a link right in an item", "book")
def _(pdf):
    elements(pdf, "Reference")[0].S = Name.Link


@twin("toc-parts", "a caption at the end", "book")
def _(pdf):
    kids = elements(pdf, "TOC")[0].K
    kids[len(kids) - 1].S = Name.Caption


@twin("toc-items", "two references", "book")
def _(pdf):
    elements(pdf, "Lbl")[-1].S = Name.Reference


@twin("toc-items", "a reference that is no link", "book")
def _(pdf):
    links(pdf)[0].S = Name.Span


@twin("toc-items", "what stands below comes first", "book")
def _(pdf):
    item = elements(pdf, "TOCI")[0]
    item.K = Array([item.K[1], item.K[0]])


@twin("toc-order", "two lines changed places", "book")
def _(pdf):
    a, b = notes(pdf)[0], notes(pdf)[2]
    a.Dest, b.Dest = b.Dest, a.Dest


@twin("list-parts", "a label of no list", "book")
def _(pdf):
    elements(pdf, "Lbl")[0].P.S = Name.P


@twin("tree-parent-tree", "two links of one number", "book")
def _(pdf):
    notes(pdf)[1].StructParent = notes(pdf)[0].StructParent


# ---- bookmarks ---------------------------------------------------------------


@twin("bookmarks", "one that leads nowhere", "book")
def _(pdf):
    del pdf.Root.Outlines.First["/Dest"]


@twin("bookmarks", "one without title", "book")
def _(pdf):
    del pdf.Root.Outlines.First["/Title"]


@twin("bookmarks", "one below the page", "book")
def _(pdf):
    pdf.Root.Outlines.First.Dest[3] = -5
