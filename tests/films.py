"""Files that look like films from outside: enough for whoever takes them in, quick to make."""

import hashlib
import struct


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box of an MP4."""
    return struct.pack(">I4s", len(content) + 8, kind) + content


def mp4(size: int = 3_000, seed: int = 1) -> bytes:
    """Return an MP4 of so many bytes, with its index but without a picture."""
    head = box(b"ftyp", b"isom\0\0\2\0isomiso2mp41")
    index = box(b"moov", box(b"mvhd", struct.pack(">12xII", 1000, 4000).ljust(100, b"\0")))
    rest = size - len(head) - len(index) - 8
    noise = hashlib.shake_128(seed.to_bytes(4)).digest(rest)
    return head + index + box(b"mdat", noise)
