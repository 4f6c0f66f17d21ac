"""Checks of fonts: what is shown, what it means and what the program has."""
import collections
import re
import unicodedata

import pikepdf

from . import check

IDENTITY = ("/Identity-H", "/Identity-V")
CLOSE = 1  # 1/1000 em, of widths
ROUNDED = 0.0011  # our widths have three decimals


@check("font-type0", "UA1 7.21.3; 1.7 9.7.6.1",
       "31-001 31-002 31-003 31-006 31-007 31-008 31-012 31-013 31-017 "
       "31-018 31-019 31-020 31-021 31-022 31-023 31-024 31-025 31-026")
def check_type0(document):
    """Type0 with Identity: no character collections or encodings that could
    differ, no simple fonts."""
    for font in document.used_fonts:
        if font.obj.get("/Subtype") != "/Type0":
            yield f"{font}: {font.obj.get('/Subtype')}"
        elif font.obj.get("/Encoding") not in IDENTITY:
            yield f"{font}: {font.obj.get('/Encoding')}"
        elif len(font.obj.get("/DescendantFonts", [])) != 1:
            yield f"{font}: descendants"
        else:
            system = font.cid_font.get("/CIDSystemInfo", {})
            missing = {"/Registry", "/Ordering", "/Supplement"} - set(
                system.keys())
            if missing:
                yield f"{font}: /CIDSystemInfo without {sorted(missing)}"


@check("font-cid-to-gid", "UA1 7.21.3.2; A2 6.2.11.3.2", "31-004 31-005")
def check_cid_to_gid(document):
    for font in document.used_fonts:
        value = font.cid_font.get("/CIDToGIDMap")
        if font.is_cff:
            if value is not None:
                yield f"{font}: a CFF font with /CIDToGIDMap"
        elif value != "/Identity" and not isinstance(value, pikepdf.Stream):
            yield f"{font}: /CIDToGIDMap {value}"


@check("font-embedded", "UA1 7.21.4.1; A2 6.2.11.4.1", "31-009")
def check_embedded(document):
    """The program is there, and of the kind its key says."""
    for font in document.used_fonts:
        keys = [k for k in ("/FontFile", "/FontFile2", "/FontFile3")
                if k in font.descriptor]
        wanted = "/FontFile3" if font.is_cff else "/FontFile2"
        if keys != [wanted]:
            yield f"{font}: {keys}"
            continue
        stream = font.descriptor[wanted]
        if font.is_cff and stream.get("/Subtype") != "/CIDFontType0C":
            yield f"{font}: /Subtype {stream.get('/Subtype')}"
        kind = font.program.get_format().decode()
        if kind != ("CFF" if font.is_cff else "TrueType"):
            yield f"{font}: the program is {kind}"


@check("font-names", "1.7 9.6.4, 9.7.6.2")
def check_names(document):
    """A subset's tag, the same in all of its dictionaries."""
    for font in document.used_fonts:
        base = str(font.cid_font.get("/BaseFont", ""))[1:]
        encoding = str(font.obj.get("/Encoding", ""))[1:]
        wanted = f"{base}-{encoding}" if font.is_cff else base
        if not re.match(r"[A-Z]{6}\+.", base):
            yield f"{font}: no subset's tag"
        if font.name != wanted or \
                str(font.descriptor.get("/FontName", ""))[1:] != base:
            yield f"{font}: {base}, {font.descriptor.get('/FontName')}"


@check("font-descriptor", "1.7 9.8.1, table 122")
def check_descriptor(document):
    keys = ("/Type /FontName /Flags /FontBBox /ItalicAngle /Ascent /Descent "
            "/CapHeight /StemV").split()
    for font in document.used_fonts:
        missing = [k for k in keys if k not in font.descriptor]
        if missing:
            yield f"{font}: no {missing}"
        elif not int(font.descriptor.Flags) & 4:
            yield f"{font}: not symbolic, and no encoding that says how"


def drawn_codes(document):
    """What a path shows wherever it stands, and in one word alone."""
    shown = [s for page in document.pages for s in page.shown]
    painted = collections.Counter(
        p.mark for page in document.pages for p in page.paintings
        if p.operator == "f")
    codes = collections.Counter(mark for _, _, mark in shown)
    bare = {(font, code) for font, code, mark in shown
            if not mark or painted[mark] != 1 or codes[mark] != 1
            or mark.spelling != font.unicode.get(code)}
    return {(font, code) for font, code, _ in shown} - bare


