"""Lives a day with the application under a frozen clock, then looks at everything it answers.

Run by the proofs as a process of its own: `live.py SETTINGS`. The settings say which plant, which
nuggets workers finish in which order, who looks, and which leak to plant. Pages, studio and the
worker behind them all live in this process. Prints what was answered to every question as JSON.
"""

import hashlib
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from content import columns
from content.models import Area, Kind, Machine, Nugget, Version
from kiosk.app import create_app
from kiosk.care import metrics
from kiosk.counts import period
from kiosk.db import connected
from kiosk.settings import load
from kiosk.staff.models import Account
from kiosk.web import passes
from kiosk.work import Work
from tests.privacy import leaks
from tests.studio import HOME, Browser

WORKERS: dict[str, dict[str, str]] = {
    "a phone": {"User-Agent": "Mozilla/5.0 (Linux; Android 14)"},
    "a script of the page": {"HX-Request": "true"},
    "an old phone in English": {"Accept-Language": "en", "Accept-Encoding": "identity"},
}
FIXED = {"csrf_token": "0" * 40}  # else each page of the studio holds random signs of its own

Asked = tuple[str, str, TestResponse]


def at(clock: str) -> None:
    """Set the clock of this process."""
    os.environ["FAKETIME"] = clock


def learn(client: FlaskClient, code: str, slug: str) -> None:
    """Scan, play, answer, finish, the way a worker does."""
    nugget = f"/de/m/{code}/{slug}" if slug == "chuck" else f"/de/n/{slug}"
    at(asked["morning"])
    for address in (f"/{code}", nugget):
        assert client.get(address).status_code == 200, address
    played = client.post(f"{nugget}/play").text
    found = re.search(r'name="ticket" value="([^"]+)"', played)
    assert found
    at(asked["finish"])
    client.post(f"{nugget}/answer", data={"question": "0"})
    done = client.post(f"{nugget}/done", data={"ticket": found[1]})
    assert done.status_code == 200


def known(app: Flask, parts: dict[str, str]) -> dict[str, Any]:
    """Return what the addresses of this plant's pages are made of."""
    version = Version.select().order_by(Version.id).get()
    area = Area.select().order_by(Area.id).get().id
    opens = passes.issue(app.extensions["settings"], "preview", version.id, days=30)
    ids = {"nugget": Nugget, "machine": Machine, "kind": Kind}
    found = {f"{name}_id": row.select().order_by(row.id).get().id for name, row in ids.items()}
    return {**parts, **found, "opens": opens, "key": "de", "area": area, "hall": area,
            "area_id": area, "version_id": version.id, "second": 41, "typed": "K7Q",
            "where": "topics", "name": asked["static"], "unit": "site",
            "nugget": found["nugget_id"], "when": period.current("Europe/Berlin").id}  # fmt: skip


def addresses(rules: Iterator[Rule], parts: dict[str, Any], langs: tuple[str, ...]) -> list[str]:
    """Every address that answers GET, filled with what the plant has; else with a made-up word."""
    found = set()
    for rule in rules:
        if "GET" not in (rule.methods or ()):
            continue
        for lang in langs:
            for slug in ("chuck", "order", "unknown")[: None if asked["looks"] == "all" else 2]:
                given = {**parts, "lang": lang, "slug": slug}
                values = {name: given.get(name, made_up(rule, name)) for name in rule.arguments}
                built = rule.build(values)
                assert built, rule.rule
                found.add(built[1])
    return sorted(found)


def made_up(rule: Rule, name: str) -> Any:
    """Return something that the converter of an address takes."""
    converter = type(rule._converters[name]).__name__
    if converter == "AnyConverter":
        return min(rule._converters[name].items)  # type: ignore[attr-defined]
    return 1 if converter == "IntegerConverter" else "zzzz"


