"""The figures for the plant's monitoring: on an address of their own, and nothing of people."""

import re
import urllib.request
from datetime import date, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest
from flask import Flask

from kiosk.care import faultlog, metrics
from kiosk.db import open_database
from kiosk.settings import Settings, SettingsError, load
from kiosk.web.incidents import CLASSES, FaultDays
from tests.house import House, answers, free_port, said_to, until

DAY = date(2026, 11, 22)
LINE = re.compile(r'(kiosk_[a-z_]+)(?:\{([a-z]+)="([^"]+)"\})? (\d+)')


def text(app: Flask) -> str:
    return metrics.text(
        app.extensions["settings"], app.extensions["database"], app.extensions["fault_days"]
    )


def figures(said: str) -> dict[str, int]:
    """Return each figure by its name and label, as Prometheus reads the lines."""
    found = [LINE.fullmatch(line) for line in said.splitlines() if not line.startswith("#")]
    assert None not in found, said
    return {f"{one[1]} {one[3] or ''}".strip(): int(one[4]) for one in found if one}


def test_they_are_answered_on_their_own_address_alone(house: House) -> None:
    pages, own = free_port(), free_port()
    (house.data / "kiosk.toml").write_text(f'metrics = "127.0.0.1:{own}"\n')
    house.start("serve", "--only", "web", "--port", str(pages))
    until(lambda: answers(pages), f"the pages answer; said: {house.said}")

    def asked() -> dict[str, int]:
        with urllib.request.urlopen(f"http://127.0.0.1:{own}/metrics", timeout=20) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            return figures(answer.read().decode())

    assert asked()["kiosk_database_up"] == 1
    until(lambda: asked()["kiosk_processes"] == 3, "the other process to begin")
    assert b" 404 " in said_to(own, b"GET /de/ HTTP/1.1\r\nHost: a\r\n\r\n").splitlines()[0]
    with pytest.raises(HTTPError, match="404"):
        urllib.request.urlopen(f"http://127.0.0.1:{pages}/metrics", timeout=20)


def test_they_are_off_unless_an_address_is_set(app: Flask) -> None:
    assert not load(Path("nowhere"), environ={}).metrics
    assert app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize("wrong", ["9100", "localhost:9100", "127.0.0.1:0", "127.0.0.1:x", ":9100"])
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match="write an address and a port"):
        load(Path("nowhere"), environ={"KIOSK_METRICS": wrong})


def test_each_figure_says_what_it_is(app: Flask) -> None:
    said = text(app)
    for name in {one.split()[0] for one in figures(said)}:
        assert f"# HELP {name} " in said
        assert f"# TYPE {name} gauge\n" in said


def test_a_page_that_breaks_shows_by_its_class_and_as_a_sum_on_the_next_day(app: Flask) -> None:
    days: FaultDays = app.extensions["fault_days"]
    for _ in range(3):
        days.count("disk", DAY)
    assert days.sums(DAY) == ({"program": 0, "database": 0, "disk": 3}, dict.fromkeys(CLASSES, 0))
    assert days.sums(DAY + timedelta(days=1)) == (dict.fromkeys(CLASSES, 0), days.sums(DAY)[0])
    assert days.sums(DAY + timedelta(days=2)) == (dict.fromkeys(CLASSES, 0),) * 2


def test_today_is_told_as_yes_or_no(app: Flask) -> None:
    @app.get("/<lang>/breaks")
    def breaks(lang: str) -> str:
        raise KeyError(lang)

    assert figures(text(app))["kiosk_fault_today program"] == 0
    for _ in range(3):
        app.test_client().get("/de/breaks")
    assert figures(text(app))["kiosk_fault_today program"] == 1


def test_the_fault_log_and_a_database_out_of_reach_show(app: Flask, plant: Settings) -> None:
    faultlog.switch_on(plant, 1)
    assert figures(text(app))["kiosk_faultlog_on"] == 1
    gone = open_database(load(plant.data / "nothing", environ={}))
    said = figures(metrics.text(plant, gone, FaultDays()))
    assert said["kiosk_database_up"] == 0
    assert "kiosk_jobs waiting" not in said
