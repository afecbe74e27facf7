"""Who may what: every route of the studio, asked by everybody, against the list in routes.txt.

A route is closed unless it says to whom it is open. A new one wants a line in the list: what is
missing stands in the failure, to be copied after somebody has thought about it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from peewee import Model
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from content.models import Area, Coach, Kind, Label, Machine, Nugget, Text, Version
from kiosk.staff import rights
from kiosk.staff.models import Account
from kiosk.studio import access
from tests.studio import CAST, HOME, Browser, Studio

LIST = Path(__file__).with_name("routes.txt")
FREE = ("HEAD", "OPTIONS")
MADE_UP = "zzzzzzzzzzzz"
UNGUARDED = {
    "film.take": "takes its form apart as it comes in, and asks for the token itself",
    "film.take_own": "the same",
    "link.propose": "opens by its pass alone: there is no session that could be misused",
}


class Route(NamedTuple):
    """A way into the studio: how it is asked, its address with gaps, and the right it wants."""

    method: str
    rule: str
    right: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule}  {self.right}"


def routes(studio: Flask) -> Iterator[tuple[Route, Rule]]:
    for rule in studio.url_map.iter_rules():
        right = access.wanted_by(studio.view_functions[rule.endpoint]) or "closed"
        for method in sorted((rule.methods or set()) - {*FREE}):
            yield Route(method, rule.rule, right), rule


def route_of(line: str) -> Route:
    where, _, right = line.partition("  ")
    method, _, rule = where.partition(" ")
    return Route(method, rule, right.strip())


def filled(rule: Rule, known: dict[str, str]) -> str:
    """Return the address of a rule, its gaps filled with what is known, or made up."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, IntegerConverter):
            values[name] = 1
        elif isinstance(converter, AnyConverter):
            values[name] = min(converter.items)
        else:
            values[name] = known.get(name, MADE_UP)
    built = rule.build(values)
    assert built is not None
    return f"/studio{built[1]}"


def ask(browser: Browser, method: str, path: str, *, token: bool = True) -> int:
    """Ask with an empty form and return the status; a token stands in the head."""
    head = dict(browser.head)
    if token and browser.account:
        head["X-CSRFToken"] = browser.token
    answer = browser.client.open(path, method=method, headers=head, base_url=HOME)
    return int(answer.status_code)


def allowed(route: Route, name: str) -> bool:
    role = CAST.get(name, "trainer")
    return route.right == access.OPENED or bool(name and route.right in rights.of((role,)))


def judged(route: Route, name: str, status: int) -> bool:
    """Say whether a status is right for somebody with this name, or for nobody."""
    if status >= 500:
        return False
    if allowed(route, name):
        return status not in {401, 403}
    return status == (403 if name else 401)


def test_every_route_stands_in_the_list_with_its_right(studio: Studio) -> None:
    there = {route for route, _ in routes(studio.app.extensions["studio"]())}
    known = {route_of(line) for line in lines_of_list()}
    missing = "\n".join(sorted(map(str, there - known)))
    gone = "\n".join(sorted(map(str, known - there)))
    assert there == known, f"\nnot in routes.txt:\n{missing}\nonly in routes.txt:\n{gone}"


def lines_of_list() -> list[str]:
    lines = [line.rstrip() for line in LIST.read_text().splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def test_no_route_is_closed_to_everybody(studio: Studio) -> None:
    closed = [str(route) for route, _ in routes(studio.app.extensions["studio"]())
              if route.right == "closed"]  # fmt: skip
    assert closed == [], "Say @needs(…) or @opened below the route."


@pytest.mark.parametrize("name", ["", *CAST, "eve"])
def test_nobody_does_what_their_role_may_not(studio: Studio, name: str) -> None:
    wrong = []
    for route, rule in routes(studio.app.extensions["studio"]()):
        status = ask(studio.browser(name), route.method, filled(rule, {}))
        if not judged(route, name, status):
            wrong.append(f"{status} for {name or 'nobody'}: {route}")
    assert wrong == []


def first(table: type[Model], site: str) -> str:
    row = table.select().where(table.site == site).first()  # type: ignore[attr-defined]
    return str(row.id) if row else MADE_UP


def known_things(studio: Studio) -> dict[str, str]:
    """Return an id of everything the plant holds, by the names of the gaps."""
    site = studio.site.id
    nugget = Nugget.get(Nugget.slug == "wear-glasses")
    version = Version.get(Version.nugget == nugget)
    text = Text.get((Text.version == version) & (Text.language == "de"))
    return {
        "version_id": version.id, "nugget_id": nugget.id, "key": text.language,
        "machine_id": first(Machine, site), "area_id": first(Area, site),
        "kind_id": first(Kind, site), "coach_id": first(Coach, site),
        "person": studio.people["alice"].id, "code": Label.select().first().code,
    }  # fmt: skip


def test_a_trainer_of_another_plant_finds_nothing_of_this_one(studio: Studio) -> None:
    known = known_things(studio)
    found = []
    for route, rule in routes(studio.app.extensions["studio"]()):
        if not any(gap in known for gap in rule.arguments) or not allowed(route, "eve"):
            continue
        status = ask(studio.browser("eve"), route.method, filled(rule, known))
        if status != 404:
            found.append(f"{status}: {route}")
    assert found == []


def test_no_form_is_taken_without_its_token(studio: Studio) -> None:
    made = studio.app.extensions["studio"]()
    taken = []
    for route, rule in routes(made):
        if route.method != "POST" or rule.endpoint in UNGUARDED:
            continue
        name = next(one for one in CAST if allowed(route, one))
        status = ask(studio.browser(name), "POST", filled(rule, {}), token=False)
        if status != 400:
            taken.append(f"{status}: {route}")
    assert taken == []


def test_only_named_forms_look_after_themselves(studio: Studio) -> None:
    csrf = studio.app.extensions["studio"]().extensions["csrf"]
    assert {one.name for one in csrf._exempt_blueprints} == {"link"}
    views = {one.removeprefix("kiosk.studio.") for one in csrf._exempt_views}
    assert views | {"link.propose"} == set(UNGUARDED)


def test_a_head_or_options_request_opens_nothing_either(nobody: Browser) -> None:
    assert ask(nobody, "HEAD", "/studio/people") == 401
    assert ask(nobody, "OPTIONS", "/studio/people") == 401


def test_a_closed_account_is_nobody(studio: Studio, alice: Browser) -> None:
    Account.update(active=False).where(Account.id == studio.people["alice"].id).execute()
    alice.get("/studio/", 401)
