"""The systemd units: known to systemd, and nothing of the memory reaches a disk."""

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import cli
from tests.house import ROOT

UNITS = sorted((ROOT / "deploy").glob("*.service"))
TIMER = ROOT / "deploy" / "kiosk-backup.timer"
LASTING = [path for path in UNITS if path.name != "kiosk-backup.service"]


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path)
    return parser


def command(path: Path) -> list[str]:
    return shlex.split(unit(path)["Service"]["ExecStart"])


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_starts_a_command_that_exists(path: Path) -> None:
    program, *words = command(path)
    assert program == "/opt/kiosk/bin/kiosk"
    assert CliRunner().invoke(cli, [*words, "--help"]).exit_code == 0


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_runs_as_its_own_user_and_keeps_the_keys_beside_the_data(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["User"] == "kiosk"
    assert "KIOSK_DATA=/var/lib/kiosk KIOSK_KEYS=/var/lib/kiosk-keys" in service["Environment"]
    assert service["UMask"] in ("0027", "0077")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_nothing_of_the_memory_reaches_a_disk(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["LimitCORE"] == "0"
    assert service["MemorySwapMax"] == "0"
    assert service["StandardOutput"] == "null"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_what_they_say_goes_into_a_journal_of_their_own(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["StandardError"] == "journal"
    assert (ROOT / "deploy" / f"journald@{service['LogNamespace']}.conf").exists()


def test_that_journal_lies_in_memory_and_goes_nowhere_else() -> None:
    journal = unit(ROOT / "deploy" / "journald@kiosk.conf")["Journal"]
    assert journal["Storage"] == "volatile"
    assert journal["MaxRetentionSec"] == "2week"
    assert {journal["ForwardToSyslog"], journal["ForwardToWall"]} == {"no"}


@pytest.mark.parametrize("path", LASTING, ids=lambda path: path.name)
def test_open_counts_can_lie_in_memory(path: Path) -> None:
    assert "/dev/shm" in unit(path)["Service"]["ReadWritePaths"]


@pytest.mark.parametrize("path", LASTING, ids=lambda path: path.name)
def test_a_stop_leaves_time_to_seal(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["KillSignal"] == "SIGTERM"
    assert int(service["TimeoutStopSec"]) > 25
    assert service["Restart"] == "always"


def test_the_worker_that_opens_foreign_films_reaches_no_network() -> None:
    service = unit(ROOT / "deploy" / "kiosk-work.service")["Service"]
    assert service["PrivateNetwork"] == "yes"
    assert service["RestrictAddressFamilies"] == "AF_UNIX"


def test_the_backup_comes_at_a_fixed_hour() -> None:
    assert unit(TIMER)["Timer"]["OnCalendar"] == "*-*-* 03:30:00"
    assert "RandomizedDelaySec" not in unit(TIMER)["Timer"]


def test_systemd_understands_every_line(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        return  # the lines are checked above on machines without systemd
    program = tmp_path / "kiosk"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for path in (*UNITS, TIMER):
        text = path.read_text().replace("/opt/kiosk/bin/kiosk", str(program))
        (tmp_path / path.name).write_text(text)
    names = [str(tmp_path / path.name) for path in (*UNITS, TIMER)]
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in told.stderr.splitlines() if str(tmp_path) in line]
    assert [line for line in ours if "Unknown" in line or "Invalid" in line] == []
