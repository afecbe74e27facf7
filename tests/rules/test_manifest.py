"""The list that the works council confirms says all that the code does, and nothing else."""

import copy
import json

import pytest

from kiosk.counts import manifest
from kiosk.counts.manifest import FILE, Change
from tests.manifest import Found, described, found, made, needs_a_new_version, text_of, undescribed
from tests.rules.tree import none

COLUMNED = ("tables", "memory")
BARE = ("log", "cookies", "headers", "connections", "phone", "kinds")


@pytest.fixture(scope="module")
def there() -> Found:
    return found()


def test_all_that_the_program_keeps_writes_and_sends_is_described(there: Found) -> None:
    none(
        undescribed(there, described()),
        "Say in kiosk/privacy-manifest.toml what it is for and how long it stays, in both "
        "languages, raise its version, then `make manifest`. The works council is asked anew.",
    )


def test_the_manifest_is_made_of_this_code(there: Found) -> None:
    now = text_of(made(there, described()))
    assert FILE.read_text("utf-8") == now, "Run `make manifest` and commit what it writes."


@pytest.mark.parametrize("part", [*COLUMNED, *BARE])
def test_one_thing_more_in_the_code_is_told(there: Found, part: str) -> None:
    more = copy.deepcopy(there)
    more[part]["planted"] = set()
    assert undescribed(more, described()) == [f"{part}: planted is not described"]


@pytest.mark.parametrize("part", [*COLUMNED, *BARE])
def test_one_thing_less_in_the_code_is_told(there: Found, part: str) -> None:
    less = copy.deepcopy(there)
    name = min(less[part])
    del less[part][name]
    assert f"{part}: {name} is there no more" in undescribed(less, described())


@pytest.mark.parametrize("table", ["account", "released"])
def test_a_new_column_is_told(there: Found, table: str) -> None:
    more = copy.deepcopy(there)
    more["tables"][table].add("last_login")
    told = undescribed(more, described())
    assert len(told) == 1
    assert "column last_login is not described" in told[0]


def test_another_list_needs_another_number(there: Found) -> None:
    now = made(there, described())
    other = copy.deepcopy(now)
    del other["parts"]["tables"]["account"]["columns"]["mail"]
    assert needs_a_new_version(other, now)
    assert not needs_a_new_version({**other, "version": now["version"] - 1}, now)
    assert not needs_a_new_version(now, now)


def test_the_hash_is_of_what_it_says_however_it_is_laid_out() -> None:
    told = json.loads(FILE.read_text("utf-8"))
    turned = json.dumps(dict(reversed(told.items())), indent=7)
    assert manifest.read(turned).hash == manifest.current().hash
    told["parts"]["kinds"]["completed"]["what"]["de"] += "!"
    assert manifest.read(json.dumps(told)).hash != manifest.current().hash


def test_what_is_new_gone_and_said_anew_is_told_line_by_line() -> None:
    told = json.loads(FILE.read_text("utf-8"))
    told["parts"]["tables"]["account"]["columns"]["seen"] = {"en": "x", "de": "x"}
    told["parts"]["kinds"]["completed"]["what"]["de"] += "!"
    del told["parts"]["cookies"]["__Secure-studio"]
    assert manifest.changes(manifest.current(), manifest.read(json.dumps(told))) == [
        Change("gone", "cookies", "__Secure-studio"),
        Change("changed", "kinds", "completed"),
        Change("new", "tables", "account.seen"),
    ]


def test_every_description_speaks_both_languages_and_says_something() -> None:
    short = []
    for part, things in manifest.current().parts.items():
        for name, entry in things.items():
            said = [entry["what"], entry["kept"], *entry.get("columns", {}).values()]
            short += [f"{part}: {name}" for both in said for one in both.values() if len(one) < 3]
            short += [f"{part}: {name}" for both in said if set(both) != {"de", "en"}]
    none(short, "Say it in English and in German, divided by a bar.")
