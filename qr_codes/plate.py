"""What one label says: the machine, its code and address, and the fixed words around them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from qr_codes import codes
from qr_codes.logo import Logo
from qr_codes.symbol import Symbol, encode

Words = dict[str, str]


class NoWords(ValueError):
    """The labels have no words in this language yet."""


@dataclass(frozen=True)
class Plate:
    """What stands on one label.

    `url` is the full address in the symbol (`symbol.address` makes it), `languages` the one or
    two languages of the instructions, `mask` that of an earlier print, so that a reprint is
    the same symbol, `logo` the plant's, which stands beside the symbol and never in it.
    """

    code: str
    url: str
    name: str
    place: str = ""
    languages: tuple[str, ...] = ("de", "en")
    mask: int | None = None
    logo: Logo | None = None

    @property
    def host(self) -> str:
        """Host, and port where there is one, as printed in plain letters."""
        return urlsplit(self.url).netloc.lower()

    @property
    def spelt(self) -> str:
        """The code in two groups."""
        return codes.spell(self.code)

    def symbol(self) -> Symbol:
        """Its QR symbol."""
        return encode(self.url, mask=self.mask)


def languages() -> list[str]:
    """List the languages in which labels can speak."""
    return sorted(_words())


def words(language: str) -> Words:
    """`scan`, `watch` and `free` in `language`; a variant (de-simple) speaks as its language.

    Raises `NoWords` for a language that no translator has given us.
    """
    try:
        return _words()[language.partition("-")[0]]
    except KeyError as error:
        raise NoWords(language) from error


@cache
def _words() -> dict[str, Words]:
    text = (files("qr_codes") / "designs" / "words.toml").read_text("utf-8")
    return {str(name): dict(table) for name, table in tomllib.loads(text)["words"].items()}
