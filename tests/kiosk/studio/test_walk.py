"""A round through an area: what is missing, foreign, replaced, dirty."""

import io
from typing import TYPE_CHECKING

import pytest

from content import label_life, plant
from content.models import Area, Label, Machine, Site, WalkFind
from kiosk.settings import Settings
from qr_codes import labels, plate, symbol
from tests.page import main, words
from tests.studio import Browser, Studio

if TYPE_CHECKING:
    from PIL import Image

HOME = "/studio/labels/walk"
HOST = "http://qr.example.test"
BADLY = "Reads badly: clean it"


@pytest.fixture
def hall(studio: Studio, alice: Browser) -> Area:
    """Hall 3, through which a round has begun."""
    area: Area = Area.get((Area.site == studio.site) & (Area.name == "Halle 3"))
    alice.post(f"{HOME}/{area.id}")
    return area


def note(browser: Browser, area: Area, text: str, status: int = 303) -> str:
    """Type or scan a code and return the page."""
    said = browser.post(f"{HOME}/{area.id}/scan", {"text": text}, status)
    return words(said if status != 303 else browser.get(f"{HOME}/{area.id}"))


def photo(code: str, *, look: str = "a6", spoilt: str = "", host: str = HOST) -> io.BytesIO:
    """Photograph a sign; `spoilt` is the symbol that a stain has, `second` grease in a corner."""
    from PIL import Image, ImageDraw

    one = plate.Plate(code, symbol.address(host, code), "Drehmaschine 7")
    picture = Image.open(io.BytesIO(labels.png(one, look, dpi=300))).convert("RGB")
    wide, stain = picture.width, ImageDraw.Draw(picture)
    if spoilt == "small":
        stain.rectangle((wide * 0.6, 0, wide, wide * 0.36), fill="black")
    elif spoilt == "large":
        stain.ellipse((0, wide * 0.7, wide * 0.4, wide * 1.1), fill="saddlebrown")
    elif spoilt == "second":
        stain.line((30, 64, 79, 64), fill="black", width=7)
    return jpeg(picture)


def jpeg(picture: "Image.Image") -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return io.BytesIO(out.getvalue())


def send(browser: Browser, area: Area, picture: io.BytesIO, status: int = 303) -> str:
    said = browser.post(f"{HOME}/{area.id}/scan", {"photo": (picture, "label.jpg")}, status)
    return words(said if status != 303 else browser.get(f"{HOME}/{area.id}"))


def test_a_round_lists_what_is_missing_until_it_is_met(alice: Browser, hall: Area) -> None:
    before = words(alice.get(f"{HOME}/{hall.id}"))
    assert "/studio/labels/at/D4H7KW" in before
    after = note(alice, hall, "d4h-7kw")
    assert "/studio/labels/at/D4H7KW" not in after
    assert "As they should be" in after


def test_a_printed_label_that_is_met_hangs_on_its_machine(alice: Browser, hall: Area) -> None:
    Label.update(state="printed").where(Label.code == "D4H7KW").execute()
    note(alice, hall, "http://QR.EXAMPLE.TEST/D4H7KW")
    assert Label.get(Label.code == "D4H7KW").state == "attached"


def test_a_foreign_code_is_named_by_its_host_and_led_nowhere(alice: Browser, hall: Area) -> None:
    page = note(alice, hall, "https://evil.example/pay?me=1")
    assert "A foreign code." in page
    assert "evil.example" in page
    assert "pay?me" not in page
    assert 'href="https://evil' not in page


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("replaced", "An old label"), ("lost", "Was reported lost"), ("retired", "Out of use")],
)
def test_labels_out_of_use_are_called_so(
    alice: Browser, hall: Area, state: str, sentence: str
) -> None:
    plant.move_label("D4H7KW", state)
    assert sentence in note(alice, hall, "D4H7KW")


def test_an_old_label_names_the_new_one(alice: Browser, studio: Studio, hall: Area) -> None:
    label_life.lay_by(studio.site, ["3HV8T7"])
    lathe = Machine.get((Machine.site == studio.site) & (Machine.name == "Drehmaschine DZ 400"))
    label_life.bind("3HV8T7", lathe)
    assert "The new one is 3HV-8T7." in note(alice, hall, "D4H7KW")


def test_blank_and_unknown_and_strayed_labels_are_told_apart(
    alice: Browser, studio: Studio, hall: Area
) -> None:
    label_life.lay_by(studio.site, ["3HV8T7"])
    yard = plant.machine(plant.area(studio.site, ("Hof",)), "Kran 1")
    plant.label(yard, "000000", "attached")
    assert "Has no machine yet." in note(alice, hall, "3HV8T7")
    assert "never issued" in note(alice, hall, "ZZZZZ1")
    assert "of another area" in note(alice, hall, "000000")


