"""Folds words, so that case, accents, look-alike letters and `ä`, `ae`, `a` make no difference."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 40  # letters of a word that are compared
ARTICLE: Final = "ال"
WORD: Final = re.compile(r"[^\W_]+")
JOINED: Final = re.compile(r"[^\W_]+(?:[-‐‑–][^\W_]+)+")

LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "œ": "o",
        "þ": "t",
        "ґ": "г",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ـ": None,
        **dict.fromkeys("'’ʼ‘`´", None),
        **{chr(zero + figure): str(figure) for zero in (0x660, 0x6F0) for figure in range(10)},
    }
)


def fold(text: str) -> str:
    """Return the text as it is compared: no case, no accents, `ä` and `ae` as `a`, `ß` as `ss`.

    Arabic loses its vowel signs and its letters' variants, apostrophes go in every language.
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    plain = plain.casefold().translate(LETTERS).replace("æ", "a")
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def words(text: str, *, joined: bool = False) -> list[str]:
    """Return the folded words of a text in order, each once.

    With `joined`, what a hyphen joins is a word, too: `Not-Halt` is `not`, `halt` and `nothalt`.
    """
    plain = fold(text)
    found = [_bare(word) for word in WORD.findall(plain)]
    if joined:
        found += ["".join(WORD.findall(one)) for one in JOINED.findall(plain)]
    return list(dict.fromkeys(word[:LONGEST] for word in found))


def _bare(word: str) -> str:
    """Take the Arabic article off: who looks for "machine" means "the machine", too."""
    return word[2:] if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 2 else word
