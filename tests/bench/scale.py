"""What a whole city costs: 10 and then many departments in one run.

Editions of the two real sheets, repeated, are built as PDF, HTML, CSV and
JSON. What one more department costs is the difference between the longest
and the shortest run, so that the start falls out; growth is what the second
half costs beside the first. Then `build --watch` on 25 departments: what it
says a saved sheet took.

Outputs go to a file system in memory where there is one, as in formats.py.
"""
import os
import pathlib
import re
import subprocess
import tempfile

import book

SOURCE = "sources/r02"
TIMES = [5, 50, 100]  # 10, 100 and 200 departments
FORMATS = "--format=pdf,html,csv,json"
WORKERS = 2
MEMORY = "/dev/shm"
ROUNDS = 5
RUNS = 3
WATCHED = 13   # times 2 departments
SAVES = 10
# CPU ms by department; MB of all processes together; how much more a
# department of the second half costs; ms of a saved sheet under --watch.
LIMITS = {"cost": 10.0, "memory": 200.0, "growth": 1.15, "watch": 50.0}
LINES = {"cost": "CPU ms by department, four formats",
         "memory": "peak MB of all processes together",
         "growth": "a later department beside an early one",
         "watch": "ms until a saved sheet is built again"}


def run_city(edition, out, tools, bench, workers):
    return bench.measure(tools["measure"], [
        tools["chosho"], "build", FORMATS, f"-j{workers}", "-o", out, edition])


def measure_watch(edition, out, tools):
    """The least of what it says of saved sheets."""
    source = next(pathlib.Path(edition).glob("seisaku*.yaml"))
    process = subprocess.Popen(
        [tools["chosho"], "--lang=en", "build", "--watch", "-o", out,
         edition], stderr=subprocess.PIPE, text=True)
    times = []
    try:
        process.stderr.readline()
        for _ in range(SAVES):
            beside = source.with_suffix(".new")
            beside.write_bytes(source.read_bytes())
            os.replace(beside, source)
            times.append(int(re.search(r"(\d+) ms",
                                       process.stderr.readline())[1]))
    finally:
        process.terminate()
        process.wait()
    return min(times)


def measure_round(editions, place, tools, bench, number):
    fixed = bench.calibrate(tools["calibrate"])
    cpu = {}
    for run in range(RUNS):
        for edition, count in editions:
            spent, _ = run_city(edition, f"{place}/{number}-{run}-{count}",
                                tools, bench, 1)
            cpu[count] = min(spent, cpu.get(count, spent))
    edition, most = editions[-1]
    _, peak = run_city(edition, f"{place}/{number}-j", tools, bench, WORKERS)
    fixed = min(fixed, bench.calibrate(tools["calibrate"]))
    speed = bench.reference / fixed
    first, middle, last = sorted(cpu)
    early = (cpu[middle] - cpu[first]) / (middle - first)
    late = (cpu[last] - cpu[middle]) / (last - middle)
    print(f"city: calibration {fixed:.0f} ms, speed {speed:.2f}")
    for count in sorted(cpu):
        print(f"  {count:5} departments {cpu[count]:7.0f} ms CPU")
    return {"cost": (cpu[last] - cpu[first]) / (last - first) * speed,
            "memory": peak * (WORKERS + 1), "growth": late / early}


def judge(root, folder, tools, bench):
    """Measures and prints; False when a limit is missed in all rounds."""
    editions = [book.make_edition(root / SOURCE, folder, f"city-{times}",
                                  times) for times in TIMES]
    watched, _ = book.make_edition(root / SOURCE, folder, "watched", WATCHED)
    memory = MEMORY if pathlib.Path(MEMORY).is_dir() else None
    best = {}
    with tempfile.TemporaryDirectory(prefix="chosho-bench-",
                                     dir=memory) as place:
        for number in range(ROUNDS):
            found = measure_round(editions, place, tools, bench, number)
            found["watch"] = measure_watch(watched, f"{place}/w{number}",
                                           tools)
            best = {key: min(found[key], best.get(key, found[key]))
                    for key in LIMITS}
            if all(best[key] <= LIMITS[key] for key in LIMITS):
                break
    for key, limit in LIMITS.items():
        print(f"  {LINES[key]}: {best[key]:.2f} of at most {limit:g}: "
              f"{'kept' if best[key] <= limit else 'EXCEEDED'}")
    return all(best[key] <= LIMITS[key] for key in LIMITS)
