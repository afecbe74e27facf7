"""The annex says what the code does: every number, right, setting and field, in both languages."""

import re
from dataclasses import fields, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import html5lib
import pypdfium2
import pytest
from babel.support import Translations

from kiosk import annex
from kiosk.annex import blocks, facts, lines, tables, words
from kiosk.annex.blocks import Blank, Block, Heading, Leaf, Paragraph, Rule, Table
from kiosk.annex.facts import Facts
from kiosk.annex.words import LANGUAGES, told
from kiosk.care.checked import Checked
from kiosk.counts import manifest, models, released, ticket
from kiosk.labels import prints
from kiosk.settings import Settings
from kiosk.staff.rights import COUNT, RIGHTS, SEE
from kiosk.studio.roles import ROLES
from kiosk.studio.security import SHIFT
from tests.house import ROOT
from tests.kiosk.shell import Shell

SECTIONS = [f"A{number}" for number in range(1, 16)]
SECRETS: dict[str, Any] = {
    "database_url": "postgresql://kiosk:pw-of-db@db/kiosk",
    "mail_url": "smtps://kiosk:pw-of-mail@mail.acme.test",
    "translate_key": "pw-of-translation",
    "speech_command": "speech --token pw-of-speech",
}


@pytest.fixture
def plant() -> Facts:
    """A plant that publishes from seven on, for groups of twelve."""
    return Facts(
        site="s", plant="Werk <Süd> & Söhne", timezone="Europe/Berlin",
        settings=Settings(k=7, crowd_floor=12, keep_backups=9, keep_takes=21, upload_hours=36),
        manifest=manifest.current(), asked=False, confirmed_on="",
        next_release=date(2026, 11, 30), today=date(2026, 11, 2),
    )  # fmt: skip


def text(plant: Facts, language: str) -> str:
    return annex.write(plant, language, "text").decode()


def table(plant: Facts, name: str) -> Table:
    (found,) = tables.made(plant, "en")[name]
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_every_section_and_places_to_sign(plant: Facts, language: str) -> None:
    parts = annex.content(plant, language)
    heads = [one.words.split()[0] for one in parts if isinstance(one, Heading) and one.level == 2]
    assert heads[:15] == SECTIONS
    assert sum(isinstance(one, Blank) for one in parts) == 17
    assert sum(isinstance(one, Rule) for one in parts) >= 15


def test_both_languages_say_the_same_things_in_the_same_order(plant: Facts) -> None:
    german, english = (shape(annex.content(plant, language)) for language in LANGUAGES)
    assert german == english


def shape(parts: list[Block]) -> list[tuple[Any, ...]]:
    """Return the form of each part, and how much stands in a list or table."""
    return [(type(one), len(getattr(one, "items", ())), len(getattr(one, "rows", ())))
            for one in parts]  # fmt: skip


def test_both_languages_name_the_same_facts() -> None:
    german, english = (sorted(re.findall(r"\{\w+\}", words.source(one))) for one in LANGUAGES)
    assert german == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_every_field_of_the_list_with_purpose_and_duration(
    plant: Facts, language: str
) -> None:
    whole = text(plant, language)
    assert plant.manifest.hash in whole
    for part in plant.manifest.parts.values():
        for name, entry in part.items():
            named = words.say(language, "head", "sentence") if name.startswith("{") else name
            assert re.sub(r"%[ds]", "…", named) in whole
            said = [entry["what"], entry["kept"], *entry.get("columns", {}).values()]
            assert all(one[language] in whole for one in said), name


