"""The learning room: what kiosk PCs show. Each visitor begins at the languages and leaves nothing.

`start` greets, `home` leads on, `topic`, `floor` and `find` are the ways to a nugget, `letters`
is a keyboard for the search, `nugget` shows, asks and finishes one, `remark` takes what is not
right with it, `wish` what is missing, `coach` says whom to ask, `phone` draws the symbol that
takes a nugget along, `scanner` tries out a hand scanner, `outside` says what this PC may not show,
`leave` wipes. Pages are large, kept by nobody, and work by links and forms alone.
"""

from typing import Final

from flask import Blueprint, Flask

from kiosk import language
from kiosk.room import (
    addresses,
    coach,
    find,
    floor,
    home,
    leave,
    letters,
    nugget,
    outside,
    phone,
    remark,
    scanner,
    start,
    topic,
    wish,
)
from kiosk.room.frame import notice_page
from kiosk.web import art

__all__ = ["START", "install", "notice_page"]

START: Final = addresses.START
SUBJECTS: Final = (
    start, home, topic, floor, find, letters, nugget, remark, wish, coach, phone, scanner,
    outside, leave,
)  # fmt: skip


def install(app: Flask) -> None:
    """Register every route of the room and what its templates may ask for."""
    blueprint = Blueprint("room", __name__, url_prefix="/room")
    blueprint.url_value_preprocessor(language.speak)
    for subject in SUBJECTS:
        subject.routes(blueprint)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(rooms=addresses, sign=art.icon, drawing=art.drawing)
