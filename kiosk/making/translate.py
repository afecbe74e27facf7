"""Asks a translation server in the plant's own house (LibreTranslate's way of talking) for drafts.

Off unless `translate_url` is set. Nothing is sent but the words of the lines and the two
languages: no title beyond them, no name, no address of ours. Redirects are not followed and no
proxy is used, so that the words reach that server or nobody.
"""

import json
import ssl
import time
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from content import noted, pairs, translation
from content.errors import TranslatorRefused, TranslatorSilent
from content.models import Text
from content.pairs import Sheet
from content.storage import Storage
from kiosk.settings import Settings

SECONDS: Final = 60
"""How long one answer may take in all."""
LARGEST: Final = 1_000_000
LONGEST_WHY: Final = 160
CHUNK: Final = 65_536


def offered(settings: Settings) -> bool:
    """Say whether a translation server is set."""
    return bool(settings.translate_url)


def draft(settings: Settings, text_id: str, storage: Storage) -> int:
    """Fill the empty lines of a text with a machine's drafts; return how many that were.

    Captions are asked for as they are seen, without marks. The text is then a machine's until a
    person says it is right. Raises TranslatorSilent, TranslatorRefused, peewee.DoesNotExist.
    """
    sheet = sheet_of(text_id, storage)
    empty = [line for line in pairs.pairs(sheet) if not line.body.strip()]
    if not empty:
        return 0
    said = [" ".join(line.source.split()) for line in empty]
    bodies = ask(settings, said, sheet.source.language, sheet.text.language)
    made = {line.key: body for line, body in zip(empty, bodies, strict=True)}
    return translation.draft(sheet_of(text_id, storage), fitting(made))


def sheet_of(text_id: str, storage: Storage) -> Sheet:
    """Return a text beside the one it is translated from: the first in the plant's language."""
    text = Text.get_by_id(text_id)
    return Sheet(noted.source_of(text), text, storage)


def fitting(bodies: dict[str, str]) -> dict[str, str]:
    """Return the drafts that fit into their lines; a person writes the others."""
    return {line: body for line, body in bodies.items() if translation.fits(line, body)}


def ask(settings: Settings, lines: Sequence[str], source: str, target: str) -> list[str]:
    """Return these lines in another language, in the same order.

    Raises TranslatorSilent where nothing comes in time, TranslatorRefused with what it said.
    """
    asked = {"q": list(lines), "source": source, "target": target, "format": "text"}
    if settings.translate_key:
        asked["api_key"] = settings.translate_key
    answer = _post(urlsplit(settings.translate_url), json.dumps(asked).encode())
    found = answer.get("translatedText")
    if not isinstance(found, list) or len(found) != len(lines):
        raise TranslatorSilent
    if not all(isinstance(one, str) for one in found):
        raise TranslatorSilent
    return [" ".join(one.split()) for one in found]


def _post(address: SplitResult, content: bytes) -> dict[str, Any]:
    until = time.monotonic() + SECONDS
    connection = _connection(address)
    head = {"Content-Type": "application/json", "Accept": "application/json"}
    try:
        connection.request("POST", f"{address.path.rstrip('/')}/translate", content, head)
        answer = connection.getresponse()
        body = _read(answer, until)
        said = json.loads(body)
    except (OSError, HTTPException, ValueError, RecursionError):
        raise TranslatorSilent from None
    finally:
        connection.close()
    if not isinstance(said, dict):
        raise TranslatorSilent
    if answer.status != HTTPStatus.OK:
        why = " ".join(str(said.get("error") or answer.status).split())
        raise TranslatorRefused(why=why[:LONGEST_WHY])
    return said


def _connection(address: SplitResult) -> HTTPConnection:
    if address.scheme == "https" and address.hostname:
        context = ssl.create_default_context()
        return HTTPSConnection(address.hostname, address.port, timeout=SECONDS, context=context)
    if address.scheme == "http" and address.hostname:
        return HTTPConnection(address.hostname, address.port, timeout=SECONDS)
    raise TranslatorRefused(why="translate_url must begin with http:// or https://")


def _read(answer: HTTPResponse, until: float) -> bytes:
    """Return the whole answer. Raises ValueError where it is too large, TimeoutError too slow."""
    body = b""
    while part := answer.read1(CHUNK):
        body += part
        if len(body) > LARGEST:
            raise ValueError
        if time.monotonic() > until:
            raise TimeoutError
    return body
