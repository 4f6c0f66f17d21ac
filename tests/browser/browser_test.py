#!/usr/bin/env python3
"""The finished site in a browser: tests/browser/check.mjs, the Nu checker and
what Chromium prints, on the real sheets and tests/fixtures/r03.

Prints `ok NAME` or `not ok NAME: why`. Without npm, Chromium or Java it
fails: README.md lists the packages.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))
MODULES = HERE / "node_modules"
BYTES_MOST = 60 * 1024           # of a page
PAPER = (842, 595)               # A4 landscape in points
# Three times a real sheet: its source alone is larger than a page should be.
LONG = {f"r03/{stage}/fukushi.html"
        for stage in ("tousho", "chukan", "kimatsu")}


def say(name, faults):
    if not faults:
        print(f"ok {name}")
        return
    print(f"not ok {name}: {faults[0]}")
    for fault in faults[1:10]:
        print(fault)


def find_program(*names):
    for name in names:
        if shutil.which(name):
            return shutil.which(name)
    return None


def install():
    """npm ci, once for each package-lock.json; "" or what went wrong."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    stamp = MODULES / ".installed"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return ""
    env = dict(os.environ, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1")
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=HERE, env=env, capture_output=True, text=True)
    if done.returncode:
        return done.stderr[-2000:]
    stamp.write_text(digest.hexdigest())
    return ""


def build(folder):
    sources = folder / "sources"
    shutil.copytree(ROOT / "sources" / "r02", sources / "r02")
    shutil.copytree(ROOT / "tests" / "fixtures" / "r03", sources / "r03")
    site = folder / "site"
    done = subprocess.run([CHOSHO, "build", "--site", "-o", str(site),
                           str(sources)], capture_output=True, text=True)
    say("the site is built", [done.stderr[-500:]] if done.returncode else [])
    return site


def check_sizes(site):
    faults = []
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        if page.stat().st_size > BYTES_MOST and name not in LONG:
            faults.append(f"{name}: {page.stat().st_size} bytes")
    say("no page is too large", faults)


def check_nu(java, site):
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = [str(p) for p in sorted(site.rglob("*.html"))]
    done = subprocess.run([java, "-jar", str(jar), "--format", "json",
                           "--exit-zero-always", *pages],
                          capture_output=True, text=True)
    try:
        found = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        say("Nu finds nothing", [done.stderr[-500:] or "it said nothing"])
        return
    say("Nu finds nothing", [
        f"{m.get('url', '')}:{m.get('lastLine', 0)}: {m['message']}"
        for m in found])
    style = subprocess.run([java, "-jar", str(jar), "--css", "--format",
                            "json", "--exit-zero-always",
                            str(site / "style.css")],
                           capture_output=True, text=True)
    say("the style has no syntax errors", [
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
    say("printing gives A4 landscape with all words",
        faults or ([] if list(prints.glob("*.pdf")) else ["nothing printed"]))


def find_missing(page, words, name):
    """Cells' characters that are not on paper, whatever their order."""
    html = page.read_text(encoding="utf-8")
    sheet = re.search(r"<article.*</article>", html, re.S)
    if not sheet:
        return []
    html = re.sub(r'<div class="chosho-beside">.*?\n</div>', "",
                  sheet.group(), flags=re.S)
    html = re.sub(r'<span class="chosho-spoken">.*?</span>', "", html)
    html = re.sub(r"<rt>.*?</rt>", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'),
                         ("&amp;", "&")):
        html = re.sub(r"<[^>]*>", "", html) if entity == "&lt;" else html
        html = html.replace(entity, sign)
    printed = "".join(w[4] for w in words)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'),
                         ("&amp;", "&")):
        printed = printed.replace(entity, sign)
    # Han that a PDF's map of characters may give back as another code point.
    kept = re.compile(r"[0-9A-Za-zぁ-ゖァ-ヺー、。（）・]")
    missing = []
    for sign in sorted(set(kept.findall(plain(html)))):
        if plain(printed).count(sign) < plain(html).count(sign):
            missing.append(f"{sign} {plain(printed).count(sign)} of "
                           f"{plain(html).count(sign)}")
    if missing:
        return [f"{name}: words are missing on paper: " + ", ".join(missing)]
    return []


def main():
    tools = {"npm": find_program("npm"), "node": find_program("node"),
             "chromium": find_program("chromium", "chromium-browser"),
             "java": find_program("java"),
             "pdftotext": find_program("pdftotext")}
    missing = [name for name, path in tools.items() if not path]
    say("the browser tests have what they need",
        [f"{', '.join(missing)}: not installed; see README.md"]
        if missing else [])
    if missing:
        return 1
    fault = install()
    say("npm ci", [fault] if fault else [])
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
        say("the browser went through",
            [done.stderr[-1500:]] if done.returncode else [])
        check_prints(site, prints)
    return 0


if __name__ == "__main__":
    sys.exit(main())
