"""The plant's logo from the command line: kept for every print, or taken along for one."""

from pathlib import Path

import pytest

from kiosk.care import backup
from kiosk.labels import logos
from kiosk.settings import load
from tests.kiosk.shell import Shell
from tests.kiosk.studio.test_logo import BLUE, DRAWING, HEAD, colours


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    """A blue logo."""
    file = tmp_path / "acme.svg"
    file.write_bytes(DRAWING)
    return file


def is_blue(kiosk: Shell, out: Path, *words: str) -> bool:
    """Print a sign and say whether the logo stands on it."""
    kiosk.run("labels", "D4H7KW", "--out", str(out), *words)
    return BLUE in colours(out.read_bytes())


def test_a_logo_is_kept_shown_and_taken_off(kiosk: Shell, tmp_path: Path, drawing: Path) -> None:
    out = tmp_path / "sign.png"
    assert "labels carry no logo." in kiosk.run("labels", "logo")
    assert "Every later print carries it." in kiosk.run("labels", "logo", str(drawing))
    assert is_blue(kiosk, out)
    assert "a logo of 1200 × 450 pixels" in kiosk.run(
        "labels", "logo", "--out", str(tmp_path / "kept.png")
    )
    assert BLUE in colours((tmp_path / "kept.png").read_bytes())
    assert "no logo any more" in kiosk.run("labels", "logo", "--remove")
    assert not is_blue(kiosk, out)


def test_a_logo_for_one_print_is_not_kept(kiosk: Shell, tmp_path: Path, drawing: Path) -> None:
    out = tmp_path / "sign.png"
    assert is_blue(kiosk, out, "--logo", str(drawing))
    assert not is_blue(kiosk, out)


@pytest.mark.parametrize("words", [("logo",), ("D4H7KW", "--out", "sign.png", "--logo")])
def test_a_hostile_logo_is_a_sentence_and_no_file(
    kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "bad.svg"
    file.write_text(f'{HEAD}><image href="file:///etc/passwd" width="9" height="9"/></svg>')
    assert "more than shapes: image" in kiosk.refused("labels", *words, str(file))
    assert [path.name for path in tmp_path.glob("*.png")] == []


def test_a_backup_brings_the_logo_back(kiosk: Shell, drawing: Path) -> None:
    kiosk.run("labels", "logo", str(drawing))
    kiosk.run("backup")
    settings = load(kiosk.house.data, environ={}, pot=str(kiosk.house.pot))
    (folder,) = backup.kept(settings.data / "backups")
    (name,) = logos.names(folder)
    (settings.data / name).unlink()
    backup.restore(settings, folder)
    assert "a logo of 1200 × 450 pixels" in kiosk.run("labels", "logo")
