"""Something is not right: by kind and step, from nobody, and "unsafe" with the stop rule first."""

from datetime import timedelta

import pytest
from flask import Flask

from content import nuggets, release, remarks
from content.models import Nugget, Remark, Site
from content.storage import Folder
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor
from tests.page import Worker, main, words

AT = f"/en/m/{floor.LATHE}/wear-glasses/remark"


def rows(worker: Worker) -> list[Remark]:
    with connected(worker.client.application.extensions["database"]):
        return list(Remark.select())


def test_the_end_of_a_nugget_leads_to_its_remarks(worker: Worker) -> None:
    done = words(worker.post(f"/en/m/{floor.LATHE}/wear-glasses/done"))
    assert f'href="{AT}"' in done
    assert f'href="/en/wish/m/{floor.LATHE}"' in done
    page = words(worker.get(AT))
    for kind in ("unclear", "wrong", "machine-changed", "unsafe"):
        assert f'href="{AT}/{kind}"' in page


def test_who_reads_it_and_what_is_sent_stands_before_the_tap(worker: Worker) -> None:
    page = main(worker.get(f"{AT}/unclear"))
    told = "Trainers, safety and the works council see it from tomorrow morning on."
    assert page.index(told) < page.index("Check the glasses.")
    assert "somebody may guess who sent it" in page
    assert "Drehmaschine" not in page
    assert "Drehmaschine DZ 400" in main(worker.get(f"{AT}/machine-changed"))


def test_a_tap_on_a_step_is_kept_by_its_day_and_nothing_else(worker: Worker) -> None:
    sent = worker.post(f"{AT}/unclear", {"pick": "1-2"})
    assert "Sent. Thank you." in main(sent)
    assert sent.headers["Cache-Control"] == "no-store"
    (row,) = rows(worker)
    assert (row.kind, row.step, row.machine_id) == ("unclear", 2, None)


def test_a_double_tap_answers_the_same_and_is_one_row(worker: Worker) -> None:
    once = words(worker.post(f"{AT}/wrong", {"pick": "1-0"}))
    assert words(worker.post(f"{AT}/wrong", {"pick": "1-0"})) == once
    assert len(rows(worker)) == 1


def test_unsafe_says_first_what_to_do_and_whom_to_call(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        Site.update(emergency_number="0 4711 112").execute()
    page = worker.get(f"{AT}/unsafe")
    said = main(page)
    assert 'href="tel:04711112"' in words(page)
    order = ["Stop. Do not go on.", "emergency stop", "0 4711 112", "no emergency call",
             "see it at once", "Send: it is unsafe"]  # fmt: skip
    assert sorted(order, key=said.index) == order
    assert 'href="tel:04711112"' in words(worker.post(f"{AT}/unsafe", {"pick": "1-0"}))
    assert rows(worker)[0].machine_id


def test_a_plant_without_an_emergency_number_names_that_of_europe(
    app: Flask, worker: Worker
) -> None:
    with connected(app.extensions["database"]):
        Site.update(emergency_number="").execute()
    page = worker.get(f"{AT}/unsafe")
    assert 'href="tel:112"' in words(page)
    assert "This plant has not entered a number of its own." in main(page)


@pytest.mark.parametrize("pick", ["", "1-3", "1--1", "1-x", "2", "x-1", "1-1-1", "²-1"])
def test_a_step_that_is_not_there_is_asked_for_again(worker: Worker, pick: str) -> None:
    page = main(worker.post(f"{AT}/unclear", {"pick": pick}, status=422))
    assert "Tap one of the answers." in page
    assert "Check the glasses." in page
    assert rows(worker) == []


def test_a_form_of_an_older_version_is_not_filed_under_a_step_of_the_new_one(
    worker: Worker,
) -> None:
    page = main(worker.post(f"{AT}/unclear", {"pick": "7-1"}, status=409))
    assert "This nugget was changed in the meantime." in page
    assert rows(worker) == []


@pytest.mark.parametrize("path", [f"{AT}/nonsense", "/en/n/nothing/remark"])
def test_what_is_not_there_is_said_to_be_not_there(worker: Worker, path: str) -> None:
    assert "There is nothing at this address." in main(worker.get(path, status=404))
    worker.post(f"{AT}/nonsense", {"pick": "1-1"}, status=404)
    assert rows(worker) == []


def test_a_code_that_is_none_is_not_taken_for_a_machine(worker: Worker) -> None:
    worker.get(f"/en/m/{floor.UNKNOWN}/wear-glasses/remark", status=404)
    worker.post("/en/m/D4H7KX/wear-glasses/remark/wrong", {"pick": "1-1"}, status=404)
    assert rows(worker) == []


def test_on_a_withdrawn_nugget_nothing_more_can_be_said(
    app: Flask, worker: Worker, plant: Settings
) -> None:
    with connected(app.extensions["database"]):
        nugget = Nugget.get(Nugget.slug == "wear-glasses")
        nuggets.withdraw(nugget, Folder(plant.media), floor.DAY, why="Falsch.")
    answer = worker.post(f"{AT}/unsafe", {"pick": "1-0"}, status=410)
    assert "This nugget is no longer shown." in main(answer)
    assert rows(worker) == []


def test_what_is_shown_inside_the_plant_only_is_spoken_of_there_only(
    worker: Worker, insider: Worker
) -> None:
    at = "/de/n/new-tool/remark"
    worker.get(at, status=403)
    worker.post(f"{at}/wrong", {"pick": "1-0"}, status=403)
    insider.post(f"{at}/wrong", {"pick": "1-0"})


def test_without_a_machine_nobody_is_asked_whether_it_changed(worker: Worker) -> None:
    page = words(worker.get("/en/n/wear-glasses/remark"))
    assert "/remark/unclear" in page
    assert "/remark/machine-changed" not in page


def test_a_nugget_of_another_machine_is_spoken_of_without_one(worker: Worker) -> None:
    moved = worker.get(f"/en/m/{floor.PRESS}/wear-glasses/remark", status=302)
    assert moved.headers["Location"] == "/en/n/wear-glasses/remark"


def test_the_answer_is_public_with_the_day_of_the_answer(app: Flask, worker: Worker) -> None:
    worker.post(f"{AT}/unclear", {"pick": "1-2"})
    assert "What came of it" not in main(worker.get(AT))
    with connected(app.extensions["database"]):
        site = Site.get()
        tomorrow = release.today(site) + timedelta(1)
        row = remarks.find(site, Remark.get().id, tomorrow)
        remarks.answer(row, "changed", "Jetzt mit Bild.", floor.DAY)
    page = main(worker.get(AT))
    assert "It is unclear, step 2 Changed on November 22, 2026. Jetzt mit Bild." in page


def test_a_script_gets_the_part_that_changed(worker: Worker) -> None:
    part = worker.post(f"{AT}/unclear", {"pick": "1-2"}, HX_Request="true")
    assert "<html" not in words(part)
    assert "Sent. Thank you." in words(part)
    assert "HX-Request" in part.headers["Vary"]


def test_a_robot_cannot_make_more_rows_than_there_are_things_to_say(worker: Worker) -> None:
    for _ in range(3):
        for kind in ("unclear", "wrong", "machine-changed", "unsafe"):
            for step in range(3):
                worker.post(f"{AT}/{kind}", {"pick": f"1-{step}"})
    assert len(rows(worker)) == 3 * 3 + 1
