"""The command line: each command helps, tells in one sentence what is wrong, and leaves no half."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pypdfium2
import pytest

from content import library, nuggets
from content.models import Version
from content.storage import Folder
from kiosk.cli import COMMANDS, cli, main
from kiosk.db import connected, open_database
from kiosk.machines import machine_list
from kiosk.settings import load
from tests.content.cast import DAY, give_film, lay_out
from tests.house import Ended, House
from tests.kiosk.shell import Shell, change

MACHINES = "area,machine,crowd\nHalle 1,Presse 1,16\nHalle 1,Presse 2,11\n"


def leaves(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if not isinstance(group, click.Group):
        yield path
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from leaves(command, (*path, name))


@pytest.fixture
def published(kiosk: Shell, tmp_path: Path) -> Shell:
    """The same, with a nugget that is published."""
    kiosk.run("library", "import", str(lay_out(tmp_path / "mine")))
    settings = load(kiosk.house.data)
    database = open_database(settings)
    with connected(database):
        version = Version.get()
        give_film(version, Folder(settings.media))
        nuggets.publish(Version.get_by_id(version.id), DAY)
    database.close_all()  # type: ignore[attr-defined]
    return kiosk


@pytest.mark.parametrize("path", list(leaves(cli)), ids=" ".join)
def test_every_command_helps_with_an_example_and_takes_data(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*path, "--help"])
    helps = capsys.readouterr().out
    assert ended.value.code == 0
    assert "Example" in helps
    assert f"  kiosk {' '.join(path)}" in helps
    assert "--data DIR" in helps


def test_the_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    helps = capsys.readouterr().out
    assert all(f"  {name} " in helps for name in COMMANDS)


def test_a_list_of_machines_for_scripts(kiosk: Shell) -> None:
    first = kiosk.machines()[0]
    assert first["code"] == "D4H7KW"
    assert first["url"] == "https://QR.ACME.DE/D4H7KW"
    assert (first["name"], first["area"]) == ("Drehmaschine 4", "Halle 3, Linie 2")


def test_a_list_of_machines_is_taken_over_and_told_in_plain_lines(
    kiosk: Shell, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(MACHINES)
    done = kiosk("machines", "import", str(tmp_path / "list.csv"))
    assert "2 machines added, each with its label" in done.out
    assert "Machines: 2 of 2" in done.err
    assert len(kiosk.machines()) == 4


def test_a_column_that_nobody_knows_is_told_of(kiosk: Shell, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Bereich;Maschine;Köpfe\nHalle 9;Säge;12\n")
    for more in (("--dry-run",), ()):
        ended = kiosk("machines", "import", str(tmp_path / "list.csv"), *more)
        assert (ended.code, "columns that are not known: Köpfe." in ended.err) == (0, True)


def test_a_dry_run_is_told_to_scripts_and_writes_nothing(kiosk: Shell, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(MACHINES)
    told = kiosk.run("machines", "import", str(tmp_path / "list.csv"), "--dry-run", "--json")
    assert json.loads(told) == {"new": 2, "changed": 0, "there": 0, "written": False}
    assert len(kiosk.machines()) == 2


def test_every_fault_of_a_list_is_named_and_nothing_is_written(
    kiosk: Shell, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(MACHINES + "Halle 1,Presse 1,x\n")
    said = kiosk.refused("machines", "import", str(tmp_path / "list.csv"))
    assert "Row 4, column 'crowd'" in said
    assert "stands in row 2 too" in said
    assert len(kiosk.machines()) == 2


def test_a_faulty_nugget_is_named_with_file_and_line(kiosk: Shell, tmp_path: Path) -> None:
    lay_out(tmp_path / "mine")
    folder = lay_out(tmp_path / "mine", slug="broken")
    text = (folder / "de.md").read_text("utf-8").replace("- [x]", "- [ ]")
    (folder / "de.md").write_text(text, "utf-8")
    said = kiosk.refused("library", "import", str(tmp_path / "mine"))
    assert "Nothing was imported." in said
    assert "de.md:" in said
    with closing(sqlite3.connect(kiosk.house.data / "kiosk.db")) as file:
        assert file.execute("SELECT count(*) FROM nugget").fetchone() == (0,)


def test_nuggets_go_out_as_they_came_in(kiosk: Shell, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "mine")
    kiosk.run("library", "import", str(folder))
    kiosk.run("library", "export", str(tmp_path / "out"))
    assert library.read(tmp_path / "out" / "wear-glasses") == library.read(folder)


def test_an_imported_storyboard_waits_for_its_film(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.run("library", "import", str(lay_out(tmp_path / "mine")))
    with closing(sqlite3.connect(kiosk.house.data / "kiosk.db")) as file:
        assert file.execute("SELECT kind, state FROM job").fetchall() == [("storyboard", "queued")]


def test_exporting_a_nugget_that_is_not_there_is_a_sentence(kiosk: Shell, tmp_path: Path) -> None:
    assert "no nugget gold" in kiosk.refused("library", "export", str(tmp_path / "out"), "gold")


def test_publishing_says_everything_that_keeps_a_nugget_back(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.run("library", "import", str(lay_out(tmp_path / "mine")))
    said = kiosk.refused("library", "publish", "wear-glasses")
    assert "wear-glasses: " in said
    assert "film" in said
    (listed,) = json.loads(kiosk.run("library", "list", "--json"))
    assert (listed["state"], len(listed["lacks"]) > 0) == ("draft", True)


def test_a_reason_that_concerns_many_texts_is_listed_once(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.run("library", "import", str(lay_out(tmp_path / "mine")))
    said = kiosk.run("library", "list")
    assert said.count("it has no film yet") == 1
    assert "de, en: it has no film yet." in said


def test_publishing_all_fails_where_one_was_held_back(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.run("library", "import", str(lay_out(tmp_path / "mine")))
    said = kiosk.refused("library", "publish", "--all")
    assert "wear-glasses: " in said
    assert "0 of 1 nuggets are published." in said


def test_publishing_says_that_nobody_else_looked(published: Shell) -> None:
    ended = published("library", "publish", "--all")
    assert ended.code == 0
    assert "No second person looked at them" in ended.err


def test_a_withdrawal_keeps_its_reason(published: Shell) -> None:
    published.run("library", "withdraw", "wear-glasses", "--why", "The lathe was sold.")
    with closing(sqlite3.connect(published.house.data / "kiosk.db")) as file:
        asked = "SELECT state, withdrawn_why FROM version"
        assert file.execute(asked).fetchall() == [("withdrawn", "The lathe was sold.")]


def test_a_sheet_is_printed_of_what_is_published(published: Shell, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    said = published.run("sheet", "wear-glasses", "--out", str(out), "--machine", "Lathe 7")
    assert "version 1 of wear-glasses" in said
    page = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    for words in ("Schutzbrille tragen", "Lathe 7", "Werk Nord", "Nimm die Brille", "1"):
        assert words in page
    assert "has no text 'tr'" in published.refused(
        "sheet", "wear-glasses", "--language", "tr", "--out", str(out)
    )


def test_a_sheet_of_what_is_not_published_is_refused(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.run("library", "import", str(lay_out(tmp_path / "mine")))
    said = kiosk.refused("sheet", "wear-glasses", "--out", str(tmp_path / "sheet.pdf"))
    assert "No nugget wear-glasses is published." in said
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_nugget_hangs_on_kinds_that_are_there_only(kiosk: Shell, tmp_path: Path) -> None:
    kiosk.run("library", "import", str(lay_out(tmp_path / "mine")))
    said = kiosk.refused("library", "publish", "wear-glasses", "--on", "Teapot")
    assert "no machine kind 'Teapot'" in said


@pytest.mark.parametrize("words", [("machines", "import"), ("library", "import")])
def test_nothing_is_taken_in_below_the_disk_floor(
    kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (tmp_path / "list.csv").write_text(MACHINES)
    what = tmp_path / "list.csv" if words[0] == "machines" else lay_out(tmp_path / "mine")
    monkeypatch.setenv("KIOSK_DISK_FLOOR", "999999999")
    assert "(disk_floor) nothing is taken in" in kiosk.refused(*words, str(what))


def test_a_release_before_its_time_says_when_the_next_one_is(kiosk: Shell) -> None:
    told = json.loads(kiosk.run("release", "--json"))
    assert told["released"] == []
    assert told["next"] > "2026"


def test_a_terminal_gets_a_bar_that_moves(house: House, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(MACHINES)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        house.words("machines", "import", str(tmp_path / "list.csv")),
        env=house.environment(TERM="xterm"), stdout=subprocess.DEVNULL, stderr=theirs,
    ) as command:  # fmt: skip
        assert command.wait(60) == 0
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "100%" in shown
    assert "Machines: 2 of 2" not in shown


COMMANDS_ON_A_PLANT = [
    ("machines", "list"), ("release",), ("backup",), ("labels", "--all", "--out", "all.pdf"),
    ("serve", "--only", "web"), ("work",), ("library", "export", "out"), ("upgrade",),
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS_ON_A_PLANT, ids=" ".join)
def test_a_folder_without_a_plant_is_a_sentence(
    kiosk: Shell, tmp_path: Path, words: tuple[str, ...]
) -> None:
    kiosk.house.data = tmp_path / "nothing"
    assert "kiosk init" in kiosk.refused(*words)


def test_a_missing_driver_of_postgresql_is_a_sentence(tmp_path: Path) -> None:
    bare = "import sys; sys.modules |= {'psycopg': None, 'psycopg2': None}; import kiosk.cli as k; "
    words = ["doctor", "--data", str(tmp_path)]
    ended = subprocess.run(
        [sys.executable, "-c", f"{bare} k.main({words})"], capture_output=True, text=True,
        check=False, env=os.environ | {"KIOSK_DATABASE_URL": "postgresql://kiosk@/kiosk"},
    )  # fmt: skip
    assert ended.returncode == 1
    assert "pip install --require-hashes -r deploy/postgres.lock" in ended.stderr


@pytest.mark.parametrize("words", COMMANDS_ON_A_PLANT, ids=" ".join)
def test_a_newer_database_is_a_sentence(kiosk: Shell, words: tuple[str, ...]) -> None:
    change(kiosk.house, "INSERT INTO schema_migration (name, applied) VALUES ('9999_x', '2031')")
    assert "written by a newer version" in kiosk.refused(*words)


@pytest.mark.parametrize("words", COMMANDS_ON_A_PLANT, ids=" ".join)
def test_a_damaged_database_is_a_sentence_and_is_left_alone(
    kiosk: Shell, words: tuple[str, ...]
) -> None:
    file = kiosk.house.data / "kiosk.db"
    content = bytearray(file.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    file.write_bytes(content)
    assert "damaged" in kiosk.refused(*words)
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("KIOSK_WORKERS", "many", "write a whole number"),
        ("KIOSK_BASE_URL", "qr.acme.de", "write scheme and host only"),
        ("KIOSK_DATABASE_URL", "postgresql://me@/none?host=/nowhere", "The database can't be used"),
    ],
)
def test_wrong_settings_are_a_sentence(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    assert sentence in kiosk.refused("machines", "list")


def test_an_unknown_environment_name_warns_in_one_line(bare_house: House) -> None:
    words = [sys.executable, "-m", "kiosk", "machines", "list", "--data", str(bare_house.data)]
    ended = subprocess.run(
        words, env=bare_house.environment(KIOSK_WORKRES="3"), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.stderr.startswith("kiosk: KIOSK_WORKRES is no setting of this program")


def test_a_fault_of_our_own_is_a_sentence_with_its_place(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_list, "look", lambda _: 1 // 0)
    ended = kiosk("machines", "import", "list.csv")
    assert ended.code == 70
    assert "A fault of the program (ZeroDivisionError in test_cli.py" in ended.err


def on_a_small_disk(house: House, folder: Path, *words: str) -> Ended:
    """Run a command whose plant lies on a disk of its own with 200 kB left."""
    folder.mkdir()
    size = (house.data / "kiosk.db").stat().st_size + 200_000
    fence = ["unshare", "--map-root-user", "--mount"]
    small = f"mount -t tmpfs -o size={size} tmpfs {folder}"
    if subprocess.run([*fence, "sh", "-c", small], check=False, capture_output=True).returncode:
        fence, small = [], f"ulimit -f {size // 512}"  # where nothing may be mounted
    script = (
        f"{small} && cp {house.data}/kiosk.db {folder}/ && "
        f"{sys.executable} -m kiosk {' '.join(words)} --data {folder}; code=$?; "
        f"cp {folder}/kiosk.db {house.data}/after.db; ls -AR {folder}; exit $code"
    )
    done = subprocess.run(
        [*fence, "sh", "-c", script], capture_output=True, text=True, check=False, timeout=90,
        env=house.environment(KIOSK_DISK_FLOOR="0"),
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(
    house: House, tmp_path: Path
) -> None:
    rows = "".join(f"Halle {n % 9},Presse {n},16\n" for n in range(4000))
    (tmp_path / "list.csv").write_text("area,machine,crowd\n" + rows)
    ended = on_a_small_disk(house, tmp_path / "small", "machines", "import", f"{tmp_path}/list.csv")
    assert ended.code == 1
    said = ended.err.splitlines()[-1]
    assert said.startswith(("kiosk: The disk is full.", "kiosk: The database can't be used: disk"))
    with closing(sqlite3.connect(house.data / "after.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("SELECT count(*) FROM machine").fetchone() == (2,)


def test_a_backup_onto_a_full_disk_leaves_no_half_backup(house: House, tmp_path: Path) -> None:
    ended = on_a_small_disk(house, tmp_path / "small", "backup")
    assert ended.code == 1
    assert ended.err.splitlines()[-1].startswith("kiosk: The d")
    assert "Traceback" not in ended.err
    assert ".part" not in ended.out
    assert "manifest" not in ended.out
