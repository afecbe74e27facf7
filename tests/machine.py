"""What the tests need from the machine beyond Python: finds it, or installs Debian's package.

Run by `make test` before pytest. Where it may not install, it says in one sentence what to do.
"""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from ctypes.util import find_library

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"


def browser() -> str | None:
    """Return the path of an installed Chromium or Chrome."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def postgres_bin() -> str | None:
    """Return the folder of PostgreSQL's own programs (initdb, postgres), newest first."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)  # noqa: PTH207
    if found:
        return os.path.dirname(found[0])  # noqa: PTH120
    path = shutil.which("initdb")
    return os.path.dirname(path) if path else None  # noqa: PTH120


def nginx() -> str | None:
    """Return the path of nginx."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def missing(more: Sequence[str] = ()) -> list[str]:
    """Return Debian's names of the packages that are not there yet; `more` are those of few."""
    wanted = {
        "chromium": browser(),
        "postgresql": postgres_bin(),
        "nginx-light": nginx(),
        "faketime": shutil.which("faketime"),
        "strace": shutil.which("strace"),
        "libzbar0": find_library("zbar"),
        "fonts-noto-core": os.path.exists(FONTS) or None,  # noqa: PTH110
    }
    rare = {"default-jre-headless": shutil.which("java")}
    wanted |= {package: rare[package] for package in more}
    return [package for package, found in wanted.items() if not found]


def main(more: Sequence[str] = ()) -> int:
    """Install what is missing, where that is allowed."""
    packages = missing(more)
    if not packages:
        return 0
    words = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"The tests need: {words}. Install with: sudo apt-get install {words}")
        return 1
    print(f"Installing what the tests need: {words}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"} | dict(os.environ)
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)
    still = missing(more)
    if still:
        print(f"Still missing after installing: {' '.join(still)}")
    return 1 if still else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
