"""Hostile files, sent as a browser sends them: a sentence and its status, nothing kept, no wait."""

import io
import struct
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape

import pytest
from fpdf import FPDF
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, stream_encode_multipart

from content import scenes, steps
from content.models import Machine, Medium, Take, Version
from content.storage import Folder
from kiosk.machines.machine_list import Row, as_excel
from kiosk.uploads import Upload
from tests import films
from tests.content.media.test_images import drawing, odd_notes, png
from tests.cost import pace
from tests.kiosk.studio import board_cast
from tests.kiosk.studio.captions_cast import chuck
from tests.page import words
from tests.studio import Browser, Studio
from tests.tus import BYTES, Phone, metadata

pytestmark = pytest.mark.thorough

HEAD = b"WEBVTT\n\n00:00.500 --> 00:02.000\n"
ENTITIES = b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 5000 + b"'>]>"
NAMES = ("../../../etc/passwd", "a\x00b\x1b[2J<b>.jpg", "-rf $(reboot).jpg", "x" * 3000 + ".jpg")
TIGHT = f'viewBox="0 0 {"9" * 400} 9"'
ALL_MEMORY = (
    '<pattern id="p" width="1e6" height="1e6" patternUnits="userSpaceOnUse"><path d="M0 0h9"/>'
    '</pattern><rect width="160" height="90" fill="url(#p)"/>'
)
PICTURES = {
    "nothing": (b"", "Choose a picture first|cannot be read"),
    "words": (b"GIF89a<script>alert(1)</script>", "cannot be read"),
    "100-megapixel": (png(10_000, 10_000), "more than 36 million pixels"),
    "16000-long": (png(16_000, 100), "more than 12000 pixels long"),
    "notes": (odd_notes("JPEG"), "cannot be read"),
    "script": (drawing("<script>alert(1)</script>"), "&lt;script&gt;|<script>"),
    "outside": (drawing('<image href="http://10.0.0.1/a"/>'), "<image>"),
    "entities": (ENTITIES + drawing("<text>&a;</text>"), "cannot be read"),
    "few-entities": (
        b"<!DOCTYPE svg [<!ENTITY a 'a'>]>" + drawing("<text>&a;</text>"),
        "entities",
    ),
    "no-screen": (drawing("<path/>", TIGHT), "a size no screen has"),
    "all-memory": (drawing(ALL_MEMORY), "takes too long to draw"),
    "26-mb": (b"\xff\xd8\xff" + bytes(25_000_100), "more than 25 MB"),
}


@pytest.fixture
def version(studio: Studio) -> Version:
    """A draft with a film, captions to be, two languages and a scene."""
    made = chuck(studio.site, studio.settings)
    board_cast.fill(made, Folder(studio.settings.media), 1)
    return made


@contextmanager
def nothing_kept(studio: Studio) -> Iterator[None]:
    """Promise that no file and no row is left of what is sent, and that it takes no time."""

    def kept() -> tuple[object, ...]:
        found = sorted(
            str(path) for path in studio.settings.data.rglob("*")
            if path.is_file() and "kiosk.db" not in path.name and path.name != ".lock"
        )  # fmt: skip
        return found, *(one.select().count() for one in (Medium, Take, Upload))

    before, begun = kept(), time.process_time()
    yield
    taken = time.process_time() - begun
    assert taken < 2 or taken / pace() < 2
    assert kept() == before


def file(content: bytes, name: str = "a.jpg") -> FileStorage:
    """Return a file of a form, under the name that a phone gives it."""
    return FileStorage(io.BytesIO(content), name, content_type="application/octet-stream")


def send(who: Browser, address: str, form: Mapping[str, object], status: int) -> TestResponse:
    """Send a form with its files from memory; the test client would leave a large one open."""
    fields = {"csrf_token": who.token, **form}
    stream, length, boundary = stream_encode_multipart(fields, use_tempfile=False)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return who._ask(
        "POST", address, status, {}, input_stream=stream, content_length=length, content_type=kind
    )


def says(answer: TestResponse, sentence: str) -> None:
    """Check that a page says one of these, and names no fault of ours."""
    told = unescape(words(answer))
    assert any(one in told for one in sentence.split("|")), told[-3000:]
    assert "Something is broken" not in told


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture_is_refused_at_every_door(
    studio: Studio, alice: Browser, dana: Browser, version: Version, name: str
) -> None:
    content, sentence = PICTURES[name]
    step, scene = steps.of(version)[0].id, scenes.scenes(version)[0].id
    machine = Machine.get(Machine.site == studio.site).id
    at = f"/studio/v/{version.id}"
    doors = (
        (alice, f"{at}/words", {f"photo:{step}": file(content)}),
        (alice, f"{at}/storyboard", {"photos": file(content), "do": "add"}),
        (alice, f"{at}/storyboard", {f"photo-{scene}": file(content), "do": f"retake:{scene}"}),
        (dana, f"/studio/machines/{machine}/photo", {"photo": file(content)}),
    )
    for who, address, form in doors:
        with nothing_kept(studio):
            says(send(who, address, form, 422), sentence)


