#!/usr/bin/env python3
"""Pictures of pages beside what pdftoppm makes of our PDF at 150 dpi.

Both come from one layout by different ways, so each is a witness for the
other. A pixel differs when its grey is off by more than a quarter of the
scale. Poppler works with floats: where a glyph's place falls on a quarter of
a pixel by the number, it may choose the other side; rules it draws by 4 x 4
samples and a gamma. That is what the limits leave room for; a glyph that is
missing or elsewhere is found by the tiles.
"""
import collections
import concurrent.futures
import operator
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

CHOSHO = os.environ.get("CHOSHO", "build/chosho")
FORMS = "tests/fixtures/forms"
PATHS = [
    "sources/r02", "tests/fixtures/r03", "tests/fixtures/tables/nagai.yaml",
    f"{FORMS}/sources/hyodai.yaml", f"{FORMS}/sources/yomi.yaml",
    f"{FORMS}/sources/kankyo.yaml", f"{FORMS}/sources/fukushi.yaml",
    f"{FORMS}/sources/tagengo.yaml", f"{FORMS}/sources/chotai.yaml",
    f"{FORMS}/sources/burasage.yaml",
]
DPI = 150
QUARTER = 63            # levels of grey
MOST_PIXELS = 0.003     # of a page may differ; 0.0006 was the most seen
MOST_MEAN = 2.0         # levels of grey, over the page; 1.05 was
TILE = 16               # pixels, a character of 7 pt
MOST_OF_TILE = 72       # pixels of TILE x TILE; 58 was


def run(*command):
    return subprocess.run([str(c) for c in command], capture_output=True,
                          text=True)


def read_chunks(path):
    """[(type, data)] of a PNG file whose check sums are right."""
    data = pathlib.Path(path).read_bytes()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError(f"{path} is no PNG")
    chunks = []
    at = 8
    while at < len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        body = data[at + 4:at + 8 + size]
        check, = struct.unpack(">I", data[at + 8 + size:at + 12 + size])
        if zlib.crc32(body) != check:
            raise ValueError(f"{path}: a wrong check sum")
        chunks.append((body[:4].decode(), body[4:]))
        at += 12 + size
    return chunks


def read_png(path):
    """(width, height, rows) of 8-bit grey without filters: ours."""
    chunks = read_chunks(path)
    header = struct.unpack(">IIBBBBB", dict(chunks)["IHDR"])
    if header[2:] != (8, 0, 0, 0, 0):
        raise ValueError(f"{path}: {header}")
    width, height = header[:2]
    data = zlib.decompress(b"".join(d for t, d in chunks if t == "IDAT"))
    step = width + 1
    if any(data[::step]) or len(data) != step * height:
        raise ValueError(f"{path}: filters, or {len(data)} bytes")
    return width, height, [data[y * step + 1:(y + 1) * step]
                           for y in range(height)]


def read_pgm(data):
    header = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    width, height = int(header.group(1)), int(header.group(2))
    data = data[header.end():]
    return width, height, [data[y * width:(y + 1) * width]
                           for y in range(height)]


