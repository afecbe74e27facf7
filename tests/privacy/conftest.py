"""What the proofs stand on: real memory, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder on a real RAM file system."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-test-", dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shared_memory() -> Iterator[Path]:
    """A folder on a real RAM file system for the proofs of one file."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-test-", dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder)
