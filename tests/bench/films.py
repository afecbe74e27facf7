"""What a film costs from the phone to every rendition, in seconds of computing a minute of film."""

import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from content.media import doctor, ffmpeg, master, recipes, transcode
from tests.bench.bench import Bench
from tests.bench.figures import Figure

SECONDS, SECONDS_QUICK = 20, 4
X265: Final = "log-level=none:keyint=30:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
SOURCES: Final = {
    "1080p": ("1920x1080", ("-c:v", "libx264", "-preset", "ultrafast", "-b:v", "14M", "-g", "30")),
    "4K HDR": (
        "3840x2160",
        (
            "-c:v", "libx265", "-preset", "ultrafast", "-b:v", "40M", "-pix_fmt", "yuv420p10le",
            "-x265-params", X265, "-color_primaries", "bt2020", "-color_trc", "arib-std-b67",
            "-colorspace", "bt2020nc", "-tag:v", "hvc1",
        ),
    ),
}  # fmt: skip
MINUTE: Final = 60


def measure(bench: Bench) -> list[Figure]:
    """Look at a phone's film, make its master, and each rendition from that."""
    seconds = SECONDS_QUICK if bench.quick else SECONDS
    found: list[Figure] = []
    for name, (size, words) in SOURCES.items():
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "phone.mov"
            _film(source, size, words, seconds)
            found += _treated(name, source, Path(folder), seconds)
    return found


def _treated(name: str, source: Path, folder: Path, seconds: int) -> Iterator[Figure]:
    _, looked = _computed(lambda: doctor.look(source))
    made, mastered = _computed(lambda: master.make(source, folder))
    yield _figure(f"{name}: look", looked, seconds)
    yield _figure(f"{name}: master", mastered, seconds)
    for recipe in recipes.ALL:
        _, cost = _computed(partial(transcode.transcode, made.path, recipe, folder))
        _, bare = _computed(partial(transcode.transcode, source, recipe, folder))
        # The floor is the same rendition made from the phone's film itself.
        yield _figure(f"{name}: {recipe.name} of the master", cost, seconds, bare)


def _figure(what: str, cost: float, seconds: int, bare: float | None = None) -> Figure:
    share = MINUTE / seconds
    floor = None if bare is None else round(bare * share, 1)
    return Figure(what, round(cost * share, 1), "CPU s/min", floor=floor)


def _computed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do it; give what it gave and the seconds its processes computed."""
    before = _used()
    made = work()
    return made, _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _film(path: Path, size: str, words: tuple[str, ...], seconds: int) -> None:
    picture = f"testsrc2=s={size}:r=30:d={seconds},noise=alls=5:allf=t"
    sound = f"anoisesrc=color=pink:d={seconds}:a=0.05"
    inputs = ("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound)
    command = [ffmpeg.find(), "-v", "error", *inputs, *words, "-c:a", "aac", str(path)]
    subprocess.run(command, check=True)
