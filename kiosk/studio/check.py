"""The station "check": what the doctor found, how the work goes, and where the film is cut."""

import time
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, Response, current_app, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound

from content import card, takes, words
from content.errors import ContentError
from content.media.finding import Finding, Report
from content.models import Medium, Rendition, Take, Text
from content.words import EditedMeanwhile
from kiosk import jobs
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import bench as benches
from kiosk.studio import desk, errors, house, private, retold, security, spoken, stations, trim
from kiosk.studio.access import needs
from kiosk.studio.bench import Bench
from kiosk.studio.desk import Desk
from kiosk.studio.frame import decimal, page
from kiosk.studio.trim import Cut
from kiosk.web import links
from kiosk.web.htmx import in_part

STOP_POLLING: Final = 286
TYPES: Final = {"webm": "video/webm", "mkv": "video/webm"}
USUAL_TYPE: Final = "video/mp4"
"""What a phone's film is sent as: browsers play a MOV as an MP4, but not as video/quicktime."""
ADVICE: Final = {
    "dark": lazy_gettext("Hands cannot be seen there. Cut it away, or film it again with light."),
    "black": lazy_gettext("Cut it away, or film it again."),
    "shaky": lazy_gettext("Lean on something, hold the phone with both hands, film it again."),
    "overdriven": lazy_gettext("Hold the phone farther from the machine, or record a voice later."),
    "noisy": lazy_gettext("Let the captions carry it, or record a voice later in a quiet place."),
    "cut off": lazy_gettext("If the end is missing, send it again; play it on the phone before."),
}  # fmt: skip
FILM_AGAIN: Final = frozenset({"dark", "black", "shaky", "cut off"})
COUNTED: Final = (
    lazy_gettext("Two"), lazy_gettext("Three"), lazy_gettext("Four"), lazy_gettext("Five"),
    lazy_gettext("Six"), lazy_gettext("Seven"),
)  # fmt: skip

blueprint = Blueprint("check", __name__, url_prefix="/v/<version_id>/check")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent: two times and the point, with what is wrong in which field."""

    start: str
    end: str
    point: str
    wrong: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What there is of a film: its take, what was found in it, the film made of it."""

    desk: Desk
    text: Text | None
    take: Take | None
    report: Report | None
    film: Medium | None

    @property
    def address(self) -> str:
        """Where this page lies."""
        own = f"/{card.key(self.text.language, self.text.variant)}" if self.text else ""
        return f"/studio/v/{self.desk.version.id}/check{own}"

    @property
    def cut(self) -> Cut:
        """The seconds that are used now."""
        if self.take is None or self.report is None:
            return Cut(0.0, 0.0)
        return Cut(*takes.span(self.take, self.report.seconds))


@blueprint.get("")
@blueprint.get("/<key>")
@needs(SEE)
def show(version_id: str, key: str = "") -> Response:
    """Show what was found in a film and where it is cut, or how far the work on it is."""
    return _show(_sheet(desk.seen(version_id), key))


@blueprint.post("")
@blueprint.post("/<key>")
@needs(WRITE)
def cut(version_id: str, key: str = "") -> Any:
    """Cut a film as it was typed, and note the one point it makes."""
    sheet = _sheet(desk.written(version_id), key)
    if sheet.take is None or sheet.report is None:
        return redirect(sheet.address, 303)
    wanted, wrong = trim.judge(
        request.form.get("start", ""), request.form.get("end", ""), sheet.report.seconds,
        house.settings().film_most,
    )  # fmt: skip
    said = {name: errors.sentence(error) for name, error in wrong.items()}
    if "point" in request.form and sheet.desk.source is not None and not said:
        said |= _note_point(sheet.desk.source)
    if said:
        form = request.form
        typed = Typed(form.get("start", ""), form.get("end", ""), form.get("point", ""), said)
        return _show(sheet, typed, 422)
    _apply(sheet, wanted)
    onward = request.form.get("then") != "look"
    return redirect(stations.address(sheet.desk, "captions") if onward else sheet.address, 303)


