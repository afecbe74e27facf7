"""Answers one address twice: as a whole page, or as the blocks of it that htmx asked for."""

import re
from typing import Any, Final

from flask import Flask, Response, make_response, render_template
from flask_htmx import HTMX
from jinja2_fragments.flask import render_blocks

from kiosk.web import assets, headers

FIRST_VIEW: Final = ("tokens", "core")
REST: Final = "rest"
LINES: Final = re.compile(r">\n+<")
"""Ends of lines between tags: they order our templates and say nothing to a browser."""

htmx = HTMX()


def page(
    template: str, *sheets: str, blocks: tuple[str, ...] = (), status: int = 200, **values: Any
) -> Response:
    """Render a page with these style sheets in its head, under a policy that allows just them.

    With `blocks`, a request by htmx gets these blocks alone (each may put itself in place by
    `oob`). One address then gives two answers, so caches are told. A page that names a sheet in
    `follows` links to it where its first view ends: its head styles that view alone.
    """
    if blocks and in_part():
        response = make_response(render_blocks(template, list(blocks), oob=True, **values), status)
    else:
        rest = () if "follows" in values else (REST,)
        style = assets.style(*FIRST_VIEW, *rest, *sheets)
        script = assets.inline(assets.text("first.js").strip())
        body = render_template(template, style=style.text, script=script.text, **values)
        response = make_response(LINES.sub("><", body), status)
        response.headers["Content-Security-Policy"] = headers.policy(style.source, script.source)
    if blocks:
        response.vary.add("HX-Request")
    return response


def in_part() -> bool:
    """Say whether htmx asks for a part of a page that stands already."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def install(app: Flask) -> None:
    """Let htmx' own headers be read in every request."""
    htmx.init_app(app)
