"""A voice for one text, recorded while its film runs; the worker lays it over the film."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, redirect, request
from flask_babel import gettext

from content import captions, card, medium, scrap, takes
from content.errors import ContentError
from content.media import mix
from content.media.captions import Cue
from content.models import Text
from content.storage import Folder
from kiosk import disk, jobs, language
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import desk, errors, house, stations
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.intake import brings
from kiosk.web import links

LARGEST: Final = 40 * 1024 * 1024
"""Bytes of a recording: three minutes as WAV; as browsers record it they take 3 MB."""
ENDS: Final = {"webm": "webm", "mp4": "m4a", "wav": "wav", "mp3": "mp3"}
PLAYABLE: Final = ("lite", "540p", "720p")
BLOCK: Final = 1 << 20

blueprint = Blueprint("voice", __name__, url_prefix="/v/<version_id>/voice/<key>")


@dataclass(frozen=True, slots=True)
class Film:
    """A film to speak to, or to hear: its address, its captions, its seconds."""

    address: str
    captions: str
    seconds: float


@blueprint.get("")
@needs(WRITE)
def show(version_id: str, key: str) -> Response:
    """Show the film without its sound, and what records the microphone."""
    work = desk.seen(version_id)
    return _answer(work, work.text(key))


@blueprint.get("/made")
@needs(SEE)
def made(version_id: str, key: str) -> Response:
    """Show how far the film with the voice is."""
    work = desk.seen(version_id)
    return _answer(work, work.text(key), block="made")


@blueprint.post("")
@needs(WRITE)
@brings(LARGEST + BLOCK)
def write(version_id: str, key: str) -> Any:
    """Take a recording in, or take the voice away again."""
    work = desk.written(version_id)
    text = work.text(key)
    if request.form.get("do") == "drop":
        _drop(work, text)
        return redirect(_here(work, text), 303)
    disk.refuse_when_full(house.settings())
    given = request.files.get("voice")
    if given is None or not given.filename:
        return _answer(work, text, wrong=gettext("Record something first, or choose a file."))
    try:
        _take(work, text, given)
    except ContentError as error:
        return _answer(work, text, wrong=errors.sentence(error))
    return redirect(f"{_here(work, text)}#made", 303)


def _take(work: Desk, text: Text, given: Any) -> None:
    """Keep a recording as a take, and let the worker lay it over the film."""
    settings = house.settings()
    settings.takes.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A folder that no take knows is swept after an hour, should this process be killed here.
    with tempfile.TemporaryDirectory(dir=settings.takes) as folder:
        source = Path(folder) / "voice"
        given.save(source, BLOCK)
        ext = ENDS[mix.kind_of(source)]
        take = takes.receive(
            work.version, "voice", source, ext, text=text, folder=settings.takes,
            keep_days=settings.keep_takes, today=datetime.now(tz=UTC).date(),
        )  # fmt: skip
    jobs.ask("voice", take.id, current_app.extensions["wake"])


def _drop(work: Desk, text: Text) -> None:
    """Take the voice away: the text shows the version's film again."""
    take = takes.of(work.version, text, "voice")
    if take is None:
        return
    film = take.film_id
    if film and text.film_id == film:
        Text.update(film=None).where(Text.id == text.id).execute()
    takes.discard(take, house.settings().takes)
    scrap.clear(Folder(house.settings().media), [film])


def _answer(work: Desk, text: Text, *, wrong: str = "", block: str = "main") -> Response:
    take = takes.of(work.version, text, "voice")
    job = (
        jobs.Job.get_or_none((jobs.Job.kind == "voice") & (jobs.Job.subject == take.id))
        if take
        else None
    )
    mixed = text.film if take and take.film_id and text.film_id == take.film_id else None
    silent = _film(work, text, work.version.film)
    return page(
        "studio/voice.html",
        blocks=(block,),
        status=422 if wrong else 200,
        at_work=job is not None and job.state != "failed",
        cues=_cues(text),
        desk=work,
        film=silent,
        failed=job.error if job and job.state == "failed" else "",
        here=_here(work, text),
        job=job,
        key=card.key(text.language, text.variant),
        mixed=_film(work, text, mixed),
        own=f"{stations.address(work, 'film')}/{card.key(text.language, text.variant)}",
        back=stations.address(work, "storyboard" if work.version.storyboard else "check"),
        take=take,
        text=text,
        tongue=language.name(text.language),
        wrong=wrong,
    )


def _cues(text: Text) -> list[Cue]:
    """Return what is to be said: the captions; none where they cannot be read."""
    try:
        return captions.cues(text, Folder(house.settings().media))
    except ContentError:
        return []


def _film(work: Desk, text: Text, row: Any) -> Film | None:
    if row is None:
        return None
    plant = work.nugget.reach == "plant network"
    found = medium.film_of(row)
    name = next((found.files[one].name for one in PLAYABLE if one in found.files), "")
    spoken = links.media(f"{text.captions_id}.vtt", plant=plant) if text.captions_id else ""
    return Film(links.media(name or f"{row.sha}.{row.ext}", plant=plant), spoken, found.seconds)


def _here(work: Desk, text: Text) -> str:
    return f"{stations.address(work, 'voice')}/{card.key(text.language, text.variant)}"
