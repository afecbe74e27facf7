"""The worker pages know nothing of the studio: no key, no session, no cookie, whatever is sent."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.floor import LATHE
from tests.studio import HOME, Browser, Studio

MADE_UP = {
    "code": LATHE, "lang": "de", "slug": "wear-glasses", "topic": "safety", "key": "de",
    "path": "halle", "name": "nothing.txt", "number": 1, "second": 1, "ending": "csv",
    "kind": "unclear",
}  # fmt: skip


def worker_rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def address(rule: Rule) -> str | None:
    values = {name: MADE_UP.get(name, "zzzz") for name in rule.arguments}
    built = rule.build(values)
    return built[1] if built else None


def test_the_worker_side_has_no_key_that_could_sign_a_session(app: Flask) -> None:
    assert app.secret_key is None
    assert app.config["SECRET_KEY"] is None
    assert not {"csrf", "security"} & app.extensions.keys()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_worker_route_sets_a_cookie_or_looks_at_one(
    studio: Studio, dana: Browser, method: str
) -> None:
    """Dana's cookie is sent everywhere, as if its path were not the studio's."""
    cookie = dana.client.get_cookie("__Secure-studio", "localhost", "/studio")
    assert cookie is not None
    client = studio.app.test_client(use_cookies=False)
    head = {"Accept-Language": "de", "Accept-Encoding": "identity"}
    asked = 0
    for rule in worker_rules(studio.app):
        path = address(rule)
        if path is None or method not in (rule.methods or ()):
            continue
        with_it = client.open(
            path, method=method, base_url=HOME,
            headers={**head, "Cookie": f"{cookie.key}={cookie.value}"},
        )  # fmt: skip
        without = client.open(path, method=method, base_url=HOME, headers=head)
        for answer in (with_it, without):
            answer.get_data()
            assert "Set-Cookie" not in answer.headers, path
            assert "cookie" not in answer.headers.get("Vary", "").lower(), path
        assert with_it.status_code == without.status_code, path
        assert without.status_code < 500 or path == "/readyz", path
        asked += 1
    assert asked >= (15 if method == "GET" else 3)


def test_a_worker_page_is_the_same_for_somebody_signed_in(studio: Studio, dana: Browser) -> None:
    cookie = dana.client.get_cookie("__Secure-studio", "localhost", "/studio")
    assert cookie is not None
    client = studio.app.test_client(use_cookies=False)
    pages = [
        client.get("/de/m/" + LATHE, base_url=HOME, headers=head).get_data()
        for head in ({"Cookie": f"{cookie.key}={cookie.value}"}, {})
    ]
    assert pages[0] == pages[1]


def test_the_cookie_is_never_sent_to_a_worker_page(studio: Studio, dana: Browser) -> None:
    assert dana.client.get_cookie("__Secure-studio", "localhost", "/de") is None


def test_every_page_of_the_studio_is_kept_by_nobody(dana: Browser) -> None:
    for path in ("/studio/", "/studio/people", "/studio/deeds", "/studio/me"):
        answer = dana.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
