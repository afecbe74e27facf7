"""The films that phones send: each a few seconds, made by the real ffmpeg, with what is true of it.

Every picture has a red field at its top left and a green one at its bottom right, as it is to be
seen; sound, where there is some, is a tone that comes and goes like somebody speaking.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.media import ffmpeg
from tests.content.media.films import tool

if TYPE_CHECKING:
    from pathlib import Path

VOICE = "0.3*sin(2*PI*440*t)*gt(sin(4*PI*t)\\,0)"
X264 = ("-c:v", "libx264", "-preset", "ultrafast")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1", "-pix_fmt", "yuv420p10le")
HLG, PQ = "arib-std-b67", "smpte2084"
AAC = ("-c:a", "aac")
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")
OPUS = ("-c:a", "libopus")
RECORDED = ("-f", "webm", "pipe:1")
PLACE = ("-movflags", "use_metadata_tags", "-metadata", "location=+48.1000+011.5000/",
         "-metadata", "com.apple.quicktime.model=iPhone 15",
         "-metadata", "creation_time=2026-11-22T06:00:00Z")  # fmt: skip


@dataclass(frozen=True)
class PhoneFilm:
    """A film as a phone sends it.

    `found` is what the doctor must say of it, `never` what it must not say.
    """

    name: str
    words: tuple[str, ...]
    found: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset({"dark", "black", "shaky", "overdriven", "noisy", "cut off"})
    size: tuple[int, int] = (640, 360)
    rate: float = 30.0
    seconds: float = 2.0
    sound: str | None = VOICE
    picture: str = ""
    turned: int = 0
    heard: bool = True
    keep: float = 1.0
    """The share of the file that arrived."""

    def make(self, folder: Path) -> Path:
        """Make the file, once; its name is as wrong as its table says."""
        path = folder / self.name
        if not path.exists():
            draft = folder / f"draft-{self.name}"
            self._film(draft)
            if self.turned:
                turn = ("-display_rotation", str(-self.turned), "-i", str(draft))
                tool(*turn, "-c", "copy", "-f", "mov", str(path))
            else:
                path.write_bytes(draft.read_bytes()[: round(draft.stat().st_size * self.keep)])
        return path

    def _film(self, path: Path) -> None:
        words = [*self._input(), *self.words]
        if "pipe:1" in self.words:  # as a browser's recorder writes: it never goes back
            command = [ffmpeg.find(), "-v", "error", *words]
            path.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
        else:
            tool(*words, str(path))

    def _input(self) -> list[str]:
        width, height = self.size
        picture = self.picture or (
            f"color=c=0x7090A0:s={width}x{height}:r={self.rate}:d={self.seconds},"
            "drawbox=w=iw/4:h=ih/4:c=red:t=fill,"
            "drawbox=x=3*iw/4:y=3*ih/4:w=iw/4:h=ih/4:c=0x30C030:t=fill,noise=alls=3:allf=t"
        )
        turns = {90: ",transpose=2", 180: ",hflip,vflip", 270: ",transpose=1"}
        words = ["-f", "lavfi", "-i", picture + turns.get(self.turned, "")]
        if self.sound is None:
            return words
        tone = f"aevalsrc={self.sound}:s=48000:d={self.seconds}"
        return [*words, "-f", "lavfi", "-i", tone]


def _bright(transfer: str) -> str:
    return (
        "format=gbrp,zscale=tin=709:pin=709:min=gbr:rin=full:"
        f"t={transfer}:p=2020:m=2020_ncl:r=limited:npl=203,format=yuv420p10le"
    )


def _hdr(transfer: str, *more: str) -> tuple[str, ...]:
    tags = f"log-level=none:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc"
    return (
        *more, *X265, "-x265-params", tags, "-color_primaries", "bt2020", "-color_trc", transfer,
        "-colorspace", "bt2020nc", *AAC,
    )  # fmt: skip


def _said(*names: str) -> frozenset[str]:
    return frozenset(names)


# fmt: off
SHAKE = (
    "mandelbrot=s=800x500:r=30:maxiter=60,trim=end_frame=1,loop=-1:1,setpts=N/30/TB,trim=duration=3,"
    "crop=640:360:x='80+40*sin(n*2.1)+20*sin(n*1.3)':y='70+40*sin(n*1.8)+20*cos(n*1.1)'"
)
NOISE = "0.15*(random(0)-0.5)+0.02*sin(2*PI*440*t)"
DARKENED = (
    "color=c=0x7090A0:s=640x360:r=30:d=8,drawbox=w=iw/4:h=ih/4:c=red:t=fill,"
    "eq=brightness='if(gt(t\\,4)\\,-0.3\\,0)':eval=frame"
)
LARGE = (
    "color=c=0x7090A0:s=640x360:r=30:d=1,drawbox=w=iw/4:h=ih/4:c=red:t=fill,"
    "drawbox=x=3*iw/4:y=3*ih/4:w=iw/4:h=ih/4:c=0x30C030:t=fill,"
    + _bright(HLG) + ",scale=3840:2160:flags=neighbor"
)
PLAYED: tuple[PhoneFilm, ...] = (
    PhoneFilm("plain.mp4", (*X264, *AAC)),
    PhoneFilm("hlg.mov", _hdr(HLG, "-vf", _bright(HLG)), _said("format", "hdr")),
    PhoneFilm("pq.mov", _hdr(PQ, "-vf", _bright(PQ)), _said("format", "hdr")),
    PhoneFilm(
        "4k.mov",
        _hdr(HLG),
        _said("format", "hdr", "large"),
        size=(3840, 2160),
        seconds=1.0,
        picture=LARGE,
    ),
    PhoneFilm("turned-90.mov", (*X264, *AAC), _said("turned"), size=(360, 640), turned=90),
    PhoneFilm("turned-180.mov", (*X264, *AAC), _said("turned"), turned=180),
    PhoneFilm("turned-270.mov", (*X264, *AAC), _said("turned"), size=(360, 640), turned=270),
    PhoneFilm(
        "uneven.mp4",
        ("-vf", "select='not(mod(n\\,3))+gt(n\\,30)'", "-fps_mode", "vfr", *X264, *AAC),
        _said("uneven"),
    ),
    PhoneFilm("444.mp4", ("-pix_fmt", "yuv444p", *X264, *AAC), _said("colours")),
    PhoneFilm("10-bit.mp4", ("-pix_fmt", "yuv420p10le", *X264, *AAC), _said("colours")),
    PhoneFilm("silent.mp4", (*X264, *AAC), _said("silent"), sound="0", heard=False),
    PhoneFilm("mute.mp4", X264, _said("mute"), sound=None, heard=False),
    PhoneFilm("mono.mp4", (*X264, *AAC, "-ac", "1")),
    PhoneFilm(
        "overdriven.mp4",
        (*X264, *AAC, "-b:a", "256k"),
        _said("overdriven"),
        frozenset({"noisy"}),
        sound="clip(4*sin(2*PI*440*t)*gt(sin(4*PI*t)\\,-0.5)\\,-1\\,1)",
    ),
    PhoneFilm("quiet.mp4", (*X264, *AAC), _said("quiet"), sound=VOICE.replace("0.3*", "0.004*", 1)),
    PhoneFilm(
        "vp8.webm",
        (*VP8, *OPUS, *RECORDED),
        _said("format", "length"),
    ),
    PhoneFilm(
        "vp9.webm",
        ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", *OPUS, *RECORDED),
        _said("format", "length"),
    ),
    PhoneFilm(
        "odd.webm",
        (*VP8, *OPUS),
        _said("odd", "format"),
        size=(1079, 607),
    ),
    PhoneFilm("phone.3gp", (*X264, *AAC, "-f", "3gp")),
    PhoneFilm("first.mp4", (*X264, *AAC, "-movflags", "+faststart")),
    PhoneFilm("portrait.mp4", (*X264, *AAC), size=(360, 640)),
    PhoneFilm("60.mp4", (*X264, *AAC), _said("quick"), rate=60.0),
    PhoneFilm("12.mp4", (*X264, *AAC), _said("slow"), rate=12.0),
    PhoneFilm("slow-motion.mp4", (*X264, *AAC), _said("quick"), rate=120.0),
    PhoneFilm("surround.mp4", (*X264, *AAC, "-ac", "6"), _said("surround")),
    PhoneFilm("named-wrong.mp4", (*VP8, *OPUS, "-f", "webm"), _said("format")),
    PhoneFilm(
        "pieces.mp4", (*X264, *AAC, "-movflags", "frag_keyframe+empty_moov", "-f", "mp4"), _said()
    ),
    PhoneFilm("traced.mov", (*X264, *AAC, *PLACE), _said("place", "traces")),
    PhoneFilm(
        "cut-off.mp4",
        (*X264, *AAC, "-g", "15", "-movflags", "+faststart"),
        _said("cut off"),
        frozenset({"dark"}),
        seconds=6.0,
        keep=0.5,
    ),
    PhoneFilm(
        "cut-off.webm",
        (*VP8, "-g", "15", *OPUS),
        _said("cut off"),
        frozenset({"dark"}),
        seconds=6.0,
        keep=0.5,
    ),
)
"""Films that must play on every phone afterwards."""
TOLD: tuple[PhoneFilm, ...] = (
    PhoneFilm(
        "dark.mp4",
        (*X264, *AAC, "-g", "30"),
        _said("dark"),
        frozenset({"black"}),
        seconds=8.0,
        picture=DARKENED,
    ),
    PhoneFilm(
        "black.mp4",
        (*X264, *AAC, "-g", "30"),
        _said("black"),
        frozenset({"dark"}),
        seconds=6.0,
        picture="color=c=0x7090A0:s=640x360:r=30:d=6,eq=brightness='if(gt(t\\,3)\\,-1\\,0)'"
        ":eval=frame",
    ),
    PhoneFilm(
        "shaky.mp4", (*X264, *AAC), _said("shaky"), frozenset({"dark"}), seconds=3.0, picture=SHAKE
    ),
    PhoneFilm("noisy.mp4", (*X264, *AAC), _said("noisy"), frozenset({"quiet"}), sound=NOISE),
    PhoneFilm(
        "still.mp4",
        (*X264, *AAC, "-g", "30"),
        _said("still"),
        frozenset({"dark"}),
        seconds=10.0,
        picture="color=c=0x7090A0:s=320x180:r=10:d=10",
    ),
)
"""Films that play well but show or sound badly: the doctor says so."""
# fmt: on
