"""A plant begins from the command line: founded once, under any name; or a demonstration of one."""

import socket
import stat
from pathlib import Path

import pytest

from content import limits
from content.models import Site
from kiosk.cli import start
from kiosk.settings import load
from tests.house import House
from tests.kiosk.shell import Shell


def test_a_plant_is_founded_once_and_its_secrets_are_private(bare_house: House) -> None:
    made = bare_house.run("init", "--name", "Werk Süd", "--crowd", "240")
    assert (made.code, made.err.count("Starter nugget")) == (0, 9)
    keys = bare_house.data.with_name("plant-keys")
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys.glob("*.key")} == {0o600}
    again = bare_house.run("init", "--name", "Werk Ost")
    assert again.code == 1
    assert "There is a plant already: Werk Süd. Nothing was changed." in again.err


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Müller & Söhne GmbH", "muller-sohne-gmbh"), ("Werk 1 (Süd)", "werk-1-sud"),
        ("Werk I/II – Nord, Halle 3.", "werk-i-ii-nord-halle-3"), ("Завод", "plant"),
        ("مصنع", "plant"), ("!!!", "plant"), ("Werke " * 20, "-".join(["werke"] * 6) + "-werk"),
    ],
)  # fmt: skip
def test_a_plant_is_founded_under_whatever_name_it_has(name: str, short: str) -> None:
    assert limits.slugged(start._slug(name), limits.room(Site, "slug")) == short


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--timezone", "Mars/Olympus"), "write one such as Europe/Berlin"),
        (("--language", "xx"), "xx is no language of the pages; there are ar, cs, de, en, hr"),
        (("--language", "DE"), "DE is no language"),
        (("--language", "de-simple"), "is no language"),
    ],
)  # fmt: skip
def test_a_wrong_time_zone_or_language_founds_nothing(
    bare_house: House, words: tuple[str, ...], sentence: str
) -> None:
    ended = bare_house.run("init", "--name", "Werk", *words)
    assert ended.code == 2
    assert sentence in ended.err
    assert "kiosk init" in bare_house.run("machines", "list").err


def test_the_demonstration_looks_at_its_port_before_it_builds(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.house.data = tmp_path / "demo"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "is in use" in kiosk.refused("demo", "--port", str(taken.getsockname()[1]))
    assert not (tmp_path / "demo").exists()


def test_the_demonstration_stays_out_of_a_real_plant(kiosk: Shell) -> None:
    assert "holds a plant of your own" in kiosk.refused("demo", "--no-serve")
    assert not (kiosk.house.data / "kiosk.toml").exists()


@pytest.mark.parametrize(("host", "reached"), [("127.0.0.1", False), ("10.20.0.7", True)])
def test_the_demonstration_shows_a_code_only_where_a_phone_gets_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str, *, reached: bool
) -> None:
    address = f"http://{host}:8000"
    start._show(load(tmp_path, environ={}, base_url=address), address, "D4H7KW", [])
    said = capsys.readouterr().out
    assert f"{address}/D4H7KW" in said
    assert ("█" in said, "Scan it" in said) == (reached, reached)
    assert ("--host 0.0.0.0" in said) is not reached
