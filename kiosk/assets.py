"""Knows every static file: its address with the hash of its bytes, those bytes, and them gzipped.

Files come from `static/` beside the packages, in an installed wheel from `kiosk/_static`. All of
them together are some 200 kB, read once at the first use and kept in memory.
"""

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_letters
from typing import Final

from flask import Blueprint, Response, abort, request

from kiosk import headers

TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
}
PACKED: Final = {"woff2", "png"}
OURS: Final = {"css", "js"}
NAMED: Final = re.compile(rb"asset:([\w.-]+)")
FOREVER: Final = "public, max-age=31536000, immutable"

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file: the name in its address, its type, its bytes plain and gzipped."""

    name: str
    type: str
    body: bytes
    packed: bytes | None


@dataclass(frozen=True, slots=True)
class Inline:
    """A style or script that stands in the page itself, and its source for the CSP."""

    text: str
    source: str


def folder() -> Path:
    """Return where the static files lie: in the checkout or in the installed package."""
    here = Path(__file__).parent
    installed = here / "_static"
    return installed if installed.is_dir() else here.parent / "static"


@cache
def _signs() -> dict[str, str]:
    """Return a sign for each token: what every page names again and again is named short."""
    found = re.findall(r"--[a-z0-9-]+(?=:)", (folder() / "css" / "tokens.css").read_text())
    return {
        name: f"--{sign}" for name, sign in zip(dict.fromkeys(found), ascii_letters, strict=False)
    }


def squeeze(css: str) -> str:
    """Return the style sheet without comments and needless spaces, its tokens named short."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"([{;(][a-z0-9-]+): ", r"\1:", css).replace(" !important", "!important")
    css = re.sub(r"--[a-z0-9-]+", lambda found: _signs().get(found[0], found[0]), css)
    return css.replace(";}", "}").strip()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


@cache
def _all() -> tuple[dict[str, Asset], dict[str, str]]:
    """Return every file by the name in its address, and those names by the plain ones."""
    assets: dict[str, Asset] = {}
    names: dict[str, str] = {}
    for path in _ordered():
        body = path.read_bytes()
        if path.suffix == ".css":
            body = squeeze(body.decode()).encode()
        if path.parent.name in OURS:
            body = _aimed(body, names)
        name = f"{path.stem}.{_digest(body)}{path.suffix}"
        ext = path.suffix[1:]
        packed = None if ext in PACKED else gzip.compress(body, 9, mtime=0)
        assets[name] = Asset(name, TYPES[ext], body, packed)
        names[path.name] = name
    return assets, names


def _ordered() -> list[Path]:
    """Return all static files, each after those that it names."""
    found = {path.name: path for path in sorted(folder().rglob("*")) if path.suffix[1:] in TYPES}
    ordered: dict[str, Path] = {}

    def add(path: Path) -> None:
        if path.parent.name in OURS:
            for name in NAMED.findall(path.read_bytes()):
                add(found[name.decode()])
        ordered.setdefault(path.name, path)

    for path in found.values():
        add(path)
    return list(ordered.values())


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
    packs = asset.packed is not None and request.accept_encodings["gzip"] > 0
    answer = Response(asset.packed if packs else asset.body, content_type=asset.type)
    if asset.packed is not None:
        answer.vary.add("Accept-Encoding")
    if packs:
        answer.content_encoding = "gzip"
    answer.headers["Cache-Control"] = FOREVER
    answer.set_etag(asset.name + ("-gz" if packs else ""))
    return headers.conditional(answer)
