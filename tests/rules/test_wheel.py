"""The wheel: what is installed serves the very pages of the checkout, and brings nothing else."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from kiosk.web import assets
from tests.house import ROOT

BUILD = [sys.executable, "-m", "build", "--no-isolation"]
SHOW = """
import sys
from pathlib import Path
from kiosk.app import create_app
from kiosk.settings import load
app = create_app(load(Path(sys.argv[1]), environ={}, demo=True, pot=sys.argv[2]))
client = app.test_client()
out = sys.stdout.buffer
for path in sys.argv[3:]:
    answer = client.get(path)
    out.write(f"{answer.status_code} {path}\\n".encode() + answer.data)
import kiosk
print(kiosk.__file__, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of this tree."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([*BUILD, "--wheel", "--outdir", out, ROOT], check=True, capture_output=True)
    return next(out.glob("*.whl"))


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_the_product_and_nothing_of_its_making(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names(wheel)}
    assert {one for one in tops if not one.endswith(".dist-info")} == {
        "kiosk", "content", "qr_codes",
    }  # fmt: skip
    endings = {Path(name).suffix for name in names(wheel)}
    assert not endings & {".po", ".pot", ".pyc", ".lock", ".orig"}


def test_the_wheel_holds_what_is_no_code(wheel: Path) -> None:
    held = set(names(wheel))
    for pattern, within in (
        ("static/**/*", "kiosk/_static"), ("content/library/**/*", "content/library"),
        ("qr_codes/designs/**/*", "qr_codes/designs"), ("qr_codes/stocks/*", "qr_codes/stocks"),
        ("kiosk/templates/**/*.html", "kiosk/templates"), ("kiosk/migrations/*.py", ""),
        ("kiosk/translations/**/*.mo", ""),
    ):  # fmt: skip
        wanted = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)
                  if path.is_file() and path.suffix not in (".pyc", ".po")}  # fmt: skip
        top = pattern.split("/**")[0].split("/*")[0]
        renamed = {name.replace(top, within, 1) if within else name for name in wanted}
        assert renamed, pattern
        assert renamed <= held, pattern


def test_the_installed_wheel_serves_the_pages_of_the_checkout(
    wheel: Path, tmp_path: Path, founded: Path
) -> None:
    (tmp_path / "plant").mkdir()
    shutil.copy(founded, tmp_path / "plant" / "kiosk.db")
    python = environment(tmp_path / "venv", wheel)
    paths = ("/D4H7KW", "/de/", "/en/", "/en/numbers", "/de/transparency", *static_files())
    words = ["-c", SHOW, str(tmp_path / "plant"), str(tmp_path / "pot"), *paths]
    there = subprocess.run([python, *words], cwd=tmp_path, check=True, capture_output=True)
    here = subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
    assert str(tmp_path).encode() in there.stderr
    assert str(ROOT).encode() in here.stderr
    assert here.stdout.startswith(b"200 /D4H7KW")
    assert there.stdout == here.stdout


def static_files() -> list[str]:
    """Return the addresses of all static files, as the checkout names them."""
    return [assets.url(path.name) for path in assets.folder().rglob("*")
            if path.suffix[1:] in assets.TYPES]  # fmt: skip


def environment(folder: Path, wheel: Path) -> str:
    """Make an environment that holds the wheel, and beside it only what it depends on."""
    venv.create(folder, with_pip=False)
    packages = next((folder / "lib").glob("python*")) / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)  # noqa: S202  built a moment ago, of this tree
    lent = folder / "lent"
    lent.mkdir()
    for path in Path(next(p for p in sys.path if p.endswith("site-packages"))).iterdir():
        if "kiosk" not in path.name:
            (lent / path.name).symlink_to(path)
    (packages / "lent.pth").write_text(f"{lent}\n")
    return str(folder / "bin" / "python")


@pytest.mark.slow
def test_the_source_archive_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([*BUILD, "--sdist", "--outdir", tmp_path, ROOT], check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as tar:
        tar.extractall(tmp_path, filter="data")
    tree = next(path for path in tmp_path.iterdir() if path.is_dir())
    subprocess.run(
        [*BUILD, "--wheel", "--outdir", tmp_path, tree], check=True, capture_output=True,
        env=dict(os.environ),
    )  # fmt: skip
    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()
