"""What is wrong with a form stands beside the field that is wrong, and what was typed stays."""

import re

import pytest

from content.models import Area, Kind
from tests.page import words
from tests.studio import Browser, Studio

LONG = "Sicherheitsschaltmattenüberwachungsrelais " * 4
CARD = {"name": "Ayşe", "agreed_on": "2026-11-01"}
PLANT = {"name": "Werk", "emergency_number": "112", "wifi_place": "", "crowd": "210"}


def marked(page: str) -> list[str]:
    """Return the names of the fields that are called wrong, each with a sentence that is there."""
    found = re.findall(r"<(?:input|select|textarea)[^>]*aria-invalid[^>]*>", page)
    for one in found:
        described = re.search(r'aria-describedby="([^"]+)"', one)
        assert described is not None
        assert f'id="{described[1]}"' in page
    return [re.search(r' name="([^"]+)"', one)[1] for one in found]  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "typed", "field"),
    [
        ("areas", {"path": "A", "crowd": "viele"}, "crowd"),
        ("areas", {"path": "A / B / C / D / E", "crowd": ""}, "path"),
        ("areas", {"path": LONG, "crowd": ""}, "path"),
        ("kinds", {"name": "", "maker": ""}, "name"),
        ("kinds", {"name": "Säge", "maker": LONG}, "maker"),
        ("coaches/new", {**CARD, "agreed_on": ""}, "agreed_on"),
        ("coaches/new", {**CARD, "name": ""}, "name"),
        ("coaches/new", {**CARD, "phone": LONG}, "phone"),
        ("coaches/new", {**CARD, "where": LONG * 2}, "where"),
        ("coaches/new", {**CARD, "when": LONG}, "when"),
        ("coaches/new", {**CARD, "name": "Ş" * 200}, "name"),
        ("coaches/new", {**CARD, "phone": "ask me"}, "phone"),
        ("coaches/new", {**CARD, "mail": "ayse"}, "mail"),
        ("coaches/new", {**CARD, "chat": "javascript:alert(1)"}, "chat"),
        ("coaches/new", {**CARD, "meeting": "data:text/html,x"}, "meeting"),
        ("plant", {**PLANT, "crowd": ""}, "crowd"),
        ("plant", {**PLANT, "crowd": "zwölf"}, "crowd"),
        ("plant", {**PLANT, "name": ""}, "name"),
        ("plant", {**PLANT, "emergency_number": LONG}, "emergency_number"),
        ("plant", {**PLANT, "wifi_place": LONG * 2}, "wifi_place"),
    ],
)
def test_the_field_that_is_wrong_is_marked(
    alice: Browser, path: str, typed: dict[str, str], field: str
) -> None:
    assert marked(words(alice.post(f"/studio/{path}", typed, 422))) == [field]


def test_an_area_and_a_kind_that_stand_mark_their_own_field(studio: Studio, alice: Browser) -> None:
    area = Area.select().where(Area.site == studio.site).first()
    kind = Kind.select().where(Kind.site == studio.site).first()
    for path, typed, field in (
        (f"areas/{area.id}", {"name": area.name, "crowd": "-3"}, "crowd"),
        (f"areas/{area.id}", {"name": "", "crowd": ""}, "name"),
        (f"kinds/{kind.id}", {"name": kind.name, "maker": LONG}, "maker"),
        (f"kinds/{kind.id}", {"name": "", "maker": ""}, "name"),
    ):
        assert marked(words(alice.post(f"/studio/{path}", typed, 422))) == [field]


MACHINE = {"name": "Säge 9", "area": "", "new_area": "Halle 9", "kind": "Säge", "crowd": "3"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"crowd": "zwölf"}, "crowd"),
        ({"new_area": ""}, "area"),
        ({"new_area": "A/B/C/D/E"}, "new_area"),
        ({"name": ""}, "name"),
        ({"number": LONG}, "number"),
    ],
)
def test_a_machine_that_is_refused_leaves_nothing_behind(
    studio: Studio, alice: Browser, typed: dict[str, str], field: str
) -> None:
    page = words(alice.post("/studio/machines/new", {**MACHINE, **typed}, 422))
    assert marked(page) == [field]
    assert f'value="{typed.get("new_area", "Halle 9")}"' in page
    assert not Area.select().where(Area.name << ["Halle 9", "A"]).exists()
    assert not Kind.select().where(Kind.name == "Säge").exists()


def test_all_that_is_wrong_with_a_person_is_said_at_once(dana: Browser) -> None:
    typed = {"name": "n" * 90, "sign-in": "alice", "mail": "nix"}
    page = words(dana.post("/studio/people/new", typed, 422))
    assert marked(page) == ["name", "sign-in", "mail"]
    assert "Choose at least one role." in page
    assert 'value="nix"' in page


def test_the_heading_of_a_card_is_not_what_somebody_is_typing(alice: Browser) -> None:
    page = words(alice.post("/studio/coaches/new", {"name": "Ayşe", "agreed_on": ""}, 422))
    assert "<h1>New card</h1>" in page
    assert 'value="Ayşe"' in page
