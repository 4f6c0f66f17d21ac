"""Checks of content streams."""
import re

from . import check
from .reader import is_language, kind_of

# 1.7 annex A; BX and EX would hide what is unknown.
OPERATORS = set(
    "b B b* B* BDC BMC BT c cm CS cs d Do DP EMC ET f F f* G g gs h i j J K "
    "k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ "
    "TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()) | {"INLINE IMAGE"}
DEVICE_COLOURS = {"g": 1, "G": 1, "rg": 3, "RG": 3, "k": 4, "K": 4}
MOST_NESTED = 28


def holders(mark):
    """The marks around, itself included, that say what content is."""
    return [m for m in mark.chain() if m.is_artifact or m.mcid is not None]


@check("content-nesting", "1.7 14.6.1, 8.4.2, 9.4.1")
def check_nesting(document):
    """q and Q, BT and ET, BDC and EMC end in the order they began."""
    for page in document.pages:
        for fault in page.faults:
            yield f"page {page.index + 1}: {fault}"


@check("content-operators", "A2 6.2.2")
def check_operators(document):
    for page in document.pages:
        unknown = set(page.operators) - OPERATORS
        if unknown:
            yield f"page {page.index + 1}: {sorted(unknown)}"


@check("content-resources", "A2 6.2.2; 1.7 7.8.3")
def check_resources(document):
    """The page itself names its resources, and each that it uses is there."""
    for page in document.pages:
        if "/Resources" not in page.obj:
            yield f"page {page.index + 1} has no /Resources of its own"
        for name in page.missing:
            yield f"page {page.index + 1}: no {name}"


@check("content-marked", "UA1 7.1; A2 6.7.3.2", "01-005")
def check_marked(document):
    """Whatever is painted is content of the tree or an artifact."""
    for page in document.pages:
        for painting in page.paintings:
            if not painting.mark or not holders(painting.mark):
                yield f"page {page.index + 1}: {painting.operator} unmarked"


@check("content-no-artifact-inside", "UA1 7.1", "01-003")
def check_artifact_inside(document):
    for page in document.pages:
        for mark in page.marks:
            if mark.is_artifact and mark.parent and any(
                    not m.is_artifact for m in holders(mark.parent)):
                yield f"page {page.index + 1}: artifact in {mark.parent.tag}"


@check("content-not-inside-artifact", "UA1 7.1", "01-004")
def check_inside_artifact(document):
    for page in document.pages:
        for mark in page.marks:
            if mark.mcid is not None and any(
                    m.is_artifact for m in mark.chain()):
                yield f"page {page.index + 1}: MCID {mark.mcid}"


@check("content-one-element", "1.7 14.7.4.2")
def check_one_element(document):
    """No sequence of one element inside of another's."""
    for page in document.pages:
        for mark in page.marks:
            if mark.mcid is not None and mark.parent and any(
                    m.mcid is not None for m in mark.parent.chain()):
                yield f"page {page.index + 1}: MCID {mark.mcid}"


@check("content-artifact-types", "1.7 14.8.2.2, table 330")
def check_artifact_types(document):
    """Each artifact says what kind it is, in words of table 330."""
    for page in document.pages:
        for mark in page.marks:
            if not mark.is_artifact:
                continue
            entries = mark.properties
            if entries is None or "/Type" not in entries:
                yield f"page {page.index + 1}: an artifact of no type"
            elif entries.Type not in ("/Pagination", "/Layout", "/Page",
                                      "/Background"):
                yield f"page {page.index + 1}: artifact {entries.Type}"
            elif "/Subtype" in entries and (
                    entries.Type != "/Pagination" or entries.Subtype not in (
                        "/Header", "/Footer", "/Watermark")):
                yield f"page {page.index + 1}: artifact {entries.Subtype}"


@check("content-text-is-not-layout", "1.7 14.8.2.2; own", "18-001 18-002")
def check_text_artifacts(document):
    """Words that are no content are what a page repeats, never ornament;
    leaders may be."""
    for page in document.pages:
        for mark in dict.fromkeys(m for _, _, m in page.shown if m):
            inner = next(iter(holders(mark)), None)
            if inner and inner.is_artifact and (
                    kind_of(inner.properties) != "dictionary"
                    or inner.properties.get("/Type") != "/Pagination") and \
                    re.search(r"\w", mark.text()):
                yield f"page {page.index + 1}: {mark.text()!r} is ornament"


@check("content-no-hidden-text", "own")
def check_hidden_text(document):
    """No text is there for machines only (Tr 3)."""
    for page in document.pages:
        if "Tr" in page.operators:
            yield f"page {page.index + 1}: Tr"


@check("content-spelling", "1.7 14.9.4; A2 6.7.7", "11-002")
def check_spelling(document):
    """/ActualText has words, and is content or a repetition of it."""
    for page in document.pages:
        for mark in page.marks:
            if mark.spelling is not None and (
                    not mark.spelling.strip() or "\uFFFD" in mark.spelling):
                yield f"page {page.index + 1}: {mark.spelling!r}"
            properties = mark.properties
            if kind_of(properties) == "dictionary" and \
                    "/Lang" in properties and \
                    not is_language(properties.Lang):
                yield f"page {page.index + 1}: language {properties.Lang}"


@check("content-colours", "A2 6.2.4.3")
def check_colours(document):
    """Device colours only of the kind the output intent gives a meaning."""
    intents = document.root.get("/OutputIntents", [])
    known = {int(i.DestOutputProfile.get("/N", 0)) for i in intents
             if "/DestOutputProfile" in i}
    for page in document.pages:
        for name in page.operators:
            parts = DEVICE_COLOURS.get(name)
            if parts and not (known if parts == 1 else parts in known):
                yield f"page {page.index + 1}: {name} without a profile"


@check("content-depth", "A2 6.1.13")
def check_depth(document):
    for page in document.pages:
        if page.depth > MOST_NESTED:
            yield f"page {page.index + 1}: {page.depth} times q"
