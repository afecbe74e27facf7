"""Where ffmpeg is and how it is run: always in a fence, in a folder of its own, under a clock."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from content.media import errors

GIBIBYTE = 1 << 30
PREFIX = "film-"
SOURCE = "source"
LOCK = ".lock"
JAIL = Path(__file__).with_name("jail.py")
LOG_TAIL = 64 * 1024

CONTAINERS = "mov,matroska"
CODECS = (
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mjpeg,prores,"
    "aac,opus,libopus,mp3,mp3float,vorbis,alac,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le"
)
MAX_PIXELS = 36_000_000

Kind = Literal["mp4", "webm", "wav", "mp3"]
DEMUXERS: dict[Kind, str] = {"mp4": "mov", "webm": "matroska", "wav": "wav", "mp3": "mp3"}
Progress = Callable[[float], None]

_named: list[str] = []


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take."""

    wall: float = 1800.0
    """Seconds on the clock."""
    cpu: int = 3600
    """Seconds of computing."""
    memory: int = 2 * GIBIBYTE
    """Bytes of address space; 4K HEVC runs in 1.5 GiB, 1080p does not in 0.75."""
    data: int = 2 * GIBIBYTE
    """Bytes of memory that it writes to; its own and its libraries' code is not among them."""
    file_size: int = 1 * GIBIBYTE
    """Bytes of one written file."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: its exit code (negative for a signal) and the end of its log."""

    code: int
    log: str


def use(program: str | None) -> None:
    """Take this ffmpeg in this process, as the settings name it; None leaves the choice to `find`.

    Raises ToolMissing when it cannot be run.
    """
    _named.clear()
    if program:
        _named.append(find_named(program))


def find_named(program: str) -> str:
    """Find a program by its path or its name on PATH. Raises ToolMissing."""
    found = shutil.which(program)
    if found is None:
        raise errors.ToolMissing
    return str(Path(found).absolute())


def find() -> str:
    """Find the ffmpeg to run: the one named by `use`, else imageio-ffmpeg's, else PATH's.

    Raises ToolMissing when there is none.
    """
    return _named[0] if _named else _found()


@functools.cache
def _found() -> str:
    with contextlib.suppress(ImportError, RuntimeError):
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    return find_named("ffmpeg")


def version(explicit: str | None = None) -> str:
    """Read the version ffmpeg tells of itself, as in `n9.0.2`; empty when it tells none."""
    answer = subprocess.run(
        [find_named(explicit) if explicit else find(), "-hide_banner", "-version"],
        capture_output=True,
        text=True,
        check=False,
    )
    words = answer.stdout.split()
    return words[2].split("-")[0] if words[:2] == ["ffmpeg", "version"] else ""


def from_file(kind: Kind, name: str = SOURCE) -> list[str]:
    """Give the options before a foreign input that keep it from reading anything but itself.

    The container is forced: nothing is guessed from the content, so no list of other files opens.
    `name` is a second input's name in the workplace.
    """
    allowed = CONTAINERS if kind in ("mp4", "webm") else DEMUXERS[kind]
    own = ["-enable_drefs", "0", "-use_absolute_path", "0"] if kind == "mp4" else []
    return [
        *("-protocol_whitelist", "file,pipe", "-format_whitelist", allowed, *own),
        *("-codec_whitelist", CODECS, "-max_pixels", str(MAX_PIXELS), "-threads", "2"),
        *("-f", DEMUXERS[kind], "-i", f"file:{name}"),
    ]


def sweep(folder: Path) -> int:
    """Remove what runs that were killed left in a folder; returns how many there were.

    A workplace whose process lives is locked by it and stays.
    """
    gone = 0
    for left in folder.glob(f"{PREFIX}*"):
        if _abandoned(left):
            shutil.rmtree(left, ignore_errors=True)
            gone += 1
    return gone


