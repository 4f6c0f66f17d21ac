"""What a test script prints: a line `ok NAME` or `not ok NAME: why` a test.

    sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
    from report import exit_status, report
"""

MOST_CHARACTERS = 600  # of a fault
MOST_FAULTS = 10       # shown of one test

failures = 0


def report(name, faults=""):
    """One test. `faults`: what is wrong, in words or as a list of such;
    nothing: it passed."""
    global failures
    if not isinstance(faults, list):
        faults = [faults] if faults else []
    faults = [str(f)[:MOST_CHARACTERS].replace("\n", " | ") for f in faults]
    failures += bool(faults)
    print(f"not ok {name}: {faults[0]}" if faults else f"ok {name}")
    for fault in faults[1:MOST_FAULTS]:
        print(fault)


def expect(name, passed, why=""):
    """One test that holds or does not."""
    report(name, "" if passed else why or "it is not so")


def exit_status():
    """Of the script: 1 where a test failed."""
    return 1 if failures else 0
