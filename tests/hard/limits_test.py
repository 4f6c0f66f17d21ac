#!/usr/bin/env python3
"""Inputs made to cost: each ends by itself, with a message or a sheet.

What grows is tried at two sizes: four times as much may take ten times the
processor time and no more, the least of three tries; what takes little is not
judged. What is beyond a limit is refused by the limit's name. SECURITY.md
lists the limits.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

CHOSHO = str(pathlib.Path(os.environ.get("CHOSHO", "build/chosho")).resolve())
SANITIZED = "sanitize" in CHOSHO
SECONDS = 60 * (6 if SANITIZED else 1)  # of a processor, for one run
LITTLE = 0.2        # seconds: less than that is not judged
GROWTH = 10         # for four times as much
TRIES = 3

HEAD = "様式: 重点目標一覧表\n年度: 令和２年度\n部局: 企画課\n重点目標:\n"
ITEM = ("      - 項目: {}\n        期限・数値目標:\n          - {}\n"
        "        中間報告:\n          進捗状況:\n            - {}\n")
GOAL = "  - 名称: 目標\n    取組:\n"
ENTRIES = HEAD + GOAL + ("      - 項目: 取組\n        期限・数値目標:\n"
                         "          - 年度末\n        中間報告:\n"
                         "          進捗状況:\n")

failures = 0


def report(name, fault=""):
    global failures
    failures += bool(fault)
    print(f"not ok {name}: {fault}" if fault else f"ok {name}", flush=True)


def limit_processor():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(folder, text, command="check"):
    """(status, messages, seconds of a processor)"""
    path = folder / "source.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [CHOSHO, "--lang=en", command, str(path)], capture_output=True,
        text=True, errors="replace", preexec_fn=limit_processor)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.returncode, done.stderr, \
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# name: the input of a size n, at most so large
GROWING = {
    "goals": (lambda n: HEAD + (GOAL + ITEM.format("取組", "済", "済")) * n,
              2000),
    "items": (lambda n: HEAD + GOAL + ITEM.format("取組", "済", "済") * n,
              2000),
    "marked": (lambda n: ENTRIES + "            - ・済み\n" * n, 32000),
    "unmarked": (lambda n: ENTRIES + "            - ・済み\n" +
                 "            - 済み\n" * n, 32000),
    "long": (lambda n: ENTRIES + f"            - {'上田市' * 1700}\n" * n, 80),
    "no-break": (lambda n: ENTRIES + f"            - {'a' * 16000}\n" * n, 40),
    "brackets": (lambda n: ENTRIES + f"            - {'「' * n}\n", 5000),
    "combining": (lambda n: ENTRIES + "            - か" + "\u3099" * n + "\n",
                  5000),
    "readings": (lambda n: ENTRIES + f"            - {'｜上《うえ》' * n}\n",
                 800),
    "wrong-keys": (lambda n: HEAD + "  - 名前: 目標\n" * n, 40000),
    "unknown-keys": (lambda n: "".join(f"鍵{i}: 値\n" for i in range(n)),
                     40000),
    "deep": (lambda n: "".join("  " * i + "a:\n" for i in range(n)), 1600),
    "flow": (lambda n: "a: " + "[" * n + "\n", 100000),
    "quotes": (lambda n: f"様式: '{chr(39) * 2 * n}'\n", 8000),
    "comments": (lambda n: "# 注\n" * n + HEAD, 400000),
    "carriage": (lambda n: "\r" * n, 1000000),
}

# name: the input, a word of the message
BEYOND = {
    "file": (b"#" * (8 * 1024 * 1024 + 1), "yaml-size"),
    "nodes": ("a:\n" + "  - b\n" * 200001, "yaml-count"),
    "scalar": ("様式: " + "あ" * 6000 + "\n", "yaml-size"),
    "depth": ("".join("  " * i + "a:\n" for i in range(40)), "yaml-depth"),
    "pages": (ENTRIES + f"            - {'上田市' * 1700}\n" * 500,
              "layout-fit"),
}


def check_growth(folder):
    for name, (make, most) in GROWING.items():
        fault = ""
        cost = []
        for n in (most // 4, most):
            tries = [run(folder, make(n))]
            while len(tries) < TRIES and tries[-1][2] > LITTLE:
                tries.append(run(folder, make(n)))
            cost.append(min(t[2] for t in tries))
            status, messages, _ = tries[0]
            if status not in (0, 1) or (status and not messages.strip()):
                fault = f"{n}: status {status} {messages[-200:]!r}"
        if cost[1] > LITTLE and cost[1] > GROWTH * cost[0]:
            fault = fault or f"{cost[0]:.2f} s became {cost[1]:.2f} s"
        report(f"growth/{name}", fault)


def check_limits(folder):
    for name, (text, rule) in BEYOND.items():
        status, messages, _ = run(folder, text)
        report(f"limit/{name}", "" if status == 1 and f"[{rule}]" in messages
               else f"status {status} {messages[-200:]!r}")


def main():
    with tempfile.TemporaryDirectory(prefix="chosho-limits-") as name:
        check_growth(pathlib.Path(name))
        check_limits(pathlib.Path(name))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
