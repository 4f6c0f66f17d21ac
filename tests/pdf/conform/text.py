"""The words of elements against those of the source, by their IDs.

The source is read with PyYAML. An element's ID is the address of its words:
重点目標[1]/取組[2]/項目.
"""
import re

import yaml

LANGUAGE = re.compile("｜([^｜《》]+)《:[^《》]+》")
RUBY = re.compile("｜([^｜《》]+)《([^《》]+)》")


def squeeze(text):
    """Without the spaces that a form may put between words."""
    return re.sub(r"[\s\u3000]+", "", text)


def spellings(text):
    """What a source's text may be on the sheet: as it stands, or with the
    notation of readings and languages taken away, the reading behind its
    base."""
    plain = RUBY.sub(r"\1\2", LANGUAGE.sub(r"\1", text))
    for sign in "｜《》":
        plain = plain.replace(sign * 2, sign)
    return {squeeze(text), squeeze(plain)}


class Form:
    """A form's folder: what the sheet of a stage shows, of its usual one
    where none is asked for."""

    def __init__(self, folder, stage=None):
        self.tree = load(folder / "fields.yaml")
        self.stage = stage or self.tree.get("usual", self.tree["stages"][0])
        self.template = folder / f"{self.stage}.yaml"
        self.words = self.template.read_text(encoding="utf-8")
        if "{choices:" in self.words:  # what could have been chosen is shown
            self.words += "".join(str(c) for c in
                                  self.tree["choices"].values())

    def texts(self, source):
        """(address, text) of all texts the sheet shows, in their order."""
        for address, text, _ in self.walk(load(source), self.tree["fields"],
                                          ""):
            yield address, text

    def marks(self, source):
        """(sign, word) of all choices the sheet shows that have a meaning."""
        choices = self.tree.get("choices", {})
        for _, text, field in self.walk(load(source), self.tree["fields"],
                                        ""):
            words = {v["value"]: v["word"]
                     for v in choices.get(field.get("choices"), [])
                     if isinstance(v, dict) and "word" in v}
            if text in words:
                yield text, words[text]

    def boxes(self, source):
        """(sign, word) of the check boxes of all choices the stage lists."""
        shown = re.findall(r"\{choices:([^}]*)\}", self.words)
        signs = load(self.template).get("boxes", {})
        chosen = {a: t for a, t in self.texts(source)}
        for path in shown:
            field = next(f for f in self.tree["fields"] if f["key"] == path)
            for choice in self.tree["choices"][field["choices"]]:
                value = choice["value"] if isinstance(choice, dict) else choice
                box = signs["chosen" if chosen.get(path) == value else "other"]
                yield box["sign"], box["word"]

    def concerns(self, field):
        stages = field.get("stage", self.stage)
        return self.stage in (stages if isinstance(stages, list)
                              else [stages])

    def walk(self, record, fields, prefix):
        fields = {f["key"]: f for f in fields}
        for key, value in record.items():
            field = fields[key]
            if not value or field["type"] in ("form", "strings") or \
                    not self.concerns(field):
                continue
            address = prefix + key
            if field["type"] == "group":
                yield from self.walk(value, field["fields"], address + ".")
            elif field["type"] == "records":
                for i, inner in enumerate(value, 1):
                    yield from self.walk(inner, field["fields"],
                                         f"{address}[{i}]/")
            else:
                for text in value if isinstance(value, list) else [value]:
                    yield address, str(text), field


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def record_of(address):
    """The innermost record around a field, "" for the document."""
    return address[:address.rfind("]") + 1]


class Rest:
    """What is left of the elements' words while a source's are taken out."""

    def __init__(self, document, prefix):
        """`prefix` is that of one sheet's IDs in a file of several."""
        self.words = {e.name[len(prefix):]: squeeze(e.text())
                      for e in document.elements
                      if e.name.startswith(prefix) and e.type != "/Sect"}
        self.words.pop("", None)
        self.reached = {}  # (element, address): where the last text was

    def take(self, address, text):
        """Cuts a text out of the element of its address, else out of one of
        the same record; texts of one list in their order."""
        record = record_of(address)
        places = [n for n in self.words
                  if re.sub(r"~\d+$", "", n) == address]
        places += [n for n in self.words
                   if record_of(n) == record and n not in places]
        for name in places:
            for form in spellings(text):
                start = self.reached.get((name, address), 0)
                at = self.words[name].find(form, start)
                if at >= 0:
                    self.words[name] = self.words[name][:at] + \
                        self.words[name][at + len(form):]
                    self.reached[name, address] = at
                    return True
        return False


def find_faults(document, source, form, prefix=""):
    """Texts of the source that are not where their address says, and words
    that are neither the source's nor the template's."""
    rest = Rest(document, prefix)
    for address, text in form.texts(source):
        if text.strip() and not rest.take(address, text):
            yield f"{address}: no {text[:30]!r}"
    for name, words in rest.words.items():
        more = [c for c in words if c not in form.words
                and not c.isnumeric()]
        if more:
            yield f"{name}: more than the source: {''.join(more)[:30]!r}"


def find_mark_faults(document, source, form):
    """Each mark of the source has the word that fields.yaml gives it, each
    check box that of its stage."""
    wanted = sorted([*form.marks(source), *form.boxes(source)])
    found = sorted((e.text(), str(e.obj.E)) for e in document.elements
                   if "/E" in e.obj)
    if wanted != found:
        yield f"marks {wanted[:3]} in the source, {found[:3]} in the file"
