"""What all applications of a test run share: each test makes its own, and most of that is alike.

Addresses are compiled once for each text, templates once for each source, catalogues of words are
read once for each file. What a test changes stays its own: none of these is ever written to.
"""

import gettext
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Code of templates, by their source, in this process's memory."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled of this source before."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.codes[bucket.key, bucket.checksum] = bucket.code


def compile_templates_once() -> None:
    """Let every Flask application begin with the templates that another one compiled."""
    Flask.jinja_options = {"bytecode_cache": Compiled()}


def read_words_once() -> None:
    """Read a catalogue of words once, and again when its file has changed."""
    kept: dict[tuple[str, int, int], NullTranslations] = {}
    load = Translations.load

    def shared(
        dirname: Any = None, locales: Any = None, domain: str | None = None
    ) -> NullTranslations:
        names = [str(locale) for locale in locales or ()]
        found = gettext.find(domain or "messages", str(dirname), names)
        if not found:
            return load(dirname, locales, domain)
        file = Path(found).stat()
        key = (found, file.st_mtime_ns, file.st_size)
        if key not in kept:
            kept[key] = load(dirname, locales, domain)
        return kept[key]

    Translations.load = shared  # type: ignore[method-assign]


def compile_addresses_once() -> None:
    """Share what Werkzeug compiles of an address, to match it and to build it."""
    compiled: dict[tuple[object, ...], dict[str, Any]] = {}
    compile_rule = Rule.compile

    def shared(rule: Rule) -> None:
        assert rule.map is not None
        defaults = tuple(sorted((rule.defaults or {}).items()))
        where = (rule.map.host_matching, rule.host, rule.subdomain, rule.merge_slashes)
        key = (rule.rule, defaults, *where, *rule.map.converters.values())
        if key not in compiled:
            compile_rule(rule)
            compiled[key] = {
                "_parts": rule._parts, "_trace": rule._trace, "_converters": rule._converters,
                "arguments": frozenset(rule.arguments), "_build": unbound(rule._build),
                "_build_unknown": unbound(rule._build_unknown),
            }  # fmt: skip
            return
        made = compiled[key]
        rule._parts, rule._trace = made["_parts"], made["_trace"]
        rule._converters, rule.arguments = made["_converters"], set(made["arguments"])
        rule._build = made["_build"].__get__(rule, None)
        rule._build_unknown = made["_build_unknown"].__get__(rule, None)

    Rule.compile = shared  # type: ignore[method-assign,assignment]


def unbound(method: Callable[..., Any]) -> Any:
    """Return the function behind a method."""
    return method.__func__  # type: ignore[attr-defined]
