"""A plant served for a journey: its pages on a port of their own, its clock free to move on."""

import signal
import subprocess
from pathlib import Path

from kiosk.settings import Settings
from tests.house import House, answers, free_port, until


class Served:
    """A plant with its pages on a port of their own; it can be stopped, and looked at later."""

    def __init__(self, settings: Settings) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        (settings.data / "kiosk.toml").write_text(
            f'demo = true\nbase_url = "{self.address}"\npot = "{settings.pot}"\n'
        )
        self.house = House(settings.data, Path(settings.pot))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        """Serve, and wait for the first answer; `--only web` where no film waits to be made."""
        self.process = self.house.start("serve", "--port", str(self.port), *more)
        until(lambda: answers(self.port, "/readyz"), "the first answer")

    def stop(self) -> None:
        """Stop in peace."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            self.process = None

    def run(self, *words: str) -> str:
        """Run a command of the product on this plant and return what it said."""
        done = self.house.run(*words)
        assert done.code == 0, done.err
        return done.out

    def run_later(self, days: int, *words: str) -> str:
        """Run a command on a day to come: the machine's clock moves on for it alone."""
        command = ["faketime", "-f", f"+{days}d", *self.house.words(*words)]
        environ = self.house.environment()
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
