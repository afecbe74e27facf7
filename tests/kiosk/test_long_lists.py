"""A topic of very many nuggets, on phones and in the room: some on each page, and a quick day."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from flask import Flask

from content import catalogue, revision
from content.card import dumps, loads
from content.models import Hang, Nugget, Site, Topic, Version
from kiosk.db import connected
from tests.content.cast import counted
from tests.page import Worker, main, words

MANY = 119
PER_PAGE = {"": [50, 50, 20], "/room": [12] * 10}


@pytest.fixture
def many(app: Flask) -> Worker:
    """Somebody at a plant whose first topic has 120 nuggets, every tenth for the plant alone."""
    with connected(app.extensions["database"]), revision.change():
        fill(MANY)
    return Worker(app)


def fill(count: int) -> None:
    """Put copies of the one nugget that hangs on a topic beside it."""
    site, topic = Site.get(), Topic.get(Topic.slug == "safety")
    first = Version.select().join(Nugget).where(Nugget.slug == "wear-glasses").get()
    card = loads(first.card)
    for number in range(1, count + 1):
        reach = "anywhere" if number % 10 else "plant network"
        slug = f"one-more-{number}"
        nugget = Nugget.create(
            site=site, slug=slug, owner_role="Meister", level="first steps", reach=reach
        )
        version = replace(card, slug=slug, reach=reach)
        Version.create(
            nugget=nugget, number=1, state="published", published_on="2026-01-01",
            card=dumps(version),
        )  # fmt: skip
        Hang.create(site=site, nugget=nugget, topic=topic, position=number)


def walk(worker: Worker, at: str) -> Iterator[str]:
    """Go through all pages of a list, from the first on, by the link to the next."""
    while at:
        page = words(worker.get(at))
        yield page
        found = re.search(r'href="([^"]+)">(?:<svg.*?</svg>)?(?:Next page|Nächste Seite)', page)
        at = found[1] if found else ""


@pytest.mark.parametrize("start", ["", "/room"])
def test_every_nugget_stands_once_on_one_of_the_pages(many: Worker, start: str) -> None:
    inside = Worker(many.client.application, address="10.1.2.3")
    pages = list(walk(inside, f"{start}/en/t/safety"))
    on_each = [re.findall(rf'href="{start}/en/n/([^"/]+)"', page) for page in pages]
    assert [len(one) for one in on_each] == PER_PAGE[start]
    assert len({slug for one in on_each for slug in one}) == 120


def test_a_room_outside_the_plants_network_has_no_gaps_on_its_pages(many: Worker) -> None:
    pages = list(walk(many, "/room/en/t/safety"))
    on_each = [len(re.findall('href="/room/en/n/', page)) for page in pages]
    assert on_each == [12] * 9 + [1]
    assert 'href="/room/en/n/one-more-10"' not in "".join(pages)


@pytest.mark.parametrize("number", [0, 11, 10**30])
@pytest.mark.parametrize("start", ["", "/room"])
def test_a_page_that_is_not_there_is_said_so(many: Worker, start: str, number: int) -> None:
    many.get(f"{start}/en/t/safety/part/{number}", 404)


def test_a_short_list_has_no_pages_to_turn(worker: Worker) -> None:
    for start in ("", "/room"):
        assert "Nächste Seite" not in main(worker.get(f"{start}/de/t/safety"))


def test_the_day_is_worked_out_once_for_every_language_and_the_room(
    many: Worker, app: Flask
) -> None:
    many.get("/de/today")
    with counted(app.extensions["database"]) as statements:
        for path in ("/en/today", "/ar/today", "/de/today.atom", "/room/en/", "/room/"):
            many.get(path)
    assert not [one for one in statements if "MIN(" in one and "published_on" in one]


def test_who_is_new_here_waits_for_no_long_list(many: Worker, app: Flask) -> None:
    with app.app_context(), connected(app.extensions["database"]):
        site = catalogue.site()
        with counted(app.extensions["database"]) as statements:
            assert len(list(islice(catalogue.first_steps(site.id), 6))) == 6
        assert len(statements) == 2
        assert len(list(catalogue.first_steps(site.id))) == MANY + 1
