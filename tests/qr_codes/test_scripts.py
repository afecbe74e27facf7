"""Labels in six scripts look as they did when people had judged them good."""

from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from qr_codes.plate import Plate
from tests.qr_codes import scripts

EVERY = [(language, look) for language in scripts.MACHINES for look in scripts.LOOKS]
SEEN = 64  # grey levels that an eye tells apart
FEW = 0.0001  # of all dots: less than the dot of an İ


def changed(language: str, look: str, said: Plate | None = None) -> float:
    """Share of dots that differ from the golden picture so that one sees it."""
    now = scripts.picture(said or scripts.plate(language), look)
    then = Image.open(scripts.golden(language, look))
    assert now.size == then.size
    return sum(ImageChops.difference(now, then).histogram()[SEEN:]) / (now.width * now.height)


@pytest.mark.parametrize(("language", "look"), EVERY)
def test_a_label_looks_as_it_did(language: str, look: str) -> None:
    assert changed(language, look) < FEW


@pytest.mark.parametrize(
    ("language", "name"),
    [("tr", "Igneli dövme ünitesi"), ("ar", "مخرطة CNC 4 رقم"), ("uk", "Верстат для їжі г-4")],
)
@pytest.mark.parametrize("look", scripts.LOOKS)
def test_one_wrong_letter_would_be_seen(language: str, name: str, look: str) -> None:
    assert changed(language, look, replace(scripts.plate(language), name=name)) > FEW
