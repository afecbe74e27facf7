"""Captions out of a film's sound, by a program that the operator named: drafts, never more.

The program gets the path of a WAV file (mono, 16 kHz) and a language, and prints WebVTT or SubRip.
It runs in the same fence as ffmpeg does: little memory, little time, no secrets, its own folder.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
from typing import TYPE_CHECKING, Final

from content.media import captions, errors, ffmpeg
from content.media.probe import probe

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.captions import Cue

SOUND: Final = "speech.wav"
LASTS: Final = 200
"""Seconds of sound that are listened to; a film has 180."""
ENVIRONMENT: Final = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
"""What a program sees of our own environment: enough to run, and none of our secrets."""
PATIENCE: Final = ffmpeg.Limits(
    wall=900.0, cpu=1800, memory=8 * ffmpeg.GIBIBYTE, data=8 * ffmpeg.GIBIBYTE,
    file_size=ffmpeg.GIBIBYTE // 4,
)  # fmt: skip
"""What one run of the program may take; models for speech are mapped whole."""


def cues(
    command: str, film: Path, language: str, patience: ffmpeg.Limits = PATIENCE
) -> tuple[Cue, ...]:
    """Return what the program hears in a film, as lines nobody has looked at yet.

    Raises SpeechMissing (no such program), NoSound, SpeechFailed, SpeechSlow, NoSound,
    NothingHeard, CaptionsUnreadable
    (it printed no captions) and what ffmpeg raises.
    """
    words = shlex.split(command)
    with ffmpeg.workplace(film) as folder:
        _sound(film, folder)
        printed = _run([*_program(words), SOUND, language], folder, patience)
    if not printed.strip():
        raise errors.NothingHeard
    return captions.read_file(printed, language).cues


def _sound(film: Path, folder: Path) -> None:
    facts = probe(film)
    if not facts.has_audio:
        raise errors.NoSound
    options = ("-vn", "-sn", "-dn", "-map", "0:a:0", "-ac", "1", "-ar", "16000", "-map_metadata")
    ffmpeg.convert(
        [*ffmpeg.from_file(facts.kind), *options, "-1", "-t", str(LASTS), "-f", "wav", SOUND],
        folder,
    )


def _program(words: list[str]) -> list[str]:
    try:
        return [ffmpeg.find_named(words[0]), *words[1:]]
    except (IndexError, errors.ToolMissing):
        raise errors.SpeechMissing from None


def _run(words: list[str], folder: Path, patience: ffmpeg.Limits) -> bytes:
    """Run a program in the fence and return what it printed; its whole family ends with it."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [*ffmpeg.fence(patience), *words],
            cwd=folder,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
            | {"TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = process.wait(patience.wall)
        except subprocess.TimeoutExpired:
            raise errors.SpeechSlow(seconds=patience.wall) from None
        finally:
            _end(process)
        if code != 0:
            raise errors.SpeechFailed(code=code)
        told.seek(0)
        return told.read(captions.LARGEST + 1)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let nothing of a program's family live on."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