@check("font-glyphs", "UA1 7.21.4.1; A2 6.2.11.4.1", "31-011")
def check_glyphs(document):
    """Every code shown has a glyph; what is seen has an outline, or a path
    beside it in its /ActualText."""
    drawn = drawn_codes(document)
    for font, codes in document.used_fonts.items():
        for code in sorted(codes):
            glyph = font.glyph(code)
            if glyph is None:
                yield f"{font}: no glyph for {code:04X}"
            elif not glyph[1] and is_seen(font.unicode.get(code, "")) and \
                    (font, code) not in drawn:
                yield (f"{font}: the glyph for {code:04X} "
                       f"{font.unicode[code]!r} is blank")


def is_seen(text):
    return any(unicodedata.category(c)[0] not in "ZC" for c in text)


@check("font-notdef", "UA1 7.21.8; A2 6.2.11.8", "31-030")
def check_notdef(document):
    for font, codes in document.used_fonts.items():
        for code in sorted(codes):
            if font.glyph_index(code) == 0:
                yield f"{font}: {code:04X} is .notdef"


@check("font-widths", "UA1 7.21.5; A2 6.2.11.5", "31-016")
def check_widths(document):
    """Of dictionary and program: never 1/1000 em apart, ours not at all."""
    for font, codes in document.used_fonts.items():
        for code in sorted(codes):
            glyph = font.glyph(code)
            if glyph and abs(glyph[0] - font.width(code)) > ROUNDED:
                yield (f"{font}: {code:04X} is {glyph[0]:.3f} wide, "
                       f"/W says {font.width(code):.3f}")


@check("font-to-unicode", "UA1 7.21.7; A2 6.2.11.7.2", "31-027 10-001 17-003")
def check_to_unicode(document):
    for font, codes in document.used_fonts.items():
        for code in sorted(codes):
            if not font.unicode.get(code):
                yield f"{font}: no character for {code:04X}"


@check("font-unicode-values", "UA1 7.21.7; A2 6.2.11.7.2, 6.2.11.7.3",
       "31-028 31-029")
def check_unicode_values(document):
    """Well-formed UTF-16 without U+0000, U+FEFF, U+FFFE and private use."""
    for font, codes in document.used_fonts.items():
        for code in sorted(codes):
            try:
                text = font.unicode_bytes.get(code, b"").decode("utf-16-be")
            except UnicodeDecodeError:
                yield f"{font}: {code:04X} is no UTF-16"
                continue
            if set(text) & {"\0", "\uFEFF", "\uFFFE"} or any(
                    unicodedata.category(c) == "Co" for c in text):
                yield f"{font}: {code:04X} stands for {text!r}"


@check("font-cmap", "1.7 9.10.3; own")
def check_cmap(document):
    """ToUnicode says its code space and names; every code in it is used."""
    for font, codes in document.used_fonts.items():
        if "/ToUnicode" not in font.obj:
            continue
        data = font.obj.ToUnicode.read_bytes()
        for word in (b"begincmap", b"begincodespacerange", b"/CMapName",
                     b"/CMapType 2", b"endcmap"):
            if word not in data:
                yield f"{font}: ToUnicode has no {word.decode()}"
        shown = set().union(*(
            c for f, c in document.used_fonts.items()
            if f.cid_font.objgen == font.cid_font.objgen))
        for code in sorted(set(font.unicode) - shown):
            yield f"{font}: {code:04X} {font.unicode[code]!r} is not shown"


@check("font-cid-set", "UA1 7.21.4.2", "31-014 31-015")
def check_cid_set(document):
    """/CIDSet may be left out; if there it lists the glyphs."""
    for font in document.used_fonts:
        if "/CIDSet" not in font.descriptor:
            continue
        bits = font.descriptor.CIDSet.read_bytes()
        count = font.program.num_glyphs
        listed = {8 * i + b for i, byte in enumerate(bits) for b in range(8)
                  if byte & 0x80 >> b}
        if not font.is_cff and listed != set(range(count)):
            yield f"{font}: {len(listed)} of {count}"
