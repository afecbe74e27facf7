"""`kiosk doctor --privacy` before the real nginx: in order as we ship it, and each fault red."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.care import checked
from kiosk.proof import Asked, front, look, memory, nginx
from kiosk.proof.host import Host
from kiosk.proof.points import BROKEN, NAMES, OK, UNKNOWN, Point, code
from kiosk.settings import Settings, load
from tests.deploy.conftest import Site
from tests.house import House, answers, free_port, until

Laid = dict[str, Point]


@pytest.fixture(scope="module")
def settings(site: Site) -> Settings:
    return load(site.house.data, environ={}, pot=str(site.house.pot))


@pytest.fixture
def machine(tmp_path: Path, site: Site) -> Host:
    """A machine of these processes, without swap, mounted as it should be, with empty logs."""
    proc = tmp_path / "machine" / "proc"
    (proc / "sys" / "kernel").mkdir(parents=True)
    (tmp_path / "machine" / "var" / "log").mkdir(parents=True)
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            (proc / path.name).symlink_to(path)
    (proc / "swaps").write_text("Filename Type Size Used Priority\n")
    (proc / "mounts").write_text(f"/dev/sda1 {site.house.data} ext4 rw,noatime 0 0\n")
    (proc / "sys" / "kernel" / "core_pattern").write_text("core\n")
    return Host(tmp_path / "machine")


def asked(site: Site) -> Asked:
    return Asked(f"https://127.0.0.1:{site.https}", site.folder / "nginx.conf", (site.folder,))


def checked_by(settings: Settings, site: Site, machine: Host) -> Laid:
    return {one.item: one for one in look(settings, asked(site), machine)}


def state(found: Laid) -> dict[str, str]:
    """Return whatever is not in order."""
    return {item: one.state for item, one in found.items() if one.state != OK}


@contextmanager
def written(site: Site, old: str, new: str) -> Iterator[None]:
    """Let nginx run with another line in the kiosk's configuration."""
    path = site.folder / "kiosk.conf"
    before = path.read_text()
    assert old in before
    path.write_text(before.replace(old, new))
    reload(site)
    try:
        yield
    finally:
        path.write_text(before)
        reload(site)


def reload(site: Site) -> None:
    """Let nginx read its configuration anew, and wait until no worker of before is left."""
    master = int((site.folder / "nginx.pid").read_text())
    workers = Path(f"/proc/{master}/task/{master}/children")
    before = set(workers.read_text().split())
    os.kill(master, signal.SIGHUP)
    until(lambda: (now := set(workers.read_text().split())) and not now & before, "new workers", 30)


def test_as_we_ship_it_every_point_is_in_order(
    settings: Settings, site: Site, machine: Host
) -> None:
    before = {path: path.stat().st_size for path in site.folder.rglob("*.log")}
    found = look(settings, asked(site), machine)
    assert [(one.item, one.says) for one in found if one.state != OK] == []
    assert [one.item for one in found] == list(NAMES)
    assert code(found) == 0
    assert {path: path.stat().st_size for path in before} == before


def test_an_access_log_is_found_in_the_configuration_and_by_the_canary(
    settings: Settings, site: Site, machine: Host
) -> None:
    log = f"access_log {site.folder}/visits.log combined;"
    with written(site, "access_log off;", log):
        found = checked_by(settings, site, machine)
    (site.folder / "visits.log").unlink()
    assert state(found) == {"proxy": BROKEN, "logs": BROKEN}
    assert "visits.log" in found["proxy"].says
    assert "canary-" in found["logs"].says
    assert code(found.values()) == 1


