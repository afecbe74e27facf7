"""How pages are written: htmx by data attributes, no code and no looks in the markup."""

import re

from tests.rules.tree import elements, modules, none, place, templates, text

CODE = re.compile(r"data-hx-on|hx-on|on[a-z]+")
WITH_CODE = re.compile(r"""\b(?:Markup|f?["'][^"'\n]*<\w).*\s(?:style|on\w+)=["']""")


def test_htmx_is_told_by_data_attributes() -> None:
    none(
        (
            f"{place(page, element.line)} {name}"
            for page in templates()
            for element in elements(page)
            for name in element.attributes
            if name.startswith("hx-")
        ),
        "Write data-hx-…: pages stay valid HTML.",
    )


def test_no_attribute_holds_code() -> None:
    none(
        (
            f"{place(page, element.line)} {name}"
            for page in templates()
            for element in elements(page)
            for name, value in element.attributes.items()
            if CODE.match(name) or value.strip().startswith(("js:", "javascript:"))
        ),
        'Give it data-do="…" and listen in static/js: the policy of the pages runs no such code.',
    )


def test_no_attribute_holds_looks() -> None:
    none(
        (
            f"{place(page, element.line)} style on <{element.tag}>"
            for page in templates()
            for element in elements(page)
            if "style" in element.attributes
        ),
        "Give it a class: the policy of the pages drops inline styles.",
    )


def test_markup_made_in_code_holds_neither_code_nor_looks() -> None:
    none(
        (
            f"{place(path, number)} {line.strip()[:60]}"
            for path in modules("kiosk")
            for number, line in enumerate(text(path).splitlines(), 1)
            if WITH_CODE.search(line)
        ),
        "Give it a class or data-do, as in templates.",
    )


def test_nothing_is_loaded_from_elsewhere() -> None:
    none(
        (
            f"{place(page, element.line)} {name}={value}"
            for page in templates()
            for element in elements(page)
            for name, value in element.attributes.items()
            if name in {"src", "href", "action", "poster", "srcset"}
            if re.match(r"https?:|//", value)
        ),
        "Keep it in static/: pages load nothing from anywhere else.",
    )


def test_a_part_brings_its_own_macros() -> None:
    """A block that is sent alone skips the top of its template, and with it the imports there."""
    none(
        (
            f"{place(page)} imports before its first block"
            for page in templates()
            if text(page).startswith("{% extends")
            and re.search(r"{%-?\s*(?:from|import)\b", text(page).partition("{% block")[0])
        ),
        "Import macros inside the block that uses them.",
    )
