"""The packages of package-lock.json, for the tests that node runs."""
import fcntl
import hashlib
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
MODULES = HERE / "node_modules"


def install():
    """npm ci, once for each package-lock.json; "" or what went wrong."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    stamp = MODULES / ".installed"
    env = dict(os.environ, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1")
    with open(HERE / "package-lock.json", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two tests may begin at once
        if stamp.exists() and stamp.read_text() == digest.hexdigest():
            return ""
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=HERE, env=env, capture_output=True, text=True)
        if done.returncode:
            return done.stderr[-2000:]
        stamp.write_text(digest.hexdigest())
    return ""