@pytest.mark.thorough
def test_an_error_log_that_names_the_client_is_found(
    settings: Settings, site: Site, machine: Host
) -> None:
    log = f"error_log {site.folder}/faults.log error;"
    with written(site, "error_log /dev/null crit;", log):
        found = checked_by(settings, site, machine)
    (site.folder / "faults.log").unlink()
    assert state(found) == {"proxy": BROKEN, "logs": BROKEN}
    assert "127.77.13." in found["logs"].says


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("access_log off;", "", "proxy"),
        ("access_log off;", "access_log /dev/stdout;", "proxy"),
        ("error_log /dev/null crit;", "error_log syslog:server=10.0.0.1 crit;", "proxy"),
        ("proxy_pass http://kiosk;", "proxy_pass http://kiosk; access_log /x.log;", "proxy"),
        ("proxy_set_header X-Forwarded-For $remote_addr;", "", "reach"),
        ("$remote_addr;", "$http_x_forwarded_for;", "reach"),
    ],
)
def test_each_fault_of_the_configuration_is_red(  # noqa: PLR0917
    settings: Settings, site: Site, tmp_path: Path, old: str, new: str, item: str
) -> None:
    text = (site.folder / "kiosk.conf").read_text()
    assert old in text
    (tmp_path / "kiosk.conf").write_text(text.replace(old, new))
    (tmp_path / "nginx.conf").write_text("http { include kiosk.conf; }")
    found = front.look(settings, Host(), tmp_path / "nginx.conf", alone=False)
    assert {one.item: one.state for one in found} == {"server": OK, "proxy": OK, "reach": OK} | {
        item: BROKEN
    }


def test_a_server_that_takes_what_names_no_host_must_be_silent_too(
    settings: Settings, site: Site, tmp_path: Path
) -> None:
    stray = f"server {{ listen 127.0.0.1:{site.plain} default_server; }}"
    text = f"http {{ {stray} include {site.folder}/kiosk.conf; }}"
    (tmp_path / "nginx.conf").write_text(text)
    found = front.look(settings, Host(), tmp_path / "nginx.conf", alone=False)
    told = next(one for one in found if one.item == "proxy")
    assert told.state == BROKEN
    assert "another server" in told.says


def test_what_nginx_prints_is_read_with_its_includes(
    settings: Settings, site: Site, tmp_path: Path
) -> None:
    kiosk = (site.folder / "kiosk.conf").read_text().replace("access_log off;", "")
    (tmp_path / "printed.txt").write_text(
        "# configuration file /etc/nginx/nginx.conf:\nhttp { include sites-enabled/*; }\n"
        f"# configuration file /etc/nginx/sites-enabled/kiosk:\n{kiosk}\n"
    )
    found = {one.item: one for one in
             front.look(settings, Host(), tmp_path / "printed.txt", alone=False)}  # fmt: skip
    assert found["proxy"].state == BROKEN
    assert "access_log logs/access.log" in found["proxy"].says


@pytest.mark.parametrize("text", ["server {", "}", "a b", "http { server { listen 80; } } ; "])
def test_what_is_no_configuration_is_not_called_good(
    settings: Settings, tmp_path: Path, text: str
) -> None:
    (tmp_path / "nginx.conf").write_text(text)
    found = front.look(settings, Host(), tmp_path / "nginx.conf", alone=False)
    assert {one.state for one in found if one.item == "proxy"} == {UNKNOWN}


def test_a_machine_without_nginx_is_not_told_that_its_configuration_can_not_be_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nginx, "where", lambda: None)
    settings = load(site.house.data, environ={}, base_url="https://learn.example.test")
    proxy = next(one for one in front.look(settings, Host(), None, alone=False)
                 if one.item == "proxy")  # fmt: skip
    assert proxy.state == UNKNOWN
    assert proxy.says.startswith("No nginx on this machine.")
    assert "start the pages and check again" in proxy.do


