"""The question before the film: only where a nugget is measured, past it at one tap, and once."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from flask import Flask

from content import catalogue
from kiosk.counts import Counts, gate
from kiosk.db import connected
from tests import floor
from tests.measured import after_a_minute, cells, held, measuring, opened
from tests.page import Worker, words

AT: Final = f"/de/m/{floor.LATHE}/wear-glasses"
MACHINE: Final = f"/de/m/{floor.LATHE}"
SKIP: Final = "Überspringen: gleich zum Film"


@pytest.fixture
def measured(app: Flask) -> Iterator[Counts]:
    """The counts of a plant that agreed, and measures one nugget since this period began."""
    with measuring(app) as counts:
        yield counts


def grown(counts: Counts, since: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(now - then for now, then in zip(cells(counts), since, strict=True))


def test_where_nothing_is_measured_the_film_comes_first_as_ever(worker: Worker) -> None:
    for at in (AT, MACHINE, f"/{floor.LATHE}"):
        page = words(worker.get(at))
        assert "<video" in page
        assert SKIP not in page


def test_an_answer_is_nothing_where_nothing_is_measured(app: Flask, worker: Worker) -> None:
    counts: Counts = app.extensions["counts"]
    page = words(worker.post(f"{AT}/play", {"pick": "0"}))
    assert opened(counts.settings, held(page)).before is None


@pytest.mark.parametrize("at", [AT, MACHINE, f"/{floor.LATHE}"])
@pytest.mark.usefixtures("measured")
def test_the_question_comes_first_and_each_tap_leads_to_the_film(worker: Worker, at: str) -> None:
    page = words(worker.get(at))
    assert "<video" not in page
    assert page.index("nichts bewegt sich") < page.index('name="pick"'), "safety stands first"
    assert re.findall(r'name="pick" value="(\d)"', page) == ["0", "1"]
    assert SKIP in page
    assert page.count(f'action="{AT}/play"') == 2
    assert "ticket" not in page, "everybody may keep it"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"pick": "0"}, 0),
        ({"pick": "1"}, 1),
        ({}, None),
        ({"pick": "9"}, None),
        ({"pick": "x" * 999}, None),
    ],
)
def test_the_same_film_follows_whatever_was_answered_and_only_the_ticket_knows(
    measured: Counts, worker: Worker, form: dict[str, str], said: int | None
) -> None:
    page, skipped = (words(worker.post(f"{AT}/play", one)) for one in (form, {}))
    assert "autoplay" in page
    assert page.replace(held(page), "") == skipped.replace(held(skipped), "")
    right = floor.GERMAN.questions[0].options
    before = opened(measured.settings, held(page)).before
    assert before is (None if said is None else right[said].right)


def test_before_and_after_count_once_whatever_is_tapped_again(
    measured: Counts, worker: Worker
) -> None:
    since = cells(measured)
    options = floor.GERMAN.questions[0].options
    right = next(n for n, one in enumerate(options) if one.right)
    wrong = next(n for n, one in enumerate(options) if not one.right)
    page = words(worker.post(f"{AT}/play", {"pick": str(wrong)}))
    text = after_a_minute(measured.settings, held(page))
    said = {"ticket": text, "question": "0", "pick": str(right)}
    for form in (said, said, {**said, "pick": str(wrong)}):
        assert "<video" not in words(worker.post(f"{AT}/answer", form))
    assert grown(measured, since) == (0, 1, 0, 0)
    worker.post(f"{AT}/done", {"ticket": text})
    assert grown(measured, since) == (0, 1, 0, 0)


def test_only_the_first_answer_after_the_film_counts(measured: Counts, worker: Worker) -> None:
    """Too early, it counts nothing; what is tried again then has been told the answer."""
    since = cells(measured)
    options = floor.GERMAN.questions[0].options
    wrong = next(n for n, one in enumerate(options) if not one.right)
    text = held(words(worker.post(f"{AT}/play", {"pick": str(wrong)})))
    first = words(worker.post(f"{AT}/answer", {"ticket": text, "pick": str(wrong)}))
    assert '<input type="hidden" name="again" value="1">' in first
    later = {"ticket": after_a_minute(measured.settings, text), "again": "1"}
    asked = words(worker.post(f"{AT}/answer", later))
    assert '<input type="hidden" name="again" value="1">' in asked
    worker.post(f"{AT}/answer", {**later, "pick": "0"})
    assert grown(measured, since) == (0, 0, 0, 0)


@pytest.mark.usefixtures("measured")
def test_whoever_wants_to_see_the_film_again_is_not_asked_again(worker: Worker) -> None:
    options = floor.GERMAN.questions[0].options
    wrong = next(n for n, one in enumerate(options) if not one.right)
    for form in ({}, {"pick": str(wrong)}):
        page = words(worker.post(f"{AT}/answer", form))
        assert f'<a class="btn low" href="{AT}">' not in page
        assert f'action="{AT}/play"' in page


@pytest.mark.usefixtures("measured")
def test_what_a_phone_keeps_for_offline_asks_nothing_first(worker: Worker) -> None:
    saved = words(worker.get(f"{AT}/saved"))
    assert SKIP not in saved
    assert "<video" in saved


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize("lang", ["ar", "de", "en", "hr", "tr", "uk"])
def test_it_is_asked_in_every_language(worker: Worker, lang: str) -> None:
    page = words(worker.get(f"/{lang}/m/{floor.LATHE}/wear-glasses"))
    assert 'name="pick"' in page


def test_two_clients_get_the_same_bytes_before_and_after_somebody_took_part(
    measured: Counts, worker: Worker
) -> None:
    first = words(worker.get(AT))
    text = held(words(worker.post(f"{AT}/play", {"pick": "0"})))
    worker.post(f"{AT}/answer", {"ticket": after_a_minute(measured.settings, text), "pick": "0"})
    assert words(worker.get(AT)) == first


def test_taken_back_the_film_comes_first_again(
    app: Flask, measured: Counts, worker: Worker
) -> None:
    assert SKIP in words(worker.get(AT))
    with connected(app.extensions["database"]):
        gate.withdraw(catalogue.site().id)
    assert SKIP not in words(worker.get(AT))
    measured.lay_out()
