"""The command line as an operator types it, in the process of the test."""

import json
import sqlite3
from contextlib import closing

import pytest

from kiosk.cli import main
from tests.house import Ended, House


class Shell:
    """Types commands about one plant, in this process."""

    def __init__(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        self.house, self.capsys = house, capsys

    def __call__(self, *words: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([*words, "--data", str(self.house.data)])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Ended(int(ended.value.code or 0), out, err)

    def refused(self, *words: str) -> str:
        """Run a command that must fail with exit code 1; return what it said."""
        ended = self(*words)
        assert ended.code == 1, ended
        assert ended.out == ""
        return ended.err

    def run(self, *words: str) -> str:
        """Run a command that must succeed; return what it printed."""
        ended = self(*words)
        assert ended.code == 0, ended
        return ended.out

    def machines(self) -> list[dict[str, str]]:
        """Return what `machines list --json` tells."""
        found: list[dict[str, str]] = json.loads(self.run("machines", "list", "--json"))
        return found


def change(house: House, statement: str) -> None:
    """Change a plant's database behind the program's back."""
    with closing(sqlite3.connect(house.data / "kiosk.db", isolation_level=None)) as file:
        file.execute(statement)
