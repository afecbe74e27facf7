"""Takes what is not right with a nugget: by kind and step, from nobody, kept by the day.

Nothing of it stays on a phone, and what is sent twice answers as what is sent once.
"""

from flask import Blueprint, Response, redirect

from kiosk import language
from kiosk.pages.nugget import begun, open_nugget
from kiosk.pages.opened import Opened
from kiosk.web import links
from kiosk.web.htmx import page
from kiosk.web.opening import HangsElsewhere, parsed
from kiosk.web.remark import ADDRESSES, ANY, Form, answers, kinds


def routes(blueprint: Blueprint) -> None:
    """Register the addresses of remarks, each with a machine and without one."""
    for start in ("/<lang>/m/<code>/<slug>/remark", "/<lang>/n/<slug>/remark"):
        blueprint.get(start)(choose_remark)
        blueprint.get(f"{start}/<{ANY}:kind>")(ask_remark)
        blueprint.post(f"{start}/<{ANY}:kind>")(send_remark)


def choose_remark(slug: str, code: str | None = None) -> Response:
    """Offer the kinds of remarks, and tell what became of others on this nugget."""
    try:
        opened = open_nugget(slug, parsed(code) if code else None)
    except HangsElsewhere:
        return redirect(f"{links.nugget(language.current().code, slug)}/remark")  # type: ignore[return-value]
    told = answers(opened.card.id)
    return _page("remark.html", opened, "", answers=told, kinds=kinds(opened.place))


def ask_remark(slug: str, kind: str, code: str | None = None) -> Response:
    """Ask where it is; "unsafe" says first what to do and whom to call."""
    return _ask(*_begun(slug, kind, code))


def send_remark(slug: str, kind: str, code: str | None = None) -> Response:
    """Keep a remark and say when it is read; where nothing was picked, ask again."""
    opened, form = _begun(slug, kind, code)
    failed = form.send()
    if failed:
        return _ask(opened, failed)
    return _page("remark_sent.html", opened, f"/{kind}", form=form)


def _begun(slug: str, kind: str, code: str | None) -> tuple[Opened, Form]:
    """Find the nugget. Raises NuggetUnknown, NuggetGone, CodeUnknown, OutOfReach."""
    opened = begun(slug, code)
    words = opened.standing.words
    return opened, Form(ADDRESSES[kind], opened.card, words, opened.site, opened.place)


def _ask(opened: Opened, form: Form) -> Response:
    return _page("remark_ask.html", opened, f"/{form.address}", status=form.status, form=form)


def _page(template: str, opened: Opened, end: str, status: int = 200, **more: object) -> Response:
    path = f"{opened.at}/remark{end}"
    standing = opened.standing
    return page(
        template,
        "blank",
        "remark",
        *(("draft",) if standing.unread else ()),
        blocks=("title", "live", "main"),
        status=status,
        coach=opened.place.coach if opened.place else None,
        draft=standing.draft,
        languages=language.offered(frozenset(opened.card.words)),
        nugget_at=opened.at,
        path=path,
        place=opened.place,
        site=opened.site,
        words=standing.words,
        **more,
    )
