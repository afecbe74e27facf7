"""What the program never asks of a phone, never writes, and never lets anybody type."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.rules.tree import (
    calls,
    elements,
    files,
    imported,
    lines,
    modules,
    nodes,
    none,
    place,
    templates,
    text,
)

WATCHING = {
    "remote_addr", "remote_user", "access_route", "user_agent", "referrer", "cookies", "set_cookie",
    "delete_cookie", "authorization", "environ", "origin",
}  # fmt: skip
HEADERS = {
    "set-cookie", "cookie", "user-agent", "referer", "x-forwarded-for", "x-real-ip", "forwarded",
    "remote_addr", "http_user_agent", "http_referer", "http_cookie", "etag-id", "authorization",
}  # fmt: skip
OF_A_REQUEST = {"request", "g", "code", "slug", "typed", "path", "error", "url", "ticket", "words"}
SAYING = ("debug", "info", "warning", "error", "critical", "log", "print", "echo", "secho")
TELLTALES = (
    "document.cookie", "sendBeacon", "navigator.userAgent", "navigator.platform", "deviceMemory",
    "hardwareConcurrency", "geolocation", "indexedDB", "document.referrer", "canPlayType(navigator",
)  # fmt: skip
TOKEN = re.compile(r"\{\{ (csrf_)?token\(\)")
BY_A_PASS = {"link_line.html"}  # no session stands behind it: the pass in its address is the secret
POSTING = re.compile(r"""<form\b[^>]*\bmethod=["']post""", re.IGNORECASE)
CHOSEN = {"hidden", "submit", "button", "radio", "checkbox"}
TYPED = {"code", "q"}
SENT = TYPED | {"ticket", "question", "pick", "helpful", "again"}
STUDIO = ("kiosk/studio/", "kiosk/templates/studio/", "static/js/studio")
PROVES = "kiosk/proof/"  # asks as a phone does, and looks whether an answer names such a header
LOOKS = {
    "kiosk/web/reach.py": {"remote_addr"},  # compares an address, forgets it
    "kiosk/web/sender.py": {"origin"},  # compares it with our own, forgets it
    "kiosk/studio/uploads.py": {"environ"},  # takes the bytes of a film as they come in
}
SESSIONS = {
    "kiosk/studio/security.py",  # who is signed in, for how long, and the token of their forms
    "kiosk/studio/tongue.py",  # which language the studio speaks
    "kiosk/studio/storyboard.py",  # the scene just taken away, to be put back on this device
    "kiosk/studio/words.py",  # the step just taken away, to be put back on this device
}


def test_only_the_reach_looks_at_who_asks() -> None:
    none(
        (
            f"{place(path, node.lineno)} uses {node.attr}"
            for path in web_modules()
            for node in nodes(path)
            if isinstance(node, ast.Attribute)
            and node.attr in WATCHING - LOOKS.get(place(path), set())
            if ast.unparse(node) != "os.environ"
        ),
        "Ask kiosk.web.reach whether somebody is inside; nothing else of a client is looked at.",
    )


def test_the_reach_looks_at_the_address_alone() -> None:
    reach = next(path for path in web_modules() if path.name == "reach.py")
    seen = {node.attr for node in nodes(reach) if isinstance(node, ast.Attribute)}
    assert seen & WATCHING == {"remote_addr"}, "kiosk.web.reach compares an address and forgets it."


def test_no_header_that_tells_who_asks_is_read_or_set() -> None:
    none(
        (
            f"{place(path, node.lineno)} names {node.value}"
            for path in modules("kiosk")
            if path.name != "reach.py" and not place(path).startswith(PROVES)
            for node in nodes(path)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if node.value.lower() in HEADERS
        ),
        "Leave it: worker pages set no cookie and read no address, browser or referrer.",
    )


def test_sessions_are_known_to_the_studios_door_alone() -> None:
    none(
        (
            f"{place(path, line)} imports {name}"
            for path in modules("kiosk")
            if place(path) not in SESSIONS
            for line, name in imported(path)
            if name in {"flask.session", "flask.flash", "flask.sessions"}
        ),
        "Put what a page must know into its address or its form: there is no session.",
    )


