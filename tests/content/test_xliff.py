"""A translator's file: what goes out comes back, and no hostile one gets in."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import delivery, library, pairs, translation, words, xliff
from content.delivery import Row
from content.errors import (
    ContentError,
    XliffOtherLanguage,
    XliffOtherText,
    XliffTooLarge,
    XliffUnreadable,
)
from content.models import Site, Text
from content.pairs import Line, Sheet
from content.storage import Folder
from content.words import EditedMeanwhile
from tests.content.cast import lay_out
from tests.content.test_translation import CAPTIONS

SAID = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
GERMAN, TURKISH = Text(id="s", language="de", variant="plain"), Text(id="t", language="tr")


@pytest.fixture
def sheet(site: Site, storage: Folder, tmp_path: Path) -> Sheet:
    """An empty Turkish text beside a German one with captions."""
    version = library.import_folder(site, lay_out(tmp_path / "in", {"de.vtt": CAPTIONS}), storage)
    source = Text.get((Text.version == version) & (Text.language == "de"))
    return Sheet(source, translation.begin(source, "tr"), storage)


def exported(sheet: Sheet) -> str:
    return xliff.written(sheet.source, sheet.text, pairs.pairs(sheet), {}).decode()


def translated(sheet: Sheet) -> str:
    """The file as a translator brings it back: every target filled."""
    text = exported(sheet)
    for one in pairs.pairs(sheet):
        said = one.source.replace("\n", " ")
        text = text.replace(
            '<target state="needs-translation" />', f'<target state="final">tr {said}</target>', 1
        )
    return text


@given(source=SAID, body=SAID)
def test_what_goes_out_comes_back(source: str, body: str) -> None:
    line = Line("title", "title", 0, source, body, "right")
    read = xliff.read(xliff.written(GERMAN, TURKISH, [line], {"title": "Title"}), TURKISH)
    assert [one.body for one in read] == ([body.strip()] if body.strip() else [])


@given(content=st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(XliffUnreadable):
        xliff.read(content, TURKISH)


def test_a_file_is_taken_over_line_by_line(sheet: Sheet) -> None:
    found = delivery.read(sheet, translated(sheet).encode())
    assert len(found.changes) == len(pairs.pairs(sheet))
    assert not found.refused
    assert {one.state for one in pairs.pairs(sheet)} == {"missing"}
    delivery.take(
        sheet, [Row(one.line.key, one.body, one.line.body, one.source) for one in found.changes]
    )
    assert {one.state for one in pairs.pairs(sheet)} == {"right"}
    assert delivery.read(sheet, translated(sheet).encode()).changes == ()


def test_a_line_translated_from_older_words_is_stale(sheet: Sheet) -> None:
    content = translated(sheet).encode()
    words.write(sheet.source, {"title": "Brille auf!"}, words.lines(sheet.source))
    fresh = replace(sheet, source=Text.get_by_id(sheet.source.id))
    change = next(one for one in delivery.read(fresh, content).changes if one.line.key == "title")
    assert change.older
    delivery.take(fresh, [Row("title", change.body, "", change.source)])
    assert pairs.pairs(fresh)[0].state == "stale"


def test_an_unknown_line_is_told_and_the_others_are_read(sheet: Sheet) -> None:
    content = translated(sheet).replace('id="why"', 'id="../../etc/passwd"')
    found = delivery.read(sheet, content.encode())
    assert [one.key for one in found.refused] == ["../../etc/passwd"]
    assert len(found.changes) == len(pairs.pairs(sheet)) - 1


def test_a_line_too_long_is_told(sheet: Sheet) -> None:
    content = translated(sheet).replace(">tr Schutzbrille tragen<", f">{'a' * 121}<")
    found = delivery.read(sheet, content.encode())
    assert [(one.key, type(one.why).__name__) for one in found.refused] == [("title", "TooLong")]


def test_a_clash_takes_nothing_over(sheet: Sheet) -> None:
    found = delivery.read(sheet, translated(sheet).encode())
    translation.write(sheet, "task", "Başka", "")
    with pytest.raises(EditedMeanwhile):
        delivery.take(sheet, [Row(one.line.key, one.body, "", one.source) for one in found.changes])
    assert pairs.standing(pairs.pairs(sheet)).right == 1


def test_captions_come_back_by_their_times(sheet: Sheet) -> None:
    brought = b"WEBVTT\n\n00:00.500 --> 00:03.900\nKutuda.\n\n00:04.100 --> 00:08.000\nOnce.\n"
    found = delivery.read(sheet, brought)
    assert [(one.line.key, one.body) for one in found.changes] == [
        ("caption/0", "Kutuda."), ("caption/1", "Once."),
    ]  # fmt: skip


def test_a_file_split_into_segments_is_read(sheet: Sheet) -> None:
    target = '<target><mrk mtype="seg" mid="1">Gözlük.</mrk> <g id="1">Tak.</g></target>'
    content = exported(sheet).replace('<target state="needs-translation" />', target, 1)
    assert delivery.read(sheet, content.encode()).changes[0].body == "Gözlük. Tak."


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (HEAD, HEAD + LAUGHS, XliffUnreadable),
        (HEAD, HEAD + OUTSIDE, XliffUnreadable),
        (HEAD, HEAD + REMOTE, XliffUnreadable),
        (HEAD, '<?xml version="1.0" encoding="utf-7"?>', XliffUnreadable),
        (HEAD, '<?xml version="1.0" encoding="bogus"?>', XliffUnreadable),
        ('version="1.2"', 'version="2.0"', XliffUnreadable),
        ("document:1.2", "document:2.0", XliffUnreadable),
        ("</body>", "", XliffUnreadable),
        ('id="why"', 'id="title"', XliffUnreadable),
        ('id="why"', "", XliffUnreadable),
        ('target-language="tr"', 'target-language="pl"', XliffOtherLanguage),
        ('target-language="tr"', "", XliffOtherLanguage),
        ('original="', 'original="x', XliffOtherText),
    ],
)
def test_a_hostile_or_wrong_file_is_refused(
    sheet: Sheet, old: str, new: str, error: type[ContentError]
) -> None:
    content = translated(sheet)
    assert old in content
    with pytest.raises(error):
        delivery.read(sheet, content.replace(old, new).encode())


def test_a_huge_file_is_refused_unread(sheet: Sheet) -> None:
    with pytest.raises(XliffTooLarge):
        delivery.read(sheet, b"<" * 50_000_000)


def test_a_deep_file_harms_nothing(sheet: Sheet) -> None:
    deep = "<g>" * 50_000 + "</g>" * 50_000
    content = translated(sheet).replace(">tr Schutzbrille tragen<", f">{deep}<")
    found = delivery.read(sheet, content.encode())
    assert "title" not in {one.line.key for one in found.changes}
