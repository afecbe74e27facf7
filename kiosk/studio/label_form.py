"""What every form about printing labels offers and says: design, paper, cell, language, printer."""

from typing import Any, Final

from flask import current_app, request

from content.models import Site
from kiosk import jobs
from kiosk.labels import prints, stationery
from kiosk.labels.prints import Order
from kiosk.staff.rights import PLANT
from kiosk.studio import house, label_looks, security

LONG: Final = 6  # figures


def order(site: Site, chosen: tuple[str, ...]) -> Order:
    """Return what the form orders for these labels."""
    form = request.form
    design = form.get("design", "")
    if design not in label_looks.all_:
        design = label_looks.USUAL
    stock = form.get("stock", "") or label_looks.fitting(design)
    return Order(site.id, chosen, design, stock, whole("start") or 1, languages(site),
                 form.get("printer", ""))  # fmt: skip


def whole(name: str) -> int:
    """Return the whole number in a field, 0 where there is none."""
    typed = request.form.get(name, "").strip()
    return int(typed) if typed.isdecimal() and len(typed) < LONG else 0


def languages(site: Site) -> tuple[str, ...]:
    """Return the plant's language and the second one that was asked for, as far as known."""
    first = label_looks.spoken(site.language)
    second = request.values.get("second", "en" if first != "en" else "")
    return (first, second) if second in label_looks.spoken_all() and second != first else (first,)


def look(site: Site, design: str) -> dict[str, Any]:
    """Return what the form offers, and what is chosen in it."""
    design = design if design in label_looks.all_ else label_looks.USUAL
    spoken = languages(site)
    return {
        "designs": label_looks.looks(),
        "design": design,
        "papers": label_looks.papers(house.settings()),
        "printers": sorted(stationery.printers(house.settings())),
        "printer": request.values.get("printer", ""),
        "stock": request.values.get("stock", ""),
        "start": request.values.get("start", "1")[:4],
        "spoken": list(label_looks.spoken_all().items()),
        "first": spoken[0],
        "second": spoken[1] if len(spoken) > 1 else "",
        "may": security.here().may(PLANT),
    }


def begin(number: str, wanted: Order) -> None:
    """Print a short list at once, and let the worker print a long one."""
    if len(wanted.codes) > prints.AT_ONCE:
        jobs.ask("labels", number, current_app.extensions["wake"])
    else:
        prints.make(house.settings(), current_app.extensions["database"], number)
