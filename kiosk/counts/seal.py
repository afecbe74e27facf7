"""The open counts on disk: encrypted, always equally long, readable until their period closes.

What is sealed depends on use in its numbers only, and these have fixed places: a slot is four
bytes, the spent tickets fill a fixed array. So neither size nor time of the file says anything.
"""

import json
import os
import struct
import zlib
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.counts.keys import sync_folder
from kiosk.counts.pot import Dump, Slot

MAGIC: Final = b"KIOSKPOT1\n"
NONCE: Final = 12
PAGE: Final = 4096
HEAD: Final = struct.Struct(">III")  # bytes of the names, slots, room for spent tickets
SPENT: Final = struct.Struct(">8sH")
MINUTE: Final = 60


def pack(dump: Dump) -> bytes:
    """Return a pot as bytes whose number does not depend on what was counted or spent."""
    places = [slot for slot, _ in dump.slots]
    names = zlib.compress(json.dumps([dump.plants, dump.ways, places]).encode())
    numbers = struct.pack(f">{len(places)}I", *(n for _, n in dump.slots))
    spent = b"".join(SPENT.pack(*one) for one in dump.spent).ljust(
        dump.capacity * SPENT.size, b"\0"
    )
    whole = HEAD.pack(len(names), len(places), dump.capacity) + names + numbers + spent
    return whole + bytes(-len(whole) % PAGE)


def unpack(whole: bytes) -> Dump:
    """Return the pot that `pack` packed."""
    size, count, capacity = HEAD.unpack_from(whole)
    at = HEAD.size + size
    plants, ways, places = json.loads(zlib.decompress(whole[HEAD.size : at]))
    numbers = struct.unpack_from(f">{count}I", whole, at)
    at += 4 * count
    spent = SPENT.iter_unpack(whole[at : at + capacity * SPENT.size])
    return Dump(
        plants=[tuple(plant) for plant in plants],
        ways=[tuple(way) for way in ways],
        slots=[(Slot(*place), n) for place, n in zip(places, numbers, strict=True)],
        spent=[(mark, day) for mark, day in spent if day],
        capacity=capacity,
    )


def seal(dump: Dump, file: Path, key: bytes, now: float) -> None:
    """Write a pot to the disk in one step, dated to the minute whatever happened in it."""
    nonce = os.urandom(NONCE)
    content = MAGIC + nonce + ChaCha20Poly1305(key).encrypt(nonce, pack(dump), MAGIC)
    draft = file.with_suffix(".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    minute = int(now) // MINUTE * MINUTE
    os.utime(draft, (minute, minute))
    draft.replace(file)
    sync_folder(file.parent)


def unseal(file: Path, key: bytes) -> Dump | None:
    """Return the pot a file holds, or None if it is missing, damaged, or this is not its key."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    nonce, sealed = content[len(MAGIC) :][:NONCE], content[len(MAGIC) + NONCE :]
    if not content.startswith(MAGIC) or len(nonce) < NONCE:
        return None
    try:
        return unpack(ChaCha20Poly1305(key).decrypt(nonce, sealed, MAGIC))
    except InvalidTag:
        return None
