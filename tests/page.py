"""A client that looks at every page it is given: what no page may lack, and what none may have."""

import base64
import gzip
import hashlib
import re
import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import Any, Final

import brotli
import html5lib
from flask import Flask
from werkzeug.test import TestResponse

HTML: Final = "{http://www.w3.org/1999/xhtml}"
LARGEST_FIRST: Final = 5_170
"""Bytes of a first answer without its head: with it, they are six thousand."""
LARGEST: Final = 7_000
NAMED: Final = {"hidden", "submit"}


class Worker:
    """Somebody on the floor: asks as phones do, and looks at whatever comes back."""

    def __init__(self, app: Flask, language: str = "de", address: str = "192.0.2.7") -> None:
        self.client = app.test_client(use_cookies=False)
        self.head = {"Accept-Language": language, "Accept-Encoding": "gzip"}
        self.around = {"REMOTE_ADDR": address}

    def get(self, path: str, status: int = 200, **head: str) -> TestResponse:
        """Get a page, look at it, and return it unpacked."""
        return self._ask("GET", path, status, head)

    def post(
        self, path: str, data: dict[str, str] | None = None, status: int = 200, **head: str
    ) -> TestResponse:
        """Send a form, look at the answer, and return it unpacked."""
        return self._ask("POST", path, status, head, data=data or {})

    def _ask(
        self, method: str, path: str, status: int, head: dict[str, str], **more: Any
    ) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in head.items()}
        response = self.client.open(
            path, method=method, headers={**self.head, **named}, environ_base=self.around, **more
        )
        assert response.status_code == status, f"{path}: {response.status}"
        look(response, part="HX-Request" in named)
        return response


def words(response: TestResponse) -> str:
    """Return what stands in an answer's body, unpacked."""
    body, how = response.get_data(), response.headers.get("Content-Encoding")
    plain: bytes = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[how](body)
    return plain.decode()


def tree(response: TestResponse) -> ET.Element:
    """Return a page as a tree to read in, parsed as strictly as the standard is."""
    return _parsed(words(response))


@lru_cache(maxsize=64)
def _parsed(text: str) -> ET.Element:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True)
    found: ET.Element = parser.parse(text)
    return found


def main(response: TestResponse) -> str:
    """Return the words of a page's middle, in one line."""
    middle = tree(response).find(f".//{HTML}main")
    assert middle is not None
    return " ".join(" ".join(middle.itertext()).split())


def look(response: TestResponse, *, part: bool) -> None:
    """Check everything that holds for each answer, and for each whole page."""
    response.get_data()  # read to the end, as a phone would
    assert "Set-Cookie" not in response.headers
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "Last-Modified" not in response.headers
    if response.mimetype != "text/html" or response.status_code in {301, 302, 304, 308}:
        return
    text = words(response)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text), "a third party"
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text), "an inline style or handler"
    if not part:
        look_at_whole(response, text)


def look_at_whole(response: TestResponse, text: str) -> None:
    """Check what holds for a whole page."""
    assert len(gzip.compress(text.encode(), 9)) <= LARGEST
    page = tree(response)
    assert page.get("lang")
    assert page.get("dir") in {"ltr", "rtl"}
    title = page.find(f".//{HTML}title")
    assert title is not None
    assert (title.text or "").strip()
    assert len(page.findall(f".//{HTML}h1")) == 1
    look_at_names(page)
    look_at_policy(response.headers["Content-Security-Policy"], text)


def look_at_names(page: ET.Element) -> None:
    """Check that every field and button can be named, and that no id is there twice."""
    labels = {label.get("for") for label in page.iter(f"{HTML}label")}
    inside = {field for label in page.iter(f"{HTML}label") for field in label.iter(f"{HTML}input")}
    for field in page.iter(f"{HTML}input"):
        if field.get("type") not in NAMED:
            assert field.get("id") in labels - {None} or field in inside
    for name in ("button", "a"):
        for element in page.iter(f"{HTML}{name}"):
            assert "".join(element.itertext()).strip() or element.get("aria-label")
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def look_at_policy(policy: str, text: str) -> None:
    """Check that the policy allows exactly the inline style and script that stand there."""
    assert "unsafe" not in policy
    for name in ("style", "script"):
        for content in re.findall(rf"<{name}>(.*?)</{name}>", text, flags=re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
