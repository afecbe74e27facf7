"""What the journeys in other browsers need from the machine: finds it, or installs it from Debian.

Run by `make browsers`. Where it may not install, it says in one sentence what to do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

LIBRARIES: Final = Path("/usr/lib")
FONTS: Final = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")


def mini_browser() -> Path | None:
    """Return the small browser that WebKitGTK brings."""
    return next(LIBRARIES.glob("*-linux-gnu/webkit2gtk-4.*/MiniBrowser"), None)


def codec(name: str) -> Path | None:
    """Return one of GStreamer's plugins, with which WebKitGTK plays films."""
    return next(LIBRARIES.glob(f"*-linux-gnu/gstreamer-1.0/libgst{name}.so"), None)


def missing() -> list[str]:
    """Return Debian's names of the packages that are not there yet."""
    wanted = {
        "firefox-esr": shutil.which("firefox-esr"),
        "webkit2gtk-driver": shutil.which("WebKitWebDriver") and mini_browser(),
        "xvfb": shutil.which("Xvfb"),
        "gstreamer1.0-libav": codec("libav"),
        "gstreamer1.0-plugins-good": codec("isomp4"),
        "fonts-noto-core": FONTS.exists(),
    }
    return [package for package, found in wanted.items() if not found]


def main() -> int:
    """Install what is missing, where that is allowed."""
    packages = missing()
    words = " ".join(packages)
    if packages and (os.geteuid() != 0 or not shutil.which("apt-get")):
        print(f"The journeys need: {words}. Install with: sudo apt-get install {words}")
        return 1
    if packages:
        print(f"Installing what the journeys need, some 300 MB: {words}")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"} | dict(os.environ)
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)
    still = " ".join(missing())
    if still:
        print(f"Still missing after installing: {still}")
    return 1 if still else 0


if __name__ == "__main__":
    sys.exit(main())
