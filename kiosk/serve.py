"""Runs the whole product from one command: gunicorn for the pages, a worker behind them."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

from kiosk.settings import Settings

GRACE: Final = 25.0  # seconds a process gets to end in peace
RESTS: Final = (1, 2, 5, 10, 30)  # seconds before a worker that died is started again


def serve_web(settings: Settings, host: str, port: int) -> None:
    """Answer pages in this process and its gunicorn workers until told to stop."""
    from gunicorn.app.base import BaseApplication

    from kiosk.app import create_app

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        """gunicorn without command line and without a configuration file."""

        def load_config(self) -> None:
            """Set every option ourselves."""
            for name, value in options(settings, host, port).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            """Return the application; each process opens its own connections later."""
            return create_app(settings)

    Server().run()


def options(settings: Settings, host: str, port: int) -> dict[str, Any]:
    """Return gunicorn's options: threads, because films stream; no line per request."""
    bare = f"[{host}]" if ":" in host else host
    return {
        "bind": [f"{bare}:{port}"],
        "worker_class": "gthread",
        "workers": settings.workers,
        "threads": settings.threads,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 20,
        "keepalive": 5,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "logger_class": "kiosk.serve.SilentLogger",
        "control_socket_disable": True,
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112, S108
        "limit_request_line": 2048,
        "limit_request_fields": 60,
        "forwarded_allow_ips": "",
        "post_fork": _keep_watch,
    }


def _keep_watch(_arbiter: Any, worker: Any) -> None:
    """Let each process seal and release should `kiosk work` fall silent."""
    counts = getattr(worker.app.callable, "extensions", {}).get("counts")
    if counts is not None:
        counts.keep_watch()


def _silent_logger() -> type:
    from gunicorn.glogging import Logger

    class SilentLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
        """gunicorn's log without anything a request said: no address, no path, no header."""

        def setup(self, cfg: Any) -> None:
            """Let only our own sentences and gunicorn's about its processes through."""
            super().setup(cfg)
            for handler in self.error_log.handlers:
                handler.addFilter(says_nothing_of_requests)

        def access(self, *_: Any, **__: Any) -> None:
            """Write no line per request, whatever the options say."""

    return SilentLogger


def says_nothing_of_requests(record: logging.LogRecord) -> bool:
    """Let a line through only if it is about a process, and strip what an exception held."""
    line = str(record.msg)
    if line.startswith(("Invalid request", "Error handling request", "Socket error", "Ignoring")):
        return False
    record.exc_info = None
    record.exc_text = None
    return True


def __getattr__(name: str) -> Any:
    """Make the logger when gunicorn asks for it, so that nothing else imports gunicorn."""
    if name == "SilentLogger":
        return _silent_logger()
    raise AttributeError(name)


def serve_all(words: Sequence[str], *, ready: Any = None) -> int:
    """Run `kiosk serve --only web` and `kiosk work` as children and pass signals on to them.

    `words` are the options both understand (`--data DIR`), then `--`, then those of the web.
    Returns the exit code: 0 after a stop that was asked for.
    """
    return _House(words, ready).run()


class _House:
    """The two children and who watches them."""

    def __init__(self, words: Sequence[str], ready: Any) -> None:
        common, _, web = " \0 ".join(words).partition(" \0 -- \0 ")
        program = [sys.executable, "-m", "kiosk"]
        shared = common.split(" \0 ") if common else []
        self.web = [*program, "serve", "--only", "web", *shared, *web.split(" \0 ")]
        self.worker = [*program, "work", *shared]
        self.stopping = False
        self.ready = ready
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.deaths = 0

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        self.children["web"] = subprocess.Popen(self.web)
        self.children["work"] = subprocess.Popen(self.worker)
        if self.ready is not None:
            self.ready()
        code = self._watch()
        self._end()
        return 0 if self.stopping else code

    def _stop(self, *_: object) -> None:
        self.stopping = True
        for child in self.children.values():
            child.send_signal(signal.SIGTERM)

    def _watch(self) -> int:
        """Wait for the web to end; a worker that dies is started again after a rest."""
        while self.children["web"].poll() is None:
            if self.children["work"].poll() is not None and not self.stopping:
                self._rest()
                self.children["work"] = subprocess.Popen(self.worker)
            time.sleep(0.2)
        return self.children["web"].returncode or 1

    def _rest(self) -> None:
        rest = RESTS[min(self.deaths, len(RESTS) - 1)]
        self.deaths += 1
        end = time.monotonic() + rest
        while time.monotonic() < end and not self.stopping:
            if self.children["web"].poll() is not None:
                return
            time.sleep(0.1)

    def _end(self) -> None:
        """End every child: in peace first, then by force."""
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in self.children.values():
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
