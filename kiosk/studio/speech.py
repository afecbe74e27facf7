"""Lets a machine listen to a film and draft its captions, where the operator named a program."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.exceptions import NotFound

from content import dictation
from content.models import Text
from kiosk import jobs
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import caption_page, desk, house, stations
from kiosk.studio.access import needs
from kiosk.studio.frame import page

blueprint = Blueprint("speech", __name__)


def offered() -> bool:
    """Whether the operator named a program that listens."""
    return bool(house.settings().speech_command)


@blueprint.post("/v/<version_id>/captions/<key>/speech")
@needs(WRITE)
def listen(version_id: str, key: str) -> Any:
    """Ask for a draft; lines that stand already are replaced only where that was ticked."""
    seen = desk.written(version_id)
    text = seen.text(key)
    if not offered():
        raise NotFound
    if text.captions_id is None or request.form.get("replace"):
        _forget(text)
        jobs.ask("speech", dictation.subject(text), current_app.extensions["wake"])
    return redirect(f"{stations.address(seen, 'captions')}/{key}#listening", 303)


@blueprint.get("/v/<version_id>/captions/<key>/speech")
@needs(SEE)
def progress(version_id: str, key: str) -> Response:
    """Say how far the listening is; once it is over, let the page be loaded anew."""
    seen = desk.seen(version_id)
    text = seen.text(key)
    job = caption_page.listening(text)
    response = page(
        "studio/captions_listening.html",
        blocks=("listening",),
        desk=seen,
        key=key,
        here=f"{stations.address(seen, 'captions')}/{key}",
        job=job,
        captions=text.captions_id,
    )
    if job is None:
        response.headers["HX-Refresh"] = "true"
    return response


def _forget(text: Text) -> None:
    """Let go of a request that failed: a new one is another."""
    job = caption_page.listening(text)
    if job is not None and job.state == "failed":
        jobs.finish(job)
