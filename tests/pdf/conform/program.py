"""A font of a PDF: what its dictionaries say, and its program, which FreeType
reads."""
import functools
import io
import re

import freetype
import pikepdf

TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|([A-Za-z]+)")


class Font:
    """A Type0 font dictionary; other kinds have no codes."""

    def __init__(self, obj):
        self.obj = obj
        self.name = str(obj.get("/BaseFont", ""))[1:]

    def __repr__(self):
        return f"{self.name} {self.obj.get('/Encoding')}"

    @property
    def cid_font(self):
        return self.obj.get("/DescendantFonts", [pikepdf.Dictionary()])[0]

    @property
    def descriptor(self):
        return self.cid_font.get("/FontDescriptor", pikepdf.Dictionary())

    @property
    def is_cff(self):
        return self.cid_font.get("/Subtype") == "/CIDFontType0"

    # ---- Unicode ---------------------------------------------------------

    @functools.cached_property
    def unicode_bytes(self):
        """{code: UTF-16BE} of the ToUnicode CMap (1.7 9.10.3)."""
        if "/ToUnicode" not in self.obj:
            return {}
        return read_cmap(self.obj.ToUnicode.read_bytes())

    @functools.cached_property
    def unicode(self):
        return {c: b.decode("utf-16-be", "replace")
                for c, b in self.unicode_bytes.items()}

    # ---- widths ----------------------------------------------------------

    @functools.cached_property
    def widths(self):
        """{CID: width in 1/1000 em} of /W (9.7.4.3)."""
        found = {}
        items = list(self.cid_font.get("/W", []))
        while items:
            first = int(items.pop(0))
            if isinstance(items[0], pikepdf.Array):
                for i, width in enumerate(items.pop(0)):
                    found[first + i] = float(width)
            else:
                last, width = int(items.pop(0)), float(items.pop(0))
                found.update((c, width) for c in range(first, last + 1))
        return found

    def width(self, cid):
        return self.widths.get(cid, float(self.cid_font.get("/DW", 1000)))

    # ---- the program -----------------------------------------------------

    @functools.cached_property
    def program(self):
        """The face; an exception where there is none."""
        stream = self.descriptor.get("/FontFile3", None) \
            if "/FontFile3" in self.descriptor else self.descriptor.FontFile2
        return freetype.Face(io.BytesIO(stream.read_bytes()))

    @functools.cached_property
    def glyph_map(self):
        """The bytes of the CIDToGIDMap stream, or None: the same numbers."""
        value = self.cid_font.get("/CIDToGIDMap")
        if isinstance(value, pikepdf.Stream):
            return value.read_bytes()
        return None

    def glyph_index(self, code):
        """What to load for a code (Identity: its CID). FreeType takes CIDs
        where a bare CFF program has them, else indices."""
        if self.glyph_map is None:
            return code
        return int.from_bytes(self.glyph_map[2 * code:2 * code + 2], "big")

    @functools.cached_property
    def glyphs(self):
        return {}

    def glyph(self, code):
        """(width in 1/1000 em, number of contours), or None."""
        if code not in self.glyphs:
            self.glyphs[code] = self.load(self.glyph_index(code))
        return self.glyphs[code]

    def load(self, index):
        try:
            self.program.load_glyph(index, freetype.FT_LOAD_NO_SCALE)
        except freetype.FT_Exception:
            return None
        glyph = self.program.glyph
        return (glyph.metrics.horiAdvance * 1000 / self.program.units_per_EM,
                glyph.outline.n_contours)


def read_cmap(data):
    """{code: bytes} of bfchar and bfrange."""
    found = {}
    stack = []
    for match in TOKEN.finditer(data):
        text, opens, closes, word = match.groups()
        if text is not None:
            stack.append(bytes.fromhex(text.decode()))
        elif opens:
            stack.append("[")
        elif closes:
            start = len(stack) - 1 - stack[::-1].index("[")
            stack[start:] = [stack[start + 1:]]
        else:
            if word == b"endbfchar":
                for i in range(0, len(stack), 2):
                    found[int.from_bytes(stack[i], "big")] = stack[i + 1]
            elif word == b"endbfrange":
                read_ranges(stack, found)
            stack = []
    return found


def read_ranges(stack, found):
    for i in range(0, len(stack), 3):
        first = int.from_bytes(stack[i], "big")
        last = int.from_bytes(stack[i + 1], "big")
        for code in range(first, last + 1):
            if isinstance(stack[i + 2], list):
                found[code] = stack[i + 2][code - first]
            else:
                value = int.from_bytes(stack[i + 2], "big") + code - first
                found[code] = value.to_bytes(len(stack[i + 2]), "big")
