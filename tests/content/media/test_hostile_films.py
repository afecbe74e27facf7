"""Whatever is sent in a film's place is refused with its sentence, or tamed: fast and in bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from content.media import errors
from tests.content.media.hostile_films import ALL, TAMED, Hostile
from tests.cost import least_told

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

SECONDS = 2.0
MEMORY = 300_000_000
LOOK = """
import json, resource, sys, time
from pathlib import Path
from content.media import doctor, errors
start, error, words = time.process_time(), "", ""
try:
    doctor.look(Path(sys.argv[1]))
except errors.MediaError as problem:
    error, words = type(problem).__name__, str(problem)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "error": error, "words": words, "memory": used.ru_maxrss * 1024,
    "seconds": used.ru_utime + used.ru_stime + time.process_time() - start,
}))
"""


def looked_at(path: Path) -> dict[str, Any]:
    """What becomes of a file, in a process of its own whose children are weighed."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(path)], capture_output=True, check=True, text=True,
        timeout=60,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("hostile", ALL, ids=lambda one: one.name)
def test_it_is_refused_with_its_sentence_or_tamed(hostile: Hostile, tmp_path: Path) -> None:
    path = tmp_path / hostile.name
    hostile.make(path)
    seen = looked_at(path)
    assert seen["error"] == hostile.error
    assert hostile.error == TAMED or seen["words"] == str(getattr(errors, hostile.error)(**FACTS))
    goes = chain((seen,), iter(lambda: looked_at(path), None))
    assert least_told(lambda: float(next(goes)["seconds"]), SECONDS) < SECONDS
    assert seen["memory"] < MEMORY


FACTS = {"seconds": 400 * 3600.0, "longest": 900.0, "tracks": 3002, "most": 32}


def test_the_table_has_every_kind_of_attack() -> None:
    assert len(ALL) >= 25
    assert len({one.error for one in ALL}) >= 8
