"""How somebody can be asked: numbers to call, mail addresses, links; what is none is refused."""

import re
from typing import Final
from urllib.parse import urlsplit

from content.errors import LinkInvalid, MailInvalid, PhoneInvalid

PHONE: Final = re.compile(r"\+?[0-9 ()/.\-]+")
MAIL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+\-]*@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*")
SCHEMES: Final = ("https", "http")
WAYS: Final = ("phone", "mail", "chat", "meeting")
LEAST_FIGURES: Final = 2
UNFIT: Final = re.compile(r"[\s\\<>\"'`{}|^\x00-\x20\x7f-\x9f]")


def number(text: str) -> str:
    """Return the figures of a phone number as `tel:` takes them; nothing if it is none."""
    if not PHONE.fullmatch(text):
        return ""
    figures = "".join(sign for sign in text.replace("(0)", "") if sign.isdigit())
    plus = "+" if text.startswith("+") else ""
    return plus + figures if len(figures) >= LEAST_FIGURES else ""


def is_mail(text: str) -> bool:
    """Whether this is a mail address, and nothing but one."""
    return bool(MAIL.fullmatch(text))


def host(text: str) -> str:
    """Return the host that a link leads to; nothing if it is no link that may stand on a page.

    Only http and https: other schemes run programs or scripts. A name or password before the host
    makes a link look as if it led elsewhere.
    """
    if UNFIT.search(text):
        return ""
    try:
        parts = urlsplit(text)
        named = parts.hostname or ""
        parts.port  # noqa: B018  a wrong port raises here
    except ValueError:
        return ""
    plain = parts.scheme in SCHEMES and "@" not in parts.netloc and parts.netloc.isprintable()
    return named if plain else ""


def fit(*, phone: str = "", mail: str = "", chat: str = "", meeting: str = "") -> dict[str, str]:
    """Return these ways, cleaned; an empty one is not offered.

    Raises PhoneInvalid, MailInvalid, LinkInvalid.
    """
    ways = {"phone": phone, "mail": mail, "chat": chat, "meeting": meeting}
    ways = {name: text.strip() for name, text in ways.items()}
    if ways["phone"] and not number(ways["phone"]):
        raise PhoneInvalid
    if ways["mail"] and not is_mail(ways["mail"]):
        raise MailInvalid
    for name in ("chat", "meeting"):
        if ways[name] and not host(ways[name]):
            raise LinkInvalid(what=name)
    return ways
