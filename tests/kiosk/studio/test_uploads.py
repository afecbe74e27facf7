"""The tus protocol as a phone speaks it: every rule, and what was kept after every cut."""

import base64
import hashlib

import pytest

from content import takes
from content.models import Take, Text, Version
from kiosk import jobs, uploads
from kiosk.db import connected
from kiosk.making.landing import Landing
from kiosk.uploads import Upload
from tests import films
from tests.page import words
from tests.studio import Browser, Studio, field
from tests.tus import BYTES, FILM, Phone, metadata


@pytest.fixture
def draft(alice: Browser) -> str:
    """A draft of Alice's at the lathe."""
    address = "/studio/nuggets/new/D4H7KW"
    answer = alice.post(address, {"key": field(alice.get(address), "key")})
    return str(answer.headers["Location"]).split("/")[3]


@pytest.fixture
def phone(alice: Browser, draft: str) -> Phone:
    """Alice's phone."""
    return Phone(alice, draft)


def kept(studio: Studio, draft: str) -> bytes:
    """Return the film that was taken for a draft."""
    with connected(studio.database):
        take = takes.of(Version.get_by_id(draft))
        assert take is not None
        return takes.path(studio.settings.data / "takes", take).read_bytes()


def test_a_film_sent_in_pieces_is_taken_whole_and_looked_at(
    phone: Phone, studio: Studio, draft: str
) -> None:
    phone.send()
    assert kept(studio, draft) == FILM
    with connected(studio.database):
        take = Take.get()
        assert (take.kind, take.ext, take.version_id) == ("film", "mp4", draft)
        assert [(job.kind, job.subject) for job in jobs.Job.select()] == [("look", take.id)]
    assert not [one for one in (studio.settings.data / "uploads").iterdir() if one.suffix != ""]


