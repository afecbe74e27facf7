"""What workers see: no login, no cookie, no JavaScript needed.

`scan` answers a label, `nugget` shows, asks and finishes, `find`, `floor` and `topic` lead there
by hand, `remark` and `wishes` take what is wrong and what is missing, `numbers` and `transparency`
show what is counted, `offline` and `mine` what a phone keeps by itself (`saved` what makes a nugget
whole there). Every page is made from plain values; `kept` holds the finished bytes.
"""

from flask import Blueprint, Flask

from kiosk import language
from kiosk.pages import (
    accessibility,
    coach,
    find,
    floor,
    kept,
    lesson,
    mine,
    nugget,
    numbers,
    offline,
    phone,
    preview,
    remark,
    scan,
    session,
    today,
    topic,
    transparency,
    wellknown,
    wishes,
)
from kiosk.web import looks
from kiosk.web.found import Found

SUBJECTS = (
    scan, nugget, lesson, session, coach, preview, find, floor, topic, numbers, transparency,
    phone, wellknown, mine, today, offline, remark, wishes, accessibility,
)  # fmt: skip


def install(app: Flask) -> None:
    """Register every route of the worker pages and what their templates may ask for."""
    blueprint = Blueprint("pages", __name__)
    blueprint.url_value_preprocessor(language.speak)
    for subject in SUBJECTS:
        subject.routes(blueprint)
    app.register_blueprint(blueprint)
    app.extensions["kept"] = kept.Kept()
    app.extensions["found"] = Found()
    app.extensions["tables"] = kept.Last()
    looks.install(app)
    offline.install(app)
