"""A photograph is looked at in a fence by two decoders; one that breaks takes nothing with it."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from kiosk.labels import snapshot
from qr_codes import labels
from qr_codes.plate import Plate

ADDRESS = "https://QR.ACME.DE/K7Q2MX"


def sign() -> Image.Image:
    plate = Plate("K7Q2MX", ADDRESS, "Drehmaschine 4")
    return Image.open(BytesIO(labels.png(plate, "strip-45", dpi=300))).convert("RGB")


def greasy() -> Image.Image:
    """A type plate with a stroke of grease through a corner pattern of its only symbol."""
    picture = sign()
    ImageDraw.Draw(picture).line((30, 64, 79, 64), fill="black", width=7)
    return picture


def readers(picture: Image.Image) -> list[str]:
    found = snapshot.look(picture)
    assert {sight.text for sight in found} <= {ADDRESS}
    return [sight.by for sight in found]


def test_both_decoders_tell_what_they_read() -> None:
    assert snapshot.decoders() == ["zxing-cpp", "zbar"]
    assert readers(sign()) == ["zxing-cpp", "zbar"]


def test_the_first_says_where_the_symbol_stands() -> None:
    first, second = snapshot.look(sign())
    (left, top), _, (right, bottom), _ = first.corners
    assert abs((right - left) - (bottom - top)) <= 2
    assert second.corners == ()


def test_some_dirt_leaves_a_label_to_the_second_decoder_alone() -> None:
    assert readers(greasy()) == ["zbar"]


@pytest.mark.parametrize("library", ["libnothere.so.9", "libc.so.6"])
def test_without_a_sound_second_decoder_the_first_still_reads(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setattr(snapshot, "ZBAR", library)
    assert readers(sign()) == ["zxing-cpp"]
    assert snapshot.decoders() == ["zxing-cpp"]


def test_a_look_that_takes_too_long_has_seen_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "LOOK", replace(snapshot.LOOK, wall=0.0))
    assert snapshot.look(sign()) == []


def test_a_look_that_needs_too_much_has_seen_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "LOOK", replace(snapshot.LOOK, memory=8 << 20))
    assert snapshot.look(sign()) == []


def test_a_picture_without_a_code_says_nothing() -> None:
    assert snapshot.look(Image.new("RGB", (2560, 2560), "teal")) == []
