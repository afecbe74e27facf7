"""A symbol is as coarse as its address allows, and a reprint is the same symbol."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from qr_codes import codes, symbol


def drawn(made: symbol.Symbol, dots: int = 4) -> Image.Image:
    side = made.side
    small = Image.frombytes("L", (side, side), bytes(255 * (not d) for r in made.matrix for d in r))
    large = small.resize((side * dots, side * dots), Image.Resampling.NEAREST)
    return ImageOps.expand(large, 4 * dots, fill=255)


def fingerprint(made: symbol.Symbol) -> str:
    bits = "".join("01"[dark] for row in made.matrix for dark in row)
    return hashlib.sha256(bits.encode()).hexdigest()[:16]


def test_the_address_has_a_lower_scheme_and_all_else_in_capitals() -> None:
    assert symbol.address("https://qr.acme.de", "k7q2mx") == "https://QR.ACME.DE/K7Q2MX"
    assert symbol.address("HTTP://10.0.0.7:8080/", "K7Q2MX") == "http://10.0.0.7:8080/K7Q2MX"
    assert symbol.address("https://bücher.de", "K7Q2MX") == "https://XN--BCHER-KVA.DE/K7Q2MX"


@pytest.mark.parametrize(
    "url",
    [
        "qr.acme.de",
        "ftp://qr.acme.de",
        "https://",
        "https://qr.acme.de/kiosk",
        "https://a b.de",
        "https://u@qr.acme.de",
        "https://qr.acme.de?x=1",
        "https://qr.acme.de:99999",
        "https://[::1",
    ],
)
def test_it_refuses_what_is_no_label_address(url: str) -> None:
    with pytest.raises(symbol.NotAnAddress):
        symbol.address(url, "K7Q2MX")


@pytest.mark.parametrize(
    ("code", "level", "mask", "print_"),
    [
        ("K7Q2MX", "Q", 6, "086448af6538c2f1"),
        ("D4H7KW", "Q", 4, "8a97c2aac592b68a"),
        ("000000", "Q", 0, "595182defc90d12f"),
        ("ZZZZZ1", "Q", 7, "b0751b438e3265d8"),
        ("100002", "Q", 5, "f3678ff890918520"),
    ],
)
def test_a_code_gives_the_same_symbol_for_ever(
    code: str, level: str, mask: int, print_: str
) -> None:
    made = symbol.encode(symbol.address("https://qr.acme.de", code), mask=mask)
    assert (made.version, made.level, made.mask) == (2, level, mask)
    assert fingerprint(made) == print_


@given(st.from_regex(r"[a-z0-9]{1,3}\.[a-z0-9]{2,3}\.[a-z]{2}", fullmatch=True))
@settings(max_examples=40)
def test_a_host_of_ten_signs_needs_version_two_at_level_q(host: str) -> None:
    made = symbol.encode(symbol.address(f"https://{host}", codes.new()))
    assert made.version <= 2
    assert made.version == 1 or made.level in "QH"


@pytest.mark.parametrize("code", ["13799Z", "000000", "12345R"])
def test_digits_in_a_row_cost_no_correction(code: str) -> None:
    made = symbol.encode(symbol.address("https://qr.acme.de", code))
    assert (made.version, made.level) == (2, "Q")


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789.-", min_size=1, max_size=60))
@settings(max_examples=40)
def test_no_stronger_level_would_have_fitted(host: str) -> None:
    made = symbol.encode(f"https://{host.upper()}/K7Q2MX")
    for level in "MQH"["MQH".index(made.level) + 1 :]:
        assert symbol._version(made.text, level) > made.version


@given(st.integers(0, 7))
@settings(max_examples=8)
def test_the_mask_of_an_earlier_print_gives_the_same_symbol(mask: int) -> None:
    first = symbol.encode("https://QR.ACME.DE/K7Q2MX", mask=mask)
    assert symbol.encode(first.text, mask=first.mask) == first
    assert (
        symbol.encode(first.text).matrix
        == symbol.encode(first.text, mask=symbol.encode(first.text).mask).matrix
    )


def test_another_encoder_finds_the_same_version() -> None:
    for host in ("QR.ACME.DE", "LEARN.PLANT-NORD.EXAMPLE", "10.20.30.40:8443"):
        url = f"HTTPS://{host}/K7Q2MX"
        other = segno.make(url, error="m", micro=False, boost_error=False)
        assert symbol.encode(url).version == other.version


@pytest.mark.parametrize("each", [30, pytest.param(150, marks=pytest.mark.thorough)])
def test_eight_threads_make_right_symbols(each: int) -> None:
    def right(_: int) -> int:
        urls = [f"https://QR.ACME.DE/{codes.new()}" for _ in range(each)]
        return sum(zxingcpp.read_barcodes(drawn(symbol.encode(url)))[0].text == url for url in urls)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(right, range(8))) == 8 * each


def test_its_outline_encloses_exactly_the_dark_modules() -> None:
    made = symbol.encode("https://QR.ACME.DE/K7Q2MX")
    corners = [
        (*a, *b) for p in symbol.outline(made) for a, b in zip(p, p[1:] + p[:1], strict=True)
    ]
    for y, row in enumerate(made.matrix):
        for x, dark in enumerate(row):
            crossed = sum(
                x1 == x2 and x1 <= x and min(y1, y2) <= y < max(y1, y2)
                for x1, y1, x2, y2 in corners
            )
            assert crossed % 2 == dark


def test_the_terminal_shows_a_symbol_that_decodes() -> None:
    made = symbol.encode("http://127.0.0.1:8000/K7Q2MX")
    rows = []
    for line in symbol.terminal(made).splitlines():
        signs = line.removeprefix("\x1b[38;5;16;48;5;231m").removesuffix("\x1b[0m")
        rows += [[c in "▀█" for c in signs], [c in "▄█" for c in signs]]
    bits = bytes(0 if dark else 255 for row in rows for dark in row)
    picture = Image.frombytes("L", (len(rows[0]), len(rows)), bits)
    large = picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)
    assert zxingcpp.read_barcodes(large)[0].text == made.text
    assert not any(any(row) for row in rows[:4] + rows[-4:])


def test_it_refuses_an_address_that_no_label_could_show() -> None:
    for length in (400, 5_000):
        with pytest.raises(symbol.TooLong):
            symbol.encode("https://" + "A" * length)
