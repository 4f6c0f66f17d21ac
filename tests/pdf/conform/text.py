"""The words of elements against those of the source, by their IDs.

The source is read with PyYAML. An element's ID is the address of its words:
重点目標[1]/取組[2]/項目.
"""
import re

import yaml

RUBY = re.compile("｜([^｜《》]+)《([^《》]+)》")


def squeeze(text):
    """Without the spaces that a form may put between words."""
    return re.sub(r"[\s\u3000]+", "", text)


def spellings(text):
    """What a source's text may be on the sheet: as it stands, or with the
    notation of readings taken away, the reading behind its base."""
    plain = RUBY.sub(r"\1\2", text)
    for sign in "｜《》":
        plain = plain.replace(sign * 2, sign)
    return {squeeze(text), squeeze(plain)}


def texts(value, address=""):
    """(address, text) of all texts in a source, in their order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{address}/{key}" if address else key)
    elif isinstance(value, list):
        for i, inner in enumerate(value, 1):
            if isinstance(inner, dict):
                yield from texts(inner, f"{address}[{i}]")
            else:
                yield from texts(inner, address)
    elif value is not None:
        yield address, str(value)


def strip_form(address):
    """Groups are joined by a point in IDs: 中間報告.進捗度."""
    return re.sub(r"/([^/\[]+)/([^/\[]+)$", r"/\1.\2", address)


def record_of(address):
    """The innermost record around a field, "" for the document."""
    return address[:address.rfind("]") + 1]


class Rest:
    """What is left of the elements' words while a source's are taken out."""

    def __init__(self, document):
        self.words = {e.name: squeeze(e.text()) for e in document.elements
                      if e.name and e.type != "/Sect"}
        self.reached = {}  # (element, address): where the last text was

    def take(self, address, text):
        """Cuts a text out of the element of its address, else out of one of
        the same record; texts of one list in their order."""
        record = record_of(address)
        own = {address, strip_form(address)}
        places = [n for n in self.words if re.sub(r"~\d+$", "", n) in own]
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


def find_faults(document, source, template):
    """Texts of the source that are not where their address says, and words
    that are neither the source's nor the template's."""
    with open(source, encoding="utf-8") as file:
        tree = yaml.load(file, Loader=yaml.BaseLoader)
    with open(template, encoding="utf-8") as file:
        known = file.read()
    rest = Rest(document)
    for address, text in texts(tree):
        if address != "様式" and text.strip() and \
                not rest.take(address, text):
            yield f"{address}: no {text[:30]!r}"
    for name, words in rest.words.items():
        more = [c for c in words if c not in known and not c.isnumeric()]
        if more:
            yield f"{name}: more than the source: {''.join(more)[:30]!r}"


def find_mark_faults(document, source, fields):
    """Each mark of the source has the word that fields.yaml gives it."""
    with open(fields, encoding="utf-8") as file:
        choices = yaml.load(file, Loader=yaml.BaseLoader).get("choices", {})
    with open(source, encoding="utf-8") as file:
        tree = yaml.load(file, Loader=yaml.BaseLoader)
    words = {v["value"]: v["word"] for values in choices.values()
             for v in values if isinstance(v, dict) and "word" in v}
    wanted = sorted((t, words[t]) for _, t in texts(tree) if t in words)
    found = sorted((e.text(), str(e.obj.E)) for e in document.elements
                   if "/E" in e.obj)
    if wanted != found:
        yield f"{len(wanted)} marks in the source, {len(found)} with words"
