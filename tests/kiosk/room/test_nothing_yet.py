"""A plant whose first day it is: each page says what is not there yet, truly, and leads on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from content import plant
from content.models import Site
from kiosk.app import create_app
from kiosk.db import connected, migrate, open_database
from tests.conftest import fresh_settings
from tests.page import HTML, Worker, main, tree, words


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Worker]:
    """Somebody at the PC of a plant that has a topic and nothing else."""
    settings = fresh_settings(tmp_path)
    settings.data.mkdir(parents=True)
    database = open_database(settings)
    migrate(database, settings)
    with connected(database):
        plant.found("Neuwerk", "neu", crowd=50)
        plant.topic(Site.get(), "safety", "Sicherheit")
    database.close_all()  # type: ignore[attr-defined]
    app = create_app(settings)
    yield Worker(app)
    app.extensions["database"].close_all()


@pytest.mark.parametrize(
    ("path", "said", "leads"),
    [
        ("topics", "There is no nugget here yet.", "wish"),
        ("new", "There is no nugget here yet.", "wish"),
        ("t/safety", "There is no nugget on this topic yet.", "wish/t/safety"),
        ("machines", "No machine has a label yet.", "topics"),
        ("coaches", "Nobody is named here yet.", ""),
    ],
)
def test_it_is_said_in_large_and_one_button_leads_on(
    newcomer: Worker, path: str, said: str, leads: str
) -> None:
    page = newcomer.get(f"/room/en/{path}")
    heads = ["".join(one.itertext()) for one in tree(page).iter(f"{HTML}h1")]
    assert heads == [said]
    mains = [one for one in tree(page).iter(f"{HTML}a") if "main" in str(one.get("class")).split()]
    assert [one.get("href") for one in mains] == [f"/room/en/{leads}"]


def test_a_film_that_does_not_load_names_only_what_stands_beside_it(worker: Worker) -> None:
    page = words(worker.post("/room/en/n/wear-glasses/play"))
    assert "The film does not load. The steps say the same." in page
    assert "Pictures" not in main(worker.get("/room/en/n/wear-glasses"))