@pytest.mark.thorough
def test_a_page_server_with_an_access_log_is_found(tmp_path: Path, site: Site) -> None:
    """The server is made to leak, and answers without a proxy."""
    house = House(tmp_path / "plant", site.house.pot.with_name("other"))
    house.data.mkdir()
    shutil.copy(site.house.data / "kiosk.db", house.data)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "from tests.privacy import spills\nspills.access_log()\n"
    )
    port = free_port()
    command = ("serve", "--only", "web", "--port", str(port))
    try:
        chatty(house, tmp_path / "site", command)
        until(lambda: answers(port), f"the pages answer; said: {house.said}")
        settings = load(house.data, environ={}, pot=str(house.pot))
        found = {one.item: one for one in
                 look(settings, Asked(f"http://127.0.0.1:{port}"), Host())}  # fmt: skip
        assert found["logs"].state == BROKEN
        assert str(house.log) in found["logs"].says
        assert {found[item].state for item in ("proxy", "head", "canary")} == {OK}
    finally:
        house.close()


def chatty(house: House, customize: Path, command: tuple[str, ...]) -> None:
    """Start a command whose Python reads a module of ours first."""
    environment = house.environment
    path = f"{customize}:{environment()['PYTHONPATH']}"
    object.__setattr__(house, "environment", lambda **more: environment(PYTHONPATH=path, **more))
    house.start(*command)


def swapping(machine: Host) -> None:
    (machine.root / "proc/swaps").write_text("Filename Type\n/dev/sda2 partition\n")


def packing(machine: Host) -> None:
    (machine.root / "proc/swaps").write_text("Filename Type\n/dev/zram0 partition\n")


def dumping(machine: Host) -> None:
    """Give every process the limit that a shell has."""
    for path in (machine.root / "proc").iterdir():
        if path.is_symlink() and (path / "limits").exists():
            real = path.readlink()
            path.unlink()
            path.mkdir()
            (path / "fd").symlink_to(real / "fd")
            limit = "Max core file size        unlimited            unlimited            bytes\n"
            (path / "limits").write_text(limit)


def piping(machine: Host) -> None:
    (machine.root / "proc/sys/kernel/core_pattern").write_text("|/usr/bin/keeps-all %p\n")


@pytest.mark.parametrize(
    ("plant", "item", "wanted"),
    [
        (swapping, "swap", BROKEN), (packing, "swap", OK), (dumping, "cores", BROKEN),
        (piping, "cores", UNKNOWN),
    ],
)  # fmt: skip
def test_what_brings_memory_onto_a_disk_is_red(
    settings: Settings, machine: Host, plant: Callable[[Host], None], item: str, wanted: str
) -> None:
    assert {one.state for one in memory.look(settings, machine)} == {OK}
    plant(machine)
    found = {one.item: one.state for one in memory.look(settings, machine)}
    assert found == {"swap": OK, "cores": OK, "pot": OK} | {item: wanted}


def test_nobody_answers_and_nothing_is_called_good(settings: Settings, machine: Host) -> None:
    found = look(settings, Asked(f"http://127.0.0.1:{free_port()}"), machine)
    states = {one.item: one.state for one in found}
    assert [states[item] for item in ("canary", "head", "logs")] == [UNKNOWN] * 3
    assert code(found) == 1


def test_the_command_tells_a_table_and_keeps_the_result_with_its_day_alone(site: Site) -> None:
    through = ["--through", f"https://127.0.0.1:{site.https}"]
    where = ["--nginx", str(site.folder / "nginx.conf"), "--logs", str(site.folder)]
    told = site.house.run("doctor", "--privacy", *through, *where)
    assert max(len(line) for line in told.out.splitlines()) <= 80
    settings = load(site.house.data, environ={})
    last = checked.last(settings)
    assert last is not None
    assert set(last.states) == set(NAMES)
    assert (told.code == 0) == (set(last.states.values()) == {OK})
    assert last.states["canary"] == last.states["proxy"] == OK
    path = settings.data / checked.FILE
    assert path.stat().st_mtime % 86_400 == 0
    assert time.strftime("%H:%M", time.gmtime()) not in path.read_text()
