"""The station "film": a film comes from the phone, while its words are typed beside it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, current_app, redirect, request
from flask_wtf.csrf import CSRFError, validate_csrf

from content import card, catalogue, takes
from content.errors import ContentError
from content.models import Rendition, Text
from kiosk import uploads
from kiosk.making.landing import Read
from kiosk.staff.rights import WRITE
from kiosk.studio import desk, errors, security, spoken, stations, words
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.intake import brings
from kiosk.studio.parcel import parcel
from kiosk.studio.uploads import arriving, landing
from kiosk.uploads import Upload, UploadBusy, UploadEmpty
from kiosk.web import links

HUNDRED: Final = 100
SLACK: Final = 64 * 1024
"""Bytes of a form around its film."""

blueprint = Blueprint("film", __name__, url_prefix="/v/<version_id>/film")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A film that is here: its picture if there is one by now, its size, how its work goes.

    One that was `kept` came with the version before, from photos or from the library; one that
    was withdrawn with it is `held` back from workers until this version is released.
    """

    size: int
    poster: str
    looked: bool
    again: bool = False
    kept: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """An upload that was left: how much of it is here."""

    id: str
    got: int
    length: int

    @property
    def percent(self) -> int:
        """How much of it is here, in whole percent."""
        return self.got * HUNDRED // self.length


def whole_film() -> int:
    """Return the bytes of a form with a whole film; it is judged and kept as it arrives."""
    return landing().settings.upload_most * 1_000_000 + SLACK


@blueprint.record_once
def judge_tokens_ourselves(state: Any) -> None:
    """Keep the guard against forged forms from reading a whole film to find its token."""
    for view in (take, take_own):
        state.app.extensions["csrf"].exempt(view)


@blueprint.get("")
@needs(WRITE)
def show(version_id: str) -> Response:
    """Show the film on its way, and the words to be typed meanwhile."""
    return _show(desk.seen(version_id))


@blueprint.get("/<key>")
@needs(WRITE)
def show_own(version_id: str, key: str) -> Response:
    """Show the film that one text has of its own."""
    work = desk.seen(version_id)
    return _show(work, work.text(key))


@blueprint.post("")
@needs(WRITE)
@brings(whole_film)
def take(version_id: str) -> Any:
    """Take a film from a browser without scripts."""
    return _take(desk.written(version_id), None)


@blueprint.post("/<key>")
@needs(WRITE)
@brings(whole_film)
def take_own(version_id: str, key: str) -> Any:
    """Take a text's own film from a browser without scripts."""
    work = desk.written(version_id)
    return _take(work, work.text(key))


@blueprint.post("/drop/<upload_id>")
@needs(WRITE)
def drop(version_id: str, upload_id: str) -> Any:
    """Delete an upload that was left, to begin with another film."""
    desk.seen(version_id)
    with suppress(UploadBusy):
        landing().drop(uploads.owned(upload_id, security.here().id))
    return redirect(f"/studio/v/{version_id}/film", 303)


def _take(work: Desk, text: Text | None) -> Any:
    """Let a form's film land as it arrives, once its token was judged."""
    form = parcel(arriving(), request.mimetype_params.get("boundary", ""))
    try:
        validate_csrf(form.fields.get("csrf_token"))
    except ValueError as error:
        raise CSRFError from error
    try:
        if not form.has_file:
            raise UploadEmpty
        new = _land(work, text, form.read)
    except ContentError as error:
        return _show(work, text, 422, errors.sentence(error))
    return redirect(_address(work, text) + ("" if new else "?again=1"), 303)


def _land(work: Desk, text: Text | None, read: Read) -> bool:
    """Keep a film whose length is known at its end only; nothing stays of one that is refused."""
    place = landing()
    most = max(1, (request.content_length or 0))
    upload = place.create(work.version, security.here().id, most, text=text)
    try:
        upload = place.append(upload, 0, read, upload.length)
        place.close_at(upload, upload.got)
        return place.finish(upload, current_app.extensions.get("wake"))
    except BaseException:
        with suppress(ContentError):
            place.drop(upload)
        raise


def _show(work: Desk, text: Text | None = None, status: int = 200, wrong: str = "") -> Response:
    code, machine = desk.plate(work.nugget)
    settings = landing().settings
    return page(
        "studio/film.html",
        blocks=("film",),
        status=status,
        desk=work,
        text=text,
        key=_key(text),
        tongue=spoken.tongue(text).name if text else "",
        address=_address(work, text),
        stations=stations.way(work, "film"),
        code=code,
        machine=machine,
        arrived=_arrived(work, text),
        begun=[_begun(one) for one in _left(work, text)],
        elsewhere=_elsewhere(work),
        upload_most=settings.upload_most,
        minutes=settings.film_aim // 60,
        wrong=wrong,
        words_form=words.form_of(work, "film"),
    )


def _address(work: Desk, text: Text | None) -> str:
    own = f"/{_key(text)}" if text else ""
    return f"/studio/v/{work.version.id}/film{own}"


def _key(text: Text | None) -> str:
    return card.key(text.language, text.variant) if text else ""


def _left(work: Desk, text: Text | None) -> list[Upload]:
    mine = uploads.open_for(security.here().id, work.version.id)
    return [one for one in mine if one.text_id == (text.id if text else None)]


def _elsewhere(work: Desk) -> int:
    """Count the uploads of whoever is there that lie unfinished at other nuggets."""
    mine = uploads.open_for(security.here().id)
    return sum(one.version_id != work.version.id for one in mine)


def _begun(upload: Upload) -> Begun:
    return Begun(upload.id, upload.got, upload.length)


def _arrived(work: Desk, text: Text | None) -> Arrived | None:
    found, shown = takes.of(work.version, text), (text or work.version).film
    if found is not None:
        looked = takes.report(found) is not None
        again = bool(request.args.get("again"))
        return Arrived(found.size, _poster(work, found.film_id), looked, again)
    if shown is not None:
        held = catalogue.gone(shown.sha)
        return Arrived(shown.size, _poster(work, shown.sha), looked=True, kept=True, held=held)
    return None


def _poster(work: Desk, film: str | None) -> str:
    """Return the address of a picture of the film, or nothing before there is one."""
    poster = (Rendition.medium == film) & (Rendition.name == "poster")
    made: Any = Rendition.select().where(poster).first()
    plant = work.nugget.reach == "plant network"
    return links.media(f"{made.sha}.{made.ext}", plant=plant) if made else ""
