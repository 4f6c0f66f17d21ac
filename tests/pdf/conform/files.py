"""Checks of the file as a whole: syntax, catalogue, metadata, colours, and
what must not be there."""
import re
from xml.etree import ElementTree

import pikepdf

from . import check
from .reader import as_list, kind_of

UA = "http://www.aiim.org/pdfua/ns/id/"
A = "http://www.aiim.org/pdfa/ns/id/"
DC = "http://purl.org/dc/elements/1.1/"
PDF = "http://ns.adobe.com/pdf/1.3/"
XMP = "http://ns.adobe.com/xap/1.0/"
SAME = {  # Info, XMP
    "/Title": f"{{{DC}}}title", "/Author": f"{{{DC}}}creator",
    "/Subject": f"{{{DC}}}description", "/Keywords": f"{{{PDF}}}Keywords",
    "/Creator": f"{{{XMP}}}CreatorTool", "/Producer": f"{{{PDF}}}Producer",
    "/CreationDate": f"{{{XMP}}}CreateDate",
    "/ModDate": f"{{{XMP}}}ModifyDate",
}
FILTERS = {"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode",
           "/JPXDecode", "/ASCIIHexDecode", "/ASCII85Decode",
           "/RunLengthDecode"}
ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData",
           "/Hide", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView",
           "/JavaScript"}
MOST_NAME = 127
MOST_STRING = 32767
MOST_INTEGER = 2 ** 31 - 1
MOST_OBJECTS = 8388607
# Where a long name or string or a large number may be in an object's text.
LARGE = re.compile(rb"[^\s/<>\[\]()]{100}|\d{10}|\(.{30000}|<[^>]{60000}",
                   re.S)


@check("file-header", "A2 6.1.2")
def check_header(document):
    lines = document.raw.split(b"\n", 2)
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", lines[0]):
        yield f"{lines[0][:20]!r}"
    if len(lines) < 2 or lines[1][:1] != b"%" or \
            len([b for b in lines[1][1:] if b > 127]) < 4:
        yield "no comment of four bytes above 127"


@check("file-end", "A2 6.1.3")
def check_end(document):
    if not re.search(rb"%%EOF\r?\n?\Z", document.raw):
        yield "bytes behind %%EOF"


@check("file-trailer", "A2 6.1.3", "26-001 26-002")
def check_trailer(document):
    trailer = document.pdf.trailer
    ids = trailer.get("/ID", [])
    if len(ids) != 2 or any(len(bytes(i)) < 16 for i in ids):
        yield "/ID"
    if "/Encrypt" in trailer:
        yield "/Encrypt"


@check("file-streams", "A2 6.1.7")
def check_streams(document):
    """Filters that PDF/A knows; no data outside of the file."""
    for obj in document.objects:
        if kind_of(obj) != "stream":
            continue
        strange = [str(f) for f in as_list(obj.get("/Filter"))
                   if str(f) not in FILTERS]
        if strange:
            yield f"object {obj.objgen[0]}: {strange}"
        if {"/F", "/FFilter", "/FDecodeParms"} & set(obj.keys()):
            yield f"object {obj.objgen[0]}: /F"


@check("file-limits", "A2 6.1.13")
def check_limits(document):
    objects = document.objects
    if len(objects) > MOST_OBJECTS:
        yield f"{len(objects)} objects"
    for obj in objects:
        if kind_of(obj) != "stream" and not LARGE.search(
                obj.unparse(resolved=True)):
            continue
        for kind, item in inside(obj):
            if kind == "name" and len(item.encode()) - 1 > MOST_NAME:
                yield f"a name of {len(item.encode()) - 1} bytes"
            elif kind == "string" and len(item) > MOST_STRING:
                yield f"a string of {len(item)} bytes"
            elif kind == "integer" and abs(item) > MOST_INTEGER:
                yield f"the integer {item}"


def inside(obj, top=True):
    """(kind, value) of what an object holds, not following references."""
    kind = kind_of(obj)
    if isinstance(obj, int):
        yield "integer", obj
    elif kind and obj.is_indirect and not top:
        return
    elif kind in ("dictionary", "stream"):
        for key, value in obj.items():
            yield "name", key
            yield from inside(value, False)
    elif kind == "array":
        for value in obj:
            yield from inside(value, False)
    elif kind == "name":
        yield kind, str(obj)
    elif kind == "string":
        yield kind, bytes(obj)


# ---- metadata ---------------------------------------------------------------


def packet(document):
    """{expanded name: text} of the XMP packet's properties."""
    found = {}
    rdf = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
    tree = ElementTree.fromstring(document.xmp_bytes)
    for part in tree.iter(f"{rdf}Description"):
        found.update(part.attrib)
        for prop in part:
            items = [i.text or "" for i in prop.iter(f"{rdf}li")]
            found[prop.tag] = items[0] if items else (prop.text or "")
    return found


@check("meta-there", "UA1 7.1; A2 6.6.2.1", "06-001")
def check_there(document):
    stream = document.root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        yield "no /Metadata"
        return
    if stream.get("/Type") != "/Metadata" or stream.get("/Subtype") != "/XML":
        yield "/Metadata is not /XML"
    data = document.xmp_bytes
    if not re.match(rb"<\?xpacket begin=(['\"])(\xEF\xBB\xBF)?\1", data):
        yield "no header of a packet"
    if re.match(rb"<\?xpacket[^>]*\b(bytes|encoding)=", data):
        yield "bytes or encoding in the packet's header"
    try:
        data.decode("utf-8")
        ElementTree.fromstring(data)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        yield f"XMP: {error}"


