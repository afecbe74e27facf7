"""Hands out the technical annex to the works agreement, made of this very plant as it is now."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Final

from flask import Blueprint, Flask, Response, current_app

from kiosk import annex
from kiosk.annex import facts
from kiosk.annex.facts import Facts
from kiosk.staff.rights import ANNEX
from kiosk.studio import house
from kiosk.studio.access import needs

blueprint = Blueprint("annex", __name__, url_prefix="/counting")

TYPES: Final = {
    "pdf": "application/pdf", "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}  # fmt: skip
NAMES: Final = {"de": "technische-anlage", "en": "technical-annex"}
SEALED: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class Papers:
    """The last PDFs: each is set once for what it says, for setting one takes seconds."""

    MOST: Final = 4

    def __init__(self) -> None:
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def once(self, said: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the PDF of an annex that says this; two who ask at once wait for one."""
        key = sha256(said).hexdigest()
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            self._made.move_to_end(key)
            while len(self._made) > self.MOST:
                self._made.popitem(last=False)
            return self._made[key]


def install(studio: Flask) -> None:
    """Give the studio a place for the PDFs it made."""
    studio.extensions["annexes"] = Papers()


@blueprint.get("/annex-<any(de, en):lang>.<any(html, md, pdf):ending>")
@needs(ANNEX)
def take(lang: str, ending: str) -> Response:
    """Hand out the annex of this plant as a file, in German or English."""
    known = facts.of(house.site(), house.settings())
    response = Response(_written(known, lang, ending), content_type=TYPES[ending])
    name = f"{NAMES[lang]}-{known.today.isoformat()}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SEALED
    return response


def _written(known: Facts, lang: str, ending: str) -> bytes:
    form = annex.ENDINGS[f".{ending}"]
    if form != "pdf":
        return annex.write(known, lang, form)
    papers: Papers = current_app.extensions["annexes"]
    said = annex.write(known, lang, "text")
    return papers.once(said, lambda: annex.write(known, lang, form))
