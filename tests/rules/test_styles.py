"""What the stylesheets use: both directions of writing, and phones of a few years ago."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.rules.tree import files, none, place, text

PHYSICAL: Final = re.compile(
    r"(?:left|right|float-left|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)"
    r"(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius)"
)
SIDED: Final = {"float", "clear", "text-align", "caption-side"}
ALLOWED_SIDES: Final[dict[tuple[str, str], str]] = {}
"""(file, property) to the reason why this side stays, whichever way people write."""

TOO_NEW: Final = {
    r"light-dark\(": "light-dark() (Chrome 123, Safari 17.5)",
    r"color-mix\(": "color-mix() (Chrome 111, Safari 16.2)",
    r"\boklch\(|\boklab\(|\blab\(|\blch\(": "lab and lch colours (Chrome 111)",
    r"\d(?:dvh|dvw|svh|svw|lvh|lvw)\b": "small and dynamic viewport units (Safari 15.4)",
    r"\d(?:lh|rlh|cap)\b": "line units (Safari 16.4, Chrome 118)",
    r"\bsubgrid\b": "subgrid (Chrome 117, Safari 16)",
    r"\bround\(|\bmod\(|\bsin\(|\bcos\(": "stepped and trigonometric functions",
    r"\banchor\(|\bsibling-index\(": "anchors (Chrome 125)",
}
TOO_NEW_SELECTOR: Final = {
    r":has\(": ":has() (Safari 15.4 only; Chrome 105, Firefox 121)",
    r"&": "nesting (Chrome 112, Safari 16.5)",
    r":dir\(": ":dir() (Chrome 120, Safari 16.4): use [dir=rtl]",
    r":user-(?:in)?valid": ":user-invalid (Chrome 119)",
    r":popover-open": "popovers (Chrome 114, Safari 17)",
}
TOO_NEW_RULE: Final = {
    r"@container\b": "@container (Safari 16)",
    r"@scope\b": "@scope (Chrome 118)",
    r"@starting-style\b": "@starting-style (Chrome 117)",
    r"@property\b": "@property (Safari 16.4)",
    r"@media[^{]*[<>]": "range syntax (Safari 16.4): use min-width and max-width",
    r"@media[^{]*\bscripting\b": "the scripting query (Chrome 120)",
    r"@view-transition\b": "view transitions (Chrome 126)",
}
ENHANCEMENTS: Final = {"text-wrap", "content-visibility", "scrollbar-gutter", "text-size-adjust"}


class Rule(NamedTuple):
    """One rule of a stylesheet: its line, its selector, its declarations in order."""

    line: int
    selector: str
    declarations: list[tuple[str, str]]


def test_styles_know_start_and_end_instead_of_left_and_right() -> None:
    none(
        (
            f"{place(path, rule.line)} {name}: {value}"
            for path in stylesheets()
            for rule in rules(path)
            for name, value in rule.declarations
            if sided(name, value) and (path.name, name) not in ALLOWED_SIDES
        ),
        "Write inline-start and inline-end: half of the languages are read from the right.",
    )


def test_styles_use_nothing_that_phones_of_a_few_years_ago_lack() -> None:
    none(
        (f"{place(path, line)} {what}" for path in stylesheets() for line, what in too_new(path)),
        "Chrome 109 and Safari 15.4 must show it: write an older value before it, or @supports.",
    )


def test_a_field_hides_words_only_where_a_script_lets_it_grow() -> None:
    none(
        (
            f"{place(path, rule.line)} {rule.selector}"
            for path in stylesheets()
            for rule in rules(path)
            if "textarea" in rule.selector and not rule.selector.startswith(".js ")
            and ("overflow", "hidden") in rule.declarations
        ),
        "Without scripts what does not fit is out of reach: write .js before it.",
    )  # fmt: skip


def test_the_rules_of_every_stylesheet_are_read() -> None:
    assert all(rules(path) for path in stylesheets())
    assert len(stylesheets()) > 5


def stylesheets() -> list[Path]:
    """Return our own stylesheets."""
    return list(files(".css", under="static"))


def bare(path: Path) -> str:
    """Return a stylesheet without comments, strings and addresses, its lines where they were."""
    found = re.sub(r"/\*.*?\*/", lambda one: "\n" * one[0].count("\n"), text(path), flags=re.DOTALL)
    found = re.sub(r"url\([^)]*\)|\"[^\"\n]*\"|'[^'\n]*'", '""', found)
    return without_supports(found)


def without_supports(source: str) -> str:
    """Empty the blocks of @supports: what stands in them is an enhancement by its nature."""
    while match := re.search(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", source):
        lines = "\n" * match[0].count("\n")
        source = source[: match.start()] + lines + source[match.end() :]
    return source


def rules(path: Path) -> list[Rule]:
    """Return the innermost rules of a stylesheet."""
    source = bare(path)
    return [
        Rule(
            source.count("\n", 0, match.start(2)) + 1,
            match[1].strip(),
            [
                (name.strip(), value.strip())
                for name, colon, value in (part.partition(":") for part in match[2].split(";"))
                if colon and not name.strip().startswith("@")
            ],
        )
        for match in re.finditer(r"([^{};]*)\{([^{}]*)\}", source)
    ]


def sided(name: str, value: str) -> bool:
    """Whether a declaration names the left or the right."""
    if name in SIDED:
        return value in {"left", "right"}
    return bool(PHYSICAL.fullmatch(name))


def too_new(path: Path) -> Iterator[tuple[int, str]]:
    """Yield where a stylesheet uses what older browsers lack, and what that is."""
    source = bare(path)
    for pattern, what in TOO_NEW_RULE.items():
        for match in re.finditer(pattern, source):
            yield source.count("\n", 0, match.start()) + 1, what
    for match in re.finditer(r"([^{};]*)\{", source):
        for pattern, what in TOO_NEW_SELECTOR.items():
            if re.search(pattern, match[1]):
                yield source.count("\n", 0, match.start(1)) + 1, what
    for rule in rules(path):
        yield from ((rule.line, what) for what in new_values(rule))


def new_values(rule: Rule) -> Iterator[str]:
    """Yield the new values of a rule that no older value of the same property stands before."""
    before: set[str] = set()
    for name, value in rule.declarations:
        found = [what for pattern, what in TOO_NEW.items() if re.search(pattern, value)]
        if name not in before | ENHANCEMENTS:
            yield from found
        if not found:
            before.add(name)
