"""The ways through the learning room, by links and forms alone."""

import re
from urllib.parse import quote

import pytest
from flask import Flask

from content import plant
from content.models import Area, Kind, Machine
from kiosk import language
from kiosk.db import connected
from kiosk.room.floor import EACH, drawing_of
from tests import floor
from tests.page import HTML, Worker, main, tree, words

PAGES = (
    "/room/", "/room/de/", "/room/de/new", "/room/de/topics", "/room/de/t/safety",
    "/room/de/machines", "/room/de/find", "/room/de/pad/K7Q", "/room/de/find?q=brille",
    f"/room/de/m/{floor.LATHE}", f"/room/de/m/{floor.LATHE}/wear-glasses",
    "/room/de/n/clear-chips", f"/room/de/m/{floor.SAW}", f"/room/de/m/{floor.LOST}",
    "/room/de/scanner", "/room/de/languages/topics", "/room/ru/letters?q=st",
)  # fmt: skip


def hrefs(worker: Worker, path: str) -> list[str]:
    return [link.get("href") or "" for link in tree(worker.get(path)).iter(f"{HTML}a")]


def test_every_page_of_the_room_is_whole_and_kept_by_nobody(worker: Worker) -> None:
    for path in PAGES:
        assert worker.get(path).headers["Cache-Control"] == "no-store"


def test_no_page_leads_out_of_the_room(worker: Worker) -> None:
    for path in PAGES:
        assert all(href.startswith("/room/") for href in hrefs(worker, path)), path


def test_every_page_but_the_first_can_be_left_for_good(worker: Worker) -> None:
    for path in PAGES[1:]:
        assert "/room/done" in hrefs(worker, path), path
        assert 'content="300; url=/room/done"' in words(worker.get(path)), path


def test_the_first_screen_offers_every_language_by_its_own_name(worker: Worker) -> None:
    page = worker.get("/room/")
    for one in language.LANGUAGES.values():
        assert one.name in main(page)
        assert f'href="/room/{one.code}/"' in words(page)
    assert 'http-equiv="refresh"' not in words(page)


def test_another_language_is_chosen_on_the_page_one_is_on(worker: Worker) -> None:
    at = f"m/{floor.LATHE}/wear-glasses"
    assert f"/room/de/languages/{at}" in hrefs(worker, f"/room/de/{at}")
    assert f"/room/en/{at}" in hrefs(worker, f"/room/de/languages/{at}")


def test_an_address_in_a_language_without_pages_lets_one_choose(worker: Worker) -> None:
    page = worker.get("/room/xx/topics", status=404)
    assert "below" not in main(page)
    assert f"/room/{language.FIRST}/" in words(page)
    for one in language.LANGUAGES.values():
        assert f'href="/room/{one.code}/"' in words(page)


def test_an_address_with_nothing_behind_it_is_answered_in_its_language(worker: Worker) -> None:
    assert '<html lang="tr"' in words(worker.get("/room/tr/nothing/at/all", status=404))


def test_an_endless_search_leaves_the_heading_short(worker: Worker) -> None:
    page = tree(worker.get("/room/de/find?q=brille" + "%20tragen" * 40))
    heads = ["".join(one.itertext()) for one in page.iter(f"{HTML}h1")]
    assert len(heads[0]) < 80


def test_newcomers_see_the_first_steps_and_how_long_they_take(worker: Worker) -> None:
    assert "/room/en/new" in hrefs(worker, "/room/en/")
    assert "2 minutes in all" in main(worker.get("/room/en/"))
    assert "Wear glasses" in main(worker.get("/room/en/new"))


def test_the_floor_leads_from_the_hall_to_the_machine(worker: Worker) -> None:
    halls = [one for one in hrefs(worker, "/room/de/machines") if "/machines/" in one]
    assert f"/room/de/m/{floor.LATHE}" in hrefs(worker, halls[0])
    worker.get("/room/de/machines/nothing", status=404)


