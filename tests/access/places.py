"""Every page that workers and the room see, in every state: where each stands and how one asks.

What the routes show is asked for by itself, their gaps filled with what stands in the plant: a
new route is looked at without a word here, and one with a gap nobody fills is named by a test.
What routes alone do not show (states, failures, an empty plant) stands in `MORE` and `EMPTY`.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

import peewee
from flask import Flask
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, TooManyRequests
from werkzeug.routing import Rule

from kiosk import errors
from kiosk.web.opening import CodeWrong
from kiosk.web.reach import OutOfReach
from tests import floor
from tests.access import cast

BLUEPRINTS: Final = ("pages", "room")
LANGUAGES: Final = ("de", "ar")
AT: Final = f"/{{lang}}/m/{floor.LATHE}"
GLASSES: Final = f"{AT}/wear-glasses"
DRAFT: Final = f"/{{lang}}/n/{cast.DRAFT}"
ROOM: Final = "/room/{lang}"
PROOF: Final = "pages.fault"  # opens for the proof on site alone
ANY: Final = 0
"""The status of a page of which nobody says what it is."""
Form = dict[str, str] | None


@dataclass(frozen=True)
class Place:
    """A page: its address with a gap for the language, what is sent to it, and its status."""

    path: str
    form: Form = field(default=None, hash=False)
    status: int = 200

    def __str__(self) -> str:
        sent = "" if self.form is None else f" {self.form}"
        return f"{self.path}{sent}"


def right(number: int = 0) -> dict[str, str]:
    """Return what is sent where this answer to the first question is picked."""
    return {"question": "0", "pick": str(number)}


MORE: Final = (
    # what a label answers, and an address that is none
    Place(f"/{floor.LATHE}"), Place(f"/{floor.PRESS}"), Place(f"/{floor.SAW}"),
    *(Place(f"/{{lang}}/m/{code}") for code in (floor.PRESS, floor.SAW, floor.REPLACED,
                                                floor.RETIRED, floor.LOST, cast.BLANK)),
    Place("/D4H7KX", status=404), Place(f"/{floor.UNKNOWN}", status=404),
    Place("/wp-login.php", status=404), Place("/zz/find", status=404),
    # a nugget: without its machine, in another language, as a draft, withdrawn, out of reach
    Place("/{lang}/n/clear-chips"), Place(f"{AT}/clear-chips"), Place(DRAFT),
    Place(f"/{{lang}}/n/{cast.BARE}"), Place(f"{DRAFT}/print"),
    Place("/{lang}/n/clear-chips/print"), Place("/{lang}/n/nothing", status=404),
    Place(f"/{{lang}}/n/{cast.GONE}", status=410),
    Place("/{lang}/n/new-tool", status=403), Place("/{lang}/preview/over", status=403),
    Place(f"/{{lang}}/m/{cast.INSIDE}"),
    # question and end
    *(Place(f"{at}/answer", right(pick)) for at in (GLASSES, DRAFT) for pick in (0, 1)),
    Place(f"{DRAFT}/play", {}), Place(f"{DRAFT}/done", {}), Place("/{lang}/n/clear-chips/done", {}),
    # find
    *(Place(f"/{{lang}}/find?q={typed}") for typed in (
        "Schutzbrille", "D4H7KX", "zzzzzz", "%3F%3F", "https://evil.example/x", "Dreh")),
    Place(f"/{{lang}}/find?q={'x' * 1200}", status=414),
    Place("/check/{sign}", {"pick": "other"}), Place("/check/{sign}", {"pick": "same"}),
    # the room
    Place("/room/{lang}/new"), Place("/room/{lang}/machines"), Place("/room/{lang}/scanner"),
    *(Place(f"{ROOM}/m/{code}") for code in (floor.SAW, floor.LOST, cast.BLANK)),
    Place(f"{ROOM}/m/ZZZZZZ", status=404), Place(f"{ROOM}/n/nothing", status=404),
    Place(f"{ROOM}/n/{cast.GONE}", status=410), Place(f"{ROOM}/n/{cast.DRAFT}"),
    Place(f"{ROOM}/n/{cast.BARE}"), Place(f"{ROOM}/n/new-tool", status=403),
    *(Place(f"{ROOM}/m/{floor.LATHE}/wear-glasses/answer", right(pick)) for pick in (0, 1)),
    *(Place(f"{ROOM}/find?q={typed}") for typed in ("Schutzbrille", "zzzzzz")),
    Place(f"{ROOM}/m/D4H7KX", status=404),
    *(Place(f"{ROOM}/scan", {"q": typed}, status=422)
      for typed in ("https://evil.example/x", "D4H7KX", "%%")),
)  # fmt: skip
EMPTY: Final = (
    *(Place(f"/{{lang}}/{name}") for name in ("", "machines", "find?q=x", "numbers",
                                              "transparency", "mine", "offline")),
    *(Place(f"{ROOM}/{name}") for name in ("", "machines", "topics", "find", "find?q=x")),
    Place("/room/"),
)  # fmt: skip
"""Pages that say something else where a plant has nothing yet."""


def rules(app: Flask) -> list[tuple[Rule, str]]:
    """Return every route of pages and room, with each way to ask it."""
    return [
        (rule, method)
        for rule in sorted(app.url_map.iter_rules(), key=str)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if rule.endpoint.partition(".")[0] in BLUEPRINTS
    ]


def of_route(app: Flask, rule: Rule, method: str, known: dict[str, Any]) -> Place:
    """Return where this route leads in the plant."""
    values = {name: known.get(name, "{lang}") for name in rule.arguments}
    path = app.url_map.bind("").build(rule.endpoint, values, method)
    status = 404 if rule.endpoint == PROOF else ANY
    return Place(unquote(path), {} if method == "POST" else None, status=status)


def failures() -> dict[str, Exception]:
    """Return one of each failure that has words of its own, by the topic that stands for it."""
    made: list[Exception] = [
        kind("D4H7KX") if issubclass(kind, CodeWrong) else kind()
        for kinds, _ in errors.TABLE
        for kind in ((kinds,) if isinstance(kinds, type) else kinds)
        if kind is not HTTPException
    ]
    made += [OutOfReach("Eingang Halle 3"), peewee.OperationalError("database is locked")]
    made += [BadRequest(), MethodNotAllowed(), TooManyRequests()]
    return {f"broken-{number}": error for number, error in enumerate([*made, ZeroDivisionError()])}


def broken(app: Flask) -> list[Place]:
    """Let a topic stand for each failure, on the phone and in the room; return the pages."""
    known = failures()
    with app.test_request_context("/de/"):
        status = {topic: errors.notice_of(error).status for topic, error in known.items()}
    for name in BLUEPRINTS:
        working = app.view_functions[f"{name}.show_topic"]

        def view(topic: str, working: Any = working, **more: str) -> Any:
            if topic in known:
                raise known[topic]
            return working(topic=topic, **more)

        app.view_functions[f"{name}.show_topic"] = view
    return [Place(f"{start}/{{lang}}/t/{topic}", status=status[topic])
            for start in ("", "/room") for topic in known]  # fmt: skip