@blueprint.post("/again")
@blueprint.post("/<key>/again")
@needs(WRITE)
def again(version_id: str, key: str = "") -> Any:
    """Let the work on a film that failed be tried once more."""
    sheet = _sheet(desk.written(version_id), key)
    state = _bench(sheet)
    subject = {"storyboard": sheet.desk.version.id, "renditions": sheet.film and sheet.film.sha}
    if state.state == "failed":
        whom = subject.get(state.kind) or (sheet.take and sheet.take.id)
        jobs.ask(state.kind, str(whom), current_app.extensions["wake"])
    return redirect(sheet.address, 303)


@blueprint.get("/work")
@blueprint.get("/<key>/work")
@needs(SEE)
def work(version_id: str, key: str = "") -> Response:
    """Tell a page that waits how far the work is; reload it when there is something new to see."""
    sheet = _sheet(desk.seen(version_id), key)
    state = _bench(sheet)
    looked = sheet.report is not None
    news = looked != (request.args.get("looked") == "1") or state.state in {"failed", "none"}
    response = page("studio/check.html", blocks=("work",), **_values(sheet, state))
    if news:
        response.headers["HX-Refresh"] = "true"
    if news or not state.busy:
        response.status_code = STOP_POLLING
    return response


@blueprint.get("/take")
@blueprint.get("/<key>/take")
@needs(WRITE)
def take_file(version_id: str, key: str = "") -> Response:
    """Send the film as the phone recorded it, to those who write on its version."""
    sheet = _sheet(desk.seen(version_id), key)
    path = takes.path(house.settings().takes, _own_take(sheet))
    kind = TYPES.get(path.suffix.removeprefix("."), USUAL_TYPE)
    return private.send(path, kind)


@blueprint.get("/strip")
@blueprint.get("/<key>/strip")
@needs(WRITE)
def strip(version_id: str, key: str = "") -> Response:
    """Send the strip of small pictures to those who write on its version."""
    sheet = _sheet(desk.seen(version_id), key)
    return private.send(takes.strip(house.settings().takes, _own_take(sheet)), "image/webp")


def _sheet(here: Desk, key: str) -> Sheet:
    text = here.text(key) if key else None
    take = takes.of(here.version, text)
    film = text.film if text else here.version.film
    return Sheet(here, text, take, takes.report(take) if take else None, film)


def _own_take(sheet: Sheet) -> Take:
    """Return the take for somebody who writes on its version. Raises NotFound for others."""
    if sheet.take is None or not _is_author(sheet):
        raise NotFound
    return sheet.take


def _is_author(sheet: Sheet) -> bool:
    return security.here().id in sheet.desk.version.authors.split()


def _note_point(source: Text) -> dict[str, str]:
    """Write the one point where it was changed; give what is wrong with it, by field."""
    point, was = request.form["point"].strip(), request.form.get("was", "")
    if point == was.strip():
        return {}
    try:
        words.write(source, {"take_away": point}, {"take_away": was})
    except EditedMeanwhile as error:
        there = error.clashes["take_away"][1]
        said = gettext("Somebody else wrote meanwhile: “%(there)s”. Save again to keep yours.",
                       there=there)  # fmt: skip
        return {"point": said}
    except ContentError as error:
        return {"point": errors.sentence(error)}
    return {}


def _apply(sheet: Sheet, wanted: Cut) -> None:
    """Let the film be made of this part, unless it is that part already."""
    take, report = sheet.take, sheet.report
    if take is None or report is None or not _has_take(take):
        return
    now = sheet.cut
    same = abs(now.start - wanted.start) < trim.CLOSE and abs(now.end - wanted.end) < trim.CLOSE
    if same and take.film_id is not None:
        return
    at_end = wanted.end > report.seconds - trim.CLOSE
    takes.trim(take, wanted.start or None, None if at_end else wanted.end)
    jobs.ask("cut", take.id, current_app.extensions["wake"])


def _show(sheet: Sheet, typed: Typed | None = None, status: int = 200) -> Response:
    state = _bench(sheet)
    return page(
        "studio/check.html", blocks=("main",), status=status, **_values(sheet, state, typed)
    )


def _bench(sheet: Sheet) -> Bench:
    state = benches.bench(sheet.desk.version, sheet.take, sheet.film)
    since, at = _moment(state)
    return replace(state, left=benches.left(state, since, at), error=retold.retold(state.error))


def _moment(state: Bench) -> tuple[int, int]:
    """Return when this page began to wait, and how far the work was then."""
    since, at = request.args.get("since", ""), request.args.get("at", "")
    now = int(time.time())
    if since.isdecimal() and at.isdecimal() and int(at) <= state.percent and int(since) <= now:
        return int(since), int(at)
    return now, state.percent


