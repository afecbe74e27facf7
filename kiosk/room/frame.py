"""Makes the room's pages: the frame around each, and the words for what went wrong."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from flask import Response, current_app, make_response, redirect, render_template, request

from content import catalogue
from content.catalogue import Place, Site
from kiosk import language
from kiosk.room import addresses
from kiosk.settings import Settings
from kiosk.web import assets, headers

LAYOUTS: Final = Path(__file__).with_name("layouts.toml")


class Notice(Protocol):
    """What somebody is told."""

    @property
    def status(self) -> int:
        """The status of the answer."""

    @property
    def title(self) -> str:
        """What went wrong, in a few words."""

    @property
    def text(self) -> str:
        """What to do now."""

    @property
    def typed(self) -> str | None:
        """The code that was typed; None where none was."""


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """Render a page of the room. It is kept by nobody: the next visitor must not find it."""
    script = assets.inline(assets.text("first.js").strip())
    facts = {"kind": "page", "back": "", "here": here(), "layouts": layouts(), **values}
    facts["ask_at"] = _ask_at(values.get("place"))
    body = render_template(f"room/{template}", script=script.text, **facts)
    response = make_response(body, status)
    response.headers["Content-Security-Policy"] = headers.policy("", script.source)
    return response


def _ask_at(place: Place | None) -> str:
    """Return where one learns whom to ask: at a machine its coaches, else those of the plant."""
    code = place.code if place and place.machine_id else ""
    asks = (request.endpoint or "").startswith("room.of_")
    return "" if asks else addresses.coaches(language.current().code, code)


def notice_page(notice: Notice) -> Response:
    """Say in the room what went wrong and how to go on."""
    lang = language.current().code
    return page(
        "notice.html", status=notice.status, notice=notice, here="", back=addresses.home(lang)
    )


def lead_to(address: str) -> Response:
    """Send somebody on to another page of the room."""
    answer: Response = redirect(address)  # type: ignore[assignment]
    return answer


def here() -> str:
    """Return the part of the address behind the language: it is the same in every language."""
    return "/".join(request.path.split("/")[3:])


def settings() -> Settings:
    """Return the settings of this plant."""
    found: Settings = current_app.extensions["settings"]
    return found


def speak_of_site(site: Site) -> None:
    """Answer in the plant's own language, where its pages speak it."""
    language.choose(site.language if site.language in language.LANGUAGES else language.FIRST)


def this_site() -> Site:
    """Return the plant of this room."""
    return catalogue.site()


@cache
def layouts() -> str:
    """Return the keyboards a scanner may think it is, as the script reads them."""
    told = json.dumps(keyboards(), ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c")


@cache
def keyboards() -> dict[str, Any]:
    """Return the keyboards a scanner may think it is: places of keys, and signs of each."""
    told = tomllib.loads(LAYOUTS.read_text("utf-8"))
    return {"codes": told["codes"].split(), "layouts": told["layout"]}
