"""Lives a day with the application under a frozen clock, then looks at everything it answers.

Run by the proofs as a process of its own: `live.py SETTINGS`. The settings say which plant, whether
a worker learns, and which leak to plant. Prints every answer to every question as JSON.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.testing import FlaskClient

from content.models import Area, Version
from kiosk import passes
from kiosk.app import create_app
from kiosk.settings import load

ROLES: dict[str, dict[str, str]] = {
    "a phone": {"User-Agent": "Mozilla/5.0 (Linux; Android 14)"},
    "a script of the page": {"HX-Request": "true"},
    "an old phone in English": {"Accept-Language": "en", "Accept-Encoding": "identity"},
}


def at(clock: str) -> None:
    """Set the clock of this process."""
    Path(os.environ["FAKETIME_TIMESTAMP_FILE"]).write_text(clock)


def learn(client: FlaskClient, code: str) -> None:
    """Scan, play, answer, finish, the way a worker does."""
    nugget = f"/de/m/{code}/chuck"
    for address in (f"/{code}", nugget):
        assert client.get(address).status_code == 200
    played = client.post(f"{nugget}/play").text
    found = re.search(r'name="ticket" value="([^"]+)"', played)
    assert found
    at(asked["finish"])
    client.post(f"{nugget}/answer", data={"question": "0"})
    done = client.post(f"{nugget}/done", data={"ticket": found[1]})
    assert done.status_code == 200


def addresses(app: Flask, parts: dict[str, str]) -> list[str]:
    """Every address that answers GET, filled with what the plant has, in both languages."""
    found = set()
    version = Version.select().order_by(Version.id).get().id
    opens = passes.issue(app.extensions["settings"], "preview", version, days=30)
    area = Area.select().order_by(Area.id).get().id
    parts = {**parts, "opens": opens, "key": "de", "sign": "unknown", "area": area, "hall": area,
             "number": "1", "second": "41", "typed": "K7Q", "where": "topics"}  # fmt: skip
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()):
                continue
            for lang in ("de", "en"):
                for slug in ("chuck", "order", "unknown"):
                    given = {**parts, "lang": lang, "slug": slug, "name": asked["static"]}
                    values = {one: given[one] for one in rule.arguments}
                    found.add(app.url_for(rule.endpoint, **values))
    return sorted(found)


def look(app: Flask, parts: dict[str, str]) -> dict[str, Any]:
    """Ask everything as everybody; return status, head and body of each answer."""
    answers = {}
    for role, headers in ROLES.items():
        client = app.test_client()
        for address in addresses(app, parts):
            answer = client.get(address, headers=headers)
            head = sorted(answer.headers.items())
            answers[f"{role}: {address}"] = [answer.status_code, head, answer.data.hex()]
    return answers


def leak(app: Flask, kind: str) -> None:
    """Plant one of the leaks that others have."""
    data = app.extensions["settings"].data
    counter = iter(range(1000))

    @app.after_request
    def spill(response: Any) -> Any:
        finished = request.path.endswith("/done")
        if kind == "row per event" and finished:
            (data / "events").open("a").write("chuck\n")
        if kind == "counter in a tag" and finished:
            app.extensions["tag"] = next(counter)
        if kind == "counter in a tag" and "tag" in app.extensions:
            response.set_etag(str(app.extensions["tag"]))
        tile = {"today tile": "/numbers", "health count": "/healthz"}.get(kind)
        spent = app.extensions["counts"].pot.dump().spent if tile else []
        if tile and spent and request.path.endswith(tile):
            response.data += str(len(spent)).encode()
        return response


def main() -> None:
    """Live a day, close the period, and look after each."""
    settings = load(Path(asked["data"]), environ={}, pot=asked["pot"])
    at(asked["morning"])
    app = create_app(settings)
    counts = app.extensions["counts"]
    counts.start()
    if asked["leak"]:
        leak(app, asked["leak"])
    if asked["learns"]:
        learn(app.test_client(), asked["parts"]["code"])
    at(asked["evening"])
    counts.minute()
    counted = sum(n for _, n in counts.pot.dump().slots)
    seen = {"evening": look(app, asked["parts"])}
    counts.stop()
    if asked["leak"] == "pot beside the data":
        (settings.data / "pot.copy").write_bytes((counts.pot.folder / "pot.db").read_bytes())
    at(asked["monday after"])
    closed = counts.minute()
    seen["monday after"] = look(app, asked["parts"])
    app.extensions["database"].close_all()
    print(json.dumps({"counted": counted, "closed": closed, "seen": seen}))


asked = json.loads(sys.argv[1])
main()
