"""A new nugget: begun at a machine, a kind or a topic, once, with a short name from its title."""

import re

from content import beginning, plant
from content.models import Hang, Machine, Nugget, Text, Version
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


def test_a_wrong_code_is_said_beside_its_field_and_stays_there(alice: Browser) -> None:
    for typed, said in (
        ("D4H7K", "six letters"),
        ("D4H7KX", "One sign is wrong"),
        (floor.UNKNOWN, "No label of this plant"),
        ("<script>", "six letters"),
        ("x" * 500, "six letters"),
        ("", "six letters"),
        ("\u202e😀", "six letters"),
    ):
        answer = alice.post("/studio/nuggets/new", {"code": typed}, 422)
        assert said in words(answer)
        assert 'aria-invalid="true"' in words(answer)
        assert "<script>" not in words(answer)


def test_a_code_on_the_nameplate_is_as_good_as_the_label(alice: Browser, studio: Studio) -> None:
    with connected(studio.database):
        machine = Machine.get(Machine.name == "Presse P 12")
        plant.alias(machine, "SN-4711-XY")
    answer = alice.post("/studio/nuggets/new", {"code": "sn-4711-xy"})
    assert answer.headers["Location"] == "/studio/nuggets/new/K7Q2MX"


def test_a_machine_is_found_by_its_name(alice: Browser) -> None:
    page = words(alice.get("/studio/nuggets/new?q=presse"))
    assert "Presse P 12" in page
    assert "Drehmaschine" not in page
    assert "No machine is called that" in words(alice.get("/studio/nuggets/new?q=unfug"))


def test_a_nugget_begins_with_a_draft_its_text_and_its_author(
    alice: Browser, studio: Studio
) -> None:
    key = begin(alice, "/studio/nuggets/new/D4H7KW", title="Späne sauber entfernen", klass="safety")
    with connected(studio.database):
        version = Version.get_by_id(key)
        assert (version.state, version.number) == ("draft", 1)
        assert version.authors == studio.people["alice"].id
        assert version.nugget.slug == "spaene-sauber-entfernen"
        assert (version.nugget.klass, version.nugget.level) == ("safety", "first steps")
        text = Text.get(Text.version == version)
        assert (text.language, text.title) == ("de", "Späne sauber entfernen")
        lathe = Machine.get(Machine.name == "Drehmaschine DZ 400")
        assert Hang.get(Hang.nugget == version.nugget_id).machine_id == lathe.id


def test_a_form_sent_twice_begins_one_nugget(alice: Browser, studio: Studio) -> None:
    address = "/studio/nuggets/new/D4H7KW"
    key = field(alice.get(address), "key")
    places = {alice.post(address, {"key": key}).headers["Location"] for _ in range(3)}
    assert places == {f"/studio/v/{key}/film"}
    with connected(studio.database):
        assert Version.select().where(Version.id == key).count() == 1


def test_it_hangs_on_the_kind_unless_one_machine_is_meant(alice: Browser, studio: Studio) -> None:
    kind = begin(alice, "/studio/nuggets/new/K7Q2MX", on="kind")
    one = begin(alice, "/studio/nuggets/new/K7Q2MX", on="machine")
    topic = begin(alice, "/studio/nuggets/new/topic/safety")
    with connected(studio.database):
        hangs = [
            Hang.get(Hang.nugget == Version.get_by_id(k).nugget_id) for k in (kind, one, topic)
        ]
        assert [bool(h.kind_id) for h in hangs] == [True, False, False]
        assert [bool(h.machine_id) for h in hangs] == [False, True, False]
        assert hangs[2].topic_id


def test_a_title_too_long_stays_in_its_field_with_a_sentence(
    alice: Browser, studio: Studio
) -> None:
    address = "/studio/nuggets/new/D4H7KW"
    with connected(studio.database):
        before = Nugget.select().count()
    answer = alice.post(address, {"title": "ä" * 500, "key": "x"}, 422)
    assert "at most 120 fit" in words(answer)
    assert "ä" * 500 in words(answer)
    with connected(studio.database):
        assert Nugget.select().count() == before


def test_titles_of_any_letters_get_a_short_name_of_their_own(studio: Studio) -> None:
    assert beginning.short_name("Öl ÜBERfüllt? Straße!") == "oel-ueberfuellt-strasse"
    assert beginning.short_name("Zażółć gęślą jaźń") == "zazolc-gesla-jazn"
    assert beginning.short_name("تنظيف 😀 <script>") == "script"
    assert beginning.short_name("清掃") == "nugget"
    assert len(beginning.short_name("lang " * 90)) <= 60


def test_the_short_name_follows_the_title_until_it_was_published(
    alice: Browser, studio: Studio
) -> None:
    keys = [begin(alice, "/studio/nuggets/new/D4H7KW", title="Öl") for _ in range(2)]
    with connected(studio.database):
        nugget = Version.get_by_id(keys[1]).nugget
        assert nugget.slug == "oel-2"
        beginning.rename(nugget, "Öl prüfen")
        assert Nugget.get_by_id(nugget.id).slug == "oel-pruefen"
        Version.update(published_on="2026-11-22").where(Version.id == keys[1]).execute()
        beginning.rename(nugget, "Anders")
        assert Nugget.get_by_id(nugget.id).slug == "oel-pruefen"


def test_machines_of_another_plant_are_not_to_be_seen(eve: Browser, studio: Studio) -> None:
    eve.get("/studio/nuggets/new/D4H7KW", 404)
    with connected(studio.database):
        machine = Machine.get(Machine.name == "Presse P 12")
    eve.get(f"/studio/nuggets/new/machine/{machine.id}", 404)
    assert "Presse" not in words(eve.get("/studio/nuggets/new"))


def test_the_council_begins_nothing(charlie: Browser) -> None:
    charlie.get("/studio/nuggets/new", 403)
