"""Where ffmpeg is and how it is run: always in a fence, in a folder of its own, under a clock."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from content.media import errors

GIBIBYTE = 1 << 30
JAIL = Path(__file__).with_name("jail.py")
LOG_TAIL = 64 * 1024

CONTAINERS = "mov,matroska"
CODECS = (
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mjpeg,prores,"
    "aac,opus,libopus,mp3,mp3float,vorbis,alac,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le"
)
MAX_PIXELS = 36_000_000

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take."""

    wall: float = 1800.0
    """Seconds on the clock."""
    cpu: int = 3600
    """Seconds of computing."""
    memory: int = 2 * GIBIBYTE
    """Bytes of address space; 4K HEVC runs in 1.5 GiB, 1080p does not in 0.75."""
    file_size: int = 1 * GIBIBYTE
    """Bytes of one written file."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: its exit code (negative for a signal) and the end of its log."""

    code: int
    log: str


@functools.cache
def find(explicit: str | None = None) -> str:
    """The ffmpeg to use: the named one, else imageio-ffmpeg's, else the one on PATH.

    Raises ToolMissing when there is none, also when the named one cannot be run.
    """
    if explicit is not None:
        named = shutil.which(explicit)
        if named is None:
            raise errors.ToolMissing
        return os.path.abspath(named)
    with contextlib.suppress(ImportError, RuntimeError):
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    if on_path := shutil.which("ffmpeg"):
        return os.path.abspath(on_path)
    raise errors.ToolMissing


@functools.cache
def version(explicit: str | None = None) -> str:
    """The version ffmpeg tells of itself, as in `n9.0.2`; empty when it tells none."""
    answer = subprocess.run(
        [find(explicit), "-hide_banner", "-version"], capture_output=True, text=True, check=False
    )
    words = answer.stdout.split()
    return words[2].split("-")[0] if words[:2] == ["ffmpeg", "version"] else ""


def from_file(name: str = "source") -> list[str]:
    """The options before a foreign input that keep it from reading anything but itself."""
    return [
        *("-protocol_whitelist", "file,pipe", "-format_whitelist", CONTAINERS),
        *("-codec_whitelist", CODECS, "-max_pixels", str(MAX_PIXELS), "-threads", "2"),
        *("-i", f"file:{name}"),
    ]


def from_mp4(name: str = "source") -> list[str]:
    """As `from_file`, for MP4 and MOV, whose own references to other files stay closed too."""
    return ["-enable_drefs", "0", "-use_absolute_path", "0", *from_file(name)]


@contextlib.contextmanager
def workplace(source: Path | None = None, parent: Path | None = None) -> Iterator[Path]:
    """A folder of its own for one run; the foreign file stands in it under the name `source`."""
    with tempfile.TemporaryDirectory(prefix="film-", dir=parent) as name:
        folder = Path(name)
        if source is not None:
            (folder / "source").symlink_to(source.absolute())
        yield folder


def run(
    arguments: Sequence[str],
    folder: Path,
    *,
    limits: Limits | None = None,
    feed: Iterable[bytes] | None = None,
    progress: Progress | None = None,
    program: str | None = None,
) -> Run:
    """Run ffmpeg inside the fence, in `folder`, and say how it ended.

    `feed` is written to its standard input; without it, `progress` hears the seconds of film done
    about once a second. Whatever happens, the whole process group is gone afterwards.
    Raises OutOfTime, TooHeavy and DiskFull; other failures are told by the exit code.
    """
    limits = limits or Limits()
    with tempfile.TemporaryFile() as log:
        process = _start(arguments, folder, limits, log, feed is not None, program or find())
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
    _judge(code, run_log, late.is_set(), limits)
    return Run(code, run_log)


def convert(
    arguments: Sequence[str],
    folder: Path,
    *,
    limits: Limits | None = None,
    feed: Iterable[bytes] | None = None,
    progress: Progress | None = None,
    program: str | None = None,
) -> str:
    """As `run`, but a failure is an error: returns the log, raises ToolFailed too."""
    ended = run(arguments, folder, limits=limits, feed=feed, progress=progress, program=program)
    if ended.code != 0:
        raise errors.ToolFailed(reason=_last_line(ended.log))
    return ended.log


def _start(
    arguments: Sequence[str],
    folder: Path,
    limits: Limits,
    log: IO[bytes],
    fed: bool,
    program: str,
) -> subprocess.Popen[bytes]:
    bounds = [limits.cpu, limits.memory, limits.file_size, os.getpid()]
    return subprocess.Popen(
        [
            *(sys.executable, "-I", "-S", str(JAIL), *map(str, bounds), "--"),
            *(program, "-hide_banner", "-nostats", "-y", *([] if fed else ["-nostdin"])),
            *("-progress", "pipe:1", "-stats_period", "0.5", *arguments),
        ],
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


def _judge(code: int, log: str, late: bool, limits: Limits) -> None:
    """Turn the ends that have a name into their errors."""
    if late:
        raise errors.OutOfTime(seconds=limits.wall)
    if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ):
        raise errors.TooHeavy
    if code != 0 and "No space left on device" in log:
        raise errors.DiskFull
    if code != 0 and "Cannot allocate memory" in log:
        raise errors.TooHeavy


def _last_line(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no reason given"
