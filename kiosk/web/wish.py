"""Knows how a nugget is wished for: where, about what, and what became of other wishes.

Pages and room ask alike; each makes its own page of it.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from flask import current_app, request
from flask_babel import gettext

from content import catalogue, wishes
from content.catalogue import Place, Site
from content.plant import LIVE
from content.release import today
from content.wishes import Where, Wished
from kiosk.web.looks import long_date
from kiosk.web.opening import NuggetUnknown, parsed, place_of

if TYPE_CHECKING:
    from kiosk.settings import Settings

Row = tuple[str, tuple[str, str]]
"""What is missing, and what became of it: words with a day, and an answer."""


@dataclass(frozen=True, slots=True)
class About:
    """What a nugget may be missing about: its word in the form, its name, what it means."""

    value: str
    name: str
    means: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody wishes for a nugget: at a machine, on a topic, or anywhere."""

    site: Site
    where: Where
    place: Place | None = None
    topic: str = ""

    @property
    def code(self) -> str:
        """The code of the machine; empty without one."""
        return self.place.code if self.place else ""

    @property
    def larger(self) -> bool:
        """Whether the wish is for more than the machine somebody stands at."""
        return self.place is not None and self.where.sort not in {"kind", "machine"}

    def send(self) -> str:
        """Keep what was picked and return nothing, or the sentence that says what is missing."""
        about = request.form.get("pick", "")
        if about not in {one.value for one in abouts()}:
            return str(gettext("Tap one of the answers."))
        wishes.send(self.site.id, self.where, about, today(self.site))
        return ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The wish list: what is missing, place by place, and what became of other wishes."""

    places: list[tuple[Where, list[Row]]]
    done: list[tuple[Wished, str, tuple[str, str]]]


def asked(code: str = "", topic: str = "") -> Asked:
    """Find where somebody is. Raises CodeWrong, CodeMistyped, CodeUnknown, NuggetUnknown."""
    if code:
        place = place_of(parsed(code))
        settings: Settings = current_app.extensions["settings"]
        if place.machine_id is None or place.label_state not in LIVE:
            raise NuggetUnknown
        return Asked(place.site, wishes.of_machine(place, settings.crowd_floor), place)
    site = catalogue.site()
    if not topic:
        return Asked(site, Where())
    found = catalogue.topic(site.id, topic)
    if found is None:
        raise NuggetUnknown
    return Asked(site, wishes.of_topic(found), topic=topic)


def abouts() -> list[About]:
    """Return everything a nugget may be missing about."""
    return [
        About("set-up", gettext("Set-up"), gettext("How it is set up and changed over.")),
        About("fault", gettext("Fault"), gettext("What to do when it stops or jams.")),
        About("cleaning", gettext("Cleaning"), gettext("How it is cleaned and looked after.")),
        About("quality", gettext("Quality"), gettext("How to see whether a part is right.")),
    ]


def listed(site: Site, day: date) -> Listed:
    """Return the wish list as it stands on a day."""
    names = {one.value: one.name for one in abouts()}
    wanted, over = wishes.listed(site.id, day)
    places = [
        (where, [(names[one.about], became(one)) for one in group])
        for where, group in groupby(wanted, key=lambda one: one.where)
    ]
    return Listed(places, [(one, names[one.about], became(one)) for one in over])


def became(one: Wished) -> tuple[str, str]:
    """Return what became of a wish, on which day, and the answer; nothing where nobody answered."""
    if not one.outcome:
        return "", ""
    day = long_date(date.fromisoformat(one.answered_on))
    words = {
        "planned": gettext("Planned on %(day)s.", day=day),
        "made": gettext("Made on %(day)s.", day=day),
        "declined": gettext("Looked at on %(day)s: not for now.", day=day),
    }
    return str(words[one.outcome]), one.answer
