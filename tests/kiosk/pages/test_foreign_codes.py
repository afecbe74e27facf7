"""Codes that are not ours: named by their host, never opened; and what the pages never ask for."""

import re

import pytest

from content import plant, upkeep
from content.models import Machine, Medium, Site
from kiosk.db import connected
from tests import floor
from tests.page import Worker, words


@pytest.mark.parametrize(
    "typed", ["https://evil.example/D4H7KW", "HTTP://EVIL.EXAMPLE", "https://evil.example:9/x?y=1"]
)
def test_a_foreign_address_is_named_and_not_opened(worker: Worker, typed: str) -> None:
    page = words(worker.get(f"/en/find?q={typed}"))
    assert "evil.example" in page
    assert "It was not opened." in page
    assert 'href="http' not in page.lower().replace('href="https://localhost', "")


@pytest.mark.parametrize("host", ["QR.EXAMPLE.TEST", "old.example.test", "learn.example.test"])
def test_a_scanned_address_of_ours_opens_its_machine(worker: Worker, host: str) -> None:
    answer = worker.get(f"/en/find?q=http://{host}/{floor.LATHE.lower()}", status=302)
    assert answer.headers["Location"].endswith(f"/en/m/{floor.LATHE}")


def test_a_makers_code_is_found_however_it_is_written(worker: Worker) -> None:
    with connected(worker.client.application.extensions["database"]):
        lathe = Machine.get(Machine.name == "Drehmaschine DZ 400")
        plant.alias(lathe, "https://id.maker.example/01/0400/21/SN-77")
    for typed in (
        "https://ID.MAKER.example/01/0400/21/sn-77/",
        "id.maker.example/01/0400/21/SN-77",
    ):
        worker.get(f"/en/find?q={typed}", status=302)
    assert "not to a machine here" in words(worker.get("/en/find?q=https://id.maker.example/01"))


@pytest.mark.parametrize("path", [f"/{floor.LATHE}", f"/{floor.SAW}", f"/{floor.LOST}"])
def test_a_scanned_page_asks_for_nothing_but_a_code(worker: Worker, path: str) -> None:
    fields = re.findall(r"<(?:input|select|textarea)[^>]*>", words(worker.get(path)))
    named = {found[1] for one in fields if (found := re.search(r'name="([^"]+)"', one))}
    assert named <= {"q", "ticket"}


def test_a_scanned_page_shows_the_machine_to_compare_it_with(worker: Worker) -> None:
    with connected(worker.client.application.extensions["database"]):
        lathe = Machine.get(Machine.name == "Drehmaschine DZ 400")
        photo = Medium.create(sha="ab" * 32, site=Site.get_by_id(lathe.site_id), kind="picture",
                              ext="webp", size=1)  # fmt: skip
        upkeep.photograph(lathe, photo)
    page = words(worker.get(f"/en/m/{floor.LATHE}"))
    assert "Is this your machine?" in page
    assert f"/media/{'ab' * 32}.webp" in page
    assert "D4H-7KW" in page
