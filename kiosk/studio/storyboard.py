"""The storyboard of a nugget: photographs in their order, one sentence each, and the film of them.

All sentences stand in one form. Whatever button is pressed, what was typed is kept first.
"""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, current_app, redirect, request, session
from flask_babel import format_decimal, gettext
from werkzeug.datastructures import MultiDict

from content import card, medium, scene_file, scene_film, scenes
from content.errors import ContentError
from content.media.board import MOVES, SENTENCE_SIGNS
from content.sentence import Sentence
from kiosk import disk, jobs, language
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import desk, errors, house, scene_form, stations
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.intake import brings
from kiosk.studio.scene_form import Trouble
from kiosk.web import links

LARGEST: Final = 96 * 1024 * 1024
"""Bytes of a form with photographs: twelve of a phone's; the page's script sends small ones."""
UNDO: Final = "scene"
JOB: Final = "storyboard"
PLAYABLE: Final = ("lite", "540p", "720p")

blueprint = Blueprint("storyboard", __name__, url_prefix="/v/<version_id>/storyboard")


@dataclass(frozen=True, slots=True)
class Made:
    """How far the film is: its key and address once it plays, its job, what is missing."""

    film: str
    address: str
    poster: str
    captions: str
    job: jobs.Job | None
    missing: tuple[Sentence, ...]
    from_phone: bool

    @property
    def failed(self) -> bool:
        """Whether the last attempt failed."""
        return self.job is not None and self.job.state == "failed"

    @property
    def at_work(self) -> bool:
        """Whether the film is being made, or waits to be."""
        return self.job is not None and not self.failed


@blueprint.get("")
@needs(SEE)
def show(version_id: str) -> Response:
    """Show the pictures of a nugget in their order."""
    return answer(desk.seen(version_id), Trouble())


@blueprint.get("/in/<spoken>")
@needs(SEE)
def show_in(version_id: str, spoken: str) -> Response:
    """Show the pictures with their sentences in another language."""
    return answer(desk.seen(version_id), Trouble(), spoken)


@blueprint.post("")
@needs(WRITE)
@brings(LARGEST)
def write(version_id: str) -> Any:
    """Keep what was typed, then do what the button says."""
    work = desk.written(version_id)
    disk.refuse_when_full(house.settings())
    spoken, trouble = _spoken(work, request.form.get("language", "")), Trouble()
    scene_form.keep_words(work.version, house.storage(), spoken, request.form, trouble)
    do, _, scene_id = request.form.get("do", "save").partition(":")
    place = scene_id
    try:
        if not trouble or do == "save":
            place = _do(work, do, scene_id, trouble)
    except ContentError as error:
        trouble.scenes[scene_id] = errors.sentence(error)
    if trouble:
        return answer(work, trouble, spoken, status=422)
    return redirect(_address(work, spoken) + (f"#{place}" if place else ""), 303)


@blueprint.post("/undo")
@needs(WRITE)
def undo(version_id: str) -> Any:
    """Put the scene back that was deleted last."""
    work = desk.written(version_id)
    kept = session.pop(UNDO, {})
    told = scene_file.parse(kept.get("told", "")) if kept.get("version") == version_id else []
    if not told:
        return redirect(_address(work), 303)
    back = scenes.put_back(work.version, house.storage(), int(kept["at"]), told[0])
    return redirect(f"{_address(work)}#scene-{back.id}", 303)


@blueprint.get("/film")
@needs(SEE)
def film(version_id: str) -> Response:
    """Show how far the film is; the film that plays on the page already stays as it is."""
    work = desk.seen(version_id)
    made = _made(work, source_language(work))
    if made.film and request.args.get("playing") == made.film:
        return answer(work, Trouble(), block="making", made=made)
    told = answer(work, Trouble(), block="made", made=made)
    told.headers["HX-Retarget"] = "#made"
    return told


