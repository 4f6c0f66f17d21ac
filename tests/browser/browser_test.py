#!/usr/bin/env python3
"""The finished site in a browser: tests/browser/check.mjs, the Nu checker and
what Chromium prints, on the real sheets and their summaries,
tests/fixtures/r03, a sheet with check boxes, and comparisons of the real
sheets with tests/compare/repository.py's edits of them.

Prints `ok NAME` or `not ok NAME: why`. Without npm, Chromium or Java it
fails: README.md lists the packages.
"""
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "compare"))
from report import exit_status, report
import repository  # of ../compare
import packages  # beside this file

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
# Of a page: 60 KB, and where its words alone are over 23 KB, 2.6 bytes for
# each byte of them (docs/web.md).
BYTES_MOST = 60 * 1000
BYTES_A_WORD_BYTE = 2.6
PAPER = (842, 595)               # A4 landscape in points


def find_program(*names):
    for name in names:
        if shutil.which(name):
            return shutil.which(name)
    return None


def build(folder):
    sources = folder / "sources"
    shutil.copytree(ROOT / "sources" / "r02", sources / "r02")
    shutil.copytree(ROOT / "tests" / "fixtures" / "r03", sources / "r03")
    site = folder / "site"
    done = subprocess.run([CHOSHO, "build", "--site", "-o", str(site),
                           str(sources)], capture_output=True, text=True)
    report("the site is built",
           [done.stderr[-500:]] if done.returncode else [])
    compare(folder, site)
    done = subprocess.run(
        [CHOSHO, "build", "--format=html,pdf", "-o", str(site / "jimu"),
         str(ROOT / "tests/fixtures/jimu-jigyo/idou-toshokan.yaml")],
        capture_output=True, text=True)
    report("a sheet with check boxes is written",
           [done.stderr[-500:]] if done.returncode else [])
    return site


def compare(folder, site):
    """Pages of comparisons beside the others: they have rows above rows."""
    new = folder / "new"
    shutil.copytree(ROOT / "sources" / "r02", new / repository.FOLDER)
    for _, edit in repository.EDITS:
        edit(new)
    for style in ("shinkyu", "miekeshi"):
        done = subprocess.run(
            [CHOSHO, "diff", f"--style={style}", "--format=html,pdf", "-o",
             str(site / "diff"), str(ROOT / "sources" / "r02"),
             str(new / repository.FOLDER)], capture_output=True, text=True)
        report(f"{style} is written",
               [done.stderr[-500:]] if done.returncode else [])


def check_sizes(site):
    faults = []
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        data = page.read_text(encoding="utf-8")
        size = len(data.encode())
        words = len(plain(html.unescape(re.sub(r"<[^>]*>", "", data))).encode())
        if size > max(BYTES_MOST, BYTES_A_WORD_BYTE * words):
            faults.append(f"{name}: {size} bytes, {words} of words")
    report("no page is too large", faults)


def check_nu(java, site):
    jar = packages.MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = [str(p) for p in sorted(site.rglob("*.html"))]
    done = subprocess.run([java, "-jar", str(jar), "--format", "json",
                           "--exit-zero-always", *pages],
                          capture_output=True, text=True)
    try:
        found = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        report("Nu finds nothing", [done.stderr[-500:] or "it said nothing"])
        return
    report("Nu finds nothing", [
        f"{m.get('url', '')}:{m.get('lastLine', 0)}: {m['message']}"
        for m in found])
    style = subprocess.run([java, "-jar", str(jar), "--css", "--format",
                            "json", "--exit-zero-always",
                            str(site / "style.css")],
                           capture_output=True, text=True)
    report("the style has no syntax errors", [
        m["message"] for m in json.loads(style.stderr)["messages"]
        if "Parse Error" in m["message"]])


def plain(text):
    return re.sub(r"\s+", "", text)


def check_prints(site, prints):
    """A4 landscape, nothing outside of it, and all the sheet's words."""
    faults = []
    for pdf in sorted(prints.glob("*.pdf")):
        name = pdf.stem.replace("+", "/")
        boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"],
                               capture_output=True, text=True).stdout
        for width, height in re.findall(
                r'<page width="([\d.]+)" height="([\d.]+)"', boxes):
            if abs(float(width) - PAPER[0]) > 1 or \
                    abs(float(height) - PAPER[1]) > 1:
                faults.append(f"{name}: a page of {width} by {height} pt")
        words = re.findall(r'xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" '
                           r'xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)', boxes)
        for x, y, right, bottom, word in words:
            if float(x) < 0 or float(y) < 0 or float(right) > PAPER[0] + 1 \
                    or float(bottom) > PAPER[1] + 1:
                faults.append(f"{name}: {word} is cut off")
                break
        faults += find_missing(site / f"{name}.html", words, name)
    report("printing gives A4 landscape with all words",
           faults or ([] if list(prints.glob("*.pdf"))
                      else ["nothing printed"]))


def find_missing(page, words, name):
    """Cells' characters that are not on paper, whatever their order."""
    sheet = re.search(r"<article.*</article>",
                      page.read_text(encoding="utf-8"), re.S)
    if not sheet:
        return []
    seen = re.sub(r'<div class="chosho-beside">.*?\n</div>', "",
                  sheet.group(), flags=re.S)
    seen = re.sub(r'<span class="chosho-spoken">.*?</span>', "", seen)
    seen = re.sub(r'<span class="chosho-mark chosho-box.*?</span>.*?</span>',
                  "", seen)  # drawn
    seen = re.sub(r'<caption class="chosho-hidden">.*?</caption>', "", seen)
    seen = re.sub(r"<rt>.*?</rt>", "", seen)
    seen = plain(html.unescape(re.sub(r"<[^>]*>", "", seen)))
    printed = plain(html.unescape("".join(w[4] for w in words)))
    # Han that a PDF's map of characters may give back as another code point.
    kept = re.compile(r"[0-9A-Za-zぁ-ゖァ-ヺー、。（）・]")
    missing = []
    for sign in sorted(set(kept.findall(seen))):
        if printed.count(sign) < seen.count(sign):
            missing.append(f"{sign} {printed.count(sign)} of "
                           f"{seen.count(sign)}")
    if missing:
        return [f"{name}: words are missing on paper: " + ", ".join(missing)]
    return []


def main():
    tools = {"npm": find_program("npm"), "node": find_program("node"),
             "chromium": find_program("chromium", "chromium-browser"),
             "java": find_program("java"),
             "pdftotext": find_program("pdftotext")}
    missing = [name for name, path in tools.items() if not path]
    report("the browser tests have what they need",
           [f"{', '.join(missing)}: not installed; see README.md"]
           if missing else [])
    if missing:
        return 1
    fault = packages.install()
    report("npm ci", [fault] if fault else [])
    if fault:
        return 1
    with tempfile.TemporaryDirectory(prefix="chosho-browser-") as name:
        folder = pathlib.Path(name)
        site = build(folder)
        check_sizes(site)
        check_nu(tools["java"], site)
        prints = folder / "prints"
        prints.mkdir()
        done = subprocess.run(
            [tools["node"], str(HERE / "check.mjs"), tools["chromium"],
             str(site), str(prints)], capture_output=True, text=True)
        print(done.stdout, end="")
        report("the browser went through",
               [done.stderr[-1500:]] if done.returncode else [])
        check_prints(site, prints)
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
