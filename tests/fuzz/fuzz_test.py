#!/usr/bin/env python3
"""Inputs that fuzzing has kept, and its seeds, once more: no crash, and what
must hold does. tests/fuzz/corpus is what the fuzzers found beside the seeds,
made small; files whose name begins with `bad-` were findings."""
import os
import pathlib
import subprocess
import sys
import tempfile

CHOSHO = pathlib.Path(os.environ.get("CHOSHO", "build/chosho")).resolve()
HERE = pathlib.Path("tests/fuzz")
SECONDS = 600


def main():
    bad = False
    with tempfile.TemporaryDirectory(prefix="chosho-seeds-") as name:
        subprocess.run(["/usr/bin/python3", HERE / "seeds", CHOSHO, name],
                       check=True, capture_output=True)
        for path in sorted(HERE.glob("*_fuzz.c")):
            target = path.name[:-len("_fuzz.c")]
            folders = [f for f in (HERE / "corpus" / target,
                                   pathlib.Path(name) / target) if f.is_dir()]
            done = subprocess.run(
                [CHOSHO.parent / "fuzz" / f"{target}-replay", *folders],
                capture_output=True, text=True, errors="replace",
                timeout=SECONDS)
            bad |= done.returncode != 0
            print(f"ok {target}" if done.returncode == 0 else
                  f"not ok {target}: " + " | ".join(
                      done.stderr.splitlines()[-8:]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