def test_what_the_server_can_do_is_told(phone: Phone, studio: Studio) -> None:
    head = phone.ask("OPTIONS", "/studio/uploads", 204, headers={"Tus-Resumable": None}).headers
    assert head["Tus-Resumable"] == head["Tus-Version"] == "1.0.0"
    assert head["Tus-Extension"] == "creation,creation-with-upload,expiration,termination,checksum"
    assert head["Tus-Max-Size"] == str(studio.settings.upload_most * 1_000_000)
    assert head["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_an_upload_is_known_by_a_random_name_and_expires(phone: Phone) -> None:
    answer = phone.create()
    assert len(answer.headers["Location"]) == len("/studio/uploads/") + 32
    assert answer.headers["Upload-Offset"] == "0"
    assert answer.headers["Upload-Expires"].endswith(":00:00 GMT")
    head = phone.ask("HEAD", answer.headers["Location"], 200).headers
    assert head["Upload-Length"] == str(len(FILM))
    assert metadata(version=phone.draft) in head["Upload-Metadata"]


def test_the_first_piece_may_come_with_the_creation(
    phone: Phone, studio: Studio, draft: str
) -> None:
    head = {
        "Upload-Length": str(len(FILM)), "Upload-Metadata": metadata(version=draft),
        "Content-Type": BYTES,
    }  # fmt: skip
    answer = phone.ask("POST", "/studio/uploads", 201, headers=head, data=FILM[:1000])
    assert answer.headers["Upload-Offset"] == "1000"
    phone.patch(answer.headers["Location"], 1000, FILM[1000:])
    assert kept(studio, draft) == FILM


def test_another_place_than_the_end_is_refused_and_changes_nothing(phone: Phone) -> None:
    at = phone.begin()
    phone.patch(at, 0, FILM[:500])
    for wrong in (0, 499, 501, len(FILM)):
        phone.patch(at, wrong, b"x", 409)
    assert phone.offset(at) == 500


def test_more_than_was_said_is_refused(phone: Phone) -> None:
    at = phone.begin(1000)
    phone.patch(at, 0, FILM[:1001], 413)
    phone.patch(at, 0, FILM[:900])
    phone.patch(at, 900, FILM[900:1001], 413)
    assert phone.offset(at) == 900


def test_a_piece_of_nine_megabytes_is_refused(phone: Phone) -> None:
    at = phone.begin(20_000_000)
    assert "too large" in words(phone.patch(at, 0, bytes(9 * 1024 * 1024), 413))
    assert phone.offset(at) == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_that_was_damaged_is_asked_for_again(phone: Phone, algorithm: str) -> None:
    at = phone.begin()
    right = base64.b64encode(hashlib.new(algorithm, FILM[:900]).digest()).decode()
    phone.patch(at, 0, FILM[1:901], 460, Upload_Checksum=f"{algorithm} {right}")
    assert phone.offset(at) == 0
    phone.patch(at, 0, FILM[:900], Upload_Checksum=f"{algorithm} {right}")
    assert phone.offset(at) == 900


def test_a_whole_film_that_was_damaged_is_refused(phone: Phone, studio: Studio, draft: str) -> None:
    at = phone.begin(sha256=hashlib.sha256(b"another").hexdigest())
    phone.patch(at, 0, FILM, 422)
    phone.ask("HEAD", at, 404)
    at = phone.begin(sha256=hashlib.sha256(FILM).hexdigest())
    phone.patch(at, 0, FILM)
    assert kept(studio, draft) == FILM


def test_a_deleted_upload_is_gone_with_its_bytes(phone: Phone, studio: Studio) -> None:
    at = phone.begin()
    phone.patch(at, 0, FILM[:900])
    phone.ask("DELETE", at, 204)
    phone.ask("HEAD", at, 404)
    assert [one.name for one in (studio.settings.data / "uploads").iterdir()] == [".lock"]


def test_a_proxy_that_lets_only_posts_through_is_no_hindrance(
    phone: Phone, studio: Studio, draft: str
) -> None:
    at = phone.begin()
    told = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0", "Content-Type": BYTES}
    phone.ask("POST", at, 204, headers=told, data=FILM[:900])
    assert phone.ask("POST", at, 200, headers={"X-HTTP-Method-Override": "HEAD"})
    assert phone.offset(at) == 900
    phone.ask("POST", at, 400)
    phone.ask("POST", at, 204, headers={"X-HTTP-Method-Override": "DELETE"})
    phone.ask("HEAD", at, 404)


def test_another_account_sees_nothing_of_it(phone: Phone, studio: Studio, draft: str) -> None:
    at = phone.begin()
    for name in ("bob", "eve"):
        other = Phone(studio.browser(name), draft)
        other.ask("HEAD", at, 404)
        other.patch(at, 0, b"x", 404)
        other.ask("DELETE", at, 404)
    assert phone.offset(at) == 0


def test_another_plants_draft_and_nobody_at_all_are_refused(
    phone: Phone, studio: Studio, draft: str
) -> None:
    Phone(studio.browser("eve"), draft).create(status=404)
    Phone(studio.browser("charlie"), draft).create(status=403)
    at = phone.begin()
    nobody = Phone(studio.browser(), draft)
    nobody.create(status=401)
    assert "signed out" in words(nobody.patch(at, 0, b"x", 401))
    nobody.ask("HEAD", at, 401)


def test_a_forged_piece_is_refused(phone: Phone) -> None:
    at = phone.begin()
    phone.patch(at, 0, b"x", 400, X_CSRFToken="forged")
    phone.patch(at, 0, b"x", 400, X_CSRFToken=None)
    assert phone.offset(at) == 0


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ({"Tus-Resumable": None}, 412),
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": None}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "1.5"}, 400),
        ({"Upload-Length": "١٢"}, 400),
        ({"Upload-Length": "9" * 30}, 400),
        ({"Upload-Length": "0"}, 400),
        ({"Upload-Length": "3000000000"}, 413),
        ({"Upload-Defer-Length": "1"}, 400),
        ({"Upload-Metadata": None}, 404),
        ({"Upload-Metadata": "version !!!"}, 400),
        ({"Upload-Metadata": "version /w=="}, 400),
        ({"Upload-Metadata": metadata(version="../../etc")}, 404),
        ({"Upload-Metadata": metadata(version="x" * 5000)}, 404),
    ],
)
def test_a_badly_spoken_creation_is_refused(
    phone: Phone, head: dict[str, str | None], status: int
) -> None:
    told = {"Upload-Length": "100", "Upload-Metadata": metadata(version=phone.draft), **head}
    told = {name: value and value.encode().decode("latin-1") for name, value in told.items()}
    answer = phone.ask("POST", "/studio/uploads", status, headers=told)
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert words(answer)
    assert (status == 412) == ("Tus-Version" in answer.headers)


@pytest.mark.parametrize("said", [{"purpose": "malware"}, {"sha256": "abc"}, {"sha256": "X" * 64}])
def test_a_strange_wish_is_refused(phone: Phone, said: dict[str, str]) -> None:
    phone.create(status=400, **said)


def test_a_text_that_is_not_there_is_refused(phone: Phone) -> None:
    phone.create(status=404, text="tlh")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ({"Content_Type": "application/octet-stream"}, 415),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Upload_Offset": None}, 400),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": "nine"}, 400),
        ({"Upload_Offset": "99999999999999999999999"}, 400),
        ({"Upload_Checksum": "md5 AAAA"}, 400),
        ({"Upload_Checksum": "sha1 ***"}, 400),
        ({"Upload_Checksum": "sha1"}, 460),
        ({"Tus_Resumable": "2.0.0"}, 412),
    ],
)
def test_a_badly_spoken_piece_is_refused(
    phone: Phone, head: dict[str, str | None], status: int
) -> None:
    at = phone.begin()
    phone.patch(at, 0, FILM[:100], status, **head)
    assert phone.offset(at) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"#EXTM3U\nhttp://127.0.0.1/\n".ljust(400), "list of other files"),
        (b"ffconcat version 1.0\nfile other".ljust(400), "list of other files"),
        (b"<?xml version='1.0'?><MPD/>".ljust(400), "list of other files"),
        (b"\x89PNG\r\n\x1a\n".ljust(400), "not a film"),
        (b"%PDF-1.7".ljust(400), "not a film"),
        (b"PK\x03\x04".ljust(400), "not a film"),
        (b"MZ".ljust(400), "not a film"),
        (b"<html><script>alert(1)</script>".ljust(400), "not a film"),
        (bytes(400), "not a film"),
        (b"\xff" * 400, "not a film"),
        (b"RIFF\x00\x00\x00\x00AVI ".ljust(400), "not a film"),
        (b"#!/bin/sh\n".ljust(400), "not a film"),
    ],
)
def test_what_is_no_film_is_refused_with_its_first_piece(
    phone: Phone, studio: Studio, content: bytes, said: str
) -> None:
    at = phone.begin(50_000_000)
    assert said in words(phone.patch(at, 0, content, 422))
    phone.ask("HEAD", at, 404)
    assert [one.name for one in (studio.settings.data / "uploads").iterdir()] == [".lock"]