@pytest.mark.parametrize("name", NAMES, ids=["path", "signs", "words", "long"])
def test_a_hostile_name_names_no_file(studio: Studio, dana: Browser, name: str) -> None:
    machine = Machine.get(Machine.site == studio.site).id
    with nothing_kept(studio):
        answer = send(
            dana, f"/studio/machines/{machine}/photo", {"photo": file(b"no picture", name)}, 422
        )
    says(answer, "cannot be read")
    assert b"[2J<b>" not in answer.get_data()


def test_a_picture_that_is_something_else_too_is_kept_as_the_picture_alone(
    studio: Studio, alice: Browser, version: Version
) -> None:
    both = board_cast.jpeg() + b"%PDF-1.7 <script>alert(1)</script>PK\x03\x04"
    step = steps.of(version)[0].id
    send(alice, f"/studio/v/{version.id}/words", {f"photo:{step}": file(both)}, 303)
    shown = steps.of(version)[0].picture
    assert shown is not None
    path = Folder(studio.settings.media).find(shown.sha, shown.ext)
    assert path is not None
    assert b"script" not in path.read_bytes()
    with Image.open(path) as picture:
        assert picture.format == "WEBP"


CAPTIONS = {
    "nothing": (b"", 422, "no captions"),
    "half-a-megabyte": (HEAD + b"x" * 500_001, 422, "captions"),
    "50-mb": (HEAD + b"x" * 50_000_000, 413, "too much at once"),
    "nulls": (bytes(400_000), 422, "no captions"),
    "never-closed": (HEAD + b"<script>" * 60_000, 200, ""),
    "18000-lines": (b"WEBVTT\n\n" + b"00:00.500 --> 00:02.000\nx\n\n" * 18_000, 422, "lines"),
}


@pytest.mark.parametrize("name", CAPTIONS)
def test_hostile_captions_cost_nothing(
    studio: Studio, alice: Browser, version: Version, name: str
) -> None:
    content, status, sentence = CAPTIONS[name]
    with nothing_kept(studio):
        answer = send(
            alice,
            f"/studio/v/{version.id}/captions/de/file",
            {"file": file(content, "a.vtt")},
            status,
        )
    says(answer, sentence)


@pytest.mark.parametrize(
    "content",
    [b"", b"words", ENTITIES + b"<xliff>&a;</xliff>", b"<a>" * 100_000, b"<a/>" * 100_001,
     b'<!DOCTYPE a SYSTEM "http://10.0.0.1/a.dtd"><a/>', b"\xff\xfe<\0a\0/\0>\0"],
    ids=["nothing", "words", "entities", "deep", "large", "outside", "utf-16"],
)  # fmt: skip
def test_a_hostile_translation_changes_nothing(
    studio: Studio, alice: Browser, version: Version, content: bytes
) -> None:
    address = f"/studio/v/{version.id}/languages/tr/files"
    with nothing_kept(studio):
        answer = send(alice, address, {"file": file(content, "a.xlf")}, 422)
    says(answer, "file")


@pytest.mark.parametrize(
    "content",
    [b"", b"de;en\n\0;\0\n", b'de;en\n"' + b"x" * 199_000, b";" * 190_000, b"x" * 300_000],
)
def test_a_hostile_glossary_changes_nothing(studio: Studio, alice: Browser, content: bytes) -> None:
    with nothing_kept(studio):
        answer = send(alice, "/studio/glossary/table", {"file": file(content, "a.csv")}, 422)
    says(answer, "table|row|Row|kB")


def workbook(**parts: bytes) -> bytes:
    """Return a list of machines as Excel writes it, with these parts in it."""
    paper, plain = io.BytesIO(), io.BytesIO(as_excel([Row(2, ("Hall 3",), "Lathe 9")]))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(paper, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist()} - {*parts}:
            new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return paper.getvalue()


