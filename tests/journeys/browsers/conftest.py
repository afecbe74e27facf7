"""Fixtures of the journeys in browsers beside Chromium: each opened fresh, and closed."""

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.browsers import packages
from tests.journeys.browsers.remote import Firefox, Remote, WebKit

Opens = Callable[..., Remote]


@pytest.fixture
def opens() -> Iterator[Opens]:
    """Open a browser by its name; all of them are closed in the end."""
    lacking = packages.missing()
    if lacking:
        pytest.fail(f"Run `make browsers`, or: apt-get install {' '.join(lacking)}")
    opened: list[Remote] = []

    def open_one(name: str, language: str, *, script: bool = True) -> Remote:
        made = Firefox(language, script=script) if name == "firefox" else WebKit(language)
        opened.append(made)
        return made

    yield open_one
    for one in opened:
        one.close()
