"""Printers and papers from the command line: measured once, kept, and taken for every sheet."""

import csv
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from qr_codes import zpl
from tests.kiosk.shell import Shell
from tests.kiosk.test_cli_labels import decoded

LENGTHS = ("--left", "20.5", "--top", "19", "--across", "170", "--down", "257")
ALL = ["https://QR.ACME.DE/D4H7KW", "https://QR.ACME.DE/K7Q2MX"]


def test_a_printer_is_measured_kept_and_made_up_for(kiosk: Shell, tmp_path: Path) -> None:
    told = kiosk.run("printer", "page", "office", "--out", str(tmp_path / "measure.pdf"))
    assert "left edge to the cross should be 20 mm" in told
    assert (tmp_path / "measure.pdf").read_bytes().startswith(b"%PDF")
    assert "+0.5 mm to the right and -1.0 mm down" in kiosk.run(
        "printer", "add", "office", *LENGTHS
    )
    (row,) = json.loads(kiosk.run("printer", "list", "--json"))
    assert (row["name"], row["offset"], row["dpi"]) == ("office", [0.5, -1.0], 300)
    assert "office" in kiosk.run("printer", "list")
    files = [tmp_path / "straight.pdf", tmp_path / "aimed.pdf"]
    kiosk.run("labels", "--all", "--stock", "l7160", "--out", str(files[0]))
    kiosk.run("labels", "--all", "--stock", "l7160", "--printer", "office", "--out", str(files[1]))
    assert decoded(files[0]) == decoded(files[1]) == ALL
    assert files[0].read_bytes() != files[1].read_bytes()
    kiosk.run("printer", "forget", "office")
    assert "No printer was measured yet" in kiosk.run("printer", "list")


def test_a_printer_of_tags_is_measured_by_two_lengths(kiosk: Shell, tmp_path: Path) -> None:
    size, page = ("--size", "tag-30"), tmp_path / "page.pdf"
    said = kiosk.run("printer", "page", "tags", *size, "--language", "ar", "--out", str(page))
    assert said.endswith("upper edge to the cross 10.\n")
    said = kiosk.run("printer", "add", "tags", *size, "--left", "10.5", "--top", "9")
    assert "+0.5 mm to the right and -1.0 mm down, at 100.0% across" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("printer", "add", "office", *LENGTHS[:6], "--down", "200"), "fit to page"),
        (("printer", "add", "office", "--left", "nan", *LENGTHS[2:]), "a length in millimetres"),
        (("printer", "add", "../x", *LENGTHS), "Name it with up to 39 of a-z, 0-9 and -"),
        (("printer", "forget", "office"), "There is no printer office yet"),
        (("printer", "add", "office", *LENGTHS[:4]), "across is a length in millimetres"),
        (("stock", "forget", "a4"), "no paper a4 of its own"),
        (("labels", "--all", "--printer", "plotter", "--out", "x.pdf"), "no printer plotter yet"),
        (("labels", "--all", "--stock", "zebra-100x50", "--design", "a6", "--out", "x.zpl"), "a6"),
        (("wifi", "ACME", "--password", "short", "--out", "x.pdf"), "has 8 to 63 signs"),
        (("chart", "Hall 99", "--out", "x.pdf"), "No machine with a label stands in Hall 99"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_no_file(
    kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...],
    sentence: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert sentence in kiosk.refused(*words)
    assert list(tmp_path.glob("x.*")) == []
    assert not (kiosk.house.data / "stationery.toml").exists()


def test_a_plant_adds_a_paper_of_its_own(kiosk: Shell, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('title = "Mine"\npage = [105, 74]\ncell = [65, 40]\nfirst = [5, 7]\n')
    assert "strip-63" in kiosk.run("stock", "add", "mine", str(mine))
    rows = json.loads(kiosk.run("stock", "list", "--json"))
    assert rows[0]["name"] == "mine"
    assert rows[0]["own"] is True
    assert len(rows) > 12
    assert "L7160" in kiosk.run("stock", "list")
    kiosk.run("labels", "--all", "--stock", "mine", "--out", str(tmp_path / "mine.pdf"))
    assert decoded(tmp_path / "mine.pdf") == ALL
    kiosk.run("stock", "forget", "mine")
    assert "mine" in kiosk.refused("labels", "--all", "--stock", "mine", "--out", "x.pdf")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('title = "M"\npage = [100, 74]\ncell = [120, 40]', "the cells end at 120.00 mm across"),
        ('title = "M"\npage = [nan, 74]', "between 0 and 1200 millimetres"),
        ("page = [100", "this is no TOML"),
        ("\x00" * 9000, "at most 4000 signs"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(
    kiosk: Shell, tmp_path: Path, text: str, sentence: str
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(text)
    assert sentence in kiosk.refused("stock", "add", "mine", str(mine))
    assert "already" in kiosk.refused("stock", "add", "a4", str(good(tmp_path)))


def good(folder: Path) -> Path:
    path = folder / "good.toml"
    path.write_text('title = "M"\npage = [100, 74]')
    return path


def test_a_spoilt_file_of_papers_is_named(kiosk: Shell) -> None:
    (kiosk.house.data / "stationery.toml").write_text("[printer.a]\ndpi = 96")
    assert "stationery.toml can't be read" in kiosk.refused("printer", "list")


def test_zebra_gets_its_own_language(kiosk: Shell, tmp_path: Path) -> None:
    out = tmp_path / "labels.zpl"
    kiosk.run("labels", "--all", "--stock", "zebra-100x50", "--dpi", "203", "--out", str(out))
    pictures = list(zpl.decode(out.read_bytes()))
    assert [picture.size for picture in pictures] == [(800, 400)] * 2


def test_brother_gets_pictures_of_its_dots(kiosk: Shell, tmp_path: Path) -> None:
    out = tmp_path / "labels.zip"
    kiosk.run("labels", "--all", "--stock", "roll-62", "--out", str(out))
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == ["D4H-7KW.png", "K7Q-2MX.png"]
        archive.extractall(tmp_path)
    for code, url in zip(("D4H-7KW", "K7Q-2MX"), ALL, strict=True):
        with Image.open(tmp_path / f"{code}.png") as picture:
            assert picture.size == (696, 1109)
        assert decoded(tmp_path / f"{code}.png") == [url]


def test_tag_writers_get_the_addresses_of_the_labels(kiosk: Shell, tmp_path: Path) -> None:
    out = tmp_path / "tags.csv"
    assert "2 addresses" in kiosk.run("labels", "--all", "--out", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        assert sorted(row["url"] for row in csv.DictReader(file)) == ALL


def test_a_wall_chart_shows_the_machines_of_the_plant(kiosk: Shell, tmp_path: Path) -> None:
    out = tmp_path / "chart.pdf"
    assert "2 machines" in kiosk.run("chart", "--size", "a3", "--out", str(out))
    assert decoded(out) == ALL


def test_the_poster_of_the_guest_wifi_is_made_and_nothing_kept(
    kiosk: Shell, tmp_path: Path
) -> None:
    before = {path.name for path in kiosk.house.data.iterdir()}
    out = tmp_path / "wifi.pdf"
    kiosk.run("wifi", "ACME Guests", "--password", "coffee;at:9", "--out", str(out))
    assert decoded(out) == [r"WIFI:T:WPA;S:ACME Guests;P:coffee\;at\:9;;"]
    assert {path.name for path in kiosk.house.data.iterdir()} == before
