"""What is missing: takes wishes from nobody, and lists for everybody what came of them."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, redirect, request
from flask_babel import gettext

from content import catalogue, wishes
from content.catalogue import Place, Site
from content.plant import LIVE
from content.release import today
from content.wishes import Where, Wished
from kiosk import headers, language, links
from kiosk.htmx import page
from kiosk.looks import long_date
from kiosk.opening import NuggetUnknown, parsed, place_of, printable
from kiosk.pages import kept

if TYPE_CHECKING:
    from kiosk.settings import Settings


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
    place: Place | None
    path: str

    @property
    def larger(self) -> bool:
        """Whether the wish is for more than the machine somebody stands at."""
        return self.place is not None and self.where.sort not in {"kind", "machine"}


def routes(blueprint: Blueprint) -> None:
    """Register the list and the addresses where something is wished for."""
    blueprint.get("/<lang>/wishes")(show_wishes)
    for end in ("", "/m/<code>", "/t/<topic>"):
        blueprint.get(f"/<lang>/wish{end}")(ask_wish)
        blueprint.post(f"/<lang>/wish{end}")(send_wish)


def show_wishes() -> Response:
    """List what is missing and what came of it; it changes by the day and by an answer."""
    site, lang = catalogue.site(), language.current().code
    day = today(site)
    return kept.once(f"wishes/{day.isoformat()}", lang, lambda: _list(site, day))


def ask_wish(code: str = "", topic: str = "") -> Response:
    """Ask what a nugget is missing about; with a code typed, at that machine."""
    typed = "" if code or topic else printable(request.args.get("q", ""))
    if typed:
        place = place_of(parsed(typed))
        at = links.wish(language.current().code, code=place.code)
        return redirect(at)  # type: ignore[return-value]
    return _ask(_asked(code, topic))


def send_wish(code: str = "", topic: str = "") -> Response:
    """Keep a wish and say where it will stand; where nothing was picked, ask again."""
    asked = _asked(code, topic)
    about = request.form.get("pick", "")
    if about not in {one.value for one in abouts()}:
        return _ask(asked, gettext("Tap one of the answers."))
    wishes.send(asked.site.id, asked.where, about, today(asked.site))
    return _page("wish_sent.html", asked)


def abouts() -> list[About]:
    """Return everything a nugget may be missing about."""
    return [
        About("set-up", gettext("Set-up"), gettext("How it is set up and changed over.")),
        About("fault", gettext("Fault"), gettext("What to do when it stops or jams.")),
        About("cleaning", gettext("Cleaning"), gettext("How it is cleaned and looked after.")),
        About("quality", gettext("Quality"), gettext("How to see whether a part is right.")),
    ]


def _asked(code: str, topic: str) -> Asked:
    """Find where somebody is. Raises CodeWrong, CodeMistyped, CodeUnknown, NuggetUnknown."""
    lang = language.current().code
    if code:
        place = place_of(parsed(code))
        settings: Settings = current_app.extensions["settings"]
        if place.machine_id is None or place.label_state not in LIVE:
            raise NuggetUnknown
        where = wishes.of_machine(place, settings.crowd_floor)
        return Asked(place.site, where, place, links.wish(lang, code=place.code))
    site = catalogue.site()
    if not topic:
        return Asked(site, Where(), None, links.wish(lang))
    found = catalogue.topic(site.id, topic)
    if found is None:
        raise NuggetUnknown
    return Asked(site, wishes.of_topic(found), None, links.wish(lang, topic=topic))


def _ask(asked: Asked, wrong: str = "") -> Response:
    return _page("wish.html", asked, 422 if wrong else 200, abouts=abouts(), wrong=wrong)


def _page(template: str, asked: Asked, status: int = 200, **more: object) -> Response:
    return page(
        template,
        "blank",
        "remark",
        blocks=("title", "live", "main"),
        status=status,
        asked=asked,
        path=asked.path,
        place=asked.place,
        site=asked.site,
        **more,
    )


def _list(site: Site, day: date) -> Response:
    names = {one.value: one.name for one in abouts()}
    wanted, over = wishes.listed(site.id, day)
    places = [
        (where, [(names[one.about], became(one)) for one in group])
        for where, group in groupby(wanted, key=lambda one: one.where)
    ]
    done = [(one, names[one.about], became(one)) for one in over]
    here = links.wishes(language.current().code)
    return headers.keep(
        page("wishes.html", "blank", "remark", site=site, places=places, done=done, path=here)
    )


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
