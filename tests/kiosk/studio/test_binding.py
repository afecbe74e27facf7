"""Binding fresh labels: scanned at a machine, one sticker for one machine."""

from urllib.parse import urlencode

import pytest

from content import label_life, plant
from content.models import Label, Machine
from tests.page import words
from tests.studio import Browser, Studio

HOME = "/studio/labels/bind"


@pytest.fixture
def sticker(studio: Studio) -> str:
    """The code of a fresh sticker."""
    return label_life.lay_by(studio.site, ["3HV8T7"])[0]


def test_a_worker_reads_what_a_fresh_sticker_is_and_a_trainer_goes_on(
    studio: Studio, sticker: str
) -> None:
    page = words(studio.app.test_client().get(f"/{sticker}", headers={"Accept-Language": "en"}))
    assert "This label has no machine yet." in page
    assert f'href="/studio/labels/bind/{sticker}"' in page
    assert f'href="/de/m/{sticker}"' in page


def test_signing_in_leads_back_to_the_sticker(nobody: Browser, sticker: str) -> None:
    assert f'value="{HOME}/{sticker}"' in words(nobody.get(f"{HOME}/{sticker}", 401))


def test_a_sticker_is_bound_to_the_machine_that_was_chosen(
    alice: Browser, sticker: str, lathe: Machine
) -> None:
    assert lathe.name in words(alice.get(f"{HOME}/{sticker}?q=dreh", HX_Request="true"))
    at = alice.post(f"{HOME}/{sticker}", {"machine": lathe.id}).headers["Location"]
    assert "on the machine" in words(alice.get(at))
    old = Label.get(Label.code == "D4H7KW")
    assert (old.state, old.replaced_by_id) == ("replaced", sticker)


def test_the_old_label_may_stay(alice: Browser, sticker: str, lathe: Machine) -> None:
    alice.post(f"{HOME}/{sticker}", {"machine": lathe.id, "beside": "1"})
    assert len(label_life.in_use(lathe)) == 2


def test_one_sticker_is_not_bound_to_two_machines(
    alice: Browser, sticker: str, lathe: Machine
) -> None:
    press = plant.machine(lathe.area, "Presse 9")
    alice.post(f"{HOME}/{sticker}", {"machine": press.id})
    page = words(alice.post(f"{HOME}/{sticker}", {"machine": lathe.id}, 422))
    assert "3HV-8T7 hangs on Presse 9 already." in page
    assert Label.get(Label.code == sticker).machine_id == press.id


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("HTTPS://EVIL.EXAMPLE/3HV8T7", "leads to evil.example: it is none of ours"),
        ("javascript:alert(1)", "leads to javascript:: it is none of ours"),
        ("//evil.example/3HV8T7", "This is no code of a label"),
        ("hello", "This is no code of a label"),
        ("ZZZZZ1", "No label of this plant carries"),
    ],
)
def test_a_code_that_is_not_ours_is_named_and_not_opened(
    alice: Browser, text: str, sentence: str
) -> None:
    answer = alice.get(f"{HOME}?{urlencode({'text': text})}", 422)
    assert sentence in words(answer)


@pytest.mark.parametrize("host", ["QR.EXAMPLE.TEST", "old.example"])
def test_a_scanned_address_of_ours_is_taken(
    alice: Browser, studio: Studio, sticker: str, host: str
) -> None:
    studio.site.label_url = "https://old.example"
    studio.site.save()
    answer = alice.get(f"{HOME}?text=https://{host}/{sticker.lower()}", 303)
    assert answer.headers["Location"].endswith(f"{HOME}/{sticker}")


def test_no_label_of_another_plant_is_bound(eve: Browser, sticker: str, lathe: Machine) -> None:
    eve.get(f"{HOME}/{sticker}", 404)
    eve.post(f"{HOME}/{sticker}", {"machine": lathe.id}, 404)
