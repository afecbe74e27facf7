"""The address on labels: judged, checked by a phone, and followed when the pages move."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from content import label_life
from content.models import PhoneCheck
from kiosk.app import create_app
from kiosk.labels import phone_check
from kiosk.settings import Settings
from tests import floor
from tests.page import Worker, words
from tests.studio import Browser, Studio

HOME = "/studio/labels/address"
TODAY = datetime.now(tz=UTC).date().isoformat()


def opened(browser: Browser, studio: Studio) -> str:
    """Show the symbol and return the path of its one-off address."""
    browser.post(f"{HOME}/check")
    assert 'class="qr"' in words(browser.get(HOME))
    return f"/check/{PhoneCheck.get(PhoneCheck.site == studio.site).sign}"


def test_a_phone_that_passes_leaves_one_day_and_nothing_else(
    alice: Browser, studio: Studio, worker: Worker
) -> None:
    assert "No phone has opened this address yet" in words(alice.get("/studio/labels"))
    path = opened(alice, studio)
    assert re.search(r"\d:\d\d", words(worker.get(path)))
    assert "Passed." in words(worker.post(path, {"pick": "same"}, Accept_Language="en"))
    row = PhoneCheck.get(PhoneCheck.site == studio.site)
    assert (row.passed_on, row.sign) == (TODAY, "")
    assert "No phone has opened" not in words(alice.get("/studio/labels"))


def test_a_one_off_address_opens_once(alice: Browser, studio: Studio, worker: Worker) -> None:
    path = opened(alice, studio)
    later = opened(alice, studio)
    worker.get(path, status=404)
    worker.post(later, {"pick": "same"}, Accept_Language="en")
    for method in (worker.get, worker.post):
        method(later, status=404)
    worker.get("/check/", status=404)


def test_clocks_that_differ_do_not_pass(alice: Browser, studio: Studio, worker: Worker) -> None:
    path = opened(alice, studio)
    assert "The clocks differ." in words(worker.post(path, {"pick": "other"}, Accept_Language="en"))
    assert PhoneCheck.get(PhoneCheck.site == studio.site).passed_on is None
    assert "Passed." in words(worker.post(path, {"pick": "same"}, Accept_Language="en"))


def test_a_pass_is_for_the_address_that_was_checked(studio: Studio) -> None:
    row = phone_check.open_for(phone_check.begin(studio.site, studio.settings).rpartition("/")[2])
    assert row is not None
    phone_check.passes(row)
    moved = replace(studio.settings, label_url="https://qr.acme.de")
    assert phone_check.passed_on(studio.site, studio.settings) == TODAY
    assert phone_check.passed_on(studio.site, moved) is None


@pytest.mark.parametrize(
    ("url", "words_"),
    [
        ("https://10.20.0.5", "is a number"),
        ("https://kiosk.local", "is not found by phones"),
        ("https://qr.acme.de:8443", "Port 8443"),
        ("http://qr.acme.de", "phones keep nothing for offline"),
        ("https://learning.works-north.example", "make a denser code"),
        ("https://" + "a" * 300 + ".de", "cannot be printed as a symbol"),
    ],
)
def test_an_address_that_will_not_last_is_warned_of(url: str, words_: str) -> None:
    assert any(words_ in str(one) for one in phone_check.faults(url))


def test_a_short_https_name_has_no_fault() -> None:
    assert list(phone_check.faults("https://qr.acme.de")) == []


def test_old_labels_open_the_nugget_after_the_pages_have_moved(
    studio: Studio, plant: Settings
) -> None:
    label_life.lay_by(studio.site, ["3HV8T7"])
    moved = replace(plant, base_url="https://learn.example", label_url="http://qr.example.test",
                    former_hosts=("old.example",))  # fmt: skip
    client = create_app(moved).test_client()
    for host in ("qr.example.test", "old.example"):
        answer = client.get(f"/{floor.LATHE}", base_url=f"https://{host}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"https://learn.example/{floor.LATHE}"
        assert answer.headers["Cache-Control"] == "no-store"
    page = client.get(f"/{floor.LATHE}", base_url="https://learn.example")
    assert page.status_code == 200
    assert "Drehmaschine DZ 400" in words(page)
    assert client.get("/3HV8T7", base_url="https://learn.example").status_code == 200


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/%5Cevil.example", "/https://evil.example/", "/D4H7KW%0d%0aX:y"]
)
def test_no_label_leads_to_another_house(plant: Settings, path: str) -> None:
    moved = replace(plant, base_url="https://learn.example", former_hosts=("old.example",))
    client = create_app(moved).test_client()
    for host in ("old.example", "learn.example"):
        at = client.get(path, base_url=f"https://{host}").headers.get("Location", "/")
        assert at.startswith(("https://learn.example/", "/")), at
        assert not at.startswith("//")