def test_a_film_without_its_index_is_refused_at_its_end(phone: Phone) -> None:
    cut = films.box(b"ftyp", b"isom" * 20) + films.box(b"mdat", bytes(500))
    at = phone.begin(len(cut))
    assert "cut off" in words(phone.patch(at, 0, cut, 422))
    phone.ask("HEAD", at, 404)


def test_the_same_film_twice_is_one_take(phone: Phone, studio: Studio, draft: str) -> None:
    phone.send()
    with connected(studio.database):
        first = Take.get().id
    phone.send()
    with connected(studio.database):
        assert [take.id for take in Take.select()] == [first]
    phone.send(films.mp4(2000, seed=2))
    with connected(studio.database):
        assert [take.id for take in Take.select()] != [first]
    assert kept(studio, draft) == films.mp4(2000, seed=2)


def test_a_lost_last_answer_costs_nothing(phone: Phone, studio: Studio) -> None:
    at = phone.send()
    assert phone.offset(at) == len(FILM)
    phone.patch(at, len(FILM), b"", 409)
    phone.ask("DELETE", at, 204)
    phone.ask("HEAD", at, 404)
    with connected(studio.database):
        assert Upload.select().count() == 0
        assert Take.select().count() == 1


def test_a_film_for_one_text_is_that_texts_own(phone: Phone, studio: Studio, draft: str) -> None:
    at = phone.begin(text="de")
    phone.patch(at, 0, FILM)
    with connected(studio.database):
        version = Version.get_by_id(draft)
        assert takes.of(version) is None
        assert takes.of(version, Text.get(Text.version == version)) is not None


def test_a_voice_is_mixed_instead_of_looked_at(phone: Phone, studio: Studio) -> None:
    at = phone.begin(purpose="voice", text="de")
    phone.patch(at, 0, FILM)
    with connected(studio.database):
        assert [job.kind for job in jobs.Job.select()] == ["voice"]


def test_a_fourth_unfinished_upload_is_refused(phone: Phone) -> None:
    ats = []
    for _ in range(3):
        ats.append(phone.begin())
        phone.patch(ats[-1], 0, FILM[:100])
    assert "3 unfinished uploads" in words(phone.create(status=429))
    phone.ask("DELETE", ats[0], 204)
    phone.create()


def test_a_version_that_was_handed_in_meanwhile_is_not_changed(
    phone: Phone, studio: Studio, draft: str
) -> None:
    at = phone.begin()
    with connected(studio.database):
        Version.update(state="in review").where(Version.id == draft).execute()
    assert "handed in" in words(phone.patch(at, 0, FILM, 422))
    assert "in review" in words(phone.create(status=422))


def test_an_expired_upload_is_gone(phone: Phone, studio: Studio) -> None:
    at = phone.begin()
    with connected(studio.database):
        Upload.update(expires=uploads.this_hour()).execute()
    phone.ask("HEAD", at, 410)
    phone.patch(at, 0, b"x", 410)
    with connected(studio.database):
        Landing(studio.settings).settle()
        assert Upload.select().count() == 0
    assert [one.name for one in (studio.settings.data / "uploads").iterdir()] == [".lock"]


def test_what_arrived_before_a_cut_is_kept(phone: Phone) -> None:
    at = phone.begin()
    phone.patch_cut(at, 0, FILM[:777], 100_000)
    assert phone.offset(at) == 777


def test_a_film_cut_at_every_boundary_arrives_unchanged(
    phone: Phone, studio: Studio, draft: str
) -> None:
    at, piece = phone.begin(), 32 * 1024
    for end in range(piece, len(FILM), piece):
        for stop in (end - 1, end, end + 1):
            start = phone.offset(at)
            phone.patch_cut(at, start, FILM[start:stop], min(piece + 2, len(FILM) - start))
            assert phone.offset(at) == stop
    phone.patch(at, phone.offset(at), FILM[phone.offset(at) :])
    assert kept(studio, draft) == FILM
