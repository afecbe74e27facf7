"""What a scanned or typed code answers, whatever the label's state."""

import re

import pytest

from kiosk.app import create_app
from kiosk.settings import Settings
from tests import floor
from tests.page import LARGEST_FIRST, Worker, main, tree, words


def test_a_scan_shows_the_machine_and_its_first_nugget(worker: Worker) -> None:
    page = worker.get(f"/{floor.LATHE}")
    assert "D4H-7KW" in words(page)
    assert "Schutzbrille tragen" in main(page)
    assert re.search(r'<video[^>]*>\s*<source src="/media/[0-9a-f]{64}\.mp4"', words(page))


def test_a_first_page_is_one_answer_of_at_most_six_kilobytes(worker: Worker) -> None:
    assert len(worker.get(f"/{floor.LATHE}").get_data()) <= LARGEST_FIRST


@pytest.mark.parametrize("typed", ["d4h7kw", "D4H-7KW", "d4h-7kw", "D4H 7KW"])
def test_a_code_is_read_however_it_is_written(worker: Worker, typed: str) -> None:
    assert words(worker.get(f"/{typed}")) == words(worker.get(f"/{floor.LATHE}"))


def test_the_language_is_the_one_the_browser_asks_for(worker: Worker) -> None:
    page = worker.get(f"/{floor.LATHE}", Accept_Language="en-GB,en;q=0.9")
    assert "Wear glasses" in main(page)
    assert "Accept-Language" in page.headers["Vary"]


def test_a_browser_that_asks_for_no_language_we_have_gets_the_plants(worker: Worker) -> None:
    page = worker.get(f"/{floor.LATHE}", Accept_Language="fi")
    assert 'lang="de"' in words(page)


def test_a_fixed_language_does_not_vary(worker: Worker) -> None:
    page = worker.get(f"/en/m/{floor.LATHE}")
    assert "Wear glasses" in main(page)
    assert "Accept-Language" not in page.headers["Vary"]


def test_only_a_machine_with_one_nugget_starts_by_itself(worker: Worker) -> None:
    starts = ".//*[@data-start]"
    assert tree(worker.get(f"/{floor.PRESS}")).find(starts) is not None
    assert tree(worker.get(f"/{floor.LATHE}")).find(starts) is None


def test_a_machine_without_nuggets_says_so(worker: Worker) -> None:
    page = worker.get(f"/{floor.SAW}")
    assert "noch kein Nugget" in main(page)
    assert "Säge 3" in words(page)


def test_the_coach_is_named_with_a_number_to_call(worker: Worker) -> None:
    assert 'href="tel:4711"' in words(worker.get(f"/{floor.LATHE}"))


def test_a_mistyped_code_keeps_what_was_typed(worker: Worker) -> None:
    page = worker.get("/D4H7KX", status=404)
    assert "Ein Zeichen ist vertippt" in main(page)
    assert 'value="D4H7KX"' in words(page)


@pytest.mark.parametrize(
    "typed", ["D4H7KX", "d4h7kx", "d4h-7kx", "O4H7KW", "4DH7KW", "d4h 7k", "D4HH7KW", "D4H7KW."]
)
def test_one_slip_in_an_address_offers_the_machine_to_compare(worker: Worker, typed: str) -> None:
    for path in (f"/{typed}", f"/en/m/{typed}"):
        page = worker.get(path, 404, Accept_Language="en")
        assert f'href="/en/m/{floor.LATHE}"' in words(page)
        assert "Did you mean this machine?" in main(page)
        assert f'value="{typed}"' in words(page)


def test_an_address_far_from_every_code_offers_no_machine(worker: Worker) -> None:
    for typed in ("ABCDEF", "wp-login.php", floor.LOST[:5] + "Z"):
        assert 'href="/de/m/' not in words(worker.get(f"/{typed}", 404)).partition("<footer>")[0]


def test_a_slip_is_told_of_while_the_server_cannot_read_its_data(settings: Settings) -> None:
    worker = Worker(create_app(settings))
    assert "Ein Zeichen ist vertippt" in main(worker.get("/D4H7KX", 404))


@pytest.mark.parametrize("path", ["/{code}", "/de/m/{code}"])
@pytest.mark.parametrize("typed", ["D4H7KW", "d4h-7kw", "D4H7KX"])
def test_a_code_with_a_slash_behind_it_leads_to_the_codes_own_address(
    worker: Worker, path: str, typed: str
) -> None:
    at = path.format(code=typed)
    assert worker.get(f"{at}/", 308).headers["Location"] == at


def test_a_slash_leads_to_no_other_host(worker: Worker) -> None:
    for typed in ("%5Cevil", "evil.de", "%2F%2Fevil"):
        place = worker.client.get(f"/{typed}/").headers.get("Location", "/")
        assert re.match(r"/(?![/\\])", place)


def test_an_unknown_code_keeps_what_was_typed(worker: Worker) -> None:
    page = worker.get(f"/{floor.UNKNOWN}", status=404)
    assert "hat hier keine Maschine" in main(page)
    assert 'value="ZZZ-ZZ1"' in words(page)


def test_what_is_no_code_says_what_one_looks_like(worker: Worker) -> None:
    assert "sechs Buchstaben und Ziffern" in main(worker.get("/wp-login.php", status=404))


@pytest.mark.parametrize("typed", ["%00", "%0d%0aSet-Cookie:x", "%F0%9F%98%80", "x" * 3000])
def test_any_text_can_be_typed_as_a_code(worker: Worker, typed: str) -> None:
    worker.get(f"/{typed}", status=404)


def test_a_hostile_code_stays_text(worker: Worker) -> None:
    page = worker.get("/<script>alert(1)<script>", status=404)
    assert "<script>alert" not in words(page)


def test_a_replaced_label_leads_to_the_new_one(worker: Worker) -> None:
    page = worker.get(f"/{floor.REPLACED}")
    assert "wurde ersetzt" in main(page)
    assert f'href="/de/m/{floor.LATHE}"' in words(page)


@pytest.mark.parametrize(
    ("code", "says"), [(floor.RETIRED, "gilt nicht mehr"), (floor.LOST, "als verloren gemeldet")]
)
def test_a_label_out_of_use_answers_with_help(worker: Worker, code: str, says: str) -> None:
    page = worker.get(f"/{code}")
    assert says in main(page)
    assert 'name="q"' in words(page)


def test_pages_without_a_ticket_may_be_kept_for_a_minute(worker: Worker) -> None:
    page = worker.get(f"/{floor.PRESS}")
    assert page.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=604800"


def test_a_page_that_depends_on_the_network_is_kept_by_phones_only(worker: Worker) -> None:
    assert worker.get(f"/{floor.LATHE}").headers["Cache-Control"].startswith("private")
