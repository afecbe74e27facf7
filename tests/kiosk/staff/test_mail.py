"""Reminders: sent over a real socket, to whoever wants them, once a day, without a trace."""

import logging
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_string, policy
from email.message import EmailMessage
from typing import ClassVar

import pytest

from content.models import Nugget, Site, Version
from kiosk.db import connected, open_database
from kiosk.settings import Settings
from kiosk.staff import mail, people
from kiosk.staff.mail import Reminder
from kiosk.staff.people import Facts
from tests import floor

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


class Sink(socketserver.StreamRequestHandler):
    """Speaks just enough SMTP (RFC 5321) to take a mail."""

    taken: ClassVar[list[EmailMessage]] = []
    refuses: ClassVar[set[str]] = set()

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 sink")
        for raw in self.rfile:
            words = raw.decode().strip()
            if words.upper().startswith("QUIT"):
                self.say("221 bye")
                return
            if words.upper() == "DATA":
                self.take()
            elif any(one in words for one in self.refuses):
                self.say("550 nobody here")
            else:
                self.say("250 ok")

    def take(self) -> None:
        self.say("354 go on")
        lines: list[str] = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.decode())
        made = message_from_string("".join(lines), policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.taken.append(made)
        self.say("250 taken")


@pytest.fixture
def post() -> Iterator[str]:
    """The address of a mail server of our own."""
    Sink.taken.clear()
    Sink.refuses.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join(5)


@pytest.fixture
def plant(settings: Settings, migrated_sqlite: object, post: str) -> Iterator[Settings]:
    """A plant with its cast, in which something waits, and people who want mail."""
    import shutil

    chosen = replace(settings, mail_url=post, mail_from="kiosk@werk.test")
    chosen.data.mkdir(parents=True)
    shutil.copy(str(migrated_sqlite), chosen.sqlite)
    floor.fill(chosen)
    database = open_database(chosen)
    with connected(database):
        _wait()
        yield chosen
    database.close_all()  # type: ignore[attr-defined]


def _wait() -> None:
    site = Site.get()
    for name, role in (("Alice", "trainer"), ("Bob", "safety"), ("Charlie", "council")):
        facts = Facts(name, "", (role,), f"{name.lower()}@werk.test")
        people.invite(site, facts, MORNING.date())
    people.invite(site, Facts("Quiet", "", ("trainer",)), MORNING.date())
    glasses = Nugget.get(Nugget.slug == "wear-glasses")
    Version.update(state="in review").where(Version.nugget == glasses).execute()
    chips = Nugget.slug == "clear-chips"
    Nugget.update(review_by="2026-01-01").where(chips).execute()


def by_name(found: list[Reminder]) -> dict[str, Reminder]:
    return {one.name: one for one in found}


def test_each_role_is_told_what_waits_for_it(plant: Settings) -> None:
    told = by_name(mail.reminders(plant))
    assert told.keys() == {"Alice", "Bob"}
    assert told["Alice"].to_release == ()
    assert told["Bob"].to_release == ("Schutzbrille tragen",)
    assert len(told["Alice"].due) == 1


def test_a_mail_arrives_with_one_link_and_no_picture(plant: Settings) -> None:
    assert mail.remind(plant, mail.reminders(plant)) == 2
    bob = next(one for one in Sink.taken if one["To"] == "bob@werk.test")
    text = bob.get_content()
    assert bob.get_content_type() == "text/plain"
    assert "Schutzbrille tragen" in text
    assert text.count("http") == 1


def test_reminders_go_out_once_a_day_from_six_in_the_morning(plant: Settings) -> None:
    early = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert mail.daily(plant, early) == []
    assert len(mail.daily(plant, MORNING)) == 2
    assert mail.daily(plant, MORNING) == []
    assert len(mail.daily(plant, datetime(2026, 11, 24, 7, 0, tzinfo=UTC))) == 2


def test_without_a_mail_server_nothing_is_sent(plant: Settings) -> None:
    assert mail.daily(replace(plant, mail_url=""), MORNING) == []


def test_one_refused_address_keeps_no_mail_from_the_others(
    plant: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    Sink.refuses.add("alice@werk.test")
    assert mail.remind(plant, mail.reminders(plant)) == 1
    assert "alice" not in caplog.text


def test_a_dead_mail_server_is_one_sentence_without_addresses(
    plant: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    away = replace(plant, mail_url="smtp://127.0.0.1:9")
    with caplog.at_level(logging.WARNING):
        assert mail.remind(away, mail.reminders(plant)) == 0
    assert [one.getMessage() for one in caplog.records] == [
        "reminders could not be sent: ConnectionRefusedError"
    ]


def test_a_password_is_never_sent_in_the_open(plant: Settings, post: str) -> None:
    named = replace(plant, mail_url=post.replace("//", "//kiosk:secret@"))
    assert mail.remind(named, mail.reminders(plant)) == 0
    assert Sink.taken == []


def test_only_the_day_is_noted(plant: Settings) -> None:
    mail.daily(plant, MORNING)
    assert (plant.data / mail.SENT).read_text() == "2026-11-23"


def test_a_plant_remembers_deeds_for_a_year(plant: Settings) -> None:
    from datetime import date

    from kiosk.staff import audit

    site = Site.get().id
    for day in (date(2025, 11, 1), date(2025, 12, 1), date(2026, 11, 22)):
        audit.note("trainer", "released", "chips 2", site=site, today=day)
    assert audit.purge(date(2026, 11, 23)) == 1
    assert [one.done_on for one in audit.deeds(site)] == ["2026-11-22", "2025-12-01"]