def test_accounts_are_known_to_the_studio_alone() -> None:
    libraries = {"flask_security", "flask_login", "flask_wtf", "flask_principal"}
    none(
        (
            f"{place(path, line)} imports {name}"
            for path in modules("kiosk")
            if not of_the_studio(path)
            for line, name in imported(path)
            if name.partition(".")[0] in libraries or name.startswith("kiosk.studio.security")
        ),
        "Leave it in kiosk/studio: what serves workers can't even tell who somebody is.",
    )


def test_what_is_sent_to_the_studio_carries_the_token_of_its_page() -> None:
    none(
        (
            f"{place(page)} has {forms} forms that post and {tokens} tokens"
            for page in templates()
            if of_the_studio(page) and page.name not in BY_A_PASS
            for forms, tokens in [
                (len(POSTING.findall(text(page))), len(TOKEN.findall(text(page))))
            ]
            if forms > tokens
        ),
        "Put {{ token() }} into each form.",
    )


def test_no_log_line_tells_what_somebody_asked_for() -> None:
    none(
        (
            f"{place(path, node.lineno)} {ast.unparse(node)[:70]}"
            for path in web_modules()
            for node in calls(path, *SAYING)
            if of_a_log(node) and tells(node)
        ),
        "Log a constant sentence and counted sums; nothing of a request is ever written.",
    )


def test_no_log_line_of_a_page_carries_a_stack() -> None:
    none(
        (
            f"{place(path, node.lineno)} {ast.unparse(node)[:70]}"
            for path in web_modules()
            for node in (*calls(path, "exception", "print_exc"), *with_stack(path))
        ),
        "Count the failure in errors.Incidents: a stack holds what somebody asked for.",
    )


def test_workers_are_asked_for_a_code_or_a_word_and_nothing_else() -> None:
    none(
        (
            f"{place(page, element.line)} <{element.tag} name={element.attributes.get('name', '')}>"
            for page in templates()
            if not of_the_studio(page)
            for element in elements(page)
            if types_freely(element.tag, element.attributes)
        ),
        "Offer closed choices: free text is only a machine's code and the word of a search.",
    )


def test_forms_send_nothing_but_what_is_known_here() -> None:
    none(
        (
            f"{place(page, element.line)} sends {element.attributes['name']}"
            for page in templates()
            if not of_the_studio(page)
            for element in elements(page)
            if element.tag in {"input", "button", "select"} and "name" in element.attributes
            if element.attributes["name"] not in SENT
        ),
        f"Send one of {', '.join(sorted(SENT))}; for more, ask what it tells about somebody.",
    )


def test_scripts_ask_a_phone_for_nothing_that_knows_it_again() -> None:
    none(
        (
            f"{place(path, number)} uses {word}"
            for path in (*files(".js", under="static/js"), *templates())
            for number, line in lines(path)
            for word in TELLTALES
            if word in line
        ),
        "Do without: a page knows nothing that tells two phones apart.",
    )


def of_the_studio(path: Path) -> bool:
    """Whether a file is of the part of the product that knows who is there."""
    return place(path).startswith(STUDIO)


def web_modules() -> list[Path]:
    """Return the modules of kiosk that know the web."""
    return [
        path
        for path in modules("kiosk")
        if any(name.partition(".")[0] in {"flask", "werkzeug"} for _, name in imported(path))
    ]


def of_a_log(node: ast.Call) -> bool:
    """Whether a call writes to a log or a terminal."""
    owner = ast.unparse(node.func).rpartition(".")[0].lower()
    return owner in {"", "click", "sys.stderr"} or "log" in owner


def tells(node: ast.Call) -> bool:
    """Whether a line of a log is made of more than a sentence and sums."""
    words = node.args[:1]
    constant = all(isinstance(word, ast.Constant) for word in words)
    names = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
    return not constant or bool(names & OF_A_REQUEST)


def with_stack(path: Path) -> Iterator[ast.Call]:
    """Yield the calls that ask a log for the stack too."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and "exc_info" in {word.arg for word in node.keywords}:
            yield node


def types_freely(tag: str, attributes: dict[str, str]) -> bool:
    """Whether somebody can type into an element what nobody chose beforehand."""
    if tag == "textarea" or "contenteditable" in attributes:
        return True
    kind = attributes.get("type", "text")
    return tag == "input" and kind not in CHOSEN and attributes.get("name") not in TYPED
