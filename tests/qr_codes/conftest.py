"""The machines whose labels the tests print."""

import pytest

from qr_codes import codes, symbol
from qr_codes.plate import Plate

HOST = "https://qr.acme.de"


@pytest.fixture
def lathe() -> Plate:
    return Plate(
        "K7Q2MX",
        symbol.address(HOST, "K7Q2MX"),
        "Drehmaschine 4",
        "Halle 2, Dreherei",
        ("de", "tr"),
    )


@pytest.fixture
def hall() -> list[Plate]:
    """Ten machines, each with a code of its own."""
    made = [codes.new() for _ in range(10)]
    return [
        Plate(code, symbol.address(HOST, code), f"Presse {number}", "Halle 3", ("de", "uk"))
        for number, code in enumerate(made)
    ]
