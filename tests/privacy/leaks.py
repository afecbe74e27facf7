"""The leaks that others have, each to be planted in the running program, never in the tree.

`before` is planted before the application is made, `inside` into the application that lives.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, request

from kiosk.care import metrics
from kiosk.counts import minute, ram, release, seal
from kiosk.counts.models import Stood
from kiosk.db import connected
from kiosk.settings import Settings


@dataclass(frozen=True)
class Plan:
    """One leak, as it is planted."""

    before: Callable[[Settings], None] = lambda _: None
    inside: Callable[[Flask], None] = lambda _: None


def replace(where: Any, name: str, by: Any) -> None:
    """Put something else in the place of a part of the running program."""
    setattr(where, name, by)


def finished() -> bool:
    """Whether this request finishes a nugget."""
    return request.method == "POST" and request.path.endswith("/done")


def after(app: Flask) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Do something to every answer of an application."""

    def plant(spill: Callable[[Any], None]) -> Callable[[Any], None]:
        @app.after_request
        def answer(response: Any) -> Any:
            spill(response)
            return response

        return spill

    return plant


def spent(app: Flask) -> bytes:
    """Return how many tickets the pot knows as spent."""
    return str(len(app.extensions["counts"].pot.dump().spent)).encode()


def access_log(app: Flask) -> None:
    """Write a line with the address for each request, as web servers do."""
    log = app.extensions["settings"].data / "access.log"

    @after(app)
    def spill(_: Any) -> None:
        with log.open("a") as file:
            file.write(f"{request.remote_addr} {request.user_agent} {request.path}\n")


def row_per_event(app: Flask) -> None:
    """Keep a row for each completion in the database."""
    with connected(app.extensions["database"]) as _:
        app.extensions["database"].execute_sql("CREATE TABLE event (nugget TEXT)")

    @after(app)
    def spill(_: Any) -> None:
        if finished():
            app.extensions["database"].execute_sql("INSERT INTO event VALUES ('chuck')")


def updated_at(app: Flask) -> None:
    """Note at the nugget when it was last completed."""
    with connected(app.extensions["database"]):
        app.extensions["database"].execute_sql("ALTER TABLE nugget ADD COLUMN updated_at INTEGER")

    @after(app)
    def spill(_: Any) -> None:
        if finished():
            app.extensions["database"].execute_sql(
                "UPDATE nugget SET updated_at = ?", (int(time.time()),)
            )


def order_by_rowid(app: Flask) -> None:
    """Keep one row a nugget, but let the last completed stand last."""
    database = app.extensions["database"]
    with connected(database):
        database.execute_sql("CREATE TABLE known (slug TEXT UNIQUE)")
        database.execute_sql("INSERT INTO known VALUES ('chuck'), ('order')")

    @after(app)
    def spill(_: Any) -> None:
        if finished():
            slug = request.path.split("/")[-2]
            database.execute_sql("INSERT OR REPLACE INTO known VALUES (?)", (slug,))


def today_tile(app: Flask) -> None:
    """Show on the numbers' page how many learned today."""

    @after(app)
    def spill(response: Any) -> None:
        if request.path.endswith("/numbers"):
            response.data += spent(app)


def health_page(app: Flask) -> None:
    """Let the health page tell how much there was to do."""

    @after(app)
    def spill(response: Any) -> None:
        if request.path == "/healthz":
            response.data += spent(app)


def tag(app: Flask) -> None:
    """Count in the entity tag of the nugget's page."""

    @after(app)
    def spill(response: Any) -> None:
        if request.path.endswith("/chuck"):
            response.set_etag(spent(app).decode())


def cookie(app: Flask) -> None:
    """Number the visits in a cookie."""
    app.extensions["visits"] = 0

    @after(app)
    def spill(response: Any) -> None:
        app.extensions["visits"] += finished()
        response.set_cookie("visits", str(app.extensions["visits"]))


def cache(app: Flask) -> None:
    """Keep pages in memory and say whether one was asked for before."""
    kept: set[str] = set()

    @after(app)
    def spill(response: Any) -> None:
        response.headers["X-Cache"] = "HIT" if request.path in kept else "MISS"
        kept.add(request.path)


