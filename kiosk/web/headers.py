"""Knows what every answer's head says: what it may load, how long it keeps, that it is packed."""

from typing import Final

from flask import Flask, Request, Response, g, request

from kiosk.web import packing

MINUTE: Final = "max-age=60, stale-while-revalidate=604800"
NEVER: Final = "no-store"
PACKS: Final = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
SMALL: Final = 256
ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
BARE: Final = "default-src 'none'; frame-ancestors 'none'"


def policy(style: str, script: str) -> str:
    """Return the content security policy of a page with an inline style and script.

    Both are named by their source expressions, `'sha256-…'`.
    """
    return (
        "default-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';"
        "connect-src 'self';font-src 'self';img-src 'self' data:;manifest-src 'self';"
        f"media-src 'self';script-src 'self' {script};style-src 'self' {style}"
    )


def install(app: Flask) -> None:
    """Give every answer of the app its head."""
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", BARE)
    response.headers.setdefault("Cache-Control", NEVER)
    if g.get("negotiated"):
        response.vary.add("Accept-Language")
    return pack(response, request)


def keep(response: Response, *, private: bool = False) -> Response:
    """Let phones and proxies keep the page for a minute, and show it stale while asking anew."""
    scope = "private" if private else "public"
    response.headers["Cache-Control"] = f"{scope}, {MINUTE}"
    return response


def brief(response: Response, seconds: int = 60) -> Response:
    """Let the reader's own browser alone keep the page for so long, and never show it stale."""
    response.headers["Cache-Control"] = f"private, max-age={seconds}"
    return response


def conditional(response: Response) -> Response:
    """Answer 304 to those who hold these bytes already; the server itself says the date."""
    response.make_conditional(request)
    del response.headers["Date"]
    return response


def pack(response: Response, request: Request) -> Response:
    """Pack the body of a text answer for a client that takes it so.

    A page whose length would give a secret away is `g.unpacked`.
    """
    if response.direct_passthrough or response.content_encoding or g.get("unpacked"):
        return response
    if not (response.mimetype or "").startswith(PACKS):
        return response
    response.vary.add("Accept-Encoding")
    body, how = response.get_data(), packing.way(request)
    if how and len(body) >= SMALL:
        response.set_data(packing.packed(body, how))
        response.content_encoding = how
    return response


def packed(response: Response, bytes_: packing.Packed) -> Response:
    """Give an answer the bytes that are kept for it, as this client takes them."""
    how = packing.way(request)
    response.vary.add("Accept-Encoding")
    response.set_data(bytes_.by(how))
    if how:
        response.content_encoding = how
    return response
