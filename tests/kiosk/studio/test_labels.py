"""Labels in the studio: chosen, drawn, read back, printed again, looked after."""

import re

import pytest

from content import label_life, plant
from content.models import Label, Machine
from kiosk import jobs
from kiosk.labels import prints, stationery
from qr_codes import stock as stocks
from tests.page import words
from tests.studio import Browser, Studio

HOME = "/studio/labels"


def ordered(browser: Browser, **form: object) -> str:
    """Order a print and return the address of its page."""
    return browser.post(f"{HOME}/print", {"design": "tag-30", **form}).headers["Location"]


def read(pdf: bytes) -> list[str]:
    """Read every code of a PDF as a phone would."""
    import pypdfium2
    import zxingcpp

    with pypdfium2.PdfDocument(pdf) as book:
        pictures = [page.render(scale=3).to_pil() for page in book]
    texts = {code.text for one in pictures for code in zxingcpp.read_barcodes(one)}
    return sorted(text.rpartition("/")[2] for text in texts)


def test_the_labels_that_are_ticked_come_as_one_pdf(alice: Browser) -> None:
    at = ordered(alice, code="D4H7KW")
    assert "was read back from the finished file" in words(alice.get(at))
    assert read(alice.get(f"{at}.pdf").data) == ["D4H7KW"]
    assert alice.get(f"{at}.png").mimetype == "image/png"


def test_all_labels_of_the_list_come_at_once(alice: Browser) -> None:
    at = ordered(alice, all="1", design="strip-63", stock="l7160")
    assert len(read(alice.get(f"{at}.pdf").data)) == 3
    assert Label.select().where(Label.printed_on.is_null(False)).count() == 3


def test_a_label_says_what_is_no_longer_true_on_it(alice: Browser, lathe: Machine) -> None:
    ordered(alice, code="D4H7KW")
    assert "No label here is outdated." in words(alice.get(f"{HOME}?show=old"))
    plant.rename(lathe, "Drehmaschine 9")
    page = words(alice.get(f"{HOME}?show=old"))
    assert "an old name stands on it" in page
    ordered(alice, code="D4H7KW")
    assert "No label here is outdated." in words(alice.get(f"{HOME}?show=old"))


def test_a_label_printed_again_carries_the_same_symbol(alice: Browser) -> None:
    ordered(alice, code="D4H7KW")
    before = Label.get(Label.code == "D4H7KW")
    ordered(alice, code="D4H7KW", design="strip-63", start="3")
    after = Label.get(Label.code == "D4H7KW")
    drawn = [(one.version, one.level, one.mask) for one in (before, after)]
    assert drawn[0] == drawn[1]
    assert None not in drawn[0]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Choose at least one label."),
        ({"code": "ZZZZZZ"}, "There is no label to print"),
        ({"code": "D4H7KW", "design": "a6", "stock": "tag-30"}, "bigger than a cell"),
        ({"code": "D4H7KW", "stock": "tag-30", "start": "9999"}, "no cell 9999: it has 1"),
        ({"code": "D4H7KW", "stock": "papyrus"}, "no label stock of this name"),
    ],
)
def test_a_print_that_cannot_be_is_refused_with_a_sentence(
    alice: Browser, form: dict[str, str], sentence: str
) -> None:
    page = words(alice.post(f"{HOME}/print", {"design": "tag-30", **form}, 422))
    assert sentence in page
    assert Label.select().where(Label.printed_on.is_null(False)).count() == 0


def test_a_long_print_is_done_by_the_worker(
    alice: Browser, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "AT_ONCE", 1)
    at = ordered(alice, all="1")
    assert "0<small> %" in words(alice.get(at))
    job = jobs.Job.get(jobs.Job.kind == "labels")
    prints.make(studio.settings, studio.database, job.subject)
    jobs.finish(job)
    assert "All" not in words(alice.get(at, HX_Request="true"))
    assert len(read(alice.get(f"{at}.pdf").data)) == 3


def test_blank_labels_are_printed_once(alice: Browser, studio: Studio) -> None:
    at = alice.post(f"{HOME}/blanks", {"count": "3", "design": "tag-30"}).headers["Location"]
    codes = read(alice.get(f"{at}.pdf").data)
    assert len(codes) == 3
    assert words(alice.get(f"{HOME}/blanks")).count("/studio/labels/at/") == 3
    again = words(alice.post(f"{HOME}/print", {"design": "tag-30", "code": codes[0]}, 422))
    assert "a second print would stick one code on two machines" in again


@pytest.mark.parametrize("count", ["0", "501", "many", ""])
def test_no_odd_number_of_blanks_is_issued(alice: Browser, count: str) -> None:
    page = words(alice.post(f"{HOME}/blanks", {"count": count}, 422))
    assert "Print 1 to 500." in page
    assert Label.select().where(Label.machine.is_null()).count() == 0


