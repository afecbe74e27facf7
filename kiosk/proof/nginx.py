"""Reads nginx's configuration, as `nginx -T` prints it or as it lies in files, and judges its logs.

What counts is what holds in each place that answers for the plant: a log that is declared above
holds below, until something is declared there.
"""

import fnmatch
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

HEADLINE: Final = re.compile(r"^# configuration file (.+):$", re.MULTILINE)
WORD: Final = re.compile(
    r"""\s+ | \#[^\n]* | (?P<quoted>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      | (?P<mark>[{};]) | (?P<bare>(?:\\.|\$\{[^}]*\}|[^\s{};"'])+)""",
    re.VERBOSE | re.DOTALL,
)
INHERITED: Final = ("access_log", "error_log", "proxy_set_header")
DEFAULTS: Final = {"access_log": [["logs/access.log"]], "error_log": [["logs/error.log"]]}
INNER: Final = ("location", "if", "limit_except")
ADDRESS: Final = "$remote_addr"
APPENDED: Final = "$proxy_add_x_forwarded_for"


class NotNginx(Exception):
    """This is no configuration of nginx."""


@dataclass(slots=True)
class Block:
    """One directive: its words, and the directives inside its braces."""

    words: list[str]
    inside: list["Block"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What is said."""
        return self.words[0]

    def all(self, name: str) -> list[list[str]]:
        """Return the words after each directive of this name that stands directly inside."""
        return [one.words[1:] for one in self.inside if one.name == name]


@dataclass(frozen=True, slots=True)
class Place:
    """A server, or a part of one, with what holds in it."""

    label: str
    holds: dict[str, list[list[str]]]
    passes: bool


@dataclass(frozen=True, slots=True)
class Server:
    """A server: its names, where it listens, whether as the default, and its places."""

    names: frozenset[str]
    listens: dict[str, bool]
    places: tuple[Place, ...]


def where() -> str | None:
    """Return where nginx lies on this machine, if it does."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def printed() -> str | None:
    """Return what `nginx -T` prints; None where nginx is not there or may not read its files."""
    program = where()
    if program is None:
        return None
    try:
        done = subprocess.run([program, "-T", "-q"], capture_output=True, text=True, timeout=20,
                              check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and HEADLINE.search(done.stdout) else None


def servers(text: str, folder: Path) -> list[Server]:
    """Return every server of a configuration; files it includes are sought in `folder`.

    Raises NotNginx.
    """
    parts = HEADLINE.split(text)
    files = dict(zip(parts[1::2], parts[2::2], strict=True))
    main = parts[0] if parts[0].strip() or not files else files[parts[1]]
    if files:
        folder = Path(parts[1]).parent
    tree = Block(["main"], _included(_parsed(main), folder, files))
    found = [server for http in tree.inside if http.name == "http"
             for server in _of(http, _holding(tree, DEFAULTS))]  # fmt: skip
    return found or list(_of(tree, DEFAULTS))


def _of(http: Block, above: dict[str, list[list[str]]]) -> Iterator[Server]:
    holds = _holding(http, above)
    for one in http.inside:
        if one.name == "server" and len(one.words) == 1:
            names = frozenset(word for words in one.all("server_name") for word in words)
            listens = {words[0]: bool({"default_server", "default"} & set(words[1:]))
                       for words in one.all("listen") or [["80"]]}  # fmt: skip
            label = f"server {min(names, default=min(listens))}"
            yield Server(names, listens, tuple(_places(one, label, holds)))


def _places(block: Block, label: str, above: dict[str, list[list[str]]]) -> Iterator[Place]:
    holds = _holding(block, above)
    yield Place(label, holds, bool(block.all("proxy_pass")))
    for one in block.inside:
        if one.name in INNER:
            yield from _places(one, f"{label}, {' '.join(one.words)}", holds)


def _holding(block: Block, above: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    return {**above, **{name: said for name in INHERITED if (said := block.all(name))}}


def _parsed(text: str) -> list[Block]:
    """Return the directives of a text."""
    stack: list[list[Block]] = [[]]
    words: list[str] = []
    for match in WORD.finditer(text):
        if match["quoted"]:
            words.append(match["quoted"][1:-1])
        elif match["bare"]:
            words.append(match["bare"])
        elif match["mark"]:
            _close(match["mark"], words, stack)
            words = []
    if len(stack) != 1 or words:
        raise NotNginx
    return stack[0]


def _close(mark: str, words: list[str], stack: list[list[Block]]) -> None:
    if mark == "}":
        if len(stack) == 1 or words:
            raise NotNginx
        stack.pop()
        return
    if not words:
        raise NotNginx
    stack[-1].append(Block(words))
    if mark == "{":
        stack.append(stack[-1][-1].inside)


def _included(blocks: list[Block], folder: Path, files: dict[str, str]) -> list[Block]:
    """Return directives with those of included files in their place."""
    found: list[Block] = []
    for one in blocks:
        if one.name == "include":
            for text in _texts(str(folder / one.words[1]), files):
                found += _included(_parsed(text), folder, files)
        else:
            found.append(Block(one.words, _included(one.inside, folder, files)))
    return found


def _texts(pattern: str, files: dict[str, str]) -> list[str]:
    if files:
        return [text for name, text in files.items() if fnmatch.fnmatch(name, pattern)]
    base = Path(pattern)
    try:
        return [path.read_text() for path in sorted(base.parent.glob(base.name))]
    except OSError:
        return []


def answering(found: list[Server], hosts: frozenset[str]) -> list[Server]:
    """Return the servers that answer for these hosts."""
    return [one for one in found if one.names & hosts]


def stray(found: list[Server], ours: list[Server]) -> list[Server]:
    """Return the servers that get what names no host, broken requests too, where ours listen."""
    gates = {gate for one in ours for gate in one.listens}
    firsts = []
    for gate in sorted(gates):
        there = [one for one in found if gate in one.listens]
        firsts.append(next((one for one in there if one.listens[gate]), there[0]))
    return [one for one in firsts if one not in ours]


def talking(places: Iterator[Place]) -> Iterator[str]:
    """Yield each place that writes a line about a request, with where it is written."""
    for place in places:
        for words in place.holds["access_log"]:
            if words[0] != "off":
                yield f"access_log {words[0]} ({place.label})"
        for words in place.holds["error_log"]:
            if words[0] != "/dev/null":
                yield f"error_log {words[0]} ({place.label})"


def unnamed(places: Iterator[Place]) -> Iterator[str]:
    """Yield each place that lets through what a phone claims about its own address."""
    for place in places:
        said = {words[0].lower(): words[1] for words in place.holds.get("proxy_set_header", ())
                if len(words) > 1}  # fmt: skip
        if place.passes and said.get("x-forwarded-for") not in (ADDRESS, APPENDED):
            yield place.label