def test_what_is_no_code_stays_in_the_field(alice: Browser, hall: Area) -> None:
    page = note(alice, hall, "hello", 422)
    assert "This is no code of a label" in page
    assert 'value="hello"' in page


def test_a_photo_is_read_and_its_dirt_is_seen(alice: Browser, hall: Area) -> None:
    Label.update(design="a6").where(Label.code == "D4H7KW").execute()
    assert BADLY not in send(alice, hall, photo("D4H7KW"))
    for spoilt in ("small", "large"):
        assert BADLY in send(alice, hall, photo("D4H7KW", spoilt=spoilt))
    assert BADLY not in send(alice, hall, photo("D4H7KW"))


def test_a_label_that_only_the_second_decoder_reads_is_dirty(alice: Browser, hall: Area) -> None:
    Label.update(design="strip-45").where(Label.code == "D4H7KW").execute()
    assert BADLY not in send(alice, hall, photo("D4H7KW", look="strip-45"))
    assert BADLY in send(alice, hall, photo("D4H7KW", look="strip-45", spoilt="second"))


def test_a_label_whose_copy_was_left_out_is_not_called_dirty(
    alice: Browser, hall: Area, studio: Studio
) -> None:
    long = "https://qr.werk-nord.example.test"
    Site.update(label_url=long).where(Site.id == studio.site.id).execute()
    Label.update(design="tag-30").where(Label.code == "D4H7KW").execute()
    page = send(alice, hall, photo("D4H7KW", look="tag-30", host=long))
    assert "As they should be" in page
    assert BADLY not in page


def test_a_photo_without_a_code_is_a_sentence(alice: Browser, hall: Area) -> None:
    from PIL import Image

    assert "No code could be read" in send(
        alice, hall, jpeg(Image.new("RGB", (400, 300), "teal")), 422
    )
    assert send(alice, hall, io.BytesIO(b"no picture"), 422)


def test_a_photo_of_a_text_that_is_no_address_is_a_sentence(alice: Browser, hall: Area) -> None:
    assert "is no code of a label, and leads nowhere" in send(alice, hall, foreign("hello"), 422)


def test_a_photographed_foreign_code_is_named_by_its_host(alice: Browser, hall: Area) -> None:
    page = send(alice, hall, foreign("https://intranet/pay?me=1"))
    assert "A foreign code." in page
    assert "//intranet" in page
    assert "pay?me" not in page


def foreign(text: str) -> io.BytesIO:
    """Photograph a code that somebody else has stuck on."""
    import segno
    from PIL import Image

    out = io.BytesIO()
    segno.make_qr(text).save(out, "png", scale=8)
    return jpeg(Image.open(out).convert("RGB"))


def test_a_label_of_a_former_host_is_ours(alice: Browser, hall: Area, plant: Settings) -> None:
    assert plant.former_hosts
    assert "As they should be" in note(alice, hall, f"https://{plant.former_hosts[0]}/D4H7KW")


def test_a_mark_is_set_and_taken_back(alice: Browser, hall: Area) -> None:
    note(alice, hall, "D4H7KW")
    for do, there in (("dirty", True), ("clean", False)):
        alice.post(f"{HOME}/{hall.id}/mark", {"said": "D4H7KW", "do": do})
        assert ("Reads badly: clean it" in words(alice.get(f"{HOME}/{hall.id}"))) is there
    alice.post(f"{HOME}/{hall.id}/mark", {"said": "D4H7KW", "do": "forget"})
    assert WalkFind.select().count() == 0


def test_a_new_round_forgets_the_old_one(alice: Browser, hall: Area) -> None:
    note(alice, hall, "D4H7KW")
    assert "Go on" in words(alice.get(HOME))
    alice.post(f"{HOME}/{hall.id}")
    assert WalkFind.select().count() == 0


def test_a_round_is_begun_before_it_is_shown(alice: Browser, studio: Studio) -> None:
    line = Area.get((Area.site == studio.site) & (Area.name == "Linie 2"))
    alice.get(f"{HOME}/{line.id}", 303)
    assert "This round is over." in main(
        alice.post(f"{HOME}/{line.id}/scan", {"text": "D4H7KW"}, 422)
    )


def test_nobody_walks_through_another_plant(eve: Browser, hall: Area, plant: Settings) -> None:
    eve.get(f"{HOME}/{hall.id}", 404)
    for path in ("", "/scan", "/mark"):
        eve.post(f"{HOME}/{hall.id}{path}", {"text": "D4H7KW"}, 404)
