"""The plant's logo: put in by whoever may, made harmless, printed beside every later code."""

from io import BytesIO

import pytest
from PIL import Image

from kiosk.labels import logos
from tests.kiosk.studio.test_labels import ordered, read
from tests.page import words
from tests.studio import Browser, Studio

HOME = "/studio/labels/logo"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"'
DRAWING = f'{HEAD}><path fill="#06c" d="M4 4h32v12H4z"/></svg>'.encode()
BLUE = (0, 0x66, 0xCC)


def png(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def send(browser: Browser, content: bytes, status: int = 303, name: str = "logo.svg") -> str:
    """Send a file as the logo and return the words of the answer."""
    return words(browser.post(HOME, {"logo": (BytesIO(content), name)}, status))


def colours(picture: bytes) -> set[tuple[int, ...]]:
    shown = Image.open(BytesIO(picture)).convert("RGB")
    return {colour for _, colour in shown.getcolors(1 << 20) or []}  # type: ignore[misc]


def test_a_logo_stands_on_every_later_print(alice: Browser, dana: Browser) -> None:
    before = ordered(alice, code="D4H7KW", design="a6")
    send(dana, DRAWING)
    after = ordered(alice, code="D4H7KW", design="a6")
    blue = [BLUE in colours(alice.get(f"{at}.png").data) for at in (before, after)]
    assert blue == [False, True]
    assert read(alice.get(f"{after}.pdf").data) == ["D4H7KW"]


def test_a_logo_is_seen_beside_the_code_before_anything_is_printed(
    alice: Browser, dana: Browser
) -> None:
    assert "Labels carry no logo yet" in words(alice.get(HOME))
    send(dana, DRAWING)
    page = words(alice.get(HOME))
    assert f'src="{HOME}/logo.png"' in page
    assert "/a6.svg" in page
    assert b"data:image/png" in alice.get("/studio/labels/picture/D4H7KW/a6.svg").data
    assert BLUE in colours(alice.get(f"{HOME}/logo.png").data)


def test_a_logo_that_is_taken_off_is_on_no_later_print(dana: Browser) -> None:
    send(dana, DRAWING)
    dana.post(f"{HOME}/remove")
    assert "Labels carry no logo yet" in words(dana.get(HOME))
    dana.get(f"{HOME}/logo.png", 404)
    assert b"data:image/png" not in dana.get("/studio/labels/picture/D4H7KW/a6.svg").data


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "no PNG, JPEG or SVG picture"),
        (b"%PDF-1.7", "no PNG, JPEG or SVG picture"),
        (png(10_000, 9_000), "more than 4000 pixels a side: save it smaller"),
        (f"{HEAD}><script>alert(1)</script></svg>".encode(), "more than shapes: script"),
        (f"{HEAD}><text>ACME</text></svg>".encode(), "turn them into paths"),
        (f"{HEAD}/>".encode(), "white on white"),
        (
            (HEAD + ">" + '<g opacity=".9">' * 900 + '<path d="M4 4h9v9z"/>' + "</g>" * 900
             + "</svg>").encode(),
            "too much work",
        ),
    ],
    ids=["nothing", "paper", "10,000 pixels", "script", "letters", "white", "heavy"],
)  # fmt: skip
def test_a_file_that_is_no_logo_is_refused_and_nothing_is_lost(
    dana: Browser, studio: Studio, file: bytes, sentence: str
) -> None:
    send(dana, DRAWING)
    kept = logos.of(studio.settings, studio.site.id)
    page = send(dana, file, 422)
    assert sentence in page
    assert f'src="{HOME}/logo.png"' in page
    assert logos.of(studio.settings, studio.site.id) == kept


def test_a_file_that_is_too_large_is_refused_with_a_sentence(dana: Browser) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="logo"; filename="a.png"\r\n\r\n'
    form = {"data": head + bytes(2_100_000) + b"\r\n--x--\r\n",
            "content_type": "multipart/form-data; boundary=x"}  # fmt: skip
    assert "more than 2 MB: save it smaller" in words(dana.send("POST", HOME, 422, **form))


def test_a_form_without_a_file_says_what_to_choose(dana: Browser) -> None:
    page = words(dana.post(HOME, {}, 422))
    assert "Choose a file first" in page


def test_a_refusal_is_said_in_the_language_of_who_reads_it(dana: Browser) -> None:
    dana.head["Accept-Language"] = "de"
    assert "Wandle sie in Pfade um" in send(dana, f"{HEAD}><text>A</text></svg>".encode(), 422)


def test_who_may_not_sees_the_logo_and_no_way_to_change_it(alice: Browser, dana: Browser) -> None:
    send(dana, DRAWING)
    page = words(alice.get(HOME))
    assert f'action="{HOME}' not in page
    send(alice, DRAWING, 403)


def test_another_plant_has_its_own_logo(dana: Browser, eve: Browser) -> None:
    send(dana, DRAWING)
    assert "Labels carry no logo yet" in words(eve.get(HOME))
    eve.get(f"{HOME}/logo.png", 404)
