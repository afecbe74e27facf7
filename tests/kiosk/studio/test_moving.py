"""A label bound to the wrong machine: moved or taken off, once it was said what that means."""

import pytest

from content import label_life, plant
from content.label_life import Print
from content.models import Label, Machine
from kiosk.staff.models import Deed
from tests.page import Worker, words
from tests.studio import Browser, Studio

HOME = "/studio/labels/at"


@pytest.fixture
def drill(lathe: Machine) -> Machine:
    """The machine for which it was meant."""
    return plant.machine(lathe.area, "Bohrwerk 9")


@pytest.fixture
def sticker(studio: Studio, lathe: Machine) -> str:
    """The code of a sticker on paper that was bound to the lathe."""
    (code,) = label_life.lay_by(studio.site, ["3HV8T7"])
    said = Print(code, "", "", f"http://QR.EXAMPLE.TEST/{code}", 2, "Q", 3)
    Label.update(printed_on="2026-11-20").where(Label.code == "D4H7KW").execute()
    label_life.note_print([said], "2026-11-21", design="tag-30", stock="tag-30")
    label_life.bind(code, lathe)
    return code


def test_a_trainer_moves_a_label_to_the_machine_it_was_meant_for(
    alice: Browser, worker: Worker, lathe: Machine, drill: Machine, sticker: str
) -> None:
    assert f'href="{HOME}/{sticker}/move"' in words(alice.get(f"{HOME}/{sticker}"))
    assert f'href="{HOME}/{sticker}/move/{drill.id}"' in words(
        alice.get(f"{HOME}/{sticker}/move?q=bohrwerk", HX_Request="true")
    )
    sure = words(alice.get(f"{HOME}/{sticker}/move/{drill.id}"))
    assert "Move it to Bohrwerk 9?" in sure
    assert 'name="still" value="D4H7KW"' in sure
    form = {"was": lathe.id, "still": "D4H7KW"}
    at = alice.post(f"{HOME}/{sticker}/move/{drill.id}", form).headers["Location"]
    assert at == f"{HOME}/{sticker}"
    assert "Bohrwerk 9" in words(worker.get(f"/{sticker}"))
    assert lathe.name in words(worker.get("/D4H7KW"))


def test_the_book_of_deeds_names_role_and_day_and_nobody(
    alice: Browser, charlie: Browser, lathe: Machine, drill: Machine, sticker: str
) -> None:
    alice.post(f"{HOME}/{sticker}/move/{drill.id}", {"was": lathe.id})
    alice.post(f"{HOME}/{sticker}/free", {"was": drill.id})
    told = words(charlie.get("/studio/deeds"))
    assert "Moved a label to another machine" in told
    assert f"3HV-8T7: {lathe.name} → Bohrwerk 9" in told
    assert "Took a label off its machine" in told
    assert {deed.role for deed in Deed.select()} == {"trainer"}
    assert "Alice" not in told


def test_a_label_that_was_taken_off_tells_workers_what_helps_and_is_bound_anew(
    alice: Browser, worker: Worker, lathe: Machine, drill: Machine, sticker: str
) -> None:
    assert "reads that it has no machine yet" in words(alice.get(f"{HOME}/{sticker}/free"))
    alice.post(f"{HOME}/{sticker}/free", {"was": lathe.id})
    page = words(worker.get(f"/{sticker}", Accept_Language="en"))
    assert "This label has no machine yet." in page
    assert f'href="/studio/labels/bind/{sticker}"' in page
    alice.post(f"/studio/labels/bind/{sticker}", {"machine": drill.id})
    assert "Bohrwerk 9" in words(worker.get(f"/{sticker}"))


def test_whoever_decides_on_an_old_page_is_told_so(
    alice: Browser, bob: Browser, lathe: Machine, drill: Machine, sticker: str
) -> None:
    saw = plant.machine(lathe.area, "Säge 9")
    bob.post(f"{HOME}/{sticker}/move/{saw.id}", {"was": lathe.id})
    page = words(alice.post(f"{HOME}/{sticker}/move/{drill.id}", {"was": lathe.id}, 422))
    assert "3HV-8T7 was changed meanwhile" in page
    assert Label.get(Label.code == sticker).machine_id == saw.id
    assert Deed.select().count() == 1


def test_a_label_without_a_machine_or_out_of_use_has_nothing_to_move(
    alice: Browser, studio: Studio, lathe: Machine, drill: Machine, sticker: str
) -> None:
    (blank,) = label_life.lay_by(studio.site, ["7WKKKK"])
    plant.move_label(sticker, "lost")
    for code in (blank, sticker):
        for path in ("move", f"move/{drill.id}", "free"):
            alice.get(f"{HOME}/{code}/{path}", 404)


def test_another_plant_moves_nothing_here(
    eve: Browser, alice: Browser, lathe: Machine, drill: Machine, sticker: str
) -> None:
    eve.get(f"{HOME}/{sticker}/move", 404)
    eve.post(f"{HOME}/{sticker}/move/{drill.id}", {"was": lathe.id}, 404)
    alice.post(f"{HOME}/{sticker}/move/zzzzzzzzzzzz", {"was": lathe.id}, 404)
    alice.post(f"{HOME}/{sticker}/free", {"was": "zzzzzzzzzzzz"}, 404)
    assert Label.get(Label.code == sticker).machine_id == lathe.id


def test_a_bound_sticker_that_is_scanned_offers_the_way_to_the_right_machine(
    alice: Browser, sticker: str
) -> None:
    page = words(alice.get(f"/studio/labels/bind/{sticker}"))
    assert "It belongs to another machine" in page
    assert f'href="{HOME}/{sticker}/move"' in page