def log_line(app: Flask) -> None:
    """Log each request to the program's own log."""

    @after(app)
    def spill(_: Any) -> None:
        app.logger.warning("%s %s", request.method, request.path)


def council_tile(app: Flask) -> None:
    """Show the open count in the studio, to the works council alone."""

    @after(app.extensions["studio"]())
    def spill(response: Any) -> None:
        if response.mimetype == "text/html" and response.status_code == 200:
            response.data += spent(app)


def pot_on_disk(settings: Settings) -> None:
    """Let the open counts and their journal lie beside the data."""
    place = ram.Place(settings.data / "pot", True, "")
    replace(ram, "place", lambda _: place)


def seal_of_any_size(_: Settings) -> None:
    """Pack the seal as long as there is something to say."""
    pack = seal.pack

    def short(dump: Any) -> bytes:
        return pack(dump).rstrip(b"\0") + json.dumps([n for _, n in dump.slots if n]).encode()

    replace(seal, "pack", short)


def seal_when_needed(_: Settings) -> None:
    """Seal only if something was counted since."""
    last: list[Any] = []
    sealed = minute._seal

    def seldom(settings: Settings, pot: Any) -> None:
        now = pot.dump().slots
        if [n for _, n in now] != last:
            last[:] = [n for _, n in now]
            sealed(settings, pot)

    replace(minute, "_seal", seldom)


def stood_if_opened(_: Settings) -> None:
    """Publish under 5 where somebody learned and nothing where nobody did."""
    write = release.write

    def some(site: str, name: str, slots: Any, **more: Any) -> int:
        rows = write(site, name, slots, **more)
        for slot, n in slots.items():
            if not n:
                Stood.delete().where(*(getattr(Stood, k) == v for k, v in slot._asdict().items())
                                     ).execute()  # fmt: skip
        return rows

    replace(release, "write", some)


def monitored(app: Flask) -> None:
    """Let monitoring count how often a nugget was finished."""
    told = metrics.text

    def chatty(*asked: Any) -> str:
        return f"{told(*asked)}kiosk_finished {spent(app).decode()}\n"

    replace(metrics, "text", chatty)


def folder_touched(app: Flask) -> None:
    """Leave a temporary file behind for each nugget that is finished."""

    @after(app)
    def spill(_: Any) -> None:
        if finished():
            (app.extensions["settings"].data / f"tmp-{os.getpid()}").touch()


def media_by_mtime(app: Flask) -> None:
    """Tag media files by the second they were last played."""

    @after(app)
    def spill(response: Any) -> None:
        film = next(app.extensions["settings"].media.rglob("*.svg"))
        if finished():
            os.utime(film, (time.time(), time.time()))
        if request.path.startswith("/media/"):
            response.set_etag(f"{film.stat().st_mtime}-{film.stat().st_size}")


PLANS: Final = {
    "an access log with addresses": Plan(inside=access_log),
    "a row for each event": Plan(inside=row_per_event),
    "an updated_at": Plan(inside=updated_at),
    "the order of completion by rowid": Plan(inside=order_by_rowid),
    "a tile of today": Plan(inside=today_tile),
    "a count on the health page": Plan(inside=health_page),
    "a counter in an entity tag": Plan(inside=tag),
    "a cookie": Plan(inside=cookie),
    "a cache entry": Plan(inside=cache),
    "a log line for each request": Plan(inside=log_line),
    "a tile for the works council alone": Plan(inside=council_tile),
    "the pot and its journal on the disk": Plan(before=pot_on_disk),
    "a seal of varying size": Plan(before=seal_of_any_size),
    "a seal only when there is something to seal": Plan(before=seal_when_needed),
    "zero looks other than under 5": Plan(before=stood_if_opened),
    "a temporary file left behind": Plan(inside=folder_touched),
    "a count among the figures of monitoring": Plan(inside=monitored),
    "media tags from the time of the file": Plan(inside=media_by_mtime),
}
"""Every leak by its name; each must turn the proof of non-interference red."""