def test_a_field_that_is_new_in_the_list_stands_in_the_annex(plant: Facts) -> None:
    planted = {"what": {"de": "neu", "en": "planted"}, "kept": {"de": "nie", "en": "never"}}
    parts = plant.manifest.parts
    grown = {**parts, "cookies": {**parts["cookies"], "planted-cookie": planted}}
    whole = text(replace(plant, manifest=replace(plant.manifest, parts=grown)), "en")
    assert "| planted-cookie | planted | never |" in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_the_numbers_of_this_very_plant(plant: Facts, language: str) -> None:
    whole = text(plant, language)
    for number in ("7", "12", "9", "21", "36"):
        assert re.search(rf"(?<!\d){number}(?!\d)", whole)
    assert {"de": "unter 7", "en": "under 7"}[language] in whole
    assert {"de": "mindestens 12 Menschen", "en": "at least 12 people"}[language] in whole
    other = text(replace(plant, settings=Settings(k=8, crowd_floor=30)), language)
    assert {"de": "unter 8", "en": "under 8"}[language] in other


def test_every_setting_is_told_or_named_as_of_no_weight(plant: Facts) -> None:
    settings, technical = set(told()["settings"]), told()["technical"]["names"]
    assert settings | set(technical) == {one.name for one in fields(Settings)}
    assert not settings & set(technical)
    assert {row[2] for row in table(plant, "settings").rows} == settings


def test_it_tells_no_secret_of_the_settings(plant: Facts) -> None:
    telling = replace(plant, settings=Settings(**SECRETS))
    for form in ("html", "text"):
        whole = annex.write(telling, "de", form)
        assert b"pw-of" not in whole
        assert b"PostgreSQL" in whole


def test_rights_stand_as_the_studio_decides_by_them(plant: Facts) -> None:
    assert set(told()["rights"]) == {right for rights in RIGHTS.values() for right in rights}
    rows = dict(zip(told()["rights"], table(plant, "rights").rows, strict=True))
    for right, row in rows.items():
        may = [role for role, cell in zip(RIGHTS, row[1:], strict=True) if cell == "yes"]
        assert may == [role for role in RIGHTS if right in RIGHTS[role]]


