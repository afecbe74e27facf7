"""Drives a real Firefox (Marionette) or WebKitGTK (W3C WebDriver) without a library of drivers.

Both speak the commands of the W3C standard: WebKit over HTTP, Firefox over a socket of its own,
numbered and headed by their length (firefox-source-docs.mozilla.org/testing/marionette).
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Final

from tests.house import free_port
from tests.journeys.browsers.packages import mini_browser

ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE: Final = 60.0  # seconds
SIZE: Final = (500, 900)


class Refused(Exception):
    """The browser refused a command: what it said."""


class Remote(ABC):
    """A browser that does what a hand would do, and tells what an eye would see."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-browser-"))
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def do(self, command: str, **parts: Any) -> Any:
        """Send one command and return its value. Raises Refused."""

    def close(self) -> None:
        """End the browser and forget its profile."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *words: str, **environ: str) -> None:
        """Start a program that says nothing."""
        self.process = subprocess.Popen(
            words, env=dict(os.environ) | {"HOME": str(self.folder)} | environ,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def go(self, address: str) -> None:
        """Open an address."""
        self.do("Navigate", url=address)

    def run(self, script: str) -> Any:
        """Return the value of an expression of the page."""
        return self.do("ExecuteScript", script=f"return {script}", args=[])

    def until(self, expression: str) -> None:
        """Wait until an expression of the page is true."""
        self._wait(lambda: self.run(expression), expression)

    def seen(self, rule: str) -> str:
        """Wait for an element and return its words."""
        return str(self._on(rule, "GetElementText"))

    def says(self, rule: str, words: str) -> None:
        """Wait until an element says these words."""
        self._wait(lambda: words in self.seen(rule), f"{rule}: {words}")

    def click(self, rule: str) -> None:
        """Wait for an element and click it, as soon as it can be clicked."""
        self._on(rule, "ElementClick")

    def pick(self, rule: str, words: str) -> None:
        """Wait for the element of this kind that says these words, and click it."""

        def found() -> bool:
            for one in self.do("FindElements", using="css selector", value=rule):
                if words in str(self.do("GetElementText", id=one[ELEMENT])):
                    self.do("ElementClick", id=one[ELEMENT])
                    return True
            return False

        self._wait(found, f"{rule}: {words}")

    def picture(self) -> bytes:
        """Return what is to be seen, as PNG."""
        return base64.b64decode(self.do("TakeScreenshot", full=False))

    def cookies(self) -> list[Any]:
        """Return the cookies of the page."""
        return list(self.do("GetCookies"))

    def _on(self, rule: str, command: str) -> Any:
        said: list[Any] = []

        def done() -> bool:
            one = self.do("FindElement", using="css selector", value=rule)[ELEMENT]
            said.append(self.do(command, id=one))
            return True

        self._wait(done, rule)
        return said[0]

    def _wait(self, ready: Any, what: str) -> None:
        end, last = time.monotonic() + PATIENCE, ""
        while time.monotonic() < end:
            try:
                if ready():
                    return
            except Refused as refused:
                last = str(refused)
            time.sleep(0.1)
        raise AssertionError(f"waited in vain for {what} {last}")


class Firefox(Remote):
    """Firefox, headless, in a fresh profile that reads a language first."""

    def __init__(self, language: str, *, script: bool = True) -> None:
        super().__init__()
        port, self.number = free_port(), 0
        facts = {
            "marionette.port": port, "intl.accept_languages": language,
            "javascript.enabled": script, "media.autoplay.default": 0,
            "datareporting.policy.dataSubmissionEnabled": False, "app.update.enabled": False,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
            "browser.shell.checkDefaultBrowser": False, "services.settings.server": "data:,",
        }  # fmt: skip
        (self.folder / "user.js").write_text(
            "".join(f'user_pref("{name}", {json.dumps(fact)});\n' for name, fact in facts.items())
        )
        self.start(
            "firefox-esr",
            "--marionette",
            "--headless",
            "--no-remote",
            "--profile",
            str(self.folder),
        )
        self.line = self._line(port)
        self.do("NewSession", capabilities={})
        self.do("SetWindowRect", width=SIZE[0], height=SIZE[1])

    def close(self) -> None:
        self.line.close()
        super().close()

    def do(self, command: str, **parts: Any) -> Any:
        self.number += 1
        sent = json.dumps([0, self.number, f"WebDriver:{command}", parts]).encode()
        self.line.sendall(b"%d:%b" % (len(sent), sent))
        _, _, error, value = self._said()
        if error:
            raise Refused(f"{error['error']}: {error['message']}")
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def _said(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._read(1)
        return json.loads(self._read(int(length[:-1])))

    def _read(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            more = self.line.recv(count - len(got))
            if not more:
                raise Refused("the browser is gone")
            got += more
        return got

    def _line(self, port: int) -> socket.socket:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
                self._said()
            except (OSError, Refused):
                if hasattr(self, "line"):
                    self.line.close()
                assert time.monotonic() < end, "Firefox does not answer"
                time.sleep(0.2)
            else:
                return self.line


HTTP: Final = {
    "Navigate": ("POST", "url"),
    "ExecuteScript": ("POST", "execute/sync"),
    "FindElement": ("POST", "element"),
    "FindElements": ("POST", "elements"),
    "GetElementText": ("GET", "element/{id}/text"),
    "ElementClick": ("POST", "element/{id}/click"),
    "TakeScreenshot": ("GET", "screenshot"),
    "GetCookies": ("GET", "cookie"),
    "SetWindowRect": ("POST", "window/rect"),
}
"""Each command of the standard with its HTTP method and place."""


class WebKit(Remote):
    """WebKitGTK on a screen in memory, the nearest to an iPhone that a test can have."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1000x24"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self.screen.stdout
        display = f":{self.screen.stdout.readline().decode().strip()}"
        port = free_port()
        self.start(
            "WebKitWebDriver", f"--port={port}", DISPLAY=display, LANGUAGE=language, LANG="C.UTF-8",
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1", GDK_BACKEND="x11",
            XDG_RUNTIME_DIR=str(self.folder), LIBGL_ALWAYS_SOFTWARE="1",
        )  # fmt: skip
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(mini_browser()), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._wait(lambda: self._begun(wanted), "WebKitWebDriver")
        self.do("SetWindowRect", width=SIZE[0], height=SIZE[1])

    def do(self, command: str, **parts: Any) -> Any:
        method, place = HTTP[command]
        address = f"{self.address}/{place.format(**parts)}"
        return self._asked(method, address, parts if method == "POST" else None)

    def click(self, rule: str) -> None:
        self.seen(rule)
        self.run(f"document.querySelector(`{rule}`)?.scrollIntoView({{block: 'center'}})")
        super().click(rule)

    def close(self) -> None:
        try:
            self._asked("DELETE", self.address, None)
        finally:
            super().close()
            self.screen.terminate()
            self.screen.communicate(timeout=30)

    def _begun(self, wanted: dict[str, Any]) -> bool:
        session = self._asked("POST", self.address, wanted)
        self.address += f"/{session['sessionId']}"
        return True

    def _asked(self, method: str, address: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(address, data, method=method)  # noqa: S310  of ours
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Refused(error.read().decode()) from error
        except OSError as error:
            raise Refused(str(error)) from error
