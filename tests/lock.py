"""Writes the three lock files: names, versions and hashes, never the address of an index."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "requirements.lock"
POSTGRES = ROOT / "deploy" / "postgres.lock"
DEV = ROOT / "tests" / "requirements.lock"
COMPILE = (
    sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes",
    "--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url",
    "--no-emit-find-links", "--upgrade",
)  # fmt: skip


def lock(target: Path, *sources: str) -> None:
    """Resolve the sources newest-first and write the pins."""
    subprocess.run([*COMPILE, *sources, "--output-file", str(target)], check=True, cwd=ROOT)
    lines = target.read_text().count("==")
    print(f"{target.relative_to(ROOT)}: {lines} packages")


def main() -> None:
    """Lock what the product needs; what PostgreSQL and the tests need on top agrees with it."""
    lock(RUN, "pyproject.toml", "--group", "build")
    lock(POSTGRES, "pyproject.toml", "--extra", "postgres", "--constraint", str(RUN))
    lock(DEV, "pyproject.toml", "--extra", "postgres", "--group", "dev", "--constraint", str(RUN))


if __name__ == "__main__":
    main()
