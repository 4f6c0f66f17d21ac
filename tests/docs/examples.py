"""The sheets in docs/typesetting.md: blocks that begin with "```sheet".

A block has three parts with --- between them: keys of a stage's file, a
source without its first line, and what stands on the pages. Each line of the
last says page, address, [flags] and the lines of one box, with " / " between
lines and readings in 《》 behind their bases. "```sheet lines" adds on which
line of its page a box begins. The fields are fields.yaml.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/pdf"))
from reading import split_words  # noqa: E402

PAGE = ROOT / "docs/typesetting.md"
FIELDS = ROOT / "tests/docs/fields.yaml"
# What a sheet has unless it says otherwise.
DEFAULTS = {
    "name": "例", "title": "例",
    "page": '{size: "80mm 60mm", margin: 5mm}',
    "styles": "{body: {font: gothic, size: 9pt, pitch: 13pt}}",
}


class Example:
    def __init__(self, line, lines, picture):
        self.line = line
        self.lines = bool(lines)
        self.picture = picture
        self.parts = [[]]

    def write(self, folder):
        """The form and the source as files; the source's path."""
        form = folder / "forms/rei"
        form.mkdir(parents=True)
        (form / "fields.yaml").write_text(
            FIELDS.read_text(encoding="utf-8"), encoding="utf-8")
        stage = [f"{key}: {value}" for key, value in DEFAULTS.items()
                 if not any(l.startswith(key + ":") for l in self.parts[0])]
        (form / "hyo.yaml").write_text(
            "\n".join(stage + self.parts[0]) + "\n", encoding="utf-8")
        source = folder / "rei.yaml"
        source.write_text("\n".join(["様式: 例"] + self.parts[1]) + "\n",
                          encoding="utf-8")
        return source

    def run(self, chosho, folder, *words):
        """chosho with the example's form."""
        return subprocess.run(
            [chosho, "--lang=en", "--templates", str(folder / "forms"),
             *[str(w) for w in words]], capture_output=True, text=True)


def read_examples():
    found = []
    inside = False
    for number, line in enumerate(
            PAGE.read_text(encoding="utf-8").splitlines(), 1):
        start = re.fullmatch(r"```sheet( lines)?(?: picture=([\w-]+))?",
                             line)
        if start:
            found.append(Example(number, start[1], start[2]))
            inside = True
        elif line == "```":
            inside = False
        elif inside and line == "---":
            found[-1].parts.append([])
        elif inside:
            found[-1].parts[-1].append(line)
    return found


def describe(dump, with_lines):
    """What stands on the pages, as the third part says it."""
    found = []
    page = pitch = 0
    for line in dump.splitlines():
        words = split_words(line)
        if words[:1] == ["layout"]:
            pitch = int(words[5])
        elif words[:1] == ["page"]:
            page = words[1]
            top = None
        elif words[:1] == ["box"]:
            flags = [w for w in words[12:] if w == "repeated"]
            found.append([page, words[2], flags, []])
        elif words[:1] == ["line"]:
            top = int(words[2]) if top is None else top
            if with_lines and not found[-1][3]:
                found[-1][2].append(
                    f"line {(int(words[2]) - top) // pitch + 1}")
            found[-1][3].append("")
            found[-1][2].extend(w for w in words[4:]
                                if w in ("vertical", "distributed",
                                         "emergency")
                                and w not in found[-1][2])
        elif words[:1] == ["run"]:
            ruby = words[6:7] == ["ruby"]
            found[-1][3][-1] += f"《{words[5]}》" if ruby else words[5]
    return [f"{page} {address}{''.join(f' [{f}]' for f in flags)}: "
            + " / ".join(lines)
            for page, address, flags, lines in found if lines]
