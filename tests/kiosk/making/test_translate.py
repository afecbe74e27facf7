"""Drafts by the plant's translation server: asked for with the words alone, never trusted."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import peewee
import pytest

from content import library, pairs, plant, translation
from content.errors import TranslatorRefused, TranslatorSilent
from content.models import Text
from content.storage import Folder
from kiosk.making import translate
from kiosk.settings import Settings
from tests.conftest import fresh_settings
from tests.content.cast import lay_out


class Server(ThreadingHTTPServer):
    """A translation server that says what it is told to say, and notes what it was asked."""

    asked: list[tuple[str, dict[str, str], Any]]
    status = 200
    said: bytes | None = None
    head: dict[str, str]


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), content))
        said = {"translatedText": [f"tr {line}" for line in content["q"]]}
        body = json.dumps(said).encode() if self.server.said is None else self.server.said
        self.send_response(self.server.status)
        for name, value in self.server.head.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Answer)
    made.asked, made.head = [], {}
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def house(tmp_path: Path, server: Server) -> Settings:
    url = f"http://127.0.0.1:{server.server_port}/mt/"
    return fresh_settings(tmp_path / "house", translate_url=url, translate_key="secret")


@pytest.fixture
def turkish(database: peewee.Database, tmp_path: Path) -> tuple[Text, Folder]:
    """An empty Turkish text beside a German one."""
    storage = Folder(tmp_path / "media")
    version = library.import_folder(
        plant.found("Werk Nord", "nord"), lay_out(tmp_path / "in"), storage
    )
    source = Text.get((Text.version == version) & (Text.language == "de"))
    return translation.begin(source, "tr"), storage


def test_the_words_and_nothing_else_are_sent(house: Settings, server: Server) -> None:
    assert translate.ask(house, ["Eins.", "Zwei."], "de", "tr") == ["tr Eins.", "tr Zwei."]
    path, head, content = server.asked[0]
    assert path == "/mt/translate"
    assert content == {"q": ["Eins.", "Zwei."], "source": "de", "target": "tr", "format": "text",
                       "api_key": "secret"}  # fmt: skip
    assert set(head) <= {"Host", "Accept-Encoding", "Content-Type", "Accept", "Content-Length"}


def test_empty_lines_become_a_machines_drafts(
    house: Settings, turkish: tuple[Text, Folder]
) -> None:
    text, storage = turkish
    assert translate.draft(house, text.id, storage) == len(
        pairs.pairs(translate.sheet_of(text.id, storage))
    )
    sheet = translate.sheet_of(text.id, storage)
    assert {one.state for one in pairs.pairs(sheet)} == {"machine"}
    assert sheet.text.state == "machine"
    assert translate.draft(house, text.id, storage) == 0


def test_a_draft_too_long_for_its_line_is_left_to_a_person(
    house: Settings, server: Server, turkish: tuple[Text, Folder]
) -> None:
    text, storage = turkish
    count = len(pairs.pairs(translate.sheet_of(text.id, storage)))
    server.said = json.dumps({"translatedText": ["a" * 500] + ["b"] * (count - 1)}).encode()
    assert translate.draft(house, text.id, storage) == count - 1


@pytest.mark.parametrize(
    "said",
    [b"", b"not json", b"[]", b'{"translatedText": "one"}', b'{"translatedText": ["only one"]}',
     b'{"translatedText": [1, 2]}', b'{"translatedText": null}', b"[" * 100_000, b"\xff\xfe"],
)  # fmt: skip
def test_a_strange_answer_is_no_answer(house: Settings, server: Server, said: bytes) -> None:
    server.said = said
    with pytest.raises(TranslatorSilent):
        translate.ask(house, ["Eins.", "Zwei."], "de", "tr")


def test_a_huge_answer_is_cut_off(house: Settings, server: Server) -> None:
    server.said = b" " * (translate.LARGEST + 10)
    with pytest.raises(TranslatorSilent):
        translate.ask(house, ["Eins."], "de", "tr")


def test_a_refusal_is_told_in_its_own_words(house: Settings, server: Server) -> None:
    server.status, server.said = 400, b'{"error": "tr is not\\nsupported"}'
    with pytest.raises(TranslatorRefused, match="tr is not supported"):
        translate.ask(house, ["Eins."], "de", "tr")


def test_a_redirect_is_not_followed(house: Settings, server: Server) -> None:
    server.status, server.head = 307, {"Location": f"http://127.0.0.1:{server.server_port}/other"}
    with pytest.raises((TranslatorSilent, TranslatorRefused)):
        translate.ask(house, ["Eins."], "de", "tr")
    assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://no.such.host.invalid"])
def test_a_server_that_is_not_there_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(TranslatorSilent):
        translate.ask(fresh_settings(tmp_path, translate_url=url), ["Eins."], "de", "tr")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x", "nonsense"])
def test_only_web_addresses_are_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(TranslatorRefused):
        translate.ask(fresh_settings(tmp_path, translate_url=url), ["Eins."], "de", "tr")


def test_it_is_off_until_an_address_is_set(tmp_path: Path) -> None:
    assert not translate.offered(fresh_settings(tmp_path))


def test_the_worker_writes_drafts_when_it_is_asked_to(
    house: Settings, turkish: tuple[Text, Folder], server: Server
) -> None:
    from kiosk import jobs
    from kiosk.work import Work

    text, _ = turkish
    work = object.__new__(Work)
    work.settings, work.database, work.storage = house, Text._meta.database, turkish[1]
    work._do(jobs.ask("translate", text.id))
    assert Text.get_by_id(text.id).state == "machine"
    assert not jobs.Job.select().exists()
    work._do(jobs.ask("translate", "gone"))  # the text was deleted meanwhile
    assert not jobs.Job.select().exists()
