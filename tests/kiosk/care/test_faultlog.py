"""The fault log: places in the code, nothing of whoever was there, and an end of its own."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from kiosk.care import faultlog
from kiosk.care.faultlog import HOUR, Moment, TooLong, now
from kiosk.settings import Settings, load
from tests.house import House

PLANTED = ("canary-agent", "canary.example", "203.0.113.77", "canary-cookie", "canary-word")
MARKED = {
    "User-Agent": PLANTED[0], "Referer": f"http://{PLANTED[1]}/", "X-Forwarded-For": PLANTED[2],
    "Cookie": f"a={PLANTED[3]}",
}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = load(tmp_path / "plant", environ={})
    found.data.mkdir()
    return found


def failure(said: str = "canary-word") -> Exception:
    """Return a failure whose message holds what somebody typed, with a cause of its own."""
    found = KeyError(said)
    try:
        try:
            int(said)
        except ValueError as error:
            raise found from error
    except KeyError:
        pass
    return found


def files(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.data.iterdir())


def test_while_it_is_off_nothing_is_written(settings: Settings) -> None:
    faultlog.write(settings, "12345678", failure())
    assert faultlog.standing(settings) is None
    assert files(settings) == []


def test_an_entry_says_type_and_place_and_no_value(settings: Settings) -> None:
    faultlog.switch_on(settings, 4)
    faultlog.write(settings, "12345678", failure())
    said = faultlog.read(settings)
    assert said.startswith("incident 12345678: KeyError\n    tests/kiosk/care/test_faultlog.py:")
    assert "  caused by ValueError\n" in said
    assert "canary-word" not in said


def test_the_same_failure_is_one_entry_and_tells_no_time(settings: Settings) -> None:
    faultlog.switch_on(settings, 4)
    for said in ("one", "two", "three"):
        faultlog.write(settings, "12345678", failure(said))
    assert faultlog.read(settings).count("incident") == 1
    assert (settings.data / faultlog.FILE).stat().st_mtime % 86_400 == 0


@pytest.mark.parametrize("hours", [0, 25, 10_000])
def test_it_runs_for_a_day_at_most(settings: Settings, hours: int) -> None:
    with pytest.raises(TooLong):
        faultlog.switch_on(settings, hours)
    assert files(settings) == []


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(lambda one: replace(one, seconds=one.seconds + 4 * HOUR), id="hours passed"),
        pytest.param(lambda one: replace(one, wall=one.wall + timedelta(hours=4)), id="set on"),
        pytest.param(lambda one: replace(one, boot="another"), id="the machine started anew"),
        pytest.param(lambda one: replace(one, seconds=one.seconds - HOUR), id="began anew"),
    ],
)
def test_it_ends_by_itself_and_takes_its_file_with_it(
    settings: Settings, later: Callable[[Moment], Moment]
) -> None:
    begun = now()
    faultlog.switch_on(settings, 4, begun)
    faultlog.write(settings, "12345678", failure())
    assert faultlog.standing(settings, later(begun)) is None
    assert files(settings) == []


def test_a_clock_set_back_makes_it_no_longer(settings: Settings) -> None:
    begun = now()
    faultlog.switch_on(settings, 4, begun)
    yesterday = begun.wall - timedelta(days=1)
    almost = replace(begun, wall=yesterday, seconds=begun.seconds + 4 * HOUR - 1)
    assert faultlog.standing(settings, almost) is not None
    over = replace(almost, seconds=begun.seconds + 4 * HOUR)
    assert faultlog.standing(settings, over) is None


@pytest.mark.parametrize("said", ["", "{", "[]", '{"boot": 1}', '{"until": "soon"}'])
def test_in_doubt_it_is_over(settings: Settings, said: str) -> None:
    (settings.data / faultlog.STATE).write_text(said)
    assert faultlog.standing(settings) is None
    assert files(settings) == []


def test_nobody_lengthens_it_by_writing_its_state(settings: Settings) -> None:
    faultlog.switch_on(settings, 4)
    state = json.loads((settings.data / faultlog.STATE).read_text())
    longer = state | {
        "ends": state["ends"] + 900 * HOUR,
        "hours": 900,
        "until": "2099-01-01T00:00Z",
    }
    (settings.data / faultlog.STATE).write_text(json.dumps(longer))
    assert faultlog.standing(settings) is None


def test_a_file_left_behind_is_swept(settings: Settings) -> None:
    (settings.data / faultlog.FILE).write_text("incident")
    faultlog.sweep(settings)
    assert files(settings) == []


def test_a_page_that_breaks_is_written_down_without_whoever_met_it(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]

    @app.get("/<lang>/breaks/<slug>")
    def breaks(lang: str, slug: str) -> str:
        raise KeyError(lang, slug)

    faultlog.switch_on(settings, 1)
    answer = app.test_client().get(f"/de/breaks/{PLANTED[4]}?q={PLANTED[4]}", headers=MARKED)
    said = faultlog.read(settings)
    assert answer.status_code == 500
    assert said.splitlines()[0].partition(": ")[0].removeprefix("incident ") in answer.text
    assert "test_faultlog.py" in said
    everything = [path.read_bytes() for path in settings.data.rglob("*") if path.is_file()]
    assert [word for word in PLANTED if any(word.encode() in one for one in everything)] == []


def test_the_command_switches_it_on_and_off_and_notes_the_deed(house: House) -> None:
    said = house.run("faultlog", "on", "--hours", "2").out
    assert "is on until" in said
    settings = load(house.data, environ={})
    assert faultlog.standing(settings) is not None
    assert house.run("faultlog", "show").out == "Nothing broke so far.\n"
    assert house.run("faultlog", "on", "--hours", "25").code == 2
    assert house.run("faultlog", "off").code == 0
    assert "off" in house.run("faultlog", "show").err
    assert files(settings).count(faultlog.STATE) == 0
