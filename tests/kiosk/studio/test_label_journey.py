"""The whole life of a label: printed blank, bound by its scan, moved with the pages, replaced."""

from dataclasses import replace

from content.models import Area, Label, Machine
from kiosk.app import create_app
from tests.kiosk.studio.test_labels import read
from tests.page import words
from tests.studio import Browser, Studio

HOME = "/studio/labels"


def blank(browser: Browser) -> str:
    """Print one blank label and return the code on its paper."""
    form = {"count": "1", "design": "tag-30"}
    at = browser.post(f"{HOME}/blanks", form).headers["Location"]
    (code,) = read(browser.get(f"{at}.pdf").data)
    return code


def test_a_label_lives_through_a_move_and_names_its_follower(
    studio: Studio, alice: Browser
) -> None:
    lathe = Machine.get((Machine.site == studio.site) & (Machine.name == "Drehmaschine DZ 400"))
    first, second = blank(alice), blank(alice)
    alice.post(f"{HOME}/bind/{first}", {"machine": lathe.id})

    moved = replace(studio.settings, base_url="https://learn.example", label_url="https://qr.de",
                    former_hosts=("qr.example.test",))  # fmt: skip
    phone = create_app(moved).test_client()
    led = phone.get(f"/{first}", base_url="https://qr.example.test").headers["Location"]
    assert led == f"https://learn.example/{first}"
    nugget = words(phone.get(f"/{first}", base_url="https://learn.example"))
    assert f"<title>{lathe.name}: Schutzbrille tragen</title>" in nugget
    assert "<video" in nugget

    alice.post(f"{HOME}/bind/{second}", {"machine": lathe.id})
    old = words(phone.get(f"/{first}", base_url="https://learn.example"))
    assert f"{second[:3]}-{second[3:]}" in old
    assert Label.get(Label.code == "D4H7KW").replaced_by_id == second

    hall = Area.get((Area.site == studio.site) & (Area.name == "Halle 3"))
    alice.post(f"{HOME}/walk/{hall.id}")
    alice.post(f"{HOME}/walk/{hall.id}/scan", {"text": f"http://QR.EXAMPLE.TEST/{first}"})
    page = words(alice.get(f"{HOME}/walk/{hall.id}"))
    assert "An old label: take it off." in page
    assert f"The new one is {second[:3]}-{second[3:]}." in page
