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

# The conditions of the Matterhorn Protocol that a program can judge, 87 of
# them. What cannot occur because a check allows nothing of its kind counts
# as held by that check.
MACHINE = """
01-003 01-004 01-005 01-007 02-001 02-003 02-004 06-001 06-002 06-003 07-001
07-002 09-004 09-005 09-006 09-007 09-008 10-001 11-001 11-002 11-003 11-004
11-005 11-006 13-004 14-002 14-003 14-006 14-007 15-003 17-002 17-003 19-003
19-004 20-001 20-002 20-003 21-001 25-001 26-001 26-002 28-002 28-004 28-005
28-006 28-007 28-008 28-009 28-010 28-011 28-012 28-014 28-015 28-016 28-017
28-018 30-001 30-002 31-001 31-002 31-003 31-004 31-005 31-006 31-007 31-008
31-009 31-011 31-012 31-013 31-014 31-015 31-016 31-017 31-018 31-019 31-020
31-021 31-022 31-023 31-024 31-025 31-026 31-027 31-028 31-029 31-030
""".split()


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


def unheld():
    """Conditions of MACHINE that no check names."""
    held = {n for c in CHECKS.values() for n in c.matterhorn}
    return [n for n in MACHINE if n not in held]


from . import files, content, tree, tables, links, fonts  # noqa: E402,F401
