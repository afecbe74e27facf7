"""Bad wifi on purpose: a line between a browser and a server that is slow, and that can be cut."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Final, Self

from tests.house import free_port

SIP: Final = 16 * 1024


class Wifi:
    """Passes bytes on to a port, `speed` of them in a second; `cut` breaks every line at once."""

    def __init__(self, port: int, speed: float) -> None:
        self.target, self.speed, self.port = port, speed, free_port()
        self.lines: list[socket.socket] = []
        self.passed, self.down, self.dead, self.over = 0, False, False, False
        self.door = socket.create_server(("127.0.0.1", self.port))

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, _k: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.over = True
        self.door.close()
        self.cut()

    def cut(self) -> None:
        """Break every line; none comes about until `mend`."""
        self.down = True
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self.lines.clear()

    def swallow(self) -> None:
        """Let every line stand and nothing pass, as in a dead zone, until it is cut."""
        self.dead = True

    def mend(self) -> None:
        """Let new lines come about."""
        self.down = self.dead = False

    def _listen(self) -> None:
        while not self.over:
            with contextlib.suppress(OSError):
                self._connect(self.door.accept()[0])

    def _connect(self, phone: socket.socket) -> None:
        try:
            if self.down:
                raise ConnectionRefusedError
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            phone.close()
            return
        self.lines += [phone, server]
        for words in ((phone, server, True), (server, phone, False)):
            threading.Thread(target=self._pass, args=words, daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, up: bool) -> None:  # noqa: FBT001
        with contextlib.suppress(OSError):
            while block := source.recv(SIP):
                while self.dead and not self.over:
                    time.sleep(0.05)
                sink.sendall(block)
                if up:
                    self.passed += len(block)
                    time.sleep(len(block) / self.speed)
        for line in (source, sink):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