def test_a_full_hall_is_shown_page_by_page(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        area, kind = Area.get(Area.name == "Linie 2"), Kind.get()
        stands = [plant.NewMachine(area, f"Nr. {n:03}", kind) for n in range(3 * EACH)]
        for number, machine in enumerate(plant.machines(stands)):
            plant.label(machine, f"9{number:04}X", "attached")
    first = hrefs(worker, "/room/de/machines")
    after = next(one for one in first if one.endswith("/2"))
    shown = [one for one in first if "/m/" in one]
    assert len(shown) == EACH
    assert not set(shown) & set(hrefs(worker, after))


def test_a_machine_with_one_nugget_opens_it_at_once(worker: Worker) -> None:
    answer = worker.get(f"/room/de/m/{floor.PRESS}", status=302)
    assert answer.headers["Location"] == f"/room/de/m/{floor.PRESS}/clear-chips"


def test_a_replaced_label_leads_to_its_machine(worker: Worker) -> None:
    answer = worker.get(f"/room/de/m/{floor.REPLACED}", status=302)
    assert answer.headers["Location"] == f"/room/de/m/{floor.LATHE}"


def test_a_nugget_of_the_plants_network_stays_there(worker: Worker, insider: Worker) -> None:
    at = f"/room/de/m/{floor.LATHE}"
    assert f"{at}/new-tool" in hrefs(insider, at)
    assert f"{at}/new-tool" not in hrefs(worker, at)
    worker.get(f"{at}/new-tool", status=403)


def test_the_pad_is_made_of_links_each_of_which_adds_a_sign(worker: Worker) -> None:
    keys = hrefs(worker, "/room/de/pad/D4H")
    assert "/room/de/pad/D4H7" in keys
    assert "/room/de/pad/D4" in keys
    assert len([one for one in keys if re.fullmatch(r"/room/de/pad/D4H.", one)]) == 32
    assert f"/room/de/m/{floor.LATHE}" in hrefs(worker, f"/room/de/pad/{floor.LATHE}")


def test_a_pad_beaten_with_a_fist_shows_six_signs_at_most(worker: Worker) -> None:
    for typed in ("A" * 500, "%00%ff", "💥💥", "<b>", "äöü"):
        plate = tree(worker.get(f"/room/de/pad/{typed}")).find(f".//{HTML}p[@role='status']")
        assert plate is not None
        assert len("".join(plate.itertext()).replace("–", "")) <= 6


def test_a_word_finds_and_a_code_opens(worker: Worker) -> None:
    assert "/room/de/n/wear-glasses" in hrefs(worker, "/room/de/find?q=schutzbrille")
    answer = worker.get("/room/de/find?q=d4h-7kw", status=302)
    assert answer.headers["Location"] == f"/room/de/m/{floor.LATHE}"


@pytest.mark.parametrize("typed", ["D4H7KX", "d4h-7kx", "4DH7KW"])
def test_one_slip_in_a_code_offers_the_machine_to_compare(worker: Worker, typed: str) -> None:
    there = worker.get(f"/room/de/find?q={quote(typed)}", status=302).headers["Location"]
    page = worker.get(there, status=404)
    assert "Meinst du diese Maschine?" in main(page)
    assert f'<a class="tile" href="/room/de/m/{floor.LATHE}">' in words(page)
    assert "/room/de/m/" not in words(worker.get("/room/de/m/ZZZZ95", status=404))


def test_what_goes_wrong_is_said_in_the_room(worker: Worker) -> None:
    for path in ("/room/de/m/D4H7KX", "/room/de/n/nothing", "/room/de/x/y/z"):
        page = words(worker.get(path, status=404))
        assert "/room/done" in page
        assert "/room/de/" in page


def test_an_unknown_language_is_answered_in_the_plants(worker: Worker) -> None:
    assert tree(worker.get("/room/xx/topics", status=404)).get("lang") == "de"


def test_to_be_done_wipes_and_begins_anew(worker: Worker) -> None:
    answer = worker.get("/room/done", status=302)
    assert answer.headers["Location"] == "/room/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_machine_is_drawn_by_the_name_of_its_kind() -> None:
    named = ("Drehmaschine DZ 400", "CNC mill", "Exzenterpresse", "Cobot", "Kamera-Prüfplatz")
    assert [drawing_of(one) for one in named] == ["lathe", "mill", "press", "robot", "gauge"]
    assert drawing_of("Ladestation") == "board"


def test_a_machine_with_a_photo_shows_it(app: Flask, worker: Worker) -> None:
    from content import upkeep
    from content.models import Medium, Site

    with connected(app.extensions["database"]):
        lathe = Machine.get(Machine.name == "Drehmaschine DZ 400")
        photo = Medium.create(sha="ab" * 32, site=Site.get(), kind="picture", ext="webp", size=1)
        upkeep.photograph(lathe, photo)
    assert f"/media/{'ab' * 32}.webp" in words(worker.get("/room/de/machines"))
