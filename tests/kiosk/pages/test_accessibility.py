"""The statement on accessibility: true to what the tests use, found from where there is room."""

from axe_playwright_python.base import AXE_FILE_PATH

from kiosk import __version__
from kiosk.pages import accessibility
from tests import floor
from tests.page import Worker, main, words

HERE = "/de/accessibility"


def test_it_names_the_program_that_the_tests_run(worker: Worker) -> None:
    assert f"axe v{accessibility.AXE}\n" in AXE_FILE_PATH.read_text()[:40]
    assert f"axe-core {accessibility.AXE}:" in main(worker.get(HERE))


def test_it_says_of_which_version_it_speaks_and_what_falls_short(worker: Worker) -> None:
    page = main(worker.get(HERE))
    assert f"Version {__version__} des Programms" in page
    assert "der jeden Tag einen Screenreader benutzt" in page


def test_it_names_who_can_be_told(worker: Worker) -> None:
    page = worker.get(HERE)
    assert "Aylin Demir" in main(page)
    assert 'href="tel:4711"' in words(page)


def test_pages_with_room_for_it_lead_there_and_the_first_one_does_not(worker: Worker) -> None:
    for path in ("/de/", "/de/mine", "/de/numbers", "/de/transparency", "/de/t/safety"):
        assert f'href="{HERE}"' in words(worker.get(path)), path
    for path in (f"/{floor.LATHE}", f"/de/m/{floor.LATHE}/wear-glasses", "/de/n/clear-chips"):
        assert f'href="{HERE}"' not in words(worker.get(path)), path
