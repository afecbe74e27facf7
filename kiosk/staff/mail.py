"""Reminders by mail: once a day, to whoever wants them, what waits for their role.

Plain text, one link, nothing that tells whether it was read. A mail that can't be sent is one
sentence in the log, without an address; the next day tries again.
"""

import gettext
import logging
import smtplib
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo

from content import release
from content import waiting as waits
from content.models import Site
from content.release import Colleague
from content.waiting import Waiting
from kiosk.settings import Settings
from kiosk.staff import door, rights
from kiosk.staff.models import Account

LOG: Final = logging.getLogger("kiosk.staff")
HOUR: Final = 6
TIMEOUT: Final = 20.0
SHOWN: Final = 20
SENT: Final = "reminded"
WORDS: Final = Path(__file__).parent.parent / "translations"
PORTS: Final = {"smtp": 25, "smtps": 465}


class NoTls(Exception):
    """The mail server offers no encryption, so it gets no password."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is told: to whom it goes, and what waits for them."""

    mail: str
    name: str
    language: str
    to_release: tuple[str, ...]
    due: tuple[str, ...]


def remind(settings: Settings, reminders: Iterable[Reminder]) -> int:
    """Send these reminders through the plant's mail server and return how many went out."""
    sent, waiting = 0, list(reminders)
    if not waiting:
        return 0
    try:
        with _server(urlsplit(settings.mail_url)) as server:
            for one in waiting:
                sent += _sent(server, letter(settings, one))
    except (OSError, smtplib.SMTPException, NoTls) as error:
        LOG.warning("reminders could not be sent: %s", type(error).__name__)
    return sent


def _sent(server: smtplib.SMTP, mail: EmailMessage) -> bool:
    try:
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused:
        LOG.warning("a reminder was refused: the mail server does not know who it is for")
        return False
    return True


def is_time(settings: Settings, now: datetime) -> bool:
    """Say whether today's reminders are still to be sent, and note that they are being sent.

    From six in the morning, UTC taken to the first plant's own time.
    """
    site = Site.select().order_by(Site.slug).first()
    if not settings.mail_url or site is None:
        return False
    there = now.astimezone(ZoneInfo(site.timezone))
    note, today = settings.data / SENT, there.date().isoformat()
    if there.hour < HOUR or (note.exists() and note.read_text() == today):
        return False
    note.write_text(today)
    return True


def reminders(settings: Settings) -> list[Reminder]:
    """Return who is to be told what; those for whom nothing waits get no mail."""
    found = []
    for site in Site.select():
        review = [one for one in waits.in_review(site) if not one.effective_on]
        due = tuple(one.title for one in waits.due(site, release.today(site)))
        rows = Account.select().where(
            (Account.site == site) & Account.active & (Account.mail != "")
        )
        found += [_for(settings, site, account, review, due) for account in rows]
    return [one for one in found if one.to_release or one.due]


def _for(
    settings: Settings, site: Site, account: Account, review: list[Waiting], due: tuple[str, ...]
) -> Reminder:
    may = rights.of(account.roles)
    who = Colleague(account.id, rights.RELEASE_SAFETY in may)
    to_release = tuple(
        one.title
        for one in review
        if rights.RELEASE in may
        and release.bar(one.klass, one.authors, who, four_eyes=settings.four_eyes) is None
    )
    mine = due if rights.WRITE in may else ()
    return Reminder(account.mail, account.name, site.language, to_release, mine)


def letter(settings: Settings, one: Reminder) -> EmailMessage:
    """Return the mail with which somebody is reminded."""
    words = _words(one.language)
    say, count = words.gettext, words.ngettext
    parts = [say("Hello {name},").format(name=one.name)]
    if one.to_release:
        number = len(one.to_release)
        head = count(
            "One nugget waits for your release:", "{n} nuggets wait for your release:", number
        )
        parts.append(_listed(head.format(n=number), one.to_release))
    if one.due:
        number = len(one.due)
        head = count(
            "One nugget is due: is it still right?",
            "{n} nuggets are due: are they still right?",
            number,
        )
        parts.append(_listed(head.format(n=number), one.due))
    parts.append(f"{door.address(settings)}/")
    parts.append(
        say(
            "This mail comes once a day while something waits. Whoever looks after the accounts "
            "can end it. Nobody sees whether you read it."
        )
    )
    made = EmailMessage()
    made["Subject"] = say("Something waits in the studio")
    made["From"] = settings.mail_from or "kiosk@localhost"
    made["To"] = one.mail
    made["Date"] = formatdate()
    made["Message-ID"] = make_msgid(domain="kiosk.invalid")
    made["Auto-Submitted"] = "auto-generated"
    made.set_content("\n\n".join(parts) + "\n")
    return made


def _listed(head: str, titles: tuple[str, ...]) -> str:
    lines = [f"- {title}" for title in titles[:SHOWN]]
    return "\n".join([head, *lines, *(["- …"] if len(titles) > SHOWN else [])])


@cache
def _words(language: str) -> gettext.NullTranslations:
    wanted = [language.partition("-")[0]]
    return gettext.translation("studio", str(WORDS), languages=wanted, fallback=True)


def _server(address: SplitResult) -> smtplib.SMTP:
    """Return the mail server, signed in where the address has a name. Raises NoTls, OSError."""
    host, port = address.hostname or "localhost", address.port or PORTS.get(address.scheme, 25)
    context = ssl.create_default_context()
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif address.username:
            server.close()
            raise NoTls
    if address.username:
        server.login(unquote(address.username), unquote(address.password or ""))
    return server


def daily(settings: Settings, now: datetime | None = None) -> list[Reminder]:
    """Return the reminders that are to go out now: nothing but in the first minutes after six."""
    return reminders(settings) if is_time(settings, now or datetime.now(tz=UTC)) else []