def ask_all(app: Flask, parts: dict[str, Any]) -> Iterator[Asked]:
    """Ask everything as everybody: workers without a name, everybody who works in the studio."""
    langs = ("de", "en") if asked["looks"] == "all" else ("de",)
    pages = addresses(app.url_map.iter_rules(), parts, langs)
    for role in list(WORKERS)[: 1 if asked["looks"] == "few" else None]:
        client = app.test_client()
        for address in pages:
            yield role, address, client.get(address, headers=WORKERS[role])
    studio = app.extensions["studio"]()
    pages = addresses(studio.url_map.iter_rules(), parts, ("de",))
    for role, client in staff(app):
        for address in pages:
            yield role, address, client.get(f"/studio{address}", base_url=HOME)


def staff(app: Flask) -> Iterator[tuple[str, FlaskClient]]:
    """Return a signed-in browser of each role, and one of nobody."""
    with connected(app.extensions["database"]):
        accounts = list(Account.select().order_by(Account.sign_in))
    for account in accounts:
        if asked["looks"] != "few" or "council" in account.roles:
            browser = Browser(app)
            signed = {"_user_id": account.fs_uniquifier, "_fresh": True, "fs_paa": time.time()}
            browser.hold(signed | FIXED)
            yield account.role_list, browser.client
    if asked["looks"] != "few":
        browser = Browser(app)
        browser.hold(dict(FIXED))
        yield "nobody signed in", browser.client


def look(app: Flask, parts: dict[str, Any]) -> dict[str, Any]:
    """Return status, head and a hash of the body of each answer.

    A form for something new holds fresh random ids: while we look they are none.
    """
    answers = {}
    leaks.replace(columns, "secrets", SimpleNamespace(token_bytes=bytes))
    for role, address, answer in ask_all(app, parts):
        head = sorted(answer.headers.items())
        said = hashlib.sha256(answer.data).hexdigest()
        answers[f"{role}: {address}"] = [answer.status_code, head, said]
    answers["monitoring: /metrics"] = [200, [], figures(app)]
    leaks.replace(columns, "secrets", secrets)
    return answers


def figures(app: Flask) -> str:
    """Return what monitoring is told, without what processes and the machine move by name."""
    known = app.extensions
    said = metrics.text(known["settings"], known["database"], known["fault_days"])
    moved = metrics.PROCESS + metrics.MACHINE
    return "\n".join(line for line in said.splitlines() if not line.startswith(moved))


def sealed(data: Path) -> list[float]:
    """Return size and time of the seal as it lies there now; at a close it is written anew."""
    seal = data / "counts.sealed"
    return [seal.stat().st_size, seal.stat().st_mtime] if seal.exists() else []


def main() -> None:
    """Live a day, close the period, and look after each."""
    settings = load(Path(asked["data"]), environ={}, pot=asked["pot"])
    at(asked["morning"])
    plan = leaks.PLANS[asked["leak"]] if asked["leak"] else leaks.Plan()
    plan.before(settings)
    app = create_app(settings)
    for made in (app, app.extensions["studio"]()):  # what templates compile to is no news
        made.jinja_env.bytecode_cache = FileSystemBytecodeCache(asked["compiled"])
    app.extensions["counts"].start()
    work = Work(settings)
    work._begin()
    plan.inside(app)
    for slug in asked["learns"]:
        learn(app.test_client(), asked["parts"]["code"], slug)
    at(asked["evening"])
    work._minute()
    work._daily("")
    counted = sum(n for _, n in work.counts.pot.dump().slots)
    with connected(app.extensions["database"]):
        parts = known(app, asked["parts"])
    seen = {"evening": look(app, parts), "evening, the seal": {"": sealed(settings.data)}}
    if asked["looks"] == "everybody":
        asked["looks"] = "few"  # in the long run everybody looks again
    at(asked["monday after"])
    with connected(app.extensions["database"]):
        closed = work.counts.minute()
    work._minute()
    work._daily("")
    seen["monday after"] = look(app, parts)
    work.counts.stop()
    work.bell.close()
    app.extensions["database"].close_all()
    print(json.dumps({"counted": counted, "closed": closed, "seen": seen}))


asked = json.loads(sys.argv[1])
main()
