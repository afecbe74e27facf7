"""The proof on site, what lies on the disk: each fault that is planted is told, with what to do."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.care import faultlog
from kiosk.cli.proven import NAME, STATE, _folded
from kiosk.counts.minute import sealed_file
from kiosk.proof import keeping, search
from kiosk.proof.host import Host
from kiosk.proof.points import BROKEN, NAMES, OK, UNKNOWN, Point, code
from kiosk.settings import Settings, load
from tests.conftest import Postgres
from tests.house import House


@pytest.fixture
def settings(house: House) -> Settings:
    found = load(house.data, environ={}, pot=str(house.pot))
    found.secret("pot.key")
    return found


@pytest.fixture
def machine(tmp_path: Path, house: House) -> Host:
    """A machine mounted as it should be, without systemd."""
    (tmp_path / "machine" / "proc").mkdir(parents=True)
    mounts = f"/dev/sda1 / ext4 rw,relatime 0 0\n/dev/sda2 {house.data} ext4 rw,noatime 0 0\n"
    (tmp_path / "machine" / "proc" / "mounts").write_text(mounts)
    return Host(tmp_path / "machine")


def loosen_a_key(settings: Settings, _: Host) -> None:
    path = settings.keys / "pot.key"
    path.chmod(path.stat().st_mode | stat.S_IRGRP)


def open_the_keys(settings: Settings, _: Host) -> None:
    settings.keys.chmod(0o755)


def lose_the_tag(settings: Settings, _: Host) -> None:
    (settings.keys / "CACHEDIR.TAG").unlink()


def back_a_key_up(settings: Settings, _: Host) -> None:
    folder = settings.data / "backups" / "2026-11-22"
    folder.mkdir(parents=True)
    (folder / "pot.key").touch()


def back_the_seal_up(settings: Settings, _: Host) -> None:
    folder = settings.data / "backups" / "2026-11-22"
    folder.mkdir(parents=True)
    (folder / sealed_file(settings).name).touch()


def keep_times_of_reading(settings: Settings, machine: Host) -> None:
    path = machine.root / "proc/mounts"
    path.write_text(path.read_text().replace("noatime", "relatime"))


def keep_the_journal(_: Settings, machine: Host) -> None:
    (machine.root / "run/systemd/system").mkdir(parents=True)
    (machine.root / "var/log/journal/0123456789abcdef.kiosk").mkdir(parents=True)


def leave_the_fault_log(settings: Settings, _: Host) -> None:
    (settings.data / faultlog.FILE).write_text("incident")


def states(settings: Settings, machine: Host) -> dict[str, Point]:
    return {one.item: one for one in keeping.look(settings, machine)}


def test_a_plant_as_it_is_founded_is_in_order(settings: Settings, machine: Host) -> None:
    assert {one.state for one in keeping.look(settings, machine)} == {OK}


@pytest.mark.parametrize(
    ("plant", "item"),
    [
        (loosen_a_key, "keys"), (open_the_keys, "keys"), (lose_the_tag, "keys"),
        (back_a_key_up, "backups"), (back_the_seal_up, "backups"),
        (keep_times_of_reading, "mounts"), (keep_the_journal, "journal"),
        (leave_the_fault_log, "faultlog"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_what_to_do(
    settings: Settings, machine: Host, plant: Callable[[Settings, Host], None], item: str
) -> None:
    plant(settings, machine)
    found = states(settings, machine)
    assert {name: one.state for name, one in found.items() if one.state != OK} == {item: BROKEN}
    assert found[item].do


def test_a_journal_in_memory_is_in_order(settings: Settings, machine: Host) -> None:
    (machine.root / "run/systemd/system").mkdir(parents=True)
    (machine.root / "run/log/journal/0123456789abcdef.kiosk").mkdir(parents=True)
    assert "in memory" in states(settings, machine)["journal"].says


def test_postgres_that_writes_down_what_it_is_asked_is_told(postgres: Postgres) -> None:
    url = postgres.create()
    assert keeping._postgres(url).state == OK
    found = keeping._postgres(f"{url}&options=-c%20log_statement%3Dall")
    assert (found.state, found.do) == (BROKEN, "In postgresql.conf: log_statement = none")
    assert keeping._postgres("postgresql://nobody@127.0.0.1:1/none").state == UNKNOWN


def test_a_log_that_may_not_be_read_is_not_called_good(tmp_path: Path) -> None:
    watched = search.Watch((tmp_path,))
    watched.shut.add(tmp_path / "secure")
    found = search.look(watched, ("canary-1",), {"127.77.13.9"}, [])
    assert (found.state, found.do) == (UNKNOWN, "Run it with sudo.")
    assert str(tmp_path / "secure") in found.says


def test_a_proxy_on_another_machine_is_not_called_good(tmp_path: Path) -> None:
    found = search.look(search.Watch((tmp_path,)), ("canary-1",), {"10.0.0.9"}, ["10.0.0.5"])
    assert found.state == UNKNOWN
    assert found.do == "There: grep -r canary-1 /var/log"


def test_the_search_reads_what_was_added_and_what_is_new(tmp_path: Path) -> None:
    old, young = tmp_path / "old.log", tmp_path / "in" / "young.log"
    old.write_text("canary-1 of a run before\n")
    watched = search.Watch((tmp_path,))
    assert list(search.found(watched, ("canary-1",), ())) == []
    with old.open("a") as file:
        file.write("127.77.13.9 GET /\n")
    young.parent.mkdir()
    young.write_text("x" * search.CHUNK + "canary-1")
    told = set(search.found(watched, ("canary-1",), ("127.77.13.9",)))
    assert told == {f"127.77.13.9 in {old}", f"canary-1 in {young}"}


def test_only_all_points_in_order_end_with_0() -> None:
    good = [Point(item, OK, "") for item in NAMES]
    assert code(good) == 0
    assert code([*good, Point("logs", UNKNOWN, "")]) == 1
    assert code([*good, Point("swap", BROKEN, "")]) == 1


def test_a_command_to_copy_is_not_broken_at_its_hyphens() -> None:
    room = 80 - STATE - NAME
    assert "--nginx" in " ".join(_folded("x " * 20 + "kiosk doctor --privacy --nginx f", room))
    assert all(not line.endswith("-") for line in _folded("a --nginx " * 30, room))
