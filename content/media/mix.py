"""A voice recorded afterwards, laid over a film whose own sound steps back while somebody speaks.

The pictures are taken over as they are. A voice that ends a little after the film holds its last
picture; one that is far longer is refused, because a sentence that is cut off may be the one that
matters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from content.media import errors, ffmpeg, filters, master, transcode
from content.media.boxes import outline
from content.media.keep import keep
from content.media.probe import LONGEST, WEBM_HEAD, probe

if TYPE_CHECKING:
    from pathlib import Path

    from content.media.ffmpeg import Kind
    from content.media.probe import Probe
    from content.media.transcode import Rendition, Share

VOICE: Final = "voice"
HELD: Final = 3.0
"""Seconds by which a voice may be longer than its film."""
BED: Final = "volume=-8dB"
"""What the film's own sound keeps where nobody speaks over it."""
DUCK: Final = "sidechaincompress=threshold=0.02:ratio=12:attack=30:release=500"
LISTEN = ffmpeg.Limits(wall=120.0, cpu=120, file_size=1 << 20)
MP3_HEADS: Final = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording: how it is packed, its seconds, and the filter that makes it loud enough."""

    kind: Kind
    seconds: float
    loudness: str


def kind_of(path: Path) -> Kind:
    """Tell a recording by its first bytes, never by its name. Raises FilmEmpty and NotAVoice."""
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise errors.FilmEmpty
    if head.startswith(WEBM_HEAD):
        return "webm"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(MP3_HEADS):
        return "mp3"
    raise errors.NotAVoice


def listen(path: Path) -> Voice:
    """Hear a recording to its end.

    Raises FilmEmpty, NotAVoice, VoiceSilent, FilmTruncated and the errors of `ffmpeg.run`.
    """
    kind = kind_of(path)
    if kind == "mp4":
        outline(path)
    heard = [0.0]
    with ffmpeg.workplace(path) as folder:
        try:
            sound = filters.loudness(kind, LONGEST, folder, LISTEN, progress=heard.append)
        except errors.ToolFailed as problem:
            raise errors.NotAVoice from problem
    if sound is None:
        raise errors.VoiceSilent
    return Voice(kind, heard[-1], sound)


def over(film: Path, voice: Path, target_dir: Path, progress: Share | None = None) -> Rendition:
    """Lay a voice over a film; `progress` hears the share done, from 0 to 1.

    The result is a film like every master. Raises the errors of `probe`, `listen` and
    `ffmpeg.convert`, VoiceTooLong and RenditionWrong.
    """
    facts, spoken = probe(film), listen(voice)
    if spoken.seconds > facts.seconds + HELD:
        raise errors.VoiceTooLong(voice=spoken.seconds, film=facts.seconds)
    tell = transcode.ratchet(progress)
    held = max(0.0, spoken.seconds - facts.seconds)
    whole = replace(facts, seconds=facts.seconds + held)
    with ffmpeg.workplace(film, target_dir) as folder:
        (folder / VOICE).symlink_to(voice.absolute())
        own = None
        if facts.has_audio:
            own = filters.loudness(facts.kind, facts.seconds, folder, None)
        ffmpeg.convert(
            _order(facts, spoken, own, held),
            folder,
            progress=transcode.shares(tell, whole.seconds, 0, 1),
        )
        made = transcode.verified(folder / transcode.OUT, whole)
        digest, path = keep(folder / transcode.OUT, target_dir, "mp4")
    tell(1.0)
    return transcode.rendition("mix", 1, path, digest, made)


def _order(film: Probe, voice: Voice, own: str | None, held: float) -> list[str]:
    said = f"[1:a:0]aresample=48000:async=1:first_pts=0,{voice.loudness},aresample=48000"
    if own is None:
        graph = f"{said},apad[sound]"
    else:
        graph = (
            f"{said},apad,asplit[said][key];"
            f"[0:a:0]aresample=48000:async=1:first_pts=0,{own},aresample=48000,{BED},apad[bed];"
            f"[bed][key]{DUCK}[low];"
            "[low][said]amix=inputs=2:duration=longest:normalize=0,alimiter=limit=0.84:level=0"
            "[sound]"
        )
    return [
        *(*ffmpeg.from_file(film.kind), *ffmpeg.from_file(voice.kind, VOICE)),
        *("-filter_complex", graph, "-map", "0:V:0", "-map", "[sound]"),
        *_pictures(film, held),
        *("-c:a", "aac", "-ac", "1", "-ar", "48000", "-b:a", f"{master.SOUND_RATE}k"),
        *("-t", f"{film.seconds + held:.3f}", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-movflags", "+faststart", "-f", "mp4", transcode.OUT),
    ]


def _pictures(film: Probe, held: float) -> list[str]:
    """Take the pictures over as they are, unless the last one has to stay or phones need others."""
    plain = (film.kind, film.codec, film.pix_fmt, film.rotation) == ("mp4", "h264", "yuv420p", 0)
    if plain and not held:
        return ["-c:v", "copy"]
    stay = f"tpad=stop_mode=clone:stop_duration={held + 1:.3f}"
    return [
        *("-vf", f"{filters.picture(film, master.SHORT_SIDE)},{stay}"),
        *("-c:v", "libx264", "-profile:v", "high", "-preset", master.PRESET),
        *("-crf", str(master.QUALITY), "-threads", "2"),
    ]
