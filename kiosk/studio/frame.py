"""Answers with a page of the studio, or with the blocks of it that htmx asked for."""

from datetime import date
from typing import Any, Final

from babel.numbers import get_decimal_symbol
from flask import Flask, Response, make_response, render_template, request
from flask_babel import format_date, get_locale, gettext
from flask_wtf.csrf import generate_csrf
from jinja2_fragments.flask import render_blocks
from markupsafe import Markup

from content.clock import clock
from content.sentence import Sentence
from kiosk import language
from kiosk.studio import security
from kiosk.studio.retold import reason, retold
from kiosk.web import art, assets
from kiosk.web.htmx import in_part
from qr_codes import codes

POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "connect-src 'self'; font-src 'self'; frame-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; script-src 'self'; style-src 'self'"
)
FIELD: Final = Markup('<input type="hidden" name="csrf_token" value="{}">')
TABS: Final = {
    "today": "today", "remarks": "today", "wishes": "today",
    "machines": "machines", "areas": "machines", "coaches": "machines",
    "kinds": "machines", "plant": "machines", "machine_list": "machines",
    "labels": "machines", "binding": "machines", "walk": "machines", "address": "machines",
    "blanks": "machines", "logo": "machines", "moving": "machines",
    "people": "me", "deeds": "me", "counting": "me", "annex": "me", "me": "me",
    "signin": "", "welcome": "", "": "",
}  # fmt: skip
"""The tab under which a subject lies; all others are about a nugget."""
PERMISSIONS: Final = (
    "camera=(self), microphone=(self), screen-wake-lock=(self), geolocation=(), browsing-topics=()"
)


def page(
    template: str, *, blocks: tuple[str, ...] = (), status: int = 200, **values: Any
) -> Response:
    """Render a page of the studio; a request by htmx gets these blocks of it alone.

    Scripts of the page itself are named by its block `scripts`. Nothing of it is kept anywhere.
    """
    if blocks and in_part():
        body = render_blocks(template, list(blocks), oob=True, **values)
    else:
        body = render_template(template, **values)
    response = make_response(body, status)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = PERMISSIONS
    if blocks:
        response.vary.add("HX-Request")
    return response


def install(studio: Flask) -> None:
    """Give the templates of the studio their words."""
    studio.jinja_env.globals.update(
        asset=assets.url,
        clock=clock,
        day=day,
        direction=language.direction,
        drawing=art.drawing,
        icon=art.icon,
        size=language.size,
        spell=codes.spell,
        reason=reason,
        retold=retold,
        told=told,
        token=token,
    )
    studio.jinja_env.trim_blocks = True
    studio.jinja_env.lstrip_blocks = True
    studio.context_processor(around)


def day(iso: str | None) -> str:
    """Return a day as people write it; nothing where there is none."""
    return str(format_date(date.fromisoformat(iso), "medium")) if iso else ""


def told(sentence: Sentence) -> str:
    """Say a sentence in the reader's language, its numbers as they are written there."""
    facts = {
        name: Written(fact) if isinstance(fact, float) else fact for name, fact in sentence.facts
    }
    return str(gettext(sentence.template)).format(**facts)


class Written(float):
    """A number that stands in a sentence with the reader's own decimal sign."""

    def __format__(self, form: str) -> str:
        return super().__format__(form).replace(".", decimal())


def decimal() -> str:
    """Return the sign that parts a number from its tenths in the reader's language."""
    return str(get_decimal_symbol(language.current().locale))


def token() -> Markup:
    """Return the field every form of the studio carries: it came from a page of this session."""
    return FIELD.format(generate_csrf())


def around() -> dict[str, Any]:
    """Return what the frame of every page needs."""
    subject = (request.endpoint or "").partition(".")[0]
    get_locale()  # lets the frame know which language was chosen, before it says its name
    return {
        "account": security.account(),
        "language": language.current(),
        "oob": False,
        "tab": TABS.get(subject, "nuggets"),
    }
