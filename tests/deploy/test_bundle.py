"""The bundle: one archive that installs on a box without internet, checked byte by byte."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.house import ROOT

ALONE = ["unshare", "--map-root-user", "--net"]  # a process without any network


@pytest.fixture
def bundle() -> ModuleType:
    """The script itself."""
    spec = importlib.util.spec_from_file_location("bundle", ROOT / "deploy" / "bundle.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def installed(folder: Path, target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(folder / "install.sh"), str(target)], capture_output=True, text=True,
        check=False, env=dict(os.environ) | environment,
    )  # fmt: skip


def test_it_refuses_another_python_and_installs_nothing(bundle: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "install.sh").write_text(bundle.installer((3, 99)))
    ended = installed(tmp_path, tmp_path / "opt", PYTHON=sys.executable)
    assert ended.returncode == 1
    assert "This bundle was made for Python 3.99" in ended.stderr
    assert not (tmp_path / "opt").exists()


def test_the_archive_carries_its_hash_beside_it(bundle: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "shopfloor-kiosk-bundle"
    folder.mkdir()
    (folder / "install.sh").write_text(bundle.installer((3, 11)))
    archive = bundle.pack(folder, tmp_path / "dist")
    said = archive.with_name(archive.name + ".sha256").read_text()
    assert said == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"
    with tarfile.open(archive) as tar:
        assert "shopfloor-kiosk-bundle/install.sh" in tar.getnames()


def test_a_wheel_made_from_source_is_taken_by_its_hash(bundle: ModuleType, tmp_path: Path) -> None:
    wheel = tmp_path / "Two_Words-1.2-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    lock = "other==1 \\\n    --hash=sha256:aa\ntwo-words==1.2 \\\n    --hash=sha256:bb\n"
    digest = hashlib.sha256(b"wheel").hexdigest()
    assert bundle.with_hash(lock, wheel).splitlines()[3:] == [
        f"    --hash=sha256:{digest} \\", "    --hash=sha256:bb",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="does not name two-words"):
        bundle.with_hash("", wheel)


def packed(folder: Path, version: str) -> None:
    """Write a wheel of that version which says no more than that."""
    folder.mkdir(parents=True)
    facts = f"shopfloor_kiosk-{version}.dist-info"
    with zipfile.ZipFile(folder / f"shopfloor_kiosk-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("kiosk_version.py", f"print('{version}')")
        wheel.writestr(f"{facts}/METADATA", f"Name: shopfloor-kiosk\nVersion: {version}\n")
        wheel.writestr(f"{facts}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{facts}/RECORD", "")


@pytest.mark.thorough
def test_a_newer_version_takes_the_place_of_the_former_and_the_other_way_round(
    bundle: ModuleType, tmp_path: Path
) -> None:
    said, leads = [], []
    for at, version in enumerate(["1.0", "1.1", "1.0"]):
        folder = tmp_path / str(at)
        packed(folder / "wheels", version)
        (folder / "requirements.lock").touch()
        (folder / "install.sh").write_text(bundle.installer(sys.version_info[:2]))
        ended = installed(folder, tmp_path / "opt", PYTHON=sys.executable)
        assert ended.returncode == 0
        leads.append(ended.stdout.rpartition("/kiosk ")[2].split()[0])
        program = [str(tmp_path / "opt" / "bin" / "python"), "-m", "kiosk_version"]
        said.append(subprocess.run(program, check=True, capture_output=True, text=True).stdout)
    assert said == ["1.0\n", "1.1\n", "1.0\n"]
    assert leads == ["init", "upgrade", "upgrade"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The archive that `make bundle` has just made, else one made here."""
    if "BUNDLE" in os.environ:
        return Path(os.environ["BUNDLE"])
    script = [sys.executable, str(ROOT / "deploy" / "bundle.py"), "--out", str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    return tmp_path / "shopfloor-kiosk-bundle.tar.gz"


@pytest.mark.slow
def test_it_installs_without_any_network(archive: Path, tmp_path: Path) -> None:
    if subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody take a process off the network")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    script = [str(tmp_path / "shopfloor-kiosk-bundle" / "install.sh"), str(tmp_path / "opt")]
    subprocess.run(
        [*ALONE, "sh", *script], check=True, env=dict(os.environ) | {"PYTHON": sys.executable}
    )
    program = str(tmp_path / "opt" / "bin" / "kiosk")
    data = ["--data", str(tmp_path / "plant")]
    founded = [*ALONE, program, "init", "--name", "Works", "--crowd", "240", *data]
    subprocess.run(founded, check=True, cwd=tmp_path)
    listed = subprocess.run([program, "machines", "list", "--json", *data], capture_output=True,
                            check=True, cwd=tmp_path)  # fmt: skip
    assert listed.stdout == b"[]\n"