@check("meta-claims", "UA1 5; A2 6.6.4", "06-002")
def check_claims(document):
    said = packet(document)
    claims = [said.get(f"{{{A}}}part"), said.get(f"{{{A}}}conformance"),
              said.get(f"{{{UA}}}part")]
    if claims != ["2", "A", "1"]:
        yield f"{claims}"


@check("meta-schema", "A2 6.6.2.3.3, 6.6.2.3.2")
def check_schema(document):
    """What PDF/A does not know, pdfuaid, is explained."""
    text = document.xmp_bytes.decode("utf-8", "replace")
    if f"<pdfaSchema:namespaceURI>{UA}<" not in text or \
            "<pdfaProperty:name>part<" not in text:
        yield "pdfuaid:part is not explained"


@check("meta-title", "UA1 7.1", "06-003")
def check_title(document):
    if not packet(document).get(f"{{{DC}}}title", "").strip():
        yield "no dc:title"


@check("meta-shown", "UA1 7.1", "07-001 07-002")
def check_shown(document):
    value = document.root.get("/ViewerPreferences", {}).get(
        "/DisplayDocTitle")
    if value is not True:
        yield f"/DisplayDocTitle {value}"


@check("meta-same", "A2 6.6.3; own")
def check_same(document):
    """The information dictionary and XMP say the same."""
    info = document.pdf.trailer.get("/Info", {})
    said = packet(document)
    for key, name in SAME.items():
        value = str(info[key]) if key in info else None
        other = said.get(name)
        if value is not None and key.endswith("Date"):
            value, other = re.sub(r"\D", "", value), re.sub(
                r"\D", "", other or "")
        if value != other:
            yield f"{key} {value!r}, XMP {other!r}"
    for key in set(info.keys()) - set(SAME) - {"/Trapped"}:
        yield f"{key} is in Info alone"


# ---- colours -----------------------------------------------------------------


@check("intent", "A2 6.2.3")
def check_intent(document):
    """One profile: RGB, of a display or printer, of ICC version 2 or 4."""
    intents = list(document.root.get("/OutputIntents", []))
    if [i.get("/S") for i in intents] != ["/GTS_PDFA1"]:
        yield f"{len(intents)} intents"
        return
    intent = intents[0]
    if "/OutputConditionIdentifier" not in intent:
        yield "no /OutputConditionIdentifier"
    stream = intent.get("/DestOutputProfile")
    if stream is None:
        yield "no profile"
        return
    data = stream.read_bytes()
    size = int.from_bytes(data[:4], "big")
    if data[36:40] != b"acsp" or size != len(data):
        yield f"no ICC profile of {len(data)} bytes"
    if data[8] not in (2, 4) or data[12:16] not in (b"mntr", b"prtr"):
        yield f"version {data[8]}, class {data[12:16]}"
    parts = {b"RGB ": 3, b"GRAY": 1, b"CMYK": 4}.get(data[16:20])
    if parts is None or int(stream.get("/N", 0)) != parts:
        yield f"/N {stream.get('/N')} for {data[16:20]}"


# ---- what must not be there, or be more than there ---------------------------


@check("file-actions", "A2 6.4.1, 6.5",
       "11-005 25-001 28-005 28-010")
def check_actions(document):
    """Nothing runs: no scripts, triggers, forms."""
    root = document.root
    for key in ("/AA", "/OpenAction", "/AcroForm", "/NeedsRendering"):
        if key in root:
            yield key
    if "/JavaScript" in root.get("/Names", {}):
        yield "/JavaScript"
    for obj in document.objects:
        if kind_of(obj) == "dictionary":
            if "/AA" in obj:
                yield f"object {obj.objgen[0]}: /AA"
            if str(obj.get("/S", "")) in ACTIONS:
                yield f"object {obj.objgen[0]}: {obj.S}"


@check("file-layers", "UA1 7.10, 7.11; A2 6.8, 6.9",
       "20-001 20-002 20-003 21-001")
def check_layers(document):
    """No optional content and no files inside."""
    if "/OCProperties" in document.root:
        yield "/OCProperties"
    if "/EmbeddedFiles" in document.root.get("/Names", {}):
        yield "/EmbeddedFiles"
    if "/AF" in document.root:
        yield "/AF"


@check("file-forms", "UA1 7.20; A2 6.2.9", "30-001 30-002")
def check_forms(document):
    """No XObjects of other files; none with MCIDs used twice: none at all."""
    for obj in document.objects:
        if kind_of(obj) == "stream" and obj.get("/Subtype") in (
                "/Form", "/PS"):
            yield f"object {obj.objgen[0]}: {obj.Subtype}"


@check("file-transparency", "A2 6.2.10")
def check_transparency(document):
    """No soft masks, blend modes or alpha: none of them is ever needed."""
    for obj in document.objects:
        if kind_of(obj) == "dictionary" and (
                "/SMask" in obj or "/BM" in obj or "/ca" in obj
                or "/CA" in obj):
            yield f"object {obj.objgen[0]}"


@check("page-boxes", "1.7 14.11.2; A2 6.1.13")
def check_boxes(document):
    for page in document.pages:
        box = [float(v) for v in page.obj.get("/MediaBox", [])]
        if len(box) != 4 or not all(
                3 <= box[i + 2] - box[i] <= 14400 for i in (0, 1)):
            yield f"page {page.index + 1}: /MediaBox {box}"
