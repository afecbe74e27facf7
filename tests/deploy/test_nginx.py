"""deploy/nginx.conf: TLS, films by X-Accel-Redirect, the plant's own films, and not one line."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.language import LANGUAGES, VARIANTS
from tests.deploy.conftest import ASTRAY, INSIDE, OUTSIDE, Site, fronted
from tests.house import free_port


def body(answer: object) -> bytes:
    return bytes(answer.body)  # type: ignore[attr-defined]


def test_a_label_is_answered_over_https_with_its_page(site: Site) -> None:
    answer = site.ask("/D4H7KW")
    assert answer.status == 200
    assert "Drehmaschine 4" in body(answer).decode()
    assert "max-age" in str(answer.headers["Strict-Transport-Security"])
    assert answer.headers["Set-Cookie"] is None


def test_plain_http_leads_to_https(site: Site) -> None:
    answer = site.ask("/D4H7KW", port=site.plain)
    assert answer.status == 302
    assert answer.headers["Location"] == "https://learn.example.com/D4H7KW"


@pytest.mark.parametrize("host", ["qr.example.com", "old.example.com"])
def test_labels_of_other_and_former_hosts_lead_home(site: Site, host: str) -> None:
    answer = site.ask("/D4H7KW", host=host)
    assert answer.status == 302
    assert answer.headers["Location"] == "https://learn.example.com/D4H7KW"
    assert answer.headers["Cache-Control"] == "no-store"


def test_nginx_sends_the_film_with_the_head_of_the_app(site: Site) -> None:
    answer = site.ask(f"/media/{site.film}.mp4")
    assert answer.status == 200
    assert len(body(answer)) == 256 * 400
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["X-Accel-Redirect"] is None
    assert "immutable" in str(answer.headers["Cache-Control"])


def test_a_film_tells_no_time_and_is_sealed(site: Site) -> None:
    headers = site.ask(f"/media/{site.film}.mp4").headers
    assert headers["Last-Modified"] is None
    assert headers["ETag"] is None
    assert "sandbox" in str(headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_part_of_the_film_is_answered_206_and_beyond_its_end_416(site: Site) -> None:
    part = site.ask(f"/media/{site.film}.mp4", {"Range": "bytes=300-309"})
    assert part.status == 206
    assert body(part) == bytes(range(44, 54))
    assert part.headers["Content-Range"] == "bytes 300-309/102400"
    beyond = site.ask(f"/media/{site.film}.mp4", {"Range": "bytes=999999-"})
    assert beyond.status == 416


def test_many_parts_at_once_are_answered_with_the_whole_film(site: Site) -> None:
    parts = ",".join(f"{byte}-{byte}" for byte in range(300))
    answer = site.ask(f"/media/{site.film}.mp4", {"Range": f"bytes={parts}"})
    assert (answer.status, len(body(answer))) == (200, 102400)


def test_a_film_for_the_plant_is_sent_inside_and_refused_outside(site: Site) -> None:
    path = f"/media/plant/{site.secret_film}.mp4"
    assert site.ask(path, source=INSIDE).status == 200
    assert site.ask(path, source=OUTSIDE).status == 403


@pytest.mark.parametrize("source", [OUTSIDE, ASTRAY])
def test_claiming_an_address_inside_does_not_help(site: Site, source: str) -> None:
    path = f"/media/plant/{site.secret_film}.mp4"
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
        assert site.ask(path, {name: INSIDE}, source=source).status == 403
    twice = {"X-Forwarded-For": f"{INSIDE}, {INSIDE}"}
    crooked = site.ask(path.replace("/plant", "//plant"), twice, source=source)
    assert crooked.status in (308, 403)
    assert b"for the plant alone" not in body(crooked)


def test_the_media_folder_itself_is_no_address(site: Site) -> None:
    inside = f"/_media/plant/{site.secret_film[:2]}/{site.secret_film}.mp4"
    assert site.ask(inside, source=OUTSIDE).status == 404


def test_a_phone_cannot_name_the_file_nginx_sends(site: Site) -> None:
    lie = {"X-Accel-Redirect": f"/_media/plant/{site.secret_film[:2]}/{site.secret_film}.mp4"}
    assert b"for the plant alone" not in body(site.ask("/de/", lie))


def test_what_would_not_stay_in_memory_is_refused_before_it_comes(site: Site) -> None:
    long = {"Content-Length": "200000"}
    assert site.ask("/de/n/wear-glasses/done", long, method="POST").status == 413


def test_while_the_app_is_silent_it_is_said_in_every_language_and_asked_again(
    site: Site, tmp_path: Path
) -> None:
    alone = replace(site, folder=tmp_path, https=free_port(), plain=free_port())
    with fronted(alone, free_port()):
        answer = alone.ask("/D4H7KW")
    page = body(answer).decode()
    assert (answer.status, answer.headers["Cache-Control"]) == (502, "no-store")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert all(f'lang="{code}"' in page for code in LANGUAGES.keys() - VARIANTS)
    assert '<meta http-equiv="refresh" content="10">' in page
    policy = str(answer.headers["Content-Security-Policy"])  # phones know the app's own by it
    assert "script-src 'none'" in policy
    assert "default-src 'none'" not in policy


def test_nothing_a_request_says_is_written_anywhere(site: Site) -> None:
    planted = {"User-Agent": "canary", "Referer": "https://canary/", "Cookie": "a=canary"}
    for path in ("/D4H7KW", "/de/find?q=canary", "/canary", f"/media/plant/{'0' * 64}.mp4"):
        site.ask(path, planted)
    for words in (b"canary nonsense\r\n\r\n", b"GET /canary HTTP/9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", site.plain), timeout=10) as line:
            line.sendall(words)
            line.recv(1000)
    written = [path for path in site.folder.rglob("*") if path.is_file()]
    assert [path for path in written if b"canary" in path.read_bytes()] == []
    logs = [path for path in written if path.suffix in (".log", ".txt")]
    assert [path for path in logs if OUTSIDE.encode() in path.read_bytes()] == []
    assert not (site.folder / "access.log").read_bytes()
