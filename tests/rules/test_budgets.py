"""What a worker's first page may weigh and ask for, held by numbers that no busy machine moves."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from playwright.sync_api import Browser

from content import library
from content.media.boxes import outline
from content.media.recipes import LITE
from content.media.transcode import transcode
from kiosk.app import create_app
from kiosk.language import LANGUAGES
from tests.bench import house
from tests.bench.browser import Visit, phone, visit
from tests.bench.first_visit import ALL, FIRST, REQUESTS, UNTIL
from tests.bench.phone import HOST
from tests.bench.plant import CODE, LONG, Plant, laid_out

STATEMENTS = 3
KILO = 1000
PACKED = {"gzip": FIRST, "br": 5.2}
"""Kilobytes of a first page over plain HTTP, and as browsers take it over HTTPS."""
HEAD = len("HTTP/1.1 200 OK\r\n\r\n")


@pytest.fixture(scope="module")
def plant() -> Iterator[Plant]:
    """A plant with a starter's words and pictures and a short film."""
    with laid_out(8, ("poster", "thumb", "lite")) as laid:
        yield laid


@pytest.fixture(scope="module")
def first(plant: Plant, browser: Browser) -> Iterator[Visit]:
    """A first scan by a phone's browser, until its film plays and nothing more comes."""
    with (
        house.kiosk(plant.settings.data, f"/{CODE}") as server,
        phone(browser) as one,
    ):
        yield visit(one, f"{server.address}/{CODE}", slow=False)


@pytest.fixture(scope="module")
def app(plant: Plant) -> Any:
    """The application of that plant, in this process."""
    return create_app(plant.settings)


@pytest.mark.parametrize("how", PACKED)
@pytest.mark.parametrize("path", ["/{code}", "/{lang}/m/{code}", "/{lang}/"])
def test_a_first_page_is_at_most_six_kilobytes_with_its_head_in_every_language(
    app: Any, path: str, how: str
) -> None:
    for lang in LANGUAGES:
        first, again = (sent(app, path.format(code=CODE, lang=lang), how) for _ in range(2))
        assert first <= FIRST * KILO, lang
        assert again <= PACKED[how] * KILO, lang


@pytest.mark.parametrize(("how", "most"), [("gzip", 8.5), ("br", 7.4)])
def test_a_nugget_with_its_steps_weighs_little_more_in_any_language(
    app: Any, how: str, most: float
) -> None:
    for lang in LANGUAGES:
        assert [sent(app, f"/{lang}/n/{LONG}", how) for _ in range(2)][1] <= most * KILO, lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_comes_in_the_language_of_its_address(app: Any, lang: str) -> None:
    answer = app.test_client().get(f"/{lang}/m/{CODE}")
    assert f'lang="{lang}" dir=' in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", [f"/{CODE}", f"/de/n/{LONG}", f"/de/m/{CODE}/{LONG}", "/de/"])
def test_a_page_costs_at_most_three_statements(app: Any, path: str) -> None:
    app.test_client().get("/de/find?q=x")  # a connection's first use sets it up
    app.extensions["kept"] = type(app.extensions["kept"])()
    assert len(statements(app, path)) <= STATEMENTS


def test_a_kept_page_costs_one_statement(app: Any) -> None:
    app.test_client().get(f"/{CODE}")
    assert len(statements(app, f"/{CODE}")) == 1


@pytest.mark.browser
def test_a_scan_needs_few_requests_until_the_film_plays(first: Visit) -> None:
    assert len(first.until_playing()) <= REQUESTS


@pytest.mark.browser
def test_a_scan_needs_few_kilobytes_until_the_film_plays(first: Visit) -> None:
    assert sum(one.size for one in first.until_playing() if one.kind != "media") <= UNTIL * KILO


@pytest.mark.browser
def test_a_scan_needs_few_kilobytes_in_all_beside_the_film(first: Visit) -> None:
    assert 0 < first.kilobytes() <= ALL


@pytest.mark.browser
def test_fonts_and_htmx_come_after_the_film_plays(first: Visit) -> None:
    before = {one.url for one in first.until_playing()}
    late = {one.url for one in first.fetches if one.kind == "font" or "htmx" in one.url}
    assert late
    assert not late & before


@pytest.mark.browser
def test_nothing_moves_while_the_page_comes_and_the_film_begins(first: Visit) -> None:
    assert (first.shift, first.moved) == (0, ())


@pytest.mark.browser
def test_nothing_comes_from_elsewhere(first: Visit) -> None:
    assert {one.url.split("/")[2].split(":")[0] for one in first.fetches} == {HOST}


def test_a_starters_lite_film_is_small_and_begins_with_its_index(tmp_path: Path) -> None:
    source = tmp_path / "short.mp4"
    order = [get_ffmpeg_exe(), "-v", "error", "-i", str(library.starter()[0] / "video.mp4")]
    subprocess.run([*order, "-t", "10", "-c", "copy", str(source)], check=True)
    made = transcode(source, LITE, tmp_path)
    assert outline(made.path).moov_first
    assert made.kilobits <= (LITE.ceiling or 0) <= 130


def sent(app: Any, path: str, how: str) -> int:
    """Ask for a page and return the bytes of the answer, its head among them."""
    answer = app.test_client().get(path, headers={"Accept-Encoding": how})
    assert answer.headers["Content-Encoding"] == how
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers) + HEAD
    return head + len(answer.data)


def statements(app: Any, path: str) -> list[str]:
    """Ask for a page and return the statements it took."""
    seen: list[str] = []
    hooks = app.extensions["database"].query_hooks

    def note(event: Any) -> None:
        seen.append(event.sql)

    hooks.append(note)
    try:
        assert app.test_client().get(path).status_code == 200
    finally:
        hooks.remove(note)
    return seen
