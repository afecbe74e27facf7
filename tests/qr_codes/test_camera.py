"""A photograph tells which labels need cleaning, and accuses no clean one."""

from qr_codes import designs
from qr_codes.camera import FIRST, Sight, reads_badly
from qr_codes.plate import Plate
from qr_codes.shapes import Code

SIZE = (1600, 1200)


def codes(look: str = "a6") -> tuple[Code, ...]:
    """Return the symbols of a sign, the small copy first."""
    plate = Plate("K7Q2MX", "https://QR.ACME.DE/K7Q2MX", "", languages=())
    found = designs.draw(designs.design(look), plate).codes
    return tuple(sorted(found, key=lambda code: code.size))


def seen(code: Code, *, scale: float, left: float = 0, top: float = 0, by: str = FIRST) -> Sight:
    """See a symbol on a photograph that has `scale` dots a millimetre of the label."""
    x, y, side = left + code.x * scale, top + code.y * scale, code.size * scale
    corners = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
    return Sight("https://QR.ACME.DE/K7Q2MX", by, corners if by == FIRST else ())


def test_a_label_with_both_symbols_reads_well() -> None:
    assert not reads_badly([seen(code, scale=7) for code in codes()], codes(), SIZE)


def test_a_label_that_only_its_small_copy_tells_is_dirty() -> None:
    small, _ = codes()
    assert reads_badly([seen(small, scale=7)], codes(), SIZE)


def test_a_label_whose_small_copy_is_gone_is_dirty_too() -> None:
    _, large = codes()
    assert reads_badly([seen(large, scale=7)], codes(), SIZE)


def test_a_label_that_only_the_second_decoder_reads_is_dirty() -> None:
    small, large = codes()
    assert reads_badly([seen(large, scale=7, by="zbar")], codes(), SIZE)
    assert reads_badly([seen(large, scale=7, by="zbar")], (), SIZE)
    both = [seen(code, scale=7) for code in (small, large)]
    assert not reads_badly([*both, seen(large, scale=7, by="zbar")], codes(), SIZE)


def test_from_far_away_a_missing_copy_accuses_nobody() -> None:
    _, large = codes()
    assert not reads_badly([seen(large, scale=2, left=500, top=500)], codes(), SIZE)


def test_what_lies_beside_the_picture_is_not_missing() -> None:
    _, large = codes()
    assert not reads_badly([seen(large, scale=15, top=-900)], codes(), SIZE)


def test_a_label_with_one_symbol_misses_none() -> None:
    (only,) = codes("strip-45")
    assert not reads_badly([seen(only, scale=12)], (only,), SIZE)
