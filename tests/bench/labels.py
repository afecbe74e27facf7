"""A thousand labels as one PDF, each decoded from the finished file, by `kiosk labels --all`."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import qrcode

from content import plant as verbs
from content.plant import NewMachine
from content.revision import change
from kiosk.cli.plant import opened
from kiosk.settings import Settings
from qr_codes import codes
from tests.bench.bench import Bench
from tests.bench.figures import Figure
from tests.bench.plant import settings_in

ROOT: Final = Path(__file__).parents[2]
SLOWEST: Final = 60.0
FLAT: Final = 1.25
ADDRESS: Final = 'base_url = "https://learn.acme.de"\nlabel_url = "https://qr.acme.de"\n'


@dataclass(frozen=True, slots=True)
class Print:
    """What one print took."""

    seconds: float
    computed: float
    memory: float
    size: int


def measure(bench: Bench) -> list[Figure]:
    """Return time and memory of the whole print, and of a quarter of it."""
    number = bench.choose(1000, 24)
    with _plant(number) as (settings, made):
        quarter = _print(settings, made[: number // 4])
        whole = _print(settings, [])
    symbols = _symbols(made)
    name = f"{number:,} labels"
    return [
        Figure(name, whole.seconds, "s", None if bench.quick else SLOWEST, floor=symbols),
        Figure(f"{name}, computing alone", whole.computed, "s", floor=symbols),
        Figure(f"{name}: a second", number / whole.seconds, "/s"),
        Figure(f"{name}: highest memory", whole.memory, "MB", floor=quarter.memory),
        Figure(f"{name}: memory against a quarter of them", whole.memory / quarter.memory,
               "x", FLAT, floor=1),
        Figure(f"{name}: size of the file", whole.size / 1000, "kB"),
    ]  # fmt: skip


@contextmanager
def _plant(number: int) -> Iterator[tuple[Settings, list[str]]]:
    home = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    try:
        settings = settings_in(home, home / "pot")
        settings.data.mkdir(parents=True, exist_ok=True)
        (settings.data / "kiosk.toml").write_text(ADDRESS)
        with opened(settings, create=True), change():
            site = verbs.found("Werk 1", "werk-1", crowd=100)
            area = verbs.area(site, ("Halle 3", "Linie 2"))
            rows = verbs.machines(NewMachine(area, f"Drehmaschine {n}") for n in range(number))
            used: set[str] = set()
            for row in rows:
                used.add(code := codes.new(used))
                verbs.label(row, code, "attached")
        yield settings, sorted(used)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _print(settings: Settings, wanted: list[str]) -> Print:
    """Print some labels, or all if none is named, in a process of its own."""
    out = settings.data / "labels.pdf"
    which = wanted or ["--all"]
    order = [sys.executable, "-m", "kiosk", "labels", *which, "--out", str(out)]
    began = time.monotonic()
    process = subprocess.Popen(
        [*order, "--data", str(settings.data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    _, code, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode:
        sys.exit("kiosk labels failed")
    seconds = time.monotonic() - began
    return Print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.stat().st_size)


def _symbols(made: list[str]) -> float:
    """Return the seconds of computing that the bare symbols take, with the search for a mask."""
    began = time.process_time()
    for code in made:
        symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q)
        symbol.add_data(f"https://QR.ACME.DE/{code}", optimize=4)
        symbol.make()
    return time.process_time() - began
