"""What templates may ask for: icons, addresses, lengths and sizes, the language of a text."""

from datetime import date
from typing import Any

from flask import Flask, request
from flask_babel import format_date, gettext
from markupsafe import Markup

from content.card import Card
from content.catalogue import Site, Topic
from content.clock import clock
from kiosk import language
from kiosk.web import assets, links
from kiosk.web.icons import icon
from qr_codes import codes


def install(app: Flask) -> None:
    """Give the templates of all pages their words."""
    app.jinja_env.globals.update(
        asset=assets.url,
        bdi=bdi,
        clock=clock,
        comma=comma,
        icon=icon,
        kind_of=kind_of,
        links=links,
        long_date=long_date,
        marked=marked,
        of=of,
        of_here=of_here,
        of_topic=of_topic,
        own_name=own_name,
        size=language.size,
        spell=codes.spell,
        span=span,
        topic_name=topic_name,
    )
    app.jinja_env.trim_blocks = True
    app.context_processor(around)


def around() -> dict[str, Any]:
    """Return what the frame of every page needs."""
    return {
        "language": language.current(),
        "languages": language.offered(),
        "path": request.path,
        "body_look": "",
        "main_look": "",
        "oob": False,
        "play_at": "",
        "preview": False,
        "said": "",
    }


def of(code: str) -> Markup:
    """Return the attributes of a text in this language, nothing if the page is in it anyway."""
    return Markup() if code == language.current().code else marked(code)


def marked(code: str) -> Markup:
    """Return the attributes of a text in this language, amid whatever other it stands."""
    return Markup(' lang="{}" dir="{}"').format(code, language.direction(code))


def of_here() -> Markup:
    """Return the attributes of the page's own words amid a text in another language."""
    return marked(language.current().code)


def bdi(text: str) -> Markup:
    """Return a name that keeps its own direction amid words of another script."""
    return Markup("<bdi>{}</bdi>").format(text)


def comma() -> str:
    """Return what stands between the parts of a list in this language."""
    return "\u060c " if language.current().locale == "ar" else ", "


def own_name(code: str) -> str:
    """Return a language's own name."""
    known = language.LANGUAGES.get(code)
    return known.name if known else language.name(code)


def kind_of(card: Card) -> str:
    """Return in one word what sort of nugget this is: safety, or its level."""
    words = {
        "first steps": gettext("First steps"),
        "routine": gettext("Routine"),
        "expert": gettext("Expert"),
    }
    return str(gettext("Safety") if card.klass == "safety" else words[card.level])


def long_date(day: date) -> str:
    """Return a day as people write it."""
    return str(format_date(day, "long"))


def short_date(day: date) -> str:
    """Return a day in as few letters as people write it with.

    Short dates of Arabic carry marks that turn what stands around them; its long ones do not.
    """
    return str(format_date(day, "long" if language.current().dir == "rtl" else "medium"))


def span(first: date, last: date) -> str:
    """Return a period as people write it: from its first day to its last."""
    return f"{short_date(first)} – {short_date(last)}"


def topic_name(topic: Topic) -> str:
    """Return a topic's name: the four every plant has in the reader's language, others as set."""
    return str(_known_topics().get(topic.slug, topic.name))


def of_topic(topic: Topic, site: Site) -> Markup:
    """Return the attributes of a topic's name: of the plant's language where the plant named it."""
    return Markup() if topic.slug in _known_topics() else of(site.language)


def _known_topics() -> dict[str, str]:
    return {
        "safety": gettext("Safety"),
        "quality": gettext("Quality"),
        "order": gettext("Order"),
        "digital": gettext("Digital"),
    }
