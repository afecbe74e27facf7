"""What passes by on the first screen while nobody is there, seen in a real browser."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from content import nuggets
from content.models import Nugget
from kiosk.db import connected
from tests.kiosk.room.test_room_script import Served, screen, served
from tests.page import Worker, words

__all__ = ["Served", "screen", "served"]

PLAYS = """() => { const film = document.querySelector(".window video");
    return film && film.muted && film.currentTime > 0 && film.textTracks[0].mode === "showing"; }"""
A_WHILE = 21_000  # milliseconds


@pytest.mark.browser
def test_small_films_play_until_the_first_touch_and_nothing_is_sent(screen: Page) -> None:
    sent: list[str] = []
    screen.on("request", lambda one: sent.append(one.url) if one.method != "GET" else None)
    film = screen.locator(".window video")
    screen.clock.fast_forward(A_WHILE)
    screen.wait_for_function(PLAYS)
    screen.mouse.click(4, 4)
    expect(film).to_have_count(0)
    screen.clock.fast_forward(A_WHILE)
    screen.wait_for_function(PLAYS)
    screen.get_by_role("link", name="English").click()
    expect(screen.locator("h1")).to_have_text("What would you like to be able to do?")
    screen.clock.fast_forward(A_WHILE)
    expect(film).to_have_count(0)
    screen.emulate_media(reduced_motion="reduce")
    screen.goto("/room/")
    screen.clock.fast_forward(A_WHILE)
    expect(screen.locator(".window .on")).to_have_count(1)
    expect(film).to_have_count(0)
    assert sent == []


def test_it_names_the_small_film_and_its_captions(worker: Worker) -> None:
    page = words(worker.get("/room/"))
    assert re.search(r'data-film="/media/\w+\.mp4" data-captions="/media/\w+\.vtt"', page)


def test_what_only_the_plants_network_shows_does_not_pass_by_elsewhere(
    worker: Worker, app: Flask
) -> None:
    with connected(app.extensions["database"]):
        for nugget in Nugget.select():
            nuggets.describe(nugget, reach="plant network")
    assert "data-film" not in words(worker.get("/room/"))