def _abandoned(workplace: Path) -> bool:
    try:
        with (workplace / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except BlockingIOError:
        return False
    except OSError:
        # Between making the folder and locking it lie milliseconds, not a minute.
        return workplace.is_dir() and time.time() - workplace.stat().st_mtime > 60  # noqa: PLR2004


@contextlib.contextmanager
def workplace(source: Path | None = None, parent: Path | None = None) -> Iterator[Path]:
    """Give one run a folder of its own, where the foreign file stands under a fixed name.

    `parent` is where the result will lie, so that it can be renamed into its place.
    """
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent) as name:
        folder = Path(name)
        with (folder / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if source is not None:
                (folder / SOURCE).symlink_to(source.absolute())
            yield folder


def run(
    arguments: Sequence[str],
    folder: Path,
    *,
    limits: Limits | None = None,
    feed: Iterable[bytes] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run ffmpeg inside the fence, in `folder`, and say how it ended.

    `feed` is written to its standard input; without it, `progress` hears the seconds of film done
    about once a second. Whatever happens, the whole process group is gone afterwards.
    Raises OutOfTime, TooHeavy and DiskFull; other failures are told by the exit code.
    """
    limits = limits or Limits()
    with tempfile.TemporaryFile() as log:
        fed = feed is not None
        command = _command(arguments, limits, find(), fed=fed)
        process = _start(command, folder, log, fed=fed)
        late = threading.Event()
        clock = threading.Timer(limits.wall, _stop_late, [process, late])
        clock.start()
        try:
            _talk(process, feed, progress)
            code = process.wait()
        finally:
            clock.cancel()
            _kill(process)
            process.wait()
        run_log = _tail(log)
    if late.is_set():
        raise errors.OutOfTime(seconds=limits.wall)
    _judge(code, run_log)
    return Run(code, run_log)


def convert(
    arguments: Sequence[str],
    folder: Path,
    *,
    limits: Limits | None = None,
    feed: Iterable[bytes] | None = None,
    progress: Progress | None = None,
) -> str:
    """As `run`, but a failure is an error: returns the log, raises ToolFailed too."""
    ended = run(arguments, folder, limits=limits, feed=feed, progress=progress)
    if ended.code != 0:
        raise errors.ToolFailed(reason=_last_line(ended.log))
    return ended.log


def _command(arguments: Sequence[str], limits: Limits, program: str, *, fed: bool) -> list[str]:
    return [
        *fence(limits),
        # As many threads as a large machine has would not fit into the memory allowed.
        *(program, "-hide_banner", "-nostats", "-y", "-filter_threads", "2"),
        *([] if fed else ["-nostdin", "-progress", "pipe:1", "-stats_period", "0.5"]),
        *arguments,
    ]


def fence(limits: Limits) -> list[str]:
    """Give the words before a program's own that let it run inside the fence."""
    bounds = (limits.cpu, limits.memory, limits.data, limits.file_size, os.getpid())
    return [sys.executable, "-I", "-S", str(JAIL), *map(str, bounds), "--"]


def _start(
    command: list[str], folder: Path, log: IO[bytes], *, fed: bool
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env={"LANG": "C", "TMPDIR": str(folder), "MALLOC_ARENA_MAX": "2"},
        stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if fed else subprocess.PIPE,
        stderr=log,
        start_new_session=True,
    )


def _talk(
    process: subprocess.Popen[bytes], feed: Iterable[bytes] | None, progress: Progress | None
) -> None:
    """Feed the process, or listen to it, until it is done."""
    if feed is not None and process.stdin is not None:
        # A process that died has its reason in the log; the broken pipe says nothing.
        with contextlib.suppress(BrokenPipeError), process.stdin as mouth:
            for piece in feed:
                mouth.write(piece)
    if process.stdout is not None:
        with process.stdout as ear:
            for line in ear:
                _hear(line, progress)


def _hear(line: bytes, progress: Progress | None) -> None:
    key, _, value = line.strip().partition(b"=")
    if progress and key == b"out_time_us" and value.isdigit():
        progress(int(value) / 1_000_000)


def _stop_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _tail(log: IO[bytes]) -> str:
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - LOG_TAIL))
    return log.read().decode("utf-8", "replace")


def _judge(code: int, log: str) -> None:
    """Turn the ends that have a name into their errors."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ):
        raise errors.TooHeavy
    if code != 0 and "No space left on device" in log:
        raise errors.DiskFull
    if code != 0 and "Cannot allocate memory" in log:
        raise errors.TooHeavy


def _last_line(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no reason given"
