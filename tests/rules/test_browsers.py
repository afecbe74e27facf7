"""What scripts and stylesheets use is there in the oldest browsers that the pages are made for."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.rules.test_styles import Rule, bare, rules
from tests.rules.tree import ROOT, files, none, place, text

OLDEST: Final = {"chrome": (109,), "firefox": (115,), "safari": (15, 4)}
FACTS: Final = ROOT / "tests" / "rules" / "browser_facts.txt"

ALLOWED: Final[dict[str, str]] = {
    "at-rule page": "paper of another size is still printed",
    "media forced-colors": "elsewhere the pages' own borders stay",
    "member connection": "without it no phone asks to save data",
    "member downlink": "without it the small film plays until somebody asks for the sharp one",
    "member exitFullscreen": "asked only while the whole screen is taken",
    "member fullscreenElement": "empty where nothing can take the whole screen",
    "member inert": "the cover hides what lies under it; only the tab key finds it",
    "member released": "asked of a lock that was given",
    "member requestFullscreen": "asked for, before it is called",
    "member requestSubmit": "asked for, before it is called; else the form goes as it is",
    "member saveData": "without it no phone asks to save data",
    "member share": "asked for, before it is called; else the link is copied",
    "member wakeLock": "asked for, or caught: the phone may lock",
    "property field-sizing": "the field scrolls",
    "property forced-color-adjust": "where no colours are forced there is nothing to adjust",
    "property hyphenate-limit-chars": "words are parted a little earlier",
    "property outline": "known for long; only its corners are square",
    "property paint-order": "known for long in drawings, where it stands",
    "property resize": "the field scrolls",
    "property scrollbar-width": "a wider bar scrolls as well",
    "property text-wrap": "lines break as they come",
    "value align-content:end": "in grids known for long; in flexible boxes it stands nowhere",
    "value align-content:start": "in grids known for long; in flexible boxes it stands nowhere",
    "value place-content:end": "in grids known for long; in flexible boxes it stands nowhere",
}
"""What may be missing, since a page without it works the same: kind and name, with the reason."""

OWN: Final = {"member bytes", "member check", "member isError", "member when"}
"""Names that our own things have too: the browser's are not asked for."""

SYNTAX: Final = {
    r"\bstatic\s*\{": "a static block of a class (Safari 16.4)",
    r"\(\?<[=!]": "looking behind in a regular expression (Safari 16.4)",
    r"\bimport\s[^;\n]*\bwith\s*\{": "attributes of an import (Chrome 123, Firefox 138)",
    r"\bimport\.meta\.resolve\b": "import.meta.resolve (Safari 16.4)",
    r"(?:^|[;{}])\s*(?:await\s+)?using\s+\w+\s*=": "using (Chrome 134, Firefox 141)",
    r"/[a-z]*v[a-z]*\.(?:test|exec)\(": "sets in a regular expression (Chrome 112, Firefox 116)",
}


class Fact(NamedTuple):
    """A feature that one of the oldest browsers lacks, and why that is known."""

    kind: str
    name: str
    said: str


@cache
def facts() -> list[Fact]:
    """Return what the oldest browsers lack."""
    rows = [line.split() for line in text(FACTS).splitlines() if not line.startswith("#")]
    return [
        Fact(row[0], row[1], f"{row[1]} ({described(row[2:5])})") for row in rows if lacks(row[2:5])
    ]


def lacks(versions: list[str]) -> bool:
    """Whether one of the oldest browsers is older than the first version that has it."""
    known = zip(versions, OLDEST.values(), strict=True)
    return any(one == "-" or tuple(map(int, one.split("."))) > oldest for one, oldest in known)


def described(versions: list[str]) -> str:
    """Return the first versions in words."""
    named = zip(OLDEST, versions, strict=True)
    return ", ".join(f"{name} {one if one != '-' else 'never'}" for name, one in named)


@cache
def of_kind(kind: str) -> dict[str, str]:
    """Return the names of this kind with what is known of them."""
    return {one.name: one.said for one in facts() if one.kind == kind}


def script(path: Path) -> str:
    """Return a script without comments and strings, its lines where they were."""
    found = re.sub(r"/\*.*?\*/", lambda one: "\n" * one[0].count("\n"), text(path), flags=re.DOTALL)
    return re.sub(r"(?<!:)//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", '""', found)


