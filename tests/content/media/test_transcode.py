"""Renditions and stills: what comes out of any film, and what never does."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from content.media import boxes, errors, ffmpeg, recipes, stills
from content.media.probe import probe
from content.media.transcode import Rendition, transcode
from tests.content.media.films import PICTURE, QUICK, VOICE, Make, tool

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def renditions(phone_film: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendition]:
    """The phone's film by every recipe."""
    folder = tmp_path_factory.mktemp("renditions")
    return {recipe.name: transcode(phone_film, recipe, folder) for recipe in recipes.ALL}


@pytest.fixture(scope="session")
def busy_film(make: Make) -> Path:
    """Four seconds of snow and noise: nothing is harder to make small."""
    snow = ("-f", "lavfi", "-i", "nullsrc=s=640x360:r=30:d=4,geq=random(1)*255:128:128")
    return make("busy.mp4", *snow, *VOICE, *QUICK, "-crf", "30")


@pytest.fixture(params=["lite", "540p", "720p"])
def made(request: pytest.FixtureRequest, renditions: dict[str, Rendition]) -> Rendition:
    """Each of the renditions."""
    return renditions[request.param]


def loudness(path: Path) -> float:
    """Integrated loudness after EBU R 128, in LUFS."""
    log = tool("-i", str(path), "-af", "ebur128", "-f", "null", "-")
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", log)[-1])


def pixels(path: Path, at: str = "1") -> Image.Image:
    """One decoded picture of a film."""
    still = path.with_name("look.png")
    tool("-ss", at, "-i", str(path), "-frames:v", "1", "-update", "1", str(still))
    return Image.open(still).convert("RGB")


def test_the_index_stands_first(made: Rendition) -> None:
    assert boxes.outline(made.path).moov_first


def test_it_stands_upright_and_is_never_enlarged(made: Rendition) -> None:
    film = probe(made.path)
    assert (film.width, film.height, film.rotation) == (180, 320, 0)


def test_place_and_names_are_gone(made: Rendition, phone_film: Path) -> None:
    told = tool("-i", str(phone_film), "-f", "null", "-")
    assert "+48.1" in told
    assert "Halle 3" in told
    kept = made.path.read_bytes()
    assert not [word for word in (b"+48.1", b"Halle", b"Core Media") if word in kept]


def test_the_sound_is_as_loud_as_the_others(made: Rendition, phone_film: Path) -> None:
    assert abs(loudness(phone_film) + 16) > 10
    assert loudness(made.path) == pytest.approx(-16, abs=1.5)


def test_the_name_is_the_content(made: Rendition) -> None:
    told = subprocess.run(["sha256sum", made.path], capture_output=True, text=True, check=True)
    assert made.path.name == f"{told.stdout.split()[0]}.mp4" == f"{made.sha256}.mp4"


def test_it_lasts_as_long_as_its_source(made: Rendition) -> None:
    assert made.seconds == pytest.approx(4, abs=0.1)


def test_sound_and_picture_stay_together(made: Rendition) -> None:
    """Each stream ends when the other does, to a sound packet and a picture."""
    log = tool("-i", str(made.path), "-map", "0:a", "-f", "null", "-")
    heard = re.findall(r"time=\d+:\d+:([\d.]+)", log)[-1]
    log = tool("-i", str(made.path), "-map", "0:v", "-f", "null", "-")
    seen = re.findall(r"time=\d+:\d+:([\d.]+)", log)[-1]
    assert float(heard) == pytest.approx(float(seen), abs=0.07)


def test_lite_shows_every_second_picture_of_a_phone(renditions: dict[str, Rendition]) -> None:
    assert renditions["lite"].fps == 15
    assert renditions["540p"].fps == 30


@pytest.mark.thorough
def test_doing_it_twice_is_doing_it_once(busy_film: Path, tmp_path: Path) -> None:
    """The busy film runs against its rate bound, where threads would give chance a say."""
    once, again = (transcode(busy_film, recipes.P540, tmp_path) for _ in range(2))
    assert once == again
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_but_the_rendition_is_left(made: Rendition) -> None:
    names = {path.name for path in made.path.parent.iterdir() if path.suffix != ".png"}
    assert all(re.fullmatch(r"[0-9a-f]{64}\.mp4", name) for name in names)


def test_lite_stays_below_130_kilobits_in_the_worst_case(busy_film: Path, tmp_path: Path) -> None:
    made = transcode(busy_film, recipes.LITE, tmp_path)
    assert made.kilobits <= 130
    assert made.has_audio


