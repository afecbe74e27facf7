"""What stands between a phone and the pages: the page server and the reverse proxy before it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from kiosk import serve
from kiosk.proof import nginx
from kiosk.proof.host import Host
from kiosk.proof.points import BROKEN, OK, UNKNOWN, Point
from kiosk.settings import Settings

LEAST = 3
NOT_ASKED = ("sudo sh -c 'nginx -T > /tmp/nginx.txt', then: kiosk doctor --privacy "
             "--nginx /tmp/nginx.txt")  # fmt: skip


def look(settings: Settings, host: Host, file: Path | None, *, alone: bool) -> Iterator[Point]:
    """Yield the points about the page server and the proxy; `alone`: the pages answer without."""
    yield _server(settings, host)
    text = file.read_text() if file else nginx.printed()
    if alone and not settings.trusted_proxies and not file:
        yield Point("proxy", OK, "None: the pages answer by themselves, and none is trusted.")
        yield _reach(settings, [])
    elif text is None:
        yield _unread()
        yield _reach(settings, [])
    else:
        yield from _read(settings, text, file.absolute().parent if file else Path("/etc/nginx"))


def _unread() -> Point:
    """Say why no configuration was read: this user may not, or there is none here."""
    if nginx.where():
        says = "Its configuration can't be read by this user."
        return Point("proxy", UNKNOWN, says, NOT_ASKED)
    return Point("proxy", UNKNOWN, "No nginx on this machine. Whether a proxy stands before the "
                 "pages elsewhere can't be seen from here.", f"If one does, there: {NOT_ASKED}"
                 ". If none does: start the pages and check again.")  # fmt: skip


def _read(settings: Settings, text: str, folder: Path) -> Iterator[Point]:
    try:
        found = nginx.servers(text, folder)
    except nginx.NotNginx as error:
        yield Point("proxy", UNKNOWN, str(error.__doc__), NOT_ASKED)
        yield _reach(settings, [])
        return
    ours = nginx.answering(found, hosts(settings))
    yield _proxy(settings, found, ours)
    yield _reach(settings, ours)


def hosts(settings: Settings) -> frozenset[str]:
    """Return every host under which workers may come."""
    addresses = (settings.base_url, settings.labels_at)
    return frozenset({*(urlsplit(one).hostname or "" for one in addresses), *settings.former_hosts})


def _server(settings: Settings, host: Host) -> Point:
    """Say whether our own server writes a line for a request; the search looks at what it wrote."""
    asked = serve.options(settings, "127.0.0.1", 8000)
    if asked["accesslog"] or asked["logger_class"] != "kiosk.serve.SilentLogger":
        return Point("server", BROKEN, "gunicorn writes a line for each request.",
                     "Install this version anew.")  # fmt: skip
    told = {end for pid in host.of_plant(settings) for end in host.says(pid)
            if end.startswith("pipe:")}  # fmt: skip
    if told:
        return Point("server", OK, "gunicorn writes no line for a request. What it says goes "
                     "through a pipe: give that log with --logs.")  # fmt: skip
    return Point("server", OK, "gunicorn writes no line for a request, none for a broken one.")


def _proxy(settings: Settings, found: list[nginx.Server], ours: list[nginx.Server]) -> Point:
    if not ours:
        names = ", ".join(sorted(hosts(settings)))
        return Point("proxy", UNKNOWN, f"No server of this configuration is named {names}.",
                     NOT_ASKED)  # fmt: skip
    told = list(nginx.talking(place for one in ours for place in one.places))
    if told:
        return Point(
            "proxy",
            BROKEN,
            f"nginx writes about workers: {_some(told)}.",
            "access_log off; error_log /dev/null crit; in each of its servers",
        )
    strays = nginx.stray(found, ours)
    told = list(nginx.talking(place for one in strays for place in one.places))
    if told:
        says = f"Broken requests reach another server, which writes them down: {_some(told)}."
        return Point("proxy", BROKEN, says, "Take that server away (Debian: rm "
                     "/etc/nginx/sites-enabled/default), or silence it likewise.")  # fmt: skip
    count = sum(len(one.places) for one in ours)
    return Point("proxy", OK, f"nginx writes no line: {count} places of {len(ours)} servers read.")


def _some(told: list[str]) -> str:
    rest = len(told) - LEAST
    return "; ".join(told[:LEAST]) + (f"; and {rest} more" if rest > 0 else "")


def _reach(settings: Settings, ours: list[nginx.Server]) -> Point:
    loose = list(nginx.unnamed(place for one in ours for place in one.places))
    passing = any(place.passes for one in ours for place in one.places)
    if passing and not settings.trusted_proxies:
        return Point("reach", BROKEN, "nginx stands in front, but trusted_proxies is 0: everybody "
                     "seems to come from it.", "trusted_proxies = 1 in kiosk.toml")  # fmt: skip
    if loose:
        return Point("reach", BROKEN, f"A phone could claim any address: {_some(loose)}.",
                     "proxy_set_header X-Forwarded-For $remote_addr;")  # fmt: skip
    if settings.trusted_proxies and not ours:
        return Point("reach", UNKNOWN, f"trusted_proxies is {settings.trusted_proxies}, but what "
                     "the proxy says about addresses can't be read.", NOT_ASKED)  # fmt: skip
    nets = ", ".join(str(one) for one in settings.plant_networks) or "none set"
    return Point("reach", OK, f"Compared with the plant's networks ({nets}) and forgotten.")
