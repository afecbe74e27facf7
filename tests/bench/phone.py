"""A phone's connection to the server, as little of HTTP as a load generator needs."""

import asyncio
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

HOST: Final = "127.0.0.1"
HEAD: Final = "Host: localhost\r\nAccept-Encoding: gzip\r\nAccept-Language: de\r\n"
ROOM: Final = 32 * 1024  # bytes a slow phone lets the network hold for it


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status and the body as it was sent."""

    status: int
    body: bytes


class Phone:
    """One connection that is kept open from request to request."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, port: int) -> "Phone":
        """Connect to the server of this port."""
        return cls(*await asyncio.open_connection(HOST, port))

    @classmethod
    async def slow(cls, port: int) -> "Phone":
        """Connect with little room for what is sent ahead, as over a slow radio."""
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        door.setblocking(False)
        await asyncio.get_running_loop().sock_connect(door, (HOST, port))
        return cls(*await asyncio.open_connection(sock=door, limit=ROOM))

    async def get(self, path: str, head: str = "") -> Answer:
        """Ask for a page and read it whole."""
        status, length = await self.begin(path, head)
        return Answer(status, await self._reader.readexactly(length))

    async def post(self, path: str, head: str = "", **fields: str) -> Answer:
        """Send a form and read the answer whole."""
        body = urlencode(fields).encode()
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        length = f"Content-Length: {len(body)}\r\n"
        self._writer.write(
            f"POST {path} HTTP/1.1\r\n{HEAD}{kind}{head}{length}\r\n".encode() + body
        )
        status, size = await self._head()
        return Answer(status, await self._reader.readexactly(size))

    async def begin(self, path: str, head: str = "") -> tuple[int, int]:
        """Ask for something and return status and length; `take` reads the body."""
        self._writer.write(f"GET {path} HTTP/1.1\r\n{HEAD}{head}\r\n".encode())
        return await self._head()

    async def take(self, most: int) -> int:
        """Read some of a body and return how many bytes came; 0 at its end."""
        return len(await self._reader.read(most))

    async def _head(self) -> tuple[int, int]:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines if line)
        return int(first.split()[1]), int(fields.get("content-length", "0"))

    def hang_up(self) -> None:
        """Close the connection at once."""
        self._writer.transport.abort()