def newer_in_script(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the kind with the name, and the words for each thing too new."""
    source = script(path)
    for pattern, said in SYNTAX.items():
        for match in re.finditer(pattern, source, re.MULTILINE):
            yield source.count("\n", 0, match.start()) + 1, said, said
    members, things = of_kind("member"), of_kind("global")
    own = set(re.findall(r"(?:function|const|let|var|class|import)\s+(\w+)", source))
    for match in re.finditer(r"(\.\s*)?(?<![\w$])([A-Za-z]\w*)", source):
        dotted, name = match.groups()
        kind, known = ("member", members) if dotted else ("global", things)
        if f"{kind} {name}" in OWN or (not dotted and (name in own or ahead(source, match))):
            continue
        if name in known:
            yield source.count("\n", 0, match.start(2)) + 1, f"{kind} {name}", known[name]


def ahead(source: str, match: re.Match[str]) -> bool:
    """Whether a name stands as a key of an object, not as a thing of the browser."""
    return bool(re.match(r"\s*[:,=}](?!=)", source[match.end() :]))


def newer_in_styles(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the kind with the name, and the words for each thing too new."""
    source = bare(path)
    for kind, pattern in (("at-rule", r"@([a-z-]+)"), ("media", r"\(\s*([a-z-]+)(?=\s*[:)])")):
        known = of_kind(kind)
        for match in re.finditer(pattern, source):
            if match[1] in known and (kind == "at-rule" or in_media(source, match.start())):
                line = source.count("\n", 0, match.start()) + 1
                yield line, f"{kind} {match[1]}", known[match[1]]
    for rule in rules(path):
        yield from ((rule.line, *one) for one in newer_in_rule(rule))


def in_media(source: str, at: int) -> bool:
    """Whether a place lies in the question of an @media."""
    return "@media" in source[source.rfind("\n", 0, at) + 1 : at]


def newer_in_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what a rule uses too new, unless something older for it stands before."""
    for name in re.findall(r"::?([a-z-]+)", rule.selector):
        if name in (known := of_kind("selector")):
            yield f"selector {name}", known[name]
    before: set[str] = set()
    for name, value in rule.declarations:
        if f"-webkit-{name}" not in before and name in (known := of_kind("property")):
            yield f"property {name}", known[name]
        if name not in before:
            yield from newer_values(name, value)
        before.add(name)


def newer_values(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the words and functions of a value that are too new."""
    known = of_kind("value")
    for word in re.findall(r"[a-z][a-z-]*", value):
        if f"{name}:{word}" in known:
            yield f"value {name}:{word}", known[f"{name}:{word}"]
    known = of_kind("function")
    for word in re.findall(r"(?<![\w-])([a-z][a-z-]*)\(", value):
        if word in known:
            yield f"function {word}", known[word]


def found() -> Iterator[tuple[Path, int, str, str]]:
    """Yield what is too new in all scripts and stylesheets of our own."""
    for path in files(".js", under="static/js"):
        yield from ((path, *one) for one in newer_in_script(path))
    for path in files(".css", under="static"):
        yield from ((path, *one) for one in newer_in_styles(path))


def test_no_page_needs_what_the_oldest_browsers_lack() -> None:
    none(
        (
            f"{place(path, line)} {said}"
            for path, line, what, said in found()
            if what not in ALLOWED
        ),
        "Do without it, or ask for it first and say in ALLOWED what a page does without.",
    )


def test_what_may_be_missing_is_used() -> None:
    used = {what for _, _, what, _ in found()}
    assert set(ALLOWED) - used == set()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.js", "const last = [3, 1].toSorted();"),
        ("a.js", "const url = URL.canParse(text);"),
        ("a.js", "new Temporal.Now();"),
        ("a.js", "class A { static { go(); } }"),
        ("a.js", r"const cents = /(?<=\.)\d+/;"),
        ("a.css", ".a:has(b) { color: red; }"),
        ("a.css", ".a { color: light-dark(red, blue); }"),
        ("a.css", ".a { field-sizing: content; }"),
        ("a.css", ".a { align-content: start; }"),
        ("a.css", "@container (min-width: 3em) { .a { color: red; } }"),
        ("a.css", "@media (scripting: none) { .a { color: red; } }"),
    ],
)
def test_what_is_too_new_is_seen(tmp_path: Path, name: str, line: str) -> None:
    (tmp_path / name).write_text(f"\n{line}\n")
    newer = newer_in_script if name.endswith(".js") else newer_in_styles
    assert [one[0] for one in newer(tmp_path / name)][:1] == [2]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "a.js",
            "const one = [1].at(-1) ?? structuredClone(all); one.b ||= Object.hasOwn(a, 'b');",
        ),
        ("a.css", ".a { -webkit-hyphens: auto; hyphens: auto; inset-inline-start: 0; }"),
    ],
)
def test_what_is_old_enough_is_let_through(tmp_path: Path, name: str, line: str) -> None:
    (tmp_path / name).write_text(line)
    newer = newer_in_script if name.endswith(".js") else newer_in_styles
    assert list(newer(tmp_path / name)) == []