def _values(sheet: Sheet, state: Bench, typed: Typed | None = None) -> dict[str, Any]:
    settings, now, since_at = house.settings(), sheet.cut, _moment(state)
    source = sheet.desk.source
    point = source.take_away if source else ""
    shown, left_out = _yours(sheet, now)
    return {
        "desk": sheet.desk, "text": sheet.text, "sheet": sheet, "state": state,
        "polled": in_part(), "report": sheet.report, "cut": now,
        "editable": desk.editable(sheet.desk),
        "typed": typed or Typed(_written(now.start), _written(now.end), point, {}),
        "was": point, "has_point": source is not None and sheet.text is None,
        "yours_found": shown, "left_out": left_out,
        "mended": sheet.report.of("mended") if sheet.report else (),
        "notes": sheet.report.of("note") if sheet.report else (),
        "heading": _heading(sheet, state, len(shown) + _is_long(now)),
        "long": _is_long(now), "aim": settings.film_aim, "most": settings.film_most,
        "advice": ADVICE, "film_again": FILM_AGAIN, "written": _written,
        "decimal": decimal(),
        "player_sources": _player(sheet), "small": _small(sheet),
        "mine": _is_author(sheet),
        "has_take": sheet.take is not None and _has_take(sheet.take),
        "timed": any(one.captions_id for one in sheet.desk.texts),
        "since": since_at[0], "at": since_at[1],
        "stations": stations.way(sheet.desk, "check"),
        "captions": stations.address(sheet.desk, "captions"),
        "filming": stations.address(sheet.desk, "film") + _own(sheet),
        "tongue": spoken.tongue(sheet.text).name if sheet.text else "",
    }  # fmt: skip


def _written(seconds: float) -> str:
    return trim.written(seconds, decimal())


def _own(sheet: Sheet) -> str:
    return f"/{card.key(sheet.text.language, sheet.text.variant)}" if sheet.text else ""


def _is_long(now: Cut) -> bool:
    return now.seconds > house.settings().film_aim + trim.CLOSE


def _yours(sheet: Sheet, now: Cut) -> tuple[list[Finding], list[Finding]]:
    """Return what only people can mend, and what of it the cut leaves out already."""
    found = sheet.report.of("yours") if sheet.report else ()
    shown = [one for one in found if one.shows_in(now.start, now.end)]
    return shown, [one for one in found if one not in shown]


def _heading(sheet: Sheet, state: Bench, open_: int) -> str:
    if state.state == "failed":
        return str(gettext("That did not work"))
    if sheet.take is None:
        return str(gettext("The film is ready") if sheet.film else gettext("There is no film yet"))
    if sheet.report is None:
        return str(gettext("Your film is being looked at"))
    if not open_:
        return str(gettext("Everything is fine"))
    if open_ == 1:
        return str(gettext("One thing only you can change"))
    count = str(COUNTED[open_ - 2]) if open_ - 2 < len(COUNTED) else str(open_)
    return str(gettext("%(count)s things only you can change", count=count))


def _has_take(take: Take) -> bool:
    return takes.path(house.settings().takes, take).is_file()


def _player(sheet: Sheet) -> list[dict[str, Any]]:
    """Return what a browser may play, the quickest first: each its address, type and first second.

    The small film plays everywhere, but knows only what was cut; the take is shown to its authors.
    """
    found = []
    whole = sheet.report is None or sheet.cut.seconds > sheet.report.seconds - 1
    small = _small(sheet)
    if small:
        found.append({"src": small, "type": USUAL_TYPE, "start": sheet.cut.start})
    if sheet.take is not None and _has_take(sheet.take) and _is_author(sheet):
        kind = TYPES.get(sheet.take.ext, USUAL_TYPE)
        own = {"src": f"{sheet.address}/take", "type": kind, "start": 0.0}
        found = [*found, own] if whole else [own, *found]
    return found


def _small(sheet: Sheet) -> str:
    if sheet.film is None:
        return ""
    made = (Rendition.medium == sheet.film) & (Rendition.name == benches.READY)
    small = Rendition.select().where(made).first()
    plant = sheet.desk.nugget.reach == "plant network"
    return links.media(f"{small.sha}.{small.ext}", plant=plant) if small else ""