@pytest.mark.thorough
def test_the_index_of_a_lite_minute_is_small(make: Make, tmp_path: Path) -> None:
    """Half of the 22 kB that 48 kHz sound and reordered pictures take: 0.2 s of a slow line."""
    long = make(
        "long.mp4", "-f", "lavfi", "-i", "testsrc=s=160x90:r=15:d=60",
        "-f", "lavfi", "-i", "sine=440:d=60", *QUICK,
    )  # fmt: skip
    made = transcode(long, recipes.LITE, tmp_path)
    assert boxes.outline(made.path).moov_size <= 11_000


def test_a_drawing_keeps_its_360_lines_in_lite(make: Make, tmp_path: Path) -> None:
    calm = make("calm.mp4", "-f", "lavfi", "-i", "color=c=teal:s=960x540:r=12:d=3", *QUICK)
    made = transcode(calm, recipes.LITE, tmp_path)
    assert (made.width, made.height, made.fps) == (640, 360, 12)


def test_no_recipe_enlarges(make: Make, mute_film: Path) -> None:
    assert recipes.LITE in recipes.worthwhile(probe(mute_film))
    assert recipes.P720 not in recipes.worthwhile(probe(mute_film))


@pytest.mark.parametrize(
    ("own", "top", "rate"), [(30, 15, 15), (25, 15, 12.5), (60, 30, 30), (12, 15, 12)]
)
def test_pictures_keep_equal_steps(mute_film: Path, own: float, top: float, rate: float) -> None:
    assert recipes.rate(replace(probe(mute_film), fps=own), top) == rate


def test_a_film_without_sound_stays_without(mute_film: Path, tmp_path: Path) -> None:
    made = transcode(mute_film, recipes.LITE, tmp_path)
    assert not made.has_audio
    assert made.seconds == pytest.approx(4, abs=0.1)


def test_a_silent_track_is_dropped(make: Make, tmp_path: Path) -> None:
    hush = ("-f", "lavfi", "-i", "anullsrc=r=48000", "-shortest")
    made = transcode(make("hush.mp4", *PICTURE, *hush, *QUICK), recipes.LITE, tmp_path)
    assert not made.has_audio


def test_an_uneven_rate_becomes_even(make: Make, tmp_path: Path) -> None:
    gaps = ("-vf", "select='not(between(mod(n,30),10,17))'", "-fps_mode", "vfr")
    made = transcode(make("gaps.mp4", *PICTURE, *gaps, *QUICK), recipes.P540, tmp_path)
    assert "VFR:0.000" in tool("-i", str(made.path), "-vf", "vfrdet", "-f", "null", "-")
    assert made.seconds == pytest.approx(4, abs=0.1)


def test_full_colour_becomes_what_phones_show(make: Make, tmp_path: Path) -> None:
    full = make("full.mp4", *PICTURE, *QUICK, "-pix_fmt", "yuv444p")
    assert probe(full).pix_fmt == "yuv444p"
    made = transcode(full, recipes.P540, tmp_path)
    assert probe(made.path).pix_fmt == "yuv420p"


def test_a_high_dynamic_range_becomes_ordinary(make: Make, tmp_path: Path) -> None:
    hlg = make(
        "hlg.mov", *PICTURE, "-t", "1", "-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-preset",
        "ultrafast", "-x265-params", "log-level=none:colorprim=bt2020:transfer=arib-std-b67"
        ":colormatrix=bt2020nc", "-tag:v", "hvc1",
    )  # fmt: skip
    assert probe(hlg).hdr
    made = transcode(hlg, recipes.P540, tmp_path)
    assert (probe(made.path).pix_fmt, probe(made.path).hdr) == ("yuv420p", False)
    assert "bt709" in tool("-i", str(made.path), "-f", "null", "-")


def test_a_high_dynamic_range_is_not_washed_out(make: Make, tmp_path: Path) -> None:
    """Red of an ordinary screen, filmed in HLG, is red again and not pink."""
    hlg = make(
        "red.mov", "-f", "lavfi", "-i", "color=c=red:s=320x180:r=30:d=1,format=gbrp", "-vf",
        "zscale=transferin=709:primariesin=709:transfer=arib-std-b67:primaries=2020:matrix=2020_ncl"
        ":range=limited,format=yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast",
        "-x265-params", "log-level=none:colorprim=bt2020:transfer=arib-std-b67"
        ":colormatrix=bt2020nc", "-tag:v", "hvc1",
    )  # fmt: skip
    made = transcode(hlg, recipes.P540, tmp_path)
    red, green, blue = pixels(made.path, "0.5").tobytes()[:3]
    assert red > 100
    assert max(green, blue) < 25


