"""Finished pages are kept: the last ones, as many and as much as memory may hold."""

import secrets

from flask import Flask, Response

from kiosk.pages.kept import Kept


def page(size: int) -> Response:
    """Return an answer that no packing makes smaller."""
    return Response(secrets.token_bytes(size))


def test_the_page_used_longest_ago_makes_room(app: Flask) -> None:
    kept = Kept(most=2)
    for name in ("a", "b"):
        kept.put((name,), page(10))
    assert kept.get(("a",))
    kept.put(("c",), page(10))
    assert [bool(kept.get((name,))) for name in "abc"] == [True, False, True]


def test_a_few_large_ones_make_room_as_many_small_ones_do(app: Flask) -> None:
    kept = Kept(room=100_000)
    for name in "abcd":
        kept.put((name,), page(40_000))
    assert [bool(kept.get((name,))) for name in "abcd"] == [False, False, True, True]


def test_one_that_is_made_anew_takes_its_room_once(app: Flask) -> None:
    kept = Kept(room=100_000)
    for _ in range(5):
        kept.put(("a",), page(40_000))
    kept.put(("b",), page(40_000))
    assert kept.get(("a",))
    assert kept.get(("b",))


def test_what_is_larger_than_all_room_is_answered_and_kept_alone(app: Flask) -> None:
    kept = Kept(room=100_000)
    kept.put(("a",), page(10))
    assert kept.put(("b",), page(200_000)).etag
    assert kept.get(("b",))
    assert not kept.get(("a",))
