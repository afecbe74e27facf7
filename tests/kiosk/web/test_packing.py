"""How answers are packed: as small as each client takes them, and what they say stays the same."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import brotli
import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.web import assets, packing
from tests import floor
from tests.page import words

PAGE = f"/{floor.LATHE}"
TEXT = b"Schau zuerst, dann greif zu. " * 200


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """Somebody who says with each request how an answer may be packed."""
    return app.test_client(use_cookies=False)


def asked(phone: FlaskClient, path: str, takes: str, **head: str) -> TestResponse:
    """Ask for an address as one that takes answers packed so."""
    return phone.get(path, headers={"Accept-Encoding": takes, **head})


@pytest.mark.parametrize(
    ("takes", "how"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.2, gzip;q=0.9", "gzip"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0, br;q=0", None),
        ("identity;q=1, gzip;q=0.5", None),
        ("identity;q=0.5, gzip", "gzip"),
        ("zstd, deflate", None),
        ("*", "br"),
        ("", None),
    ],
)
def test_each_client_is_answered_as_it_asks(app: Flask, takes: str, how: str | None) -> None:
    with app.test_request_context(headers={"Accept-Encoding": takes}):
        assert packing.way(request) == how


@pytest.mark.parametrize("path", [PAGE, "/sw.js", "/de/find?q=nothing", assets.url("pages.js")])
def test_an_answer_says_the_same_however_it_is_packed(phone: FlaskClient, path: str) -> None:
    by = {how: asked(phone, path, how) for how in ("br", "gzip", "identity")}
    assert [one.headers.get("Content-Encoding") for one in by.values()] == ["br", "gzip", None]
    assert len({words(one) for one in by.values()}) == 1
    assert all("Accept-Encoding" in one.headers["Vary"] for one in by.values())
    assert len(by["br"].data) < len(by["gzip"].data) < len(by["identity"].data)


@pytest.mark.parametrize("lang", ["ru", "ar", "de"])
def test_a_page_is_packed_smaller_than_gzip_does_by_itself(phone: FlaskClient, lang: str) -> None:
    page = asked(phone, f"/{lang}/n/wear-glasses", "gzip").data
    assert len(page) < len(gzip.compress(gzip.decompress(page), 9)) - 10


@pytest.mark.parametrize("path", [PAGE, assets.url("below.css")])
def test_who_holds_the_bytes_in_one_way_is_not_sent_them_in_another(
    phone: FlaskClient, path: str
) -> None:
    held = asked(phone, path, "gzip")
    again = asked(phone, path, "br", **{"If-None-Match": held.headers["ETag"]})
    assert (again.status_code, again.data) == (HTTPStatus.NOT_MODIFIED, b"")
    assert "Accept-Encoding" in again.headers["Vary"]
    assert held.headers["ETag"].startswith("W/"), "the bytes differ, what they say does not"


def test_a_head_alone_tells_of_the_same_bytes(phone: FlaskClient) -> None:
    asked(phone, PAGE, "br")
    whole = asked(phone, PAGE, "br")
    head = phone.head(PAGE, headers={"Accept-Encoding": "br"})
    assert head.data == b""
    assert head.headers["Content-Encoding"] == "br"
    assert head.headers["Content-Length"] == str(len(whole.data))


@pytest.mark.parametrize("font", ["plate-400.woff2"])
def test_what_is_dense_already_is_not_packed_again(phone: FlaskClient, font: str) -> None:
    answer = asked(phone, assets.url(font), "br, gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"wOF2")


def test_what_is_asked_for_again_is_packed_as_small_as_it_gets() -> None:
    page = packing.Packed(assets.text("pages.js").encode())
    first, later = page.by("br"), page.by("br")
    assert len(later) < len(first) < len(page.by("gzip"))
    assert later == brotli.compress(brotli.decompress(first), quality=11)
    assert page.by("br") is later


def test_many_who_ask_at_once_all_get_the_bytes() -> None:
    page = packing.Packed(TEXT)
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: page.by("br"), range(40)))
    assert {brotli.decompress(one) for one in answers} == {TEXT}
    assert gzip.decompress(page.by("gzip")) == page.by(None) == TEXT
