"""The station "film" without scripts: a whole film in one form, judged as it arrives."""

import io

import pytest

from content import takes
from content.models import Gone, Take, Version
from kiosk.db import connected
from kiosk.uploads import Upload
from tests import films
from tests.kiosk.studio.captions_cast import chuck
from tests.page import words
from tests.studio import Browser, Studio, field

FILM = films.mp4(300_000)


@pytest.fixture
def draft(alice: Browser) -> str:
    """A draft of Alice's at the lathe."""
    address = "/studio/nuggets/new/D4H7KW"
    answer = alice.post(address, {"key": field(alice.get(address), "key")})
    return str(answer.headers["Location"]).split("/")[3]


def send(who: Browser, draft: str, content: bytes, status: int = 303, own: str = "") -> str:
    """Send a film as a browser without scripts does; return what was answered."""
    data = {"film": (io.BytesIO(content), "../../etc/passwd.mp4")}
    answer = who.post(f"/studio/v/{draft}/film{own}", data, status)
    return str(answer.headers.get("Location") or words(answer))


def test_a_form_brings_a_whole_film(alice: Browser, studio: Studio, draft: str) -> None:
    assert send(alice, draft, FILM) == f"/studio/v/{draft}/film"
    assert "It is being looked at" in words(alice.get(f"/studio/v/{draft}/film"))
    with connected(studio.database):
        take = takes.of(Version.get_by_id(draft))
        assert take is not None
        assert takes.path(studio.settings.data / "takes", take).read_bytes() == FILM


def test_the_same_film_again_is_said_kindly(alice: Browser, studio: Studio, draft: str) -> None:
    send(alice, draft, FILM)
    assert send(alice, draft, FILM).endswith("?again=1")
    assert "this very film before" in words(alice.get(f"/studio/v/{draft}/film?again=1"))
    with connected(studio.database):
        assert Take.select().count() == 1


def test_a_film_that_came_with_the_version_is_shown(alice: Browser, studio: Studio) -> None:
    version = chuck(studio.site, studio.settings)
    page = words(alice.get(f"/studio/v/{version.id}/film"))
    assert "the film that is there already" in page
    assert f'href="/studio/v/{version.id}/check"' in page
    assert "nothing to look for" in words(alice.get(f"/studio/v/{version.id}/check"))


def test_it_says_so_where_a_film_was_withdrawn_with_its_version(
    alice: Browser, studio: Studio
) -> None:
    version = chuck(studio.site, studio.settings)
    with connected(studio.database):
        Gone.create(sha=version.film_id, ext="mp4", purge_on="2099-01-01", purged=False)
    page = words(alice.get(f"/studio/v/{version.id}/film"))
    assert "workers see it again only once" in page
    assert f"/media/{version.film_id}" not in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"%PDF-1.7".ljust(200_000), "not a film"), (b"#EXTM3U".ljust(100), "list")],
)
def test_what_is_no_film_is_refused_and_nothing_stays(
    alice: Browser, studio: Studio, draft: str, content: bytes, said: str
) -> None:
    assert said in send(alice, draft, content, 422)
    with connected(studio.database):
        assert Upload.select().count() + Take.select().count() == 0
    folder = studio.settings.data / "uploads"
    assert {path.name for path in folder.glob("*")} <= {".lock"}


def test_a_forged_form_keeps_nothing(alice: Browser, studio: Studio, draft: str) -> None:
    data = {"csrf_token": "forged", "film": (io.BytesIO(FILM), "film.mp4")}
    alice.post(f"/studio/v/{draft}/film", data, 400)
    with connected(studio.database):
        assert Upload.select().count() + Take.select().count() == 0


def test_a_form_that_is_none_is_refused(alice: Browser, draft: str) -> None:
    head = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"", b"nonsense", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n"):
        alice.send("POST", f"/studio/v/{draft}/film", 400, data=body, headers=head)


def test_a_text_has_a_film_of_its_own(alice: Browser, studio: Studio, draft: str) -> None:
    assert "A film of its own" in words(alice.get(f"/studio/v/{draft}/film/de"))
    send(alice, draft, FILM, own="/de")
    assert "It is being looked at" in words(alice.get(f"/studio/v/{draft}/film/de"))
    assert "It is being looked at" not in words(alice.get(f"/studio/v/{draft}/film"))
    alice.get(f"/studio/v/{draft}/film/tlh", 404)


def test_others_send_nothing(studio: Studio, draft: str) -> None:
    send(studio.browser("eve"), draft, FILM, 404)
    send(studio.browser("charlie"), draft, FILM, 403)