LISTS = {
    "nothing.xlsx": (b"", "no readable Excel file"),
    "words.xlsx": (b"words", "no readable Excel file"),
    "bomb.xlsx": (workbook(**{"xl/media/a.bin": bytes(70_000_000)}), "more than 60 MB"),
    "entities.xlsx": (
        workbook(**{"xl/workbook.xml": ENTITIES + b"<a>&a;</a>"}),
        "no readable Excel file",
    ),
    "line.csv": (b"area;machine\n" + b";" * 9_000_000, "more than 500 columns"),
    "11-mb.csv": (b"x" * 10_050_000, "larger than 10 MB"),
    "../../etc/passwd": (b"root", "neither .xlsx nor .csv"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_hostile_list_is_refused_and_not_kept(studio: Studio, dana: Browser, name: str) -> None:
    content, sentence = LISTS[name]
    with nothing_kept(studio):
        parked = sentence in {"no readable Excel file", "more than 60 MB", "more than 500 columns"}
        form = {"list": file(content, name)}
        answer = send(dana, "/studio/machines/list", form, 303 if parked else 422)
        if answer.status_code == 303:
            answer = dana.get(answer.headers["Location"], 422)
    says(answer, sentence)


def pages(count: int, password: str = "") -> bytes:
    document = FPDF()
    for _ in range(count):
        document.add_page()
    if password:
        document.set_encryption(owner_password=password, user_password=password)
    return bytes(document.output())


PDFS = {
    "words": (b"words", "PDF"),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 400, "PDF"),
    "locked": (pages(1, "secret"), "password|locked"),
    "500-pages": (pages(500), "500 pages"),
    "61-mb": (b"%PDF-1.7\n" + bytes(60_000_000), "60 MB"),
}


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_pdf_is_refused_and_not_kept(
    studio: Studio, alice: Browser, version: Version, name: str
) -> None:
    content, sentence = PDFS[name]
    with nothing_kept(studio):
        answer = send(
            alice, f"/studio/v/{version.id}/storyboard/pdf", {"pdf": file(content, "../a.pdf")}, 422
        )
    says(answer, sentence)


FILMS = {
    "words.mp4": (b"just some words" * 9, "not a film we can read|no film"),
    "playlist": (b"#EXTM3U\n#EXTINF:5,\nhttp://10.0.0.1/a.ts\n" * 3, "list"),
    "concat": (b"ffconcat version 1.0\nfile '/etc/passwd'\n" * 3, "list"),
    "drawing": (drawing("<path/>"), "film"),
    "cut-off": (films.mp4(3000)[:28] + struct.pack(">I4s", 9000, b"mdat") + bytes(900), "cut off"),
}


@pytest.mark.parametrize("name", FILMS)
def test_what_is_no_film_is_refused_by_both_doors(
    studio: Studio, alice: Browser, version: Version, name: str
) -> None:
    content, sentence = FILMS[name]
    with nothing_kept(studio):
        form = {"film": file(content, f"../{name}.mp4")}
        says(send(alice, f"/studio/v/{version.id}/film", form, 422), sentence)
    with nothing_kept(studio):
        phone = Phone(alice, version.id)
        says(phone.patch(phone.begin(len(content)), 0, content, 422), sentence)


@pytest.mark.parametrize(
    "head",
    [
        {"Upload-Metadata": "version"},
        {"Upload-Metadata": "version ÿ!!"},
        {"Upload-Metadata": "version /////w=="},
        {"Upload-Metadata": metadata(version="../../etc")},
        {"Upload-Metadata": metadata(version="{version}", purpose="anything")},
        {"Upload-Metadata": metadata(version="{version}", sha256="x" * 64)},
        {"Upload-Metadata": metadata(version="{version}", text="zz")},
        {"Upload-Metadata": ",".join(["a YQ=="] * 4000)},
        {"Upload-Length": "-1"},
        {"Upload-Length": "1e9"},
        {"Upload-Length": "9" * 40},
        {"Upload-Length": "٣"},
        {"Upload-Defer-Length": "1"},
        {"Content-Type": BYTES, "Upload-Checksum": "sha1 ÿ"},
    ],
    ids=str,
)
def test_an_upload_that_is_said_wrongly_is_refused_with_a_sentence(
    studio: Studio, alice: Browser, version: Version, head: dict[str, str]
) -> None:
    said = metadata(version=version.id)
    given = {name: _meant(value, version) for name, value in head.items()}
    given = {"Tus-Resumable": "1.0.0", "Upload-Length": "900", "Upload-Metadata": said, **given}
    token = {"X-CSRFToken": alice.token}
    with nothing_kept(studio):
        answer = alice.client.post(
            "/studio/uploads",
            headers={**alice.head, **token, **given},
            base_url="https://localhost",
            data=b"x" * 50 if "Content-Type" in head else b"",
        )
    assert 400 <= answer.status_code < 500, answer.status
    assert answer.get_data(as_text=True).strip()


def _meant(value: str, version: Version) -> str:
    """Put the version in where a header names one and is wrong in something else."""
    other = metadata(version="{version}")
    return value.replace(other, metadata(version=version.id))
