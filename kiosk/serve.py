"""Runs the whole product from one command: gunicorn for the pages, a worker behind them."""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from kiosk import running
from kiosk.settings import Settings

LOG: Final = logging.getLogger("kiosk.serve")
GRACE: Final = 25.0  # seconds a process gets to end in peace
LOOK: Final = 0.1  # seconds between two looks at the children
RESTS: Final = (1, 2, 5, 10, 30)  # seconds before a worker that died is started again
HEALTHY: Final = 300.0  # a worker that lived this long begins with the first rest again
EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


class CantListen(Exception):
    """Nobody can be answered at this address and port."""


def refuse_taken(host: str, port: int) -> None:
    """Raise CantListen with what to do where this address and port can't be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CantListen(_why(error, host, port)) from error


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use: stop what listens there, or give another --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is for root alone: give a --port above 1023 and put nginx before it."
    return f"{host} is no address of this machine: give --host 127.0.0.1, or 0.0.0.0 for all."


def serve_web(settings: Settings, host: str, port: int) -> None:
    """Answer pages in this process and its gunicorn workers until told to stop.

    Raises CantListen.
    """
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

    refuse_taken(host, port)
    if settings.metrics:
        where, _, number = settings.metrics.rpartition(":")
        refuse_taken(where.strip("[]"), int(number))
    running.end_young_children_too()
    running.leave_no_core()
    with running.serving(settings):
        Server().run()


def options(settings: Settings, host: str, port: int) -> dict[str, Any]:
    """Return gunicorn's options: threads, because films stream; no line per request."""
    bare = f"[{host}]" if ":" in host else host
    return {
        "bind": [f"{bare}:{port}", *([settings.metrics] if settings.metrics else [])],
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


def serve_all(data: str, host: str, port: int, *, ready: Callable[[], object]) -> int:
    """Run the pages and the worker of a plant as children until told to stop.

    `ready` is called once the pages answer. Returns the exit code: 0 after a stop that was asked
    for, 1 if the pages ended by themselves. Raises CantListen.
    """
    refuse_taken(host, port)
    return _House(data, host, port, ready).run()


class _House:
    """The two children and who watches them."""

    def __init__(self, data: str, host: str, port: int, ready: Callable[[], object]) -> None:
        child = [sys.executable, "-m", "kiosk"]
        shared = ["--data", data, "--parent", str(os.getpid())]
        where = ["--host", host, "--port", str(port)]
        self.commands = {
            "web": [*child, "serve", "--only", "web", *shared, *where],
            "work": [*child, "work", *shared],
        }
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.door = (EVERYWHERE.get(host, host), port)
        self.ready = ready
        self.stopping = False
        self.open = False
        self.deaths = 0
        self.born = 0.0
        self.due = 0.0

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._start("web")
        try:
            while not self.stopping and self.children["web"].poll() is None:
                self._look()
                time.sleep(LOOK)
        finally:
            self._end()
        if not self.stopping and self.open:
            LOG.warning("The pages ended by themselves; everything else was stopped too.")
        return 0 if self.stopping else 1

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(self.commands[name])
        self.born = time.monotonic()

    def _look(self) -> None:
        """Start the worker once the pages answer; start one that died again, after a rest."""
        if not self.open:
            if self._answers():
                self.open = True
                self._start("work")
                self.ready()
        elif self.children["work"].poll() is not None:
            self._rest()

    def _rest(self) -> None:
        now = time.monotonic()
        if not self.due:
            self.deaths = 0 if now - self.born > HEALTHY else self.deaths
            self.due = now + RESTS[min(self.deaths, len(RESTS) - 1)]
            self.deaths += 1
        elif now >= self.due:
            self.due = 0.0
            self._start("work")

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(self.door, timeout=1):
            return True
        return False

    def _end(self) -> None:
        """End every child: in peace first, then by force."""
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
