"""Who can be asked: every way that was given, in the reader's language first, and nobody else."""

import pytest
from flask import Flask

from content import plant, upkeep
from content.models import Area, Coach, Site
from kiosk.db import connected
from tests import floor
from tests.page import Worker, main, words

AT_LATHE = f"/de/coaches/{floor.LATHE}"
AGREED = "2026-11-01"


def test_the_machines_card_leads_to_all_ways_to_ask(app: Flask, worker: Worker) -> None:
    assert f'href="{AT_LATHE}"' in words(worker.get(f"/de/m/{floor.LATHE}"))
    with connected(app.extensions["database"]):
        plant.coach(
            Site.get(), "Halil Öz", area=Area.get(Area.name == "Linie 2"), where="Insel 4",
            when="Spätschicht", phone="+49 (0)911 98", mail="halil@werk.example",
            chat="https://chat.example/halil", meeting="https://meet.example/book?with=halil",
            languages=("tr", "de"), agreed_on=AGREED,
        )  # fmt: skip
    page = app.test_client().get(AT_LATHE).text  # the one page with links to elsewhere
    for said in ("Halil Öz", "Insel 4", "Spätschicht", "Linie 2", '<bdi lang="tr">Türkçe</bdi>',
                 'href="tel:+4991198"', 'href="mailto:halil@werk.example"',
                 'href="https://chat.example/halil" rel="noopener noreferrer"',
                 "https://meet.example/book?with=halil", "meet.example</bdi>"):  # fmt: skip
        assert said in page
    assert page.index("Halil") < page.index("Aylin")


def test_done_leads_there_too(worker: Worker) -> None:
    done = worker.post(f"/de/m/{floor.LATHE}/wear-glasses/done")
    assert f'href="{AT_LATHE}"' in words(done)


def test_who_speaks_the_readers_language_comes_first(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        for name, spoken in (("Olena", ("uk",)), ("Yusuf", ("ar",))):
            plant.coach(Site.get(), name, languages=spoken, agreed_on=AGREED)
    page = words(worker.get(AT_LATHE.replace("/de/", "/ar/")))
    assert page.index("Yusuf") < page.index("Aylin")
    assert '<bdi lang="ar" class="yours">العربية</bdi>' in page


def test_a_card_nobody_agreed_to_is_on_no_page(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        plant.coach(Site.get(), "Achim Still", phone="4799")
    for path in ("/de/coaches", AT_LATHE, f"/de/m/{floor.LATHE}", "/de/find?q=zzzz"):
        assert "Achim" not in words(worker.get(path))


def test_whoever_takes_it_back_is_gone_at_the_next_look(app: Flask, worker: Worker) -> None:
    assert "Aylin" in main(worker.get("/de/coaches"))
    with connected(app.extensions["database"]):
        upkeep.remove_coach(Coach.get())
    gone = worker.get("/de/coaches")
    assert "Aylin" not in words(gone)
    assert gone.headers["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("path", ["/de/coaches", AT_LATHE, "AREA"])
def test_a_plant_without_coaches_says_whom_to_ask_instead(
    app: Flask, worker: Worker, path: str
) -> None:
    with connected(app.extensions["database"]):
        Coach.delete().execute()
        path = path.replace("AREA", f"/de/a/{Area.get(Area.name == 'Linie 2').id}/coaches")
    page = main(worker.get(path))
    assert "Hier ist noch niemand genannt." in page
    assert "Schichtleitung" in page


def test_a_hostile_link_in_the_table_is_not_a_link_on_the_page(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        Coach.update(
            name='<img src=x onerror="alert(1)">', chat="javascript:alert(1)", meeting="data:x",
            mail="a@b.de?bcc=all", phone="javascript:1", where="\u202e<script>",
        ).execute()  # fmt: skip
    page = words(worker.get(AT_LATHE)) + words(worker.get(f"/de/m/{floor.LATHE}"))
    for harm in (
        'href="javascript',
        'href="data:x',
        "mailto:",
        "tel:",
        "<img src=x",
        "<script>\u202e",
    ):
        assert harm not in page
    assert "Frag persönlich." in page


def test_a_name_of_another_script_keeps_its_direction(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        Coach.update(name="محمد " + "ع" * 110).execute()
    assert "<h2><bdi>محمد ععع" in words(worker.get(AT_LATHE))
    assert "<bdi>محمد</bdi>" in words(worker.get(f"/de/m/{floor.LATHE}"))


@pytest.mark.parametrize(
    ("path", "status"),
    [("/de/coaches/ZZZ", 404), (f"/de/coaches/{floor.UNKNOWN}", 404), ("/de/a/zzzz/coaches", 404),
     ("/xx/coaches", 404), (f"/de/coaches/{floor.LOST}", 200)],
)  # fmt: skip
def test_an_unknown_code_or_area_is_answered_kindly(worker: Worker, path: str, status: int) -> None:
    assert main(worker.get(path, status=status))
