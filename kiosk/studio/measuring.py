"""Where a trainer lets a nugget be measured for a period, and what came of it; off by default.

What is measured is the film and its question, never people. It begins with a whole period.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext

from content import card, versions
from content.card import Card
from content.models import Nugget
from kiosk.counts import Counts, gain, gate, measuring, released
from kiosk.counts.gain import Gain
from kiosk.counts.kinds import LEARNED
from kiosk.counts.period import Period
from kiosk.counts.released import Unit
from kiosk.staff import audit
from kiosk.staff.rights import RELEASE, SEE
from kiosk.studio import desk, house, security
from kiosk.studio.access import needs
from kiosk.studio.frame import day, page

blueprint = Blueprint("measuring", __name__, url_prefix="/nuggets/<nugget_id>/measuring")


@dataclass(frozen=True, slots=True)
class Told:
    """What was published of a nugget that was measured: when, for whom, the sentence, the rest.

    No gain: too few took part, and nothing is told.
    """

    first: str
    last: str
    where: str
    gain: Gain | None
    said: str


@dataclass(frozen=True, slots=True)
class Misleads:
    """A nugget whose film or question misleads, by what was last published of it."""

    nugget_id: str
    title: str
    said: str


@blueprint.get("")
@needs(SEE)
def show(nugget_id: str) -> Response:
    """Show whether a nugget is measured, when, and what came of it."""
    return _page(desk.nugget(nugget_id))


@blueprint.post("")
@needs(RELEASE)
def begin(nugget_id: str) -> Any:
    """Measure a nugget in its next period, if it can be and is still the one that was offered."""
    nugget = desk.nugget(nugget_id)
    counts = _counts()
    why = refused(nugget, counts)
    periods = counts.measured_in(nugget.id)
    if why or periods is None or request.form.get("period") != periods[1].id:
        return _page(nugget, wrong=True)
    measuring.switch_on(nugget.site_id, nugget.id, periods[1])
    counts.lay_out()
    _note(nugget, audit.MEASURES)
    return redirect(f"/studio/nuggets/{nugget.id}/measuring", 303)


@blueprint.post("/end")
@needs(RELEASE)
def end(nugget_id: str) -> Any:
    """Measure a nugget no more, now and later; what was answered in an open period is forgotten."""
    nugget = desk.nugget(nugget_id)
    counts = _counts()
    for period in counts.measured_in(nugget.id) or ():
        measuring.switch_off(nugget.site_id, nugget.id, period)
    counts.lay_out()
    _note(nugget, audit.MEASURES_NOT)
    return redirect(f"/studio/nuggets/{nugget.id}/measuring", 303)


def refused(nugget: Nugget, counts: Counts) -> str:
    """Say why a nugget can't be measured in its next period; nothing if it can."""
    live = _card(nugget)
    if live is None:
        return str(gettext("It is not published. What nobody sees can't be measured."))
    words = live.words.get(nugget.site.language) or next(iter(live.words.values()))
    if not words.questions:
        return str(gettext("It has no question. Give it one, and release it: that is measured."))
    if words.film is None:
        return str(gettext("It has no film. Measured is what people know before and after it."))
    periods = counts.measured_in(nugget.id)
    if periods is None:
        return str(gettext("Too few people work with it to have a number of its own."))
    if not _agreed(nugget, periods[1]):
        return str(gettext("The works council has not confirmed what would be counted."))
    return ""


def misleading(site: str, only: str = "") -> list[Misleads]:
    """Return the nuggets after whose film fewer knew it, unless they were published anew since."""
    found = measuring.misleading(site)
    if only:
        found = {nugget: told for nugget, told in found.items() if nugget == only}
    rows = Nugget.select().where(Nugget.id << list(found)) if found else ()
    return [
        Misleads(nugget.id, desk.name(nugget), sentence(found[nugget.id][0]))
        for nugget in rows
        if _stands_since(nugget, found[nugget.id][1])
    ]


def sentence(gain: Gain) -> str:
    """Return what a gain says of the nugget, for people."""
    if gain.d == 0:
        return str(gettext("Of 100 who took part, as many knew it afterwards as before."))
    if gain.d < 0 and gain.capped:
        return str(gettext("Of 100 who took part, %(d)s or more knew it only before.", d=-gain.d))
    if gain.d < 0:
        return str(gettext("Of 100 who took part, about %(d)s fewer knew it.", d=-gain.d))
    if gain.capped:
        return str(gettext("Of 100 who took part, %(d)s or more knew it afterwards.", d=gain.d))
    return str(gettext("Of 100 who took part, about %(d)s more knew it.", d=gain.d))


def _page(nugget: Nugget, *, wrong: bool = False) -> Response:
    counts = _counts()
    why = refused(nugget, counts)
    now, after = counts.measured_in(nugget.id) or (None, None)
    on = measuring.standing(nugget.site_id, nugget.id, [one for one in (now, after) if one])
    running = now if now in on and _agreed(nugget, now) else None
    coming = after if after in on else None
    return page(
        "studio/measuring.html",
        status=422 if wrong else 200,
        heading=_heading(running, coming),
        nugget=nugget,
        name=desk.name(nugget),
        plate=desk.plate(nugget),
        why=why,
        council=after is not None and not _agreed(nugget, after),
        now=running,
        coming=coming,
        offered=None if coming or why else after,
        told=_told(nugget),
        may=security.here().may(RELEASE),
        span=span,
        wrong=wrong,
    )


def _agreed(nugget: Nugget, period: Period | None) -> bool:
    """Return whether the council's word holds for a period."""
    return period is not None and LEARNED in gate.kinds(nugget.site_id, period)


def span(period: Period) -> str:
    """Return from which day to which day a period goes."""
    first, last = (day(one.isoformat()) for one in (period.first, period.last))
    return str(gettext("from %(first)s to %(last)s", first=first, last=last))


def _heading(running: Period | None, coming: Period | None) -> str:
    if running:
        return str(gettext("Measured %(span)s", span=span(running)))
    if coming:
        return str(gettext("Will be measured %(span)s", span=span(coming)))
    return str(gettext("Is not measured"))


def _told(nugget: Nugget) -> list[Told]:
    """Return what became of a nugget's measured periods, the newest first."""
    table = released.table(nugget.site_id, nugget.site.language)
    found = [
        Told(
            one.first.isoformat(), one.last.isoformat(), _where(line.unit), cell, _said(cell, one.k)
        )
        for line in table.gains
        if line.nugget.id == nugget.id
        for one, cell, stood in zip(table.periods, line.cells, line.stood, strict=True)
        if stood
    ]
    return sorted(found, key=lambda told: (told.last, told.first), reverse=True)


def _said(cell: Gain | None, k: int) -> str:
    if cell:
        return sentence(cell)
    return str(gettext("Fewer than %(least)s took part. So nothing is told.", least=gain.least(k)))


def _where(unit: Unit) -> str:
    names = [name for name in (unit.machine_kind, unit.area) if name]
    return ", ".join(names) or str(gettext("The whole plant"))


def _card(nugget: Nugget) -> Card | None:
    live = versions.published(nugget)
    return card.loads(live.card) if live and live.card else None


def _stands_since(nugget: Nugget, period: Period) -> bool:
    live = versions.published(nugget)
    return bool(live and live.published_on and live.published_on <= period.last.isoformat())


def _counts() -> Counts:
    return Counts(house.settings())


def _note(nugget: Nugget, deed: str) -> None:
    audit.note(
        security.here().acting(RELEASE), deed, nugget.slug,
        site=nugget.site_id, today=gate.today(nugget.site_id),
    )  # fmt: skip
