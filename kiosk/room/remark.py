"""Takes what is not right with a nugget at a PC that many use: the same as on one's own phone."""

from flask import Blueprint, Response

from kiosk import language
from kiosk.room import addresses
from kiosk.room.frame import lead_to, page
from kiosk.room.nugget import Shown, begun, open_nugget
from kiosk.web.opening import HangsElsewhere
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
        found = open_nugget(slug, code)
    except HangsElsewhere:
        return lead_to(f"{addresses.nugget(language.current().code, slug)}/remark")
    told = answers(found.card.id)[:3]
    return _page("remark.html", found, "", found.at, answers=told, kinds=kinds(found.place))


def ask_remark(slug: str, kind: str, code: str | None = None) -> Response:
    """Ask where it is; "unsafe" says first what to do and whom to call."""
    return _ask(*_begun(slug, kind, code))


def send_remark(slug: str, kind: str, code: str | None = None) -> Response:
    """Keep a remark and say when it is read; where nothing was picked, ask again."""
    found, form = _begun(slug, kind, code)
    failed = form.send()
    if failed:
        return _ask(found, failed)
    return _page("remark_sent.html", found, f"/{kind}", f"{found.at}/remark", form=form)


def _begun(slug: str, kind: str, code: str | None) -> tuple[Shown, Form]:
    found = begun(slug, code)
    return found, Form(ADDRESSES[kind], found.card, found.words, found.site, found.place)


def _ask(found: Shown, form: Form) -> Response:
    return _page(
        "remark_ask.html", found, f"/{form.address}", f"{found.at}/remark", status=form.status,
        form=form,
    )  # fmt: skip


def _page(
    template: str, found: Shown, end: str, back: str, status: int = 200, **more: object
) -> Response:
    return page(
        template, status=status, at=found.at, back=back, draft=found.draft,
        here=f"{found.here}/remark{end}", place=found.place, site=found.site, words=found.words,
        **more,
    )  # fmt: skip