def test_colours_stay_as_they_were(make: Make, tmp_path: Path) -> None:
    petrol = make(
        "petrol.mp4", "-f", "lavfi", "-i", "color=c=0x00554F:s=320x180:d=2,format=rgb24",
        "-vf", "scale=out_color_matrix=bt709,format=yuv420p", "-colorspace", "bt709", *QUICK,
    )  # fmt: skip
    made = transcode(petrol, recipes.P540, tmp_path)
    assert pixels(made.path).getpixel((50, 50)) == pytest.approx((0, 0x55, 0x4F), abs=3)


def test_progress_only_grows_and_ends_at_one(phone_film: Path, tmp_path: Path) -> None:
    heard: list[float] = []
    transcode(phone_film, recipes.LITE, tmp_path, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_who_listens_can_stop_it(phone_film: Path, tmp_path: Path) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transcode(phone_film, recipes.LITE, tmp_path, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_the_clock_stops_a_conversion(phone_film: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.OutOfTime, match="longer than 0 seconds"):
        transcode(phone_film, recipes.P720, tmp_path, limits=ffmpeg.Limits(wall=0.05))
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_takes_too_much_memory_is_stopped(phone_film: Path, tmp_path: Path) -> None:
    with pytest.raises((errors.TooHeavy, errors.ToolFailed)):
        transcode(phone_film, recipes.P720, tmp_path, limits=ffmpeg.Limits(memory=200 << 20))
    assert list(tmp_path.iterdir()) == []


def test_a_flood_of_output_is_stopped(phone_film: Path, tmp_path: Path) -> None:
    with pytest.raises((errors.TooHeavy, errors.ToolFailed)):
        transcode(phone_film, recipes.P720, tmp_path, limits=ffmpeg.Limits(file_size=20_000))
    assert list(tmp_path.iterdir()) == []


def test_a_source_is_read_by_nothing_but_itself(phone_film: Path, tmp_path: Path) -> None:
    """A name that looks like an option or a protocol is only a name."""
    odd = tmp_path / "-i concat:a|b.mp4"
    odd.write_bytes(phone_film.read_bytes())
    assert transcode(odd, recipes.LITE, tmp_path).seconds == pytest.approx(4, abs=0.1)


KILLED = """
import sys
from pathlib import Path
from content.media import recipes
from content.media.transcode import transcode
source, folder = map(Path, sys.argv[1:])
transcode(source, recipes.P720, folder, progress=lambda share: print(share, flush=True))
"""


def working_in(folder: Path) -> list[str]:
    """The processes that stand in a folder below this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cwd"):
        try:
            where = str(process.readlink())
        except OSError:
            continue
        if where.startswith(str(folder)):
            found.append(where)
    return found


@pytest.mark.thorough
def test_a_kill_in_the_middle_leaves_no_film_and_no_orphan(make: Make, tmp_path: Path) -> None:
    source = make("heavy.mp4", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30:d=20", *QUICK)
    command = [sys.executable, "-c", KILLED, str(source), str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        assert ffmpeg.sweep(tmp_path) == 0
        worker.send_signal(signal.SIGKILL)
    end = time.monotonic() + 5
    while working_in(tmp_path) and time.monotonic() < end:
        time.sleep(0.05)
    assert working_in(tmp_path) == []
    assert list(tmp_path.glob("*.mp4")) == []
    assert ffmpeg.sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_poster_is_upright_small_and_from_its_second(phone_film: Path, tmp_path: Path) -> None:
    poster = stills.poster(phone_film, 1.0, tmp_path)
    with Image.open(poster.path) as picture:
        assert (picture.format, picture.size) == ("WEBP", (180, 320))
    assert poster.size == poster.path.stat().st_size <= 15_000
    assert stills.poster(phone_film, 3.0, tmp_path).sha256 != poster.sha256


def test_the_poster_of_a_second_beyond_the_end_is_the_last_picture(
    mute_film: Path, tmp_path: Path
) -> None:
    assert stills.poster(mute_film, 99, tmp_path).width == 320


def test_a_rich_picture_is_made_small_by_quality() -> None:
    noise = Image.effect_noise((320, 180), 60).convert("RGB")
    at_ease, at_most = (stills.small_webp(noise, most) for most in (1_000_000, 15_000))
    assert len(at_most) < len(at_ease)


def test_the_thumbnail_is_320_pixels_long_at_most(phone_film: Path, tmp_path: Path) -> None:
    thumb = stills.thumb(phone_film, 1.0, tmp_path)
    assert max(thumb.width, thumb.height) <= 320
    assert thumb.size <= 15_000
