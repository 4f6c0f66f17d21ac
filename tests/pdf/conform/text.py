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


def find_missing(document, path):
    """Texts of the source that are not where their address says: in the
    element of that ID, else in one of the same record. Each is taken once,
    in order."""
    with open(path, encoding="utf-8") as file:
        source = yaml.load(file, Loader=yaml.BaseLoader)
    rest = {}
    for element in document.elements:
        if element.name and element.type != "/Sect":
            rest[element.name] = squeeze(element.text())
    for address, text in texts(source):
        if address == "様式" or not text.strip():
            continue
        if not take(rest, address, spellings(text)):
            yield f"{address}: {text[:30]!r}"


def take(rest, address, forms):
    """Cuts a text out of the words of the element it stands in."""
    record = record_of(address)
    own = {address, strip_form(address)}
    places = [n for n in rest if re.sub(r"~\d+$", "", n) in own]
    places += [n for n in rest if record_of(n) == record and n not in places]
    for name in places:
        for form in forms:
            at = rest[name].find(form)
            if at >= 0:
                rest[name] = rest[name][:at] + rest[name][at + len(form):]
                return True
    return False
