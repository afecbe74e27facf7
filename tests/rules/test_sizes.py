"""How long things are. A number is a smoke alarm: what matters is that a reader finds the place."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.rules.tree import (
    PACKAGES,
    Function,
    called,
    functions,
    length,
    modules,
    nodes,
    none,
    place,
    templates,
    text,
)

FUNCTION, USUAL_FUNCTION, USUAL_TEST = 60, 8, 10
ROUTE, MODULE, TEMPLATE = 25, 400, 150
VERBS = {"get", "post", "put", "patch", "delete", "route"}


def test_no_function_is_longer_than_sixty_lines() -> None:
    none(
        longer(FUNCTION, ((path, one) for path in modules(*PACKAGES, "tests", "deploy")
                          for one in functions(path))),
        f"Name the steps of a function of more than {FUNCTION} lines, each a function.",
    )  # fmt: skip


def test_half_of_all_functions_are_eight_lines_or_shorter() -> None:
    usual = median(length(one) for path in modules() for one in functions(path))
    assert usual <= USUAL_FUNCTION, "Functions grew long: take steps out of the longest ones."


def test_half_of_all_tests_are_ten_lines_or_shorter() -> None:
    usual = median(length(one) for path in modules("tests") for one in proofs(path))
    assert usual <= USUAL_TEST, "Tests grew long: give what they share a name in a fixture."


def test_no_route_is_longer_than_twenty_five_lines() -> None:
    none(
        longer(ROUTE, ((path, one) for path in modules("kiosk") for one in routes(path))),
        "A route parses, asks the domain, answers: move the rest to where its noun lives.",
    )


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    none(
        (
            f"{place(path)} has {tall(path)} lines"
            for path in modules(*PACKAGES, "tests", "deploy")
            if tall(path) > MODULE
        ),
        "Split the module by its nouns.",
    )


def test_no_template_is_longer_than_a_hundred_and_fifty_lines() -> None:
    none(
        (f"{place(path)} has {tall(path)} lines" for path in templates() if tall(path) > TEMPLATE),
        "Move a part of the page into a macro of its own file.",
    )


def test_the_sizes_are_taken_from_something() -> None:
    assert sum(len(list(routes(path))) for path in modules("kiosk")) > 10
    assert len(templates()) > 10


def tall(path: Path) -> int:
    """Return the lines of a file."""
    return text(path).count("\n")


def longer(most: int, found: Iterator[tuple[Path, Function]]) -> Iterator[str]:
    """Yield the functions that are longer than `most` lines."""
    for path, one in found:
        if length(one) > most:
            yield f"{place(path, one.lineno)} {one.name} has {length(one)} lines"


def proofs(path: Path) -> list[Function]:
    """Return the tests of a module."""
    return [one for one in functions(path) if one.name.startswith("test_")]


def routes(path: Path) -> list[Function]:
    """Return the functions that a blueprint was given, by a decorator or by a call."""
    given = {
        node.args[0].id
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Call)
        if called(node.func) in VERBS and node.args and isinstance(node.args[0], ast.Name)
    }
    return [one for one in functions(path) if one.name in given or decorated(one)]


def decorated(function: Function) -> bool:
    """Whether a function stands below the decorator of a route."""
    decorators = [one for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(called(one) in VERBS for one in decorators)