def test_a_right_given_away_changes_the_annex(
    plant: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = table(plant, "rights")
    monkeypatch.setitem(RIGHTS, "trainer", frozenset({SEE, COUNT}))
    assert table(plant, "rights") != before


def test_roles_are_called_as_in_the_studio() -> None:
    german = Translations.load(ROOT / "kiosk" / "translations", ["de"], domain="studio")
    for role in RIGHTS:
        name = str(ROLES[role][0])
        assert words.say("en", "roles", role) == name
        assert words.say("de", "roles", role) == german.gettext(name)


def test_all_that_a_page_can_show_of_numbers_is_listed() -> None:
    held = {one.name for one in fields(released.Table)} - {"periods", "next_release"}
    worked_out = {name for name, one in vars(released.Table).items() if isinstance(one, property)}
    assert set(told()["shown"]) == held | worked_out


def test_every_table_about_use_is_among_those_of_use() -> None:
    own = {one._meta.table_name for one in models.TABLES}
    assert set(told()["use"]["names"]) == own | {"remark", "wish"}


def test_every_part_of_the_list_has_its_heading(plant: Facts) -> None:
    assert set(told()["parts"]) == {*plant.manifest.parts, "use"}


def test_numbers_it_writes_by_itself_are_those_of_the_code() -> None:
    idle = (ROOT / "static" / "js" / "room-idle.js").read_text()
    said = f"QUIET = {facts.QUIET}, HELD = {facts.HELD * 60}, ASKED = {facts.ASKED};"
    assert said in idle
    assert SHIFT.total_seconds() == facts.SESSION_HOURS * 3600
    assert len(ticket.write("n", 1, "", 60).mark) == facts.MARK
    assert prints.DAY == 24 * 3600


def test_it_says_everything_that_a_ticket_holds(plant: Facts) -> None:
    said = {
        "nugget": "It holds the nugget", "version": "its version", "source": "by which machine",
        "when": "the moment", "dwell": "how long to stay", "before": "the answer before the film",
        "nonce": "random bytes", "offline": "a ticket without a time of day",
    }  # fmt: skip
    assert set(said) == {one.name for one in fields(ticket.Ticket)}
    assert [words for words in said.values() if words not in text(plant, "en")] == []


def test_everything_kept_of_trainers_says_for_how_long(plant: Facts) -> None:
    """The fields of a table stay as long as it does; each that stands alone says so itself."""
    kept = table(plant, "trainers")
    assert [row for row in kept.rows if not row[2] and not row[0].startswith("· ")] == []


def test_no_two_counts_of_another_meaning_share_a_line(plant: Facts) -> None:
    """Learned and forgot stood under one purpose, in another order than it named them in."""
    kinds = next(one for one in tables.made(plant, "en")["fields"] if isinstance(one, Table))
    alone = {"both_wrong", "learned", "forgot", "knew"}
    assert alone <= {row[0] for row in kinds.rows}


def test_what_is_confirmed_is_told_with_its_day(plant: Facts) -> None:
    agreed = replace(plant, confirmed_on="2026-10-05", asked=True)
    assert "5 October 2026" in text(agreed, "en")
    assert "5. Oktober 2026" in text(agreed, "de")
    assert words.say("de", "said", "asked_yes") in text(agreed, "de")


def test_the_last_check_of_the_server_is_told(plant: Facts) -> None:
    assert words.say("de", "said", "checked_no") in text(plant, "de")
    found = Checked(date(2026, 11, 1), "0.2.0", {"pot": "ok", "swap": "ok", "logs": "broken"})
    assert "2 von 3 Punkten in Ordnung" in text(replace(plant, check=found), "de")


def test_a_place_for_a_table_that_is_not_made_is_a_fault() -> None:
    with pytest.raises(KeyError):
        blocks.read("[[nothing]]", {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_whole_file_that_asks_for_nothing(plant: Facts, language: str) -> None:
    page = annex.write(plant, language, "html").decode()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert tree.get("lang") == language
    assert "<Süd>" not in page
    assert not [one for one in tree.iter() if one.get("src") or one.tag in ("link", "script")]
    targets = {one.get("href") for one in tree.iter("a")}
    names = {one.get("id") for one in tree.iter()}
    assert targets == {f"#{name}" for name in names if name}
    assert len(targets) == 16


def test_the_paper_has_contents_bookmarks_numbers_and_heads_that_repeat(plant: Facts) -> None:
    rows = tuple((f"Posten {number}", "Wozu es dient") for number in range(60))
    short = [*heads(annex.content(plant, "de")), Rule("`kiosk --privacy` __x__"),
             Leaf(), Table(("Was", "Zweck"), rows)]  # fmt: skip
    file = pypdfium2.PdfDocument(BytesIO(paper(plant, short)))
    pages = [page.get_textpage().get_text_bounded() for page in file]
    marks = [mark.get_title().split()[0] for mark in file.get_toc()]
    assert marks == [*SECTIONS, "Liste"]
    assert "A15 Erprobung" in pages[0]
    assert f"Seite 3 von {len(pages)}" in pages[2]
    assert any("kiosk --privacy __x__" in page for page in pages)
    reached = [page for page in pages if "Posten " in page]
    assert len(reached) >= 2
    assert all("Zweck" in page for page in reached)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_tagged_for_those_who_listen(plant: Facts, language: str) -> None:
    short = [*heads(annex.content(plant, language)),
             Table(("Was", "Zweck"), (("Posten", "Wozu"),) * 70)]  # fmt: skip
    made: bytes = annex.FORMS["pdf"](plant, language, short)
    assert b"/MarkInfo <</Marked true>>" in made
    with pypdfium2.PdfDocument(BytesIO(made)) as file:
        kinds = [kind for page in file for kind in structure(page)]
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == 16
    assert kinds.count("TOCI") == 16
    assert {"P", "L", "LI", "Lbl", "LBody", "BlockQuote"} <= {*kinds}
    assert kinds.count("TH") == 2 + 70  # the head once, though it stands on two pages
    assert kinds.count("TD") == 70
    assert kinds.count("Table") == 2  # once on each page that it reaches


def structure(page: pypdfium2.PdfPage) -> list[str]:
    """Return the kinds of the parts of the structure tree that lie on a page."""
    raw = pypdfium2.raw
    tree = raw.FPDF_StructTree_GetForPage(page)
    found = []
    left = [raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            for at in range(raw.FPDF_StructTree_CountChildren(tree))]  # fmt: skip
    while left:
        one = left.pop(0)
        size = raw.FPDF_StructElement_GetType(one, None, 0)
        if not size:
            continue
        name = (raw.c_ubyte * size)()
        raw.FPDF_StructElement_GetType(one, name, size)
        found.append(bytes(name).decode("utf-16-le").rstrip("\0"))
        count = max(0, raw.FPDF_StructElement_CountChildren(one))
        left += [kid for at in range(count)
                 if (kid := raw.FPDF_StructElement_GetChildAtIndex(one, at))]  # fmt: skip
    raw.FPDF_StructTree_Close(tree)
    return found


def test_words_broken_into_lines_are_all_there_and_none_is_too_wide() -> None:
    def wide(text: str, bold: bool) -> float:  # noqa: FBT001
        return len(text) * (1.2 if bold else 1.0)

    said = "Das **ist es**. privacy-manifest/" + "f" * 64 + "\nund Schluss"
    found = lines.broken(said, 20, wide)
    assert all(sum(wide(*run) for run in line if run[0] != " ") <= 20 for line in found)
    whole = "".join(text for line in found for text, _ in line)
    assert whole == "Das ist es. privacy-manifest/" + "f" * 64 + "und Schluss"
    assert "".join(text for line in found for text, bold in line if bold) == "istes"


def test_the_lines_to_sign_stand_on_one_page(plant: Facts) -> None:
    parts = annex.content(plant, "de")
    end = next(at for at, one in enumerate(parts) if isinstance(one, Leaf))
    start = max(at for at, one in enumerate(parts[:end]) if isinstance(one, Heading))
    title = parts[0]
    signed = [one.words for one in parts[start:end] if isinstance(one, Blank)]
    for filler in (0, 22, 32):
        filled = [Paragraph("Wort")] * filler
        file = pypdfium2.PdfDocument(BytesIO(paper(plant, [title, *filled, *parts[start:end]])))
        pages = [page.get_textpage().get_text_bounded() for page in file]
        assert [page for page in pages if all(one in page for one in signed)], filler


def heads(parts: list[Block]) -> list[Block]:
    """Return the title and the headings, with one part of each other kind but tables."""
    once = {type(one): one for one in parts if not isinstance(one, Heading | Table)}
    return [*(one for one in parts if isinstance(one, Heading) and one.level < 3), *once.values()]


def paper(plant: Facts, parts: list[Block]) -> bytes:
    made: bytes = annex.FORMS["pdf"](plant, "de", parts)
    assert made.count(b"/FontFile2") >= 2
    assert b"/Lang (de)" in made
    return made


def test_the_command_writes_it_as_the_name_ends(kiosk: Shell, tmp_path: Path) -> None:
    for name, begins in (("a.html", b"<!DOCTYPE html>"), ("a.md", b"# Technische Anlage")):
        told = kiosk.run("annex", "--out", str(tmp_path / name))
        assert manifest.current().hash[:12] in told
        assert (tmp_path / name).read_bytes().startswith(begins)
    kiosk.run("annex", "--language", "en", "--format", "text", "--out", str(tmp_path / "annex"))
    assert (tmp_path / "annex").read_bytes().startswith(b"# Technical annex")


def test_a_name_with_another_end_is_a_sentence(kiosk: Shell, tmp_path: Path) -> None:
    ended = kiosk("annex", "--out", str(tmp_path / "a.docx"))
    assert ended.code == 2
    assert ".pdf" in ended.err
    assert not (tmp_path / "a.docx").exists()
