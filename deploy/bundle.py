"""Makes one archive that installs the kiosk on a box without internet.

It holds this version's wheel, the wheel of everything in requirements.lock, and `install.sh`,
which installs from these files alone and checks every hash.

    python deploy/bundle.py --out dist
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

INSTALL = """\
#!/bin/sh
# Installs the kiosk into a folder (default /opt/kiosk) without any network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/kiosk}
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.version_info[:2] == (MAJOR, MINOR) or sys.exit(
    "This bundle was made for Python MAJOR.MINOR; PYTHON=... names another one.")'
next=init
[ -e "$target/pyvenv.cfg" ] && next=upgrade
"$python" -m venv "$target"
"$target/bin/pip" install --quiet --no-index --find-links "$here/wheels" \\
    --require-hashes -r "$here/requirements.lock"
# whatever version stands there, newer or older, gives way to the one in this bundle
"$target/bin/pip" install --quiet --no-index --find-links "$here/wheels" --no-deps \\
    --force-reinstall shopfloor-kiosk
"$target/bin/python" -m compileall -q "$target/lib" >/dev/null || true
echo "Installed in $target. Next: $target/bin/kiosk $next --help"
"""


def run(*command: str) -> None:
    """Run one step or stop with its error."""
    subprocess.run(command, check=True, cwd=ROOT)


def collect(folder: Path) -> None:
    """Put the wheels, the lock and the installer into the folder."""
    wheels = folder / "wheels"
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    print("Collecting wheels …", flush=True)
    run(*pip, "download", "--require-hashes", "--prefer-binary", "--dest", str(wheels),
        "-r", "requirements.lock")  # fmt: skip
    lock = (ROOT / "requirements.lock").read_text()
    for source in sorted(wheels.glob("*.tar.gz")):
        run(*pip, "wheel", "--no-deps", "--wheel-dir", str(folder / "made"), str(source))
        source.unlink()
    for made in sorted(folder.glob("made/*.whl")):
        lock = with_hash(lock, made)
        made.rename(wheels / made.name)
    shutil.rmtree(folder / "made", ignore_errors=True)
    (folder / "requirements.lock").write_text(lock)
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), ".")
    for name in ("deploy", "docs", "README.md", "LICENSE", "NOTICE.md", "CHANGELOG.md"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    (folder / "install.sh").write_text(installer(sys.version_info[:2]))
    (folder / "install.sh").chmod(0o755)


def with_hash(lock: str, wheel: Path) -> str:
    """Let a lock take a wheel that was made here, of a package published as source alone."""
    name, version, *_ = wheel.name.split("-")
    pinned = f"{name.replace('_', '-').lower()}=={version} \\\n"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if pinned not in lock:
        message = f"requirements.lock does not name {pinned.split(maxsplit=1)[0]}"
        raise ValueError(message)
    return lock.replace(pinned, f"{pinned}    --hash=sha256:{digest} \\\n")


def installer(version: tuple[int, int]) -> str:
    """Return the script that installs the bundle, for one version of Python."""
    return INSTALL.replace("MAJOR", str(version[0])).replace("MINOR", str(version[1]))


def pack(folder: Path, out: Path) -> Path:
    """Write the archive and its SHA-256 beside it."""
    out.mkdir(parents=True, exist_ok=True)
    archive = out / f"{folder.name}.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
        tar.add(folder, folder.name)
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    archive.with_suffix(".gz.sha256").write_text(f"{digest}  {archive.name}\n")
    return archive


def main() -> None:
    """Make the archive and say where it lies."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    out: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "shopfloor-kiosk-bundle"
        folder.mkdir()
        collect(folder)
        archive = pack(folder, out.absolute())
    size = archive.stat().st_size // 1_000_000
    print(f"{archive} ({size} MB). On the box: tar xf … && ./install.sh")


if __name__ == "__main__":
    main()
