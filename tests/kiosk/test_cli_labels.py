"""Labels from the command line: read back, locked to one address, never half-written."""

import io
from pathlib import Path

import pytest

from qr_codes import codes
from tests.kiosk.shell import Shell, change

UNKNOWN = f"00000{codes.check_character('00000')}"


def decoded(file: Path) -> list[str]:
    """Read every QR code of a file as a phone would; a label may carry its code twice."""
    import zxingcpp
    from PIL import Image

    if file.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(file) as book:
            pictures = [page.render(scale=3).to_pil() for page in book]
    elif file.suffix == ".svg":
        import resvg_py

        drawn = resvg_py.svg_to_bytes(svg_string=file.read_text(), dpi=300)
        pictures = [Image.open(io.BytesIO(bytes(drawn)))]
    else:
        pictures = [Image.open(file)]
    return sorted({code.text for one in pictures for code in zxingcpp.read_barcodes(one)})


@pytest.mark.parametrize("ending", ["pdf", "png", "svg"])
def test_a_label_is_read_back_from_its_file(kiosk: Shell, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"sign.{ending}"
    assert "1 label in" in kiosk.run("labels", "d4h-7kw", "--out", str(out))
    assert decoded(out) == ["https://QR.ACME.DE/D4H7KW"]
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_all_labels_come_in_one_pdf(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.run("labels", "--all", "--out", str(tmp_path / "all.pdf"))
    assert decoded(tmp_path / "all.pdf") == [
        "https://QR.ACME.DE/D4H7KW", "https://QR.ACME.DE/K7Q2MX",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("D4H7KX",), "D4H7KX: One of the six signs is wrong"),
        (("hello",), "hello: A code has six letters and digits"),
        ((UNKNOWN,), "No label has the code"),
        ((), "Name the codes to print, or --all."),
        (("D4H7KW", "--design", "gold"), "): There is no label design of this name."),
        (("D4H7KW", "--stock", "a9"), "): There is no label stock of this name."),
        (("D4H7KW", "--start", "99"), "99 (1 to 4): The sheet has no position"),
        (("D4H7KW", "--languages", "xx"), "xx: The labels have no words in this language"),
        (("D4H7KW", "--out", "sign.docx"), ".pdf, .png, .svg"),
        (("--all", "--out", "sign.png"), "write a name ending with .pdf"),
        (("D4H7KW", "--out", "nowhere/sign.png"), "nowhere/sign.png: No such file"),
    ],
)  # fmt: skip
def test_labels_that_cannot_be_printed_are_a_sentence_and_no_file(
    kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...],
    sentence: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    out = () if "--out" in words else ("--out", "sign.pdf")
    assert sentence in kiosk.refused("labels", *words, *out)
    assert list(tmp_path.glob("*sign*")) == []


def test_a_retired_label_is_not_printed_again(kiosk: Shell, tmp_path: Path) -> None:
    change(kiosk.house, "UPDATE label SET state = 'retired' WHERE code = 'D4H7KW'")
    said = kiosk.refused("labels", "D4H7KW", "--out", str(tmp_path / "sign.pdf"))
    assert "is retired: it is not printed again" in said


def test_the_address_on_labels_stays_after_the_first_print(
    kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = str(tmp_path / "sign.png")
    kiosk.refused("labels", "D4H7KW", "--design", "gold", "--out", out)
    monkeypatch.setenv("KIOSK_BASE_URL", "https://qr.example.com")
    kiosk.run("labels", "D4H7KW", "--out", out)
    monkeypatch.setenv("KIOSK_BASE_URL", "https://learn.example.com")
    said = kiosk.refused("labels", "D4H7KW", "--out", out)
    assert "Labels out there carry https://qr.example.com" in said
    monkeypatch.setenv("KIOSK_LABEL_URL", "https://qr.example.com")
    kiosk.run("labels", "D4H7KW", "--out", out)
    assert decoded(Path(out)) == ["https://QR.EXAMPLE.COM/D4H7KW"]


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1"])
def test_labels_that_would_lead_a_phone_to_itself_are_not_printed(
    kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("KIOSK_BASE_URL", address)
    said = kiosk.refused("labels", "D4H7KW", "--out", str(tmp_path / "sign.png"))
    assert "every phone would look for that on itself" in said
    assert 'base_url = "https://learn.acme.de" and label_url = "https://qr.acme.de"' in said
    assert not (tmp_path / "sign.png").exists()


@pytest.mark.parametrize(
    "words",
    [("chart",), ("wifi", "Guests", "--password", "long enough"), ("printer", "page", "office"),
     ("sheet", "emergency-stop")],
)  # fmt: skip
def test_what_is_a_pdf_alone_is_not_written_under_another_ending(
    kiosk: Shell, tmp_path: Path, words: tuple[str, ...]
) -> None:
    ended = kiosk(*words, "--out", str(tmp_path / "wall.png"))
    assert ended.code == 2
    assert "write a name that ends with .pdf" in ended.err
    assert list(tmp_path.glob("*wall*")) == []
