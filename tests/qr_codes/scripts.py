"""Machines of six countries, and how their labels looked when people had judged them good.

`python -m tests.qr_codes.scripts` draws the pictures in `golden/` anew: look at each one.
"""

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from qr_codes import designs, symbol
from qr_codes.painters.png import png
from qr_codes.plate import Plate

FOLDER: Final = Path(__file__).parent / "golden"
LOOKS: Final = {"a6": 70, "tag-100": 110}  # with dots an inch

MACHINES: Final = {
    "de": ("Fräsmaschine Süd 12", "Halle 3, Großteile", "tr"),
    "cs": ("Řezačka plechů č. 4", "Hala 2, lisovna", "uk"),
    "tr": ("İğneli dövme ünitesi", "Şasi hattı, güney", "ar"),
    "pl": ("Wtryskarka Łódź 7", "Hala 1, źródło ciśnienia", "de"),
    "uk": ("Верстат для їжі ґ-4", "Цех 2, дільниця єднання", "en"),
    "ar": ("مخرطة CNC رقم 4", "القاعة 2 قسم 47", "de"),
}


def plate(language: str) -> Plate:
    """Return what stands on the label of the machine of this country."""
    name, place, second = MACHINES[language]
    address = symbol.address("https://qr.acme.de", "K7Q2MX")
    return Plate("K7Q2MX", address, name, place, (language, second))


def picture(said: Plate, look: str) -> Image.Image:
    """Return the label in grey, as small as letters can still be told apart."""
    drawing = designs.draw(designs.design(look), said, dpi=LOOKS[look] * 4)
    large = Image.open(BytesIO(png(drawing, dpi=LOOKS[look] * 4)))
    return large.convert("L").reduce(4)


def golden(language: str, look: str) -> Path:
    """Return where the picture of this label is kept."""
    return FOLDER / f"{language}-{look}.png"


def main() -> None:
    """Draw them all anew."""
    for language in MACHINES:
        for look in LOOKS:
            picture(plate(language), look).save(golden(language, look), optimize=True)


if __name__ == "__main__":
    main()
