"""A new nugget: begun at a machine, a kind or a topic, once, with a short name from its title."""

import re

from content import beginning, plant
from content.models import Area, Hang, Kind, Machine, Nugget, Text, Version
from kiosk.db import connected
from tests import floor
from tests.page import words
from tests.studio import Browser, Studio, field


def begin(who: Browser, address: str, **data: str) -> str:
    """Begin a nugget as somebody does in the browser, and return its draft's id."""
    key = field(who.get(address), "key")
    answer = who.post(address, {"key": key, **data})
    found = re.fullmatch(r"/studio/v/(\w{12})/film", answer.headers["Location"])
    assert found is not None
    return found[1]


def test_a_scanned_code_leads_to_the_machine(alice: Browser) -> None:
    for typed in ("d4h-7kw", "D4H7KW", "https://qr.example.test/D4H7KW", " D4H 7KW "):
        answer = alice.post("/studio/nuggets/new", {"code": typed})
        assert answer.headers["Location"] == "/studio/nuggets/new/D4H7KW"
    assert "Drehmaschine DZ 400" in words(alice.get("/studio/nuggets/new/D4H7KW"))
