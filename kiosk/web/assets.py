"""Knows every static file: its address with the hash of its bytes, those bytes, and them packed.

Files come from `static/` beside the packages, in an installed wheel from `kiosk/_static`. All of
them together are some 200 kB, read once at the first use and kept in memory.
"""

import base64
import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_letters
from typing import Final

from flask import Blueprint, Response, abort

from kiosk.web import headers
from kiosk.web.packing import Packed

TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
}
DENSE: Final = {"woff2", "png"}
OURS: Final = {"css", "js"}
NAMED: Final = re.compile(rb"asset:([\w.-]+)")
ALONE: Final = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
VALUE: Final = re.compile(r"(--[a-z0-9-]+):\s*([^;{}]+);")
INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)
ENDS: Final = re.compile(r"^((?!.*//).*[;{,(])\n", re.MULTILINE)
OF_WORKER: Final = "default-src 'none'; script-src 'self'; connect-src 'self'"
FOREVER: Final = "public, max-age=31536000, immutable"
BUNDLES: Final = {
    "below.css": ("rest.css", "playing.css", "steps.css", "question.css"),
    "counted.css": ("rest.css", "numbers.css", "transparency.css"),
    "figures.css": ("rest.css", "numbers.css", "charts.css"),
}
"""Sheets that go out as one file, under a name of their own."""

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file: the name in its address, its type, its bytes plain and packed."""

    name: str
    type: str
    body: bytes
    packed: Packed | None


@dataclass(frozen=True, slots=True)
class Inline:
    """A style or script that stands in the page itself, and its source for the CSP."""

    text: str
    source: str


def folder() -> Path:
    """Return where the static files lie: in the checkout or in the installed package."""
    here = Path(__file__).parents[1]
    installed = here / "_static"
    return installed if installed.is_dir() else here.parent / "static"


@cache
def _tokens() -> tuple[dict[str, str], dict[str, str]]:
    """Return the values of those tokens that have but one, and a sign for each of the others."""
    told: dict[str, set[str]] = defaultdict(set)
    for sheet in (folder() / "css").glob("*.css"):
        for name, value in VALUE.findall(COMMENT.sub("", sheet.read_text())):
            told[name].add(value)
    mine = dict(VALUE.findall(COMMENT.sub("", (folder() / "css" / "tokens.css").read_text())))
    values = {name: value for name, value in mine.items() if len(told[name]) == 1}
    others = [name for name in mine if name not in values]
    return values, {name: f"--{sign}" for name, sign in zip(others, ascii_letters, strict=False)}


def squeeze(css: str) -> str:
    """Return the style sheet without comments and needless spaces.

    Tokens that change with light and dark are named short: every page names them again and again.
    Of those that never change the value is written out.
    """
    values, signs = _tokens()
    css = COMMENT.sub("", css)
    css = VALUE.sub(lambda found: "" if found[1] in values else found[0], css)
    css = re.sub(r"var\((--[a-z0-9-]+)\)", lambda found: values.get(found[1], found[0]), css)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"([{;(][a-z0-9-]+): ", r"\1:", css).replace(" !important", "!important")
    css = re.sub(r"--[a-z0-9-]+", lambda found: signs.get(found[0], found[0]), css)
    return css.replace(";}", "}").strip()


def pared(script: str) -> str:
    """Return the script without comments that have lines to themselves, indents and needless ends.

    A line ends where it ended if a note of ours stands at its end.
    """
    return ENDS.sub(r"\1", INDENT.sub("", ALONE.sub("", script)))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


@cache
def _all() -> tuple[dict[str, Asset], dict[str, str]]:
    """Return every file by the name in its address, and those names by the plain ones."""
    assets: dict[str, Asset] = {}
    names: dict[str, str] = {}
    for plain, paths in _ordered():
        stem, _, ext = plain.rpartition(".")
        body = b"".join(map(_plain, paths))
        if paths[0].parent.name in OURS:
            body = _aimed(body, names)
        name = f"{stem}.{_digest(body)}.{ext}"
        packed = None if ext in DENSE else Packed(body)
        assets[name] = Asset(name, TYPES[ext], body, packed)
        names[plain] = name
    return assets, names


def _plain(path: Path) -> bytes:
    body = path.read_bytes()
    if path.parent.name not in OURS:
        return body
    return (squeeze if path.suffix == ".css" else pared)(body.decode()).encode()


def _ordered() -> list[tuple[str, list[Path]]]:
    """Return what goes out, and the files it is made of, each after those that it names."""
    files = {path.name: path for path in sorted(folder().rglob("*")) if path.suffix[1:] in TYPES}
    found = {name: [path] for name, path in files.items()}
    found |= {name: [files[part] for part in parts] for name, parts in BUNDLES.items()}
    ordered: dict[str, list[Path]] = {}

    def add(name: str) -> None:
        for path in found[name]:
            if path.parent.name in OURS:
                for named in NAMED.findall(path.read_bytes()):
                    add(named.decode())
        ordered.setdefault(name, found[name])

    for name in found:
        add(name)
    return list(ordered.items())


def _aimed(body: bytes, names: dict[str, str]) -> bytes:
    """Put the addresses of other files where a sheet or script says `asset:name`."""
    return NAMED.sub(lambda m: f"/static/{names[m[1].decode()]}".encode(), body)


def url(name: str) -> str:
    """Return the address of a static file; it changes when the file's bytes do."""
    return f"/static/{_all()[1][name]}"


def text(name: str) -> str:
    """Return the text of a static file, style sheets squeezed."""
    assets, names = _all()
    return assets[names[name]].body.decode()


def worker(name: str) -> Response:
    """Return a script as the phone's own worker: it is asked for anew each time."""
    response = Response(text(name), content_type=TYPES["js"])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = OF_WORKER
    return response


def named_in(name: str) -> set[str]:
    """Return the names in the addresses of all files that a sheet or script names itself."""
    asset = _all()[0].get(name)
    if asset is None or asset.packed is None:
        return set()
    return set(re.findall(r"/static/([\w.-]+)", asset.body.decode()))


def inline(content: str) -> Inline:
    """Return a text to stand between style or script tags, with its source for the CSP."""
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return Inline(content, f"'sha256-{digest}'")


@cache
def style(*sheets: str) -> Inline:
    """Return these style sheets as one, to stand in the head of a page."""
    return inline("".join(text(f"{sheet}.css") for sheet in sheets))


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Answer a static file, to be kept for good."""
    asset = _all()[0].get(name)
    if asset is None:
        abort(404)
    answer = Response(content_type=asset.type)
    if asset.packed:
        headers.packed(answer, asset.packed)
    else:
        answer.set_data(asset.body)
    answer.headers["Cache-Control"] = FOREVER
    answer.set_etag(asset.name, weak=True)
    return headers.conditional(answer)
