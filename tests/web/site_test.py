#!/usr/bin/env python3
"""The site as a folder: exchanged whole, old files kept or gone, links."""
import html.parser
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import urllib.parse

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from report import exit_status, report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CHOSHO = os.environ.get("CHOSHO", str(ROOT / "build" / "chosho"))


def build(site, sources, *options):
    return subprocess.run([CHOSHO, "--lang=en", "build", "--site", "-o",
                           str(site), *options, str(sources)],
                          capture_output=True, text=True)


def snapshot(site):
    """{path: (inode, time)} of all files."""
    return {p.relative_to(site).as_posix():
            (p.stat().st_ino, p.stat().st_mtime_ns)
            for p in site.rglob("*") if p.is_file()}


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.ids = set()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src"):
                self.found.append(value)
            if name == "id":
                self.ids.add(value)


def read_links(path):
    links = Links()
    links.feed(path.read_text(encoding="utf-8"))
    return links


def check_links(site):
    """Every link leads to a file of the site and to an id in it."""
    faults = []
    pages = {p: read_links(p) for p in site.rglob("*.html")}
    reached = {site / "index.html"}
    for page, links in pages.items():
        for href in links.found:
            if href == "data:,":
                continue
            path, _, fragment = href.partition("#")
            target = (page.parent / urllib.parse.unquote(path)).resolve() \
                if path else page
            if ":" in path.split("/")[0] or path.startswith("/"):
                faults.append(f"{page.name}: {href} is not relative")
            elif not target.is_file():
                faults.append(f"{page.name}: {href} leads nowhere")
            elif fragment and urllib.parse.unquote(fragment) not in \
                    pages[target].ids:
                faults.append(f"{page.name}: {href} has no such place")
            reached.add(target)
    for file in site.rglob("*"):
        if file.is_file() and file not in reached and \
                file.name != ".chosho-site":
            faults.append(f"{file.relative_to(site)} is not linked")
    return faults


def check_thumbnails(site):
    """Each department's page shows its own, half as large as it is."""
    faults = []
    for path in sorted(site.rglob("*.pdf")):
        page = path.with_suffix(".html").read_text(encoding="utf-8")
        found = re.search(r'<a href="([^"]*)"><img src="([^"]*)" width="(\d+)" '
                          r'height="(\d+)" alt="" loading="lazy">', page)
        png = path.with_suffix(".small.png")
        size = struct.unpack(">II", png.read_bytes()[16:24]) \
            if png.exists() else (0, 0)
        if not found or found[1] != path.name or found[2] != png.name or \
                size[0] != 2 * int(found[3]) or \
                abs(size[1] - 2 * int(found[4])) > 1:
            faults.append(f"{path.name}: {found and found[0]}, {size}")
    return faults or ([] if list(site.rglob("*.pdf")) else ["no PDF"])


def leftovers(folder):
    return [p.name for p in folder.iterdir() if ".tmp" in p.name]


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-site-") as name:
        folder = pathlib.Path(name).resolve()
        sources = folder / "sources"
        shutil.copytree(ROOT / "sources" / "r02", sources / "r02")
        shutil.copytree(ROOT / "tests" / "fixtures" / "r03", sources / "r03")
        site = folder / "www" / "site"

        done = build(site, sources)
        report("a site is built", [] if done.returncode == 0
               else [done.stderr[-300:]])
        report("every link leads somewhere, every file is linked",
               check_links(site))
        report("pages show the first page of their PDF",
               check_thumbnails(site))

        first, inode = snapshot(site), site.stat().st_ino
        build(site, sources)
        report("the same sources change nothing",
               [] if snapshot(site) == first and site.stat().st_ino == inode
               else ["files or the folder are new"])

        path = sources / "r03" / "soumu.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(
            "申請様式の押印廃止", "申請様式の押印の廃止"), encoding="utf-8")
        build(site, sources)
        second = snapshot(site)
        changed = {p for p in second if second[p] != first.get(p)}
        report("one source changes its own files and those of its edition",
               [p for p in sorted(changed)
                if not p.startswith(
                    ("r03/tousho/", "r03/chukan/", "r03/kimatsu/"))
                or pathlib.Path(p).name.split(".")[0] not in
                ("soumu", "index", "items", "entries", "data")]
               + ([] if "r03/chukan/soumu.html" in changed
                  else ["soumu.html is the old one"]))

        edition = sources / "r03" / "edition.yaml"
        edition.write_text(edition.read_text(encoding="utf-8").replace(
            "  - kenkou\n", ""), encoding="utf-8")
        (sources / "r03" / "kenkou.yaml").unlink()
        build(site, sources)
        report("a source that is gone takes its pages with it",
               [p for p in snapshot(site) if "kenkou" in p] + check_links(site))

        before = snapshot(site)
        path.write_text("様式: 重点目標一覧表\n", encoding="utf-8")
        done = build(site, sources)
        report("a broken source leaves the site as it was",
               [] if done.returncode == 1 and snapshot(site) == before
               else [f"exit {done.returncode}"])
        report("nothing lies beside it", leftovers(site.parent))

        killed = site.parent / ".site.chosho-999999999-0.tmp"
        (killed / "r01").mkdir(parents=True)
        shutil.rmtree(sources / "r03")
        build(site, sources)
        report("what a killed run left is removed", leftovers(site.parent))
        report("an edition that is gone takes its folder with it",
               [p for p in snapshot(site) if p.startswith("r03")])

        own = folder / "own"
        own.mkdir()
        (own / "letter.txt").write_text("mine")
        done = build(own, sources)
        report("a folder of other files is refused",
               [] if done.returncode == 3 and (own / "letter.txt").exists()
               and "not empty" in done.stderr else [done.stderr])
        link = folder / "link"
        link.symlink_to(site)
        build(link, sources, "--format=csv")
        report("behind a symbolic link the site is exchanged",
               [] if link.is_symlink() and not list(site.rglob("*.pdf"))
               else ["the link or old files"])
    return exit_status()


if __name__ == "__main__":
    sys.exit(main())
