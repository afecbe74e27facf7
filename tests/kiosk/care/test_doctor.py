"""The doctor: each thing that can be wrong with an installation has its finding."""

import os
import socket
import sqlite3
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from content.storage import Folder
from kiosk.care import doctor, faultlog
from kiosk.care.doctor import GOOD, MEND, WATCH, Finding
from kiosk.counts import Counts
from kiosk.db import connected, open_database
from kiosk.jobs import Job
from kiosk.labels import phone_check, snapshot
from kiosk.running import alone
from kiosk.settings import Settings, load
from tests.house import House


@pytest.fixture
def settings(house: House) -> Settings:
    return load(house.data, environ={}, pot=str(house.pot))


def found(settings: Settings, what: str) -> list[Finding]:
    return [one for one in doctor.look(settings) if one.what == what]


def states(settings: Settings, what: str) -> set[str]:
    return {one.state for one in found(settings, what)}


def again(house: House, **more: object) -> Settings:
    return load(house.data, environ={}, pot=str(house.pot), **more)


def test_a_sound_plant_needs_no_mending(settings: Settings) -> None:
    settings.secret("queue.key")
    assert [one for one in doctor.look(settings) if one.state == MEND] == []


def test_looking_makes_nothing(tmp_path: Path) -> None:
    nowhere = load(tmp_path / "typo" / "plant", environ={}, pot=str(tmp_path / "pot"))
    assert "kiosk init" in found(nowhere, "Database")[0].says
    assert list(tmp_path.iterdir()) == []


def test_keys_that_others_may_read_must_be_mended(settings: Settings) -> None:
    settings.secret("pot.key")
    assert states(settings, "Keys") == {GOOD}
    (settings.keys / "pot.key").chmod(0o640)
    assert "pot.key: chmod go-rwx" in found(settings, "Keys")[0].says


def test_a_missing_second_decoder_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert states(settings, "Decoders") == {GOOD}
    monkeypatch.setattr(snapshot, "ZBAR", "libnothere.so.9")
    (said,) = found(settings, "Decoders")
    assert (said.state, "libzbar0" in said.says) == (WATCH, True)


def test_a_nearly_full_disk_must_be_mended(house: House) -> None:
    assert states(again(house), "Disk") <= {GOOD, WATCH}
    assert states(again(house, disk_floor=10**9), "Disk") == {MEND}


def test_counts_on_a_disk_must_be_mended(house: House) -> None:
    on_disk = load(house.data, environ={}, pot="/var/tmp/kiosk-test-pot")
    assert states(on_disk, "RAM file system") == {MEND}


def test_an_ffmpeg_that_is_not_there_must_be_mended(house: House) -> None:
    assert states(again(house, ffmpeg="/nowhere/ffmpeg"), "ffmpeg") == {MEND}
    assert states(again(house), "ffmpeg") == {GOOD}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://10.0.0.7", "is a number"),
        ("https://localhost", "not found by phones"),
        ("https://plant.local", "not found by phones"),
        ("https://qr.acme.de:8443", "Port 8443 is printed"),
        ("http://qr.acme.de", "keep nothing for offline"),
        ("https://learning.plant-north.example.com", "32 signs behind https://"),
        ("https://qrs.acme.de", "11 signs behind https:// make a denser code; up to 10 are best"),
    ],
)
def test_addresses_that_age_badly_on_labels_are_named(address: str, words: str) -> None:
    assert any(words in warning for warning in doctor.address_warnings(address))


def test_a_good_address_has_no_warning() -> None:
    assert list(doctor.address_warnings("https://qr.acme.de")) == []


def test_a_failed_job_is_told_with_its_sentence(settings: Settings) -> None:
    database = open_database(settings)
    with connected(database):
        Job.create(kind="renditions", subject="a", state="failed", error="The file is empty.")
    database.close_all()  # type: ignore[attr-defined]
    assert found(settings, "Jobs")[1] == Finding("Jobs", WATCH, "renditions: The file is empty.")


