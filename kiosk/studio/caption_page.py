"""What the page of captions says at its head and shows in its player."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from babel import Locale
from flask_babel import gettext, ngettext

from content import medium, takes
from content.media import lines
from content.models import Text
from kiosk import language
from kiosk.jobs import Job
from kiosk.studio import bench as benches
from kiosk.studio.bench import Bench
from kiosk.studio.cue_form import Row
from kiosk.studio.desk import Desk
from kiosk.web import links

PLAYABLE: Final = ("lite", "540p", "720p")
REPLACES: Final = {"look", "cut", "storyboard"}
"""Jobs at whose end another film stands, with other times."""


@dataclass(frozen=True, slots=True)
class Film:
    """What the player needs of a film."""

    address: str
    poster: str
    captions: str
    width: int
    height: int


def heading(rows: Sequence[Row], text: Text, *, made: str, quarrel: bool) -> str:
    """Say in one line what is to be done here; `made` says where lines not kept yet came from."""
    if quarrel:
        return str(gettext("Somebody else changed these lines"))
    bad = [row for row in rows if row.bad]
    if bad:
        return _finding(bad)
    if not rows:
        return str(gettext("No captions yet"))
    if made:
        return str(gettext("Read through them, then save"))
    return _state(text)


def film(seen: Desk, text: Text) -> Film | None:
    """Return the text's film, its own or the version's, once something of it can be played.

    None too while another film is made in its place: lines timed by the old one would be wrong.
    """
    now = work(seen, text)
    if now.busy and now.kind in REPLACES:
        return None
    row = text.film or seen.version.film
    files = medium.film_of(row).files if row else {}
    playable = next((files[name] for name in PLAYABLE if name in files), None)
    if playable is None:
        return None
    plant = seen.nugget.reach == "plant network"
    return Film(
        address=links.media(playable.name, plant=plant),
        poster=links.media(files["poster"].name, plant=plant) if "poster" in files else "",
        captions=links.media(f"{text.captions_id}.vtt", plant=plant) if text.captions_id else "",
        width=playable.width or 960,
        height=playable.height or 540,
    )


def work(seen: Desk, text: Text) -> Bench:
    """Return how far the film is that the text shows: its own, or the version's."""
    take = takes.of(seen.version, text) or takes.of(seen.version)
    return benches.bench(seen.version, take, text.film or seen.version.film)


def tongue(text: Text) -> dict[str, str]:
    """Return a text's language by its own name, and the way it is written."""
    variants = {"easy": gettext("easy"), "signed": gettext("signed")}
    own = language.name(text.language)
    own = own[:1].upper() + own[1:]
    variant = variants.get(text.variant, "")
    try:
        direction = Locale.parse(text.language, sep="-").text_direction
    except ValueError:
        direction = "ltr"
    return {"name": f"{own}, {variant}" if variant else own, "dir": direction}


def listening(text: Text) -> Job | None:
    """Return the job that listens to a text's film, or that failed to."""
    mine: Any = (Job.subject == text.id) | Job.subject.startswith(f"{text.id}.")
    found: Job | None = Job.select().where((Job.kind == "speech") & mine).first()
    return found


def _finding(bad: Sequence[Row]) -> str:
    """Name what is wrong, in its own words where it is the same with every line."""
    found = lines.findings([row.line.cue for row in bad if row.line.cue], None)
    kinds = {one.kind for one in found if one.level == "error"}
    times = any(row.wrong_start or row.wrong_end for row in bad)
    if len(kinds) == 1 and not times:
        return _one_kind(kinds.pop(), len(bad))
    return str(ngettext("%(num)s line needs a look", "%(num)s lines need a look", len(bad)))


def _one_kind(kind: str, bad: int) -> str:
    said = {
        "fast": ngettext("One line is too fast", "%(num)s lines are too fast", bad),
        "big": ngettext("One line is too long", "%(num)s lines are too long", bad),
        "empty": ngettext("One line has no words", "%(num)s lines have no words", bad),
        "backwards": ngettext(
            "One line ends before it begins", "%(num)s lines end before they begin", bad
        ),
    }
    usual = ngettext("%(num)s line needs a look", "%(num)s lines need a look", bad)
    return str(said.get(kind, usual))


def _state(text: Text) -> str:
    said = {
        "machine": gettext("A machine wrote these: check every word"),
        "reviewed": gettext("The captions are right"),
    }
    return str(said.get(text.captions_state, gettext("Watch the film with them once")))