def compare_rows(wanted, rows):
    """({difference: pixels} where there are any, most of a tile's pixels
    that differ). Most pieces of rows are the same, and soon seen to be."""
    counts = collections.Counter()
    tiles = collections.Counter()
    for y, (theirs, ours) in enumerate(zip(wanted, rows)):
        if theirs == ours:
            continue
        for x in range(0, len(ours), TILE):
            one, other = theirs[x:x + TILE], ours[x:x + TILE]
            if one == other:
                continue
            piece = list(map(operator.sub, one, other))
            counts.update(piece)
            if max(piece) > QUARTER or min(piece) < -QUARTER:
                tiles[x, y // TILE] += sum(abs(d) > QUARTER for d in piece)
    return counts, max(tiles.values(), default=0)


def compare_page(pdf, png, page):
    """'' or what is wrong; runs in a process of its own."""
    done = subprocess.run(
        ["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page), "-l",
         str(page), str(pdf)], capture_output=True)
    width, height, wanted = read_pgm(done.stdout)
    try:
        found = read_png(png)
    except (OSError, ValueError) as error:
        return str(error)
    if found[:2] != (width, height):
        return f"{found[:2]}, not {width, height}"
    counts, tile = compare_rows(wanted, found[2])
    pixels = width * height
    share = sum(n for d, n in counts.items() if abs(d) > QUARTER) / pixels
    mean = sum(abs(d) * n for d, n in counts.items()) / pixels
    if share > MOST_PIXELS or mean > MOST_MEAN or tile > MOST_OF_TILE:
        return (f"{share:.3%} of the pixels differ, {tile} in one tile, "
                f"{mean:.2f} levels in the mean")
    return ""


def check_pages(folder):
    pages = []
    for path in PATHS:
        done = run(CHOSHO, "--lang=en", "build", "--templates", FORMS,
                   "--format=pdf,png", "-o", folder, path)
        report(f"build/{path}", done.stderr if done.returncode else "")
    for pdf in sorted(folder.rglob("*.pdf")):
        count = int(re.search(r"Pages:\s+(\d+)",
                              run("pdfinfo", pdf).stdout).group(1))
        names = {f"{pdf.stem}-{page}.png" for page in range(1, count + 1)}
        found = {p.name for p in pdf.parent.iterdir()
                 if re.fullmatch(re.escape(pdf.stem) + r"-\d+\.png", p.name)}
        report(f"{pdf.stem}/a-picture-of-each-page",
               "" if found == names else found ^ names)
        pages += [(pdf, pdf.with_name(f"{pdf.stem}-{page}.png"), page)
                  for page in range(1, count + 1)]
    with concurrent.futures.ProcessPoolExecutor() as pool:
        faults = list(pool.map(compare_page, *zip(*pages)))
    for (_, png, _), fault in zip(pages, faults):
        report(f"like-poppler/{png.parent.name}/{png.stem}", fault)


def check_file(name, png, width, height, per_metre):
    chunks = read_chunks(png)
    kinds = [t for t, _ in chunks if t != "IDAT"]
    report(f"{name}/chunks", "" if kinds == ["IHDR", "pHYs", "IEND"]
           else kinds)
    size = struct.unpack(">II", dict(chunks)["IHDR"][:8])
    report(f"{name}/size", "" if size == (width, height) else size)
    density = struct.unpack(">IIB", dict(chunks)["pHYs"])
    report(f"{name}/density", "" if density == (per_metre, per_metre, 1)
           else density)


def check_options(folder):
    """A4 landscape: 841.89 x 595.276 pt."""
    cases = {
        "dpi-96": (["--dpi", "96"], 1123, 794, 3780),
        "dpi-10": (["--dpi=10"], 117, 83, 394),
        "width-480": (["--width", "480"], 480, 340, 1616),
        "the-last-holds": (["--dpi", "96", "--width", "100"], 100, 71, 337),
    }
    for name, (words, *wanted) in cases.items():
        out = folder / name
        done = run(CHOSHO, "build", "--format=png", *words, "-o", out,
                   "sources/r02/seisaku-kikaku.yaml")
        found = sorted(out.rglob("*.*"))
        if done.returncode or [p.name for p in found] != \
                ["seisaku-kikaku-1.png", "seisaku-kikaku-2.png"]:
            report(name, f"{done.stderr[:300]} {found}")
            continue
        check_file(name, found[0], *wanted)


def check_further_pages(folder):
    """Pictures of pages a sheet no longer has go; nothing else does."""
    place = folder / "further" / "r02" / "chukan"
    place.mkdir(parents=True)
    names = [f"seisaku-kikaku-{n}.png" for n in ("1", "3", "4", "6", "x")]
    for name in names:
        (place / name).write_text("old")
    run(CHOSHO, "build", "--format=png", "--dpi=40", "-o", folder / "further",
        "sources/r02/seisaku-kikaku.yaml")
    found = sorted(p.name for p in place.iterdir())
    wanted = [f"seisaku-kikaku-{n}.png" for n in ("1", "2", "6", "x")]
    report("no-pictures-of-further-pages", "" if found == wanted else found)


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-pictures-") as name:
        folder = pathlib.Path(name)
        check_pages(folder / "pages")
        check_options(folder)
        check_further_pages(folder)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
