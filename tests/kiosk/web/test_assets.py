"""Style sheets as they go out: small, and still saying what they say."""

import re

import pytest

from kiosk.web import assets

SHEETS = sorted(path.name for path in (assets.folder() / "css").glob("*.css"))


def test_a_token_with_one_value_is_written_out() -> None:
    assert assets.squeeze(".a { inset: var(--s4) }") == ".a{inset:1rem}"


def test_a_token_that_changes_in_the_dark_stays_a_token() -> None:
    told = assets.text("tokens.css")
    (ink,) = re.findall(r"(--\w):#0E1A1C", told)
    assert f"{ink}:#F2F6F5" in told, "its value in the dark"
    assert assets.squeeze(".a { color: var(--ink) }") == f".a{{color:var({ink})}}"


def test_a_comment_tells_of_no_token() -> None:
    assert assets.squeeze("/* --s4: 2rem; */ .a { gap: var(--s4) }") == ".a{gap:1rem}"


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_token_that_a_sheet_names_is_told_somewhere(sheet: str) -> None:
    told = {name for one in SHEETS for name in re.findall(r"(--[\w-]+):", assets.text(one))}
    assert set(re.findall(r"var\((--[\w-]+)\)", assets.text(sheet))) <= told


@pytest.mark.parametrize("sheet", SHEETS)
def test_squeezing_leaves_nothing_empty_behind(sheet: str) -> None:
    assert not re.search(r";;|\{;|\{\}|:;|:\}|  ", assets.text(sheet))


def test_a_script_goes_out_without_what_only_orders_it() -> None:
    written = 'f({\n  a: 1, // one;\n  b: "http://x" };\n/* a note\n   of ours */\n});\ng();\n'
    assert assets.pared(written) == 'f({a: 1, // one;\nb: "http://x" };\n});g();'