def test_a_lost_label_gives_its_machine_a_new_code(alice: Browser, lathe: Machine) -> None:
    alice.post(f"{HOME}/at/D4H7KW", {"do": "lose"})
    assert "It turned up" in words(alice.get(f"{HOME}/at/D4H7KW"))
    fresh = Label.get((Label.machine == lathe) & (Label.state == "reserved"))
    assert fresh.code != "D4H7KW"
    alice.post(f"{HOME}/at/D4H7KW", {"do": "retire"})
    assert "retired cannot become" in words(alice.post(f"{HOME}/at/D4H7KW", {"do": "lose"}, 422))


def test_a_new_code_follows_the_old_one(alice: Browser) -> None:
    at = alice.post(f"{HOME}/at/D4H7KW", {"do": "renew"}).headers["Location"]
    assert "Print it again" not in words(alice.get(at)), "it was never printed"
    fresh = at.rpartition("/")[2]
    assert Label.get(Label.code == "D4H7KW").replaced_by_id == fresh
    assert f"{HOME}/at/{fresh}" in words(alice.get(f"{HOME}/at/D4H7KW"))


def test_whoever_asks_for_a_new_code_reads_first_what_becomes_of_the_old_label(
    alice: Browser,
) -> None:
    assert f'href="{HOME}/at/D4H7KW/renew"' in words(alice.get(f"{HOME}/at/D4H7KW"))
    asked = words(alice.get(f"{HOME}/at/D4H7KW/renew"))
    assert "Whoever scans D4H-7KW from now on reads that this label was replaced" in asked
    assert "D4H-7KW is never given to another machine" in asked
    assert Label.get(Label.code == "D4H7KW").state == "attached"


def test_a_new_code_is_called_off_until_it_is_printed(alice: Browser, lathe: Machine) -> None:
    Label.update(printed_on="2026-01-01").where(Label.code == "D4H7KW").execute()
    at = alice.post(f"{HOME}/at/D4H7KW", {"do": "renew"}).headers["Location"]
    assert "Keep D4H-7KW instead" in words(alice.get(at))
    back = alice.post(at, {"do": "call off", "back": "D4H7KW"}).headers["Location"]
    assert back == f"{HOME}/at/D4H7KW"
    assert [one.code for one in label_life.in_use(lathe)] == ["D4H7KW"]
    assert "Keep" not in words(alice.get(at))


def test_another_plant_sees_none_of_it(alice: Browser, eve: Browser) -> None:
    at = ordered(alice, code="D4H7KW")
    for path in (at, f"{at}.pdf", f"{HOME}/at/D4H7KW", f"{HOME}/picture/D4H7KW/a6.svg"):
        eve.get(path, 404)
    eve.post(f"{HOME}/print", {"code": "D4H7KW", "design": "tag-30"}, 422)
    eve.post(f"{HOME}/at/D4H7KW", {"do": "lose"}, 404)


def test_the_preview_is_the_label_as_it_is_printed(alice: Browser) -> None:
    drawn = alice.get(f"{HOME}/picture/D4H7KW/a6.svg?second=tr")
    assert drawn.mimetype == "image/svg+xml"
    assert re.search(rb"<svg[^>]*105", drawn.data)
    alice.get(f"{HOME}/picture/D4H7KW/gold.svg", 404)
    alice.get(f"{HOME}/picture/ZZZZZZ/a6.svg", 404)


def test_sheets_are_forgotten_after_a_day(
    alice: Browser, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ordered(alice, code="D4H7KW")
    prints.sweep(studio.settings)
    alice.get(at)
    monkeypatch.setattr(prints, "DAY", -1)
    prints.sweep(studio.settings)
    alice.get(at, 404)


def test_a_zebra_gets_its_own_language_too(alice: Browser) -> None:
    at = ordered(alice, code="D4H7KW", design="tag-30", stock="tag-30")
    assert "ZPL for a Zebra" in words(alice.get(at))
    assert alice.get(f"{at}.zpl").data.startswith(b"^XA")
    alice.get(f"{at}.zip", 404)


def test_papers_and_printers_of_the_plant_are_offered(alice: Browser, studio: Studio) -> None:
    own = stocks.of("own-30", {"title": "Our own tags", "page": [60, 60]})
    stationery.keep_stock(studio.settings, own)
    assert "Our own tags" in words(alice.get(HOME))
    at = ordered(alice, code="D4H7KW", design="tag-30", stock="own-30")
    assert "Our own tags" in words(alice.get(at))


def test_papers_are_named_in_the_language_of_who_reads_them(alice: Browser) -> None:
    assert "Avery Zweckform L7160, 21 labels of 63.5 × 38.1 mm" in words(alice.get(HOME))
    alice.head["Accept-Language"] = "de"
    page = words(alice.get(HOME))
    assert "Avery Zweckform L7160, 21 Etiketten, 63,5 × 38,1 mm" in page
    assert "Brother DK-22205, Rolle, 62 mm, geschnitten bei 100 mm" in page
    assert "labels of" not in page


def test_tags_are_written_from_the_same_addresses(alice: Browser) -> None:
    table = alice.get(f"{HOME}/tags.csv").data.decode()
    assert "http://qr.example.test/d4h7kw" in table.lower()