def _do(work: Desk, do: str, scene_id: str, trouble: Trouble) -> str:
    """Do what a button says; return the place on the page to look at then."""
    version = work.version
    if do in ("up", "down"):
        scenes.shift(version, house.storage(), scene_id, -1 if do == "up" else 1)
    elif do == "delete":
        at, gone = scenes.remove(version, house.storage(), scene_id)
        session[UNDO] = {"version": version.id, "at": at, "told": scene_file.write([gone])}
        return "said"
    elif do == "retake":
        scene_form.retake(
            version, house.storage(), scene_id, request.files.get(f"photo-{scene_id}"), trouble
        )
    elif do == "add":
        scene_form.add_photos(version, house.storage(), request.files.getlist("photos"), trouble)
        return "add"
    elif do == "film":
        return _ask(work, trouble)
    elif do == "steps":
        scene_film.make_steps(version, house.storage())
        return "steps"
    return f"scene-{scene_id}" if scene_id else ""


def _ask(work: Desk, trouble: Trouble) -> str:
    """Let the film be made if nothing is missing."""
    if scene_film.missing(work.version, source_language(work), house.settings().film_most):
        trouble.film = gettext("The film cannot be made yet: look at what is marked.")
    else:
        jobs.ask(JOB, work.version.id, current_app.extensions["wake"])
    return "made"


def answer(
    work: Desk, trouble: Trouble, spoken: str = "", *, status: int = 200, block: str = "main",
    made: Made | None = None,
) -> Response:  # fmt: skip
    """Answer with the storyboard, everything typed still in its fields."""
    spoken, source = _spoken(work, spoken), source_language(work)
    form = request.form if request.method == "POST" else MultiDict[str, str]()
    cards = scene_form.cards(work.version, spoken, source, form, trouble)
    settings = house.settings()
    total = sum(one.scene.seconds for one in cards)
    return page(
        "studio/storyboard.html",
        blocks=(block,),
        status=status,
        aim=settings.film_aim,
        cards=cards,
        desk=work,
        editable=desk.editable(work),
        here=_address(work),
        hints=list(scene_film.hints(work.version, settings.film_aim)),
        made=made or _made(work, source),
        most=settings.film_most,
        number=format_decimal,
        moves=dict(zip(MOVES, _moves(), strict=True)),
        seconds=total,
        share=round(min(1.0, total / settings.film_aim) * 100),
        signs=SENTENCE_SIGNS,
        source=source,
        spoken=spoken,
        tongues=[(one, language.name(one)) for one in _languages(work)],
        trouble=trouble,
        undo=session.get(UNDO, {}).get("version") == work.version.id,
        stepped=scene_film.stepped(work.version, source),
        voices=[
            (card.key(one.language, one.variant), one, language.name(one.language))
            for one in work.texts
        ],
        way=stations.way(work, "film"),
    )


def _moves() -> tuple[str, ...]:
    return (
        gettext("stands still"), gettext("comes nearer"), gettext("goes farther"),
        gettext("drifts to the left"), gettext("drifts to the right"),
    )  # fmt: skip


def _made(work: Desk, source: str) -> Made:
    version = work.version
    row = jobs.Job.get_or_none((jobs.Job.kind == JOB) & (jobs.Job.subject == version.id))
    missing = scene_film.missing(version, source, house.settings().film_most)
    from_phone = not scenes.made_by_board(version)
    if version.film is None or from_phone:
        return Made("", "", "", "", row, missing, from_phone)
    plant = work.nugget.reach == "plant network"
    files = medium.film_of(version.film).files
    best = next((files[one].name for one in PLAYABLE if one in files), "")
    name = best or f"{version.film.sha}.{version.film.ext}"
    text = work.source
    captions = f"{text.captions_id}.vtt" if text and text.captions_id else ""
    return Made(
        version.film.sha,
        links.media(name, plant=plant),
        links.media(files["poster"].name, plant=plant) if "poster" in files else "",
        links.media(captions, plant=plant) if captions else "",
        row, missing, from_phone=False,
    )  # fmt: skip


def source_language(work: Desk) -> str:
    """Return the language in which the sentences are written first."""
    return work.source.language if work.source else work.site.language


def _languages(work: Desk) -> list[str]:
    return list(dict.fromkeys([source_language(work), *(text.language for text in work.texts)]))


def _spoken(work: Desk, wanted: str) -> str:
    return wanted if wanted in _languages(work) else source_language(work)


def _address(work: Desk, spoken: str = "") -> str:
    here = stations.address(work, "storyboard")
    return here if spoken in ("", source_language(work)) else f"{here}/in/{spoken}"
