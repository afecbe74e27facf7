"""What people type becomes harmless HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.text import html


def test_emphasis_and_lists_are_kept() -> None:
    assert html("**Stop** *first*\n\n- one") == (
        "<p><strong>Stop</strong> <em>first</em></p>\n<ul>\n<li>one</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[tap](https://elsewhere.example)",
        "![picture](https://elsewhere.example/a.png)",
        "<img src=x onerror=alert(1)>",
        "<https://elsewhere.example>",
    ],
)
def test_nothing_typed_becomes_a_link_a_picture_or_a_script(typed: str) -> None:
    made = html(typed)
    assert not any(element in made for element in ("<a", "<img", "<script"))


def test_a_links_words_stay() -> None:
    assert html("[tap here](https://elsewhere.example)") == "<p>tap here</p>"


@given(st.text())
def test_only_a_few_elements_ever_come_out(typed: str) -> None:
    allowed = ("p", "br", "strong", "em", "code", "ul", "ol", "li")
    starts = html(typed).split("<")[1:]
    assert all(start.lstrip("/").split(">")[0].strip(" /") in allowed for start in starts)