def test_a_worker_that_fell_silent_must_be_mended(settings: Settings, house: House) -> None:
    assert states(settings, "Worker") == {WATCH}
    database = open_database(settings)
    with connected(database):
        Counts(settings).start()
    database.close_all()  # type: ignore[attr-defined]
    with alone(settings):
        assert states(settings, "Worker") == {GOOD}
        long_ago = datetime.now(tz=UTC).timestamp() - 100
        os.utime(house.pot / "beat", (long_ago, long_ago))
        assert states(settings, "Worker") == {MEND}


@pytest.mark.parametrize(("days", "state"), [(0, GOOD), (2, GOOD), (3, WATCH)])
def test_an_old_backup_is_told(settings: Settings, days: int, state: str) -> None:
    assert states(settings, "Backup") == {WATCH}
    day = datetime.now(tz=UTC).date() - timedelta(days=days)
    folder = settings.data / "backups" / f"{day}-before-0002_more"
    folder.mkdir(parents=True)
    (folder / "manifest.json").touch()
    assert states(settings, "Backup") == {state}


def test_a_damaged_database_must_be_mended(settings: Settings) -> None:
    settings.sqlite.write_bytes(b"no database" * 1000)
    assert states(settings, "Database") == {MEND}


def test_a_newer_database_must_be_mended(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.sqlite, isolation_level=None)) as file:
        file.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_x', '2031')")
    assert "newer version" in found(settings, "Database")[0].says


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A TLS server on localhost whose certificate ends in ten days, trusted in this test."""
    from tests.deploy.certificate import self_signed

    pair = self_signed(tmp_path, "localhost", days=10)
    monkeypatch.setenv("SSL_CERT_FILE", str(pair))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair)
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = door.accept()
                with line, context.wrap_socket(line, server_side=True):
                    pass
            except ssl.SSLError:
                continue
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    yield door.getsockname()[1]
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join()


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[int]]]:
    """Something in front of the pages that answers each film with the status it is told."""
    answers = [200]

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(answers[-1])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", answers
        server.shutdown()
        thread.join()


def test_films_that_nginx_may_not_read_must_be_mended(
    house: House, proxy: tuple[str, list[int]]
) -> None:
    address, answers = proxy
    settings = again(house, base_url=address, accel=True, trusted_proxies=1)
    assert found(settings, "Films") == []
    Folder(settings.media).put(b"film", "mp4")
    assert states(settings, "Films") == {GOOD}
    answers.append(403)
    assert "usermod -aG kiosk www-data" in found(settings, "Films")[0].says
    assert found(again(house, base_url=address), "Films") == []


def test_a_certificate_near_its_end_is_told(house: House, secured: int) -> None:
    settings = again(house, base_url=f"https://localhost:{secured}")
    finding = found(settings, "Certificate")[0]
    assert (finding.state, finding.says) == (WATCH, "valid for 9 more days")


def test_a_certificate_that_nobody_trusts_must_be_mended(
    house: House, secured: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    settings = again(house, base_url=f"https://localhost:{secured}")
    assert states(settings, "Certificate") == {MEND}


def test_an_address_that_answers_nobody_must_be_mended(house: House) -> None:
    assert states(again(house, base_url="https://localhost:1"), "Certificate") == {MEND}


def test_the_exit_code_is_1_only_when_something_must_be_mended() -> None:
    watch = [Finding("Clock", WATCH, "odd")]
    assert doctor.worst(watch) == 0
    assert doctor.worst([*watch, Finding("Disk", MEND, "full")]) == 1


def test_a_fault_log_that_is_on_is_told(settings: Settings) -> None:
    assert found(settings, "Fault log") == []
    faultlog.switch_on(settings, 2)
    assert states(settings, "Fault log") == {WATCH}


def test_scripts_get_the_findings_as_json(house: House) -> None:
    ended = house.run("doctor", "--json")
    assert '"what": "Disk"' in ended.out


def test_it_asks_for_a_phone_until_one_has_passed(settings: Settings) -> None:
    database = open_database(settings)
    assert "kiosk doctor --phone" in found(settings, "Phone")[0].says
    shown = doctor.phone(settings, database)
    assert "█" in shown
    sign = shown.rpartition("/")[2]
    with connected(database):
        row = phone_check.open_for(sign)
        assert row is not None
        phone_check.passes(row)
    database.close_all()  # type: ignore[attr-defined]
    assert states(settings, "Phone") == {GOOD}
