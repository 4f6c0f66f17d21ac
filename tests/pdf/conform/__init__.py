"""Does a finished PDF keep what PDF/A-2a, PDF/UA-1 and PDF 1.7 ask of it?

The file is read with pikepdf and FreeType, nothing of chosho's writers. A
check has an id, the clauses it holds and, where there are such, the numbers
of its failure conditions in the Matterhorn Protocol 1.1:

    @check("table-scope", "UA1 7.5", "15-003")
    def check_scope(document): yield "a fault in words"

"1.7" is ISO 32000-1, "A2" ISO 19005-2, "UA1" ISO 14289-1. `own` is what no
standard asks but a reader of our sheets may expect.
"""
import collections

Check = collections.namedtuple("Check", "id clause matterhorn find")

CHECKS = {}


def check(name, clause, matterhorn=""):
    """Adds a generator of faults to the checks."""
    def add(find):
        assert name not in CHECKS, name
        CHECKS[name] = Check(name, clause, matterhorn.split(), find)
        return find
    return add


def find_faults(document, name, most=3):
    """The first faults of one check. A reader that stumbles is a fault."""
    faults = []
    try:
        for fault in CHECKS[name].find(document):
            faults.append(fault)
            if len(faults) == most:
                break
    except Exception as error:
        faults.append(f"stumbled: {type(error).__name__}: {error}")
    return faults


from . import files, content, tree, tables, fonts  # noqa: E402,F401
